"""Manual pages: labels as the tags of indented paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import SkipNode

from ibidem.sphinx import nodes

if TYPE_CHECKING:
    from sphinx.writers.manpage import ManualPageTranslator

INDENT = 4
IN_TEXT = "_in_literal"
"""The attribute by which docutils' writer knows that it is in text, untyped there."""


def visit_csl_bibliography(self: ManualPageTranslator, node: nodes.csl_bibliography) -> None:
    self.ensure_eol()


def depart_csl_bibliography(self: ManualPageTranslator, node: nodes.csl_bibliography) -> None:
    self.ensure_eol()


def visit_csl_entry(self: ManualPageTranslator, node: nodes.csl_entry) -> None:
    self.ensure_eol()
    label = nodes.find_label(node)
    if label:
        tag = label.replace("\\", "\\e").replace('"', "\\(dq").replace("-", "\\-")
        self.body.append(f'.IP "{tag}" {max(INDENT, len(label) + 1)}\n')
    else:
        self.body.append(f".HP {INDENT}\n")
    # As in paragraphs: dots that begin a line are text, not requests.
    setattr(self, IN_TEXT, True)


def depart_csl_entry(self: ManualPageTranslator, node: nodes.csl_entry) -> None:
    setattr(self, IN_TEXT, False)
    self.ensure_eol()


def visit_csl_entry_text(self: ManualPageTranslator, node: nodes.csl_entry_text) -> None:
    """Print nothing: the entry is the paragraph."""


def depart_csl_entry_text(self: ManualPageTranslator, node: nodes.csl_entry_text) -> None:
    """See `visit_csl_entry_text`."""


def visit_csl_display(self: ManualPageTranslator, node: nodes.csl_display) -> None:
    if node["display"] == "left-margin":
        raise SkipNode
    if node["display"] in ("block", "indent"):
        self.body.append("\n.br\n")


def depart_csl_display(self: ManualPageTranslator, node: nodes.csl_display) -> None:
    if node["display"] in ("block", "indent"):
        self.body.append("\n.br\n")


def visit_csl_back_links(self: ManualPageTranslator, node: nodes.csl_back_links) -> None:
    raise SkipNode
