"""The output tree: what the processor renders and the writers read.

Nodes say what they *are* (names, a date, the year suffix, a cite of an item), so that what comes
after rendering - disambiguation, collapsing, author suppression, links - is a rewrite of tagged
nodes and never a special case while rendering.

The tree has two states. While the processor works on it, affixes, delimiters and quotes still sit
on the nodes (`Formatted`). `ibidem.csl.finish` joins them to text once, with all rules of
punctuation, and leaves a tree of plain strings, formats, tags and links: what writers see.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final, TypeAlias

from ibidem.record import Record, Reduced, Value


class Format(Value):
    """CSL's formatting attributes; an empty string means "as around"."""

    __match_args__ = (
        "font_style", "font_variant", "font_weight", "text_decoration", "vertical_align",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        font_style: str = "",
        font_variant: str = "",
        font_weight: str = "",
        text_decoration: str = "",
        vertical_align: str = "",
    ) -> None:
        self.font_style: Final = font_style
        self.font_variant: Final = font_variant
        self.font_weight: Final = font_weight
        self.text_decoration: Final = text_decoration
        self.vertical_align: Final = vertical_align


FORMAT_PROPERTIES: Final = Format.__match_args__


class Literal:
    """Text that a pass may have to recognise: a term, a number, a joint that is no delimiter."""

    __slots__ = ("kind", "text")

    def __init__(self, text: str, kind: str) -> None:
        self.text = text
        self.kind = kind

    def __reduce__(self) -> Reduced:
        return type(self), (self.text, self.kind)


class Formatted:
    """Children with what CSL may say around them. In a finished tree only `format` is left."""

    __slots__ = (
        "children", "delimiter", "display", "format", "is_markup", "prefix", "quotes", "suffix",
    )  # fmt: skip

    def __init__(
        self,
        children: list[Node],
        format: Format | None = None,
        prefix: str = "",
        suffix: str = "",
        delimiter: str = "",
        quotes: bool = False,
        display: str = "",
        is_markup: bool = False,
    ) -> None:
        self.children = children
        self.format = format
        self.prefix = prefix
        self.suffix = suffix
        self.delimiter = delimiter
        self.quotes = quotes
        self.display = display
        """`block`, `left-margin`, `right-inline`, `indent` (CSL 1.0.2, Display)."""
        self.is_markup = is_markup
        """Markup of the item's own text: it flips to normal inside the same format."""

    def __reduce__(self) -> Reduced:
        return type(self), (
            self.children, self.format, self.prefix, self.suffix, self.delimiter, self.quotes,
            self.display, self.is_markup,
        )  # fmt: skip


class FormattedNumber(Formatted):
    """A number variable: marks and spaces beside it leave its suffix alone."""

    __slots__ = ()


class FormattedText(Formatted):
    """A single text, a term or the value of a variable, and no group of others."""

    __slots__ = ()


class FormattedNames(Formatted):
    """A name, or lists of names. As citeproc-js has it, what is within does not mind their format."""

    __slots__ = ()


class Tagged:
    """Children that are something: `tag` names it, `value` identifies it.

    Tags in a finished tree: `cite` (value: the item's id), `names` (the variable;
    empty for another one that stands in for it, None for a term), `date`, `year-suffix`,
    `citation-number`, `citation-label`, `locator`; in entries also `name` and, behind an ellipsis,
    `last-name` (value: the `Name`); in citations of the mode `each`, a tag of that name (value: the
    item's id) around each cite with the author's words.
    """

    __slots__ = ("children", "tag", "value")

    def __init__(self, tag: str, children: list[Node], value: object = None) -> None:
        self.tag = tag
        self.children = children
        self.value = value

    def __reduce__(self) -> Reduced:
        return type(self), (self.tag, self.children, self.value)


class Link:
    """Children that lead to `href`, an absolute URL."""

    __slots__ = ("children", "href")

    def __init__(self, href: str, children: list[Node]) -> None:
        self.href = href
        self.children = children

    def __reduce__(self) -> Reduced:
        return type(self), (self.href, self.children)


Node: TypeAlias = str | Literal | Formatted | Tagged | Link


def rewrap(node: Formatted | Tagged | Link, children: list[Node]) -> Node:
    """The node around other children, as a finished tree has it: affixes are text by then."""
    if isinstance(node, Formatted):
        return Formatted(children, node.format, display=node.display)
    if isinstance(node, Tagged):
        return Tagged(node.tag, children, node.value)
    return Link(node.href, children)


def is_raised(node: Node) -> bool:
    """Whether all of it is superscript: such a mark follows its word without a space."""
    while isinstance(node, (Formatted, Tagged)):
        if isinstance(node, Formatted) and node.format and node.format.vertical_align == "sup":
            return True
        if len(node.children) != 1:
            return False
        node = node.children[0]
    return False


def is_same(one: Node, other: Node) -> bool:
    """Whether two finished trees print the same, with equal formats, tags and links."""
    if one is other:
        return True
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if isinstance(one, Literal) or isinstance(other, Literal):
        return False  # a finished tree has none
    if isinstance(one, Formatted):
        is_alike = (
            isinstance(other, Formatted)
            and one.format == other.format
            and one.display == other.display
        )
    elif isinstance(one, Tagged):
        is_alike = isinstance(other, Tagged) and (one.tag, one.value) == (other.tag, other.value)
    else:
        is_alike = isinstance(other, Link) and one.href == other.href
    return (
        is_alike
        and len(one.children) == len(other.children)
        and all(map(is_same, one.children, other.children))
    )


class FormattedCitation(Value):
    """One citation, finished."""

    __match_args__ = ("content", "intext", "cited", "key", "is_blank")
    __slots__ = __match_args__

    def __init__(
        self,
        content: Node,
        intext: Node | None = None,
        cited: tuple[str, ...] = (),
        key: Hashable | None = None,
        is_blank: bool = False,
    ) -> None:
        self.content: Final = content
        """The citation; in a style of class `note`, what the note holds."""
        self.intext: Final = intext
        """Textual citations of note styles: the author, for the running text before the note's mark."""
        self.cited: Final = cited
        """The ids of the items that it cites, in the order printed."""
        self.key: Final = key
        """Equal keys of the same citation mean that nothing which it prints has changed."""
        self.is_blank: Final = is_blank
        """The style prints nothing for it, as some do for a work without its author: there stands a
        text that says so."""

    def prints_as(self, other: FormattedCitation) -> bool:
        """Whether both print the same, and cite the same."""
        if self.cited != other.cited or not is_same(self.content, other.content):
            return False
        if self.intext is None or other.intext is None:
            return self.intext is other.intext
        return is_same(self.intext, other.intext)


class Entry(Value):
    """One line of the bibliography."""

    __match_args__ = ("id", "content", "number")
    __slots__ = __match_args__

    def __init__(self, id: str, content: Node, number: int) -> None:
        self.id: Final = id
        self.content: Final = content
        self.number: Final = number
        """The item's citation number."""


class Draft(Record):
    """An entry before it is put into a list."""

    __match_args__ = ("id", "node", "number", "place")
    __slots__ = __match_args__

    def __init__(self, id: str, node: Node, number: int, place: int) -> None:
        self.id: Final = id
        self.node: Final = node
        """Unfinished in styles where the entry before decides how authors are printed, else
        finished."""
        self.number: Final = number
        """The item's citation number."""
        self.place: Final = place
        """Its place in the list of all."""


class Bibliography(Value):
    """The formatted list, and how the style wants it laid out (CSL 1.0.2, Bibliography)."""

    __match_args__ = (
        "entries", "hanging_indent", "second_field_align", "line_spacing", "entry_spacing",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        entries: tuple[Entry, ...] = (),
        hanging_indent: bool = False,
        second_field_align: str = "",
        line_spacing: int = 1,
        entry_spacing: int = 1,
    ) -> None:
        self.entries: Final = entries
        self.hanging_indent: Final = hanging_indent
        self.second_field_align: Final = second_field_align
        """`flush`, `margin` or empty."""
        self.line_spacing: Final = line_spacing
        self.entry_spacing: Final = entry_spacing


def iter_text(node: Node) -> Iterator[str]:
    """The text of a finished tree, leaf by leaf."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Literal):
        yield node.text
    else:
        for child in node.children:
            yield from iter_text(child)
