"""LaTeX: notes that Sphinx's own transform of footnotes leaves where LaTeX can't have them, or loses.

It takes notes out of section titles, captions, terms and table heads, but not out of rubrics and the
names of fields. And it does not see the marks in what it has taken out. The author's notes are
treated like ours: any of them may hold citations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.latex.nodes import footnotemark, footnotetext
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from typing import Any

NOTE = "ibidem-note"
"""Attribute of a mark in a note: the footnote that it stands for."""

LEFT = (nodes.rubric, nodes.field_name)
"""Where LaTeX prints or keeps no notes, and Sphinx leaves them."""

NOTES = (nodes.footnote, footnotetext)
"""As Sphinx prints them: with a mark, and without."""

MARKS = (nodes.footnote, footnotemark)
"""What prints a mark: with its note, and without."""

COMMA = r"\texorpdfstring{\ifx\thepage\relax\else\textsuperscript{,}\fi}{}"
"""Like marks, it is neither in the table of contents nor in bookmarks."""


class TieNestedMarks(SphinxPostTransform):
    """Let the marks in notes hold their footnotes."""

    # Sphinx takes all footnotes out of the document (600), and forgets those it sees no mark of.
    default_priority = 599
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        notes = list(self.document.findall(nodes.footnote))
        named = {(note["docname"], name): note for note in notes for name in note["ids"]}
        for note in notes:
            for mark in note.findall(nodes.footnote_reference):
                mark[NOTE] = named.get((mark["docname"], mark["refid"]))


class PlaceLeftNotes(SphinxPostTransform):
    """Put the notes of rubrics and names of fields behind these, and those of marks in a note
    behind the note."""

    default_priority = 601
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(nodes.TextElement)):
            if isinstance(place, LEFT):
                _take_notes_out(place)
        printed = {id(note[0]) for note in _find_notes(self.document)}
        while marks := _find_left(self.document):
            for mark in marks:
                _place_note(mark, printed)


class PartMarks(SphinxPostTransform):
    """Print a raised comma between two marks: 1 and 2, not 12. Other builders have brackets.

    A blank between them is not printed.
    """

    # When all marks are where they are printed.
    default_priority = 603
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        marks = [node for node in self.document.findall(nodes.Element) if isinstance(node, MARKS)]
        for mark in marks:
            place = mark.parent.index(mark)
            before = mark.parent.children[:place]
            if before and isinstance(before[-1], nodes.Text) and not before[-1].strip():
                del before[-1]
            if before and isinstance(before[-1], MARKS):
                comma = nodes.raw("", COMMA, format="latex")
                mark.parent.children[len(before) : place] = [comma]
                mark.parent.setup_child(comma)


def _find_notes(within: nodes.Element) -> list[nodes.Element]:
    return [node for node in within.findall(nodes.Element) if isinstance(node, NOTES)]


def _find_left(document: nodes.document) -> list[nodes.footnote_reference]:
    marks = document.findall(nodes.footnote_reference)
    return [mark for mark in marks if mark.get(NOTE) is not None]


def _take_notes_out(place: nodes.Element) -> None:
    texts = []
    for note in _find_notes(place):
        marks = [_make_mark(note)] if isinstance(note, nodes.footnote) else []
        note.parent.replace(note, marks)
        texts.append(_make_text(note))
    _insert_behind(place, texts)


def _place_note(mark: nodes.footnote_reference, printed: set[int]) -> None:
    """Print a number; and the note itself, known by its label, unless another mark has done so."""
    note = mark[NOTE]
    label = note[0]
    around: Any = mark
    while not isinstance(around, NOTES):
        around = around.parent
    mark.replace_self(_make_mark(note))
    if id(label) not in printed:
        printed.add(id(label))
        _insert_behind(around, [_make_text(note)])


def _make_mark(note: nodes.Element) -> footnotemark:
    return footnotemark("", note[0].astext(), refid=note["ids"][0])


def _make_text(note: nodes.Element) -> footnotetext:
    return footnotetext("", *note.children, ids=note["ids"])


def _insert_behind(node: nodes.Element, made: list[footnotetext]) -> None:
    node.parent.insert(node.parent.index(node) + 1, made)
