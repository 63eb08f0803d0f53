"""Positions of cites, from `cases/csl/position.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ibidem.csl.position import Place, find_places
from ibidem.model import Citation, CitationMode, Cite, CiteMode, Locator, Position

CASES = Path(__file__).parents[1] / "cases" / "csl" / "position.txt"
MODES: dict[str, CiteMode] = {"!": "author-only", "+": "full"}
LETTERS = {
    Position.FIRST: "F",
    Position.SUBSEQUENT: "S",
    Position.IBID: "I",
    Position.IBID_WITH_LOCATOR: "L",
}


def read_cases() -> Iterator[tuple[str, str]]:
    for line in CASES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            citations, _, places = line.partition(" => ")
            yield citations, places


def read_citation(text: str) -> Citation:
    note, sign, cites = re.split("([:=])", text)
    mode: CitationMode = "each" if sign == "=" else "normal"
    return Citation(tuple(map(read_cite, cites.split(","))), mode, note_number=int(note))


def read_cite(text: str) -> Cite:
    id, _, page = text.partition("@")
    mode = MODES.get(id[-1], "normal")
    return Cite(id[0], Locator("page", page) if page else None, mode=mode)


def show(place: Place) -> str:
    near = "n" if place.near_note else ""
    return LETTERS[place.position] + near + (f"^{place.first_note}" if place.first_note else "")


@pytest.mark.parametrize(("citations", "expected"), list(read_cases()))
def test_places(citations: str, expected: str) -> None:
    found = find_places([read_citation(text) for text in citations.split()])
    assert " ".join(",".join(map(show, places)) for places in found) == expected


@pytest.mark.parametrize(("distance", "is_near"), [(0, False), (2, False), (3, True), (9, True)])
def test_near_note_distance(distance: int, is_near: bool) -> None:
    citations = [read_citation(text) for text in ("1:a", "2:b", "4:a")]
    assert find_places(citations, distance)[-1][0].near_note is is_near


def test_numbers_in_one_chapter_may_fall() -> None:
    citations = [read_citation(text) for text in ("2:a", "1:a", "4:a", "4:a", "5:a")]
    found = find_places(citations, one_chapter=True)
    assert [show(place) for (place,) in found] == ["F", "Sn^2", "Sn^2", "In^2", "Sn^2"]


def test_hosts_may_know_better() -> None:
    told = Cite("a", position=Position.SUBSEQUENT, near_note=False)
    (places,) = find_places([Citation((told,), note_number=1)])
    assert places == (Place(Position.SUBSEQUENT, near_note=False),)
