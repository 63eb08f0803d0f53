"""Write the task of the benchmark: items and citations as JSON, and as a text for pandoc.

A process of its own: what it takes to read a large bibliography must not weigh on the processes that
are measured, which begin as copies of the one that starts them.

python bench/write_task.py BIBLIOGRAPHY SIZE OUTPUT
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import TypeAlias

from ibidem import Date, Item, Library, Name, load_library

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
    """Take the first items that have a title and a date; beside `OUTPUT`, pandoc's two files."""
    source, size, output = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    items = list(islice(_endless_items(load_library([source])), size))
    citations = citation_data([str(item["id"]) for item in items])
    _write(output, {"items": items, "citations": citations})
    _write(output.with_suffix(".items.json"), items)
    output.with_suffix(".md").write_text(pandoc_text(citations), encoding="utf-8")
    return 0


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _endless_items(library: Library) -> Iterator[JSON]:
    """All items; when the file is at its end, the same again from a generation before."""
    items = [item for item in library.values() if item.fields.get("title") and item.dates]
    for generation in count():
        for item in items:
            data = item_data(item)
            if generation:
                data["id"] = f"{item.id}-{generation}"
                data["issued"] = _years_before(item, 40 * generation)
            yield data


def _years_before(item: Item, years: int) -> JSON:
    date = item.dates.get("issued")
    year = date.parts[0][0] if date and date.parts and date.parts[0] else 2000
    return {"date-parts": [[year - years]]}


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


def pandoc_text(citations: Sequence[Sequence[JSON]]) -> str:
    """The citations as a Markdown document, one in a paragraph."""
    paragraphs = []
    for cites in citations:
        parts = [
            f"@{{{cite['id']}}}" + (f", p. {cite['locator']}" if "locator" in cite else "")
            for cite in cites
        ]
        paragraphs.append(f"[{'; '.join(parts)}]")
    return "\n\n".join(paragraphs)


def _name(person: Name) -> JSON:
    return {ours: value for field, ours in NAME_PARTS.items() if (value := getattr(person, field))}


def _date(date: Date) -> JSON:
    if not date.parts:
        return {"literal": date.literal}
    return {"date-parts": [list(parts) for parts in date.parts if parts]}


if __name__ == "__main__":
    sys.exit(main())
