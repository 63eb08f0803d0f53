"""Lists that number their works for themselves: those with a prefix to their labels.

Citations that lead to such a list are formatted together with it, apart from all others. A citation
of works in several lists is formatted in portions, one for each list, and joined again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ibidem import Citation, Cite, Format, Formatted, FormattedCitation, Node
from ibidem.listing import prefix_labels
from ibidem.sphinx import parts
from ibidem.sphinx.page_lists import PageList

DELIMITER = ", "


@dataclass(frozen=True, slots=True)
class Portion:
    """Cites of one citation that are numbered together; `series` is None for the main series."""

    series: PageList | None
    citation: Citation


def split_citation(
    citation: Citation, targets: Sequence[PageList | None], series: frozenset[PageList]
) -> list[Portion]:
    """The portions of a citation; `targets` are the lists that its cites lead to."""
    groups: list[tuple[PageList | None, list[Cite]]] = []
    for cite, target in zip(citation.cites, targets, strict=True):
        own = target if target in series else None
        if groups and groups[-1][0] is own:
            groups[-1][1].append(cite)
        else:
            groups.append((own, [cite]))
    if len(groups) == 1:
        return [Portion(groups[0][0], citation)]
    return [Portion(own, replace(citation, cites=tuple(cites))) for own, cites in groups]


def join_portions(
    portions: Sequence[Portion], formatted: Sequence[FormattedCitation]
) -> FormattedCitation:
    """The citation as one again, its labels with the prefixes of their lists."""
    contents = [
        prefix_labels(done.content, portion.series.options.label_prefix)
        if portion.series
        else done.content
        for portion, done in zip(portions, formatted, strict=True)
    ]
    if len(contents) == 1:
        return replace(formatted[0], content=contents[0])
    cited = tuple(key for done in formatted for key in done.cited)
    return replace(formatted[0], content=_join(contents), cited=cited)


def _join(contents: Sequence[Node]) -> Node:
    """The contents in one pair of the brackets, or in one superscript, that each of them has."""
    joined = parts.join([parts.strip_brackets(content) for content in contents], DELIMITER)
    if parts.is_raised(contents[0]):
        return Formatted((joined,), Format(vertical_align="sup"))
    opening = parts.plain(contents[0])[:1]
    return parts.add_brackets(joined, opening) if opening in parts.BRACKETS else joined
