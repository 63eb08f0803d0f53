"""The first word of a note or an entry: a term of the locale gets a capital there.

CSL leaves terms in lower case ("ibid."); whether one begins a sentence is known only where cites
and entries are put together. The suite's magic_CapitalizeFirstOccurringTerm fixes the behaviour.
"""

from __future__ import annotations

from ibidem.csl.output import Formatted, Literal, Node
from ibidem.csl.rewrite import is_empty, with_children


def capitalize_first_term(node: Node) -> Node:
    """The node with its first word capitalized, if that is a term of the locale."""
    return _capitalize(node)[0]


def _capitalize(node: Node) -> tuple[Node, bool]:
    """The node, and whether the search goes on behind it."""
    if isinstance(node, Literal):
        if node.kind == "term" and node.text:
            return Literal(node.text[0].upper() + node.text[1:], node.kind), False
        return node, not node.text
    if isinstance(node, str):
        return node, not node
    if isinstance(node, Formatted) and node.prefix.strip() and not is_empty(node):
        return node, False
    for index, child in enumerate(node.children):
        changed, goes_on = _capitalize(child)
        if changed is not child:
            rest = [*node.children[:index], changed, *node.children[index + 1 :]]
            return with_children(node, rest), False
        if not goes_on:
            return node, False
    return node, True
