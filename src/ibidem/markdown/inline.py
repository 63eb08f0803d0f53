"""Citations in running text: two patterns that leave an empty element for each.

Groups are read before links are (a group may hold links), keys in the sentence after links, mail
addresses and raw HTML, so that nothing in there is ever taken for one. Code and escapes come before
both.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor

from ibidem.diagnostics import is_slip
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.opaque import Stretches, find_math, find_unread
from ibidem.model import CiteMode
from ibidem.syntax import ScannedCitation, Scanner, scan, unescape

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem.markdown.conversion import Conversion

MARK = "data-ibidem"
"""The attribute of an element that stands for a citation: its number among the `Found`."""

GROUP_PRIORITY = 172
"""Behind footnotes (175), before reference links (170)."""
KEY_PRIORITY = 84.5
"""Behind raw HTML (90) and bare URLs (85), before social mentions (79.7)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A citation as it was written."""

    keys: tuple[str, ...]
    modes: tuple[CiteMode, ...]
    is_textual: bool
    text: str


@dataclass(slots=True)
class Findings:
    """What the patterns have found in one conversion."""

    citations: list[Found] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)
    """Words like `@knuht` that are nearly a key; they are left as they are."""
    lists: list[ListRequest] = field(default_factory=list)
    slipped_markers: list[str] = field(default_factory=list)
    """Paragraphs like `[[bibliograhpy]]`; they are left as they are."""

    def keep(self, citation: ScannedCitation, text: str) -> Element:
        """An element for the citation. Its children hold the affixes, prefix and suffix in turn,
        where the host's other patterns go on with their markup."""
        element = Element("span", {"class": "citation"})
        modes: list[CiteMode] = []
        for cite in citation.cites:
            prefix, suffix = SubElement(element, "span"), SubElement(element, "span")
            self._fill(prefix, text[cite.prefix.start : cite.prefix.end].strip())
            space = " " if citation.needs_space(cite, text) else ""
            behind = unescape(text[cite.suffix.start : cite.suffix.end]).rstrip()
            self._fill(suffix, space + behind)
            modes.append("suppress-author" if cite.mode == "suppress-author" else "normal")
        keys = tuple(cite.key for cite in citation.cites)
        written = text[citation.start : citation.end]
        element.set(MARK, str(len(self.citations)))
        self.citations.append(Found(keys, tuple(modes), citation.is_textual, written))
        return element

    def _fill(self, affix: Element, text: str) -> None:
        """The text of an affix with the groups in it: hosts go on with later patterns only."""
        affix.text, cursor = text, 0
        for nested in scan(text) if "[" in text else ():
            if text[nested.start] != "[":
                continue
            _append_text(affix, text[cursor : nested.start])
            affix.append(self.keep(nested, text))
            cursor = nested.end
        if cursor:
            affix[-1].tail = text[cursor:]


def _append_text(element: Element, text: str) -> None:
    """Set the text before the next child."""
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


class _CitationProcessor(InlineProcessor):
    def __init__(self, pattern: str, conversion: Conversion) -> None:
        super().__init__(pattern, conversion.md)
        self.md: Markdown = conversion.md
        self.conversion = conversion
        self._scanner = Scanner("")
        self.unread = Stretches(("<", "{", "![", "]("), find_unread)

    def scanner(self, data: str) -> Scanner:
        if self._scanner.text is not data:
            self._scanner = Scanner(data, self._is_reference)
        return self._scanner

    def _is_reference(self, label: str) -> bool:
        references: Container[str] = getattr(self.md, "references", {})
        return " ".join(label.split()).lower() in references


class GroupProcessor(_CitationProcessor):
    """`[see @doe, p. 3; @roe]`, and `@doe [p. 3; @roe]`, whose bracket may look like a group."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(r"\[|@(?=[^\s\[\]]+[ \t]*\n?[ \t]*\[)", conversion)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if _holds_no_key(data, m.start()) or self.conversion.is_excluded:
            return None, None, None
        if self.unread.holds(data, m.start()):
            return None, None, None
        scanner = self.scanner(data)
        if m[0] == "@":
            found = scanner.textual_at(m.start())
            if found is None or not self.conversion.cites_in_sentences(found.cites[0].key):
                return None, None, None
            if found.end == found.cites[0].span.end:  # its bracket says something else
                return None, None, None
        else:
            found = scanner.group_at(m.start())
            if found is None or self._is_reference(data[found.start + 1 : found.end - 1]):
                return None, None, None
        return self.conversion.findings.keep(found, data), found.start, found.end


def _holds_no_key(text: str, start: int) -> bool:
    """The bracket ends before the next `@`: most are links, not worth a look."""
    at = text.find("@", start)
    if at < 0:
        return True
    close = text.find("]", start, at)
    return close >= 0 and text.find("[", start + 1, close) < 0


class KeyProcessor(_CitationProcessor):
    """`@doe` in the sentence, if a file has that key."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, conversion: Conversion) -> None:
        super().__init__("@", conversion)
        self.math = Stretches(("$",), find_math)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        at = m.start()
        if self.conversion.is_excluded:
            return None, None, None
        found = self.scanner(data).textual_at(at)
        if found is None or self.math.holds(data, at) or self.unread.holds(data, at):
            return None, None, None
        cite = found.cites[0]
        if not self.conversion.cites_in_sentences(cite.key):
            found = self._without_emphasis(found, data)
            if found is None:
                self._note_slip(cite.key)
                return None, None, None
        return self.conversion.findings.keep(found, data), found.start, found.end

    def _without_emphasis(self, found: ScannedCitation, data: str) -> ScannedCitation | None:
        """`_@doe_`: an underscore is part of a key, unless only the key without it exists."""
        key = found.cites[0].key
        shorter = key.rstrip("_")
        if shorter == key or not self.conversion.cites_in_sentences(shorter):
            return None
        return Scanner(data[: data.index(key, found.start) + len(shorter)]).textual_at(
            data.index("@", found.start)
        )

    def _note_slip(self, key: str) -> None:
        if not self.conversion.project.config.bare_keys:
            return
        nearest = self.conversion.project.suggest(key)
        if is_slip(key, nearest):
            self.conversion.findings.slips.append(key)
