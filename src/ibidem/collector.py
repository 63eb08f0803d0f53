"""Python's collector of cycles, kept from looking while many small objects are made.

Loading and formatting make trees of immutable objects that live on, and no garbage to speak of.
They set off the collector over and over, in vain: a third of the time of formatting.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """No collection inside; afterwards the collector is as it was.

    What was made is put among the old objects in the end, or the next look would go through all.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if gc.get_freeze_count() == 0:  # a host's own frozen objects stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()
