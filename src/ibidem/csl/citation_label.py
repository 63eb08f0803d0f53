"""The citation label of an item that has none: letters of the authors and two digits of the year."""

from __future__ import annotations

from ibidem.csl.item_data import ItemData

NAME_VARIABLES = ("author", "editor", "translator")
LETTERS_BY_COUNT = {1: 4, 2: 2, 3: 2}


def citation_label(item: ItemData) -> str:
    """`Doe1999` becomes `Doe99`, `Doe and Roe` `DoRo99`, more authors one letter each."""
    names = next((item.names(v) for v in NAME_VARIABLES if item.names(v)), ())[:4]
    letters = LETTERS_BY_COUNT.get(len(names), 1)
    if names:
        label = "".join((name.family or name.literal)[:letters] for name in names)
    else:
        label = "".join(word[:1] for word in item.fields.get("title", "").split()[:4])
    date = item.date("issued")
    year = f"{abs(date.parts[0][0]) % 100:02d}" if date and date.parts and date.parts[0] else ""
    return label + year
