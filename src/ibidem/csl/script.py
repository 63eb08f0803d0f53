"""Which script text is written in: East Asian ones have neither spaces nor italics."""

from __future__ import annotations

import re

# Scripts that write names without spaces, the family name first.
FULL_WIDTH = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)


def is_romanesque(text: str) -> bool:
    """Whether a name is written in a script that separates its parts by spaces."""
    return not text or any(char.isalpha() and not FULL_WIDTH.match(char) for char in text)


def is_east_asian(text: str) -> bool:
    """Whether text has East Asian characters, and letters of no other script."""
    return not text.isascii() and FULL_WIDTH.search(text) is not None and not is_romanesque(text)
