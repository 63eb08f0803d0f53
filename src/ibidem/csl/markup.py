"""Inline markup and quotation marks inside an item's text, read into nodes.

CSL-JSON's subset of HTML (`<i> <b> <sup> <sub> <sc>` and three kinds of `<span>`) is markup; every
other tag, and a tag without its partner, is text. Straight and typographic quotes become
quotations, so that their marks can alternate with the depth; what is left of `'` is an apostrophe.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from ibidem.csl.output import Format, Formatted, Node, Tagged

MARKUP_HINTS: Final = frozenset("<'\"’‘“”«»„‚‹›")

STRAIGHT: Final = ('"', "'")

NOCASE: Final = "nocase"
NODECOR: Final = "nodecor"
NO_DECORATION: Final = Format(font_style="normal", font_variant="normal", font_weight="normal")

FORMATS: Final = {
    "i": Format(font_style="italic"),
    "b": Format(font_weight="bold"),
    "sup": Format(vertical_align="sup"),
    "sub": Format(vertical_align="sub"),
    "sc": Format(font_variant="small-caps"),
}

TOKEN: Final = re.compile(
    r"""<(?P<open>i|b|sup|sub|sc)>
      | <span\s+(?P<attribute>style="font-variant:\s*small-caps;?"|class="nocase"|class="nodecor")>
      | </(?P<close>i|b|sup|sub|sc|span)>
      | (?P<quote>['"’‘“”«»„‚‹›\ue000\ue001])""",
    re.VERBOSE,
)

SPACED_OPEN: Final = "\ue000"
SPACED_CLOSE: Final = "\ue001"
"""Stand for guillemets with the spaces of French, whichever these are, in locales that have guillemets.

DEVIATES from citeproc-js, which knows them only with the very spaces of the locale: « Le “Cid” ».
"""

OPEN_GUILLEMET: Final = re.compile("«[ \u00a0\u202f]")
CLOSE_GUILLEMET: Final = re.compile("[ \u00a0\u202f]»")

DECADE: Final = re.compile(r"[0-9]0s(?![\w'])")
"""Behind an apostrophe: the '90s. Other numbers may be quoted: '1984', '24 hours'."""

SPACE_OR_OPENING: Final = re.compile(r"[\s(\[{/\u2013\u2014-]$")


class QuoteMarks(NamedTuple):
    """A locale's marks: they are read as quotes in the text as well as the straight ones."""

    open: str = "\u201c"
    close: str = "\u201d"
    open_inner: str = "\u2018"
    close_inner: str = "\u2019"
    are_mixed: bool = False
    """Inner marks open a quotation at every level."""


class _Open:
    """An opened tag or quote that waits for its partner; its children are collected meanwhile."""

    __slots__ = ("children", "closer", "kind", "quote", "source")

    def __init__(self, kind: str, source: str, closer: str) -> None:
        self.kind = kind
        self.source = source
        self.closer = closer
        self.quote = ""
        """The mark that was typed around the first quotation in it."""
        self.children: list[Node] = []


def parse_markup(text: str, marks: QuoteMarks) -> list[Node]:
    """The text as nodes, not to be changed. Plain text comes back as one string."""
    if not text:
        return []
    if text.isascii():
        is_plain = not ("<" in text or "'" in text or '"' in text)
    else:
        is_plain = MARKUP_HINTS.isdisjoint(text)
    return [text] if is_plain else _parse(text, marks)


@lru_cache(maxsize=8192)
def _parse(text: str, marks: QuoteMarks) -> list[Node]:
    if ("«" in text or "»" in text) and marks.open.strip() == "«":
        text = OPEN_GUILLEMET.sub(SPACED_OPEN, text)
        text = CLOSE_GUILLEMET.sub(SPACED_CLOSE, text)
    root = _Open("root", "", "")
    stack = [root]
    position = 0
    for match in TOKEN.finditer(text):
        _add(stack[-1], text[position : match.start()])
        position = match.end()
        source = match[0]
        if match["quote"]:
            _quote(stack, source, text, match.start(), marks)
        elif match["close"]:
            _close_tag(stack, match["close"], source)
        else:
            kind = match["open"] or _span_kind(match["attribute"])
            stack.append(_Open(kind, source, match["open"] or "span"))
    _add(stack[-1], text[position:])
    while len(stack) > 1:
        _reopen_as_text(stack)
    return root.children


def _span_kind(attribute: str) -> str:
    if "nocase" in attribute:
        return NOCASE
    return NODECOR if "nodecor" in attribute else "sc"


def _add(target: _Open, text: str) -> None:
    """Append text, joined with text before it."""
    if text:
        if target.children and isinstance(target.children[-1], str):
            target.children[-1] += text
        else:
            target.children.append(text)


def _close_tag(stack: list[_Open], name: str, source: str) -> None:
    depth = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].closer == name), 0)
    tags_between = any(frame.closer.isalpha() for frame in stack[depth + 1 :])
    if not depth or tags_between:
        _add(stack[-1], source)
        return
    while len(stack) - 1 > depth:
        _reopen_as_text(stack)
    frame = stack.pop()
    if frame.kind == NOCASE:
        stack[-1].children.append(Tagged(NOCASE, frame.children))
    elif frame.kind == NODECOR:
        stack[-1].children.append(Formatted(frame.children, NO_DECORATION))
    else:
        stack[-1].children.append(Formatted(frame.children, FORMATS[frame.kind], is_markup=True))


def _reopen_as_text(stack: list[_Open]) -> None:
    """What was opened and never closed is text: its source and its children join the parent."""
    frame = stack.pop()
    _add(stack[-1], "\u2019" if frame.source == "'" else frame.source)
    for child in frame.children:
        _append(stack[-1], child)


def _append(target: _Open, child: Node) -> None:
    """Append a node, or text joined with text before it."""
    if isinstance(child, str):
        _add(target, child)
    else:
        target.children.append(child)


def _quote(stack: list[_Open], char: str, text: str, at: int, marks: QuoteMarks) -> None:
    before, after = text[:at], text[at + 1 :]
    closes = next((i for i in range(len(stack) - 1, 0, -1) if char in stack[i].closer), 0)
    is_apostrophe = char in "'\u2019" and before[-1:].isalnum() and after[:1].isalpha()
    is_apostrophe = is_apostrophe or (char == "'" and DECADE.match(after) is not None)
    if is_apostrophe:
        _add(stack[-1], "\u2019")
    elif closes and not _has_tag(stack, closes) and not before[-1:].isspace():
        while len(stack) - 1 > closes:
            _reopen_as_text(stack)
        _add_quotation(stack, marks)
    elif _is_as_typed(char, after, marks, stack):
        stack.append(_Open("typed", char, marks.close_inner))
    elif closer := _opens(char, before, after, marks, stack):
        stack.append(_Open("quote", _shown(char, marks), closer))
    else:
        _add(stack[-1], "\u2019" if char in "'\u2019" else _shown(char, marks))


def _add_quotation(stack: list[_Open], marks: QuoteMarks) -> None:
    """The quotation on top, closed.

    Of two kinds of straight marks side by side, the first are outer marks and the others inner
    ones, as if these had been typed: "a" and 'b'.
    """
    frame = stack.pop()
    typed = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].kind == "typed"), 0)
    if frame.kind == "typed":
        _add_as_text(stack[-1], frame, marks.open_inner, marks.close_inner)
        return
    if typed:
        is_inner = sum(around.kind == "quote" for around in stack[typed:]) % 2
        opening, close = marks[2:4] if is_inner else marks[:2]
        _add_as_text(stack[-1], frame, opening, close)
        return
    root = stack[0]
    if frame.source in STRAIGHT and all(around.kind != "quote" for around in stack):
        root.quote = root.quote or frame.source
        if frame.source != root.quote and not marks.are_mixed:
            _add_as_text(stack[-1], frame, marks.open_inner, marks.close_inner)
            return
    stack[-1].children.append(Formatted(frame.children, quotes=True, is_markup=True))


def _add_as_text(target: _Open, frame: _Open, opening: str, close: str) -> None:
    """A quotation whose marks do not alternate with those around."""
    _add(target, opening)
    for child in frame.children:
        _append(target, child)
    _add(target, close)


def _is_as_typed(char: str, after: str, marks: QuoteMarks, stack: list[_Open]) -> bool:
    """Whether an inner mark stands at the outer level: it is meant so, and outer ones are within."""
    if char != marks.open_inner or marks.are_mixed or char == marks.close_inner:
        return False
    return marks.close_inner in after and not any(
        frame.kind in ("quote", "typed") for frame in stack
    )


def _shown(char: str, marks: QuoteMarks) -> str:
    """A mark as it stands in the text."""
    return {SPACED_OPEN: marks.open, SPACED_CLOSE: marks.close}.get(char, char)


def _has_tag(stack: list[_Open], depth: int) -> bool:
    """Whether a tag is open inside the quotation at this depth."""
    return any(frame.kind != "quote" for frame in stack[depth + 1 :])


def _opens(char: str, before: str, after: str, marks: QuoteMarks, stack: list[_Open]) -> str:
    """The characters that may close the quotation which `char` opens here, or nothing."""
    if char in STRAIGHT:
        visible = re.sub(r"<[^<>]*>$", "", before)
        just_opened = stack[-1].kind == "quote" and not stack[-1].children
        at_start = not visible or just_opened or SPACE_OR_OPENING.search(visible)
        return char if at_start and after and not after[0].isspace() else ""
    is_nested = any(frame.kind == "quote" for frame in stack)
    if char == SPACED_OPEN:
        return SPACED_CLOSE
    if char == marks.open:
        return marks.close
    if char == marks.open_inner and (is_nested or marks.are_mixed):
        return marks.close_inner
    # Marks of other languages are meant so.
    return ""
