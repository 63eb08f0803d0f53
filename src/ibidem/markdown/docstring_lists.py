"""Lists in docstrings, and in what code prints: noted by an inner conversion, printed by the page.

As with citations (`docstrings`), the page gets finished HTML with a note in it. A list is an element of
the page, so the HTML is taken apart at the note, and both halves stay what they are: HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown.util import HTML_PLACEHOLDER_RE

from ibidem.diagnostics import Diagnostic
from ibidem.markdown.docstrings import PRINTED_BY_CODE
from ibidem.markdown.markers import LIST, ListRequest, find_lists

if TYPE_CHECKING:
    from markdown import Markdown

LIST_NOTE: Final = "data-ibidem-lists"
"""The attribute that carries what a marker asks for."""

_NOTED: Final = re.compile(rf'<div[ ]{LIST_NOTE}="([^"]*)">\s*</div>')


def note_lists(md: Markdown, root: Element, requests: Sequence[ListRequest]) -> None:
    """Leave a note for the page in place of each list. A docstring has no list of what is cited: only
    code prints one on purpose."""
    known = list(requests)
    for element in find_lists(root, known):
        request = known[int(element.get(LIST, "0"))]
        element.clear()
        if request.is_entry or PRINTED_BY_CODE in md.treeprocessors:
            element.set(LIST_NOTE, _write_request(request))


def open_lists(md: Markdown, root: Element, requests: list[ListRequest]) -> None:
    """Put an element into the tree for each list that is noted in HTML which the page holds ready made."""
    if any(LIST_NOTE in str(html) for html in md.htmlStash.rawHtmlBlocks):
        for parent in list(root.iter()):
            content: list[str | Element] = []
            for part in _content_of(parent):
                if isinstance(part, str):
                    content += _open(md, part, requests)
                elif part.get("class") == "mkdocstrings":
                    content += _open_docstring(md, part, requests)
                else:
                    content.append(part)
            _fill(parent, content)


def _content_of(parent: Element) -> Iterator[str | Element]:
    """Text and elements in turn; of a paragraph that holds nothing but HTML, that."""
    yield parent.text or ""
    for child in parent:
        text = (child.text or "").strip()
        is_html = child.tag == "p" and not len(child) and HTML_PLACEHOLDER_RE.fullmatch(text)
        yield text if is_html else child
        yield child.tail or ""


def _open_docstring(
    md: Markdown, container: Element, requests: list[ListRequest]
) -> Iterator[str | Element]:
    """The container up to its first list, then the rest. mkdocstrings puts headings into it for the
    table of contents, and takes it away afterwards with all but its text."""
    parts = list(_open(md, container.text or "", requests))
    first = next((at for at, part in enumerate(parts) if isinstance(part, Element)), len(parts))
    container.text = "".join(part for part in parts[:first] if isinstance(part, str))
    yield container
    yield from parts[first:]


def _fill(parent: Element, content: Sequence[str | Element]) -> None:
    parent.text, parent[:] = "", ()
    for part in content:
        if isinstance(part, Element):
            parent.append(part)
            part.tail = ""
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text += part


def _open(md: Markdown, text: str, requests: list[ListRequest]) -> Iterator[str | Element]:
    """The text, and what is in the HTML in it."""
    cursor = 0
    for placeholder in HTML_PLACEHOLDER_RE.finditer(text):
        html = str(md.htmlStash.rawHtmlBlocks[int(placeholder[1])])
        if LIST_NOTE not in html:
            continue
        yield text[cursor : placeholder.start()]
        cursor = placeholder.end()
        for number, piece in enumerate(_NOTED.split(html)):
            if number % 2:
                yield Element("div", {LIST: str(len(requests))})
                requests.append(_read_request(piece))
            else:
                yield md.htmlStash.store(piece)
    yield text[cursor:]


def _write_request(request: ListRequest) -> str:
    *rest, problems = request
    return json.dumps((*rest, [problem.as_dict() for problem in problems]))


def _read_request(note: str) -> ListRequest:
    options, text, is_entry, attributes, problems = json.loads(unescape(note))
    found = tuple(Diagnostic(**problem) for problem in problems)
    return ListRequest(_to_pairs(options), text, is_entry, _to_pairs(attributes), found)


def _to_pairs(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs)
