"""Citations in headings: shown there, but no part of their ids, nor of the ids of tabs.

While ids, tables of contents and titles of pages are made, a citation in a heading goes as what hosts
leave out of them themselves: the mark of a footnote. What it has to say in the table of contents and
the title is said apart (`heading_names`), so that ids depend on no style. A heading that has no other
words would have no name: it gets that of its works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import Treeprocessor

from ibidem.listing import take_id
from ibidem.markdown.context import tell_ids
from ibidem.markdown.conversion import Conversion
from ibidem.markdown.heading_names import name_heading, outermost_citations
from ibidem.markdown.reading import HEADINGS, is_citation, words_of
from ibidem.syntax import ENDING

HIDE_PRIORITY: Final = 5.5
"""Before `toc` (5)."""
TITLE_PRIORITY: Final = 1.5
"""Behind `toc`, before MkDocs takes the title of a page (1)."""
SHOW_PRIORITY: Final = 0.5
"""Behind MkDocs' title, before it makes links relative (0)."""

LABEL: Final = "data-toc-label"
"""The attribute with which `toc` lets headings have another name in the table of contents."""

TABS: Final = "label"
"""The element of a tab's name."""

_ID: Final = "data-ibidem-id"


class Title(NamedTuple):
    """The heading that hosts take the title of a page from, and what they shall find there."""

    heading: Element
    name: str
    printed: Element
    """Holds what is printed while the name stands there: to hosts it is the mark of a footnote."""


class HideCitations(Treeprocessor):
    """Disguise the citations in headings."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md)
        self.conversion = conversion
        self.title: Title | None = None
        """If it is not what hosts find themselves."""

    def run(self, root: Element) -> None:
        self.title = None
        first = root[0] if len(root) else None
        stages = [stage for stage in self.md.treeprocessors if isinstance(stage, TocTreeprocessor)]
        nameless: list[tuple[Element, list[str]]] = []
        for heading in root.iter():
            if heading.tag not in HEADINGS and heading.tag != TABS:
                continue
            hidden = [element for element in heading.iter("span") if is_citation(element)]
            if hidden and all(e.get("data-cites") for e in hidden):  # else not formatted yet
                has_words = _has_words(heading)
                if heading.tag == TABS and not has_words:
                    continue
                if heading.tag != TABS and stages:
                    works = () if has_words else hidden
                    self._name(heading, works, is_title=heading is first)
                    if works:
                        nameless.append((heading, _keys_of(works)))
            for element in hidden:
                self._hide(element)
        if nameless:
            used = {element.get("id", "") for element in root.iter()}
            for heading, keys in nameless:
                if "id" not in heading.attrib:
                    slug = stages[0].slugify(" ".join(keys), stages[0].sep)
                    heading.set("id", take_id(slug, used))

    def _name(self, heading: Element, works: Sequence[Element], *, is_title: bool) -> None:
        """Give it a name for the table of contents, unless it has one of the author's or needs none;
        `works` are the citations if it has no other words."""
        authors = dict(self._find_authors(heading))
        label: str | None
        title: str | None
        if works:
            label = title = heading.get(LABEL) or self._name_works(heading, works, authors)
        else:
            label = title = name_heading(heading, self.md, authors)
            if is_title and heading.find(".//img") is not None:  # hosts read images in titles only
                title = name_heading(heading, self.md, authors, with_images=True)
        if label is not None:
            heading.attrib.setdefault(LABEL, label)
        if is_title and title is not None:
            self.title = Title(heading, title, Element("sup", {"id": "fnref-title"}))

    def _find_authors(self, heading: Element) -> Iterator[tuple[str, str]]:
        """What the citations in it say as words of a sentence, by their ids. The punctuation that was
        behind one may stand before its mark."""
        authors = self.conversion.find_authors()
        for citation in outermost_citations(heading):
            identity = citation.get("id", "")
            if author := authors.get(identity):
                rest = "".join(words_of(citation)).removeprefix(author)
                yield identity, author + rest if ENDING.fullmatch(rest) else author

    def _name_works(
        self, heading: Element, works: Sequence[Element], authors: Mapping[str, str]
    ) -> str:
        """What is printed, if that is final and says who is cited; else the authors that are known, and
        keys."""
        printed = " ".join("".join(words_of(heading)).split())
        is_telling = any(map(str.isalpha, printed)) and "\x02" not in printed
        if is_telling and not self.conversion.extension.rewrites_pages:
            return escape(printed, quote=False)
        said = (authors.get(it.get("id", "")) or ", ".join(_keys_of((it,))) for it in works)
        return escape(", ".join(said), quote=False)

    def _hide(self, citation: Element) -> None:
        identity = citation.get("id", "")
        citation.tag = "sup"
        citation.set(_ID, identity)
        citation.set("id", f"fnref-{identity}")  # any id with this start
        taken = {"id": identity} if identity else {}
        SubElement(citation, "span", taken)  # so that no heading gets it
        tell_ids(self.md, (identity,))


def _keys_of(citations: Sequence[Element]) -> list[str]:
    return [key for it in citations for key in it.get("data-cites", "").split()]


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


class ShowTitle(Treeprocessor):
    """Say the title of the page where hosts look for it."""

    def __init__(self, hidden: HideCitations) -> None:
        super().__init__(hidden.md)
        self.hidden = hidden

    def run(self, root: Element) -> None:
        title = self.hidden.title
        if title is not None:
            heading = title.heading
            title.printed.text, title.printed[:] = heading.text, list(heading)
            heading.text, heading[:] = title.name, [title.printed]


class ShowCitations(Treeprocessor):
    """Undo it."""

    def __init__(self, hidden: HideCitations) -> None:
        super().__init__(hidden.md)
        self.hidden = hidden

    def run(self, root: Element) -> None:
        if self.hidden.title is not None:
            _print_title(self.hidden.title)
            self.hidden.title = None
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


def _print_title(title: Title) -> None:
    """Take the name out of the heading again. What hosts have put there meanwhile stays."""
    heading, printed = title.heading, title.printed
    heading.text = printed.text
    heading[:] = [it for child in heading for it in (printed if child is printed else (child,))]


def _unlink(citation: Element) -> None:
    for link in list(citation.iter("a")):
        link.tag = "span"
        link.attrib.clear()
