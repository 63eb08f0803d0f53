"""How the cite of an item looks: what tells it apart from others, or does not."""

from __future__ import annotations

from typing import Protocol

from ibidem.csl.context import Config, NameList
from ibidem.csl.item_data import ItemData


class Key:
    """How an item's cite looks under a configuration."""

    __slots__ = ("conditions", "is_named", "name_lists", "names", "text")

    def __init__(
        self,
        text: str,
        name_lists: tuple[NameList, ...],
        conditions: int,
        names: str,
        is_named: bool,
    ) -> None:
        self.text = text
        self.name_lists = name_lists
        self.conditions = conditions
        """Tests of `disambiguate` that were met."""
        self.names = names
        """The first names, or what stands in for them: what cites are grouped by."""
        self.is_named = is_named
        """Whether these are names."""


class RenderKey(Protocol):
    """Renders the key of an item; with the number of its first note, if that is to tell items apart."""

    def __call__(self, item: ItemData, config: Config, first_note: int = 1) -> Key: ...
