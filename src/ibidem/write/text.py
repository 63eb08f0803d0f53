"""Plain text: for terminals, tooltips, search and the text of builders without markup."""

from __future__ import annotations

from ibidem.csl.output import Bibliography, Formatted, Literal, Node

NEWLINE_BEFORE = frozenset(("block", "indent"))


def to_text(node: Node) -> str:
    """The text of a finished tree; parts set apart are separated by a space or a new line."""
    return "".join(_pieces(node)).strip()


def _pieces(node: Node) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, Literal):
        return [node.text]
    pieces = [piece for child in node.children for piece in _pieces(child)]
    if isinstance(node, Formatted) and node.display:
        if node.display in NEWLINE_BEFORE:
            return ["\n", *pieces]
        if node.display == "left-margin":
            return [*pieces, " "]
    return pieces


def bibliography_to_text(bibliography: Bibliography) -> str:
    """One entry a line."""
    return "\n".join(to_text(entry.content) for entry in bibliography.entries)
