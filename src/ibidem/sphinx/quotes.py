"""Quotation marks behind citations: `"It is :cite:p:`doe`"`.

Sphinx makes them curly while it reads a page: behind a word they close, behind a space they open. A
citation has no text by then, so what stands before it would count. For that time it shows a word.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ibidem.sphinx.nodes import pending_citation
from ibidem.syntax import CLOSING_MARK

ESCAPED_SPACE = "\0 "
"""As docutils has it in texts until they are printed."""


class _word(nodes.inline):
    """It stands for what the citation will print. Sphinx looks at its last character only."""


class ShowWords(SphinxTransform):
    """Give the citations that have a quotation mark behind them a word."""

    # Before Sphinx makes the marks curly (750).
    default_priority = 745

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(pending_citation)):
            behind = node.next_node(nodes.Text, descend=False, siblings=True, ascend=True)
            if behind is not None and CLOSING_MARK.match(behind.removeprefix(ESCAPED_SPACE)):
                node.append(_word("", nodes.Text("x"), support_smartquotes=False))
                _drop_space(behind)


def _drop_space(text: nodes.Text) -> None:
    """Drop the escaped space that Sphinx would see before the mark; it is never printed."""
    if text.startswith(ESCAPED_SPACE):
        siblings = text.parent.children
        place = next(place for place, node in enumerate(siblings) if node is text)
        text.parent[place] = nodes.Text(text.removeprefix(ESCAPED_SPACE))


class TakeWordsBack(SphinxTransform):
    """Take it away again."""

    default_priority = 755

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(_word)):
            node.parent.remove(node)
