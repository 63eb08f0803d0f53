"""Parts of a text that hold no citation, where the host has not taken them out by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Final

from ibidem.syntax import OPAQUE_TAGS

_MATH: Final = re.compile(r"\$\$[^$]+\$\$|\$(?!\s)[^$\n]*(?<![\s\\$])\$(?!\d)")
_UNREAD: Final = re.compile(
    r"""
      <[A-Za-z/][^<>]*>
    | <!-- (?: (?!<!--|-->) . )* -->
    | <\? (?: (?!<\?|\?>) . )* \?>
    | <!\[CDATA\[ (?: (?!<!\[CDATA\[|\]\]>) . )* \]\]>
    | (?<!@)\{[^{}\n]*\}
    | !\[ (?: [^\[\]] | \[[^\[\]]*\] )* \] (?=[(\[])
    | (?<=\])\( [ ]* (?: <[^<>\n]*> | [^\s()<>]+ ) \s+ (?: "[^"]*" | '[^']*' ) [ ]* \)
    """,
    re.VERBOSE | re.DOTALL,
)
_TAG: Final = re.compile(rf"<(?P<slash>/?)(?P<name>{OPAQUE_TAGS})\b[^<>]*(?<!/)>", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[\[\]()]")
UNREAD_SIGNS: Final = ("<", "{", "![", "](")
"""Without any of them nothing is left unread."""

Span = tuple[int, int]


def find_math(text: str) -> Iterator[Span]:
    """Formulas, where no extension knows them."""
    return (found.span() for found in _MATH.finditer(text))


def find_unread(text: str) -> Iterator[Span]:
    """What the host reads after groups: tags, comments, processing instructions, lists of attributes
    with values, texts of images, addresses and titles of links; and what stands between tags of
    links and code."""
    yield from _find_addresses(text)
    yield from find_enclosed((found.span(), found[0]) for found in _TAG.finditer(text))
    for found in _UNREAD.finditer(text):
        if found[0][0] != "{" or '="' in found[0] or "='" in found[0]:
            yield found.span()


def _find_addresses(text: str) -> Iterator[Span]:
    """What stands in parentheses behind the text of a link; without a pair of them it is none."""
    depth, behind_text = 0, -1
    waiting: list[tuple[int, bool]] = []
    for found in _BRACKET.finditer(text):
        sign, at = found[0], found.start()
        if sign == "[":
            depth += 1
        elif sign == "]" and depth:
            depth, behind_text = depth - 1, at + 1
        elif sign == "(":
            waiting.append((at, at == behind_text))
        elif sign == ")" and waiting:
            start, is_address = waiting.pop()
            if is_address:
                yield start, found.end()


def find_enclosed(tags: Iterable[tuple[Span, str]]) -> Iterator[Span]:
    """From tags of HTML that begin a link or code to those that end it, given the places of tags."""
    name, start = "", 0
    for (at, end), written in tags:
        tag = _TAG.fullmatch(written)
        if tag and not tag["slash"] and not name:
            name, start = tag["name"].lower(), at
        elif tag and tag["slash"] and tag["name"].lower() == name:
            yield start, end
            name = ""


class Stretches:
    """Such parts of one text after the other, found when first asked for."""

    def __init__(self, signs: tuple[str, ...], find: Callable[[str], Iterable[Span]]) -> None:
        self.signs = signs
        """Without any of them there are none."""
        self.find = find
        self._text = ""
        self._starts: list[int] = []
        self._ends: list[int] = []
        """For each start the end that is farthest of those so far."""

    def holds(self, text: str, at: int) -> bool:
        """Whether the place is inside of one."""
        if self._text is not text:
            self._text = text
            has_any = any(map(text.__contains__, self.signs))
            found = sorted(self.find(text)) if has_any else []
            self._starts = [start for start, _ in found]
            self._ends = list(accumulate((end for _, end in found), max))
        before = bisect_left(self._starts, at) - 1
        return before >= 0 and at < self._ends[before]
