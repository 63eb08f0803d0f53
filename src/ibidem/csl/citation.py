"""One citation: its rendered cites grouped, collapsed, given their affixes and joined."""

from __future__ import annotations

from collections.abc import Sequence

from ibidem.csl.collapse import CitePart, collapse_groups, collapse_numbers, group_cites
from ibidem.csl.layout import Layout
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Formatted, Literal, Node, Tagged
from ibidem.csl.rewrite import find, is_empty, plain

STOPS = frozenset(",.;")
SPACE_AFTER_PREFIX = frozenset(")]?!.,;:")


def collapse_cites(
    parts: Sequence[CitePart],
    options: CitationOptions,
    layout: Layout,
    range_delimiter: str,
    is_sorted: bool,
) -> list[CitePart]:
    """The cites as printed, each with the delimiter before it."""
    if options.collapse == "citation-number":
        after = options.after_collapse_delimiter
        return collapse_numbers(parts, layout.delimiter, range_delimiter, after)
    if options.groups_cites:
        groups = group_cites(parts, is_sorted)
        return collapse_groups(groups, options, layout.delimiter, range_delimiter)
    return list(parts)


def join_cites(parts: Sequence[CitePart], layout: Layout, marks: QuoteMarks) -> Node:
    """The finished sequence of cites inside the layout's affixes and format."""
    nodes: list[Node] = []
    before: CitePart | None = None
    for part in parts:
        if is_empty(part.node) and not part.cite.prefix and not part.cite.suffix:
            continue
        if before is not None:
            delimiter = layout.delimiter if part.delimiter is None else part.delimiter
            nodes.append(Literal(_seam(delimiter, before, part), "affix"))
        nodes.extend(_with_affixes(part, marks))
        before = part
    return Formatted(nodes, layout.format, layout.prefix, layout.suffix)


def _seam(delimiter: str, before: CitePart, part: CitePart) -> str:
    """The delimiter, without the mark that the author's own affixes already bring."""
    if before.cite.suffix.rstrip()[-1:] in STOPS or part.cite.prefix.lstrip()[:1] in STOPS:
        if part.cite.prefix.lstrip()[:1] in STOPS and part.cite.prefix:
            return delimiter.lstrip(",.; ") or ("" if part.cite.prefix else " ")
        if before.cite.suffix:
            return " "
    return delimiter


def _with_affixes(part: CitePart, marks: QuoteMarks) -> list[Node]:
    cite = part.cite
    nodes: list[Node] = []
    if cite.prefix.strip():
        prefix = cite.prefix.strip()
        last = prefix[-1]
        spaced = last.isalnum() or last in SPACE_AFTER_PREFIX or last == ">"
        nodes.extend(_affix(prefix + (" " if spaced or cite.prefix[-1] == " " else ""), marks))
    nodes.append(Tagged("cite", [part.node], cite.id))
    if cite.suffix.strip():
        suffix = cite.suffix.rstrip() if cite.suffix[0] != " " else " " + cite.suffix.strip()
        spaced = suffix[0].isalnum() or suffix[0] in "&[(<"
        nodes.extend(_affix((" " if spaced else "") + suffix, marks))
    return nodes


def _affix(text: str, marks: QuoteMarks) -> list[Node]:
    """An affix as the author typed it: markup is read, plain text joins like a style's affix."""
    return [
        Literal(node, "affix") if isinstance(node, str) else node
        for node in parse_markup(text, marks)
    ]


def capitalize_first_term(node: Node, done: list[bool] | None = None) -> Node:
    """A term that begins the note or entry begins a sentence (suite: magic_CapitalizeFirst…)."""
    if isinstance(node, Literal):
        if node.kind == "term" and node.text:
            return Literal(node.text[0].upper() + node.text[1:], node.kind)
        return node
    if isinstance(node, str):
        return node
    for index, child in enumerate(node.children):
        if is_empty(child):
            continue
        if isinstance(node, Formatted) and node.prefix and plain(child):
            return node
        changed = capitalize_first_term(child)
        if changed is child:
            return node
        from ibidem.csl.rewrite import with_children

        return with_children(node, [*node.children[:index], changed, *node.children[index + 1 :]])
    return node


def first_names(node: Node) -> Tagged | None:
    """The names of a cite that its sentence may take over."""
    return find(node, "names")
