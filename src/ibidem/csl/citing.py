"""From cites to formatted citations: keys for disambiguation, sorting, rendering, assembly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ibidem.csl.bibliography import NO_PRINTED_FORM
from ibidem.csl.citation import collapse_cites, join_cites
from ibidem.csl.collapse import CitePart
from ibidem.csl.collation import collation_key
from ibidem.csl.context import PLAIN, Config, Context, NameList
from ibidem.csl.disambiguate.pools import Key
from ibidem.csl.finish import finish
from ibidem.csl.intext import Sentence
from ibidem.csl.item_data import ItemData
from ibidem.csl.layout import CompiledStyle
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Format, Formatted, FormattedCitation, Node, Tagged, is_raised
from ibidem.csl.position import Place
from ibidem.csl.rewrite import find, is_empty, plain, prints_only
from ibidem.csl.rewrite import replace as replace_node
from ibidem.csl.sort import Keys
from ibidem.csl.year_suffix import suffix_rank
from ibidem.model import Citation, Cite, Item, Position

# Parts that stand for themselves: the layout's brackets are for the whole of a citation.
BARE_MODES = frozenset(("author-only", "full"))

BOLD = Format(font_weight="bold")
JOINT = ", "
JOINT_OF_LISTS = "; "
"""Between works that are spoken of in a sentence."""

PLAIN_CITE = Cite("")
FIRST_PLACE = Place(Position.FIRST)

RenderEntry = Callable[[ItemData, Config], Node]


@dataclass(frozen=True, slots=True)
class Scope:
    """What all citations of a scope share: in equal ones a citation prints the same."""

    items: Mapping[str, ItemData]
    configs: Mapping[str, Config]
    numbers: Sequence[int]
    """The citation numbers, in the order of the items: items are compared without them."""
    first_notes: Mapping[str, int]
    cited_again: Container[str]


class Citing:
    """Everything about citations that one compiled style can do; holds memos, no state."""

    def __init__(self, compiled: CompiledStyle, options: CitationOptions) -> None:
        self.compiled = compiled
        self.options = options
        self.range_delimiter = compiled.locale.term("citation-range-delimiter") or "\u2013"
        self._sentence = Sentence(compiled.style, compiled.locale)
        self._keys: dict[tuple[ItemData, Config, int], Key] = {}
        self._name_lists: dict[ItemData, tuple[NameList, ...]] = {}
        self._cites: dict[tuple[Hashable, ...], Node] = {}
        self._formatted: dict[object, FormattedCitation] = {}
        self._sorted: dict[object, Citation] = {}
        self._sort_keys: dict[tuple[ItemData, Config, tuple[int, ...]], Keys] = {}
        self._last: tuple[
            Scope | None, list[tuple[Citation, tuple[Place, ...], FormattedCitation]]
        ] = (
            None,
            [],
        )

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
            text = "\n".join(plain(node) for node in nodes)
            node: Node = nodes[0] if len(nodes) == 1 else Formatted(nodes)
            if self.compiled.features.keys_are_cites:
                self._cites[self._cite_key(item, config, PLAIN_CITE, FIRST_PLACE)] = node
            names = find(node, "names")
            found = self._keys[memo] = Key(
                text, tuple(ctx.name_lists), ctx.conditions_met, plain(names) if names else ""
            )
        return found

    def name_lists(self, item: ItemData) -> tuple[NameList, ...]:
        """The lists of names of an item's cites: those of the first, if later ones have only some."""
        found = self._name_lists.get(item)
        if found is None:
            found = self.render_key(item, PLAIN).name_lists
            if self.compiled.features.position:
                ctx = Context(item, position=Position.FIRST, is_key=True)
                self.compiled.citation_layout(item.language).render(ctx)
                same = zip(found, ctx.name_lists, strict=False)
                if all(later.names == first.names for later, first in same):
                    found = max(found, tuple(ctx.name_lists), key=len)
            self._name_lists[item] = found
        return found

    def cited_again(self, citations: Sequence[Citation]) -> frozenset[str]:
        """The items with more than one citation, where that may make their cites look alike."""
        if not (self.options.is_note and self.compiled.features.disambiguate):
            return frozenset()
        counts = Counter(id for citation in citations for id in {c.id for c in citation.cites})
        return frozenset(id for id, count in counts.items() if count > 1)

    def first_notes(self, citations: Sequence[Citation]) -> dict[str, int]:
        """The number of the first note that cites each item."""
        notes: dict[str, int] = {}
        for citation in citations:
            for cite in citation.cites:
                if citation.note_number:
                    notes.setdefault(cite.id, citation.note_number)
        return notes

    def sort(
        self,
        citations: Sequence[Citation],
        items: Mapping[str, ItemData],
        configs: Mapping[str, Config],
    ) -> list[Citation]:
        """The citations with their cites in the style's order, same names together if it groups.

        `configs` holds what disambiguation has found so far: it changes what names look like.
        """
        if not self.compiled.citation_sorter:
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
                found = self._sorted[memo] = self._sort(citation, items, configs)
            done.append(found)
        return done

    def _numbers(self, items: Iterable[ItemData | None]) -> tuple[int, ...]:
        """The numbers of items, where the style sorts cites by them."""
        if not self.compiled.citation_sorter.has_citation_number:
            return ()
        return tuple(data.number for data in items if data is not None)

    def _sort(
        self, citation: Citation, items: Mapping[str, ItemData], configs: Mapping[str, Config]
    ) -> Citation:
        sorter = self.compiled.citation_sorter

        def keys_of(cite: Cite) -> Keys:
            data = items[cite.id]
            config = configs.get(cite.id, PLAIN)._replace(suffix="")
            memo = (data, config, self._numbers([data]))
            found = self._sort_keys.get(memo)
            if found is None:
                context = partial(Context, data, config=config, citation_number=data.number)
                found = self._sort_keys[memo] = sorter.keys(context)
            return found

        def names_of(cite: Cite) -> str:
            return self.render_key(items[cite.id], configs.get(cite.id, PLAIN)).names

        def plain_names_of(cite: Cite) -> str:
            names = self.render_key(items[cite.id], PLAIN).names
            return collation_key(names, sorter.language)

        # DEVIATES from citeproc-js: the author in the sentence is that of the cite written first
        fixed = citation.cites[:1] if citation.mode == "textual" else ()
        cites = citation.cites[len(fixed) :]
        known = [cite for cite in cites if cite.id in items]
        unknown = [cite for cite in cites if cite.id not in items]
        if sorter.has_date:
            # DEVIATES from citeproc-js, which prints "2025b, a" where nothing else orders them.
            known.sort(key=lambda cite: _suffix_order(configs.get(cite.id, PLAIN).suffix))
        ordered = sorter.sort(known, keys_of)
        if self.options.groups_cites:
            ordered = _group(ordered, keys_of, names_of, plain_names_of)
        return replace(citation, cites=(*fixed, *ordered, *unknown))

    def format_all(
        self,
        citations: Sequence[Citation],
        places: Sequence[tuple[Place, ...]],
        items: Mapping[str, ItemData],
        configs: Mapping[str, Config],
        first_notes: Mapping[str, int],
        render_entry: RenderEntry,
    ) -> tuple[FormattedCitation, ...]:
        """All citations of a scope; what is the same as in the last call is taken from there."""
        if not self.compiled.features.first_note:
            first_notes = {}  # else notes that move would be formatted again for nothing
        numbers = [data.number for data in items.values()]
        scope = Scope(items, configs, numbers, first_notes, self.cited_again(citations))
        last = self._last if self._last[0] == scope else None
        formatted: list[FormattedCitation] = []
        for index, (citation, place) in enumerate(zip(citations, places, strict=True)):
            if last is not None and index < len(last[1]):
                before, before_place, found = last[1][index]
                if citation is before and place == before_place:
                    formatted.append(found)
                    continue
            formatted.append(self._format(citation, place, scope, render_entry))
        self._last = (scope, list(zip(citations, places, formatted, strict=True)))
        return tuple(formatted)

    def _format(
        self,
        citation: Citation,
        places: Sequence[Place],
        scope: Scope,
        render_entry: RenderEntry,
    ) -> FormattedCitation:
        """One citation, rendered unless nothing that it prints has changed."""
        key = self._memo_key(citation, places, scope)
        found = self._formatted.get(key)
        if found is None:
            found = self._render(citation, places, scope, key, render_entry)
            self._formatted[key] = found
        return found

    def _memo_key(self, citation: Citation, places: Sequence[Place], scope: Scope) -> object:
        features = self.compiled.features
        parts: list[object] = [citation.mode, citation.infix, citation.in_sentence]
        for cite, place in zip(citation.cites, places, strict=False):
            data = scope.items.get(cite.id)
            parts.append(
                (
                    cite,
                    data,
                    scope.configs.get(cite.id, PLAIN),
                    place.position,
                    place.near_note if features.near_note else False,
                    scope.first_notes.get(cite.id, 0) if features.first_note else 0,
                    place.first_note if features.first_note else 0,
                    data.number
                    if data and (features.citation_number or cite.mode == "full")
                    else 0,
                    cite.id in scope.cited_again,
                )
            )
        return tuple(parts)

    def _render(
        self,
        citation: Citation,
        places: Sequence[Place],
        scope: Scope,
        key: Hashable | None,
        render_entry: RenderEntry,
    ) -> FormattedCitation:
        if len(citation.cites) > 1 and (
            citation.mode == "each"
            or (citation.mode == "textual-each" and not self.options.is_note)
        ):
            return self._render_each(citation, places, scope, key, render_entry)
        if citation.mode == "each":
            citation = replace(
                citation, cites=tuple(map(self._sentence.spell_locator, citation.cites))
            )
        parts = []
        for cite, place in zip(citation.cites, places, strict=False):
            data = scope.items.get(cite.id)
            if data is None:
                parts.append(_unknown(cite))
            else:
                config = scope.configs.get(cite.id, PLAIN)
                parts.append(self._part(cite, data, config, place, render_entry))
        authors: list[Node] = []
        in_sentence = {"textual": 1, "textual-each": len(parts)}.get(citation.mode, 0)
        for index, part in enumerate(parts[:in_sentence]):
            if part.cite.id in scope.items:
                author, parts[index] = self._split_author(part)
                authors.append(Tagged("cite", [author], part.cite.id))
        layout = self.compiled.citation_layout(parts[0].item.language if parts else "")
        collapsed = collapse_cites(parts, self.options, layout, self.range_delimiter)
        if not authors and collapsed and _prints_nothing(collapsed):
            collapsed[0] = replace(collapsed[0], node=NO_PRINTED_FORM)
        marks = self.compiled.typography.marks
        is_note = self.options.is_note
        if citation.mode == "each":
            layout, is_note = replace(layout.without_affixes(), format=None), False
        elif is_note and citation.in_sentence:
            layout, is_note = layout.without_affixes(), False
        elif all(cite.mode in BARE_MODES for cite in citation.cites):
            layout = layout.without_affixes()
        content = join_cites(collapsed, layout, marks, is_note)
        return self._finished(citation, content, authors, collapsed, key)

    def _render_each(
        self,
        citation: Citation,
        places: Sequence[Place],
        scope: Scope,
        key: Hashable | None,
        render_entry: RenderEntry,
    ) -> FormattedCitation:
        """Every cite a citation of its own, one behind the other."""
        joined: list[Node] = []
        for cite, place in zip(citation.cites, places, strict=False):
            single = replace(citation, cites=(cite,))
            node = self._format(single, (place,), scope, render_entry).content
            joined += [JOINT, node] if joined else [node]
        cited = tuple(cite.id for cite in citation.cites)
        return FormattedCitation(Formatted(joined), None, cited, key)

    def _finished(
        self,
        citation: Citation,
        content: Node,
        authors: Sequence[Node],
        parts: Sequence[CitePart],
        key: Hashable | None,
    ) -> FormattedCitation:
        typography = self.compiled.typography
        cited = tuple(part.cite.id for part in parts)
        if not authors:
            finished = finish(content, typography)
            if citation.mode == "each" and cited:
                finished = Tagged("each", [finished], cited[0])
            return FormattedCitation(finished, None, cited, key)
        has_comma = len(authors) > 1 and any(JOINT in plain(author) for author in authors)
        linked = Formatted(authors, delimiter=JOINT_OF_LISTS if has_comma else JOINT)
        if self.options.is_note:
            return FormattedCitation(
                finish(content, typography), finish(linked, typography), cited, key
            )
        if is_empty(content):
            return FormattedCitation(finish(linked, typography), None, cited, key)
        infix = citation.infix or ("" if is_raised(content) else " ")
        if infix[:1].isalnum():
            infix = f" {infix}"
        if infix[-1:].isalnum():
            infix = f"{infix} "
        whole = Formatted([linked, infix, content])
        return FormattedCitation(finish(whole, typography), None, cited, key)

    def _part(
        self, cite: Cite, data: ItemData, config: Config, place: Place, render_entry: RenderEntry
    ) -> CitePart:
        if cite.mode == "full":
            return CitePart(cite, data, render_entry(data, config))
        node = self._cite_node(cite, data, config, place)
        names = find(node, "names")
        if cite.mode == "author-only":
            # Notes name authors in full, a sentence does not.
            is_short = names is not None and not self.options.is_note
            node = names if is_short and names is not None else self._sentence.author_of(cite, data)
        elif cite.mode == "suppress-author" and names is not None:
            rest = replace_node(node, names, None)
            node = rest if rest is not None else ""
        number = find(node, "citation-number")
        alone = number is not None and prints_only(node, number)
        return CitePart(cite, data, node, config.suffix, data.number if alone else 0)

    def _cite_node(self, cite: Cite, data: ItemData, config: Config, place: Place) -> Node:
        memo = self._cite_key(data, config, cite, place)
        found = self._cites.get(memo)
        if found is None:
            ctx = Context(
                data,
                config=config,
                locator=cite.locator,
                position=place.position,
                near_note=place.near_note,
                first_note=place.first_note,
                citation_number=data.number,
                all_names=cite.all_names,
            )
            nodes = self.compiled.citation_layout(data.language).render(ctx)
            node: Node = nodes[0] if len(nodes) == 1 else Formatted(nodes)
            found = self._cites[memo] = node
        return found

    def _cite_key(
        self, data: ItemData, config: Config, cite: Cite, place: Place
    ) -> tuple[Hashable, ...]:
        """What a cite's node is made of."""
        features = self.compiled.features
        return (
            data,
            config,
            cite.locator,
            place.position if features.position else Position.FIRST,
            place.near_note if features.near_note else False,
            place.first_note if features.first_note else 0,
            data.number if features.citation_number else 0,
            cite.all_names,
        )

    def _split_author(self, part: CitePart) -> tuple[Node, CitePart]:
        """The author of a textual citation, and the cite without it."""
        names = find(part.node, "names")
        rest = replace_node(part.node, names, None) if names is not None else part.node
        is_gone = rest is None or is_empty(rest)
        if not (is_gone and self.options.is_note):  # a note has to say something
            part = replace(part, node=rest if rest is not None else "")
        if names is not None and not self.options.is_note:
            return names, part
        return self._sentence.author_of(part.cite, part.item), part


def _suffix_order(suffix: str) -> tuple[bool, int]:
    """Year suffixes count as a last key; without one comes last."""
    return not suffix, suffix_rank(suffix)


def _prints_nothing(parts: Sequence[CitePart]) -> bool:
    """Whether the first cite prints nothing, where that is not what its author asks for.

    As citeproc-js has it, affixes are something, and later cites are just left out.
    """
    first = parts[0]
    if not is_empty(first.node) or not first.is_bare:
        return False
    is_reduced = first.cite.mode in BARE_MODES or first.cite.mode == "suppress-author"
    return not is_reduced or all(is_empty(part.node) for part in parts)


def _group(
    cites: Sequence[Cite],
    keys_of: Callable[[Cite], Keys],
    names_of: Callable[[Cite], str],
    order_of: Callable[[Cite], str],
) -> list[Cite]:
    """Sorted cites with the same names brought together.

    A group stands where the first key of its first cite puts it; groups that this does not set
    apart are ordered by their names, without what disambiguation has added to them. Cites without
    names come last of these.
    """
    places: dict[str | None, int] = {}
    groups: dict[str, tuple[int, bool, str]] = {}
    for cite in cites:
        place = places.setdefault(keys_of(cite).value(0), len(places))
        names = names_of(cite)
        groups.setdefault(names, (place, not names, order_of(cite)))
    return sorted(cites, key=lambda cite: groups[names_of(cite)])


def _unknown(cite: Cite) -> CitePart:
    """A cite of an item that is not there: its key, so that the place is seen."""
    return CitePart(cite, ItemData(Item(cite.id)), Formatted([f"{cite.id}?"], BOLD))
