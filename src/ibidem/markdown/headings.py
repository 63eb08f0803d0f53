"""Citations in headings: shown there, but no part of ids, tables of contents and titles, nor of the
ids of tabs.

While those are made, a citation in a heading goes as what hosts leave out of them themselves: the
mark of a footnote. A heading that has no other words would have no name: it gets that of its works.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import Treeprocessor

from ibidem.listing import take_id
from ibidem.markdown.context import tell_ids
from ibidem.markdown.conversion import Conversion
from ibidem.markdown.reading import HEADINGS, is_citation, words_of

HIDE_PRIORITY = 5.5
"""Before `toc` (5)."""
SHOW_PRIORITY = 0.5
"""Behind MkDocs' title (1), before it makes links relative (0)."""

LABEL = "data-toc-label"
"""The attribute with which `toc` lets headings have another name in the table of contents."""

TABS = "label"
"""The element of a tab's name."""

_ID = "data-ibidem-id"


class HideCitations(Treeprocessor):
    """Disguise the citations in headings."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md)
        self.conversion = conversion

    def run(self, root: Element) -> None:
        nameless: list[tuple[Element, str, list[Element]]] = []
        for heading in root.iter():
            if heading.tag not in HEADINGS and heading.tag != TABS:
                continue
            hidden = [element for element in heading.iter("span") if is_citation(element)]
            if hidden and all(e.get("data-cites") for e in hidden) and not _has_words(heading):
                if heading.tag == TABS:
                    continue
                nameless.append((heading, " ".join("".join(words_of(heading)).split()), hidden))
            for element in hidden:
                identity = element.get("id", "")
                element.tag = "sup"
                element.set(_ID, identity)
                element.set("id", f"fnref-{identity}")  # any id with this start
                taken = {"id": identity} if identity else {}
                SubElement(element, "span", taken)  # so that no heading gets it
                tell_ids(self.md, (identity,))
        stages = [stage for stage in self.md.treeprocessors if isinstance(stage, TocTreeprocessor)]
        if nameless and stages:
            used = {element.get("id", "") for element in root.iter()}
            for heading, printed, citations in nameless:
                self._name(heading, printed, citations, stages[0], used)

    def _name(
        self,
        heading: Element,
        printed: str,
        citations: Sequence[Element],
        stage: TocTreeprocessor,
        used: set[str],
    ) -> None:
        """The name in the table of contents is what is printed, if that is final and says who is
        cited; the id is that of the keys in any case."""
        keys = " ".join(element.get("data-cites", "") for element in citations).split()
        is_telling = any(map(str.isalpha, printed)) and "\x02" not in printed
        is_final = not self.conversion.extension.rewrites_pages
        heading.attrib.setdefault(LABEL, printed if is_telling and is_final else ", ".join(keys))
        if "id" not in heading.attrib:
            heading.set("id", take_id(stage.slugify(" ".join(keys), stage.sep), used))


def _has_words(element: Element) -> bool:
    """Whether it holds anything but citations, marks of footnotes and punctuation."""
    if _is_word(element.text):
        return True
    for child in element:
        is_left_out = is_citation(child) or child.get("id", "").startswith("fnref")
        if _is_word(child.tail) or (not is_left_out and _has_words(child)):
            return True
    return element.tag in ("img", "input")


def _is_word(text: str | None) -> bool:
    return text is not None and any(map(str.isalnum, text))


class ShowCitations(Treeprocessor):
    """Undo it."""

    def run(self, root: Element) -> None:
        for element in root.iter("sup"):
            identity = element.attrib.pop(_ID, None)
            if identity is not None:
                element.tag = "span"
                element.set("id", identity)
                del element[-1]
                if not identity:  # in a docstring, not formatted yet
                    del element.attrib["id"]
        for link in root.iter("a"):
            for citation in link.findall(".//span[@data-cites]") if len(link) else ():
                _unlink(citation)  # the host has made the whole heading a link


def _unlink(citation: Element) -> None:
    for link in list(citation.iter("a")):
        link.tag = "span"
        link.attrib.clear()
