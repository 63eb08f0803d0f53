"""Run the CSL test suite and say what fails: one line a fixture, the sum last.

The exit code is 0 if the ledger (`expected_failures.txt`) agrees with what failed; for a folder
given with --suite there is no ledger, and nothing may fail.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase
from pathlib import Path

# Started as a script, it finds the package and what the tests share in the checkout.
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]

from conformance.ledger import LEDGER, disagreements, read_ledger, write_ledger
from conformance.older_terms import OLDER_TERMS
from conformance.suite import SUITE_VARIABLE, Outcome, run_fixture, suite_folder


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    folder = options.suite or suite_folder()
    fixtures = sorted(folder.glob("*.txt"))
    if not fixtures:
        print(f"no fixtures in {folder}: set {SUITE_VARIABLE} to the folder of the suite")
        return 1 if options.suite else 0
    chosen = [path for path in fixtures if fnmatchcase(path.stem, options.only)]
    if not chosen:
        print(f'no fixture is named like "{options.only}"')
        return 1
    outcomes = {path.stem: run_fixture(path) for path in chosen}
    failed = [name for name, outcome in outcomes.items() if not outcome.passed]
    for name in failed:
        _show(name, outcomes[name], options.verbose)
    faults = _settle(options, list(outcomes), failed)
    _sum_up(outcomes)
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", type=Path, metavar="DIR", help="another folder of fixtures")
    parser.add_argument("--only", default="*", metavar="GLOB", help="run the fixtures named so")
    parser.add_argument("--update-ledger", action="store_true", help="list what fails now")
    parser.add_argument("-v", "--verbose", action="store_true", help="show both texts")
    return parser


def _show(name: str, outcome: Outcome, verbose: bool) -> None:
    print(f"{name}: {outcome.error.strip().splitlines()[-1]}" if outcome.error else name)
    if verbose:
        print(f"  expected: {outcome.expected.strip()}")
        print(f"  got:      {outcome.error or outcome.got.strip()}")


def _settle(options: argparse.Namespace, ran: list[str], failed: list[str]) -> list[str]:
    """What makes the run fail, shown; or a new ledger."""
    if options.suite:
        return failed
    reasons = read_ledger()
    if options.update_ledger:
        # What did not run stays as it was.
        unseen = set(reasons) - set(ran) if options.only != "*" else set()
        write_ledger({*failed, *unseen}, reasons)
        return []
    faults = disagreements(ran, failed, reasons)
    if options.only == "*":
        faults += [
            f"{name} is listed and does not exist" for name in sorted(set(reasons) - set(ran))
        ]
    for fault in faults:
        print(f"{LEDGER.name}: {fault}")
    return faults


def _sum_up(outcomes: dict[str, Outcome]) -> None:
    passed = [name for name, outcome in outcomes.items() if outcome.passed]
    older = sum(name in OLDER_TERMS for name in passed)
    if older:
        print(
            f"{len(passed) - older} on current locales + {older} on the terms they were written for"
        )
    print(f"{len(passed)} passed, {len(outcomes) - len(passed)} failed")


if __name__ == "__main__":
    sys.exit(main())
