"""Names asked for by family name, or by "Family, Given": for bold type, and in messages.

>>> query = NameQuery.read("van Doe, J. K.")
>>> query.matches(Name("Doe", "Jane K.", non_dropping_particle="van"))
True
>>> query.matches(Name("Doe", "John", non_dropping_particle="van"))
True
>>> query.matches(Name("Doe", "Kim", non_dropping_particle="van"))
False
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ibidem.model import Item, Name


class NameQuery(NamedTuple):
    """One name that is asked for."""

    text: str
    family: str
    given: tuple[str, ...] = ()
    """The words of the given name; initials stand for every name that they begin."""

    @classmethod
    def read(cls, text: str) -> NameQuery:
        """`Family`, `Family, Given` or the name of an institution."""
        family, _, given = text.partition(",")
        return cls(text.strip(), _fold(family), _words(given))

    def matches(self, name: Name) -> bool:
        if name.literal:
            return _fold(name.literal) == _fold(self.text)
        particles = (name.non_dropping_particle, name.dropping_particle)
        families = {_fold(f"{particle} {name.family}") for particle in ("", *particles)}
        families.add(
            _fold(" ".join((name.dropping_particle, name.non_dropping_particle, name.family)))
        )
        return self.family in families and _agree(self.given, _words(name.given))


def read_queries(text: str) -> tuple[NameQuery, ...]:
    """The names in a text that separates them by semicolons."""
    return tuple(NameQuery.read(part) for part in text.split(";") if part.strip())


def family_names(items: Iterable[Item]) -> Iterator[str]:
    """All family names, and names of institutions, of these items."""
    for item in items:
        for people in item.names.values():
            for name in people:
                yield name.literal or name.family


def _fold(text: str) -> str:
    """The text as it is compared; an apostrophe or a hyphen joins a particle to its name."""
    text = " ".join(text.replace("’", "'").split())
    return text.replace("' ", "'").replace("- ", "-").casefold()


def _words(given: str) -> tuple[str, ...]:
    return tuple(_fold(given.replace(".", " ").replace("-", " ")).split())


def _agree(asked: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether one may be short for the other: `J.` or `Jane` for `Jane K.`; nothing for all."""
    if not asked:
        return True
    if not known:
        return False
    return all(a.startswith(k) or k.startswith(a) for a, k in zip(asked, known, strict=False))
