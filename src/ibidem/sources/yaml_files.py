"""YAML bibliographies: one safe reader of the syntax, and whose format the content is.

Every scalar stays the text that was written: no `no` becomes False, no `2020-05-01` a date object,
no `1984` a number that loses its zeros.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import partial
from typing import Final

from ibidem.diagnostics import Diagnostic
from ibidem.sources.cff import Way, find_works, read_cff
from ibidem.sources.cff_check import check_work
from ibidem.sources.csl_json import find_records, item_id, read_item
from ibidem.sources.entries import Report, SourceEntry, take_line
from ibidem.sources.hayagriva import check_entry, is_hayagriva, read_hayagriva
from ibidem.sources.item_check import check_dates, check_item, unnamed_key
from ibidem.sources.pandoc_markup import read_markup
from ibidem.sources.salvage import split_yaml
from ibidem.sources.yaml_places import Place, find_root

_NULLS: Final = ("", "~", "null")
_ID: Final = re.compile(r"^id\s*:\s*")
_ID_IN_BRACES: Final = re.compile(
    r"""[{,]\s*["']?id["']?\s*:\s*("[^"]*"|'[^']*'|[^\s"',{}][^,{}]*)"""
)


def read_yaml(text: str, path: str, report: Report) -> list[SourceEntry]:
    """The entries of a YAML file: pandoc's CSL-YAML, Hayagriva's format, or a CITATION.cff."""
    data = _load(text, path, report)
    if data is None:
        return []
    in_hayagriva: Mapping[str, Mapping[str, object]] = {}
    in_cff: list[tuple[Way, Mapping[str, object]]] = []
    if isinstance(data, Mapping) and "cff-version" in data:
        in_cff, found = find_works(data), read_cff(data)
    elif is_hayagriva(data):
        in_hayagriva, found = data, read_hayagriva(data)
        _report_doubles(text, data, path, report)
    else:
        found = [read_markup(record) for record in find_records(data)]
    entries: list[SourceEntry] = []
    lines = _lines_of_names(text)
    root = find_root(text) if in_cff else Place(0)
    for place, record in enumerate(found, 1):
        key = item_id(record) or unnamed_key(place)
        work_place = root.at(*in_cff[place - 1][0]) if in_cff else root
        line = work_place.line or take_line(lines, key)
        entries.append(SourceEntry(key, partial(read_item, record, place), line))
        if not (in_cff or key in in_hayagriva):
            check_item(record, key, path, line, report)
            continue
        check_dates(record, key, path, line, report)
        if in_cff:
            check_work(in_cff[place - 1][1], key, path, work_place, report, is_file=place == 1)
        else:
            check_entry(in_hayagriva[key], key, path, line, report)
    if not entries:
        message = "holds no references, as far as can be told"
        report(Diagnostic("no-entries", message, path=path))
    return entries


def _report_doubles(text: str, keys: Container[str], path: str, report: Report) -> None:
    """Tell of keys that stand twice in a mapping, of which the loader keeps the last."""
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        key = line.rstrip().removesuffix(":").strip("\"'")
        if line[:1].isspace() or key not in keys:
            continue
        if key in seen:
            message = f'the key "{key}" stands twice; the last one is used'
            report(Diagnostic("duplicate-key", message, path=path, line=number, key=key))
        seen.add(key)


def _lines_of_names(text: str) -> dict[str, list[int]]:
    """The lines (from 1 on) that hold nothing but a name, as a key or as an id, or have it as the key
    of something in braces or as an id in there."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        name = _ID.sub("", line.lstrip(" \t-")).rstrip(" \t\r,}")
        name = name.removesuffix(":").rstrip().strip("\"'")
        lines.setdefault(name, []).append(number)
        before, brace, _ = line.partition("{")
        names = _ID_IN_BRACES.findall(line) if brace or "," in line else []
        if brace and before.rstrip().endswith(":"):
            names.append(before.rstrip()[:-1])
        for name in names:
            lines.setdefault(name.strip(" \t\"'"), []).append(number)
    return lines


def _load(text: str, path: str, report: Report) -> object:
    """The first document of the file, all scalars as strings; None (and an error told) if none."""
    try:
        import yaml
    except ImportError:
        message = 'needs PyYAML: pip install "ibidem[formats]"'
        report(Diagnostic("missing-package", message, "error", path=path))
        return None

    def read(document: str) -> object:
        return next(iter(yaml.load_all(document, Loader=yaml.BaseLoader)), "")

    def say(error: Exception, lines: int = 0) -> None:
        mark = getattr(error, "problem_mark", None)
        if getattr(error, "problem", "") == "found unexpected end of stream":
            mark = getattr(error, "context_mark", mark)  # where the quote was opened
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        if isinstance(error, RecursionError):
            problem = "it is nested too deeply"
        line = lines + mark.line + 1 if mark else lines
        message = f"is no valid YAML: {problem}"
        report(Diagnostic("invalid-yaml", message, "error", path=path, line=line))

    broken = (yaml.YAMLError, RecursionError)
    try:
        return _without_nulls(read(text))
    except broken as error:
        whole: Exception = error
    pieces: list[object] = []
    failures: list[tuple[Exception, int]] = []
    for lines, piece in split_yaml(text):
        try:
            pieces.append(read(piece))
        except broken as error:
            failures.append((error, lines))
    sound = _join(pieces)
    if not (sound and failures):  # nothing is left, or it is the whole that makes no sense
        failures = [(whole, 0)]
    for failure, lines in failures:
        say(failure, lines)
    return _without_nulls(sound)


def _join(pieces: list[object]) -> object:
    """One document of the entries that were read one by one; None if there are none."""
    entries = [entry for piece in pieces if isinstance(piece, list) for entry in piece]
    keyed = {
        key: value for piece in pieces if isinstance(piece, dict) for key, value in piece.items()
    }
    return entries or keyed or None


def _without_nulls(value: object, depth: int = 0) -> object:
    """`~` and `null` say nothing; what is nested beyond any format's need is left as it is."""
    if depth > 20:
        return value
    if isinstance(value, dict):
        return {
            str(key): _without_nulls(inner, depth + 1)
            for key, inner in value.items()
            if not (isinstance(inner, str) and inner in _NULLS)
        }
    if isinstance(value, list):
        return [_without_nulls(inner, depth + 1) for inner in value]
    return value
