"""Keys that sort text as readers expect: letters before accents and case, numbers by value.

A light stand-in for the Unicode collation algorithm at its first level, good for Latin, Greek and
Cyrillic scripts, with the letters that languages of Europe sort in places of their own; other
scripts sort by code point, Chinese characters in Chinese and Japanese as their readers expect. A
language's own script comes before all others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ibidem.csl.text_case import DOTTED

CURRENCY: Final = "$"
"""What every sign of a currency counts as: lower than all digits."""

DIGITS: Final = re.compile(r"\d+")
NUMBER_WIDTH: Final = 12
"""Figures are filled up to this width with zeros, so that numbers sort by value."""
TAGS: Final = re.compile(r"</?(?:i|b|sc|sup|sub|span)(?:\s[^<>]*)?>")
WORD_BREAK: Final = " "
"""Lower than all letters and digits, so that a shorter word comes first."""

AFTER: Final = "\ue000"
"""A private letter above all others: `c` + AFTER stands behind every word with c."""

OWN: Final = "@"
"""Before every letter of the language's own script: above digits, below letters of other scripts."""

# Letters that decomposition does not take apart.
FOLDED: Final = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "z" + 9 * AFTER,
        "ħ": "h", "ı": "i" + AFTER, "ŋ": "n", "ŧ": "t",
    }
)  # fmt: skip

# Letters with a place of their own in the alphabet: language -> "base letters", where each letter,
# be it written with two signs, follows the one before it as a letter apart.
ALPHABETS: Final = {
    "az": "c ç|g ğ|h x ı|k q|o ö|s ş|u ü|z w",
    "be": "е ё|и і й|у ў",
    "bg": "и й",
    "bs": "c č ć|d dž đ|l lj|n nj|s š|z ž",
    "cs": "c č|h ch|r ř|s š|z ž",
    "cy": "c ch|d dd|f ff|g ng|l ll|p ph|r rh|t th",
    "da": "z æ ø å",
    "es": "n ñ",
    "et": "s š z ž|v w õ ä ö ü",
    "eu": "n ñ",
    "fa": "ب پ|ج چ|ز ژ|ق ک گ|و ه ی",
    "fi": "z þ å ä ö",
    "gl": "n ñ",
    "hr": "c č ć|d dž đ|l lj|n nj|s š|z ž",
    "hu": "c cs|d dz dzs|g gy|l ly|n ny|o ö|s sz|t ty|u ü|z zs",
    "is": "a á|d ð|e é|i í|o ó|u ú|y ý|z þ æ ö å",
    "kk": "а ә|г ғ|е ё|и й|к қ|н ң|о ө|у ұ ү|х һ|ы і",
    "ky": "е ё|и й|н ң|о ө|у ү",
    "lt": "c č|s š|z ž",
    "lv": "a ā|c č|e ē|g ģ|i y ī|k ķ|l ļ|n ņ|r ŗ|s š|u ū|z ž",
    "mk": "д ѓ|з ѕ|и ј|л љ|н њ|т ќ|ч џ",
    "mn": "и й|о ө|у ү",
    "nb": "z æ ø å",
    "nn": "z æ ø å",
    "no": "z æ ø å",
    "pl": "a ą|c ć|e ę|l ł|n ń|o ó|s ś|z ź ż",
    "ro": "a ă â|i î|s ș|t ț",
    "ru": "и й",
    "sk": "a ä|c č|h ch|o ô|r ř|s š|z ž",
    "sl": "c č ć|d đ|s š|z ž",
    "sr": "д ђ|и ј|л љ|н њ|т ћ|ч џ",
    "sv": "z å ä ö",
    "tr": "c ç|g ğ|h ı|o ö|s ş|u ü",
    "uk": "г ґ|е є|и і ї й",
}

# Letters that stand where another one does.
_NORDIC: Final = {"ü": "y", "ű": "y", "þ": "th"}
_DANISH: Final = {"ä": "æ", "ö": "ø", "ő": "ø", "aa": "å", **_NORDIC}
_NORWEGIAN: Final = {**_DANISH, "ę": "æ", "œ": "ø"}
_SWEDISH: Final = {"æ": "ä", "ę": "ä", "ø": "ö", "ő": "ö", "œ": "ö", "ô": "ö", **_NORDIC}
TWINS: Final = {
    "da": _DANISH,
    "et": {"ź": "z", "ż": "z"},
    "fi": {"æ": "ä", "ø": "ö", "ü": "y"},
    "hu": {"ő": "ö", "ű": "ü"},
    "is": {"ä": "æ", "ø": "ö"},
    "lt": {"y": "i", "ý": "i"},
    "lv": {"ý": "y"},
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "ro": {"ş": "ș", "ţ": "ț"},
    "sv": _SWEDISH,
}

# The letters of the scripts that stand first in their languages, as decomposed.
_CYRILLIC: Final = "[\u0430-\u0481\u048a-\u052f]"
_ARABIC: Final = "[\u0620-\u064a\u066e-\u06d3]"
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_DEVANAGARI: Final = "[\u0900-\u0963]"
OWN_SCRIPTS: Final = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "uk"), _CYRILLIC),
    **dict.fromkeys(("ar", "fa", "ur"), _ARABIC),
    **dict.fromkeys(("hi", "mr", "ne"), _DEVANAGARI),
    "el": "[\u03b1-\u03c9]",
    "he": "[\u05d0-\u05ea]",
    "hy": "[\u0561-\u0587]",
    "ka": "[\u10d0-\u10ff]",
    "km": "[\u1780-\u17b3]",
    "ko": f"[\u1100-\u11ff{_HAN}]",
    "th": "[\u0e01-\u0e2e]",
    "zh": f"[{_HAN}]",
}

# National character sets hold the characters in everyday use in the order of dictionaries: by sound,
# in Taiwan by strokes. Rarer ones follow by their shapes, those of other countries behind them.
CHARACTER_SETS: Final = {"ja": "euc_jp", "zh": "gb2312"}
TRADITIONAL: Final = re.compile("zh-(?:hant|tw|hk|mo)", re.IGNORECASE)
_IN_SET: Final = 0x20000
_OUTSIDE: Final = 0x30000
"""Where the places of characters begin in keys: both planes are above all letters."""

_SMALL_KANA: Final = {ord(small): ord(small) + 1 for small in "ぁぃぅぇぉっゃゅょゎ"}
_KANA: Final = {
    code + 0x60: _SMALL_KANA.get(code, code) for code in range(0x3041, 0x3097)
} | _SMALL_KANA
"""Katakana and small signs as hiragana: in sorting they are the same."""


@lru_cache(maxsize=64)
def _alphabet(language: str) -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    """What takes the place of letters that are letters apart: of those written with one sign, and
    of those with several, the longest first."""
    keys: dict[str, str] = {}
    for group in ALPHABETS[language].split("|"):
        base, *letters = group.split()
        keys.update((letter, base + AFTER * rank) for rank, letter in enumerate(letters, 1))
    for letter, twin in TWINS.get(language, {}).items():
        keys[letter] = keys.get(twin, twin)
    several = sorted((letter for letter in keys if len(letter) > 1), key=len, reverse=True)
    table = {ord(letter): key for letter, key in keys.items() if len(letter) == 1}
    return table, tuple((letter, keys[letter]) for letter in several)


@lru_cache(maxsize=16384)
def collation_key(text: str, language: str = "") -> str:
    """The key of a text; empty if the text has neither letters nor digits."""
    letters = _letters(text, language)
    charset = CHARACTER_SETS.get(language[:2].lower())
    if charset is None or letters.isascii():
        return letters
    if TRADITIONAL.match(language):
        charset = "big5"
    return "".join([_place(character, charset) for character in letters])


def _place(character: str, charset: str) -> str:
    """What stands for a character in keys of a language with this character set."""
    if not "\u3400" <= character <= "\u9fff":
        return character
    code = character.encode(charset, "ignore")
    if len(code) != 2:
        return chr(_OUTSIDE + ord(character))
    return chr(_IN_SET + int.from_bytes(code, "big"))


def _letters(text: str, language: str) -> str:
    """The letters of the key, those of words of one language being its own."""
    text = TAGS.sub("", text) if "<" in text else text
    text = text.replace("\u00a0", "")  # it joins what belongs to one word
    base = language[:2].lower()
    if base not in ALPHABETS and text.isascii():
        return _by_value(text.encode("ascii").translate(ASCII, ASCII_IGNORED).decode("ascii"))
    if base in ALPHABETS:
        text = unicodedata.normalize("NFC", text)
        if base in DOTTED:
            text = text.replace("I", "ı").replace("İ", "i")
        letters, several = _alphabet(base)
        text = text.casefold()
        for signs, key in several:
            text = text.replace(signs, key)
        text = text.translate(letters)
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    counted = [_COUNTS[sign] if sign in _COUNTS else _counted(sign) for sign in decomposed]
    key = _by_value("".join(counted))
    own = OWN_SCRIPTS.get(base)
    return key if own is None else re.sub(own, rf"{OWN}\g<0>", key)


def first_letter(text: str, language: str = "") -> str:
    """The letter that a text is sorted under, a capital; empty if it does not begin with one.

    A letter with a place of its own in the alphabet is one of its own, be it written with two signs.
    """
    base = language[:2].lower()
    key = _letters(text, language).removeprefix(OWN)
    letter = key[:1]
    if not letter.isalpha():
        return ""
    signs = key[: len(key) - len(key[1:].lstrip(AFTER))]
    letter = _letters_apart(base).get(signs, letter)
    return "İ" if letter == "i" and base in DOTTED else letter.capitalize()


@lru_cache(maxsize=64)
def _letters_apart(language: str) -> dict[str, str]:
    """The letters with places of their own, by what takes their place."""
    groups = (group.split() for group in ALPHABETS.get(language, "").split("|") if group)
    apart = {
        base + AFTER * rank: letter
        for base, *letters in groups
        for rank, letter in enumerate(letters, 1)
    }
    return {FOLDED[ord("þ")]: "þ", **apart}


_COUNTS: Final[dict[str, str]] = {}
"""What characters count as that have been met."""


def _counted(sign: str) -> str:
    """What a character counts as; empty for one that does not count."""
    letters = sign.translate(FOLDED).translate(_KANA)
    counts = "".join([_counted_letter(letter) for letter in letters])
    _COUNTS[sign] = counts
    return counts


def _counted_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] in "LN" or category in ("Sm", "Co"):
        return letter
    if category == "Sc":
        return CURRENCY
    return WORD_BREAK if letter in " \n\t" else ""


ASCII: Final = (
    "".join([_counted(chr(code).lower()) or "?" for code in range(128)]).encode().ljust(256)
)
ASCII_IGNORED: Final = bytes([code for code in range(128) if not _counted(chr(code))])
"""What ASCII characters count as, by code, and those that do not count."""


def _by_value(text: str) -> str:
    """The words with numbers such that they sort by value."""
    words = [word if word.isalpha() else DIGITS.sub(_filled_up, word) for word in text.split()]
    return WORD_BREAK.join(words)


def _filled_up(number: re.Match[str]) -> str:
    return number[0].zfill(NUMBER_WIDTH)
