"""cs:group: children joined by a delimiter, and silent when all variables that it calls are empty."""

from __future__ import annotations

from collections.abc import Sequence

from ibidem.csl.compile import Compiled, Compiler, decorate
from ibidem.csl.output import Formatted, Node
from ibidem.csl.rendering import enclose_element, group_of, join
from ibidem.csl.style import Element


def compile_group(element: Element, compiler: Compiler) -> Compiled:
    delimiter = element.get("delimiter")
    children = compiler.compile_children(element, delimiter)
    around = decorate(element, delimiter=delimiter)

    def join_bare(nodes: Sequence[Node]) -> Node:
        is_alone = len(nodes) == 1
        return enclose_element(nodes[0]) if is_alone else Formatted(nodes, delimiter=delimiter)

    if decorate(element) is join:
        return Compiled(
            children.asks, lambda traits: group_of(children.row(traits), join_bare, enclose_element)
        )
    return Compiled(
        children.asks,
        lambda traits: group_of(children.row(traits), around, lambda node: around([node])),
    )
