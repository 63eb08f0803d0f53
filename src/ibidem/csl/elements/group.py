"""cs:group: children joined by a delimiter, and silent when all variables that it calls are empty.

What a group has seen is combined bottom-up (CSL 1.0.2, Group): it is kept if a variable was
rendered, or if it printed text without having called any variable.
"""

from __future__ import annotations

from collections.abc import Sequence

from ibidem.csl.compile import Compiler, Decorate, decorate, run
from ibidem.csl.context import EMPTY, NOTHING, RENDERED, TERM, Context, Render, Rendered
from ibidem.csl.output import Formatted, Node
from ibidem.csl.style import Element


def compile_group(element: Element, compiler: Compiler) -> Render:
    delimiter = element.get("delimiter")
    renders = compiler.compile_children(element, delimiter)
    around = decorate(element, delimiter=delimiter)

    def decorate_group(nodes: Sequence[Node]) -> Node:
        only = nodes[0] if len(nodes) == 1 else None
        node = around(nodes)
        # The spaces of affixes mind where a formatted element stands (`ibidem.csl.finish`).
        return Formatted(nodes) if node is only and isinstance(only, Formatted) else node

    return render_group(renders, decorate_group)


def render_group(renders: Sequence[Render], decorate_group: Decorate) -> Render:
    def render(ctx: Context) -> Rendered:
        nodes, status = run(renders, ctx)
        if status & RENDERED or (status & TERM and not status & EMPTY):
            # To a group around it, a group or macro that is kept counts as a variable.
            return (decorate_group(nodes) if nodes else None), RENDERED
        return None, EMPTY if status & EMPTY else NOTHING

    return render
