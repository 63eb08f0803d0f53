"""The order of the pages: as the tables of contents have them, the others after them by name.

And the parts of a project: the pages below one toctree of the root that has a caption, or below one
entry of a toctree that has none.
"""

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


def find_parts(
    root: str,
    toctrees: Iterable[tuple[str, Sequence[str]]],
    includes: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """For each page the name of its part. `toctrees`: caption and pages of those of the root page.

    A page that several parts reach is of the first; the root and pages outside are of no part.
    """
    parts: dict[str, str] = {}
    for number, (caption, entries) in enumerate(toctrees):
        for entry in entries:
            name = f"{number}" if caption else entry
            waiting = [entry]
            while waiting:
                page = waiting.pop()
                if page != root and page not in parts:
                    parts[page] = name
                    waiting.extend(reversed(includes.get(page, ())))
    return parts
