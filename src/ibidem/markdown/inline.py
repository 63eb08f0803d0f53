"""Citations in running text: two patterns that leave an empty element for each.

Groups are read before links are (a group may hold links), keys in the sentence after links, mail
addresses and raw HTML, so that nothing in there is ever taken for one. Code and escapes come before
both.
"""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineStage
from markdown.util import (
    HTML_PLACEHOLDER_RE,
    INLINE_PLACEHOLDER,
    INLINE_PLACEHOLDER_RE,
    STX,
    AtomicString,
)

from ibidem.diagnostics import is_slip
from ibidem.markdown.markers import ListRequest, find_loose_marker, has_links_of_wikis
from ibidem.markdown.opaque import (
    UNREAD_SIGNS,
    Stretches,
    find_enclosed,
    find_math,
    find_unread,
)
from ibidem.model import CiteMode
from ibidem.syntax import (
    ScannedCitation,
    Scanner,
    begins_with_caret,
    find_signless,
    is_inline_note,
    scan,
    unescape,
)

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem.markdown.conversion import Conversion

MARK: Final = "data-ibidem"
"""The attribute of an element that stands for a citation: its number among the `Found`."""

DEEPER: Final = "data-ibidem-deeper"
"""The attribute of an element that keeps an affix from the host for a while."""

_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]\w*);")

GROUP_PRIORITY: Final = 172
"""Behind footnotes (175), before reference links (170)."""
LATE_PRIORITY: Final = 84.5
"""Behind raw HTML (90) and bare URLs (85), before social mentions (79.7)."""


class Found(NamedTuple):
    """A citation as it was written."""

    keys: tuple[str, ...]
    modes: tuple[CiteMode, ...]
    is_textual: bool
    text: str


Stash: TypeAlias = "Callable[[Element], str]"
"""Keeps an element for the host, and gives the placeholder for it."""


@dataclass(slots=True)
class Findings:
    """What the patterns have found in one conversion."""

    citations: list[Found] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)
    """Words like `@knuht` that are nearly a key; they are left as they are."""
    suffixes: list[str] = field(default_factory=list)
    """Those with an `@` or what may be a key without it, as they were written."""
    keyless: dict[str, list[str]] = field(default_factory=dict)
    """Keys at the start of brackets that are no groups, each with the parts that have no key; the
    host's placeholders may stand in them."""
    inline_notes: list[str] = field(default_factory=list)
    """The first keys of groups like `^[see @doe]`, where the host has no such notes, or `[^@doe]`."""
    lists: list[ListRequest] = field(default_factory=list)
    slipped_markers: dict[str, str] = field(default_factory=dict)
    """What is meant for a marker, like `[[bibliograhpy]]`, and what is wrong with it; it is left as it
    is."""

    def keep(self, citation: ScannedCitation, text: str, stash: Stash) -> Element:
        """An element for the citation. Its children hold the affixes, prefix and suffix in turn,
        where the host's other patterns go on with their markup."""
        element = Element("span", {"class": "citation"})
        modes: list[CiteMode] = []
        for cite in citation.cites:
            prefix, suffix = SubElement(element, "span"), SubElement(element, "span")
            before = unescape(text[cite.prefix.start : cite.prefix.end]).strip()
            prefix.text = self._keep_nested(read_entities(before), stash)
            behind = text[cite.suffix.start : cite.suffix.end]
            if "@" in behind or any(find_signless(behind)):
                self.suffixes.append(behind)
            behind = citation.joint(cite, text) + read_entities(unescape(behind).rstrip())
            suffix.text = self._keep_nested(behind, stash)
            modes.append("suppress-author" if cite.mode == "suppress-author" else "normal")
        keys = tuple(cite.key for cite in citation.cites)
        written = text[citation.start : citation.end]
        element.set(MARK, str(len(self.citations)))
        self.citations.append(Found(keys, tuple(modes), citation.is_textual, written))
        return element

    def _keep_nested(self, text: str, stash: Stash) -> str:
        """An affix with the groups in it taken out: hosts go on with later patterns only."""
        if "[" not in text:
            return text
        parts, cursor = [], 0
        unread = Stretches(UNREAD_SIGNS, find_unread)
        for nested in scan(text):
            if text[nested.start] == "[" and not unread.holds(text, nested.start):
                element = self.keep(nested, text, stash)
                put_deeper(element)
                parts += [text[cursor : nested.start], stash(element)]
                cursor = nested.end
        return "".join([*parts, text[cursor:]])


def read_entities(text: str) -> str:
    """The text with the characters that its entities stand for, `p.&nbsp;3&ndash;5`: the processor
    reads numbers. Signs that mean something to Markdown or HTML stay as they are written."""
    return _ENTITY.sub(_read_entity, text) if "&" in text else text


def _read_entity(entity: re.Match[str]) -> str:
    character = html.unescape(entity[0])
    is_text = character.isprintable() or character.isspace()
    return character if is_text and not character.isascii() else entity[0]


def put_deeper(element: Element) -> None:
    """Put the affixes of a citation into elements of their own. The host resolves placeholders two
    levels deep before it looks for links and emphasis around them."""
    for number, affix in enumerate(list(element)):
        element[number] = Element("span", {DEEPER: ""})
        element[number].append(affix)


def put_back(element: Element) -> None:
    """Undo that."""
    for number, wrapper in enumerate(list(element)):
        if wrapper.get(DEEPER) is not None:
            element[number] = wrapper[0]


NOTHING: Final = (None, None, None)
"""The host's word for a place that a pattern does not take."""


class _Original:
    """A text as it was before the host put placeholders for what a pattern had found in it.

    The host shows the text anew with each of them. This way it is walked through only once.
    """

    def __init__(self) -> None:
        self.text = ""
        self._shown = ""
        self._start = self._end = -1
        """Of what was found in the text as it was shown last; -1 if nothing was."""
        self._done = self._offset = 0

    def find(self, shown: str, at: int) -> int:
        """The place in the original; -1 for what had its turn before the last placeholder."""
        if shown is not self._shown:
            if not self._goes_on(shown):
                self.text, self._done = shown, 0
            self._offset = len(self.text) - len(shown)
            self._shown, self._start = shown, -1
        return at + self._offset if at >= self._done else -1

    def note(self, at: int, length: int) -> None:
        """Something was found in the text that is shown."""
        self._start, self._end = at, at + length

    def _goes_on(self, shown: str) -> bool:
        """It is the last text with a placeholder for what was found there."""
        if self._start < 0 or not shown.startswith(self._shown[: self._start]):
            return False
        rest = self._shown[self._end :]
        self._done = len(shown) - len(rest)
        is_placeholder = INLINE_PLACEHOLDER_RE.fullmatch(shown, self._start, self._done)
        return is_placeholder is not None and shown.endswith(rest)


class _CitationProcessor(InlineProcessor, ABC):
    def __init__(self, pattern: str, conversion: Conversion) -> None:
        super().__init__(pattern, conversion.md)
        self.md: Markdown = conversion.md
        self.conversion = conversion
        self._scanner = Scanner("")
        self._original = _Original()
        self._unread = Stretches((*UNREAD_SIGNS, STX), self._find_unread)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if self.conversion.is_excluded or not self.may_cite(data, m.start()):
            return NOTHING
        at = self._original.find(data, m.start())
        text = self._original.text
        if at < 0 or self._unread.holds(text, at):
            return NOTHING
        if marker := self._read_marker(text, at):
            self._original.note(m.start(), len(marker))
            return self.unescape(marker), m.start(), m.start() + len(marker)
        if self._scanner.text is not text:
            self._scanner = Scanner(text, self.is_reference)
        found = self.read(self._scanner, at)
        if found is None or (STX in text and self._is_in_tags(found, text)):
            return NOTHING
        start, length = m.start() + found.start - at, found.end - found.start
        if is_inline_note(data, start, start + length):
            if self.conversion.project.style.is_note:  # without the sign it is one
                start, length = start - 1, length + 1
            else:
                self.conversion.findings.inline_notes.append(found.cites[0].key)
        elif begins_with_caret(text, found.start):
            self.conversion.findings.inline_notes.append(found.cites[0].key)
        self._original.note(start, length)
        element = self.conversion.findings.keep(found, text, self._stash)
        for affix in element:
            if affix.text and STX in affix.text:
                affix.text = INLINE_PLACEHOLDER_RE.sub(self._read_space, affix.text)
            if affix.text and self._is_final(affix.text):
                affix.text = AtomicString(affix.text)
        return element, start, start + length

    def _read_marker(self, text: str, at: int) -> str:
        """The marker of a list that opens here, where it is none, to be left as it is; empty if it has
        no end or there is none."""
        loose = find_loose_marker(text, at) if text.startswith("[[", at) else None
        if loose is None or ("@" not in loose.text and has_links_of_wikis(self.md)):
            return ""
        self.conversion.findings.slipped_markers.setdefault(loose.line, loose.describe())
        return loose.text if loose.is_whole else ""

    def _is_in_tags(self, found: ScannedCitation, text: str) -> bool:
        """Whether a key stands between tags that have placeholders by now: they are nothing to the
        scanner."""
        return any(self._unread.holds(text, cite.span.start) for cite in found.cites)

    def _find_unread(self, text: str) -> Iterator[tuple[int, int]]:
        """Also what stands between tags for which there are placeholders by now."""
        yield from find_unread(text)
        placeholders = INLINE_PLACEHOLDER_RE.finditer(text)
        yield from find_enclosed((found.span(), self._read_tag(found[1])) for found in placeholders)

    def _read_tag(self, number: str) -> str:
        """The HTML that a placeholder stands for; empty if it is something else."""
        stashed = self._stage.stashed_nodes.get(number)
        html = HTML_PLACEHOLDER_RE.fullmatch(stashed) if isinstance(stashed, str) else None
        return str(self.md.htmlStash.rawHtmlBlocks[int(html[1])]) if html else ""

    def _read_space(self, placeholder: re.Match[str]) -> str:
        """The character that a placeholder stands for, if that is an entity: pymdownx.escapeall makes
        one of an escaped space."""
        character = read_entities(self._read_tag(placeholder[1]))
        return character if len(character) == 1 else placeholder[0]

    def _stash(self, element: Element) -> str:
        nodes = self._stage.stashed_nodes
        number = f"{len(nodes):04d}"
        nodes[number] = element
        return INLINE_PLACEHOLDER % number

    @property
    def _stage(self) -> InlineStage:
        stage = self.md.treeprocessors["inline"]
        assert isinstance(stage, InlineStage), "it runs this pattern"
        return stage

    def _is_final(self, text: str) -> bool:
        """No pattern finds anything in it. The host would try each of them twice."""
        if STX in text:
            return False
        for pattern in self.md.inlinePatterns:
            if pattern.getCompiledRegExp().search(text):
                return False
        return True

    def may_cite(self, data: str, at: int) -> bool:
        """A quick look."""
        return True

    @abstractmethod
    def read(self, scanner: Scanner, at: int) -> ScannedCitation | None:
        """The citation at the place, if there is one."""

    def is_reference(self, label: str) -> bool:
        references: Container[str] = getattr(self.md, "references", {})
        return " ".join(label.split()).lower() in references


class GroupProcessor(_CitationProcessor):
    """`[see @doe, p. 3; @roe]`, and `@doe [p. 3; @roe]`, whose bracket may look like a group."""

    def __init__(
        self,
        conversion: Conversion,
        pattern: str = r"\[|@(?=[^\s\[\]]+[ \t]*\n?[ \t]*\[)",
    ) -> None:
        super().__init__(pattern, conversion)

    def may_cite(self, data: str, at: int) -> bool:
        return data.startswith("[[", at) or not _holds_no_key(data, at)

    def read(self, scanner: Scanner, at: int) -> ScannedCitation | None:
        if scanner.text[at] == "[":
            found = scanner.group_at(at)
            if found is None and (keyless := scanner.keyless_at(at)):
                part = scanner.text[keyless.part.start : keyless.part.end].strip()
                self.note_keyless(keyless.key, part)
            return found
        found = scanner.textual_at(at)
        if found is None or not self.conversion.cites_in_sentences(found.cites[0].key):
            return None
        says_more = found.end > found.cites[0].span.end  # else its bracket says something else
        return found if says_more else None

    def note_keyless(self, key: str, part: str) -> None:
        self.conversion.findings.keyless.setdefault(key, []).append(part)


def _holds_no_key(text: str, start: int) -> bool:
    """The bracket ends before the next `@`: most are links, not worth a look."""
    at = text.find("@", start)
    if at < 0:
        return True
    close = text.find("]", start, at)
    return close >= 0 and text.find("[", start + 1, close) < 0


class LateProcessor(GroupProcessor):
    """`@doe` in the sentence, if a file has that key; and groups in what other patterns have taken
    before and give to later ones only, as the text of an image that an extension makes a caption."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion, r"\[|@")
        self.math = Stretches(("$",), find_math)

    def may_cite(self, data: str, at: int) -> bool:
        return data[at] == "@" or super().may_cite(data, at)

    def read(self, scanner: Scanner, at: int) -> ScannedCitation | None:
        if scanner.text[at] == "[" or self._is_in_link():
            return super().read(scanner, at)
        found = scanner.textual_at(at)
        if found is None or self.math.holds(scanner.text, at):
            return None
        key = found.cites[0].key
        if self.conversion.cites_in_sentences(key):
            return found
        shorter = self._without_emphasis(found, scanner.text)
        if shorter is None:
            self._note_slip(key)
        return shorter

    def note_keyless(self, key: str, part: str) -> None:
        """Most are known by now, and what they hold has gone into placeholders since then."""
        if key not in self.conversion.findings.keyless:
            super().note_keyless(key, part)

    def _is_in_link(self) -> bool:
        """There a key alone is none."""
        return "a" in self._stage.ancestors

    def _without_emphasis(self, found: ScannedCitation, text: str) -> ScannedCitation | None:
        """`_@doe_`: an underscore is part of a key, unless only the key without it exists."""
        key = found.cites[0].key
        shorter = key.rstrip("_")
        if shorter == key or not self.conversion.cites_in_sentences(shorter):
            return None
        return Scanner(text[: text.index(key, found.start) + len(shorter)]).textual_at(
            text.index("@", found.start)
        )

    def _note_slip(self, key: str) -> None:
        if not self.conversion.project.config.bare_keys:
            return
        nearest = self.conversion.project.suggest(key)
        if is_slip(key, nearest):
            self.conversion.findings.slips.append(key)
