"""The library: every item of every bibliography under its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ibidem.collector import paused_collector
from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import Item
from ibidem.record import replace
from ibidem.sources.bibtex import BibtexSettings
from ibidem.sources.entries import Report, SourceEntry, SourceFields
from ibidem.sources.files import (
    EMPTY_FOLDER,
    KNOWN_FORMATS,
    find_files,
    find_format,
    read_bytes,
    read_text,
)
from ibidem.sources.item_check import unnamed_key
from ibidem.variables import TYPES

if TYPE_CHECKING:
    from ibidem.sources.bibtex.reader import BibtexReader
    from ibidem.sources.cache import Cache


_Reader: TypeAlias = Callable[[str, str, Report], list[SourceEntry]]

Postpone: TypeAlias = Callable[[Callable[[], None]], None]
"""Takes what need not be done at once."""


class Library(Mapping[str, Item]):
    """Items by key. An entry is converted when it is first asked for.

    Aliases (biblatex's `ids`) are found but not listed.
    """

    def __init__(self) -> None:
        self._entries: dict[str, SourceEntry] = {}
        self._sources: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._items: dict[str, Item] = {}
        self._diagnostics: dict[Diagnostic, None] = {}
        self.report: Report = partial(_keep, self._diagnostics)
        """Keep a finding. Readers hold on to it, and not to the library: that would be a cycle, which
        only Python's collector can free."""
        self._paths: list[Path] = []
        self._keys: dict[Path, dict[str, None]] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found while loading and, growing, while converting; each once."""
        return tuple(self._diagnostics)

    def findings_behind(self, count: int) -> tuple[Diagnostic, ...]:
        """The diagnostics without the first so many; asked for again and again, mostly in vain."""
        return self.diagnostics[count:] if count < len(self._diagnostics) else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were read."""
        return tuple(self._paths)

    def suggest(self, key: str) -> str:
        """The key most like `key`, or an empty string."""
        return closest(key, (*self._entries, *self._aliases))

    def find_id(self, key: str) -> str:
        """The id of the item under this key, which has another one if this is an alias; of a key that
        is unknown the key itself. Nothing is converted for it."""
        return self._aliases.get(key, key)

    def find_source(self, key: str) -> str:
        """The path of the file that the item of this key was found in, as findings show it."""
        return self._sources[self.find_id(key)]

    def keys_of(self, path: Path) -> tuple[str, ...] | None:
        """The keys that this file has, also those that another has, too; None if it was not read."""
        keys = self._keys.get(path.resolve())
        return None if keys is None else tuple(keys)

    def describe(self, key: str) -> SourceFields | None:
        """The item in the words of its file, if its format (BibTeX) has some of its own."""
        entry = self._entries.get(self._aliases.get(key, key))
        return entry.describe() if entry is not None and entry.describe else None

    def __getitem__(self, key: str) -> Item:
        main = self._aliases.get(key, key)
        if main not in self._items:
            self._items[main] = self._entries[main].convert()
        return self._items[main]

    def take(self, id: str, item: Item) -> None:
        """Spare the conversion of an item: it is this one."""
        self._items[id] = item

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries or key in self._aliases

    def add_file(self, path: Path, shown: str, entries: Sequence[SourceEntry]) -> None:
        """Take the entries of a file."""
        self._paths.append(path)
        self.add_entries(shown, entries)
        keys = self._keys.setdefault(path.resolve(), {})
        keys.update(dict.fromkeys(entry.key for entry in entries))

    def add_entries(self, shown: str, entries: Sequence[SourceEntry]) -> None:
        """Take the entries of a source; of a key that stands twice the first entry stays."""
        for entry in entries:
            if entry.key in self._entries and entry.is_copy:
                continue
            if entry.key in self._entries:
                first = f"{self._sources[entry.key]}:{self._entries[entry.key].line or '?'}"
                message = f'the key "{entry.key}" stands twice, first in {first}; that one is used'
                self.report(
                    Diagnostic("duplicate-key", message, path=shown, line=entry.line, key=entry.key)
                )
                continue
            self._entries[entry.key] = entry
            self._sources[entry.key] = shown
            for alias in entry.aliases:
                self._aliases.setdefault(alias, entry.key)
        for key in self._entries.keys() & self._aliases.keys():
            del self._aliases[key]


def _keep(findings: dict[Diagnostic, None], finding: Diagnostic) -> None:
    """What is found twice is told once."""
    findings[finding] = None


def load_library(
    paths: str | Path | Sequence[str | Path],
    *,
    encoding: str = "",
    base: Path | None = None,
    bibtex: BibtexSettings | None = None,
    cache: Path | None = None,
    postpone: Postpone | None = None,
) -> Library:
    """Read bibliographies in any known format. Bad content gives diagnostics, not exceptions.

    `paths`, one or several, may name files, folders and patterns, relative to `base`. In the folder
    `cache` split BibTeX files are kept, so that an unchanged file is not split again. That is done at
    once, or what does it is handed to `postpone`.
    """
    if isinstance(paths, (str, Path)):
        paths = [paths]
    loading = _Loading(Library(), encoding, bibtex, _open_cache(cache), postpone)
    report = loading.library.report
    folders: dict[str, bool] = {}
    with paused_collector():
        for path, folder in find_files(paths, base, report):
            is_taken = loading.add(path, _shown(path, base), is_named=not folder)
            folders[folder] = is_taken or folders.get(folder, False)
    for folder, has_some in folders.items():
        if folder and not has_some:
            report(Diagnostic("missing-file", EMPTY_FOLDER, "error", path=folder))
    return loading.library


def _open_cache(folder: Path | None) -> Cache | None:
    if folder is None:
        return None
    from ibidem.sources.cache import Cache

    return Cache(folder)


def _shown(path: Path, base: Path | None) -> str:
    try:
        return path.relative_to(base).as_posix() if base else path.as_posix()
    except ValueError:
        return path.as_posix()


class _Loading:
    """The files of one library on their way in."""

    def __init__(
        self,
        library: Library,
        encoding: str,
        bibtex: BibtexSettings | None,
        cache: Cache | None,
        postpone: Postpone | None,
    ) -> None:
        self.library = library
        self._encoding = encoding
        self._settings = bibtex
        self._cache = cache
        self._postpone = postpone or _do_at_once

    # What reads files of a kind is imported where it is needed: most libraries have one kind.

    @cached_property
    def _bibtex(self) -> BibtexReader:
        from ibidem.sources.bibtex.reader import BibtexReader

        return BibtexReader(self.library.report, self._settings)

    def add(self, path: Path, shown: str, *, is_named: bool) -> bool:
        """Whether it is a bibliography, as far as can be told. One that nobody has named but lies in a
        folder may be another program's."""
        data = read_bytes(path, shown, self.library.report)
        if data is None:
            return True
        key = self._cache.key(data, self._encoding, path.suffix, shown) if self._cache else ""
        split = self._cache.load(key) if self._cache else None
        if split is None:
            entries = self._read(data, path, shown, key, is_named=is_named)
        else:
            entries = self._bibtex.add(split, shown)
        self.library.add_file(path, shown, entries or [])
        return entries is not None

    def _read(
        self, data: bytes, path: Path, shown: str, key: str, *, is_named: bool
    ) -> list[SourceEntry] | None:
        """The entries; None for a file that is no bibliography."""
        findings: list[Diagnostic] = []
        text = read_text(data, self._encoding, shown, findings.append)
        kind = find_format(text, path.suffix)
        if kind == "bibtex":
            from ibidem.sources.bibtex.split import split_bibtex

            split = split_bibtex(text, shown)
            split.diagnostics[:0] = findings
            if self._cache:
                self._postpone(partial(self._cache.store, key, split))
            return self._bibtex.add(split, shown)
        read = _reader(kind)
        if read and kind in ("csl-json", "yaml") and not is_named:
            entries = read(text, shown, findings.append)
            holds_works = any(_is_work(entry, place) for place, entry in enumerate(entries, 1))
            for finding in findings if holds_works else _still_told(findings):
                self.library.report(finding)
            return entries if holds_works else None
        for finding in findings:
            self.library.report(finding)
        if read:
            return read(text, shown, self.library.report)
        message = f"is in no format of bibliographies that is known here ({KNOWN_FORMATS})"
        self.library.report(Diagnostic("unknown-format", message, "error", path=shown))
        return []


def _do_at_once(work: Callable[[], None]) -> None:
    work()


def _still_told(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Of what is found in a file without works, in a format that other programs use for other things:
    whether a broken one was meant to hold some is unclear, so that is no warning."""
    for finding in findings:
        if finding.code == "missing-package":
            yield finding
        elif finding.code in ("invalid-json", "invalid-yaml"):
            yield replace(finding, severity="info")


def _is_work(entry: SourceEntry, place: int) -> bool:
    """Whether the entry says enough to be told from a setting of some program: a type of CSL, or an id
    and somebody's name or a title."""
    item = entry.convert()
    if item.type != Item("").type and item.type in TYPES:
        return True
    return entry.key != unnamed_key(place) and bool(item.names or "title" in item.fields)


def _reader(kind: str) -> _Reader | None:
    """What reads files of this kind."""
    if kind == "csl-json":
        from ibidem.sources.csl_json import read_json

        return read_json
    if kind == "ris":
        from ibidem.sources.ris import read_ris

        return read_ris
    if kind == "nbib":
        from ibidem.sources.nbib import read_nbib

        return read_nbib
    if kind in ("yaml", "cff"):
        from ibidem.sources.yaml_files import read_yaml

        return read_yaml
    return None
