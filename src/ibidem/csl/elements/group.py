"""cs:group: children joined by a delimiter, and silent when all variables that it calls are empty.

What a group has seen is combined bottom-up (CSL 1.0.2, Group): it is kept if a variable was
rendered, or if it printed text without having called any variable.
"""

from __future__ import annotations

from collections.abc import Sequence

from ibidem.csl.compile import UNKNOWN, Children, Compiled, Compiler, Decorate, decorate, enclose
from ibidem.csl.context import EMPTY, NOTHING, RENDERED, TERM, Context, Rendered
from ibidem.csl.item_data import Shape
from ibidem.csl.output import Formatted, Node, Tagged
from ibidem.csl.style import Element


def compile_group(element: Element, compiler: Compiler) -> Compiled:
    delimiter = element.get("delimiter")
    children = compiler.compile_children(element, delimiter)
    around = decorate(element, delimiter=delimiter)

    def decorate_group(nodes: Sequence[Node]) -> Node:
        node = around(nodes)
        is_element = isinstance(node, (Formatted, Tagged))
        return enclose(nodes) if node is nodes[0] and is_element else node

    return compiled_group(children, decorate_group)


def compiled_group(children: Children, decorate_group: Decorate) -> Compiled:
    """A group of these children, as one element."""

    def render(ctx: Context) -> Rendered:
        nodes, status = children.run(ctx)
        if _is_kept(status):
            # To a group around it, a group or macro that is kept counts as a variable.
            return (decorate_group(nodes) if nodes else None), RENDERED
        return None, EMPTY if status & EMPTY else NOTHING

    def fate(shape: Shape) -> int:
        status = children.fate(shape)
        if _is_kept(status):
            return UNKNOWN
        return EMPTY if status & EMPTY else NOTHING

    return Compiled(render, fate)


def _is_kept(status: int) -> bool:
    """Whether a group with such children prints."""
    return bool(status & RENDERED or (status & TERM and not status & EMPTY))
