"""The BibTeX files of a library: split at once, their entries converted when somebody asks."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import Item
from ibidem.sources.bibtex.commands import Command, expand_commands, read_commands
from ibidem.sources.bibtex.convert import convert
from ibidem.sources.bibtex.evaluate import Macros
from ibidem.sources.bibtex.inherit import Record, inherit
from ibidem.sources.bibtex.mapping import ENTRY_TYPES, NO_ITEM
from ibidem.sources.bibtex.records import RawEntry, RawFile
from ibidem.sources.bibtex.settings import BibtexOptions, BibtexSettings
from ibidem.sources.bibtex.slips import find_slip
from ibidem.sources.entries import Report, SourceEntry, SourceFields
from ibidem.variables import TYPES


class _Place(NamedTuple):
    """An entry, its file, and where the file begins in the order of reading."""

    entry: RawEntry
    path: str
    offset: int


class BibtexReader:
    """All BibTeX files of one library: they share their macros, and parents may be in any file."""

    def __init__(self, report: Report, options: BibtexSettings | None = None) -> None:
        self._report = report
        self._options = options or BibtexOptions()
        self._macros = Macros()
        self._preambles: list[str] = []
        self._commands: dict[str, Command] | None = None
        """Those that the preambles define; read when a value holds some command."""
        self._order = 0
        self._places: dict[str, _Place] = {}
        self._folded: dict[str, str] = {}
        self._folded_count = 0
        self._records: dict[int, Record] = {}

    def add(self, file: RawFile, path: str) -> list[SourceEntry]:
        """The entries of a file that is split already."""
        offset = self._order
        self._order += file.size
        for macro in file.macros:
            self._macros.define(macro.name, macro.raw, macro.order + offset)
        if file.preambles:
            self._preambles += file.preambles
            self._commands = None
        for finding in file.diagnostics:
            self._report(finding)
        entries: list[SourceEntry] = []
        for raw in file.entries:
            place = _Place(raw, path, offset)
            first = self._places.get(raw.key)
            is_copy = first is not None and first.path != path and _is_same(first.entry, raw)
            for key in (raw.key, *raw.aliases):
                self._places.setdefault(key, place)
            if raw.type not in NO_ITEM:
                entries.append(
                    SourceEntry(
                        raw.key,
                        partial(self._convert, place),
                        raw.line,
                        raw.aliases,
                        partial(self._describe, place),
                        is_copy,
                    )
                )
        return entries

    def _describe(self, place: _Place) -> SourceFields:
        """The entry as BibTeX has it, with what it takes over; what is wrong is told elsewhere."""
        record = inherit(self._record(place), self._find, lambda code, message, field: None)
        return SourceFields(record.type, record.fields)

    def _convert(self, place: _Place) -> Item:
        record = self._record(place)

        def complain(code: str, message: str, field: str) -> None:
            suggestion = ""
            if code in ("unknown-parent", "unknown-related"):
                wanted = record.fields.get(field, "").split(",")[0].strip()
                suggestion = closest(wanted, self._places)
            elif code == "unknown-type":
                suggestion = closest(record.type, (*ENTRY_TYPES, *TYPES, "string"))
            elif code == "unknown-field":
                suggestion = find_slip(field)
            line = record.lines.get(field, place.entry.line)
            self._say(f"bibtex.{code}", message, place, line, field, suggestion)

        return convert(record, self._options, self._find, complain)

    def _find(self, key: str) -> Record | None:
        """The record that another one points at: by its key, in any case, or by an alias."""
        place = self._places.get(key)
        if place is None:
            if self._folded_count != len(self._places):
                self._folded_count = len(self._places)
                self._folded = {known.casefold(): known for known in reversed(self._places)}
            place = self._places.get(self._folded.get(key.casefold(), ""))
        return self._record(place) if place else None

    def _record(self, place: _Place) -> Record:
        order = place.entry.order + place.offset
        if order not in self._records:
            self._records[order] = self._evaluate(place)
        return self._records[order]

    def _evaluate(self, place: _Place) -> Record:
        """Macros resolved; of a field that stands twice the first one that says something."""
        entry = place.entry
        fields: dict[str, str] = {}
        lines: dict[str, int] = {}
        for written, raw_value, line in entry.fields:
            name = written.lower()
            if raw_value.isdecimal():
                value = raw_value
            else:
                report = partial(self._unknown_macro, place, line, name)
                value = self._macros.evaluate(raw_value, entry.order + place.offset, report)
                if self._preambles and "\\" in value:
                    value = expand_commands(value, self._find_commands())
            if name in fields:
                message = f'the field "{name}" stands twice, first in line {lines[name]}'
                self._say("bibtex.duplicate-field", message, place, line, name)
            elif value:
                fields[name] = value
                lines[name] = line
        return Record(entry.type, entry.key, fields, lines)

    def _find_commands(self) -> dict[str, Command]:
        if self._commands is None:
            texts = (
                self._macros.evaluate(raw, self._order, lambda _: None) for raw in self._preambles
            )
            self._commands = read_commands(texts)
        return self._commands

    def _unknown_macro(self, place: _Place, line: int, field: str, macro: str) -> None:
        message = f'the macro "{macro}" is not defined'
        suggestion = closest(macro, self._macros.names())
        self._say("bibtex.unknown-macro", message, place, line, field, suggestion)

    def _say(
        self,
        code: str,
        message: str,
        place: _Place,
        line: int,
        field: str,
        suggestion: str = "",
    ) -> None:
        finding = Diagnostic(
            code,
            message,
            "info" if code == "bibtex.unknown-field" else "warning",
            path=place.path,
            line=line,
            key=place.entry.key,
            field=field,
            suggestion=suggestion,
        )
        self._report(finding)


def _is_same(one: RawEntry, other: RawEntry) -> bool:
    """Whether they say the same, word for word."""
    return (one.type, one.key) == (other.type, other.key) and (
        [(name.lower(), raw) for name, raw, _ in one.fields]
        == [(name.lower(), raw) for name, raw, _ in other.fields]
    )
