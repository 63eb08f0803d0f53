"""Private characters: each stands for something that neither the syntax nor the processor reads.

Hosts put one in the place of a link, a formula, code or a nested citation, and the thing itself back
into its place when all is formatted. Markup in a number has one of another kind before its text, for the
text is read. What stands in some elements of HTML is left alone where it is.
"""

from __future__ import annotations

from typing import Final

FIRST_PRIVATE: Final = 0xF0000
LAST_PRIVATE: Final = 0xFFFFD
"""The private characters of plane 15: no font and no bibliography uses them."""
FIRST_MARKUP: Final = 0x100000
LAST_MARKUP: Final = 0x10FFFD
"""Those of plane 16 stand for markup, in the same order."""

OPAQUE_TAGS: Final = "a|code|kbd|pre|samp|tt|var"
"""The elements of HTML for links and code, as a pattern: no text in them cites anything."""


def private_sign(number: int) -> str:
    """The character of that number, counted from 0; all that are too many share the last."""
    return chr(min(FIRST_PRIVATE + number, LAST_PRIVATE))


def markup_sign(number: int) -> str:
    """The character of that number before a text with markup, in what is read as a number."""
    return chr(ord(private_sign(number)) - FIRST_PRIVATE + FIRST_MARKUP)


def read_sign(sign: str) -> tuple[int, bool]:
    """The number of either, and whether it stands for markup.

    >>> read_sign(private_sign(7)), read_sign(markup_sign(7))
    ((7, False), (7, True))
    """
    is_markup = ord(sign) >= FIRST_MARKUP
    return ord(sign) - (FIRST_MARKUP if is_markup else FIRST_PRIVATE), is_markup
