"""What a host prints of a citation: a part of it, without brackets, with a capital.

All of it rewrites finished output trees; the processor knows nothing of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ibidem.csl.output import Format, Formatted, Link, Literal, Node, Tagged, rewrap
from ibidem.csl.rewrite import find_all as find_all
from ibidem.csl.rewrite import plain as plain
from ibidem.listing.marking import change_tagged
from ibidem.model import Date, Item

BRACKETS: Final = {"(": ")", "[": "]"}


def strip_brackets(node: Node) -> Node:
    """The tree without the brackets, or the raising, around all of it, or else around each cite."""
    while isinstance(node, Formatted) and is_raised(node):
        node = Formatted(node.children)
    if not _is_bracketed(plain(node)):
        return change_tagged(node, frozenset(("cite",)), _strip_pair)
    return _strip_pair(node)


def _is_bracketed(text: str) -> bool:
    """Whether the brackets at the ends of a text are a pair."""
    if len(text) < 2 or BRACKETS.get(text[0]) != text[-1]:
        return False
    depth = 0
    for place, char in enumerate(text):
        depth += (char == text[0]) - (char == text[-1])
        if not depth:
            return place == len(text) - 1
    return False


def _strip_pair(node: Node) -> Node:
    if _is_bracketed(plain(node)):
        node = _edit_leaf(node, lambda leaf: leaf[1:], last=False)
        node = _edit_leaf(node, lambda leaf: leaf[:-1], last=True)
    return node


def drop_stop(node: Node) -> Node:
    """The tree without the full stop at its end."""
    if not plain(node).endswith("."):
        return node
    return _edit_leaf(node, lambda leaf: leaf.removesuffix("."), last=True)


def is_raised(node: Node) -> bool:
    """Whether all of it is superscript."""
    return isinstance(node, Formatted) and node.format == Format(vertical_align="sup")


def drop_raised(node: Node) -> Node:
    """The tree without what is superscript in it."""
    if isinstance(node, (str, Literal)):
        return node
    if isinstance(node, Formatted) and node.format and node.format.vertical_align == "sup":
        return ""
    return rewrap(node, [drop_raised(child) for child in node.children])


def add_brackets(node: Node, opening: str) -> Node:
    """The tree in brackets, if it isn't in some already."""
    text = plain(node)
    if not text or _is_bracketed(text):
        return node
    return Formatted([opening, node, BRACKETS[opening]])


def capitalize(node: Node) -> Node:
    """The tree with its first letter in upper case."""
    return _edit_leaf(node, lambda leaf: leaf[:1].upper() + leaf[1:], last=False)


def find_year(cite: Node, item: Item) -> str:
    """The year of a printed cite of this item with its suffix, as far as it is printed."""
    for date in find_all(cite, "date"):
        suffixes = [plain(suffix) for suffix in find_all(cite, "year-suffix")]
        inside = any(True for _ in find_all(date, "year-suffix"))
        year = _without_days(plain(date), item.dates.get(str(date.value)))
        return year + ("" if inside else "".join(suffixes))
    return ""


def _without_days(printed: str, date: Date | None) -> str:
    """The years alone of a printed date; notes, and cites of letters, have months and days, too."""
    if date is None or all(len(values) < 2 for values in date.parts):
        return printed
    numbers = "|".join(str(values[0]) for values in date.parts if values)
    # Letters behind a year are its suffix, or its unit as in 2020年5月.
    years = re.findall(rf"(?<!\d)(?:{numbers})(?!\d)[^\W\d_]*", printed)
    return "–".join(dict.fromkeys(years)) or printed


def join(nodes: list[Node], delimiter: str = ", ") -> Node:
    """The nodes with the delimiter between them."""
    joined: list[Node] = []
    for node in nodes:
        joined += [delimiter, node] if joined else [node]
    return Formatted(joined)


def _edit_leaf(node: Node, edit: Callable[[str], str], *, last: bool) -> Node:
    """The tree with its first or last non-empty text edited."""
    if isinstance(node, str):
        return edit(node)
    if isinstance(node, Literal):
        return Literal(edit(node.text), node.kind)
    places = [place for place, child in enumerate(node.children) if plain(child)]
    if not places:
        return node
    place = places[-1 if last else 0]
    children = list(node.children)
    children[place] = _edit_leaf(children[place], edit, last=last)
    if isinstance(node, Tagged):
        return Tagged(node.tag, children, node.value)
    if isinstance(node, Link):
        return Link(node.href, children)
    return Formatted(children, format=node.format, display=node.display)
