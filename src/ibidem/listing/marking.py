"""Rewrites of finished entries: names in bold, the prefix or number of a label, no label at all.

All of it goes by what the nodes of the output tree say they are; text is never searched, so a title
that holds the name stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_
from typing import Final

from ibidem.csl.output import Format, Formatted, Link, Literal, Node, Tagged, iter_text, rewrap
from ibidem.listing.names import NameQuery
from ibidem.model import Name

BOLD: Final = Format(font_weight="bold")
PERSONS: Final = frozenset(("name", "last-name"))
LABELS: Final = frozenset(("citation-number", "citation-label"))

Change = Callable[[Tagged], Node]


def highlight_names(node: Node, queries: Sequence[NameQuery]) -> Node:
    """The entry with the names asked for in bold; a dash that stands for one stays as it is."""

    def mark(person: Tagged) -> Node:
        name = person.value
        is_asked = isinstance(name, Name) and any(query.matches(name) for query in queries)
        if not is_asked or not any(map(str.isalpha, "".join(iter_text(person)))):
            return person
        return Tagged(person.tag, [Formatted(person.children, BOLD)], name)

    return change_tagged(node, PERSONS, mark)


def prefix_labels(node: Node, prefix: str) -> Node:
    """The entry, or citation, with a prefix to its numbers and labels, inside their brackets."""

    def put(label: Tagged) -> Node:
        text = "".join(iter_text(label))
        # of "No. 1" the number has it, of "[Doe20]" the word
        is_sought = str.isdecimal if label.tag == "citation-number" else str.isalnum
        start = next((place for place, char in enumerate(text) if is_sought(char)), 0)
        return Tagged(label.tag, _insert(label.children, start, prefix), label.value)

    return change_tagged(node, LABELS, put)


def number_label(node: Node, number: int) -> Node:
    """The entry with another number."""

    def renumber(label: Tagged) -> Node:
        old = str(label.value)
        return Tagged(
            label.tag, [_replace_text(child, old, str(number)) for child in label.children], number
        )

    return change_tagged(node, frozenset(("citation-number",)), renumber)


def drop_label(node: Node) -> Node:
    """The entry without what stands in its left margin."""
    if isinstance(node, (str, Literal)):
        return node
    if isinstance(node, Formatted) and node.display == "left-margin":
        return ""
    children = [
        child if isinstance(child, str) else drop_label(child)  # most are text
        for child in node.children
    ]
    if isinstance(node, Formatted) and node.display == "right-inline":
        return Formatted(children, node.format)
    return _with_children(node, children)


def run_in(node: Node) -> Node:
    """The entry as running text: no label in its margin, its blocks with a space between them."""
    return _run_in(drop_label(node), _Gap())


class _Gap:
    """Between what was printed so far and what comes."""

    def __init__(self) -> None:
        self.ends_in_space = True
        self.is_open = False
        """Whether a block begins or ends here."""

    def lead(self, text: str) -> str:
        """The text with the space that is due before it."""
        if not text.strip():
            return "" if self.is_open else text
        if self.is_open:
            text = text.lstrip() if self.ends_in_space else " " + text.lstrip()
        self.ends_in_space = text[-1].isspace()
        self.is_open = False
        return text


def _run_in(node: Node, gap: _Gap) -> Node:
    if isinstance(node, str):
        return gap.lead(node)
    if isinstance(node, Literal):
        return Literal(gap.lead(node.text), node.kind)
    is_block = isinstance(node, Formatted) and node.display != ""
    gap.is_open |= is_block
    children = [_run_in(child, gap) for child in node.children]
    gap.is_open |= is_block
    if isinstance(node, Formatted) and is_block:
        return Formatted(children, node.format)
    return _with_children(node, children)


def change_tagged(node: Node, tags: frozenset[str], change: Change) -> Node:
    """The tree with every outermost node of these tags changed; the node itself if none is."""
    if isinstance(node, (str, Literal)):
        return node
    if isinstance(node, Tagged) and node.tag in tags:
        return change(node)
    return _with_children(node, [change_tagged(child, tags, change) for child in node.children])


def _with_children(node: Formatted | Tagged | Link, children: list[Node]) -> Node:
    """The node around these children; the node itself if they are its own."""
    if all(map(is_, children, node.children)):
        return node
    return rewrap(node, children)


def _insert(nodes: list[Node], start: int, text: str) -> list[Node]:
    """The nodes with a text put in before their character number `start`."""
    done: list[Node] = []
    for node in nodes:
        length = sum(map(len, iter_text(node)))
        if not 0 <= start < length:
            done.append(node)
        elif isinstance(node, str):
            done.append(node[:start] + text + node[start:])
        elif isinstance(node, Literal):
            done.append(Literal(node.text[:start] + text + node.text[start:], node.kind))
        else:
            done.append(rewrap(node, _insert(node.children, start, text)))
        start -= length
    return done


def _replace_text(node: Node, old: str, new: str) -> Node:
    if isinstance(node, str):
        return node.replace(old, new, 1)
    if isinstance(node, Literal):
        return Literal(node.text.replace(old, new, 1), node.kind)
    return rewrap(node, [_replace_text(child, old, new) for child in node.children])
