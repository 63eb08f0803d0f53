"""The source of a page, read without the host: its lists, and the lines that findings tell of.

Python-Markdown knows no lines. So what was found is looked for in the source: first among what
authors cite, then anywhere, as plugins may have changed the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from ibidem.markdown.markers import FENCED, ListRequest, find_marker
from ibidem.syntax import Keyless, ScannedCitation, scan, whole_key

_HIDDEN: Final = re.compile(
    r"""
      \A---[ ]*\n .*? ^(?:---|\.\.\.)[ ]*$
    | <!-- (?: (?!<!--|-->) . )* -->
    | (?<!`)(`+) [^`\n]+ \1 (?!`)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""Front matter, comments and code within a line."""
_BRACKETS_END: Final = re.compile(r"\]\]")
_BLOCK_END: Final = re.compile(r"^[ ]*:::", re.MULTILINE)
_LINE: Final = re.compile(r"[^\n]+")
_PLACEHOLDER: Final = re.compile(r"\x02[^\x02\x03]*\x03")


def find_line(source: str, key: str) -> int:
    """The line where the key is first cited, in brackets if it is in any; 0 if it is not found."""
    cited = _find_cited(source)
    at = cited.in_brackets.get(key, cited.in_sentences.get(key, -1))
    if at >= 0:
        return _line_of(source, at)
    sign = re.escape(f"@{key}")
    braced = re.escape(f"@{{{key}}}")
    for pattern in (rf"{sign}(?![:.#$%&+?<>~/-]?\w)|{braced}", sign):
        if line := _find(source, pattern):
            return line
    return 0


def find_suffix_line(source: str, suffix: str, key: str) -> int:
    """The line of what stands behind a key that is cited; that of the other `key` in it if the source
    does not have it so."""
    return _find(source, re.escape(suffix)) or find_line(source, key)


def find_text_line(source: str, text: str) -> int:
    """The line of such a text; 0 if it is not found."""
    return _find(source, re.escape(text)) if text else 0


def find_keyless(source: str, key: str, part: str) -> tuple[int, str]:
    """The line of a bracket that begins with the key and has such a part without one, and the part as
    it is written: the host has put placeholders into it."""
    pieces = _PLACEHOLDER.split(_straighten(part))
    of_key = [found for found in _find_cited(source).keyless if found.key == key]
    for found in of_key:
        written = _straighten(source[found.part.start : found.part.end])
        if _is_made_of(written, pieces):
            return _line_of(source, found.at), written
    line = _line_of(source, of_key[0].at) if of_key else find_line(source, key)
    return line, "…".join(pieces)


def _straighten(text: str) -> str:
    return " ".join(text.split())


def _is_made_of(text: str, pieces: list[str]) -> bool:
    """The text is these pieces, with anything between them."""
    first, *others = pieces
    if not others:
        return text == first
    place = len(first)
    for piece in others:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return text.startswith(first) and text.endswith(others[-1])


def find_note_line(source: str, key: str) -> int:
    """The line of a citation of the key that is written as a note within the line, or of another."""
    return _find(source, rf"(?:\^\[|\[\^)[^\[\]]*{_sign(key)}") or find_line(source, key)


def find_marker_line(source: str, request: ListRequest) -> int:
    """The line of a list's marker; 0 if it is not found."""
    if not request.text:
        return 0
    goes_on = request.text.startswith("[[") and "]]" not in request.text
    return _find(source, re.escape(request.text) + (r"(?![^\n]*\]\])" if goes_on else ""))


def find_listed_line(source: str, request: ListRequest, key: str) -> int:
    """The line where a list's marker names the key, which may stand below its first line; that of the
    marker if the key is not to be seen there."""
    text = request.text
    visible = _visible(source)
    closing = _BRACKETS_END if text.startswith("[[") else _BLOCK_END
    word = whole_key(key)
    for marker in re.finditer(re.escape(text), visible) if text else ():
        close = closing.search(visible, marker.end())
        found = word.search(visible, marker.start(), close.start() if close else len(visible))
        if found:
            return _line_of(source, found.start())
    return find_marker_line(source, request)


def find_requests(source: str, commands: Mapping[str, str]) -> list[ListRequest]:
    """The lists that a page most likely has a marker for; `commands` are the user's own."""
    requests = []
    blocks = _visible(source).split("\n\n")
    for block in blocks:
        found = find_marker(block, commands)
        if found is None:
            continue
        if found.after:
            blocks.append(found.after)
        if not found.request.is_entry:
            requests.append(found.request)
    return requests


def find_escaped(source: str, key: str) -> str:
    """The key as it is written, with its underscores escaped (`@doe\\_2020`) as programs do that write
    Markdown: it ends there. Empty if it is not written so."""
    found = re.search(rf"@({re.escape(key)}\\_(?:\w|\\_)+)", source)
    return found[1].replace("\\_", "_") if found else ""


def _sign(key: str) -> str:
    """An expression for the key with its sign."""
    return rf"-?@\{{?{re.escape(key)}"


def _find(source: str, pattern: str) -> int:
    """The line of the first match outside of code, or of the first one at all."""
    found = re.search(pattern, _visible(source)) or re.search(pattern, source)
    return _line_of(source, found.start()) if found else 0


def _line_of(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


@lru_cache(maxsize=4)
def _visible(source: str) -> str:
    """The source with spaces in place of what cites nothing."""
    return _HIDDEN.sub(_blank, FENCED.sub(_blank, source))


def _blank(hidden: re.Match[str]) -> str:
    return _LINE.sub(lambda line: " " * len(line[0]), hidden[0])


class _Cited(NamedTuple):
    """Where each key is first cited in brackets, and where in a sentence; the brackets that lack one."""

    in_brackets: dict[str, int]
    in_sentences: dict[str, int]
    keyless: list[Keyless]


@lru_cache(maxsize=4)
def _find_cited(source: str) -> _Cited:
    cited = _Cited({}, {}, [])
    visible = _visible(source)
    for found in scan(visible, note_keyless=cited.keyless.append):
        places = cited.in_brackets if _is_bracket(visible, found) else cited.in_sentences
        for cite in found.cites:
            places.setdefault(cite.key, cite.span.start)
    return cited


def _is_bracket(text: str, found: ScannedCitation) -> bool:
    return text[found.end - 1] == "]"
