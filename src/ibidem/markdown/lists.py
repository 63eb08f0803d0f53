"""Printed lists: entries with ids, groups with headings, and the way back to the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from ibidem import Bibliography, Entry, Node
from ibidem.listing import ARROW, ListedGroup, name_numbered

EXCLUDED = "data-search-exclude"
"""The attribute by which Material's search knows what not to index."""

ENUMERATIONS = {
    "arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I",
}  # fmt: skip


class BackLink(NamedTuple):
    """The way from an entry to a citation of it."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list as it goes into its place."""

    groups: tuple[ListedGroup, ...]
    anchors: Mapping[str, str] = field(default_factory=dict)
    """The ids of entries by key; a work in several groups has its id in the first."""
    back_links: Mapping[str, Sequence[BackLink]] = field(default_factory=dict)
    identity: str = "refs"
    """The id of the list; empty for none."""
    language: str = ""
    """If it is not that of the page."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Other attributes of its element; classes come in addition to those of every list."""
    is_indexed: bool = False
    """Lists on many pages would fill the search with copies: only lists of more are for it."""
    form: str = "citation"
    enumeration: str = "arabic"
    start: int = 1

    @property
    def has_headings(self) -> bool:
        """Whether its groups are named."""
        return any(group.heading for group in self.groups)


BLOCK_END = "</div>"
"""What closes the last part of an entry whose style sets it in parts (label and text)."""


def fill_list(
    element: Element,
    printed: PrintedList,
    write: Callable[[Node], str],
    store: Callable[[str], str],
    level: int,
) -> None:
    """Write the list into its place, headings of groups on this level. The text of entries (`write`
    gives it as HTML) is final: no other stage looks into it, so it goes into the host's stash
    (`store`) and the element holds what that gives."""
    tail = element.tail
    element.clear()
    element.tail = tail
    if printed.language:
        element.set("lang", printed.language)
    element.attrib.update(printed.attributes)
    if printed.identity:
        element.set("id", printed.identity)
    if not printed.is_indexed:
        element.set(EXCLUDED, "")
    writer = _ListWriter(printed, write, store)
    if printed.form == "citation" and not printed.has_headings:
        (group,) = printed.groups or (ListedGroup("", Bibliography()),)
        writer.write_entries(element, "references csl-bib-body", group.bibliography)
        _add_classes(element, printed)
        return
    element.set("class", "references csl-groups")
    _add_classes(element, printed)
    for group in printed.groups:
        if group.heading:
            heading = {"class": "csl-group-heading", "role": "heading", "aria-level": str(level)}
            # no bibliography can forge a placeholder of the host
            text = group.heading.replace("\x02", "").replace("\x03", "")
            SubElement(element, "p", heading).text = text
        if printed.form == "citation":
            writer.write_entries(SubElement(element, "div"), "csl-bib-body", group.bibliography)
        else:
            writer.write_items(element, group.bibliography)


def _add_classes(element: Element, printed: PrintedList) -> None:
    own = printed.attributes.get("class")
    if own:
        element.set("class", f"{element.get('class')} {own}")


class _ListWriter:
    def __init__(
        self,
        printed: PrintedList,
        write: Callable[[Node], str],
        store: Callable[[str], str],
    ) -> None:
        self.printed = printed
        self.write = write
        self.store = store
        self.anchors = dict(printed.anchors)
        self.count = printed.start

    def write_entries(self, element: Element, classes: str, bibliography: Bibliography) -> None:
        """One group, as the style lays it out."""
        if bibliography.hanging_indent:
            classes += " hanging-indent"
        if bibliography.second_field_align:
            classes += f" csl-second-field-{bibliography.second_field_align}"
        element.set("class", classes)
        if bibliography.entries:  # a list without any is none to screen readers
            element.set("role", "list")
        element.set("data-entry-spacing", str(bibliography.entry_spacing))
        element.set("data-line-spacing", str(bibliography.line_spacing))
        for entry in bibliography.entries:
            self._write_entry(element, entry)

    def _write_entry(self, parent: Element, entry: Entry) -> None:
        anchor = self.anchors.pop(entry.id, "")
        attributes = {"class": "csl-entry", "role": "listitem"}
        element = SubElement(parent, "div", {"id": anchor, **attributes} if anchor else attributes)
        html = self.write(entry.content)
        callers = self.printed.back_links.get(entry.id, ()) if anchor else ()
        if not callers:
            element.text = self.store(html)
            return
        inside = html.removesuffix(BLOCK_END)
        element.text = self.store(inside)
        way_back = SubElement(element, "span", {"class": "csl-back-links"})
        _write_way_back(way_back, callers)
        if len(inside) < len(html):  # they stand at the end of the text, not below it
            way_back.tail = self.store(BLOCK_END)

    def write_items(self, parent: Element, bibliography: Bibliography) -> None:
        """One group with bullets or numbers, as any other list of the page."""
        if self.printed.form == "bullet":
            listed = SubElement(parent, "ul")
        else:
            listed = SubElement(parent, "ol", {"type": ENUMERATIONS[self.printed.enumeration]})
            if self.count > 1:
                listed.set("start", str(self.count))
        for entry in bibliography.entries:
            SubElement(listed, "li").text = self.store(self.write(entry.content))
        self.count += len(bibliography.entries)


def _write_way_back(parent: Element, callers: Sequence[BackLink]) -> None:
    """An arrow that is the link to the one place, or numbered links behind an arrow."""
    parent.text = " "
    if len(callers) == 1:
        _write_back_link(parent, callers[0], ARROW, callers[0].title)
        return
    arrow = SubElement(parent, "span", {"aria-hidden": "true"})
    arrow.text, arrow.tail = ARROW, " "
    for number, caller in enumerate(callers, start=1):
        name = name_numbered(caller.title, number)
        link = _write_back_link(parent, caller, str(number), name)
        link.tail = " " if number < len(callers) else ""


def _write_back_link(parent: Element, caller: BackLink, text: str, name: str) -> Element:
    attributes = {"href": caller.href, "title": caller.title, "aria-label": name}
    link = SubElement(parent, "a", {**attributes, "role": "doc-backlink"})
    link.text = text
    return link
