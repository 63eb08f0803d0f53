"""A list of names: how many are shown, how they are joined, and "et al." (CSL 1.0.2, Name)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ibidem.csl.compile import decorate
from ibidem.csl.context import PLAIN, Config, Context, NameList
from ibidem.csl.element import Element
from ibidem.csl.locales import Locale
from ibidem.csl.name_options import NameOptions
from ibidem.csl.output import Formatted, FormattedNames, Literal, Node, Tagged
from ibidem.csl.person import render_person
from ibidem.csl.script import is_full_width
from ibidem.model import Name, Position


class EtAl(NamedTuple):
    """The compiled cs:et-al."""

    text: str
    node: Node

    @staticmethod
    def of(element: Element | None, locale: Locale) -> EtAl:
        name = element.get("term", "et-al") if element else "et-al"
        text = locale.term(name)
        if text is None:
            text = locale.term("et-al") or ""
        leaf = Literal(text, "term")
        if element is None:
            return EtAl(text, leaf)
        if is_full_width(text):  # italics are no way to set off East Asian text
            others = {k: v for k, v in element.attributes.items() if k != "font-style"}
            element = Element(element.tag, others)
        return EtAl(text, decorate(element)([leaf]))


def choose_levels(ctx: Context, names: Sequence[Name], options: NameOptions) -> tuple[int, ...]:
    """For each name that is shown, how much of it is, as in `Config.levels`.

    Leaves the numbers of the list in the context for disambiguation.
    """
    total = len(names)
    minimum, use_first = _et_al(ctx, options)
    truncated = bool(minimum) and total >= minimum and use_first < total
    shown = max(use_first, _shown_later(ctx, options, total)) if truncated else total
    base = options.base_level
    index = len(ctx.name_lists)
    ctx.name_lists.append(
        NameList(
            total,
            shown,
            minimum,
            (base,) * total,
            tuple(names),
            options.initialize_with is not None,
        )
    )
    if truncated and index < len(ctx.config.shown) and ctx.config.shown[index] > shown:
        shown = min(ctx.config.shown[index], total)
    if truncated and options.et_al_use_last and not options.is_sort_key:
        # As citeproc-js has it: two names that are left out are what an ellipsis needs.
        shown = max(1, min(shown, minimum - 2))
    return _levels(ctx.config, index, names[:shown], base)


def render_list(
    names: Sequence[Name],
    levels: Sequence[int],
    options: NameOptions,
    et_al: EtAl,
    and_text: str,
    is_incomplete: bool,
) -> Node:
    """One list of names, those shown by their levels."""
    total, shown = len(names), len(levels)
    order = options.name_as_sort_order
    persons: list[Node] = []
    for position, level in enumerate(levels):
        inverted = order == "all" or (order == "first" and position == 0)
        person = _person(names[position], options, level, inverted)
        persons.append(Tagged("name", [person], names[position]))
    last: Node | None = None
    if options.et_al_use_last and shown < total and total - shown >= 2:
        inverted = order == "all"
        person = _person(names[-1], options, options.base_level, inverted)
        last = Tagged("last-name", [person], names[-1])
    return _join(persons, names, options, et_al, and_text, shown < total or is_incomplete, last)


def _levels(config: Config, index: int, names: Sequence[Name], base: int) -> tuple[int, ...]:
    """How much of the given names is printed: as in all lists, or as disambiguation asks for."""
    if config is PLAIN:
        return (base,) * len(names)
    row = config.levels[index] if index < len(config.levels) else ()
    levels = [max(base, level) for level, _name in zip(row, names, strict=False)]
    levels += [base] * (len(names) - len(levels))
    if config.namesakes and base == 1:
        levels = [
            2 if name in config.namesakes else level
            for level, name in zip(levels, names, strict=True)
        ]
    if config.persons:
        persons = dict(config.persons)
        levels = [
            max(level, persons.get(name, 0)) for level, name in zip(levels, names, strict=True)
        ]
    return tuple(levels)


def _et_al(ctx: Context, options: NameOptions) -> tuple[int, int]:
    """From how many names a list is shortened (0: never), and how many then stand first."""
    if ctx.all_names:
        return 0, 0
    if ctx.position is not None and ctx.position >= Position.SUBSEQUENT:
        return options.et_al_subsequent_min, options.et_al_subsequent_use_first
    return options.et_al_min, options.et_al_use_first


def _shown_later(ctx: Context, options: NameOptions, total: int) -> int:
    """How many names the later cites of an item show at least, while its first cite is rendered.

    As citeproc-js has it, the first cite of a work shows no fewer names than those that repeat it,
    in the lists that these have.
    """
    index = len(ctx.name_lists)
    if ctx.position != Position.FIRST or index >= len(ctx.later_lists):
        return 0
    later = ctx.later_lists[index]
    if not later.minimum:
        return total
    if later.shown < later.total:
        return later.shown
    return min(total, options.et_al_min)


def _person(name: Name, options: NameOptions, level: int, inverted: bool) -> Node:
    """One name with the format and affixes of its cs:name.

    As citeproc-js has it, what is not made of parts, an institution, takes no affixes.
    """
    person = render_person(name, options, level, inverted)
    return person if name.literal else _decorated(person, options)


def _decorated(person: Node, options: NameOptions) -> Node:
    if options.format or options.prefix or options.suffix:
        # The format of a part is not what the format of the whole name ends with.
        inner = Tagged("person", [person])
        return FormattedNames([inner], options.format, options.prefix, options.suffix)
    return person


def _join(
    persons: list[Node],
    names: Sequence[Name],
    options: NameOptions,
    et_al: EtAl,
    and_text: str,
    has_et_al: bool,
    last: Node | None,
) -> Node:
    delimiter = options.delimiter
    count = len(persons)
    if last is not None:
        head = persons[0] if count == 1 else Formatted(persons, delimiter=delimiter)
        glue = delimiter if count > 1 else " "  # as citeproc-js has it
        return Formatted([head, Formatted(["\u2026", last], delimiter=" ")], delimiter=glue)
    if has_et_al:
        if not persons:
            return et_al.node
        if not et_al.text:
            return _decorated(Formatted(persons, delimiter=delimiter), options)
        glue = " " if _is_word(et_al.text) else ""
        precedes = options.delimiter_precedes_et_al
        if _precedes(precedes, count, 2, _inverted(names, options, count)):
            glue = delimiter
        parts = [_listed(persons, options), et_al.node]
        return Formatted(parts, options.format, options.prefix, options.suffix, glue)
    if count == 1:
        return persons[0]
    if not and_text:
        if not options.prefix.startswith(" "):
            return _listed(persons, options)
        # As citeproc-js has it: what joins the last name is no delimiter, it stands as "and" does
        # and keeps its space.
        shown = Formatted(persons[:-1], delimiter=delimiter)
        return Formatted([shown, Literal(delimiter, "joint"), persons[-1]])
    precedes = options.delimiter_precedes_last
    inverted = _inverted(names, options, count - 1)
    has_delimiter = _precedes(precedes, count, 3, inverted)
    if _is_word(and_text) and not _is_hebrew(and_text):
        glue = f"{delimiter if has_delimiter else ' '}{and_text} "
    else:
        # As citeproc-js has it: a delimiter only between two names.
        glue = f"{delimiter if has_delimiter and count == 2 else ''}{and_text}"
    head = persons[0] if count == 2 else _listed(persons[:-1], options)
    return Formatted([head, persons[-1]], delimiter=glue)


def _listed(persons: list[Node], options: NameOptions) -> Node:
    """Names with the delimiter between them.

    As citeproc-js has it, the mark or space behind each name and that between two are not the same.
    """
    delimiter = options.delimiter
    if not (options.suffix and options.suffix[-1] == delimiter[:1]):
        return Formatted(persons, delimiter=delimiter)
    joint = Literal(delimiter, "name-delimiter")
    return Formatted([part for person in persons for part in (joint, person)][1:])


def _is_word(term: str) -> bool:
    """Whether a term stands between spaces; in East Asian scripts it is bare.

    As citeproc-js has it: what does not begin with a letter brings its own space, or none.
    """
    return (term[0].isalpha() or term[0] == "&") and not is_full_width(term)


def _is_hebrew(term: str) -> bool:
    """Whether "and" is a prefix."""
    return "\u0590" <= term[0] <= "\u05ff"


def _precedes(option: str, count: int, contextual_from: int, inverted: bool) -> bool:
    if option == "always":
        return True
    if option == "after-inverted-name":
        return inverted
    return option == "contextual" and count >= contextual_from


def _inverted(names: Sequence[Name], options: NameOptions, count: int) -> bool:
    """Whether the name at position `count` (from 1) was printed family name first."""
    name = names[count - 1]
    if name.literal or not name.given:
        return False
    order = options.name_as_sort_order
    return order == "all" or (order == "first" and count == 1)
