"""Placeholders become what the build has formatted for them, anew for each page that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ibidem.sphinx.ancestors import block_around
from ibidem.sphinx.conditions import find_conditions, judge
from ibidem.sphinx.copies import adopt
from ibidem.sphinx.environment import find_builder, find_domain
from ibidem.sphinx.footcite import leave_authors
from ibidem.sphinx.gaps import take_out
from ibidem.sphinx.nodes import (
    csl_citation,
    pending_bibliography,
    pending_citation,
    pending_footbibliography,
    pending_footcite,
    title_mark,
)
from ibidem.sphinx.notes import close_up, move_raised
from ibidem.sphinx.one_file import find_pages, is_one_file, prefix_notes
from ibidem.sphinx.page_writer import PageWriter, find_raised_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

PENDING = (pending_citation, pending_bibliography, pending_footcite, pending_footbibliography)


class PlaceCitations(SphinxPostTransform):
    """Replace the placeholders of citations and bibliographies."""

    # Before other formats make footnotes of addresses and the like.
    default_priority = 5

    def is_supported(self) -> bool:
        return find_builder(self.env).format != "html"

    def run(self, **kwargs: Any) -> None:
        domain, builder = find_domain(self.env), find_builder(self.env)
        in_file: frozenset[str] = frozenset()
        if is_one_file(builder):
            root = str(self.config.root_doc)
            in_file = find_pages(self.document, root)
            prefix_notes(self.document, root)
        # What is copied to another page (by `todolist`) comes in a document of no source.
        page = "" if self.document.get("source") else self.env.docname
        writer = PageWriter(builder, domain.formatting, domain.options, in_file, page)
        if page:  # copies may be made before or after their page was written
            for written in list(self.document.findall(csl_citation)):
                written["ids"] = []  # the new node would take them over
                self._note_copy(written)
                written.replace_self(writer.write_citation(written))
            if builder.format in ("html", "latex"):  # others print marks without their notes
                for mark in list(self.document.findall(nodes.footnote_reference)):
                    self._note_copy(mark)
                    mark.replace_self(writer.write_copied_mark(mark))
        places = list(_find_places(self.document))
        if domain.options.numbers_after_punctuation:
            move_raised([place for place in places if writer.is_raised(place)])
        for place in places:
            self._place(place, writer)

    def _place(self, place: nodes.Element, writer: PageWriter) -> None:
        """Replace a placeholder. Copies that were made while the page was read have no numbers.

        Nothing is formatted for a page that is gone, which Sphinx may write all the same.
        """
        if isinstance(place, pending_footcite):
            authors = leave_authors(place)
            place.replace_self(authors)
            for author in authors:
                if isinstance(author, pending_citation):
                    self._place(author, writer)
        elif isinstance(place, pending_citation):
            is_adopted = "number" not in place and adopt(place, find_domain(self.env).pages)
            if "number" not in place or not writer.knows(place):
                place.replace_self(nodes.Text(place.astext()))
                return
            if is_adopted or writer.copied_to:
                self._note_copy(place)
            is_in_title = _unlink_title(place)
            if writer.is_raised(place):
                close_up(place)
                writer.part(place)
            written = writer.write_citation(place)
            if not written and place["shows"] == "content":
                take_out(place)
                return
            if is_in_title and isinstance(written, csl_citation) and writer.is_html:
                written["mark"] = find_raised_end(written)
            place.replace_self(written)
            if isinstance(written, csl_citation):
                self.document.ids.update(dict.fromkeys(written["ids"], written))
        elif isinstance(place, pending_bibliography) and writer.knows(place):
            place.replace_self(writer.write_list(place))
        else:
            place.parent.remove(place)

    def _note_copy(self, node: nodes.Element) -> None:
        """Note whose citation it is, if that is another page than the one that is written."""
        page, original = self.env.docname, node["docname"]
        if original != page:
            find_domain(self.env).copied.setdefault(page, set()).add(original)


class PlaceCopiedCitations(PlaceCitations):
    """Replace the placeholders in what other transforms have copied to the page meanwhile."""

    # Behind those that resolve references, and copy what these lead to (10 to 30).
    default_priority = 100

    def run(self, **kwargs: Any) -> None:
        if any(isinstance(node, PENDING) for node in self.document.findall()):
            super().run(**kwargs)


class PlaceCitationsInHtml(PlaceCitations):
    """The same for HTML, whose other transforms have nothing to do with what we print.

    They walk through all nodes, so ours come as late as can be.
    """

    default_priority = 900

    def is_supported(self) -> bool:
        return find_builder(self.env).format == "html"


class ForgetLostMarks(SphinxPostTransform):
    """Links from notes lead to the marks that are printed.

    Not to those that `only` has left out, and `ifconfig` will. And marks are in no link themselves.
    """

    # After `only` has left out what it does (50).
    default_priority = 60
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        notes = [
            note
            for note in self.document.findall(nodes.footnote)
            if "citation-note" in note["classes"]
        ]
        marks = list(self.document.findall(nodes.footnote_reference)) if notes else []
        ours = {anchor for note in notes for anchor in note["ids"]}
        for place, mark in enumerate(marks):
            if _unlink_title(mark) and mark.get("refid") in ours:
                marks[place] = title_mark("", mark.astext(), **mark.attributes)
                mark.replace_self(marks[place])
        is_true = judge(find_builder(self.env))
        printed = {
            anchor
            for mark in marks
            if all(map(is_true, find_conditions(mark)))
            for anchor in mark["ids"]
        }
        for note in notes:
            note["backrefs"] = [anchor for anchor in note["backrefs"] if anchor in printed]


def _find_places(around: nodes.Element) -> Iterator[nodes.Element]:
    """The placeholders in an element, which are told where they are.

    They may not know: sphinx-book-theme takes the content of a note into the margin just as it is.
    """
    for child in around.children:
        if isinstance(child, PENDING):
            child.parent = around
            yield child
        if isinstance(child, nodes.Element):
            yield from _find_places(child)


def _unlink_title(place: nodes.Node) -> bool:
    """Take its link to the contents from a title: there can't be a link in a link. Whether the place
    is in one."""
    block = block_around(place)
    if not isinstance(block, nodes.title):
        return False
    block.attributes.pop("refid", None)
    return True
