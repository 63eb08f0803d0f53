"""Parts of a text that hold no citation, where the host has not taken them out by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_MATH = re.compile(r"\$\$[^$]+\$\$|\$(?!\s)[^$\n]*(?<![\s\\$])\$(?!\d)")
_UNREAD = re.compile(
    r"""
      <[A-Za-z/][^<>]*>
    | <!-- (?: (?!<!--|-->) . )* -->
    | (?<!@)\{[^{}\n]*\}
    | !\[ (?: [^\[\]] | \[[^\[\]]*\] )* \] (?=[(\[])
    | (?<=\])\( [ ]* (?: <[^<>\n]*> | [^\s()<>]+ ) \s+ (?: "[^"]*" | '[^']*' ) [ ]* \)
    """,
    re.VERBOSE | re.DOTALL,
)

Span = tuple[int, int]


def find_math(text: str) -> Iterator[Span]:
    """Formulas, where no extension knows them."""
    return (found.span() for found in _MATH.finditer(text))


def find_unread(text: str) -> Iterator[Span]:
    """What the host reads after groups: tags, comments, lists of attributes with values, texts of
    images, titles of links."""
    for found in _UNREAD.finditer(text):
        if found[0][0] != "{" or '="' in found[0] or "='" in found[0]:
            yield found.span()


class Stretches:
    """Such parts of one text after the other, found when first asked for."""

    def __init__(self, signs: tuple[str, ...], find: Callable[[str], Iterator[Span]]) -> None:
        self.signs = signs
        """Without any of them there are none."""
        self.find = find
        self._text = ""
        self._found: list[Span] = []

    def holds(self, text: str, at: int) -> bool:
        """Whether the place is inside of one."""
        if not any(sign in text for sign in self.signs):
            return False
        if self._text is not text:
            self._text, self._found = text, list(self.find(text))
        return any(start < at < end for start, end in self._found)
