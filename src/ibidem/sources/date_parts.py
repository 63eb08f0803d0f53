"""The parts of dates: which numbers are a year, a month or season, and a day that a calendar has."""

from __future__ import annotations

from typing import TypeAlias

Parts: TypeAlias = "tuple[int, ...]"
"""Year, month and day, cut to what is known."""


def season_or_month(number: int) -> int:
    """The model's month for what CSL-JSON and EDTF files hold; 0 if it means nothing.

    Seasons are 13 to 16 in old CSL-JSON, 17 to 20 in citeproc-js, 21 to 24 in EDTF level 1, and
    25 to 32 (bound to a hemisphere) in level 2.
    """
    if 1 <= number <= 12:
        return number
    if 13 <= number <= 32:
        return 21 + (number - 13) % 4
    return 0


def cut_parts(year: int, month: int = 0, day: int = 0) -> Parts:
    """The parts that are known and possible: a wrong month leaves the year, a wrong day both."""
    if not month:
        return (year,)
    if month > 12 or not 1 <= day <= _days_in(year, month):
        return (year, month)
    return (year, month, day)


def _days_in(year: int, month: int) -> int:
    if month == 2:
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if is_leap else 28
    return 30 if month in (4, 6, 9, 11) else 31
