"""Text cases of CSL 1.0.2, applied to a text that may come in pieces (its markup between them)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

# Called as a value: mypyc's own `text.lower()` knows no final sigma (σοφός, not σοφόσ).
_lower: Callable[[str], str] = str.lower

# Words that stay lower-case inside an English title: articles, conjunctions, prepositions, and
# particles of names.
STOP_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "above",
        "across",
        "afore",
        "after",
        "against",
        "along",
        "alongside",
        "amid",
        "amidst",
        "among",
        "amongst",
        "an",
        "and",
        "anent",
        "apropos",
        "apud",
        "around",
        "as",
        "aside",
        "astride",
        "at",
        "athwart",
        "atop",
        "barring",
        "before",
        "behind",
        "below",
        "beneath",
        "beside",
        "besides",
        "between",
        "beyond",
        "but",
        "by",
        "c",
        "ca",
        "circa",
        "d",
        "de",
        "despite",
        "down",
        "during",
        "et",
        "except",
        "for",
        "forenenst",
        "from",
        "given",
        "in",
        "inside",
        "into",
        "lest",
        "like",
        "modulo",
        "near",
        "next",
        "nor",
        "notwithstanding",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "out",
        "over",
        "per",
        "plus",
        "pro",
        "qua",
        "sans",
        "since",
        "so",
        "than",
        "the",
        "through",
        "throughout",
        "thru",
        "thruout",
        "till",
        "to",
        "toward",
        "towards",
        "under",
        "underneath",
        "until",
        "unto",
        "up",
        "upon",
        "v",
        "van",
        "versus",
        "via",
        "vis-à-vis",
        "von",
        "vs",
        "with",
        "within",
        "without",
        "al",
        "vor",
        "yet",
    ]
)

HYPHENS: Final = ("-", "\u2010", "\u2011")
"""DEVIATES from citeproc-js, which knows the first one alone (its issue 261)."""
_NO_WORD: Final = '\\s\u00a0\\-\u2010\u2011\u2013\u2014/.,;?!:"“”‘„«»()\\[\\]'
WORD: Final = re.compile(f"[^{_NO_WORD}]+")
BETWEEN_WORDS: Final = re.compile(f"([{_NO_WORD}][{_NO_WORD}]*)")
"""Python looks for a class of characters faster than for several of them."""
SPACED_WORD: Final = re.compile(r"\S+")
LONE_GREEK: Final = re.compile("[\u03b1-\u03c9]")
APOSTROPHES: Final = ("'", "’")
ELIDED: Final = re.compile("[^\\W\\d_]['’]")
"""What begins a word that is said with the one before: `l’optimisation`, `d’art`, `o’clock`."""
VERSION: Final = re.compile(r"v\d+")
MARK: Final = re.compile("[-\u2010\u2011\u2013\u2014/.,;?!:()\\[\\]\"'“”‘’]")
CLAUSE_END: Final = re.compile(r"[:?!]['\"’”»)\]]*\s*['\"‘“«(\[]*$")


def apply_case(segments: Sequence[tuple[str, bool]], case: str, language: str) -> list[str]:
    """Apply a case to consecutive pieces of one text; protected pieces stay as they are.

    `title` is for English only; other languages keep their capitals (CSL 1.0.2, Text-case).
    """
    if len(segments) == 1:
        text, protected = segments[0]
        return [text if protected else _cached(text, case, language)]
    if case in ("lowercase", "uppercase"):
        change = lower if case == "lowercase" else upper
        return [text if fixed else change(text, language) for text, fixed in segments]
    text = "".join(piece for piece, _fixed in segments)
    fixed = [flag for piece, flag in segments for _char in piece]
    ends = frozenset(accumulate(len(piece) for piece, _fixed in segments))
    changed = _change(text, fixed, case, language, ends)
    pieces = []
    start = 0
    for piece, _flag in segments:
        pieces.append(changed[start : start + len(piece)])
        start += len(piece)
    return pieces


@lru_cache(maxsize=8192)
def _cached(text: str, case: str, language: str) -> str:
    if case == "lowercase":
        return lower(text, language)
    if case == "uppercase":
        return upper(text, language)
    return _change(text, None, case, language)


def _change(
    text: str,
    fixed: list[bool] | None,
    case: str,
    language: str,
    ends: frozenset[int] = frozenset(),
) -> str:
    """Cases that keep the length of the text; `ends` are those of its pieces."""
    if case == "title":
        return _title(text, fixed, ends) if language[:2].lower() == "en" else text
    if case == "sentence":
        return _sentence(text, fixed, language)
    chars = list(text)
    for word in WORD.finditer(text):
        if not _is_fixed(fixed, word.start(), word.end()):
            chars[word.start() : word.end()] = _capitalize(word[0], language)
        if case == "capitalize-first":
            break
    return "".join(chars)


def _is_fixed(fixed: list[bool] | None, start: int, end: int) -> bool:
    return fixed is not None and any(fixed[start:end])


def _without_signs(text: str, fixed: list[bool] | None, start: int, end: int) -> tuple[int, int]:
    """The word without protected signs at its ends: they are no part of it."""
    if fixed is not None:
        while start < end and fixed[start] and not text[start].isalnum():
            start += 1
        while start < end and fixed[end - 1] and not text[end - 1].isalnum():
            end -= 1
    return start, end


def _capitalize(word: str, language: str) -> str:
    """The word with a capital for its first letter, if it is all lower-case.

    Names for machines (`@home`, `#tag`), Greek letters that stand alone (`α-helix`) and words cut
    short to one letter (`’t Hooft`) have none.
    """
    return _capitalize_small(word, language) if word == _lower(word) else word


def _capitalize_small(word: str, language: str) -> str:
    """The same for a word that is known to be lower-case."""
    if word[0] in "@#":
        return word
    if len(word) == 1 and LONE_GREEK.fullmatch(word):
        return word
    if len(word) == 2 and word[0] in APOSTROPHES:
        return word
    for offset, char in enumerate(word):
        if char.isalpha():
            capital = upper(char, language) if char == "i" else char.upper()
            return word[:offset] + capital + word[offset + 1 :] if len(capital) == 1 else word
        if char.isdigit():
            return word
    return word


def _sentence(text: str, fixed: list[bool] | None, language: str) -> str:
    """A capital for the first word, lower case for all others.

    The first word keeps what capitals it has (`DNA`, `iPhone`), but in a text all in capitals.
    """
    chars = list(text)
    words = list(SPACED_WORD.finditer(text))
    is_shouted = len(words) > 1 and text.isupper()
    for index, word in enumerate(words):
        start, end = word.span()
        if _is_fixed(fixed, start, end):
            continue
        first = WORD.search(text, start, end) if index == 0 else None
        # Of a compound, only the first part is the first word: "Multi-agent".
        kept = first.end() if first is not None and not is_shouted else start
        chars[kept:end] = _lower_letters(text[kept:end], language)
        if first is not None:
            small = "".join(chars[first.start() : first.end()])
            chars[first.start() : first.end()] = _capitalize(small, language)
    return "".join(chars)


def _lower_letters(word: str, language: str) -> str:
    """The word in lower case, letter for letter: what has no small letter of one character stays."""
    small = lower(word, language)
    if len(small) == len(word):
        return small
    letters = [(char, lower(char, language)) for char in word]
    return "".join(low if len(low) == 1 else char for char, low in letters)


def _title(text: str, fixed: list[bool] | None, ends: frozenset[int]) -> str:
    """Capitals for all words but stop words; first words of clauses and the last word get one too.

    Words that hold a capital already are left alone, as are single letters (`t-Test`) but, as
    citeproc-js has it, one that the title's first mark makes part of a compound (`An E-Mail`),
    unless markup says that it is a sign (`<i>k</i>-opt`).
    """
    parts = BETWEEN_WORDS.split(text)  # at even places the words, empty beside a mark at either end
    first = 0 if parts[0] else 2
    # With protected words in the title, the last word keeps what the author gave it.
    last = -1 if fixed is not None and any(fixed) else len(parts) - (1 if parts[-1] else 3)
    reached = 0
    for place, part in enumerate(parts):
        opened, reached = reached, reached + len(part)
        if place % 2 or not part:
            continue
        start, end = opened, reached
        before = parts[place - 1] if place else ""
        if fixed is not None:
            start, end = _without_signs(text, fixed, start, end)
            before += text[opened:start]
        word = text[start:end]
        if not word or word != _lower(word) or _is_fixed(fixed, start, end):
            continue
        # Most words have no more than a space before them: no clause ends there.
        begins = place == first or (before != " " and CLAUSE_END.search(before) is not None)
        if not begins and word[1:2] in APOSTROPHES and ELIDED.match(word):
            continue
        closes = place == last and len(word) > 1
        if begins or closes or not _is_small(word) or _leads(text, start, end, ends):
            parts[place] = part.replace(word, _capitalize_small(word, "en"), 1)
    return "".join(parts)


def _leads(text: str, start: int, end: int, ends: frozenset[int]) -> bool:
    """Whether a word has a capital, whatever it is, since it leads a compound: "Up-to-Date", "t-Test"."""
    if text[end : end + 1] not in HYPHENS or end in ends:
        return False
    if text[start - 1 : start] not in HYPHENS and end - start > 1:
        return True
    mark = MARK.search(text)
    return mark is not None and mark.start() == end < min(ends, default=len(text))


def _is_small(word: str) -> bool:
    """Whether a word has no capital within a title: a stop word, a letter, a version (`v3`)."""
    word = word.strip("'’")
    is_version = word.startswith("v") and VERSION.fullmatch(word) is not None
    return len(word) < 2 or word in STOP_WORDS or is_version


DOTTED: Final = ("tr", "az")
"""Languages whose capital of `i` has a dot, that of `ı` none."""


def case_rules(language: str) -> str:
    """The language whose own rules of upper and lower case hold; empty where they are the common ones."""
    base = language[:2].lower()
    return base if base in DOTTED or base == "el" else ""


def upper(text: str, language: str) -> str:
    base = language[:2].lower()
    if base in DOTTED:
        text = text.replace("i", "\u0130")
    if base == "el":
        decomposed = unicodedata.normalize("NFD", text).replace("\u0301", "")
        text = unicodedata.normalize("NFC", decomposed)
    return text.upper()


def lower(text: str, language: str) -> str:
    if language[:2].lower() in DOTTED:
        text = text.replace("\u0130", "i").replace("I", "\u0131")
    return _lower(text)
