"""What stands around a node."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """The nodes around a node, from the innermost out."""
    around: nodes.Element | None = node.parent
    while around is not None:
        yield around
        around = around.parent


def is_inside(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    """Whether a node of one of these kinds is around it."""
    return any(isinstance(around, kinds) for around in ancestors(node))


def block_around(node: nodes.Node) -> nodes.Element | None:
    """The block that the node is running text of."""
    return next((it for it in ancestors(node) if not isinstance(it, nodes.Inline)), None)
