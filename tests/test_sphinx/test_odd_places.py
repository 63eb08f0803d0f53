"""Citations in every corner of a document: `odd/` holds the pages."""

from __future__ import annotations

import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import urldefrag

import lxml.html
import pytest

from test_sphinx.sites import Built, Site, blank_image

PAGES = Path(__file__).parent / "odd"
PROLOG = ".. |g| replace:: prolog :cite:`Lee_2001`\n"


@pytest.fixture(scope="module", params=["author-date", "notes"])
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp(request.param))
    shutil.copytree(PAGES, site.folder, dirs_exist_ok=True)
    (site.folder / "i.png").write_bytes(blank_image())
    site.use_style(request.param)
    return site


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "text", "man", "xml"])
def test_builders(odd: Site, builder: str) -> None:
    built = odd.build(builder, html_theme="alabaster", rst_prolog=PROLOG)
    assert built.warnings == ""
    if "html" in builder:
        assert wrong_links(built) == []


MYST = """
# Page

*Emphasized {cite}`roe1999`*, [a link {cite:t}`doe2020`](https://example.org),
[a page {footcite}`roe1999`](https://other.org),
[*emphasized {cite:t}`doe2020`* in a link](https://another.org).

```{only} latex
Not here {cite}`Lee_2001` and {footcite}`Lee_2001`, {footcite}`roe1999`.
```

```{only} html
Here {footcite}`roe1999`.
```

```{footbibliography}
```

```{bibliography}
```
"""


@pytest.mark.parametrize("style", ["author-date", "notes"])
def test_links_and_conditions_in_myst(site: Site, style: str) -> None:
    site.use_style(style)
    site.write({"index.md": MYST})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert built.warnings == ""
    assert wrong_links(built) == []
    assert "Leeward" not in built.page("index").text_content()
    if style == "author-date":
        (link,) = [a for a in built.page("index").iter("a") if "example" in a.get("href")]
        assert link.text_content() == "a link Doe (2020)"
        assert len(built.page("index").find_class("citation-note")) == 1


class _Links(HTMLParser):
    """Reads the tags as they are written: lxml closes a link where another begins."""

    def __init__(self) -> None:
        super().__init__()
        self.open = 0
        self.nested: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.nested += [str(dict(attrs).get("href"))] if self.open else []
            self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "a"


def nested_links(text: str) -> list[str]:
    """The addresses of links in links."""
    links = _Links()
    links.feed(text)
    return links.nested


def wrong_links(built: Built) -> list[str]:
    """Ids that come twice, links that lead nowhere, links in links."""
    pages = {
        path.relative_to(built.folder).as_posix(): lxml.html.fromstring(path.read_bytes())
        for path in built.folder.rglob("*.html")
    }
    wrong: list[str] = []
    for name, page in pages.items():
        ids = Counter(page.xpath("//@id"))
        wrong += [f"{name}: {anchor} comes twice" for anchor, count in ids.items() if count > 1]
        wrong += [f"{name}: {link} is in a link" for link in nested_links(built.read(name))]
    for name, page in pages.items():
        for href in page.xpath("//a/@href"):
            target, anchor = urldefrag(href)
            known = pages.get(normpath(f"{dirname(name)}/{target}").lstrip("/") if target else name)
            if anchor and known is not None and not known.xpath("//*[@id=$id]", id=anchor):
                wrong.append(f"{name}: {href} leads nowhere")
    return wrong


CONDITIONS = {
    "only": ("only:: latex", "only:: html"),
    "ifconfig": ("ifconfig:: builder == 'latex'", "ifconfig:: builder == 'html'"),
}


@pytest.mark.parametrize("latex, html", list(CONDITIONS.values()), ids=list(CONDITIONS))
def test_what_is_printed_elsewhere_does_not_count(site: Site, latex: str, html: str) -> None:
    """Neither a definition nor what is left out takes a number, nor does its list."""
    site.use_style("numeric")
    site.config["extensions"] = ["ibidem.sphinx", "sphinx.ext.ifconfig"]
    text = f"""
.. |x| replace:: :cite:`Lee_2001`

Page
====

.. {latex}

   Not here :cite:`many:2005`.

   .. bibliography::

.. {html}

   Here :cite:`doe2020` and |x|, :cite:`roe1999`.

   .. bibliography::
"""
    site.write({"index.rst": text})
    built = site.build()
    assert built.warnings == ""
    assert built.citations("index") == ["[1]", "[2]", "[3]"]
    assert [entry[:3] for entry in built.entries("index")] == ["[1]", "[2]", "[3]"]
    assert built.links("index", inside="citation") == [
        "#ref-doe2020", "#ref-Lee_2001", "#ref-roe1999",
    ]  # fmt: skip
    assert wrong_links(built) == []
    tex = site.build("latex").read("projectnamenotset.tex")
    assert tex.count("By Many") == 1
    assert "On Roes" not in tex
    assert site.build().written == set()


def test_a_list_that_is_left_out_tells_no_works_apart(site: Site) -> None:
    listed = ".. only:: latex\n\n   .. bibliography::\n\n      doe2020other\n"
    site.write({"index.rst": f"Page\n====\n\n:cite:`doe2020`\n\n.. bibliography::\n\n{listed}"})
    assert site.build().citations("index") == ["(Doe 2020)"]
    assert "2020a" in site.build("latex").read("projectnamenotset.tex")


def test_values_of_the_configuration(site: Site) -> None:
    """Another value, other numbers; an expression that fails prints nothing of the content."""
    site.use_style("numeric")
    site.config["extensions"] = ["ibidem.sphinx", "sphinx.ext.ifconfig"]
    text = """
Page
====

.. ifconfig:: release == "1"

   First :cite:`many:2005`.

.. ifconfig:: nothing.like(this)

   Never :cite:`Lee_2001`.

Then :cite:`doe2020`.

.. bibliography::
"""
    site.write({"index.rst": text})
    assert site.build(release="1").citations("index") == ["[1]", "[2]"]
    assert site.build(release="2").citations("index") == ["[1]"]
    assert len(site.build(release="2").entries("index")) == 1
    assert site.build(release="1").citations("index") == ["[1]", "[2]"]


NOTES = """
Page
====

A :cite:`doe2020`.

.. ifconfig:: builder == "latex"

   B :cite:`roe1999`.

   .. only:: latex

      C :cite:`many:2005`.

.. ifconfig:: True

   D :cite:`doe2020`.
"""


def test_notes_under_conditions(site: Site) -> None:
    """A note is printed where its mark is."""
    site.use_style("notes")
    site.config["extensions"] = ["ibidem.sphinx", "sphinx.ext.ifconfig"]
    site.write({"index.rst": NOTES})
    built = site.build()
    assert built.warnings == ""
    page = built.page("index")
    assert len(page.find_class("footnote-reference")) == 2
    assert len(page.find_class("citation-note")) == 2
    assert "On Roes" not in page.text_content()
    assert wrong_links(built) == []
    tex = site.build("latex").read("projectnamenotset.tex")
    assert tex.count("On Roes") == tex.count("By Many") == 1
