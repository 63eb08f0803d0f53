"""What reading a page leaves behind: its citations and lists, as the author wrote them.

Records are stored with the environment, so they hold plain data only: nothing that depends on a
style, a bibliography or the configuration. All of that is decided when the build formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ibidem.sphinx.conditions import Condition

Piece: TypeAlias = str | tuple[int, str]
"""Of a title: text, or the number of a citation and what it shows (`content` or `intext`)."""


class CitationRecord(NamedTuple):
    """One role of the text. A tuple, since there are many in the environment of every build."""

    role: str
    """The name in the domain: `p`, `t`, `year`, …"""
    text: str
    source: str
    """The file it was read from, if that isn't the page's (an include, a docstring)."""
    line: int
    anchor: str
    """The id of its place in the page; empty where nothing is printed."""
    note: int = 0
    """The number of the footnote it stands in; 0 in the running text."""
    in_title: bool = False
    """Part of it, or all, is printed in a title or caption that other pages may show."""
    in_sentence: bool = False
    """In a note of the author's, with words behind it, or in the affix of another citation."""
    has_no_note: bool = False
    """In a note of the author's or in an affix: printed in its place by every style."""
    section: int = 0
    """The innermost section that it stands in, on pages with a list."""
    conditions: tuple[Condition, ...] = ()
    """Of the directives `only` and `ifconfig` around it."""
    atoms: tuple[str, ...] = ()
    """The texts of what its affixes hold besides text, see `ibidem.sphinx.affixes`."""
    suffixes: tuple[str, ...] = ()
    """On Markdown pages, those with an `@`, as they were written: it may have become a citation."""
    signs: str = ""
    """What Sphinx does to dashes and ellipses there, see `ibidem.sphinx.dashes`."""


class WordRecord(NamedTuple):
    """One `@word` in the sentence of a Markdown page, once a page."""

    word: str
    is_cited: bool
    """It was a key when the page was read, and is a citation."""
    source: str
    line: int


class SlipRecord(NamedTuple):
    """What is meant for a citation on a Markdown page and is none, in words for the author."""

    code: str
    message: str
    key: str
    """It is meant for one if this is a key."""
    source: str
    line: int


class ListRecord(NamedTuple):
    """One bibliography directive."""

    options: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    """Keys that it lists whether they are cited or not."""
    source: str
    line: int
    files: tuple[str, ...] = ()
    """The bibliographies that it is limited to."""
    section: int = 0
    conditions: tuple[Condition, ...] = ()
    """Of the directives `only` and `ifconfig` around it."""


class NamedTitle(NamedTuple):
    """A title or caption with citations, as far as references to it print it."""

    anchors: tuple[str, ...]
    """Ids and names of what it is the title of."""
    pieces: tuple[Piece, ...]


class PageRecord(NamedTuple):
    """All of one page, in the order of the text; notes count where their mark is."""

    citations: tuple[CitationRecord, ...] = ()
    lists: tuple[ListRecord, ...] = ()
    ids: frozenset[str] = frozenset()
    """Ids of the page that anchors of entries could clash with."""
    sections: tuple[int, ...] = (0,)
    """Of each section, in the order of the text, the one around it; the page itself is number 0.
    Only known on pages with a list."""
    titles: tuple[NamedTitle, ...] = ()
    words: tuple[WordRecord, ...] = ()
    slips: tuple[SlipRecord, ...] = ()
    linked: tuple[str, ...] = ()
    """The keys in roles `entry`, sorted."""

    def sections_around(self, section: int) -> tuple[int, ...]:
        """The section and those around it, from the innermost out."""
        around = [section]
        while around[-1]:
            around.append(self.sections[around[-1]])
        return tuple(around)
