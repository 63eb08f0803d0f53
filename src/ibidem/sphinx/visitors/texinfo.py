"""Texinfo: a table whose items are the labels, or items without a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import SkipNode

from ibidem.sphinx import nodes

if TYPE_CHECKING:
    from sphinx.writers.texinfo import TexinfoTranslator


def _has_labels(node: nodes.csl_bibliography) -> bool:
    return any(nodes.find_label(entry) for entry in node.findall(nodes.csl_entry))


def visit_csl_small_caps(self: TexinfoTranslator, node: nodes.csl_small_caps) -> None:
    self.body.append("@sc{")


def depart_csl_small_caps(self: TexinfoTranslator, node: nodes.csl_small_caps) -> None:
    self.body.append("}")


def visit_csl_bibliography(self: TexinfoTranslator, node: nodes.csl_bibliography) -> None:
    self.body.append("\n\n@table @asis\n" if _has_labels(node) else "\n\n@itemize @w{}\n")


def depart_csl_bibliography(self: TexinfoTranslator, node: nodes.csl_bibliography) -> None:
    self.ensure_eol()
    self.body.append("@end table\n" if _has_labels(node) else "@end itemize\n")


def visit_csl_entry(self: TexinfoTranslator, node: nodes.csl_entry) -> None:
    self.ensure_eol()
    self.body.append(f"@item {self.escape(nodes.find_label(node))}\n")
    for anchor in node["ids"]:
        self.add_anchor(anchor, node)


def depart_csl_entry(self: TexinfoTranslator, node: nodes.csl_entry) -> None:
    self.ensure_eol()


def visit_csl_entry_text(self: TexinfoTranslator, node: nodes.csl_entry_text) -> None:
    """Print nothing: the entry is the paragraph."""


def depart_csl_entry_text(self: TexinfoTranslator, node: nodes.csl_entry_text) -> None:
    """See `visit_csl_entry_text`."""


def visit_csl_display(self: TexinfoTranslator, node: nodes.csl_display) -> None:
    if node["display"] == "left-margin":
        raise SkipNode
    if node["display"] in ("block", "indent"):
        self.body.append("@*")


def depart_csl_display(self: TexinfoTranslator, node: nodes.csl_display) -> None:
    """Close nothing: a part is only broken off from what precedes it."""


def visit_csl_back_links(self: TexinfoTranslator, node: nodes.csl_back_links) -> None:
    raise SkipNode
