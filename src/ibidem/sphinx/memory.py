"""Python's garbage collector while pages are read and written.

It looks at what is new after every few hundred objects, and what it has found in use twice it takes
for long-lived. A page with citations has thousands of nodes, so many grow old before the page is
done, and after some such pages the collector walks through everything that there is. If it looks
less often, it finds most of a page when that is garbage. And it need not look at all that Python and
Sphinx have loaded before.
"""

from __future__ import annotations

import gc

PATIENCE = 10_000
"""New objects between two looks: those of some pages."""


class Patience:
    """Makes the collector wait longer and look at less, and puts it back as it was."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None
        self._is_frozen = False

    def begin(self) -> None:
        """Nothing, if somebody has switched the collector off or made it wait as long."""
        first, *others = before = gc.get_threshold()
        if 0 < first < PATIENCE:
            self._before = before
            gc.set_threshold(PATIENCE, *others)
            if gc.get_freeze_count() == 0:  # else somebody else has put objects aside
                gc.freeze()
                self._is_frozen = True

    def end(self) -> None:
        """Nothing, if somebody else has set it since."""
        if self._before is not None and gc.get_threshold()[0] == PATIENCE:
            gc.set_threshold(*self._before)
        if self._is_frozen:
            gc.unfreeze()
            self._is_frozen = False
        self._before = None
