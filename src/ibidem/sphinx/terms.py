"""Terms of a glossary with citations are what they are without them, in the index and to `:term:`.

Sphinx makes names of terms while it reads them, when a citation is the text of its role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import index
from sphinx.transforms import SphinxTransform

from ibidem.sphinx.nodes import pending_citation, pending_footcite

if TYPE_CHECKING:
    from typing import Any

CITATIONS = (pending_citation, pending_footcite)


class NameTerms(SphinxTransform):
    """Put the names without citations into the index, and note them for references."""

    # After those in Markdown are found, before they become notes (599).
    default_priority = 595

    def apply(self, **kwargs: Any) -> None:
        terms = self.env.domains["std"].data.get("terms", {}).values()
        if all(page != self.env.docname for page, _anchor in terms):
            return  # a look at every node of every page takes its time
        for term in self.document.findall(nodes.term):
            entries = next(term.findall(index), None)
            if entries is not None and any(isinstance(it, CITATIONS) for it in term.findall()):
                self._name(term, entries, _leave_citations(term))

    def _name(self, term: nodes.term, entries: index, name: str) -> None:
        if not name:
            return
        domain = self.env.domains["std"]
        for place, (kind, _name, anchor, main, key) in enumerate(entries["entries"]):
            entries["entries"][place] = (kind, name, anchor, main, key)
            domain.note_object("term", name, anchor, location=term)
            # Where Sphinx looks if capitals differ.
            domain.data.setdefault("terms", {})[name.lower()] = (self.env.docname, anchor)


def _leave_citations(term: nodes.term) -> str:
    copy = term.deepcopy()
    for node in list(copy.findall(nodes.Element)):
        if isinstance(node, CITATIONS) and node.parent is not None:
            node.parent.remove(node)
    return " ".join(copy.astext().split())
