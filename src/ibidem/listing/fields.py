"""What filters may say about a work: its type and its fields as BibTeX calls them.

A work from a BibTeX file has the type and the fields that stand there; of others, and of what biblatex
calls otherwise, the variables of CSL stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ibidem.csl.addresses import find_address
from ibidem.listing.filters import Value
from ibidem.model import Item, Name
from ibidem.sources.entries import SourceFields
from ibidem.variables import VARIABLES

FIELDS: Final = {
    "abstract": "abstract",
    "address": "publisher-place",
    "chapter": "chapter-number",
    "doi": "DOI",
    "edition": "edition",
    "howpublished": "medium",
    "isbn": "ISBN",
    "issn": "ISSN",
    "keywords": "keyword",
    "language": "language",
    "pages": "page",
    "series": "collection-title",
    "url": "URL",
}
"""Fields of BibTeX under other names than their variables in CSL."""

CONTAINERS: Final = {"article-journal": "journal", "article-magazine": "journal",
              "article-newspaper": "journal", "review": "journal"}  # fmt: skip
"""What the work around one of this type is called; `booktitle` for others."""
PUBLISHERS: Final = {"thesis": "school", "report": "institution"}
"""What the publisher of a work of this type is called; `publisher` for others."""

BIBLATEX: Final = {
    "address": "location",
    "archiveprefix": "eprinttype",
    "journal": "journaltitle",
    "school": "institution",
}
"""Fields of BibTeX and what they are called in biblatex."""

TYPES: Final = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
"""The entry type of BibTeX that a type of CSL comes from; others are `misc`."""

KNOWN: Final = frozenset(
    name.lower()
    for names in (VARIABLES, FIELDS, CONTAINERS.values(), PUBLISHERS.values(), *BIBLATEX.items())
    for name in names
) | {"booktitle", "date", "month", "number", "urldate", "year"}
"""Names that are fields, whether any work has them or not."""


def names_of(item: Item, source: SourceFields | None = None) -> dict[str, Value]:
    """The names of an expression that stand for something of the work itself."""
    names: dict[str, Value] = {}
    if source is None:
        names |= _variables_of(item)
    else:
        names |= source.fields
        for name, other in BIBLATEX.items():
            if other in source.fields:
                names.setdefault(name, source.fields[other])
    names |= {kind: _format_names(people) for kind, people in item.names.items()}
    names.setdefault("year", _format_date(item, "issued")[:4])
    names["type"] = source.type.lower() if source else _type_of(item)
    names["key"] = item.id.lower()
    return names


def _variables_of(item: Item) -> Mapping[str, str]:
    names = {name.lower(): value for name, value in item.fields.items()}
    for name, variable in FIELDS.items():
        names[name] = item.fields.get(variable, "")
    names[CONTAINERS.get(item.type, "booktitle")] = item.fields.get("container-title", "")
    publisher = names.pop("publisher", "")
    names[PUBLISHERS.get(item.type, "publisher")] = publisher
    number = item.fields.get("issue") or item.fields.get("number", "")
    names["number"] = number.replace("\\-", "-")  # a hyphen, as it is printed
    return {**names, **{kind: _format_date(item, kind) for kind in item.dates}}


def _type_of(item: Item) -> str:
    if item.type == "thesis" and "master" in item.fields.get("genre", "").lower():
        return "mastersthesis"
    return TYPES.get(item.type, "misc")


def _format_names(people: tuple[Name, ...]) -> str:
    return " and ".join(_format_name(name) for name in people)


def _format_name(name: Name) -> str:
    if name.literal:
        return name.literal
    family = " ".join(filter(None, [name.non_dropping_particle, name.family]))
    given = " ".join(filter(None, [name.given, name.dropping_particle]))
    return ", ".join(filter(None, [family, name.suffix, given]))


def _format_date(item: Item, kind: str) -> str:
    date = item.dates.get(kind)
    if date is None or not date.parts or not date.parts[0]:
        return date.literal if date is not None else ""
    year, *rest = date.parts[0]
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def address_of(item: Item) -> str:
    """Where the work is on the web, an empty string if the item does not say."""
    addresses = (find_address(name, item.fields.get(name, "")) for name in ("URL", "DOI"))
    return next(filter(None, addresses), "")
