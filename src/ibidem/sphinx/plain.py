"""Builders that know no nodes but docutils' own: ours become what is nearest.

The translators of Sphinx fall back on the base of a class that they don't know. Those of other
builders may go by the names of classes, and break off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ibidem.sphinx.environment import find_builder
from ibidem.sphinx.nodes import (
    csl_address,
    csl_back_links,
    csl_bibliography,
    csl_citation,
    csl_cite,
    csl_display,
    csl_entry,
    csl_entry_text,
    csl_group_heading,
    csl_small_caps,
    csl_underline,
    csl_upright,
)
from ibidem.sphinx.visitors import WRITERS

if TYPE_CHECKING:
    from typing import Any

GENERAL = ("", "xml", "pseudoxml")
"""Formats that print any node, or none."""
PLAIN: dict[type[nodes.Element], type[nodes.Element]] = {
    csl_citation: nodes.inline,
    csl_address: nodes.inline,
    csl_small_caps: nodes.inline,
    csl_underline: nodes.inline,
    csl_upright: nodes.inline,
    csl_display: nodes.inline,
    csl_bibliography: nodes.container,
    csl_entry: nodes.container,
    csl_entry_text: nodes.paragraph,
    csl_group_heading: nodes.rubric,
}
"""Lists have no bullets: their entries may have labels."""


class PlainNodes(SphinxPostTransform):
    """Leave nodes of docutils alone to builders that we print nothing for ourselves."""

    # Behind `PlaceCitations` (5).
    default_priority = 6

    def is_supported(self) -> bool:
        return find_builder(self.env).format not in (*GENERAL, *WRITERS)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, csl_back_links):
                node.parent.remove(node)
            elif isinstance(node, csl_cite):
                node.replace_self(_make_link(node))
            elif type(node) in PLAIN:
                made = PLAIN[type(node)]()
                made.extend(_find_children(node))
                node.replace_self(made)


def _find_children(node: nodes.Element) -> list[nodes.Node]:
    """The children; a blank keeps parts apart that stood in columns or lines of their own."""
    return [*node.children, nodes.Text(" ")] if _is_apart(node) else node.children


def _is_apart(node: nodes.Element) -> bool:
    return isinstance(node, csl_display) and node is not node.parent.children[-1]


def _make_link(node: csl_cite) -> nodes.reference:
    uri = str(node["refuri"])
    place = {"refid": uri[1:]} if uri.startswith("#") else {"refuri": uri}
    return nodes.reference("", "", *node.children, internal=True, **place)
