"""The list of a page: entries with ids, and the way back to the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from ibidem import Bibliography, Entry, entry_id, to_html
from ibidem.markdown.reading import Place

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem import FormattedCitation

BACK_LINK = "↩"
BACK_TITLE = "Back to the text"


def fill_list(
    element: Element,
    bibliography: Bibliography,
    back_links: Mapping[str, Sequence[str]],
    md: Markdown,
) -> None:
    """Write the list into its place. The text of entries is final: no other stage looks into it."""
    classes = ["references", "csl-bib-body"]
    if bibliography.hanging_indent:
        classes.append("hanging-indent")
    if bibliography.second_field_align:
        classes.append(f"csl-second-field-{bibliography.second_field_align}")
    tail = element.tail
    element.clear()
    element.tail = tail
    element.attrib.update(
        {
            "id": "refs",
            "class": " ".join(classes),
            "role": "list",
            "data-entry-spacing": str(bibliography.entry_spacing),
            "data-line-spacing": str(bibliography.line_spacing),
            "data-search-exclude": "",
        }
    )
    for entry in bibliography.entries:
        _add_entry(element, entry, back_links.get(entry.id, ()), md)


def _add_entry(parent: Element, entry: Entry, callers: Sequence[str], md: Markdown) -> None:
    attributes = {"id": entry_id(entry.id), "class": "csl-entry", "role": "listitem"}
    element = SubElement(parent, "div", attributes)
    html = to_html(entry.content).replace("\x02", "").replace("\x03", "")
    element.text = md.htmlStash.store(html.strip())
    if callers:
        way_back = SubElement(element, "span", {"class": "csl-back-links"})
        for number, identity in enumerate(callers, start=1):
            link = SubElement(way_back, "a", {"href": f"#{identity}", "title": BACK_TITLE})
            link.text = f" {BACK_LINK}{number if len(callers) > 1 else ''}"


def find_callers(
    places: Iterable[Place], formatted: Iterable[FormattedCitation]
) -> dict[str, list[str]]:
    """By key, the ids of the citations that print it."""
    callers: dict[str, list[str]] = {}
    for place, citation in zip(places, formatted, strict=True):
        identity = place.element.get("id", "")
        for key in dict.fromkeys(citation.cited or place.found.keys):
            callers.setdefault(key, []).append(identity)
    return callers
