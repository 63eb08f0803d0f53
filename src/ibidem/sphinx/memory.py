"""Python's garbage collector, kept away from what lives as long as the build.

What has been formatted is no garbage before the build ends. The collector would walk through all of
it again and again while pages are written, and find nothing.
"""

from __future__ import annotations

import gc


def freeze_objects() -> bool:
    """Leave everything that is alive alone, and tell whether `gc.unfreeze` is to undo that.

    Processes that are forked for writing then share the objects instead of copying them. Objects
    that somebody else has frozen stay as they are, and nothing is added to them.
    """
    if gc.get_freeze_count():
        return False
    gc.freeze()
    return True
