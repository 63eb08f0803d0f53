"""The bibliography of a scope: entries rendered, repeated authors replaced, all finished.

Every step is kept by content, and the whole list as long as nothing in it changes: after a change
to one citation the list usually is the same object as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ibidem.csl.bibliography import (
    NO_PRINTED_FORM,
    Authors,
    assemble_entry,
    authors_of,
    substitute_authors,
)
from ibidem.csl.cites import Cites
from ibidem.csl.context import PLAIN, Config, Context
from ibidem.csl.finish import ENTRY_TAGS, finish
from ibidem.csl.item_data import ItemData
from ibidem.csl.layout import CompiledStyle
from ibidem.csl.options import BibliographyOptions, CitationOptions
from ibidem.csl.output import Bibliography, Draft, Entry, Node
from ibidem.csl.rewrite import is_empty


class Listing:
    """Makes bibliographies in one compiled style; holds memos, no state."""

    def __init__(self, compiled: CompiledStyle, options: CitationOptions, cites: Cites) -> None:
        self.compiled = compiled
        self.citation_options = options
        self.cites = cites
        self.options = BibliographyOptions.of(compiled.style)
        self._entries: dict[tuple[ItemData, Config, int], Node] = {}
        self._authors: dict[Node, Authors | None] = {}
        self._substituted: dict[tuple[Node, str], Node] = {}
        self._finished: dict[Node, Node] = {}
        self._drafted: tuple[object, Mapping[str, Draft]] = ((), {})
        self._last: tuple[Mapping[str, Draft], Bibliography] = ({}, Bibliography())

    def render(self, data: ItemData, config: Config) -> Node:
        """The unfinished entry of an item."""
        layout = self.compiled.bibliography_layout(data.language)
        ctx = Context(data, config=config, citation_number=data.number)
        return assemble_entry(layout.render(ctx), layout, self.options)

    def _entry(self, data: ItemData, config: Config) -> Node:
        """What the list takes for an item, as far as it depends on no other entry.

        That is the finished entry, where nothing is done to repeated authors: unfinished ones have
        several times as many nodes.
        """
        key = (data, config, data.number if self.compiled.features.entry_number else 0)
        found = self._entries.get(key)
        if found is None:
            found = self.render(data, config)
            if self.options.author_substitute is None:
                found = finish(found, self.compiled.typography, ENTRY_TAGS)
            self._entries[key] = found
        return found

    def drafts(
        self, ordered: Sequence[ItemData], configs: Mapping[str, Config]
    ) -> Mapping[str, Draft]:
        """The entries of these items in this order, by id; without those that print nothing."""
        if not self.compiled.style.has_bibliography:
            return {}
        content = [(data, self._config(data, configs), data.number) for data in ordered]
        last, drafts = self._drafted
        if content != last:
            made = filter(None, (self._draft(place, *each) for place, each in enumerate(content)))
            drafts = {draft.id: draft for draft in made}
            self._drafted = content, drafts
        return drafts

    def _draft(self, place: int, data: ItemData, config: Config, number: int) -> Draft | None:
        node = self._entry(data, config)
        if is_empty(node):
            if not self.compiled.features.citation_number:
                return None
            # A number in the text without a line in the list would be a riddle.
            node = self._finish(f"{number}. {NO_PRINTED_FORM}")
        return Draft(data.id, node, number, place)

    def bibliography(self, drafts: Mapping[str, Draft]) -> Bibliography:
        """The list of all of them."""
        last, listed = self._last
        if drafts is not last:
            listed = self.assemble(tuple(drafts.values()))
            self._last = drafts, listed
        return listed

    def assemble(self, drafts: Sequence[Draft]) -> Bibliography:
        """The list of these entries: repeated authors replaced as they follow each other."""
        options = self.options
        nodes = [draft.node for draft in drafts]
        if options.author_substitute is not None:
            nodes = [self._finish(node) for node in self._substitute(nodes)]
        entries = tuple(
            Entry(draft.id, node, draft.number) for draft, node in zip(drafts, nodes, strict=True)
        )
        return Bibliography(
            entries, options.hanging_indent, options.second_field_align, options.line_spacing,
            options.entry_spacing,
        )  # fmt: skip

    def _config(self, data: ItemData, configs: Mapping[str, Config]) -> Config:
        """What disambiguation found, as far as entries show it.

        Given names always do; more names only where both are added, as citeproc-js has it.
        """
        config = configs.get(data.id, PLAIN)
        if config.shown and not self.citation_options.add_givenname:
            config = config._replace(shown=())
        if self.citation_options.by_cite:
            config = self.cites.with_namesakes(config, data)
        return config

    def _substitute(self, nodes: list[Node]) -> list[Node]:
        """The entries with authors replaced that are those of the entry before."""
        done: list[Node] = []
        before: Authors | None = None
        for node in nodes:
            if node not in self._authors:
                self._authors[node] = authors_of(node)
            authors = self._authors[node]
            if authors is not None and before is not None:
                key = (node, before.whole)
                if key not in self._substituted:
                    self._substituted[key] = substitute_authors(node, authors, before, self.options)
                done.append(self._substituted[key])
            else:
                done.append(node)
            before = authors
        return done

    def _finish(self, node: Node) -> Node:
        found = self._finished.get(node)
        if found is None:
            found = self._finished[node] = finish(node, self.compiled.typography, ENTRY_TAGS)
        return found
