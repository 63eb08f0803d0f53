"""Year suffixes: letters that count (CSL 1.0.2, disambiguate-add-year-suffix)."""

from __future__ import annotations


def year_suffix(index: int) -> str:
    """a, b, … z, aa, ab, … for 0, 1, …"""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


def suffix_rank(suffix: str) -> int:
    """The index of a suffix; the inverse of `year_suffix`."""
    rank = 0
    for letter in suffix:
        rank = rank * 26 + ord(letter) - ord("a") + 1
    return rank - 1
