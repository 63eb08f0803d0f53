"""The lines of what stands in a block: docutils only knows where the block begins."""

from __future__ import annotations

from docutils import nodes

from ibidem.sphinx.ancestors import block_around
from ibidem.sphinx.nodes import pending_citation


def find_start(block: nodes.Element) -> tuple[str, int]:
    """The file and the line of a block; what has no line is where its parent begins."""
    node: nodes.Element | None = block
    while node is not None and not node.line:
        node = node.parent
    return ("", 0) if node is None else (node.source or "", node.line or 0)


class RoleLines:
    """The lines of roles."""

    def __init__(self) -> None:
        self._searched: dict[int, int] = {}
        self._breaks: dict[int, dict[int, int]] = {}

    def find(self, node: nodes.Element) -> int:
        """The line of the role, found in the source of the paragraph that holds it."""
        line = node.line or 0
        block = block_around(node)
        if block is None or not line or not node.rawsource:
            return line
        start = block.rawsource.find(node.rawsource, self._searched.get(id(block), 0))
        if start < 0:  # MyST writes the role in its own way
            word = node.rawsource.partition("`")[2].split(maxsplit=1)[:1]
            if id(block) not in self._breaks:
                self._breaks[id(block)] = count_breaks(block)
            breaks = self._breaks[id(block)].get(id(node), 0)
            return line + seek_line(block, f"`{''.join(word)}", breaks)
        self._searched[id(block)] = start + len(node.rawsource)
        return line + block.rawsource.count("\n", 0, start)


def seek_line(block: nodes.Element, words: str, breaks: int) -> int:
    """The line of the block's source with these words, at least so many behind its first.

    Not all breaks of lines are left in a block: code and roles have lost theirs.
    """
    lines = block.rawsource.split("\n")
    found = (number for number in range(breaks, len(lines)) if words in lines[number])
    return next(found, breaks)


def count_breaks(block: nodes.Element) -> dict[int, int]:
    """For each element in the block, by its identity, the breaks of lines that are left before it."""
    before: dict[int, int] = {}

    def count(element: nodes.Element, breaks: int) -> int:
        before[id(element)] = breaks
        start = breaks
        for child in element.children:
            if isinstance(child, nodes.Element):
                breaks = count(child, breaks)
            else:
                breaks += breaks_in(child)
        if isinstance(element, pending_citation):  # what is in there is in its text, too
            return start + breaks_in(element)
        return breaks

    count(block, 0)
    return before


def breaks_in(node: nodes.Node) -> int:
    """The breaks of lines that are left in the node."""
    if isinstance(node, pending_citation):
        breaks: int = node.get("breaks") or node["source_text"].count("\n")
        return breaks
    if isinstance(node, nodes.Text):
        # A hard break is in MyST one piece of raw text for HTML, and one for LaTeX.
        return node.count("\n") if node.parent.get("format", "html") == "html" else 0
    return sum(map(breaks_in, node.children))
