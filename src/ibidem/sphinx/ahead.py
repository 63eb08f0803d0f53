"""Formatting in a second process while pages are still being read.

That process gets the record of each page as soon as it is read, and formats the page by itself.
Nothing of this is final, but items are converted by it (those of which something is wrong once more
in the end) and most of what will be printed is rendered. While no page comes it also formats those
that have come as a whole, which is when works have to be told apart. When all pages are read it
formats them as a whole once more and keeps that where a later build would look for it, too: this
build finds it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ibidem.companion import Companion
from ibidem.early import EarlyItems
from ibidem.sphinx.citations import CitationReader
from ibidem.sphinx.formatter import format_pages
from ibidem.sphinx.roles import FORMS
from ibidem.sphinx.store import save_formatting

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from ibidem import Citation
    from ibidem.sphinx.project import Project
    from ibidem.sphinx.records import PageRecord


SOME = 500
"""Citations that are worth to be formatted as a whole before the last ones are known."""


class Whole(NamedTuple):
    """All pages are read: what is to be formatted."""

    order: Sequence[str]
    records: Mapping[str, PageRecord]
    parts: Mapping[str, str]


class Ahead:
    """The second process of a build."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion

    @classmethod
    def start(cls, project: Project) -> Ahead | None:
        """None where there is no room for a second process."""
        companion = Companion.start(partial(_serve, project))
        return None if companion is None else cls(companion)

    def note(self, page: str, record: PageRecord) -> None:
        """A page is read."""
        self._companion.tell((page, record))

    def format(self, whole: Whole) -> None:
        """Have all of it formatted."""
        self._companion.tell(whole)

    def keep(self, path: Path, digest: str) -> None:
        """Have that kept, and wait for it; if it fails nothing is kept."""
        if self._companion.tell((path, digest)):
            self._companion.hear()

    def close(self) -> None:
        self._companion.close()


def _serve(project: Project, connection: Connection) -> None:
    """In the second process."""
    messages = _Messages(connection)
    pages = messages.take()
    library = project.load_library()
    session = project.open_session(library)
    reader = CitationReader(project, library)
    items = EarlyItems(library)
    known: list[Citation] = []
    wanted = SOME
    while messages.whole is None:
        read = (
            reader.read(page, citation)
            for page, record in pages
            for citation in record.citations
            if FORMS[citation.role].part != "url"  # to read it is to convert the item
        )
        citations = [found.citation for found in read if found.citation is not None]
        items.convert(cite.id for citation in citations for cite in citation.cites)
        session.format(citations)
        known += citations
        if len(known) >= wanted and not messages.are_waiting:
            session.format(known)
            wanted = 2 * len(known)
        pages = messages.take()
    if items.has_faulty:
        session.library = library = project.load_library()
        items.hand_over(library)
    formatting = format_pages(project, library, session, *messages.whole)
    path, digest = connection.recv()
    save_formatting(path, digest, messages.whole.records, formatting)
    connection.send(digest)


class _Messages:
    """What the first process tells: pages, and in the end the whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.whole: Whole | None = None

    @property
    def are_waiting(self) -> bool:
        """Whether there is one that has not been taken."""
        return self._connection.poll()

    def take(self) -> list[tuple[str, PageRecord]]:
        """The pages that have been read since, at least one if there are any to come."""
        pages: list[tuple[str, PageRecord]] = []
        while self.whole is None and (not pages or self.are_waiting):
            message = self._connection.recv()
            if isinstance(message, Whole):
                self.whole = message
            else:
                pages.append(message)
        return pages
