"""The lists of a site whose citations count over all pages: planned and printed when all are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TypeAlias

from ibidem import Citation, Diagnostic, Result, entry_id
from ibidem.listing import Cited
from ibidem.markdown import PageContext, Project
from ibidem.markdown.context import page_name
from ibidem.markdown.lists import BackLink, PrintedList
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.page_lists import (
    ListPlanner,
    PageList,
    PlacedLists,
    anchor_entries,
    arrange_lists,
    print_list,
)
from ibidem.mkdocs.site import PageRecord

Report: TypeAlias = Callable[[PageContext, ListRequest, Diagnostic], None]

OTHER_PAGE = ("page", "section", "part", "site")
LIST_PAGE = ("site", "page", "section", "part")
"""The scopes of lists; on the page of the one list, that of the site comes first."""


class SiteLists:
    """All lists of the site."""

    def __init__(
        self,
        project: Project,
        records: Mapping[str, PageRecord],
        list_page: str,
        parts: Mapping[str, int],
    ) -> None:
        self._project = project
        self._records = records
        self._list_page = list_page
        self._parts = parts
        self._pages: dict[str, set[str]] = {}
        for name, record in records.items():
            for id in self._ids(record.cited):
                self._pages.setdefault(id, set()).add(page_name(PageContext(name)))
        self._nocite = {id: None for record in records.values() for id in self._ids(record.uncited)}
        self.planned: dict[str, list[PageList]] = {}

    def _ids(self, keys: Iterator[str] | Sequence[str]) -> Iterator[str]:
        library = self._project.library
        return (library[key].id for key in keys if key in library)

    def plan(self, context: PageContext, report: Report) -> None:
        """Read what the markers of a page ask for."""
        record = self._records[context.name]
        scopes = LIST_PAGE if context.name == self._list_page else OTHER_PAGE
        planner = ListPlanner(self._project, scopes, partial(report, context))
        self.planned[context.name] = [
            planner.plan(request, partial(self._find_cited, context, number))
            for number, request in enumerate(record.lists)
        ]

    def _find_cited(self, context: PageContext, number: int, scope: str) -> Cited:
        record = self._records[context.name]
        own = dict.fromkeys(self._ids(record.cited))
        always = dict.fromkeys(self._ids(record.uncited))
        works = own
        if scope == "site":
            works, always = dict.fromkeys(self._pages), self._nocite
        elif scope == "part" and context.name in self._parts:
            works, always = self._cited_by_part[self._parts[context.name]]
        elif scope == "section" and number < len(record.section_keys):
            works = dict.fromkeys(self._ids(record.section_keys[number]))
        return Cited(page_name(context), works | always, self._pages, own)

    @cached_property
    def _cited_by_part(self) -> dict[int, tuple[dict[str, None], dict[str, None]]]:
        """What the pages of each part cite, and what they list in any case."""
        found: dict[int, tuple[dict[str, None], dict[str, None]]] = {}
        for name, record in self._records.items():
            if name in self._parts:
                works, always = found.setdefault(self._parts[name], ({}, {}))
                works.update(dict.fromkeys(self._ids(record.cited)))
                always.update(dict.fromkeys(self._ids(record.uncited)))
        return found

    def print(
        self,
        result: Result,
        citations: Sequence[Citation],
        find_back_links: Callable[[str, str], Sequence[BackLink]],
    ) -> dict[str, list[PrintedList | None]]:
        """The lists of each page; `find_back_links` gives the way back on a page for a key."""
        made = {}
        for name, lists in self.planned.items():
            printed = [print_list(listed, result, self._project, citations) for listed in lists]
            anchors = anchor_entries(list(zip(lists, printed, strict=True)), entry_id)
            placed = PlacedLists(lists, printed, anchors)
            back_links: dict[str, Sequence[BackLink]] = {}
            for key, anchor in _first_anchors(anchors).items():
                back_links[anchor] = find_back_links(name, key)
            is_whole = name == self._list_page
            made[name] = arrange_lists(placed, back_links, is_indexed=is_whole)
        return made


def _first_anchors(anchors: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """By key, the id of the first entry on the page."""
    first: dict[str, str] = {}
    for placed in anchors:
        first = {**placed, **first}
    return first


def find_places(
    lists: Mapping[str, Sequence[PrintedList | None]], list_page: str, parts: Mapping[str, int]
) -> Callable[[str, str], tuple[str, str] | None]:
    """From a page and a key to the page and the id of the entry that its cites lead to: on the page
    of the one list, else on the same page, else on the first of its part, else on the first of all."""
    by_page: dict[str, dict[str, str]] = {}
    by_part: dict[tuple[int, str], tuple[str, str]] = {}
    anywhere: dict[str, tuple[str, str]] = {}
    for name, printed in lists.items():
        own = by_page.setdefault(name, {})
        for listed in printed:
            for key, anchor in (listed.anchors if listed else {}).items():
                own.setdefault(key, anchor)
                anywhere.setdefault(key, (name, anchor))
                if name in parts:
                    by_part.setdefault((parts[name], key), (name, anchor))

    def find(page: str, key: str) -> tuple[str, str] | None:
        for name in (list_page, page):
            anchor = by_page.get(name, {}).get(key)
            if anchor:
                return name, anchor
        near = by_part.get((parts[page], key)) if page in parts else None
        return near or anywhere.get(key)

    return find
