"""Which works a bibliography holds, where its entries are, and who leads to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ibidem import Bibliography
from ibidem.config import Config
from ibidem.sphinx.formatting import CitationText, ListText, PageText, Place
from ibidem.sphinx.records import ListRecord, PageRecord

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
"""What can't stand in ids of every output that we write."""


def covers_page_only(record: ListRecord, scope: str) -> bool:
    """Whether the list is about its own page; `scope` is the project's."""
    return dict(record.options).get("scope", scope) == "document"


def cut_list(bibliography: Bibliography, works: Mapping[str, None]) -> Bibliography:
    """The bibliography with the entries of these works only."""
    entries = tuple(entry for entry in bibliography.entries if entry.id in works)
    return replace(bibliography, entries=entries)


def place_entries(lists: Sequence[Bibliography], taken: Iterable[str]) -> list[dict[str, str]]:
    """The ids of the entries of a page's lists: `ref-` and the key, whatever their number.

    `taken` are ids of the page; the first list has the plain ids, other lists count on.
    """
    used = set(taken)
    placed = []
    for bibliography in lists:
        anchors = {}
        for key in sorted(entry.id for entry in bibliography.entries):
            wanted = "ref-" + (UNSAFE.sub("-", key).strip("-") or "entry")
            anchor, count = wanted, 1
            while anchor in used:
                count += 1
                anchor = f"{wanted}-{count}"
            used.add(anchor)
            anchors[key] = anchor
        placed.append(anchors)
    return placed


def connect_pages(
    order: Sequence[str],
    records: Mapping[str, PageRecord],
    citations: Mapping[str, tuple[CitationText, ...]],
    lists: Mapping[str, Sequence[Bibliography]],
    config: Config,
) -> dict[str, PageText]:
    """Lead every cite to the nearest entry of its work, and every entry back to its cites."""
    anchors = {page: place_entries(lists[page], records[page].ids) for page in order}
    targets = _find_targets(order, records, citations, anchors, config.scope)
    back_links: dict[Place, list[Place]] = {}
    for page in order if config.back_links else ():
        for record, text in zip(records[page].citations, citations[page], strict=True):
            for key in text.keys:
                if record.anchor and key in targets[page]:
                    back_links.setdefault(targets[page][key], []).append((page, record.anchor))
    return {
        page: PageText(
            citations=citations[page],
            lists=tuple(
                ListText(bibliography, placed, _links_of(page, placed, back_links))
                for bibliography, placed in zip(lists[page], anchors[page], strict=True)
            ),
            targets=targets[page] if config.link_citations else {},
        )
        for page in order
    }


def _find_targets(
    order: Sequence[str],
    records: Mapping[str, PageRecord],
    citations: Mapping[str, tuple[CitationText, ...]],
    anchors: Mapping[str, Sequence[Mapping[str, str]]],
    scope: str,
) -> dict[str, dict[str, Place]]:
    """For each page, the nearest entry of each work that it cites.

    The nearest is on the same page, else in a list of the whole project, else in any.
    """
    here: dict[str, dict[str, Place]] = {page: {} for page in order}
    of_pages: dict[str, Place] = {}
    of_project: dict[str, Place] = {}
    for page in order:
        for record, placed in zip(records[page].lists, anchors[page], strict=True):
            wider = of_pages if covers_page_only(record, scope) else of_project
            for key, anchor in placed.items():
                here[page].setdefault(key, (page, anchor))
                wider.setdefault(key, (page, anchor))
    elsewhere = of_pages | of_project
    return {
        page: {
            key: target
            for text in citations[page]
            for key in text.keys
            if (target := here[page].get(key) or elsewhere.get(key)) is not None
        }
        for page in order
    }


def _links_of(
    page: str, placed: Mapping[str, str], back_links: Mapping[Place, Sequence[Place]]
) -> dict[str, tuple[Place, ...]]:
    return {
        key: tuple(back_links[page, anchor])
        for key, anchor in placed.items()
        if (page, anchor) in back_links
    }
