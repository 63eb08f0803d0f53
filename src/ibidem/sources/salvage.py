"""What can still be read of a JSON or YAML file with an error in it: one entry's damage is its own.

Each looks for the pieces of which a bibliography is made and reads them one by one, in time that
grows with the file only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

_DECODER: Final = json.JSONDecoder()
_MOST_FAILURES: Final = 500
"""Braces that lead nowhere are not tried for ever: each may cost a look at the whole file."""

_LIST: Final = re.compile(r"^(?:references|items) *: *$|\A(?:\s|#[^\n]*\n|---)*-\s", re.MULTILINE)
_LIST_ENTRY: Final = re.compile(r"^( *)- ", re.MULTILINE)
_TOP_KEY: Final = re.compile(r"^(?![-#\s.])[^\n]*?:(?=\s|$)", re.MULTILINE)


def salvage_json(text: str) -> list[dict[str, object]]:
    """All objects in `text` that are items, whatever stands around them."""
    found: list[dict[str, object]] = []
    failures = 0
    start = text.find("{")
    while start >= 0 and failures < _MOST_FAILURES:
        end = start + 1
        try:
            value, after = _DECODER.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            failures += 1
        else:
            if "id" in value and ("type" in value or "title" in value):
                found.append(value)
                end = after
            else:
                failures += 1
        start = text.find("{", end)
    return found


def split_yaml(text: str) -> Iterator[tuple[int, str]]:
    """The entries of a YAML list or mapping as documents of their own, and the lines before each."""
    is_list = _LIST.search(text) is not None
    starts = _list_starts(text) if is_list else [m.start() for m in _TOP_KEY.finditer(text)]
    lines, position = 0, 0
    for place, start in enumerate(starts, 1):
        lines += text.count("\n", position, start)
        position = start
        yield lines, text[start : starts[place] if place < len(starts) else len(text)]


def _list_starts(text: str) -> list[int]:
    """Where the entries of the outermost list begin: those with the first one's indentation."""
    matches = list(_LIST_ENTRY.finditer(text))
    return [match.start() for match in matches if match[1] == matches[0][1]]
