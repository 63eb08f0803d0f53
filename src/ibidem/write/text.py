"""Plain text: for terminals, tooltips, search and the text of builders without markup."""

from __future__ import annotations

from typing import Final

from ibidem.csl.output import Bibliography, Formatted, Literal, Node

NEWLINE_BEFORE: Final = frozenset(("block", "indent"))


def to_text(node: Node) -> str:
    """The text of a finished tree; parts set apart are separated by a space or a new line."""
    pieces: list[str] = []
    _write(node, pieces)
    return "".join(pieces).strip()


def _write(node: Node, pieces: list[str]) -> None:
    if isinstance(node, str):
        pieces.append(node)
        return
    if isinstance(node, Literal):
        pieces.append(node.text)
        return
    display = node.display if isinstance(node, Formatted) else ""
    if display in NEWLINE_BEFORE:
        pieces.append("\n")
    for child in node.children:
        if isinstance(child, str):  # most are
            pieces.append(child)
        else:
            _write(child, pieces)
    if display == "left-margin":
        pieces.append(" ")


def bibliography_to_text(bibliography: Bibliography) -> str:
    """One entry a line."""
    return "\n".join(to_text(entry.content) for entry in bibliography.entries)
