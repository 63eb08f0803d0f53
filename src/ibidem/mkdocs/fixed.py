"""The scope `fixed`, when all pages are converted: no link leads to what the page of the list leaves out.

What is on that page is known only when it has been converted, and others come before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from ibidem import entry_href
from ibidem.mkdocs.links import find_url
from ibidem.mkdocs.site import replace_html

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from ibidem.markdown.page import WrittenPage

_CITE = re.compile(r'<a (?=[^<>]*\brole="doc-biblioref")(?:[^<>]* )?href="([^"<>]*)"[^<>]*>')


@dataclass(slots=True)
class FixedLinks:
    """What the pages of a build cite, and the entries on them."""

    _cited: dict[str, Sequence[str]] = field(default_factory=dict)
    _anchors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By page and work, the id of its entry."""
    _has_list: set[str] = field(default_factory=set)

    def note(self, name: str, written: WrittenPage) -> None:
        """Keep what matters of a page."""
        self._cited[name] = [key for place in written.places for key in place.keys]
        self._anchors[name] = written.anchors
        if written.anchors or any(not request.is_entry for request in written.lists):
            self._has_list.add(name)

    @property
    def pages(self) -> Iterator[str]:
        """Those that cite."""
        return (name for name, keys in self._cited.items() if keys)

    def has_list(self, name: str) -> bool:
        """Whether the page shows any list."""
        return name in self._has_list

    def has_entry(self, name: str, work: str) -> bool:
        """Whether a list on the page has the work."""
        return work in self._anchors.get(name, ())

    def correct(self, page: Page, target: Page, find_id: Callable[[str], str]) -> list[str]:
        """Take from the page the links to works that the page of the list, `target`, leaves out: they
        lead to a list on the page itself or are none. Gives the keys of works that no list has."""
        name, list_page = page.file.src_uri, target.file.src_uri
        url = find_url(target, page)
        keys = {url + entry_href(find_id(key)): key for key in self._cited[name]}
        left_out = {
            link: key for link, key in keys.items() if not self.has_entry(list_page, find_id(key))
        }
        dead: dict[str, None] = {}

        def redirect(link: str) -> str | None:
            if link not in left_out:
                return link
            anchor = self._anchors[name].get(find_id(left_out[link]))
            if anchor is None:
                dead[left_out[link]] = None
            return f"#{anchor}" if anchor else None

        if left_out:
            replace_html(page, lambda html: _redirect_links(html, redirect))
        known = (page.links_to_anchors or {}).get(target.file, {})
        for key in left_out.values():
            known.pop(entry_href(find_id(key))[1:], None)  # MkDocs would look for them
        return list(dead)


def _redirect_links(html: str, redirect: Callable[[str], str | None]) -> str:
    """The links of cites lead to where they are redirected, or are none."""
    parts: list[str] = []
    cursor = 0
    for link in _CITE.finditer(html):
        target = unescape(link[1])
        other = redirect(target)
        if other == target:
            continue
        parts.append(html[cursor : link.start()])
        cursor = link.end()
        if other is not None:
            tag = link[0]
            start, end = (at - link.start() for at in link.span(1))
            parts += (tag[:start], escape(other), tag[end:])
            continue
        end = html.find("</a>", cursor)
        parts.append(html[cursor:end])
        cursor = end + len("</a>")
    return "".join((*parts, html[cursor:]))
