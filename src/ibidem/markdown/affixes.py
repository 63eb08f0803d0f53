"""Affixes between two worlds: Python-Markdown's elements and the processor's text with markup.

Emphasis and the like become CSL's inline markup. Everything else (links, formulas, code, a nested
citation) travels through the processor as one private character and is put back afterwards. So is
markup in numbers: its character stands before the text, which the processor reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import Final
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from ibidem.markdown.inline import MARK
from ibidem.syntax import (
    FIRST_PRIVATE,
    LAST_MARKUP,
    is_in_number,
    is_part_of_number,
    markup_sign,
    private_sign,
    read_sign,
)

MARKUP: Final = {"em": "i", "i": "i", "strong": "b", "b": "b", "sup": "sup", "sub": "sub"}

ATOM: Final = "data-ibidem-atom"
"""The attribute of a marked piece: its number on the page."""

RAISED: Final = frozenset(("sup", "sub"))
"""Markup that means something in a number. (Styles format their locators as they like.)"""

SIGN: Final = re.compile(f"[{chr(FIRST_PRIVATE)}-{chr(LAST_MARKUP)}]")
"""The characters that stand for pieces."""
_HOST_SIGN: Final = re.compile("[\x02\x03]")
_PART_OF_WORD: Final = re.compile(r"[\w().:/]+")
"""Text that the processor leaves as it is in a number."""
_STASHED: Final = re.compile(r"\x02([^\x02\x03]*)\x03")
_LINE_BREAK: Final = re.compile(r"\s*\n\s*")


class Atoms:
    """The pieces of one page that the processor shall not look into.

    `read_signs` is what the host makes of dashes and the like in text that it never sees again.
    With `marked`, elements carry their number (`ATOM`), for hosts that find them in the page later.
    """

    def __init__(
        self, *, read_signs: Callable[[str], str] | None = None, marked: bool = False
    ) -> None:
        self._pieces: list[Element | str] = []
        self._numerals: dict[tuple[str, str, frozenset[tuple[str, str]]], str] = {}
        """The characters for markup in numbers, by its tag, its text and its attributes."""
        self._read_signs = read_signs
        self.marked = marked

    def keep(self, piece: Element | str) -> str:
        """A character that stands for the piece."""
        return private_sign(self._number(piece))

    def _number(self, piece: Element | str) -> int:
        if self.marked and isinstance(piece, Element):
            piece.set(ATOM, str(len(self._pieces)))
        self._pieces.append(piece)
        return len(self._pieces) - 1

    def _keep_numeral(self, piece: Element) -> str:
        """The text with a character before it, the same for the same markup: places with the same
        number are the same place."""
        written = piece.tag, piece.text or "", frozenset(piece.items())
        if written not in self._numerals:
            self._numerals[written] = markup_sign(self._number(piece))
        return f"{self._numerals[written]}{piece.text}"

    def split(self, text: str) -> list[Element | str]:
        """The text in parts: plain text and pieces. Text cannot forge a host's placeholder."""
        if text.isprintable():  # most is: no private and no control characters
            return [text]
        parts: list[Element | str] = []
        text, start = _HOST_SIGN.sub("", text), 0
        for sign in SIGN.finditer(text):
            number, is_markup = read_sign(sign[0])
            if number >= len(self._pieces):
                continue
            piece, end = self._pieces[number], sign.end()
            parts.append(text[start : sign.start()])
            if isinstance(piece, str) or not is_markup:
                parts.append(piece)
            elif text.startswith(piece.text or "", end):  # else the processor has changed the text
                parts.append(copy(piece))
                end += len(piece.text or "")
            start = end
        return [*parts, text[start:]]

    def holds_link(self, text: str) -> bool:
        """Whether a link is among the pieces in the text, or a citation, which may become one."""
        parts = () if text.isprintable() else self.split(text)
        return any(
            child.tag == "a" or child.get(MARK) is not None
            for part in parts
            if isinstance(part, Element)
            for child in part.iter()
        )

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
            elif _is_in_number(child, pieces):
                pieces.append(self._keep_numeral(child))
            elif not tag or set(child.attrib) or (not len(child) and is_part_of_number(pieces)):
                pieces.append(self.keep(child))
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
        if found[1].isdigit():
            return chr(int(found[1]))
        return markup_sign(self._number(found[0]))  # a tag, most often: there is text behind it


def _is_in_number(element: Element, before: Sequence[str]) -> bool:
    """Whether markup may be part of a number, and stay in it; or a link from figures."""
    text = element.text or ""
    if len(element) or not _PART_OF_WORD.fullmatch(text):
        return False
    if element.tag == "a":
        return text.isdecimal()
    if element.tag not in MARKUP or element.attrib:
        return False
    starts_number = element.tag in RAISED and any(map(str.isdigit, text))
    return starts_number or is_in_number(before, text)


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
