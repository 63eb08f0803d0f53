"""Ids in the copies of pages that the plugin print-site gathers on one page.

It makes the ids of headings, marks and items of lists its own (`page-ref-doe`) and has all links
lead there, so ids that links from citations and entries lead to have to be those of a mark. It looks
for one id a line from the first tag on: a line break in the tag before gives the mark a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

_NAMED = re.compile(r'<(div|span) ([^<>]*?)\s*\bid="((?:ref|citation)-[^"]*)"([^<>]*)>')


def lend_ids(pages: Iterable[Page]) -> None:
    """Give the ids in the copies to marks in their places."""
    for page in pages:
        copy = getattr(page, "html", None)
        if isinstance(copy, str):
            page.html = move_ids(copy)  # type: ignore[attr-defined]


def move_ids(html: str) -> str:
    r"""The page with the ids of entries and citations on empty marks within them.

    >>> move_ids('<div class="csl-entry" id="ref-doe" role="listitem">Doe</div>')
    '<div\nclass="csl-entry" role="listitem"><sup id="ref-doe"></sup>Doe</div>'
    """
    return _NAMED.sub(r'<\1\n\2\4><sup id="\3"></sup>', html)
