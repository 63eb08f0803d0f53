"""What TeX's control sequences stand for in text. Rarer symbols come from pylatexenc's table."""

from __future__ import annotations

import functools
import re
from typing import Final

from ibidem.variables import name_set

COMBINING_ACCENTS: Final = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "textcommabelow": "\u0326",
    "cb": "\u0326",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
    "G": "\u030f",
    "h": "\u0309",
    "U": "\u030e",
}

SYMBOLS: Final = {
    # escaped characters and spaces
    **{char: char for char in "%&$#_{}@"},
    " ": " ",
    ",": "\u202f",
    ";": " ",
    ":": " ",
    ">": " ",
    "!": "",
    "/": "",
    "-": "",
    "*": "",
    "\\": " ",
    "newline": " ",
    "linebreak": " ",
    "par": " ",
    "enspace": "\u2002",
    "enskip": "\u2002",
    "quad": "\u2003",
    "qquad": "\u2003",
    "space": " ",
    "thinspace": "\u202f",
    "nobreakspace": "\u00a0",
    "nbsp": "\u00a0",
    # letters
    "aa": "å",
    "AA": "Å",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ss": "ß",
    "SS": "SS",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "ij": "ĳ",
    "IJ": "Ĳ",
    # quotation marks, dashes, signs
    "lq": "‘",
    "rq": "’",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "quotedblbase": "„",
    "quotesinglbase": "‚",
    "glqq": "„",
    "grqq": "“",
    "glq": "‚",
    "grq": "‘",
    "flqq": "«",
    "frqq": "»",
    "flq": "‹",
    "frq": "›",
    "og": "«\u00a0",
    "fg": "\u00a0»",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guillemetleft": "«",
    "guillemetright": "»",
    "guilsinglleft": "‹",
    "guilsinglright": "›",
    "endash": "–",
    "emdash": "—",
    "ndash": "–",
    "mdash": "—",
    "textendash": "–",
    "textemdash": "—",
    "bibrangedash": "–",
    "hyphen": "-",
    "slash": "/",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textless": "<",
    "lt": "<",
    "gt": ">",
    "textgreater": ">",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "lbrace": "{",
    "rbrace": "}",
    "textdollar": "$",
    "textperiodcentered": "·",
    "textbullet": "•",
    "textdegree": "°",
    "degree": "°",
    "textmu": "µ",
    "textminus": "−",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "copyright": "©",
    "textcopyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "EUR": "€",
    "textsection": "§",
    "textparagraph": "¶",
    "textquestiondown": "¿",
    "textexclamdown": "¡",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    # names
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2ε",
    "BibTeX": "BibTeX",
    "biblatex": "biblatex",
    "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX",
    "today": "",
    "bibinitperiod": ".",
    "addperiod": ".",
    "addcomma": ",",
    "addcolon": ":",
    "addsemicolon": ";",
    "addspace": " ",
    "addnbspace": "\u00a0",
    "addthinspace": "\u202f",
    "adddot": ".",
    "adddotspace": ". ",
    "addslash": "/",
    "isodot": "",
    "textvisiblespace": " ",
}

SMALL_CAPS: Final = '<span style="font-variant:small-caps;">'

MARKUP: Final = {
    "emph": "<i>",
    "textit": "<i>",
    "textsl": "<i>",
    "mkbibemph": "<i>",
    "mkbibitalic": "<i>",
    "textbf": "<b>",
    "mkbibbold": "<b>",
    "textsc": SMALL_CAPS,
    "textsuperscript": "<sup>",
    "mkbibsuperscript": "<sup>",
    "textsubscript": "<sub>",
    "mkbibsubscript": "<sub>",
}
"""Commands whose argument gets a tag."""

SWITCHES: Final = {
    "em": "<i>",
    "it": "<i>",
    "sl": "<i>",
    "itshape": "<i>",
    "slshape": "<i>",
    "bf": "<b>",
    "bfseries": "<b>",
    "sc": SMALL_CAPS,
    "scshape": SMALL_CAPS,
}
"""Commands that hold to the end of the group."""

CLOSING_TAGS: Final = {"<i>": "</i>", "<b>": "</b>", "<sup>": "</sup>", "<sub>": "</sub>"} | {
    SMALL_CAPS: "</span>"
}

QUOTING: Final = frozenset(("enquote", "mkbibquote", "textquote", "textcquote", "blockquote"))

TRANSPARENT: Final = name_set(
    """mbox hbox textnormal texttt textrm textsf textup textmd text url path nolinkurl mathrm
    ensuremath uppercase MakeUppercase lowercase MakeLowercase MakeSentenceCase NoCaseChange
    underline uline detokenize string protect sout ul centering
    tt rm sf normalfont upshape mdseries ttfamily rmfamily sffamily small footnotesize scriptsize
    tiny large Large normalsize textcase texorpdfstring natexlab lowercaseS autocap
    mkbibnamegiven mkbibnamefamily xspace nolinebreak allowbreak unskip ignorespaces relax
    hskip penalty uppercasenonmath"""
)
"""Commands that leave their argument, if they have one, as it is."""

BRACKETS: Final = {
    "mkbibparens": "()",
    "mkbibbrackets": "[]",
    "parentext": "()",
    "brackettext": "[]",
}
"""Those that put their argument into brackets."""

VERBATIM: Final = frozenset(("url", "path", "nolinkurl"))
"""Those of them whose argument is no TeX."""

DROPPED_ARGUMENTS: Final = {
    "noopsort": 1,
    "sortnoop": 1,
    "SortNoop": 1,
    "nosort": 1,
    "singleletter": 0,
    "switchargs": 0,
    "index": 1,
    "label": 1,
    "footnote": 1,
    "thanks": 1,
    "cite": 1,
    "citep": 1,
    "citet": 1,
    "hspace": 1,
    "vspace": 1,
    "href": 1,
    "color": 1,
    "textcolor": 1,
    "bibinfo": 1,
    "foreignlanguage": 1,
    "selectlanguage": 1,
    "hyphenation": 1,
    "phantom": 1,
    "vphantom": 1,
    "hphantom": 1,
    "fontsize": 2,
    "fontencoding": 1,
    "fontfamily": 1,
    "raisebox": 1,
}
"""How many arguments say nothing to the reader; what follows them stays."""


_UPRIGHT: Final = re.compile(r"^(?:up|text)(?=[A-Za-z]{2})")


def rare_symbol(name: str) -> str | None:
    """The character of a control word; math's arrows and the text companion's share a table.

    Upright Greek letters (`\\upalpha`, `\\textalpha`) are the same in plain text.
    """
    table = _rare_symbols()
    return table.get(name) or table.get(f"text{name}") or table.get(_UPRIGHT.sub("", name))


@functools.cache
def _rare_symbols() -> dict[str, str]:
    """Control word -> character, the inverse of pylatexenc's table of LaTeX for each character."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    table: dict[str, str] = {}
    for code, latex in sorted(get_builtin_uni2latex_dict().items()):
        match = re.fullmatch(r"(?:\\ensuremath\{)?\\([A-Za-z]+)\}?", latex)
        if match:
            table.setdefault(match[1], chr(code))
    return table
