"""Citations that print nothing (`:cite:empty:`) leave no gap: no second blank, no empty paragraph."""

from __future__ import annotations

import re

from docutils import nodes

from ibidem.sphinx.notes import close_up, set_text

ENDING = re.compile(r"\s|$|[.,;:!?…)\]]")
"""What no blank stands before: the end of a line, another blank, or what closes a sentence."""


def take_out(place: nodes.Element) -> None:
    """Take a placeholder out of the text, with one of the blanks around it."""
    parent = place.parent
    number = parent.index(place)
    before = parent.children[number - 1] if number else None
    after = parent.children[number + 1] if number + 1 < len(parent) else None
    if before is None and isinstance(after, nodes.Text):
        set_text(parent, number + 1, after.astext().lstrip())
    elif after is None or (isinstance(after, nodes.Text) and ENDING.match(after.astext())):
        close_up(place)
    parent.remove(place)
    if isinstance(parent, nodes.paragraph) and not parent.children:
        _take_out_paragraph(parent)


def _take_out_paragraph(paragraph: nodes.paragraph) -> None:
    """Not if anything leads to it, nor if it is all that an item or a note has."""
    around = paragraph.parent
    is_needed = isinstance(around, nodes.footnote) or len(around.children) == 1
    if not (is_needed or paragraph["ids"]):
        around.remove(paragraph)
