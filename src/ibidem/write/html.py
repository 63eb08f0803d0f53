"""HTML with CSL's class names, as the reference processor prints it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Final, TypeAlias
from zlib import crc32

from ibidem.csl.output import (
    Bibliography,
    Entry,
    Format,
    Formatted,
    Link,
    Literal,
    Node,
    Tagged,
    iter_text,
)

Href: TypeAlias = Callable[[str], str | None]
"""From an item's id to where its cites lead; None for no link."""

_UNSAFE: Final = re.compile("[^A-Za-z0-9._-]+")
"""What can't stand in ids of every output that we write."""

# The tags of a format, innermost first: the order in which the reference processor applies them.
ELEMENTS: Final = {
    ("font_style", "italic"): ("<i>", "</i>"),
    ("font_style", "oblique"): ("<em>", "</em>"),
    ("font_style", "normal"): ('<span style="font-style:normal;">', "</span>"),
    ("font_variant", "small-caps"): ('<span style="font-variant:small-caps;">', "</span>"),
    ("font_variant", "normal"): ('<span style="font-variant:normal;">', "</span>"),
    ("font_weight", "bold"): ("<b>", "</b>"),
    ("font_weight", "normal"): ('<span style="font-weight:normal;">', "</span>"),
    ("text_decoration", "underline"): ('<span style="text-decoration:underline;">', "</span>"),
    ("text_decoration", "none"): ('<span style="text-decoration:none;">', "</span>"),
    ("vertical_align", "sup"): ("<sup>", "</sup>"),
    ("vertical_align", "sub"): ("<sub>", "</sub>"),
    ("vertical_align", "baseline"): ('<span style="baseline">', "</span>"),
}

# Block-like parts of an entry with the white space around them.
DISPLAYS: Final = {
    "block": ('\n\n    <div class="csl-block">', "</div>\n"),
    "left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
    "right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
    "indent": ('<div class="csl-indent">', "</div>\n  "),
}


def escape(text: str) -> str:
    """Text for element content."""
    if "&" in text:
        text = text.replace("&", "&#38;")
    if "<" in text:
        text = text.replace("<", "&#60;")
    return text.replace(">", "&#62;") if ">" in text else text


def escape_attribute(text: str) -> str:
    """Text for attribute values."""
    return escape(text).replace('"', "&#34;").replace("'", "&#39;")


def to_html(node: Node, href: Href | None = None) -> str:
    """A finished tree as inline HTML. Cites become links where `href` gives a target."""
    if isinstance(node, str):
        return escape(node)
    if isinstance(node, Literal):
        return escape(node.text)
    children = node.children
    if len(children) == 1:
        inner = to_html(children[0], href)
    else:
        inner = "".join([to_html(child, href) for child in children])
    if isinstance(node, Formatted):
        return _formatted(node, inner)
    if isinstance(node, Link):
        return f'<a href="{escape_attribute(node.href)}">{inner}</a>'
    return _tagged(node, inner, href)


def _formatted(node: Formatted, inner: str) -> str:
    if node.format is not None:
        inner = format_html(node.format, inner)
    if node.display:
        start, end = DISPLAYS.get(node.display, ("", ""))
        return f"{start}{inner}{end}"
    return inner


def format_html(format: Format, inner: str) -> str:
    """HTML inside the tags of a format."""
    if format.font_style:
        inner = _between("font_style", format.font_style, inner)
    if format.font_variant:
        inner = _between("font_variant", format.font_variant, inner)
    if format.font_weight:
        inner = _between("font_weight", format.font_weight, inner)
    if format.text_decoration:
        inner = _between("text_decoration", format.text_decoration, inner)
    if format.vertical_align:
        inner = _between("vertical_align", format.vertical_align, inner)
    return inner


def _between(name: str, value: str, inner: str) -> str:
    start, end = ELEMENTS.get((name, value), ("", ""))
    return f"{start}{inner}{end}"


def _tagged(node: Tagged, inner: str, href: Href | None) -> str:
    if node.tag != "cite" or href is None:
        return inner
    target = href(str(node.value))
    if target is None:
        return inner
    behind = ""
    if "<a " in inner:
        # A link inside a link is no HTML: of a cite that prints an identifier what stands before is one.
        parts = [to_html(child, href) for child in node.children]
        lead = sum(1 for _ in takewhile(lambda part: "<a " not in part, parts))
        inner, behind = "".join(parts[:lead]), "".join(parts[lead:])
        if not any(map(_has_words, node.children[:lead])):
            return inner + behind
    return f'<a href="{escape_attribute(target)}" role="doc-biblioref">{inner}</a>{behind}'


def _has_words(node: Node) -> bool:
    """Whether it is more than punctuation."""
    return any(character.isalnum() for text in iter_text(node) for character in text)


def entry_id(key: str) -> str:
    """The id of an item's entry, the same in every host: `ref-` and the key.

    Ids of LaTeX and EPUB can't hold every sign, and links can't without being encoded. What they
    can't is a hyphen; then a checksum of the key keeps ids apart, whatever else is listed.

    >>> entry_id("doe_2020.b")
    'ref-doe_2020.b'
    >>> entry_id("doi:10.1000/182")
    'ref-doi-10.1000-182-3f6bcd90'
    """
    readable = _UNSAFE.sub("-", key)
    if readable == key:
        return f"ref-{key}"
    checksum = f"{crc32(key.encode('utf-8', 'surrogatepass')):08x}"
    return "-".join(filter(None, ("ref", readable.strip("-"), checksum)))


def entry_href(key: str) -> str:
    """A link to an item's entry on the same page."""
    return "#" + entry_id(key)


def bibliography_to_html(
    bibliography: Bibliography, *, ids: Callable[[str], str] | None = None
) -> str:
    """The list as the reference processor prints it; with `ids`, each entry carries an id."""
    entries = "".join(f"  {entry_to_html(entry, ids)}\n" for entry in bibliography.entries)
    return f'<div class="csl-bib-body">\n{entries}</div>'


def entry_to_html(entry: Entry, ids: Callable[[str], str] | None = None) -> str:
    """One entry in its `csl-entry`; with `ids`, it carries the id that this gives for its item."""
    identity = f' id="{escape_attribute(ids(entry.id))}"' if ids else ""
    return f'<div class="csl-entry"{identity}>{to_html(entry.content)}</div>'
