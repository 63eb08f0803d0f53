"""The text of a page block by block, as the citation syntax reads it.

A block is a paragraph, a title, a caption and the like, or what an extension has for it. Its text is
in its own children, and in those of the emphasis and the spans in it: each of these is a level of its
own. Whatever else stands in a level (code, links, formulas, images, what roles and raw HTML have left)
is one sign in its text, so that nothing in there is ever read; nor is what stands between tags of
HTML that make a link or code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, groupby

from docutils import nodes
from sphinx.addnodes import centered

from ibidem.sphinx.ancestors import is_inside
from ibidem.sphinx.lines import breaks_in, find_start, seek_line
from ibidem.syntax import OPAQUE_TAGS, private_sign

BLOCKS = (
    nodes.paragraph, nodes.title, nodes.subtitle, nodes.caption, nodes.term, nodes.rubric,
    nodes.attribution, nodes.line,
)  # fmt: skip
WITHOUT_SOURCE = (nodes.field_name, centered)
"""Blocks, too; their text is all that they keep, as it is with those of extensions."""
NO_BLOCKS = (nodes.Inline, nodes.FixedTextElement, nodes.Invisible)
KNOWN = ("docutils.", "sphinx.")
"""Of the nodes defined here, no others hold running text."""
SPANS = (nodes.emphasis, nodes.strong, nodes.inline)

SIGN = private_sign(0)
"""What a node stands as in the text of its level: neither a letter nor a space."""

TAG = re.compile(rf"<(/?)({OPAQUE_TAGS})\b(?!.*/>)", re.IGNORECASE | re.DOTALL)
"""Tags of HTML for links and code, by its slash and its name."""

_BACKSLASH = re.compile(r"\\ ")
_UNBREAKABLE = "\u00a0"

DOCSTRING = ":docstring of "
"""In what autodoc names as source: not the page's text, whatever the page is written in."""

Escapes = Mapping[int, Collection[int]]
"""For each text node, by its identity, the places of the characters that the author escaped."""


def find_blocks(document: nodes.document, sign: str) -> list[nodes.Element]:
    """The blocks that have `sign` in their text, in order."""
    blocks: dict[int, nodes.Element] = {}
    for text in document.findall(nodes.Text):
        if sign in text:
            block = _find_block(text)
            if block is not None:
                blocks.setdefault(id(block), block)
    return list(blocks.values())


def _find_block(text: nodes.Text) -> nodes.Element | None:
    node: nodes.Element | None = text.parent
    while node is not None and is_span(node):
        node = node.parent
    if node is None or not _is_block(node) or DOCSTRING in (node.source or ""):
        return None
    return None if is_inside(node, nodes.docinfo) else node


def _is_block(node: nodes.Element) -> bool:
    """Whether it holds running text; titles of cards, for one, are nodes of an extension."""
    if isinstance(node, (*BLOCKS, *WITHOUT_SOURCE)):
        return True
    if not isinstance(node, nodes.TextElement) or isinstance(node, NO_BLOCKS):
        return False
    return not type(node).__module__.startswith(KNOWN)


def is_span(node: nodes.Node) -> bool:
    """Whether it is emphasis or a span of Markdown, and not what a role has made."""
    return isinstance(node, nodes.Element) and type(node) in SPANS and is_plain(node)


def is_plain(node: nodes.Element) -> bool:
    """Whether its text is all that is known of its source: what a role has made knows more."""
    return node.rawsource in ("", node.astext())


def find_levels(block: nodes.Element) -> Iterator[nodes.Element]:
    """The nodes whose children are the text of the block, inner before outer."""
    enclosed = find_enclosed(block)
    for child in list(block.children):
        if isinstance(child, nodes.Element) and is_span(child) and id(child) not in enclosed:
            yield from find_levels(child)
    yield block


def find_enclosed(parent: nodes.Element) -> set[int]:
    """The identities of the children between tags of HTML that make a link or code."""
    enclosed: set[int] = set()
    inside: list[int] = []
    name = ""
    for child in parent.children:
        tag = TAG.match(child.astext()) if isinstance(child, nodes.raw) else None
        if tag and tag[1] and tag[2].lower() == name:
            enclosed.update(inside)
            name = ""
        elif tag and not tag[1] and not name:
            name, inside = tag[2].lower(), []
        else:
            inside.append(id(child))
    return enclosed


class Level:
    """The children of one node as text, and the way back from that text to them."""

    def __init__(self, parent: nodes.Element, escapes: Escapes, start: int) -> None:
        self.start = start
        """The breaks of lines in the block before it."""
        self._children = list(parent.children)
        self._escapes = escapes
        self._origins: list[tuple[int, int]] = []
        """For each character of the text, the child and the place in it."""
        characters: list[str] = []
        enclosed = find_enclosed(parent)
        for number, child in enumerate(self._children):
            written = _write(child, escapes.get(id(child), ()))
            if id(child) in enclosed:
                written = [SIGN] * len(written)
            for place, character in enumerate(written):
                characters.append(character)
                self._origins += [(number, place)] * len(character)
        self.text = "".join(characters)

    def cut(self, start: int, end: int, *, is_affix: bool = False) -> Iterator[nodes.Node]:
        """The nodes of a part of the text. In an affix a backslash before a space, `p.\\ 3`, keeps lines
        from breaking there; elsewhere Markdown prints it."""
        for child, first, last in self._runs(start, end):
            if isinstance(child, nodes.Text):
                begin, stop = self._origins[first][1], self._origins[last][1] + 1
                text = child[begin:stop]
                yield nodes.Text(self._join_words(child, begin, text) if is_affix else text)
            else:
                yield child

    def _join_words(self, child: nodes.Text, begin: int, text: str) -> str:
        escaped = self._escapes.get(id(child), ())
        return _BACKSLASH.sub(
            lambda sign: sign[0] if begin + sign.start() in escaped else _UNBREAKABLE, text
        )

    def count_breaks(self, at: int) -> int:
        """The breaks of lines in the text before a place."""
        if at == len(self.text):
            return self._breaks[-1]
        number, place = self._origins[at]
        child = self._children[number]
        inside = child[:place].count("\n") if isinstance(child, nodes.Text) else 0
        return self._breaks[number] + inside

    @cached_property
    def _breaks(self) -> list[int]:
        """The breaks of lines before each child, and before the end."""
        return [0, *accumulate(map(breaks_in, self._children))]

    def _runs(self, start: int, end: int) -> Iterator[tuple[nodes.Node, int, int]]:
        for number, run in groupby(range(start, end), key=lambda at: self._origins[at][0]):
            places = list(run)
            yield self._children[number], places[0], places[-1]


def find_line(block: nodes.Element, level: Level, at: int, key: str) -> tuple[str, int]:
    """The file and the line of a key at a place in a level."""
    source, line = find_start(block)
    return source, line and line + seek_line(block, key, level.start + level.count_breaks(at))


def _write(child: nodes.Node, escaped: Collection[int]) -> list[str]:
    """The characters of a child, with the backslashes that the author may have written."""
    if not isinstance(child, nodes.Text):
        return [SIGN]
    return [
        f"\\{character}" if place in escaped or character == "\\" else character
        for place, character in enumerate(child)
    ]
