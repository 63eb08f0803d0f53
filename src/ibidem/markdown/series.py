"""Citations formatted together with lists that number their works for themselves, or print them in
another style or language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ibidem import Citation, Entry, FormattedCitation, Library, Result, Session
from ibidem.listing import join_portions, split_citation
from ibidem.markdown.page_lists import PageList


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
        if listed.is_own or listed.request.is_entry:
            return self.series.get(listed, self.main)
        return self.others[listed.session]

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries of all works, by id."""
        results = (*self.series.values(), self.main)
        return {entry.id: entry for result in results for entry in result.bibliography.entries}


def format_series(
    citations: Sequence[Citation],
    targets: Iterable[Sequence[PageList | None]],
    lists: Iterable[PageList],
    session: Session,
    uncited: Sequence[str],
    format_main: Callable[[Sequence[Citation], Sequence[str]], Result],
    common: Library | None = None,
) -> ListedResult:
    """Format the citations of a scope and the works that it lists beside them, `uncited`. `targets` are
    the lists that the cites of each lead to; they are only asked for if one of the lists numbers for
    itself. `common` are the works of the list that all pages have in common, if there is one."""
    lists = list(lists)
    series = dict.fromkeys(listed for listed in lists if listed.is_series)
    if not series:
        others = _format_others(lists, citations, uncited, common)
        return ListedResult(format_main(citations, uncited), others)
    portions = [
        split_citation(citation, lists, series)
        for citation, lists in zip(citations, targets, strict=True)
    ]

    def citations_of(wanted: PageList | None) -> list[Citation]:
        return [part.citation for parts in portions for part in parts if part.series is wanted]

    rest = citations_of(None)
    main = format_main(rest, uncited)
    results = {
        listed: session.format(citations_of(listed), uncited=listed.works) for listed in series
    }
    waiting: dict[PageList | None, Iterator[FormattedCitation]] = {None: iter(main.citations)}
    waiting.update((listed, iter(result.citations)) for listed, result in results.items())
    joined = tuple(
        join_portions(parts, [next(waiting[part.series]) for part in parts]) for parts in portions
    )
    others = _format_others(lists, rest, uncited, common)
    return ListedResult(replace(main, citations=joined), others, results)


def _format_others(
    lists: Iterable[PageList],
    citations: Sequence[Citation],
    uncited: Sequence[str],
    common: Library | None,
) -> dict[Session, Result]:
    """The works of lists in another style or language, all that have one in common together, and
    those that the scope itself lists: the same works have the same years and numbers in all."""
    works: dict[Session, list[str]] = {}
    for listed in lists:
        if not listed.is_own and not listed.request.is_entry:
            works.setdefault(listed.session, []).extend(listed.works)
    return {
        session: session.format(citations, uncited=[*uncited, *held], within=common)
        for session, held in works.items()
    }
