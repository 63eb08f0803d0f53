"""The order of the cites inside a citation: sorted as the style asks, same names together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from ibidem.csl.cites import Cites
from ibidem.csl.collation import collation_key
from ibidem.csl.context import PLAIN, Config, Context
from ibidem.csl.item_data import ItemData
from ibidem.csl.options import CitationOptions
from ibidem.csl.sort import Keys, Sorter
from ibidem.csl.year_suffix import suffix_rank
from ibidem.model import Citation, Cite
from ibidem.record import replace


class CiteOrder:
    """Sorts cites by one style, and brings those with the same names together if it wants that."""

    def __init__(self, sorter: Sorter, cites: Cites, options: CitationOptions) -> None:
        self.sorter = sorter
        self.cites = cites
        self.groups = options.groups_cites
        self.sorts_groups = options.sorts_groups
        self._sorted: dict[object, Citation] = {}
        self._keys: dict[tuple[ItemData, Config, tuple[int, ...]], Keys] = {}

    def sort(
        self,
        citations: Sequence[Citation],
        items: Mapping[str, ItemData],
        configs: Mapping[str, Config],
    ) -> list[Citation]:
        """The citations with their cites in the style's order, same names together if it groups.

        `configs` holds what disambiguation has found so far: it changes what names look like.
        """
        if not self.sorter:
            return list(citations)
        done = []
        for citation in citations:
            if citation.keep_order or len(citation.cites) < 2:
                done.append(citation)
                continue
            content = tuple(
                (items.get(cite.id), configs.get(cite.id, PLAIN)) for cite in citation.cites
            )
            memo = (citation, content, self._numbers(data for data, _config in content))
            found = self._sorted.get(memo)
            if found is None:
                found = self._sorted[memo] = self._sort_parts(citation, items, configs)
            done.append(found)
        return done

    def _numbers(self, items: Iterable[ItemData | None]) -> tuple[int, ...]:
        """The numbers of items, where the style sorts cites by them."""
        if not self.sorter.has_citation_number:
            return ()
        return tuple(data.number for data in items if data is not None)

    def _sort_parts(
        self, citation: Citation, items: Mapping[str, ItemData], configs: Mapping[str, Config]
    ) -> Citation:
        """The citation with its cites sorted, or what stands between those with prefixes."""
        parts = list(_split_at_prefixes(citation.cites)) if citation.keep_prefixes else []
        if len(parts) < 2:
            return self._sort(citation, items, configs)
        first, *others = parts
        cites = list(self._sort(replace(citation, cites=first), items, configs).cites)
        for part in others:
            cites += self._sort(replace(citation, cites=part, mode="normal"), items, configs).cites
        return replace(citation, cites=tuple(cites))

    def _sort(
        self, citation: Citation, items: Mapping[str, ItemData], configs: Mapping[str, Config]
    ) -> Citation:
        def keys_of(cite: Cite) -> Keys:
            data = items[cite.id]
            config = configs.get(cite.id, PLAIN)._replace(suffix="")
            memo = (data, config, self._numbers([data]))
            found = self._keys.get(memo)
            if found is None:
                context = partial(Context, data, config=config, citation_number=data.number)
                found = self._keys[memo] = self.sorter.keys(context)
            return found

        def names_of(cite: Cite) -> str:
            return self.cites.render_key(items[cite.id], configs.get(cite.id, PLAIN)).names

        def plain_names_of(cite: Cite) -> str:
            key = self.cites.render_key(items[cite.id], PLAIN)
            return collation_key(key.names, self.sorter.language) if key.is_named else ""

        first = citation.cites[0] if citation.mode == "textual" else None
        known = [cite for cite in citation.cites if cite.id in items]
        unknown = [cite for cite in citation.cites if cite.id not in items]
        suffixes = {cite.id: configs.get(cite.id, PLAIN).suffix for cite in known}
        if self.sorter.has_date and any(suffixes.values()):
            known = _order_by_suffix(known, suffixes, names_of)
        ordered = self.sorter.sort(known, keys_of)
        if self.groups:
            order_of = plain_names_of if self.sorts_groups else None
            ordered = _group(ordered, keys_of, names_of, order_of)
        if first is not None and first.id not in items:
            return replace(citation, cites=(*unknown, *ordered))
        if first is not None:
            ordered = _lead_with(first, ordered, names_of, self.groups)
        return replace(citation, cites=(*ordered, *unknown))


def _split_at_prefixes(cites: Sequence[Cite]) -> Iterator[tuple[Cite, ...]]:
    """The cites between those that have a prefix, and these, each by itself: "see" at the start of a
    citation is about its first cite as well."""
    start = 0
    for index, cite in enumerate(cites):
        if cite.prefix.strip():
            if start < index:
                yield tuple(cites[start:index])
            yield (cite,)
            start = index + 1
    if start < len(cites):
        yield tuple(cites[start:])


def _lead_with(
    first: Cite, ordered: Sequence[Cite], names_of: Callable[[Cite], str], groups: bool
) -> list[Cite]:
    """Sorted cites, those of the author in the sentence before the others.

    DEVIATES from citeproc-js: that author is the one of the cite written first.
    """
    names = names_of(first)
    same = [
        index
        for index, cite in enumerate(ordered)
        if cite is first or (names and names_of(cite) == names)
    ]
    leading = same if groups else same[:1]
    rest = [cite for index, cite in enumerate(ordered) if index not in leading]
    return [ordered[index] for index in leading] + rest


def _order_by_suffix(
    cites: Sequence[Cite], suffixes: Mapping[str, str], names_of: Callable[[Cite], str]
) -> list[Cite]:
    """The cites with those of the same names in the order of their year suffixes, in their places.

    DEVIATES from citeproc-js, which prints "2025b, a" where nothing else orders them.
    """
    places: dict[str, list[int]] = {}
    for index, cite in enumerate(cites):
        if suffixes[cite.id]:
            places.setdefault(names_of(cite), []).append(index)
    ordered = list(cites)
    for same in places.values():
        by_suffix = sorted(same, key=lambda index: suffix_rank(suffixes[cites[index].id]))
        for place, index in zip(same, by_suffix, strict=True):
            ordered[place] = cites[index]
    return ordered


def _group(
    cites: Sequence[Cite],
    keys_of: Callable[[Cite], Keys],
    names_of: Callable[[Cite], str],
    order_of: Callable[[Cite], str] | None,
) -> list[Cite]:
    """Sorted cites with the same names brought together.

    A group stands where its first cite does (CSL 1.0.2, Cite Grouping). With `order_of`, groups that
    the first key does not set apart are ordered by their names, without what disambiguation has
    added to them. Cites without names come last of these, whatever stands in for the names.
    """
    places: dict[str | None, int] = {}
    groups: dict[str, tuple[int, bool, str]] = {}
    for index, cite in enumerate(cites):
        names = names_of(cite)
        if order_of is None:
            groups.setdefault(names, (index, False, ""))
        else:
            place = places.setdefault(keys_of(cite).value(0), len(places))
            order = order_of(cite)
            groups.setdefault(names, (place, not order, order))
    return sorted(cites, key=lambda cite: groups[names_of(cite)])
