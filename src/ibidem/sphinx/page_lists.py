"""The lists of all pages as they are asked for: their options read, their works chosen."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from ibidem import Diagnostic, IbidemError, Library, load_style
from ibidem.listing import (
    Cited,
    ListOptions,
    WorkSelector,
    limit_to_files,
    order_prefixes,
    read_list_options,
)
from ibidem.sphinx.citations import CitationReader, ReadCitation
from ibidem.sphinx.formatting import Finding
from ibidem.sphinx.project import Project
from ibidem.sphinx.records import ListRecord, PageRecord

SCOPES = ("project", "document", "section", "part")


@dataclass(frozen=True, slots=True, eq=False)
class PageList:
    """One bibliography directive, understood. There is one object for each."""

    page: str
    number: int
    """Its place among the lists of the page."""
    record: ListRecord
    options: ListOptions
    scope: str
    section: int
    """The section that its scope, or else its place, is in."""
    works: tuple[str, ...] = ()

    @property
    def is_target(self) -> bool:
        """Whether cites lead to its entries."""
        return self.options.form == "citation"

    @property
    def is_of_page(self) -> bool:
        """Whether its filter asks for what its own page cites: other pages are not meant."""
        asked = self.options.filter
        return asked is not None and asked.reach == "page"


@dataclass(frozen=True, slots=True)
class CitedWorks:
    """What the pages cite under one prefix of keys."""

    by_work: dict[str, set[str]] = field(default_factory=dict)
    by_page: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    """The works of a page, with the sections that cite them."""
    by_part: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, work: str, page: str, section: int, part: str) -> None:
        self.by_work.setdefault(work, set()).add(page)
        self.by_page.setdefault(page, {}).setdefault(work, set()).add(section)
        self.by_part.setdefault(part, {})[work] = None


def find_cited(
    read: Mapping[str, Sequence[ReadCitation]], parts: Mapping[str, str], library: Library
) -> dict[str, CitedWorks]:
    """What is cited, by prefix of keys."""
    cited: dict[str, CitedWorks] = {"": CitedWorks()}
    for page, citations in read.items():
        for citation in citations:
            if citation.form.apart:
                continue
            section = citation.record.section
            for cite, prefix in citation.prefixed_cites:
                if cite.id in library:
                    works = cited.setdefault(prefix, CitedWorks())
                    works.add(cite.id, page, section, part_of(page, parts))
    return cited


def find_unlisted(
    read: Mapping[str, Sequence[ReadCitation]],
    lists: Mapping[str, Sequence[PageList]],
    entries: Container[str],
) -> Iterator[tuple[str, ReadCitation, str]]:
    """The works that have an entry which no list shows, though cites lead to some list; with the first
    citation of each that sends readers there. What the page shows in full needs no list."""
    all_lists = list(chain.from_iterable(lists.values()))
    if not any(listed.is_target for listed in all_lists):
        return
    told = set(chain.from_iterable(listed.works for listed in all_lists))
    for page, citations in read.items():
        shown = {cite.id for it in citations if it.form.shows_work for cite in it.cites}
        for citation in citations:
            for cite in citation.cites if citation.form.needs_list else ():
                if cite.id in entries and cite.id not in told and cite.id not in shown:
                    told.add(cite.id)
                    yield page, citation, cite.id


def part_of(page: str, parts: Mapping[str, str]) -> str:
    """The part that the page is in; a page outside all parts is one of its own."""
    return parts.get(page) or f"page {page}"


def find_key_prefixes(records: Mapping[str, PageRecord]) -> tuple[str, ...]:
    """The prefixes with which lists want their works to be cited, the longest first."""
    return order_prefixes(
        value
        for record in records.values()
        for listed in record.lists
        for name, value in listed.options
        if name == "keyprefix"
    )


def digest_styles(records: Mapping[str, PageRecord], project: Project) -> str:
    """Of the styles that lists name: another text whenever one of them is another style."""
    names = {
        value
        for record in records.values()
        for listed in record.lists
        for name, value in listed.options
        if name in ("csl-style", "style")
    }
    return " ".join(_digest_style(name, project.base) for name in sorted(names))


def _digest_style(name: str, base: Path) -> str:
    try:
        return load_style(name, base=base).digest
    except IbidemError as error:
        return str(error)


class ListReader:
    """Reads the directives of all pages; what it finds wrong is in `findings`."""

    def __init__(
        self,
        project: Project,
        library: Library,
        reader: CitationReader,
        read: Mapping[str, Sequence[ReadCitation]],
        parts: Mapping[str, str],
    ) -> None:
        self._base = project.base
        self._library = library
        self._reader = reader
        self._parts = parts
        self._cited = find_cited(read, parts, library)
        self._selector = WorkSelector(library, library.describe)
        self._default_scope = project.config.scope
        nocite = project.config.nocite
        keys = library if "*" in nocite else (key for key in nocite if key in library)
        self._nocite = dict.fromkeys(library.find_id(key) for key in keys) if nocite else {}
        for key in nocite:
            if key != "*":
                reader.check_key(key, field="nocite")
        self.findings: list[Finding] = []

    def read(self, page: str, record: PageRecord) -> list[PageList]:
        """The lists of a page."""
        return [
            self._read_list(page, number, listed, record)
            for number, listed in enumerate(record.lists)
        ]

    def _read_list(
        self, page: str, number: int, listed: ListRecord, record: PageRecord
    ) -> PageList:
        raw = {**dict(listed.options), "keys": " ".join(listed.keys)}
        options, problems = read_list_options(raw, SCOPES)
        for problem in problems:
            self.report(problem, page, listed)
        for key in listed.keys:
            self._reader.check_key(key, page, listed.source, listed.line)
        scope = options.scope or self._default_scope
        cited = self._cited.get(options.key_prefix, CitedWorks())
        section = listed.section
        if scope == "section":
            section = _section_of_list(listed, record, cited.by_page.get(page, {}))
        in_scope = self._works_in_scope(scope, page, section, record, cited)
        if not options.key_prefix:
            in_scope |= self._nocite
        view = Cited(page, in_scope, cited.by_work, cited.by_page.get(page, {}))
        works, problems_of_filter = self._selector.select(options, view)
        for problem in problems_of_filter:
            self.report(problem, page, listed)
        files = map(Path, listed.files)
        folder = Path(self._base, page).parent
        works, problems_of_files = limit_to_files(works, listed.keys, files, self._library, folder)
        for problem in problems_of_files:
            self.report(problem, page, listed)
        return PageList(page, number, listed, options, scope, section, tuple(works))

    def _works_in_scope(
        self, scope: str, page: str, section: int, record: PageRecord, cited: CitedWorks
    ) -> dict[str, None]:
        if scope == "project":
            return dict.fromkeys(cited.by_work)
        if scope == "part":
            return dict(cited.by_part.get(part_of(page, self._parts), {}))
        works = cited.by_page.get(page, {})
        if scope == "document":
            return dict.fromkeys(works)
        return {work: None for work, sections in works.items() if _holds(section, sections, record)}

    def report(self, problem: Diagnostic, page: str, listed: ListRecord) -> None:
        """Keep a finding about a list."""
        self.findings.append(Finding(problem, page, listed.source, listed.line))


def _section_of_list(listed: ListRecord, record: PageRecord, works: Mapping[str, set[int]]) -> int:
    """The section whose works a list is about: the one that holds it or, if nothing is cited in
    there (it has the heading "References"), the next one around that cites something."""
    around = record.sections_around(listed.section)
    for section in around:
        if any(_holds(section, sections, record) for sections in works.values()):
            return section
    return around[0]


def _holds(section: int, sections: Iterable[int], record: PageRecord) -> bool:
    """Whether one of the sections is this one or inside it."""
    return any(section in record.sections_around(inner) for inner in sections)
