"""Dates as people and programs write them: EDTF first, natural language after it.

EDTF is read at level 1 (ISO 8601-2): intervals with open ends, seasons, `? ~ %`, `199X`. Its years
are astronomical (`0000` is 1 BC); the model counts as people do (-1 is 1 BC).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final, TypeAlias

from ibidem.model import Date
from ibidem.record import replace
from ibidem.sources.date_parts import Parts, cut_parts, season_or_month

_Cut: TypeAlias = "Callable[[int, int, int], Parts]"
"""Makes parts of year, month and day."""

_MONTH_NAMES: Final = (
    # en, de, fr, es, it, nl, pt
    "january januar jänner janvier enero gennaio januari janeiro",
    "february februar feber février febrero febbraio februari fevereiro",
    "march märz mars marzo maart março",
    "april avril abril aprile",
    "may mai mayo maggio mei maio",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre diciembre dicembre dezembro",
)
_SEASON_NAMES: Final = (
    "spring frühling frühjahr printemps primavera lente",
    "summer sommer été verano estate zomer verão",
    "autumn fall herbst automne otoño autunno herfst outono",
    "winter hiver invierno inverno",
)
_CIRCA_WORDS: Final = frozenset(
    ("c", "ca", "circa", "cca", "approx", "approximately", "about", "um")
)
_FILLERS: Final = frozenset(("st", "nd", "rd", "th", "of", "the", "de", "den", "er"))
_MAX_DIGITS: Final = 6
_BEFORE_CHRIST: Final = re.compile(r"\bB\.?\s?C\.?(?:\s?E\.?)?(?!\w)|\bv\.\s?Chr\.?", re.IGNORECASE)
_AFTER_CHRIST: Final = re.compile(r"\b(?:A\.?D\.?|C\.?E\.?)(?!\w)", re.IGNORECASE)


def _fold(word: str) -> str:
    """Lower case, without accents and final dot, so that `Févr.` meets `fevrier`."""
    decomposed = unicodedata.normalize("NFD", word.casefold().rstrip("."))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _word_table(rows: tuple[str, ...], first: int) -> dict[str, int]:
    """Full names and their unambiguous prefixes of three letters and more -> number."""
    table: dict[str, int] = {}
    ambiguous: set[str] = set()
    for number, row in enumerate(rows, first):
        for name in map(_fold, row.split()):
            for end in range(3, len(name) + 1):
                if table.setdefault(name[:end], number) != number:
                    ambiguous.add(name[:end])
    return {word: number for word, number in table.items() if word not in ambiguous}


_MONTHS: Final = _word_table(_MONTH_NAMES, 1)
_SEASONS: Final = _word_table(_SEASON_NAMES, 21)


def month_number(word: str) -> int:
    """1 to 12 for a month's number or name in any case, 21 to 24 for a season, 0 if neither."""
    word = word.strip()
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return season_or_month(int(word))
    folded = _fold(word)
    return _MONTHS.get(folded, 0) or _SEASONS.get(folded, 0)


def parse_date(text: str) -> Date:
    """The date in `text`; what cannot be read is kept as the date's `literal`."""
    text = " ".join(text.split())
    return _parse(text, cut_parts) or Date(literal=text)


def find_impossible_date(text: str) -> str:
    """The date in `text`, as numbers (`2020-2-30`), if no calendar has it; `parse_date` reads the
    year and the month of it. Empty if it is one, or none at all."""
    text = " ".join(text.split())
    if not _LATE_DAY.search(text):
        return ""
    read, written = _parse(text, cut_parts), _parse(text, _keep_parts)
    for possible, parts in zip(
        read.parts if read else (), written.parts if written else (), strict=False
    ):
        if possible != parts:
            return "-".join(map(str, parts))
    return ""


_LATE_DAY: Final = re.compile(r"(?<!\d)(?:29|[3-9]\d)(?!\d)")
"""What may be a day that a month does not have."""


def _keep_parts(year: int, month: int = 0, day: int = 0) -> Parts:
    return tuple(part for part in (year, month, day) if part)


def _parse(text: str, cut: _Cut) -> Date | None:
    return parse_edtf(text, cut) or _parse_natural(text, cut)


# --- EDTF -------------------------------------------------------------------------------------

# Figures that are not known are an X; the draft of EDTF that older files follow had a u.
_EDTF_SIDE: Final = re.compile(
    r"(?P<year>-?\d{4}|-?\d[\dXU]{3})[?~%]?"
    r"(?:-[?~%]?(?P<month>\d\d|XX|UU)[?~%]?(?:-[?~%]?(?P<day>\d\d|XX|UU)[?~%]?"
    r"(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d|\s*UTC)?[?~%]?)?)?)?",
    re.IGNORECASE,
)
_OPEN: Final = ("", "..", "open", "unknown")
_SHORT_END: Final = re.compile(r"\d\d(?:-\d\d)?")


def parse_edtf(text: str, cut: _Cut = cut_parts) -> Date | None:
    """`text` as EDTF, or None where it is something else."""
    text = text.strip()
    if re.fullmatch(r"Y-?\d{5,}", text):
        return Date(literal=text[1:])
    left, slash, right = text.partition("/" if "/" in text else "_")  # 2001_2004: Zotero's users
    left, right = left.strip(), right.strip()
    if "-" in left[1:] and _SHORT_END.fullmatch(right) and len(right) < len(left):
        right = left[: -len(right)] + right  # ISO 8601: what both sides share is said once
    start = _edtf_side(left, cut)
    if not slash:
        return start
    if left in _OPEN:
        end = _edtf_side(right, cut)
        return end and replace(end, literal=f"–{_edtf_text(right)}")
    if start is None or len(start.parts) != 1:
        return None
    if right in _OPEN:
        return replace(start, parts=(start.parts[0], ()))
    end = _edtf_side(right, cut)
    if end is None or len(end.parts) != 1:
        return None
    return _range(start, end)


def _edtf_text(side: str) -> str:
    return side.rstrip("?~%")


def _range(start: Date, end: Date) -> Date:
    parts = start.parts[:1] if start.parts == end.parts else start.parts[:1] + end.parts[:1]
    return Date(parts=parts, circa=start.circa or end.circa)


def _edtf_side(text: str, cut: _Cut) -> Date | None:
    match = _EDTF_SIDE.fullmatch(text)
    if match is None:
        return None
    circa = any(mark in text for mark in "?~%")
    year = match["year"].upper().replace("U", "X")
    if "X" in year:
        if not re.fullmatch(r"-?\d+X+", year):
            return None
        bounds = sorted(_civil(int(year.replace("X", digit))) for digit in "09")
        return Date(parts=tuple((bound,) for bound in bounds), circa=True)
    month, day = (
        int(digits) if digits and digits.isdigit() else 0
        for digits in (match["month"], match["day"])
    )
    if match["month"] and month > 12 and not 21 <= month <= 41:
        return None  # 1998-99: a range of years; the natural reader knows it
    return Date(parts=(cut(_civil(int(year)), season_or_month(month), day),), circa=circa)


def _civil(year: int) -> int:
    """Astronomical year numbers have a year 0, the people's have none."""
    return year if year > 0 else year - 1


# --- natural language ---------------------------------------------------------------------------

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_RANGE_MARK: Final = re.compile(
    r"\s*(?:--+|[–—/])\s*|\s+(?:-|to|bis|until)\s+|(?<=[^\W\d_])\.?-(?=[^\W\d_])"
)
_HYPHEN: Final = re.compile(r"\s*-\s*")
_NUMERIC_FORMS: Final = (
    (re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})"), False),
    (re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"), True),
    (re.compile(r"(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>\d{4})"), True),
    (re.compile(r"(?P<year>\d{4})[年년] ?(?P<month>\d{1,2})[月월] ?(?P<day>\d{1,2})[日일]"), False),
    (re.compile(r"(?P<year>\d{4})[年년] ?(?P<month>\d{1,2})[月월]"), False),
    (re.compile(r"(?P<month>\d{1,2})[/.](?P<year>\d{4})"), False),
    (re.compile(r"(?P<year>\d{4})[/-](?P<month>\d{1,2})"), False),
)
_SHORT_RANGE: Final = re.compile(r"(\d{2})(\d{2})(?:--?|[–—/])(\d{2})")


def _parse_natural(text: str, cut: _Cut) -> Date | None:
    """Month names, day-month-year orders, ranges, `c.`, `?` and eras; None if not understood."""
    bare, circa = _strip_doubt(text)
    found = _short_year_range(bare) or _numeric(bare, cut)
    if found is None:
        # A plain hyphen is first taken for one within a date: 03-May-2000, but 3-5 May 2000.
        found = _read_sides(bare, _RANGE_MARK, cut) or _read_sides(bare, _HYPHEN, cut)
    return found and replace(found, circa=circa or found.circa)


def _read_sides(text: str, mark: re.Pattern[str], cut: _Cut) -> Date | None:
    """A date or a range, where the mark is that of a range."""
    sides = [side for side in mark.split(text) if side]
    if not 1 <= len(sides) <= 2:
        return None
    found = _from_sides([_read_side(side) for side in sides], cut)
    if found and len(sides) == 1 and re.search(r"(?:--?|[–—])$", text):
        return replace(found, parts=(found.parts[0], ()))
    return found


def _strip_doubt(text: str) -> tuple[str, bool]:
    """Take brackets and marks of doubt away, and tell whether there was doubt."""
    bare = text.strip("[]() ").rstrip(".")
    circa = bool(re.search(r"[?~]", bare))
    bare = re.sub(r"[?~]", " ", bare).strip("[]() ")
    first = _TOKEN.match(bare)
    if first and _fold(first[0]) in _CIRCA_WORDS:
        return bare[first.end() :].lstrip(". "), True
    return bare, circa


def _short_year_range(text: str) -> Date | None:
    """`1998-99` and `2004/05`: the second year is later, so it cannot be a month."""
    match = _SHORT_RANGE.fullmatch(text)
    if match is None:
        return None
    century, start, end = (int(group) for group in match.groups())
    is_month = re.search(r"\d-\d", text) and 1 <= end <= 12
    if end <= start or is_month:
        return None
    return Date(parts=((century * 100 + start,), (century * 100 + end,)))


def _numeric(text: str, cut: _Cut) -> Date | None:
    for form, may_swap in _NUMERIC_FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        values = {name: int(digits) for name, digits in match.groupdict().items()}
        month, day = values["month"], values.get("day", 0)
        if may_swap and month > 12 >= day:  # 25/12/2004 can only be meant the European way
            month, day = day, month
        if month > 12:
            return None
        return Date(parts=(cut(values["year"], month, day),))
    return None


def _read_side(text: str) -> dict[str, int] | None:
    """Year, month and day named in one side of a range."""
    found: dict[str, int] = {}
    is_bc = _BEFORE_CHRIST.search(text) is not None
    is_ad = not is_bc and _AFTER_CHRIST.search(text) is not None
    text = _AFTER_CHRIST.sub(" ", _BEFORE_CHRIST.sub(" ", text))
    for token in _TOKEN.findall(text):
        if token.isdecimal():
            if len(token) > _MAX_DIGITS:
                return None
            number = int(token)
            is_year = len(token) > 2 or is_bc or is_ad
            name = "year" if is_year and "year" not in found else "day"
            if name in found or (name == "day" and not 1 <= number <= 31):
                return None
            found[name] = number
        elif month := month_number(token):
            if "month" in found:
                return None
            found["month"] = month
        elif _fold(token) not in _FILLERS:
            return None
    if is_bc and "year" in found:
        found["year"] = -found["year"]
    return found or None


def _from_sides(sides: list[dict[str, int] | None], cut: _Cut) -> Date | None:
    """Each side lends the other what only one of them says: `12–15 May 2004`, `May 12–15, 2004`."""
    known = [side for side in sides if side is not None]
    if len(known) != len(sides) or not any("year" in side for side in known):
        return None
    start, end = known[0], known[-1]
    only_one_year = not ("year" in start and "year" in end)
    if only_one_year and "month" not in end and "day" in end and "month" in start:
        end = {"month": start["month"], **end}
    start = {**{name: end[name] for name in ("year",) if name in end}, **start}
    if "month" in end and "month" not in start and "day" in start:
        start = {"month": end["month"], **start}
    end = {"year": start["year"], **end}
    if end["year"] < 0 < start["year"]:
        return None  # 300–200 BC: what does the first one count from?
    if any("day" in side and "month" not in side for side in (start, end)):
        return None
    first, last = (
        cut(side["year"], side.get("month", 0), side.get("day", 0)) for side in (start, end)
    )
    return _range(Date(parts=(first,)), Date(parts=(last,)))
