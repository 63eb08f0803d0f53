"""Where the list of a page goes: `[[bibliography]]`, or what other tools write for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

if TYPE_CHECKING:
    from ibidem.markdown.conversion import Conversion

LIST = "data-ibidem-list"
"""The attribute of an element that waits for a list: `cited` or `all`."""

PRIORITY = 78
"""Behind indented code (80), before mkdocstrings (75), which shares the sign `:::`."""

_MARKER = re.compile(
    r"""
      (?P<cited> \[\[bibliography\]\] | \\bibliography
               | :::+[ ]*\{[ ]*\#refs[ ]*\}[ ]*(?:\n:::+)? )
    | (?P<all>   \[\[full[ _-]bibliography\]\] | \\full_bibliography )
    """,
    re.VERBOSE,
)
_DIV_END = re.compile(r":::+\s*")


class ListMarker(BlockProcessor):
    """A paragraph that is a marker becomes the place of the list."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md.parser)
        self.conversion = conversion

    def test(self, parent: Element, block: str) -> bool:
        is_marker = _MARKER.fullmatch(block.strip()) is not None
        return is_marker and not self.conversion.is_excluded

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0).strip()
        found = _MARKER.fullmatch(block)
        kind = found.lastgroup if found else None
        SubElement(parent, "div", {LIST: kind or "cited"})
        is_open = block.startswith(":::") and "\n" not in block
        if is_open and blocks and _DIV_END.fullmatch(blocks[0]):
            blocks.pop(0)


def find_marker(source: str) -> bool:
    """Whether a text holds a marker as a paragraph of its own."""
    return any(_MARKER.fullmatch(block.strip()) for block in source.split("\n\n"))


def find_lists(root: Element) -> list[Element]:
    """The places that wait for a list."""
    return [element for element in root.iter("div") if element.get(LIST)]
