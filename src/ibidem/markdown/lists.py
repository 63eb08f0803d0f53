"""Printed lists: entries with ids, groups with headings, and the way back to the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from ibidem import Bibliography, Entry, Node
from ibidem.listing import ARROW, ListedGroup, name_numbered

EXCLUDED: Final = "data-search-exclude"
"""The attribute by which Material's search knows what not to index."""

ENUMERATIONS: Final = {
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


BLOCK_END: Final = "</div>"
"""What closes the last part of an entry whose style sets it in parts (label and text)."""


def fill_list(
    element: Element,
    printed: PrintedList,
    write: Callable[[Node], str],
    store: Callable[[str], str],
    level: int,
    *,
    is_read_by_search: bool = False,
) -> None:
    """Write the list into its place, headings of groups on this level. What is in it (`write` gives
    entries as HTML) is final: no other stage looks into it, so it goes into the host's stash (`store`)
    and the element holds what that gives. If the host's search reads it as it is, all parts are
    marked as the list is."""
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
    writer = _ListWriter(printed, write)
    if printed.form == "citation" and not printed.has_headings:
        (group,) = printed.groups or (ListedGroup("", Bibliography()),)
        layout = _lay_out("references csl-bib-body", group.bibliography)
        blocks = writer.write_entries(group.bibliography)
    else:
        layout = {"class": "references csl-groups"}
        blocks = writer.write_groups(level)
    element.attrib.update(layout)
    own = printed.attributes.get("class")
    if own:
        element.set("class", " ".join(dict.fromkeys(f"{layout['class']} {own}".split())))
    if blocks:
        html = _in_lines(blocks)
        is_marked = is_read_by_search and not printed.is_indexed
        element.text = store(_mark_parts(html) if is_marked else html)


def _mark_parts(html: str) -> str:
    """Material's search takes the end of a part for that of what is marked."""
    html = html.replace('<div class="csl-', f'<div {EXCLUDED} class="csl-')
    return html.replace("<p aria-level=", f"<p {EXCLUDED} aria-level=")


def _lay_out(classes: str, bibliography: Bibliography) -> dict[str, str]:
    """The attributes of what holds the entries, as the style lays them out."""
    if bibliography.hanging_indent:
        classes += " hanging-indent"
    if bibliography.second_field_align:
        classes += f" csl-second-field-{bibliography.second_field_align}"
    attributes = {
        "class": classes,
        "data-entry-spacing": str(bibliography.entry_spacing),
        "data-line-spacing": str(bibliography.line_spacing),
    }
    if bibliography.entries:  # a list without any is none to screen readers
        attributes["role"] = "list"
    return attributes


def _in_lines(blocks: Sequence[str]) -> str:
    """Each on lines of its own, as the host writes blocks."""
    return "\n".join(("", *blocks, ""))


def _in_tag(tag: str, attributes: Mapping[str, str], inside: str) -> str:
    """With its attributes in the order in which the host writes them."""
    written = "".join(f' {name}="{escape(attributes[name])}"' for name in sorted(attributes))
    return f"<{tag}{written}>{inside}</{tag}>"


class _ListWriter:
    """Writes what is in a list, block by block."""

    def __init__(self, printed: PrintedList, write: Callable[[Node], str]) -> None:
        self.printed = printed
        self.write = write
        self.anchors = dict(printed.anchors)
        self.count = printed.start

    def write_groups(self, level: int) -> list[str]:
        """All groups, each with its heading."""
        blocks = []
        for group in self.printed.groups:
            if group.heading:
                heading = {
                    "class": "csl-group-heading",
                    "role": "heading",
                    "aria-level": str(level),
                }
                # no bibliography can forge a placeholder of the host
                text = group.heading.replace("\x02", "").replace("\x03", "")
                blocks.append(_in_tag("p", heading, escape(text, quote=False)))
            if self.printed.form == "citation":
                layout = _lay_out("csl-bib-body", group.bibliography)
                inside = _in_lines(self.write_entries(group.bibliography))
                blocks.append(_in_tag("div", layout, inside))
            else:
                blocks.append(self._write_items(group.bibliography))
        return blocks

    def write_entries(self, bibliography: Bibliography) -> list[str]:
        """One group, as the style has it."""
        return [self._write_entry(entry) for entry in bibliography.entries]

    def _write_entry(self, entry: Entry) -> str:
        anchor = self.anchors.pop(entry.id, "")
        html = self.write(entry.content)
        if not anchor:
            return f'<div class="csl-entry" role="listitem">{html}</div>'
        callers = self.printed.back_links.get(entry.id, ())
        if callers:  # they stand at the end of the text, not below it
            inside = html.removesuffix(BLOCK_END)
            html = inside + _write_way_back(tuple(callers)) + html[len(inside) :]
        return f'<div class="csl-entry" id="{anchor}" role="listitem">{html}</div>'

    def _write_items(self, bibliography: Bibliography) -> str:
        """One group with bullets or numbers, as any other list of the page."""
        items = _in_lines(
            [f"<li>{self.write(entry.content)}</li>" for entry in bibliography.entries]
        )
        if self.printed.form == "bullet":
            return _in_tag("ul", {}, items)
        attributes = {"type": ENUMERATIONS[self.printed.enumeration]}
        if self.count > 1:
            attributes["start"] = str(self.count)
        self.count += len(bibliography.entries)
        return _in_tag("ol", attributes, items)


@lru_cache(maxsize=1000)
def _write_way_back(callers: tuple[BackLink, ...]) -> str:
    """An arrow that is the link to the one place, or numbered links behind an arrow. Pages that number
    their citations from one have the same few."""
    if len(callers) == 1:
        links = [_write_back_link(callers[0], ARROW, callers[0].title)]
    else:
        links = [f'<span aria-hidden="true">{ARROW}</span>']
        for number, caller in enumerate(callers, start=1):
            name = name_numbered(caller.title, number)
            links.append(_write_back_link(caller, str(number), name))
    return f'<span class="csl-back-links"> {" ".join(links)}</span>'


def _write_back_link(caller: BackLink, text: str, name: str) -> str:
    attributes = {"href": caller.href, "title": caller.title, "aria-label": name}
    return _in_tag("a", {**attributes, "role": "doc-backlink"}, text)
