"""Build what published projects write with sphinxcontrib-bibtex, with that and with ibidem.

    python tests/projects/compare.py [PROJECT ...]

For each project of projects.txt it says how many works each page lists, and which keys are not
found. A project is lost if its build stops with ibidem, if a page lists fewer works than with the
peer, or if a key is unknown that the peer finds. The exit code is the number of projects lost.
"""

# ruff: noqa: E402
from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# Started as a script, it finds its neighbours.
sys.path[:0] = [str(Path(__file__).parents[1])]

from lxml import html

from projects.site import PEER, find_conf, write_site

PROJECTS = Path(__file__).with_name("projects.txt")
WORK = Path(__file__).parents[2] / "build" / "projects"

OURS = "ibidem.sphinx"

ENTRY = (
    "//*[contains(@class, 'csl-entry') and not(ancestor::aside)]"
    " | //div[@role='doc-biblioentry']"
    " | //*[starts-with(@id, 'bibtex-bibliography')]//li"
    " | //aside[contains(concat(' ', @class, ' '), ' footnote ')]"
)
"""A work in a list, or in a note, as each of the two writes it."""

UNKNOWN = re.compile(r'no bibliography has the key "([^"]+)"|could not find bibtex key "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Build:
    """What came of a build."""

    code: int
    works: dict[str, int]
    """How many each page lists."""
    unknown: frozenset[str]
    """The keys that were not found."""


def main(wanted: list[str]) -> int:
    if find_spec(PEER) is None:
        print("skipped: sphinxcontrib-bibtex is not installed (pip install sphinxcontrib-bibtex)")
        return 0
    lines = PROJECTS.read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    chosen = [pin for pin in pins if not wanted or pin.partition("==")[0] in wanted]
    return sum(not compare(pin) for pin in chosen)


def compare(pin: str) -> bool:
    """Whether nothing of the project is lost."""
    project = fetch(pin)
    conf = find_conf(project) if project else None
    if project is None or conf is None:
        print(f"{pin:26} skipped: {'no such conf.py' if project else 'cannot be had'}")
        return True
    peer, ours = (build(project, conf, extension) for extension in (PEER, OURS))
    lost = [f"the build ended with {ours.code}"] if ours.code else []
    if not peer.code:
        lost += [
            f"{page} lists {ours.works.get(page, 0)} works of {count}"
            for page, count in peer.works.items()
            if ours.works.get(page, 0) < count
        ]
        lost += [f"{key} is not found" for key in sorted(ours.unknown - peer.unknown)]
    works, found = sum(ours.works.values()), "; ".join(lost) or "nothing lost"
    theirs = f"stopped with {peer.code}" if peer.code else f"{sum(peer.works.values())} works"
    print(f"{pin:26} {works:4} works (the peer: {theirs}), {found}")
    return not lost


def fetch(pin: str) -> Path | None:
    """The folder of the project's source distribution; None if pip cannot get it."""
    folder = WORK / pin
    if not any(folder.glob("*.tar.gz")):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", ":all:", "--ignore-requires-python", "--dest", str(folder), pin]
        if subprocess.run(command, capture_output=True).returncode:
            return None
    for archive in folder.glob("*.tar.gz"):
        unpacked = folder / "source"
        if not unpacked.exists():
            with tarfile.open(archive) as tar:
                tar.extractall(folder / "partial", filter="data")
            (folder / "partial").rename(unpacked)
        return unpacked
    return None


def build(project: Path, conf: Path, extension: str) -> Build:
    """Build the site in HTML, from nothing."""
    folder = project.parent / extension
    write_site(project, conf, folder / "source", extension)
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", "--no-color"]
    command += [str(folder / "source"), str(folder / "html")]
    done = subprocess.run(command, capture_output=True, text=True)
    unknown = frozenset(first or second for first, second in UNKNOWN.findall(done.stderr))
    return Build(done.returncode, count_works(folder / "html"), unknown)


def count_works(site: Path) -> dict[str, int]:
    counts = {}
    for page in sorted(site.rglob("*.html")):
        count = len(html.fromstring(page.read_bytes()).xpath(ENTRY))
        if count:
            counts[str(page.relative_to(site))] = count
    return counts


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
