"""The processor: a style, items and the citations of a scope in order give formatted text.

One pure function, `Processor.process`, as a list of steps: register, sort and number, place,
disambiguate, render, collapse, finish. What is rendered is kept by content, so that calling again
after a small change costs little; nothing else is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from ibidem.csl.cite_order import CiteOrder
from ibidem.csl.cites import Cites
from ibidem.csl.citing import Citing
from ibidem.csl.compile import Abbreviations
from ibidem.csl.context import Config, Context, Persons
from ibidem.csl.disambiguate import disambiguate
from ibidem.csl.item_data import ItemData
from ibidem.csl.layout import CompiledStyle
from ibidem.csl.listing import Listing
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Bibliography, Draft, FormattedCitation
from ibidem.csl.position import find_first_notes, find_places
from ibidem.csl.sort import Keys
from ibidem.csl.style import Style
from ibidem.model import Citation, Item
from ibidem.record import Record


class Result(Record):
    """What one call gives."""

    __match_args__ = ("citations", "bibliography", "order", "drafts", "assemble")
    __slots__ = __match_args__

    def __init__(
        self,
        citations: tuple[FormattedCitation, ...],
        bibliography: Bibliography,
        order: tuple[str, ...],
        drafts: Mapping[str, Draft],
        assemble: Callable[[Sequence[Draft]], Bibliography],
    ) -> None:
        self.citations: Final = citations
        """In the order of the citations given."""
        self.bibliography: Final = bibliography
        self.order: Final = order
        """The ids of all items in the order of the bibliography."""
        self.drafts: Final = drafts
        """What the bibliography was assembled from, by id."""
        self.assemble: Final = assemble

    def __repr__(self) -> str:
        return f"Result(citations={self.citations!r}, bibliography={self.bibliography!r})"

    def list_works(self, ids: Iterable[str]) -> Bibliography:
        """The entries of these items in this order, numbered and told apart as in the whole list.

        Ids that the whole list does not have are left out.
        """
        return self.assemble(tuple(self.drafts[id] for id in ids if id in self.drafts))

    def sort_works(self, ids: Iterable[str]) -> list[str]:
        """These items in the order of the whole list; those that it does not have are left out."""
        listed = (self.drafts[id] for id in ids if id in self.drafts)
        return [draft.id for draft in sorted(listed, key=lambda draft: draft.place)]


class _Arrangement(NamedTuple):
    """How the works of a list are sorted, numbered and told apart."""

    registered: Sequence[ItemData]
    ordered: Sequence[ItemData]
    places: Mapping[str, int]
    """By id, the place in the list."""
    numbers: Mapping[str, int]
    configs: Mapping[str, Config]


class Processor:
    """Formats with one style in one language.

    `locale` is a language tag; empty for the style's default locale, or en-US. With `links`, URLs
    and identifiers become links (CSL 1.0.2, Appendix VI). `abbreviations` serve `form="short"`
    where an item has no short form itself: category -> full form -> short form, the categories
    being those of citeproc-js (`container-title`, `collection-title`, `institution-part`,
    `place`, `title`).
    """

    def __init__(
        self,
        style: Style,
        *,
        locale: str = "",
        links: bool = False,
        abbreviations: Abbreviations | None = None,
    ) -> None:
        language = locale or style.default_locale
        self.style = style
        self.compiled = CompiledStyle(style, language, links=links, abbreviations=abbreviations)
        self._items: dict[Item, ItemData] = {}
        self._options = options = CitationOptions.of(style)
        self._cites = Cites(self.compiled, options)
        self._order = CiteOrder(self.compiled.citation_sorter, self._cites, options)
        self._listing = Listing(self.compiled, options, self._cites)
        self._citing = Citing(self.compiled, options, self._cites, self._listing.render)
        self._sort_keys: dict[ItemData, Keys] = {}
        self._sorted: tuple[list[ItemData], list[ItemData]] = ([], [])
        self._told_apart: tuple[object, list[ItemData]] = ((), [])
        self._told_apart_keys: dict[tuple[ItemData, Config], Keys] = {}
        self._disambiguated: tuple[object, dict[str, Config]] = ((), {})
        self._arranged: tuple[Mapping[str, Item] | None, _Arrangement | None] = (None, None)

    @property
    def numbers_as_given(self) -> bool:
        """Whether works that nothing cites have their numbers in the order in which they are given."""
        features = self.compiled.features
        has_numbers = features.citation_number or features.entry_number
        return has_numbers and self.compiled.bibliography_sorter.keeps_order

    def process(
        self,
        items: Sequence[Item],
        citations: Sequence[Citation],
        *,
        cited_only: bool = False,
        one_chapter: bool = False,
        within: Mapping[str, Item] | None = None,
        like: Processor | None = None,
    ) -> Result:
        """Format citations and the bibliography.

        `items` are all that may be cited; those not cited are listed in the bibliography as well,
        unless `cited_only`. A later item with an id seen before replaces the data, not the place.
        In `one_chapter`, notes stand in the order given, whatever their numbers are. Those of a list
        that stands elsewhere, `within`, are numbered and told apart as there; `like` prints that list,
        in the same style and maybe another language.
        """
        registered = self._register(items, citations, cited_only)
        by_id = {data.id: data for data in registered}
        if within is None:
            ordered = self._sort(registered)
            sorted_citations = self._order.sort(citations, by_id, {})
            first_notes = find_first_notes(sorted_citations)
            configs: Mapping[str, Config] = self._disambiguate(registered, ordered, first_notes)
            if configs:
                ordered = self._sort_told_apart(ordered, configs)
                sorted_citations = self._order.sort(citations, by_id, configs)
        else:
            ordered, configs = self._place_within(within, registered, like or self)
            sorted_citations = self._order.sort(citations, by_id, configs)
            first_notes = find_first_notes(sorted_citations)
        places = find_places(
            sorted_citations, self._options.near_note_distance, one_chapter=one_chapter
        )
        formatted = self._citing.format_all(sorted_citations, places, by_id, configs, first_notes)
        drafts = self._listing.drafts(ordered, configs)
        return Result(
            formatted,
            self._listing.bibliography(drafts),
            tuple(data.id for data in ordered),
            drafts,
            self._listing.assemble,
        )

    def _arrange(self, items: Mapping[str, Item]) -> _Arrangement:
        """How these works stand in a list of all of them, in the order given where the style does not
        sort. Kept for the mapping that was asked for last."""
        before, arranged = self._arranged
        if before is not items or arranged is None:
            registered = self._register(list(items.values()), (), cited_only=False)
            ordered = self._sort(registered)
            configs = self._disambiguate(registered, ordered, {})
            ordered = self._sort_told_apart(ordered, configs)
            places = {data.id: place for place, data in enumerate(ordered)}
            numbers = {data.id: data.number for data in ordered}
            arranged = _Arrangement(registered, ordered, places, numbers, configs)
            self._arranged = items, arranged
        return arranged

    def _place_within(
        self, items: Mapping[str, Item], registered: Sequence[ItemData], like: Processor
    ) -> tuple[list[ItemData], Mapping[str, Config]]:
        """Items in the order of a list elsewhere, numbered and told apart as there. Those that it does
        not hold are numbered behind all of it, and change nothing in it."""
        within = like._arrange(items)
        is_held = all(data.id in within.places for data in registered)
        around = within if is_held else self._arrange(items)
        held = [data for data in registered if data.id in within.places]
        held.sort(key=lambda data: within.places[data.id])
        for data in held:
            data.number = within.numbers[data.id]
        if is_held:
            return held, within.configs
        others = self._sort([data for data in registered if data.id not in within.places])
        found = self._disambiguate([*around.registered, *others], [*around.ordered, *others], {})
        own = {data.id: found[data.id] for data in others if data.id in found}
        others = self._sort_told_apart(others, own)
        for data in others:
            data.number += len(within.ordered)
        placed, configs = [*held, *others], {**within.configs, **own}
        if self.compiled.bibliography_sorter and not self.compiled.features.citation_number:
            numbers = [(data, data.number) for data in placed]
            placed = self._sort_told_apart(self._sort(placed), configs)
            for data, number in numbers:
                data.number = number
        return placed, configs

    def _register(
        self, items: Sequence[Item], citations: Sequence[Citation], cited_only: bool
    ) -> list[ItemData]:
        latest = {item.id: item for item in items}
        ids = list(latest)
        if cited_only:
            cited = dict.fromkeys(cite.id for citation in citations for cite in citation.cites)
            ids = [id for id in cited if id in latest]
        registered = []
        for order, id in enumerate(ids):
            item = latest[id]
            data = self._items.get(item)
            if data is None:
                compiled = self.compiled
                data = self._items[item] = ItemData(item, compiled.variables, compiled.types)
            data.order = order
            data.number = order + 1
            registered.append(data)
        return registered

    def _sort(self, registered: list[ItemData]) -> list[ItemData]:
        """Items in the order of the bibliography, numbered."""
        sorter = self.compiled.bibliography_sorter
        before, ordered = self._sorted
        if not sorter:
            ordered = registered
        elif registered != before or sorter.has_citation_number:
            ordered = sorter.sort(registered, self._bibliography_keys)
            self._sorted = registered, ordered
        return _numbered(ordered, falling=sorter.counts_down)

    def _sort_told_apart(
        self, ordered: list[ItemData], configs: Mapping[str, Config]
    ) -> list[ItemData]:
        """Sorted by the persons told apart in all lists: `Smith, Jane` before `Smith, John`, also
        in a style that has initials for all others."""
        sorter = self.compiled.bibliography_sorter
        if not sorter or sorter.has_citation_number:
            return ordered
        persons = {id: config.persons for id, config in configs.items() if config.persons}
        if not persons:
            return ordered
        content = (ordered, persons)
        before, again = self._told_apart
        if content != before:
            again = sorter.sort(ordered, lambda data: self._keys_told_apart(data, persons))
            self._told_apart = content, again
        return _numbered(again)

    def _keys_told_apart(self, data: ItemData, persons: Mapping[str, Persons]) -> Keys:
        if data.id not in persons:
            return self._bibliography_keys(data)
        config = Config(persons=persons[data.id])
        found = self._told_apart_keys.get((data, config))
        if found is None:
            context = partial(Context, data, config=config)
            found = self.compiled.bibliography_sorter.keys(context)
            self._told_apart_keys[data, config] = found
        return found

    def _bibliography_keys(self, data: ItemData) -> Keys:
        sorter = self.compiled.bibliography_sorter
        if sorter.has_citation_number:
            # The number of registration, which another call may change.
            return sorter.keys(partial(Context, data))
        found = self._sort_keys.get(data)
        if found is None:
            found = self._sort_keys[data] = sorter.keys(partial(Context, data))
        return found

    def _disambiguate(
        self,
        registered: list[ItemData],
        ordered: list[ItemData],
        first_notes: dict[str, int],
    ) -> dict[str, Config]:
        """The configurations of all items, found anew only if they may have changed."""
        features = self.compiled.features
        key = (registered, ordered, first_notes if features.first_note else {})
        before, configs = self._disambiguated
        if key != before:
            configs = disambiguate(
                registered,
                self._options,
                features.disambiguate,
                self._cites.render_key,
                self._cites.name_lists,
                key[2],
                {data.id: index for index, data in enumerate(ordered)},
            )
            self._disambiguated = key, configs
        return configs


def _numbered(ordered: list[ItemData], *, falling: bool = False) -> list[ItemData]:
    """The items of the bibliography, each with its number in it."""
    for number, data in enumerate(reversed(ordered) if falling else ordered, 1):
        data.number = number
    return ordered
