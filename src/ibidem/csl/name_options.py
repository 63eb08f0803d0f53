"""The options of a list of names, with their inheritance (CSL 1.0.2, Inheritable Name Options).

cs:style -> cs:citation or cs:bibliography -> cs:names -> cs:name -> a sort key. Resolved once, when
the style is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ibidem.csl.compile import SortNames, format_of
from ibidem.csl.number import option_number
from ibidem.csl.output import Format, Node
from ibidem.csl.style import Element
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


@dataclass(frozen=True, slots=True, eq=False)
class NameOptions:
    form: str
    and_: str
    delimiter: str
    delimiter_precedes_last: str
    delimiter_precedes_et_al: str
    et_al_min: int
    et_al_use_first: int
    et_al_subsequent_min: int
    et_al_subsequent_use_first: int
    et_al_use_last: bool
    initialize: bool
    initialize_with: str | None
    initialize_with_hyphen: bool
    demote: str
    """demote-non-dropping-particle: `never`, `sort-only`, `display-and-sort`."""
    name_as_sort_order: str
    sort_separator: str
    prefix: str
    suffix: str
    format: Format | None
    family: NamePart | None
    given: NamePart | None
    french_particles: bool
    """A no-break space between particle and family name."""
    is_sort_key: bool
    language: str
    """The style's: initials and the order of institutions follow it."""
    given_space: str
    """Between the given and the family name."""
    person_cache: dict[tuple[Name, int, bool], Node] = field(default_factory=dict)
    """Rendered persons: names return in many cites."""
    by_case: dict[str, NameOptions] = field(default_factory=dict)

    def in_language(self, language: str) -> NameOptions:
        """The same with the cases of name-parts as in the language of an item, if it has one."""
        if not language or not (self.family or self.given):
            return self
        rules = case_rules(language)
        if rules == case_rules(self.language):
            return self
        found = self.by_case.get(rules)
        if found is None:
            family, given = _in_language(self.family, rules), _in_language(self.given, rules)
            found = replace(self, family=family, given=given, person_cache={}, by_case={})
            self.by_case[rules] = found
        return found

    @property
    def base_level(self) -> int:
        """How much of a given name is printed anyway: none, initials, all."""
        if self.form == "short":
            return 0
        return 1 if self.initialize_with is not None and self.initialize else 2


def resolve_name_options(
    name: Element,
    area: Mapping[str, str],
    sorting: SortNames | None,
    language: str,
    givenname_rule: str,
) -> NameOptions:
    """The options that hold for one cs:names element in one area.

    `givenname_rule` is how cs:citation tells persons apart.
    """
    own = name.attributes

    def option(attribute: str, inherited: str = "", default: str = "") -> str:
        return own.get(attribute, area.get(inherited or attribute, default))

    et_al_min = option_number(option("et-al-min"), 0)
    use_first = option_number(option("et-al-use-first"), 0)
    if not option("et-al-use-first"):
        # One option without the other does nothing.
        et_al_min = 0
    use_last = option("et-al-use-last") == "true"
    subsequent_min = option_number(option("et-al-subsequent-min"), et_al_min)
    subsequent_first = option_number(option("et-al-subsequent-use-first"), use_first)
    if sorting is not None:
        et_al_min = et_al_min if sorting.min is None else sorting.min
        use_first = use_first if sorting.use_first is None else sorting.use_first
        use_last = use_last if sorting.use_last is None else sorting.use_last
        subsequent_min, subsequent_first = et_al_min, use_first
    parts = {part.get("name"): _name_part(part, language) for part in name.all("name-part")}
    form = own.get("form", area.get("name-form", "long"))
    with_ = own.get("initialize-with", area.get("initialize-with", _own_mark(form, givenname_rule)))
    is_french = language[:2] in ("fr", "ru", "cs")
    return NameOptions(
        form=form,
        and_=option("and"),
        delimiter=own.get("delimiter", area.get("name-delimiter", ", ")),
        delimiter_precedes_last=option("delimiter-precedes-last", default="contextual"),
        delimiter_precedes_et_al=option("delimiter-precedes-et-al", default="contextual"),
        et_al_min=et_al_min,
        et_al_use_first=use_first,
        et_al_subsequent_min=subsequent_min,
        et_al_subsequent_use_first=subsequent_first,
        et_al_use_last=use_last,
        initialize=option("initialize", default="true") != "false",
        initialize_with=with_,
        initialize_with_hyphen=area.get("initialize-with-hyphen", "true") != "false",
        demote=area.get("demote-non-dropping-particle", "display-and-sort"),
        name_as_sort_order="all" if sorting is not None else option("name-as-sort-order"),
        sort_separator=_one_space_less(option("sort-separator", default=", ")),
        prefix=name.get("prefix"),
        suffix=name.get("suffix"),
        format=format_of(name),
        family=parts.get("family"),
        given=parts.get("given"),
        french_particles=is_french,
        is_sort_key=sorting is not None,
        language=language,
        given_space="\u00a0" if is_french and (with_ or "").endswith("\u00a0") else " ",
    )


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
