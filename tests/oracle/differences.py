"""Two processors' texts side by side, and the differences by kind."""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ibidem.csl.output import FormattedCitation
from ibidem.csl.processor import Processor
from ibidem.csl.style import parse_style
from ibidem.write.html import entry_to_html, to_html
from oracle.citeproc_js import Oracle
from oracle.deviations import Deviation, explain
from oracle.document import Document

_ENTRY = re.compile(r'\s*<div class="csl-entry">(.*)</div>\s*', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TOKEN = re.compile(r"<[^>]*>|&#\d+;|\w+|\s+|.", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Pair:
    """The same citation or entry by both; empty is what one does not print."""

    ours: str
    theirs: str
    where: str
    reasons: tuple[str, ...] = ()
    """Why it differs, where that is on purpose."""

    @property
    def same(self) -> bool:
        return self.ours == self.theirs

    @property
    def same_text(self) -> bool:
        return plain(self.ours) == plain(self.theirs)


def plain(markup: str) -> str:
    """The text of HTML, white space joined."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", markup))).strip()


@dataclass
class Comparison:
    """One style over one document."""

    style: str
    document: str
    citations: list[Pair] = field(default_factory=list)
    entries: list[Pair] = field(default_factory=list)
    order_differs: bool = False
    error: str = ""
    is_theirs: bool = False
    """Whether the error is the reference's."""

    def pairs(self) -> Iterator[Pair]:
        yield from self.citations
        yield from self.entries


def compare(
    oracle: Oracle,
    name: str,
    source: str,
    document: Document,
    deviations: Sequence[Deviation],
    locale: str = "",
) -> Comparison:
    """Both processors over the document, in the style's or another locale.

    Whichever fails, that is told.
    """
    comparison = Comparison(name, document.name)
    try:
        style = parse_style(source)
        citations = document.in_class(style.style_class)
        result = Processor(style, locale=locale).process(document.items(), citations)
    except Exception:
        comparison.error = f"ours fails\n{traceback.format_exc(limit=-4)}"
        return comparison
    answer = oracle.ask(source, document.records, citations, document.uncited, locale)
    if answer.error:
        comparison.error = f"citeproc-js fails: {answer.error.splitlines()[0]}"
        comparison.is_theirs = True
        return comparison
    places = zip(citations, result.citations, answer.citations, strict=True)
    for place, (citation, ours, theirs) in enumerate(places):
        where = f"{place} {' '.join(cite.id for cite in citation.cites)}"
        comparison.citations.append(_pair(_text(ours), theirs.strip(), where, deviations))
    entries = {entry.id: _inner(entry_to_html(entry)) for entry in result.bibliography.entries}
    others = {id: _inner(text) for id, text in answer.entries.items()}
    for id in dict.fromkeys((*others, *entries)):
        pair = _pair(entries.get(id, ""), others.get(id, ""), id, deviations)
        comparison.entries.append(pair)
    common = [id for id in entries if id in others]
    comparison.order_differs = common != [id for id in others if id in entries]
    return comparison


def _text(citation: FormattedCitation) -> str:
    content = to_html(citation.content)
    if citation.intext is not None:
        content = f"{to_html(citation.intext)} {content}"
    return content.strip()


def _pair(ours: str, theirs: str, where: str, deviations: Sequence[Deviation]) -> Pair:
    reasons = explain(ours, theirs, deviations) if ours != theirs else ()
    return Pair(ours, theirs, where, reasons)


def _inner(entry: str) -> str:
    found = _ENTRY.fullmatch(entry)
    return (found[1] if found else entry).strip()


def kinds(pair: Pair) -> list[str]:
    """What differs, each place as `before [ours|theirs] after`, letters and digits made alike."""
    ours, theirs = _TOKEN.findall(pair.ours), _TOKEN.findall(pair.theirs)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    found = []
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        if operation != "equal":
            before = "".join(map(_general, ours[max(0, start - 2) : start]))
            after = "".join(map(_general, ours[end : end + 2]))
            left = "".join(map(_general, ours[start:end]))
            right = "".join(map(_general, theirs[other_start:other_end]))
            if left == right:  # the words are what differs
                left, right = "".join(ours[start:end]), "".join(theirs[other_start:other_end])
            found.append(f"{before}[{_short(left)}|{_short(right)}]{after}")
    return found


def _general(token: str) -> str:
    if token.isdigit():
        return "0"
    if token[0].isalpha():
        return ("X" if token[0].isupper() else "x") + ("x" if len(token) > 1 else "")
    return token


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:30]}…{text[-8:]}"
