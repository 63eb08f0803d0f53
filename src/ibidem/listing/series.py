"""Lists that number their works for themselves, and lists with works of their own.

Citations that lead to a list with a prefix to its labels are formatted together with it, apart from
all others. A citation of works in several lists is formatted in portions, one for each list, and
joined again. What is cited with the prefix of a list before the key is a work of that list.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from ibidem.csl.output import Format, Formatted, FormattedCitation, Node
from ibidem.listing import parts
from ibidem.listing.marking import prefix_labels
from ibidem.listing.options import ListOptions
from ibidem.model import Citation, CitationMode, Cite
from ibidem.record import replace

DELIMITER: Final = ", "
RAISED: Final = Format(vertical_align="sup")

NUMBERING: Final = ("numeric", "label")
"""The formats of styles whose citations show which list they lead to."""


class Series(Protocol):
    """A host's list."""

    @property
    def options(self) -> ListOptions: ...


S = TypeVar("S", bound=Series)


@dataclass(frozen=True, slots=True)
class Portion(Generic[S]):
    """Cites of one citation that are numbered together; `series` is None for the main series."""

    series: S | None
    citation: Citation


def split_citation(
    citation: Citation, targets: Sequence[S | None], series: Container[S]
) -> list[Portion[S]]:
    """The portions of a citation; `targets` are the lists that its cites lead to."""
    groups: list[tuple[S | None, list[Cite]]] = []
    for cite, target in zip(citation.cites, targets, strict=True):
        own = target if target is not None and target in series else None
        if groups and groups[-1][0] is own:
            groups[-1][1].append(cite)
        else:
            groups.append((own, [cite]))
    if len(groups) == 1:
        return [Portion(groups[0][0], citation)]
    # the author in the sentence is that of the first cite
    rest = "normal" if citation.mode == "textual" else citation.mode
    return [
        Portion(own, replace(citation, cites=tuple(cites), mode=rest if number else citation.mode))
        for number, (own, cites) in enumerate(groups)
    ]


def join_portions(
    portions: Sequence[Portion[S]], formatted: Sequence[FormattedCitation]
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
    return replace(
        formatted[0],
        content=_join(contents, portions[0].citation.mode),
        cited=cited,
        is_blank=any(done.is_blank for done in formatted),
    )


def _join(contents: list[Node], mode: CitationMode) -> Node:
    """The contents in one pair of the brackets, or in one superscript, that each of them has; behind
    an author in the sentence in one of their own."""
    if mode == "textual":
        rest = _join(contents[1:], "normal")
        space: Node = " "
        if parts.is_raised(rest):
            space = Formatted([DELIMITER], RAISED)
        return Formatted([contents[0], space, rest])
    if mode == "textual-each":
        return parts.join(contents, DELIMITER)
    joined = parts.join([parts.strip_brackets(content) for content in contents], DELIMITER)
    if parts.is_raised(contents[0]):
        return Formatted([joined], RAISED)
    opening = parts.plain(contents[0])[:1]
    return parts.add_brackets(joined, opening) if opening in parts.BRACKETS else joined


def order_prefixes(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Prefixes of keys, the longest first: it counts where several fit."""
    return tuple(sorted(set(filter(None, prefixes)), key=lambda prefix: (-len(prefix), prefix)))


def find_prefix(key: str, library: Container[str], prefixes: Sequence[str]) -> str:
    """The prefix that makes this the key of a work, or an empty string."""
    return next((p for p in prefixes if key.startswith(p) and key[len(p) :] in library), "")
