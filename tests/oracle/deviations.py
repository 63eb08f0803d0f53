"""Differences from citeproc-js that are on purpose, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DEVIATIONS = Path(__file__).with_name("deviations.txt")

_RULE = re.compile(r"(ours|theirs) (.+?) =>(?: (.*))?")


@dataclass(frozen=True)
class Deviation:
    """A reason to differ, and what makes texts that differ for it alone equal."""

    reason: str
    rules: tuple[tuple[str, re.Pattern[str], str], ...]

    def level(self, ours: str, theirs: str) -> tuple[str, str]:
        """Both texts after the rules."""
        for side, pattern, replacement in self.rules:
            if side == "ours":
                ours = pattern.sub(replacement, ours)
            else:
                theirs = pattern.sub(replacement, theirs)
        return ours, theirs


def read_deviations(path: Path = DEVIATIONS) -> list[Deviation]:
    """The deviations of a file. Raises ValueError for a line that is none of its kinds."""
    found: list[Deviation] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        rule = _RULE.fullmatch(line)
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("DEVIATES: "):
            found.append(Deviation(line.removeprefix("DEVIATES: "), ()))
        elif rule and found:
            side, pattern, replacement = rule.groups(default="")
            last = found.pop()
            compiled = (side, re.compile(pattern), replacement)
            found.append(Deviation(last.reason, (*last.rules, compiled)))
        else:
            raise ValueError(f"{path.name}:{number}: neither a reason nor a rule")
    return found


def explain(ours: str, theirs: str, deviations: Sequence[Deviation]) -> tuple[str, ...]:
    """The reasons that together make the texts equal; none if they stay different."""
    reasons = []
    for deviation in deviations:
        levelled = deviation.level(ours, theirs)
        if levelled != (ours, theirs):
            reasons.append(deviation.reason)
            ours, theirs = levelled
    return tuple(reasons) if ours == theirs else ()
