"""Markup of publishers in titles (HTML, JATS, MathML, as Crossref hands it on) -> CSL's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from ibidem.sources.foreign_tags import has_foreign_tags

if TYPE_CHECKING:
    from lxml import etree

_MATH: Final = re.compile(
    r"<(?:mml:)?math\b[^<>]*>((?:(?!<(?:mml:)?math\b).)*?)</(?:mml:)?math\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(/?)(?:mml:)?([a-z]+)\b([^<>]*?)(/?)>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
"""Those of HTML, which XML does not have."""
_STRAIGHT: Final = re.compile(r"mathvariant\s*=\W*normal")
_FOREIGN: Final = re.compile(
    r"<(/?)(?:jats:)?(p|title|sec|inline-formula|alternatives|scp|sc|em|i|italic|strong|b|bold|sub|sup)"
    r"(?:\s[^<>]*)?>"
)
_WRITTEN_SIGN: Final = re.compile(
    r"\$\s*(\\less|\\lt|<|\\greater|\\gt|>)\s*\$|\\ensuremath\s*\{([<>])\}"
    r"|\{\\text(less|greater)\}|\\text(less|greater)(?:\{\}|\s+|(?![A-Za-z]))"
)
_BREAK: Final = re.compile(r"(?<!\s)\s*<br\s*/?>\s*")
_SMALL_CAPITALS: Final = ('<span style="font-variant:small-caps;">', "</span>")
_MEANINGS: Final = {
    **dict.fromkeys(("em", "i", "italic"), ("<i>", "</i>")),
    **dict.fromkeys(("strong", "b", "bold"), ("<b>", "</b>")),
    **dict.fromkeys(("p", "title", "sec"), ("", " ")),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "sc": _SMALL_CAPITALS,
}
"""What stands for a tag and for its end; nothing for all others."""
_ESCAPED: Final = r"\\\1"
_RELATIONS: Final = frozenset("=<>≤≥≈≃≅∼~→←↔⇒≡∝∈⊂≠≪≫")
_MARKS: Final = {
    "¯": "\u0304", "‾": "\u0304", "ˉ": "\u0304", "_": "\u0304", "-": "\u0304", "−": "\u0304",
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "∼": "\u0303", "→": "\u20d7",
    "˙": "\u0307", ".": "\u0307", "¨": "\u0308",
}  # fmt: skip
_WORD_BEFORE: Final = re.compile(r"[^\W\d_]{2,}$")
_WORD_AFTER: Final = re.compile(r"[^\W\d_]{2,}")
_LETTER_FIRST: Final = re.compile(r"(?:<i>)?\w")
_LETTER_LAST: Final = re.compile(r"\w(?:</i>)?$")


def keep_case(formula: str) -> str:
    """A formula as CSL-JSON has it."""
    return f'<span class="nocase">{formula}</span>'


def tidy_markup(text: str, protect: Callable[[str], str] = keep_case) -> str:
    """The text with CSL's markup for the publisher's; `protect` keeps the case of formulas."""
    if not has_foreign_tags(text):
        return text
    pieces: list[str] = []
    at = 0
    for match in _MATH.finditer(text):
        before, formula = text[at : match.start()], _read_mathml(match[1])
        at = match.end()
        has_lost = _LETTER_FIRST.match(formula) and _is_word(_WORD_BEFORE.search(before))
        pieces += [before, " " * bool(has_lost), protect(formula) if formula else ""]
        has_lost = _LETTER_LAST.search(formula) and _is_word(_WORD_AFTER.match(text, at))
        pieces.append(" " * bool(has_lost))
    text = _read_pairs("".join([*pieces, text[at:]]))
    return re.sub(r"  +", " ", _BREAK.sub(" ", text)).strip()


def _read_pairs(text: str) -> str:
    """The text with CSL's tags for those that have an end. Others stay as they are."""
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    """The tags that wait for their end, each with its place among the pieces."""
    waiting: Counter[str] = Counter()
    at = 0
    for tag in _FOREIGN.finditer(text):
        is_end, name = tag.groups()
        pieces += [text[at : tag.start()], tag[0]]
        at = tag.end()
        if not is_end:
            opened.append((name, len(pieces) - 1))
            waiting[name] += 1
        while is_end and waiting[name]:
            other, place = opened.pop()
            waiting[other] -= 1
            if other == name:
                pieces[place], pieces[-1] = _MEANINGS.get(name, ("", ""))
                break
    return "".join([*pieces, text[at:]])


def tidy_latex(text: str) -> str:
    """The same for LaTeX, where programs write `$\\less$em$\\greater$` for a tag, too."""
    signs = _WRITTEN_SIGN.sub(_plain_sign, text)
    return tidy_markup(signs, _in_braces) if has_foreign_tags(signs) else text


def _plain_sign(match: re.Match[str]) -> str:
    written = next(filter(None, match.groups()))
    return "<" if written in ("\\less", "\\lt", "<", "less") else ">"


def _in_braces(formula: str) -> str:
    return f"{{{re.sub('([%$#&_])', _ESCAPED, formula)}}}"


def _is_word(match: re.Match[str] | None) -> bool:
    """Whether letters at a formula are a word that lost its space, and no sign of an element."""
    return match is not None and (match[0].islower() or len(match[0]) > 3)


# --- MathML -------------------------------------------------------------------------------------


def _read_mathml(inner: str) -> str:
    from html import (
        unescape,  # with the next line more than a millisecond of loading: formulas are few
    )

    from lxml import etree

    plain = _ENTITY.sub(lambda entity: unescape(entity[0]), _TAG.sub(_bare_tag, inner))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(f"<math>{plain}</math>".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return _TAG.sub("", inner)
    return re.sub(r"\s+", " ", _read(root)).strip()


def _bare_tag(match: re.Match[str]) -> str:
    close, name, attributes, end = match.groups()
    upright = ' n="1"' if not close and _STRAIGHT.search(attributes) else ""
    return f"<{close}{name.lower()}{upright}{end}>"


def _read(node: etree._Element) -> str:
    name = str(node.tag)
    if name in ("mi", "mn", "mtext", "ms", "mo"):
        return _token(name, "".join(map(str, node.itertext())), is_upright=node.get("n") == "1")
    if name in ("annotation", "annotation-xml", "mspace", "none", "mprescripts"):
        return " " if name == "mspace" else ""
    parts = [_read(child) for child in node]
    if name == "semantics":
        return parts[0] if parts else ""
    if name == "mmultiscripts":
        return _multiscripts([str(child.tag) for child in node], parts)
    return _LAYOUTS.get(name, "".join)(parts)


def _token(name: str, text: str, *, is_upright: bool) -> str:
    text = text if name == "mtext" else text.strip()
    if name == "mo":
        return f" {text} " if text in _RELATIONS else text.strip("\u2061\u2062\u2063\u2064")
    is_variable = name == "mi" and len(text) == 1 and text.isascii() and not is_upright
    return f"<i>{text}</i>" if is_variable else text


def _scripts(below: str, above: str) -> str:
    below, above = below.strip(), above.strip()
    return (f"<sub>{below}</sub>" if below else "") + (f"<sup>{above}</sup>" if above else "")


def _over(parts: Sequence[str]) -> str:
    base, above = parts[0], "".join(parts[1:]).strip()
    mark = _MARKS.get(above)
    if mark is None:
        return base + _scripts("", above)
    end = len(base.removesuffix("</i>"))
    return base[:end] + mark + base[end:]


def _multiscripts(names: Sequence[str], parts: Sequence[str]) -> str:
    split = names.index("mprescripts") if "mprescripts" in names else len(names)
    behind, before = _pairs(parts[1:split]), _pairs(parts[split + 1 :])
    return before + "".join(parts[:1]) + behind


def _pairs(parts: Sequence[str]) -> str:
    pairs = zip_longest(parts[::2], parts[1::2], fillvalue="")
    return "".join(_scripts(below, above) for below, above in pairs)


def _root(parts: Sequence[str]) -> str:
    inner = "".join(parts)
    return f"√{inner}" if re.fullmatch(r"(?:<i>)?\w+(?:</i>)?", inner) else f"√({inner})"


_LAYOUTS: Final[dict[str, Callable[[Sequence[str]], str]]] = {
    "msub": lambda parts: "".join(parts[:1]) + _scripts("".join(parts[1:]), ""),
    "munder": lambda parts: "".join(parts[:1]) + _scripts("".join(parts[1:]), ""),
    "msup": lambda parts: "".join(parts[:1]) + _scripts("", "".join(parts[1:])),
    "msubsup": lambda parts: "".join(parts[:1]) + _scripts("".join(parts[1:2]), "".join(parts[2:])),
    "munderover": lambda parts: (
        "".join(parts[:1]) + _scripts("".join(parts[1:2]), "".join(parts[2:]))
    ),
    "mover": lambda parts: _over(parts) if parts else "",
    "mfrac": lambda parts: "/".join(part.strip() for part in parts),
    "msqrt": _root,
    "mfenced": lambda parts: f"({', '.join(parts)})",
}
