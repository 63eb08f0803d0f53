"""Which section of a page something stands in: from its heading to the next of the same level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocTreeprocessor

from ibidem.markdown.reading import HEADINGS, Event, NoteCall, Place

Path: TypeAlias = "tuple[int, ...]"
"""The numbers of the headings above, from the outermost in; empty above the first heading."""


TITLE: Final = 1
LOWEST: Final = 6
"""The levels of headings that HTML has."""


def find_base_level(md: Markdown) -> int:
    """By how many levels the extension `toc` will lower the headings of the page."""
    stages = (stage for stage in md.treeprocessors if isinstance(stage, TocTreeprocessor))
    return sum(stage.base_level for stage in stages)


class Sections:
    """The sections of one page."""

    def __init__(self, root: Element, events: Sequence[Event]) -> None:
        self._paths: dict[int, Path] = {}
        self._levels: dict[int, int] = {}
        for identity, path, level in _find_paths(root):
            self._paths[identity], self._levels[identity] = path, level
        self._calls = {
            event.footnote: self.path_of(event.element)
            for event in events
            if isinstance(event, NoteCall) and event.is_first
        }
        self._cited = [
            (self.path_of_place(event), event) for event in events if isinstance(event, Place)
        ]

    def path_of(self, element: Element) -> Path:
        return self._paths.get(id(element), ())

    def level_below(self, element: Element, lowered: int) -> int:
        """The level of headings that are part of the section of an element; the host sets those of
        the page lower by so many levels."""
        level = self._levels.get(id(element), 0)
        return level_below(level and level + lowered)

    def path_of_place(self, place: Place) -> Path:
        """Where a citation stands; what a footnote cites is cited where its mark is."""
        return self._calls.get(place.footnote) or self.path_of(place.element)

    def path_around(self, element: Element, prefix: str) -> Path:
        """The section of a list or, if that cites nothing (it has a heading of its own,
        "References"), the next section around that does. Only what is cited with the prefix of the
        list counts."""
        own = self.path_of(element)
        for depth in range(len(own), 0, -1):
            if any(self._cited_in(own[:depth], prefix)):
                return own[:depth]
        return ()

    def cited_around(self, element: Element, prefix: str) -> tuple[str, ...]:
        """The keys that are cited in there."""
        return tuple(dict.fromkeys(self._cited_in(self.path_around(element, prefix), prefix)))

    def _cited_in(self, path: Path, prefix: str) -> Iterable[str]:
        return (
            key
            for around, place in self._cited
            if around[: len(path)] == path
            for key in place.keys_with(prefix)
        )


def level_below(level: int) -> int:
    """The level of headings below one; without any above, below the title of the page."""
    return min(max(level, TITLE) + 1, LOWEST)


def _find_paths(root: Element) -> Iterator[tuple[int, Path, int]]:
    """All elements by identity, in reading order, with their paths and the level of the heading above."""
    levels: list[int] = []
    path: list[int] = []
    for number, element in enumerate(root.iter()):
        if element.tag in HEADINGS:
            level = int(element.tag[1])
            while levels and levels[-1] >= level:
                levels.pop()
                path.pop()
            levels.append(level)
            path.append(number)
        yield id(element), tuple(path), levels[-1] if levels else 0
