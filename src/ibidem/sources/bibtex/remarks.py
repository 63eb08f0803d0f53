"""What people and programs write into `note` and `howpublished` where there is no field for it.

That is an address, when it was visited, and PubMed's number: `\\url{…} (accessed 2020-05-01)`,
`[Online; accessed 5-May-2020]`, `PMID: 123`; and what Zotero keeps: `Publisher: X`. A field that says
anything else stays a note.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ibidem.model import Date
from ibidem.sources.dates import parse_date

_ADDRESS = re.compile(r"(?:https?|ftp|mailto):(?:\S+$|\S+?(?=[.,;]?\s))", re.IGNORECASE)
_ACCESS = re.compile(
    r"(?:online\s*[;,:]?\s*)?"
    r"(?:(?:last\s+)?(?:accessed|visited|retrieved|checked)(?:\s+on)?"
    r"|(?:zuletzt\s+)?(?:abgerufen|besucht|aufgerufen)(?:\s+am)?|(?:letzter\s+)?zugriff(?:\s+am)?"
    r"|consult[ée]e?(?:\s+le)?|consultado(?:\s+el)?)"
    r"\s*:?\s*(?P<date>[\w ,./-]{4,30}?)[.;]?",
    re.IGNORECASE,
)
_PUBMED = re.compile(r"PMID:?\s*(?P<first>\d+)|(?P<second>\d+)\[pmid\]", re.IGNORECASE)
_BETWEEN = " .,;"


class Remark(NamedTuple):
    """What such a field says."""

    url: str = ""
    accessed: Date | None = None
    pmid: str = ""


NOTHING = Remark()


def read_remark(text: str) -> Remark:
    """What the field says, its addresses being verbatim; `NOTHING` if there is more to it."""
    text = " ".join(text.split())  # the patterns would try each of many spaces
    pubmed = _PUBMED.fullmatch(text)
    if pubmed:
        return Remark(pmid=pubmed["first"] or pubmed["second"])
    address = _ADDRESS.match(text)
    url = address[0] if address else ""
    rest = text[len(url) :].strip(_BETWEEN)
    if not rest:
        return Remark(url)
    access = _ACCESS.fullmatch(_without_brackets(rest))
    date = parse_date(access["date"]) if access else None
    return Remark(url, date) if date is not None and date.parts else NOTHING


def first_address(text: str) -> str:
    """The first of the addresses that a field holds; a host's name is one without `https:` too."""
    address = _ADDRESS.match(text)
    if address:
        return address[0]
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return first if _HOST.fullmatch(first) else ""


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/:?#].*)?")


_PUBLISHED = frozenset(("article-journal", "book", "chapter", "paper-conference"))
_PROGRAM_TYPES = frozenset(
    (
        "article", "article; proceedings paper", "book", "book chapter", "book section",
        "conference paper", "conference proceedings", "edited book", "journal article",
        "proceedings paper", "review",
    )
)  # fmt: skip


def repeats_type(text: str, item_type: str) -> bool:
    """Whether a `type` is that of EndNote, the Web of Science or Scopus, which says nothing new."""
    return item_type in _PUBLISHED and text.casefold() in _PROGRAM_TYPES


# Zotero writes what an item's type has no field for into `note`, by the fields' English names.
_ZOTERO_FIELDS = {
    "Backup Publisher": "publisher",
    "DOI": "DOI",
    "Edition": "edition",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "Institution": "publisher",
    "Issue": "issue",
    "Num Pages": "number-of-pages",
    "Number": "number",
    "PMCID": "PMCID",
    "PMID": "PMID",
    "Pages": "page",
    "Place": "publisher-place",
    "Publication Title": "container-title",
    "Publisher": "publisher",
    "Section": "section",
    "Series": "collection-title",
    "Version": "version",
    "Volume": "volume",
    # nothing that is printed
    "ADS Bibcode": "",
    "Citation Key": "",
    "Company": "",
    "Conference Name": "",
    "Distributor": "",
    "Google-Books-ID": "",
    "Journal Abbreviation": "",
    "Label": "",
    "OCLC": "",
    "Open Library ID": "",
    "Page Version ID": "",
    "_eprint": "",
}
_LABEL = re.compile(rf"(?<!\S)({'|'.join(sorted(_ZOTERO_FIELDS, reverse=True))}): (?=\S)")
_CITED = re.compile(r"cited by ?:? ?\d+", re.IGNORECASE)


def read_kept_fields(text: str) -> dict[str, str] | None:
    """Variables of a note in which a program keeps what it has no field for; None for any other note.

    Scopus keeps there how often a work was cited, on the day of the export.
    """
    cited, *others = text.split(";")
    if _CITED.fullmatch(cited.strip()) and all("open access" in it.casefold() for it in others):
        return {}
    found = list(_LABEL.finditer(text))
    if not found or found[0].start():
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    kept: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        kept.setdefault(_ZOTERO_FIELDS[match[1]], text[match.end() : end].strip())
    kept.pop("", None)
    return kept


def _without_brackets(text: str) -> str:
    is_enclosed = text[:1] + text[-1:] in ("()", "[]")
    return text[1:-1].strip() if is_enclosed else text
