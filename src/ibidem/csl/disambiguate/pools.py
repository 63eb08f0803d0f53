"""Pools of items with equal keys, and the three methods that tell their members apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ibidem.csl.context import PLAIN, Config, NameList
from ibidem.csl.disambiguate.global_names import global_levels
from ibidem.csl.disambiguate.names import Expansion
from ibidem.csl.item_data import ItemData
from ibidem.csl.options import CitationOptions
from ibidem.csl.year_suffix import year_suffix


class Key(NamedTuple):
    """How an item's cite looks under a configuration."""

    text: str
    name_lists: tuple[NameList, ...]
    conditions: int
    """Tests of `disambiguate` that were met."""
    names: str = ""
    """The first names, or what stands in for them: what cites are grouped by."""
    is_named: bool = False
    """Whether these are names."""


class RenderKey(Protocol):
    """Renders the key of an item; with the number of its first note, if that is to count."""

    def __call__(self, item: ItemData, config: Config, first_note: int = 0) -> Key: ...


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
    for pool in pools.values():
        if len(pool) > 1:
            configs.update(
                _resolve(
                    pool, options, by_names, has_conditions, render_key, first_notes, rank, starts
                )
            )
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


def _resolve(
    pool: Sequence[ItemData],
    options: CitationOptions,
    by_names: bool,
    has_conditions: bool,
    render_key: RenderKey,
    first_notes: Mapping[str, int],
    rank: Mapping[str, int],
    starts: Mapping[str, Config],
) -> dict[str, Config]:
    """The configurations of one pool."""

    def render_own(item: ItemData, config: Config, first_note: int = 1) -> Key:
        return render_key(item, _own(item, config, starts), first_note)

    fixed: dict[str, Config] = {}
    start = starts.get(pool[0].id, PLAIN)
    groups: list[tuple[Config, list[ItemData]]] = [(start, list(pool))]
    if by_names:
        expansion = Expansion(options, lambda item, config: render_own(item, config))
        groups = expansion.run(pool, starts, fixed)
    if has_conditions:
        groups = [
            left
            for config, members in groups
            for left in _add_conditions(
                members, config, options, by_names, render_own, first_notes, fixed
            )
        ]
    for config, members in groups:
        ordered = sorted(members, key=lambda item: rank[item.id])
        for index, item in enumerate(ordered):
            suffix = year_suffix(index) if options.add_year_suffix and len(members) > 1 else ""
            fixed[item.id] = config._replace(suffix=suffix)
    return {item.id: _own(item, fixed[item.id], starts) for item in pool}


def _own(item: ItemData, config: Config, starts: Mapping[str, Config]) -> Config:
    """A pool's configuration with the levels of the item's own persons."""
    persons = starts.get(item.id, PLAIN).persons
    return config if persons == config.persons else config._replace(persons=persons)


def _brings_names(item: ItemData, config: Config, render_key: RenderKey) -> bool:
    """Whether the first test of `disambiguate` that holds makes a cite print more lists of names."""
    before, after = render_key(item, config), render_key(item, config._replace(conditions=1))
    return len(after.name_lists) > len(before.name_lists)


def _add_conditions(
    members: list[ItemData],
    config: Config,
    options: CitationOptions,
    by_names: bool,
    render_key: RenderKey,
    first_notes: Mapping[str, int],
    fixed: dict[str, Config],
) -> list[tuple[Config, list[ItemData]]]:
    """Let tests of `disambiguate` hold, one more at a time, as long as that separates members.

    Where names are a method as well, the first test may bring names that they could have worked on;
    it is kept then, and if it separates nobody, nothing more is tried (suite: bugreports_EnvAndUrb).
    """
    if len(members) < 2:
        return [(config, members)]

    def render(item: ItemData, probe: Config) -> Key:
        return render_key(item, probe, first_notes.get(item.id, 1))

    def classes(group: list[ItemData], probe: Config) -> list[list[ItemData]]:
        alike: dict[str, list[ItemData]] = {}
        for item in group:
            alike.setdefault(render(item, probe).text, []).append(item)
        return list(alike.values())

    count = most = 0
    waiting = [(config, members)]
    left: list[tuple[Config, list[ItemData]]] = []
    while waiting and count <= most:
        following = []
        for current, group in waiting:
            probe = current._replace(conditions=count)
            found = classes(group, probe)
            # A test that holds may lead to more of them.
            most = max(most, *(render(item, probe).conditions for item in group))
            helps = count == 0 or len(found) > 1
            if not helps and not (options.add_year_suffix or by_names):
                following.append((current, group))
            elif (
                not helps
                and by_names
                and count == 1
                and any(_brings_names(item, config, render_key) for item in group)
            ):
                left.append((probe, group))
            else:
                for same in found:
                    if len(same) == 1:
                        fixed[same[0].id] = probe
                    else:
                        following.append((probe, same))
        waiting = following
        count += 1
    return left + waiting
