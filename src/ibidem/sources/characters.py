"""Characters that no output may hold: XML 1.0 forbids them, so EPUB and XML builders would stop."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def drop_forbidden(text: str) -> str:
    """The text without controls (XML 1.0, section 2.2, Characters)."""
    return _FORBIDDEN.sub("", text)
