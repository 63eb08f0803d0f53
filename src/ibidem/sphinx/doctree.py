"""The output tree as docutils nodes: the writer of this host."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from docutils import nodes

from ibidem import Format, Formatted, Link, Literal, Node, Tagged
from ibidem.sphinx.nodes import csl_address, csl_display, csl_small_caps, csl_underline, csl_upright

LinkCite: TypeAlias = Callable[[str, "list[nodes.Node]"], "list[nodes.Node]"]
"""The text of a cite of the item with this key, as it leads to the entry."""

SCHEMES = ("https://", "http://", "ftp://")
"""Of addresses that become links; others, from whatever data, stay text."""


def leave_unlinked(key: str, children: list[nodes.Node]) -> list[nodes.Node]:
    """A `LinkCite` for places where nothing may be a link."""
    return children


def to_doctree(
    node: Node, link_cite: LinkCite = leave_unlinked, *, links: bool = True
) -> list[nodes.Node]:
    """The nodes of a finished tree. `links`: whether DOIs and URLs are links or only text."""
    if isinstance(node, str):
        return [nodes.Text(node)] if node else []
    if isinstance(node, Literal):
        return [nodes.Text(node.text)] if node.text else []
    if isinstance(node, Tagged) and node.tag == "cite":
        # A link inside a link is nothing that a writer can print.
        linked = link_cite is not leave_unlinked
        children = _convert(node.children, leave_unlinked, links and not linked)
        return link_cite(str(node.value), children)
    children = _convert(node.children, link_cite, links)
    if isinstance(node, Link):
        return _write_link(node.href, children, links) if children else []
    if isinstance(node, Formatted) and children:
        return _format(node, children)
    return children


def _convert(children: list[Node], link_cite: LinkCite, links: bool) -> list[nodes.Node]:
    converted: list[nodes.Node] = []
    for child in children:
        for made in to_doctree(child, link_cite, links=links):
            # Everything in Sphinx walks through all nodes, many times: one text is one node.
            if isinstance(made, nodes.Text) and converted and isinstance(converted[-1], nodes.Text):
                converted[-1] = nodes.Text(converted[-1] + made)
            else:
                converted.append(made)
    return converted


def _write_link(href: str, children: list[nodes.Node], links: bool) -> list[nodes.Node]:
    if not (links and href.startswith(SCHEMES)):
        return [csl_address("", "", *children)]
    text = "".join(child.astext() for child in children)
    if text != href:  # else Sphinx knows that it is an address
        children = [csl_address("", "", *children)]
    return [nodes.reference("", "", *children, internal=False, refuri=href)]


def _format(node: Formatted, children: list[nodes.Node]) -> list[nodes.Node]:
    for wrap in _wrappers(node.format) if node.format else ():
        wrapper = wrap("", "")
        wrapper.extend(children)
        children = [wrapper]
    if node.display:
        part = csl_display("", "", display=node.display)
        part.extend(children)
        return [part]
    return children


def _wrappers(format: Format) -> list[type[nodes.TextElement]]:
    """The node classes that make the format, from the innermost out.

    Values that undo what is around (`normal`) are one class: no writer has a node for them.
    """
    wrappers: list[type[nodes.TextElement]] = []
    if format.font_style in ("italic", "oblique"):
        wrappers.append(nodes.emphasis)
    if format.font_variant == "small-caps":
        wrappers.append(csl_small_caps)
    if format.font_weight == "bold":
        wrappers.append(nodes.strong)
    if format.text_decoration == "underline":
        wrappers.append(csl_underline)
    if "normal" in (format.font_style, format.font_weight, format.font_variant):
        wrappers.append(csl_upright)
    if format.vertical_align in ("sup", "sub"):
        wrappers.append(nodes.superscript if format.vertical_align == "sup" else nodes.subscript)
    return wrappers
