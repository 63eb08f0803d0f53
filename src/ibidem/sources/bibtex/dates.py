"""The dates of an entry: biblatex's `date` fields and BibTeX's year, month and day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ibidem.model import Date
from ibidem.record import replace
from ibidem.sources.bibtex.latex import read_latex, strip_marks
from ibidem.sources.date_parts import cut_parts
from ibidem.sources.dates import find_impossible_date, month_number, parse_date

DATE_PREFIXES: Final = {
    "": "issued",
    "orig": "original-date",
    "event": "event-date",
    "url": "accessed",
}
_ACCESS_FIELDS: Final = ("lastaccessed", "accessed", "lastchecked", "urlaccessdate")

_NO_DATE: Final = frozenset(
    ("n.d.", "n. d.", "nd", "no date", "s.a.", "s. a.", "o. j.", "o.j.", "????")
)
_STATES: Final = re.compile(
    r"in press|forthcoming|to appear|submitted|accepted|in prep(?:aration|\.)?|in revision|in review"
    r"|under review|im druck|im erscheinen|in vorbereitung|eingereicht|sous presse|à paraître"
    r"|en préparation|soumis",
    re.IGNORECASE,
)
_PLAIN_YEAR: Final = re.compile(r"-?\d{1,4}")
_YEAR_WITH_LETTER: Final = re.compile(r"(\d{4})\s?[a-z]")
_REPRINT: Final = re.compile(r"[\[(](-?\d{3,4})[\])]\s*(\d{4})|(\d{4})\s*[\[(](\d{4})[\])]")
_STATE_WITH_YEAR: Final = re.compile(
    rf"(?P<year>\d{{4}})\s*[(\[]?(?P<state>{_STATES.pattern})[)\]]?"
    rf"|(?P<first>{_STATES.pattern}),?\s*[(\[]?(?P<behind>\d{{4}})[)\]]?",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_RANGE_MARK: Final = re.compile(r"\s*(?:-+|[–—/&]|\band\b|\bto\b)\s*")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+\.?")


@dataclass(slots=True)
class Dates:
    """What the date fields say."""

    dates: dict[str, Date] = field(default_factory=dict)
    status: str = ""
    """A state beside the year; one in its place is the date, or styles would print it twice."""


def read_dates(fields: Mapping[str, str], report: Callable[[str, str], None]) -> Dates:
    """All dates of an entry; `report` gets the field and the value that could not be read."""
    found = Dates()
    for prefix, variable in DATE_PREFIXES.items():
        if f"{prefix}date" not in fields and f"{prefix}year" not in fields:
            continue
        date = _full_date(fields, prefix, report) or _split_date(fields, prefix, found, report)
        if date is not None:
            found.dates.setdefault(variable, date)
    for name in _ACCESS_FIELDS:
        if "accessed" not in found.dates and fields.get(name):
            found.dates["accessed"] = parse_date(_plain(fields[name]))
    if "issued" not in found.dates and "event-date" in found.dates:
        found.dates["issued"] = found.dates["event-date"]  # as L
    return found


def _plain(value: str) -> str:
    """The field's text; markup has no meaning in a date, and a tie is a space."""
    if not value or value.isalnum():
        return value
    edtf_safe = value.replace("~", "\ue003")  # EDTF's mark of approximation is TeX's tie
    text = _TAG.sub("", strip_marks(read_latex(edtf_safe, lambda _: None)))
    return text.replace("\ue003", "~").replace("\u00a0", " ").strip()


def _full_date(
    fields: Mapping[str, str], prefix: str, report: Callable[[str, str], None]
) -> Date | None:
    text = _plain(fields.get(f"{prefix}date", ""))
    if not text or text.lower() in _NO_DATE:
        return None
    date = parse_date(text)
    if find_impossible_date(text) or not (date.parts or _STATES.fullmatch(text)):
        report(f"{prefix}date", text)
    return date


def _split_date(
    fields: Mapping[str, str], prefix: str, found: Dates, report: Callable[[str, str], None]
) -> Date | None:
    text = _plain(fields.get(f"{prefix}year", ""))
    date = _read_year(text, found)
    if date is None:
        return None
    if not date.parts:
        if not _STATES.fullmatch(text):
            report(f"{prefix}year", text)
        return date
    end_year = _plain(fields.get(f"{prefix}endyear", ""))
    if _PLAIN_YEAR.fullmatch(end_year) and len(date.parts) == 1:
        date = replace(date, parts=(*date.parts, (int(end_year),)))
    month, day = fields.get(f"{prefix}month", ""), fields.get(f"{prefix}day", "")
    if not month or len(date.parts[0]) > 1:
        return date
    sides = _read_months(_plain(month).replace("~", " "), _plain(day))
    if not sides:
        report(f"{prefix}month", _plain(month))
        return date
    combined = _combine(date, sides)
    if any(side[1] and len(part) == 2 for side, part in zip(sides, combined.parts, strict=False)):
        report(
            f"{prefix}day" if day else f"{prefix}month", f"{_plain(month)} {_plain(day)}".strip()
        )
    return combined


def _read_year(text: str, found: Dates) -> Date | None:
    """`year` as people fill it: a number, a range, a doubt, a reprint, a state."""
    text = text.replace("©", "").strip()
    if not text or text.lower() in _NO_DATE:
        return None
    if _PLAIN_YEAR.fullmatch(text):
        return Date(parts=((int(text),),)) if int(text) else None
    if match := _YEAR_WITH_LETTER.fullmatch(text):  # the letter is the style's business
        return Date(parts=((int(match[1]),),))
    if match := _REPRINT.fullmatch(text):
        first, second = (int(year) for year in match.groups() if year)
        if first != second:  # Mathematical Reviews: [2021] ©2021
            found.dates["original-date"] = Date(parts=((min(first, second),),))
        return Date(parts=((max(first, second),),))
    if match := _STATE_WITH_YEAR.fullmatch(text):
        found.status = match["state"] or match["first"]
        return Date(parts=((int(match["year"] or match["behind"]),),))
    return parse_date(text)


_Side = tuple[int, int]
"""Month and day, 0 where unknown."""


def _read_months(text: str, day_text: str) -> list[_Side] | None:
    """One or two months with their days: `jan~5`, `12 May`, `5--6`, `mar/apr`, `Jan 30-Feb 2`."""
    sides: list[_Side] = []
    for piece in _RANGE_MARK.split(text)[:2]:
        side = _month_and_day(piece)
        if side is None:
            return None
        sides.append(side)
    if len(sides) == 2 and 0 in (sides[0][0], sides[1][0]):
        month = sides[0][0] or sides[1][0]  # 12--15 May: one month, two days
        sides = [(month, sides[0][1]), (month, sides[1][1])]
    if len(sides) == 1 and sides[0][0] == 0:
        month = _month_in_figures(sides[0][1])
        sides = [(month, 0)] if month else []
    elif len(sides) == 2 and sides[0][0] == sides[1][0] == 0:
        months = [_month_in_figures(day) for _, day in sides]  # 5--6: months, not days
        sides = [(month, 0) for month in months] if all(months) else []
    if sides and day_text and not sides[0][1]:
        days = [int(day) for day in _RANGE_MARK.split(day_text) if day.isdecimal()][:2]
        if len(sides) == 1:
            return [(sides[0][0], day) for day in days] or sides
        sides = [(month, day) for (month, _), day in zip(sides, days, strict=False)] or sides
    return sides or None


def _month_in_figures(number: int) -> int:
    """BibTeX's months are 1 to 12; 21 to 24 are biblatex's seasons."""
    return number if 1 <= number <= 12 or 21 <= number <= 24 else 0


def _month_and_day(text: str) -> _Side | None:
    month = day = 0
    for token in _TOKEN.findall(text):
        if token.isdecimal():
            if day or len(token) > 2:
                return None
            day = int(token)
        elif found := month_number(token):
            month = found
        elif token.rstrip(".").lower() not in ("st", "nd", "rd", "th", "of", "der"):
            return None
    return (month, day) if month or day else None


def _combine(date: Date, sides: list[_Side]) -> Date:
    years = [part[0] for part in date.parts if part]
    if len(sides) == 2 and len(years) == 1:
        years.append(years[0] + (sides[1][0] < sides[0][0]))  # dec/jan goes over the year's end
    parts = tuple(
        cut_parts(year, month, day)
        for year, (month, day) in zip(years, [*sides, *sides][: len(years)], strict=False)
    )
    if len(parts) == 2 and parts[0] == parts[1]:
        parts = parts[:1]
    if len(years) > len(sides) == 1:
        return date
    return replace(date, parts=parts)
