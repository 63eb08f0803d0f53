"""cs:group: children joined by a delimiter, and silent when all variables that it calls are empty."""

from __future__ import annotations

from ibidem.csl.compile import Compiled, Compiler, decorate
from ibidem.csl.element import Element
from ibidem.csl.output import Formatted, Node
from ibidem.csl.rendering import enclose_node, group_of, join


def compile_group(element: Element, compiler: Compiler) -> Compiled:
    delimiter = element.get("delimiter")
    children = compiler.compile_children(element, delimiter)
    around = decorate(element, delimiter=delimiter)

    def join_bare(nodes: list[Node]) -> Node:
        is_alone = len(nodes) == 1
        return enclose_node(nodes[0]) if is_alone else Formatted(nodes, delimiter=delimiter)

    if decorate(element) is join:
        return children.as_one(lambda row: group_of(row, join_bare, enclose_node))
    return children.as_one(lambda row: group_of(row, around, lambda node: around([node])))
