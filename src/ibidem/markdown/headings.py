"""Citations in headings: shown there, but no part of ids, tables of contents and titles.

While those are made, a citation in a heading goes as what hosts leave out of them themselves: the
mark of a footnote.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from ibidem.markdown.reading import HEADINGS

HIDE_PRIORITY = 5.5
"""Before `toc` (5)."""
SHOW_PRIORITY = 0.5
"""Behind MkDocs' title (1), before it makes links relative (0)."""

_ID = "data-ibidem-id"


class HideCitations(Treeprocessor):
    """Disguise the citations in headings."""

    def run(self, root: Element) -> None:
        for heading in root.iter():
            if heading.tag in HEADINGS:
                for element in heading.iter("span"):
                    if element.get("class") == "citation":
                        element.tag = "sup"
                        element.set(_ID, element.get("id", ""))
                        element.set("id", f"fnref-{element.get('id')}")  # any id with this start


class ShowCitations(Treeprocessor):
    """Undo it."""

    def run(self, root: Element) -> None:
        for element in root.iter("sup"):
            identity = element.attrib.pop(_ID, None)
            if identity is not None:
                element.tag = "span"
                element.set("id", identity)
                if not identity:  # in a docstring, not formatted yet
                    del element.attrib["id"]
        for link in root.iter("a"):
            for citation in link.findall(".//span[@data-cites]") if len(link) else ():
                _unlink(citation)  # the host has made the whole heading a link


def _unlink(citation: Element) -> None:
    for link in list(citation.iter("a")):
        link.tag = "span"
        link.attrib.clear()
