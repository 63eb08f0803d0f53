"""The dates of CSL-JSON: lists of numbers, texts, or what programs make of either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ibidem.model import Date
from ibidem.sources.date_parts import cut_parts, season_or_month
from ibidem.sources.scalars import is_true, read_scalar

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,9}")
_LARGEST: Final = 999_999_999


def read_date(value: object) -> Date | None:
    """A date variable; None if it says nothing."""
    if isinstance(value, (str, int, float)):
        text = read_scalar(value)
        return _parse(text) if text else None
    if not isinstance(value, (list, Mapping)):
        return None
    value = _unlisted(value)
    parts = tuple(map(_one_date, _rows(value)))
    parts = parts if parts and parts[0] else ()
    others = value if isinstance(value, Mapping) else {}
    literal = read_scalar(others.get("literal"))
    circa = is_true(others.get("circa"))
    raw = _text_of(others)
    if not parts and raw:
        read = _parse(raw)
        return Date(read.parts, circa or read.circa, literal or read.literal)
    if "season" in others and [len(part) for part in parts] in ([1], [1, 1], [1, 0]):
        parts = _with_season(parts, others.get("season"))
    return Date(parts, circa, literal) if parts or literal else None


def find_impossible(value: object) -> str:
    """The first date of a variable that no calendar has, as numbers (`2020-2-30`); empty if there is
    none. What is possible of it is read: the year, or the month."""
    value = _unlisted(value)
    rows = _rows(value)
    if not (rows and rows[0]):
        from ibidem.sources.dates import find_impossible_date

        text = _text_of(value)
        return find_impossible_date(text) if text else ""
    for row in rows:
        if _is_plain(row):
            continue
        numbers = _leading_numbers(row)[:3]
        if len(_one_date(row)) < len(numbers):
            return "-".join(map(str, numbers))
    return ""


def _parse(text: str) -> Date:
    from ibidem.sources.dates import parse_date  # most dates are lists of numbers

    return parse_date(text)


def _month_number(value: object) -> int:
    """The number of a month or season that has a name, else 0."""
    name = read_scalar(value)
    if not name:
        return 0
    from ibidem.sources.dates import month_number

    return month_number(name)


def _unlisted(value: object) -> object:
    """The date itself, where it is the only one of a list: `- raw: 2020-02-11` in YAML."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
        return value[0]
    return value


def _text_of(value: object) -> str:
    """The text that is read as a date: the value itself, or its `raw` or `edtf`."""
    if isinstance(value, Mapping):
        return read_scalar(value.get("raw")) or read_scalar(value.get("edtf"))
    return "" if isinstance(value, list) else read_scalar(value)


def _is_plain(row: object) -> bool:
    """A date as nearly all are: a year, or numbers of a month and of a day that every month has."""
    if not isinstance(row, list) or len(row) > 3:
        return False
    return len(row) < 2 or all(
        isinstance(part, int) and 1 <= part <= last
        for part, last in zip(row[1:], (12, 28), strict=False)
    )


def _rows(value: object) -> list[object]:
    """The one date of a variable, or the two of a range, each a list of parts; none of a text."""
    if isinstance(value, list):  # bare parts, or pandoc's list of {year, month, day}
        rows: object = [_named_parts(side) for side in value]
    elif isinstance(value, Mapping):
        rows = value.get("date-parts")
        if rows is None and "year" in value:
            rows = [_named_parts(value)]
    else:
        return []
    if not isinstance(rows, list) or not rows:
        return []
    return rows[:2] if isinstance(rows[0], list) else [rows]


def _named_parts(side: object) -> object:
    """{year, month or season, day} as a list, as somebody writes it by hand."""
    if isinstance(side, Mapping):
        month = side.get("month") or _season(side.get("season"))
        return [side.get("year"), month, side.get("day")]
    return side


def _leading_numbers(row: object) -> list[int]:
    """The parts of a date as numbers, up to the first that is none."""
    if not isinstance(row, list):
        return []
    numbers: list[int] = []
    for place, value in enumerate(row):
        number = _part(place, value)
        if not number:
            break
        numbers.append(number)
    return numbers


def _part(place: int, value: object) -> int:
    """A part of a date as a number; months may have names."""
    return _integer(value) or (_month_number(value) if place == 1 else 0)


def _one_date(row: object) -> tuple[int, ...]:
    numbers = _leading_numbers(row)
    if not numbers:
        return ()
    month = season_or_month(numbers[1]) if len(numbers) > 1 else 0
    day = numbers[2] if len(numbers) > 2 else 0
    return cut_parts(numbers[0], month, day)


def _integer(value: object) -> int:
    """A part of a date as a number, 0 if it is none."""
    if type(value) is int:
        return value if abs(value) <= _LARGEST else 0
    text = read_scalar(value)
    return int(text) if _INTEGER.fullmatch(text) else 0


def _with_season(parts: tuple[tuple[int, ...], ...], value: object) -> tuple[tuple[int, ...], ...]:
    """A year, or two of them, with a season: Winter 1950-1951; `Spring/Summer` makes a range."""
    (year,), *end = parts
    if season := _season(value):
        return ((year, season), *end)
    named = _parse(f"{read_scalar(value)} {year}").parts if not end else ()
    is_of_year = all(len(part) == 2 and part[0] == year for part in named)
    return named if named and is_of_year else parts


def _season(value: object) -> int:
    """1 to 4, or already 21 to 24, or the season's name -> the model's month."""
    number = _integer(value)
    if 1 <= number <= 4:
        return 20 + number
    if 21 <= number <= 24:
        return number
    named = _month_number(value) if not number else 0
    return named if named > 20 else 0
