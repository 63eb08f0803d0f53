"""cs:group: children joined by a delimiter, and silent when all variables that it calls are empty.

What a group has seen is combined bottom-up (CSL 1.0.2, Group): it is kept if a variable was
rendered, or if it printed text without having called any variable.
"""

from __future__ import annotations

from collections.abc import Sequence

from ibidem.csl.compile import Compiler, Decorate, decorate, run
from ibidem.csl.context import EMPTY, NOTHING, RENDERED, TERM, Context, Render, Rendered
from ibidem.csl.style import Element


def compile_group(element: Element, compiler: Compiler) -> Render:
    delimiter = element.get("delimiter")
    renders = compiler.compile_children(element, delimiter)
    return render_group(renders, decorate(element, delimiter=delimiter))


def render_group(renders: Sequence[Render], decorate_group: Decorate) -> Render:
    def render(ctx: Context) -> Rendered:
        nodes, status = run(renders, ctx)
        if status & RENDERED or (status & TERM and not status & EMPTY):
            # To a group around it, a group or macro that is kept counts as a variable.
            return (decorate_group(nodes) if nodes else None), RENDERED
        return None, EMPTY if status & EMPTY else NOTHING

    return render
