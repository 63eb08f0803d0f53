"""Values of JSON as text and as truth, however programs write them."""

from __future__ import annotations

from typing import Final

from ibidem.sources.characters import drop_forbidden

_FALSE_WORDS: Final = frozenset(("", "0", "false", "no"))


def read_scalar(value: object) -> str:
    """A string or a number as text; anything else is no text."""
    if isinstance(value, str):
        return drop_forbidden(value).strip()
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else ""


def is_true(value: object) -> bool:
    """JSON's truth, and that of programs which write booleans as numbers or words."""
    if isinstance(value, str):
        return value.strip().casefold() not in _FALSE_WORDS
    return bool(value)
