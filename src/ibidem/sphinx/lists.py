"""Where the entries of lists are, and who leads to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ibidem import entry_id
from ibidem.listing import take_id
from ibidem.sphinx.aliases import fill_template
from ibidem.sphinx.formatting import CitationText, ListText, PageText, Place
from ibidem.sphinx.page_lists import PageList
from ibidem.sphinx.project import Project
from ibidem.sphinx.records import PageRecord

CiteTargets: TypeAlias = Sequence[Mapping[str, PageList]]
"""For each citation of a page, the lists that its cites lead to, by key."""


def place_entries(
    lists: Sequence[Iterable[str]], taken: Iterable[str], template: str = ""
) -> list[dict[str, str]]:
    """The ids of the entries of a page's lists: `ref-` and the key, whatever their number.

    `taken` are ids of the page; the first list has the plain ids, other lists count on. A template
    may name the key and the number of the list.
    """
    used = set(taken)
    placed = []
    for number, works in enumerate(lists, 1):
        anchors = {}
        for key in sorted(set(works)):
            wanted = template and fill_template(template, bibliography_count=number, key=key)
            anchors[key] = take_id(wanted or entry_id(key), used)
        placed.append(anchors)
    return placed


def connect_pages(
    pages: Mapping[str, PageText],
    records: Mapping[str, PageRecord],
    targets: Mapping[str, CiteTargets],
    project: Project,
) -> dict[str, PageText]:
    """Lead every cite to an entry of the list that it is meant to lead to, and every entry back.

    `pages` hold citations and lists as they are printed, and no link yet.
    """
    anchors = {
        page: place_entries(
            [
                [entry.id for entry in listed.entries] if listed.form == "citation" else []
                for listed in text.lists
            ],
            records[page].ids,
            project.entry_id,
        )
        for page, text in pages.items()
    }
    back_links: dict[Place, list[Place]] = {}
    linked = {}
    for page, text in pages.items():
        places = [
            _place_cites(citation, found, anchors)
            for citation, found in zip(text.citations, targets[page], strict=True)
        ]
        if project.config.back_links:
            for record, found in zip(records[page].citations, places, strict=True):
                for place in found.values() if record.anchor else ():
                    back_links.setdefault(place, []).append((page, record.anchor))
        linked[page] = _link_page(text, places if project.config.link_citations else [])
    return {page: _add_ways_back(page, linked[page], anchors[page], back_links) for page in pages}


def _place_cites(
    citation: CitationText,
    targets: Mapping[str, PageList],
    anchors: Mapping[str, Sequence[Mapping[str, str]]],
) -> dict[str, Place]:
    """Where the cites of a citation lead, by key."""
    places: dict[str, Place] = {}
    for key in citation.keys:
        target = targets.get(key)
        anchor = anchors[target.page][target.number].get(key) if target is not None else None
        if target is not None and anchor:
            places[key] = (target.page, anchor)
    return places


def _link_page(text: PageText, places: Sequence[Mapping[str, Place]]) -> PageText:
    """The page with the places: those that all its citations agree on are told once."""
    common: dict[str, Place] = {}
    for found in places:
        for key, place in found.items():
            common.setdefault(key, place)
    citations = []
    for citation, found in zip(text.citations, places or ({},) * len(text.citations), strict=True):
        own = {key: place for key, place in found.items() if common[key] != place}
        citations.append(citation._replace(targets=own) if own else citation)
    return PageText(tuple(citations), text.lists, common)


def _add_ways_back(
    page: str,
    text: PageText,
    anchors: Sequence[Mapping[str, str]],
    back_links: Mapping[Place, Sequence[Place]],
) -> PageText:
    lists = tuple(
        ListText(
            listed.groups,
            placed,
            {
                key: tuple(back_links[page, anchor])
                for key, anchor in placed.items()
                if (page, anchor) in back_links
            },
            listed.form,
            listed.enumeration,
            listed.start,
            listed.language,
        )
        for listed, placed in zip(text.lists, anchors, strict=True)
    )
    return PageText(text.citations, lists, text.targets)
