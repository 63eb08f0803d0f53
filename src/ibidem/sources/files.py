"""From what the user names to text: paths, patterns and folders; encodings; formats."""

from __future__ import annotations

import codecs
import glob
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ibidem.diagnostics import Diagnostic, closest
from ibidem.paths import describe_no_path, is_path
from ibidem.sources.characters import drop_forbidden, may_be_forbidden
from ibidem.sources.entries import Report

SUFFIXES: Final = {
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".json": "csl-json",
    ".csljson": "csl-json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".ris": "ris",
    ".nbib": "nbib",
    ".cff": "cff",
}
"""The format that a file's name promises; its content is asked first."""

KNOWN_FORMATS: Final = "BibTeX, CSL-JSON, CSL-YAML, Hayagriva, CITATION.cff, RIS, PubMed"

EMPTY_FOLDER: Final = "no bibliography in this folder"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BIBTEX: Final = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]", re.MULTILINE)
_RIS: Final = re.compile(r"^\s*TY {1,2}-", re.MULTILINE)
_NBIB: Final = re.compile(r"\s*PMID- ?\d")
_CFF: Final = re.compile(r"^cff-version\s*:", re.MULTILINE)
_YAML: Final = re.compile(r"^(?:---|references\s*:|- \w+\s*:|[\w\"'./:-]+\s*:\s*$)", re.MULTILINE)


def find_files(
    paths: Sequence[str | Path], base: Path | None, report: Report
) -> Iterator[tuple[Path, str]]:
    """The files that `paths` name, each once; folders and patterns give theirs in order. With each
    comes the folder in which it was found, as it was named; empty for others."""
    seen: set[Path] = set()
    for named in paths:
        if not is_path(str(named)):
            report(Diagnostic("missing-file", describe_no_path(str(named)), "error"))
            continue
        folder = str(named) if Path(base or ".", named).is_dir() else ""
        for path in _expand(Path(named), base, report):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield path, folder


def _expand(name: Path, base: Path | None, report: Report) -> list[Path]:
    path, named = Path(base or ".", name), str(name)
    seen_from = f", seen from {base}" if base and not name.is_absolute() else ""
    if path.is_file() or path.is_fifo():
        return [path]
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
        wanted = EMPTY_FOLDER
    elif glob.has_magic(named):
        names = sorted(glob.glob(str(path), recursive=True))
        found = [file for file in map(Path, names) if file.is_file()]
        wanted = f"no file fits this pattern{seen_from}"
    else:
        found, wanted = [], f"no such file{seen_from}"
    if not found:
        is_name = not glob.has_magic(named) and path.parent.is_dir()
        neighbours = (
            [file.name for file in path.parent.iterdir() if file != path] if is_name else []
        )
        suggestion = closest(path.name, neighbours)
        report(Diagnostic("missing-file", wanted, "error", path=named, suggestion=suggestion))
    return found


def read_bytes(path: Path, shown: str, report: Report) -> bytes | None:
    """The file's content; None (and an error told) if it cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        report(Diagnostic("unreadable-file", message, "error", path=shown))
        return None


def read_text(data: bytes, encoding: str, shown: str, report: Report) -> str:
    """The text of a file's content, with `\\n` as its line ends."""
    text = decode(data, encoding, shown, report)
    if encoding or may_be_forbidden(data):
        text = drop_forbidden(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode(data: bytes, encoding: str, shown: str, report: Report) -> str:
    """By byte order mark, else as `encoding` says, else UTF-8, else (told) as Windows-1252."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode(encoding or "utf-8")
    except LookupError:
        message = f'unknown encoding "{encoding}"'
        report(Diagnostic("unknown-encoding", message, "error", path=shown))
        return decode(data, "", shown, report)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not {encoding or 'UTF-8'}; read as Windows-1252"
        report(Diagnostic("guessed-encoding", message, path=shown, line=line))
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def find_format(text: str, suffix: str) -> str:
    """`bibtex`, `csl-json`, `ris`, `nbib`, `cff`, `yaml`, or empty: content first, the suffix second."""
    head = text.lstrip()[:1]
    if not head:
        return SUFFIXES.get(suffix.lower(), "bibtex")
    if head in "[{":
        return "csl-json"
    if head != "@" and _RIS.match(text):
        return "ris"
    if _NBIB.match(text):
        return "nbib"
    if suffix.lower() not in (".yaml", ".yml", ".cff") and _BIBTEX.search(text):
        return "bibtex"
    if _CFF.search(text):
        return "cff"
    if suffix.lower() in SUFFIXES:
        return SUFFIXES[suffix.lower()]
    return "yaml" if _YAML.search(text) else ""
