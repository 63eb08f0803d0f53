"""Single cites: how each prints, in its place and as the key that tells it apart from others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final, TypeAlias

from ibidem.csl.collapse import CitePart
from ibidem.csl.context import PLAIN, Config, Context, NameList
from ibidem.csl.disambiguate.global_names import find_namesakes
from ibidem.csl.disambiguate.keys import Key
from ibidem.csl.intext import Sentence
from ibidem.csl.item_data import ItemData
from ibidem.csl.layout import CompiledStyle
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Format, Formatted, Node
from ibidem.csl.position import Place
from ibidem.csl.rendering import join
from ibidem.csl.rewrite import find, find_author, is_empty, plain, prints_only
from ibidem.csl.rewrite import replace as replace_node
from ibidem.model import Cite, Item, Name, Position
from ibidem.record import replace

BOLD: Final = Format(font_weight="bold")

PLAIN_CITE: Final = Cite("")
FIRST_PLACE: Final = Place(Position.FIRST)

RenderEntry: TypeAlias = "Callable[[ItemData, Config], Node]"


class Cites:
    """The cites of one compiled style; what was rendered is kept by content."""

    def __init__(self, compiled: CompiledStyle, options: CitationOptions) -> None:
        self.compiled = compiled
        self.by_cite = options.by_cite
        self.is_note = options.is_note
        self.sentence = Sentence(compiled.style, compiled.locale)
        self._keys: dict[tuple[ItemData, Config, int], Key] = {}
        self._name_lists: dict[ItemData, tuple[NameList, ...]] = {}
        self._namesakes: dict[ItemData, tuple[Name, ...]] = {}
        self._nodes: dict[tuple[Hashable, ...], Node] = {}
        self._firsts: set[tuple[Hashable, ...]] = set()
        """First cites in styles where later ones differ, rendered once: a scope has one of each item,
        and they are large. One that another scope has, too, is kept."""

    def render_key(self, item: ItemData, config: Config, first_note: int = 1) -> Key:
        """How an item's cite looks, in its subsequent form, without what differs from cite to cite.

        The number of the first note is the same for all unless it is given.
        """
        memo = (item, config, first_note)
        found = self._keys.get(memo)
        if found is None:
            ctx = Context(
                item,
                config=config,
                position=Position.SUBSEQUENT,
                near_note=True,
                first_note=first_note,
                is_key=True,
            )
            nodes = self.compiled.citation_layout(item.language).render(ctx)
            text = "\n".join([plain(node) for node in nodes])
            node = join(nodes)
            later_place = Place(Position.SUBSEQUENT, near_note=True, first_note=first_note)
            self._keep_as_cite(item, config, later_place, node, ctx.name_lists)
            names = find(node, "names")
            found = self._keys[memo] = Key(
                text,
                tuple(ctx.name_lists),
                ctx.conditions_met,
                plain(names) if names else "",
                names is not None and bool(names.value),
            )
        return found

    def name_lists(self, item: ItemData) -> tuple[NameList, ...]:
        """The lists of names of an item's cites: those of the first, if later ones have only some."""
        found = self._name_lists.get(item)
        if found is None:
            found = self.render_key(item, PLAIN).name_lists
            if self.compiled.features.position:
                later_lists = self._later_lists(item, PLAIN, Position.FIRST)
                ctx = Context(item, position=Position.FIRST, is_key=True, later_lists=later_lists)
                nodes = self.compiled.citation_layout(item.language).render(ctx)
                self._keep_as_cite(item, PLAIN, FIRST_PLACE, join(nodes), found)
                same = zip(found, ctx.name_lists, strict=False)
                if all(later.names == first.names for later, first in same):
                    found = max(found, tuple(ctx.name_lists), key=len)
            self._name_lists[item] = found
        return found

    def _keep_as_cite(
        self,
        item: ItemData,
        config: Config,
        place: Place,
        node: Node,
        later_lists: Sequence[NameList],
    ) -> None:
        """Keep a key for the cites that print the same: those in this place without a locator."""
        features = self.compiled.features
        if features.citation_number or (features.accessed and "accessed" in item.dates):
            return  # left out in keys
        if features.et_al_of_stand_ins and not features.position:
            return  # keys are later cites, all others are first ones
        if self.by_cite and (config != PLAIN or self._namesakes_of(item, later_lists)):
            return
        self._nodes[self._node_key(item, config, PLAIN_CITE, place)] = node

    def part(
        self, cite: Cite, data: ItemData, config: Config, place: Place, render_entry: RenderEntry
    ) -> CitePart:
        """What a cite of an item contributes to its citation."""
        if cite.mode == "full":
            return CitePart(cite, data, render_entry(data, config))
        node = self._node(cite, data, config, place)
        names = None if cite.mode == "normal" else find_author(node)
        left_out = ""
        if cite.mode == "author-only":
            if names is not None and not self.is_note:
                node = names
            else:  # notes name authors in full, a sentence does not
                node = self.sentence.author_of(cite, data)
        elif cite.mode == "suppress-author" and names is not None:
            rest = replace_node(node, names, None)
            node, left_out = rest if rest is not None else "", plain(names)
        has_number = self.compiled.features.citation_number
        number = find(node, "citation-number") if has_number else None
        alone = number is not None and prints_only(node, number)
        return CitePart(
            cite, data, node, config.suffix, data.number if alone else 0, left_out=left_out
        )

    def _node(self, cite: Cite, data: ItemData, config: Config, place: Place) -> Node:
        memo = self._node_key(data, config, cite, place)
        found = self._nodes.get(memo)
        if found is None:
            position = self.position(place)
            if self.by_cite:
                config = self.with_namesakes(config, data)
            ctx = Context(
                data,
                config=config,
                locator=cite.locator,
                position=position,
                near_note=place.near_note,
                first_note=place.first_note,
                citation_number=data.number,
                all_names=cite.all_names,
                later_lists=self._later_lists(data, config, position),
            )
            found = join(self.compiled.citation_layout(data.language).render(ctx))
            is_first = self.compiled.features.position and position == Position.FIRST
            if is_first and memo not in self._firsts:
                self._firsts.add(memo)
            else:
                self._nodes[memo] = found
        return found

    def with_namesakes(self, config: Config, item: ItemData) -> Config:
        """The configuration for an entry or a full cite of an item."""
        namesakes = self._namesakes_of(item, self.render_key(item, PLAIN).name_lists)
        return config._replace(namesakes=namesakes) if namesakes else config

    def _namesakes_of(self, item: ItemData, later_lists: Sequence[NameList]) -> tuple[Name, ...]:
        found = self._namesakes.get(item)
        if found is None:
            found = self._namesakes[item] = find_namesakes(later_lists)
        return found

    def position(self, place: Place) -> Position:
        """As far as cites depend on it: where they do not, all are first ones."""
        return place.position if self.compiled.features.position else Position.FIRST

    def _later_lists(
        self, data: ItemData, config: Config, position: Position
    ) -> tuple[NameList, ...]:
        """The lists of names that the later cites of an item have, if the first depends on them."""
        features = self.compiled.features
        depends = features.et_al_subsequent or features.et_al_of_stand_ins
        if position != Position.FIRST or not depends:
            return ()
        return self.render_key(data, config).name_lists

    def _node_key(
        self, data: ItemData, config: Config, cite: Cite, place: Place
    ) -> tuple[Hashable, ...]:
        """What a cite's node depends on."""
        features = self.compiled.features
        return (
            data,
            config,
            cite.locator,
            self.position(place),
            place.near_note if features.near_note else False,
            place.first_note if features.first_note else 0,
            data.number if features.citation_number else 0,
            cite.all_names,
        )

    def split_author(self, part: CitePart) -> tuple[Node, CitePart]:
        """The author of a textual citation, and the cite without it."""
        names = find_author(part.node)
        rest = replace_node(part.node, names, None) if names is not None else part.node
        is_gone = rest is None or is_empty(rest)
        if not (is_gone and self.is_note):  # a note has to say something
            left_out = plain(names) if names is not None else ""
            part = replace(part, node=rest if rest is not None else "", left_out=left_out)
        if names is not None and not self.is_note:
            return names, part
        return self.sentence.author_of(part.cite, part.item), part


def unknown_part(cite: Cite) -> CitePart:
    """A cite of an item that is not there: its key, so that the place is seen."""
    return CitePart(cite, ItemData(Item(cite.id)), Formatted([f"{cite.id}?"], BOLD))
