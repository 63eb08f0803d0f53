"""The order of the pages: as the tables of contents have them, the others after them by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def order_pages(
    root: str, includes: Mapping[str, Sequence[str]], pages: Iterable[str]
) -> list[str]:
    """`pages` in reading order. `includes`: the pages that each page's toctrees name."""
    reached: dict[str, None] = {}
    waiting = [root]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached[page] = None
            waiting.extend(reversed(includes.get(page, ())))
    known = set(pages)
    in_toctree = [page for page in reached if page in known]
    return in_toctree + sorted(known.difference(reached))
