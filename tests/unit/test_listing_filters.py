"""The language of filters."""

from __future__ import annotations

import pytest

from ibidem import Date, Item, Name
from ibidem.listing import FilterError, names_of, parse_filter

WORK = Item(
    "Einstein1905",
    "article-journal",
    {"title": "Zur Elektrodynamik bewegter Körper", "container-title": "Annalen", "issue": "10"},
    {"author": (Name("Einstein", "Albert"), Name(literal="Patent Office"))},
    {"issued": Date(((1905, 6),))},
)

CITED = {"cited": True, "docname": "one", "docnames": frozenset({"one", "two"})}

TRUE = [
    "True",
    "cited",
    "cited and not False",
    'type == "article"',
    'key == "einstein1905"',
    'year == "1905"',
    'year > "1900" and year <= "1905"',
    'author % "einstein"',
    'author == "Einstein, Albert and Patent Office"',
    'title % "^zur .*körper$"',
    'journal == "Annalen"',
    'number == "10"',
    'editor == ""',
    'nothing == ""',
    'not doi or doi % "10"',
    "docname in docnames",
    '{"one", "three"} & docnames',
    '{"one", "two", "three"} >= docnames',
    'type in {"article", "book"}',
    'type not in {"book"}',
    '"elektro" in title or "Elektro" in title',
]
FALSE = ["False", "not cited", 'type == "book"', '{"three"} & docnames', 'year < "1905"', "doi"]
ERRORS = [
    "",
    "cited and",
    "year > 1900",
    "1 < 2 < 3",
    "cited is True",
    "len(title)",
    "title.lower()",
    "__import__('os')",
    "lambda: 1",
    "[1]",
    "-1 == 1",
    'title % "("',
    "cited + cited",
    "title[0]",
    "(" * 500,
    "not " * 500 + "cited",
    "not " * 50_000 + "cited",
    "{{1}}",
    "1 in 2",
]


@pytest.mark.parametrize(
    "source, expected", [*((s, True) for s in TRUE), *((s, False) for s in FALSE)]
)
def test_filter_chooses(source: str, expected: bool) -> None:
    names = {**names_of(WORK), **CITED}
    assert parse_filter(source).matches(names) is expected


@pytest.mark.parametrize("source", ERRORS)
def test_filter_is_refused(source: str) -> None:
    names = {**names_of(WORK), **CITED}
    with pytest.raises(FilterError):
        parse_filter(source).matches(names)


@pytest.mark.parametrize(
    "source, reach",
    [
        ("False", "none"),
        ("docname in docnames", "page"),
        ('docname in docnames and year > "2000"', "page"),
        ('cited and type == "book"', "cited"),
        ('{"one"} & docnames', "cited"),
        ("docname in docnames or cited", "cited"),
        ("cited or year", "all"),
        ("not cited", "all"),
        ("docname not in docnames", "all"),
        ("True", "all"),
        ('type == "book"', "all"),
    ],
)
def test_where_works_are_looked_for(source: str, reach: str) -> None:
    """No list goes through all works if its filter speaks of what is cited."""
    assert parse_filter(source).reach == reach
