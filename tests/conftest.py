"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Time says nothing on a machine with other work; the first draw on a new one makes tables, too.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
