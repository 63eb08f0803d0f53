"""Python's garbage collector, kept away from what lives as long as the build.

Formatting makes a great many objects, and none of them is garbage before the build ends. The
collector would walk through all of them again and again, while they are made and while pages are
written, and find nothing: in a large project that is a third of what citations cost.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collection() -> Iterator[None]:
    """Collect nothing inside."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def freeze_objects() -> bool:
    """Leave everything that is alive alone, and tell whether `gc.unfreeze` is to undo that.

    Processes that are forked for writing then share the objects instead of copying them. Objects
    that somebody else has frozen stay as they are, and nothing is added to them.
    """
    if gc.get_freeze_count():
        return False
    gc.freeze()
    return True
