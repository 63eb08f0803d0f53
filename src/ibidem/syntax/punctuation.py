"""Punctuation that authors type around citations."""

from __future__ import annotations

import re
from typing import Final

CLOSING_MARK: Final = re.compile(r"[.,;:!?…)]*(?:'|\"(?!\w))")
"""At the start of what stands behind a citation: a mark that closes, or an apostrophe. Hosts that
make marks curly would take it for one that opens, since they see no word before it."""

ENDING: Final = re.compile(r"(?:[.,;:!?…]|[\"”’“‘»«›‹](?!\w))+")
"""At the start of what stands behind a mark that goes behind punctuation: that, and quotation marks
that close, but not the apostrophe of `[@doe]’s`."""

SEPARATORS: Final = frozenset(",;")
"""What the author writes between citations. Between marks of notes it would part nothing."""

_FULL_STOP: Final = re.compile(r"[.?!…][\"'”’“‘»«›‹\s]*\Z")


def drop_second_stop(before: str, closing: str) -> str:
    """The punctuation that goes behind a text, without a full stop if the text has one of its own.

    A citation in parentheses parts the two, `etc. (Doe 2020).`; the mark of a note stands behind both.

    >>> drop_second_stop("and so on, etc.", "."), drop_second_stop("“Is it so?”", ".”")
    ('', '”')
    """
    is_second = closing.startswith(".") and not closing.startswith("..")
    return closing[1:] if is_second and _FULL_STOP.search(before[-8:]) else closing
