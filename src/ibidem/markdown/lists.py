"""The list of a page: entries with ids, and the way back to the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from ibidem import Bibliography, Entry, Node, entry_id
from ibidem.markdown.reading import Place

if TYPE_CHECKING:
    from ibidem import FormattedCitation

BACK_LINK = "↩"
BACK_TITLE = "Back to the text"

EXCLUDED = "data-search-exclude"
"""The attribute by which Material's search knows what not to index."""


@dataclass(frozen=True, slots=True)
class BackLink:
    """The way from an entry to a citation of it."""

    href: str
    title: str = BACK_TITLE


def fill_list(
    element: Element,
    bibliography: Bibliography,
    back_links: Mapping[str, Sequence[BackLink]],
    store: Callable[[Node], str],
    *,
    is_indexed: bool = False,
) -> None:
    """Write the list into its place. The text of entries is final: no other stage looks into it, so
    it goes into the host's stash (`store`) and the element holds what that gives. Lists on many pages
    would fill the search with copies: only a list of everything `is_indexed`."""
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
        }
    )
    if not is_indexed:
        element.set(EXCLUDED, "")
    for entry in bibliography.entries:
        _add_entry(element, entry, back_links.get(entry.id, ()), store)


def _add_entry(
    parent: Element, entry: Entry, callers: Sequence[BackLink], store: Callable[[Node], str]
) -> None:
    attributes = {"id": entry_id(entry.id), "class": "csl-entry", "role": "listitem"}
    element = SubElement(parent, "div", attributes)
    element.text = store(entry.content)
    if callers:
        way_back = SubElement(element, "span", {"class": "csl-back-links"})
        for number, caller in enumerate(callers, start=1):
            link = SubElement(way_back, "a", {"href": caller.href, "title": caller.title})
            link.text = f" {BACK_LINK}{number if len(callers) > 1 else ''}"


def find_callers(
    places: Iterable[Place], formatted: Iterable[FormattedCitation]
) -> dict[str, list[BackLink]]:
    """By key, the citations of the page that print it."""
    callers: dict[str, list[BackLink]] = {}
    for place, citation in zip(places, formatted, strict=True):
        for key in dict.fromkeys(citation.cited or place.found.keys):
            callers.setdefault(key, []).append(BackLink(f"#{place.element.get('id', '')}"))
    return callers
