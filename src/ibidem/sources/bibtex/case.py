"""English titles in sentence case, the form that CSL expects titles in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ibidem.sources.bibtex.latex import END
from ibidem.variables import name_set

_WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_DOTTED: Final = r"(?:[A-Za-z]\.){2,}(?![^\W_])|(?:[^\W_]+\.)+[^\W_]+"
"""Names of states, whose full stop ends no sentence, and of programs: U.S., Node.JS."""
_HIDDEN_OR_WORD: Final = re.compile(
    rf"[\ue000\ue001][^\ue002]*\ue002|<[^<>]*>|{_DOTTED}|(?P<word>{_WORD.pattern})"
)
_SENTENCE_END: Final = re.compile(r"[:?!.](?:[\s\"'“”‘’)\u00a0]|$)")

_SMALL_WORDS: Final = name_set(
    """a about above after against along among an and are as at be before between but by can
    during for from if in into is it its like near nor not of off on onto or over per so than that
    the through to toward towards under up upon using via vs was were when with within without
    yet"""
)
_FOREIGN_WORDS: Final = name_set(
    """au aus aux avec bei dans das dem den der des di die du ein eine einer el en entre es et fra
    für gli het il la las le les los mit och og oder om pour sobre sul sur til um una und une van
    voor von zum zur zu"""
)
_NUMERAL: Final = re.compile("[IVX]{2,}")
_I: Final = re.compile("I(?:['’][A-Za-z]+)?")
"""Of the pronoun, the capital is none of a title's style: What I’ve Done."""
_NO_ARTICLE: Final = re.compile(
    r"(?!\s+[\w<\"'“‘(\[\ue000\ue001])|\s+(?:and|as|at|by|for|from|in|is|of|on|or|to|with)\b(?!-)",
    re.IGNORECASE,
)
"""What is behind the letter A where it is not the article: A/B Testing, A* Search, Type A and B."""
_LEAST_WORDS_OF_CAPITALS: Final = 4

_Change = Callable[[str, bool], str]
_Place = tuple[re.Match[str], bool]
"""A word, and whether it begins a sentence."""


def to_sentence_case(title: str) -> str:
    """Lower-case the words that only a title's style capitalised.

    Words with inner capitals, with digits and single letters keep their form, and so do protected
    regions, sentence beginnings, and titles that are in sentence case already or not English.
    """
    places = list(_find_words(title))
    words = [match[0] for match, _ in places]
    if not words or _looks_foreign(words):
        return title
    if _is_all_capitals(words):
        return _rewrite(title, places, _lower_all)
    if _is_sentence_case(words):
        return title
    return _rewrite(title, places, _lower_capitalised)


def capitalize_first(text: str) -> str:
    """Upper-case the first letter, unless it is protected."""
    match = re.match(r"(?:<[^<>]*>|[\"'“‘(\[])*", text)
    place = match.end() if match else 0
    return text[:place] + text[place : place + 1].upper() + text[place + 1 :]


def _rewrite(title: str, places: list[_Place], change: _Change) -> str:
    out: list[str] = []
    done = 0
    for match, is_first in places:
        out.append(title[done : match.start()])
        out.append(change(match[0], is_first))
        done = match.end()
    return "".join(out) + title[done:]


def _lower_all(word: str, is_first: bool) -> str:
    if _NUMERAL.fullmatch(word) or any(map(str.isdigit, word)):
        return word
    if _I.fullmatch(word):
        return word.capitalize()
    return word.capitalize() if is_first else word.lower()


def _lower_capitalised(word: str, is_first: bool) -> str:
    return word.lower() if not is_first and _is_capitalised(word) else word


def _is_capitalised(word: str) -> bool:
    """One capital, at the start; of single letters only the article A."""
    if len(word) == 1:
        return word == "A"
    if _I.fullmatch(word):
        return False
    if word.istitle() and word.isalpha():
        return True
    rest = word[1:].replace("’", "").replace("'", "")
    return word[0].isupper() and rest.isalpha() and rest.islower()


def _find_words(title: str) -> Iterator[_Place]:
    """The words that are free to change, and whether each begins a sentence."""
    is_first = True
    position = 0
    for match in _HIDDEN_OR_WORD.finditer(title):
        if position < match.start() - 1:
            between = title[position : match.start()]
            is_first = is_first or _SENTENCE_END.search(between) is not None
        position = match.end()
        if match["word"]:
            if match["word"] != "A" or _is_article(title, match):
                yield match, is_first
            is_first = False
        elif match[0][-1] == END and _WORD.search(match[0]):
            is_first = match[0][-2] in ":?!."
        elif match[0][0].isalnum():
            is_first = False


def _is_article(title: str, match: re.Match[str]) -> bool:
    before = title[match.start() - 1 : match.start()]
    return before not in ("-", "/") and _NO_ARTICLE.match(title, match.end()) is None


def _is_all_capitals(words: list[str]) -> bool:
    long_words = [word for word in words if len(word) > 1]
    return len(long_words) >= _LEAST_WORDS_OF_CAPITALS and all(
        word.isupper() or not word.isalpha() for word in long_words
    )


def _is_sentence_case(words: list[str]) -> bool:
    """At least as many lower-case content words as capitalised ones, the first left out."""
    lower = sum(word.islower() and word not in _SMALL_WORDS for word in words[1:])
    capitalised = sum(_is_capitalised(word) for word in words[1:])
    return lower >= capitalised


def _looks_foreign(words: list[str]) -> bool:
    lower = [word.lower() for word in words]
    foreign = sum(map(_FOREIGN_WORDS.__contains__, lower))
    if foreign * 5 >= len(words) and foreign > sum(map(_SMALL_WORDS.__contains__, lower)):
        return True
    letters = "".join(words)
    if letters.isascii():
        return False
    return sum(not char.isascii() for char in letters) * 8 > len(letters)
