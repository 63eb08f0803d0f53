"""Format all pages at once: a pure function of the records, the library and the project.

Numbers, year suffixes and ibid. depend on what other pages cite. So nothing is formatted before all
pages are read, and then everything is, in the order of the tables of contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ibidem import Result, Session, to_text
from ibidem.sphinx import parts
from ibidem.sphinx.citations import CitationReader, print_role
from ibidem.sphinx.formatting import CitationText, Finding, Formatting, PageText, Place
from ibidem.sphinx.lists import connect_pages, covers_page_only, cut_list
from ibidem.sphinx.selection import WorkSelector
from ibidem.sphinx.signatures import sign_pages, sign_titles

if TYPE_CHECKING:
    from ibidem import Bibliography, Library
    from ibidem.sphinx.project import Project
    from ibidem.sphinx.records import PageRecord


def format_pages(
    project: Project, order: Sequence[str], records: Mapping[str, PageRecord]
) -> Formatting:
    """Everything that the build prints. `order`: the pages with records, as they are read."""
    return _Formatter(project, order, records).format()


class _Formatter:
    def __init__(
        self, project: Project, order: Sequence[str], records: Mapping[str, PageRecord]
    ) -> None:
        self.project = project
        self.scope = project.config.scope
        self.order = order
        self.records = records
        self.library: Library = project.load_library()
        self.reader = CitationReader(project, self.library)
        self.read = {
            page: [self.reader.read(page, record) for record in records[page].citations]
            for page in order
        }
        self.citing = self._find_citing()
        self.selector = WorkSelector(self.library, self.citing, project.config.nocite)
        self.works = {page: self._select_works(page) for page in order}
        self.session = Session(
            self.library, project.style, locale=project.locale, links=project.config.links
        )

    def format(self) -> Formatting:
        whole = self._format_scope(self.order)
        by_page = self._format_by_page(whole)
        citations = {page: self._print_citations(page, by_page[page]) for page in self.order}
        lists = {page: self._make_lists(page, whole, by_page[page]) for page in self.order}
        pages = connect_pages(self.order, self.records, citations, lists, self.project.config)
        tooltips = self._make_tooltips(whole)
        return Formatting(
            pages=pages,
            tooltips=tooltips,
            entries=_first_entries(self.order, pages),
            findings=self._all_findings(),
            signatures=sign_pages(pages, tooltips),
            titles=sign_titles(pages, self.records),
            works=len(whole.order),
        )

    def _find_citing(self) -> dict[str, set[str]]:
        """The pages that cite each work."""
        citing: dict[str, set[str]] = {}
        for page in self.order:
            for read in self.read[page]:
                for cite in read.cites:
                    if cite.id in self.library:
                        citing.setdefault(cite.id, set()).add(page)
        return citing

    def _select_works(self, page: str) -> list[dict[str, None]]:
        """The works of each list of the page."""
        selected = []
        for record in self.records[page].lists:
            for key in record.keys:
                self.reader.check_key(key, page, record.source, record.line)
            only_page = covers_page_only(record, self.scope)
            selected.append(self.selector.select(page, record, only_page=only_page))
        return selected

    def _format_scope(self, pages: Sequence[str]) -> Result:
        """These pages as one text: its positions, its numbers, its list."""
        citations = [read.citation for page in pages for read in self.read[page] if read.citation]
        return self.session.format(citations, uncited=self._uncited(pages))

    def _uncited(self, pages: Sequence[str]) -> list[str]:
        """The works that these pages hold without a citation that prints."""
        silent = (
            cite.id
            for page in pages
            for read in self.read[page]
            if not read.form.prints
            for cite in read.cites
            if cite.id in self.library
        )
        listed = (key for page in pages for works in self.works[page] for key in works)
        return list(dict.fromkeys((*silent, *listed)))

    def _format_by_page(self, whole: Result) -> dict[str, Result]:
        """The result that each page's citations are printed from.

        Notes are numbered by page, so what they say about each other ends with the page.
        """
        if self.scope == "document" or self.project.style.style_class == "note":
            return {page: self._format_scope([page]) for page in self.order}
        cut, start = {}, 0
        for page in self.order:
            end = start + sum(read.citation is not None for read in self.read[page])
            cut[page] = replace(whole, citations=whole.citations[start:end])
            start = end
        return cut

    def _print_citations(self, page: str, result: Result) -> tuple[CitationText, ...]:
        formatted = iter(result.citations)
        return tuple(
            print_role(
                read,
                next(formatted) if read.citation else None,
                self.library,
                self.project.opening_bracket,
            )
            for read in self.read[page]
        )

    def _make_lists(self, page: str, whole: Result, own: Result) -> list[Bibliography]:
        made = []
        for record, works in zip(self.records[page].lists, self.works[page], strict=True):
            # Numbers are the project's, unless the project counts by page.
            by_page = self.scope == "document" and covers_page_only(record, self.scope)
            made.append(cut_list((own if by_page else whole).bibliography, works))
        return made

    def _make_tooltips(self, whole: Result) -> dict[str, str]:
        if not self.project.config.tooltips:
            return {}
        return {
            entry.id: " ".join(to_text(parts.drop_label(entry.content)).split())
            for entry in whole.bibliography.entries
        }

    def _all_findings(self) -> tuple[Finding, ...]:
        # Converting items finds more than loading them did, so the library is asked last.
        loaded = (Finding(diagnostic) for diagnostic in self.library.diagnostics)
        return (*loaded, *self.reader.findings, *self.selector.findings)


def _first_entries(order: Iterable[str], pages: Mapping[str, PageText]) -> dict[str, Place]:
    entries: dict[str, Place] = {}
    for page in order:
        for text in pages[page].lists:
            for key, anchor in text.anchors.items():
                entries.setdefault(key, (page, anchor))
    return entries
