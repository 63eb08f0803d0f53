"""One page, when its inline markup is known: read it, have it formatted, write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from ibidem import Citation, Node, Result
from ibidem.markdown.affixes import Atoms
from ibidem.markdown.collector import paused_collector
from ibidem.markdown.docstrings import DocstringStash, drop_lists, is_inner, note_citations
from ibidem.markdown.inline import Findings
from ibidem.markdown.lists import fill_list, find_callers
from ibidem.markdown.markers import LIST, find_lists
from ibidem.markdown.notes import Notes, is_in_sentence, number_notes
from ibidem.markdown.reading import Event, NoteCall, Place, read_page
from ibidem.markdown.writing import Targets, write_citation
from ibidem.syntax import to_cite

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem.markdown.context import PageContext
    from ibidem.markdown.conversion import Conversion
    from ibidem.markdown.extension import IbidemExtension
    from ibidem.markdown.project import Project

PRIORITY = 12
"""Behind inline markup (20) and the footnotes (15), before ids are made (5)."""


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """What hosts with a wider scope want to know of a page."""

    md: Markdown
    places: Sequence[Place]
    citations: Sequence[Citation]
    atoms: Atoms
    lists_all: bool
    """One of its lists is to hold every item."""


class PageTreeprocessor(Treeprocessor):
    """Formats the citations of a page and writes its list."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md)
        self.conversion = conversion

    def run(self, root: Element) -> None:
        with paused_collector():
            self._run(root)

    def _run(self, root: Element) -> None:
        conversion, extension = self.conversion, self.conversion.extension
        if conversion.is_excluded:
            conversion.finish()
            return
        context, project = conversion.context, conversion.project
        findings = conversion.finish()
        if is_inner(conversion.md):
            note_citations(root, findings.citations)
            drop_lists(root)
            return
        page = _Page(conversion.md, root, project, findings)
        extension.report_project(context, project)
        extension.report_keys(context, project, findings)
        awaits_list = extension.wants_list(context) and extension.lists_later(context)
        if page.places or page.lists or awaits_list or extension.nocite(context):
            page.format(extension, context)
        extension.report_project(context, project)


class _Page:
    def __init__(self, md: Markdown, root: Element, project: Project, findings: Findings) -> None:
        self.md = md
        self.root = root
        self.project = project
        self.docstrings = DocstringStash(md, findings.citations)
        self.events: list[Event] = read_page(root, findings.citations, self.docstrings)
        self.places = [event for event in self.events if isinstance(event, Place)]
        self.lists = find_lists(root)
        self.atoms = Atoms()

    def format(self, extension: IbidemExtension, context: PageContext) -> None:
        self.atoms.marked = extension.rewrites_pages
        in_notes = self.project.style.style_class == "note"
        if in_notes:
            number_notes(self.events)
        citations = [self._read_citation(place) for place in self.places]
        uncited = list(extension.nocite(context))
        lists_all = any(element.get(LIST) == "all" for element in self.lists)
        if lists_all:
            uncited = list(self.project.library)
        result = extension.format(context, self.project, citations, uncited)
        targets = self._targets(extension, context, result)
        if in_notes:
            self._write_notes(result, targets)
        else:
            for place, formatted in zip(self.places, result.citations, strict=True):
                write_citation(place, formatted.content, targets, self.atoms)
        if extension.lists_later(context):
            self._leave_lists(extension.wants_list(context))
        else:
            self._write_lists(extension, context, result)
        self.docstrings.close()
        written = WrittenPage(self.md, self.places, citations, self.atoms, lists_all)
        extension.finish_page(context, written)

    def _read_citation(self, place: Place) -> Citation:
        affixes = iter(list(place.element))
        cites = []
        for key, mode in zip(place.found.keys, place.found.modes, strict=True):
            prefix = self.atoms.read_affix(next(affixes))
            suffix = self.atoms.read_affix(next(affixes))
            words = self.project.words
            cites.append(to_cite(key, words, prefix=prefix, suffix=suffix, mode=mode))
        return Citation(
            tuple(cites),
            mode="textual" if place.found.is_textual else "normal",
            note_number=place.note_number,
            in_sentence=is_in_sentence(place),
        )

    def _targets(self, extension: IbidemExtension, context: PageContext, result: Result) -> Targets:
        entries = {entry.id: entry for entry in result.bibliography.entries}
        keys_by_href: dict[str, str] = {}
        config = self.project.config

        def href(key: str) -> str | None:
            if not config.link_citations or key not in entries:
                return None
            target = extension.entry_href(context, key)
            if target is not None:
                keys_by_href[target] = key
            return target

        def tooltip(target: str) -> str:
            if not config.tooltips or target not in keys_by_href:
                return ""
            return self.project.entries.text(entries[keys_by_href[target]].content)

        return Targets(href, tooltip)

    def _write_notes(self, result: Result, targets: Targets) -> None:
        notes = Notes(self.md, self.root)
        formatted = iter(result.citations)
        for event in self.events:
            if isinstance(event, NoteCall):
                notes.call(event)
            else:
                notes.add(event, next(formatted), targets, self.atoms)
        notes.close(self.events)

    def _leave_lists(self, wants_list: bool) -> None:
        """Keep the places of lists for a host that knows later what is in them."""
        if not self.lists and wants_list:
            self._add_title()
            self.lists = [SubElement(self.root, "div", {LIST: "cited"})]

    def _add_title(self) -> None:
        title = self.project.config.bibliography_title
        if title:
            SubElement(self.root, "h2", {"id": "bibliography"}).text = title

    def _write_lists(
        self, extension: IbidemExtension, context: PageContext, result: Result
    ) -> None:
        """At the markers, or at the end of a page without one."""
        if not self.lists and extension.wants_list(context) and result.bibliography.entries:
            self._add_title()
            self.lists = [SubElement(self.root, "div")]
        callers = (
            find_callers(self.places, result.citations) if self.project.config.back_links else {}
        )
        entries, stash = self.project.entries, self.md.htmlStash

        def store(content: Node) -> str:
            return stash.store(entries.html(content))

        for element in self.lists[:1]:
            is_indexed = element.get(LIST) == "all" or extension.is_list_page(context)
            fill_list(element, result.bibliography, callers, store, is_indexed=is_indexed)
        for element in self.lists[1:]:  # ids exist once: the first list is the list
            element.clear()
