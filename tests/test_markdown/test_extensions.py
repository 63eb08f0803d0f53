"""Citations among other extensions, from `cases/markdown/extensions.txt`: what is one, what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
import pytest
from lxml import html as lxml_html
from markdown.extensions import Extension
from markdown.inlinepatterns import ImageInlineProcessor

pytest.importorskip("pymdownx")

CASES = Path(__file__).parents[1] / "cases" / "markdown" / "extensions.txt"
EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "smarty",
    "tables", "toc", "wikilinks",
    *(
        f"pymdownx.{name}"
        for name in (
            "arithmatex", "betterem", "caret", "critic", "details", "emoji", "inlinehilite", "keys",
            "magiclink", "mark", "smartsymbols", "snippets", "superfences", "tabbed", "tasklist",
            "tilde", "blocks.admonition", "blocks.caption",
        )
    ),
)  # fmt: skip
CONFIGS: dict[str, dict[str, Any]] = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.magiclink": {
        "social_url_shorthand": True, "repo_url_shorthand": True, "user": "x", "repo": "y",
    },
}  # fmt: skip
TRACES = ("\x02", "\x03", "klzz", "data-ibidem", "\U000f0000")


def read_cases() -> Iterator[object]:
    for block in CASES.read_text("utf-8").split("\n\n")[1:]:
        name, source, expected = block.strip("\n").split("\n")
        yield pytest.param(source.replace("⏎", "\n"), expected, id=name)


def convert_all(convert: Any, source: str, style: str) -> str:
    options = {"show_bibliography": False, "tooltips": False}
    extensions = [*EXTENSIONS, convert.extension(style, **options)]
    return markdown.markdown(source, extensions=extensions, extension_configs=CONFIGS)


def text_of(html: str) -> str:
    """The text, each citation between marks; the text of images as well."""
    page: Any = lxml_html.fromstring(f"<div>{html}</div>")
    for image in page.iter("img"):
        image.tail = f"({image.get('alt')}){image.tail or ''}"
    for citation in page.find_class("citation"):
        citation.text = f"‹{citation.text or ''}"
        citation.tail = f"›{citation.tail or ''}"
    return " ".join(page.text_content().split())


@pytest.mark.parametrize(("source", "expected"), list(read_cases()))
def test_among_others(convert: Any, source: str, expected: str) -> None:
    html = convert_all(convert, source, "author-date")
    assert text_of(html) == expected
    told = ["unread-citation"] * source.count("alt")
    assert [finding.code for finding in convert.findings] == told
    for page in (html, convert_all(convert, source, "note")):
        assert not [trace for trace in TRACES if trace in page]


def test_attributes_reach_their_headings(convert: Any) -> None:
    html = convert_all(convert, '## Head [@doe] { #own .c title="by me" }', "author-date")
    assert '<h2 class="c" id="own" title="by me">Head <span' in html


def test_escaped_spaces(convert: Any) -> None:
    """pymdownx.escapeall puts an entity away for each."""
    html = markdown.markdown(
        r"x\ y [e.g.\ @doe,\ pp.\ 3] @doe [pp.\ 3,\ 5] [@doe,\ \<b\>]",
        extensions=["pymdownx.escapeall", convert.extension(show_bibliography=False)],
        extension_configs={"pymdownx.escapeall": {"nbsp": True}},
    )
    assert text_of(html) == "x y ‹(e.g. Doe 2020, p. 3)› ‹Doe (2020, pp. 3, 5)› ‹(Doe 2020, <b>)›"


def test_attributes_of_a_citation_and_of_its_block(convert: Any) -> None:
    source = "## H [@doe]{: .x} {: #h}\n\n| a |\n| - |\n| c [@roe]{: title='} \"' } {: .cell} |"
    html = convert_all(convert, source, "author-date")
    assert '<h2 id="h">H <span class="citation x"' in html
    assert '<td class="cell">c <span class="citation"' in html
    assert 'title="} &quot;"' in html


def test_attributes_of_a_citation(convert: Any) -> None:
    html = convert_all(convert, "So [@doe]{: .c } and *[@roe]*{: .d }", "author-date")
    assert '<span class="citation c"' in html
    assert '<em class="d"><span class="citation"' in html


@pytest.mark.parametrize("style", ["author-date", "numeric", "note"])
def test_ids_of_tabs_are_without_citations(convert: Any, style: str) -> None:
    slugs, tabbed = import_module("pymdownx.slugs"), import_module("pymdownx.tabbed")
    tabs = tabbed.TabbedExtension(alternate_style=True, slugify=slugs.slugify(case="lower"))
    source = '=== "Tab [@doe]"\n\n    x\n\n=== "Two"\n\n    y'
    html = convert(source, style, extensions=(tabs, "footnotes"))
    assert re.findall('<label for="([^"]*)"', html) == ["tab", "two"]
    assert 'data-cites="doe" id="citation-1"' in html


class CaptionedImage(ImageInlineProcessor):
    def handleMatch(self, m: Any, data: str) -> Any:  # type: ignore[override]
        image, start, end = super().handleMatch(m, data)
        assert isinstance(image, Element)
        figure = Element("figure")
        figure.append(image)
        SubElement(figure, "figcaption").text = image.attrib.pop("alt")
        return figure, start, end


class Captions(Extension):
    """The text of an image becomes its caption, as markdown-captions has it."""

    def extendMarkdown(self, md: Any) -> None:
        md.inlinePatterns.register(CaptionedImage(r"!\[", md), "image_link", 150)


@pytest.mark.parametrize("style", ["author-date", "note"])
def test_captions_made_of_images(convert: Any, style: str) -> None:
    html = convert("![By [see @doe, p. 3; @roe] @doe](x.png)", style, extensions=[Captions()])
    caption = html.split("<figcaption>")[1].split("</figcaption>")[0]
    text = re.sub(r"<[^>]*>", "", caption)
    authors_and_dates = "By (see Doe 2020, p. 3; Roe 2021) Doe (2020)"
    assert text == (authors_and_dates if style == "author-date" else "By1 Doe2")
