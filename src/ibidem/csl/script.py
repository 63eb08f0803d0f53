"""Which script text is written in: East Asian ones have neither spaces nor italics."""

from __future__ import annotations

from typing import Final

FULL_WIDTH: Final = (
    ("\u1100", "\u11ff"), ("\u2e80", "\u9fff"), ("\ua960", "\ua97f"), ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"), ("\uff00", "\uffef"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip
"""First and last characters of the scripts that write names without spaces, the family name first.

No regular expression: such wide ranges take long to compile, and few texts get past the first test.
"""


def is_full_width(text: str) -> bool:
    """Whether text begins with an East Asian character."""
    char = text[:1]
    return char >= FULL_WIDTH[0][0] and any(first <= char <= last for first, last in FULL_WIDTH)


def is_romanesque(text: str) -> bool:
    """Whether a name is written in a script that separates its parts by spaces."""
    return not text or any(char.isalpha() and not is_full_width(char) for char in text)


def is_east_asian(text: str) -> bool:
    """Whether text has East Asian characters, and letters of no other script."""
    return not text.isascii() and any(map(is_full_width, text)) and not is_romanesque(text)
