"""Values of number variables: what is a number, what is more than one (CSL 1.0.2, Number)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

SEPARATOR = re.compile(r"\s*(?:,?\s*\band\b|(?<!\\)-+|[\u2013\u2014,;&])\s*")
NUMERIC = re.compile(r"[^\W\d_]*\d+(?:[:.]\d+)*[^\W\d_]*\.?")
ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)

ROMAN_VALUES = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """The value of a number variable."""

    text: str
    is_numeric: bool
    """Only numbers, with letters at their ends at most: `12`, `S4-6`, `2nd`; not `2nd edition`."""
    is_plural: bool
    """More than one number, or a range."""


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Number:
    tokens = [token for token in SEPARATOR.split(text.strip()) if token]
    numeric = [NUMERIC.fullmatch(token) is not None for token in tokens]
    counted = [
        is_number or ROMAN.fullmatch(token) is not None
        for token, is_number in zip(tokens, numeric, strict=False)
    ]
    is_plural = len(tokens) > 1 and counted[0] and counted[1]
    return Number(text, bool(tokens) and all(numeric), is_plural)


def to_roman(number: int) -> str:
    """The number in lower-case Roman numerals; figures where there are none (0, above 5999)."""
    if not 0 < number < 6000:
        return str(number)
    roman = ""
    for value, letters in ROMAN_VALUES:
        count, number = divmod(number, value)
        roman += letters * count
    return roman
