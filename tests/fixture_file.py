"""The reader of fixtures in the format of the CSL test suite: named sections of plain text.

    >>===== NAME =====>>
    text
    <<===== NAME =====<<

What stands outside of sections is a remark. The text of a section is stripped at both ends.
"""

from __future__ import annotations

import re
from pathlib import Path

_OPENING = re.compile(r">>=+ *([A-Z0-9][A-Z0-9 -]*?) *=+>>\s*")


def read_fixture(text: str) -> dict[str, str]:
    """The sections of one fixture by name.

    Raises ValueError for a section that is not closed or stands twice: such a fixture would
    silently test less than it seems to.
    """
    sections: dict[str, str] = {}
    lines = iter(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"))
    for line in lines:
        opening = _OPENING.fullmatch(line)
        if opening is None:
            continue
        name = opening[1]
        if name in sections:
            raise ValueError(f"the section {name} stands twice")
        closing = re.compile(rf"<<=+ *{re.escape(name)} *=+<<\s*")
        content = []
        for inner in lines:
            if closing.fullmatch(inner):
                break
            content.append(inner)
        else:
            raise ValueError(f"the section {name} is not closed")
        sections[name] = "\n".join(content).strip()
    return sections


def load_fixture(path: Path) -> dict[str, str]:
    """The sections of a fixture file; errors name the file."""
    try:
        return read_fixture(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
