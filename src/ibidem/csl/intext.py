"""What a sentence says of a work, for styles whose cites do not serve there.

Cites of numeric and label styles print no author, those of note styles print full names. What a
sentence needs then is written as a piece of a style: family names, "and", "et al." from three on.
"""

from __future__ import annotations

from typing import Final

from ibidem.csl.compile import Compiler
from ibidem.csl.context import Context
from ibidem.csl.element import Element
from ibidem.csl.item_data import ItemData
from ibidem.csl.locales import Locale
from ibidem.csl.output import Node
from ibidem.csl.rewrite import plain
from ibidem.csl.style import Area, Style
from ibidem.model import Cite, Item
from ibidem.record import replace

NAME: Final = Element(
    "name", {"form": "short", "and": "text", "et-al-min": "3", "et-al-use-first": "1"}
)
SUBSTITUTE: Final = Element(
    "substitute",
    {},
    (
        Element("names", {"variable": "editor"}),
        Element("names", {"variable": "translator"}),
        Element("text", {"variable": "title", "form": "short", "font-style": "italic"}),
    ),
)
AUTHOR: Final = Element("names", {"variable": "author"}, (NAME, SUBSTITUTE))
LOCATOR: Final = Element(
    "group",
    {"delimiter": " "},
    (
        Element("label", {"variable": "locator", "form": "short"}),
        Element("text", {"variable": "locator"}),
    ),
)


class Sentence:
    """Renders what a sentence says of works in one style and language."""

    def __init__(self, style: Style, locale: Locale) -> None:
        compiler = Compiler(style, locale, Area())
        self._author = compiler.compile(AUTHOR)
        self._locator = compiler.compile(LOCATOR)

    def author_of(self, cite: Cite, item: ItemData) -> Node:
        """The author, or what stands in for one."""
        author, _status = self._author.render(Context(item, all_names=cite.all_names))
        return author if author is not None else cite.id

    def spell_locator(self, cite: Cite) -> Cite:
        """The locator as words behind the cite: pieces of a cite have no place for it."""
        if cite.locator is None:
            return cite
        spelled, _status = self._locator.render(
            Context(ItemData(Item(cite.id)), locator=cite.locator)
        )
        text = "" if spelled is None else plain(spelled)
        return replace(cite, locator=None, suffix=f", {text}{cite.suffix}")
