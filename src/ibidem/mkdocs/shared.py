"""What pages bring for the whole site in the scope `site`: the files and references of their front
matter. Every page may cite them, so they are known before the first one is converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mkdocs.utils.meta import get_data

from ibidem import Diagnostic, Library, add_references
from ibidem.config import Config, Host
from ibidem.markdown import PageContext
from ibidem.markdown.front_matter import find_near, find_reference_lines, read_settings

_FIELD = re.compile(r"^(?:bibliography|references|ibidem)[ ]*:", re.MULTILINE)


class Shared(NamedTuple):
    """In the order of reading."""

    files: tuple[str, ...]
    references: dict[str, object]
    """By the page that they stand on."""
    lines: dict[str, Sequence[int]]
    """Those of the references, by page."""
    askers: dict[Path, list[PageContext]]
    """The pages that name a file, of those that the site does not name."""


def read_shared(pages: Iterable[PageContext], settings: Config, host: Host, base: Path) -> Shared:
    """From the names and sources of pages. What is wrong there is told when they are converted."""
    files = dict.fromkeys(settings.bibliography)
    references: dict[str, object] = {}
    lines: dict[str, Sequence[int]] = {}
    askers: dict[Path, list[PageContext]] = {}
    known = set(map(Path, settings.bibliography))
    for page in pages:
        if not (page.source.startswith("---") and _FIELD.search(page.source)):
            continue
        _, meta = get_data(page.source)
        asked, _ = read_settings(meta, settings, host)
        asked = find_near(asked, settings, base, page.folder)
        for file in asked.bibliography:
            if Path(file) not in known:
                files[file] = None
                askers.setdefault(Path(file), []).append(page)
        if meta.get("references") is not None:
            references[page.name] = meta["references"]
            lines[page.name] = find_reference_lines(page.source, meta["references"])
    return Shared(tuple(files), references, lines, askers)


def find_clashes(
    site: Library, references: Mapping[str, Sequence[object]]
) -> Iterator[tuple[str, Diagnostic]]:
    """Pages that bring a work with the key of another one: all pages cite the same."""
    first: dict[str, str] = {}
    for name, brought in references.items():
        for key in add_references(Library(), brought, name) if brought else ():
            other = first.setdefault(key, name)
            if other != name:
                message = f"the key {key!r} stands on {other} as well; that work is used"
            elif key in site:
                message = f"a bibliography file has the key {key!r} as well; this work is used"
            else:
                continue
            yield name, Diagnostic("duplicate-key", message, key=key, field="references")
