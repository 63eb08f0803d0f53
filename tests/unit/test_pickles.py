"""Trees and records can be stored, also by the compiled package: hosts keep them between builds."""

from __future__ import annotations

import copy
import pickle
from enum import Enum
from typing import Any

import pytest

from ibidem import (
    Citation,
    Cite,
    Date,
    Entry,
    Format,
    FormattedCitation,
    Item,
    Locator,
    Name,
    Position,
)
from ibidem.csl.output import (
    Formatted,
    FormattedNames,
    FormattedNumber,
    FormattedText,
    Link,
    Literal,
    Tagged,
)

NAME = Name(family="Doe", given="Jane")
BOLD = Format(font_weight="bold")
# Nothing is as it is by default, so that nothing can be forgotten.
FULL_NAME = Name("Doe", "Jane", "de", "von", "Jr.", True, "A body", True, False)
CITE = Cite("doe", Locator("page", "3", False), "see", "there", "full", Position.IBID, True, True)
VALUES: list[Any] = [
    BOLD,
    NAME,
    FULL_NAME,
    Date(((2020, 5),), True, "in May"),
    Item(
        "doe",
        "book",
        {"title": "T"},
        {"author": (NAME,)},
        {"issued": Date()},
        frozenset({"author"}),
    ),
    Citation((CITE,), "textual", 3, "says", True, True, True),
    Literal("ed.", "term"),
    *(
        kind(["a", Literal("b", "number")], BOLD, "(", ")", ", ", True, "block", True)
        for kind in (Formatted, FormattedNames, FormattedNumber, FormattedText)
    ),
    Tagged("name", ["Doe"], NAME),
    Link("https://example.org/", ["a", Formatted(["b"])]),
    Entry("doe", Formatted(["Doe"]), 1),
    FormattedCitation(Tagged("cite", ["Doe"], "doe"), None, ("doe",)),
]


def describe(value: Any) -> Any:
    """The value as types and their parts, all the way down."""
    if isinstance(value, (list, tuple)):
        return [describe(part) for part in value]
    if type(value).__module__.startswith("ibidem.") and not isinstance(value, Enum):
        parts = (name for name in dir(type(value)) if not name.startswith("_"))
        fields = {name: getattr(value, name) for name in parts}
        return type(value), {
            name: describe(part) for name, part in fields.items() if not callable(part)
        }
    return value


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_comes_back(value: Any) -> None:
    for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert describe(again) == describe(value)
