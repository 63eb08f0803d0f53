"""What the splitting of a file gives: entries and macro definitions with raw values."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, overload

from ibidem.diagnostics import Diagnostic

RawField = tuple[str, str, int]
"""Name as written, raw value with its delimiters, 1-based line."""


class LazyFields(Sequence[RawField]):
    """The fields of one entry, read when they are first looked at."""

    __slots__ = ("_fields",)

    def __init__(self) -> None:
        self._fields: Sequence[RawField] | None = None

    @abstractmethod
    def _read(self) -> Sequence[RawField]:
        """All fields; called once."""

    def _all(self) -> Sequence[RawField]:
        if self._fields is None:
            self._fields = self._read()
        return self._fields

    @overload
    def __getitem__(self, index: int) -> RawField: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RawField]: ...
    def __getitem__(self, index: int | slice) -> RawField | Sequence[RawField]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[RawField]:
        return iter(self._all())


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


_NO_DELIMITERS: Final = str.maketrans("", "", '{}"')


@dataclass(slots=True)
class RawFile:
    """A file split into records; nothing evaluated, nothing converted."""

    entries: list[RawEntry] = field(default_factory=list)
    macros: list[RawMacro] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    preambles: list[str] = field(default_factory=list)
    """The raw value of each `@preamble`."""

    @property
    def size(self) -> int:
        """How many places in the order of reading the file takes."""
        return len(self.entries) + len(self.macros)
