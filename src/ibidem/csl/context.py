"""What an element may see while it renders one cite or one entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from ibidem.csl.item_data import ItemData
from ibidem.csl.output import Node
from ibidem.model import Locator, Name, Position

# What a rendering element says of itself to the group around it (CSL 1.0.2, Group): whether it
# called a variable that is empty, rendered a variable, or rendered text that needs no variable.
NOTHING: Final = 0
EMPTY: Final = 1
RENDERED: Final = 2
TERM: Final = 4

Rendered: TypeAlias = "tuple[Node | None, int]"
Render: TypeAlias = "Callable[[Context], Rendered]"
"""A compiled rendering element."""


Persons: TypeAlias = "tuple[tuple[Name, int], ...]"
"""How much of the names of persons is printed, as in `Config.levels`."""


class Config(NamedTuple):
    """How one item is told apart from others, found by disambiguation and used for all its cites.

    `shown` and `levels` belong to the lists of names of a cite in the order rendered: how many
    names stand before "et al.", and for each name 0 (family name), 1 (initials), 2 (given name).
    """

    shown: tuple[int, ...] = ()
    levels: tuple[tuple[int, ...], ...] = ()
    conditions: int = 0
    """How many tests of `disambiguate="true"` hold."""
    suffix: str = ""
    """The year suffix."""
    persons: Persons = ()
    """The levels that a rule for given names over the whole document asks for, in any list."""
    namesakes: tuple[Name, ...] = ()
    """Persons of one list whom initials do not tell apart: given in full where lists have initials."""


PLAIN: Final = Config()

NO_FORMS: Final[Mapping[str, str]] = {}


class NameList:
    """What a rendered list of names leaves behind for disambiguation."""

    __slots__ = ("initializes", "levels", "minimum", "names", "shown", "total")

    def __init__(
        self,
        total: int,
        shown: int,
        minimum: int,
        levels: tuple[int, ...],
        names: tuple[Name, ...],
        initializes: bool,
    ) -> None:
        self.total = total
        self.shown = shown
        self.minimum = minimum
        """From how many names on it would be shortened; 0 for never."""
        self.levels = levels
        self.names = names
        self.initializes = initializes
        """The style prints initials of given names."""


class Context:
    """The state of rendering one cite: its item and place, and what has been rendered so far."""

    __slots__ = (
        "all_names", "citation_number", "conditions_met", "config", "consumed", "first_note", "is_key",
        "item", "label_forms", "later_lists", "locator", "name_lists", "near_note", "position",
        "suffix", "used",
    )  # fmt: skip

    def __init__(
        self,
        item: ItemData,
        *,
        config: Config = PLAIN,
        locator: Locator | None = None,
        position: Position | None = None,
        near_note: bool = False,
        first_note: int = 0,
        citation_number: int = 0,
        is_key: bool = False,
        all_names: bool = False,
        later_lists: Sequence[NameList] = (),
    ) -> None:
        self.item = item
        self.config = config
        self.locator = locator
        self.position = position
        """None in the bibliography, where no test of a position holds."""
        self.near_note = near_note
        self.first_note = first_note
        self.citation_number = citation_number
        self.is_key = is_key
        """Rendering to find out which cites look alike: numbers and access dates are left out."""
        self.all_names = all_names
        """Lists of names are not shortened."""
        self.later_lists = later_lists
        """The lists of names that the later cites of the item have, while its first one is rendered."""
        self.suffix = config.suffix
        """The year suffix as long as no date has taken it."""
        self.consumed: set[str] = set()
        """Variables used up by a substitution (CSL 1.0.2, Substitute)."""
        self.used: list[str] | None = None
        """While a substitute is rendered: the variables that it prints."""
        self.label_forms: Mapping[str, str] = NO_FORMS
        """The forms of the labels so far, by the number that they are said of."""
        self.name_lists: list[NameList] = []
        self.conditions_met = 0
        """Tests of `disambiguate` so far."""

    def field(self, variable: str) -> str:
        """The text of a standard or number variable; empty once a substitution has used it."""
        if variable in self.consumed:
            return ""
        value = self.item.fields.get(variable, "")
        if value and self.used is not None:
            # Within a substitute, too, a variable is printed once (citeproc-js).
            self.used.append(variable)
            self.consumed.add(variable)
        return value

    def note_label(self, variable: str, form: str) -> None:
        """A label is printed. Those that its number brings itself are to have the same form, as
        citeproc-js has it."""
        if variable not in self.label_forms:
            self.label_forms = {**self.label_forms, variable: form}

    def label_form(self, variable: str) -> str:
        return self.label_forms.get(variable, "short")

    def short_field(self, variable: str, short: str) -> str:
        """The short form of a variable, or the variable itself; one use stands for both."""
        value = self.item.fields.get(short, "")
        if not value or variable in self.consumed:
            return self.field(variable)
        if self.used is not None:
            self.used.append(variable)
            self.consumed.add(variable)
        return value

    def note_use(self, variable: str) -> None:
        if self.used is not None:
            self.used.append(variable)
