"""The locator at the start of a suffix: `, pp. 33-35, and passim` points at the pages 33-35.

Labels are those of the language in force. Without a label the first word has to hold a digit, and
the label is `page`; behind a label Roman numerals count as well. Braces put an end to guessing:
`{p. iv}` is a locator as a whole, `{Theorem 3}` and `{12}` are without a label, `{}` says that there
is none. In Chinese, Japanese and Korean the label may stand behind the number, `第3页`, and no space beside
it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ibidem.model import Locator
from ibidem.syntax.braces import find_closing_brace
from ibidem.syntax.private import FIRST_PRIVATE, LAST_PRIVATE, markup_sign, private_sign

DEFAULT_LABEL: Final = "page"

LABELS: Final = frozenset(
    ("book", "chapter", "column", "figure", "folio", "issue", "line", "note",
     "opus", "page", "paragraph", "part", "section", "sub-verbo", "verse", "volume")
)  # fmt: skip
"""The locators that pandoc looks for. CSL 1.0.2 has more, but `Table 1` or `rule 3` behind a key
have always been plain text, and writers rely on it."""

AMBIGUOUS: Final = frozenset((("c.", "chapter"), ("cc.", "chapter")))
"""Labels that mean something else more often, c. 1900. Where c. is a volume, in Turkish, nobody takes it
for a year's."""


def locator_words(
    labels: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The texts that may stand before a locator: those of a language, and the user's `extra`."""
    words = {
        text: label
        for text, label in labels.items()
        if label in LABELS and (text.casefold(), label) not in AMBIGUOUS
    }
    return {**words, **(extra or {})}


COMMAS: Final = ",，、،"
"""Those of Chinese, Japanese and Arabic, too."""
_LEAD: Final = re.compile(rf"\s*[{COMMAS}]?\s*")
_OPAQUE: Final = f"{chr(FIRST_PRIVATE)}-{chr(LAST_PRIVATE)}"
_INSIDE: Final = rf"[^\s()\[\]<>{_OPAQUE}]*"
_WORD: Final = re.compile(rf"(?:[^\s,()\[\]{{}}<>{_OPAQUE}]|\({_INSIDE}\)|\[{_INSIDE}\])+")
"""Brackets inside are balanced and hold no space, or they end the word. So does what stands for a link,
code or the mark of a note: a locator is part of the link to the entry."""
_SEPARATOR: Final = re.compile(r"(,?)(\s*)")
_ROMAN: Final = re.compile(
    r"(?=[ivxlcdm])m*(?:cm|cd|d?c*)(?:xc|xl|l?x*)(?:ix|iv|v?i*)", re.IGNORECASE
)
_ABBREVIATED: Final = re.compile(r"(?<=\.)[^\W\d]\.")
"""What follows a label in an abbreviation that is none: n.d., l.c."""
_PIECES: Final = re.compile(r"[^\W_]+")
_COUNTED: Final = r"第?\s*(\d+(?:\s*[-–—~～、,，]\s*\d+)*)\s*({})(?![^\W\d])"
_SPACE: Final = re.compile(r"\s")
_APOSTROPHES: Final = "\u2019\u05f3"
"""The typographic one and that of Hebrew."""
_SPACES: Final = "\n\u00a0\u202f"
_ALIKE: Final = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_SPACES, " "))
_FIRST_SIGN: Final = private_sign(0)
_FIRST_MARKUP: Final = markup_sign(0)
_MARKED_UP: Final = re.compile(r"([^<>]{0,40})<(i|b|sup|sub|sc)>([^<>]*)</\2>")
"""What stands before emphasis may be a label."""
_URL: Final = re.compile(r"\w+://|www\.")
_INITIALS: Final = re.compile(r"(?:[a-z]\.){2,}")
"""An abbreviation (d.h., i.e.) rather than a Roman numeral and a letter."""


class _Labels(NamedTuple):
    pattern: re.Pattern[str]
    counted: re.Pattern[str]
    """A number with its label behind it."""
    names: Mapping[str, str]

    def match(self, text: str, at: int) -> tuple[str, int]:
        """The label at `at` and where it ends; an empty one if there is none."""
        found = self.pattern.match(text, at)
        return (self.names[_fold(found[0])], found.end()) if found else ("", at)


def split_locator(suffix: str, labels: Mapping[str, str]) -> tuple[Locator | None, str]:
    """The locator that a suffix starts with, and the rest of the suffix.

    `labels` maps every text that may stand before a locator to the label it means: `p.` -> `page`.
    """
    if not suffix or suffix.isspace():
        return None, suffix
    compiled = _compile(tuple(labels.items()))
    locator, rest = _split(suffix, compiled)
    marked_up = None if locator or rest is not suffix else _MARKED_UP.match(suffix)
    return _split_marked_up(suffix, marked_up, compiled) if marked_up else (locator, rest)


def _split(suffix: str, labels: _Labels) -> tuple[Locator | None, str]:
    lead = _LEAD.match(suffix)
    at = lead.end() if lead else 0
    if suffix.startswith("{", at):
        return _read_braces(suffix, at, labels)
    if counted := labels.counted.match(suffix, at):
        label = labels.names[_fold(counted[2])]
        return Locator(label, counted[1]), suffix[counted.end() :]
    label, begin = labels.match(suffix, at)
    if label and _ABBREVIATED.match(suffix, begin):
        return None, suffix
    found = _read_words(suffix, begin, is_labelled=bool(label))
    if found is None:
        return None, suffix
    value, end = found
    return Locator(label or DEFAULT_LABEL, value), suffix[end:]


def _split_marked_up(
    suffix: str, markup: re.Match[str], labels: _Labels
) -> tuple[Locator | None, str]:
    """A locator in emphasis, `, *p. 3*`, or with its label or number in one: the emphasis goes, styles
    format their locators."""
    behind = suffix[markup.end() :]
    locator, rest = _split(markup[1] + markup[3] + behind, labels)
    return (locator, rest) if locator and behind.endswith(rest) else (None, suffix)


@lru_cache(maxsize=32)
def _compile(labels: tuple[tuple[str, str], ...]) -> _Labels:
    names = {_fold(text): label for text, label in labels if text}
    longest_first = sorted(names, key=len, reverse=True)
    alternatives = "|".join(_any_sign(text) + _end_of(text) for text in longest_first)
    eastern = "|".join(re.escape(text) for text in longest_first if _is_eastern(text[-1]))
    return _Labels(
        re.compile(rf"(?:{alternatives or '(?!)'})", re.IGNORECASE),
        re.compile(_COUNTED.format(eastern or "(?!)")),
        names,
    )


def _fold(label: str) -> str:
    """The label as it is looked up: apostrophes and spaces of all kinds are the same."""
    return label.casefold().translate(_ALIKE)


def _any_sign(label: str) -> str:
    """An expression for the folded label."""
    return re.escape(label).replace("'", f"['{_APOSTROPHES}]").replace(r"\ ", f"[ {_SPACES}]")


def _is_eastern(char: str) -> bool:
    """Whether it is kana, a Chinese character or Hangul."""
    return "\u3040" <= char <= "\ud7a3"


def _end_of(label: str) -> str:
    """A label that ends in a letter must not be the start of a longer word."""
    if _is_eastern(label[-1]):
        return r"(?![^\W\d])"
    return r"(?!\w)" if label[-1].isalnum() else ""


def _read_words(text: str, at: int, *, is_labelled: bool) -> tuple[str, int] | None:
    """The words of a locator from `at` on, and where they end."""
    place = end = at + len(text[at:]) - len(text[at:].lstrip())
    value = ""
    joint = ""
    while word := _WORD.match(text, place):
        kept = _trim(word[0])
        is_cut = (
            kept != word[0] and _FIRST_SIGN <= text[word.end() : word.end() + 1] < _FIRST_MARKUP
        )
        if is_cut or not _counts(kept, is_labelled) or _INITIALS.fullmatch(word[0]):
            break  # (3–, and a link follows: that is one place)
        value += joint + kept
        end = place + len(kept)
        separator = _SEPARATOR.match(text, end)
        if separator is None or not separator[0] or end < word.end():
            break
        joint = ", " if separator[1] else " "
        place = separator.end()
    return (value, end) if value else None


def _trim(word: str) -> str:
    """Without the punctuation at its end."""
    end = len(word)
    while end and not _may_end_number(word[end - 1]):
        end -= 1
    return word[:end]


def _may_end_number(sign: str) -> bool:
    return sign.isalnum() or sign in "_)]" or sign >= _FIRST_MARKUP


def is_part_of_number(before: Sequence[str]) -> bool:
    """Whether markup that stands behind these texts is part of a number, `3^r^`. A locator has no
    markup for the processor, so hosts put a private character before its text.

    >>> is_part_of_number([", fol. 3"]), is_part_of_number([", see 3 "])
    (True, False)
    """
    return any(sign.isdigit() or sign >= _FIRST_SIGN for sign in _last_word(before))


def is_in_number(before: Sequence[str], text: str) -> bool:
    """Whether a text with markup that stands behind these texts is part of a number, or makes one of
    the word that it is in, `x^2^`.

    >>> is_in_number([", x"], "2"), is_in_number([", see "], "2"), is_in_number([", 3"], "r")
    (True, False, True)
    """
    has_digit = any(map(str.isdigit, text))
    return is_part_of_number(before) or (has_digit and _last_word(before)[-1:].isalnum())


def _last_word(texts: Sequence[str]) -> str:
    """What stands behind the last space."""
    return _SPACE.split("".join(texts[-3:]))[-1]


def _counts(word: str, is_labelled: bool) -> bool:
    """Whether the word is part of a locator: it holds a digit, or it is a Roman numeral behind a
    label, with others or with letters: `IV.A`.

    A quotation, a key or anything else that begins with punctuation is none, nor is a URL. Without a
    label a formula (`$a^2$`) is none either, nor what begins with a character of Chinese: `第3页` is one
    where the language knows the word behind the number.
    """
    if word[:1].isdigit():  # most do
        return True
    if not word or _is_closed_to_numbers(word[0]) or _URL.match(word):
        return False
    if not is_labelled and (word[0] == "$" or _is_eastern(word[0])):
        return False
    if any(character.isdigit() for character in word):
        return True
    first, *others = _PIECES.findall(word) or [""]
    return (
        is_labelled
        and bool(_ROMAN.fullmatch(first))
        and all(len(piece) == 1 or _ROMAN.fullmatch(piece) for piece in others)
    )


def _is_closed_to_numbers(sign: str) -> bool:
    """Whether it is punctuation that no number begins with, as pandoc has it."""
    return unicodedata.category(sign).startswith("P") and sign not in "-–—:([_"


def _read_braces(suffix: str, at: int, labels: _Labels) -> tuple[Locator | None, str]:
    end = find_closing_brace(suffix, at)
    if end < 0:
        return None, suffix
    rest = suffix[end + 1 :]
    inside = suffix[at + 1 : end].strip()
    if not inside:
        lead = suffix[:at]
        rest = rest.lstrip() if lead.endswith(" ") else rest
        if not rest.strip() or rest.lstrip()[0] in f"{COMMAS};:.":
            return None, rest.strip() and rest.lstrip()
        return None, lead + rest
    label, begin = labels.match(inside, 0)
    value = inside[begin:].strip()
    if not value:  # nothing but a word that is also a label
        label, value = "", inside
    return Locator(label or DEFAULT_LABEL, value, shows_label=bool(label)), rest
