"""Python's collector of cycles, kept from looking while many small objects are made.

Loading and formatting make trees of immutable objects that live on, and no garbage to speak of.
They set off the collector over and over, in vain: a third of the time of formatting.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 20_000
"""Objects that take longer to look through than to put aside."""


@contextmanager
def paused_collector() -> Iterator[None]:
    """No collection inside; afterwards the collector is as it was.

    If much was made it is put among the old objects in the end, or the next look would go through
    all. Everything else grows old with it, garbage of the host as well, which then stays for long: so
    not for the few citations of a single page.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            made = gc.get_count()[0]
            if made > MANY and gc.get_freeze_count() == 0:  # a host's own frozen objects stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()
