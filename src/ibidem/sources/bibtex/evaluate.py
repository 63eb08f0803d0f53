"""BibTeX values: pieces joined by `#`, and the macros that stand in them.

A raw value is what stands after `=`: `{…}`, `"…"`, a number or a macro's name, or several of
them joined by `#`. Macros are evaluated in the order of the files: an entry sees the last
definition before it. A macro used before its definition is an error in BibTeX; here it resolves,
since nothing else can be meant.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_MONTHS: Final = (
    "January February March April May June July August September October November December"
)
"""In English whatever the locale: hosts set that of the user, and `calendar` follows it."""

MONTH_MACROS: Final = {name[:3].lower(): name for name in _MONTHS.split()}
"""BibTeX styles predefine them: `jan` is January."""

_MAX_CHAIN: Final = 100
_MAX_LENGTH: Final = 200_000

_FLAT_BRACED: Final = re.compile(r"\{[^{}]*\}")
_BARE: Final = re.compile(r"[^\s{}\"#,%'()=\\]+")
_PIECE: Final = r"""(?:
    \{ [^{}]* (?: \{ [^{}]* \} [^{}]* )* \}
  | " [^{}"]* (?: \{ [^{}]* \} [^{}"]* )* "
  | [^\s{}"\#,%'()=\\]+ )"""
_EVERYDAY_VALUE: Final = re.compile(rf"{_PIECE} (?: \s*\#\s* {_PIECE} )*", re.VERBOSE)
"""Nearly all values in one look: braces nested once, nothing escaped."""
_EVERYDAY_PIECE: Final = re.compile(_PIECE, re.VERBOSE)
_BRACE: Final = re.compile(r"[{}]")
_UNESCAPED_BRACE: Final = re.compile(r"(?<!\\)[{}]")
_QUOTE_OR_BRACE: Final = re.compile(r"[{}\"]")


class Piece(NamedTuple):
    """One operand of `#`: the text inside its delimiters, or a bare word (number, macro)."""

    text: str
    is_bare: bool


def is_well_formed(raw: str) -> bool:
    """Whether `raw` is a BibTeX value; the everyday forms are seen at once."""
    if raw[:1] == "{" and raw.find("}") == len(raw) - 1 and raw.find("{", 1) < 0:
        return True
    return _EVERYDAY_VALUE.fullmatch(raw) is not None or split_pieces(raw) is not None


def split_pieces(raw: str) -> list[Piece] | None:
    """The operands of a raw value; None if it is not one."""
    if _EVERYDAY_VALUE.fullmatch(raw):
        return list(map(_piece, _EVERYDAY_PIECE.findall(raw)))
    pieces: list[Piece] = []
    position = 0
    while True:
        position = _skip_space(raw, position)
        end = piece_end(raw, position)
        if end is None:
            return None
        pieces.append(_piece(raw[position:end]))
        position = _skip_space(raw, end)
        if position == len(raw):
            return pieces
        if raw[position] != "#":
            return None
        position += 1


def _piece(text: str) -> Piece:
    is_bare = text[0] not in '{"'
    return Piece(text if is_bare else text[1:-1], is_bare)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def piece_end(text: str, start: int, limit: int | None = None) -> int | None:
    """Where the value piece that starts at `start` ends; None if there is none or it is open.

    Braces are counted as TeX does, a backslash never hides one; only where that leaves the piece
    open is `\\{` taken as a character.
    """
    limit = len(text) if limit is None else limit
    if start >= limit:
        return None
    opener = text[start]
    if opener == "{":
        flat = _FLAT_BRACED.match(text, start, limit)
        if flat:
            return flat.end()
        end = _brace_end(text, start, limit, _BRACE)
        if end is None and text.find("\\", start, limit) >= 0:
            return _brace_end(text, start, limit, _UNESCAPED_BRACE)
        return end
    if opener == '"':
        return _quote_end(text, start, limit)
    bare = _BARE.match(text, start, limit)
    return bare.end() if bare else None


def group_end(text: str, start: int) -> int | None:
    """Where the group that starts at `start` ends in TeX's eyes, who takes `\\{` for a character;
    only where that leaves the group open is it counted. None if there is none."""
    flat = _FLAT_BRACED.match(text, start)
    if flat and text[flat.end() - 2 : flat.end() - 1] != "\\":
        return flat.end()
    return _brace_end(text, start, len(text), _UNESCAPED_BRACE) or piece_end(text, start)


def _brace_end(text: str, start: int, limit: int, braces: re.Pattern[str]) -> int | None:
    depth = 0
    for match in braces.finditer(text, start, limit):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return None


def _quote_end(text: str, start: int, limit: int) -> int | None:
    """A quote ends the piece only outside of braces."""
    depth = 0
    for match in _QUOTE_OR_BRACE.finditer(text, start + 1, limit):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0:
            return match.end()
    return None


def _collapse(value: str) -> str:
    """White space as TeX sees it: any amount is one space, `%` at a line's end joins the lines."""
    if "%" in value:
        value = _JOINED_LINES.sub("", value)
    return " ".join(value.split())


_JOINED_LINES: Final = re.compile(r"(?<!\\)%[ \t]*\n\s*")

_Chain = tuple[tuple[str, int], ...]
"""The definitions under evaluation: name and number of the definition."""


_NONE: Final[tuple[list[int], list[str]]] = ([], [])


@dataclass(slots=True)
class Macros:
    """All `@string` definitions seen, each with its place in the order of reading."""

    _added: list[tuple[str, str, int]] = field(default_factory=list)
    _definitions: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    _values: dict[tuple[str, int], str] = field(default_factory=dict)

    def define(self, name: str, raw: str, order: int) -> None:
        """Definitions come in the order of reading; they are sorted when one is needed."""
        self._added.append((name, raw, order))

    def _of(self, name: str) -> tuple[list[int], list[str]]:
        """Places and raw values of a macro's definitions."""
        if self._added:
            for added, raw, order in self._added:
                orders, raws = self._definitions.setdefault(added.lower(), ([], []))
                orders.append(order)
                raws.append(raw)
            self._added.clear()
        return self._definitions.get(name, _NONE)

    def names(self) -> list[str]:
        """The macros that a file defines; the months where it defines none."""
        self._of("")
        return list(self._definitions) or list(MONTH_MACROS)

    def evaluate(self, raw: str, order: int, report: Callable[[str], None]) -> str:
        """The value of `raw` as read at place `order`, white space collapsed.

        An undefined macro stands for its own name and is given to `report`.
        """
        if len(raw) > 1 and raw[0] == "{" and raw[-1] == "}":
            inner = raw[1:-1]
            if "{" not in inner and "}" not in inner:
                return _collapse(inner)
        if raw.isalnum():
            return _collapse(self._bare(raw, order, report, ()))
        return _collapse(self._join(raw, order, report, ()))

    def _join(self, raw: str, order: int, report: Callable[[str], None], under_way: _Chain) -> str:
        pieces = split_pieces(raw)
        if pieces is None:  # kept by the repair as it stood
            return raw
        if len(pieces) == 1 and not pieces[0].is_bare:
            return pieces[0].text
        return "".join(
            self._bare(piece.text, order, report, under_way) if piece.is_bare else piece.text
            for piece in pieces
        )[:_MAX_LENGTH]

    def _bare(self, word: str, order: int, report: Callable[[str], None], under_way: _Chain) -> str:
        if word.isdecimal():
            return word
        name = word.lower()
        orders, raws = self._of(name)
        index = max(bisect.bisect_left(orders, order) - 1, 0)
        is_circular = (name, index) in under_way or len(under_way) > _MAX_CHAIN
        if not orders or is_circular:
            if name not in MONTH_MACROS:
                report(word)
            return MONTH_MACROS.get(name, word)
        if (name, index) not in self._values:
            self._values[name, index] = self._join(
                raws[index], orders[index], report, (*under_way, (name, index))
            )
        return self._values[name, index]
