"""One site with everything that reads pages at its own time: no trace of how citations are made."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ibidem.mkdocs.feeds import Printed, drop_markers, print_citations

PLUGINS = ("material", "mkdocs_macros", "mkdocs_print_site_plugin", "mkdocs_rss_plugin")
TRACES = (
    "data-ibidem",
    "\x02",
    "\x03",
    "klzzwxh",
    "wzxhzdk",
    "\U000f0000",
    "fnref-citation",
    "@doe",
)
POST = """---
date: 2026-01-0{number}
---

# Post {number} [@doe]

See [*this*, @roe, p. 3] and @doe20b, and {{{{ cite("doe") }}}}. `code` [see `x` @doe].

<!-- more -->

[@roe]
"""
PAGES = {
    "index.md": "# Home [@doe]\n\n!!! note\n    [see *x* and [home](index.md) @doe; @roe]\n\n"
    '## Part [@doe20b]\n\n{{ bibliography(group_by="year") }}\n\n## End @doe\n',
    "works.md": "# Works\n\n[[bibliography]]\n",
    "blog/index.md": "# Blog\n",
    "blog/posts/one.md": POST.format(number=1),
    "blog/posts/two.md": POST.format(number=2).replace("date:", "nocite: '@roe'\ndate:"),
}


@pytest.mark.parametrize(
    "options",
    [
        {"style": "ibidem-author-date"},
        {"style": "ibidem-numeric", "scope": "site", "bibliography_page": "works.md"},
    ],
    ids=["page", "site"],
)
def test_no_traces(site: Any, options: dict[str, Any]) -> None:
    for name in PLUGINS:
        pytest.importorskip(name)
    site.plugin.update(options)
    feed = {"use_git": False, "abstract_delimiter": "<!-- more -->", "match_path": "blog/posts/.*"}
    full = {**feed, "abstract_chars_count": -1, "feeds_filenames": {"rss_created": "full.xml"}}
    site.config.update(
        theme={"name": "material", "features": ["navigation.instant"]},
        markdown_extensions=["admonition", "footnotes", {"toc": {"permalink": True}}],
        plugins=[
            "search", "blog", {"macros": {"modules": ["ibidem.mkdocs.macros"]}},
            {"ibidem": site.plugin},
            {"rss": feed}, {"rss": full}, "print-site",
        ],
    )  # fmt: skip
    site.pages = PAGES
    site.build()
    written = [path for path in (site.root / "site").rglob("*") if path.is_file()]
    texts = {
        str(path.relative_to(site.root / "site")): path.read_text("utf-8")
        for path in written
        if path.suffix in (".html", ".xml", ".json", ".md", ".txt") and "assets" not in path.parts
    }
    assert {"index.html", "feed_rss_created.xml"} <= texts.keys()
    assert {"search/search_index.json", "print_page/index.html", "blog/index.html"} <= texts.keys()
    found = [(name, trace) for name, text in texts.items() for trace in TRACES if trace in text]
    assert found == []
    if options["style"] == "ibidem-author-date":
        summary = "See (this, Roe 2021, p. 3) and Doe (2020b), and (Doe 2020a). &lt;code&gt;code"
        assert summary in texts["feed_rss_created.xml"]
        assert "csl-entry" in texts["full.xml"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a [@doe] b", "a (*x*) b"),
        ("[@doe][@roe] [@doe]", "(*x*)\\[1\\] &amp;"),
        ("[see `x` @doe, *p*. 3] @user", "see x &lt; @user"),
        ("```\n[@doe]\n```\n\n[@doe]", "```\n[@doe]\n```\n\n(*x*)"),
        ("`[@doe]` \\@doe", "`[@doe]` \\@doe"),
        ("nothing", "nothing"),
        ("x @roe[^1] [@doe]", "x R[^1] (*x*)"),
        ("a note [@note]. And", "a note. And"),
    ],
)
def test_sources_for_feeds(source: str, expected: str) -> None:
    """Each citation once, in order; the text is text, whatever it holds."""
    printed: list[Printed] = [
        ("[@doe]", "(*x*)"),
        ("[@roe]", "[1]"),
        ("[@doe]", "&"),
        (("doe",), "see x <"),
        ("@roe", "R"),
        ("[@note]", ""),
    ]
    expected = expected.replace("*", "\\*")
    assert print_citations(source, printed) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\n\n[[bibliography all]]\n\nb", "a\n\n\n\nb"),
        ("a\n\\bibliography\nb", "a\nb"),
        ("a\n\n::: {#refs sort=-year}\n:::\n\nb", "a\n\n\n\nb"),
        ("a\n\n::: {#refs}\n@doe\n:::\n[[entry @doe]]\nb", "a\n\nb"),
        ("a\n\nLIST\n", "a\n\n"),
        ("```\n[[bibliography]]\n\nLIST\n```", None),
        ("a\n\n    [[bibliography]]\n\n[[wiki]]", None),
        ("", None),
    ],
)
def test_lists_in_sources_for_feeds(source: str, expected: str | None) -> None:
    """There is no place for any."""
    found = drop_markers(source, {"LIST": "[[bibliography]]"})
    assert found == (source if expected is None else expected)


def test_lists_are_not_for_feeds(site: Any) -> None:
    pytest.importorskip("mkdocs_rss_plugin")
    markers = "\\bibliography\n\n[[entry @doe]]\n\n::: {#refs sort=-year}\n:::\n\nLIST\n"
    site.plugin["bib_command"] = "LIST"
    site.pages["index.md"] = f"---\ndate: 2026-01-01\n---\n\n{markers}\nOurs [@doe]: end\n"
    site.config["plugins"] = [{"rss": {"use_git": False}}, {"ibidem": site.plugin}]
    feed = site.build(strict=True).html("feed_rss_created.xml")
    assert "<description>&lt;p&gt;Ours (Doe 2020): end&lt;/p&gt;</description>" in feed
    assert site.html().count("csl-entry") > 1


@pytest.mark.parametrize("style", ["ibidem-author-date", "cambridge-university-press-note"])
def test_posts_on_one_page(site: Any, style: str) -> None:
    """Their list shows them whole if nothing says where excerpts end. Ids are those of the posts."""
    pytest.importorskip("material")
    site.plugin["style"] = style
    feed = {"use_git": False, "abstract_delimiter": "<!-- more -->", "match_path": "blog/posts/.*"}
    site.config.update(
        theme="material",
        markdown_extensions=["footnotes"],
        plugins=["blog", {"rss": feed}, {"ibidem": site.plugin}],
    )
    post = "---\ndate: 2026-01-0{0}\n---\n\n# Post {0}\n\nIt ends [@doe]. So says @roe. End.\n"
    site.pages = {
        "index.md": "# Home\n",
        "blog/index.md": "# Blog\n",
        "blog/posts/one.md": post.format(1),
        "blog/posts/two.md": post.format(2),
    }
    site.build(strict=True)
    index = site.html("blog/index.html")
    ids = re.findall(r' id="([^"]*)"', index)
    assert len(ids) == len(set(ids))
    assert index.count("csl-entry") == 4
    assert re.search(r'href="2026/01/01/post-1/#(fn:citation-1|ref-doe)"', index)
    assert 'id="citation-1"' in site.html("blog/2026/01/01/post-1/index.html")
    if style != "ibidem-author-date":
        assert "It ends. So says Roe. End." in site.html("feed_rss_created.xml")


HOOK = """
def on_page_content(html, page, **_):
    page.markdown += "changed"

def on_page_context(context, page, **_):
    assert page.markdown.endswith("changed")
"""


def test_a_neighbour_that_changes_the_source_beside_feeds(site: Any) -> None:
    """The source is put back behind feeds, but not over what somebody else has made of it."""
    pytest.importorskip("mkdocs_rss_plugin")
    (site.root / "hook.py").write_text(HOOK, "utf-8")
    site.config["hooks"] = [str(site.root / "hook.py")]
    site.config["plugins"] = [{"rss": {"use_git": False}}, {"ibidem": site.plugin}]
    site.build(strict=True)
