"""Notes that print nothing, such as those that only add works to the list, keep their place.

The writer of manual pages breaks off on them, and that of plain text leaves their numbers out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ibidem.sphinx.environment import find_builder

if TYPE_CHECKING:
    from typing import Any

NOTHING = {"man": ("manpage", r"\&"), "text": ("text", "\n")}
"""For each builder's format: what its writer takes for content without printing any."""


class KeepEmptyNotes(SphinxPostTransform):
    """Give footnotes without content some that can't be seen."""

    # Behind `PlaceCitations` (5), and `only`, which leaves out parts of notes (50).
    default_priority = 60
    formats = tuple(NOTHING)

    def run(self, **kwargs: Any) -> None:
        name, text = NOTHING[find_builder(self.env).format]
        for note in self.document.findall(nodes.footnote):
            if not any(_has_content(child) for child in note.children[1:]):
                note += nodes.raw("", text, format=name)


def _has_content(node: nodes.Node) -> bool:
    return any(isinstance(inner, (nodes.Text, nodes.image)) for inner in node.findall())
