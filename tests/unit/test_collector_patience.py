"""The collector while pages are read and written."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ibidem.collector import PATIENCE, Patience


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """The collector as a host has it: `conftest` has frozen what there is."""
    gc.unfreeze()
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.enable()
    gc.freeze()


def test_it_waits_longer_and_is_put_back() -> None:
    before = gc.get_threshold()
    patience = Patience()
    patience.begin()
    assert gc.get_threshold() == (PATIENCE, *before[1:])
    assert gc.get_freeze_count() > 0
    patience.end()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_what_somebody_else_has_put_aside_stays_so() -> None:
    gc.freeze()
    patience = Patience()
    patience.begin()
    patience.end()
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize("threshold", [0, 2 * PATIENCE])
def test_who_has_other_plans_keeps_them(threshold: int) -> None:
    gc.set_threshold(threshold, 10, 10)
    patience = Patience()
    patience.begin()
    assert gc.get_threshold()[0] == threshold
    assert gc.get_freeze_count() == 0
    patience.end()
    assert gc.get_threshold()[0] == threshold


def test_a_later_threshold_stays() -> None:
    patience = Patience()
    patience.begin()
    gc.set_threshold(500, 10, 10)
    patience.end()
    assert gc.get_threshold()[0] == 500
