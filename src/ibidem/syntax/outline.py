"""The outline of a paragraph: where its citation keys and its brackets are.

One walk from left to right, each character looked at once. What is opaque (code, math, HTML tags
and what stands between those of links and code, bare URLs, link destinations, a host's own
placeholders) is stepped over, so that no key is ever found in there. What comes in pairs (brackets,
quotes, emphasis) is matched on the way, because a key or a semicolon inside a pair does not belong
to the bracket around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from typing import Final, NamedTuple

from ibidem.syntax.private import OPAQUE_TAGS

KEY: Final = re.compile(r"[\w*](?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*")
"""A key without braces, as pandoc has it: single punctuation inside, none at the end."""


def whole_key(key: str) -> re.Pattern[str]:
    """An expression for the key where it is no part of a longer one."""
    return re.compile(rf"(?<![\w:.#$%&+?<>~/-]){re.escape(key)}(?![:.#$%&+?<>~/-]?\w)")


_TOKEN: Final = rf"""
      (?P<escape>   \\[^\w\s] )
    | (?P<stashed>  \x02[^\x02\x03]*\x03 )              # a placeholder of Python-Markdown
    | (?P<code>     `+ )
    | (?P<math>     \$\$? )
    | (?P<opaque>   <(?P<tag>(?i:{OPAQUE_TAGS}))\b[^<>]*(?<!/)> | <\? | <!\[CDATA\[ )
    | (?P<html>     <[A-Za-z/!?][^<>]*> )
    | (?P<key>      @ )
    | (?P<open>     \[ )
    | (?P<close>    \] )
    | (?P<entity>   &(?:\#\d+|\#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*); )
    | (?P<split>    ; )
    | (?P<pair>     \*+ | _+ | ["'“”] )
"""
_URL: Final = r"""
      (?P<url>      (?<![\w@{])(?:[A-Za-z][A-Za-z0-9+.\-]{1,20}://|www\.)
                    [^\s<>\[\]\x02]*[^\s<>\[\]\x02.,;:!?)\\] )  # nor does an escape end it
"""
_SIGN: Final = re.compile(rf"""(?=[\\\x02`$<@\[\]&;*_"'“”])(?:{_TOKEN})""", re.VERBOSE)
_SIGN_OR_URL: Final = re.compile(f"{_TOKEN}|{_URL}", re.VERBOSE)

_BRACE: Final = re.compile(r"[{}]")
_SPACE: Final = re.compile(r"\s")
_DESTINATION: Final = re.compile(r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)", re.DOTALL)
_MATH_END: Final = {
    "$": re.compile(r"(?<![\s\\])\$(?!\d)"),
    "$$": re.compile(r"\$\$"),
}


class KeyMark(NamedTuple):
    """A key with its sign: `@key`, `-@key`, `@{key}`."""

    start: int
    end: int
    key: str
    is_suppressed: bool
    """It carries the minus that leaves the author out."""


class Bracket(NamedTuple):
    """A matched pair of brackets; `end` is behind the closing one."""

    start: int
    end: int
    marks: tuple[KeyMark | int, ...]
    """The keys and the places of the semicolons directly in it, in order."""
    has_destination: bool
    """It is the text of a link: `[text](destination)`."""
    depth: int
    """How deep the brackets in it are nested."""


class Outline:
    """What one walk has found."""

    __slots__ = ("brackets", "end", "keys", "limit")

    def __init__(self, end: int = 0, limit: int = 0) -> None:
        self.keys: dict[int, KeyMark] = {}
        self.brackets: dict[int, Bracket] = {}
        self.end = end
        """Where the walk ended: of what comes behind nothing is known."""
        self.limit = limit
        """Where the paragraph ends."""


class _Level:
    """An open bracket (or the paragraph itself) while its content is read."""

    __slots__ = ("depth", "marks", "pairs", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.marks: list[KeyMark | int] = []
        self.pairs: dict[str, int] = {}
        """Where a quote or an emphasis was opened, by its sign."""
        self.depth = 0


def read_outline(text: str, start: int, end: int, *, one_bracket: bool = False) -> Outline:
    """The outline of `text[start:end]`, which holds no blank line.

    With `one_bracket`, `start` is at a bracket and the walk ends where that bracket does.
    """
    return _Walk(text, end, one_bracket).run(start)


def find_live(text: str) -> list[int]:
    """The places of the signs that would mean something to a group around this text: dividers, keys
    and brackets without their other half.

    >>> find_live("a; [b; c] `d;` e]")
    [1, 16]
    """
    walk = _Walk(text, len(text), one_bracket=False)
    walk.run(0)
    opened = [level.start for level in walk.levels[1:]]
    marks = (mark for level in walk.levels for mark in level.marks)
    return sorted([*walk.lone, *opened, *map(_sign_of, marks)])


class KeyReader:
    """Reads keys at their signs, in one text. Braces are matched once for all keys."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends: dict[int, int] = {}
        """Where each brace is closed."""
        self._end = 0
        """All braces that open before this place are known."""

    def read(self, at: int) -> KeyMark | None:
        """The key whose `@` is at `at`, unless what stands before makes it part of a word."""
        text = self.text
        if _follows_word(text, at):
            return None
        braced = text.startswith("{", at + 1)
        if braced:
            stop = self._match_brace(at + 1)
        else:
            found = KEY.match(text, at + 1)
            stop = _before_entity(text, at + 1, found.end()) if found else -1
        key = text[at + 2 : stop - 1] if braced else text[at + 1 : stop]
        if stop < 0 or not key or "\x02" in key:  # a host's placeholder is none
            return None
        minus = at > 0 and text[at - 1] == "-" and not _follows_word(text, at - 1)
        is_suppressed = minus and text[at - 2 : at - 1] not in ("-", "\\")
        return KeyMark(at - 1 if is_suppressed else at, stop, key, is_suppressed)

    def _match_brace(self, start: int) -> int:
        """Behind the brace that closes the one at `start`, with no white space between; else -1."""
        if start >= self._end:
            space = _SPACE.search(self.text, start)
            self._end = space.start() if space else len(self.text)
            self._ends = dict(_match_braces(self.text, start, self._end))
        return self._ends.get(start, -1)


def _before_entity(text: str, start: int, stop: int) -> int:
    """Where a key ends that seems to end at `stop`: before an entity, `@doe&nbsp;x`, if the text has one
    there. (Pandoc takes its name for a part of the key.)"""
    sign = text.rfind("&", start, stop) if text.startswith(";", stop) else -1
    return sign if sign > start and f"{text[sign + 1 : stop]};" in html5 else stop


def _follows_word(text: str, at: int) -> bool:
    """Directly behind a letter or a digit, or a dot: only an ellipsis ends a word."""
    before = text[at - 1 : at]
    return before.isalnum() or (before == "." and text[max(0, at - 3) : at] != "...")


def _match_braces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    open_braces: list[int] = []
    for found in _BRACE.finditer(text, start, end):
        if found[0] == "{":
            open_braces.append(found.start())
        elif open_braces:
            yield open_braces.pop(), found.end()


@lru_cache(maxsize=1)
def _find_tokens(text: str) -> re.Pattern[str]:
    """What to look for, asked again for each bracket of a text. A URL may begin at any letter: where
    there are none all letters are passed over."""
    return _SIGN_OR_URL if "://" in text or "www." in text else _SIGN


class _Walk:
    def __init__(self, text: str, end: int, one_bracket: bool) -> None:
        self.text = text
        self.end = end
        self.one_bracket = one_bracket
        self.outline = Outline(limit=end)
        self.levels = [_Level(-1)]
        self.unclosed: set[str] = set()
        """Signs of code and math that nothing closes any more."""
        self.lone: list[int] = []
        """Brackets that close what nothing has opened."""
        self.keys = KeyReader(text)
        self.tokens = _find_tokens(text)

    def run(self, start: int) -> Outline:
        place = start
        while found := self.tokens.search(self.text, place, self.end):
            place = self._take(found.lastgroup or "", found)
            if self.one_bracket and len(self.levels) == 1:
                break
        self.outline.end = place if self.one_bracket and found else self.end
        return self.outline

    def _take(self, kind: str, found: re.Match[str]) -> int:
        """Note the token and say where to go on."""
        at = found.start()
        if kind == "key":
            return self._take_key(at)
        if kind == "open":
            self.levels.append(_Level(at))
        elif kind == "close":
            return self._close_bracket(at)
        elif kind == "split":
            self.levels[-1].marks.append(at)
        elif kind == "pair":
            self._take_pair(found[0], at, found.end())
        elif kind == "entity" and found[0][1] != "#" and found[0][1:] not in html5:
            return found.end() - 1  # the semicolon of `AT&T;` divides
        elif kind == "code":
            return self._skip(found, re.compile(rf"(?<!`){found[0]}(?!`)"))
        elif kind == "opaque":
            return self._skip(found, _end_of(found))
        elif kind == "math" and not self.text[found.end() : found.end() + 1].isspace():
            return self._skip(found, _MATH_END[found[0]])
        return found.end()

    def _take_key(self, at: int) -> int:
        mark = self.keys.read(at)
        if mark is None:
            return at + 1
        self.outline.keys[mark.start] = mark
        self.levels[-1].marks.append(mark)
        return mark.end

    def _skip(self, opening: re.Match[str], closing: re.Pattern[str]) -> int:
        """Behind what `opening` opens, or behind itself if nothing closes it."""
        if closing.pattern in self.unclosed:
            return opening.end()
        found = closing.search(self.text, opening.end(), self.end)
        if found is None:
            self.unclosed.add(closing.pattern)
            return opening.end()
        return found.end()

    def _close_bracket(self, at: int) -> int:
        if len(self.levels) == 1:
            self.lone.append(at)
            return at + 1
        level = self.levels.pop()
        destination = _DESTINATION.match(self.text, at + 1, self.end)
        self.outline.brackets[level.start] = Bracket(
            level.start, at + 1, tuple(level.marks), destination is not None, level.depth
        )
        self.levels[-1].depth = max(self.levels[-1].depth, level.depth + 1)
        return destination.end() if destination else at + 1

    def _take_pair(self, sign: str, at: int, end: int) -> None:
        """Open or close a quote or an emphasis. Behind a word a straight sign is an apostrophe, feet or
        inches: it opens nothing."""
        level = self.levels[-1]
        before = self.text[at - 1] if at else " "
        after = self.text[end] if end < self.end else " "
        name = '"' if sign in "“”" else sign
        opened = level.pairs.get(name)
        can_close = not before.isspace() and not (sign[0] in "_'" and after.isalnum())
        if sign in "\"'":
            follows_word = _follows_word(self.text, at)
        else:
            follows_word = sign[0] == "_" and before.isalnum()
        if opened is not None and can_close and sign != "“":
            _close_pair(level, name, opened)
        elif not after.isspace() and not follows_word and sign != "”":
            level.pairs[name] = at


def _close_pair(level: _Level, name: str, opened: int) -> None:
    """What the pair holds is not the bracket's. Single quotes around a key are rather two apostrophes,
    `the '90s; @doe, the dogs' home`."""
    inside = len(level.marks)
    while inside and _start_of(level.marks[inside - 1]) > opened:
        inside -= 1
    if name == "'" and any(isinstance(mark, KeyMark) for mark in level.marks[inside:]):
        del level.pairs[name]
        return
    level.pairs = {other: p for other, p in level.pairs.items() if p < opened}
    del level.marks[inside:]


def _end_of(opening: re.Match[str]) -> re.Pattern[str]:
    """What closes an element of HTML for links or code, a processing instruction or a CDATA section."""
    if tag := opening["tag"]:
        return re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    return re.compile(r"\?>" if opening[0] == "<?" else r"\]\]>")


def _start_of(mark: KeyMark | int) -> int:
    return mark if isinstance(mark, int) else mark.start


def _sign_of(mark: KeyMark | int) -> int:
    """The place of a semicolon, or of the `@` of a key."""
    return mark if isinstance(mark, int) else mark.start + mark.is_suppressed
