"""How the cite of an item looks: what tells it apart from others, or does not."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from ibidem.csl.context import Config, NameList
from ibidem.csl.item_data import ItemData


class Key(NamedTuple):
    """How an item's cite looks under a configuration."""

    text: str
    name_lists: tuple[NameList, ...]
    conditions: int
    """Tests of `disambiguate` that were met."""
    names: str
    """The first names, or what stands in for them: what cites are grouped by."""
    is_named: bool
    """Whether these are names."""


class RenderKey(Protocol):
    """Renders the key of an item; with the number of its first note, if that is to tell items apart."""

    def __call__(self, item: ItemData, config: Config, first_note: int = 1) -> Key: ...
