"""Links between the pages of a site, and what MkDocs knows of them."""

from __future__ import annotations

import html
from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from ibidem.markdown.lists import BackLink

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from ibidem.mkdocs.site import Work


def links_from(
    name: str,
    pages: Mapping[str, Page],
    find_place: Callable[[str, Work], tuple[str, str] | None],
) -> Callable[[Work], str | None]:
    """From a work to the URL of its entry as seen from a page; None for no link."""

    def href(work: Work) -> str | None:
        place = find_place(name, work)
        target = pages.get(place[0]) if place is not None else None
        if place is None or target is None:
            return None
        url = "" if place[0] == name else find_url(target, pages[name])
        return f"{url}#{place[1]}"

    return href


def no_link(work: Work) -> None:
    """Where cites are no links."""


def forget_links(pages: Iterable[Page], list_pages: Container[str]) -> None:
    """Take from what MkDocs will check the links to entries of the page itself and of what seemed to be
    or is the page of the list: they were provisional, and may lead elsewhere now."""
    for page in pages:
        for file, links in (page.links_to_anchors or {}).items():
            if file is page.file or file.src_uri in list_pages:
                for anchor in [anchor for anchor in links if anchor.startswith("ref-")]:
                    del links[anchor]


def link_back(page: Page, caller: Page, identity: str, title: str) -> BackLink:
    if caller is page:
        return BackLink(f"#{identity}", title)
    url = find_url(caller, page)
    name = html.unescape(str(caller.title or caller.file.name))  # MkDocs has titles as HTML
    return BackLink(f"{url}#{identity}", name)


def find_url(page: Page, seen_from: Page) -> str:
    """As MkDocs writes links: to the home page, whose URL is empty, with a slash at the end."""
    return get_relative_url(page.url or "./", seen_from.url)
