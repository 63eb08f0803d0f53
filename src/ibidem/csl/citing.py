"""Citations: their cites rendered, collapsed, joined, finished; each kept by what it depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Mapping, Sequence
from typing import Final, NamedTuple

from ibidem.csl.bibliography import NO_PRINTED_FORM
from ibidem.csl.citation import (
    asks_for_space_before,
    asks_for_space_behind,
    collapse_cites,
    join_cites,
)
from ibidem.csl.cites import Cites, RenderEntry, unknown_part
from ibidem.csl.collapse import CitePart
from ibidem.csl.context import PLAIN, Config
from ibidem.csl.finish import finish
from ibidem.csl.item_data import ItemData
from ibidem.csl.layout import CompiledStyle, Layout
from ibidem.csl.markup import parse_markup
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Formatted, FormattedCitation, Node, Tagged, is_raised
from ibidem.csl.position import Place
from ibidem.csl.rewrite import is_empty, plain
from ibidem.model import Citation
from ibidem.record import replace

# Parts that stand for themselves: the layout's brackets are for the whole of a citation.
BARE_MODES: Final = frozenset(("author-only", "full"))

JOINT: Final = ", "
JOINT_OF_LISTS: Final = "; "
"""Between works that are spoken of in a sentence."""


class Scope(NamedTuple):
    """What all citations of a scope share: in equal ones a citation prints the same."""

    items: dict[str, ItemData]
    configs: Mapping[str, Config]
    numbers: Mapping[str, int]
    """The citation numbers: items are compared without them."""
    first_notes: Mapping[str, int]
    cited_again: Container[str]


class LastCall(NamedTuple):
    """What the last call has formatted, in the order given."""

    scope: Scope | None
    done: list[tuple[Citation, tuple[Place, ...], FormattedCitation]]


class Citing:
    """Formats citations in one compiled style; holds memos, no state."""

    def __init__(
        self,
        compiled: CompiledStyle,
        options: CitationOptions,
        cites: Cites,
        render_entry: RenderEntry,
    ) -> None:
        self.compiled = compiled
        self.options = options
        self.cites = cites
        self.render_entry = render_entry
        self.range_delimiter = compiled.locale.term("citation-range-delimiter") or "\u2013"
        self._formatted: dict[object, FormattedCitation] = {}
        self._last = LastCall(None, [])

    def cited_again(self, citations: Sequence[Citation]) -> frozenset[str]:
        """The items with more than one citation, where that may make their cites look alike."""
        if not (self.options.is_note and self.compiled.features.disambiguate):
            return frozenset()
        counts = Counter(id for citation in citations for id in {c.id for c in citation.cites})
        return frozenset(id for id, count in counts.items() if count > 1)

    def format_all(
        self,
        citations: Sequence[Citation],
        places: Sequence[tuple[Place, ...]],
        items: dict[str, ItemData],
        configs: Mapping[str, Config],
        first_notes: Mapping[str, int],
    ) -> tuple[FormattedCitation, ...]:
        """All citations of a scope; what is the same as in the last call is taken from there."""
        if not self.compiled.features.first_note:
            first_notes = {}  # else notes that move would be formatted again for nothing
        numbers = {id: data.number for id, data in items.items()}
        scope = Scope(items, configs, numbers, first_notes, self.cited_again(citations))
        done = self._last.done if self._last.scope == scope else []
        formatted: list[FormattedCitation] = []
        for index, (citation, place) in enumerate(zip(citations, places, strict=True)):
            if index < len(done):
                before, before_place, found = done[index]
                if citation is before and place == before_place:
                    formatted.append(found)
                    continue
            formatted.append(self._format(citation, place, scope))
        self._last = LastCall(scope, list(zip(citations, places, formatted, strict=True)))
        return tuple(formatted)

    def _format(
        self, citation: Citation, places: Sequence[Place], scope: Scope
    ) -> FormattedCitation:
        """One citation, rendered unless nothing that it prints has changed."""
        key = self._memo_key(citation, places, scope)
        found = self._formatted.get(key)
        if found is None:
            found = self._render(citation, places, scope, key)
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
                    self.cites.position(place),
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
    ) -> FormattedCitation:
        if len(citation.cites) > 1 and (
            citation.mode == "each"
            or (citation.mode == "textual-each" and not self.options.is_note)
        ):
            return self._render_each(citation, places, scope, key)
        if citation.mode == "each":
            citation = replace(
                citation, cites=tuple(map(self.cites.sentence.spell_locator, citation.cites))
            )
        parts = self._render_cites(citation, places, scope)
        authors: list[Node] = []
        in_sentence = {"textual": 1, "textual-each": len(parts)}.get(citation.mode, 0)
        for index, part in enumerate(parts[:in_sentence]):
            if part.cite.id in scope.items:
                author, parts[index] = self.cites.split_author(part)
                authors.append(Tagged("cite", [author], part.cite.id))
        layout = self.compiled.citation_layout(parts[0].item.language if parts else "")
        collapsed = collapse_cites(parts, self.options, layout, self.range_delimiter)
        is_blank = not authors and bool(collapsed) and _prints_nothing(collapsed)
        if is_blank:
            collapsed[0] = replace(collapsed[0], node=NO_PRINTED_FORM)
        around, is_note = self._around(citation, layout)
        content = join_cites(collapsed, around, self.compiled.typography.marks, is_note)
        done = self._finished(citation, content, authors, collapsed, key)
        return replace(done, is_blank=True) if is_blank else done

    def _render_cites(
        self, citation: Citation, places: Sequence[Place], scope: Scope
    ) -> list[CitePart]:
        parts = []
        for cite, place in zip(citation.cites, places, strict=False):
            data = scope.items.get(cite.id)
            if data is None:
                parts.append(unknown_part(cite))
            else:
                config = scope.configs.get(cite.id, PLAIN)
                parts.append(self.cites.part(cite, data, config, place, self.render_entry))
        return parts

    def _around(self, citation: Citation, layout: Layout) -> tuple[Layout, bool]:
        """What is printed around the cites, and whether they begin a note of their own."""
        is_note = self.options.is_note
        if citation.mode == "each":
            return layout.without_affixes()._replace(format=None), False
        if is_note and citation.in_sentence:
            return layout.without_affixes(), False
        if all(cite.mode in BARE_MODES for cite in citation.cites):
            return layout.without_affixes()._replace(format=None), is_note
        return layout, is_note

    def _render_each(
        self,
        citation: Citation,
        places: Sequence[Place],
        scope: Scope,
        key: Hashable | None,
    ) -> FormattedCitation:
        """Every cite a citation of its own, one behind the other."""
        joined: list[Node] = []
        is_blank = False
        for cite, place in zip(citation.cites, places, strict=False):
            done = self._format(replace(citation, cites=(cite,)), (place,), scope)
            joined += [JOINT, done.content] if joined else [done.content]
            is_blank = is_blank or done.is_blank
        cited = tuple(cite.id for cite in citation.cites)
        return FormattedCitation(Formatted(joined), None, cited, key, is_blank)

    def _finished(
        self,
        citation: Citation,
        content: Node,
        authors: list[Node],
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
        whole = Formatted([linked, *self._infix(citation.infix, content), content])
        return FormattedCitation(finish(whole, typography), None, cited, key)

    def _infix(self, words: str, content: Node) -> list[Node]:
        """What stands between an author and the rest; a raised number follows without a space."""
        before = " " if asks_for_space_before(words) else ""
        behind = " " if not words or asks_for_space_behind(words) else ""
        text = before + words + ("" if is_raised(content) else behind)
        return parse_markup(text, self.compiled.typography.marks)


def _prints_nothing(parts: Sequence[CitePart]) -> bool:
    """Whether the first cite prints nothing, where that is not what its author asks for.

    As citeproc-js has it, affixes are something, and later cites are just left out.
    """
    first = parts[0]
    if not is_empty(first.node) or not first.is_bare:
        return False
    is_reduced = first.cite.mode in BARE_MODES or first.cite.mode == "suppress-author"
    return not is_reduced or all(is_empty(part.node) for part in parts)
