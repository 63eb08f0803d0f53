"""One citation: its rendered cites grouped, collapsed, given their affixes and joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ibidem.csl.collapse import CitePart, collapse_groups, collapse_numbers, group_cites
from ibidem.csl.layout import Layout
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Literal, Node, Tagged
from ibidem.csl.rewrite import is_empty
from ibidem.csl.sentence_start import capitalize_first_term
from ibidem.model import Cite

SENTENCE_END: Final = re.compile(r"[.!?][\"'\u201d\u2019]?\s+$")

# How an author's affix must begin to be joined like one of the style.
JOINED: Final = frozenset(" .!?")

STOPS: Final = frozenset(",.;")
SPACE_AFTER_PREFIX: Final = frozenset(")]?!.,;:&")
SPACE_BEFORE_SUFFIX: Final = frozenset("&[(<")
CLOSING_QUOTES: Final = "\"'\u201d\u2019\u00bb"
TAG: Final = re.compile(r"<[^>]+>")
OPEN_TAGS: Final = re.compile(r"(?:<(?:i|b|sup|sub|sc|span[^<>]*)>)+")


def collapse_cites(
    parts: Sequence[CitePart],
    options: CitationOptions,
    layout: Layout,
    range_delimiter: str,
) -> list[CitePart]:
    """The cites as printed, each with the delimiter before it."""
    if options.collapse == "citation-number":
        after = options.after_collapse_delimiter
        return collapse_numbers(parts, layout.delimiter, range_delimiter, after)
    if options.groups_cites:
        groups = group_cites(parts)
        return collapse_groups(groups, options, layout.delimiter, range_delimiter)
    return list(parts)


def join_cites(parts: Sequence[CitePart], layout: Layout, marks: QuoteMarks, is_note: bool) -> Node:
    """The finished sequence of cites inside the layout's affixes and format.

    In notes, a term that begins a sentence is capitalized: at the start, or after the author's own
    words if these end a sentence (suite: magic_CapitalizeFirstOccurringTerm).
    """
    nodes: list[Node] = []
    before: CitePart | None = None
    for part in parts:
        if is_empty(part.node) and not part.cite.prefix and not part.cite.suffix:
            continue
        if before is not None:
            delimiter = layout.delimiter if part.delimiter is None else part.delimiter
            nodes.append(Literal(_seam(delimiter, before, part), "delimiter"))
        node = part.node
        if is_note and _begins_sentence(part.cite.prefix, before is None):
            node = capitalize_first_term(node)
        nodes.extend(_with_affixes(node, part.cite, marks))
        before = part
    return layout.around(nodes)


def _seam(delimiter: str, before: CitePart, part: CitePart) -> str:
    """The delimiter, without the mark that the author's own affixes already bring."""
    prefix, suffix = part.cite.prefix.strip(), before.cite.suffix.strip()
    if prefix and prefix[0] in STOPS:
        return ""
    if _ends_itself(suffix) and not delimiter.strip(",.; \u00a0\u202f"):
        return delimiter and " "
    return delimiter


def _ends_itself(suffix: str) -> bool:
    """Whether an author's suffix brings the mark between cites: a sentence does (". He denies it."),
    an abbreviation does not ("pp. 3 ff.", "etc."), nor what is left of one behind a locator ("p. 3f.",
    "2. Aufl.")."""
    if suffix[-1:] in (",", ";"):
        return True
    return suffix[:2] == ". " and suffix[-1:] == "." and len(suffix.split()) > 2


def _with_affixes(node: Node, cite: Cite, marks: QuoteMarks) -> list[Node]:
    nodes: list[Node] = []
    if cite.prefix.strip():
        prefix = cite.prefix.strip()
        spaced = cite.prefix[-1] == " " or asks_for_space_behind(prefix)
        nodes.extend(_affix(prefix + (" " if spaced else ""), "prefix", marks))
    nodes.append(Tagged("cite", [node], cite.id))
    if cite.suffix.strip():
        suffix = cite.suffix.rstrip() if cite.suffix[0] != " " else " " + cite.suffix.strip()
        spaced = asks_for_space_before(suffix)
        nodes.extend(_affix((" " if spaced else "") + suffix, "suffix", marks))
    return nodes


def asks_for_space_before(suffix: str) -> bool:
    """Whether the author's words begin with one, or with a mark that a space stands before, maybe
    in italics."""
    tags = OPEN_TAGS.match(suffix)
    first = suffix[tags.end() : tags.end() + 1] if tags else suffix[:1]
    return first.isalnum() or first in SPACE_BEFORE_SUFFIX


def asks_for_space_behind(prefix: str) -> bool:
    """Whether the author's words end with one, or with a mark that a space follows, maybe in
    quotes."""
    last = TAG.sub("", prefix).rstrip(CLOSING_QUOTES)[-1:]
    return last.isalnum() or last in SPACE_AFTER_PREFIX


def _affix(text: str, kind: str, marks: QuoteMarks) -> list[Node]:
    """An affix as the author typed it: markup is read, plain text joins like a style's affix."""
    nodes = list(parse_markup(text, marks))
    if isinstance(nodes[0], str) and text[0] in JOINED:
        nodes[0] = Literal(nodes[0], kind)
    return nodes


def _begins_sentence(prefix: str, is_first: bool) -> bool:
    """Whether a cite begins a sentence: first of all, or after a prefix that ends one.

    A single word with a full stop is taken for an abbreviation.
    """
    if not prefix.strip():
        return is_first
    return " " in prefix.strip() and SENTENCE_END.search(prefix) is not None
