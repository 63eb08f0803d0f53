"""The collector while it is paused, and behind that."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from ibidem.collector import MANY, paused_collector


class Cycle:
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _young() -> Iterator[None]:
    """The collector as a host has it: `conftest` has frozen what there is."""
    gc.unfreeze()
    gc.collect()
    yield
    gc.collect()
    gc.freeze()


def test_nothing_is_collected_inside() -> None:
    with paused_collector():
        assert not gc.isenabled()
        with paused_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize("made", [0, 2 * MANY])
def test_only_much_makes_everything_old(made: int) -> None:
    """Garbage from before is found by the next look, unless that would go through very much."""
    garbage = weakref.ref(Cycle())
    with paused_collector():
        kept = [[number] for number in range(made)]
    gc.collect(0)
    assert (garbage() is None) == (made < MANY)
    assert len(kept) == made
