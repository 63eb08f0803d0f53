"""Byte code is kept between the runs of a benchmark, as it is for packages that are installed."""

from __future__ import annotations

import os
from pathlib import Path


def keep_byte_code(folder: Path) -> None:
    """Let all processes that are started from now on keep theirs in this folder."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
