"""Options of lists on a site whose citations count over all pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html as lxml_html

STRICT = {"strict": True}


@pytest.fixture
def book(site: Any) -> Any:
    site.config["nav"] = ["index.md", "a.md", "b.md", "refs.md"]
    site.config["validation"] = {"anchors": "warn", "links": {"not_found": "warn"}}
    site.plugin.update(scope="site", style="ibidem-author-date")
    site.pages = {
        "index.md": "# Home\n\n[@roe]",
        "a.md": "# A\n\n[@doe; @doe20b]",
        "b.md": "# B\n\nText.",
        "refs.md": "# Works\n\n[[bibliography group-by=year highlight=Roe]]\n",
    }
    return site


def keys_of(html: str) -> list[str]:
    return re.findall(r'id="ref-([\w-]+)"', html)


@pytest.mark.parametrize("above, level", [("", "2"), ("# Works\n\n### More\n\n", "4")])
def test_headings_of_groups_are_below_that_of_the_section(
    book: Any, above: str, level: str
) -> None:
    book.pages["refs.md"] = f"{above}[[bibliography group-by=year]]\n\n## Z\n"
    html = book.build(**STRICT).html("refs/index.html")
    assert set(re.findall('aria-level="(.)"', html)) == {level}


def test_ways_back_on_the_same_page_are_named_in_its_language(book: Any) -> None:
    book.plugin["locale"] = "de"
    book.pages["refs.md"] += "\n[@roe]\n"
    html = book.build(**STRICT).html("refs/index.html")
    assert re.findall('aria-label="([^"]*)"[^>]*role="doc-backlink"', html)[:2] == [
        "Home 1", "Zurück zum Text 2",
    ]  # fmt: skip


def test_the_list_of_the_site(book: Any) -> None:
    html = book.build(**STRICT).html("refs/index.html")
    assert re.findall(r'role="heading">(\d+)<', html) == ["2021", "2020"]
    assert keys_of(html) == ["roe", "doe", "doe20b"]
    assert html.count("<b>Roe") + html.count("<b>Rex") == 1
    assert "data-ibidem" not in html


def test_an_empty_list_tells_where_the_other_is(book: Any, caplog: Any) -> None:
    """Of two pages with a marker for all that is cited, the first in the navigation has the list."""
    book.pages["a.md"] += "\n\n[[bibliography]]\n"
    book.pages["refs.md"] = "# Works\n\n[[bibliography]]\n"
    with caplog.at_level("INFO"):
        book.build(**STRICT)
    assert "refs.md:3: nothing is cited on this page; the site's list is on a.md" in caplog.text


def test_attributes_of_a_list(book: Any) -> None:
    book.config["markdown_extensions"] = ["attr_list"]
    book.pages["refs.md"] = "# R\n\n::: {#refs .own}\n:::\n{: .more title=Works }\n"
    html = book.build(**STRICT).html("refs/index.html")
    assert re.search(
        r'<div class="references [^"]*own more"[^>]* id="refs"[^>]* title="Works">', html
    )
    assert keys_of(html) == ["doe", "doe20b", "roe"]


@pytest.mark.parametrize(
    "marker, expected",
    [
        ("[[bibliography]]", ""),
        ("[[bibliography scope=site]]", "doe doe20b roe"),
        ("[[bibliography filter='{\"a\"} & docnames']]", "doe doe20b"),
        ("[[bibliography filter='docname not in docnames' sort=-year]]", "roe doe doe20b"),
        ("[[bibliography scope=site sort=title]]", "doe roe doe20b"),
        ("[[bibliography @roe]]", "roe"),
    ],
)
def test_lists_of_other_pages(book: Any, marker: str, expected: str) -> None:
    """Their entries are told apart as on the whole site; links lead to the page of the one list."""
    book.plugin["bibliography_page"] = "refs.md"
    book.pages["b.md"] = f"# B\n\n{marker}\n"
    html = book.build(**STRICT).html("b/index.html")
    assert keys_of(html) == expected.split()
    assert ("2020a" in html) is ("doe" in expected)
    assert 'href="../refs/#ref-doe"' in book.html("a/index.html")


def test_the_page_of_the_one_list_is_found(book: Any) -> None:
    """Lists of some works, on pages before it, are not meant."""
    book.pages["index.md"] += "\n\n[[bibliography filter='author % \"roe\"']]\n"
    book.pages["a.md"] += "\n\n[[bibliography scope=section]]\n"
    book.build(**STRICT)
    assert 'href="../refs/#ref-doe"' in book.html("a/index.html")
    assert keys_of(book.html("refs/index.html")) == ["roe", "doe", "doe20b"]


def test_markers_in_code_are_no_page_of_the_list(book: Any) -> None:
    book.pages["a.md"] += "\n\n```\n[[bibliography]]\n```\n"
    book.pages["refs.md"] = "# Works\n[[bibliography]]\nEnd."
    html = book.build(**STRICT).html("refs/index.html")
    assert keys_of(html) == ["doe", "doe20b", "roe"]
    assert "End." in html


def test_lists_of_sections(book: Any) -> None:
    book.plugin["bibliography_page"] = "refs.md"
    book.pages["a.md"] = (
        "# A\n\n## One\n\n[@doe]\n\n[[bibliography scope=section]]\n\n## Two\n\n[@roe]\n\n"
        "### References\n\n[[bibliography scope=section]]\n"
    )
    html = book.build(**STRICT).html("a/index.html")
    first, second = html.split('id="refs')[1:]
    assert (keys_of(first), keys_of(second)) == (["doe"], ["roe"])


def test_lists_of_parts(book: Any) -> None:
    """A part is what stands at the top of the navigation, with all that is below."""
    book.config["nav"] = ["index.md", {"One": ["a.md", {"Deep": ["b.md"]}]}, {"Two": ["refs.md"]}]
    book.pages["index.md"] = "# Home\n\n[@roe; @doe]\n\n[[bibliography scope=part]]\n"
    book.pages["b.md"] = "# B\n\n[@doe]\n\n[[bibliography scope=part]]\n"
    book.pages["refs.md"] = "# Works\n\n[@roe]\n\n[[bibliography scope=part]]\n"
    book.plugin["bibliography_page"] = "none.md"
    (warning,) = book.build().warnings
    assert "there is no page 'none.md'" in warning
    assert keys_of(book.html()) == ["doe", "roe"]
    assert keys_of(book.html("b/index.html")) == ["doe", "doe20b"]
    assert keys_of(book.html("refs/index.html")) == ["roe"]
    links = re.findall(r'href="([^"]*)" role="doc-biblioref"', book.html("a/index.html"))
    assert set(links) == {"../b/#ref-doe", "../b/#ref-doe20b"}


def test_cites_lead_to_a_list_that_holds_the_work(book: Any) -> None:
    """The page of the one list, else the own page, else any."""
    book.plugin["bibliography_page"] = "refs.md"
    book.pages["refs.md"] = "# Works\n\n[[bibliography filter='author % \"roe\"']]\n"
    book.pages["a.md"] = (
        "# A\n\n[@doe; @doe20b; @roe]\n\n[[bibliography filter='key == \"doe\"']]\n"
    )
    book.pages["b.md"] = "# B\n\n[[bibliography all]]\n"
    book.build(**STRICT)
    links = re.findall(r'href="([^"]*)" role="doc-biblioref"', book.html("a/index.html"))
    assert sorted(links) == ["#ref-doe", "../b/#ref-doe20b", "../refs/#ref-roe"]


def test_numbers_of_their_own(book: Any) -> None:
    """Lists that number for themselves, on pages behind and before those that cite their works; in
    the sentence as well."""
    book.plugin["style"] = "ibidem-numeric"
    book.pages = {
        "index.md": "# Home\n\n[@roe] and @s-roe and [see @s-doe, p. 3; @s-roe; @doe20b].",
        "a.md": "# A [@s-doe20b]\n\n[@doe; @doe20b] [@s-do] @property\n",
        "b.md": "# B\n\n[[bibliography keyprefix=s- labelprefix=S scope=site]]\n",
        "refs.md": "# Works\n\n[[bibliography filter='cited and key != \"doe20b\"']]\n\n"
        "[[bibliography filter='cited and key == \"doe20b\"' labelprefix=X]]\n",
    }
    book.plugin["bibliography_page"] = "refs.md"
    (warning,) = book.build().warnings
    assert warning.startswith("a.md:3: no bibliography file has the key 's-do'")
    home, page = book.html(), book.html("a/index.html")
    assert texts_of(home, "citation") == ["[1]", "Roe [S1]", "[see S2 (p. 3), S1, X1]"]
    assert texts_of(page, "citation") == ["[S3]", "[2, X1]", "[s-do?]"]
    links = re.findall(r'href="([^"]*)" role="doc-biblioref"', home + page)
    assert links == [
        "refs/#ref-roe", "b/#ref-roe", "b/#ref-roe", "b/#ref-doe", "b/#ref-roe", "refs/#ref-doe20b",
        "../b/#ref-doe20b", "../refs/#ref-doe", "../refs/#ref-doe20b",
    ]  # fmt: skip
    html = book.html("b/index.html")
    assert [text[:4] for text in texts_of(html, "csl-entry")] == ["[S1]", "[S2]", "[S3]"]
    backs = [
        re.findall(r'href="([^"]*)"', text)
        for text in re.findall(r'<span class="csl-back-links">.*?</div>', html)
    ]
    assert backs == [
        ["../#citation-2", "../#citation-3"], ["../#citation-3"], ["../a/#citation-1"],
    ]  # fmt: skip


def test_works_with_several_keys(book: Any) -> None:
    """Whatever key a work is cited by, the way leads there and back."""
    item = "@book{new, author={New, N.}, title={T}, year=2000, ids={old}}"
    (book.root / "refs.bib").write_text(item, "utf-8")
    book.plugin["style"] = "ibidem-numeric"
    book.pages = {
        "index.md": "# Home\n\n[@old] [@s-old]",
        "a.md": "# A\n\n[@new]",
        "b.md": "# B",
        "refs.md": "# W\n\n[[bibliography]]\n\n[[bibliography keyprefix=s- labelprefix=S]]\n",
    }
    html = book.build(**STRICT).html()
    assert texts_of(html, "citation") == ["[1]", "[S1]"]
    links = re.findall(r'href="([^"]*)" role="doc-biblioref"', html)
    assert links == ["refs/#ref-new", "refs/#ref-new-2"]
    backs = re.findall(r'href="([^"]*)" role="doc-backlink"', book.html("refs/index.html"))
    assert backs == ["../#citation-1", "../a/#citation-1", "../#citation-2"]


def texts_of(html: str, kind: str) -> list[str]:
    page: Any = lxml_html.fromstring(html)
    return [" ".join(found.text_content().split()) for found in page.find_class(kind)]


def test_entry_in_place(book: Any) -> None:
    book.pages["b.md"] = "# B\n\n[[entry @doe]]\n"
    html = book.build(**STRICT).html("b/index.html")
    assert html.count('class="csl-entry"') == 1
    assert "2020a" in html
    assert keys_of(html) == []


def test_what_is_wrong_is_told_once_with_its_line(book: Any) -> None:
    book.pages["b.md"] = "# B\n\n[[bibliography group-by=yaer]]\n"
    (warning,) = book.build().warnings
    assert "b.md:3" in warning
    assert 'did you mean "year"' in warning


def test_macros(site: Any) -> None:
    """What programs write is what authors write."""
    from ibidem.markdown import bibliography, entry

    site.pages["index.md"] = f"# H\n\n{entry('roe')}\n\n{bibliography(all=True, sort='title')}\n"
    html = site.build(**STRICT).html()
    assert keys_of(html) == ["doe", "roe", "doe20b"]
    assert html.count('class="csl-entry"') == 4
