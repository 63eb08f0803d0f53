"""Telling a group apart by what a style prints under `disambiguate="true"` only.

Tests of `disambiguate` in `cs:if` are let hold one more at a time, for all members alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ibidem.csl.context import Config, NameList
from ibidem.csl.disambiguate.keys import Key
from ibidem.csl.item_data import ItemData


class Conditions:
    """The search over one group.

    `has_other_methods` is whether names or year suffixes tell items apart as well: a test that
    separates nobody holds all the same then, as citeproc-js has it. Where they are names (`by_names`)
    and such a test brings some, nothing more is tried behind it if first cites, whose `name_lists`
    these are with those of later ones, have told the members apart (suite: bugreports_EnvAndUrb).
    """

    def __init__(
        self,
        render_key: Callable[[ItemData, Config], Key],
        name_lists: Callable[[ItemData], Sequence[NameList]],
        *,
        by_names: bool,
        has_other_methods: bool,
    ) -> None:
        self.render_key = render_key
        self.name_lists = name_lists
        self.by_names = by_names
        self.has_other_methods = has_other_methods

    def run(
        self, config: Config, members: list[ItemData], fixed: dict[str, Config]
    ) -> list[tuple[Config, list[ItemData]]]:
        """Fix what tests tell apart; the groups left over go on to the next method."""
        if len(members) < 2:
            return [(config, members)]
        waiting = [(config, members)]
        left: list[tuple[Config, list[ItemData]]] = []
        count = most = 0
        while waiting and count <= most:
            following: list[tuple[Config, list[ItemData]]] = []
            for before, group in waiting:
                probe = before._replace(conditions=count)
                keys = [self.render_key(item, probe) for item in group]
                # A test that holds may lead to more of them.
                most = max(most, *(key.conditions for key in keys))
                alike = _group_alike(group, keys)
                if len(alike) > 1:
                    following += _fix_single(probe, alike, fixed)
                elif not self.has_other_methods:
                    following.append((before, group))
                elif self.by_names and count == 1 and self._ends_search(before, group):
                    left.append((probe, group))
                else:
                    following.append((probe, group))
            waiting = following
            count += 1
        return left + waiting

    def _ends_search(self, before: Config, group: Sequence[ItemData]) -> bool:
        """Whether the first test that holds brings names where those of first cites differ."""
        probe = before._replace(conditions=1)
        brings_names = False
        firsts = set()
        for item in group:
            count = len(self.render_key(item, before).name_lists)
            brings_names |= len(self.render_key(item, probe).name_lists) > count
            firsts.add(tuple(entry.names for entry in self.name_lists(item)[count:]))
        return brings_names and len(firsts) > 1


def _group_alike(group: Sequence[ItemData], keys: Sequence[Key]) -> list[list[ItemData]]:
    """The members by their keys."""
    alike: dict[str, list[ItemData]] = {}
    for item, key in zip(group, keys, strict=True):
        alike.setdefault(key.text, []).append(item)
    return list(alike.values())


def _fix_single(
    config: Config, groups: Sequence[list[ItemData]], fixed: dict[str, Config]
) -> list[tuple[Config, list[ItemData]]]:
    """Fix those that are told apart from all others; the groups of the rest."""
    fixed.update((group[0].id, config) for group in groups if len(group) == 1)
    return [(config, group) for group in groups if len(group) > 1]
