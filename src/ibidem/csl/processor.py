"""The processor: a style, items and the citations of a scope in order give formatted text.

One pure function, `Processor.process`, as a list of steps: register, sort and number, place,
disambiguate, render, collapse, finish. What is rendered is kept by content, so that calling again
after a small change costs little; nothing else is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ibidem.csl.bibliography import NO_PRINTED_FORM, assemble_entry, substitute_authors
from ibidem.csl.citing import Citing
from ibidem.csl.context import PLAIN, Config, Context
from ibidem.csl.disambiguate import disambiguate, entry_config
from ibidem.csl.finish import finish
from ibidem.csl.item_data import ItemData
from ibidem.csl.layout import CompiledStyle
from ibidem.csl.options import BibliographyOptions, CitationOptions
from ibidem.csl.output import Bibliography, Entry, FormattedCitation, Node
from ibidem.csl.position import find_places
from ibidem.csl.rewrite import is_empty
from ibidem.csl.style import Style
from ibidem.model import Citation, Item


@dataclass(frozen=True, slots=True)
class Result:
    """What one call gives."""

    citations: tuple[FormattedCitation, ...]
    """In the order of the citations given."""
    bibliography: Bibliography
    order: tuple[str, ...]
    """The ids of all items in the order of the bibliography."""


class Processor:
    """Formats with one style in one language.

    `locale` is a language tag; empty for the style's default locale, or en-US. With `links`, URLs
    and identifiers become links (CSL 1.0.2, Appendix VI).
    """

    def __init__(self, style: Style, *, locale: str = "", links: bool = False) -> None:
        language = locale or style.default_locale
        self.style = style
        self.compiled = CompiledStyle(style, language, links=links)
        self.citation_options = CitationOptions.of(style)
        self.bibliography_options = BibliographyOptions.of(style)
        self._items: dict[Item, ItemData] = {}
        self._entries: dict[tuple[ItemData, Config, int], Node] = {}
        self._citing = Citing(self.compiled, self.citation_options)

    def process(
        self, items: Sequence[Item], citations: Sequence[Citation], *, cited_only: bool = False
    ) -> Result:
        """Format citations and the bibliography.

        `items` are all that may be cited; those not cited are listed in the bibliography as well,
        unless `cited_only`. A later item with an id seen before replaces the data, not the place.
        """
        registered = self._register(items, citations, cited_only)
        by_id = {data.id: data for data in registered}
        ordered = self._sort(registered)
        rank = {data.id: index for index, data in enumerate(ordered)}
        sorted_citations = self._citing.sort(citations, by_id, {})
        places = find_places(sorted_citations, self.citation_options.near_note_distance)
        first_notes = self._citing.first_notes(sorted_citations)
        configs = disambiguate(
            registered,
            self.citation_options,
            self.compiled.features.disambiguate,
            self._citing.render_key,
            first_notes if self.compiled.features.first_note else {},
            rank,
        )
        if configs and self.compiled.citation_sorter:
            sorted_citations = self._citing.sort(citations, by_id, configs)
            places = find_places(sorted_citations, self.citation_options.near_note_distance)
        cited_again = self._citing.cited_again(sorted_citations)
        formatted = tuple(
            self._citing.format(
                citation, place, by_id, configs, first_notes, cited_again, self._entry_node
            )
            for citation, place in zip(sorted_citations, places, strict=False)
        )
        return Result(
            formatted,
            self._bibliography(ordered, configs),
            tuple(data.id for data in ordered),
        )

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
                data = self._items[item] = ItemData(item)
            data.order = order
            data.number = order + 1
            registered.append(data)
        return registered

    def _sort(self, registered: Sequence[ItemData]) -> list[ItemData]:
        """Items in the order of the bibliography, numbered."""
        sorter = self.compiled.bibliography_sorter
        ordered = list(registered)
        if sorter:
            keys = {data.id: sorter.values(partial(Context, data)) for data in registered}
            ordered = sorter.sort(registered, lambda data: keys[data.id])
        for number, data in enumerate(ordered, 1):
            data.number = number
        return ordered

    def _entry_node(self, data: ItemData, config: Config) -> Node:
        """The unfinished entry of an item."""
        key = (data, config, data.number)
        found = self._entries.get(key)
        if found is None:
            layout = self.compiled.bibliography_layout(data.language)
            ctx = Context(data, config=config, citation_number=data.number)
            found = assemble_entry(layout.render(ctx), layout, self.bibliography_options)
            self._entries[key] = found
        return found

    def _bibliography(
        self, ordered: Sequence[ItemData], configs: dict[str, Config]
    ) -> Bibliography:
        if not self.style.has_bibliography:
            return Bibliography()
        options = self.bibliography_options
        citing = self.citation_options
        by_cite = citing.add_givenname and citing.givenname_rule == "by-cite"
        listed = []
        for data in ordered:
            # Entries show as many names as they would anyway; given names show there too.
            config = configs.get(data.id, PLAIN)._replace(shown=())
            if by_cite:
                config = entry_config(config, self._citing.render_key(data, PLAIN).name_lists)
            node = self._entry_node(data, config)
            if not is_empty(node):
                listed.append((data, node))
            elif self.compiled.features.citation_number:
                # A number in the text without a line in the list would be a riddle.
                listed.append((data, f"{data.number}. {NO_PRINTED_FORM}"))
        nodes = substitute_authors([node for _data, node in listed], options)
        entries = tuple(
            Entry(data.id, self._finished(node), data.number)
            for (data, _node), node in zip(listed, nodes, strict=False)
        )
        return Bibliography(
            entries, options.hanging_indent, options.second_field_align, options.line_spacing,
            options.entry_spacing,
        )  # fmt: skip

    def _finished(self, node: Node) -> Node:
        return finish(node, self.compiled.typography)
