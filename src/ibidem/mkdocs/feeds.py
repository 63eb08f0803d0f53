"""What feeds read of a page.

The RSS plugin takes the summary of a page from its source, which it converts without any extension.
So, while it reads, citations stand in the source as they are printed, and no markers of lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from ibidem.markdown.markers import FENCED, find_marker
from ibidem.markdown.reading import Place, words_of
from ibidem.syntax import scan

PLUGIN = "rss"

_STASHED = re.compile("\x02[^\x02\x03]*\x03")
_INDENTED = re.compile(r"^(?: {4}|\t)[^\n]*", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]*\]")
"""The mark of a footnote: a key before it would take it for its bracket."""
_SPECIAL = re.compile(r"[\\`*_\[\]]")

Printed = tuple[str | tuple[str, ...], str]
"""A citation as it was written, or its keys, and as it is printed."""


def read_printed(places: Sequence[Place]) -> list[Printed]:
    """The citations of a page that has been written."""
    printed: list[Printed] = []
    for place in places:
        # a text with pieces that the host has stashed is not what the source says
        written = place.found.keys if "\x02" in place.found.text else place.found.text
        text = _STASHED.sub("", "".join(words_of(place.element)))
        printed.append((written, text.removesuffix(place.taken)))
    return printed


def drop_markers(source: str, commands: Mapping[str, str]) -> str:
    """The source without the markers of lists; `commands` are the user's own."""
    visible = _INDENTED.sub(_blank, FENCED.sub(_blank, source))
    parts: list[str] = []
    cursor = start = 0
    for block in visible.split("\n\n"):
        end = start + len(block)
        while found := find_marker(visible[start:end], commands):
            before = start + len(found.before)
            start = end - len(found.after)
            parts += [source[cursor:before], "\n" if found.before and found.after else ""]
            cursor = start
        start = end + len("\n\n")
    return "".join((*parts, source[cursor:]))


def print_citations(source: str, printed: Sequence[Printed]) -> str:
    """The source with the citations that are `printed`, each once, in order."""
    waiting: dict[str | tuple[str, ...], list[str]] = {}
    for written, text in printed:
        waiting.setdefault(written, []).append(text)
    visible = FENCED.sub(_blank, source)
    visible = _FOOTNOTE.sub(lambda call: "\x02" * len(call[0]), visible)
    parts: list[str] = []
    cursor = 0
    for citation in scan(visible):
        written = source[citation.start : citation.end]
        keys = tuple(cite.key for cite in citation.cites)
        texts = waiting.get(written) or waiting.get(keys)
        if texts:
            text, before = _escape(texts.pop(0)), source[cursor : citation.start]
            parts += [before, text] if text else [before.rstrip(" ")]  # a note is not for feeds
            cursor = citation.end
    return "".join((*parts, source[cursor:]))


def _blank(code: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", code[0])


def _escape(text: str) -> str:
    """As Markdown and HTML both take for text."""
    return escape(_SPECIAL.sub(r"\\\g<0>", text), quote=False)
