"""Pools of items with equal keys, and the three methods that tell their members apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ibidem.csl.context import PLAIN, Config, NameList
from ibidem.csl.disambiguate.conditions import Conditions
from ibidem.csl.disambiguate.global_names import global_levels
from ibidem.csl.disambiguate.keys import Key, RenderKey
from ibidem.csl.disambiguate.names import Expansion
from ibidem.csl.item_data import ItemData
from ibidem.csl.options import CitationOptions
from ibidem.csl.year_suffix import year_suffix


def disambiguate(
    items: Sequence[ItemData],
    options: CitationOptions,
    has_conditions: bool,
    render_key: RenderKey,
    name_lists: Callable[[ItemData], Sequence[NameList]],
    first_notes: Mapping[str, int],
    rank: Mapping[str, int],
) -> dict[str, Config]:
    """The configuration of every item that needs one, by id.

    `name_lists` gives all lists of names of an item's cites, also those that only the first has.
    `first_notes` are the numbers of the notes that first cite the items, if cites print them: they
    may make conditions unnecessary. `rank` is the place of each item in the bibliography: the
    order of year suffixes.
    """
    starts = _start_configs(items, options, name_lists)
    configs = {id: config for id, config in starts.items() if config != PLAIN}
    by_names = options.add_names or (options.add_givenname and options.givenname_rule == "by-cite")
    if not (by_names or has_conditions or options.add_year_suffix):
        return configs
    pools: dict[str, list[ItemData]] = {}
    for item in items:
        key = render_key(item, starts.get(item.id, PLAIN))
        pools.setdefault(key.text, []).append(item)
    methods = _Methods(
        options, by_names, has_conditions, render_key, name_lists, first_notes, rank, starts
    )
    for pool in pools.values():
        if len(pool) > 1:
            configs.update(methods.resolve(pool))
    return configs


def _start_configs(
    items: Sequence[ItemData],
    options: CitationOptions,
    name_lists: Callable[[ItemData], Sequence[NameList]],
) -> dict[str, Config]:
    """What the rules for given names over the whole document ask for, before any pool."""
    if not options.add_givenname or options.givenname_rule == "by-cite":
        return {}
    lists = {item.id: name_lists(item) for item in items}
    return global_levels(lists, options.givenname_rule)


class _Methods:
    """The three methods, one after the other, with all that they need to know."""

    def __init__(
        self,
        options: CitationOptions,
        by_names: bool,
        has_conditions: bool,
        render_key: RenderKey,
        name_lists: Callable[[ItemData], Sequence[NameList]],
        first_notes: Mapping[str, int],
        rank: Mapping[str, int],
        starts: Mapping[str, Config],
    ) -> None:
        self.options = options
        self.by_names = by_names
        self.has_conditions = has_conditions
        self.render_key = render_key
        self.name_lists = name_lists
        self.first_notes = first_notes
        self.rank = rank
        self.starts = starts

    def resolve(self, pool: Sequence[ItemData]) -> dict[str, Config]:
        """The configurations of one pool."""
        add_year_suffix, by_names = self.options.add_year_suffix, self.by_names
        fixed: dict[str, Config] = {}
        groups = [(self.starts.get(pool[0].id, PLAIN), list(pool))]
        if by_names:
            groups = Expansion(self.options, self._key).run(pool, self.starts, fixed)
        if self.has_conditions:
            conditions = Conditions(
                self._key_in_note,
                self.name_lists,
                by_names=by_names,
                has_other_methods=by_names or add_year_suffix,
            )
            groups = [left for group in groups for left in conditions.run(*group, fixed)]
        for config, members in groups:
            ordered = sorted(members, key=lambda item: self.rank[item.id])
            for index, item in enumerate(ordered):
                has_suffix = add_year_suffix and len(members) > 1
                fixed[item.id] = config._replace(suffix=year_suffix(index) if has_suffix else "")
        return {item.id: self._own(item, fixed[item.id]) for item in pool}

    def _own(self, item: ItemData, config: Config) -> Config:
        """A pool's configuration with the levels of the item's own persons."""
        persons = self.starts.get(item.id, PLAIN).persons
        return config if persons == config.persons else config._replace(persons=persons)

    def _key(self, item: ItemData, config: Config) -> Key:
        return self.render_key(item, self._own(item, config), 1)

    def _key_in_note(self, item: ItemData, config: Config) -> Key:
        first_note = self.first_notes.get(item.id, 1)
        return self.render_key(item, self._own(item, config), first_note)
