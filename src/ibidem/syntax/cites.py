"""From what was found in the text to the model's `Cite`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ibidem.model import Cite, CiteMode
from ibidem.syntax.locator import COMMAS, split_locator
from ibidem.syntax.outline import KeyReader

_NEXT_SIGN: Final = re.compile(rf"\s*[{COMMAS}\uff1b\u061b]?\s*-?@")


def to_cite(
    key: str,
    labels: Mapping[str, str],
    *,
    prefix: str = "",
    suffix: str = "",
    mode: CiteMode = "normal",
) -> Cite:
    """A cite with its locator split off the suffix, and affixes that can be printed as they are."""
    locator, rest = split_locator(suffix, labels)
    rest = rest.rstrip()
    prefix = prefix.strip()
    return Cite(
        key,
        locator=locator,
        prefix=f"{prefix} " if prefix else "",
        suffix=rest,
        mode=mode,
    )


def find_undivided(suffix: str) -> str:
    """The key that a suffix begins with, without its locator: `[@doe, @roe]`. The grammar allows it,
    but what authors mean is a semicolon. Empty if there is none.

    >>> find_undivided(", @roe, p. 5"), find_undivided(", see @roe")
    ('roe', '')
    """
    sign = _NEXT_SIGN.match(suffix)
    mark = KeyReader(suffix).read(sign.end() - 1) if sign else None
    return mark.key if mark else ""
