"""Citations in docstrings: found by an inner conversion, formatted by the page around it.

mkdocstrings converts each docstring with a `Markdown` object of its own while the page is still
read block by block, and hands the page finished HTML; so does markdown-exec with what code prints.
The numbers of a page are not known by then. So the inner conversion only writes down what is cited,
in a span that shows the source, and the page fills these spans when it reads them in their place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.serializers import to_html_string
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE, AtomicString

from ibidem.markdown.affixes import MARKUP, Atoms, append_plain
from ibidem.markdown.context import find_links, tell_ids
from ibidem.markdown.footnotes import find_words_behind
from ibidem.markdown.inline import MARK, Found
from ibidem.markdown.typography import Typography

if TYPE_CHECKING:
    from markdown import Markdown

SEAL_PRIORITY: Final = -1
"""Behind the stage in which the host resolves escapes (0): its texts are for anybody to read."""

PRINTED_BY_CODE: Final = "markdown_exec_ids"
INNER_STAGES: Final = ("mkdocstrings_ids", PRINTED_BY_CODE)
"""Stages that give ids a prefix, in the objects that mkdocstrings and markdown-exec make."""

NOTE: Final = "data-ibidem-cite"
"""The attribute that carries what is cited from the docstring to the page."""

_PLACEHOLDER: Final = re.compile("\x02[^\x02\x03]*\x03|[\x02\x03]")
_TAG: Final = re.compile("<[^<>]*>")
_MARKUP: Final = re.compile("</?(?:i|b|sup|sub)>")
"""Raw HTML that the processor reads in affixes as well."""
_MARKED_UP: Final = re.compile(r"<(i|b|sup|sub)>([^<>]*)</\1>")
_NOTED: Final = re.compile(
    rf"""<span[ ][^>]*{NOTE}="([^"]*)"[^>]*>.*?</span>
    (?P<tail>(?:[.,;:!?…]|["”’“‘»«›‹](?!\w))*(?:\s+(?=<span[ ][^>]*{NOTE}=))?)""",
    re.DOTALL | re.VERBOSE,
)
"""A note with the punctuation behind it: marks of footnotes change places with that. So do marks
side by side: the space between them goes with the first."""


def is_inner(md: Markdown) -> bool:
    """The object converts docstrings. Only known when all extensions are registered."""
    return any(name in md.treeprocessors for name in INNER_STAGES)


def note_citations(md: Markdown, root: Element, found: list[Found]) -> None:
    """Leave a note for the page in place of each citation. Links in affixes become text."""
    close_quotes, blocks = Typography(md).close_quotes, md.htmlStash.rawHtmlBlocks
    in_footnotes = dict(find_words_behind(root))
    for element in list(root.iter("span")):
        number = element.get(MARK)
        if number is None:
            continue
        citation = found[int(number)]
        for nested in element.iterfind(f".//span[@{MARK}]"):
            _show_source(nested, found)
        affixes = [_flat_text(child, blocks) for child in element]
        tail = close_quotes(element.tail or "")
        element.clear()
        element.tail = tail
        element.text = citation.text
        has_words_behind = in_footnotes.get(id(element))
        content = [
            citation.keys, citation.modes, citation.is_textual, affixes, has_words_behind
        ]  # fmt: skip
        element.attrib.update({"class": "citation", NOTE: json.dumps(content)})


class SealNotes(Treeprocessor):
    """Sees to it that no note is read again: of headings in docstrings the page gets a copy, for its
    table of contents."""

    def run(self, root: Element) -> None:
        if is_inner(self.md):
            for element in root.iter("span"):
                if element.get(NOTE) is not None:
                    element.text = AtomicString(element.text or "")


def _show_source(nested: Element, found: list[Found]) -> None:
    """A citation in an affix stays as it was written: notes hold no notes."""
    text, tail = found[int(nested.get(MARK, "0"))].text, nested.tail
    nested.clear()
    nested.text, nested.tail = text, tail


def _flat_text(affix: Element, blocks: Sequence[object]) -> str:
    """The affix as text with markup; what has no markup in CSL is only its text. What is stashed in
    `blocks` goes with it: the page has a stash of its own."""
    atoms = Atoms()
    parts = atoms.split(atoms.read_affix(affix))
    text = "".join(_show_piece(part) if isinstance(part, Element) else part for part in parts)
    revealed = HTML_PLACEHOLDER_RE.sub(lambda found: _reveal(blocks, int(found[1])), text)
    return _PLACEHOLDER.sub("", revealed.replace(AMP_SUBSTITUTE, "&"))


def _show_piece(piece: Element) -> str:
    """A piece as text; markup in numbers stays."""
    text, tag = "".join(piece.itertext()), MARKUP.get(piece.tag)
    return text if tag is None or len(piece) else f"<{tag}>{text}</{tag}>"


def _reveal(blocks: Sequence[object], index: int) -> str:
    html = str(blocks[index]) if index < len(blocks) else ""
    return html if _MARKUP.fullmatch(html) else unescape(_TAG.sub("", html))


class Stashed(NamedTuple):
    """A citation in HTML that the page holds ready made."""

    element: Element
    parent: Element
    found: Found
    has_words_behind: bool | None
    """Whether words of the docstring's footnote that it is in follow it; None outside of those."""


class DocstringStash:
    """The citations in HTML that the page holds ready made."""

    def __init__(self, md: Markdown, found: list[Found]) -> None:
        self.md = md
        self.blocks: list[Any] = md.htmlStash.rawHtmlBlocks
        self.links = find_links(md)
        self.found = found
        self.opened: dict[int, list[str | Element]] = {}
        """By number in the stash: text and citations in turn."""
        self.in_footnotes: dict[int, bool] = {}
        """Of the citations in footnotes of docstrings, by number, whether words follow."""

    def read(self, text: str) -> Iterator[Stashed]:
        """The citations behind the placeholders in `text`."""
        for placeholder in HTML_PLACEHOLDER_RE.finditer(text):
            index = int(placeholder[1])
            html = self.blocks[index] if index < len(self.blocks) else ""
            if isinstance(html, str) and NOTE in html and index not in self.opened:
                plain = str(html)  # hosts have kinds of text that escape what is added to them
                self.opened[index] = list(self._open(plain))
                parents = [part for part in self.opened[index] if isinstance(part, Element)]
                for parent in parents:
                    for element in parent:
                        number = int(element.get(MARK, "0"))
                        has_words_behind = self.in_footnotes.get(number)
                        yield Stashed(element, parent, self.found[number], has_words_behind)

    def _open(self, html: str) -> Iterator[str | Element]:
        """The HTML in parts; citations, all that have no markup between them, in an element behind the
        HTML before them."""
        cursor = 0
        parent = Element("div")
        for noted in _NOTED.finditer(html):
            if cursor < noted.start() or not len(parent):
                if len(parent):
                    yield parent
                parent = Element("div")
                parent.text = html[cursor : noted.start()]
            cursor = noted.end()
            keys, modes, is_textual, affixes, has_words_behind = json.loads(unescape(noted[1]))
            element = SubElement(parent, "span", {MARK: str(len(self.found))})
            if has_words_behind is not None:
                self.in_footnotes[len(self.found)] = has_words_behind
            for affix in affixes:
                _fill(SubElement(element, "span"), affix)
            element.tail = noted["tail"]
            self.found.append(Found(tuple(keys), tuple(modes), is_textual, ""))
        if len(parent):
            yield parent
        yield html[cursor:]

    def close(self) -> None:
        """Put the formatted citations back into the HTML they came from. The host makes links to
        other pages relative and finds ids in what it can see of a page, not in there."""
        for index, parts in self.opened.items():
            for part in parts:
                if isinstance(part, Element):
                    tell_ids(self.md, (element.get("id", "") for element in part.iter()))
                    if self.links is not None:
                        self.links.run(part)
            self.blocks[index] = "".join(map(_write, parts))


def _fill(affix: Element, text: str) -> None:
    """Put a text with markup into an affix, as the host's patterns would have done it."""
    cursor = 0
    for found in _MARKED_UP.finditer(text):
        append_plain(affix, text[cursor : found.start()])
        SubElement(affix, found[1]).text = found[2]
        cursor = found.end()
    append_plain(affix, text[cursor:])


def _write(part: str | Element) -> str:
    if isinstance(part, str):
        return part
    return "".join((part.text or "", *map(to_html_string, part)))
