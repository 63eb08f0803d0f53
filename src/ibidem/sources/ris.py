"""RIS, the export of reference managers and publishers -> CSL-JSON records. `rispy` reads the lines.

The file is cut at each `TY` first: a record without its `ER`, or with lines of another program's
making, stays alone with its damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import Item
from ibidem.sources.csl_json import read_item
from ibidem.sources.entries import Report, SourceEntry, name_key
from ibidem.sources.item_check import check_dates
from ibidem.sources.programs import (
    bare_doi,
    bare_version,
    ends_with_full_stop,
    is_unknown,
    read_kept_fields,
    repeats_type,
)
from ibidem.sources.ris_names import read_names

TYPES: Final = {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CHART": "graphic",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "EQUA": "figure",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "GRANT": "document",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "INTV": "interview",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "regulation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MULTI": "webpage",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SER": "periodical",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}

_TEXTS: Final = {
    "title": ("TI", "T1", "CT", "BT"),
    "title-short": ("ST",),
    "container-title-short": ("JA", "J2", "J1"),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
    "edition": ("ET",),
    "call-number": ("CN",),
    "archive": ("DB",),
    "source": ("DP",),
    "section": ("SE",),
    "genre": ("M3",),
    "number-of-volumes": ("NV",),
    "original-title": ("OP",),
}
"""Variable <- the tags that may hold it, the first one that does."""

_NAMES: Final = {
    "author": ("AU", "A1"),
    "editor": ("ED", "A2"),
    "collection-editor": ("A3",),
    "translator": ("A4",),
}
_BOOKS: Final = frozenset(("book", "classic"))
_ARTICLES: Final = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "periodical")
)
_LINE: Final = re.compile(
    r"^[ \t\ufeff]*([A-Z][A-Z0-9])(?:[ \t]{0,3}-(?:[ \t]+|$)|[ \t]{2}-)", re.MULTILINE
)
_END: Final = re.compile(r"^[ \t]*ER[ \t]{1,3}-.*$", re.MULTILINE)
_KIND: Final = re.compile(r" \([a-z]+\)$", re.IGNORECASE)
"""`2325-9671 (electronic)`, of Ovid."""
_START: Final = re.compile(r"^[ \t\ufeff]*TY[ \t]{1,3}-", re.MULTILINE)


def read_ris(text: str, path: str, report: Report) -> list[SourceEntry]:
    """The entries of a RIS file; records without `ID` are named by first author and year."""
    try:
        import rispy  # noqa: F401
    except ImportError:
        message = 'needs rispy: pip install "ibidem[formats]"'
        report(Diagnostic("missing-package", message, "error", path=path))
        return []
    starts = [match.start() for match in _START.finditer(text)]
    if not starts:
        report(Diagnostic("no-entries", "holds no references", path=path))
        return []
    entries: list[SourceEntry] = []
    taken: dict[str, int] = {}
    line = text.count("\n", 0, starts[0]) + 1
    if _LINE.search(text, 0, starts[0]):
        _report_strays(path, 1, report)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        key = _key(block, taken)
        entries.append(SourceEntry(key, partial(_convert, block, key, path, line, report), line))
        if (after := _END.search(block)) and (stray := _LINE.search(block, after.end())):
            _report_strays(path, line + block.count("\n", 0, stray.start(1)), report)
        line += block.count("\n")
    return entries


def _report_strays(path: str, line: int, report: Report) -> None:
    message = "lines that no TY stands before belong to no record"
    report(Diagnostic("ris.stray-lines", message, path=path, line=line))


def _key(block: str, taken: dict[str, int]) -> str:
    """The record's own `ID`, else `Doe2020`, `Doe2020b` …"""
    own = re.search(r"^[ \t]*ID[ \t]{1,3}-[ \t]*(\S.*?)[ \t]*$", block, re.MULTILINE)
    if own:
        return own[1]
    author = re.search(r"^[ \t]*A[U1][ \t]{1,3}-[ \t]*([^\s,]+)", block, re.MULTILINE)
    year = re.search(r"^[ \t]*(?:PY|Y1|DA)[ \t]{1,3}-[ \t]*(\d{4})", block, re.MULTILINE)
    return name_key(author[1] if author else "", year[1] if year else "", taken)


def _convert(block: str, key: str, path: str, line: int, report: Report) -> Item:
    tags = _read_tags(block)
    kind = (tags.get("TY") or [""])[0].upper()
    if kind not in TYPES:
        finding = Diagnostic(
            "ris.unknown-type", f'unknown type "{kind}"', path=path, line=line, key=key,
            suggestion=closest(kind, TYPES),
        )  # fmt: skip
        report(finding)
    record = _record(tags, TYPES.get(kind, "document"))
    check_dates(record, key, path, line, report)
    return read_item({"id": key, **record})


def _read_tags(block: str) -> dict[str, list[str]]:
    import rispy

    lines = "\n".join(_whole_lines(block))
    names = {match[1]: match[1] for match in _LINE.finditer(block)} | {"ER": "ER", "UK": "UK"}
    found = rispy.loads(lines, mapping=names, list_tags=list(names), delimiter_tags_mapping={})
    record = found[0] if found else {}
    return {
        tag: [value.strip()] if isinstance(value, str) else [str(part) for part in value if part]
        for tag, value in record.items()
        if tag != "UK"
    }


def _whole_lines(block: str) -> Iterator[str]:
    """One line a tag, in the exact form of the standard, ended by `ER`."""
    line = ""
    for written in block.split("\n"):
        match = _LINE.match(written)
        if match is None:
            line = f"{line} {written.strip()}".rstrip()
            continue
        if line:
            yield line
        line = f"{match[1]}  - {written[match.end() :].strip()}"
        if match[1] == "ER":
            break
    else:
        yield line
    yield "ER  - "


def _record(tags: Mapping[str, Sequence[str]], item_type: str) -> dict[str, object]:
    record: dict[str, object] = {"type": item_type, "issued": _issued(tags)}
    for variable, names in _TEXTS.items():
        record[variable] = _first(tags, *names)
    for variable, names in _NAMES.items():
        written = [text for tag in names for text in tags.get(tag, ())]
        record[variable] = [name for line in written for name in read_names(line)]
    if item_type in _BOOKS and not tags.get("ED"):  # A2 edits the series, A3 the book
        series, book = record["editor"], record["collection-editor"]
        if not record["author"] and not book:  # the second names of a book have to be its editors
            series, book = [], series
        record["collection-editor"], record["editor"] = series, book
    _add_containers(record, tags, item_type)
    _add_numbers(record, tags, item_type)
    record["accessed"] = _date(_first(tags, "Y2"))
    record["DOI"] = bare_doi(_first(tags, "DO", "DI"))
    record["URL"] = _first(tags, "UR").split(";")[0].strip()
    record["keyword"] = ", ".join(tags.get("KW", ()))
    record["note"] = "\n".join(note for note in tags.get("N1", ()) if read_kept_fields(note) != {})
    if repeats_type(str(record["genre"]), item_type):
        del record["genre"]
    title = str(record["title"])
    record["title"] = title[:-1] if ends_with_full_stop(title) else title
    return {name: value for name, value in record.items() if value}


def _first(tags: Mapping[str, Sequence[str]], *names: str) -> str:
    return next((text for name in names for text in tags.get(name, ()) if text), "")


def _number(tags: Mapping[str, Sequence[str]], *names: str) -> str:
    return next(
        (text for name in names if (text := _first(tags, name)) and not is_unknown(text)), ""
    )


def _add_containers(
    record: dict[str, object], tags: Mapping[str, Sequence[str]], item_type: str
) -> None:
    if item_type in _BOOKS:
        record["collection-title"] = _first(tags, "T2", "T3")
    elif item_type == "paper-conference":
        record["container-title"] = _first(tags, "C3", "BT", "T2", "JF", "JO")
        record["event-title"] = _first(tags, "T2")
        record["collection-title"] = _first(tags, "T3")
    elif item_type == "speech":
        record["event-title"] = _first(tags, "T2")
        record["event-place"] = record.pop("publisher-place")
    else:
        record["container-title"] = _first(tags, "T2", "JF", "JO", "BT", "JA")
        record["collection-title"] = _first(tags, "T3")


def _add_numbers(
    record: dict[str, object], tags: Mapping[str, Sequence[str]], item_type: str
) -> None:
    record["volume"] = _number(tags, "VL", "VO")
    start, end = _number(tags, "SP"), _number(tags, "EP")
    if item_type in _BOOKS or item_type == "thesis":
        record["number-of-pages"] = start
    else:
        is_range = end and "-" not in start and end != start
        record["page"] = f"{start}-{end}" if is_range and start else start or end
    number = _number(tags, "IS", "CP")
    record["issue" if item_type in _ARTICLES or not number else "number"] = number
    in_series = item_type in (*_BOOKS, "chapter") and record["collection-title"]
    record.setdefault("collection-number" if in_series else "number", _first(tags, "C7", "M1"))
    if item_type in ("software", "dataset"):
        record["version"] = bare_version(str(record.pop("edition")))
    serial = _KIND.sub("", _first(tags, "SN").split(";")[0].strip())
    digits = re.sub(r"[^0-9Xx]", "", serial)
    if serial and item_type in ("report", "patent") and len(digits) not in (8, 10, 13):
        record["number"] = serial
    else:
        record["ISBN" if len(digits) in (10, 13) else "ISSN"] = serial


def _issued(tags: Mapping[str, Sequence[str]]) -> object:
    """The more precise of `DA` and `PY`."""
    dates = [_first(tags, name) for name in ("DA", "PY", "Y1")]
    dates = [date for date in dates if re.search(r"\d{4}", date)]
    return _date(max(dates, key=lambda date: len(re.findall(r"\d+", date)), default=""))


def _date(text: str) -> object:
    """`2020/05/12/spring issue`: slashes part year, month, day and words here."""
    match = re.match(r"(-?\d{4})(?:/(\d{0,2}))?(?:/(\d{0,2}))?(?:/(.*))?$", text)
    if match is None:
        return {"raw": text} if text else None
    parts = [part for part in match.groups()[:3] if part]
    return {"date-parts": [parts], "season": match[4] or ""}
