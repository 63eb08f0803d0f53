"""From the formatted works of a scope to one list: its works, in its order and its groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ibidem.csl.output import Bibliography, Entry, Node
from ibidem.csl.processor import Result
from ibidem.listing.groups import group_works
from ibidem.listing.marking import drop_label, highlight_names, number_label, prefix_labels
from ibidem.listing.options import ListOptions
from ibidem.listing.ordering import Rules, sort_works
from ibidem.model import Item
from ibidem.record import replace


class ListedGroup(NamedTuple):
    """Entries under one heading."""

    heading: str
    """Empty for a list without groups."""
    bibliography: Bibliography


def compose_list(
    result: Result,
    works: Iterable[str],
    options: ListOptions,
    items: Mapping[str, Item],
    locale: str,
    *,
    by_particles: bool = False,
    renumber: bool = False,
) -> tuple[ListedGroup, ...]:
    """The groups of a list of these works; none if it is empty.

    `result` holds them formatted, `locale` is the language of headings and of the order, in which
    persons go under their particles if `by_particles` (as the style has it, too), or if the list is
    in a style of BibTeX. With `renumber` entries count from one: no citation shows their numbers.
    """
    rules = Rules(locale, by_particles)
    grouped = _arrange_works(result.sort_works(works), options, items, rules)
    marking = _Marking(options, renumber)
    return tuple(
        ListedGroup(heading, marking.mark(result.list_works(ids))) for heading, ids in grouped
    )


def _arrange_works(
    works: Sequence[str], options: ListOptions, items: Mapping[str, Item], rules: Rules
) -> list[tuple[str, list[str]]]:
    """The headings of a list and the works under each; where the list does not say another order,
    they stay in the one given."""
    if not works:
        return []
    rules = rules._replace(by_particles=rules.by_particles or options.is_stand_in)
    ordered = sort_works(options.sort, works, items, rules)
    return group_works(options.group_by, ordered, items, rules, options.sort)


class ShownList(NamedTuple):
    """A list, as far as the order counts in which it shows its works."""

    works: Iterable[str]
    options: ListOptions
    rules: Rules


def order_as_shown(
    works: Iterable[str], lists: Iterable[ShownList], items: Mapping[str, Item]
) -> list[str]:
    """The works, each once, in the order in which the lists show them first; behind these, those that
    no list shows. Where a list does not say another order, they stay in the one given."""
    places = {id: place for place, id in enumerate(dict.fromkeys(works))}
    shown: dict[str, None] = {}
    for listed in lists:
        held = sorted({id for id in listed.works if id in places}, key=places.__getitem__)
        for _, ids in _arrange_works(held, listed.options, items, listed.rules):
            shown.update(dict.fromkeys(ids))
    return list(dict.fromkeys((*shown, *places)))


class _Marking:
    """What is changed in the entries of one list."""

    def __init__(self, options: ListOptions, renumber: bool) -> None:
        self.options = options
        self.renumber = renumber
        self.count = 0

    def mark(self, bibliography: Bibliography) -> Bibliography:
        if self.options.form != "citation":
            bibliography = replace(bibliography, hanging_indent=False, second_field_align="")
        entries = tuple(map(self._mark_entry, bibliography.entries))
        return replace(bibliography, entries=entries)

    def _mark_entry(self, entry: Entry) -> Entry:
        self.count += 1
        content: Node = entry.content
        if self.options.highlight:
            content = highlight_names(content, self.options.highlight)
        if self.options.form != "citation":
            content = drop_label(content)
        elif self.renumber:
            content = number_label(content, self.count)
        if self.options.label_prefix:
            content = prefix_labels(content, self.options.label_prefix)
        return entry if content is entry.content else replace(entry, content=content)
