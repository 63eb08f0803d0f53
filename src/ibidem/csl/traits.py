"""What items have in common: their types, and the variables in which they have values.

These traits decide most of what a style prints of an item. A set of traits is an integer with a bit
for each: for every element of a style it is asked which of them an item has.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Final, TypeAlias

Traits: TypeAlias = int
"""A set of traits: `&` gives those of both, `|` those of either."""

NO_TRAITS: Final[Traits] = 0

_bits: dict[str, Traits] = {}
_places = count()


def trait(name: str) -> Traits:
    """The bit of one trait: a variable, or what `type_name` makes of a type."""
    bit = _bits.get(name)
    return _bits.setdefault(name, 1 << next(_places)) if bit is None else bit


def traits_of(names: Iterable[str]) -> Traits:
    """All of these.

    >>> traits_of(["author", "title"]) & trait("title") == trait("title")
    True
    """
    traits = NO_TRAITS
    for name in names:
        traits |= trait(name)
    return traits


def type_name(type: str) -> str:
    """What stands for a type, where no variable can have such a name.

    >>> type_name("book")
    'type:book'
    """
    return f"type:{type}"
