"""The list of a page: where it goes, what is in it, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import markdown
import pytest
from lxml import html as lxml_html

from ibidem.markdown import PageContext

Convert = Callable[..., str]


def keys_of(html: str) -> list[str]:
    """The keys listed, in order."""
    return re.findall(r'<div class="csl-entry" id="ref-([^"]+)" role="listitem">', html)


def test_at_the_end(convert: Convert) -> None:
    html = convert("[@roe] and [@doe]\n\nMore.")
    assert html.index("More.") < html.index('id="refs"')
    assert keys_of(html) == ["roe", "doe"]


def test_markup(convert: Convert) -> None:
    html = convert("[@doe]")
    (start,) = re.findall(r"<div[^>]*references[^>]*>", html)
    assert 'class="references csl-bib-body hanging-indent"' in start
    assert 'role="list"' in start
    assert 'id="refs"' in start


@pytest.mark.parametrize(
    "marker",
    [
        "[[bibliography]]",
        "\\bibliography",
        "::: {#refs}\n:::",
        "::: {#refs}\n\n:::",
        ":::{ #refs }",
        "::: {#refs} :::",
        "::::: {#refs} :::::\n:::::",
        "::: {.references .own #refs}\n:::",
        '<div id="refs"></div>',
        "<div class='references' id='refs'>\n</div>",
        'Text\n<div id="refs"></div>',
    ],
)
def test_markers(convert: Convert, marker: str) -> None:
    html = convert(f"[@doe]\n\n{marker}\n\nMore.")
    assert html.index('id="refs"') < html.index("More.")
    assert html.count("ref-doe") == 2
    assert ":::" not in html
    assert "bibliography" not in html.replace("csl-bib-body", "")


def test_a_block_on_one_line_holds_nothing(convert: Any) -> None:
    html = convert("[@doe]\n\n::: {#refs} :::\nMore text.")
    assert html.index('id="refs"') < html.index("<p>More text.</p>")
    assert not convert.findings


@pytest.mark.parametrize(
    ("source", "below"),
    [
        ("::: {#refs}\n\nOther text\n\n:::\n\nEnd.", ["Other text", "End."]),
        ("::: {#refs}\n\nOther text\n\nMore\n:::\nEnd.", ["Other text", "More\nEnd."]),
        ("::: {#refs}\n\nText\n\n::: {.x}\n\nA\n\n:::", ["Text", "::: {.x}", "A", ":::"]),
        ("::: {#refs} :::\n\nText\n\n:::", ["Text", ":::"]),
        ("::: {#refs}\n:::\n\nText\n\n:::", ["Text", ":::"]),
        ("[[bibliography]]\n::: x\n\nText\n\n:::", ["::: x", "Text", ":::"]),
    ],
)
def test_a_block_with_other_text(convert: Convert, source: str, below: list[str]) -> None:
    """The text stands below the list, and the end of the block is not printed."""
    html = convert(f"[@doe]\n\n{source}").split('class="csl-entry"')[1]
    assert re.findall("<p>(.*?)</p>", html, re.DOTALL) == below


@pytest.mark.parametrize("html", ['<div id="refs">own</div>', '<div id="refs-1"></div>'])
def test_other_elements_stay(convert: Convert, html: str) -> None:
    assert html in convert(f"[@doe]\n\n{html}")


@pytest.mark.parametrize("marker", ["[[full_bibliography]]", "\\full_bibliography"])
def test_all_items(convert: Convert, marker: str) -> None:
    assert keys_of(convert(f"[@roe]\n\n{marker}")) == ["roe", "doe", "poe.1", "doe20b"]


def test_a_marker_in_code_is_code(convert: Convert) -> None:
    html = convert("    [[bibliography]]\n\n[@doe]")
    assert "<code>[[bibliography]]" in html


def test_the_second_marker_stays_empty(convert: Convert) -> None:
    html = convert("[@doe]\n\n[[bibliography]]\n\n[[bibliography]]")
    assert html.count('id="ref-doe"') == 1
    assert html.count('id="refs"') == 1


def test_nothing_cited_nothing_listed(convert: Convert) -> None:
    assert convert("Text.") == "<p>Text.</p>"


def test_nocite(convert: Convert) -> None:
    assert keys_of(convert("Text.", nocite="poe.1")) == ["poe.1"]
    assert len(keys_of(convert("Text.", nocite=["*"]))) == 4


def test_front_matter(convert: Convert) -> None:
    """Pandoc's words in the front matter, read by the extension `meta`."""
    source = "nocite: @roe, @poe.1\nreference-section-title: Works\ncsl: numeric.csl\n\n[@doe]"
    html = convert(source, extensions=("meta",))
    assert "[1]" in html
    assert '<h2 id="bibliography">Works</h2>' in html
    assert keys_of(html) == ["doe", "roe", "poe.1"]


def test_no_list(convert: Convert) -> None:
    """Nothing leads to it, as in pandoc."""
    html = convert("[@doe]", show_bibliography=False)
    assert "ref-doe" not in html
    assert "refs" not in html


def test_title(convert: Convert) -> None:
    html = convert("[@doe]", bibliography_title="Works", extensions=("toc",))
    assert html.index(">Works</h2>") < html.index('id="refs"')


def test_back_links(convert: Convert) -> None:
    html = convert("[@doe]\n\n[@roe; @doe]", tooltips=False)
    (doe,) = re.findall(r'id="ref-doe".*?</span></div>', html)
    assert re.findall(r'href="#(citation-\d)"', doe) == ["citation-1", "citation-2"]
    assert 'id="citation-2"' in html
    assert re.findall(r'aria-label="([^"]*)"', doe) == [
        "Back to the text 1",
        "Back to the text 2",
    ]
    assert "citation-1" not in convert("[@doe]", back_links=False).split('id="refs"')[1]


@pytest.mark.parametrize(
    "locale, name",
    [("de-AT", "Zurück zum Text"), ("ja", "本文に戻る"), ("cs", "Back to the text")],
)
def test_back_links_are_named_in_the_language_of_the_page(
    convert: Convert, locale: str, name: str
) -> None:
    html = convert("[@doe]", locale=locale)
    assert f'<a aria-label="{name}" href="#citation-1" role="doc-backlink" title="{name}">' in html


def test_what_is_seen_of_a_link_is_in_its_name(convert: Convert) -> None:
    page: Any = lxml_html.fromstring(convert("[@doe] [@doe] [@roe]"))
    links = page.xpath("//a[@role='doc-backlink']")
    names = [(link.text, link.get("aria-label")) for link in links]
    assert names == [
        ("1", "Back to the text 1"), ("2", "Back to the text 2"), ("↩", "Back to the text"),
    ]  # fmt: skip


def test_an_empty_list_is_none_to_screen_readers(convert: Convert) -> None:
    html = convert("[[bibliography filter=False]]")
    assert 'id="refs"' in html
    assert 'role="list"' not in html


def test_numeric_labels(convert: Convert) -> None:
    html = convert("[@doe]", "numeric")
    assert 'class="csl-left-margin"' in html
    assert 'class="csl-right-inline"' in html


def test_the_way_back_stands_at_the_end_of_the_text(convert: Convert) -> None:
    """Also where the style sets an entry in parts: in the last of them, not below it."""
    page: Any = lxml_html.fromstring(convert("[@doe] [@doe] [@roe]", "numeric"))
    for entry in page.find_class("csl-entry"):
        assert [part.get("class") for part in entry] == ["csl-left-margin", "csl-right-inline"]
        assert [part.get("class") for part in entry[1]][-1] == "csl-back-links"
        assert not (entry[1][-1].tail or "").strip()


def test_links_in_entries(convert: Convert) -> None:
    """Identifiers are links; what is in them is encoded."""
    html = convert("[@roe]")
    assert 'href="https://doi.org/10.1/x' in html
    assert "<2>" not in html
    assert "doi.org" not in convert("[@roe]", links=False)


def test_ways_back_from_a_range(convert: Convert) -> None:
    """`[1-3]` cites the second as well."""
    html = convert("[@doe; @roe; @poe.1]", "numeric")
    assert html.count('role="doc-backlink"') == 3


@pytest.mark.parametrize(
    "block",
    [
        "<!--\nOld, see @roe.\n\n[[bibliography]]\n\nhidden\n-->",
        "<pre>\n[[bibliography]]\n</pre>",
        "<script>\n\\bibliography\n</script>",
        "<details>\n[[entry @roe]]\n</details>",
    ],
)
def test_markers_in_raw_html_are_left(convert: Any, block: str) -> None:
    html = convert(f"[@doe]\n\n{block}")
    assert block in html
    assert "ref-doe" in html.split(block)[1]
    assert "ref-roe" not in html


def test_an_empty_element_with_markdown_in_it_is_a_marker(convert: Any) -> None:
    html = convert(
        '<div id="refs" class="x" markdown>\n</div>\n\n[@doe]', extensions=("md_in_html",)
    )
    assert html.count('id="refs"') == 1
    assert html.index("ref-doe") < html.index("citation-1")
    assert 'class="references csl-bib-body hanging-indent x"' in html


@pytest.mark.parametrize(("option", "count"), [("bib_command", 1), ("full_bib_command", 4)])
def test_markers_of_the_user(convert: Any, option: str, count: int) -> None:
    """By the names of mkdocs-bibtex, as in the plugin."""
    html = convert("[@doe]\n\nLIST\n\nEnd.", **{option: "LIST"})
    assert "LIST" not in html
    assert html.index("csl-entry") < html.index("End.")
    assert html.count('class="csl-entry"') == count
    assert convert.findings == []


def test_markers_of_the_user_that_are_none(convert: Any) -> None:
    convert("[@doe]", bib_command=["x"])
    (problem,) = convert.findings
    assert str(problem) == "option 'bib_command' must be a text, not ['x'] [config.bad-value]"


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("# R\n\n[[bibliography]]", {}, []),
        ("# R", {}, []),
        (
            "# R\n\n[[bibliography filter='title % \"Second\"']]",
            {},
            ["refs.md:3: 3 works have no entry here ('doe', 'poe.1', 'doe20b'), and citations"],
        ),
        (
            "# R\n\n[[bibliography keys='doe roe poe.1' filter='False']]",
            {},
            ["refs.md:3: one work has no entry here ('doe20b'), and citations"],
        ),
        ("# R", {"show_bibliography": False}, ["the page 'refs.md' shows no list that citations"]),
        ("# R", {"exclude": ["refs.md"]}, ["the option 'exclude' names 'refs.md', so it shows no"]),
    ],
)
def test_the_list_of_all_pages_is_whole(
    convert: Any, text: str, options: dict[str, object], told: list[str]
) -> None:
    """Where each page is converted alone, that of the list says so if it is not."""
    fixed = {"scope": "fixed", "bibliography_page": "refs.md", **options}
    made = convert.extension(**fixed)
    made.page = PageContext("refs.md", text)
    markdown.markdown(text, extensions=[made])
    findings = list(map(str, convert.findings))
    assert len(findings) == len(told)
    assert all(map(str.startswith, findings, told)), findings
