"""The first word of a note or an entry: a term of the locale gets a capital there.

CSL leaves terms in lower case ("ibid."); whether one begins a sentence is known only where cites
and entries are put together. The suite's magic_CapitalizeFirstOccurringTerm fixes the behaviour.
"""

from __future__ import annotations

from ibidem.csl.output import Formatted, Literal, Node, Tagged
from ibidem.csl.rewrite import is_empty, with_children


def capitalize_first_term(node: Node) -> Node:
    """The node with its first word capitalized, if that is a term of the locale."""
    return _capitalize(node)[0]


def capitalize_first_of(nodes: list[Node]) -> list[Node]:
    """The nodes with the first word of all capitalized, if that is a term of the locale."""
    done = list(nodes)
    for index, node in enumerate(nodes):
        done[index], goes_on = _capitalize(node)
        if done[index] is not node or not goes_on:
            break
    return done


def _capitalize(node: Node) -> tuple[Node, bool]:
    """The node, and whether the search goes on behind it."""
    if isinstance(node, Literal):
        if node.kind == "term" and node.text:
            start = int(node.text[0] in "[(")  # the term itself may be in brackets: [no date]
            text = node.text[: start + 1].upper() + node.text[start + 1 :]
            return Literal(text, node.kind), False
        return node, not node.text
    if isinstance(node, str):
        return node, not node
    if isinstance(node, Tagged) and node.tag == "citation-number":
        return node, True  # the entry begins behind it
    if isinstance(node, Formatted) and _has_word(node.prefix) and not is_empty(node):
        return node, False
    for index, child in enumerate(node.children):
        changed, goes_on = _capitalize(child)
        if changed is not child:
            rest = [*node.children[:index], changed, *node.children[index + 1 :]]
            return with_children(node, rest), False
        if not goes_on:
            return node, False
    return node, True


def _has_word(prefix: str) -> bool:
    """Whether a prefix begins the sentence itself: "see" does, a bracket does not."""
    return any(map(str.isalnum, prefix))
