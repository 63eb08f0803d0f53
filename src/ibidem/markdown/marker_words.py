"""The words in a marker: keys, flags, options with their values, classes and an id.

They are those of attribute lists, `sort=-year title="two words" .own #works`, and keys, `@doe`, also
in braces. A value without quotation marks ends at white space, which may stand around the equals
sign. What is none of these is kept as well, so that nothing in a marker goes unheard.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ibidem.syntax.braces import find_closing_brace

CLOSE: Final = "]]"
"""What ends a marker in brackets; words without quotation marks do not hold it."""

_SPACE: Final = re.compile(r"\s*")
_NAME: Final = re.compile(r"""([^\s=\[\]"'@.\#][^\s=\[\]"']*)\s*=(\s*)""")
_OTHER_OPTION: Final = re.compile(r"[\w-]+=(?!=)")
"""Behind an equals sign and a space it is an option of its own, and no value."""
_CHUNK: Final = re.compile(r"\S+")
_BARE: Final = re.compile(r"(?:(?!\]\]|\[\[)\S)+")
_SIGNS: Final = ("=", '"', "'", "[[")
"""What no word begins with."""


class Words(NamedTuple):
    """What a marker says."""

    keys: tuple[str, ...]
    options: tuple[tuple[str, str | None], ...]
    """Without a value it is None."""
    classes: tuple[str, ...]
    ids: tuple[str, ...]
    unread: tuple[str, ...]
    """What is nothing of all that."""


class _Reader:
    def __init__(self, text: str, at: int, close: str) -> None:
        self.text = text
        self.at = at
        self.close = close
        self.keys: list[str] = []
        self.options: list[tuple[str, str | None]] = []
        self.classes: list[str] = []
        self.ids: list[str] = []
        self.unread: list[str] = []

    def read(self) -> int:
        """Reads on; the place of what closes the marker, or of the end of the text, or -1."""
        while not self._is_over(self._skip_space()):
            if self.close and self.text.startswith("[[", self.at):
                return -1
            if not (self._read_braced_key() or self._read_option()):
                self._read_bare()
        return self.at if self.text.startswith(self.close, self.at) else -1

    def _skip_space(self) -> int:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _is_over(self, at: int) -> bool:
        return at >= len(self.text) or (bool(self.close) and self.text.startswith(self.close, at))

    def _ends_word(self, at: int) -> bool:
        return self._is_over(at) or self.text[at].isspace()

    def _read_braced_key(self) -> bool:
        if not self.text.startswith("@{", self.at):
            return False
        chunk = _CHUNK.match(self.text, self.at)
        brace = find_closing_brace(chunk[0], 1) if chunk else -1
        if chunk is None or brace < 0 or not self._ends_word(self.at + brace + 1):
            return False
        self.keys.append(chunk[0][2:brace])
        self.at += brace + 1
        return True

    def _read_option(self) -> bool:
        """`name=value`."""
        found = _NAME.match(self.text, self.at)
        if found is None:
            return False
        start = found.end()
        mark = self.text[start : start + 1]
        if mark and mark in "\"'":
            end = self.text.find(mark, start + 1)
            if end < 0 or not self._ends_word(end + 1):
                return False
            value, self.at = self.text[start + 1 : end], end + 1
        else:
            if self._is_over(start) or (found[2] and _OTHER_OPTION.match(self.text, start)):
                return self._read_without_value(found)
            bare = _BARE.match(self.text, start)
            value, self.at = (bare[0], bare.end()) if bare else ("", start)
        self.options.append((found[1], " ".join(value.split())))
        return True

    def _read_without_value(self, found: re.Match[str]) -> bool:
        self.options.append((found[1], None))
        self.at = found.end()
        return True

    def _read_bare(self) -> None:
        found = _BARE.match(self.text, self.at)
        word = found[0] if found else self.text[self.at]
        self.at += len(word)
        if word.startswith(_SIGNS) or "=" in word or (len(word) < 2 and not word.isalnum()):
            self.unread.append(word)
        elif word[0] == "@":
            self.keys.append(word[1:])
        elif word[0] == ".":
            self.classes.append(word[1:])
        elif word[0] == "#":
            self.ids.append(word[1:])
        else:
            self.options.append((word, None))


def read_words(text: str, start: int = 0, close: str = "") -> tuple[Words, int]:
    """The words from `start` on, and the place of `close` behind them; -1 if it is missing."""
    reader = _Reader(text, start, close)
    end = reader.read()
    words = Words(
        tuple(reader.keys),
        tuple(reader.options),
        tuple(reader.classes),
        tuple(reader.ids),
        tuple(reader.unread),
    )
    return words, end
