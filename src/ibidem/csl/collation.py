"""Keys that sort text as readers expect: letters before accents and case, numbers by value.

A light stand-in for the Unicode collation algorithm at its first level, good for Latin, Greek and
Cyrillic scripts, with the letters that languages of Europe sort in places of their own; other
scripts sort by code point.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CURRENCY = "$"
"""What every sign of a currency counts as: lower than all digits."""

DIGITS = re.compile(r"\d+")
TAGS = re.compile(r"</?(?:i|b|sc|sup|sub|span)(?:\s[^<>]*)?>")
WORD_BREAK = " "
"""Lower than all letters and digits, so that a shorter word comes first."""

AFTER = "\ue000"
"""A private letter above all others: `c` + AFTER stands behind every word with c."""

# Letters that decomposition does not take apart.
FOLDED = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "z" + AFTER,
        "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t",
    }
)  # fmt: skip

# Letters with a place of their own in the alphabet: language -> "base letters", where each letter
# after the base follows it as a letter apart.
ALPHABETS = {
    "cs": "cč rř sš zž", "sk": "cč sš zž aä", "sl": "cč sš zž", "hr": "cčć dđ sš zž",
    "bs": "cčć dđ sš zž", "lt": "cč sš zž", "lv": "cč sš zž", "et": "sš zžõäöü",
    "sv": "zåäö", "fi": "zåäö", "da": "zæøå", "nb": "zæøå", "nn": "zæøå", "no": "zæøå",
    "is": "aá dð eé ií oó uú yý zþæö", "pl": "aą cć eę lł nń oó sś zźż", "es": "nñ",
    "eu": "nñ", "gl": "nñ", "tr": "cç gğ hı oö sş uü", "az": "cç gğ hı oö sş uü",
    "ro": "aăâ iî sș tț", "hu": "oö uü",
}  # fmt: skip

# Letters of the neighbours that stand where one of the language's own does.
NORDIC = {"ü": "y", "þ": "th"}
TWINS = {
    "sv": {"æ": "ä", "ø": "ö", **NORDIC}, "fi": {"æ": "ä", "ø": "ö", **NORDIC},
    "da": {"ä": "æ", "ö": "ø", **NORDIC}, "nb": {"ä": "æ", "ö": "ø", **NORDIC},
    "nn": {"ä": "æ", "ö": "ø", **NORDIC}, "no": {"ä": "æ", "ö": "ø", **NORDIC},
    "is": {"ä": "æ", "ø": "ö"},
}  # fmt: skip

DOTLESS = ("tr", "az")
"""Languages whose capital of `ı` is I."""

DIGRAPHS = {"cs": ("ch", "h" + AFTER), "sk": ("ch", "h" + AFTER)}


@lru_cache(maxsize=64)
def _alphabet(language: str) -> dict[int, str]:
    """What takes the place of the letters of a language that are letters apart."""
    table = {}
    for group in ALPHABETS.get(language, "").split():
        for rank, letter in enumerate(group[1:], 1):
            table[ord(letter)] = group[0] + AFTER * rank
    for letter, twin in TWINS.get(language, {}).items():
        table[ord(letter)] = table.get(ord(twin), twin) if len(twin) == 1 else twin
    return table


@lru_cache(maxsize=16384)
def collation_key(text: str, language: str = "") -> str:
    """The key of a text; empty if the text has neither letters nor digits."""
    text = TAGS.sub("", text) if "<" in text else text
    text = text.replace("\u00a0", "")  # it joins what belongs to one word
    base = language[:2].lower()
    if base in ALPHABETS:
        text = unicodedata.normalize("NFC", text)
        if base in DOTLESS:
            text = text.replace("I", "ı").replace("İ", "i")
        text = text.casefold().translate(_alphabet(base))
        if base in DIGRAPHS:
            text = text.replace(*DIGRAPHS[base])
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(FOLDED)
    kept = []
    for char in decomposed:
        category = unicodedata.category(char)
        if category[0] in "LN" or category in ("Sm", "Co"):
            kept.append(char)
        elif category == "Sc":
            kept.append(CURRENCY)
        elif char in " \n\t":
            kept.append(WORD_BREAK)
    words = "".join(kept).split()
    return WORD_BREAK.join(DIGITS.sub(lambda match: match[0].zfill(12), word) for word in words)
