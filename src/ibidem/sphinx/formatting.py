"""What a build prints, page by page: the result of formatting, before any page is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ibidem import Bibliography, Diagnostic, Node

Place: TypeAlias = tuple[str, str]
"""A page and an id in it."""


class CitationText(NamedTuple):
    """One citation as it is printed. A tuple, since there are many in the kept formatting."""

    content: Node
    intext: Node | None = None
    """Textual citations of note styles: what stands before the note's mark."""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListText:
    """One bibliography as it is printed."""

    bibliography: Bibliography
    anchors: Mapping[str, str] = field(default_factory=dict)
    """The id of the entry of each item."""
    back_links: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """The places that lead to the entry of each item."""


@dataclass(frozen=True, slots=True)
class PageText:
    """Everything of one page, in the order of its record."""

    citations: tuple[CitationText, ...] = ()
    lists: tuple[ListText, ...] = ()
    targets: Mapping[str, Place] = field(default_factory=dict)
    """The entry that cites of an item lead to from this page."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic and the place in the pages that it is about, if there is one."""

    diagnostic: Diagnostic
    docname: str = ""
    source: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Formatting:
    """All pages, and what they share."""

    pages: Mapping[str, PageText] = field(default_factory=dict)
    tooltips: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Place] = field(default_factory=dict)
    """The first entry of each item: what others may link to."""
    findings: tuple[Finding, ...] = ()
    signatures: Mapping[str, str] = field(default_factory=dict)
    """For each page, a digest of all that it shows of its own."""
    titles: str = ""
    """A digest of the citations in titles, empty if there are none."""
    works: int = 0
    """How many works the citations and lists hold."""

    def sign(self, page: str) -> str:
        """Equal for a page that shows the same; empty for one that shows nothing of ours."""
        own = self.signatures.get(page, "")
        return f"{own} {self.titles}".strip()
