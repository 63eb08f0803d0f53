"""Pandoc's citation syntax on pages in MyST Markdown: `[see @doe, p. 3]` and `@doe`.

MyST's parser takes no plugins, so the citations are found in what it has made of a page. Each
becomes the placeholder that a role would have left: a group that of `cite:p`, a key in the sentence
one with a form of its own. From there on nothing knows the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ibidem.sphinx.affixes import read_affix
from ibidem.sphinx.blocks import SIGN, Level, find_blocks, find_levels, find_line
from ibidem.sphinx.environment import find_domain
from ibidem.sphinx.escapes import find_escapes
from ibidem.sphinx.lines import count_breaks
from ibidem.sphinx.nodes import pending_atom, pending_citation
from ibidem.sphinx.records import SlipRecord, WordRecord
from ibidem.sphinx.roles import TEXTUAL
from ibidem.syntax import Span, describe_inline_note, describe_keyless, is_inline_note, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Any

    from sphinx.application import Sphinx

    from ibidem import Diagnostic, Library
    from ibidem.config import Config
    from ibidem.sphinx.records import PageRecord
    from ibidem.syntax import Keyless, ScannedCitation, ScannedCite

PARSERS = frozenset({"myst", "myst-nb"})
"""Names of parsers whose pages are in MyST."""


class MarkdownPages:
    """Which pages are in MyST, and which keys their sentences may cite: what a build knows."""

    def __init__(self, app: Sphinx, config: Config, load_library: Callable[[], Library]) -> None:
        self._config = config
        self._load_library = load_library
        parsers = app.registry.get_source_parsers()
        self._is_myst = {
            suffix: kind in parsers and not PARSERS.isdisjoint(parsers[kind].supported)
            for suffix, kind in app.config.source_suffix.items()
        }

    @property
    def state(self) -> str:
        """What decides how their text is read; empty if it is left alone."""
        config = self._config
        return f"bare_keys={config.bare_keys}" if config.markdown_citations else ""

    def load_keys(self) -> Container[str] | None:
        """The keys that count in a sentence, or None if none does. May read the bibliography."""
        return self._load_library() if self._config.bare_keys else None

    def __contains__(self, path: str) -> bool:
        """Whether the file at this path is in MyST; as in Sphinx, the first suffix decides."""
        return next((yes for suffix, yes in self._is_myst.items() if path.endswith(suffix)), False)

    def holds_any(self, paths: Iterable[object]) -> bool:
        """Whether any of these files is in MyST."""
        return any(str(path) in self for path in paths)

    def find_moved(self, records: Iterable[tuple[str, PageRecord]]) -> list[str]:
        """The pages with a word that was a key when they were read and is none now, or is one."""
        read = [(docname, record.words) for docname, record in records if record.words]
        keys = (read and self.load_keys()) or ()
        return [
            docname
            for docname, words in read
            if any((found.word in keys) != found.is_cited for found in words)
        ]


class MarkdownCitations(SphinxTransform):
    """Make placeholders of the citations in the text."""

    # After translations are in the text (20); before citations become notes (600).
    default_priority = 590

    def apply(self, **kwargs: Any) -> None:
        domain = find_domain(self.env)
        pages = domain.markdown
        if pages is None or not pages.state:
            return
        docname = self.env.docname
        is_whole = str(self.env.doc2path(docname)) in pages
        # A page of another kind may include files in MyST.
        if is_whole or pages.holds_any(self.document.settings.record_dependencies.list):
            reader = _PageReader(pages, domain.makes_notes)
            for block in find_blocks(self.document, "@"):
                if is_whole or (block.source or "") in pages:
                    reader.read(block)
            domain.words[docname] = tuple(reader.words.values())
            domain.slips[docname] = tuple(reader.slips)


class _PageReader:
    """Reads the blocks of one page, and notes the words in its sentences that look like keys, and
    what else is meant for a citation."""

    def __init__(self, pages: MarkdownPages, makes_notes: bool) -> None:
        self._pages = pages
        self.makes_notes = makes_notes
        """Whether the style prints groups as notes."""
        self.words: dict[str, WordRecord] = {}
        self.slips: list[SlipRecord] = []

    def read(self, block: nodes.Element) -> None:
        """Put placeholders in the places of the citations."""
        escapes, breaks = find_escapes(block), count_breaks(block)
        for parent in find_levels(block):
            level = Level(parent, escapes, breaks[id(parent)])
            if "@" in level.text:
                parent[:] = _LevelReader(self, block, level).read(Span(0, len(level.text)))

    def is_cited(self, key: str, block: nodes.Element, level: Level, at: int) -> bool:
        """Whether a key in the sentence is one of the bibliography."""
        keys = self._pages.load_keys()
        if keys is None:
            return False
        if key not in self.words:
            self.words[key] = WordRecord(key, key in keys, *find_line(block, level, at, key))
        return self.words[key].is_cited


class _LevelReader:
    """Reads one level of a block."""

    def __init__(self, page: _PageReader, block: nodes.Element, level: Level) -> None:
        self._page = page
        self._block = block
        self._level = level

    def read(self, part: Span, *, is_affix: bool = False) -> list[nodes.Node]:
        """The nodes of a part of the level, its citations as placeholders."""
        read: list[nodes.Node] = []
        end = part.start
        text = self._level.text
        for found in scan(
            text, is_cited=self._is_cited, within=part, note_keyless=self._note_keyless
        ):
            if any(SIGN in cite.key for cite in found.cites):
                continue
            start = found.start
            if is_inline_note(text, start, found.end):
                if self._page.makes_notes:  # without the sign it is one
                    start -= 1
                else:
                    first = found.cites[0]
                    self._note_slip(describe_inline_note(first.key), first.key, first.span.start)
            before = self._level.cut(end, start, is_affix=is_affix)
            read += [*before, self._make_citation(found)]
            end = found.end
        return [*read, *self._level.cut(end, part.end, is_affix=is_affix)]

    def _note_keyless(self, found: Keyless) -> None:
        part = "".join(node.astext() for node in self._level.cut(*found.part)).strip()
        self._note_slip(describe_keyless(found.key, part), found.key, found.at)

    def _note_slip(self, about: Diagnostic, key: str, at: int) -> None:
        place = find_line(self._block, self._level, at, key)
        self._page.slips.append(SlipRecord(about.code, about.message, key, *place))

    def _is_cited(self, key: str, at: int) -> bool:
        return self._page.is_cited(key, self._block, self._level, at)

    def _make_citation(self, found: ScannedCitation) -> pending_citation:
        atoms: list[pending_atom] = []
        cites = [self._write_cite(found, cite, atoms) for cite in found.cites]
        role = TEXTUAL if found.is_textual else "p"
        node = pending_citation("", "", *atoms, role=role, shows="content", pair=0)
        node["source_text"] = "; ".join(cites)
        suffixes = (self._level.text[cite.suffix.start : cite.suffix.end] for cite in found.cites)
        node["suffixes"] = tuple(suffix for suffix in suffixes if "@" in suffix)
        count = self._level.count_breaks
        node["breaks"] = count(found.end) - count(found.start)
        # Without a source of its own: the line is known, as that where the text begins.
        first = found.cites[0]
        node.source, line = find_line(self._block, self._level, first.span.start, first.key)
        before = node["source_text"].partition(first.key)[0]
        node.line = line and line - before.count("\n")
        return node

    def _write_cite(
        self, found: ScannedCitation, cite: ScannedCite, atoms: list[pending_atom]
    ) -> str:
        # Either may hold citations, too: `[@doe, as @roe says]`.
        prefix = self.read(cite.prefix, is_affix=True)
        suffix = self.read(cite.suffix, is_affix=True)
        key = _write_key(cite, found.joint(cite, self._level.text))
        # Breaks of lines stay: they tell where a key is.
        return read_affix([*prefix, key, *suffix], atoms).strip(" ")


def _write_key(cite: ScannedCite, joint: str) -> str:
    """The key as roles understand it, whatever follows, and what comes between."""
    minus = "-" if cite.mode == "suppress-author" else ""
    return f"{minus}@{{{cite.key}}}{joint}"
