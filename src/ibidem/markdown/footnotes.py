"""The author's footnotes, of a page or of a docstring, as Python-Markdown has put them at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.util import BLOCK_LEVEL_ELEMENTS

from ibidem.markdown.inline import MARK

_BLOCKS: Final = frozenset(BLOCK_LEVEL_ELEMENTS)


def find_words_behind(root: Element) -> Iterator[tuple[int, bool]]:
    """The citations in footnotes by the identity of their elements, each with whether words of its
    block follow it, also in or behind markup. Another citation is words."""
    for division in root.iter("div"):
        if division.get("class") == "footnote":
            yield from _read_backwards(division)


def _read_backwards(division: Element) -> Iterator[tuple[int, bool]]:
    """From the end, and without recursion: hosts nest as deep as their own stack goes."""
    has_words = False
    waiting: list[Element | str | None] = [division]
    while waiting:
        piece = waiting.pop()
        if piece is None:  # a block begins or ends
            has_words = False
        elif isinstance(piece, str):
            has_words = has_words or bool(piece.replace(NBSP_PLACEHOLDER, "").strip())
        elif piece.get(MARK) is not None:
            yield id(piece), has_words
            has_words = True
        elif not _leads_to_note(piece):
            edge = [None] if piece.tag in _BLOCKS else []
            waiting += [*edge, piece.text or ""]
            for child in piece:
                waiting += [child, child.tail or ""]
            waiting += edge


def _leads_to_note(element: Element) -> bool:
    """Whether it is the mark of a note or the link back to it: neither is words."""
    return element.get("class") == "footnote-backref" or element.get("id", "").startswith("fnref")
