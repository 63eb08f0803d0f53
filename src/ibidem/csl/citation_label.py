"""The citation label of an item that has none: letters of the authors and two digits of the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ibidem.csl.collation import TAGS
from ibidem.csl.item_data import ItemData
from ibidem.csl.text_case import STOP_WORDS
from ibidem.model import Name
from ibidem.variables import NAME_VARIABLES

FIRST: Final = ("author", "editor", "translator")
NAMES: Final = (*FIRST, *sorted(NAME_VARIABLES.difference(FIRST)))
"""The names that serve, the first that there are: a film is known by its director."""

# How many letters each name gives, by the number of names: Aaaa, AaAa, AaAA, AAAA.
PATTERNS: Final[dict[int, Sequence[int]]] = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}
ALL: Final = (1, 1, 1, 1)

PARTICLES: Final = re.compile(r"^[a-z '’]+\s")
ARTICLE: Final = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)


def citation_label(item: ItemData) -> str:
    """`Doe (1999)` is `Doe99`; `Doe` and `Roe` are `DoRo99`; without authors the title serves."""
    names = next((item.names(v) for v in NAMES if item.names(v)), ())
    words = [_leading(name) for name in names] or [_leading_words(item.fields.get("title", ""))]
    label = "".join(
        _letters(word, count)
        for word, count in zip(words, PATTERNS.get(len(words), ALL), strict=False)
    )
    date = item.date("issued")
    year = date.parts[0][0] if date and date.parts and date.parts[0] else 0
    return f"{label}{abs(year) % 100:02d}"


def _leading(name: Name) -> str:
    """The part of a name that it is known by: no `den` of den Besten, no `The` of The Economist."""
    leading = ARTICLE.sub("", PARTICLES.sub("", name.family) or name.literal)
    return "".join(filter(str.isalpha, leading))


def _leading_words(title: str) -> str:
    words = TAGS.sub("", title).split()
    return " ".join(word for word in words if word not in STOP_WORDS)


def _letters(word: str, count: int) -> str:
    return "".join(filter(str.isalnum, word))[:count].capitalize()
