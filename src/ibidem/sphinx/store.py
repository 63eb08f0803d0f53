"""The last build's formatting, kept beside the doctrees for a build where nothing has moved.

Formatting is a pure function, so a digest of what goes in stands for what comes out. The file is a
pickle, as Sphinx's own environment next to it is, and just as private to this build folder.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

from ibidem.sphinx.formatting import Formatting
from ibidem.sphinx.records import PageRecord

FORMAT = 1
UNREADABLE = (
    OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, KeyError,
    TypeError, ValueError,
)  # fmt: skip
"""What reading a damaged or outdated pickle can raise."""


def digest_pages(
    order: Sequence[str], records: Mapping[str, PageRecord], parts: Mapping[str, str]
) -> str:
    """A digest of all records, in order, and of the parts that the pages are in."""
    found = hashlib.sha256(repr(sorted(parts.items())).encode())
    for page in order:
        record = records[page]
        about = (page, record.citations, record.lists, sorted(record.ids), record.sections)
        found.update(repr(about).encode())
    return found.hexdigest()


def load_formatting(path: Path, digest: str) -> Formatting | None:
    """The formatting that was kept for this digest, if it can still be read."""
    try:
        with path.open("rb") as file:
            if pickle.load(file) != (FORMAT, digest):
                return None
            formatting = pickle.load(file)
    except UNREADABLE:
        return None
    return formatting if isinstance(formatting, Formatting) else None


def save_formatting(path: Path, digest: str, formatting: Formatting) -> None:
    """Keep the formatting for the next build."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as file:
        pickle.dump((FORMAT, digest), file, pickle.HIGHEST_PROTOCOL)
        pickle.dump(formatting, file, pickle.HIGHEST_PROTOCOL)
    draft.replace(path)
