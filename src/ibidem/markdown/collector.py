"""Python's collector of cycles, kept from looking while many small objects are made.

What is formatted is kept in trees of immutable objects without cycles. Making them sets off the
collector over and over, in vain: without this it took a third of the time of formatting.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """No collection inside; afterwards the collector is as it was."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
