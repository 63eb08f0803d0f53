"""From a page's finished doctree to its record: placeholders get their numbers and anchors."""

from __future__ import annotations

from collections.abc import Container

from docutils import nodes
from sphinx.addnodes import desc

from ibidem.listing import free_id
from ibidem.sphinx.affixes import show_atoms
from ibidem.sphinx.ancestors import ancestors, block_around, is_inside
from ibidem.sphinx.conditions import find_conditions
from ibidem.sphinx.copies import find_copies, find_named_titles
from ibidem.sphinx.dashes import find_actions, is_left
from ibidem.sphinx.lines import RoleLines
from ibidem.sphinx.nodes import pending_bibliography, pending_citation
from ibidem.sphinx.records import (
    CitationRecord,
    ListRecord,
    PageRecord,
    SlipRecord,
    WordRecord,
)
from ibidem.sphinx.roles import FORMS

ANCHOR = "cite"
ENTRY = "ref-"


def collect_page(
    docname: str,
    path: str,
    document: nodes.document,
    entry_id: str = "",
    words: tuple[WordRecord, ...] = (),
    slips: tuple[SlipRecord, ...] = (),
) -> PageRecord:
    """Number the placeholders of the page, and give its record. `words`: those of its sentences;
    `slips`: what is meant for citations there.

    `entry_id` is a template for the ids of entries, if there is one.

    This runs after all transforms of reading, so that roles in translations, which replace the
    original text, and in docstrings, which are copied about, count once and where they are shown.
    """
    found = _in_order_of_marks(document)
    copies = find_copies(document) if found else {}
    places = [node for node in found if id(node) not in copies]
    citations = [node for node in places if node["shows"] == "content"]
    for number, node in enumerate(citations):
        node["docname"], node["number"] = docname, number
    _join_pairs(places)
    for node in found:
        if id(node) in copies:
            original = copies[id(node)]
            node["docname"], node["number"], node["copy"] = docname, original["number"], True
            node["atoms"] = show_atoms(original)
    titles = tuple(find_named_titles(document)) if places else ()
    titled = {node["number"] for node in places if _is_in_title(node)}
    titled.update(
        piece[0] for title in titles for piece in title.pieces if not isinstance(piece, str)
    )
    signs = find_actions(document) if citations else ""
    lists = list(document.findall(pending_bibliography))
    for number, place in enumerate(lists):
        place["docname"], place["number"] = docname, number
    lines = RoleLines()
    starts = (ENTRY, nodes.make_id(entry_id.partition("{")[0])) if entry_id else ENTRY
    sections = _Sections(document if lists else None)
    return PageRecord(
        citations=tuple(
            _record_citation(node, path, document, lines, sections.find(node), titled, signs)
            for node in citations
        ),
        lists=tuple(_record_list(place, path, sections.find(place)) for place in lists),
        ids=frozenset(known for known in document.ids if known.startswith(starts)),
        sections=sections.parents,
        titles=titles,
        words=tuple(word._replace(source="") if word.source == path else word for word in words),
        slips=tuple(slip._replace(source="") if slip.source == path else slip for slip in slips),
    )


def _is_section(node: nodes.Node) -> bool:
    """What autodoc and others tell of an object is a section of its own."""
    return isinstance(node, (nodes.section, desc))


class _Sections:
    """The sections of a page by number; of a page without a list, only the page itself."""

    def __init__(self, document: nodes.document | None) -> None:
        self._numbers: dict[int, int] = {}
        self._marks: dict[str, nodes.Node] = {}
        parents = [0]
        if document is not None:
            for section in document.findall(_is_section):
                self._numbers[id(section)] = len(parents)
                parents.append(self.find(section.parent))
            for mark in document.findall(nodes.footnote_reference):
                self._marks.setdefault(mark.get("refid", ""), mark)
        self.parents = tuple(parents)

    def find(self, node: nodes.Node | None) -> int:
        """The section around a node; what is in a footnote stands where the note's mark is."""
        notes: list[nodes.Node] = []
        while node is not None and self._numbers:
            if id(node) in self._numbers:
                return self._numbers[id(node)]
            if isinstance(node, nodes.footnote) and node not in notes:  # it may hold its own mark
                notes.append(node)
                marks = (self._marks[name] for name in node["ids"] if name in self._marks)
                node = next(marks, node)
            node = node.parent
        return 0


def _join_pairs(places: list[pending_citation]) -> None:
    """The author's name before a note's mark belongs to the citation in the note."""
    notes = {node["pair"]: node for node in places if node["shows"] == "content"}
    for node in places:
        if node["shows"] == "intext":
            note = notes[node["pair"]]
            node["docname"], node["number"] = note["docname"], note["number"]


def _in_order_of_marks(document: nodes.document) -> list[pending_citation]:
    """All placeholders; what stands in a footnote counts where the footnote's mark is."""
    citations = list(document.findall(pending_citation))
    if not any(_find_footnote(node) for node in citations):
        return citations
    places = {id(node): place for place, node in enumerate(document.findall())}
    marks: dict[str, int] = {}
    for mark in document.findall(nodes.footnote_reference):
        marks.setdefault(mark.get("refid", ""), places[id(mark)])

    def place(node: pending_citation) -> tuple[int, int]:
        own = places[id(node)]
        footnote = _find_footnote(node)
        if footnote is None:
            return own, own
        return min((marks[name] for name in footnote["ids"] if name in marks), default=own), own

    return sorted(citations, key=place)


def _find_footnote(node: nodes.Node) -> nodes.footnote | None:
    return next((it for it in ancestors(node) if isinstance(it, nodes.footnote)), None)


def _note_number(node: pending_citation) -> int:
    footnote = _find_footnote(node)
    if footnote is None:
        return 0
    label = footnote.children[0].astext() if footnote.children else ""
    return int(label) if label.isascii() and label.isdigit() else 1


def _record_citation(
    node: pending_citation,
    path: str,
    document: nodes.document,
    lines: RoleLines,
    section: int,
    titled: Container[int],
    signs: str,
) -> CitationRecord:
    anchor = ""
    if FORMS[node["role"]].prints:
        anchor = free_id(f"{ANCHOR}-{node['number'] + 1}", document.ids)
        node["anchor"] = anchor
        document.ids[anchor] = node
    return CitationRecord(
        role=node["role"],
        text=node["source_text"],
        source=_foreign_source(node, path),
        line=lines.find(node),
        anchor=anchor,
        note=_note_number(node),
        in_title=node["number"] in titled,
        in_sentence=_is_in_sentence(node),
        has_no_note=_is_in_affix(node) or _is_in_authors_note(node),
        section=section,
        conditions=find_conditions(node),
        atoms=tuple(show_atoms(node)),
        suffixes=node.get("suffixes", ()),
        signs="" if is_left(node.rawsource) else signs,
    )


def _is_in_title(node: nodes.Node) -> bool:
    """Whether a citation, or the author's name before its note's mark, is in a section's title."""
    block = block_around(node)
    return isinstance(block, nodes.title) and isinstance(block.parent, nodes.section)


def _is_in_sentence(node: pending_citation) -> bool:
    """Whether a citation in an author's note has words of the note behind it, or is in an affix."""
    if _is_in_affix(node):
        return True
    if not _is_in_authors_note(node):
        return False
    behind = node.parent.children[node.parent.index(node) + 1 :]
    words = (node for node in behind if not isinstance(node, nodes.footnote_reference))
    return any(sibling.astext().strip() for sibling in words)


def _is_in_authors_note(node: pending_citation) -> bool:
    footnote = _find_footnote(node)
    return footnote is not None and "citation-note" not in footnote["classes"]


def _is_in_affix(node: nodes.Node) -> bool:
    """Whether it is part of what stands before or behind a key of another citation."""
    return is_inside(node, pending_citation)


def _record_list(node: pending_bibliography, path: str, section: int) -> ListRecord:
    return ListRecord(
        options=node["options"],
        keys=node["keys"],
        source=_foreign_source(node, path),
        line=node.line or 0,
        files=node["files"],
        section=section,
        conditions=find_conditions(node),
    )


def _foreign_source(node: nodes.Element, path: str) -> str:
    return "" if node.source in (None, path) else str(node.source)
