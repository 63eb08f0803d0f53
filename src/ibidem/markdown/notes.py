"""Styles that cite in footnotes: each citation of the text becomes one, numbered with the author's.

The markup is that of Python-Markdown's footnotes, so that themes, tooltips and converters know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import (
    FN_BACKLINK_TEXT,
    NBSP_PLACEHOLDER,
    FootnoteExtension,
)

from ibidem.markdown.affixes import Atoms, append_text
from ibidem.markdown.reading import (
    COMMA,
    Event,
    NoteCall,
    Place,
    close_up,
    find_footnotes,
    is_citation,
)
from ibidem.markdown.writing import Targets, write_citation, write_content
from ibidem.syntax import ENDING, SEPARATORS, drop_second_stop

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem import FormattedCitation


def number_notes(events: Sequence[Event]) -> None:
    """Give each citation the number of the note that it will be, or is, in."""
    numbers: dict[str, int] = {}
    count = 0
    for event in events:
        if isinstance(event, NoteCall):
            if event.is_first:
                count += 1
                numbers[event.footnote] = count
        elif event.footnote:
            event.note_number = numbers.get(event.footnote, count)
        else:
            count += 1
            event.note_number = count


def drop_separators(places: Sequence[Place]) -> None:
    """Drop the comma or semicolon of `[@doe], [@roe]` and `[^1], [@doe]`: it parts citations, not
    marks."""
    cited = {id(place.element): place.found.is_textual for place in places}
    for parent in {id(place.parent): place.parent for place in places}.values():
        for before, following in pairwise(parent):
            tail = before.tail or ""
            if tail.strip() not in SEPARATORS:
                continue
            if cited.get(id(following)) is False:
                is_separator = id(before) in cited or _is_mark(before)
            else:  # without a space it belongs to the sentence
                is_separator = cited.get(id(before)) is False and _is_mark(following)
                is_separator = is_separator and tail[-1:].isspace()
            if is_separator:
                before.tail = ""


class Notes:
    """The footnotes of one page, the author's and ours in one sequence."""

    def __init__(self, md: Markdown, root: Element, *, after_punctuation: bool = True) -> None:
        self.root = root
        self.after_punctuation = after_punctuation
        extensions = md.registeredExtensions
        own = [found for found in extensions if isinstance(found, FootnoteExtension)]
        self.host = own[0] if own else FootnoteExtension()
        self.has_marker = bool(own)
        """Whether a marker in the page means the place of the notes."""
        # what stands for a space and an arrow until the host's own last stage
        self.space = NBSP_PLACEHOLDER if own else "\u00a0"
        self.arrow = str(FN_BACKLINK_TEXT) if own else "\u21a9"
        self.authors = find_footnotes(root)
        self.items: list[Element] = []

    def add(
        self, place: Place, formatted: FormattedCitation, targets: Targets, atoms: Atoms
    ) -> None:
        """The mark in the text and the note for it; in an author's note the citation itself."""
        if place.footnote:
            write_citation(place, formatted.content, targets, atoms)
            return
        is_marked = not self.after_punctuation  # else the punctuation comes before the mark
        write_citation(place, formatted.intext or "", targets, atoms, is_marked=is_marked)
        if formatted.intext is None:
            close_up(place)
            if self.after_punctuation:
                _move_behind_punctuation(place)
        elif self.after_punctuation:
            append_text(place.element, _take_punctuation(place), atoms)
        name = place.identity
        place.element.append(self._mark(name, place.note_number))
        item = Element("li", {"id": self.host.makeFootnoteId(name)})
        paragraph = SubElement(item, "p")
        write_content(paragraph, formatted.content, targets, atoms)
        append_text(paragraph, atoms.keep(self.space), atoms)
        paragraph.append(self._back_link(name))
        self.items.append(item)

    def call(self, call: NoteCall) -> None:
        """One of the author's own notes is next."""
        if call.is_first and call.footnote in self.authors:
            self.items.append(self.authors[call.footnote])

    def close(self, events: Sequence[Event]) -> None:
        """Put all notes in order at the end of the page, or where the author wants them."""
        if not self.items:
            return
        listed = self._list()
        numbered = set(map(id, self.items))
        uncalled = [item for item in self.authors.values() if id(item) not in numbered]
        listed[:] = [*self.items, *uncalled]
        numbers = {item.get("id", ""): index for index, item in enumerate(listed, start=1)}
        for item in listed:
            self._name_back_links(item, numbers[item.get("id", "")])
        for event in events:
            if isinstance(event, Place):
                part_marks(event)
            elif event.footnote in numbers:
                event.element.text = self._superscript(numbers[event.footnote])

    def _list(self) -> Element:
        for division in self.root.iter("div"):
            found = division.find("ol") if division.get("class") == "footnote" else None
            if found is not None:
                return found
        division = Element("div", {"class": "footnote"})
        SubElement(division, "hr")
        place = self.host.findFootnotesPlaceholder(self.root) if self.has_marker else None
        if place is None:
            self.root.append(division)
        else:
            element, parent, is_text = place
            marker = str(self.host.getConfig("PLACE_MARKER"))
            _replace_marker(element, parent, marker, division, is_text=is_text)
        return SubElement(division, "ol")

    def _mark(self, name: str, number: int) -> Element:
        mark = Element("sup", {"id": self.host.makeFootnoteRefId(name)})
        href = "#" + self.host.makeFootnoteId(name)
        link = SubElement(mark, "a", {"class": "footnote-ref", "href": href, "role": "doc-noteref"})
        link.text = self._superscript(number)
        return mark

    def _superscript(self, number: int) -> str:
        return str(self.host.getConfig("SUPERSCRIPT_TEXT")).format(number)

    def _back_link(self, name: str) -> Element:
        href = "#" + self.host.makeFootnoteRefId(name)
        link = Element("a", {"class": "footnote-backref", "href": href})
        link.text = self.arrow
        return link

    def _name_back_links(self, item: Element, number: int) -> None:
        title = str(self.host.getConfig("BACKLINK_TITLE")).format(number)
        for link in item.iter("a"):
            if link.get("class") == "footnote-backref":
                link.set("title", title)


def _replace_marker(
    element: Element, parent: Element, marker: str, division: Element, *, is_text: bool
) -> None:
    """Put the notes where their marker is, in the text of an element or behind it. What else is there
    stays: it may cite."""
    at = list(parent).index(element)
    if not is_text:
        element.tail, _, division.tail = (element.tail or "").partition(marker)
        parent.insert(at + 1, division)
        return
    text = (element.text or "").replace(marker, "", 1)
    division.tail = element.tail
    if len(element) or text.strip():
        element.text, element.tail = text, None
        parent.insert(at + 1, division)
    else:
        parent[at] = division


def move_raised(places: Sequence[Place]) -> None:
    """Put raised numbers behind the punctuation that follows, as if they were marks of notes."""
    marked = [place for place in places if _is_raised(place.element, -1)]
    drop_separators(marked)
    for place in marked:
        if not place.is_nested and _is_raised(place.element, 0):
            _move_behind_punctuation(place)


def _move_behind_punctuation(place: Place) -> None:
    """`word [@doe].` becomes `word.¹`: the mark follows the punctuation.

    So do the marks close before it: what ends the sentence stands before all of them, and close to the
    text.
    """
    taken = _take_punctuation(place)
    if not taken:
        return
    siblings = list(place.parent)
    at = siblings.index(place.element)
    while at and not siblings[at - 1].tail and _is_raised(siblings[at - 1], 0):
        at -= 1
    before = siblings[at - 1] if at else None
    if before is None:
        text = (place.parent.text or "").rstrip()
        place.parent.text = text + drop_second_stop(text, taken)
    elif not before.tail and _is_raised(before, -1):  # an author in the sentence, with a mark
        name = "".join(before.itertext()).removesuffix("".join(before[-1].itertext()))
        _add_before_last(before, drop_second_stop(name, taken))
    else:
        text = (before.tail or "").rstrip()
        before.tail = text + drop_second_stop(text or "".join(before.itertext()), taken)


def _add_before_last(element: Element, text: str) -> None:
    """Add text before the last child."""
    if len(element) > 1:
        element[-2].tail = (element[-2].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _take_punctuation(place: Place) -> str:
    """The punctuation behind the citation, or behind the author's marks that follow it. It is no longer
    there then."""
    siblings = list(place.parent)
    at = siblings.index(place.element)
    last = place.element
    while not last.tail and at + 1 < len(siblings) and _is_own_mark(siblings[at + 1]):
        at += 1
        last = siblings[at]
    tail = last.tail or ""
    found = ENDING.match(tail)
    if found is None:
        return ""
    last.tail = tail[found.end() :]
    place.taken = found[0]
    return found[0]


def _is_own_mark(element: Element) -> bool:
    """Whether it is the mark of a note of the author's."""
    return element.tag == "sup" and _is_mark(element)


def part_marks(place: Place) -> None:
    """Put a raised comma between two marks of notes or raised numbers: 1 and 2, not 12."""
    if not (_is_raised(place.element, 0) or _is_raised(place.element, -1)):
        return
    siblings = list(place.parent)
    at = siblings.index(place.element)
    following = siblings[at + 1 : at + 2]
    if following and _is_own_mark(following[0]) and _are_joined(place.element, following[0]):
        place.parent.insert(at + 1, _comma())
    if at and _are_joined(siblings[at - 1], place.element):
        place.parent.insert(at, _comma())


def _are_joined(before: Element, element: Element) -> bool:
    """Whether one ends with something raised, and the other begins with it."""
    return not before.tail and _is_raised(before, -1) and _is_raised(element, 0)


def _is_raised(element: Element, end: int) -> bool:
    """Whether a citation begins (`end` 0) or ends (-1) with something raised; of what is no citation,
    whether it is the mark of a note."""
    if not is_citation(element):
        return _is_mark(element)
    if not len(element) or (element[-1].tail if end else element.text):
        return False
    return element[end].tag == "sup"


def _comma() -> Element:
    comma = Element("sup", {"class": COMMA})
    comma.text = ","
    return comma


def _is_mark(element: Element) -> bool:
    """It prints a mark and nothing before it."""
    mark = element
    if is_citation(element) and len(element) and not element.text:
        mark = element[0]
    return mark.tag == "sup" and mark.get("id", "").startswith("fnref")


def is_in_sentence(place: Place) -> bool:
    """Whether a citation in an author's note has words of the note behind it, or is in an affix."""
    return place.is_nested or place.has_words_behind
