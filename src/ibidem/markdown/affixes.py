"""Affixes between two worlds: Python-Markdown's elements and the processor's text with markup.

Emphasis and the like become CSL's inline markup. Everything else (links, formulas, code, a nested
citation) travels through the processor as one private character and is put back afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from ibidem.syntax import FIRST_PRIVATE, is_part_of_number, private_sign

MARKUP = {"em": "i", "i": "i", "strong": "b", "b": "b", "sup": "sup", "sub": "sub"}

ATOM = "data-ibidem-atom"
"""The attribute of a marked piece: its number on the page."""

_STASHED = re.compile(r"\x02([^\x02\x03]*)\x03")
_LINE_BREAK = re.compile(r"\s*\n\s*")


class Atoms:
    """The pieces of one page that the processor shall not look into.

    `read_signs` is what the host makes of dashes and the like in text that it never sees again.
    With `marked`, elements carry their number (`ATOM`), for hosts that find them in the page later.
    """

    def __init__(
        self, *, read_signs: Callable[[str], str] | None = None, marked: bool = False
    ) -> None:
        self._pieces: list[Element | str] = []
        self._numerals: dict[tuple[str, str | None], str] = {}
        """The characters for markup in numbers, by its tag and its text."""
        self._read_signs = read_signs
        self.marked = marked

    def keep(self, piece: Element | str) -> str:
        """A character that stands for the piece."""
        if self.marked and isinstance(piece, Element):
            piece.set(ATOM, str(len(self._pieces)))
        self._pieces.append(piece)
        return private_sign(len(self._pieces) - 1)

    def _keep_numeral(self, piece: Element) -> str:
        """The same character for the same markup: places with the same number are the same place."""
        written = piece.tag, piece.text
        if written not in self._numerals:
            self._numerals[written] = self.keep(piece)
        return self._numerals[written]

    def split(self, text: str) -> list[Element | str]:
        """The text in parts: plain text and pieces. Text cannot forge a host's placeholder."""
        if text.isprintable():  # most is: no private and no control characters
            return [text]
        parts: list[Element | str] = [""]
        for character in text:
            index = ord(character) - FIRST_PRIVATE
            if 0 <= index < len(self._pieces):
                piece = self._pieces[index]
                may_repeat = isinstance(piece, Element) and piece.tag in MARKUP
                parts += [copy(piece) if may_repeat else piece, ""]
            elif character not in "\x02\x03":
                parts[-1] = f"{parts[-1]}{character}"
        return parts

    def __iter__(self) -> Iterator[Element | str]:
        return iter(self._pieces)

    def read_affix(self, element: Element) -> str:
        """The content of an element as text for the processor."""
        if not len(element):
            return self._read_text(element.text)
        pieces = [self._read_text(element.text)]
        for child in element:
            tag = MARKUP.get(child.tag) if isinstance(child.tag, str) else None
            tail, child.tail = child.tail, None
            if child.tag == "br":  # as other breaks of lines are
                pieces.append(" ")
            elif not tag or set(child.attrib):
                pieces.append(self.keep(child))
            elif not len(child) and is_part_of_number(pieces):
                pieces.append(self._keep_numeral(child))
            else:
                pieces.append(f"<{tag}>{self.read_affix(child)}</{tag}>")
            pieces.append(self._read_text(tail))
        return "".join(pieces)

    def _read_text(self, text: str | None) -> str:
        """Escapes resolved, line breaks as spaces, stashed text (raw HTML, entities) kept."""
        plain = text or ""
        if self._read_signs is not None:
            plain = self._read_signs(plain)
        if "\x02" in plain:
            plain = _STASHED.sub(self._read_stashed, plain)
        return _LINE_BREAK.sub(" ", plain) if "\n" in plain else plain

    def _read_stashed(self, found: re.Match[str]) -> str:
        return chr(int(found[1])) if found[1].isdigit() else self.keep(found[0])


def append_text(parent: Element, text: str, atoms: Atoms) -> None:
    """Add text behind what the element holds, pieces put back in their places. It is final."""
    for part in atoms.split(text):
        if isinstance(part, Element):
            parent.append(part)
        elif part:
            append_plain(parent, part)


def append_plain(parent: Element, text: str) -> None:
    """Add text that holds no pieces."""
    if len(parent):
        last = parent[-1]
        last.tail = AtomicString((last.tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)
