"""Locators at the start of a suffix, from `cases/syntax/locator.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import grows_linearly
from ibidem.csl.locales import locator_labels
from ibidem.model import Locator
from ibidem.syntax import locator_words, split_locator

CASES = Path(__file__).parents[1] / "cases" / "syntax" / "locator.txt"
ENGLISH = locator_words(locator_labels("en-US"))
PANDOC_WORDS = """
book books bk. bks. chapter chapters chap. chaps. column columns col. cols. figure figures
fig. figs. folio folios fol. fols. issue issues no. nos. line lines l. ll. note notes n. nn.
opus opera op. opp. page pages p. pp. paragraph paragraphs para. paras. ¶ ¶¶ part parts pt.
pts. section sections sec. secs. § §§ s.v. s.vv. verse verses v. vv. volume volumes vol.
vols.
"""


def read_cases() -> Iterator[tuple[str, Locator | None, str]]:
    for line in CASES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            suffix, label, value, rest = f"{line} ".split(" | ")
            shows_label = not label.startswith("(")
            locator = None if label == "-" else Locator(label.strip("()"), value, shows_label)
            yield suffix, locator, rest.removesuffix(" ")


@pytest.mark.parametrize(("suffix", "locator", "rest"), list(read_cases()))
def test_english(suffix: str, locator: Locator | None, rest: str) -> None:
    assert split_locator(suffix, ENGLISH) == (locator, rest)


@pytest.mark.parametrize("written", PANDOC_WORDS.split())
def test_labels_of_pandoc(written: str) -> None:
    locator, rest = split_locator(f", {written} 7", ENGLISH)
    assert locator is not None
    assert (locator.value, rest) == ("7", "")


@pytest.mark.parametrize("written", ["ch.", "pg.", "p", "fn.", "f.", "table", "rule", "Theorem"])
def test_words_that_pandoc_leaves_in_the_suffix(written: str) -> None:
    assert split_locator(f", {written} 7", ENGLISH) == (None, f", {written} 7")


def test_german() -> None:
    """The language in force decides: in German `S. 3` is a page and `p. 3` is not."""
    german = locator_words(locator_labels("de-DE"))
    assert split_locator(", S. 3", german) == (Locator("page", "3"), "")
    assert split_locator(", Kap. 2", german) == (Locator("chapter", "2"), "")
    assert split_locator(", p. 3", german) == (None, ", p. 3")


@pytest.mark.parametrize(
    ("language", "written", "label", "value"),
    [
        ("zh-CN", "第3页", "page", "3"),
        ("zh-CN", "第 3-5 页", "page", "3-5"),
        ("zh-CN", "3页", "page", "3"),
        ("zh-CN", "页3", "page", "3"),
        ("zh-TW", "第2章", "chapter", "2"),
        ("ja-JP", "12、15ページ", "page", "12、15"),
        ("ko-KR", "3페이지", "page", "3"),
    ],
)
def test_labels_behind_numbers(language: str, written: str, label: str, value: str) -> None:
    words = locator_words(locator_labels(language))
    assert split_locator(f", {written}", words) == (Locator(label, value), "")
    assert split_locator(f"{written}、", words) == (Locator(label, value), "、")


@pytest.mark.parametrize("suffix", [", 第3页", "，第3-5页", ", 第3", ", 第3版"])
def test_numbers_with_a_word_behind_them_that_the_language_does_not_know(suffix: str) -> None:
    assert split_locator(suffix, ENGLISH) == (None, suffix)


@pytest.mark.parametrize(
    ("language", "written", "label"),
    [
        ("nl-NL", "pagina's", "page"),
        ("nl-NL", "Pagina’s", "page"),
        ("af-ZA", "folio's", "folio"),
        ("he-IL", "פ'", "chapter"),
        ("he-IL", "פ׳", "chapter"),
        ("de-DE", "s. v.", "sub-verbo"),
        ("de-DE", "S.\u00a0v.", "sub-verbo"),
        ("de-DE", "s.\nv.", "sub-verbo"),
        ("fr-FR", "s.\u202fv.", "sub-verbo"),
        ("tr-TR", "c.", "volume"),
        ("tr-TR", "C.", "volume"),
    ],
)
def test_labels_as_they_are_typed(language: str, written: str, label: str) -> None:
    """Apostrophes and spaces of every kind."""
    words = locator_words(locator_labels(language))
    assert split_locator(f", {written} 3", words) == (Locator(label, "3"), "")


@pytest.mark.parametrize("language", ["en-US", "en-GB", "fr-FR"])
def test_years_are_no_chapters(language: str) -> None:
    words = locator_words(locator_labels(language))
    assert split_locator(", c. 1900", words) == (None, ", c. 1900")


def test_eastern_words_that_begin_like_a_label() -> None:
    words = locator_words(locator_labels("zh-CN"))
    assert split_locator(", 章子怡", words) == (None, ", 章子怡")


def test_extra_words() -> None:
    words = locator_words(locator_labels("en-US"), {"ch.": "chapter"})
    assert split_locator(", ch. 2", words) == (Locator("chapter", "2"), "")


@given(st.text(st.sampled_from(" ,.{}()[]<>/i p§3vx-–;a")) | st.text())
def test_nothing_is_lost(suffix: str) -> None:
    """What is not in the locator is in the rest, unchanged."""
    locator, rest = split_locator(suffix, ENGLISH)
    if locator is None:
        assert rest == suffix or "{" in suffix
    else:
        assert locator.value
        assert suffix.endswith(rest)


@pytest.mark.parametrize("end", ["", "3", "a", "<"])
@pytest.mark.parametrize("unit", ["!", " ", "{", "(", "[(", "3 ", "i, "])
def test_linear_time(unit: str, end: str) -> None:
    """A long suffix costs what its length is worth."""
    assert grows_linearly(lambda long: split_locator(f", p. {long}{end}", ENGLISH), unit)
