"""What the splitting of a file gives: entries and macro definitions with raw values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ibidem.diagnostics import Diagnostic

RawField = tuple[str, str, int]
"""Name as written, raw value with its delimiters, 1-based line."""


class RawEntry(NamedTuple):
    """One entry as it stands in the file."""

    type: str
    key: str
    line: int
    order: int
    """Its place among the blocks of its file: which macro definitions it sees."""
    fields: Sequence[RawField]
    aliases: tuple[str, ...] = ()
    """Other keys by which it may be cited (`ids`)."""


class RawMacro(NamedTuple):
    """One `@string`."""

    name: str
    raw: str
    order: int


def find_aliases(fields: Sequence[RawField]) -> tuple[str, ...]:
    """The keys in the field `ids`."""
    for name, raw, _ in fields:
        if len(name) == 3 and name.lower() == "ids":
            bare = raw.translate(_NO_DELIMITERS)
            return tuple(key for key in (part.strip() for part in bare.split(",")) if key)
    return ()


_NO_DELIMITERS = str.maketrans("", "", '{}"')


@dataclass(slots=True)
class RawFile:
    """A file split into records; nothing evaluated, nothing converted."""

    entries: list[RawEntry] = field(default_factory=list)
    macros: list[RawMacro] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many places in the order of reading the file takes."""
        return len(self.entries) + len(self.macros)
