"""Pages formatted by a second process before MkDocs has them converted.

It takes for the citations of a page what its source shows (`preview`). When the page is converted
and has just these, its text is there; else it is formatted as in any other build, and so is a page
that it has not begun by then. So nothing that is printed depends on it. The same goes for all pages
together, in the scope `site`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from ibidem import Bibliography, Citation, Entry, FormattedCitation, Node, Result, Tagged, replace
from ibidem.companion import Companion, Shares
from ibidem.early import EarlyItems
from ibidem.markdown.project import sign_files
from ibidem.mkdocs.preview import preview, read_file

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from typing import Any

    from mkdocs.structure.files import File

    from ibidem import Item
    from ibidem.markdown import Project

log = logging.getLogger("mkdocs.plugins.ibidem")

SITE = ""
"""In place of the name of a page: all of them together."""


GRACE = 0.2
"""Seconds for what it does behind the last page: it is done long before the site is written."""


class Written(NamedTuple):
    """An entry as it is printed, told once, however many pages list it."""

    html: str
    text: str

    @property
    def content(self) -> Node:
        """What stands for its content, of which nothing more is needed: lists that print it otherwise
        are formatted again."""
        return Tagged("written", [self.text], self.html)


class ReadyPage(NamedTuple):
    """A page as it is told."""

    name: str
    fingerprint: int = 0
    """Of its citations: another one where they differ. (Both processes hash alike.)"""
    formatted: tuple[FormattedCitation, ...] = ()
    order: tuple[str, ...] = ()
    layout: Bibliography = Bibliography()
    """Without its entries."""
    entries: Sequence[tuple[str, int, int]] = ()
    """The id of each, the place of its content among all that have been told, and its number."""
    written: Sequence[Written] = ()
    """Those that are new."""
    faulty: Sequence[str] = ()
    """The works of which something is wrong. It is told when somebody converts them again."""


class Readings(NamedTuple):
    """What is read before the first page, by both processes at the same time."""

    project: Project
    nocite: Sequence[str]
    """The works that every list holds."""
    postponed: Sequence[Callable[[], None]]
    """What is still to be done, by one of them, when there is time for it."""
    common: Mapping[str, Item] | None = None
    """The works of a list that all pages have in common."""

    @property
    def fingerprint(self) -> object:
        """Another one where the other process has read other files, or could not read them. To be taken
        at once: what is found wrong later counts, too."""
        library = self.project.library
        return sign_files(self.project.paths), hash(tuple(library)), len(library.diagnostics)

    def format(self, citations: Sequence[Citation], uncited: Sequence[str] = ()) -> Result:
        """Citations of the site, on a page or together."""
        return self.project.session.format(citations, uncited=uncited, within=self.common)

    def finish(self) -> None:
        """Do what is postponed."""
        for work in self.postponed:
            work()


class PagesAhead:
    """The second process of a build."""

    def __init__(
        self, companion: Companion, readings: Readings, shares: Shares, names: Sequence[str]
    ) -> None:
        self._companion = companion
        self._readings = readings
        self._fingerprint = readings.fingerprint
        self._shares = shares
        self._numbers = {name: number for number, name in enumerate(names)}
        self._ready: dict[str, ReadyPage] = {}
        self._awaited = set(names)
        self._contents: list[Node] = []
        self._taken = 0

    @classmethod
    def start(
        cls,
        read: Callable[[], Readings],
        files: Sequence[File],
        read_signs: Callable[[str], str] | None,
        order: Sequence[str] = (),
    ) -> PagesAhead | None:
        """None where there is no room for a second process. `files` are in the order in which they will
        be converted, `order` is the one in which their citations will be formatted together, if they
        are. To `read` in both takes no longer, and what is read before would be copied when it is
        used. The second process does what is postponed behind the last page."""
        shares = Shares(len(files))
        companion = Companion.start(partial(_serve, read, files, shares, read_signs, order))
        readings = read()
        if companion is None:
            readings.finish()
            return None
        names = [file.src_uri for file in files]
        return cls(companion, readings, shares, [*names, SITE] if order else names)

    def take(
        self, name: str, project: Project, citations: Sequence[Citation], uncited: Sequence[str]
    ) -> Result | None:
        """The page with just these citations and works; None if there is no such page."""
        if project is not self._readings.project or not self._is_begun(name) or not self._is_alike:
            return None
        self._wait_for(name)
        page = self._ready.pop(name, None)
        if page is None or not self._has_just(page, citations, uncited):
            page = self._ask(citations, uncited) if name == SITE else None
        if page is None:
            return None
        for id in page.faulty:
            project.library.get(id)
        self._taken += name != SITE
        entries = tuple(Entry(id, self._contents[at], number) for id, at, number in page.entries)
        again = _Again(partial(self._readings.format, citations, uncited))
        return Result(
            page.formatted,
            replace(page.layout, entries=entries),
            page.order,
            _Drafts(again),
            lambda drafts: again.result.assemble(drafts),
        )

    @cached_property
    def _is_alike(self) -> bool:
        """Whether the other process has read the same. It says so first."""
        return self._companion.hear() == self._fingerprint

    def _is_begun(self, name: str) -> bool:
        """Whether the other process sees to a page, or has done so. If not, it won't."""
        number = self._numbers.get(name)
        if number is None or name == SITE or self._shares.come_to(number):
            return True
        self._awaited.discard(name)
        return False

    def _has_just(
        self, page: ReadyPage, citations: Sequence[Citation], uncited: Sequence[str]
    ) -> bool:
        if not citations or page.fingerprint != hash(tuple(citations)):
            return False
        library, session = self._readings.project.library, self._readings.project.session
        wanted = dict.fromkeys(library.find_id(key) for key in uncited if key in library)
        if not session.processor.numbers_as_given or self._readings.common is not None:
            return wanted.keys() <= {*page.order}
        for citation in citations:
            for cite in citation.cites:
                wanted.pop(library.find_id(cite.id) if cite.id in library else "", None)
        return not wanted or tuple(wanted) == page.order[-len(wanted) :]

    def _wait_for(self, name: str) -> None:
        while name in self._awaited or (self._awaited and self._companion.has_told()):
            page = self._hear()
            if page is None:  # it has broken off
                self._awaited.clear()
                return
            self._awaited.discard(page.name)
            self._ready[page.name] = page

    def _ask(self, citations: Sequence[Citation], uncited: Sequence[str]) -> ReadyPage | None:
        """All pages together as they turned out to be: the other process has most of it at hand."""
        return self._hear() if self._companion.tell((citations, uncited)) else None

    def _hear(self) -> ReadyPage | None:
        page = self._companion.hear()
        if not isinstance(page, ReadyPage):
            return None
        for written in page.written:
            content = written.content
            self._readings.project.entries.learn(content, written.html, written.text)
            self._contents.append(content)
        return page

    def close(self) -> None:
        """The site is written."""
        log.debug("%d pages were formatted by a second process", self._taken)
        self._companion.close(GRACE)
        if not self._shares.is_finished:
            self._readings.finish()


class _Again:
    """A page that is formatted after all, for lists that are more than the plain one."""

    def __init__(self, format: Callable[[], Result]) -> None:
        self._format = format

    @cached_property
    def result(self) -> Result:
        return self._format()


@dataclass(frozen=True)
class _Drafts(Mapping[str, "Any"]):
    again: _Again

    def __getitem__(self, id: str) -> Any:
        return self.again.result.drafts[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.again.result.drafts)

    def __len__(self) -> int:
        return len(self.again.result.drafts)


def _serve(
    read: Callable[[], Readings],
    files: Sequence[File],
    shares: Shares,
    read_signs: Callable[[str], str] | None,
    order: Sequence[str],
    connection: Connection,
) -> None:
    """In the second process."""
    readings = read()
    connection.send(readings.fingerprint)
    project, nocite = readings.project, readings.nocite
    teller = _Teller(readings)
    shown: dict[str, list[Citation]] = {}
    for number, file in enumerate(files):
        citations = shown[file.src_uri] = preview(read_file(file), project, read_signs)
        if citations and shares.begin(number):
            connection.send(teller.tell(file.src_uri, citations, nocite))
    if order:
        together = [citation for name in order for citation in shown.get(name, ())]
        connection.send(teller.tell(SITE, together, nocite))
    readings.finish()  # the host has what it waits for, and will still write its pages
    shares.finish()
    if order:
        connection.send(teller.tell(SITE, *connection.recv()))


class _Teller:
    """Formats pages, and remembers what it has told of their entries."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._project = readings.project
        self._items = EarlyItems(readings.project.library)
        self._places: dict[Node, int] = {}

    def tell(self, name: str, citations: Sequence[Citation], uncited: Sequence[str]) -> ReadyPage:
        cited = (cite.id for citation in citations for cite in citation.cites)
        faulty = self._items.convert((*cited, *uncited))
        result = self._readings.format(citations, uncited)
        listed = result.bibliography.entries
        new = dict.fromkeys(entry.content for entry in listed if entry.content not in self._places)
        self._places.update(zip(new, count(len(self._places)), strict=False))
        return ReadyPage(
            name,
            hash(tuple(citations)),
            tuple(replace(citation, key=None) for citation in result.citations),
            result.order,
            replace(result.bibliography, entries=()),
            [(entry.id, self._places[entry.content], entry.number) for entry in listed],
            [self._write(content) for content in new],
            faulty,
        )

    def _write(self, content: Node) -> Written:
        entries = self._project.entries
        return Written(entries.html(content), entries.text(content))
