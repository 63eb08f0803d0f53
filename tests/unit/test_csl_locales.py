"""Which locale is meant by a language tag, and what a style says before it (Locale Fallback)."""

from __future__ import annotations

import pytest

from ibidem.csl.locales import locale_folder, locator_labels, normalize_language, resolve_locale
from ibidem.csl.ordinal import Ordinals
from ibidem.csl.style import Style, parse_style

FILES = sorted(path.stem.removeprefix("locales-") for path in locale_folder().glob("*.xml"))

STYLE = """
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>a</title><id>a</id><updated>2026-01-01T00:00:00Z</updated></info>
  {locales}
  <citation><layout><text term="and"/></layout></citation>
</style>
"""


def style(*locales: str) -> Style:
    """A style with locales, each `language: name form gender=text …`; no language: for all."""
    elements = []
    for locale in locales:
        language, _, terms = locale.partition(":")
        lang = f' xml:lang="{language}"' if language else ""
        made = "".join(f"<term {term}</term>" for term in terms.split(";"))
        elements.append(f"<locale{lang}><terms>{made}</terms></locale>")
    return parse_style(STYLE.format(locales="".join(elements)))


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-US", "en-US"),
        ("en_us", "en-US"),
        ("EN-us", "en-US"),
        (" de ", "de"),
        ("de-DE-1996", "de-DE"),
        ("sr-Latn", "sr-Latn-RS"),
        ("zh-Hant-HK", "zh-TW"),
        ("zh-Hans", "zh-CN"),
        ("", ""),
        ("original-one hello", ""),
        ("12", ""),
    ],
)
def test_tags(tag: str, expected: str) -> None:
    assert normalize_language(tag) == expected


@pytest.mark.parametrize(
    ("tag", "term", "expected"),
    [
        ("en-US", "page", "page"),
        ("en-GB", "and", "and"),
        ("de-AT", "month-01", "Jänner"),
        ("de-AT", "and", "und"),
        ("de-CH", "and", "und"),
        ("de-XX", "month-01", "Januar"),
        ("de", "month-01", "Januar"),
        ("fr-CA", "and", "et"),
        ("pt", "and", "e"),
        ("no", "and", "og"),
        ("sr", "and", "и"),
        ("sr-Latn", "and", "i"),
        ("zh-Hant", "page", "頁"),
        ("xx", "and", "and"),
        ("", "and", "and"),
    ],
)
def test_terms_of_a_language(tag: str, term: str, expected: str) -> None:
    assert resolve_locale(tag).term(term) == expected


@pytest.mark.parametrize("name", FILES)
def test_every_locale_is_reached_and_complete(name: str) -> None:
    """By its own tag; nothing that all styles print lacks."""
    locale = resolve_locale(name)
    assert locale.language == name
    for term in ("and", "et-al", "page", "month-01", "month-12", "no date", "open-quote"):
        assert locale.term(term) is not None, term
    assert set(locale.dates) >= {"text", "numeric"}
    assert "page" in locator_labels(name).values()


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("en")])
def test_no_language_speaks_english(name: str) -> None:
    """Months are the surest sign that a locale fell through to en-US."""
    english = [resolve_locale("en-US").term(f"month-{month:02d}") for month in range(1, 13)]
    base = name if name.startswith(("sr", "zh")) else name.split("-")[0]
    assert [resolve_locale(base).term(f"month-{m:02d}") for m in range(1, 13)] != english


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("long", "long"),
        ("short", "short"),
        ("symbol", "short"),
        ("verb", "verb"),
        ("verb-short", "verb"),
        ("nonsense", "long"),
    ],
)
def test_fallback_of_forms(form: str, expected: str) -> None:
    terms = ';name="x" form='.join(('name="x">long', '"short">short', '"verb">verb'))
    assert resolve_locale("en-US", style(f":{terms}")).term("x", form) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de-AT", "austrian"), ("de-DE", "german"), ("de", "german"), ("fr", "any"), ("", "any")],
)
def test_the_most_specific_locale_of_a_style_wins(tag: str, expected: str) -> None:
    house = style(':name="and">any', 'de:name="and">german', 'de-AT:name="and">austrian')
    assert resolve_locale(tag, house).term("and") == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en-GB", "main"), ("en", "main"), ("fr", "any"), ("de-AT", "austrian"), ("de", "german")],
)
def test_what_a_style_says_for_the_main_dialect_holds_for_others(tag: str, expected: str) -> None:
    """As the reference has it: british-journal-of-cancer is en-GB and has terms for en-US."""
    house = style(
        ':name="and">any',
        'en:name="and">english',
        'en-US:name="and">main',
        'de-DE:name="and">german',
        'de-AT:name="and">austrian',
    )
    assert resolve_locale(tag, house).term("and") == expected


def test_the_main_dialect_is_no_other_script() -> None:
    house = style('zh-CN:name="and">main')
    assert resolve_locale("zh-TW", house).term("and") != "main"


def test_a_style_changes_no_more_than_it_says() -> None:
    locale = resolve_locale("en-US", style('en:name="page" form="short">pg'))
    assert locale.term("page", "short") == "pg"
    assert locale.term("page") == "page"
    assert locale.term("page", "short", plural=True) == "pg"


def test_ordinals_are_redefined_as_a_whole() -> None:
    """CSL 1.0.2, Ordinal Suffixes: with one of its own, a locale takes none of another."""
    locale = resolve_locale("en-US", style('en:name="ordinal">.'))
    ordinals = {key[0] for key in locale.terms if key[0].startswith("ordinal")}
    assert ordinals == {"ordinal"}
    assert locale.term("long-ordinal-01") == "first"


def test_ordinals_without_the_plain_one_change_only_what_is_there() -> None:
    """As styles of CSL 1.0 have them; the reference takes no others from these."""
    house = style('en:name="ordinal-01">er;name="ordinal-04">e')
    ordinals = Ordinals(resolve_locale("en-US", house))
    assert [ordinals.short(number) for number in (1, 2, 4, 11)] == ["1er", "2nd", "4th", "11th"]


def test_dates_and_options_fall_back_too() -> None:
    assert resolve_locale("en-US").punctuation_in_quote
    assert not resolve_locale("en-GB").punctuation_in_quote
    assert not resolve_locale("de").punctuation_in_quote
    assert resolve_locale("fr").limit_day_ordinals
    assert resolve_locale("de-AT").dates["text"]


def test_labels_in_every_form() -> None:
    labels = locator_labels("de")
    assert labels["S."] == labels["Seiten"] == "page"
    assert labels["Kap."] == "chapter"
    assert "p." not in labels


def test_labels_of_a_dialect() -> None:
    """Its own words and those of the main dialect: thousands of styles are in British English."""
    labels = locator_labels("en-GB")
    assert {labels[word] for word in ("chap.", "ch.", "chs")} == {"chapter"}
    assert labels["sec."] == labels["sect."] == "section"
