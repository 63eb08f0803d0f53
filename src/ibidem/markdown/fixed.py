"""The list of the scope `fixed`, which all pages have in common, as one page sees it.

A page may mean another work by a key of the list, as its own files and references come first, and it
may have another style. So what the list holds of a page's works is asked of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ibidem import Item, Library, Session
from ibidem.markdown.project import Project

Works: TypeAlias = Mapping[str, Item]

_FIELDS = ("type", "fields", "names", "dates", "incomplete_names")


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


def find_fixed_list(page: str, site: Project, project: Project) -> FixedList:
    """The list on the page of this name, as pages with the project see it."""
    known, own = site.library, project.library
    if own is known:
        return FixedList(page, site, project, known)
    others = frozenset(key for key in own if key in known and not _is_same_work(key, known, own))
    works: Works = known
    if others:
        works = {
            key: replace(item, id=f"{key}\0") if key in others else item
            for key, item in known.items()
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
