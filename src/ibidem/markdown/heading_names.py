"""What a heading is called where it is not printed: in tables of contents and titles of pages.

A citation in the sentence says its author there, as a word of the sentence. Others are left out, with
the brackets, spaces and commas that were there for them only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from html import escape, unescape
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags

from ibidem.markdown.reading import COMMA, is_citation

if TYPE_CHECKING:
    from markdown import Markdown

GAP: Final = "\ufdd0"
"""Where a citation is left out: no character of any text."""

_CLOSING: Final = {"(": ")", "[": "]"}
_PARTING: Final = ",;:"
_JOINED: Final = ",;:.!?)]\u2026"
"""What stands close to the word before it."""
_DASHES: Final = "\u2013\u2014"
_LEADING: Final = re.compile(r"(?:\s|[-,;:.\u2013\u2014]+(?=\s|$))*")


def name_heading(
    heading: Element, md: Markdown, authors: Mapping[str, str], *, with_images: bool = False
) -> str | None:
    """Its name as HTML without tags; None if hosts find it themselves. `authors` are what citations
    say in the sentence, by their ids; with `with_images`, images are their descriptions."""
    copied = deepcopy(heading)
    copied.tail = None
    is_changed = False
    for citation in list(outermost_citations(copied)):
        author = authors.get(citation.get("id", ""), "")
        is_changed = is_changed or bool(author)
        _replace(citation, (author.removesuffix(".") if _has_stop(citation) else author) or GAP)
    for comma in copied.iter("sup"):
        if comma.get("class") == COMMA:
            is_changed = True
            _replace(comma, "")
    if with_images:
        for image in list(copied.iter("img")):
            _replace(image, image.get("alt", ""))
    text = unescape(strip_tags(render_inner_html(remove_fnrefs(copied), md)))
    name = close_gaps(text)
    is_changed = is_changed or name != " ".join(text.replace(GAP, "").split())
    return escape(name, quote=False) if name and is_changed else None


def _replace(element: Element, text: str) -> None:
    """Put a text in its place."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", text, tail


def _has_stop(citation: Element) -> bool:
    """Whether a full stop follows it."""
    return (citation.tail or "").startswith(".")


def outermost_citations(element: Element) -> Iterator[Element]:
    """The citations in it, without those in affixes of others."""
    for child in element:
        if child.tag == "span" and is_citation(child):
            yield child
        else:
            yield from outermost_citations(child)


def close_gaps(text: str) -> str:
    """The text without a trace of what is left out of it."""
    first, *others = text.split(GAP)
    # punctuation may have come before the mark of a note
    name = [] if _LEADING.fullmatch(first) else list(first)
    is_apart = False
    for part in others:
        is_apart = _drop_spaces(name) or is_apart
        start = _skip_spaces(part, 0)
        is_apart = is_apart or start > 0
        while name and start < len(part) and _CLOSING.get(name[-1]) == part[start]:
            name.pop()
            end = _skip_spaces(part, start + 1)
            is_apart = _drop_spaces(name) or is_apart or end > start + 1
            start = end
        if not name or name[-1] in _CLOSING:
            found = _LEADING.match(part, start)
            start = found.end() if found else start
            is_apart = False
        if start == len(part):
            continue
        if part[start] in _JOINED:
            while name and name[-1] in _PARTING:
                name.pop()
            start += name[-1:] == ["."] and part[start] == "."
        elif is_apart:
            name.append(" ")
        name.extend(part[start:])
        is_apart = False
    if others and not others[-1].strip():
        _drop_ending(name)
    return " ".join("".join(name).split())


def _skip_spaces(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _drop_spaces(name: list[str]) -> bool:
    """Drop the spaces at the end; whether there are any."""
    length = len(name)
    while name and name[-1].isspace():
        name.pop()
    return len(name) < length


def _drop_ending(name: list[str]) -> None:
    """Drop what led to a citation at the end: a colon, a comma, a dash."""
    _drop_spaces(name)
    while name and (name[-1] in _PARTING + _DASHES or name[-2:] == [" ", "-"]):
        name.pop()
        _drop_spaces(name)
