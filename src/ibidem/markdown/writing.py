"""Formatted citations as elements of the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from markdown.util import AtomicString

from ibidem import Node, to_html
from ibidem.markdown.affixes import ATOM, Atoms, graft
from ibidem.markdown.inline import MARK
from ibidem.markdown.reading import Place

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold; bibliographies do, by accident."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the cites of a page lead."""

    href: Callable[[str], str | None]
    """From a key to its entry; None for no link."""
    tooltip: Callable[[str], str]
    """The entry as plain text; empty for none."""


def write_citation(place: Place, content: Node, targets: Targets, atoms: Atoms) -> None:
    """Fill the citation's element."""
    element = place.element
    tail, atom = element.tail, element.get(ATOM)
    identity = f"citation-{int(element.get(MARK, '0')) + 1}"
    element.clear()
    element.tail = tail
    if atom is not None:  # it is in the affix of another citation
        element.set(ATOM, atom)
    element.set("class", "citation")
    element.set("data-cites", " ".join(place.keys))
    element.set("id", identity)
    write_content(element, content, None if place.is_linked else targets, atoms)
    if (tail or "").startswith("."):
        _drop_stop(element)


def _drop_stop(element: Element) -> None:
    """Take the full stop at the end away, which the text behind brings as well."""
    last = element
    while len(last) and not last[-1].tail:
        last = last[-1]
    if len(last):
        last[-1].tail = AtomicString((last[-1].tail or "").removesuffix("."))
    elif last.text:
        last.text = AtomicString(last.text.removesuffix("."))


def write_content(parent: Element, content: Node, targets: Targets | None, atoms: Atoms) -> None:
    """Add a finished tree to an element, its cites linked unless `targets` is None."""
    html = to_html(content, targets.href if targets else None)
    source = fromstring(f"<span>{_NO_XML.sub('', html)}</span>")
    if targets:
        for link in source.iter("a"):
            if link.get("role") == "doc-biblioref":
                _add_tooltip(link, targets)
    elif source.find(".//a") is not None:  # inside a link: DOIs and URLs stay text
        for link in list(source.iter("a")):
            link.tag, link.attrib = "span", {}
    graft(parent, source, atoms)


def _add_tooltip(link: Element, targets: Targets) -> None:
    text = targets.tooltip(link.get("href", ""))
    if text:
        link.set("title", text)
