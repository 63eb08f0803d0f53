"""Citations in titles: tables of contents hold copies of them, which are filled in here.

Sphinx copies titles while it reads pages, long before a citation has its text. The copies keep our
placeholder, so its text can be set anew in every build, before any page is written. Raised numbers
are no more in them than the marks of notes: they would be glued to titles that are plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ibidem.listing.parts import plain
from ibidem.sphinx.affixes import show_plainly
from ibidem.sphinx.copies import show_in_copy
from ibidem.sphinx.doctree import to_doctree
from ibidem.sphinx.nodes import pending_citation
from ibidem.sphinx.notes import join_stops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from ibidem.sphinx.formatting import Formatting
    from ibidem.sphinx.records import PageRecord


def fill_titles(
    env: BuildEnvironment, formatting: Formatting, records: dict[str, PageRecord]
) -> None:
    """Put the text of the citations into every copy of a title that holds some."""
    for page, record in records.items():
        if any(citation.in_title for citation in record.citations):
            for copy in _copies(env, page):
                for node in list(copy.findall(pending_citation)):
                    text = formatting.pages[page].citations[node["number"]]
                    atoms = record.citations[node["number"]].atoms
                    shown = show_in_copy(text, node["shows"], record.citations[node["number"]])
                    node.children, node["source_text"] = [], ""
                    node.extend(to_doctree(join_stops(shown, node), links=False))
                    show_plainly(node, atoms)
                    _set_blank(node, is_wanted=bool(plain(shown)))


def _set_blank(place: pending_citation, *, is_wanted: bool) -> None:
    """Take away the blank before what prints nothing, and give it back when that prints again."""
    number = place.parent.index(place)
    before = place.parent.children[number - 1] if number else None
    if isinstance(before, nodes.Text):
        text = before.astext() + place.get("blank", "")
        kept = text if is_wanted else text.rstrip()
        place["blank"] = text[len(kept) :]
        place.parent[number - 1] = nodes.Text(kept)


def _copies(env: BuildEnvironment, page: str) -> Iterator[nodes.Element]:
    for titles in (env.titles, env.longtitles, env.tocs):
        if page in titles:
            yield titles[page]
