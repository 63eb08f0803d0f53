"""LaTeX in a field -> text with CSL's inline markup.

Braces protect words from the change of case; the regions they protect are marked with private
characters, because only the field's mapping knows whether the case will change (`case.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from ibidem.sources.bibtex.bibstrings import find_words, is_bibstring
from ibidem.sources.bibtex.evaluate import group_end
from ibidem.sources.bibtex.formulas import read_math
from ibidem.sources.bibtex.journals import JOURNALS
from ibidem.sources.bibtex.latex_tables import (
    BRACKETS,
    CLOSING_TAGS,
    COMBINING_ACCENTS,
    DROPPED_ARGUMENTS,
    MARKUP,
    QUOTING,
    SWITCHES,
    SYMBOLS,
    TRANSPARENT,
    VERBATIM,
    rare_symbol,
)
from ibidem.sources.bibtex.quantities import ARGUMENTS, read_quantity
from ibidem.sources.foreign_markup import tidy_latex

PROTECTED: Final = "\ue000"
NEVER_CASED: Final = "\ue001"
END: Final = "\ue002"
"""Marks around words in braces, around math, and the end of both."""

_MARKS: Final = re.compile("[\ue000-\ue002]")

_SPACES: Final = re.compile(" {2,}")
_DEEPEST: Final = 40
_MOST_OPEN_GROUPS: Final = 50
_SPECIAL: Final = re.compile(r"[\\{}$~^%\ue000-\ue002]|--|``|''|`")
_TOKEN: Final = re.compile(
    r"\\(?P<word>[A-Za-z]+\*?)[ \t]*|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})|(?P<math>\$\$?)"
    r"|(?P<tie>~)|(?P<dash>-{2,3})|(?P<quotes>``|''|`)|(?P<text>[^\\{}$~`'-]+|.)",
    re.DOTALL,
)
_ADDRESS: Final = re.compile(r"://|\bwww\.")
_ADDRESS_REACH: Final = 200
_PLAIN_MARKS: Final = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "‘"}


def read_latex(text: str, report: Callable[[str], None]) -> str:
    """`text` with markup, protected regions marked; unknown commands are given to `report`."""
    text = _read_entities(text)
    if "<" in text or "less" in text:
        text = tidy_latex(text)
    if not _SPECIAL.search(text):
        return text
    text = choose_text(_MARKS.sub("", text))
    if '"`' in text:
        text = text.replace('"`', "„").replace("\"'", "“")  # babel's for German
    if "\\$" in text and any(sign in text for sign in _ESCAPED_SIGNS):
        text = _read_escaped_formulas(text)
    if "\\{" in text:
        text = _TWICE_ESCAPED.sub(_escape_once, text)
    read = _Reader(report).read(text, is_protected=False, depth=0)
    if "\u00a0»" in read:
        read = read.replace(" \u00a0»", "\u00a0»")
    return unicodedata.normalize("NFC", _SPACES.sub(" ", read).strip(" "))


_ENDS_IN_COMMAND: Final = re.compile(r"\\[A-Za-z]+$")
_TWO_FORMS: Final = re.compile(
    r"\\ifmmode(?![A-Za-z])((?:(?!\\(?:else|fi)(?![A-Za-z])).){0,80}?)"
    r"(?:\\else(?![A-Za-z])\s*(?P<text>.{0,80}?))?\\fi(?![A-Za-z])(?:\s*\{\}|\s)?",
    re.DOTALL,
)


def choose_text(text: str) -> str:
    """Of signs in two forms, one for formulas and one for text, that for text."""
    return _TWO_FORMS.sub(_text_form, text) if "\\ifmmode" in text else text


def _text_form(match: re.Match[str]) -> str:
    text = match["text"] or ""
    return f"{text}{{}}" if _ENDS_IN_COMMAND.search(text) else text


_ESCAPED_SIGNS: Final = {
    "\\textbackslash": "\\",
    "\\textasciicircum": "^",
    "\\textasciitilde": "~",
    "\\_": "_",
    "\\{": "{",
    "\\}": "}",
}


def _read_escaped_formulas(text: str) -> str:
    """Zotero and Mendeley escape the formulas in titles of arXiv, too: `\\${\\textbackslash}alpha\\$`."""
    pieces = text.replace("{\\$}", "\\$").split("\\$")
    if len(pieces) % 2 == 0:
        return text
    for place in range(1, len(pieces), 2):
        formula = pieces[place]
        for sign, plain in _ESCAPED_SIGNS.items():
            braced = formula.replace(f"{{{sign}}}", plain)
            formula = braced.replace(f"{sign}{{}}", plain).replace(sign, plain)
        # By the rule of pandoc for dollars in Markdown; else these are prices.
        is_delimited = formula == formula.strip() and not pieces[place + 1][:1].isdigit()
        is_formula = is_delimited and formula != pieces[place]
        pieces[place] = f"${formula}$" if is_formula else f"\\${formula}\\$"
    return "".join(pieces)


_TWICE_ESCAPED: Final = re.compile(
    r"\$[^$]*\$|(?:\{\\\{\}|\\\{)(?P<word>(?:[^\s\\{}$,]|\{[^{}$]*\})+)(?:\{\\\}\}|\\\})"
)


def _escape_once(match: re.Match[str]) -> str:
    """Programs export braces that were there to keep a word's case as `{\\{}MRI{\\}}` or `\\{MRI\\}`."""
    word: str | None = match["word"]
    if word is None:  # a formula
        return match[0]
    return word if word.startswith("{\\") else f"{{{word}}}"


_ENTITY: Final = re.compile(r"\\?&(#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|[A-Za-z][A-Za-z0-9]{0,30});")


def _read_entities(text: str) -> str:
    """Files of publishers have signs as HTML writes them, with or without TeX's escape."""
    text = _read_ampersands(text)
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _read_ampersands(text: str) -> str:
    return text.replace("\\&amp;", "&").replace("&amp;", "&") if "&amp;" in text else text


def _entity(match: re.Match[str]) -> str:
    """The sign, unless HTML has none of this name or it would be a command to TeX."""
    from html import unescape
    from html.entities import html5

    name = match[1]
    if not name.startswith("#") and f"{name};" not in html5:
        return match[0]
    sign = unescape(f"&{name};")
    return match[0] if not sign.isprintable() or sign in _NO_SIGNS else sign


_NO_SIGNS: Final = frozenset("\\{}$&#%_~^\ufffd") | {""}
"""Commands to TeX, and what HTML has for numbers that stand for nothing."""


def _ends_in_address(text: str, end: int) -> bool:
    """In `http://x.org/~me` the tilde is no tie, though the address stands in running text."""
    if text[end - 1 : end] != "/":
        return False
    before = text[max(0, end - _ADDRESS_REACH) : end]  # as far as addresses are long
    return _ADDRESS.search(before.split()[-1]) is not None


_NAMES: Final = frozenset(
    (*COMBINING_ACCENTS, *SYMBOLS, *MARKUP, *QUOTING, *SWITCHES, *DROPPED_ARGUMENTS, *TRANSPARENT)
) | {*BRACKETS, *ARGUMENTS, *JOURNALS, "ensuremath"}


def is_known(name: str) -> bool:
    """Whether a command has a reading here."""
    return name in _NAMES or is_bibstring(name) or rare_symbol(name) is not None


def strip_marks(text: str) -> str:
    """The text without the marks of protection: for fields whose case nobody changes."""
    return _MARKS.sub("", text) if END in text else text


def show_marks(text: str) -> str:
    """The text with its protection as CSL has it, where a style's title case could do harm."""
    if END not in text:
        return text
    return re.sub("([\ue000\ue001])([^\ue002]*)\ue002", _nocase, text)


_LOWER_CASE_WORD: Final = re.compile(r"(?:^|[\s>(\-–/“‘])[^\W\d_A-Z]")


def _nocase(match: re.Match[str]) -> str:
    kind, inner = match.groups()
    lower = _LOWER_CASE_WORD.search(inner)
    if kind == NEVER_CASED or (lower and lower[0][-1].islower()):
        return f'<span class="nocase">{inner}</span>'
    return inner


def whole_group(text: str) -> str | None:
    """The inside of a text that is one brace group from end to end."""
    if text[:1] != "{" or text[-1:] != "}" or text[:2] == "{\\":
        return None
    return text[1:-1] if group_end(text, 0) == len(text) else None


class _Reader:
    """One field's reading: quotes within quotes are single."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._quote_depth = 0
        self._open_groups = 0

    def read(self, text: str, *, is_protected: bool, depth: int) -> str:
        if depth > _DEEPEST:
            return re.sub(r"[{}\\]", "", text)
        out: list[str] = []
        position = 0
        while match := _TOKEN.match(text, position):
            position = match.end()
            kind = match.lastgroup
            if kind == "text":
                out.append(match[0])
            elif kind == "open":
                piece, position = self._group(text, match.start(), is_protected, depth)
                out.append(piece)
            elif kind == "math":
                piece, position = self._math(text, match, is_protected)
                out.append(piece)
            elif kind in ("word", "sign"):
                name = match["word"] or match["sign"]
                piece, position = self._command(name, text, position, is_protected, depth)
                out.append(piece)
            elif kind == "tie":
                out.append("~" if _ends_in_address(text, match.start()) else "\u00a0")
            elif kind != "close":
                out.append(_PLAIN_MARKS[match[0]])
        return "".join(out)

    def _group(self, text: str, start: int, is_protected: bool, depth: int) -> tuple[str, int]:
        end = self._group_end(text, start)
        if end is None:
            return "", start + 1
        inner = text[start + 1 : end - 1]
        if is_protected or inner.startswith("\\") or not inner.strip():
            return self.read(inner, is_protected=is_protected, depth=depth + 1), end
        return f"{PROTECTED}{self.read(inner, is_protected=True, depth=depth + 1)}{END}", end

    def _group_end(self, text: str, start: int) -> int | None:
        """None for an open group; after too many of them (a hostile text) nothing is sought."""
        end = group_end(text, start) if self._open_groups < _MOST_OPEN_GROUPS else None
        self._open_groups += end is None
        return end

    def _math(self, text: str, start: re.Match[str], is_protected: bool) -> tuple[str, int]:
        fence = start[0]
        end = text.find(fence, start.end())
        while end > 0 and text[end - 1] == "\\":
            end = text.find(fence, end + 1)
        if end < 0:
            return fence, start.end()
        return self._formula(text[start.end() : end], is_protected), end + len(fence)

    def _formula(self, formula: str, is_protected: bool) -> str:
        shown = read_math(formula)
        if shown is None:
            shown = f"${formula}$"
        return shown if is_protected else f"{NEVER_CASED}{shown}{END}"

    def _argument(self, text: str, position: int) -> tuple[str, int]:
        """The raw argument that begins here: a group, a command or a character."""
        while text[position : position + 1].isspace():
            position += 1
        match = _TOKEN.match(text, position)
        if match is None:
            return "", position
        if match.lastgroup == "open":
            end = self._group_end(text, position)
            return (text[position + 1 : end - 1], end) if end else ("", position + 1)
        if match.lastgroup == "text":
            return text[position], position + 1
        if match.lastgroup == "close":
            return "", position
        return match[0], match.end()

    def _skip_options(self, text: str, position: int) -> int:
        if text[position : position + 1] != "[":
            return position
        end = text.find("]", position)
        return end + 1 if end >= 0 else position

    def _command(
        self, name: str, text: str, position: int, is_protected: bool, depth: int
    ) -> tuple[str, int]:
        name = name.rstrip("*") or name
        if name in COMBINING_ACCENTS:
            return self._accent(name, text, position, depth)
        if name in SYMBOLS:
            return SYMBOLS[name], _skip_empty_group(text, position)
        if name in MARKUP or name in QUOTING:
            raw, position = self._argument(text, self._skip_options(text, position))
            return self._marked_up(name, raw, is_protected, depth), position
        if name in SWITCHES:
            inner = self.read(text[position:], is_protected=is_protected, depth=depth + 1)
            return _tagged(SWITCHES[name], inner), len(text)
        if name == "(":
            end = text.find("\\)", position)
            if end >= 0:
                return self._formula(text[position:end], is_protected), end + 2
            return "(", position
        if name == "ensuremath":
            raw, position = self._argument(text, position)
            return self._formula(raw, is_protected), position
        if name in ARGUMENTS and (found := self._quantity(name, text, position)):
            shown, position = found
            return (shown if is_protected else f"{NEVER_CASED}{shown}{END}"), position
        if is_bibstring(name):
            key, position = self._argument(text, position)
            return find_words(name, key.strip()), position
        return self._other_command(name, text, position, is_protected, depth)

    def _quantity(self, name: str, text: str, position: int) -> tuple[str, int] | None:
        position = self._skip_options(text, position)
        arguments: list[str] = []
        for _ in range(ARGUMENTS[name]):
            raw, position = self._argument(text, position)
            arguments.append(raw)
        shown = read_quantity(name, arguments)
        return (shown, position) if shown else None

    def _other_command(
        self, name: str, text: str, position: int, is_protected: bool, depth: int
    ) -> tuple[str, int]:
        if name in DROPPED_ARGUMENTS:
            position = self._skip_options(text, position)
            for _ in range(DROPPED_ARGUMENTS[name]):
                _, position = self._argument(text, position)
        elif name not in TRANSPARENT and name not in BRACKETS:
            symbol = JOURNALS[name][0] if name in JOURNALS else rare_symbol(name)
            if symbol is not None:
                return symbol, _skip_empty_group(text, position)
            self._report(name)
        if text[position : position + 1] == "{":  # an argument's braces protect nothing
            raw, position = self._argument(text, position)
            if name in VERBATIM:
                return read_verbatim(raw), position
            inner = self.read(raw, is_protected=is_protected, depth=depth + 1)
            if name in BRACKETS:
                inner = inner.join(BRACKETS[name])
            elif name in ("uppercase", "MakeUppercase"):
                inner = inner.upper()
            elif name in ("lowercase", "MakeLowercase"):
                inner = inner.lower()
            return inner, position
        return "", position

    def _marked_up(self, name: str, raw: str, is_protected: bool, depth: int) -> str:
        if name in MARKUP:
            inner = self.read(raw, is_protected=is_protected, depth=depth + 1)
            return _tagged(MARKUP[name], inner)
        self._quote_depth += 1
        inner = self.read(raw, is_protected=is_protected, depth=depth + 1)
        self._quote_depth -= 1
        return f"‘{inner}’" if self._quote_depth % 2 else f"“{inner}”"

    def _accent(self, accent: str, text: str, position: int, depth: int) -> tuple[str, int]:
        raw, position = self._argument(text, position)
        base = self.read(raw, is_protected=True, depth=depth + 1)
        if not base.strip():
            return accent if accent in "^~`'" else base, position
        first = {"ı": "i", "ȷ": "j"}.get(base[0], base[0]) if accent not in "cdkb" else base[0]
        rest = base[1:]
        combined = first + COMBINING_ACCENTS[accent]
        return unicodedata.normalize("NFC", combined) + rest, position


def _skip_empty_group(text: str, position: int) -> int:
    """`\\LaTeX{} is`: the empty group only ends the command's name."""
    return position + 2 if text.startswith("{}", position) else position


def _tagged(tag: str, inner: str) -> str:
    return f"{tag}{inner}{CLOSING_TAGS[tag]}" if inner else ""


_ESCAPED: Final = re.compile(r"\\([_%&#$~^{}])(?:\{\})?")
_URL_COMMAND: Final = re.compile(r"\\(?:url|path|nolinkurl|texttt|detokenize)\s*\{([^{}]*)\}")
_LINK_COMMAND: Final = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")


def read_verbatim(text: str) -> str:
    """Addresses and identifiers: nothing is TeX but its escapes and `\\url{}`."""
    text = _read_ampersands(text)
    if "&" in text:  # any other name may be that of a parameter
        text = text.replace("&lt;", "<").replace("&gt;", ">")
    if "\\" in text:
        text = _LINK_COMMAND.sub(r"\1", _URL_COMMAND.sub(r"\1", text))
        text = text.replace("\\textasciitilde", "~").replace("\\textunderscore", "_")
        text = _ESCAPED.sub(r"\1", text).replace("\\-", "").replace("\\/", "/")
    return re.sub(r"[{}]", "", text).strip() if "{" in text or "}" in text else text.strip()
