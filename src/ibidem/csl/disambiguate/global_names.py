"""The rules for given names that hold over the whole document (all but `by-cite`).

Every person printed by the citations is entered under the family name; persons who share it are
given initials or the full given name wherever they occur, in ambiguous cites or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ibidem.csl.context import PLAIN, Config, NameList
from ibidem.csl.initials import initialize
from ibidem.model import Name


def global_levels(lists: Mapping[str, Sequence[NameList]], rule: str) -> dict[str, Config]:
    """The levels of the persons of each item (by id) that `rule` asks for."""
    primary = rule.startswith("primary-name")
    only_initials = rule.endswith("-with-initials")
    registry = _Registry()
    for name_lists in lists.values():
        for entry in name_lists:
            for name in _considered(entry, primary):
                registry.add(name)
    configs: dict[str, Config] = {}
    for id, name_lists in lists.items():
        levels = {
            name: level
            for entry in name_lists
            for name in _considered(entry, primary)
            if (level := registry.level(name, entry.initializes, only_initials))
        }
        if levels:
            configs[id] = PLAIN._replace(persons=tuple(levels.items()))
    return configs


def find_namesakes(lists: Sequence[NameList]) -> tuple[Name, ...]:
    """Those that entries and full cites give in full under the rule `by-cite`.

    They are persons of one list with the same family name and initials, as citeproc-js has it where
    later cites, whose lists these are, have family names alone: "Yazdani, Danial, and Yazdani, Donya".
    """
    namesakes: list[Name] = []
    for entry in lists:
        if len(entry.names) < 2 or any(entry.levels):
            continue
        if len({name.family for name in entry.names}) == len(entry.names):
            continue
        registry = _Registry()
        for name in entry.names:
            registry.add(name)
        namesakes += [name for name in entry.names if registry.level(name, True, False) == 2]
    return tuple(namesakes)


def _considered(entry: NameList, primary: bool) -> Sequence[Name]:
    return entry.names[:1] if primary else entry.names


class _Registry:
    """Persons by family name, initials and given name."""

    def __init__(self) -> None:
        self.families: dict[str, dict[str, set[str]]] = {}

    def add(self, name: Name) -> None:
        if not name.literal:
            family, initials, given = _keys(name)
            self.families.setdefault(family, {}).setdefault(initials, set()).add(given)

    def level(self, name: Name, initializes: bool, only_initials: bool) -> int:
        """0 if the family name is enough, 1 for initials, 2 for the given name."""
        if name.literal:
            return 0
        family, initials, _given = _keys(name)
        sharing = self.families.get(family, {})
        several = sum(len(givens) for givens in sharing.values()) > 1
        if not several:
            return 0
        if not initializes and only_initials:
            return 0
        if len(sharing.get(initials, ())) > 1 and not only_initials:
            return 2
        return 1 if len(sharing) > 1 else 0


def _keys(name: Name) -> tuple[str, str, str]:
    family = _squeeze(f"{name.non_dropping_particle} {name.family}")
    given = re.sub(r"\s+[a-z]+$", "", _squeeze(name.given))
    return family, initialize(given, ""), given


def _squeeze(text: str) -> str:
    return " ".join(text.replace(".", " ").split())
