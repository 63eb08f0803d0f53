"""The language of filters."""

from __future__ import annotations

from typing import Any

import pytest

from ibidem import Date, Item, Name
from ibidem.listing import FilterError, names_of, parse_filter
from ibidem.sources.entries import SourceFields

WORK = Item(
    "Einstein1905",
    "article-journal",
    {"title": "Zur Elektrodynamik bewegter Körper", "container-title": "Annalen", "issue": "10"},
    {"author": (Name("Einstein", "Albert"), Name(literal="Patent Office"))},
    {"issued": Date(((1905, 6),))},
)

CITED: dict[str, Any] = {"cited": True, "docname": "one", "docnames": frozenset({"one", "two"})}

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


def test_calls_are_refused_before_numbers() -> None:
    with pytest.raises(FilterError, match=r"len\(author\) can't stand in a filter"):
        parse_filter("len(author) > 3")


@pytest.mark.parametrize("source", ["year > 2003", "1905 == year", "year == 1905.0"])
def test_numbers_are_told_to_be_texts(source: str) -> None:
    with pytest.raises(FilterError, match="in quotation marks"):
        parse_filter(source)


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


@pytest.mark.parametrize(
    "item, source, expected",
    [
        (Item("t", "thesis", {"publisher": "Nowhere"}), None, 'type == "phdthesis" and school'),
        (
            Item("t", "thesis", {"genre": "Master’s thesis"}),
            None,
            'type == "mastersthesis" and not publisher',
        ),
        (Item("c", "chapter", {"container-title": "B"}), None, "booktitle and not journal"),
        (Item("r", "report", {"publisher": "I"}), None, "institution and not school"),
        (Item("r", "report", {"number": r"1999\-66"}), None, 'number == "1999-66"'),
        (
            Item("b", "book", {"publisher-place": "P", "collection-title": "S", "DOI": "D"}),
            None,
            'address == "P" and series == "S" and doi == "D" and not isbn',
        ),
        (WORK, None, "journal and not booktitle"),
        (
            WORK,
            SourceFields("online", {"journaltitle": "J", "date": "1906"}),
            'type == "online" and journal == "J" and year == "1905" and not number',
        ),
        (WORK, SourceFields("misc", {"year": "in press"}), 'year == "in press" and author'),
    ],
)
def test_fields_are_those_of_bibtex(item: Item, source: SourceFields | None, expected: str) -> None:
    """As they stand in the file; of other formats, what BibTeX would call them."""
    assert parse_filter(expected).matches(names_of(item, source))
