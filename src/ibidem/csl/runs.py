"""What a flattened tree is made of: runs of text, each with its kind and with what is around it.

Where two runs meet, their kinds decide what becomes of their marks (`ibidem.csl.punctuation`). There
are so many since styles are tried with citeproc-js, where marks depend on who brings them: an element,
the one around it, or the text itself.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, TypeAlias

from ibidem.csl.output import Formatted, Link, Tagged


class Wrapper:
    """A node around others, on the paths of all runs within it. Compared by identity."""

    __slots__ = ("node",)

    def __init__(self, node: Formatted | Tagged | Link) -> None:
        self.node = node


Path: TypeAlias = "tuple[Wrapper, ...]"
"""What is around a run, outermost first."""


class Kind(IntEnum):
    """What a run is."""

    CONTENT = 0
    """From the item, or a term or value of the style."""
    NUMBER = 1
    """A number, or what stands like one between others: it takes no punctuation."""

    PREFIX = 2
    FIXED_PREFIX = 3
    """Of a formatted element behind another one: it stays in front of its element."""
    QUOTED_PREFIX = 4
    """Of an element right behind a quoted text."""

    DELIMITER = 5
    """After an element with a suffix of its own."""
    LOOSE_DELIMITER = 6
    """One that acts as the suffix of the element before it."""
    FIXED_DELIMITER = 7
    """One that acts as a `FIXED_TEXT_SUFFIX`."""
    JOINT = 8
    """One that is not merged with what is before it."""

    SUFFIX = 9
    DOUBLE_SUFFIX = 10
    """Of an element whose last child ends with the same mark."""
    LAST_SPACE = 11
    """The second space at the end of a suffix: it is that of the element around, not the same as the
    first."""
    FIXED_SUFFIX = 12
    """Of a formatted or quoted element: it keeps its space before a prefix's."""
    TEXT_SUFFIX = 13
    """Of a single text."""
    FIXED_TEXT_SUFFIX = 14
    """Of a formatted or quoted text: it stands beside other marks of the text."""
    LAST_FIXED_TEXT_SUFFIX = 15
    """The same at the end of an element, whose space it is then."""
    NUMBER_SUFFIX = 16
    """Of a number: it keeps its space, too, and what is around swallows no mark of it."""
    LAST_NUMBER_SUFFIX = 17
    """The same at the end of an element, whose space it is then."""
    AROUND_NUMBER_SUFFIX = 18
    """Of an element that ends in a number: what is around swallows no mark of it, either."""

    OPEN_QUOTE = 19
    CLOSE_QUOTE = 20
    TYPED_QUOTE = 21
    """A closing quote of the text itself: no more than one mark moves into it."""
    FULL_QUOTE = 22
    """A closing quote that a mark has moved into."""
    CLOSED_QUOTE = 23
    """A closing quote that has met the suffix of an element around: only full stops, and the mark that
    it has, still go in."""


FIXED_SUFFIXES: Final = frozenset((Kind.FIXED_SUFFIX, Kind.FIXED_TEXT_SUFFIX, Kind.NUMBER_SUFFIX))
NUMBER_SUFFIXES: Final = frozenset(
    (Kind.NUMBER_SUFFIX, Kind.LAST_NUMBER_SUFFIX, Kind.AROUND_NUMBER_SUFFIX)
)
TEXT_SUFFIXES: Final = frozenset(
    (Kind.TEXT_SUFFIX, Kind.FIXED_TEXT_SUFFIX, Kind.LAST_FIXED_TEXT_SUFFIX)
)
SUFFIXES: Final = (
    frozenset((Kind.SUFFIX, Kind.LAST_SPACE, Kind.DOUBLE_SUFFIX))
    | TEXT_SUFFIXES
    | FIXED_SUFFIXES
    | NUMBER_SUFFIXES
)
PREFIXES: Final = frozenset((Kind.PREFIX, Kind.FIXED_PREFIX, Kind.QUOTED_PREFIX))
DELIMITERS: Final = frozenset((Kind.DELIMITER, Kind.LOOSE_DELIMITER, Kind.FIXED_DELIMITER))
AFFIXES: Final = SUFFIXES | PREFIXES | DELIMITERS
LOST: Final = frozenset((Kind.PREFIX, Kind.QUOTED_PREFIX, Kind.DELIMITER, Kind.LOOSE_DELIMITER))
"""As citeproc-js has it, the mark of these is gone behind one that two elements end with."""
OUTER: Final = SUFFIXES | {Kind.LOOSE_DELIMITER}
"""What may be the suffix of an element around others."""
BESIDE: Final = frozenset(
    (
        Kind.FIXED_TEXT_SUFFIX,
        Kind.LAST_FIXED_TEXT_SUFFIX,
        Kind.FIXED_DELIMITER,
        Kind.FIXED_PREFIX,
    )
)
"""As citeproc-js has it, these do not swallow or disappear in a mark at the end of content."""
OPEN_TO_MARKS: Final = frozenset((Kind.CLOSE_QUOTE, Kind.TYPED_QUOTE))
"""Closing quotes that no mark has moved into yet."""
CLOSE_QUOTES: Final = OPEN_TO_MARKS | {Kind.FULL_QUOTE, Kind.CLOSED_QUOTE}
BESIDE_QUOTES: Final = BESIDE | {Kind.QUOTED_PREFIX}
KEEPING: Final = frozenset((Kind.CONTENT, Kind.FIXED_SUFFIX, Kind.FIXED_TEXT_SUFFIX))
"""As citeproc-js has it, the prefix of an element loses no mark to these, where one is formatted."""


class Run:
    """A piece of text, what it is, and what is around it."""

    __slots__ = ("kind", "mark", "path", "text")

    def __init__(self, text: str, kind: Kind, path: Path) -> None:
        self.text = text
        self.kind = kind
        self.path = path
        self.mark = ""
        """Of closing quotes: the mark of the last element around them, wherever it has gone.

        Of a text with typed quotes at its end: the last mark that has gone into these.
        """
