"""The lists of a site whose citations count over all pages: planned and printed when all are known."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TypeAlias

from ibidem import Diagnostic, entry_id
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
    find_repeats,
    find_shown,
    print_list,
)
from ibidem.markdown.series import ListedResult
from ibidem.mkdocs.site import PageRecord, Work

Report: TypeAlias = Callable[[PageContext, ListRequest, Diagnostic], None]

Target: TypeAlias = tuple[str, int]
"""A page, and the number of a list on it."""

OTHER_PAGE = ("page", "section", "part", "site")
LIST_PAGE = ("site", "page", "section", "part")
"""The scopes of lists; on the page of the one list, that of the site comes first."""

NO_LIST_PAGE = (
    "the scope 'site' needs a page for its list: write [[bibliography]] on one, or name it in the "
    "option bibliography_page"
)


def find_list_page(lists: Iterable[tuple[str, Sequence[ListRequest]]]) -> str:
    """The first page with a list of everything cited, given pages and their lists; else the first with
    a list of some of that; else the first with a list of its own or of a part. Empty without any."""
    best = min(
        ((_rank(request), number, name) for number, (name, requests) in enumerate(lists)
         for request in requests if not request.is_entry),
        default=(0, 0, ""),
    )  # fmt: skip
    return best[2]


def _rank(request: ListRequest) -> int:
    return 0 if request.is_whole else 1 + request.has_own_scope


def describe_late_list(page: str) -> Diagnostic:
    """Notes that are written before cannot link to it."""
    message = (
        f"the site's list is on {page}, which nobody knew before that page was read: name it in the "
        "option bibliography_page, so that notes can link to it"
    )
    return Diagnostic("late-list-page", message, field="bibliography_page")


def describe_empty_list(list_page: str) -> Diagnostic:
    """A page with a marker shows nothing; the list that is meant may be elsewhere, if there is one."""
    elsewhere = f"; the site's list is on {list_page}" if list_page else ""
    message = f"nothing is cited on this page{elsewhere}"
    return Diagnostic("empty-list", message, severity="info")


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
        self._pages: dict[str, dict[str, set[str]]] = {}
        self._nocite = {id: None for record in records.values() for id in self._ids(record.uncited)}
        self.planned: dict[str, list[PageList]] = {}

    def _ids(self, keys: Iterator[str] | Sequence[str]) -> Iterator[str]:
        library = self._project.library
        return (library.find_id(key) for key in keys if key in library)

    def plan(self, context: PageContext, report: Report) -> None:
        """Read what the markers of a page ask for."""
        record = self._records[context.name]
        scopes = LIST_PAGE if context.name == self._list_page else OTHER_PAGE
        planner = ListPlanner(self._project, scopes, partial(report, context))
        self.planned[context.name] = [
            planner.plan(request, partial(self._find_cited, context, number))
            for number, request in enumerate(record.lists)
        ]

    @property
    def lists(self) -> Iterator[PageList]:
        """All lists, page by page."""
        return (listed for planned in self.planned.values() for listed in planned)

    def has_list(self, name: str) -> bool:
        """Whether the page shows any list."""
        return any(not listed.request.is_entry for listed in self.planned.get(name, ()))

    def find_empty(self) -> Iterator[tuple[str, ListRequest]]:
        """The lists of what their pages cite, where that is nothing, each with its page."""
        for name, planned in self.planned.items():
            for listed in planned if name != self._list_page else ():
                if listed.request.is_whole and not (listed.works or listed.shows_more):
                    yield name, listed.request

    def find_unlisted(self, entries: Container[str]) -> Iterator[tuple[str, str]]:
        """The works that have an entry which no list shows, nor the page of the one list otherwise,
        each with the first page that cites it and the key as it is written there. A note holds the
        work itself; that the page of the one list has none is told by itself."""
        listed = find_shown([it for it in self.lists if not it.request.is_entry])
        needs_list = self.has_list(self._list_page) and not self._project.style.is_note
        if listed is None or not needs_list:
            return
        told = {*listed, *chain.from_iterable(it.works for it in self.planned[self._list_page])}
        for name, planned in self.planned.items():
            shown = set(chain.from_iterable(it.works for it in planned))
            for work, prefix in chain.from_iterable(self._records[name].cites):
                if work in entries and work not in told and work not in shown:
                    told.add(work)
                    yield name, prefix + work

    @property
    def is_plain(self) -> bool:
        """There is at most one, which holds all works just as they come."""
        lists = list(self.lists)
        return len(lists) <= 1 and not any(
            it.request.is_entry or it.request.options for it in lists
        )

    def _pages_with(self, prefix: str) -> dict[str, set[str]]:
        """By work, the pages that cite it with this prefix of keys."""
        if prefix not in self._pages:
            pages = self._pages[prefix] = {}
            for name, record in self._records.items():
                for id in self._ids(record.keys_with(prefix)):
                    pages.setdefault(id, set()).add(page_name(PageContext(name)))
        return self._pages[prefix]

    def _find_cited(self, context: PageContext, number: int, scope: str, prefix: str) -> Cited:
        record = self._records[context.name]
        pages = self._pages_with(prefix)
        own = dict.fromkeys(self._ids(record.keys_with(prefix)))
        always = dict.fromkeys(self._ids(record.uncited))
        works = own
        if scope == "site":
            works, always = dict.fromkeys(pages), self._nocite
        elif scope == "part" and context.name in self._parts:
            works, always = self._cited_in_part(self._parts[context.name], prefix)
        elif scope == "section" and number < len(record.section_keys):
            works = dict.fromkeys(self._ids(record.section_keys[number]))
        return Cited(page_name(context), works if prefix else works | always, pages, own)

    def _cited_in_part(self, part: int, prefix: str) -> tuple[dict[str, None], dict[str, None]]:
        """What the pages of a part cite, and what they list in any case."""
        works: dict[str, None] = {}
        always: dict[str, None] = {}
        for record in self._records_by_part.get(part, ()):
            works.update(dict.fromkeys(self._ids(record.keys_with(prefix))))
            always.update(dict.fromkeys(self._ids(record.uncited)))
        return works, always

    @cached_property
    def _records_by_part(self) -> dict[int, list[PageRecord]]:
        found: dict[int, list[PageRecord]] = {}
        for name, record in self._records.items():
            if name in self._parts:
                found.setdefault(self._parts[name], []).append(record)
        return found

    def print(
        self,
        done: ListedResult,
        find_back_links: Callable[[str, Work], Sequence[BackLink]],
    ) -> dict[str, list[PrintedList | None]]:
        """The lists of each page; `find_back_links` gives the way back on a page for a work."""
        made = {}
        for name, lists in self.planned.items():
            printed = [
                print_list(listed, done.result_for(listed), self._project) for listed in lists
            ]
            anchors = anchor_entries(list(zip(lists, printed, strict=True)), entry_id)
            placed = PlacedLists(lists, printed, anchors)
            back_links: dict[str, Sequence[BackLink]] = {}
            for work, anchor in _first_anchors(lists, anchors).items():
                back_links[anchor] = find_back_links(name, work)
            is_whole = name == self._list_page
            made[name] = arrange_lists(placed, back_links, is_indexed=is_whole)
        return made

    def find_targets(self) -> Callable[[str, Work], Target | None]:
        """From a page and a work to the list that its cites lead to: on the page of the one list,
        else on the same page, else on the first of its part, else on the first of all."""
        by_page: dict[tuple[str, Work], Target] = {}
        by_part: dict[tuple[int, Work], Target] = {}
        anywhere: dict[Work, Target] = {}
        for name, lists in self.planned.items():
            repeats = find_repeats(lists)
            for number, listed in enumerate(lists):
                target = name, number
                is_target = listed.is_target and number not in repeats
                for key in listed.works if is_target else ():
                    work = key, listed.options.key_prefix
                    by_page.setdefault((name, work), target)
                    anywhere.setdefault(work, target)
                    if name in self._parts:
                        by_part.setdefault((self._parts[name], work), target)

        def find(page: str, work: Work) -> Target | None:
            found = by_page.get((self._list_page, work)) or by_page.get((page, work))
            if found is None and page in self._parts:
                found = by_part.get((self._parts[page], work))
            return found or anywhere.get(work)

        return find


def _first_anchors(
    lists: Sequence[PageList], anchors: Sequence[Mapping[str, str]]
) -> dict[Work, str]:
    """By work, the id of the first entry on the page."""
    first: dict[Work, str] = {}
    for listed, placed in zip(lists, anchors, strict=True):
        for key, anchor in placed.items():
            first.setdefault((key, listed.options.key_prefix), anchor)
    return first
