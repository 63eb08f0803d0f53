"""The last build's formatting, kept beside the doctrees for a build where nothing has moved.

Formatting is a pure function, so a digest of what goes in stands for what comes out. Each page is
kept apart and read when it is written: a build that writes one page of a thousand reads that one.
The file is made of pickles, as Sphinx's own environment next to it is, and just as private to this
build folder.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

from ibidem.sphinx.formatting import Formatting, PageText
from ibidem.sphinx.records import PageRecord

FORMAT = 2
UNREADABLE = (
    OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, KeyError,
    TypeError, ValueError,
)  # fmt: skip
"""What reading a damaged or outdated pickle can raise."""


PAGES_AT_HAND = 16
"""How many pages are held as objects: the one being written, and those that it names."""


class _StoredPages(Mapping[str, PageText]):
    """Pages as they are kept, read when they are asked for.

    A large site has more nodes than Python's collector should have to walk through, again and again,
    while pages are written.
    """

    def __init__(self, content: bytes, places: Mapping[str, tuple[int, int]]) -> None:
        self._places = places
        self._read = lru_cache(PAGES_AT_HAND)(partial(_read_page, content, places))

    def __getitem__(self, page: str) -> PageText:
        return self._read(page)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _read_page(content: bytes, places: Mapping[str, tuple[int, int]], page: str) -> PageText:
    start, end = places[page]
    text: PageText = pickle.loads(memoryview(content)[start:end])
    return text


def digest_pages(
    order: Sequence[str], records: Mapping[str, PageRecord], parts: Mapping[str, str]
) -> str:
    """A digest of all records, in order, and of the parts that the pages are in.

    The lines that roles stand on are left out: no page prints them.
    """
    found = hashlib.sha256(repr(sorted(parts.items())).encode())
    for page in order:
        record = records[page]
        citations = [citation._replace(source="", line=0) for citation in record.citations]
        lists = [listed._replace(source="", line=0) for listed in record.lists]
        words = [(found.word, found.is_cited) for found in record.words]
        slips = [slip._replace(source="", line=0) for slip in record.slips]
        described = repr(
            (page, citations, lists, sorted(record.ids), record.sections, words, slips)
        )
        found.update(described.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def load_formatting(
    path: Path, digest: str, records: Mapping[str, PageRecord]
) -> Formatting | None:
    """The formatting that was kept for this digest, if it can still be read.

    What it has found wrong is told with lines, so those of the pages in question must not have moved.
    """
    try:
        with path.open("rb") as file:
            if pickle.load(file) != (FORMAT, digest):
                return None
            reported, places, size, formatting = pickle.load(file)
            content = file.read()
    except UNREADABLE:
        return None
    moved = any(lines != _lines_of(page, records) for page, lines in reported.items())
    if moved or len(content) != size or not isinstance(formatting, Formatting):
        return None
    return dataclasses.replace(formatting, pages=_StoredPages(content, places))


def save_formatting(
    path: Path, digest: str, records: Mapping[str, PageRecord], formatting: Formatting
) -> Formatting:
    """Keep the formatting for the next build. Gives the same one, as it is kept."""
    places: dict[str, tuple[int, int]] = {}
    content = bytearray()
    for page, text in formatting.pages.items():
        start = len(content)
        content += pickle.dumps(text, pickle.HIGHEST_PROTOCOL)
        places[page] = (start, len(content))
    reported = {
        finding.docname: _lines_of(finding.docname, records) for finding in formatting.findings
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")  # several builds may share the folder
    try:
        with draft.open("wb") as file:
            pickle.dump((FORMAT, digest), file, pickle.HIGHEST_PROTOCOL)
            shared = dataclasses.replace(formatting, pages={})
            pickle.dump((reported, places, len(content), shared), file, pickle.HIGHEST_PROTOCOL)
            file.write(content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return dataclasses.replace(formatting, pages=_StoredPages(bytes(content), places))


def _lines_of(page: str, records: Mapping[str, PageRecord]) -> list[tuple[str, int]]:
    record = records.get(page)
    if record is None:  # a finding about no page, but about a file of the bibliography
        return []
    citations = [(citation.source, citation.line) for citation in record.citations]
    words = [(found.source, found.line) for found in record.words]
    slips = [(slip.source, slip.line) for slip in record.slips]
    return citations + [(listed.source, listed.line) for listed in record.lists] + words + slips
