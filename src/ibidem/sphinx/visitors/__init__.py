"""What each builder prints for the nodes of `ibidem.sphinx.nodes`: one module for each output.

A class that a module leaves out is printed as its base class is (docutils falls back on it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from ibidem.sphinx import nodes
from ibidem.sphinx.visitors import html, latex, man, texinfo, text

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Visitor: TypeAlias = Callable[[Any, Any], None]

NODES = (
    nodes.csl_citation,
    nodes.csl_cite,
    nodes.csl_address,
    nodes.csl_small_caps,
    nodes.csl_underline,
    nodes.csl_upright,
    nodes.csl_group_heading,
    nodes.csl_bibliography,
    nodes.csl_entry,
    nodes.csl_entry_text,
    nodes.csl_display,
    nodes.csl_back_links,
)
WRITERS = {"html": html, "latex": latex, "text": text, "man": man, "texinfo": texinfo}


def add_nodes(app: Sphinx) -> None:
    """Register the node classes with the visitors that are written for them."""
    for node in NODES:
        visitors: dict[str, Any] = {}
        for name, writer in WRITERS.items():
            visit: Visitor | None = getattr(writer, f"visit_{node.__name__}", None)
            if visit is not None:
                visitors[name] = (visit, getattr(writer, f"depart_{node.__name__}", None))
        app.add_node(node, **visitors)
    app.add_node(nodes.pending_citation)
    app.add_node(nodes.pending_atom)
    app.add_node(nodes.pending_bibliography)
