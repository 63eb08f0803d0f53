"""Items -> CSL-JSON that reads back to the same items, and that other programs understand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from ibidem.model import Date, Item, Name
from ibidem.sources.note_fields import split_note

_NAME_PARTS: Final = {
    "family": "family",
    "given": "given",
    "dropping_particle": "dropping-particle",
    "non_dropping_particle": "non-dropping-particle",
    "suffix": "suffix",
    "literal": "literal",
}


def to_csl_json(item: Item) -> dict[str, object]:
    """One item as a CSL-JSON object. What CSL has no place for stands under `custom`."""
    data: dict[str, object] = {"id": item.id, "type": item.type, **item.fields}
    for variable, names in item.names.items():
        data[variable] = [_name(name) for name in names]
    for variable, date in item.dates.items():
        data[variable] = _date(date)
    custom: dict[str, object] = {}
    if item.incomplete_names:
        custom["incomplete-names"] = sorted(item.incomplete_names)
    if split_note(item.fields.get("note", ""), data)[0]:
        custom["plain-note"] = True  # its lines look like variables, but they are text
    if custom:
        data["custom"] = custom
    return data


def dump_csl_json(items: Iterable[Item]) -> str:
    """A CSL-JSON document of all items."""
    return json.dumps([to_csl_json(item) for item in items], ensure_ascii=False, indent=1) + "\n"


def _name(name: Name) -> dict[str, object]:
    data: dict[str, object] = {
        key: value for part, key in _NAME_PARTS.items() if (value := getattr(name, part))
    }
    if name.comma_suffix:
        data["comma-suffix"] = True
    if name.static_ordering:
        data["static-ordering"] = True
    has_particle = name.dropping_particle or name.non_dropping_particle
    if not name.parse_particles and not has_particle and not name.literal:
        data["parse-names"] = False
    return data


def _date(date: Date) -> dict[str, object]:
    data: dict[str, object] = {}
    if date.parts:
        # an open end is a year 0, as citeproc-js writes it
        data["date-parts"] = [list(part) or [0] for part in date.parts]
    lengths = [len(part) for part in date.parts]
    if lengths in ([2], [2, 1], [2, 0]) and date.parts[0][1] > 12:
        data["date-parts"] = [list(part[:1]) or [0] for part in date.parts]
        data["season"] = date.parts[0][1] - 20
    if date.circa:
        data["circa"] = True
    if date.literal:
        data["literal"] = date.literal
    return data
