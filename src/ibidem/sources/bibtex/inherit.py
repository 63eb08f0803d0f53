"""What an entry takes over from others: `xdata` first, then `crossref` (biblatex's rules).

An entry's own fields always win. A title of the parent becomes a `booktitle`, `maintitle` or
`journaltitle` of the child; where the parent was written for classic BibTeX, which renames
nothing, its own `booktitle` is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from ibidem.sources.bibtex.mapping import CONTAINERS, PARTS, PLACES
from ibidem.variables import name_set

Complain = Callable[[str, str, str], None]
"""Takes code, message and field."""


class Record(NamedTuple):
    """An entry with its values evaluated; field names in lower case, empty fields left out."""

    type: str
    key: str
    fields: Mapping[str, str]
    lines: Mapping[str, int]


_LONGEST_CHAIN: Final = 30

Find = Callable[[str], Record | None]

NEVER_INHERITED: Final = name_set(
    """ids crossref xref xdata entryset entrysubtype execute label options presort related
    relatedoptions relatedstring relatedtype shorthand shorthandintro sortkey"""
)
_NOT_WITH_RENAMED_TITLES: Final = frozenset(
    ("shorttitle", "sorttitle", "indextitle", "indexsorttitle")
)
_OF_THE_WHOLE_ONLY: Final = name_set(
    "doi url urldate eprint eprinttype archiveprefix pages pagetotal abstract keywords note file"
)
"""A volume's DOI on one of its chapters is wrong, though biber and pandoc copy it."""

_SAME: Final = (CONTAINERS, PLACES)
"""Fields that say the same in the words of BibTeX and of biblatex, where there is but one of them."""
_OF_JOURNALS: Final = frozenset(("journalsubtitle", "journaltitleaddon"))
_OF_DATES: Final = frozenset(("date", "year", "month", "day"))

_INSIDE_BOOKS: Final = ("inbook", "bookinbook", "suppbook")
_INSIDE_COLLECTIONS: Final = ("incollection", "inreference", "suppcollection")
_INSIDE_PROCEEDINGS: Final = ("inproceedings", "conference")

_RENAMING: Final = {
    **{("mvbook", child): "main" for child in ("book", *_INSIDE_BOOKS)},
    **{
        (parent, child): "main"
        for parent in ("mvcollection", "mvreference")
        for child in ("collection", "reference", *_INSIDE_COLLECTIONS)
    },
    **{("mvproceedings", child): "main" for child in ("proceedings", *_INSIDE_PROCEEDINGS)},
    **{("periodical", child): "journal" for child in ("article", "suppperiodical")},
}
"""(Type of parent, type of child) -> what the parent's title becomes, if not a `booktitle`."""


def inherit(record: Record, find: Find, complain: Complain) -> Record:
    """The record with everything that it takes over; cycles and lost parents are complained of."""
    return _inherit(record, find, complain, (record.key,))


def _inherit(record: Record, find: Find, complain: Complain, under_way: tuple[str, ...]) -> Record:
    for key in _keys(record.fields.get("xdata", "")):
        parent = _parent(key, "xdata", find, complain, under_way)
        if parent is not None:
            record = _merge(record, {k: v for k, v in parent.fields.items() if k != "ids"})
    record = _take_single_fields(record, find)
    for key in _keys(record.fields.get("crossref", "")):
        parent = _parent(key, "crossref", find, complain, under_way)
        if parent is not None:
            record = _merge(record, _passed_on(parent, record.type))
    return record


def _keys(value: str) -> list[str]:
    if not value:
        return []
    return [key for key in (part.strip() for part in value.split(",")) if key]


def _parent(
    key: str, name: str, find: Find, complain: Complain, under_way: tuple[str, ...]
) -> Record | None:
    parent = find(key)
    if parent is None:
        complain("unknown-parent", f'{name} to "{key}", which does not exist', name)
        return None
    if parent.key in under_way:
        complain("circular-parent", f'{name} to "{key}" leads back to this entry', name)
        return None
    if len(under_way) > _LONGEST_CHAIN:
        complain("circular-parent", f"more than {_LONGEST_CHAIN} parents in a row", name)
        return None
    return _inherit(parent, find, complain, (*under_way, parent.key))


def _merge(record: Record, inherited: Mapping[str, str]) -> Record:
    own = record.fields
    dropped: set[str] = set()
    for group in _SAME:
        if any(name in own and name not in inherited for name in group):
            dropped.update(group)
    if not dropped.isdisjoint(CONTAINERS):
        dropped |= _OF_JOURNALS
    year = _year_of(own)
    if year and year != _year_of(inherited):
        dropped |= _OF_DATES
    elif "month" in own:
        dropped |= {"day"}
    taken = {name: value for name, value in inherited.items() if name not in dropped}
    return record._replace(fields={**taken, **own})


def _year_of(fields: Mapping[str, str]) -> str:
    """The year that the fields say; a month belongs to it and to no other."""
    return (fields.get("date") or fields.get("year") or "").strip()[:4]


_SINGLE_FIELD: Final = re.compile(r"xdata=([^,]+)-([A-Za-z]+)(?:-\d+)?")


def _take_single_fields(record: Record, find: Find) -> Record:
    """biblatex's granular form: `publisher = {xdata=somekey-publisher}`."""
    taken: dict[str, str] = {}
    for name, value in record.fields.items():
        match = _SINGLE_FIELD.fullmatch(value) if value.startswith("xdata=") else None
        parent = find(match[1]) if match else None
        if match and parent is not None and match[2].lower() in parent.fields:
            taken[name] = parent.fields[match[2].lower()]
    return record._replace(fields={**record.fields, **taken}) if taken else record


def _passed_on(parent: Record, child_type: str) -> dict[str, str]:
    """The parent's fields under the names that they have in the child."""
    is_part = child_type in PARTS
    prefix = _RENAMING.get((parent.type, child_type), "")
    if not prefix and is_part and parent.type not in PARTS:
        prefix = "book"
    passed: dict[str, str] = {}
    for name, value in parent.fields.items():
        if name in NEVER_INHERITED or (prefix and name in _NOT_WITH_RENAMED_TITLES):
            continue
        if is_part and name in _OF_THE_WHOLE_ONLY:
            continue
        passed[_renamed(name, prefix)] = value
    if prefix and "booktitle" in parent.fields:
        passed["booktitle"] = parent.fields["booktitle"]
    if child_type in _INSIDE_BOOKS and "author" in parent.fields:
        passed.setdefault("bookauthor", parent.fields["author"])
    return passed


def _renamed(name: str, prefix: str) -> str:
    if not prefix:
        return name
    titles = {
        "title": f"{prefix}title",
        "subtitle": f"{prefix}subtitle",
        "titleaddon": f"{prefix}titleaddon",
    }
    return titles.get(name, name)
