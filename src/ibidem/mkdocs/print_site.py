"""Ids in the copies of pages that the plugin print-site gathers on one page.

It makes the ids of headings, marks and items of lists its own (`page-ref-doe`) and has all links
lead there, so ids that links from citations and entries lead to have to be those of a mark. It only
finds the first id behind the first tag of a line: a comment gives each mark a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

_NAMED = re.compile(r'<(div|span) ([^<>]*?)\s*\bid="((?:ref|citation)-[^"]*)"([^<>]*)>')
_LIST = re.compile(r'<(div) (?=[^<>]*\bclass="references)([^<>]*?)\s*\bid="([^"]*)"([^<>]*)>')
BREAK = "<!--\n-->"


def lend_ids(pages: Iterable[Page]) -> None:
    """Give the ids in the copies to marks in their places."""
    for page in pages:
        copy = getattr(page, "html", None)
        if isinstance(copy, str):
            page.html = move_ids(copy)  # type: ignore[attr-defined]


def move_ids(html: str) -> str:
    r"""The page with the ids of entries, citations and lists on empty marks within them.

    >>> move_ids('<div class="csl-entry" id="ref-doe" role="listitem">Doe</div>')
    '<div class="csl-entry" role="listitem"><!--\n--><sup id="ref-doe"></sup>Doe</div>'
    """
    mark = r'<\1 \2\4><sup id="\3"></sup>'
    named = _LIST.sub(mark, _NAMED.sub(mark, html))
    return named.replace('<sup id="', f'{BREAK}<sup id="')
