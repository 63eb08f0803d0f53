"""Write the task of the benchmark as CSL-JSON, which every processor reads.

A process of its own: what it takes to read a large bibliography must not weigh on the processes that
are measured, which begin as copies of the one that starts them.

python bench/write_task.py BIBLIOGRAPHY SIZE OUTPUT
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from ibidem import Date, Item, Name, load_library

JSON: TypeAlias = "dict[str, object]"

NAME_PARTS = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "literal": "literal",
    "dropping_particle": "dropping-particle",
    "non_dropping_particle": "non-dropping-particle",
}


def main() -> int:
    """Take the first items that have a title and a date."""
    source, size, output = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    library = load_library([source])
    items = [item for item in library.values() if item.fields.get("title") and item.dates][:size]
    if len(items) < size:
        print(f"only {len(items)} items have a title and a date: choose a smaller N")
        return 1
    data = {
        "items": [item_data(item) for item in items],
        "citations": citation_data([item.id for item in items]),
    }
    output.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
