"""CITATION.cff (Citation File Format 1.2) -> CSL-JSON records.

The software itself, its preferred citation and its references, each under the slug of its title
(`my-tool`); the format has no keys of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, TypeAlias

from ibidem.sources.programs import bare_doi, bare_version

TYPES: Final = {
    "article": "article-journal",
    "art": "graphic",
    "audiovisual": "motion_picture",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "catalogue": "book",
    "conference": "event",
    "conference-paper": "paper-conference",
    "data": "dataset",
    "database": "dataset",
    "dataset": "dataset",
    "dictionary": "book",
    "edited-work": "book",
    "encyclopedia": "book",
    "film-broadcast": "broadcast",
    "government-document": "report",
    "grant": "document",
    "hearing": "hearing",
    "historical-work": "classic",
    "legal-case": "legal_case",
    "legal-rule": "regulation",
    "magazine-article": "article-magazine",
    "manual": "report",
    "map": "map",
    "multimedia": "motion_picture",
    "music": "song",
    "newspaper-article": "article-newspaper",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "personal-communication": "personal_communication",
    "proceedings": "book",
    "report": "report",
    "serial": "periodical",
    "slides": "speech",
    "software": "software",
    "software-code": "software",
    "software-container": "software",
    "software-executable": "software",
    "software-virtual-machine": "software",
    "sound-recording": "song",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "website": "webpage",
}

_TEXTS: Final = {
    "title": "title",
    "version": "version",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmcid": "PMCID",
    "abstract": "abstract",
    "license": "license",
    "volume": "volume",
    "number-volumes": "number-of-volumes",
    "issue": "issue",
    "number": "number",
    "edition": "edition",
    "pages": "number-of-pages",
    "section": "section",
    "collection-title": "collection-title",
    "medium": "medium",
    "notes": "note",
    "status": "status",
    "thesis-type": "genre",
    "abbreviation": "title-short",
}
_WHOLE: Final = frozenset(("book", "classic", "periodical", "report", "standard", "thesis"))
"""Types whose collection is a series, not what holds them."""

_PLACES: Final = ("city", "region", "country")
NAMES: Final = {
    "authors": "author",
    "editors": "editor",
    "editors-series": "collection-editor",
    "translators": "translator",
    "recipients": "recipient",
}
BODIES: Final = ("publisher", "institution", "database-provider", "conference")
"""Entities with a name and a place."""


Way: TypeAlias = tuple[str | int, ...]
"""By names and numbers from a file to one of its parts."""


def find_works(data: Mapping[str, object]) -> list[tuple[Way, Mapping[str, object]]]:
    """What a file is about, its preferred citation, and its references, each with the way to it."""
    preferred, references = data.get("preferred-citation"), data.get("references")
    found: list[tuple[Way, object]] = [((), {"type": "software", **data})]
    found.append((("preferred-citation",), preferred))
    listed = references if isinstance(references, list) else ()
    found += ((("references", number), work) for number, work in enumerate(listed))
    return [(way, work) for way, work in found if isinstance(work, Mapping)]


def read_cff(data: Mapping[str, object]) -> list[dict[str, object]]:
    """The records of all works, in their order."""
    records = [_record(work) for _, work in find_works(data)]
    own = records[0]
    if len(records) > 1 and own["id"] == records[1]["id"]:
        own["id"] = f"{own['id']}-software"
    return records


def _record(data: Mapping[str, object]) -> dict[str, object]:
    kind = str(data.get("type", "software"))
    record: dict[str, object] = {
        "id": _slug(str(data.get("title", "")) or "citation"),
        "type": TYPES.get(kind, "document"),
        "issued": _issued(data),
        "accessed": _raw_date(data.get("date-accessed")),
        "container-title": data.get("journal"),
        "page": _pages(data),
        "keyword": data.get("keywords"),
        "language": _first(data.get("languages")),
        **{variable: data[name] for name, variable in _TEXTS.items() if name in data},
        **{variable: _names(data.get(name)) for name, variable in NAMES.items()},
    }
    _add_addresses(record, data)
    _add_bodies(record, data)
    if record["type"] not in _WHOLE:
        collection = record.pop("collection-title", None)
        conference = record.get("event-title")
        record["container-title"] = record["container-title"] or collection or conference
    return {name: value for name, value in record.items() if value}


def _slug(title: str) -> str:
    """`My Tool: the tool` -> `my-tool-the-tool`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "citation"


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else None


def _issued(data: Mapping[str, object]) -> object:
    for name in ("date-published", "date-released", "issue-date"):
        if name in data:
            return _raw_date(data[name])
    year = data.get("year")
    return {"date-parts": [[year, data.get("month", "")]]} if year else None


def _raw_date(value: object) -> object:
    return {"raw": value} if isinstance(value, str) else None


def _pages(data: Mapping[str, object]) -> str:
    start, end = data.get("start"), data.get("end")
    return f"{start}-{end}" if start and end else str(start or "")


def _names(value: object) -> list[dict[str, str]]:
    found = value if isinstance(value, list) else []
    return [name for name in map(_name, found) if name]


def _name(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    text = {name: part for name, part in value.items() if isinstance(part, str)}
    if "name" in text:
        return {"literal": text["name"]}
    parts = {
        "family": text.get("family-names", ""),
        "given": text.get("given-names", ""),
        "non-dropping-particle": text.get("name-particle", ""),
        "suffix": text.get("name-suffix", ""),
    }
    if not parts["family"] and not parts["given"]:
        return {"literal": text["alias"]} if "alias" in text else {}
    return {name: part for name, part in parts.items() if part}


def _add_addresses(record: dict[str, object], data: Mapping[str, object]) -> None:
    for name in ("url", "repository-code", "repository", "repository-artifact"):
        if isinstance(data.get(name), str):
            record.setdefault("URL", data[name])
    identifiers = data.get("identifiers")
    for identifier in identifiers if isinstance(identifiers, list) else []:
        if isinstance(identifier, Mapping) and identifier.get("type") == "doi":
            record.setdefault("DOI", identifier.get("value"))
    record["DOI"] = bare_doi(str(record.get("DOI") or ""))
    record["version"] = bare_version(str(record.get("version") or ""))


def _add_bodies(record: dict[str, object], data: Mapping[str, object]) -> None:
    """Publisher, institution and conference are entities with names and places."""
    for name in BODIES[:-1]:
        entity = data.get(name)
        if isinstance(entity, Mapping) and entity.get("name"):
            record.setdefault("publisher", entity["name"])
            record.setdefault("publisher-place", _place(entity))
    conference = data.get("conference")
    if isinstance(conference, Mapping):
        record["event-title"] = conference.get("name")
        record["event-place"] = _place(conference)


def _place(entity: Mapping[str, object]) -> str:
    if isinstance(entity.get("location"), str):
        return str(entity["location"])
    return ", ".join(str(entity[name]) for name in _PLACES if entity.get(name))
