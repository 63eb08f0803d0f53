"""A page in reading order: its citations and its calls of footnotes.

The text of a footnote is read where the footnote is called, not at the end of the page where the
host has put it, so that numbers and "ibid." follow the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from ibidem.markdown.docstrings import DocstringStash
from ibidem.markdown.inline import MARK, Found

NESTED: Final = "#nested"
"""Stands for a footnote's id where a citation is in the affix of another one."""

OF_DOCSTRING: Final = "#docstring"
"""Stands for a footnote's id where a citation is in a docstring's own footnote."""

COPIES: Final = frozenset(("mkdocstrings", "markdown-exec"))
"""Classes of elements whose children are copies of the headings in a stashed docstring, for the table
of contents. They go before the page is written."""

COMMA: Final = "footnote-comma"
"""The class of a raised comma between two marks."""

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Place:
    """Where a citation stands."""

    element: Element
    parent: Element
    found: Found
    footnote: str
    """The id of the author's footnote that it is in; empty for the text."""
    is_linked: bool
    """It is part of a link's text and can hold no link itself."""
    is_nested: bool = False
    """It stands in the affix of another citation."""
    has_words_behind: bool = False
    """Words of the footnote that it is in follow it."""
    identity: str = ""
    """Its id on the page, and that of its note; the author may give it another one."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Those that the author gives it."""
    note_number: int = 0
    taken: str = ""
    """The punctuation that was behind it and stands before the mark of its note now."""
    prefixes: tuple[str, ...] = ()
    """Of each key the prefix that is the name of a list, if any has one."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the works, without these prefixes."""
        if not self.prefixes:
            return self.found.keys
        pairs = zip(self.found.keys, self.prefixes, strict=True)
        return tuple(key[len(prefix) :] for key, prefix in pairs)

    def keys_with(self, prefix: str) -> tuple[str, ...]:
        """The keys of the works that are cited with this prefix, or with none."""
        if not self.prefixes:
            return () if prefix else self.found.keys
        pairs = zip(self.keys, self.prefixes, strict=True)
        return tuple(key for key, own in pairs if own == prefix)


@dataclass(slots=True)
class NoteCall:
    """A mark that calls one of the author's footnotes."""

    element: Element
    footnote: str
    is_first: bool


Event: TypeAlias = "Place | NoteCall"
Step: TypeAlias = "Event | Iterator[Step]"
"""An event, or a part of the page to be read at this place."""


def first_prefixes(works: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By work the prefix of its key. Links go by works: all cites of one in a citation lead to the
    list of the first."""
    found: dict[str, str] = {}
    for work, prefix in works:
        found.setdefault(work, prefix)
    return found


def text_behind(place: Place) -> str:
    """What follows a citation, also behind emphasis that ends with it."""
    if place.element.tail:
        return place.element.tail
    is_last = len(place.parent) > 0 and place.parent[-1] is place.element
    return (place.parent.tail or "") if is_last else ""


def is_citation(element: Element) -> bool:
    """Whether a citation has been written into it; the author may have given it more classes."""
    return "citation" in element.get("class", "").split()


def words_of(element: Element) -> Iterator[str]:
    """The text without marks of footnotes, as no footnote goes with it elsewhere, and without raised
    numbers, which would be glued to the word before them."""
    yield element.text or ""
    for child in element:
        is_number = child.tag == "sup" and not any(map(str.isalpha, "".join(child.itertext())))
        if not is_number and not child.get("id", "").startswith("fnref"):
            yield from words_of(child)
        yield child.tail or ""


def close_up(place: Place, added: str = "") -> None:
    """Drop the space before a citation, for marks that follow their word; `added` comes between."""
    index = list(place.parent).index(place.element)
    if index:
        before = place.parent[index - 1]
        before.tail = (before.tail or "").rstrip() + added
    else:
        place.parent.text = (place.parent.text or "").rstrip() + added


def find_footnotes(root: Element) -> dict[str, Element]:
    """The author's footnotes, as Python-Markdown has put them at the end, by id."""
    return {
        item.get("id", ""): item
        for division in root.iter("div")
        if division.get("class") == "footnote"
        for item in division.iterfind("ol/li")
    }


def read_page(root: Element, found: list[Found], docstrings: DocstringStash) -> list[Event]:
    """The events of a page in reading order."""
    return list(_Reader(root, found, docstrings).read())


class _Reader:
    def __init__(self, root: Element, found: list[Found], docstrings: DocstringStash) -> None:
        self.root = root
        self.found = found
        self.docstrings = docstrings
        self.footnotes = find_footnotes(root)
        self.called: set[str] = set()
        self.waiting: list[str] = []
        """Notes that are called and not yet read."""
        self.around = 0
        """How many citations are around the one that is read."""

    def read(self) -> Iterator[Event]:
        """The events, without recursion: hosts nest as deep as their own stack goes."""
        waiting = [self._read_all()]
        while waiting:
            for step in waiting[-1]:
                if not isinstance(step, (Place, NoteCall)):
                    waiting.append(step)
                    break
                yield step
            else:
                waiting.pop()

    def _read_all(self) -> Iterator[Step]:
        yield self._walk(self.root, "", is_linked=False)
        for identity, item in self.footnotes.items():  # those that nothing calls
            if identity not in self.called:
                self.called.add(identity)
                yield self._walk(item, identity, is_linked=False)

    def _walk(self, parent: Element, footnote: str, *, is_linked: bool) -> Iterator[Step]:
        yield from self._read_stashed(parent.text, footnote)
        for child in parent if parent.get("class") not in COPIES else ():
            if child.get("class") != "footnote" or child.tag != "div":
                yield from self._visit(child, parent, footnote, is_linked=is_linked)
            yield from self._read_stashed(child.tail, footnote)

    def _visit(
        self, child: Element, parent: Element, footnote: str, *, is_linked: bool
    ) -> Iterator[Step]:
        number = child.get(MARK)
        if number is not None:
            is_nested = bool(self.around)
            yield Place(child, parent, self.found[int(number)], footnote, is_linked, is_nested)
            # what is cited in an affix is printed in place, never as a note of its own
            self.around += 1
            yield self._walk(child, footnote or NESTED, is_linked=is_linked)
            self.around -= 1
        elif child.get("class") == "footnote-ref":
            yield from self._call(child, footnote)
        elif len(child):
            yield self._walk(child, footnote, is_linked=is_linked or child.tag == "a")
        else:
            yield from self._read_stashed(child.text, footnote)

    def _read_stashed(self, text: str | None, footnote: str) -> Iterable[Event]:
        if not text or "\x02" not in text:
            return ()
        return [
            Place(
                stashed.element,
                stashed.parent,
                stashed.found,
                footnote or (OF_DOCSTRING if stashed.has_words_behind is not None else ""),
                is_linked=False,
                has_words_behind=bool(stashed.has_words_behind),
            )
            for stashed in self.docstrings.read(text)
        ]

    def _call(self, mark: Element, footnote: str) -> Iterator[Step]:
        """The call of a note and what is in it. A note that another one calls comes behind that."""
        identity = mark.get("href", "").removeprefix("#")
        is_first = identity not in self.called
        yield NoteCall(mark, identity, is_first)
        if not is_first or identity not in self.footnotes:
            return
        self.called.add(identity)
        self.waiting.append(identity)
        while self.waiting and footnote not in self.footnotes:
            identity = self.waiting.pop(0)
            yield self._walk(self.footnotes[identity], identity, is_linked=False)
