"""Titles and captions that are shown elsewhere on the page or in the project.

A page's own table of contents repeats titles with the placeholders in them: these are no citations
of their own. References repeat what stands behind a label as plain text, which Sphinx notes long
before a citation has its text: it is set anew in every build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ibidem.listing import parts
from ibidem.sphinx.affixes import fill_text
from ibidem.sphinx.nodes import pending_citation
from ibidem.sphinx.records import CitationRecord, NamedTitle, PageRecord, Piece
from ibidem.sphinx.roles import FORMS

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ibidem import Node
    from ibidem.sphinx.formatting import CitationText, Formatting


def find_copies(document: nodes.document) -> dict[int, pending_citation]:
    """The placeholders in tables of contents, by identity, and those that they repeat."""
    copies: dict[int, pending_citation] = {}
    for topic in document.findall(nodes.topic):
        if "contents" in topic["classes"]:
            for entry in topic.findall(nodes.reference):
                title = _find_title(entry, document)
                if title is not None:
                    repeated = entry.findall(pending_citation)
                    originals = title.findall(pending_citation)
                    copies.update(zip(map(id, repeated), originals, strict=False))
    return copies


def _find_title(reference: nodes.reference, document: nodes.document) -> nodes.Element | None:
    """The title or caption of what the reference leads to."""
    name = reference.get("refid", "")
    target: Any = document.ids.get(name) or document.ids.get(document.nameids.get(name) or "")
    titles = (nodes.title, nodes.caption)
    return next(
        (node for node in getattr(target, "children", ()) if isinstance(node, titles)), None
    )


class RepeatTitles(SphinxTransform):
    """Links of MyST to ids on their page print the citations of a title, not its source.

    They print no marks of notes, as other references to titles don't.
    """

    # MyST makes plain text of the title (879), when our placeholders have their numbers (850).
    default_priority = 900

    def apply(self, **kwargs: Any) -> None:
        # Texts of headings as MyST found them, with the source of citations in Markdown.
        slugs = getattr(self.document, "myst_slugs", {}).values()
        written = {anchor: text for _line, anchor, text in slugs}
        for reference in self.document.findall(nodes.reference):
            title = _find_title(reference, self.document) if reference.get("id_link") else None
            if title is None or not any(_is_ours(node, self.document) for node in title.findall()):
                continue
            if reference.astext() in (title.astext(), written.get(reference["refid"])):
                self._repeat(reference, title)

    def _repeat(self, reference: nodes.reference, title: nodes.Element) -> None:
        text = reference.children[0]
        if len(reference.children) == 1 and isinstance(text, nodes.Element):
            text.children = []
            text += [
                child.deepcopy()
                for child in title.children
                if not isinstance(child, nodes.footnote_reference)
            ]
            for node in text.findall(pending_citation):
                node["copy"] = True
                node["anchor"] = ""


def find_named_titles(document: nodes.document) -> Iterator[NamedTitle]:
    """The titles and captions with citations that labels may stand for."""
    for block in document.findall(nodes.TextElement):
        if isinstance(block, (nodes.title, nodes.caption, nodes.rubric)):
            owner = block if isinstance(block, nodes.rubric) else block.parent
            if owner["names"] and any(_is_ours(node, document) for node in block.findall()):
                pieces = tuple(_split(block))
                yield NamedTitle((*owner["ids"], *owner["names"]), pieces)


def _is_ours(node: nodes.Node, document: nodes.document) -> bool:
    if isinstance(node, nodes.footnote_reference):
        note = document.ids.get(node.get("refid", ""))
        return isinstance(note, nodes.footnote) and "citation-note" in note["classes"]
    return isinstance(node, pending_citation)


def _split(node: nodes.Node) -> Iterator[Piece]:
    """The text, with the citations left open; marks of notes are no part of it."""
    if isinstance(node, pending_citation):
        yield node["number"], node["shows"]
    elif isinstance(node, nodes.Text):
        yield str(node)
    elif not isinstance(node, nodes.footnote_reference):
        for child in node.children:
            yield from _split(child)


def adopt(copy: pending_citation, records: Mapping[str, PageRecord]) -> bool:
    """Make it a copy of its original; whether there is one.

    Some extensions copy what a directive holds while the page is being read, before citations have
    their numbers, and show it elsewhere (sphinx-exercise: the titles of exercises above solutions).
    """
    record = records.get(copy.get("docname", ""), PageRecord())
    for number, original in enumerate(record.citations):
        if (original.role, original.text) == (copy["role"], copy["source_text"]):
            copy["number"], copy["copy"], copy["atoms"] = number, True, list(original.atoms)
            if original.note and not original.has_no_note:
                copy["shows"] = "intext"
            return True
    return False


def name_references(
    env: BuildEnvironment, formatting: Formatting, records: Mapping[str, PageRecord]
) -> None:
    """Put the text of the citations into what references to titles and captions print."""
    texts = {
        (page, anchor): _print(title, page, formatting, record)
        for page, record in records.items()
        for title in record.titles
        for anchor in title.anchors
    }
    labels = env.domains["std"].labels
    for name, (page, anchor, _) in list(labels.items()) if texts else ():
        if (page, anchor) in texts:
            labels[name] = page, anchor, texts[page, anchor]
    for page in {page for page, _anchor in texts}:
        # What MyST keeps of headings: for each slug the line, the id and the text.
        slugs = env.metadata[page].get("myst_slugs", {})
        for slug, (line, anchor, _) in slugs.items():
            if (page, anchor) in texts:
                slugs[slug] = line, anchor, texts[page, anchor]


def show_in_copy(text: CitationText, shows: str, citation: CitationRecord) -> Node:
    """What a copy of a title prints of a citation: no raised numbers."""
    shown = (text.content if shows == "content" else text.intext) or ""
    return shown if FORMS[citation.role].part else parts.drop_raised(shown)


def _print(title: NamedTitle, page: str, formatting: Formatting, record: PageRecord) -> str:
    printed = []
    for piece in title.pieces:
        if isinstance(piece, str):
            printed.append(piece)
            continue
        number, shows = piece
        text, citation = formatting.pages[page].citations[number], record.citations[number]
        shown = parts.plain(show_in_copy(text, shows, citation))
        if printed and not shown:
            printed[-1] = printed[-1].rstrip()
        printed.append(fill_text(shown, citation.atoms))
    return "".join(printed).strip()
