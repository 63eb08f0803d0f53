"""Small formulas as text: what Unicode, italics, superscripts and subscripts can say.

Anything more stays as it is between dollars, for the site's own math renderer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ibidem.sources.bibtex.evaluate import group_end
from ibidem.sources.bibtex.latex_tables import COMBINING_ACCENTS, SYMBOLS, rare_symbol
from ibidem.variables import name_set

_TOKEN: Final = re.compile(
    r"\\(?P<word>[A-Za-z]+)[ ]*|\\(?P<sign>.)|(?P<script>[\^_])\s*|(?P<open>\{)"
    r"|(?P<letters>[^\W\d_]+)|(?P<plain>(?:[\d\s+=<>/()\[\]|,.:;!?*~'-]|[^\x00-\x7f\w])+)",
    re.DOTALL,
)
_SPECIAL: Final = re.compile(r"[\\{}$^_]")
_SIGNS: Final = str.maketrans({"-": "−", "'": "′", "~": "\u00a0"})
_FUNCTIONS: Final = name_set(
    """arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd hom inf ker lg lim ln log max
    min mod Pr sec sin sinh sup tan tanh"""
)
_UPRIGHT: Final = name_set(
    "mathrm text textrm textnormal mbox hbox operatorname mathsf mathtt texttt"
)
_STYLED: Final = {
    "mathbf": "b",
    "boldsymbol": "b",
    "bm": "b",
    "mathit": "i",
    "mathcal": "i",
    "emph": "i",
}
_SWITCHES: Final = {
    "rm": "mathrm",
    "sf": "mathsf",
    "tt": "mathtt",
    "bf": "mathbf",
    "it": "mathit",
    "cal": "mathcal",
}
"""TeX's commands of old, which set the rest of the group around them."""

_SWITCH: Final = re.compile(rf"\\({'|'.join(_SWITCHES)})(?![A-Za-z])\s*")
_ACCENTS: Final = {
    **dict.fromkeys(("bar", "overline"), "\u0304"),
    **dict.fromkeys(("hat", "widehat"), "\u0302"),
    **dict.fromkeys(("tilde", "widetilde"), "\u0303"),
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
}
_TAKES_ARGUMENT: Final = {*_UPRIGHT, *_STYLED, *_ACCENTS, "mathbb", "sqrt", "hspace"}
_UNIT: Final = re.compile(r"\\([A-Za-z]+)\s*|\\.|[^\s{}]")
_LETTER: Final = re.compile(r"(<[bi]>)?([^\W\d_])((?:</[bi]>)?)")
_SHORT_RADICAND: Final = re.compile(r"\d+|(?:[A-Za-z]|\\[A-Za-z]+)(?:_(?:\w|\{\w+\}))?")
"""What a root sign without its line is not taken for more than."""

_SPACES: Final = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": " ", "qquad": " "}
_MATH_SYMBOLS: Final = {
    "lt": "<",
    "gt": ">",
    "le": "≤",
    "ge": "≥",
    "ne": "≠",
    "to": "→",
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "phi": "ϕ",
    "varphi": "φ",
    "cdot": "·",
    "times": "×",
    "infty": "∞",
    "ell": "ℓ",
    "prime": "′",
    "sim": "∼",
    "lbrack": "[",
    "rbrack": "]",
    "langle": "⟨",
    "rangle": "⟩",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "colon": ":",
    "left": "",
    "right": "",
    "displaystyle": "",
    "big": "",
    "Big": "",
    "emptyset": "∅",
    "ldots": "…",
    "dots": "…",
    "cdots": "⋯",
    "star": "⋆",
    "ast": "∗",
    "circ": "∘",
    "degree": "°",
    "mid": "|",
    "vert": "|",
    "backslash": "\\",
}
_DOUBLE_STRUCK: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_LONGEST_SCRIPT: Final = 24
_LONGEST_FORMULA: Final = 80


def read_math(formula: str) -> str | None:
    """The formula as text with CSL's markup; None if it is beyond that."""
    formula = formula.strip()
    if len(formula) > _LONGEST_FORMULA:
        return None
    shown = _read(formula)
    return shown and re.sub(" {2,}", " ", shown).strip()


def is_known(name: str) -> bool:
    """Whether a command has a reading in formulas."""
    names = (_TAKES_ARGUMENT, _FUNCTIONS, _SWITCHES)
    return any(name in known for known in names) or _symbol(name) is not None


def _read(formula: str, font: str = "i") -> str | None:
    """`font` is the element that letters are put into; empty for none."""
    switch = _SWITCH.match(formula)
    if switch:
        return _set(_SWITCHES[switch[1]], formula[switch.end() :])
    shown = ""
    ends_command = False
    """A space has ended the last command: it stays if an operator stands on one of its sides."""
    position = 0
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            return None
        piece, position = _read_token(match, formula, font)
        if piece is None:
            return None
        if match["word"] in _FUNCTIONS:
            is_parted = shown[-1:].isalnum() or shown.endswith(">")
        else:
            is_parted = ends_command and _is_operator(piece, 0)
        is_apart = is_parted or not shown or shown.endswith(" ")
        shown += f" {piece}" if is_parted else piece
        ends_command = bool(match["word"] or match["script"]) and formula[position - 1] == " "
        if ends_command and is_apart and _is_operator(piece, -1):
            shown += " "
    return shown


def _read_token(match: re.Match[str], formula: str, font: str) -> tuple[str | None, int]:
    """What a token prints, with all that belongs to it, and where that ends."""
    if match["letters"]:
        return _put(font, match["letters"]), match.end()
    if match["plain"]:
        return re.sub(r"\s+", " ", match["plain"]).translate(_SIGNS), match.end()
    if match["open"]:
        raw, position = _argument(formula, match.start())
        return _read(raw, font) if raw else raw, position
    if match["script"]:
        raw, position = _argument(formula, match.end())
        inner = _read(raw, font) if raw and len(raw) <= _LONGEST_SCRIPT else None
        tag = "sup" if match["script"] == "^" else "sub"
        return f"<{tag}>{inner}</{tag}>" if inner and "<su" not in inner else None, position
    return _command(match["word"] or match["sign"], formula, match.end(), font)


def _is_operator(piece: str, place: int) -> bool:
    """Whether that character of a piece is one, and no bracket of an element."""
    if not piece or "</" in piece:
        return False
    return piece[place] in "·…⋯" or unicodedata.category(piece[place]) == "Sm"


def _argument(formula: str, start: int) -> tuple[str | None, int]:
    """A group's inside, or one character, or one command with its argument; None if there is none."""
    if formula[start : start + 1] == "{":
        end = group_end(formula, start)
        return (None, start + 1) if end is None else (formula[start + 1 : end - 1], end)
    match = _UNIT.match(formula, start)
    if match is None:
        return None, start
    if match[1] in _TAKES_ARGUMENT:
        raw, end = _argument(formula, match.end())
        return (None, end) if raw is None else (f"{match[0]}{{{raw}}}", end)
    return match[0], match.end()


def _command(name: str, formula: str, position: int, font: str) -> tuple[str | None, int]:
    if name in _TAKES_ARGUMENT:
        raw, position = _argument(formula, position)
        return None if raw is None else _with_argument(name, raw, font), position
    if name in _FUNCTIONS:
        following = formula[position : position + 1]
        return f"{name} " if following.isalnum() or following == "\\" else name, position
    return _symbol(name), position


def _with_argument(name: str, raw: str, font: str) -> str | None:
    if name == "hspace":
        return ""
    if name in _ACCENTS or name == "sqrt":
        return _mark(name, raw, font)
    return _set(name, raw)


def _symbol(name: str) -> str | None:
    if name in COMBINING_ACCENTS:  # those of text: not in formulas
        return None
    found = _SPACES.get(name, _MATH_SYMBOLS.get(name))
    if found is not None:
        return found
    return SYMBOLS.get(name) if len(name) == 1 else rare_symbol(name) or None


def _set(name: str, raw: str) -> str | None:
    """Words and letters in another font."""
    if name == "mathbb":
        return _DOUBLE_STRUCK.get(raw)
    font = _STYLED.get(name, "")
    return _read(raw, font) if _SPECIAL.search(raw) else _put(font, raw)


def _mark(name: str, raw: str, font: str) -> str | None:
    """A letter with an accent, or a root of little."""
    if name == "sqrt":
        inner = _read(raw, font) if _SHORT_RADICAND.fullmatch(raw) else None
        return inner and f"√{inner}"
    letter = _LETTER.fullmatch(_read(raw, font) or "")
    if letter is None:
        return None
    marked = unicodedata.normalize("NFC", letter[2] + _ACCENTS[name])
    return f"{letter[1] or ''}{marked}{letter[3]}"


def _put(font: str, text: str) -> str:
    return f"<{font}>{text}</{font}>" if font else text
