"""LaTeX: each list is printed where it is declared, as a plain `list` environment.

`thebibliography` is not used: Sphinx would move it to the end of the document, and there can only
be one. Labels hold the page's name, so that the same work may stand in the lists of several pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils.nodes import SkipNode

from ibidem.sphinx import nodes

if TYPE_CHECKING:
    from sphinx.writers.latex import LaTeXTranslator

ADDRESS = re.compile("([A-Za-z0-9-._~:/?#@!&'()*+,;=%]+)")
"""What the macro for addresses prints as it is. Identifiers hold more, `<` for one."""


def visit_csl_citation(self: LaTeXTranslator, node: nodes.csl_citation) -> None:
    # Ids are the author's own. Titles and captions are moving arguments, and print twice: no label
    # inside them.
    if not self.in_title and not self.in_caption:
        self.body.extend(self.hypertarget(anchor) for anchor in node["ids"])


def depart_csl_citation(self: LaTeXTranslator, node: nodes.csl_citation) -> None:
    """Close nothing: the label stands alone."""


def visit_csl_cite(self: LaTeXTranslator, node: nodes.csl_cite) -> None:
    # Headings print again as running heads, in capitals: the names of labels too.
    if not self.in_title:
        # Not as other references, which are in italics and may name the page.
        label = node["refuri"].removeprefix("%").replace("#", ":", 1)
        self.body.append(self.hyperlink(label))


def depart_csl_cite(self: LaTeXTranslator, node: nodes.csl_cite) -> None:
    if not self.in_title:
        self.body.append("}}")


def visit_csl_address(self: LaTeXTranslator, node: nodes.csl_address) -> None:
    # As Sphinx prints addresses: they break behind their signs, and no hyphen is put into them.
    text = node.astext()
    if not (self.in_title or self.in_caption or " " in text):
        self.body.extend(
            rf"\sphinxnolinkurl{{{self.encode_uri(part)}}}" if number % 2 else self.encode(part)
            for number, part in enumerate(ADDRESS.split(text))
        )
        raise SkipNode


def depart_csl_address(self: LaTeXTranslator, node: nodes.csl_address) -> None:
    """Close nothing: it is text like any other."""


def visit_csl_small_caps(self: LaTeXTranslator, node: nodes.csl_small_caps) -> None:
    self.body.append(r"\textsc{")


def depart_csl_small_caps(self: LaTeXTranslator, node: nodes.csl_small_caps) -> None:
    self.body.append("}")


def visit_csl_underline(self: LaTeXTranslator, node: nodes.csl_underline) -> None:
    self.body.append(r"\underline{")


depart_csl_underline = depart_csl_small_caps


def visit_csl_upright(self: LaTeXTranslator, node: nodes.csl_upright) -> None:
    self.body.append(r"\textnormal{")


depart_csl_upright = depart_csl_small_caps


def visit_csl_bibliography(self: LaTeXTranslator, node: nodes.csl_bibliography) -> None:
    labels = [nodes.find_label(entry) for entry in node.findall(nodes.csl_entry)]
    widest = max(labels, key=len, default="")
    lengths = [r"\setlength{\parsep}{0pt}", rf"\setlength{{\itemsep}}{{{_spacing(node)}}}"]
    if widest:
        lengths += [
            rf"\settowidth{{\labelwidth}}{{{self.encode(widest)}}}",
            r"\setlength{\leftmargin}{\labelwidth}",
            r"\addtolength{\leftmargin}{\labelsep}",
            r"\renewcommand{\makelabel}[1]{#1\hfil}",
        ]
    elif node["hanging_indent"]:
        lengths += [
            r"\setlength{\labelwidth}{0pt}",
            r"\setlength{\labelsep}{0pt}",
            r"\setlength{\leftmargin}{1.5em}",
            r"\setlength{\itemindent}{-1.5em}",
        ]
    else:
        lengths += [r"\setlength{\labelsep}{0pt}", r"\setlength{\leftmargin}{0pt}"]
    self.body.append("\n\\begin{list}{}{%\n" + "%\n".join(lengths) + "}\n")


def _spacing(node: nodes.csl_bibliography) -> str:
    return f"{0.5 * int(node['entry_spacing']):g}\\baselineskip"


def depart_csl_bibliography(self: LaTeXTranslator, node: nodes.csl_bibliography) -> None:
    self.body.append("\\end{list}\n")


def visit_csl_entry(self: LaTeXTranslator, node: nodes.csl_entry) -> None:
    label = nodes.find_label(node)
    # A bracket in the label, or first in the text, would be taken for \item's own argument.
    self.body.append(rf"\item[{{{self.encode(label)}}}] " if label else r"\item {} ")
    self.body.extend(self.hypertarget(anchor) for anchor in node["ids"])


def depart_csl_entry(self: LaTeXTranslator, node: nodes.csl_entry) -> None:
    self.body.append("\n")


def visit_csl_entry_text(self: LaTeXTranslator, node: nodes.csl_entry_text) -> None:
    """Print nothing: the item is the paragraph."""


def depart_csl_entry_text(self: LaTeXTranslator, node: nodes.csl_entry_text) -> None:
    """See `visit_csl_entry_text`."""


def visit_csl_display(self: LaTeXTranslator, node: nodes.csl_display) -> None:
    if node["display"] == "left-margin":
        raise SkipNode
    if node["display"] in ("block", "indent"):
        self.body.append("\n\n")


def depart_csl_display(self: LaTeXTranslator, node: nodes.csl_display) -> None:
    if node["display"] in ("block", "indent"):
        self.body.append("\n\n")
