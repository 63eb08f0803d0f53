"""From what was found in the text to the model's `Cite`."""

from __future__ import annotations

from collections.abc import Mapping

from ibidem.model import Cite, CiteMode
from ibidem.syntax.locator import split_locator


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
