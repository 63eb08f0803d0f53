"""How the time that something takes grows with its input."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def grows_linearly(run: Callable[[str], object], unit: str | Callable[[int], str]) -> bool:
    """Ten times the text takes about ten times the processor's time (quadratic: a hundred times).

    The text is so many times the unit, or what that makes of a number. Another process may get in
    between, so one good measurement out of a few is enough.
    """

    def measure(count: int) -> float:
        text = unit * count if isinstance(unit, str) else unit(count)
        start = time.process_time()
        run(text)
        return time.process_time() - start

    gc.disable()
    try:
        return any(measure(10_000) < 30 * measure(1_000) + 0.02 for _ in range(6))
    finally:
        gc.enable()
