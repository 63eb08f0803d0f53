"""Format all pages at once: a pure function of the records, the library and the project.

Numbers, year suffixes and ibid. depend on what other pages cite. So nothing is formatted before all
pages are read, and then everything is, in the order of the tables of contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ibidem import Citation, FormattedCitation, Result, Session, replace, to_text
from ibidem.listing import (
    NUMBERING,
    Portion,
    check_names,
    compose_list,
    drop_label,
    join_portions,
    order_as_shown,
    split_citation,
)
from ibidem.sphinx.citations import CitationReader, ReadCitation
from ibidem.sphinx.formatting import (
    CitationText,
    Finding,
    Formatting,
    ListText,
    PageText,
    Place,
)
from ibidem.sphinx.lists import CiteTargets, connect_pages
from ibidem.sphinx.nearest import NearestLists
from ibidem.sphinx.page_lists import ListReader, PageList, find_key_prefixes, find_unlisted
from ibidem.sphinx.role_text import RolePrinter
from ibidem.sphinx.signatures import sign_pages, sign_titles
from ibidem.sphinx.styles import ListStyles

if TYPE_CHECKING:
    from ibidem import Library
    from ibidem.sphinx.project import Project
    from ibidem.sphinx.records import PageRecord


def format_pages(
    project: Project,
    library: Library,
    session: Session,
    order: Sequence[str],
    records: Mapping[str, PageRecord],
    parts: Mapping[str, str],
) -> Formatting:
    """Everything that the build prints.

    `session` formats the library as the project has it; `order` are the pages with records, as they
    are read; `parts` says which part a page is in.
    """
    return _Formatter(project, library, session, order, records, parts).format()


class _Formatter:
    def __init__(
        self,
        project: Project,
        library: Library,
        session: Session,
        order: Sequence[str],
        records: Mapping[str, PageRecord],
        parts: Mapping[str, str],
    ) -> None:
        self.project = project
        self.scope = project.config.scope
        self.order = order
        self.records = records
        self.library = library
        self.session = session
        self.reader = CitationReader(project, self.library, find_key_prefixes(records))
        self.read = {
            page: [self.reader.read(page, record) for record in records[page].citations]
            for page in order
        }
        for page in order:
            self.reader.check_words(page, records[page].words)
            self.reader.check_slips(page, records[page].slips)
        self.list_reader = ListReader(project, self.library, self.reader, self.read, parts)
        self.lists = {page: self.list_reader.read(page, records[page]) for page in order}
        self.nearest = NearestLists(self._all_lists(), records, parts)
        self.targets = self._find_targets()
        self.series = self._find_series()
        self.portions = {page: self._split_page(page) for page in order}
        self.printer = RolePrinter(self.library, self.session, project.opening_bracket)
        self.styles = ListStyles(project, self.library, self.session)
        self.apart: dict[Citation, FormattedCitation] = {}

    def format(self) -> Formatting:
        whole = self._format_scope(self.order, self._all_uncited)
        own = self._format_by_page(whole)
        series = {listed: self._format_series(listed) for listed in self._all_lists(self.series)}
        citations = self._print_pages(own, series)
        printed = {
            page: PageText(citations[page], self._print_lists(page, whole, own[page], series))
            for page in self.order
        }
        pages = connect_pages(printed, self.records, self.targets, self.project)
        results = (whole, *series.values())
        self._report_unlisted(results)
        tooltips = self._make_tooltips(results)
        return Formatting(
            pages=pages,
            tooltips=tooltips,
            entries=_first_entries(self.order, pages),
            findings=self._all_findings(),
            signatures=sign_pages(
                pages,
                tooltips,
                searched=self.project.config.search_entries,
                moved=self.project.config.numbers_after_punctuation,
            ),
            titles=sign_titles(pages, self.records),
            works=len({id for result in results for id in result.order}),
        )

    def _all_lists(self, among: Iterable[PageList] | None = None) -> Iterator[PageList]:
        """All lists, or those among some, in the order of the pages."""
        chosen = None if among is None else frozenset(among)
        for page in self.order:
            for listed in self.lists[page]:
                if chosen is None or listed in chosen:
                    yield listed

    def _find_targets(self) -> dict[str, CiteTargets]:
        """The list that the cites of each work lead to: of several in a citation, that of the first."""

        def find(page: str, read: ReadCitation) -> dict[str, PageList]:
            found: dict[str, PageList] = {}
            if read.form.apart:
                return found
            for cite, target in zip(read.cites, self._find_lists(page, read), strict=True):
                if target is not None:
                    found.setdefault(cite.id, target)
            return found

        return {page: [find(page, read) for read in self.read[page]] for page in self.order}

    def _find_lists(self, page: str, read: ReadCitation) -> Iterator[PageList | None]:
        """The list of each cite."""
        section = read.record.section
        for cite, prefix in read.prefixed_cites:
            yield self.nearest.find(page, section, prefix, cite.id)

    def _find_series(self) -> frozenset[PageList]:
        """The lists that number for themselves. Other styles print nothing to tell them apart."""
        if self.project.style.citation_format not in NUMBERING:
            return frozenset()
        return frozenset(
            listed
            for listed in self._all_lists()
            if listed.options.label_prefix and listed.is_target and not listed.options.style
        )

    def _split_page(self, page: str) -> list[list[Portion[PageList]]]:
        """The citations of a page in portions by series; none for what prints nothing or stands
        apart."""
        return [
            self._split(page, read, read.citation) if read.citation and not read.form.apart else []
            for read in self.read[page]
        ]

    def _split(self, page: str, read: ReadCitation, citation: Citation) -> list[Portion[PageList]]:
        if not self.series:
            return [Portion(None, citation)]
        return split_citation(citation, list(self._find_lists(page, read)), self.series)

    def _citations_of(self, series: PageList | None, pages: Iterable[str]) -> list[Citation]:
        return [
            portion.citation
            for page in pages
            for portions in self.portions[page]
            for portion in portions
            if portion.series is series
        ]

    @cached_property
    def main_citations(self) -> list[Citation]:
        """All citations but those of lists that number for themselves."""
        return self._citations_of(None, self.order)

    def _format_scope(self, pages: Sequence[str], uncited: Sequence[str]) -> Result:
        """These pages as one text: its positions, its numbers, its list.

        On one page authors may have numbered footnotes of their own out of order.
        """
        return self.session.format(
            self._citations_of(None, pages),
            uncited=uncited,
            one_chapter=len(pages) == 1,
        )

    def _format_series(self, listed: PageList) -> Result:
        """A list that numbers for itself, and all that leads to it, in the language of the pages."""
        citations, uncited = self._works_of_series(listed)
        return self.session.format(citations, uncited=uncited)

    def _works_of_series(self, listed: PageList) -> tuple[list[Citation], list[str]]:
        """All that leads to a list which numbers for itself, and the other works in it."""
        citations = self._citations_of(listed, self.order)
        return citations, self._order_uncited(listed.works, citations, [listed])

    def _order_uncited(
        self, works: Iterable[str], citations: Iterable[Citation], lists: Iterable[PageList]
    ) -> list[str]:
        """Those of the works that no citation has, in the order of their numbers: in a style that does
        not sort, the one in which the lists show them first."""
        if not self.session.processor.numbers_as_given:
            return list(works)
        cited = {cite.id for citation in citations for cite in citation.cites}
        works = [work for work in works if work not in cited]
        shown = (self.styles.describe(listed) for listed in lists if listed.is_target)
        return order_as_shown(works, shown, self.library)

    def _counts_by_page(self, listed: PageList) -> bool:
        """Whether its numbers are those of its page: else they are the project's."""
        return self.scope == "document" and listed.scope != "project"

    def _uncited(self, pages: Sequence[str], *, by_page: bool = False) -> list[str]:
        """The works that these pages hold without a citation that prints, as lists show them that have
        numbers in common."""
        silent = (
            cite.id
            for page in pages
            for read, targets in zip(self.read[page], self.targets[page], strict=True)
            if not (read.form.prints or read.form.apart)
            for cite in read.cites
            if cite.id in self.library and targets.get(cite.id) not in self.series
        )
        listed = (
            key
            for page in pages
            for listed in self.lists[page]
            if listed not in self.series
            and (not self.styles.is_other(listed) or listed in self._agreeing)
            for key in listed.works
        )
        works = dict.fromkeys((*silent, *listed))
        shown = (
            listed
            for page in pages
            for listed in self.lists[page]
            if listed not in self.series
            and not self.styles.is_other(listed)
            and self._counts_by_page(listed) == by_page
        )
        return self._order_uncited(works, self._citations_of(None, pages), shown)

    @cached_property
    def _agreeing(self) -> frozenset[PageList]:
        """The lists that citations lead to. Whatever their style or language, years have the same
        suffixes there; numbers would only have gaps."""
        if self.project.style.citation_format == "numeric":
            return frozenset()
        return frozenset(
            listed for page in self.order for led in self.targets[page] for listed in led.values()
        )

    @cached_property
    def _all_uncited(self) -> list[str]:
        return self._uncited(self.order)

    def _format_by_page(self, whole: Result) -> dict[str, Result]:
        """The result that each page's citations are printed from.

        Notes are numbered by page, so what they say about each other ends with the page.
        """
        if self.scope == "document" or self.project.style.is_note:
            return {
                page: self._format_scope([page], self._uncited([page], by_page=True))
                for page in self.order
            }
        cut, start = {}, 0
        for page in self.order:
            end = start + len(self._citations_of(None, [page]))
            cut[page] = replace(whole, citations=whole.citations[start:end])
            start = end
        return cut

    def _print_pages(
        self, own: Mapping[str, Result], series: Mapping[PageList, Result]
    ) -> dict[str, tuple[CitationText, ...]]:
        waiting = {listed: iter(result.citations) for listed, result in series.items()}
        printed = {}
        for page in self.order:
            main = iter(own[page].citations)
            printed[page] = tuple(
                self._print_citation(page, read, portions, main, waiting)
                for read, portions in zip(self.read[page], self.portions[page], strict=True)
            )
        return printed

    def _print_citation(
        self,
        page: str,
        read: ReadCitation,
        portions: Sequence[Portion[PageList]],
        main: Iterator[FormattedCitation],
        waiting: Mapping[PageList, Iterator[FormattedCitation]],
    ) -> CitationText:
        done = [next(waiting[part.series] if part.series else main) for part in portions]
        formatted = join_portions(portions, done) if done else self._format_apart(read)
        if formatted is not None and formatted.is_blank:
            self.reader.report_blank(page, read)
        return self.printer.print(read, formatted)

    def _format_apart(self, read: ReadCitation) -> FormattedCitation | None:
        """A citation as if it were the only one: with no suffix of the year, and no number."""
        citation = read.citation if read.form.apart else None
        if citation is None:
            return None
        alone = replace(citation, note_number=0)
        if alone not in self.apart:
            self.apart[alone] = self.session.format([alone]).citations[0]
        return self.apart[alone]

    def _print_lists(
        self, page: str, whole: Result, own: Result, series: Mapping[PageList, Result]
    ) -> tuple[ListText, ...]:
        count = 1
        made = []
        for listed in self.lists[page]:
            by_page = self._counts_by_page(listed)
            result = series.get(listed) or (own if by_page else whole)
            text = self._print_list(listed, result, count, by_page=by_page)
            if listed.options.form == "enumerated":
                count = text.start + sum(1 for _ in text.entries)
            made.append(text)
        return tuple(made)

    def _print_list(
        self, listed: PageList, result: Result, count: int, *, by_page: bool
    ) -> ListText:
        options = listed.options
        is_other = self.styles.is_other(listed)
        if is_other and listed in self.series:
            result = self.styles.format_alone(listed, *self._works_of_series(listed))
        elif is_other:
            result = self._format_other(listed, by_page=by_page)
        for problem in check_names(options, listed.works, self.library):
            self.list_reader.report(problem, listed.page, listed.record)
        groups = compose_list(
            result,
            listed.works,
            options,
            self.library,
            self.styles.locale_of(listed),
            by_particles=self.styles.style_of(listed).sorts_by_particles,
            renumber=is_other
            and listed not in self.series
            and self.project.style.citation_format != "numeric",
        )
        return ListText(
            groups,
            form=options.form,
            enumeration=options.enumeration,
            start=options.start or count,
            language=options.lang,
        )

    def _format_other(self, listed: PageList, *, by_page: bool) -> Result:
        """A list in a style or language of its own, which counts as the project's lists do."""
        if by_page:
            page = listed.page
            own, uncited = self._citations_of(None, [page]), self._uncited([page], by_page=True)
            return self.styles.format(listed, own, self.lists[page], uncited, page)
        every = self._all_lists()
        return self.styles.format(listed, self.main_citations, every, self._all_uncited)

    def _report_unlisted(self, results: Iterable[Result]) -> None:
        """Say what readers look up in vain. A note holds the work itself."""
        if not self.project.style.is_note:
            entries = {entry.id for done in results for entry in done.bibliography.entries}
            for page, read, key in find_unlisted(self.read, self.lists, entries):
                self.reader.report_unlisted(page, read, key)

    def _make_tooltips(self, results: Iterable[Result]) -> dict[str, str]:
        if not self.project.config.tooltips:
            return {}
        entries = {
            entry.id: entry.content for result in results for entry in result.bibliography.entries
        }
        return {
            key: " ".join(to_text(drop_label(content)).split()) for key, content in entries.items()
        }

    def _all_findings(self) -> tuple[Finding, ...]:
        # Converting items finds more than loading them did, so the library is asked last.
        loaded = (Finding(diagnostic) for diagnostic in self.library.diagnostics)
        findings = (self.reader.findings, self.list_reader.findings, self.styles.findings)
        return (*loaded, *(finding for found in findings for finding in found))


def _first_entries(order: Iterable[str], pages: Mapping[str, PageText]) -> dict[str, Place]:
    entries: dict[str, Place] = {}
    for page in order:
        for text in pages[page].lists:
            for key, anchor in text.anchors.items():
                entries.setdefault(key, (page, anchor))
    return entries
