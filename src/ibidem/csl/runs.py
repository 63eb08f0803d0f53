"""What a flattened tree is made of: runs of text, each with its kind and with what is around it.

Where two runs meet, their kinds decide what becomes of their marks (`ibidem.csl.punctuation`). There
are so many since styles are tried with citeproc-js, where marks depend on who brings them: an element,
the one around it, or the text itself.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ibidem.csl.output import Formatted, Link, Tagged


class Wrapper:
    """A node around others, on the paths of all runs within it. Compared by identity."""

    __slots__ = ("node",)

    def __init__(self, node: Formatted | Tagged | Link) -> None:
        self.node = node


Path: TypeAlias = "tuple[Wrapper, ...]"
"""What is around a run, outermost first."""


class Kind:
    """What a run is: a bit for each, so that several are one number, and `&` tells whether a kind is one
    of them."""

    CONTENT: Final = 1 << 0
    """From the item, or a term or value of the style."""
    NUMBER: Final = 1 << 1
    """A number, or what stands like one between others: it takes no punctuation."""

    PREFIX: Final = 1 << 2
    FIXED_PREFIX: Final = 1 << 3
    """Of a formatted element behind another one: it stays in front of its element."""
    QUOTED_PREFIX: Final = 1 << 4
    """Of an element right behind a quoted text."""

    DELIMITER: Final = 1 << 5
    """After an element with a suffix of its own."""
    LOOSE_DELIMITER: Final = 1 << 6
    """One that acts as the suffix of the element before it."""
    FIXED_DELIMITER: Final = 1 << 7
    """One that acts as a `FIXED_TEXT_SUFFIX`."""
    JOINT: Final = 1 << 8
    """One that is not merged with what is before it."""

    SUFFIX: Final = 1 << 9
    DOUBLE_SUFFIX: Final = 1 << 10
    """Of an element whose last child ends with the same mark."""
    LAST_SPACE: Final = 1 << 11
    """The second space at the end of a suffix: it is that of the element around, not the same as the
    first."""
    FIXED_SUFFIX: Final = 1 << 12
    """Of a formatted or quoted element: it keeps its space before a prefix's."""
    TEXT_SUFFIX: Final = 1 << 13
    """Of a single text."""
    FIXED_TEXT_SUFFIX: Final = 1 << 14
    """Of a formatted or quoted text: it stands beside other marks of the text."""
    LAST_FIXED_TEXT_SUFFIX: Final = 1 << 15
    """The same at the end of an element, whose space it is then."""
    NUMBER_SUFFIX: Final = 1 << 16
    """Of a number: it keeps its space, too, and what is around swallows no mark of it."""
    LAST_NUMBER_SUFFIX: Final = 1 << 17
    """The same at the end of an element, whose space it is then."""
    AROUND_NUMBER_SUFFIX: Final = 1 << 18
    """Of an element that ends in a number: what is around swallows no mark of it, either."""

    OPEN_QUOTE: Final = 1 << 19
    CLOSE_QUOTE: Final = 1 << 20
    TYPED_QUOTE: Final = 1 << 21
    """A closing quote of the text itself: no more than one mark moves into it."""
    FULL_QUOTE: Final = 1 << 22
    """A closing quote that a mark has moved into."""
    CLOSED_QUOTE: Final = 1 << 23
    """A closing quote that has met the suffix of an element around: only full stops, and the mark that
    it has, still go in."""


FIXED_SUFFIXES: Final = Kind.FIXED_SUFFIX | Kind.FIXED_TEXT_SUFFIX | Kind.NUMBER_SUFFIX
NUMBER_SUFFIXES: Final = Kind.NUMBER_SUFFIX | Kind.LAST_NUMBER_SUFFIX | Kind.AROUND_NUMBER_SUFFIX
TEXT_SUFFIXES: Final = Kind.TEXT_SUFFIX | Kind.FIXED_TEXT_SUFFIX | Kind.LAST_FIXED_TEXT_SUFFIX
SUFFIXES: Final = (
    Kind.SUFFIX | Kind.LAST_SPACE | Kind.DOUBLE_SUFFIX | TEXT_SUFFIXES | FIXED_SUFFIXES
    | NUMBER_SUFFIXES
)  # fmt: skip
PREFIXES: Final = Kind.PREFIX | Kind.FIXED_PREFIX | Kind.QUOTED_PREFIX
DELIMITERS: Final = Kind.DELIMITER | Kind.LOOSE_DELIMITER | Kind.FIXED_DELIMITER
AFFIXES: Final = SUFFIXES | PREFIXES | DELIMITERS
LOST: Final = Kind.PREFIX | Kind.QUOTED_PREFIX | Kind.DELIMITER | Kind.LOOSE_DELIMITER
"""As citeproc-js has it, the mark of these is gone behind one that two elements end with."""
OUTER: Final = SUFFIXES | Kind.LOOSE_DELIMITER
"""What may be the suffix of an element around others."""
BESIDE: Final = (
    Kind.FIXED_TEXT_SUFFIX | Kind.LAST_FIXED_TEXT_SUFFIX | Kind.FIXED_DELIMITER | Kind.FIXED_PREFIX
)
"""As citeproc-js has it, these do not swallow or disappear in a mark at the end of content."""
OPEN_TO_MARKS: Final = Kind.CLOSE_QUOTE | Kind.TYPED_QUOTE
"""Closing quotes that no mark has moved into yet."""
CLOSE_QUOTES: Final = OPEN_TO_MARKS | Kind.FULL_QUOTE | Kind.CLOSED_QUOTE
BESIDE_QUOTES: Final = BESIDE | Kind.QUOTED_PREFIX
KEEPING: Final = Kind.CONTENT | Kind.FIXED_SUFFIX | Kind.FIXED_TEXT_SUFFIX
"""As citeproc-js has it, the prefix of an element loses no mark to these, where one is formatted."""


class Run:
    """A piece of text, what it is, and what is around it."""

    __slots__ = ("kind", "mark", "path", "text")

    def __init__(self, text: str, kind: int, path: Path) -> None:
        self.text = text
        self.kind = kind
        self.path = path
        self.mark = ""
        """Of closing quotes: the mark of the last element around them, wherever it has gone.

        Of a text with typed quotes at its end: the last mark that has gone into these.
        """
