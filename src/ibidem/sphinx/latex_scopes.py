r"""LaTeX: the notes of a page that goes on behind its chapters are told from those of the chapters.

Footnotes have labels of a scope, whose counter Sphinx steps where a file begins, and never sets back
where the file around it goes on. Appendices have none of their own either. So labels come twice, and
a second mark of a note leads to another page's, whose page it may name, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import start_of_file
from sphinx.builders.latex.nodes import footnotemark, footnotetext
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FILES = (nodes.document, start_of_file)
LABELLED = (nodes.footnote, footnotetext, footnotemark)


class SetNoteScopes(SphinxPostTransform):
    """Set the counter back for the notes that need it."""

    # All notes are where they are printed: behind `PlaceLeftNotes` (601).
    default_priority = 602
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        counter = 0
        scopes: dict[nodes.Element, int] = {self.document: 0}
        last: dict[nodes.Element, nodes.Element] = {}
        for node, file in list(_find_scoped(self.document)):
            if isinstance(node, LABELLED):
                if counter != scopes[file]:
                    counter = scopes[file]
                    _set_behind(file, last.get(file), counter)
                continue
            number = scopes[node] = len(scopes)
            if isinstance(node, start_of_file):  # Sphinx steps the counter
                if counter != number - 1:
                    _insert_before(node, number - 1)
                last[file] = node
                counter = number


def _find_scoped(
    node: nodes.Element, file: nodes.Element | None = None
) -> Iterator[tuple[nodes.Element, nodes.Element]]:
    """Files and notes in their order, with the file around each.

    From above: what is in a file still has the file's own document as its parent.
    """
    file = node if file is None else file
    for child in node.children:
        if not isinstance(child, nodes.Element):
            continue
        is_file = isinstance(child, FILES)
        if is_file or isinstance(child, LABELLED):
            yield child, file
        yield from _find_scoped(child, child if is_file else file)


def _insert_before(file: nodes.Element, number: int) -> None:
    file.parent.insert(file.parent.index(file), _set_counter(number))


def _set_behind(file: nodes.Element, inner: nodes.Element | None, number: int) -> None:
    """Set it behind the last file in this one; or where this one, an appendix, begins."""
    if inner is None:
        file.insert(0, _set_counter(number))
    else:
        inner.parent.insert(inner.parent.index(inner) + 1, _set_counter(number))


def _set_counter(number: int) -> nodes.raw:
    return nodes.raw("", rf"\setcounter{{sphinxscope}}{{{number}}}", format="latex")
