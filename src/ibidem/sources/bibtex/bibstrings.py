"""The words behind biblatex's keys: `\\bibstring{techreport}` is a technical report.

biblatex writes them in the language of the document, which no file of references knows; here they
are English. Types and states of works, which have fields of their own, are localised elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

from ibidem.sources.bibtex.evaluate import MONTH_MACROS
from ibidem.sources.bibtex.mapping import COUNTRIES, GENRES, STATES

_COMMAND: Final = re.compile(r"bib(?:n?cp[ls]?|[lu]c[ls]?|[lsx])?string")
_WHOLE: Final = re.compile(rf"\{{?\\{_COMMAND.pattern}\s*\{{(\w+)\}}\}}?")

_SHORT_AND_LONG: Final = {
    "page": ("p.", "page"),
    "pages": ("pp.", "pages"),
    "column": ("col.", "column"),
    "columns": ("cols.", "columns"),
    "section": ("§", "section"),
    "sections": ("§§", "sections"),
    "volume": ("vol.", "volume"),
    "volumes": ("vols.", "volumes"),
    "jourvol": ("vol.", "volume"),
    "number": ("no.", "number"),
    "issue": ("issue", "issue"),
    "chapter": ("chap.", "chapter"),
    "part": ("part", "part"),
    "verse": ("v.", "verse"),
    "edition": ("ed.", "edition"),
    "version": ("version", "version"),
    "editor": ("ed.", "editor"),
    "editors": ("eds.", "editors"),
    "translator": ("trans.", "translator"),
    "translators": ("trans.", "translators"),
    "byauthor": ("by", "by"),
    "byeditor": ("ed. by", "edited by"),
    "bytranslator": ("trans. by", "translated by"),
    "nodate": ("n.d.", "no date"),
    "circa": ("c.", "circa"),
    "andothers": ("et al.", "et al."),
    "and": ("and", "and"),
    "in": ("in", "in"),
    "see": ("see", "see"),
    "seealso": ("see also", "see also"),
    "reprint": ("repr.", "reprint"),
    "reprintof": ("reprint of", "reprint of"),
    "reprintas": ("reprinted as", "reprinted as"),
    "reviewof": ("review of", "review of"),
    "translationof": ("trans. of", "translation of"),
    "origpubin": ("orig. pub.", "originally published in"),
    "urlseen": ("visited on", "visited on"),
    "newseries": ("new ser.", "new series"),
    "oldseries": ("old ser.", "old series"),
    "spring": ("spring", "spring"),
    "summer": ("summer", "summer"),
    "autumn": ("autumn", "autumn"),
    "winter": ("winter", "winter"),
}
_MONTHS: Final = {month.lower(): month for month in MONTH_MACROS.values()}


def is_bibstring(command: str) -> bool:
    """Whether a control word stands for one of biblatex's words, in whatever form."""
    return _COMMAND.fullmatch(command) is not None


def find_words(command: str, key: str) -> str:
    """The words of a key as the command wants them: `\\biblstring` long, `\\bibcpstring` with a
    capital. The key itself where there are none."""
    short, long = _SHORT_AND_LONG.get(key, ("", ""))
    words = long if command.endswith("lstring") else short
    if not words:
        genre = GENRES.get(key, "")
        words = genre[:1].lower() + genre[1:] if genre[1:2].islower() else genre
    words = words or STATES.get(key) or COUNTRIES.get(key) or _MONTHS.get(key) or key
    has_capital = "cp" in command and "ncp" not in command
    return words[:1].upper() + words[1:] if has_capital else words


def bare_key(raw: str) -> str:
    """The key where a field's raw value is nothing but the command for its words."""
    match = _WHOLE.fullmatch(raw.strip())
    return match[1] if match else ""
