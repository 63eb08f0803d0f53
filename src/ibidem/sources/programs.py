"""What programs write into their exports that says nothing of the work, or belongs elsewhere."""

from __future__ import annotations

import re
from typing import Final

PUBLISHED: Final = frozenset(
    (
        "article-journal", "article-magazine", "article-newspaper", "book", "chapter",
        "entry-dictionary", "entry-encyclopedia", "paper-conference", "review", "review-book",
    )
)  # fmt: skip
"""CSL types of works that have appeared elsewhere than in an archive."""

_PROGRAM_TYPES: Final = frozenset(
    (
        "article", "article; proceedings paper", "book", "book chapter", "book section",
        "conference paper", "conference proceedings", "edited book", "journal article",
        "proceedings paper", "review",
    )
)  # fmt: skip


def repeats_type(text: str, item_type: str) -> bool:
    """Whether a `type` is that of EndNote, the Web of Science or Scopus, which says nothing new."""
    return item_type in PUBLISHED and text.casefold() in _PROGRAM_TYPES


_UNKNOWN: Final = re.compile(r"(?:n/a|n\.pag\.?|\?+)(?:\s*[-–—]+\s*(?:n/a|\?+))?", re.IGNORECASE)


def is_unknown(text: str) -> bool:
    """Whether a number is but said to be missing: `n/a--n/a` (Wiley), `N.PAG` (EBSCO), `??`."""
    return _UNKNOWN.fullmatch(text) is not None


# Zotero writes what an item's type has no field for into `note`, by the fields' English names.
_ZOTERO_FIELDS: Final = {
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
_LABEL: Final = re.compile(rf"(?<!\S)({'|'.join(sorted(_ZOTERO_FIELDS, reverse=True))}): (?=\S)")
_OF_ONE_WORD: Final = frozenset(("PMCID", "PMID", "issue", "number-of-pages", "volume"))
_COUNTED: Final = re.compile(
    r"(?:cited by|times cited) ?:? ?\d+|export date: ?[\w ,]{4,20}|[^;]*open access", re.IGNORECASE
)


def read_kept_fields(text: str) -> dict[str, str] | None:
    """Variables of a note in which a program keeps what it has no field for; None for any other note.

    Scopus and the Web of Science keep there how often a work was cited, on the day of the export.
    """
    if all(_COUNTED.fullmatch(piece.strip()) for piece in text.split(";")):
        return {}
    found = list(_LABEL.finditer(text))
    if not found or found[0].start():
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    kept: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        name, value = _ZOTERO_FIELDS[match[1]], text[match.end() : end].strip()
        if name in _OF_ONE_WORD and " " in value:
            return None  # the author's own words
        kept.setdefault(name, value)
    kept.pop("", None)
    return kept


_DOI_PREFIX: Final = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*", re.IGNORECASE)


def bare_doi(text: str) -> str:
    """The DOI of an address or behind its name: `https://doi.org/10.1000/x`, `doi:10.1000/x`."""
    prefix = _DOI_PREFIX.match(text)
    return text[prefix.end() :] if prefix else text


def without_label(text: str, label: str) -> str:
    """The number without the name of its field: `ISBN 978-1-23`, `PMID: 123`."""
    head, rest = text[: len(label)], text[len(label) :].lstrip(": ")
    return rest if rest and head.casefold() == label.casefold() else text


_R_PACKAGE: Final = re.compile(
    r"R package version (\d(?:[\w.-]*\w)?)(?:[,;.]? (https?://\S+?))?\.?"
)


def read_r_package(note: str) -> dict[str, str]:
    """Variables of the note that R writes for a package (`citation("dplyr")`); none for any other."""
    match = _R_PACKAGE.fullmatch(note.strip())
    if match is None:
        return {}
    return {"genre": "R package", "version": match[1], "URL": match[2] or ""}


def bare_version(text: str) -> str:
    """The version without the letter of its tag, as Zenodo and GitHub have it: `v2.0.3`. Styles print
    a word for it."""
    return re.sub(r"\A[vV]\.? ?(?=\d)", "", without_label(text, "version"))


def ends_with_full_stop(title: str) -> bool:
    """Whether a title has the full stop of PubMed and others, not that of an abbreviation."""
    words = title[:-1].replace("-", " ").rsplit(maxsplit=1) if title.endswith(".") else []
    is_word = bool(words) and words[-1].isalpha() and words[-1].islower()
    return is_word and len(words[-1]) >= _SHORTEST_WORD


_SHORTEST_WORD: Final = 4
