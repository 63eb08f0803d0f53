"""Braces in what stands around a key: they put an end to guessing, and may hold others."""

from __future__ import annotations


def find_closing_brace(text: str, start: int) -> int:
    """The place of the brace that closes the one at `start`; -1 if none does.

    >>> find_closing_brace("{a {b}} c", 0), find_closing_brace("{a {b}", 0)
    (6, -1)
    """
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return place
    return -1
