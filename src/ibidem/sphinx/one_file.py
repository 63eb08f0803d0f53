"""All pages in one HTML file: ids that pages share get the page's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import start_of_file
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from ibidem.sphinx.ancestors import is_inside

if TYPE_CHECKING:
    from sphinx.builders import Builder

NOTE = "citation-note"
"""The class of footnotes that hold works."""


def is_one_file(builder: Builder) -> bool:
    """Whether it writes all pages into one HTML file, as builders of extensions do (simplepdf)."""
    return isinstance(builder, SingleFileHTMLBuilder)


def find_pages(document: nodes.document, root: str) -> frozenset[str]:
    """The pages in the file."""
    # What `autosummary` generates is in a comment.
    files = document.findall(start_of_file)
    parts = (part for part in files if not is_inside(part, nodes.comment))
    return frozenset((root, *(part["docname"] for part in parts)))


def prefix_id(docname: str, anchor: str) -> str:
    """The id of a place, as the file has it."""
    return f"{nodes.make_id(docname)}-{anchor}"


def prefix_notes(document: nodes.document, root: str) -> None:
    """Tell our footnotes of different pages apart, and their marks; pages inside pages first."""
    pages = [(part["docname"], part) for part in document.findall(start_of_file)]
    for docname, part in (*reversed(pages), (root, document)):
        notes = [note for note in part.findall(nodes.footnote) if NOTE in note["classes"]]
        notes = [note for note in notes if "prefixed" not in note]
        renamed = {anchor for note in notes for anchor in (*note["ids"], *note["backrefs"])}
        for note in notes:
            note["prefixed"] = True
            _rename(docname, note, renamed)
        for mark in part.findall(nodes.footnote_reference):
            if mark.get("refid") in renamed:
                mark["refid"] = prefix_id(docname, mark["refid"])
                _rename(docname, mark, renamed)


def _rename(docname: str, node: nodes.Element, anchors: set[str]) -> None:
    for name in {"ids", "backrefs"} & node.attributes.keys():
        node[name] = [
            prefix_id(docname, anchor) if anchor in anchors else anchor for anchor in node[name]
        ]
