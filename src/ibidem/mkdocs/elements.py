"""Elements in finished HTML, as Python-Markdown writes it: well-formed, with `<` only in tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OUR_ID: Final = re.compile(r"(?:fn:|fnref:)?citation-|ref-|refs\b")


def find_end(html: str, at: int, tag: str) -> int:
    """Where the end tag of the element starts whose start tag ends at `at`."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b[^>]*>").finditer(html, at):
        depth += -1 if found[1] else 1
        if not depth:
            return found.start()
    return len(html)


def drop_ids(root: Element) -> None:
    """Several excerpts on one page have the same ids; their links lead to where these are."""
    for element in root.iter():
        if _OUR_ID.match(element.get("id", "")):
            del element.attrib["id"]
