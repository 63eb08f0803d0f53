"""What citations cost in Sphinx, as the time of whole builds.

    python bench/bench_sphinx.py [FILE.bib] [--pages 1000] [--small 50] [--rounds 2]

Sites of pages with ten citations each over a large bibliography (IBIDEM_DATA/iridia.bib unless a
file is named), in APA, each build in a process of its own:

- the pages as they are, and with their roles made plain text, without the extension;
- the same two after one page was touched, and nothing that is cited has changed;
- fewer pages, also with sphinxcontrib-bibtex, if it is installed.

The least elapsed time of the rounds counts; what the processor did in it, on all cores, stands beside
it. Stylesheets and the order of builds are the same for all.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

from byte_code import keep_byte_code

from ibidem import load_library

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("IBIDEM_DATA", ROOT.parent / "shared" / "data"))
CITED_ON_A_PAGE = 10

CONFIGS = {
    "plain": "extensions = []\n",
    "ibidem": (
        "extensions = ['ibidem.sphinx']\nibidem_bibliography = ['refs.bib']\nibidem_style = 'apa'\n"
    ),
    "bibtex": (
        "extensions = ['sphinxcontrib.bibtex']\nbibtex_bibfiles = ['refs.bib']\n"
        "bibtex_reference_style = 'author_year'\n"
    ),
}

ROLE = re.compile(r":cite:(?:t:)?`([^`]*)`")
PROSE = (
    "The work of {} began with a question about swarms, and *nobody* knew the answer. What is simple"
    " for one agent need not be simple for many, since each of them sees little of the whole, and"
    " what it does changes what the others see. So the first experiments were small: ten robots, a"
    " flat arena, and a light that all of them should find without being told where it is.",
    "Later experiments, described by {}, showed that ``simple`` rules are often enough. The rules say"
    " when to turn, when to wait and when to follow a neighbour; they say nothing about the goal."
    " That groups reach it nevertheless was called emergence, a word that explains less than it"
    " promises, and for years the question of how to design such rules was left to trial and error.",
    "This agrees with {}; the differences are small, and a longer discussion would not change it."
    " Where numbers can be compared they are of the same order, although robots, arenas and the"
    " length of the runs were not the same. A careful reader will also note that failures were"
    " reported by few, which makes every average look better than it is.",
)
"""Paragraphs of some sixty words, as they are common in reports with this many citations."""


@dataclass(frozen=True)
class Costs:
    """Seconds of a clean build, and of one after a page was touched."""

    clean: float
    touched: float
    processor: float
    """Of the clean one, on all cores."""


def main() -> int:
    """Measure, print, and say which goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=DATA / "iridia.bib")
    parser.add_argument("--pages", type=int, default=1000, help="pages of the large site")
    parser.add_argument("--small", type=int, default=50, help="pages of the small one")
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    given = parser.parse_args()
    if not given.file.is_file():
        print(f"skipped: no {given.file}; IBIDEM_DATA names the folder that holds iridia.bib")
        return 0
    keys = list(load_library([given.file]))
    with tempfile.TemporaryDirectory(prefix="bench-sphinx-") as folder:
        keep_byte_code(Path(folder, "byte-code"))
        large = _measure(Path(folder), given.file, keys, ("plain", "ibidem"), given.pages, given)
        rivals = ["plain", "ibidem"]
        if importlib.util.find_spec("sphinxcontrib.bibtex") is not None:
            rivals.append("bibtex")
        small = _measure(Path(folder), given.file, keys, rivals, given.small, given)
    _judge("clean, with / without", large["ibidem"].clean / large["plain"].clean, "at most", 1.35)
    added = large["ibidem"].touched - large["plain"].touched
    _judge("touched, added seconds", added, "at most", 0.5)
    if "bibtex" not in small:
        print("  sphinxcontrib-bibtex is not installed: not compared")
        return 0
    ours, theirs = (small[name].clean - small["plain"].clean for name in ("ibidem", "bibtex"))
    _judge("added by sphinxcontrib-bibtex / by us", theirs / max(ours, 0.01), "at least", 5)
    return 0


def _judge(name: str, value: float, comparison: str, goal: float) -> None:
    reached = value <= goal if comparison == "at most" else value >= goal
    verdict = "reached" if reached else "NOT reached"
    print(f"  {name:40} {value:6.2f} ({comparison} {goal}): {verdict}")


def _measure(
    folder: Path,
    bibliography: Path,
    keys: Sequence[str],
    names: Sequence[str],
    pages: int,
    given: argparse.Namespace,
) -> dict[str, Costs]:
    print(f"{pages} pages with {CITED_ON_A_PAGE} citations, {len(keys)} entries, seconds")
    found: dict[str, Costs] = {}
    for name in names:
        write_site(folder / f"{name}-{pages}", name, bibliography, keys, pages)
    # In turn, so that a machine which is busy for a while is so for all.
    rounds = [
        {name: _build_twice(folder / f"{name}-{pages}") for name in names}
        for _ in range(given.rounds)
    ]
    for name in names:
        found[name] = Costs(
            min(one[name].clean for one in rounds),
            min(one[name].touched for one in rounds),
            min(one[name].processor for one in rounds),
        )
        clean, processor = found[name].clean, found[name].processor
        print(
            f"  {name:10} clean {clean:7.2f} (processor {processor:7.2f})"
            f"  touched {found[name].touched:7.2f}"
        )
    return found


def write_site(site: Path, name: str, bibliography: Path, keys: Sequence[str], pages: int) -> None:
    """A site whose pages cite all keys in turn, with one list at the end."""
    site.mkdir(parents=True)
    shutil.copy(bibliography, site / "refs.bib")
    conf = "html_theme = 'basic'\nhtml_copy_source = False\nsuppress_warnings = ['bibtex']\n"
    (site / "conf.py").write_text(CONFIGS[name] + conf, "utf-8")
    listed = "" if name == "plain" else "\n.. bibliography::\n"
    index = "Home\n====\n\n.. toctree::\n   :glob:\n\n   page*\n   refs\n"
    (site / "index.rst").write_text(index, "utf-8")
    (site / "refs.rst").write_text(f"References\n==========\n{listed}", "utf-8")
    cited = cycle(keys)
    for number in range(pages):
        text = _page_text(number, list(islice(cited, CITED_ON_A_PAGE)))
        if name == "plain":
            text = ROLE.sub(r"(\1, 2000)", text)
        (site / f"page{number:04}.rst").write_text(text, "utf-8")


def _page_text(number: int, keys: Sequence[str]) -> str:
    title = f"Page {number}"
    blocks = [f"{title}\n{'=' * len(title)}"]
    for place, key in zip(count(), keys, strict=False):
        if place % 4 == 0:
            blocks.append(f"Part {place // 4 + 1}\n------")
        role = f":cite:t:`{key}`" if place % 3 == 1 else f":cite:`{key}`"
        blocks.append(PROSE[place % len(PROSE)].format(role))
    return "\n\n".join(blocks) + "\n"


def _build_twice(site: Path) -> Costs:
    shutil.rmtree(site / "_build", ignore_errors=True)
    clean, processor = _build(site)
    with (site / "page0000.rst").open("a", encoding="utf-8") as page:
        page.write("\nMore prose.\n")
    touched, _ = _build(site)
    return Costs(clean, touched, processor)


def _build(site: Path) -> tuple[float, float]:
    """The elapsed seconds of one build, and those of the processor."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(site), str(site / "_build")]
    start, before = time.perf_counter(), _processor_time()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"the build of {site.name} failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start, _processor_time() - before


def _processor_time() -> float:
    """Seconds in user mode of all processes that have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


if __name__ == "__main__":
    raise SystemExit(main())
