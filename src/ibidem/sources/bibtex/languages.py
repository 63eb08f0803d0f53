"""The language of an entry as BCP 47."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ibidem.sources.bibtex.mapping import LANGUAGE_VARIANTS, LANGUAGES

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")
_NOT_IN_NAMES = re.compile(r"[{}\\]")
_VARIANT = re.compile(r"variant\s*=\s*\{?(\w+)")


_Local = Mapping[str, Mapping[str, str]]
"""By language and key."""


def find_language(fields: Mapping[str, str]) -> str:
    """From `langid` (babel's name), else `hyphenation`, else `language`; empty if unknown."""
    for field in ("langid", "hyphenation", "language"):
        name = _NOT_IN_NAMES.sub("", fields.get(field, "")).strip()
        if not name:
            continue
        variant = _VARIANT.search(fields.get("langidopts", "")) if field == "langid" else None
        if variant and variant[1] in LANGUAGE_VARIANTS:
            return LANGUAGE_VARIANTS[variant[1]]
        folded = name.casefold().removeprefix("lang")
        if folded in LANGUAGES:
            return LANGUAGES[folded]
        if _TAG.fullmatch(name):
            return name.replace("_", "-")
    return ""


def is_english(language: str) -> bool:
    """Whether titles may be cased as English ones: also where no language is given."""
    return not language or language.casefold().split("-")[0] == "en"


def local_form(key: str, language: str, english: Mapping[str, str], local: _Local) -> str:
    """The localised text of one of biblatex's keys; the value itself if it is none."""
    folded = key.casefold()
    table = local.get(language.casefold().split("-")[0], {})
    return table.get(folded) or english.get(folded, key)
