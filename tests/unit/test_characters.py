"""Characters that XML forbids: no output may hold one, whatever the encoding of the file."""

from __future__ import annotations

from itertools import product

import pytest

from ibidem.sources.files import read_text

FORBIDDEN = (*map(chr, (0, 1, 4, 8, 11, 12, 14, 31)), "\ufffe", "\uffff")
UNSAID = ("utf-8", "utf-16", "latin-1")
"""Encodings that are found out; the others have to be named."""
SAID = ("utf-32", "utf-7", "cp500")


@pytest.mark.parametrize(
    ("encoding", "character"),
    [
        (encoding, character)
        for encoding, character in product((*UNSAID, *SAID), FORBIDDEN)
        if encoding.startswith("utf") or character < "\u0100"
    ],
    ids=ascii,
)
def test_no_forbidden_character_is_read(encoding: str, character: str) -> None:
    data = f"ä\t{character}b\n".encode(encoding)
    said = encoding if encoding in SAID else ""
    assert read_text(data, said, "refs.bib", lambda finding: None) == "ä\tb\n"
