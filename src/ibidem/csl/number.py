"""Values of number variables: what is a number, what is more than one (CSL 1.0.2, Number)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from ibidem.csl.script import is_full_width

SEPARATOR: Final = re.compile(r"\band\b|(?<!\\)-+|[\u2013\u2014,;&]")
LETTER: Final = "(?:[^\\W\\d_]|[\U000f0000-\U0010fffd])"
"""Hosts put a private character where a number has markup in it: before the raised letter of a folio."""
COUNTED: Final = re.compile(rf"{LETTER}*\d+(?:[:./]\d+)*{LETTER}*[.+]?")
"""What is counted for the plural of a label."""
NUMERIC: Final = re.compile(rf"(?:\d*{LETTER}+)?\d+(?:/\d+)*{LETTER}*|[ivx]+|\d+(?:\\-\w*)+")
"""A number by itself. As citeproc-js has it, `3.`, `4.3` and `1:2` are none, nor is `IV`; `iv` is,
`45n3`, a note on a page, and `1999\\-66`, whose hyphen is none of a range."""
ROMAN: Final = re.compile(r"[ivxlcdm]+", re.IGNORECASE)
DASHES: Final = ("-", "\u2013", "\u2014")
TYPED_DASH: Final = re.compile("--+|[\u2013\u2014]")
HYPHEN: Final = re.compile(r"(?<!\\)-")
LISTED: Final = re.compile(r"[,;&]|\band\b")
REMARK: Final = re.compile(r"\d+(?:\s[^\d]*)?")
"""A number with what is said of it: `16 Revised`."""

# As citeproc-js has it: between numbers of two levels (3:1-3:16) a hyphen may be part of a number.
# Who means a range writes a dash.
INNER_HYPHEN: Final = re.compile(r"(?<=\d)([:./]\d\w*)-(?=\w)")

MAX_FIGURES: Final = 18

ROMAN_VALUES: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Number(NamedTuple):
    """The value of a number variable."""

    text: str
    is_numeric: bool
    """Only numbers, with letters at their ends at most: `12`, `S4-6`, `2nd`; not `2nd edition`."""
    is_plural: bool
    """More than one number, or a range."""
    is_range: bool
    """Nothing but numbers, figures or Roman numerals: its hyphens are those of ranges."""
    has_remark: bool = False
    """A number is more than that: `91-016 Revised`."""


def is_figures(text: str) -> bool:
    """Whether the text is nothing but figures, as most numbers are."""
    return text.isdecimal() and text.isascii()


def keep_hyphens(text: str) -> str:
    """The text with a backslash before each hyphen that may be part of a number."""
    return INNER_HYPHEN.sub(r"\1\-", text)


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Number:
    if is_figures(text):
        return Number(text, is_numeric=True, is_plural=False, is_range=True)
    parts = SEPARATOR.split(keep_hyphens(text))
    tokens = [stripped for token in parts if (stripped := token.strip())]
    whole = [
        COUNTED.fullmatch(token) is not None or ROMAN.fullmatch(token) is not None
        for token in tokens
    ]
    counted = [
        is_number or REMARK.fullmatch(token) is not None
        for token, is_number in zip(tokens, whole, strict=False)
    ]
    # As citeproc-js has it: what a range is left open to (`12-`) counts as well.
    if len(tokens) > 1:
        is_plural = counted[0] and (counted[1] or tokens[1][0].isdigit())
    else:
        is_plural = bool(tokens) and counted[0] and text.rstrip().endswith(DASHES)
    is_plural = is_plural or _names_places(keep_hyphens(text.strip()))
    is_numeric = bool(tokens) and all(map(NUMERIC.fullmatch, tokens)) and not _has_words(text)
    return Number(text, is_numeric, is_plural, all(counted), not all(whole))


def _names_places(text: str) -> bool:
    """Whether the text names several places by figures with signs: *7–*9; 4(b), 4(d); [39–52].

    DEVIATES from citeproc-js, which takes them for one place (its issue 204).
    """
    if text.startswith("[") and text.endswith("]") and text.count("[") == 1:
        text = text[1:-1]
    listed = LISTED.split(text)
    if len(listed) > 1:
        return all(map(_is_place, listed))
    sides = TYPED_DASH.split(text)
    if len(sides) == 1:
        sides = HYPHEN.split(text)
    return len(sides) == 2 and all(map(_is_place, sides)) and _signs(sides[0]) == _signs(sides[1])


def _is_place(text: str) -> bool:
    """One word with a figure in it."""
    word = text.strip()
    return any(map(str.isdigit, word)) and not any(map(str.isspace, word))


def _signs(place: str) -> str:
    return "".join(char for char in place.strip() if not char.isalnum())


def _has_words(text: str) -> bool:
    """Whether East Asian words stand by the numbers: `第2版` says itself what it counts."""
    return not text.isascii() and any(char.isalpha() and is_full_width(char) for char in text)


def whole_number(text: str) -> int | None:
    """The value of a text that is a whole number of a size that numbers of pages or volumes have.

    Figures raised or in circles (`²`, `①`) are none: they have no place in a row of figures.
    """
    return int(text) if text.isdecimal() and len(text) <= MAX_FIGURES else None


_Default = TypeVar("_Default", int, None)


def option_number(text: str, default: _Default) -> int | _Default:
    """A number that a style gives as an option: XML lets it stand between blanks."""
    text = text.strip()
    return int(text) if text.isdecimal() else default


def to_roman(number: int) -> str:
    """The number in lower-case Roman numerals; figures where there are none (0, above 5999)."""
    if not 0 < number < 6000:
        return str(number)
    roman = ""
    for value, letters in ROMAN_VALUES:
        count, number = divmod(number, value)
        roman += letters * count
    return roman
