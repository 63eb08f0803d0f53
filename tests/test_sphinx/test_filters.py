"""The language of filters, and the works that they choose."""

from __future__ import annotations

import pytest

from ibidem import Date, Item, Name
from ibidem.sphinx.filters import FilterError, names_of, parse_filter
from test_sphinx.sites import Site

WORK = Item(
    "Einstein1905",
    "article-journal",
    {"title": "Zur Elektrodynamik bewegter Körper", "container-title": "Annalen", "issue": "10"},
    {"author": (Name("Einstein", "Albert"), Name(literal="Patent Office"))},
    {"issued": Date(((1905, 6),))},
)

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
]


@pytest.mark.parametrize(
    "source, expected", [*((s, True) for s in TRUE), *((s, False) for s in FALSE)]
)
def test_filter_chooses(source: str, expected: bool) -> None:
    names = names_of(WORK, "one", frozenset({"one", "two"}))
    assert parse_filter(source).matches(names) is expected


@pytest.mark.parametrize("source", ERRORS)
def test_filter_is_refused(source: str) -> None:
    names = names_of(WORK, "one", frozenset())
    with pytest.raises(FilterError):
        parse_filter(source).matches(names)


PAGE = "Home\n====\n\n:cite:`roe1999`\n\n.. bibliography::\n   :filter: {}\n"


def test_filter_in_a_list(site: Site) -> None:
    site.write({"index.rst": PAGE.format('not cited and year < "2010" or title % "roe"')})
    built = site.build()
    assert built.warnings == ""
    ids = [name for name in built.ids("index") if name.startswith("ref-")]
    assert ids == ["ref-many-2005", "ref-Lee_2001", "ref-roe1999"]


def test_bad_filter_lists_what_is_cited(site: Site) -> None:
    site.write({"index.rst": PAGE.format("year >")})
    built = site.build()
    assert "index.rst:6: WARNING" in built.warnings
    assert "[ibidem.filter-syntax]" in built.warnings
    assert len(built.entries("index")) == 1


def test_filter_overrides_other_options(site: Site) -> None:
    site.write({"index.rst": PAGE.format("False\n   :all:")})
    built = site.build()
    assert "[ibidem.filter-overrides]" in built.warnings
    assert built.entries("index") == []
