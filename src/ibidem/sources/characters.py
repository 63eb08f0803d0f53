"""Characters that no output may hold: XML 1.0 forbids them, so EPUB and XML builders would stop."""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_SUSPECTS: Final = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xEF))
"""In Unicode's encodings, and in those of which ASCII is a part, one of these is among the bytes of such
a character."""


def may_be_forbidden(data: bytes) -> bool:
    """Whether a text with these bytes is worth the look: the one at bytes is quicker."""
    return len(data.translate(None, _SUSPECTS)) < len(data)


def drop_forbidden(text: str) -> str:
    """The text without controls (XML 1.0, section 2.2, Characters)."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)
