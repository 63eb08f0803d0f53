"""What everything else speaks of: items, and the citations that point at them.

Sources make items, hosts make citations, the processor (`ibidem.csl`) turns both into text.
All values are immutable; a changed item is a new item. The words are those of the CSL 1.0.2
specification (see "the words" in the manual's glossary).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, TypeAlias

Reduced: TypeAlias = "tuple[type, tuple[object, ...]]"
"""What an object is made of. Hosts keep objects between builds and hand them to other processes: that
is how they are pickled, quickly, and also by the compiled package, whose objects have no other state."""

CiteMode = Literal["normal", "author-only", "suppress-author", "full"]
"""Which part of a cite is printed; `full` prints the entry of the bibliography in its place."""

CitationMode = Literal["normal", "textual", "textual-each", "each"]
"""`textual` makes the first cite's author part of the sentence, Doe (2020); `textual-each` that of
every cite: Doe (2020), Roe (1999). `each` formats every cite by itself, without what the style puts
around a citation, for hosts that print pieces of them."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family`, `given`, …) or an institution (`literal`)."""

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    comma_suffix: bool = False
    literal: str = ""
    static_ordering: bool = False
    """Family name first in every style, as for Hungarian names."""
    parse_particles: bool = True
    """Whether particles inside `family` and `given` may be split off by the processor."""

    def __hash__(self) -> int:
        # Persons are looked up by name again and again, and few have the same of these two.
        return hash((self.family, self.given))

    def __reduce__(self) -> Reduced:
        return type(self), (
            self.family, self.given, self.dropping_particle, self.non_dropping_particle,
            self.suffix, self.comma_suffix, self.literal, self.static_ordering,
            self.parse_particles,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a range of dates, as precise as the source has it.

    `parts` holds one tuple (a date) or two (a range) of `(year, month, day)` cut to what is known.
    Years before 1 are negative: -1 is 1 BC. Months 21 to 24 are the seasons spring to winter.
    An empty second tuple is a range without an end.
    """

    parts: tuple[tuple[int, ...], ...] = ()
    circa: bool = False
    literal: str = ""

    def __reduce__(self) -> Reduced:
        return type(self), (self.parts, self.circa, self.literal)


LOCATOR_LABELS = frozenset(
    ("act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation",
     "equation", "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph",
     "part", "rule", "scene", "section", "sub-verbo", "supplement", "table", "timestamp",
     "title-locator", "verse", "version", "volume")
)  # fmt: skip
"""What a locator can count (CSL 1.0.2, Locators)."""


@dataclass(frozen=True, slots=True)
class Locator:
    """The place in the item: a label of the specification (`page`, `chapter`, …) and its value."""

    label: str
    value: str
    shows_label: bool = True
    """False for words that stand for themselves, `{Theorem 3}`: styles print no label with them."""

    def __reduce__(self) -> Reduced:
        return type(self), (self.label, self.value, self.shows_label)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One source record, its variables sorted by kind.

    Text of variables may hold CSL's inline markup (`<i>`, `<b>`, `<sup>`, `<sub>`, `<sc>`,
    `<span class="nocase">`), nothing else is markup: `A < B` is text. Compared by identity: two
    items with the same id are two versions of the record.
    """

    id: str
    type: str = "document"
    fields: Mapping[str, str] = field(default_factory=dict)
    """Standard and number variables, by the name in the specification (`title`, `DOI`, `page`)."""
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    dates: Mapping[str, Date] = field(default_factory=dict)
    incomplete_names: frozenset[str] = frozenset()
    """Name variables whose list ends in "and others" in the source: always printed with et al."""

    @property
    def language(self) -> str:
        return self.fields.get("language", "")

    def __reduce__(self) -> Reduced:
        return type(self), (
            self.id, self.type, self.fields, self.names, self.dates, self.incomplete_names,
        )  # fmt: skip


class Position(IntEnum):
    """Where a cite stands among the cites of the same item (CSL 1.0.2, Choose, position)."""

    FIRST = 0
    SUBSEQUENT = 1
    IBID = 2
    IBID_WITH_LOCATOR = 3


@dataclass(frozen=True, slots=True)
class Cite:
    """One reference in the text to one item. Affixes may hold CSL's inline markup."""

    id: str
    locator: Locator | None = None
    prefix: str = ""
    suffix: str = ""
    mode: CiteMode = "normal"
    position: Position | None = None
    """Given by hosts that know better; otherwise the processor finds it."""
    near_note: bool | None = None
    all_names: bool = False
    """Print every name where the style would shorten the list with et al."""

    def __reduce__(self) -> Reduced:
        return type(self), (
            self.id, self.locator, self.prefix, self.suffix, self.mode, self.position,
            self.near_note, self.all_names,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """The cites of one place in the text."""

    cites: tuple[Cite, ...]
    mode: CitationMode = "normal"
    note_number: int = 0
    """The number of the note it stands in; 0 in the running text."""
    infix: str = ""
    """Textual citations: what stands between the author and the rest."""
    in_sentence: bool = False
    """Notes: part of a sentence of the author's own note. Printed without the layout's affixes,
    which make a note of its own: no full stop, no capital."""
    keep_order: bool = False
    """Print the cites as given even if the style sorts them."""
    keep_prefixes: bool = False
    """Cites that have a prefix stay in their places; those between are sorted."""

    def __reduce__(self) -> Reduced:
        return type(self), (
            self.cites, self.mode, self.note_number, self.infix, self.in_sentence, self.keep_order,
            self.keep_prefixes,
        )  # fmt: skip
