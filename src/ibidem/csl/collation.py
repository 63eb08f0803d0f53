"""Keys that sort text as readers expect: letters before accents and case, numbers by value.

A light stand-in for the Unicode collation algorithm at its first level, good for Latin, Greek and
Cyrillic scripts; other scripts sort by code point.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that decomposition does not take apart.
FOLDED = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t",
    }
)  # fmt: skip

DIGITS = re.compile(r"\d+")
TAGS = re.compile(r"</?(?:i|b|sc|sup|sub|span)(?:\s[^<>]*)?>")
WORD_BREAK = " "
"""Lower than all letters and digits, so that a shorter word comes first."""


@lru_cache(maxsize=16384)
def collation_key(text: str) -> str:
    """The key of a text; empty if the text has neither letters nor digits."""
    text = TAGS.sub("", text) if "<" in text else text
    text = text.replace("\u00a0", "")  # it joins what belongs to one word
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(FOLDED)
    kept = []
    for char in decomposed:
        category = unicodedata.category(char)
        if category[0] in "LN" or category == "Sm":
            kept.append(char)
        elif char in " \n\t":
            kept.append(WORD_BREAK)
    words = "".join(kept).split()
    return WORD_BREAK.join(DIGITS.sub(lambda match: match[0].zfill(12), word) for word in words)
