"""HTML and EPUB: CSL's class names, and the roles of DPUB-ARIA.

Citations are many, and docutils' `starttag` is slow: what every page has dozens of is written
without it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ibidem.sphinx import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

ARROW = "↩"


def visit_csl_citation(self: HTML5Translator, node: nodes.csl_citation) -> None:
    cites, ids = " ".join(node["cites"]), node["ids"]
    if node["classes"] or len(ids) > 1:
        attributes: dict[str, Any] = {"data-cites": cites}
        self.body.append(self.starttag(node, "span", "", CLASS="citation", **attributes))
    else:
        anchor = f' id="{escape(ids[0])}"' if ids else ""
        self.body.append(f'<span class="citation" data-cites="{escape(cites)}"{anchor}>')


def depart_csl_citation(self: HTML5Translator, node: nodes.csl_citation) -> None:
    self.body.append("</span>")


def visit_csl_cite(self: HTML5Translator, node: nodes.csl_cite) -> None:
    uri, tooltip = node["refuri"], node.get("reftitle")
    title = f' title="{escape(tooltip)}"' if tooltip else ""
    self.body.append(
        f'<a class="reference internal" href="{escape(uri)}" role="doc-biblioref"{title}>'
    )


def depart_csl_cite(self: HTML5Translator, node: nodes.csl_cite) -> None:
    self.body.append("</a>")


def visit_csl_small_caps(self: HTML5Translator, node: nodes.csl_small_caps) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="csl-small-caps"))


depart_csl_small_caps = depart_csl_citation


def visit_csl_underline(self: HTML5Translator, node: nodes.csl_underline) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="csl-underline"))


depart_csl_underline = depart_csl_citation


def visit_csl_upright(self: HTML5Translator, node: nodes.csl_upright) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="csl-upright"))


depart_csl_upright = depart_csl_citation


def visit_csl_bibliography(self: HTML5Translator, node: nodes.csl_bibliography) -> None:
    classes = ["references", "csl-bib-body"]
    if node["hanging_indent"]:
        classes.append("csl-hanging-indent")
    attributes: dict[str, Any] = {
        "data-entry-spacing": str(node["entry_spacing"]),
        "data-line-spacing": str(node["line_spacing"]),
    }
    if node["second_field_align"]:
        attributes["data-second-field-align"] = node["second_field_align"]
    self.body.append('<div role="doc-bibliography">\n')
    self.body.append(self.starttag(node, "div", CLASS=" ".join(classes), role="list", **attributes))


def depart_csl_bibliography(self: HTML5Translator, node: nodes.csl_bibliography) -> None:
    self.body.append("</div>\n</div>\n")


def visit_csl_entry(self: HTML5Translator, node: nodes.csl_entry) -> None:
    self.body.append(self.starttag(node, "div", "", CLASS="csl-entry", role="listitem"))


def depart_csl_entry(self: HTML5Translator, node: nodes.csl_entry) -> None:
    self.body.append("</div>\n")


def visit_csl_entry_text(self: HTML5Translator, node: nodes.csl_entry_text) -> None:
    """Print nothing: parts with a display are blocks, and a paragraph can't hold blocks."""


def depart_csl_entry_text(self: HTML5Translator, node: nodes.csl_entry_text) -> None:
    """See `visit_csl_entry_text`."""


def visit_csl_display(self: HTML5Translator, node: nodes.csl_display) -> None:
    self.body.append(self.starttag(node, "div", "", CLASS=f"csl-{node['display']}"))


def depart_csl_display(self: HTML5Translator, node: nodes.csl_display) -> None:
    self.body.append("</div>")


def visit_csl_back_links(self: HTML5Translator, node: nodes.csl_back_links) -> None:
    """Print an arrow that is the link, or numbered links behind an arrow."""
    uris = node["uris"]
    labels = [ARROW] if len(uris) == 1 else [str(number) for number in range(1, len(uris) + 1)]
    links = [
        f'<a class="reference internal" href="{self.attval(uri)}">{label}</a>'
        for uri, label in zip(uris, labels, strict=True)
    ]
    self.body.append(self.starttag(node, "span", "", CLASS="csl-back-links"))
    self.body.append(" " + " ".join(links if len(uris) == 1 else [ARROW, *links]))


depart_csl_back_links = depart_csl_citation
