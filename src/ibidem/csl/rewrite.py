"""Rewrites of output trees: text mapped leaf by leaf, tagged nodes found, removed or replaced.

Trees are shared between cites, so nothing is changed in place: a rewrite returns the node itself
where it changes nothing, a new node where it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ibidem.csl.markup import NO_DECORATION, NOCASE
from ibidem.csl.output import Formatted, Link, Literal, Node, Tagged
from ibidem.csl.text_case import apply_case

PERIOD: Final = re.compile(r"\.(?![a-z])(?!(?<=\d\.)\d)")

ORDINAL: Final = re.compile(r"\d+\. (?=\w)")


def with_children(node: Formatted | Tagged | Link, children: list[Node]) -> Node:
    """The same node around other children."""
    if isinstance(node, Formatted):
        return type(node)(
            children, node.format, node.prefix, node.suffix, node.delimiter, node.quotes,
            node.display, node.is_markup,
        )  # fmt: skip
    if isinstance(node, Tagged):
        return Tagged(node.tag, children, node.value)
    return Link(node.href, children)


def plain(node: Node) -> str:
    """The text of an unfinished tree with its affixes and delimiters: enough to compare."""
    if isinstance(node, str):
        return node
    if isinstance(node, Literal):
        return node.text
    if isinstance(node, Formatted):
        inner = node.delimiter.join([text for child in node.children if (text := plain(child))])
        return node.prefix + inner + node.suffix if inner else ""
    return "".join([plain(child) for child in node.children])


def is_empty(node: Node) -> bool:
    """Whether the node prints nothing."""
    if isinstance(node, str):
        return not node
    if isinstance(node, Literal):
        return not node.text
    for child in node.children:  # noqa: SIM110 - a generator for each node would cost more than all
        if not is_empty(child):
            return False
    return True


def prints_only(node: Node, target: Node) -> bool:
    """Whether all text of a tree but affixes is inside `target`."""
    if node is target:
        return True
    if isinstance(node, (str, Literal)):
        return is_empty(node)
    return all(prints_only(child, target) for child in node.children)


def find(node: Node, tag: str) -> Tagged | None:
    """The first node with this tag, in reading order."""
    if isinstance(node, (str, Literal)):
        return None
    if isinstance(node, Tagged) and node.tag == tag:
        return node
    for child in node.children:
        found = find(child, tag)
        if found is not None:
            return found
    return None


def find_all(node: Node, tag: str) -> Iterator[Tagged]:
    """All outermost nodes with this tag, in reading order."""
    if isinstance(node, Tagged) and node.tag == tag:
        yield node
    elif not isinstance(node, (str, Literal)):
        for child in node.children:
            yield from find_all(child, tag)


def find_author(node: Node) -> Tagged | None:
    """The names that a cite is known by: those of the author or what stands in for them.

    Others are it only if the cite begins with them, as citeproc-js has it: behind a date or a title
    come those who did something else (2004, transl. by Smith).
    """
    names = find(node, "names")
    if names is None or names.value in ("author", "", None):
        return names
    first = next((it for it in _leaves(node, names) if not isinstance(it, Literal)), None)
    return names if first is names else None


def _leaves(node: Node, target: Node) -> Iterator[Node]:
    """What prints something, in reading order; dates and the target as a whole."""
    if node is target or (isinstance(node, Tagged) and node.tag == "date"):
        yield node
    elif isinstance(node, (str, Literal)):
        if plain(node).strip():
            yield node
    else:
        for child in node.children:
            yield from _leaves(child, target)


def replace(node: Node, target: Node, new: Node | None) -> Node | None:
    """The tree with one node replaced by another, or removed."""
    if node is target:
        return new
    if isinstance(node, (str, Literal)):
        return node
    for index, child in enumerate(node.children):
        changed = replace(child, target, new)
        if changed is not child:
            rest = [*node.children[:index], changed, *node.children[index + 1 :]]
            return with_children(node, [child for child in rest if child is not None])
    return node


def keep_only(node: Node, target: Node) -> Node | None:
    """The tree with nothing in it but one node, in what is around that; None if it is not there."""
    if node is target:
        return node
    if isinstance(node, (str, Literal)):
        return None
    for child in node.children:
        kept = keep_only(child, target)
        if kept is not None:
            return with_children(node, [kept])
    return None


def map_leaves(nodes: list[Node], change: Callable[[str], str]) -> list[Node]:
    """Nodes with the text of every leaf changed; affixes stay."""
    changed: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            changed.append(change(node))
        elif isinstance(node, Literal):
            changed.append(Literal(change(node.text), node.kind))
        else:
            changed.append(with_children(node, map_leaves(node.children, change)))
    return changed


def without_periods(nodes: list[Node]) -> list[Node]:
    """CSL 1.0.2, strip-periods: of the content, not of affixes.

    DEVIATES from its letter, as citeproc-js does: what an item or the style says itself keeps those
    within a word (`example.org`), or a number (2.1 is not 21, and `3. Auflage` begins with an
    ordinal); terms lose all.
    """
    changed: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            ordinal = ORDINAL.match(node)
            start = ordinal.end() if ordinal else 0
            changed.append(node[:start] + PERIOD.sub("", node[start:]))
        elif isinstance(node, Literal):
            changed.append(Literal(node.text.replace(".", ""), node.kind))
        else:
            changed.append(with_children(node, without_periods(node.children)))
    return changed


def with_case(nodes: list[Node], case: str, language: str) -> list[Node]:
    """The text case applied to the leaves as one running text."""
    if len(nodes) == 1 and isinstance(nodes[0], str):
        return list(apply_case([(nodes[0], False)], case, language))
    segments = list(_segments(nodes, False))
    changed = iter(apply_case(segments, case, language))
    return map_leaves(nodes, lambda _text: next(changed))


def _segments(nodes: list[Node], protected: bool) -> Iterator[tuple[str, bool]]:
    for node in nodes:
        if isinstance(node, str):
            yield node, protected
        elif isinstance(node, Literal):
            yield node.text, protected
        else:
            yield from _segments(node.children, protected or _is_protected(node))


def _is_protected(node: Node) -> bool:
    if isinstance(node, Tagged):
        return node.tag in (NOCASE, "year-suffix")
    if isinstance(node, Formatted) and node.format is NO_DECORATION:
        return True
    if isinstance(node, Formatted) and node.is_markup and node.format:
        return bool(node.format.vertical_align or node.format.font_variant)
    return False
