"""The list of the scope `fixed`, which all pages have in common, as one page sees it.

A page may mean another work by a key of the list, as its own files and references come first, and it
may have another style. So what the list holds of a page's works is asked of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ibidem import Diagnostic, Item, Library, Session, replace
from ibidem.listing import Cited
from ibidem.markdown.lines import find_requests
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.page_lists import ListPlanner, order_uncited
from ibidem.markdown.project import Project

Works: TypeAlias = Mapping[str, Item]

_FIELDS: Final = ("type", "fields", "names", "dates", "incomplete_names")


@dataclass(frozen=True, slots=True, eq=False)
class FixedList:
    """What the list holds of the works of a page."""

    page: str
    """The source of the page that it is on."""
    site: Project
    """What it is made of."""
    project: Project
    """That of the page which cites."""
    works: Works
    """The works of the list. Those with a key by which the page means another one have another id: they
    have their numbers still, and the work of the page gets one of its own."""
    others: frozenset[str] = frozenset()
    """These keys."""
    _printed: dict[str, bool] = field(default_factory=dict)

    @property
    def session(self) -> Session | None:
        """The session that prints the list, if the page has its style: so its language does not count
        for the order of the list."""
        has_style = self.project.config.style == self.site.config.style
        return self.site.session if has_style else None

    def holds(self, id: str) -> bool:
        """Whether the list has an entry of this work."""
        return not self.find_reason(id)

    def find_reason(self, id: str) -> str:
        """Why the list has no entry of this work of the page; empty if it has one."""
        if id in self.others:
            return f"{self.page} lists another work with this key"
        library = self.site.library
        if id not in library or library.find_id(id) != id:
            return (
                f"{self.page} lists the files of the option 'bibliography', and no works of other "
                "pages"
            )
        return "" if self._prints(id) else f"the style of the list on {self.page} leaves it out"

    def _prints(self, id: str) -> bool:
        """Styles leave some types of works out of lists: here the page has the style of the list, or
        the list is asked."""
        if self.session is not None:
            return True
        if id not in self._printed:
            entries = self.site.session.format([], uncited=[id]).bibliography.entries
            self._printed[id] = bool(entries)
        return self._printed[id]


def order_works(
    site: Project, page: str, read: Callable[[], str], commands: Mapping[str, str]
) -> Works:
    """All works in the order of their numbers: in a style that does not sort, the one in which their
    page shows them, as far as its source tells. `commands` are the user's own markers."""
    if not site.session.processor.numbers_as_given:
        return site.library
    source = read()
    if source not in site.orders:
        site.orders[source] = _order_as_listed(site, page, find_requests(source, commands))
    return site.orders[source]


def _order_as_listed(site: Project, page: str, requests: Sequence[ListRequest]) -> Works:
    library = site.library
    if not any(request.options for request in requests):
        return library

    def find_cited(scope: str, prefix: str) -> Cited:
        return Cited(page, () if prefix else list(library), {}, ())

    planner = ListPlanner(site, ("page", "section"), _tell_nobody)
    planned = (planner.plan(request, find_cited) for request in requests)
    lists = [listed for listed in planned if listed.is_own and not listed.is_series]
    ordered = order_uncited(library, (), lists, site.session, site)
    return {id: library[id] for id in ordered}


def _tell_nobody(request: ListRequest, problem: Diagnostic) -> None:
    """What is wrong with the lists is told when their page is converted."""


def find_fixed_list(page: str, site: Project, project: Project, works: Works) -> FixedList:
    """The list on the page of this name, as pages with the project see it; `works` are those of the
    site in the order of their numbers."""
    known, own = site.library, project.library
    if own is known:
        return FixedList(page, site, project, works)
    others = frozenset(key for key in own if key in known and not _is_same_work(key, known, own))
    if others:
        works = {
            key: replace(item, id=f"{key}\0") if key in others else item
            for key, item in works.items()
        }
    return FixedList(page, site, project, works, others)


def _is_same_work(key: str, known: Library, own: Library) -> bool:
    """Whether both have the key from one file, however it is read, or have it from copies."""
    if known.find_id(key) != key:
        return False
    if known.find_source(key) == own.find_source(key):
        return True
    one, other = known[key], own[key]
    return all(getattr(one, name) == getattr(other, name) for name in _FIELDS)
