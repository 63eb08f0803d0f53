"""Telling a pool apart by names: given names added, then more names shown, step by step.

A *probe* configuration grows one step at a time; a step is taken over into the *best* one only if
it separated something, so that useless expansions vanish (suite: disambiguate_AddNamesFailure).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ibidem.csl.context import PLAIN, Config, NameList
from ibidem.csl.disambiguate.keys import Key
from ibidem.csl.item_data import ItemData
from ibidem.csl.options import CitationOptions

FULL_GIVEN_NAME: Final = 2


class Step:
    """A configuration that grows: the lists of names of a cite, and where the next step is made."""

    def __init__(
        self, lists: Sequence[NameList], config: Config, *, givens: bool, names: bool
    ) -> None:
        self.totals = [entry.total for entry in lists]
        self.shown = [
            max(entry.shown, config.shown[i] if i < len(config.shown) else 0)
            for i, entry in enumerate(lists)
        ]
        self.levels = [
            [
                max(
                    base,
                    config.levels[i][j]
                    if i < len(config.levels) and j < len(config.levels[i])
                    else 0,
                )
                for j, base in enumerate(entry.levels)
            ]
            for i, entry in enumerate(lists)
        ]
        self.initializes = [entry.initializes for entry in lists]
        self.conditions = config.conditions
        self.givens = givens
        self.names = names
        self.list = 0
        self.name = 0
        self.moved = False
        """Whether the last attempt to grow changed something."""

    def go_on_with(self, lists: Sequence[NameList]) -> None:
        """Another item is told apart now, whose lists may be longer: steps go on behind these names."""
        for index, entry in reversed(list(enumerate(lists[: len(self.totals)]))):
            if entry.total > self.totals[index]:
                self.totals[index] = entry.total
                self.levels[index] += entry.levels[len(self.levels[index]) :]
                self.list, self.name = index, max(self.shown[index] - 1, 0)

    def grow(self) -> bool:
        """Make one step; False if there is none left."""
        while self.list < len(self.totals):
            index, name = self.list, self.name
            if (
                self.givens
                and name < len(self.levels[index])
                and self.levels[index][name] < FULL_GIVEN_NAME
            ):
                has_initials = self.initializes[index]
                self.levels[index][name] += 1 if has_initials else FULL_GIVEN_NAME
                self.moved = True
                return True
            if name + 1 < self.shown[index]:
                self.name += 1
                if self.givens:
                    continue
                self.name = self.shown[index] - 1
            if self.names and self.shown[index] < self.totals[index]:
                self.shown[index] += 1
                self.name = self.shown[index] - 1
                self.moved = True
                return True
            self.list += 1
            self.name = 0
        self.moved = False
        return False

    def grow_beyond(self, shared: Sequence[int]) -> bool:
        """Make steps up to one that can tell something apart: none does so in the names that all
        items have alike, of which `shared` are so many in each list."""
        while self.grow():
            if self.list >= len(shared) or self.name >= shared[self.list]:
                return True
        return False

    def config(self) -> Config:
        return Config(
            tuple(self.shown), tuple(tuple(levels) for levels in self.levels), self.conditions
        )


def accept(best: Config, step: Step) -> Config:
    """The best configuration with what the last step changed taken over.

    That is the number of names shown in the list worked on and the level of the person worked on;
    levels raised on the way without any effect are forgotten.
    """
    if not step.moved:
        return best
    index, name = step.list, step.name
    shown = list(best.shown)
    shown[index] = step.shown[index]
    levels = [list(row) for row in best.levels]
    if name < len(levels[index]):
        levels[index][name] = step.levels[index][name]
    return best._replace(shown=tuple(shown), levels=tuple(tuple(row) for row in levels))


def count_shared(lists: Sequence[Sequence[NameList]]) -> list[int]:
    """How many first names the lists of all items have alike, the last of none of them."""
    counts: list[int] = []
    for entries in zip(*lists, strict=False):
        first, *others = (entry.names for entry in entries)
        end = min(map(len, (first, *others))) - 1
        counts.append(
            next((i for i in range(end) if any(it[i] != first[i] for it in others)), max(end, 0))
        )
    return counts


class Expansion:
    """The search over one pool."""

    def __init__(
        self, options: CitationOptions, render_key: Callable[[ItemData, Config], Key]
    ) -> None:
        self.render_key = render_key
        self.givens = options.add_givenname and options.givenname_rule == "by-cite"
        self.names = options.add_names

    def run(
        self,
        pool: Sequence[ItemData],
        starts: Mapping[str, Config],
        fixed: dict[str, Config],
    ) -> list[tuple[Config, list[ItemData]]]:
        """Fix what names tell apart; the groups left over go on to the next method."""
        members = sorted(pool, key=lambda item: (self._name_count(item), item.id))
        start = starts.get(members[0].id, PLAIN)
        lists = self.render_key(members[0], start).name_lists
        start = Step(lists, start, givens=False, names=False).config() if lists else start
        waiting: list[tuple[Config, list[ItemData]]] = [(start, members)]
        left: list[tuple[Config, list[ItemData]]] = []
        while waiting:
            best, current = waiting.pop(0)
            self._separate(best, current, waiting, left, fixed)
        return left

    def _name_count(self, item: ItemData) -> int:
        return sum(entry.total for entry in self._lists(item))

    def _lists(self, item: ItemData) -> tuple[NameList, ...]:
        return self.render_key(item, PLAIN).name_lists

    def _separate(
        self,
        best: Config,
        members: list[ItemData],
        waiting: list[tuple[Config, list[ItemData]]],
        left: list[tuple[Config, list[ItemData]]],
        fixed: dict[str, Config],
    ) -> None:
        """Work on one group, step by step: in the end each member is fixed, waits for a search in a
        group of its own, or is left over."""
        lists = self._lists(members[0])
        step = Step(lists, best, givens=self.givens, names=self.names)
        before = 0
        can_grow = True
        shared, counted = [0], [members[0]]
        while members:
            same, other = self._scan(members, step.config() if lists else best)
            clashes = len(same) - 1
            if clashes == 0:  # the first looks like no other
                best = accept(best, step)
                fixed[same[0].id] = best
                if len(other) == 1:
                    fixed[other[0].id] = best
                    return
                members = other
            elif len(other) == 1:  # one looks like no other
                best = accept(best, step)
                fixed[other[0].id] = best
                members = same
            elif clashes < before or (other and before == 0):  # the step has parted them in two
                best = accept(best, step)
                waiting.append((best, other))
                members = same
            elif not can_grow:  # nothing is left to tell these apart
                left.append((best, same))
                members = other
            before = clashes
            if members:
                step.go_on_with(self._lists(members[0]))
            if members and clashes:
                if len(members) != len(counted):
                    shared, counted = count_shared([self._lists(it) for it in members]), members
                can_grow = step.grow_beyond(shared)
                if not can_grow and len(members) == len(same) and not other:
                    left.append((best, members))
                    return

    def _scan(
        self, members: Sequence[ItemData], config: Config
    ) -> tuple[list[ItemData], list[ItemData]]:
        """The members that look like the first one, itself included, and the others."""
        first = self.render_key(members[0], config).text
        same: list[ItemData] = []
        other: list[ItemData] = []
        for member in members:
            (same if self.render_key(member, config).text == first else other).append(member)
        return same, other
