"""Locales: terms, date formats and options, with the fallback of CSL 1.0.2, "Locale Fallback".

The locale files are those that citeproc-py ships; a style's own `cs:locale` elements come first.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from ibidem.csl.element import Element, read_element
from ibidem.csl.style import Style
from ibidem.model import LOCATOR_LABELS

PRIMARY_DIALECTS: Final = {
    "af": "af-ZA", "ar": "ar", "bal": "bal-PK", "bg": "bg-BG", "brh": "brh-PK", "ca": "ca-AD",
    "cs": "cs-CZ", "cy": "cy-GB", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US",
    "es": "es-ES", "et": "et-EE", "eu": "eu", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR",
    "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR", "hu": "hu-HU", "hy": "hy-AM",
    "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "km": "km-KH", "ko": "ko-KR",
    "la": "la", "lij": "lij-IT", "lt": "lt-LT", "lv": "lv-LV", "mn": "mn-MN", "ms": "ms-MY",
    "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "no": "nb-NO", "pa": "pa-PK", "pl": "pl-PL",
    "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI", "sr": "sr-Cyrl-RS",
    "sv": "sv-SE", "th": "th-TH", "tl": "tl-PH", "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN",
    "zh": "zh-CN",
}  # fmt: skip

# Languages whose locale depends on the script.
SCRIPTS: Final = {
    "sr-cyrl": "sr-Cyrl-RS", "sr-latn": "sr-Latn-RS", "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip

DEFAULT_LOCALE: Final = "en-US"

FORM_FALLBACK: Final = {
    "long": ("long",),
    "short": ("short", "long"),
    "symbol": ("symbol", "short", "long"),
    "verb": ("verb", "long"),
    "verb-short": ("verb-short", "verb", "long"),
}  # CSL 1.0.2, Terms

LABEL_ALIASES: Final = {
    "sub verbo": "sub-verbo",
    "article": "article-locator",
    "title": "title-locator",
}
"""Labels of locators as older styles and data have them."""

LOCALE_OPTIONS: Final = ("punctuation-in-quote", "limit-day-ordinals-to-day-1")


class Term(NamedTuple):
    """One form of one term. `match` says which numbers an ordinal suffix serves."""

    single: str
    multiple: str
    match: str = ""


Terms: TypeAlias = "dict[tuple[str, str, str], Term]"
"""By name, form and gender form (empty where neutral)."""


class Locale(NamedTuple):
    """All that a language says, fallbacks resolved."""

    language: str
    """BCP 47, as asked for: `de-AT`."""
    terms: Mapping[tuple[str, str, str], Term]
    genders: Mapping[str, str]
    """Grammatical gender of nouns: number variables and months."""
    dates: Mapping[str, Element]
    """`cs:date` elements by form, `text` and `numeric`."""
    punctuation_in_quote: bool
    limit_day_ordinals: bool
    locator_labels: Mapping[str, str]
    """The names of locators by their short forms, which numbers may bring along: `fol. 186`."""

    def term(self, name: str, form: str = "long", plural: bool = False) -> str | None:
        """The term's text, by the fallback of forms; None if the locale does not know it."""
        for candidate in FORM_FALLBACK.get(form, ("long",)):
            found = self.terms.get((name, candidate, ""))
            if found is not None:
                return found.multiple if plural else found.single
        return None


def resolve_locale(language: str, style: Style | None = None) -> Locale:
    """The locale for `language` as `style` sees it; unknown languages fall back to en-US."""
    language = normalize_language(language) or DEFAULT_LOCALE
    layers = [*_style_layers(style, language), *_file_layers(language)]
    terms: Terms = {}
    genders: dict[str, str] = {}
    dates: dict[str, Element] = {}
    options: dict[str, str] = {}
    for layer in reversed(layers):  # the least specific first, overridden by what follows
        if layer.is_language:
            # A term that the language has is not completed by forms of another language.
            terms = {key: term for key, term in terms.items() if key[0] not in layer.redefined}
            genders.clear()
        if layer.redefines_ordinals:
            terms = {key: term for key, term in terms.items() if not _is_ordinal(key[0])}
        terms.update(layer.terms if layer.redefines_ordinals else _replacing(layer, terms))
        genders.update(layer.genders)
        dates.update(layer.dates)
        options.update(layer.options)
    return Locale(
        language,
        terms,
        genders,
        dates,
        options.get("punctuation-in-quote") == "true",
        options.get("limit-day-ordinals-to-day-1") == "true",
        _find_labels(terms),
    )


def _find_labels(terms: Terms) -> dict[str, str]:
    """The names of locators by their short terms, and by English abbreviations in any language."""
    labels: dict[str, str] = {}
    for (name, form, gender), term in terms.items():
        if form == "short" and not gender and name in LOCATOR_LABELS:
            labels.setdefault(term.single, name)
            labels.setdefault(term.multiple, name)
    for abbreviation, name in ENGLISH_LABELS.items():
        if (name, "short", "") in terms:
            labels.setdefault(abbreviation, name)
    return labels


def _replacing(layer: _Layer, terms: Terms) -> Terms:
    """The layer's terms; of ordinals only those that there are already, for the same numbers.

    As citeproc-js has it, where the specification lets any ordinal replace all: without the plain
    `ordinal` a set has no suffix for most numbers. Styles of CSL 1.0 have such sets.
    """
    return {
        key: term._replace(match=terms[key].match) if _is_ordinal(key[0]) else term
        for key, term in layer.terms.items()
        if key in terms or not _is_ordinal(key[0])
    }


def is_known_language(language: str) -> bool:
    """Whether there are terms for the language, or at least for its main form."""
    name = normalize_language(language)
    base = name.split("-")[0]
    return bool(name) and any(map(_load_file, (name, PRIMARY_DIALECTS.get(base, base))))


def normalize_language(language: str) -> str:
    """`en_us` -> `en-US`; the language and the region count, the script where it decides."""
    parts = language.strip().replace("_", "-").split("-")
    by_script = SCRIPTS.get("-".join(parts[:2]).lower())
    if by_script:
        return by_script
    if not parts[0].isalpha() or len(parts[0]) > 3:
        return ""
    region = next((part for part in parts[1:2] if len(part) == 2 and part.isalpha()), "")
    return f"{parts[0].lower()}-{region.upper()}" if region else parts[0].lower()


def locator_labels(language: str = "") -> dict[str, str]:
    """Every way to write the label of a locator in a language: `p.`, `pages`, `§` -> `page`, …

    What a dialect calls otherwise is known by the words of the main one as well: `chap.` and `ch.` in
    British English.
    """
    labels: dict[str, str] = {}
    for dialect in dict.fromkeys((language, _primary_dialect(normalize_language(language)))):
        for (name, _form, _gender), term in resolve_locale(dialect).terms.items():
            label = "sub-verbo" if name == "sub verbo" else name
            if label in LOCATOR_LABELS:
                for text in (term.single, term.multiple):
                    if text:
                        labels.setdefault(text, label)
    return labels


ENGLISH_LABELS: Final = {
    "app.": "appendix", "bk.": "book", "ch.": "chapter", "col.": "column", "fig.": "figure",
    "fol.": "folio", "l.": "line", "n.": "note", "no.": "issue", "op.": "opus", "p.": "page",
    "para.": "paragraph", "pp.": "page", "pt.": "part", "r.": "rule", "sec.": "section",
    "supp.": "supplement", "tbl.": "table", "vol.": "volume",
}  # fmt: skip
"""What numbers may bring along in records of any language, as citeproc-js has it: `12 n. 5`."""


class _Layer(NamedTuple):
    terms: Terms
    genders: dict[str, str]
    dates: dict[str, Element]
    options: dict[str, str]
    redefined: frozenset[str]
    redefines_ordinals: bool
    is_language: bool = False
    """The locale file of a language, in contrast to a dialect's or a style's changes."""


def _read_layer(element: Element) -> _Layer:
    terms: Terms = {}
    genders: dict[str, str] = {}
    container = element.child("terms")
    for term in container.all("term") if container else ():
        name = term.get("name")
        form = term.get("form", "long")
        single, multiple = term.child("single"), term.child("multiple")
        terms[name, form, term.get("gender-form")] = Term(
            _term_text(single or term),
            _term_text(multiple or single or term),
            term.get("match"),
        )
        if term.get("gender"):
            genders[name] = term.get("gender")
    options = element.child("style-options")
    return _Layer(
        terms,
        genders,
        {date.get("form"): date for date in element.all("date")},
        {k: options.get(k) for k in LOCALE_OPTIONS if options.get(k)} if options else {},
        frozenset(name for name, form, _gender in terms if form == "long"),
        any(name == "ordinal" for name, _form, _gender in terms),
    )


def _term_text(element: Element) -> str:
    """A term's text, with typographic apostrophes; a line break is no text."""
    text = element.text if "\n" not in element.text else element.text.strip()
    return text.replace("'", "\u2019") if len(text) > 1 else text


def _is_ordinal(name: str) -> bool:
    return name.startswith("ordinal")


def _style_layers(style: Style | None, language: str) -> Iterator[_Layer]:
    """What the style says itself.

    DEVIATES from the specification, as citeproc-js does: what it says for the main dialect (en-US)
    holds for the others (en-GB) as well, if it has nothing for these.
    """
    if style is None:
        return
    base = language.split("-")[0]
    primary = _primary_dialect(language)
    dialect = language if "-" in language else primary
    for wanted in dict.fromkeys((dialect, primary, base, "")):
        for element in style.locales:
            if normalize_language(element.get("lang")) == wanted:
                yield _read_layer(element)


def _primary_dialect(language: str) -> str:
    """The dialect whose terms stand in for those of others; not for those of another script."""
    base = language.split("-")[0]
    return language if language in SCRIPTS.values() else PRIMARY_DIALECTS.get(base, base)


def _file_layers(language: str) -> Iterator[_Layer]:
    base = language.split("-")[0]
    primary = _primary_dialect(language)
    seen = set()
    layers = []
    for name in (language, primary):
        layer = None if name in seen else _load_file(name)
        seen.add(name)
        if layer is not None:
            layers.append(layer)
    if layers and base != DEFAULT_LOCALE.split("-")[0]:
        layers[-1] = layers[-1]._replace(is_language=True)
    yield from layers
    default = None if DEFAULT_LOCALE in seen else _load_file(DEFAULT_LOCALE)
    if default is not None:
        yield default


@cache
def citeproc_data() -> Path:
    """Where citeproc-py keeps locales and the schema; found without importing the package."""
    spec = importlib.util.find_spec("citeproc")
    if spec is None or not spec.submodule_search_locations:
        message = "citeproc-py, which brings the locales and the schema of CSL, is not installed"
        raise ModuleNotFoundError(message)
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def locale_folder() -> Path:
    """Where the locale files are."""
    return citeproc_data() / "locales"


@cache
def _load_file(name: str) -> _Layer | None:
    path = locale_folder() / f"locales-{name}.xml"
    if not path.is_file():
        return None
    return _read_layer(read_element(path.read_bytes(), path.name, "invalid-locale"))
