"""Joining runs of text: no doubled full stops and spaces, punctuation inside closing quotes.

A style is made of parts that know nothing of each other; where they meet, their punctuation has to
be merged. The rules hold at a seam only if one side is the style's own (an affix or delimiter):
what a single field says is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

# What two marks become where they meet. Pairs that are not listed stay as they are.
MERGED = {
    "..": ".", ",,": ",", "::": ":", ";;": ";", "!!": "!", "??": "?",
    "!.": "!", "!:": "!", "?.": "?", "?:": "?", ":.": ":", ";.": ";", ";:": ";",
    ":!": "!", ":?": "?", ";!": "!", ";?": "?",
}  # fmt: skip

MARKS = frozenset(".,:;!?")
MOVE_INTO_QUOTES = frozenset(".,!?")
MOVE_OUT_OF_QUOTES = frozenset(",;:")


class Kind(IntEnum):
    CONTENT = 0
    """From the item, or a term or value of the style."""
    AFFIX = 1
    """A prefix, suffix or delimiter."""
    NUMBER = 2
    """A number that takes no punctuation."""
    OPEN_QUOTE = 3
    CLOSE_QUOTE = 4


class Run:
    """A piece of text, what it is, and the wrappers around it (outermost first)."""

    __slots__ = ("kind", "path", "text")

    def __init__(self, text: str, kind: Kind, path: tuple[Any, ...]) -> None:
        self.text = text
        self.kind = kind
        self.path = path


def join_runs(runs: Sequence[Run], punctuation_in_quote: bool) -> list[Run]:
    """The runs with their seams joined; runs that lost all text are gone."""
    joined: list[Run] = []
    for run in runs:
        if joined:
            _join(joined, run, punctuation_in_quote)
        if run.text:
            joined.append(run)
    return joined


def _join(before: list[Run], run: Run, punctuation_in_quote: bool) -> None:
    """Join a run to those before it; both may lose characters."""
    last = before[-1]
    if last.kind is Kind.CLOSE_QUOTE:
        _join_to_quote(before, run, punctuation_in_quote)
        return
    if run.kind is Kind.CLOSE_QUOTE and not punctuation_in_quote:
        return
    if last.kind is not Kind.AFFIX and run.kind is not Kind.AFFIX:
        return
    _merge(before, run)


def _merge(before: list[Run], run: Run) -> None:
    last = before[-1]
    first_char, second_char = last.text[-1], run.text[0]
    if first_char == " " and second_char == " ":
        if last.kind is Kind.AFFIX and run.kind is Kind.AFFIX:
            run.text = run.text[1:]
        elif run.kind is Kind.AFFIX:
            run.text = run.text.lstrip(" ")
        else:
            last.text = last.text.rstrip(" ")
            if not last.text:
                before.pop()
        return
    if first_char not in MARKS or second_char not in MARKS:
        return
    merged = MERGED.get(first_char + second_char)
    if merged is None:
        return
    if merged == first_char:
        run.text = run.text[1:]
    else:
        last.text = last.text[:-1]
        if not last.text:
            before.pop()


def _join_to_quote(before: list[Run], run: Run, punctuation_in_quote: bool) -> None:
    """A run after closing quotes: its mark moves in, or marks inside move out."""
    inside = next(
        (i for i in range(len(before) - 1, -1, -1) if before[i].kind is not Kind.CLOSE_QUOTE), None
    )
    if inside is None or run.kind is Kind.CLOSE_QUOTE:
        return
    target = before[inside]
    mark = run.text[0]
    if punctuation_in_quote:
        if run.kind is Kind.AFFIX and mark in MOVE_INTO_QUOTES:
            end = target.text[-1]
            if end in MARKS:
                merged = MERGED.get(end + mark, end + mark)
                target.text = target.text[:-1] + merged
            else:
                target.text += mark
            run.text = run.text[1:]
    elif run.kind is Kind.AFFIX and mark in MARKS and target.text[-1] == mark:
        if mark in ".!?" and target.kind is not Kind.AFFIX:
            run.text = run.text[1:] if mark == "." else run.text
        else:
            target.text = target.text[:-1]
