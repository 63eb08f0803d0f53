"""What a build prints, page by page: the result of formatting, before any page is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ibidem import Diagnostic, Entry, Node
from ibidem.listing import ListedGroup

Place: TypeAlias = tuple[str, str]
"""A page and an id in it."""


class CitationText(NamedTuple):
    """One citation as it is printed. A tuple, since there are many in the kept formatting."""

    content: Node
    intext: Node | None = None
    """Textual citations of note styles: what stands before the note's mark."""
    keys: tuple[str, ...] = ()
    targets: Mapping[str, Place] | None = None
    """The entries of works that lead elsewhere from here than from the rest of the page."""


@dataclass(frozen=True, slots=True)
class ListText:
    """One bibliography as it is printed."""

    groups: tuple[ListedGroup, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    """The id of the entry of each item, in lists that cites lead to."""
    back_links: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """The places that lead to the entry of each item."""
    form: str = "citation"
    """As in the option `list`."""
    enumeration: str = "arabic"
    start: int = 1
    """The number of the first entry of an enumerated list."""
    language: str = ""
    """If it is not that of the page."""

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries, whatever their group."""
        return (entry for group in self.groups for entry in group.bibliography.entries)


@dataclass(frozen=True, slots=True)
class PageText:
    """Everything of one page, in the order of its record."""

    citations: tuple[CitationText, ...] = ()
    lists: tuple[ListText, ...] = ()
    targets: Mapping[str, Place] = field(default_factory=dict)
    """The entry that cites of an item lead to from this page."""

    def find_target(self, citation: CitationText, key: str) -> Place | None:
        """The entry that a cite in this citation leads to."""
        if citation.targets and key in citation.targets:
            return citation.targets[key]
        return self.targets.get(key)


class Finding(NamedTuple):
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

    def sign(
        self,
        page: str,
        linked: Iterable[str] = (),
        copied: Iterable[str] = (),
        way_back: str = "",
    ) -> str:
        """Equal for a page that shows the same; empty for one that shows nothing of ours.

        `linked`: the keys whose entries it links to by the role `entry`. `copied`: the pages whose
        citations it shows, too. `way_back`: what its links back are called.
        """
        places = (repr(self.entries.get(key)) for key in linked)
        signed = (self.signatures.get(one, "") for one in (page, *copied))
        return " ".join(filter(None, (*signed, self.titles, *places, way_back)))
