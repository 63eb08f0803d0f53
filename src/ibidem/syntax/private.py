"""Private characters: each stands for something that neither the syntax nor the processor reads.

Hosts put one in the place of a link, a formula, code or a nested citation, and the thing itself back
into its place when all is formatted. What stands in some elements of HTML is left alone where it is.
"""

from __future__ import annotations

FIRST_PRIVATE = 0xF0000
LAST_PRIVATE = 0xFFFFD
"""The private characters of plane 15: no font and no bibliography uses them."""


OPAQUE_TAGS = "a|code|kbd|pre|samp|tt|var"
"""The elements of HTML for links and code, as a pattern: no text in them cites anything."""


def private_sign(number: int) -> str:
    """The character of that number, counted from 0; all that are too many share the last."""
    return chr(min(FIRST_PRIVATE + number, LAST_PRIVATE))
