"""One page, when its inline markup is known: read it, have it formatted, write it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import compress, repeat
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ibidem import Citation, Diagnostic, FormattedCitation, Item, Result, entry_id, is_raised
from ibidem.collector import paused_collector
from ibidem.listing import Cited, free_id, name_way_back, take_id
from ibidem.markdown.affixes import Atoms
from ibidem.markdown.cites import read_cites
from ibidem.markdown.context import find_links, page_name, tell_ids
from ibidem.markdown.docstring_lists import note_lists, open_lists
from ibidem.markdown.docstrings import DocstringStash, is_inner, note_citations
from ibidem.markdown.footnotes import find_words_behind
from ibidem.markdown.ids import find_ids, take_attributes, with_free_id
from ibidem.markdown.inline import Findings
from ibidem.markdown.lists import BackLink, fill_list
from ibidem.markdown.markers import LIST, ListRequest, find_lists
from ibidem.markdown.notes import (
    Notes,
    drop_separators,
    is_in_sentence,
    move_raised,
    number_notes,
    part_marks,
)
from ibidem.markdown.page_lists import (
    ListPlanner,
    PageList,
    PlacedLists,
    anchor_entries,
    arrange_lists,
    find_nearest,
    find_repeats,
    find_unshown,
    print_list,
    wanted_id,
    works_to_format,
)
from ibidem.markdown.raw import find_loose_commands, find_raw
from ibidem.markdown.reading import (
    Event,
    NoteCall,
    Place,
    close_up,
    first_prefixes,
    read_page,
)
from ibidem.markdown.sections import Path, Sections, find_base_level
from ibidem.markdown.series import ListedResult, format_series
from ibidem.markdown.typography import Typography
from ibidem.markdown.writing import Targets, find_author, write_citation

if TYPE_CHECKING:
    from ibidem.markdown.context import PageContext
    from ibidem.markdown.conversion import Conversion
    from ibidem.markdown.extension import IbidemExtension
    from ibidem.markdown.project import Project

SECTION: Final = ("scope", "section")
"""The option of a list that is about its section."""

PRIORITY: Final = 12
"""Behind inline markup (20) and the footnotes (15), before ids are made (5)."""


class WrittenPage(NamedTuple):
    """What hosts with a wider scope want to know of a page."""

    md: Markdown
    root: Element
    places: Sequence[Place]
    citations: Sequence[Citation]
    atoms: Atoms
    anchors: Mapping[str, str]
    """The ids of the entries on it, by work."""
    lists: Sequence[ListRequest] = ()
    """What its markers ask for, by the number in their places."""
    section_keys: Sequence[tuple[str, ...]] = ()
    """By the same number, what is cited in the section of each."""


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
            extension.report_excluded(conversion.context)
            conversion.finish()
            return
        context, project = conversion.context, conversion.project
        findings = conversion.finish()
        lines, slipped = conversion.lines, findings.slipped_markers
        slipped.update(find_loose_commands(root, lines, tuple(slipped)))
        extension.report_groups(context, project, findings)
        extension.report_raw(context, find_raw(conversion.md, root, lines, project))
        if is_inner(conversion.md):
            extension.report_markers(context, findings)
            note_citations(conversion.md, root, findings.citations)
            note_lists(conversion.md, root, findings.lists)
            return
        find_prefix = partial(extension.find_prefix, project, findings.lists)
        page = _Page(conversion.md, root, project, findings, find_prefix)
        extension.report_project(context, project)
        extension.report_keys(context, project, findings)
        extension.report_markers(context, findings)
        awaits_list = extension.wants_list(context) and extension.lists_later(context)
        if page.places or page.lists or awaits_list or extension.nocite(context):
            page.format(extension, context)
            conversion.find_authors = cache(page.find_authors)
        extension.report_project(context, project)


class _Page:
    def __init__(
        self,
        md: Markdown,
        root: Element,
        project: Project,
        findings: Findings,
        find_prefix: Callable[[str], str],
    ) -> None:
        self.md = md
        self.root = root
        self.project = project
        open_lists(md, root, findings.lists)
        self.docstrings = DocstringStash(md, findings.citations)
        self.events: list[Event] = read_page(root, findings.citations, self.docstrings)
        self.places = [event for event in self.events if isinstance(event, Place)]
        for place in self.places:
            if not all(key in project.library for key in place.found.keys):
                prefixes = tuple(map(find_prefix, place.found.keys))
                place.prefixes = prefixes if any(prefixes) else ()
        self.requests = list(findings.lists)
        self.lists = find_lists(root, self.requests)
        self.typography = Typography(md)
        self.atoms = Atoms(read_signs=self.typography.read_signs)
        self.in_notes = project.style.is_note
        self._sections: Sections | None = None
        self._used: set[str] = set()
        """Ids that are not ours."""
        self._formatted: Sequence[FormattedCitation] = ()

    def format(self, extension: IbidemExtension, context: PageContext) -> None:
        self._used = find_ids(self.md, self.root)
        self.requests = [with_free_id(request, self._used) for request in self.requests]
        self._name_places()
        self.atoms.marked = extension.rewrites_pages
        if self.in_notes:
            number_notes(self.events)
        self._look_behind()
        citations = [self._read_citation(place) for place in self.places]
        nocite = extension.nocite(context)
        lists: list[PageList] = []
        if not extension.lists_later(context):
            lists = self._plan_lists(extension, context, nocite)
        paths = self._find_paths(lists)
        find_targets = partial(self._find_series, extension, context, citations, lists, paths)
        more = works_to_format(lists, self.project, find_targets)
        uncited = list(dict.fromkeys((*nocite, *more)))
        done = format_series(
            citations,
            find_targets(),
            lists,
            self.project,
            uncited,
            partial(extension.format, context, self.project),
            extension.common_list,
        )
        result = done.main
        extension.report_blank(context, [it.found for it in self.places], result.citations)
        fixed = extension.fixed_list(self.project)
        placed = self._place_lists(lists, paths, done, fixed.works if fixed else None)
        extension.report_unlisted(context, self.project, self._find_unlisted(placed))
        unshown = find_unshown(self.places, lists, done.entries, self.project.library)
        extension.report_unshown(context, self.project, unshown)
        extension.report_left_out(context, self.requests, done.entries, placed.first_anchors())
        targets = self._targets(extension, context, done, placed)
        if self.in_notes:
            self._write_notes(result, targets)
        else:
            self._write_in_text(result, targets)
        self._formatted = result.citations
        if extension.lists_later(context):
            self._leave_lists(extension.wants_list(context))
        else:
            self._write_lists(extension, context, placed)
        self.docstrings.close()
        keys = self._section_keys()
        written = WrittenPage(
            self.md,
            self.root,
            self.places,
            citations,
            self.atoms,
            placed.first_anchors(),
            self.requests,
            keys,
        )
        extension.finish_page(context, written)

    def _look_behind(self) -> None:
        """What stands behind the citations."""
        has_words_behind = dict(find_words_behind(self.root))
        for place in self.places:
            place.has_words_behind |= has_words_behind.get(id(place.element), False)
            place.element.tail = self.typography.close_quotes(place.element.tail or "")

    def _name_places(self) -> None:
        """Give each citation its id and the attributes that the author wants. Two have no id in common."""
        taken: set[str] = set()
        for number, place in enumerate(self.places, 1):
            place.identity = free_id(f"citation-{number}", self._used)
            attributes = take_attributes(self.md, place.element)
            if attributes.get("id") in taken:
                del attributes["id"]
            taken.add(attributes.get("id", place.identity))
            place.attributes = attributes

    def _plan_lists(
        self, extension: IbidemExtension, context: PageContext, nocite: Sequence[str]
    ) -> list[PageList]:
        """The lists at the markers, or the one at the end of a page without any."""
        requests = [self.requests[int(element.get(LIST, "0"))] for element in self.lists]
        if all(request.is_entry for request in requests) and extension.wants_list(context):
            requests.append(with_free_id(ListRequest(), self._used))
        if not requests:
            return []
        library = self.project.library
        name = page_name(context)
        always = {library.find_id(key): None for key in nocite if key in library}
        around = dict(zip(map(id, self.requests), self._section_keys(), strict=True))

        def report(request: ListRequest, problem: Diagnostic) -> None:
            extension.report_list(context, request, problem)

        def find_cited(request: ListRequest, scope: str, prefix: str) -> Cited:
            keys = dict.fromkeys(key for place in self.places for key in place.keys_with(prefix))
            cited = {library.find_id(key): {name} for key in keys if key in library}
            works = dict.fromkeys(cited)
            if scope == "section":
                inside = around.get(id(request), ())
                works = {library.find_id(key): None for key in inside if key in library}
            return Cited(name, works if prefix else works | always, cited, cited)

        planner = ListPlanner(self.project, extension.list_scopes(context), report)
        return [planner.plan(request, partial(find_cited, request)) for request in requests]

    @property
    def sections(self) -> Sections:
        if self._sections is None:
            self._sections = Sections(self.root, self.events)
        return self._sections

    def _section_keys(self) -> list[tuple[str, ...]]:
        """For each request, the keys that the section of its list cites, if anybody asks for them."""
        keys: list[tuple[str, ...]] = [()] * len(self.requests)
        if any(SECTION in request.options for request in self.requests):
            for element in self.lists:
                number = int(element.get(LIST, "0"))
                prefix = self.requests[number].key_prefix
                keys[number] = self.sections.cited_around(element, prefix)
        return keys

    def _find_paths(self, lists: Sequence[PageList]) -> list[Path]:
        """The sections that lists stand in, or are about, if there is more than one list."""
        paths: list[Path] = [()] * len(lists)
        if len(lists) > 1:
            for number, (element, listed) in enumerate(zip(self.lists, lists, strict=False)):
                request = listed.request
                if SECTION in request.options:
                    paths[number] = self.sections.path_around(element, request.key_prefix)
                else:
                    paths[number] = self.sections.path_of(element)
        return paths

    def _find_series(
        self,
        extension: IbidemExtension,
        context: PageContext,
        citations: Sequence[Citation],
        lists: Sequence[PageList],
        paths: Sequence[Path],
    ) -> Iterator[list[PageList | None]]:
        """For each citation, the lists that its cites lead to."""
        library = self.project.library
        if not extension.lists_here(context):
            lists, paths = (), ()
        repeats = find_repeats(lists)
        held = [
            listed.works if listed.is_target and number not in repeats else ()
            for number, listed in enumerate(lists)
        ]
        for place, citation in zip(self.places, citations, strict=True):
            path = self._path_of(place, lists)
            ids = [cite.id if cite.id in library else "" for cite in citation.cites]
            works = zip(ids, place.prefixes or ("",) * len(ids), strict=True)
            numbers = [
                find_nearest(lists, held, paths, work, path, prefix) for work, prefix in works
            ]
            yield [lists[number] if number >= 0 else None for number in numbers]

    def _place_lists(
        self,
        lists: Sequence[PageList],
        paths: Sequence[Path],
        done: ListedResult,
        common: Mapping[str, Item] | None,
    ) -> PlacedLists:
        groups = [
            print_list(listed, done.result_for(listed), self.project, common) for listed in lists
        ]
        anchors = anchor_entries(list(zip(lists, groups, strict=True)), entry_id)
        return PlacedLists(lists, groups, anchors, paths)

    def _find_unlisted(self, placed: PlacedLists) -> Iterator[str]:
        """The keys of what is cited on the page and in none of its lists."""
        library = self.project.library
        for place in self.places:
            for key, prefix in zip(place.keys, place.prefixes or repeat(""), strict=False):
                if not placed.find_anchor(library.find_id(key), (), prefix):
                    yield key

    def _path_of(self, place: Place, lists: Sequence[PageList]) -> Path:
        return self.sections.path_of_place(place) if len(lists) > 1 else ()

    def _read_citation(self, place: Place) -> Citation:
        # what is printed in a note has no other place for its author
        is_textual = place.found.is_textual and not (place.footnote and self.in_notes)
        return Citation(
            read_cites(place.found, place.element, self.atoms, self.project, place.keys),
            mode="textual" if is_textual else "normal",
            note_number=place.note_number,
            in_sentence=is_in_sentence(place),
        )

    def _targets(
        self,
        extension: IbidemExtension,
        context: PageContext,
        done: ListedResult,
        placed: PlacedLists,
    ) -> Callable[[Place], Targets]:
        """Where the cites of each citation lead: to the list that all pages have in common, if there is
        one that has the work, else to one of the page."""
        entries = done.entries
        keys_by_href: dict[str, str] = {}
        config = self.project.config
        is_here = extension.lists_here(context)
        may_be_here = is_here or extension.common_list is not None

        def href(path: Path, prefixes: Mapping[str, str], key: str) -> str | None:
            if not config.link_citations or key not in entries:
                return None
            target = None if is_here else extension.entry_href(context, key)
            if target is None and may_be_here:
                anchor = placed.find_anchor(key, path, prefixes.get(key, ""))
                target = f"#{anchor}" if anchor else None
            if target is not None:
                keys_by_href[target] = key
            return target

        def tooltip(target: str) -> str:
            if not config.tooltips or target not in keys_by_href:
                return ""
            return self.project.entries.text(entries[keys_by_href[target]].content)

        def find_targets(place: Place) -> Targets:
            path = self._path_of(place, placed.lists)
            prefixes = first_prefixes(self._find_prefixes(place))
            return Targets(partial(href, path, prefixes), tooltip)

        return find_targets

    def _find_prefixes(self, place: Place) -> Iterator[tuple[str, str]]:
        """The works that a place cites with a prefix of keys, each with that."""
        library = self.project.library
        for key, prefix in zip(place.keys, place.prefixes, strict=False):
            if key in library:
                yield library.find_id(key), prefix

    def _write_in_text(self, result: Result, targets: Callable[[Place], Targets]) -> None:
        """Each citation in its place; raised numbers stand at their word, or behind punctuation."""
        contents = [formatted.content for formatted in result.citations]
        are_raised = list(map(is_raised, contents))
        raised = list(compress(self.places, are_raised))
        for place in raised:
            close_up(place)
        for place, content in zip(self.places, contents, strict=True):
            write_citation(place, content, targets(place), self.atoms)
        if raised and self.project.config.numbers_after_punctuation:
            move_raised(self.places)
        for place, is_mark in zip(self.places, are_raised, strict=True):
            if is_mark or place.found.is_textual:
                part_marks(place)

    def _write_notes(self, result: Result, targets: Callable[[Place], Targets]) -> None:
        after_punctuation = self.project.config.notes_after_punctuation
        notes = Notes(self.md, self.root, after_punctuation=after_punctuation)
        drop_separators([place for place in self.places if not place.footnote])
        formatted = iter(result.citations)
        for event in self.events:
            if isinstance(event, NoteCall):
                notes.call(event)
            else:
                notes.add(event, next(formatted), targets(event), self.atoms)
        notes.close(self.events)

    def find_authors(self) -> dict[str, str]:
        """What the citations in sentences say as words of these, by their ids."""
        library = self.project.library
        return {
            place.element.get("id", ""): find_author(formatted)
            for place, formatted in zip(self.places, self._formatted, strict=True)
            if place.found.is_textual and place.keys[0] in library
        }

    def _leave_lists(self, wants_list: bool) -> None:
        """Keep the places of lists for a host that knows later what is in them."""
        requests = (self.requests[int(element.get(LIST, "0"))] for element in self.lists)
        if wants_list and all(request.is_entry for request in requests):
            self._add_title()
            self.lists.append(SubElement(self.root, "div", {LIST: str(len(self.requests))}))
            self.requests.append(with_free_id(ListRequest(), self._used))
        names: set[str] = set()
        for element in self.lists:  # so that no heading gets the id of a list
            wanted = wanted_id(self.requests[int(element.get(LIST, "0"))])
            if wanted:
                element.set("id", take_id(wanted, names))

    def _add_title(self) -> None:
        title = self.project.config.bibliography_title
        if title:
            identity = free_id("bibliography", self._used)
            SubElement(self.root, "h2", {"id": identity}).text = title

    def _write_lists(
        self,
        extension: IbidemExtension,
        context: PageContext,
        placed: PlacedLists,
    ) -> None:
        """Each in its place; the one of a page without markers at its end."""
        if len(placed.lists) > len(self.lists):
            if any(group.bibliography.entries for group in placed.groups[-1]):
                self._add_title()
                self.lists.append(SubElement(self.root, "div"))
            else:
                placed = placed.without_last()
        write, store = self.project.entries.html, self.md.htmlStash.store
        is_read = (
            extension.host == "markdown" and find_links(self.md) is not None
        )  # no plugin of ours
        is_list_page = extension.is_list_page(context)
        callers = self._find_callers(placed) if self.project.config.back_links else {}
        made = arrange_lists(placed, callers, is_indexed=is_list_page)
        made = extension.final_lists(context, made)
        for element, listed in zip(self.lists, made, strict=True):
            if listed is None:
                element.clear()
            else:
                if not extension.names_entries:
                    listed = dataclasses.replace(listed, anchors={}, back_links={})
                tell_ids(self.md, listed.anchors.values())
                lowered = find_base_level(self.md)
                level = self.sections.level_below(element, lowered) if listed.has_headings else 0
                fill_list(element, listed, write, store, level, is_read_by_search=is_read)

    def _find_callers(self, placed: PlacedLists) -> dict[str, list[BackLink]]:
        """By id of an entry, the citations of the page that lead to it, or show it in a range."""
        callers: dict[str, list[BackLink]] = {}
        library = self.project.library
        title = name_way_back(self.project.locale)
        for place in self.places:
            link = BackLink(f"#{place.element.get('id', '')}", title)
            path = self._path_of(place, placed.lists)
            works = list(self._find_prefixes(place))
            works = works or [(library.find_id(key), "") for key in place.keys if key in library]
            for key, prefix in dict.fromkeys(works):
                callers.setdefault(placed.find_anchor(key, path, prefix), []).append(link)
        return callers
