"""Hayagriva's YAML (the bibliography format of Typst) -> CSL-JSON records.

An entry names what holds it as its `parent`, nested to any depth; CSL is flat, so the first parent
gives the container, and parents further up fill what is still missing. A parent of the type `original`
is what the item is a reprint or a translation of, and holds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeGuard

from ibidem.diagnostics import Diagnostic, closest
from ibidem.sources.entries import Report
from ibidem.sources.programs import bare_doi
from ibidem.sources.spellings import find_meant

TYPES: Final = {
    "article": "article",
    "chapter": "chapter",
    "entry": "entry",
    "anthos": "chapter",
    "report": "report",
    "thesis": "thesis",
    "web": "webpage",
    "scene": "motion_picture",
    "artwork": "graphic",
    "patent": "patent",
    "case": "legal_case",
    "newspaper": "periodical",
    "legislation": "legislation",
    "manuscript": "manuscript",
    "original": "document",
    "post": "post",
    "misc": "document",
    "performance": "performance",
    "periodical": "periodical",
    "proceedings": "book",
    "book": "book",
    "blog": "webpage",
    "reference": "book",
    "conference": "event",
    "anthology": "book",
    "repository": "software",
    "thread": "post",
    "video": "motion_picture",
    "audio": "song",
    "exhibition": "event",
}

TYPES_IN_PARENTS: Final = {
    ("article", "periodical"): "article-journal",
    ("article", "newspaper"): "article-newspaper",
    ("article", "blog"): "post-weblog",
    ("article", "conference"): "paper-conference",
    ("article", "proceedings"): "paper-conference",
    ("article", "reference"): "entry-encyclopedia",
    ("article", "anthology"): "chapter",
    ("article", "book"): "chapter",
    ("chapter", "proceedings"): "paper-conference",
    ("entry", "reference"): "entry-encyclopedia",
    ("web", "blog"): "post-weblog",
    ("video", "video"): "broadcast",
    ("audio", "audio"): "song",
}

_TEXTS: Final = {
    "issue": "issue",
    "volume": "volume",
    "volume-total": "number-of-volumes",
    "chapter": "chapter-number",
    "edition": "edition",
    "page-range": "page",
    "page-total": "number-of-pages",
    "runtime": "dimensions",
    "language": "language",
    "archive": "archive",
    "archive-location": "archive-place",
    "call-number": "call-number",
    "note": "note",
    "abstract": "abstract",
    "genre": "genre",
    "location": "publisher-place",
    "organization": "publisher",
}
_FROM_PARENTS: Final = (
    "issue",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "location",
    "organization",
    "call-number",
)
_SERIAL_NUMBERS: Final = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
_ROLES: Final = {
    "translator": "translator",
    "foreword": "contributor",
    "introduction": "contributor",
    "afterword": "contributor",
    "annotator": "contributor",
    "commentator": "contributor",
    "holder": "contributor",
    "compiler": "compiler",
    "founder": "contributor",
    "collaborator": "contributor",
    "organizer": "organizer",
    "cast-member": "performer",
    "composer": "composer",
    "producer": "producer",
    "executive-producer": "executive-producer",
    "writer": "script-writer",
    "cinematography": "contributor",
    "director": "director",
    "illustrator": "illustrator",
    "narrator": "narrator",
}
_BRACED: Final = re.compile(r"(?<!\\)\{([^{}]*)\}")
_DEEPEST_PARENT: Final = 8


_FIELDS: Final = frozenset(
    (
        *_TEXTS, "affiliated", "author", "date", "doi", "editor", "parent", "publisher",
        "serial-number", "time-range", "title", "type", "url",
    )
)  # fmt: skip
_OTHER_WORDS: Final = {
    "booktitle": "parent",
    "journal": "parent",
    "pages": "page-range",
    "year": "date",
}
_OTHER_TYPES: Final = {"journal": "periodical", "magazine": "periodical", "website": "web"}
_ONLY_HERE: Final = frozenset(("affiliated", "date", "page-range", "parent", "serial-number"))
_ONLY_IN_CSL: Final = frozenset(("DOI", "URL", "container-title", "id", "issued", "page"))


def is_hayagriva(data: object) -> TypeGuard[Mapping[str, Mapping[str, object]]]:
    """A map of entries by key, some with one of the format's types (or none). The items of CSL may be
    in such a map, too: what more entries have decides."""
    if not isinstance(data, Mapping) or not data or "references" in data:
        return False
    entries = [value for value in data.values() if isinstance(value, Mapping)]
    if len(entries) < len(data) or not any(_type_of(entry) in TYPES for entry in entries):
        return False
    ours = sum(not _ONLY_HERE.isdisjoint(entry) for entry in entries)
    return ours >= sum(not _ONLY_IN_CSL.isdisjoint(entry) for entry in entries)


def _type_of(entry: Mapping[str, object]) -> str:
    return str(entry.get("type", "misc")).lower()


def check_entry(
    entry: Mapping[str, object], key: str, path: str, line: int, report: Report
) -> None:
    """Report types that the format does not have, and fields that are probably slips."""
    for holder in (entry, *_parents(entry)):
        kind = _type_of(holder)
        if kind not in TYPES:
            report(
                Diagnostic(
                    "hayagriva.unknown-type", f'Hayagriva has no type "{holder.get("type")}"',
                    path=path, line=line, key=key, field="type",
                    suggestion=_OTHER_TYPES.get(kind) or closest(kind, TYPES),
                )
            )  # fmt: skip
        for field in sorted(map(str, holder.keys() - _FIELDS)):
            meant = find_meant(field, _FIELDS, _OTHER_WORDS)
            if meant and meant not in holder:
                report(
                    Diagnostic(
                        "hayagriva.unknown-field", f'Hayagriva has no field "{field}"', "info",
                        path, line, key, field, meant,
                    )
                )  # fmt: skip


def read_hayagriva(data: Mapping[str, Mapping[str, object]]) -> list[dict[str, object]]:
    """CSL-JSON records of all entries."""
    return [_record(key, entry) for key, entry in data.items()]


def _record(key: str, entry: Mapping[str, object]) -> dict[str, object]:
    every = list(_parents(entry))
    parents = [parent for parent in every if _type_of(parent) != "original"]
    kind = _type_of(entry)
    parent_kind = _type_of(parents[0]) if parents else ""
    record: dict[str, object] = {
        "id": key,
        "type": TYPES_IN_PARENTS.get((kind, parent_kind), TYPES.get(kind, "document")),
        "title": _text(entry.get("title")),
        "title-short": _short(entry.get("title")),
        "author": _names(entry.get("author")),
        "editor": _names(entry.get("editor")) or _first_names(parents, "editor"),
        "issued": _date(entry.get("date")) or next(filter(None, map(_issued, parents)), None),
    }
    for name, variable in _TEXTS.items():
        holders = [entry, *parents] if name in _FROM_PARENTS else [entry]
        record.setdefault(variable, "")
        record[variable] = record[variable] or _first_text(holders, name)
    _add_publisher(record, [entry, *parents])
    _add_addresses(record, [entry, *parents])
    _add_containers(record, kind, parents)
    _add_affiliated(record, entry)
    for original in (parent for parent in every if _type_of(parent) == "original"):
        _add_original(record, original)
    return {name: value for name, value in record.items() if value}


def _parents(entry: Mapping[str, object], depth: int = 0) -> Iterator[Mapping[str, object]]:
    found = entry.get("parent")
    for parent in found if isinstance(found, list) else [found]:
        if isinstance(parent, Mapping) and depth < _DEEPEST_PARENT:
            yield parent
            yield from _parents(parent, depth + 1)


def _issued(entry: Mapping[str, object]) -> object:
    return _date(entry.get("date"))


def _date(value: object) -> dict[str, object] | None:
    if isinstance(value, Mapping):
        value = value.get("value")
    if not isinstance(value, str):
        return None
    is_circa = value.startswith("~")
    return {"raw": value.lstrip("~").strip(), **({"circa": True} if is_circa else {})}


def _text(value: object) -> str:
    """A plain or a formattable string; braces and `verbatim` keep words from being cased."""
    if isinstance(value, Mapping):
        inner = value.get("value")
        text = inner if isinstance(inner, str) else ""
        is_verbatim = str(value.get("verbatim", "")).lower() == "true"
        return f'<span class="nocase">{text}</span>' if is_verbatim and text else _unbrace(text)
    return _unbrace(value) if isinstance(value, str) else ""


def _unbrace(text: str) -> str:
    return _BRACED.sub(r'<span class="nocase">\1</span>', text)


def _short(value: object) -> str:
    return _text(value.get("short")) if isinstance(value, Mapping) else ""


def _first_text(holders: list[Mapping[str, object]], name: str) -> str:
    return next((text for text in (_text(holder.get(name)) for holder in holders) if text), "")


def _first_names(holders: list[Mapping[str, object]], name: str) -> list[dict[str, str]]:
    return next((found for found in (_names(holder.get(name)) for holder in holders) if found), [])


def _names(value: object) -> list[dict[str, str]]:
    found = value if isinstance(value, list) else [value] if value else []
    return [name for name in map(_name, found) if name]


def _name(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        parts = {
            "family": value.get("name") or value.get("family"),
            "given": value.get("given-name") or value.get("given"),
            "literal": value.get("literal"),
            "non-dropping-particle": value.get("prefix"),
            "suffix": value.get("suffix"),
        }
        texts = {name: part for name, part in parts.items() if isinstance(part, str) and part}
        is_whole = list(texts) == ["family"] and "name" in value
        return {"literal": texts["family"]} if is_whole else texts
    if not isinstance(value, str):
        return {}
    family, comma, rest = (part.strip() for part in value.partition(","))
    if not comma:
        return {"literal": family} if family else {}
    given, has_suffix, suffix = (part.strip() for part in rest.rpartition(","))
    return {"family": family, "given": given or suffix} | (
        {"given": given, "suffix": suffix} if has_suffix else {}
    )


def _add_publisher(record: dict[str, object], holders: list[Mapping[str, object]]) -> None:
    for holder in holders:
        publisher = holder.get("publisher")
        if isinstance(publisher, Mapping):
            name, place = _text(publisher.get("name")), _text(publisher.get("location"))
        else:
            name, place = _text(publisher), ""
        if name:
            record["publisher"] = name
            record["publisher-place"] = place or record.get("publisher-place", "")
            return


def _add_addresses(record: dict[str, object], holders: list[Mapping[str, object]]) -> None:
    for holder in holders:
        url = holder.get("url")
        if isinstance(url, Mapping):
            record.setdefault("URL", _text(url.get("value")))
            record.setdefault("accessed", _date(url.get("date")))
        elif isinstance(url, str):
            record.setdefault("URL", url)
        serial = holder.get("serial-number")
        numbers = serial if isinstance(serial, Mapping) else {"serial": serial}
        for name, number in numbers.items():
            if isinstance(number, str) and number:
                variable = _SERIAL_NUMBERS.get(str(name).lower(), "number")
                is_arxiv = str(name).lower() == "arxiv"
                record.setdefault(variable, f"arXiv:{number}" if is_arxiv else number)
        doi = holder.get("doi")
        if isinstance(doi, str):
            record.setdefault("DOI", doi)
    record["DOI"] = bare_doi(str(record.get("DOI", "")))


def _add_containers(
    record: dict[str, object], kind: str, parents: list[Mapping[str, object]]
) -> None:
    titled = [parent for parent in parents if _text(parent.get("title"))]
    if not titled:
        return
    is_whole = kind in ("book", "anthology", "proceedings", "reference", "report", "thesis")
    if is_whole:
        record["collection-title"] = _text(titled[0].get("title"))
        return
    record["container-title"] = _text(titled[0].get("title"))
    record["container-title-short"] = _short(titled[0].get("title"))
    if len(titled) > 1:
        name = "event-title" if titled[1].get("type") == "conference" else "collection-title"
        record[name] = _text(titled[1].get("title"))


def _add_original(record: dict[str, object], original: Mapping[str, object]) -> None:
    record.setdefault("original-title", _text(original.get("title")))
    record.setdefault("original-author", _names(original.get("author")))
    record.setdefault("original-date", _date(original.get("date")))
    published: dict[str, object] = {}
    _add_publisher(published, [original])
    for name, value in published.items():
        record.setdefault(f"original-{name}", value)


def _add_affiliated(record: dict[str, object], entry: Mapping[str, object]) -> None:
    groups = entry.get("affiliated")
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, Mapping):
            variable = _ROLES.get(str(group.get("role", "")).lower(), "contributor")
            known = record.get(variable)
            found = _names(group.get("names"))
            record[variable] = [*known, *found] if isinstance(known, list) else found
