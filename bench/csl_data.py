"""The task of the benchmark as CSL-JSON, which every processor reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ibidem import Date, Item, Name

JSON: TypeAlias = "dict[str, object]"

NAME_PARTS = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "literal": "literal",
    "dropping_particle": "dropping-particle",
    "non_dropping_particle": "non-dropping-particle",
}


def item_data(item: Item) -> JSON:
    """An item as CSL-JSON."""
    data: JSON = {"id": item.id, "type": item.type, **item.fields}
    data.update((name, [_name(person) for person in people]) for name, people in item.names.items())
    data.update((name, _date(date)) for name, date in item.dates.items())
    return data


def citation_data(ids: Sequence[str]) -> list[list[JSON]]:
    """One citation for each id, in order: every third with two more cites, every fourth with a
    locator, every tenth again the work of the citation before."""
    citations: list[list[JSON]] = []
    for place, key in enumerate(ids):
        cites: list[JSON] = [{"id": key}]
        if place % 4 == 0:
            cites[0].update(label="page", locator=str(place + 1))
        if place % 3 == 0:
            others = (ids[(place + step) % len(ids)] for step in (7, 19))
            cites.extend({"id": other} for other in others if other != key)
        if place % 10 == 9:
            cites.append({"id": ids[place - 1]})
        citations.append(cites)
    return citations


def _name(person: Name) -> JSON:
    return {ours: value for field, ours in NAME_PARTS.items() if (value := getattr(person, field))}


def _date(date: Date) -> JSON:
    if not date.parts:
        return {"literal": date.literal}
    return {"date-parts": [list(parts) for parts in date.parts if parts]}
