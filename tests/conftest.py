"""What holds for all tests."""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings

# Time says nothing on a machine with other work; the first draw on a new one makes tables, too.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: no collection need look at them again."""
    gc.collect()
    gc.freeze()
