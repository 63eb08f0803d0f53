"""An item as the processor uses it: its values, parsed when first asked for, kept for all cites."""

from __future__ import annotations

import re
from typing import Final

from ibidem.csl.number import Number, parse_number
from ibidem.csl.particles import split_particles
from ibidem.csl.traits import trait, traits_of, type_name
from ibidem.model import Date, Item, Name

HYPHEN: Final = re.compile(r"\\?-")


class ItemData:
    """One registered item. `order` is its place in the order of registration.

    `variables` and `types` are those that the style mentions: others do not make items different.
    """

    __slots__ = (
        "_names", "_numbers", "dates", "fields", "id", "item", "language", "number",
        "order", "traits", "type",
    )  # fmt: skip

    def __init__(
        self,
        item: Item,
        variables: frozenset[str] = frozenset(),
        types: frozenset[str] = frozenset(),
    ) -> None:
        self.item = item
        self.id = item.id
        self.type = item.type
        fields = dict(item.fields)
        if "page" in fields and "page-first" not in fields:
            fields["page-first"] = first_page(fields["page"])
        if "note" in fields:
            fields["note"] = fields["note"].strip()  # written by hand: spaces, blank lines, "~"
        if self.type == "legal_case" and "number" in fields:
            # The hyphen of a docket number (12-345) is that of no range.
            fields["number"] = HYPHEN.sub(r"\\-", fields["number"])
        self.fields = fields
        self.dates = item.dates
        self.language = fields.get("language", "")
        # The variables with a value (CSL 1.0.2, Choose, variable).
        filled = [name for name, value in fields.items() if value]
        filled += [name for name, people in item.names.items() if people]
        filled += [name for name, date in item.dates.items() if date.parts or date.literal]
        self.traits = traits_of([name for name in filled if name in variables])
        if self.type in types:
            self.traits |= trait(type_name(self.type))
        self.order = 0
        self.number = 0
        self._names: dict[str, tuple[Name, ...]] = {}
        self._numbers: dict[str, Number] = {}

    def names(self, variable: str) -> tuple[Name, ...]:
        """The names of a name variable, particles and suffixes apart."""
        found = self._names.get(variable)
        if found is None:
            raw = self.item.names.get(variable, ())
            found = self._names[variable] = tuple([split_particles(name) for name in raw])
        return found

    def date(self, variable: str) -> Date | None:
        return self.dates.get(variable)

    def parsed_number(self, variable: str) -> Number:
        found = self._numbers.get(variable)
        if found is None:
            value = self.item.fields.get(variable) or self.fields.get(variable, "")
            found = self._numbers[variable] = parse_number(value)
        return found


def first_page(pages: str) -> str:
    """`12` of `12-18, 20`."""
    for index, char in enumerate(pages):
        if char in "-\u2013,&;" and index:
            return pages[:index].strip()
    return pages
