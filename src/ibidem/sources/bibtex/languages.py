"""The language of an entry as BCP 47."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ibidem.sources.bibtex.mapping import LANGUAGE_VARIANTS, LANGUAGES

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")
_NOT_IN_NAMES: Final = re.compile(r"[{}\\]")
_VARIANT: Final = re.compile(r"variant\s*=\s*\{?(\w+)")
_OTHER_NAMES: Final = {
    name: tag
    for names, tag in (
        ("eng", "en"),
        ("deu ger deutsch", "de-DE"),
        ("fra fre français", "fr-FR"),
        ("spa español castellano", "es-ES"),
        ("ita italiano", "it-IT"),
        ("por português", "pt-PT"),
        ("nld dut nederlands", "nl-NL"),
        ("dan dansk", "da-DK"),
        ("swe svenska", "sv-SE"),
        ("nor", "nb-NO"),
        ("fin suomi", "fi-FI"),
        ("pol polski", "pl-PL"),
        ("ces cze čeština", "cs-CZ"),
        ("hun", "hu-HU"),
        ("rus русский", "ru-RU"),
        ("ukr українська", "uk-UA"),
        ("ell gre", "el-GR"),
        ("lat", "la"),
        ("tur türkçe", "tr-TR"),
        ("ara", "ar"),
        ("heb", "he-IL"),
        ("zho chi 中文", "zh-CN"),
        ("jpn 日本語", "ja-JP"),
        ("kor 한국어", "ko-KR"),
    )
    for name in names.split()
}
"""The codes of libraries (ISO 639-2, of both kinds), and what languages call themselves."""


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
        tag = LANGUAGES.get(folded) or _OTHER_NAMES.get(folded)
        if tag:
            return tag
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
