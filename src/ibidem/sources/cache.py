"""Split BibTeX files, kept between builds under the hash of what they came from.

A cache file is three parts: a line with the checksum of the rest, a line of JSON (index, macros,
findings, preambles) and the fields (or the text) of all entries, of which only those asked for are
decoded. It is used only if its checksum fits; anything else (another version's, damaged, foreign) is
as good as no file, and is written anew.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import bibtexparser

from ibidem.diagnostics import Diagnostic
from ibidem.sources.bibtex import evaluate, plain, records, repair, split
from ibidem.sources.bibtex.plain import DeferredFields
from ibidem.sources.bibtex.records import LazyFields, RawEntry, RawField, RawFile, RawMacro

_MOST_FILES: Final = 64
_SUFFIX: Final = ".bibcache"


@cache
def reader_version() -> str:
    """Changes whenever the code that splits does, be it released or not."""
    try:
        code = "".join(map(inspect.getsource, (evaluate, plain, records, repair, split)))
    except OSError:  # installed without its sources: the number below has to do
        code = ""
    digest = hashlib.sha256(code.encode("utf-8")).hexdigest()
    return f"ibidem-bibtex 4 {digest}, bibtexparser {bibtexparser.__version__}"


class Cache:
    """A folder of split files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, data: bytes, *circumstances: str) -> str:
        """The name for what is made of `data` under these circumstances."""
        digest = hashlib.sha256(data)
        digest.update(
            "\0".join((reader_version(), *circumstances)).encode("utf-8", "surrogateescape")
        )
        return digest.hexdigest()

    def load(self, key: str) -> RawFile | None:
        """The file kept under `key`, or None."""
        try:
            checksum, _, content = self._path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if checksum != _checksum(content):
            return None
        head, _, body = content.partition(b"\n")
        try:
            index = json.loads(head)
            return RawFile(
                entries=[
                    RawEntry(
                        kind, name, line, order, _KeptFields(body, start, end, line), tuple(aliases)
                    )
                    for kind, name, line, order, start, end, aliases in index["entries"]
                ],
                macros=[RawMacro(name, raw, order) for name, raw, order in index["macros"]],
                diagnostics=[Diagnostic(*values) for values in index["diagnostics"]],
                preambles=list(map(str, index["preambles"])),
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            return None

    def store(self, key: str, file: RawFile) -> None:
        """Keep `file`, whole or not at all. A folder that cannot be written keeps nothing."""
        pieces = [_content(entry) for entry in file.entries]
        ends = [*accumulate(map(len, pieces), initial=0)]
        entries = [
            (entry.type, entry.key, entry.line, entry.order, start, end, entry.aliases)
            for entry, (start, end) in zip(file.entries, pairwise(ends), strict=True)
        ]
        body = b"".join(pieces)
        index = {
            "entries": entries,
            "macros": [(macro.name, macro.raw, macro.order) for macro in file.macros],
            "diagnostics": [_values(finding) for finding in file.diagnostics],
            "preambles": file.preambles,
        }
        content = json.dumps(index, separators=(",", ":")).encode("ascii") + b"\n" + body
        try:
            self._write(key, _checksum(content) + b"\n" + content)
            self._prune()
        except OSError:
            return

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"

    def _write(self, key: str, content: bytes) -> None:
        """Under another name first: a reader must never see half a file."""
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / ".gitignore").write_text("*\n", "utf-8")  # nobody's source
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=_SUFFIX)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(name, self._path(key))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _prune(self) -> None:
        files = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime)
        for file in files[:-_MOST_FILES]:
            file.unlink(missing_ok=True)


def _content(entry: RawEntry) -> bytes:
    """What is kept of an entry: its fields as JSON, or the text of one that is not split yet."""
    if isinstance(entry.fields, DeferredFields):
        return entry.fields.text.encode("utf-8", "surrogatepass")  # begins with a comma
    return json.dumps(list(entry.fields)).encode("ascii")


def _checksum(content: bytes) -> bytes:
    """Of the content and of what wrote it: another version's file does not fit."""
    return hashlib.sha256(reader_version().encode() + content).hexdigest().encode("ascii")


def _values(finding: Diagnostic) -> list[object]:
    return list(finding.as_dict().values())


class _KeptFields(LazyFields):
    """The fields of an entry as they stand in the body of a cache file."""

    __slots__ = ("_body", "_end", "_line", "_start")

    def __init__(self, body: bytes, start: int, end: int, line: int) -> None:
        super().__init__()
        self._body = body
        self._start = start
        self._end = end
        self._line = line

    def _read(self) -> Sequence[RawField]:
        content = self._body[self._start : self._end]
        if not content.startswith(b"["):
            text = content.decode("utf-8", "surrogatepass")
            return DeferredFields(text, 0, len(text), self._line)
        return [(str(name), str(raw), int(line)) for name, raw, line in json.loads(content)]
