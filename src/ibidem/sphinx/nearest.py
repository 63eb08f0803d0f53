"""Which list a cite leads to: the nearest that holds the work.

In this order: a list in the same section, on the same page, of the same part, of the project, any
other. Where two are as near, the one that comes first. A list whose filter is `docname in docnames`
is its page's, whatever its scope is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ibidem.sphinx.page_lists import PageList, part_of
from ibidem.sphinx.records import PageRecord


class NearestLists:
    """All lists, in the order of the pages, by what they hold."""

    def __init__(
        self,
        lists: Iterable[PageList],
        records: Mapping[str, PageRecord],
        parts: Mapping[str, str],
    ) -> None:
        self._records = records
        self._parts = parts
        self._on_page: dict[tuple[str, str, str], list[PageList]] = {}
        self._in_part: dict[tuple[str, str, str], PageList] = {}
        self._in_project: dict[tuple[str, str], PageList] = {}
        self._anywhere: dict[tuple[str, str], PageList] = {}
        for listed in lists:
            if listed.is_target:
                self._add(listed)

    def _add(self, listed: PageList) -> None:
        prefix = listed.options.key_prefix
        part = part_of(listed.page, self._parts)
        for work in listed.works:
            self._on_page.setdefault((listed.page, prefix, work), []).append(listed)
            self._anywhere.setdefault((prefix, work), listed)
            if listed.is_of_page:
                continue
            if listed.scope in ("part", "project"):
                self._in_part.setdefault((part, prefix, work), listed)
            if listed.scope == "project":
                self._in_project.setdefault((prefix, work), listed)

    def find(self, page: str, section: int, prefix: str, work: str) -> PageList | None:
        """The list for a cite of the work there; None if no list holds it."""
        here = self._on_page.get((page, prefix, work))
        if here:
            return here[0] if len(here) == 1 else self._innermost(page, section, here)
        part = part_of(page, self._parts)
        return (
            self._in_part.get((part, prefix, work))
            or self._in_project.get((prefix, work))
            or self._anywhere.get((prefix, work))
        )

    def _innermost(self, page: str, section: int, lists: list[PageList]) -> PageList:
        around = self._records[page].sections_around(section)
        return min(
            lists,
            key=lambda listed: (
                around.index(listed.section) if listed.section in around else len(around)
            ),
        )
