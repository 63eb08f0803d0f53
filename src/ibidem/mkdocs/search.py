"""What the search reads of a page: its text, not its list.

On a site with a list on each page every entry would be found once for each page that cites it, and
the index would be half as big again. Material's search leaves out what is marked so; while the one of
MkDocs reads, which knows no such marks, the list is taken out. A page of everything keeps its list.

Citations are only their text meanwhile. The search of MkDocs puts a space wherever a tag begins or
ends, "( Doe, 2020 )", and addresses and tooltips cost it time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ibidem.markdown.lists import EXCLUDED
from ibidem.mkdocs.elements import find_end

if TYPE_CHECKING:
    from mkdocs.plugins import PluginCollection
    from mkdocs.structure.pages import Page

EVENT: Final = "page_context"
"""In which the search reads pages."""

_NAME: Final = re.compile(r"(?:.*/)?search(?: #\d+)?")
"""`search`, that of a theme (`material/search`), and any further one (`search #2`)."""

_LIST: Final = re.compile(rf'<div [^>]*class="references[^>]*{EXCLUDED}[^>]*>')

_LINK: Final = re.compile(r'<a href="[^"]*" role="doc-biblioref"[^>]*>([^<]*)</a>')
_CITATION: Final = re.compile(r'<span class="citation(?: [^"]*)?"[^>]*>([^<]*)</span>')


def lead_search(plugins: PluginCollection) -> None:
    """Let the search read texts of pages, and nobody else: plugins may write pages in that event."""
    searches = [plugin for name, plugin in plugins.items() if _NAME.fullmatch(name)]
    readers = plugins.events[EVENT]
    for place, read in enumerate(readers):
        if getattr(read, "__self__", None) in searches:
            readers[place] = partial(_read_text, read)


def _read_text(read: Callable[..., Any], context: Any, *, page: Page, **rest: Any) -> Any:
    content = page.content
    page.content = show_text(content or "")
    try:
        return read(context, page=page, **rest)
    finally:
        page.content = content


def show_text(html: str) -> str:
    """The page as the search reads it."""
    unlinked = "".join(_LINK.split(drop_lists(html)))
    return "".join(_CITATION.split(unlinked))


def drop_lists(html: str) -> str:
    """The page without the lists that are marked."""
    parts: list[str] = []
    cursor = 0
    while found := _LIST.search(html, cursor):
        parts.append(html[cursor : found.start()])
        cursor = html.find(">", find_end(html, found.end(), "div")) + 1 or len(html)
    return "".join((*parts, html[cursor:]))
