"""Variables written into an item's `note`, as Zotero's users do for fields the program lacks.

Two forms, both of citeproc-js: lines `original-date: 1901` at the start of the note, and
`{:original-date: 1901}` anywhere. The first line may be any, and lines with other labels (`OCLC: 1`)
may stand between them. Only variables that the item lacks are taken, and `type` and dates, which
override; what is taken leaves the note, everything else stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ibidem.variables import DATE_VARIABLES, NAME_VARIABLES, TYPES, VARIABLES

_LINE: Final = re.compile(r"\s*([A-Za-z][A-Za-z _-]*?)\s*:\s*(.*\S)\s*")
_BRACED: Final = re.compile(r"\{:([A-Za-z][A-Za-z_-]*):\s*([^{}]*)\}")
_VARIABLE_BY_FOLDED_NAME: Final = {name.casefold(): name for name in VARIABLES}


def split_note(note: str, item: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """The CSL-JSON that `note` holds beside its text, and the text that remains."""
    taken: dict[str, object] = {}

    def take(label: str, value: str) -> bool:
        name = _variable(label)
        if name == "type":
            if value not in TYPES:
                return False
            taken["type"] = value
            return True
        if name in NAME_VARIABLES:
            if item.get(name):
                return False
            names = taken.setdefault(name, [])
            assert isinstance(names, list)
            names.append(_name(value))
            return True
        if not name or name == "note" or name in taken:
            return False
        if item.get(name) and not (name in DATE_VARIABLES and _is_date(value)):
            return False
        taken[name] = {"raw": value} if name in DATE_VARIABLES else value
        return True

    def replace_braced(match: re.Match[str]) -> str:
        return "" if take(match[1], match[2].strip()) else match[0]

    lines = note.split("\n")
    kept = []
    for place, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match is None and line.strip() and place:
            kept += lines[place:]
            break
        if match is None or not take(match[1], match[2]):
            kept.append(line)
    rest = _BRACED.sub(replace_braced, "\n".join(kept))
    return taken, rest.strip() if taken else note


def _variable(label: str) -> str:
    """The variable meant by `Original Date`, `original-date` or `doi`; empty if there is none."""
    folded = label.casefold()
    if folded == "type":
        return "type"
    dashed = re.sub(r"[\s_]+", "-", folded)
    return _VARIABLE_BY_FOLDED_NAME.get(folded) or _VARIABLE_BY_FOLDED_NAME.get(dashed, "")


def _is_date(value: str) -> bool:
    from ibidem.sources.dates import parse_date  # few notes hold dates

    return bool(parse_date(value).parts)


def _name(value: str) -> dict[str, str]:
    """`Family || Given`, or an institution."""
    family, bars, given = (part.strip() for part in value.partition("||"))
    return {"family": family, "given": given} if bars else {"literal": family}
