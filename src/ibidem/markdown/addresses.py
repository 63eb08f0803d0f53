"""Attributes of elements are text: what was taken out of a text goes back into them.

The host puts a placeholder for whatever a pattern has found. It resolves those in the address of a
link by one level only, and where brackets and quotation marks do not pair it may cut the last one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX

from ibidem.markdown.inline import MARK, put_back

if TYPE_CHECKING:
    from ibidem.markdown.conversion import Conversion

PRIORITY: Final = 19
"""Right behind inline markup (20)."""

_PLACEHOLDER: Final = re.compile(rf"{INLINE_PLACEHOLDER_PREFIX}([0-9]*){ETX}?")


class RestoreAttributes(Treeprocessor):
    """Replaces the placeholders in attributes by what they stand for; affixes come back to their
    citations."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md)
        self.conversion = conversion

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.get(MARK) is not None:
                put_back(element)
            for name, value in element.items():
                if INLINE_PLACEHOLDER_PREFIX in value:
                    element.set(name, self._restore(value))
                    if element.tail and element.tail.startswith(ETX):  # the end of one that was cut
                        element.tail = element.tail[len(ETX) :]

    def _restore(self, value: str) -> str:
        while INLINE_PLACEHOLDER_PREFIX in value:  # one may stand for a text that holds others
            value = _PLACEHOLDER.sub(self._read, value)
        return value

    def _read(self, placeholder: re.Match[str]) -> str:
        """The text; nothing for a number that was cut, or kept by another stage than the host's."""
        stage = self.md.treeprocessors["inline"]
        if not isinstance(stage, InlineProcessor):
            return ""
        node: Element | str = stage.stashed_nodes.get(placeholder[1], "")
        if isinstance(node, str):
            return node
        number = node.get(MARK)
        if number is not None:
            return self.conversion.findings.citations[int(number)].text
        return "".join(node.itertext())
