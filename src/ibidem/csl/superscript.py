"""Superscript characters: CSL prints them as plain ones, raised."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SUPERSCRIPT_BLOCKS: Final = (
    (0xAA, 0xBB), (0x2B0, 0x300), (0x1D2C, 0x1DC0), (0x2070, 0x2080), (0x2120, 0x2123),
    (0x3192, 0x31A0),
)  # fmt: skip

# Where Unicode keeps its superscript letters and digits; their plain form is in its database.
SUPERSCRIPTS: Final = {
    "ˀ": "ʔ",
    "ˁ": "ʕ",
    "ۥ": "و",
    "ۦ": "ي",
} | {
    char: unicodedata.normalize("NFKC", char)
    for start, end in SUPERSCRIPT_BLOCKS
    for char in map(chr, range(start, end))
    if unicodedata.decomposition(char).startswith("<super>")
}

RAISED: Final = re.compile(f"[{''.join(SUPERSCRIPTS)}]")
