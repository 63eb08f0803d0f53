"""One BibTeX or biblatex entry -> one CSL item. The tables are in `mapping.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ibidem.model import Date, Item, Name
from ibidem.sources.bibtex import mapping
from ibidem.sources.bibtex.containers import add_containers, add_titles
from ibidem.sources.bibtex.dates import read_dates
from ibidem.sources.bibtex.fields import Fields
from ibidem.sources.bibtex.inherit import Complain, Find, Record, inherit
from ibidem.sources.bibtex.languages import local_form
from ibidem.sources.bibtex.numbers import (
    english_ordinal,
    normalize_edition,
    normalize_identifier,
    normalize_number,
    normalize_pages,
    page_total,
)
from ibidem.sources.bibtex.preprints import Eprint, find_eprint, is_server_name
from ibidem.sources.bibtex.related import add_related
from ibidem.sources.bibtex.remarks import NOTHING, first_address, is_sound
from ibidem.sources.bibtex.settings import BibtexSettings
from ibidem.sources.bibtex.slips import report_slips
from ibidem.sources.dates import parse_date
from ibidem.sources.programs import (
    PUBLISHED,
    bare_doi,
    bare_version,
    read_kept_fields,
    read_r_package,
    repeats_type,
    without_label,
)
from ibidem.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, TYPES, name_set

_REMARKS: Final = ("howpublished", "note")
_BETWEEN_GROUPS: Final = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_GROUPS: Final = ("collaboration", "collaborations", "consortium", "group", "project", "team")
_OWN_VARIABLES: Final = {name.casefold(): name for name in TEXT_VARIABLES}
_READ_ELSEWHERE: Final = name_set(
    """abstract annote doi edition event genre isbn issn issue jurisdiction keyword language note
    number pmcid pmid publisher references section status title url version volume"""
)


def convert(record: Record, options: BibtexSettings, find: Find, complain: Complain) -> Item:
    """The item of a record, with all that it inherits."""
    return convert_alone(inherit(record, find, complain), options, find, complain)


def convert_alone(record: Record, options: BibtexSettings, find: Find, complain: Complain) -> Item:
    """The item of a record that has inherited already."""
    fields = Fields(record, options, find, complain)
    report_slips(record.fields, complain)
    eprint = find_eprint(record.type, record.fields)
    item_type = _item_type(fields, eprint)
    variables: dict[str, str] = {}
    add_titles(fields, item_type, variables)
    add_containers(fields, eprint, variables)
    _add_plain_fields(fields, variables)
    _add_genre(fields, item_type, variables)
    _add_publisher(fields, variables)
    _add_places(fields, item_type, variables)
    _add_numbers(fields, item_type, variables)
    _add_addresses(fields, variables)
    _add_doi(fields, variables)
    _add_notes(fields, eprint, variables)
    if eprint is not None:
        _add_eprint(eprint, item_type, variables)
    if fields.language:
        variables["language"] = fields.language
    names, incomplete = _read_all_names(fields)
    dates = _read_all_dates(fields, variables)
    add_related(fields, variables, names, dates)
    return Item(
        id=record.key,
        type=item_type,
        fields={name: value for name, value in variables.items() if value},
        names=names,
        dates=dates,
        incomplete_names=incomplete,
    )


# --- type -----------------------------------------------------------------------------------------


def _item_type(fields: Fields, eprint: Eprint | None) -> str:
    entry_type = fields.record.type
    subtype = fields.text("entrysubtype").casefold()
    if eprint is not None and eprint.is_preprint:
        return "article"
    kind = "article" if entry_type == "suppperiodical" else entry_type
    kind = {"music": "audio", "movie": "video"}.get(kind, kind)
    if (kind, subtype) in mapping.SUBTYPES:
        return mapping.SUBTYPES[kind, subtype]
    if entry_type == "online" and fields.text("eprinttype").casefold() in mapping.POST_SERVICES:
        return "post"
    if entry_type == "inbook" and not fields.has_any("booktitle", "maintitle", *mapping.CONTAINERS):
        return "book"  # BibTeX's: the title is the book's, and pages or a chapter tell the part
    if entry_type == "unpublished" and fields.has_any("eventtitle", "eventdate", "venue"):
        return "speech"
    if entry_type in ("manual", "misc") and read_r_package(fields.text("note")):
        return "software"
    if entry_type == "misc" and "booktitle" in fields:
        return "paper-conference"
    if entry_type == "review" and fields.text("relatedtype") == "reviewof":
        return "review-book"
    known = mapping.ENTRY_TYPES.get(entry_type, "")
    if known or entry_type in TYPES:
        return known or entry_type
    fields.complain("unknown-type", f"unknown entry type @{entry_type}", "")
    return (
        "webpage" if "url" in fields and not fields.has_any("journal", "publisher") else "document"
    )


# --- fields -----------------------------------------------------------------------------------------


def _add_plain_fields(fields: Fields, variables: dict[str, str]) -> None:
    for name in fields.record.fields:
        variable = mapping.TEXT_FIELDS.get(name)
        if name in mapping.VERBATIM_FIELDS:
            variables[mapping.VERBATIM_FIELDS[name]] = without_label(fields.verbatim(name), name)
        elif variable is None and name not in _READ_ELSEWHERE:
            variable = _OWN_VARIABLES.get(name)
        if variable:
            variables.setdefault(variable, fields.text(name))
    if "version" in variables:
        variables["version"] = bare_version(variables["version"])
    event = fields.full_title("event", is_cased=False)
    if event:
        variables["event-title"] = variables["event"] = event
    if "origtitle" in fields:
        variables["original-title"] = fields.title("origtitle", is_cased=False)
    if state := fields.key("pubstate"):
        local = mapping.LOCAL_STATES
        variables["status"] = local_form(state, fields.language, mapping.STATES, local)


def _add_genre(fields: Fields, item_type: str, variables: dict[str, str]) -> None:
    entry_type = fields.record.type
    key = fields.key("type")
    if repeats_type(key, item_type):
        key = ""
    if not key or (entry_type == "phdthesis" and key.casefold() == "theses"):  # HAL's plural
        key = mapping.TYPE_GENRES.get(entry_type, "")
    if entry_type == "review" and not key:
        key = fields.text("relatedstring")
    if not key:
        return
    if key.casefold() == "phdthesis" and fields.options.thesis_genre:
        genre = fields.options.thesis_genre
    else:
        genre = local_form(key, fields.language, mapping.GENRES, mapping.LOCAL_GENRES)
    variables.setdefault("genre", genre)
    if entry_type == "patent" and key.casefold() in mapping.JURISDICTIONS:
        variables["jurisdiction"] = mapping.JURISDICTIONS[key.casefold()]


def _add_publisher(fields: Fields, variables: dict[str, str]) -> None:
    """The first one that there is. How else a work was published (`Oil on canvas`) is its medium, but
    programs say it of books, too (`Paperback`)."""
    given = {
        name: text
        for name in mapping.PUBLISHERS
        if (text := fields.text(name)) and fields.remark(name) == NOTHING
    }
    publisher = variables["publisher"] = next(iter(given.values()), "")
    manner = given.get("howpublished", "")
    is_printed = fields.record.type in mapping.BOOKS | mapping.PARTS | mapping.ARTICLES
    says_more = manner.casefold() != publisher.casefold()
    if not is_printed and says_more and manner.casefold() not in mapping.WEB_MEDIA:
        variables.setdefault("medium", manner)


def _add_places(fields: Fields, item_type: str, variables: dict[str, str]) -> None:
    location, address = fields.text("location"), fields.text("address")
    if item_type == "article-journal":
        address = ""  # the publisher's, which BibTeX ignores here; a journal's is its location
    elif location and address:
        variables.setdefault("event-place", location)  # the publisher's and the meeting's (ACM)
    place = _countries(address or location)
    if item_type == "patent" and place:
        variables["jurisdiction"] = place
    elif place:
        variables.setdefault("publisher-place", place)


def _countries(place: str) -> str:
    """A list of biblatex's keys as names of countries; anything else as it stands."""
    keys = place.casefold().split(" and ")
    if not all(key in mapping.COUNTRIES for key in keys):
        return place
    return ", ".join(mapping.COUNTRIES[key] for key in keys)


def _add_numbers(fields: Fields, item_type: str, variables: dict[str, str]) -> None:
    entry_type = fields.record.type
    variables["volume"] = normalize_number(fields.number("volume"))
    pages = fields.number("pages")
    is_whole = item_type in mapping.WITH_PAGE_TOTALS and entry_type not in mapping.PARTS
    total = page_total(pages) if is_whole else ""
    if total:
        variables.setdefault("number-of-pages", total)
    elif pages:
        variables["page"] = normalize_pages(pages)
    variable = _number_variable(entry_type, fields)
    normalize = normalize_identifier if variable == "number" else normalize_number
    number, issue = normalize(fields.number("number")), normalize_number(fields.number("issue"))
    series = fields.text("series")
    if series:
        variables["collection-title"] = _series(series)
    if issue:
        variables["issue"] = f"{number}, {issue}" if number and entry_type != "patent" else issue
    elif number:
        variables[variable] = number
    eid = fields.first_number(mapping.ARTICLE_NUMBERS)
    if eid:
        variables.setdefault("number", eid)
    edition = fields.text("edition")
    variables["edition"] = normalize_edition(edition) if edition else ""


def _series(text: str) -> str:
    if text.isdecimal() and len(text) < 4:
        return f"{english_ordinal(int(text))} series"
    return mapping.SERIES.get(text.casefold(), text)


def _number_variable(entry_type: str, fields: Fields) -> str:
    """What `number` counts."""
    if entry_type in mapping.ARTICLES:
        return "issue"
    is_book = entry_type in mapping.BOOKS or entry_type in mapping.PARTS
    if is_book and "series" in fields:
        return "collection-number"
    if entry_type in ("inproceedings", "conference") and "volume" in fields:
        return "issue"  # C: APA and Chicago then print 39(19)
    return "number"


_DOI: Final = re.compile(r"\b10\.\d[\d.]*/")
_DOI_AS_ADDRESS: Final = re.compile(r"(?:doi:?\s*)?10\.\d{4,}/\S+", re.IGNORECASE)


def _add_addresses(fields: Fields, variables: dict[str, str]) -> None:
    url = fields.verbatim("url")
    if _DOI_AS_ADDRESS.fullmatch(url):
        variables["DOI"] = bare_doi(url)
    elif address := first_address(url):
        variables["URL"] = address
        if not is_sound(address):
            message = f'"{address}" is no address: its host cannot be read'
            fields.complain("invalid-url", message, "url")
    elif url:
        fields.complain("invalid-url", f'"{url}" is no address', "url")
    for name in _REMARKS:
        remark = fields.remark(name)
        if remark.url:
            variables.setdefault("URL", remark.url)
        if remark.pmid:
            variables.setdefault("PMID", remark.pmid)


def _add_doi(fields: Fields, variables: dict[str, str]) -> None:
    written = fields.verbatim("doi")
    doi = bare_doi(written)
    is_short = doi.startswith("10/")
    found = _DOI.search(doi)
    if is_short:
        variables["DOI"] = doi
    elif found:  # it may stand in an address of its publisher
        variables["DOI"] = doi[found.start() :]
    if " " in doi or (doi and not found and not is_short):
        fields.complain("invalid-doi", f'"{written}" is no DOI such as 10.1000/182', "doi")


_NOT_OF_ARTICLES: Final = frozenset(("number", "publisher", "publisher-place", "section"))
_KEPT_FORMS: Final[dict[str, Callable[[str], str]]] = {
    "DOI": bare_doi,
    "issue": normalize_number,
    "page": normalize_pages,
    "volume": normalize_number,
}
"""How the values are read that a program keeps in `note`; all others as they stand."""


def _add_notes(fields: Fields, eprint: Eprint | None, variables: dict[str, str]) -> None:
    note = fields.text("note")
    kept = read_r_package(note) or read_kept_fields(note)
    is_server = eprint is not None and eprint.is_preprint and is_server_name(note)
    if is_server or kept is not None or fields.remark("note") != NOTHING:
        note = ""
    for name, value in (kept or {}).items():
        is_needless = fields.record.type in mapping.ARTICLES and name in _NOT_OF_ARTICLES
        if not is_needless and not variables.get(name):
            variables[name] = _KEPT_FORMS.get(name, str)(value)
    addendum = fields.text("addendum")
    joined = f"{note.rstrip('.')}. {addendum}" if note and addendum else note or addendum
    if joined:
        variables["note"] = joined


def _repeats(eprint: Eprint, value: str) -> bool:
    """Whether it is the number once more: CoRR's volume, the Astrophysics Data System's pages."""
    return eprint.number in value if eprint.is_preprint else value.endswith(f":{eprint.number}")


def _add_eprint(eprint: Eprint, item_type: str, variables: dict[str, str]) -> None:
    for name in ("issue", "volume", "page") if eprint.is_preprint else ("number", "page"):
        if eprint.number and _repeats(eprint, variables.get(name, "")):
            del variables[name]
    if eprint.is_preprint:
        variables["publisher"] = eprint.server
        if eprint.number:
            is_arxiv = eprint.server == "arXiv"
            variables["number"] = f"arXiv:{eprint.number}" if is_arxiv else eprint.number
    elif item_type not in PUBLISHED:  # of these, it is but one more copy
        variables.setdefault("archive", eprint.server)
        variables.setdefault("archive_location", eprint.number)
    if eprint.server == "PubMed":
        variables.setdefault("PMID", eprint.number)
    if eprint.address and not (variables.get("DOI") or variables.get("URL")):
        variables["URL"] = eprint.address


# --- names and dates --------------------------------------------------------------------------------


def _read_all_names(fields: Fields) -> tuple[dict[str, tuple[Name, ...]], frozenset[str]]:
    names: dict[str, tuple[Name, ...]] = {}
    incomplete: set[str] = set()
    for name in fields.record.fields:
        variable = _name_variable(name, fields)
        if not variable or (name == "holder" and "author" in fields):
            continue
        found = fields.names(name)
        if found.names:
            names[variable] = (*names.get(variable, ()), *found.names)
            if found.has_others:
                incomplete.add(variable)
    if "author" not in names and (groups := list(_read_collaborations(fields))):
        names["author"] = tuple(groups)
    organization = fields.text("organization")
    is_meeting = fields.record.type in ("proceedings", "inproceedings", "conference")
    if organization and is_meeting and "publisher" in fields:
        names.setdefault("organizer", (Name(literal=organization),))
    return names, frozenset(incomplete)


def _read_collaborations(fields: Fields) -> Iterator[Name]:
    """The authors of what INSPIRE knows no persons of: `ATLAS` is the ATLAS Collaboration."""
    for group in _BETWEEN_GROUPS.split(fields.text("collaboration")):
        if group:
            is_named = group.casefold().endswith(_GROUPS)
            yield Name(literal=group if is_named else f"{group} Collaboration")


def _name_variable(name: str, fields: Fields) -> str:
    """The variable that a field of names goes to; empty for other fields."""
    if name in mapping.TYPED_NAMES:
        type_field, default = mapping.TYPED_NAMES[name]
        role = fields.text(type_field).casefold()
        return mapping.ROLES.get(role) or (role if role in NAME_VARIABLES else default)
    variable = mapping.NAME_FIELDS.get(name, "")
    return variable or (name if name in NAME_VARIABLES else "")


def _read_all_dates(fields: Fields, variables: dict[str, str]) -> dict[str, Date]:
    def report(name: str, value: str) -> None:
        fields.complain("invalid-date", f'cannot read the date "{value}"', name)

    found = read_dates(fields.record.fields, report)
    for name in _REMARKS:
        remark = fields.remark(name)
        if remark.accessed is not None:
            found.dates.setdefault("accessed", remark.accessed)
        if remark.issued is not None:
            found.dates.setdefault("issued", remark.issued)
    if found.status:
        variables.setdefault("status", found.status)
    issued = found.dates.get("issued")
    if issued is not None and issued.literal and issued.literal == variables.get("status"):
        del variables["status"]  # styles print the date, and would print it twice
    for name in fields.record.fields:
        if name in DATE_VARIABLES and name not in found.dates:
            found.dates[name] = parse_date(fields.text(name))
    return found.dates
