"""Where each cite stands among the cites of its item (CSL 1.0.2, Choose, position).

Two streams are counted apart: the running text (note number 0) and the notes. Where note numbers
fall, a new chapter has begun and all is first again, unless the host says that there is only one:
authors number notes of their own as they like.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ibidem.model import Citation, Cite, Locator, Position
from ibidem.record import Value, replace

DEFAULT_NEAR_NOTE_DISTANCE: Final = 5

ELSEWHERE: Final = Locator("", "")
"""Where the cites before have different locators: a bare "ibid." would leave open which is meant."""


class Place(Value):
    """What the position of one cite comes to."""

    __match_args__ = ("position", "near_note", "first_note")
    __slots__ = __match_args__

    def __init__(self, position: Position, near_note: bool = False, first_note: int = 0) -> None:
        self.position: Final = position
        self.near_note: Final = near_note
        self.first_note: Final = first_note
        """The number of the note with the item's first cite; 0 in that note itself."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Place)
            and self.position == other.position
            and self.near_note == other.near_note
            and self.first_note == other.first_note
        )

    def __hash__(self) -> int:
        return hash((self.position, self.near_note, self.first_note))


class _Stream:
    """The cites of one stream so far."""

    def __init__(self) -> None:
        self.last_note: dict[str, int] = {}
        self.first_note: dict[str, int] = {}
        self.previous: Citation | None = None


def find_places(
    citations: Sequence[Citation],
    near_note_distance: int = DEFAULT_NEAR_NOTE_DISTANCE,
    *,
    one_chapter: bool = False,
) -> list[tuple[Place, ...]]:
    """The place of every cite of every citation, cites in the order in which they are printed."""
    text, notes = _Stream(), _Stream()
    in_note: dict[int, int] = {}
    for citation in citations:
        if citation.note_number:
            count = sum(_counts(citation, cite) for cite in citation.cites)
            in_note[citation.note_number] = in_note.get(citation.note_number, 0) + count
    places: list[tuple[Place, ...]] = []
    last_note = 0
    for citation in citations:
        note = citation.note_number
        if 0 < note < last_note and not one_chapter:
            notes = _Stream()
        last_note = note or last_note
        stream = notes if note else text
        places.append(_place_citation(citation, stream, in_note, near_note_distance))
        if any(_counts(citation, cite) for cite in citation.cites):
            stream.previous = citation
    return places


def _counts(citation: Citation, cite: Cite) -> bool:
    """Whether a cite says enough of its work for later ones to repeat it: a name does not."""
    return cite.mode == "full" or (citation.mode != "each" and cite.mode != "author-only")


def _place_citation(
    citation: Citation, stream: _Stream, in_note: dict[int, int], distance: int
) -> tuple[Place, ...]:
    note = citation.note_number
    places = []
    before: Cite | None = _cite_before(citation, stream, in_note)
    for cite in citation.cites:
        if not _counts(citation, cite):
            # An author named again is shortened as in later cites.
            is_known = cite.mode == "author-only" and cite.id in stream.first_note
            places.append(Place(Position.SUBSEQUENT if is_known else Position.FIRST))
            continue
        place = _place_cite(cite, before, stream, note, distance)
        if cite.position is not None:
            place = replace(place, position=cite.position)
        if cite.near_note is not None:
            place = replace(place, near_note=cite.near_note)
        places.append(place)
        stream.first_note.setdefault(cite.id, note)
        stream.last_note[cite.id] = note
        before = cite
    return tuple(places)


def _place_cite(
    cite: Cite, before: Cite | None, stream: _Stream, note: int, distance: int
) -> Place:
    if cite.id not in stream.first_note:
        return Place(Position.FIRST)
    position = _repeated(cite, before)
    first = stream.first_note[cite.id]
    near = not note or abs(note - stream.last_note[cite.id]) <= distance
    return Place(position, near, first if first != note else 0)


def _repeated(cite: Cite, before: Cite | None) -> Position:
    """The position of a cite of an item cited before, by the cite right before it."""
    if before is None or before.id != cite.id:
        return Position.SUBSEQUENT
    if before.locator is None:
        return Position.IBID if cite.locator is None else Position.IBID_WITH_LOCATOR
    if cite.locator is None:
        return Position.SUBSEQUENT
    return Position.IBID if cite.locator == before.locator else Position.IBID_WITH_LOCATOR


def _cite_before(citation: Citation, stream: _Stream, in_note: dict[int, int]) -> Cite | None:
    """The cite that the first cite of a citation may repeat."""
    previous = stream.previous
    if previous is None:
        return None
    cites = [cite for cite in previous.cites if _counts(previous, cite)]
    if not cites:
        return None
    if not citation.note_number:
        return cites[-1] if len(cites) == 1 else None
    if previous.note_number == citation.note_number:
        is_clear = cites[0].locator == cites[-1].locator
        return cites[-1] if is_clear else replace(cites[-1], locator=ELSEWHERE)
    alone = in_note[previous.note_number] == 1
    follows = citation.note_number - previous.note_number in (0, 1)
    return cites[-1] if alone and follows else None


def find_first_notes(citations: Sequence[Citation]) -> dict[str, int]:
    """The number of the first note that cites each item, by its id."""
    notes: dict[str, int] = {}
    for citation in citations:
        for cite in citation.cites:
            if citation.note_number:
                notes.setdefault(cite.id, citation.note_number)
    return notes
