"""HTML and EPUB: CSL's class names, and the roles of DPUB-ARIA.

Citations are many, and docutils' `starttag` is slow: what every page has dozens of is written
without it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ibidem.listing import ARROW, name_numbered
from ibidem.sphinx import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

LOWEST_LEVEL = 6
"""HTML has six levels of headings."""


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


def visit_csl_address(self: HTML5Translator, node: nodes.csl_address) -> None:
    """Print nothing: the style sheet has addresses break."""


def depart_csl_address(self: HTML5Translator, node: nodes.csl_address) -> None:
    """See `visit_csl_address`."""


def visit_csl_small_caps(self: HTML5Translator, node: nodes.csl_small_caps) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="csl-small-caps"))


depart_csl_small_caps = depart_csl_citation


def visit_csl_underline(self: HTML5Translator, node: nodes.csl_underline) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="csl-underline"))


depart_csl_underline = depart_csl_citation


def visit_csl_upright(self: HTML5Translator, node: nodes.csl_upright) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="csl-upright"))


depart_csl_upright = depart_csl_citation


def visit_csl_group_heading(self: HTML5Translator, node: nodes.csl_group_heading) -> None:
    """No heading of HTML: themes number these, and print them larger than titles of sections."""
    level = min(max(self.section_level, 1) + self.initial_header_level, LOWEST_LEVEL)
    attributes: dict[str, Any] = {"role": "heading", "aria-level": str(level)}
    self.body.append(self.starttag(node, "p", "", CLASS="csl-group-heading rubric", **attributes))


def depart_csl_group_heading(self: HTML5Translator, node: nodes.csl_group_heading) -> None:
    self.body.append("</p>\n")


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
    if node.children:  # a list without any is none to screen readers
        attributes["role"] = "list"
    self.body.append('<div role="doc-bibliography">\n')
    self.body.append(self.starttag(node, "div", CLASS=" ".join(classes), **attributes))


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
    """Print an arrow that is the link, or numbered links behind an arrow.

    With the class of links to headings: summaries of a search leave out what has it.
    """
    uris, title = node["uris"], node["title"]
    self.body.append(self.starttag(node, "span", " ", CLASS="csl-back-links headerlink"))
    if len(uris) == 1:
        self.body.append(_write_back_link(uris[0], title, title, ARROW))
        return
    links = [
        _write_back_link(uri, title, name_numbered(title, number), str(number))
        for number, uri in enumerate(uris, start=1)
    ]
    self.body.append(" ".join([f'<span aria-hidden="true">{ARROW}</span>', *links]))


def _write_back_link(uri: str, title: str, name: str, text: str) -> str:
    return (
        f'<a class="reference internal" href="{escape(uri)}" role="doc-backlink"'
        f' title="{escape(title)}" aria-label="{escape(name)}">{text}</a>'
    )


depart_csl_back_links = depart_csl_citation
