"""The option `sort`: `-year, author`. Where it leaves works equal, the style's order stays.

Works without a value come last in either direction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from ibidem.csl.collation import collation_key
from ibidem.csl.particles import split_particles
from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import Item, Name

Value: TypeAlias = "str | tuple[int, ...]"


class Rules(NamedTuple):
    """What an order of names and titles depends on."""

    language: str
    by_particles: bool = False
    """Persons go under their particles, which stand behind otherwise."""


CREATORS: Final = ("author", "editor", "container-author", "composer", "director", "translator")
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
    keys: Sequence[SortKey], ids: Sequence[str], items: Mapping[str, Item], rules: Rules
) -> list[str]:
    """The ids in the order asked for."""
    ordered = list(ids)
    for key in reversed(keys):
        read = CRITERIA[key.name]
        filled = [(value, id) for id in ordered if (value := read(items[id], rules))]
        filled.sort(key=itemgetter(0), reverse=key.descending)
        known = [id for _, id in filled]
        ordered = list(dict.fromkeys((*known, *ordered)))
    return ordered


def find_creators(item: Item) -> tuple[Name, ...]:
    """The names that the work goes under, their particles and suffixes apart, as the processor has
    them; none if it goes under its title."""
    names = next((item.names[kind] for kind in CREATORS if item.names.get(kind)), ())
    return tuple(map(split_particles, names))


def sort_name(name: Name, rules: Rules) -> tuple[str, ...]:
    """The parts of a name in the order in which they count, as the processor sorts by them."""
    if name.literal:
        return (name.literal,)
    ndp, dp = name.non_dropping_particle, name.dropping_particle
    if rules.by_particles:
        return f"{ndp} {name.family}".strip(), dp, name.given, name.suffix
    return name.family or ndp, f"{dp} {ndp}".strip(), name.given, name.suffix


def _author(item: Item, rules: Rules) -> Value:
    names = [
        "\1".join(collation_key(part, rules.language) for part in sort_name(name, rules))
        for name in find_creators(item)
    ]
    return "\0".join(names) if names else _title(item, rules)


def _year(item: Item, rules: Rules) -> Value:
    issued = item.dates.get("issued")
    return issued.parts[0][:1] if issued is not None and issued.parts else ()


def _date(item: Item, rules: Rules) -> Value:
    issued = item.dates.get("issued")
    return issued.parts[0] if issued is not None and issued.parts else ()


def _title(item: Item, rules: Rules) -> Value:
    return collation_key(item.fields.get("title", ""), rules.language)


CRITERIA: Final[Mapping[str, Callable[[Item, Rules], Value]]] = {
    "author": _author,
    "date": _date,
    "key": lambda item, rules: item.id,
    "title": _title,
    "type": lambda item, rules: item.type,
    "year": _year,
}
"""What works may be sorted by."""
