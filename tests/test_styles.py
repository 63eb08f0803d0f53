"""Our own styles: valid, free of English, and right for every kind of item."""

from __future__ import annotations

import re
from pathlib import Path

import citeproc
import pytest
from lxml import etree

from ibidem import Citation, Cite, Locator, Session, load_library, load_style, to_text
from ibidem.catalog import own_style_folder

CASES = Path(__file__).parent / "cases" / "styles"
SCHEMA = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles" / "csl.rng"
STYLES = sorted(own_style_folder().glob("*.csl"), key=lambda path: path.stem)
CSL = "{http://purl.org/net/xbiblio/csl}"

EXPECTED = sorted(CASES.glob("*.txt"), key=lambda path: path.name)

# What is the same in every language: addresses and names of registers.
UNIVERSAL = {"https://doi.org/", "PMID "}

# Where the two differ on purpose: names as people write them, the place of the date.
DIFFERENT = {"author", "container", "event", "publication"}


def _macros(path: Path) -> dict[str, str]:
    root = etree.parse(str(path)).getroot()
    return {
        macro.get("name", ""): re.sub(
            rb"\s+", b" ", etree.tostring(macro, with_tail=False)
        ).decode()
        for macro in root.iter(f"{CSL}macro")
    }


def test_there_are_styles() -> None:
    assert [path.stem for path in STYLES] == ["ibidem-author-date", "ibidem-numeric"]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_valid(path: Path) -> None:
    """By the RELAX NG schema of CSL 1.0.2."""
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    assert schema.validate(etree.parse(str(path))), schema.error_log


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_words_come_from_the_locale(path: Path) -> None:
    for element in etree.parse(str(path)).getroot().iter(f"{CSL}*"):
        for name in ("prefix", "suffix", "value", "delimiter"):
            text = element.get(name, "")
            assert text in UNIVERSAL or not re.search(r"[^\W\d_]", text), element.sourceline


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_every_macro_is_used(path: Path) -> None:
    root = etree.parse(str(path)).getroot()
    used = {element.get("macro") for element in root.iter() if element.get("macro")}
    assert used == set(_macros(path))


def test_shared_macros_are_the_same() -> None:
    author_date, numeric = (_macros(path) for path in STYLES)
    shared = set(author_date) & set(numeric)
    assert len(shared) > 12
    assert {name for name in shared if author_date[name] != numeric[name]} == DIFFERENT


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_entries(path: Path) -> None:
    """Every kind of item, cited in the order of the file."""
    style, _, locale = path.stem.partition(".")
    library = load_library([CASES / "items.json"])
    session = Session(library, load_style(style), locale=locale)
    result = session.format([Citation((Cite(key),)) for key in library])
    shown = [_fold(to_text(entry.content)) for entry in result.bibliography.entries]
    assert shown == [_fold(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("style", "cites", "expected"),
    [
        ("ibidem-author-date", "book", "(Doe and Roe 2020)"),
        ("ibidem-author-date", "book p33", "(Doe and Roe 2020, p. 33)"),
        ("ibidem-author-date", "conference", "(Abel et al. 2025)"),
        ("ibidem-author-date", "edited", "(Ede and Fox 2019)"),
        ("ibidem-author-date", "encyclopedia", "(“Footnote” 1999)"),
        ("ibidem-author-date", "webpage-anonymous", "(A page without an author n.d.)"),
        ("ibidem-author-date", "chapter article", "(Doe 2020a, b)"),
        ("ibidem-author-date", "preprint thesis", "(E. B. Ito 2026; K. Ito 2026)"),
        ("ibidem-author-date", "forthcoming", "(Soon forthcoming)"),
        ("ibidem-author-date", "manuscript", "(Olde c. 1850)"),
        ("ibidem-numeric", "book", "[1]"),
        ("ibidem-numeric", "book p33", "[1 (p. 33)]"),
        ("ibidem-numeric", "translated book edited", "[1–3]"),
        ("ibidem-numeric", "book translated chapter article", "[1, 3–5]"),
        ("ibidem-numeric", "book edited p33 translated", "[1, 2 (p. 33), 3]"),
    ],
)
def test_citation(style: str, cites: str, expected: str) -> None:
    library = load_library([CASES / "items.json"])
    session = Session(library, load_style(style), locale="en-US")
    everything = [Citation((Cite(key),)) for key in library]
    result = session.format([*everything, Citation(tuple(_cites(cites)))])
    assert to_text(result.citations[-1].content) == expected


def _fold(text: str) -> str:
    return " ".join(text.split())


def _cites(text: str) -> list[Cite]:
    """`a b p33` cites a, and b with page 33."""
    cites: list[Cite] = []
    for word in text.split():
        page = re.fullmatch(r"p(\d+)", word)
        if page:
            cites[-1] = Cite(cites[-1].id, Locator("page", page[1]))
        else:
            cites.append(Cite(word))
    return cites
