"""English titles in sentence case, the form that CSL expects titles in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ibidem.sources.bibtex.latex import END
from ibidem.sources.variables import name_set

_PROTECTED_OR_TAG = re.compile(r"[\ue000\ue001][^\ue002]*\ue002|<[^<>]*>")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_SENTENCE_END = re.compile(r"[:?!.](?:[\s\"'“”‘’)\u00a0]|$)")
_OPENING = "\"'“‘(["

_SMALL_WORDS = name_set(
    """a about above after against along among an and are as at be before between but by can
    during for from if in into is it its like near nor not of off on onto or over per so than that
    the through to toward towards under up upon using via vs was were when with within without
    yet"""
)
_FOREIGN_WORDS = name_set(
    """au aus aux avec bei dans das dem den der des di die du ein eine einer el en entre es et fra
    für gli het il la las le les los mit och og oder om pour sobre sul sur til um una und une van
    voor von zum zur zu"""
)
_LEAST_WORDS_OF_CAPITALS = 4

_Change = Callable[[str, bool], str]


def to_sentence_case(title: str) -> str:
    """Lower-case the words that only a title's style capitalised.

    Words with inner capitals, with digits and single letters keep their form, and so do protected
    regions, sentence beginnings, and titles that are in sentence case already or not English.
    """
    words = [word for word, _ in _words(title)]
    if not words or _looks_foreign(words):
        return title
    if _is_all_capitals(words):
        return _rewrite(title, _lower_all)
    if _is_sentence_case(words):
        return title
    return _rewrite(title, _lower_capitalised)


def capitalize_first(text: str) -> str:
    """Upper-case the first letter, unless it is protected."""
    match = re.match(r"(?:<[^<>]*>|[\"'“‘(\[])*", text)
    place = match.end() if match else 0
    return text[:place] + text[place : place + 1].upper() + text[place + 1 :]


def _rewrite(title: str, change: _Change) -> str:
    out: list[str] = []
    done = 0
    for match, is_first in _words_with_places(title):
        out.append(title[done : match.start()])
        out.append(change(match[0], is_first))
        done = match.end()
    return "".join(out) + title[done:]


def _lower_all(word: str, is_first: bool) -> str:
    return word.capitalize() if is_first else word.lower()


def _lower_capitalised(word: str, is_first: bool) -> str:
    return word.lower() if not is_first and _is_capitalised(word) else word


def _is_capitalised(word: str) -> bool:
    """One capital, at the start; of single letters only the article A."""
    if len(word) == 1:
        return word == "A"
    letters = word.replace("’", "").replace("'", "")
    return word[0].isupper() and letters[1:].isalpha() and letters[1:].islower()


def _words(title: str) -> Iterator[tuple[str, bool]]:
    for match, is_first in _words_with_places(title):
        yield match[0], is_first


def _words_with_places(title: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The words that are free to change, and whether each begins a sentence."""
    is_first = True
    position = 0
    while match := _WORD.search(title, position):
        hidden = _PROTECTED_OR_TAG.search(title, position, match.end())
        hidden = hidden or _PROTECTED_OR_TAG.search(title, position)
        if hidden and hidden.start() <= match.start():
            between = title[position : hidden.start()]
            is_first = is_first or _SENTENCE_END.search(between) is not None
            if END in hidden[0] and _WORD.search(hidden[0]):
                is_first = _SENTENCE_END.search(hidden[0][:-1][-1:]) is not None
            position = hidden.end()
            continue
        between = title[position : match.start()]
        is_first = is_first or _SENTENCE_END.search(between) is not None
        yield match, is_first
        is_first = False
        position = match.end()


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
    foreign = sum(word in _FOREIGN_WORDS for word in lower)
    english = sum(word in _SMALL_WORDS for word in lower)
    letters = "".join(words)
    is_exotic = sum(not char.isascii() for char in letters) * 8 > len(letters)
    return is_exotic or (foreign > english and foreign * 5 >= len(words))
