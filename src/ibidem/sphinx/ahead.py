"""Formatting in a second process while pages are still being read.

That process gets the record of each page as soon as it is read, and formats the page by itself.
Nothing of this is final, but items are converted by it (those of which something is wrong once more
in the end) and most of what will be printed is rendered. When all pages are read it formats them as
a whole and keeps that where a later build would look for it, too: this build finds it there.
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

    from ibidem.sphinx.project import Project
    from ibidem.sphinx.records import PageRecord


class Whole(NamedTuple):
    """All pages are read: what is to be formatted, and where it is kept."""

    path: Path
    digest: str
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
        """Have all of it formatted and kept, and wait for that; if it fails nothing is kept."""
        if self._companion.tell(whole):
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
        pages = messages.take()
    if items.has_faulty:
        session.library = library = project.load_library()
        items.hand_over(library)
    path, digest, order, records, parts = messages.whole
    formatting = format_pages(project, library, session, order, records, parts)
    save_formatting(path, digest, records, formatting)
    connection.send(digest)


class _Messages:
    """What the first process tells: pages, and in the end the whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.whole: Whole | None = None

    def take(self) -> list[tuple[str, PageRecord]]:
        """The pages that have been read since, at least one if there are any to come."""
        pages: list[tuple[str, PageRecord]] = []
        while self.whole is None and (not pages or self._connection.poll()):
            message = self._connection.recv()
            if isinstance(message, Whole):
                self.whole = message
            else:
                pages.append(message)
        return pages
