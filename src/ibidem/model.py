"""What everything else speaks of: items, and the citations that point at them.

Sources make items, hosts make citations, the processor (`ibidem.csl`) turns both into text.
All values are immutable; a changed item is a new item. The words are those of the CSL 1.0.2
specification (see "the words" in the manual's glossary).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final, Literal

from ibidem.record import Record, Value

CiteMode = Literal["normal", "author-only", "suppress-author", "full"]
"""Which part of a cite is printed; `full` prints the entry of the bibliography in its place."""

CitationMode = Literal["normal", "textual", "textual-each", "each"]
"""`textual` makes the first cite's author part of the sentence, Doe (2020); `textual-each` that of
every cite: Doe (2020), Roe (1999). `each` formats every cite by itself, without what the style puts
around a citation, for hosts that print pieces of them."""


class Name(Value):
    """A person (`family`, `given`, …) or an institution (`literal`)."""

    __match_args__ = (
        "family", "given", "dropping_particle", "non_dropping_particle", "suffix", "comma_suffix",
        "literal", "static_ordering", "parse_particles",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        family: str = "",
        given: str = "",
        dropping_particle: str = "",
        non_dropping_particle: str = "",
        suffix: str = "",
        comma_suffix: bool = False,
        literal: str = "",
        static_ordering: bool = False,
        parse_particles: bool = True,
    ) -> None:
        self.family: Final = family
        self.given: Final = given
        self.dropping_particle: Final = dropping_particle
        self.non_dropping_particle: Final = non_dropping_particle
        self.suffix: Final = suffix
        self.comma_suffix: Final = comma_suffix
        self.literal: Final = literal
        self.static_ordering: Final = static_ordering
        """Family name first in every style, as for Hungarian names."""
        self.parse_particles: Final = parse_particles
        """Whether particles inside `family` and `given` may be split off by the processor."""

    # Persons are looked up by name again and again, and few have the same family and given name.

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Name)
            and self.family == other.family
            and self.given == other.given
            and self.dropping_particle == other.dropping_particle
            and self.non_dropping_particle == other.non_dropping_particle
            and self.suffix == other.suffix
            and self.comma_suffix == other.comma_suffix
            and self.literal == other.literal
            and self.static_ordering == other.static_ordering
            and self.parse_particles == other.parse_particles
        )

    def __hash__(self) -> int:
        return hash((self.family, self.given))


class Date(Value):
    """A date or a range of dates, as precise as the source has it.

    `parts` holds one tuple (a date) or two (a range) of `(year, month, day)` cut to what is known.
    Years before 1 are negative: -1 is 1 BC. Months 21 to 24 are the seasons spring to winter.
    An empty second tuple is a range without an end.
    """

    __match_args__ = ("parts", "circa", "literal")
    __slots__ = __match_args__

    def __init__(
        self, parts: tuple[tuple[int, ...], ...] = (), circa: bool = False, literal: str = ""
    ) -> None:
        self.parts: Final = parts
        self.circa: Final = circa
        self.literal: Final = literal


LOCATOR_LABELS: Final = frozenset(
    ("act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation",
     "equation", "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph",
     "part", "rule", "scene", "section", "sub-verbo", "supplement", "table", "timestamp",
     "title-locator", "verse", "version", "volume")
)  # fmt: skip
"""What a locator can count (CSL 1.0.2, Locators)."""


class Locator(Value):
    """The place in the item: a label of the specification (`page`, `chapter`, …) and its value."""

    __match_args__ = ("label", "value", "shows_label")
    __slots__ = __match_args__

    def __init__(self, label: str, value: str, shows_label: bool = True) -> None:
        self.label: Final = label
        self.value: Final = value
        self.shows_label: Final = shows_label
        """False for words that stand for themselves, `{Theorem 3}`: styles print no label with them."""

    def __hash__(self) -> int:
        return hash((self.label, self.value))


class Item(Record):
    """One source record, its variables sorted by kind.

    Text of variables may hold CSL's inline markup (`<i>`, `<b>`, `<sup>`, `<sub>`, `<sc>`,
    `<span class="nocase">`), nothing else is markup: `A < B` is text. Compared by identity: two
    items with the same id are two versions of the record.
    """

    __match_args__ = ("id", "type", "fields", "names", "dates", "incomplete_names")
    __slots__ = __match_args__

    def __init__(
        self,
        id: str,
        type: str = "document",
        fields: Mapping[str, str] | None = None,
        names: Mapping[str, tuple[Name, ...]] | None = None,
        dates: Mapping[str, Date] | None = None,
        incomplete_names: frozenset[str] = frozenset(),
    ) -> None:
        self.id: Final = id
        self.type: Final = type
        self.fields: Final[Mapping[str, str]] = {} if fields is None else fields
        """Standard and number variables, by the name in the specification (`title`, `DOI`, `page`)."""
        self.names: Final[Mapping[str, tuple[Name, ...]]] = {} if names is None else names
        self.dates: Final[Mapping[str, Date]] = {} if dates is None else dates
        self.incomplete_names: Final = incomplete_names
        """Name variables whose list ends in "and others" in the source: always printed with et al."""

    @property
    def language(self) -> str:
        return self.fields.get("language", "")


class Position(IntEnum):
    """Where a cite stands among the cites of the same item (CSL 1.0.2, Choose, position)."""

    FIRST = 0
    SUBSEQUENT = 1
    IBID = 2
    IBID_WITH_LOCATOR = 3


class Cite(Value):
    """One reference in the text to one item. Affixes may hold CSL's inline markup."""

    __match_args__ = (
        "id", "locator", "prefix", "suffix", "mode", "position", "near_note", "all_names",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        id: str,
        locator: Locator | None = None,
        prefix: str = "",
        suffix: str = "",
        mode: CiteMode = "normal",
        position: Position | None = None,
        near_note: bool | None = None,
        all_names: bool = False,
    ) -> None:
        self.id: Final = id
        self.locator: Final = locator
        self.prefix: Final = prefix
        self.suffix: Final = suffix
        self.mode: Final = mode
        self.position: Final = position
        """Given by hosts that know better; otherwise the processor finds it."""
        self.near_note: Final = near_note
        self.all_names: Final = all_names
        """Print every name where the style would shorten the list with et al."""

    def __hash__(self) -> int:
        return hash((self.id, self.locator, self.prefix, self.suffix))


class Citation(Value):
    """The cites of one place in the text."""

    __match_args__ = (
        "cites", "mode", "note_number", "infix", "in_sentence", "keep_order", "keep_prefixes",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        cites: tuple[Cite, ...],
        mode: CitationMode = "normal",
        note_number: int = 0,
        infix: str = "",
        in_sentence: bool = False,
        keep_order: bool = False,
        keep_prefixes: bool = False,
    ) -> None:
        self.cites: Final = cites
        self.mode: Final = mode
        self.note_number: Final = note_number
        """The number of the note it stands in; 0 in the running text."""
        self.infix: Final = infix
        """Textual citations: what stands between the author and the rest."""
        self.in_sentence: Final = in_sentence
        """Notes: part of a sentence of the author's own note. Printed without the layout's affixes,
        which make a note of its own: no full stop, no capital."""
        self.keep_order: Final = keep_order
        """Print the cites as given even if the style sorts them."""
        self.keep_prefixes: Final = keep_prefixes
        """Cites that have a prefix stay in their places; those between are sorted."""
