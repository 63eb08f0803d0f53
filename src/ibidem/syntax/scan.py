"""Pandoc's citation grammar over any text: groups in brackets and keys in the sentence.

    [see @doe, p. 3; -@roe]     a group: every item has a key, else the bracket is plain text
    @doe [p. 3; also @roe]      an author in the text, with or without a bracket behind it

Five things differ from pandoc on purpose: a key in a bare URL or in the handle of somebody
(`@doe@example.org`) is never a citation, `(@doe)` at the start of a block is one, an entity
(`@doe&nbsp;and`) ends a key, and the caller decides whether a key in the sentence has to exist.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from ibidem.syntax.outline import Bracket, KeyMark, KeyReader, Outline, read_outline

ScannedMode = Literal["normal", "textual", "suppress-author"]

_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_GAP: Final = re.compile(r"[ \t]*(?:\n[ \t]*)?(?=\[(?!\^))")
"""Before the bracket that says more about a key; `[^1]` calls a note, even if there is none."""
_ATTRIBUTES: Final = re.compile(
    r"""\{(?:[ \t]*(?:(?:[.\#][^\s{}.\#]+)+|-|\w[\w:.-]*=(?:"[^"\n]*"|[^\s{}"]*))(?=[ \t}]))*[ \t]*\}"""
)
"""As pandoc has them, so neither `{: .x}` nor any other words in braces."""
_URL_START: Final = re.compile(r"(?<![\w@{])(?:[A-Za-z][A-Za-z0-9+.\-]{1,20}://|www\.)")
_URL_END: Final = re.compile(r"[\s<>\[\]\x02]")
_HANDLE: Final = re.compile(r"@\w")
NO_LOCATOR: Final = "{}"
"""Before a suffix that looks like one."""

_BRINGS_JOINT: Final = frozenset(",;:.?!…{ \t\r\n")
_EMPHASIS: Final = "*_"
_NEEDS_SPACE: Final = frozenset("([-–—&+=/")
_ESCAPE: Final = re.compile(r"\\([^\w\s]| )")
_UNBREAKABLE: Final = "\u00a0"


def unescape(text: str) -> str:
    """The text without the backslashes that take a sign its meaning; before a space, `p.\\ 3`, they
    keep lines from breaking there."""
    return _ESCAPE.sub(_read_escape, text) if "\\" in text else text


def _read_escape(found: re.Match[str]) -> str:
    return _UNBREAKABLE if found[1] == " " else found[1]


def joint_before(suffix: str) -> str:
    """What stands between the year and what is said in brackets or braces of its own: a comma, unless
    that begins with a mark or a bracket.

    >>> [joint_before(said) for said in ("p. 3", "; so on", "(sic)", "{}1999", "")]
    [', ', '', ' ', ', ', '']
    """
    said = suffix.removeprefix(NO_LOCATOR)
    first = said.lstrip(_EMPHASIS)[:1]
    if not said or (first and first in _BRINGS_JOINT):
        return ""
    return " " if first and first in _NEEDS_SPACE else ", "


URL_REACH: Final = 500
"""How many characters before a key are looked at for the URL that it may be part of."""


DEEPEST: Final = 16
"""How deep brackets may be nested in one that is read: hosts go into them step by step."""


_UNKNOWN: Final = Outline()
"""Of a text that nobody has walked through."""


class Span(NamedTuple):
    """A part of the text, `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part, trimmed, escapes resolved."""
        return unescape(text[self.start : self.end]).strip()


class ScannedCite(NamedTuple):
    """One key and what belongs to it."""

    key: str
    mode: ScannedMode
    span: Span
    """The key with its signs: `-@{key}`."""
    prefix: Span
    suffix: Span
    """With the white space before it; in a group the suffix starts right behind the key."""


class ScannedCitation(NamedTuple):
    """The cites of one place; `text[start:end]` is what they stand for."""

    start: int
    end: int
    cites: tuple[ScannedCite, ...]

    @property
    def is_textual(self) -> bool:
        """The first author is part of the sentence."""
        return self.cites[0].mode == "textual"

    def joint(self, cite: ScannedCite, text: str) -> str:
        """What stands between the year and what the bracket behind a key says, `@doe [and so on]`.
        Elsewhere the suffix brings it."""
        start, end = cite.suffix
        return joint_before(text[start:end]) if start > cite.span.end else ""


class Keyless(NamedTuple):
    """A bracket that would be a group if all its parts had a key, as some have; what writers mean is
    not just a bracket."""

    key: str
    """The first in it."""
    at: int
    """Where that is."""
    part: Span
    """The first part without one."""


IsReference = Callable[[str], bool]
"""Whether what stands in a bracket is the label of a reference link, `[data set]`."""


IsCited = Callable[[str, int], bool]
"""Whether a key in the sentence is a citation, given the key and its place in the text."""


NoteKeyless = Callable[[Keyless], object]
"""Told of each bracket that is no group for want of a key, in order."""


def _always(*_found: object) -> bool:
    return True


def _never(*_found: object) -> bool:
    return False


def scan(
    text: str,
    is_reference: IsReference = _never,
    is_cited: IsCited = _always,
    *,
    within: Span | None = None,
    note_keyless: NoteKeyless = _always,
) -> Iterator[ScannedCitation]:
    """The citations of a text, or of a part of it, in order. Blank lines end a paragraph, nothing
    else of the block structure is known: a code block has to be cut out by the caller."""
    start, end = within or (0, len(text))
    for blank in (*_BLANK_LINE.finditer(text, start, end), None):
        stop = blank.start() if blank else end
        outline = read_outline(text, start, stop)
        yield from _scan_paragraph(text, outline, start, is_reference, is_cited, note_keyless)
        start = blank.end() if blank else end


def _scan_paragraph(
    text: str,
    outline: Outline,
    cursor: int,
    is_reference: IsReference,
    is_cited: IsCited,
    note_keyless: NoteKeyless,
) -> Iterator[ScannedCitation]:
    for place in sorted([*outline.keys, *outline.brackets]):
        if place < cursor:
            continue
        if place in outline.brackets:
            bracket = outline.brackets[place]
            found = _read_group(text, bracket, outline, is_reference)
            keyless = None if found else _find_keyless(text, bracket, outline, is_reference)
            if keyless is not None:
                note_keyless(keyless)
        elif _HANDLE.match(text, outline.keys[place].end):
            found = None
        elif is_cited(outline.keys[place].key, place):
            found = _read_textual(text, outline.keys[place], outline, is_reference)
        else:
            found = None
        if found is not None:
            yield found
            cursor = found.end


class Scanner:
    """Reads citations at places that a host has found, in one text.

    It remembers what it has walked through: what is in a bracket is not walked through again, nor
    is what follows one that nothing closes.
    """

    def __init__(self, text: str, is_reference: IsReference = _never) -> None:
        self.text = text
        self.is_reference = is_reference
        self._keys = KeyReader(text)
        self._blanks = [blank.start() for blank in _BLANK_LINE.finditer(text)]
        self._start, self._outline = 0, _UNKNOWN
        """The last walk, and where it started."""

    def group_at(self, start: int) -> ScannedCitation | None:
        """The group whose bracket opens at `start`."""
        outline = self._outline_from(start)
        bracket = outline.brackets.get(start)
        return _read_group(self.text, bracket, outline, self.is_reference) if bracket else None

    def keyless_at(self, start: int) -> Keyless | None:
        """What lacks a key in the bracket that opens at `start`."""
        outline = self._outline_from(start)
        bracket = outline.brackets.get(start)
        return _find_keyless(self.text, bracket, outline, self.is_reference) if bracket else None

    def textual_at(self, at: int) -> ScannedCitation | None:
        """The citation whose `@` is at `at`, outside of brackets."""
        mark = self._keys.read(at)
        if mark is None or _is_in_url(self.text, at):
            return None
        gap = _GAP.match(self.text, mark.end)
        outline = self._outline_from(gap.end()) if gap else _UNKNOWN
        return _read_textual(self.text, mark, outline, self.is_reference)

    def _outline_from(self, start: int) -> Outline:
        if self._start <= start < self._outline.end:
            return self._outline
        behind = bisect_left(self._blanks, start)
        end = self._blanks[behind] if behind < len(self._blanks) else len(self.text)
        self._start = start
        self._outline = read_outline(self.text, start, end, one_bracket=True)
        return self._outline


def _is_in_url(text: str, at: int) -> bool:
    """A bare URL stands before: `https://x.org/@a`. Looked for near enough to stay quick."""
    before = text[max(0, at - URL_REACH) : at]
    if "://" not in before and "www." not in before:
        return False
    return _URL_START.search(_URL_END.split(before)[-1]) is not None


def _read_group(
    text: str, bracket: Bracket, outline: Outline, is_reference: IsReference
) -> ScannedCitation | None:
    if _is_claimed(text, bracket, outline, is_reference):
        return None
    cites = _read_items(_split_items(bracket))
    return ScannedCitation(bracket.start, bracket.end, cites) if cites else None


def _find_keyless(
    text: str, bracket: Bracket, outline: Outline, is_reference: IsReference
) -> Keyless | None:
    items = _split_items(bracket)
    first = next((item.keys[0] for item in items if item.keys), None)
    part = next((Span(item.start, item.end) for item in items if not item.keys), None)
    if first is None or part is None or _is_claimed(text, bracket, outline, is_reference):
        return None
    if (
        text.startswith(("^", "["), bracket.start + 1)
        or text[bracket.start - 1 : bracket.start] == "["
    ):
        return None  # a note, a link of a wiki
    return Keyless(first.key, first.start, part)


def _read_textual(
    text: str, mark: KeyMark, outline: Outline, is_reference: IsReference
) -> ScannedCitation | None:
    """The cite at `mark` and the bracket behind it, if that holds more about it."""
    if _HANDLE.match(text, mark.end):
        return None
    gap = _GAP.match(text, mark.end)
    bracket = outline.brackets.get(gap.end()) if gap else None
    suffix, end = Span(mark.end, mark.end), mark.end
    others: tuple[ScannedCite, ...] = ()
    if bracket is not None and not _is_claimed(text, bracket, outline, is_reference):
        items = _split_items(bracket)
        own = None if items[0].keys else items[0]
        rest = _read_items(items[1:] if own else items)
        if rest is not None:
            others, end = rest, bracket.end
            suffix = Span(own.start, own.end) if own else suffix
    mode: ScannedMode = "suppress-author" if mark.is_suppressed else "textual"
    start = Span(mark.start, mark.start)
    first = ScannedCite(mark.key, mode, Span(mark.start, mark.end), start, suffix)
    return ScannedCitation(mark.start, end, (first, *others))


def _is_claimed(text: str, bracket: Bracket, outline: Outline, is_reference: IsReference) -> bool:
    """The bracket is a link, a reference, a span with attributes or a heap of brackets. Any
    `[text][label]` is a reference: hosts resolve some of them much later (autorefs). Notes are none
    (`[^1]`), nor are, unlike in pandoc, other groups (`[@doe][@roe]`)."""
    if bracket.has_destination or bracket.depth > DEEPEST:
        return True
    if _ATTRIBUTES.match(text, bracket.end):
        return True
    following = outline.brackets.get(bracket.end)
    if following is None and bracket.end >= outline.end and text.startswith("[", bracket.end):
        behind = read_outline(text, bracket.end, outline.limit, one_bracket=True)
        following = behind.brackets.get(bracket.end)
    if following is None:
        return is_reference(text[bracket.start + 1 : bracket.end - 1])
    is_note = text.startswith("^", following.start + 1)
    return not is_note and all(isinstance(mark, int) for mark in following.marks)


class _Item(NamedTuple):
    start: int
    end: int
    keys: tuple[KeyMark, ...]


def _split_items(bracket: Bracket) -> list[_Item]:
    items: list[_Item] = []
    start = bracket.start + 1
    keys: list[KeyMark] = []
    for mark in (*bracket.marks, bracket.end - 1):
        if isinstance(mark, int):
            items.append(_Item(start, mark, tuple(keys)))
            start, keys = mark + 1, []
        else:
            keys.append(mark)
    return items


def _read_items(items: list[_Item]) -> tuple[ScannedCite, ...] | None:
    """The cites of the items, or None if one has no key. What follows its first key is suffix."""
    if not all(item.keys for item in items):
        return None
    cites = []
    for item in items:
        mark = item.keys[0]
        mode: ScannedMode = "suppress-author" if mark.is_suppressed else "normal"
        span = Span(mark.start, mark.end)
        prefix, suffix = Span(item.start, mark.start), Span(mark.end, item.end)
        cites.append(ScannedCite(mark.key, mode, span, prefix, suffix))
    return tuple(cites)
