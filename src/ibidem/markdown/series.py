"""Citations formatted together with lists that number their works for themselves, or print them in
another style or language."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ibidem import Citation, Entry, FormattedCitation, Item, Result, Session, replace
from ibidem.listing import join_portions, split_citation
from ibidem.markdown.page_lists import PageList, order_uncited
from ibidem.markdown.project import Project


@dataclass(frozen=True, slots=True)
class ListedResult:
    """What a scope prints, with its lists."""

    main: Result
    """All citations, and what is listed with the numbers of the scope."""
    others: Mapping[Session, Result]
    """What lists in another style or language are made of."""
    series: Mapping[PageList, Result] = field(default_factory=dict)
    """By list that numbers for itself."""

    def result_for(self, listed: PageList) -> Result:
        """What a list, or the entries in one place, are made of."""
        if listed in self.series:
            return self.series[listed]
        is_main = listed.is_own or listed.request.is_entry
        return self.main if is_main else self.others[listed.session]

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries of all works, by id."""
        results = (*self.series.values(), self.main)
        return {entry.id: entry for result in results for entry in result.bibliography.entries}


def format_series(
    citations: Sequence[Citation],
    targets: Iterable[Sequence[PageList | None]],
    lists: Iterable[PageList],
    project: Project,
    uncited: Sequence[str],
    format_main: Callable[[Sequence[Citation], Sequence[str]], Result],
    common: Mapping[str, Item] | None = None,
) -> ListedResult:
    """Format the citations of a scope and the works that it lists beside them, `uncited`. `targets` are
    the lists that the cites of each lead to; they are only asked for if one of the lists numbers for
    itself. `common` are the works of the list that all pages have in common, if there is one."""
    lists = list(lists)
    series = dict.fromkeys(listed for listed in lists if listed.is_series)
    session = project.session
    plain = [listed for listed in lists if listed.is_own and not listed.is_series]

    def format_rest(citations: Sequence[Citation]) -> ListedResult:
        works = order_uncited(uncited, citations, plain, session, project)
        main = format_main(citations, works)
        return ListedResult(main, _format_others(lists, citations, works, project, common))

    if not series:
        return format_rest(citations)
    portions = [
        split_citation(citation, lists, series)
        for citation, lists in zip(citations, targets, strict=True)
    ]

    def citations_of(wanted: PageList | None) -> list[Citation]:
        return [part.citation for parts in portions for part in parts if part.series is wanted]

    rest = format_rest(citations_of(None))
    waiting: dict[PageList | None, Iterator[FormattedCitation]] = {None: iter(rest.main.citations)}
    results = {}
    for listed in series:
        own = citations_of(listed)
        works = order_uncited(listed.works, own, [listed], session, project)
        done = session.format(own, uncited=works)
        waiting[listed] = iter(done.citations)
        # citations are in the language of the page, whatever that of the list is
        results[listed] = done if listed.is_own else listed.session.format(own, uncited=works)
    joined = tuple(
        join_portions(parts, [next(waiting[part.series]) for part in parts]) for parts in portions
    )
    return dataclasses.replace(rest, main=replace(rest.main, citations=joined), series=results)


def _format_others(
    lists: Iterable[PageList],
    citations: Sequence[Citation],
    uncited: Sequence[str],
    project: Project,
    common: Mapping[str, Item] | None,
) -> dict[Session, Result]:
    """The works of lists in another style or language, all that have one in common together, and
    those that the scope itself lists: the same works have the same years and numbers in all."""
    by_session: dict[Session, list[PageList]] = {}
    for listed in lists:
        if not (listed.is_own or listed.is_series or listed.request.is_entry):
            by_session.setdefault(listed.session, []).append(listed)
    # what the scope numbers in the order of its lists has these numbers here as well
    first = uncited if project.session.processor.numbers_as_given else ()
    results = {}
    for session, own in by_session.items():
        works = [*uncited, *(work for listed in own for work in listed.works)]
        works = [*first, *order_uncited(works, citations, own, session, project)]
        results[session] = session.format(citations, uncited=works, within=common)
    return results
