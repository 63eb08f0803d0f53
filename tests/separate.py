"""Programs of their own, for what pytest with its threads can't show: a second process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import ibidem

SOURCES = Path(ibidem.__file__).resolve().parents[1]
"""Where this ibidem is: programs have the same one, also if that is the compiled package."""

needs_two_cores = pytest.mark.skipif(
    not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2,
    reason="needs Linux and two cores",
)

ONE_CORE = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
"""What a program begins with that is to have no second process."""


def run_program(
    program: str, *arguments: str, options: Sequence[str] = (), folder: Path | None = None
) -> tuple[str, str]:
    """What a program prints, and what it complains of; it has to end well."""
    done = subprocess.run(
        [sys.executable, *options, "-c", program, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, done.stderr
