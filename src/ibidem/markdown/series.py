"""Citations formatted together with lists that number their works for themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ibidem import Citation, Entry, FormattedCitation, Result, Session
from ibidem.listing import join_portions, split_citation
from ibidem.markdown.page_lists import PageList


@dataclass(frozen=True, slots=True)
class ListedResult:
    """What a scope prints, with its lists."""

    main: Result
    """All citations, and what is listed with the numbers of the scope."""
    citations: Sequence[Citation]
    """Those with the numbers of the scope, or the parts of citations that have them."""
    series: Mapping[PageList, Result] = field(default_factory=dict)
    """By list that numbers for itself."""

    def result_for(self, listed: PageList) -> Result:
        """What a list in the style of the scope is made of."""
        return self.series.get(listed, self.main)

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
    format_main: Callable[[Sequence[Citation]], Result],
) -> ListedResult:
    """Format the citations of a scope. `targets` are the lists that the cites of each lead to; they
    are only asked for if one of the lists numbers for itself."""
    series = dict.fromkeys(listed for listed in lists if listed.is_series)
    if not series:
        return ListedResult(format_main(citations), citations)
    portions = [
        split_citation(citation, lists, series)
        for citation, lists in zip(citations, targets, strict=True)
    ]

    def citations_of(wanted: PageList | None) -> list[Citation]:
        return [part.citation for parts in portions for part in parts if part.series is wanted]

    rest = citations_of(None)
    main = format_main(rest)
    results = {
        listed: session.format(citations_of(listed), uncited=listed.works) for listed in series
    }
    waiting: dict[PageList | None, Iterator[FormattedCitation]] = {None: iter(main.citations)}
    waiting.update((listed, iter(result.citations)) for listed, result in results.items())
    joined = tuple(
        join_portions(parts, [next(waiting[part.series]) for part in parts]) for parts in portions
    )
    return ListedResult(replace(main, citations=joined), rest, results)
