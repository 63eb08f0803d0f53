"""From the formatted works of a scope to one list: its works, in its order and its groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ibidem.csl.output import Bibliography, Entry, Node
from ibidem.csl.processor import Result
from ibidem.listing.groups import group_works
from ibidem.listing.marking import drop_label, highlight_names, number_label, prefix_labels
from ibidem.listing.options import ListOptions
from ibidem.listing.ordering import Rules, sort_works
from ibidem.model import Item


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
    rules = Rules(locale, by_particles or options.is_stand_in)
    ordered = sort_works(options.sort, result.sort_works(works), items, rules)
    if not ordered:
        return ()
    grouped = group_works(options.group_by, ordered, items, rules, options.sort)
    marking = _Marking(options, renumber)
    return tuple(
        ListedGroup(heading, marking.mark(result.list_works(ids))) for heading, ids in grouped
    )


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
