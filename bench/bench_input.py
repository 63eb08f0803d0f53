"""Reading a big bibliography: ours against bibtexparser and pybtex, each in a process of its own.

    python bench/bench_input.py [FILE.bib] [--rounds N]

The file is IBIDEM_DATA/iridia.bib (3,305 entries) unless one is named. Times are of the
processor, the best of the rounds, after one round to warm up; the peak is that of Python's own allocations in a round more.
pybtex is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("IBIDEM_DATA", ROOT.parent / "shared" / "data"))

Task = Callable[[], int]
"""Reads the file and tells how many entries it got."""


def split_only(path: Path) -> Task:
    from bibtexparser.splitter import Splitter

    return lambda: len(Splitter(path.read_text("utf-8")).split().entries)


def bibtexparser_default(path: Path) -> Task:
    import logging

    from bibtexparser.entrypoint import parse_file

    logging.disable(logging.CRITICAL)
    return lambda: len(parse_file(str(path)).entries)


def pybtex(path: Path) -> Task:
    from pybtex.database import parse_file  # type: ignore[import-not-found, unused-ignore]

    return lambda: len(parse_file(str(path)).entries)


def load(path: Path) -> Task:
    from ibidem.sources import load_library

    return lambda: len(load_library([path]))


def convert_all(path: Path) -> Task:
    from ibidem.sources import load_library

    return lambda: len(list(load_library([path]).values()))


def warm_cache(path: Path) -> Task:
    from ibidem.sources import load_library

    cache = Path(tempfile.mkdtemp(prefix="bench-cache-"))
    load_library([path], cache=cache)
    return lambda: len(load_library([path], cache=cache))


TASKS: dict[str, Callable[[Path], Task]] = {
    "bibtexparser, split only": split_only,
    "bibtexparser, default stack": bibtexparser_default,
    "pybtex, parse_file": pybtex,
    "ibidem, load (nothing converted)": load,
    "ibidem, load and convert all": convert_all,
    "ibidem, load from a warm cache": warm_cache,
}

TARGETS = (
    ("load / bibtexparser's split", 3, 0, 1.3),
    ("convert all / pybtex", 4, 2, 1.5),
    ("warm / cold load", 5, 3, 0.1),
)
"""What is compared: numbers of two tasks, and the most that their quotient may be."""


def measure(name: str, path: Path, rounds: int) -> dict[str, float]:
    """Best time, entries and peak of one task, in this process."""
    task = TASKS[name](path)
    entries = task()
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        task()
        best = min(best, time.process_time() - start)
    tracemalloc.start()
    task()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    return {"seconds": best, "entries": entries, "peak": peak}


def measure_apart(name: str, path: Path, rounds: int) -> dict[str, float] | None:
    """The same in a new process; None if the package is not installed."""
    if name.startswith("pybtex") and importlib.util.find_spec("pybtex") is None:
        return None
    command = [sys.executable, __file__, str(path), "--rounds", str(rounds), "--task", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=DATA / "iridia.bib")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.file.exists():
        print(f"{given.file} is not there; name a .bib file or set IBIDEM_DATA")
        return 1
    if given.task:
        print(json.dumps(measure(given.task, given.file, given.rounds)))
        return 0
    results = [measure_apart(name, given.file, given.rounds) for name in TASKS]
    print(f"{given.file.name}, best of {given.rounds}")
    for name, found in zip(TASKS, results, strict=True):
        if found is None:
            print(f"  {name:34} not installed")
            continue
        rate = found["entries"] / found["seconds"]
        print(
            f"  {name:34} {found['seconds'] * 1000:7.1f} ms {rate:9,.0f} entries/s"
            f" {found['peak']:6.1f} MB"
        )
    for name, ours, theirs, most in TARGETS:
        first, second = results[ours], results[theirs]
        if first is not None and second is not None:
            quotient = first["seconds"] / second["seconds"]
            verdict = "reached" if quotient <= most else "NOT reached"
            print(f"  {name:34} {quotient:7.2f} (at most {most}): {verdict}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
