"""Ids that are on a page before ours: those that the author gives, which stay as they are.

Attributes in braces, `# References {#refs}`, get to their elements only when the page is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AtomicString

from ibidem.listing import take_id
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.page_lists import wanted_id

_BRACES: Final = re.compile(r"\{([^{}\n]*)\}")
_ID: Final = re.compile(r"(?:^|[\s:])#([^\s#.=]+)|\bid=[\"']?([^\s\"']+)")

_ATTRIBUTES: Final = re.compile(
    r"""\{(?:"[^"\n]*"|'[^'\n]*'|[^}"'\n]|"(?![^"\n]*")|'(?![^'\n]*'))*\}"""
)
"""One list of attributes in braces. A quotation mark without another one means nothing; each can be read
in one way only, or a text without an end would be tried in all of them."""


def find_ids(md: Markdown, root: Element) -> set[str]:
    """The ids that elements of the page have, or will get by `attr_list`."""
    found = {identity for element in root.iter() if (identity := element.get("id"))}
    if "attr_list" in md.treeprocessors:
        found.update(_find_coming(root))
    return found


def _find_coming(root: Element) -> Iterator[str]:
    for element in root.iter():
        for text in (element.text, element.tail):
            if text and "{" in text and not isinstance(text, AtomicString):
                for braces in _BRACES.finditer(text):
                    yield from (one or other for one, other in _ID.findall(braces[1]))


def take_attributes(md: Markdown, element: Element) -> dict[str, str]:
    """The attributes in braces right behind an element, if `attr_list` is loaded. They are no part of
    the text then, which goes on with what stands behind them."""
    tail = element.tail or ""
    braces = _ATTRIBUTES.match(tail)
    if braces is None or "attr_list" not in md.treeprocessors:
        return {}
    parent = Element("span")
    stand_in = SubElement(parent, "span")
    # what else is in braces, ` {: #works }`, may be about the block
    stand_in.tail = braces[0]
    md.treeprocessors["attr_list"].run(parent)
    element.tail = (stand_in.tail or "") + tail[braces.end() :]
    given: dict[str, Any] = dict(stand_in.attrib)  # None for one without a value
    return {name: value or "" for name, value in given.items()}


def with_free_id(request: ListRequest, used: set[str]) -> ListRequest:
    """The request of a list, with another id where this one is used."""
    wanted = wanted_id(request)
    if wanted not in used:
        return request
    attributes = {**dict(request.attributes), "id": take_id(wanted, used)}
    return request._replace(attributes=tuple(attributes.items()))
