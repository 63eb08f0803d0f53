"""The options of a list of names, with their inheritance (CSL 1.0.2, Inheritable Name Options).

cs:style -> cs:citation or cs:bibliography -> cs:names -> cs:name -> a sort key. Resolved once, when
the style is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ibidem.csl.compile import SortNames, format_of
from ibidem.csl.element import Element
from ibidem.csl.number import option_number
from ibidem.csl.output import Format, Node
from ibidem.csl.text_case import case_rules
from ibidem.model import Name


class NamePart(NamedTuple):
    """cs:name-part: what is put around the family or the given part of each name."""

    prefix: str = ""
    suffix: str = ""
    format: Format | None = None
    text_case: str = ""
    language: str = ""
    """The language that the case follows."""


class NameOptions:
    """What holds for one cs:names element in one area.

    `sorting` is what the sort key that it is compiled for says; `givenname_rule` is how cs:citation
    tells persons apart.
    """

    def __init__(
        self,
        name: Element,
        area: Mapping[str, str],
        sorting: SortNames | None,
        language: str,
        givenname_rule: str,
    ) -> None:
        self._resolved_from = (name, area, sorting, language, givenname_rule)
        own = name.attributes

        def option(attribute: str, default: str = "") -> str:
            return own.get(attribute, area.get(attribute, default))

        first, later, self.et_al_use_last = _et_al({**area, **own}, sorting)
        self.et_al_min, self.et_al_use_first = first
        self.et_al_subsequent_min, self.et_al_subsequent_use_first = later

        parts = {part.get("name"): _name_part(part, language) for part in name.all("name-part")}
        self.family: NamePart | None = parts.get("family")
        self.given: NamePart | None = parts.get("given")
        self.format = format_of(name)
        self.prefix = name.get("prefix")
        self.suffix = name.get("suffix")

        self.form = form = own.get("form", area.get("name-form", "long"))
        self.and_ = option("and")
        self.delimiter = own.get("delimiter", area.get("name-delimiter", ", "))
        self.delimiter_precedes_last = option("delimiter-precedes-last", "contextual")
        self.delimiter_precedes_et_al = option("delimiter-precedes-et-al", "contextual")
        self.initialize = option("initialize", "true") != "false"
        initials = own.get("initialize-with", area.get("initialize-with"))
        self.initialize_with = _own_mark(form, givenname_rule) if initials is None else initials
        self.initialize_with_hyphen = area.get("initialize-with-hyphen", "true") != "false"
        self.demote = area.get("demote-non-dropping-particle", "display-and-sort")
        """demote-non-dropping-particle: `never`, `sort-only`, `display-and-sort`."""
        self.is_sort_key = sorting is not None
        self.name_as_sort_order = "all" if self.is_sort_key else option("name-as-sort-order")
        self.sort_separator = _one_space_less(option("sort-separator", ", "))

        self.language = language
        """The style's: initials and the order of institutions follow it."""
        self.french_particles = is_french = language[:2] in ("fr", "ru", "cs")
        """A no-break space between particle and family name."""
        is_close = is_french and (self.initialize_with or "").endswith("\u00a0")
        self.given_space = "\u00a0" if is_close else " "
        """Between the given and the family name."""
        self.persons: list[dict[Name, Node]] = [{}, {}, {}]
        """Rendered persons, by how much of their names is printed: they return in many cites."""
        self.inverted: list[dict[Name, Node]] = [{}, {}, {}]
        """The same, family names first."""
        self.initials: dict[str, str] = {}
        """Given names as these options print them."""
        self._by_case: dict[str, NameOptions] = {}

    def copy(self) -> NameOptions:
        """The same once more, to be changed."""
        same = NameOptions(*self._resolved_from)
        same.et_al_subsequent_min = self.et_al_subsequent_min
        same.et_al_subsequent_use_first = self.et_al_subsequent_use_first
        return same

    def in_language(self, language: str) -> NameOptions:
        """The same with the cases of name-parts as in the language of an item, if it has one."""
        if not language or not (self.family or self.given):
            return self
        rules = case_rules(language)
        if rules == case_rules(self.language):
            return self
        found = self._by_case.get(rules)
        if found is None:
            found = self._by_case[rules] = self.copy()
            found.family = _in_language(self.family, rules)
            found.given = _in_language(self.given, rules)
        return found

    @property
    def base_level(self) -> int:
        """How much of a given name is printed anyway: none, initials, all."""
        if self.form == "short":
            return 0
        return 1 if self.initialize_with is not None and self.initialize else 2


def _et_al(
    options: Mapping[str, str], sorting: SortNames | None
) -> tuple[tuple[int, int], tuple[int, int], bool]:
    """From how many names a list is shortened, and to how many: in first cites, and in later ones;
    and whether the last name is shown as well."""
    minimum = option_number(options.get("et-al-min", ""), 0)
    use_first = option_number(options.get("et-al-use-first", ""), 0)
    if not options.get("et-al-use-first"):
        minimum = 0  # one option without the other does nothing
    use_last = options.get("et-al-use-last") == "true"
    if sorting is not None:
        first = (
            minimum if sorting.min is None else sorting.min,
            use_first if sorting.use_first is None else sorting.use_first,
        )
        return first, first, use_last if sorting.use_last is None else sorting.use_last
    later = (
        option_number(options.get("et-al-subsequent-min", ""), minimum),
        option_number(options.get("et-al-subsequent-use-first", ""), use_first),
    )
    return (minimum, use_first), later, use_last


def _own_mark(form: str, givenname_rule: str) -> str | None:
    """What initials are printed with where the style does not say it: only persons told apart by them."""
    return "" if form == "short" and givenname_rule.endswith("-with-initials") else None


def _name_part(part: Element, language: str) -> NamePart:
    case = part.get("text-case")
    return NamePart(
        part.get("prefix"),
        part.get("suffix"),
        format_of(part),
        case,
        "en" if case == "title" else language,  # names have title case in every language
    )


def _in_language(part: NamePart | None, language: str) -> NamePart | None:
    if part is None or part.text_case == "title":
        return part
    return part._replace(language=language)


def _one_space_less(separator: str) -> str:
    """As citeproc-js has it: of several spaces at the end, the last is that between two names."""
    return separator[:-1] if separator.endswith(" ") and separator[-2:-1].isspace() else separator
