"""What every format's reader gives to the library: the keys at once, the items on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ibidem.diagnostics import Diagnostic
from ibidem.model import Item

Report = Callable[[Diagnostic], None]


class SourceFields(NamedTuple):
    """An entry in the words of its file."""

    type: str
    fields: Mapping[str, str]
    """By names in lower case."""


class SourceEntry(NamedTuple):
    """One entry of one file, not yet converted."""

    key: str
    convert: Callable[[], Item]
    line: int = 0
    aliases: tuple[str, ...] = ()
    """Other keys by which it may be cited (biblatex's `ids`)."""
    describe: Callable[[], SourceFields] | None = None
    """What the file says, in formats that have fields of their own."""
    is_copy: bool = False
    """Whether a file before it has the entry word for word: no fault, as files for each chapter do."""


def take_line(lines: Mapping[str, list[int]], key: str) -> int:
    """The next of the lines that were found for a key; 0 if there is none left."""
    found = lines.get(key)
    return found.pop(0) if found else 0


def name_key(author: str, year: str, taken: dict[str, int]) -> str:
    """A key for an entry whose file has none: `Doe2020`, the next one `Doe2020b`. `taken` counts
    those of a file."""
    base = f"{author or 'anonymous'}{year}"
    count = taken[base] = taken.get(base, 0) + 1
    return base if count == 1 else f"{base}{chr(96 + min(count, 26))}{count if count > 26 else ''}"
