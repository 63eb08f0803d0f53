"""A session: one for each build and scope. It formats all citations of the scope, again and again.

The processor behind it keeps what it rendered by content, so a second call after a small change
costs little. `format` is pure: the same input gives the same output. `update` says in addition
what is different from the update before, for hosts that show citations while they are edited.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ibidem.collector import paused_collector
from ibidem.csl.compile import Abbreviations
from ibidem.csl.finish import finish
from ibidem.csl.markup import parse_markup
from ibidem.csl.output import Entry, Formatted, FormattedCitation, Node, is_same
from ibidem.csl.processor import Processor, Result
from ibidem.csl.style import Style
from ibidem.model import Citation, Item
from ibidem.record import replace

Place = TypeVar("Place", bound=Hashable)
"""The host's name for a citation."""


class Changes(NamedTuple):
    """What one update changed."""

    citations: Mapping[Hashable, FormattedCitation]
    """New citations and those whose content is another one now, by the host's name for them."""
    removed_citations: tuple[Hashable, ...]
    entries: Mapping[str, Entry]
    """New entries and those that print something else now, by the item's id."""
    removed_entries: tuple[str, ...]
    order: tuple[str, ...]
    """The ids of all entries in the order of the list."""


class Session:
    """Formats citations of a library's items in one style and language.

    `locale` is a language tag (`de-AT`); empty for the style's own. With `links`, URLs and
    identifiers in entries become links. `abbreviations` are those of `Processor`. With `processor`
    what that has kept is used; the other arguments are those that it was made with.
    """

    def __init__(
        self,
        library: Mapping[str, Item],
        style: Style,
        *,
        locale: str = "",
        links: bool = True,
        abbreviations: Abbreviations | None = None,
        processor: Processor | None = None,
    ) -> None:
        self.library = library
        self.processor = processor or Processor(
            style, locale=locale, links=links, abbreviations=abbreviations
        )
        self._citations: dict[Hashable, FormattedCitation] = {}
        self._entries: dict[str, Entry] = {}

    def format(
        self,
        citations: Sequence[Citation],
        *,
        uncited: Sequence[str] = (),
        one_chapter: bool = False,
        within: Mapping[str, Item] | None = None,
        like: Session | None = None,
    ) -> Result:
        """The citations formatted, in the order given, and the bibliography.

        The list holds what is cited and `uncited`, keys in the order in which they shall be
        registered. Keys that the library does not have print as themselves with a question mark.
        Where the numbers of notes fall, a new chapter begins, unless all are `one_chapter`. With
        `within`, the works of a list that stands elsewhere, they have the numbers and year suffixes of
        that list, and others come behind them; it is looked at once, as long as it is the same object.
        `like` is the session that prints it, if that is in another language.
        """
        cited = (cite.id for citation in citations for cite in citation.cites)
        found = {
            key: self.library[key]
            for key in dict.fromkeys((*cited, *uncited))
            if key in self.library
        }
        # Two keys may name one item: it is registered once, and cited by its id.
        aliases = {key: item.id for key, item in found.items() if item.id != key}
        items = {item.id: item for item in found.values()}
        prepared = [_prepare(citation, aliases) for citation in citations]
        with paused_collector():
            return self.processor.process(
                list(items.values()),
                prepared,
                one_chapter=one_chapter,
                within=within,
                like=like.processor if like else None,
            )

    def with_library(self, library: Mapping[str, Item]) -> Session:
        """A session for these items that shares what this one keeps: the style is the same."""
        return Session(library, self.processor.style, processor=self.processor)

    def term(self, name: str, form: str = "long") -> str:
        """A term of the style in the session's language, an empty string if there is none."""
        return self.processor.compiled.locale.term(name, form) or ""

    def read_markup(self, text: str) -> Node:
        """The text of an item's variable, its inline markup and quotes read."""
        typography = self.processor.compiled.typography
        return finish(Formatted(parse_markup(text, typography.marks)), typography)

    def update(
        self, citations: Mapping[Place, Citation], *, uncited: Sequence[str] = ()
    ) -> Changes:
        """Format all citations of the document and tell what is not as the last update left it.

        `citations` are all of them in the document's order, each under a name that stays with it.
        To add, change, remove or move one, call again with the mapping as it is then.
        """
        result = self.format(tuple(citations.values()), uncited=uncited)
        formatted: dict[Hashable, FormattedCitation] = {}
        for name, new in zip(citations, result.citations, strict=True):
            old = self._citations.get(name)
            formatted[name] = new if old is None or not new.prints_as(old) else old
        entries = {entry.id: entry for entry in result.bibliography.entries}
        changes = Changes(
            {name: new for name, new in formatted.items() if self._citations.get(name) is not new},
            tuple(name for name in self._citations if name not in formatted),
            {
                id: new
                for id, new in entries.items()
                if (known := self._entries.get(id)) is None
                or not is_same(known.content, new.content)
            },
            tuple(id for id in self._entries if id not in entries),
            tuple(entries),
        )
        self._citations, self._entries = formatted, entries
        return changes


def _prepare(citation: Citation, aliases: Mapping[str, str]) -> Citation:
    """The citation by ids, sorted up to where the author's words join its cites.

    A style that sorts would tear "see A; but also B" apart; CSL does not say what is to be done.
    pandoc sorts what stands between such words, too (pandoc-citeproc 292).
    """
    cites = citation.cites
    if aliases and any(cite.id in aliases for cite in cites):
        cites = tuple(replace(cite, id=aliases.get(cite.id, cite.id)) for cite in cites)
        citation = replace(citation, cites=cites)
    if any(cite.prefix.strip() for cite in cites) and not citation.keep_prefixes:
        citation = replace(citation, keep_prefixes=True)
    return citation
