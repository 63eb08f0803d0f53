"""References that stand in a page instead of a file, in front of those of the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import Item
from ibidem.sources.csl_json import item_id, read_item
from ibidem.sources.entries import SourceEntry, SourceFields
from ibidem.sources.item_check import check_item
from ibidem.sources.library import Library
from ibidem.sources.pandoc_markup import read_markup


class PageLibrary(Library):
    """A library with references of one page before it; of a key in both the page's item counts."""

    def __init__(self, files: Library) -> None:
        super().__init__()
        self._files = files
        self._found: list[Diagnostic] = []
        """What both have found, in the order in which it was seen here: either may find more."""
        self._seen = 0, 0
        """How many of the page's own, and of those of the files."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Those of the page and those of the files."""
        return self.findings_behind(0)

    def findings_behind(self, count: int) -> tuple[Diagnostic, ...]:
        own, of_files = self._seen
        of_page = tuple(islice(self._diagnostics, own, None))
        new = self._files.findings_behind(of_files)
        self._found += (*of_page, *new)
        self._seen = own + len(of_page), of_files + len(new)
        return tuple(self._found[count:])

    @property
    def paths(self) -> tuple[Path, ...]:
        return self._files.paths

    def suggest(self, key: str) -> str:
        return closest(key, super().__iter__()) or self._files.suggest(key)

    def __getitem__(self, key: str) -> Item:
        return super().__getitem__(key) if super().__contains__(key) else self._files[key]

    def describe(self, key: str) -> SourceFields | None:
        return super().describe(key) if super().__contains__(key) else self._files.describe(key)

    def find_id(self, key: str) -> str:
        return key if super().__contains__(key) else self._files.find_id(key)

    def find_source(self, key: str) -> str:
        is_own = super().__contains__(key)
        return super().find_source(key) if is_own else self._files.find_source(key)

    def keys_of(self, path: Path) -> tuple[str, ...] | None:
        return self._files.keys_of(path)

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        for key in self._files:
            if not super().__contains__(key):
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self._files


NO_LIST: Final = (
    "the field 'references' must be a list of items; files are named in the field 'bibliography'"
)


def add_references(
    files: Library, references: object, shown: str, lines: Sequence[int] = ()
) -> Library:
    """The library with `references`, a list of CSL items as YAML has read them (pandoc's metadata
    field). What is no such list, or an item that nobody could cite, gives a diagnostic with the path
    `shown` and is left out. `lines` are those where the items begin, as far as they are known."""
    library = PageLibrary(files)
    listed = references if isinstance(references, list) else [references]
    entries: list[SourceEntry] = []
    known = dict(enumerate(lines, start=1))
    for place, record in enumerate(listed, start=1):
        line = known.get(place, 0)
        if not isinstance(record, Mapping) or not item_id(record):
            message = f"reference {place} in the page is no item with an id"
            if record is references and not isinstance(record, Mapping):
                message = NO_LIST
            library.report(
                Diagnostic("bad-reference", message, path=shown, line=line, field="references")
            )
            continue
        item = read_markup({str(name): _plain(value) for name, value in record.items()})
        entries.append(SourceEntry(item_id(record), partial(read_item, item, place), line))
        check_item(item, item_id(record), shown, line, library.report)
    library.add_entries(shown, entries)
    return library


def _plain(value: object) -> object:
    """Dates, which YAML makes objects of, as they were written."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
