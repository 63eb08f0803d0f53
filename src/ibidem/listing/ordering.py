"""The option `sort`: `-year, author`. Where it leaves works equal, the style's order stays.

Works without a value come last in either direction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from ibidem.csl.collation import collation_key
from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import Item, Name

Value: TypeAlias = "str | tuple[int, ...]"

CREATORS = ("author", "editor", "container-author", "composer", "director", "translator")
"""Who a work is sorted under: the first of these that it has, as in most styles."""


class SortKey(NamedTuple):
    """One criterion."""

    name: str
    descending: bool = False


def read_sort(text: str) -> tuple[tuple[SortKey, ...], list[Diagnostic]]:
    """The criteria, separated by commas or spaces; those that do not exist are reported."""
    keys: list[SortKey] = []
    problems: list[Diagnostic] = []
    for word in text.replace(",", " ").split():
        name = word.lstrip("+-").lower()
        if name in CRITERIA:
            keys.append(SortKey(name, word.startswith("-")))
            continue
        message = f"lists are not sorted by {word!r}, but by " + ", ".join(sorted(CRITERIA))
        problems.append(
            Diagnostic("list-sort", message, field="sort", suggestion=closest(name, CRITERIA))
        )
    return tuple(keys), problems


def sort_works(
    keys: Sequence[SortKey], ids: Sequence[str], items: Mapping[str, Item], language: str
) -> list[str]:
    """The ids in the order asked for."""
    ordered = list(ids)
    for key in reversed(keys):
        read = CRITERIA[key.name]
        filled = [(value, id) for id in ordered if (value := read(items[id], language))]
        filled.sort(key=itemgetter(0), reverse=key.descending)
        known = [id for _, id in filled]
        ordered = list(dict.fromkeys((*known, *ordered)))
    return ordered


def find_creators(item: Item) -> tuple[Name, ...]:
    """The names that the work goes under; none if it goes under its title."""
    return next((item.names[kind] for kind in CREATORS if item.names.get(kind)), ())


def _author(item: Item, language: str) -> Value:
    names = [_sort_name(name, language) for name in find_creators(item)]
    return "\0".join(names) if names else _title(item, language)


def _sort_name(name: Name, language: str) -> str:
    parts = [name.literal] if name.literal else [name.family, name.given, name.suffix]
    if not name.literal and name.non_dropping_particle:
        parts[0] = f"{name.non_dropping_particle} {name.family}"
    return "\1".join(collation_key(part, language) for part in parts)


def _year(item: Item, language: str) -> Value:
    issued = item.dates.get("issued")
    return issued.parts[0][:1] if issued is not None and issued.parts else ()


def _date(item: Item, language: str) -> Value:
    issued = item.dates.get("issued")
    return issued.parts[0] if issued is not None and issued.parts else ()


def _title(item: Item, language: str) -> Value:
    return collation_key(item.fields.get("title", ""), language)


CRITERIA: Mapping[str, Callable[[Item, str], Value]] = {
    "author": _author,
    "date": _date,
    "key": lambda item, language: item.id,
    "title": _title,
    "type": lambda item, language: item.type,
    "year": _year,
}
"""What works may be sorted by."""
