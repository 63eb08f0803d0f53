"""Ranges of pages and other numbers (CSL 1.0.2, Page Ranges)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ibidem.csl.number import keep_hyphens

# Begins where a word begins, or a long word without a range would be tried at each of its letters.
RANGE: Final = re.compile(
    r"(?<![^\s,;&\u2013\u2014])"
    r"(?P<start>[^\s,;&\u2013\u2014]*[^\s,;&\u2013\u2014\-\\])"
    r"\s*(?P<mark>--+|\u2013|\u2014|(?<!\\)-)\s*"
    r"(?P<end>[^\s,;&\u2013\u2014\-]+(?:-[^\s,;&\u2013\u2014\-]+)*)"
)
# More figures than these are no page, and too many for a number.
SIDE: Final = re.compile(r"(?P<prefix>(?:.*[^0-9])?)(?P<digits>[0-9]{1,18})", re.DOTALL)
NUMERAL: Final = re.compile(r"[0-9]+|[ivxlcdm]+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def format_pages(text: str, range_format: str, delimiter: str = "\u2013") -> str:
    """The text with its ranges in a format of `page-range-format`.

    An empty format changes only the delimiter. `\\-` is a hyphen that is no range.

    >>> format_pages("321-325, 400", "minimal")
    '321–5, 400'
    """
    text = keep_hyphens(text)
    changed = RANGE.sub(lambda match: _range(match, range_format, delimiter), text)
    return changed.replace("\\-", "-")


def _range(match: re.Match[str], range_format: str, delimiter: str) -> str:
    start, mark, end = match["start"], match["mark"], match["end"]
    first, last = SIDE.fullmatch(start), SIDE.fullmatch(end)
    if (first is None or last is None) and NUMERAL.fullmatch(start) and NUMERAL.fullmatch(end):
        return start + delimiter + end  # front matter: iv–x, iv–10
    if first is None or last is None:
        if mark == "-" and "-" in start:
            return match[0]  # "B-1-B-4": which hyphen would be that of the range?
        is_number = any(c.isdigit() for c in start) and any(c.isdigit() for c in end)
        return start + delimiter + end if is_number or mark != "-" else match[0]
    prefix = first["prefix"]
    if prefix != last["prefix"]:
        # Not of one kind: only what is clearly a range mark becomes one.
        return f"{start}-{end}" if mark == "-" else start + delimiter + end
    if ":" in prefix or "." in prefix:
        # "3:1–3:16": parts of a number of two levels are never left out.
        return start + delimiter + end
    return _shorten(prefix, first["digits"], last["digits"], range_format, delimiter)


def _shorten(prefix: str, start: str, end: str, range_format: str, delimiter: str) -> str:
    full = start[: max(0, len(start) - len(end))] + end
    if not range_format or int(full) <= int(start):
        return prefix + start + delimiter + prefix + end
    shorten = FORMATS.get(range_format)
    if shorten is None:
        return prefix + start + delimiter + prefix + full
    return prefix + start + delimiter + shorten(start, full)


def _minimal(start: str, end: str, keep: int = 1) -> str:
    """Drop the leading digits that both have, down to `keep` digits."""
    if len(start) != len(end):
        return end
    common = 0
    while common < len(end) - keep and start[common] == end[common]:
        common += 1
    return end[common:]


def _minimal_two(start: str, end: str) -> str:
    return _minimal(start, end, 2)


def _chicago_15(start: str, end: str) -> str:
    first, last = int(start), int(end)
    if first % 100 == 0 or len(start) != len(end):
        return end
    if first // 100 == last // 100:
        return str(last % 100)
    if first >= 10_000:
        return _below_equal_quotient(first, last, 3)
    return end


def _chicago_16(start: str, end: str) -> str:
    first, last = int(start), int(end)
    if first % 100 == 0 or len(start) != len(end):
        return end
    return _below_equal_quotient(first, last, 2)


def _below_equal_quotient(first: int, last: int, power: int) -> str:
    """The last page without the leading digits that both share, at least `power` digits changed."""
    while first // 10**power != last // 10**power:
        power += 1
    return str(last % 10**power)


FORMATS: Final = {
    "minimal": _minimal,
    "minimal-two": _minimal_two,
    "chicago": _chicago_15,
    "chicago-15": _chicago_15,
    "chicago-16": _chicago_16,
}
