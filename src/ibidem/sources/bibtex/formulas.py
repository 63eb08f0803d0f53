"""Small formulas as text: what Unicode, italics, superscripts and subscripts can say.

Anything more stays as it is between dollars, for the site's own math renderer.
"""

from __future__ import annotations

import re

from ibidem.sources.bibtex.latex_tables import COMBINING_ACCENTS, SYMBOLS, rare_symbol
from ibidem.sources.variables import name_set

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)[ ]*|\\(?P<sign>.)|(?P<script>[\^_])\s*|(?P<open>\{)"
    r"|(?P<letters>[^\W\d_]+)|(?P<plain>[\d\s+=<>/()\[\]|,.:;!?*'-]+)",
    re.DOTALL,
)
_FUNCTIONS = name_set(
    """arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd hom inf ker lg lim ln log max
    min mod Pr sec sin sinh sup tan tanh"""
)
_UPRIGHT = name_set("mathrm text textrm textnormal mbox operatorname mathsf mathtt texttt")
_STYLED = {"mathbf": "b", "boldsymbol": "b", "bm": "b", "mathit": "i", "mathcal": "i", "emph": "i"}
_SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": " ", "qquad": " "}
_MATH_SYMBOLS = {
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
    "star": "⋆",
    "ast": "∗",
    "circ": "∘",
    "degree": "°",
    "mid": "|",
    "vert": "|",
    "backslash": "\\",
}
_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_LONGEST_SCRIPT = 12
_LONGEST_FORMULA = 80


def read_math(formula: str) -> str | None:
    """The formula as text with CSL's markup; None if it is beyond that."""
    formula = formula.strip()
    if len(formula) > _LONGEST_FORMULA:
        return None
    shown = _read(formula)
    return shown and shown.strip()


def _read(formula: str) -> str | None:
    out: list[str] = []
    position = 0
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            return None
        position = match.end()
        piece: str | None
        if match["letters"]:
            piece = f"<i>{match['letters']}</i>"
        elif match["plain"]:
            piece = re.sub(r"\s+", " ", match["plain"]).replace("-", "−").replace("'", "′")
        elif match["open"]:
            raw, position = _argument(formula, match.start())
            piece = _read(raw) if raw else raw
        elif match["script"]:
            raw, position = _argument(formula, position)
            inner = _read(raw) if raw and len(raw) <= _LONGEST_SCRIPT else None
            tag = "sup" if match["script"] == "^" else "sub"
            piece = f"<{tag}>{inner}</{tag}>" if inner and "<su" not in inner else None
        else:
            piece, position = _command(match["word"] or match["sign"], formula, position)
            if piece and match[0].endswith(" ") and not piece[-1].isalpha():
                piece += " "  # a relation keeps the space that ended its command
        if piece is None:
            return None
        out.append(piece)
    return "".join(out)


def _argument(formula: str, start: int) -> tuple[str | None, int]:
    """A group's inside, or one character, or one command; None if there is none."""
    if formula[start : start + 1] == "{":
        depth = 0
        for place in range(start, len(formula)):
            depth += {"{": 1, "}": -1}.get(formula[place], 0)
            if depth == 0:
                return formula[start + 1 : place], place + 1
        return None, start + 1
    match = re.compile(r"\\[A-Za-z]+|\\.|[^\s{}]").match(formula, start)
    return (match[0], match.end()) if match else (None, start)


def _command(name: str, formula: str, position: int) -> tuple[str | None, int]:
    if name in _SPACES:
        return _SPACES[name], position
    if name in _FUNCTIONS:
        gap = " " if formula[position : position + 1].isalnum() else ""
        before = " " if re.search(r"\w\s*\\$", formula[: position - len(name)].rstrip()) else ""
        return f"{before}{name}{gap}", position
    if name in _UPRIGHT or name in _STYLED or name == "mathbb":
        raw, position = _argument(formula, position)
        if raw is None or re.search(r"[\\{}$]", raw):
            return None, position
        if name == "mathbb":
            return _DOUBLE_STRUCK.get(raw), position
        tag = _STYLED.get(name)
        return (f"<{tag}>{raw}</{tag}>" if tag else raw), position
    if name in COMBINING_ACCENTS or name in ("hat", "bar", "tilde", "vec", "dot"):
        return None, position
    symbol = _MATH_SYMBOLS.get(name)
    if symbol is None:
        symbol = SYMBOLS.get(name) if len(name) == 1 else rare_symbol(name) or None
    return symbol, position
