"""What the comparison prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from oracle.deviations import Deviation
from oracle.differences import Comparison, Pair, kinds
from oracle.document import DOCUMENTS_NOT_COUNTED

CITATIONS_GOAL = 0.99
ENTRIES_GOAL = 0.98


def show(result: Comparison, verbose: bool) -> None:
    """The counts of one style over one document; with `verbose`, every difference."""
    head = f"{result.style} ({result.document})"
    if result.error:
        print(f"{head}: {result.error}", flush=True)
        return
    texts = [_counted(result.citations, "citations"), _counted(result.entries, "entries")]
    if result.order_differs:
        texts.append("order differs")
    print(f"{head}: {', '.join(texts)}", flush=True)
    for pair in result.pairs() if verbose else ():
        if not pair.same:
            notes = ["markup only"] * pair.same_text + [f"DEVIATES: {it}" for it in pair.reasons]
            note = f" ({'; '.join(notes)})" if notes else ""
            print(f"  {pair.where}{note}\n    ours   {pair.ours}\n    theirs {pair.theirs}")


def _counted(pairs: Sequence[Pair], what: str) -> str:
    explained = sum(bool(pair.reasons) for pair in pairs)
    more = f" (+{explained} explained)" if explained else ""
    return f"{sum(pair.same for pair in pairs)}/{len(pairs)} {what}{more}"


def show_kinds(results: Iterable[Comparison], limit: int) -> None:
    """The most frequent differences not explained: how often, where, the shortest example."""
    counts: Counter[str] = Counter()
    styles: dict[str, set[str]] = {}
    examples: dict[str, Pair] = {}
    for result in results:
        for pair in result.pairs():
            for kind in set(kinds(pair)) if not (pair.same or pair.reasons) else ():
                counts[kind] += 1
                styles.setdefault(kind, set()).add(result.style)
                known = examples.setdefault(kind, pair)
                if len(pair.ours) < len(known.ours):
                    examples[kind] = pair
    for kind, count in counts.most_common(limit):
        names = sorted(styles[kind])
        print(f"\n{count} x  {kind}   in {len(names)}: {', '.join(names[:4])}")
        print(f"    ours   {examples[kind].ours}\n    theirs {examples[kind].theirs}")


def sum_up(results: Iterable[Comparison]) -> bool:
    """Print the sums; whether the goals are reached. What is explained counts as different."""
    counted = [result for result in results if result.document not in DOCUMENTS_NOT_COUNTED]
    citations = [pair for result in counted for pair in result.citations]
    entries = [pair for result in counted for pair in result.entries]
    errors = sum(bool(result.error) and not result.is_theirs for result in counted)
    shares = [_share(citations), _share(entries)]
    print(
        f"total: {_counted(citations, 'citations')} {shares[0]:.2%},"
        f" {_counted(entries, 'entries')} {shares[1]:.2%}"
    )
    if errors:
        print(f"{errors} failed")
    return shares[0] >= CITATIONS_GOAL and shares[1] >= ENTRIES_GOAL and not errors


def _share(pairs: Sequence[Pair]) -> float:
    return sum(pair.same for pair in pairs) / len(pairs) if pairs else 1.0


def unused(deviations: Iterable[Deviation], results: Iterable[Comparison]) -> list[str]:
    """The reasons that explain no difference."""
    used = {reason for result in results for pair in result.pairs() for reason in pair.reasons}
    return [it.reason for it in deviations if it.reason not in used]
