"""Python's collector of cycles, kept from looking while many small objects are made.

Loading and formatting make trees of immutable objects that live on, and no garbage to speak of.
They set off the collector over and over, in vain: a third of the time of formatting.

Hosts do make garbage, so while they read and write pages the collector only has more patience. It
looks at what is new after every few hundred objects, and what it has found in use twice it takes for
long-lived. A page with citations has thousands of nodes, so many grow old before the page is done, and
after some such pages the collector walks through everything that there is. If it looks less often, it
finds most of a page when that is garbage. And it need not look at all that was loaded before.

In the end Python looks for garbage twice more and takes apart what it finds, object by object: a second
for a thousand pages of Sphinx without citations, two with them; a third of the time of a script that
formats a thousand citations. The system takes back all memory at once, so the look is spared where
nothing but memory would be given back.
"""

from __future__ import annotations

import atexit
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import GeneratorType
from typing import Any, ClassVar

from ibidem.record import Record

MANY = 20_000
"""Objects that take longer to look through than to put aside."""

BUFFERS = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
"""Of them, what is not written yet is written when they go."""

STREAMS = frozenset((*BUFFERS, io.BufferedReader, io.FileIO, io.BytesIO, io.StringIO))
"""Whose going nobody else notices. There are always some."""

PATIENCE = 10_000
"""New objects between two looks: those of some pages."""


@contextmanager
def paused_collector() -> Iterator[None]:
    """No collection inside; afterwards the collector is as it was.

    If much was made it is put among the old objects in the end, or the next look would go through
    all. Everything else grows old with it, garbage of the host as well, which then stays for long: so
    not for the few citations of a single page. And the last look, at the end of the process, is spared.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        has_made_many = gc.get_count()[0] > MANY
        if has_made_many:
            _spare_last_look()
        if was_enabled:
            if has_made_many and not _have_been_put_aside():  # a host's own frozen objects stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _have_been_put_aside() -> bool:
    """Whether some objects are frozen. To count them takes long where they are many."""
    return Patience.is_frozen or gc.get_freeze_count() > 0


class Patience:
    """Makes the collector wait longer and look at less, and puts it back as it was."""

    is_frozen: ClassVar[bool] = False
    """Whether some objects are put aside, by any of them."""

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
                self._is_frozen = Patience.is_frozen = True

    def end(self) -> None:
        """Nothing, if somebody else has set it since."""
        if self._before is not None and gc.get_threshold()[0] == PATIENCE:
            gc.set_threshold(*self._before)
        if self._is_frozen:
            gc.unfreeze()
            self._is_frozen = Patience.is_frozen = False
        self._before = None


_generators: set[int] = set()
"""The generators that were there before, by identity: they are not of the host's work."""


def end_quickly() -> None:
    """Spare the last look for garbage when this process ends. To be called before the host's work
    begins: what has been loaded by then may leave generators open."""
    _spare_last_look()
    _generators.update(map(id, _find_kinds(gc.get_objects(), {GeneratorType})))


def _spare_last_look() -> None:
    atexit.unregister(_put_all_aside)  # once is enough
    atexit.register(_put_all_aside)


def _put_all_aside() -> None:
    """Put everything aside, if no object wants to do something when it goes.

    What was read and formatted is kept, by a list that holds itself: it would be taken apart with the
    modules.
    """
    kinds = _find_types()
    finalized = {kind for kind in kinds if hasattr(kind, "__del__")}
    records = {kind for kind in kinds - finalized if issubclass(kind, Record)}
    found = _find_kinds(gc.get_objects(), finalized | records)
    kept: list[object] = [one for one in found if type(one) in records]
    if all(_goes_unnoticed(one) for one in found if type(one) in finalized):
        kept.append(kept)
        gc.freeze()


def _find_types() -> set[type]:
    """All types that there are: thousands, where objects are hundreds of thousands."""
    found: set[type] = {object}
    waiting: list[type] = [object]
    while waiting:
        new: set[type] = set(type.__subclasses__(waiting.pop())) - found
        found |= new
        waiting += new
    return found


def _find_kinds(objects: list[object], kinds: set[type]) -> list[object]:
    """Those of these types; quickly, as there are hundreds of thousands."""
    found: list[object] = []
    other: type = object
    for one in objects:
        kind = type(one)
        # Half of all are those three, and many are of the kind of the one before.
        if kind is list or kind is tuple or kind is dict or kind is other:
            continue
        if kind in kinds:
            found.append(one)
        else:
            other = kind
    return found


def _goes_unnoticed(one: Any) -> bool:
    """Whether an object with a finalizer may as well stay, now that its buffer is written."""
    kind = type(one)  # proxies may say that they are something else
    if kind is GeneratorType:
        return one.gi_frame is None or id(one) in _generators
    if kind in BUFFERS:
        with suppress(OSError, ValueError):  # as when it goes: closed, or nobody reads it
            one.flush()
    return kind in STREAMS
