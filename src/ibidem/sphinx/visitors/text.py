"""Plain text: labels stand in the margin, entries without a label hang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import SkipNode

from ibidem.sphinx import nodes

if TYPE_CHECKING:
    from sphinx.writers.text import TextTranslator

HANGING_INDENT = 3


def visit_csl_small_caps(self: TextTranslator, node: nodes.csl_small_caps) -> None:
    """Print the text as it is."""


def depart_csl_small_caps(self: TextTranslator, node: nodes.csl_small_caps) -> None:
    """See `visit_csl_small_caps`."""


def visit_csl_bibliography(self: TextTranslator, node: nodes.csl_bibliography) -> None:
    self.new_state(0)


def depart_csl_bibliography(self: TextTranslator, node: nodes.csl_bibliography) -> None:
    self.end_state(wrap=False)


def visit_csl_entry(self: TextTranslator, node: nodes.csl_entry) -> None:
    label = nodes.find_label(node)
    self.new_state(len(label) + 1 if label else HANGING_INDENT)


def depart_csl_entry(self: TextTranslator, node: nodes.csl_entry) -> None:
    label = nodes.find_label(node)
    self.end_state(first=f"{label} " if label else "")


def visit_csl_entry_text(self: TextTranslator, node: nodes.csl_entry_text) -> None:
    """Print nothing: the entry is the paragraph."""


def depart_csl_entry_text(self: TextTranslator, node: nodes.csl_entry_text) -> None:
    """See `visit_csl_entry_text`."""


def visit_csl_display(self: TextTranslator, node: nodes.csl_display) -> None:
    if node["display"] == "left-margin":
        raise SkipNode
    if node["display"] in ("block", "indent"):
        self.add_text(" ")


def depart_csl_display(self: TextTranslator, node: nodes.csl_display) -> None:
    if node["display"] in ("block", "indent"):
        self.add_text(" ")


def visit_csl_back_links(self: TextTranslator, node: nodes.csl_back_links) -> None:
    raise SkipNode
