"""What citations cost in MkDocs: sites with and without them, each build a process of its own.

    python bench/bench_mkdocs.py [FILE.bib] [--pages 1000] [--rounds 5] [--compiled FOLDER] [--peer FOLDER]

The pages are prose with ten citations each, about one in eighty words, of items drawn from the whole
file; the plain site is the same text without the citations and without a plugin for them. The theme
is `mkdocs` with its search. The second task compares what citations add with what mkdocs-bibtex adds
for the same text in its own style (it formats no CSL without pandoc); it is left out where no folder
holds that plugin. Times are elapsed ones, and what the processor did in them on all cores; every build
starts without a cache. Sites take turns. As a machine has faster and slower minutes, what is judged is
the ratio of builds of one round, and of the rounds the one in the middle; the other ratios stand beside it. With a folder that holds the compiled package both are
measured, the sources and that.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml
from byte_code import keep_byte_code

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("IBIDEM_DATA", ROOT.parent / "shared" / "data"))
WORK = ROOT / "build" / "bench-mkdocs"

CITATIONS = 10
"""How many a page has."""
SMALL = 50
"""The pages of the second task."""

FORMS = ("[@{0}]", "[see @{0}, pp. 12-15]", "[@{0}; @{1}]", "@{0} [chap. 2]", "[@{0}]")
PLAIN_FORMS = ("[@{0}]", "[@{0}; @{1}]")
"""What mkdocs-bibtex can do without pandoc."""

WORDS = re.findall(
    r"\w+",
    """
about above across after again algorithm all along also although among analysis and another any are
around array as at average based because been before behaviour being below best between both bound
but by called can case cell change choice class clear close cluster code colony common compare
complete compute condition constraint continue control cost could course current data define degree
density depend describe detail did different direct distance do does domain down during each early
easy edge effect either end enough entry error even every example experiment explore fact far field
figure find first fixed follow for form found from full function further general give given good
graph great group had hand has have heuristic high hold how however idea if important in increase
index information initial input instance instead into is it its iteration just keep kind known
language large last later learning least length less level light like limit line linear list local
long loop low made main make many map mean measure memory method might model more most move much
must name near need neighbour network never new next node noise none not note now number of often
old on once one only open optimal or order other our out over page pair parameter part path pattern
""",
)


def write_prose(chance: random.Random, citations: Sequence[str]) -> str:
    """A page of two sections, a list and some code; each citation at the end of a sentence."""
    parts = [f"# {_sentence(chance, 3)[:-1]}"]
    for number, citation in enumerate(citations):
        if number in (0, len(citations) // 2):
            parts.append(f"## {_sentence(chance, 4)[:-1]}")
        first, second, third = (_sentence(chance, chance.randint(18, 34)) for _ in range(3))
        parts.append(f"{first} {second[:-1]} *{chance.choice(WORDS)}* {citation}. {third}")
    items = "\n".join(f"- {_sentence(chance, 8)}" for _ in range(4))
    parts += [items, f"```python\n@decorated\ndef {chance.choice(WORDS)}():\n    return 1\n```"]
    return "\n\n".join(parts) + "\n"


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def pages(keys: Sequence[str], count: int, forms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The text of each page, with and without its citations."""
    for number in range(count):
        chance = random.Random(number)
        citations = [chance.choice(forms).format(*chance.sample(keys, 2)) for _ in range(CITATIONS)]
        text = write_prose(random.Random(number), citations)
        plain = write_prose(random.Random(number), [""] * CITATIONS)
        yield text, plain.replace(" .", ".")


def write_site(name: str, texts: Sequence[str], plugins: Sequence[object]) -> Path:
    """A folder with the site's sources; what an earlier run left is dropped."""
    root = WORK / name
    shutil.rmtree(root, ignore_errors=True)
    (root / "docs").mkdir(parents=True)
    for number, text in enumerate(texts):
        (root / "docs" / f"page{number:04}.md").write_text(text, "utf-8")
    (root / "docs" / "index.md").write_text("# Home\n\nNothing is cited here.\n", "utf-8")
    config = {
        "site_name": name,
        "site_url": "https://example.org/",
        "plugins": ["search", *plugins],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return root


class Site(NamedTuple):
    """What is built, and with which package."""

    root: Path
    package: Path | None = None
    """The folder that holds it, or the plugin that it is compared with; None for what is installed."""


class Goal(NamedTuple):
    """What a ratio has to reach."""

    words: str
    is_reached: Callable[[float], bool]


PLAIN_GOAL = Goal("at most 1.5", lambda ratio: ratio <= 1.5)
PEER_GOAL = Goal("at least 5", lambda ratio: ratio >= 5)


class Cost(NamedTuple):
    """Of one build, in seconds."""

    elapsed: float
    processor: float
    """On all cores."""


def build(site: Site) -> Cost:
    """One build from nothing."""
    for left in ("site", ".cache"):
        shutil.rmtree(site.root / left, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    folders = [str(site.package) if site.package else "", os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))}
    start, before = time.perf_counter(), processor_time()
    subprocess.run(command, cwd=site.root, env=environment, check=True, capture_output=True)
    return Cost(time.perf_counter() - start, processor_time() - before)


def processor_time() -> float:
    """Seconds in user mode of all processes that have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def measure(sites: Sequence[Site], rounds: int) -> list[list[Cost]]:
    """The costs of each site, in the order of the rounds; sites take turns, so that those of one
    round meet the same machine. A round before them, which writes byte code, does not count."""
    costs = [[build(site) for site in sites] for _ in range(rounds + 1)]
    return [list(found) for found in zip(*costs[1:], strict=True)]


def show(name: str, costs: Sequence[Cost], pages: int) -> None:
    elapsed = median(cost.elapsed for cost in costs)
    processor = median(cost.processor for cost in costs)
    each = elapsed / pages * 1000
    print(f"  {name:44} {elapsed:7.2f} s (processor {processor:5.2f}) {each:7.2f} ms a page")


def judge(name: str, ratios: Sequence[float], goal: Goal) -> None:
    """Say whether the middle one of the rounds' ratios reaches the goal."""
    middle = median(ratios)
    verdict = "reached" if goal.is_reached(middle) else "NOT reached"
    all_of_them = " ".join(f"{ratio:.2f}" for ratio in sorted(ratios))
    print(f"  {name:44} {middle:7.2f} ({goal.words}): {verdict}   [{all_of_them}]")


def added(costs: Sequence[Cost], without: Sequence[Cost]) -> list[float]:
    """Seconds that are added in each round."""
    return [cost.elapsed - plain.elapsed for cost, plain in zip(costs, without, strict=True)]


Packages = Mapping[str, "Path | None"]
"""What is measured, by the name that is printed: folders as in `Site`."""


def compare_with_plain(
    bibliography: Path, keys: Sequence[str], count: int, rounds: int, packages: Packages
) -> None:
    cited, plain = zip(*pages(keys, count, FORMS), strict=True)
    ours = {"ibidem": {"bibliography": str(bibliography), "style": "apa"}}
    root = write_site("ibidem", cited, [ours])
    sites = [Site(write_site("plain", plain, ())), *(Site(root, at) for at in packages.values())]
    without, *costs = measure(sites, rounds)
    print(f"{count:,} pages, {CITATIONS} citations each, {len(keys):,} items, apa, scope page")
    show("without citations", without, count)
    for name, cost in zip(packages, costs, strict=True):
        show(name, cost, count)
    for name, cost in zip(packages, costs, strict=True):
        ratios = [one.elapsed / plain.elapsed for one, plain in zip(cost, without, strict=True)]
        judge(f"{name} / without", ratios, PLAIN_GOAL)


def compare_with_bibtex(
    bibliography: Path, keys: Sequence[str], rounds: int, packages: Packages, peer_package: Path
) -> None:
    known = [key for key in keys if re.fullmatch(r"[\w-]+", key)]  # the keys that it reads
    cited, plain = zip(*pages(known, SMALL, PLAIN_FORMS), strict=True)
    ours = {"ibidem": {"bibliography": str(bibliography), "style": "apa"}}
    theirs = {"bibtex": {"bib_file": str(bibliography)}}
    root = write_site("small-ibidem", cited, [ours])
    peer = write_site("small-bibtex", cited, [theirs])
    (peer / "mkdocs.yml").write_text(
        (peer / "mkdocs.yml").read_text("utf-8") + "markdown_extensions: [footnotes]\n", "utf-8"
    )
    sites = [
        Site(write_site("small-plain", plain, ())),
        Site(peer, peer_package.resolve()),
        *(Site(root, at) for at in packages.values()),
    ]
    without, their_cost, *costs = measure(sites, rounds)
    print(f"{SMALL} pages of the same kind")
    show("without citations", without, SMALL)
    show("mkdocs-bibtex, simple mode", their_cost, SMALL)
    for name, cost in zip(packages, costs, strict=True):
        show(name, cost, SMALL)
    for name, cost in zip(packages, costs, strict=True):
        both = zip(added(their_cost, without), added(cost, without), strict=True)
        ratios = [peers / own for peers, own in both]
        judge(f"added by mkdocs-bibtex / {name}", ratios, PEER_GOAL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=DATA / "iridia.bib")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compiled", type=Path, help="a folder that holds the compiled package")
    parser.add_argument("--peer", type=Path, help="a folder that holds mkdocs-bibtex")
    given = parser.parse_args()
    if not given.file.exists():
        print(f"{given.file} is not there; name a .bib file or set IBIDEM_DATA")
        return 1
    from ibidem import load_library

    keep_byte_code(WORK / "byte-code")
    bibliography = given.file.resolve()
    keys = sorted(load_library([bibliography]))
    packages: Packages = {"ibidem": None}
    if given.compiled:
        packages = {"ibidem, plain Python": None, "ibidem, compiled": given.compiled.resolve()}
    compare_with_plain(bibliography, keys, given.pages, given.rounds, packages)
    if given.peer and (given.peer / "mkdocs_bibtex").is_dir():
        compare_with_bibtex(bibliography, keys, given.rounds, packages, given.peer)
    else:
        print("mkdocs-bibtex skipped: --peer names no folder that holds it")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
