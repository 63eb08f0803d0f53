"""HTML that is valid: the writer of HTML prints what the reference processor prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ibidem import Formatted, Link, Literal, Node, Tagged, replace, to_html

_NO_CSS: Final = '<span style="baseline">'
"""Text in the HTML is escaped: nothing but a tag of the writer looks like this."""


def valid_html(node: Node, href: Callable[[str], str | None] | None = None) -> str:
    """A finished tree as HTML for a page."""
    html = to_html(node, href)
    return to_html(_drop_baseline(node), href) if _NO_CSS in html else html


def _drop_baseline(node: Node) -> Node:
    """The tree without a format that changes nothing: inline elements stand on the baseline of what
    is around them by themselves. Styles have it around whole entries, with blocks in them."""
    if isinstance(node, (str, Literal)):
        return node
    children = list(map(_drop_baseline, node.children))
    if isinstance(node, Link):
        return Link(node.href, children)
    if isinstance(node, Tagged):
        return Tagged(node.tag, children, node.value)
    format = node.format
    if format is not None and format.vertical_align == "baseline":
        format = replace(format, vertical_align="")
    return Formatted(children, format, display=node.display)
