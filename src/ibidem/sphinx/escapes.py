"""Which characters of a block the author has escaped: Markdown's parser leaves no trace of that.

The source of the block is read once more, by the same parser, and its text is laid beside the text
that the page has. They differ only in what MyST adds to Markdown and in what a translation changes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ibidem.sphinx.blocks import BLOCKS, Escapes, is_plain
from ibidem.sphinx.lines import find_start

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

OPAQUE = (nodes.literal, nodes.math, nodes.raw)
"""What Markdown itself does not read."""

_ESCAPE = re.compile(r"[\\&]")
"""A backslash; an entity such as `&#64;` stands for a character that means nothing, too."""
_WORD = re.compile(r"\w+|\W")
_PUNCTUATION = re.compile(r"[^\w\s]")


def find_escapes(block: nodes.Element) -> Escapes:
    """The escaped characters in the texts of the block."""
    # Where there is no source, Sphinx takes the text for it.
    is_known = isinstance(block, BLOCKS) or not is_plain(block)
    source = block.rawsource if is_known else _read_line(block)
    if not _ESCAPE.search(source):
        return {}
    written, escaped = _read_source(source)
    texts = list(_find_texts(block))
    places = _carry_over(escaped, written, "".join(texts))
    found: dict[int, Collection[int]] = {}
    start = 0
    for text in texts:
        found[id(text)] = {place - start for place in places if start <= place < start + len(text)}
        start += len(text)
    return found


def _read_line(block: nodes.Element) -> str:
    """The line of the file where the block begins; empty where that is none of a text."""
    source, line = find_start(block)
    try:
        lines = Path(source).read_text("utf-8").splitlines() if line else []
    except (OSError, ValueError):
        return ""
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _read_source(source: str) -> tuple[str, list[int]]:
    """The text that Markdown sees in a source, and the places of what is escaped in it."""
    parser = _make_parser()
    tokens: list[Token] = []
    parser.inline.parse(source, parser, {}, tokens)
    text = ""
    escaped = []
    for token in tokens:
        if token.type == "text_special" and _PUNCTUATION.fullmatch(token.content):
            escaped.append(len(text))
        if token.type in ("text", "text_special"):
            text += token.content
        elif token.type == "softbreak":
            text += "\n"
    return text, escaped


@cache
def _make_parser() -> MarkdownIt:
    # Whoever has pages in MyST has this as well.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _find_texts(node: nodes.Element) -> Iterator[nodes.Text]:
    """The texts of a block that were text in its source."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, OPAQUE) and is_plain(child):
            yield from _find_texts(child)


def _carry_over(places: Iterable[int], written: str, shown: str) -> set[int]:
    """Where the characters at these places of the one text stand in the other."""
    if written == shown:
        return set(places)
    words, others = _WORD.findall(written), _WORD.findall(shown)
    starts, other_starts = _find_starts(words), _find_starts(others)
    blocks = SequenceMatcher(None, words, others).get_matching_blocks()
    carried = {
        starts[match.a + number]: other_starts[match.b + number]
        for match in blocks
        for number in range(match.size)
    }
    return {carried[place] for place in places if place in carried}


def _find_starts(words: Iterable[str]) -> list[int]:
    starts = []
    place = 0
    for word in words:
        starts.append(place)
        place += len(word)
    return starts
