"""The ledger: fixtures that are known to fail, each with the reason. It works both ways."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

LEDGER = Path(__file__).with_name("expected_failures.txt")

NO_REASON = "not yet known why"

_HEAD = """\
# Fixtures of the CSL test suite that are known to fail: `name: reason`.
# A fixture listed here that passes is as much an error as one that fails unlisted.
"""


def read_ledger(path: Path = LEDGER) -> dict[str, str]:
    """Reasons by fixture. Raises ValueError for a line without a reason, or a name twice."""
    reasons: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, reason = (part.strip() for part in line.partition(":"))
        if not (name and colon and reason):
            raise ValueError(f"{path.name}:{number}: a line must be `name: reason`")
        if name in reasons:
            raise ValueError(f"{path.name}:{number}: {name} stands twice")
        reasons[name] = reason
    return reasons


def write_ledger(failed: Collection[str], reasons: Mapping[str, str], path: Path = LEDGER) -> None:
    """List what failed; reasons that are known stay."""
    lines = [f"{name}: {reasons.get(name, NO_REASON)}\n" for name in sorted(failed)]
    path.write_text(_HEAD + "".join(lines), encoding="utf-8")


def disagreements(
    ran: Collection[str], failed: Collection[str], reasons: Mapping[str, str]
) -> list[str]:
    """What the ledger and a run do not agree upon, of the fixtures that ran."""
    unlisted = [f"{name} fails and is not listed" for name in sorted(set(failed) - set(reasons))]
    passed = set(ran) - set(failed)
    listed = [f"{name} passes and is listed" for name in sorted(passed & set(reasons))]
    return unlisted + listed
