"""Names of variables and types as programs and people spell them, and what they are in CSL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from ibidem.diagnostics import is_slip
from ibidem.variables import VARIABLES

VARIABLES_OF_PROGRAMS: Final = {
    # Mendeley and old citeproc-js
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
    # Crossref
    "short-title": "title-short",
    "short-container-title": "container-title-short",
    "publisher-location": "publisher-place",
    "article-number": "number",
    "edition-number": "edition",
}

TYPES_OF_PROGRAMS: Final = {
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal": "periodical",
    "proceedings-article": "paper-conference",
    "proceedings": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "reference-entry": "entry",
    "book-series": "book",
    "dissertation": "thesis",
    "posted-content": "article",
    "report-component": "report",
    "peer-review": "review",
    "component": "document",
    "other": "document",
    # programs that spell CSL's own types differently
    "legal-case": "legal_case",
    "motion-picture": "motion_picture",
    "musical-score": "musical_score",
    "personal-communication": "personal_communication",
}

_FOLDED: Final = {variable.casefold(): variable for variable in VARIABLES}

_OTHER_WORDS: Final = {
    "address": "publisher-place",
    "booktitle": "container-title",
    "city": "publisher-place",
    "date": "issued",
    "institution": "publisher",
    "journal": "container-title",
    "journaltitle": "container-title",
    "school": "publisher",
    "series": "collection-title",
    "year": "issued",
}
"""What people write for a variable who know BibTeX better."""


def spelled_in_csl(variable: str) -> str:
    """A variable as CSL spells it: `doi`, as pandoc takes it, too, is `DOI`; else as it stands."""
    if variable in VARIABLES:
        return variable
    return VARIABLES_OF_PROGRAMS.get(variable) or _FOLDED.get(variable.casefold(), variable)


@lru_cache(maxsize=1024)
def find_variable(name: str) -> str:
    """The variable that a name which CSL does not have probably stands for."""
    return find_meant(name.casefold(), VARIABLES, _OTHER_WORDS)


def find_meant(name: str, known: Iterable[str], other_words: Mapping[str, str]) -> str:
    """The known name that an unknown one probably stands for; an empty text if there is none."""
    alike = (field for field in sorted(known) if field[0] == name[:1] and is_slip(name, field))
    return other_words.get(name) or next(alike, "")
