"""Entries and macros that are seen to be sound in one look; their fields are split on demand.

Of a large bibliography few entries are cited, and nearly all are written plainly. One expression
proves that an entry is sound, so that nothing has to be told about it, and its fields are only
taken from it when somebody asks for them. It describes less than BibTeX allows (braces nested
three deep, none of them escaped): what it doesn't fit `bibtexparser` splits, see `split`.
"""

from __future__ import annotations

import re
from typing import Final

from ibidem.sources.bibtex.records import LazyFields, RawField

_TEXT: Final = r"[^{}\\]*(?:\\(?![{}])[^{}\\]*)*"
_QUOTED_TEXT: Final = r"[^{}\"\\]*(?:\\(?![{}\"])[^{}\"\\]*)*"
_BRACED_IN_QUOTES: Final = r"\{[^{}\"\\]*(?:\\[^{}][^{}\"\\]*)*\}"


def _braced(depth: int) -> str:
    inside = rf"(?:{_braced(depth - 1)}{_TEXT})*" if depth else ""
    return rf"\{{{_TEXT}{inside}\}}"


_PIECE: Final = (
    rf"(?:{_braced(3)}|\"{_QUOTED_TEXT}(?:{_BRACED_IN_QUOTES}{_QUOTED_TEXT})*\""
    r"|[^\s{}\"#,%'()=\\@]+)"
)
_VALUE: Final = rf"{_PIECE}(?:\s*\#\s*{_PIECE})*"
_NAME: Final = r"[^\W\d_][\w+:.-]*"
_FIELD: Final = rf"\s*{_NAME}\s*=\s*{_VALUE}"
_NEXT_FIELD: Final = re.compile(rf"\s*,\s*({_NAME})\s*(=)\s*({_VALUE})")

PLAIN_ENTRY: Final = re.compile(
    r"[ \t]*@(?!(?i:comment|preamble|string)\b)(\w+)[ \t]*\{[ \t]*([^\s,{}\"=%'()#\\]+)\s*,"
    rf"(?:{_FIELD}\s*(?:,|(?=\}})))+\s*\}}"
)
"""An entry from its `@` to its end: type and key, which are in one line."""

PLAIN_MACRO: Final = re.compile(
    rf"[ \t]*@(?i:string)[ \t]*\{{\s*([^\s{{}}\"#,%'()=\\]+)\s*=\s*({_VALUE})\s*\}}"
)
"""A definition of a macro: name and raw value."""


class DeferredFields(LazyFields):
    """The fields of a plain entry, which is a part of a text."""

    __slots__ = ("_end", "_line", "_source", "_start")

    def __init__(self, source: str, start: int, end: int, line: int) -> None:
        self._fields = None  # without a call: there are thousands of them
        self._source = source
        self._start = start
        self._end = end
        self._line = line

    @property
    def text(self) -> str:
        """What follows the key, from the line of that number on."""
        return self._source[self._start : self._end]

    def _read(self) -> list[RawField]:
        text = self.text
        fields: list[RawField] = []
        line, place = self._line, 0
        for match in _NEXT_FIELD.finditer(text):
            line += text.count("\n", place, match.start(2))
            place = match.start(2)
            fields.append((match[1], match[3], line))
        return fields
