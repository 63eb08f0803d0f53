"""Items that are converted before anybody knows whether they are wanted."""

from __future__ import annotations

from collections.abc import Iterable

from ibidem.sources.library import Library


class EarlyItems:
    """Converts items of a library, and says which of them somebody else has to convert again.

    What is wrong with items is told only of those that are wanted, and in the order in which they
    are. So whoever wants one of which something was found asks the library for it again, one that
    has not converted it yet. What is wrong with a parent is found with the first of its children:
    once that has happened, all that follow count as faulty.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._found = len(library.diagnostics)
        self._sound: dict[str, None] = {}
        self._faulty: set[str] = set()
        self._may_share_faults = False

    def convert(self, keys: Iterable[str]) -> list[str]:
        """Convert the items of these keys, and give the ids of those that are faulty, in order."""
        ids = dict.fromkeys(self._library.find_id(key) for key in keys if key in self._library)
        for id in ids:
            if id not in self._sound and id not in self._faulty:
                self._convert(id)
        return [id for id in ids if id in self._faulty]

    def _convert(self, id: str) -> None:
        self._library[id]
        found = self._library.findings_behind(self._found)
        self._found += len(found)
        if any(finding.key != id for finding in found):
            self._may_share_faults = True
        if found or self._may_share_faults:
            self._faulty.add(id)
        else:
            self._sound[id] = None

    def hand_over(self, library: Library) -> None:
        """Give the items that are not faulty to a library that has read the same files."""
        for id in self._sound:
            library.take(id, self._library[id])

    @property
    def has_faulty(self) -> bool:
        return bool(self._faulty)
