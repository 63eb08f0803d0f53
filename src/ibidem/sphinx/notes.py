"""Styles of class `note`: citations of the running text become footnotes of the page.

They are made while the page is read, before docutils numbers footnotes, so that they count with the
author's own. A citation that stands in a footnote already is printed there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from ibidem.listing import parts
from ibidem.sphinx.ancestors import is_inside
from ibidem.sphinx.conditions import Condition, find_conditions, join_conditions
from ibidem.sphinx.environment import find_domain
from ibidem.sphinx.nodes import pending_citation, pending_footcite
from ibidem.sphinx.roles import FORMS
from ibidem.syntax import ENDING, SEPARATORS, drop_second_stop

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from typing import Any

    from ibidem import Node

NAME = "ibidem-note-{}"
LINKS = (nodes.reference, pending_xref)


class UnprintedCitations(SphinxTransform):
    """Leave citations in definitions of substitutions as text.

    What is printed are the copies in their places.
    """

    # After docutils has made the copies (220), before any citation becomes a note (599).
    default_priority = 590

    def apply(self, **kwargs: Any) -> None:
        if not self.document.substitution_defs:
            return
        for definition in self.document.findall(nodes.substitution_definition):
            for node in list(definition.findall(nodes.Element)):
                if isinstance(node, (pending_citation, pending_footcite)):
                    node.replace_self(nodes.Text(node.rawsource))


class CitationNotes(SphinxTransform):
    """Move citations into footnotes if the style wants them there."""

    # Before docutils numbers footnotes (620), and before MyST sorts them (618).
    default_priority = 600

    def apply(self, **kwargs: Any) -> None:
        domain = find_domain(self.env)
        if not domain.makes_notes:
            return
        footnotes: list[nodes.footnote] = []
        marks: list[nodes.footnote_reference] = []
        for number, node in enumerate(_find_citations(self.document), 1):
            footnote, mark = self._make_note(node, number)
            footnotes.append(footnote)
            marks.append(mark)
        if footnotes:
            _drop_separators(marks)
            for mark in marks if domain.after_punctuation else ():
                _move_behind_punctuation(mark)
            sort_notes(self.document)
            self._place_notes(footnotes)

    def _make_note(
        self, node: pending_citation, number: int
    ) -> tuple[nodes.footnote, nodes.footnote_reference]:
        name = NAME.format(number)
        footnote = nodes.footnote("", auto=1, names=[name], classes=["citation-note"])
        footnote.source, footnote.line = node.source, node.line
        mark = nodes.footnote_reference(f"[#{name}]_", auto=1, refname=name)
        node["pair"] = number
        if FORMS[node["role"]].mode != "normal":
            author = node.copy()
            author["shows"] = "intext"
            node.replace_self([author, mark])
        else:
            close_up(node)
            node.replace_self(mark)
        leave_link(mark)
        # The paragraph has no source: the page's gettext messages don't hold it.
        footnote += nodes.paragraph("", "", node)
        self.document.note_autofootnote(footnote)
        self.document.note_explicit_target(footnote, footnote)
        self.document.note_autofootnote_ref(mark)
        self.document.note_footnote_ref(mark)
        return footnote, mark

    def _place_notes(self, made: list[nodes.footnote]) -> None:
        """Put the bodies among the author's last block of footnotes, or at the page's end."""
        ours = {id(footnote) for footnote in made}
        in_order: list[nodes.footnote] = self.document.autofootnotes
        authors = [footnote for footnote in in_order if id(footnote) not in ours]
        home = authors[-1].parent if authors else find_last_section(self.document)
        behind = [footnote for footnote in authors if footnote.parent is home]
        previous: nodes.footnote | None = None
        for footnote in in_order:
            if id(footnote) not in ours:
                if footnote.parent is home:
                    previous = footnote
                continue
            if previous is not None:
                home.insert(home.index(previous) + 1, footnote)
            elif behind:
                home.insert(min(home.index(other) for other in behind), footnote)
            else:
                home.append(footnote)
            previous = footnote


class ConditionalNotes(SphinxTransform):
    """Have notes printed under the conditions of their marks."""

    # After docutils has tied marks to footnotes (620), and MyST has moved these to the end (623).
    default_priority = 630

    def apply(self, **kwargs: Any) -> None:
        if not self.document.autofootnotes:  # ours are among them
            return
        marks: dict[str, list[tuple[Condition, ...]]] = {}
        for mark in self.document.findall(nodes.footnote_reference):
            marks.setdefault(mark.get("refid", ""), []).append(find_conditions(mark))
        if not any(one for found in marks.values() for one in found):
            return
        for footnote in list(self.document.findall(nodes.footnote)):
            if "citation-note" in footnote["classes"]:
                self._wrap(
                    footnote, [one for name in footnote["ids"] for one in marks.get(name, ())]
                )

    def _wrap(self, footnote: nodes.footnote, marks: list[tuple[Condition, ...]]) -> None:
        """A mark without a condition prints the note always; others each for itself."""
        if not marks or not all(marks):
            return
        anyone = join_conditions(marks)
        conditions = [anyone] if anyone else marks[0] if len(marks) == 1 else ()
        parent = footnote.parent
        place = parent.index(footnote)
        around: nodes.Element = footnote
        for condition in conditions:
            around = condition.wrap(around)
        parent[place] = around


def _find_citations(document: nodes.document) -> list[pending_citation]:
    """The citations that become notes: printed whole, and in no footnote yet."""
    return [
        node
        for node in document.findall(pending_citation)
        if FORMS[node["role"]].prints
        and FORMS[node["role"]].in_note
        and not is_inside(node, nodes.footnote, pending_citation)
    ]


def sort_notes(document: nodes.document) -> None:
    """Let footnotes count in the order of their marks, ours among the author's."""
    marks = {id(node): place for place, node in enumerate(document.findall())}

    def position(mark: nodes.Element) -> int:
        return marks.get(id(mark), len(marks))

    document.autofootnote_refs.sort(key=position)
    anonymous = [mark for mark in document.autofootnote_refs if "refname" not in mark]
    first = _first_marks(document.footnote_refs, position)
    wanted: dict[int, int] = {}
    for footnote in document.autofootnotes:
        if not footnote["names"]:
            wanted[id(footnote)] = position(anonymous.pop(0)) if anonymous else len(marks)
        else:
            wanted[id(footnote)] = min(
                (first[name] for name in footnote["names"] if name in first),
                default=len(marks),
            )
    document.autofootnotes.sort(key=lambda footnote: wanted[id(footnote)])


def _first_marks(
    references: Mapping[str, list[nodes.footnote_reference]], position: Any
) -> dict[str, int]:
    return {name: min(map(position, marks)) for name, marks in references.items() if marks}


def find_last_section(document: nodes.document) -> nodes.Element:
    """The page's one top section, or the document if there is none or there are several."""
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    return sections[0] if len(sections) == 1 else document


def close_up(node: nodes.Node) -> None:
    """Take the blank away that stands between the text and the role."""
    parent = node.parent
    place = parent.index(node)
    before = parent.children[place - 1] if place else None
    if isinstance(before, nodes.Text):
        # A plain text: a node is never false. Nulls are what docutils leaves of backslashes.
        set_text(parent, place - 1, str(before).rstrip().rstrip("\0").rstrip())


def set_text(parent: nodes.Element, place: int, text: str) -> None:
    """Change a text. Writers expect none without content."""
    if text:
        parent[place] = nodes.Text(text)
    else:
        del parent[place]


def join_stops(content: Node, place: nodes.Element) -> Node:
    """What is printed at a place, without the full stop that the text there brings as well. That of
    a whole entry is not printed in the midst of a sentence, either."""
    parent = place.parent
    following = parent.children[parent.index(place) + 1 :]
    signs = (".", ",", ";", ":") if place.get("role") == "full" else (".",)
    if following and isinstance(following[0], nodes.Text) and following[0].startswith(signs):
        return parts.drop_stop(content)
    return content


def leave_link(mark: nodes.footnote_reference) -> None:
    """Put a mark behind the link that it is in, and behind others that were in there."""
    link: nodes.Element | None = None
    around: nodes.Element | None = mark.parent
    while isinstance(around, nodes.Inline):
        link = around if isinstance(around, LINKS) else link
        around = around.parent
    if link is None:
        return
    mark.parent.remove(mark)
    siblings = link.parent
    place = siblings.index(link) + 1
    while place < len(siblings) and isinstance(siblings[place], nodes.footnote_reference):
        place += 1
    siblings.insert(place, mark)


def move_raised(places: Sequence[nodes.Node]) -> None:
    """Put raised numbers behind the punctuation that follows, as if they were marks of notes."""
    _drop_separators(places)
    for place in places:
        close_up(place)
    raised = frozenset(map(id, places))
    for place in places:
        _move_behind_punctuation(place, raised)


def _drop_separators(marks: Sequence[nodes.Node]) -> None:
    """Drop the comma or semicolon of ``:cite:`doe`, :cite:`roe` `` and ``[#]_, :cite:`roe` ``: it parts
    citations, not marks."""
    ours = set(map(id, marks))
    for mark in marks:
        parent = mark.parent
        place = parent.index(mark) - 1
        if place > 0 and _is_mark(parent.children[place - 1], ours):
            between = parent.children[place]
            if isinstance(between, nodes.Text) and between.strip() in SEPARATORS:
                del parent[place]


def _move_behind_punctuation(mark: nodes.Node, raised: Container[int] = ()) -> None:
    """Put it there, with the marks close before it: what ends the sentence stands before all. Nodes
    that will be `raised` numbers count among them, by their identity."""
    parent = mark.parent
    place = parent.index(mark)
    following = parent.children[place + 1] if place + 1 < len(parent) else None
    if isinstance(following, nodes.Text) and (found := ENDING.match(following)):
        # By place: texts are compared by what they say, and there may be two full stops.
        set_text(parent, place + 1, following[found.end() :])
        first = place
        while first and _is_mark(parent.children[first - 1], raised):
            first -= 1
        close_up(parent.children[first])
        first = parent.index(mark) - (place - first)
        before = parent.children[first - 1].astext() if first else ""
        if taken := drop_second_stop(before, found.group()):
            parent.insert(first, nodes.Text(taken))


def _is_mark(node: nodes.Node, raised: Container[int]) -> bool:
    return isinstance(node, nodes.footnote_reference) or id(node) in raised
