"""Ids of what a host prints: each once on a page."""

from __future__ import annotations

from collections.abc import Container


def free_id(wanted: str, used: Container[str]) -> str:
    """The id, or the next like it that is not `used`.

    >>> free_id("refs", {"refs", "refs-2"})
    'refs-3'
    """
    name, count = wanted, 1
    while name in used:
        count += 1
        name = f"{wanted}-{count}"
    return name


def take_id(wanted: str, used: set[str]) -> str:
    """The same; now it is used."""
    name = free_id(wanted, used)
    used.add(name)
    return name
