"""HTML that is valid: the writer of HTML prints what the reference processor prints."""

from __future__ import annotations

from collections.abc import Callable

from ibidem import Node, to_html

_NO_CSS = '<span style="baseline">'
_BASELINE = '<span style="vertical-align:baseline;">'


def valid_html(node: Node, href: Callable[[str], str | None] | None = None) -> str:
    """A finished tree as HTML for a page.

    The text in it is escaped, so that nothing but the tags of the writer can be meant.
    """
    return to_html(node, href).replace(_NO_CSS, _BASELINE)
