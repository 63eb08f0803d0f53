"""Private characters: each stands for something that neither the syntax nor the processor reads.

Hosts put one in the place of a link, a formula, code or a nested citation, and the thing itself back
into its place when all is formatted.
"""

from __future__ import annotations

FIRST_PRIVATE = 0xF0000
LAST_PRIVATE = 0xFFFFD
"""The private characters of plane 15: no font and no bibliography uses them."""


def private_sign(number: int) -> str:
    """The character of that number, counted from 0; all that are too many share the last."""
    return chr(min(FIRST_PRIVATE + number, LAST_PRIVATE))
