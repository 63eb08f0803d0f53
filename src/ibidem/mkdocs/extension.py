"""The Markdown extension in a site: it knows the other pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem import (
    Citation,
    Diagnostic,
    FormattedCitation,
    Result,
    entry_href,
)
from ibidem.companion import MANY
from ibidem.listing import name_way_back
from ibidem.markdown import IbidemExtension, PageContext, Project
from ibidem.markdown.checks import describe_no_list, find_unlisted
from ibidem.markdown.context import find_file
from ibidem.markdown.extension import relative_source
from ibidem.markdown.front_matter import find_field
from ibidem.markdown.lists import BackLink, PrintedList
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.page_lists import PageList
from ibidem.markdown.project import extend_project, load_project
from ibidem.mkdocs.ahead import SITE, PagesAhead, Readings
from ibidem.mkdocs.elements import drop_ids
from ibidem.mkdocs.feeds import Printed, read_printed
from ibidem.mkdocs.fixed import FixedLinks
from ibidem.mkdocs.links import forget_links, link_back, links_from, no_link
from ibidem.mkdocs.preview import read_file
from ibidem.mkdocs.shared import Shared, find_clashes
from ibidem.mkdocs.site import (
    Caller,
    PageRecord,
    PageRewriter,
    Site,
    Work,
    drop_marks,
    place_lists,
    record_page,
    replace_html,
)
from ibidem.mkdocs.site_lists import (
    LIST_PAGE,
    NO_LIST_PAGE,
    OTHER_PAGE,
    SiteLists,
    describe_empty_list,
    describe_late_list,
    find_list_page,
)

if TYPE_CHECKING:
    from markdown import Markdown
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

    from ibidem.config import Config, Host
    from ibidem.markdown.inline import Found
    from ibidem.markdown.page import WrittenPage


OF_ALL_PAGES = ("style", "locale")
"""The options that all pages have in common in the scope `site`."""

OF_WORKS = (
    "abbreviations", "encoding", "sentence_case", "double_braces", "use_prefix", "thesis_genre",
    "links", "back_links",
)  # fmt: skip
"""Those that decide how works are read and printed: pages have these in common, too."""


class SiteExtension(IbidemExtension):
    """Adds the scope `site` to the scopes of the page."""

    host: Host = "mkdocs"

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.site = Site()
        self.contexts: dict[str, PageContext] = {}
        """The pages that were converted, by their source."""
        self.order: Sequence[str] = ()
        """The sources of all pages in the order of reading."""
        self.find_key_prefixes: Callable[[], Sequence[str]] = tuple
        """Reads the sources of the site for what its lists want before the keys of their works."""
        self.parts: Mapping[str, int] = {}
        """The part of the site that each page of the navigation belongs to."""
        self.list_page = self.settings.bibliography_page
        """The source of the page with the one list; empty if there is none."""
        self.projects: dict[Project, None] = {}
        """Those of the pages of this build: few, as pages share them."""
        self.folders: Mapping[str, Path | None] = {}
        """By page, where the files beside it were looked for: plugins (monorepo) may move pages."""
        self.askers: Mapping[Path, Sequence[PageContext]] = {}
        """By bibliography, the pages that name it for the site."""
        self.references: Mapping[str, object] = {}
        """Those of all pages, by page, in the scope `site`."""
        self.reference_lines: Mapping[str, Sequence[int]] = {}
        self._extended: dict[Project, Project] = {}
        """By the project of a page, the one with these."""
        self._loaded: tuple[Config, Project] | None = None
        """The options of the site, and what they ask for."""
        self.ahead: PagesAhead | None = None
        """The second process of this build."""
        self.has_feeds = False
        """Somebody will read the sources of pages; `printed` holds their citations."""
        self.printed: dict[str, list[Printed]] = {}
        self.links = FixedLinks()
        """Those of the scope `fixed`."""
        self.lists: Mapping[str, list[PrintedList | None]] = {}
        """By page, those of the scope `site` when it is settled."""
        self.is_settled = False
        """All pages are known and the text of all citations is final."""
        self.are_pages_read = False
        """All pages are converted: what is converted now is a part of another page, an excerpt."""

    def close(self) -> None:
        super().close()
        self.end_second_process()
        self.site = Site()
        self.projects.clear()
        self._extended.clear()
        self._loaded = None

    def format_ahead(
        self, files: Sequence[File], read_signs: Callable[[str], str] | None = None
    ) -> None:
        """Have a second process format these pages before they are converted, if they cite.
        `read_signs` is what will be made of dashes."""
        self.end_second_process()
        if len(files) >= MANY and any("@" in read_file(file) for file in files):
            read = self._read_for_pages
            if not all(Path(self.base, name).is_file() for name in self.settings.bibliography):
                readings = read()  # a pipe can be read once, and folders may hold some

                def read() -> Readings:
                    return readings

            order = self.order if self.is_site_wide else ()
            self.ahead = PagesAhead.start(read, files, read_signs, order)

    def _read_for_pages(self) -> Readings:
        site = PageContext()
        postponed: list[Callable[[], None]] = []
        self.postpone = postponed.append
        project = self.project(site)
        self.postpone = None
        readings = Readings(project, self.nocite(site), postponed, self.common_list)
        if readings.common is not None:
            readings.format([])  # both processes need to know that list, so both read it now
        return readings

    def end_second_process(self) -> None:
        if self.ahead is not None:
            self.ahead.close()
            self.ahead = None

    def page_context(self, md: Markdown) -> PageContext:
        """The page that MkDocs has told `md` to make links relative to: right also for conversions
        that come late (excerpts of a blog) or inside others (docstrings)."""
        known = self.contexts.get(getattr(find_file(md), "src_uri", ""))
        return known or super().page_context(md)

    @property
    def is_site_wide(self) -> bool:
        return self.settings.scope == "site"

    @property
    def rewrites_pages(self) -> bool:  # type: ignore[override]
        """Until all pages are known."""
        return self.is_site_wide and not self.is_settled

    @property
    def names_entries(self) -> bool:  # type: ignore[override]
        """Not in excerpts: several on one page would have the same."""
        return not self.are_pages_read

    def share(self, shared: Shared) -> None:
        """Let every page cite what others bring."""
        self.settings = dataclasses.replace(self.settings, bibliography=shared.files)
        self.references, self.askers = shared.references, shared.askers
        self.reference_lines = shared.lines

    def find_askers(self, context: PageContext, file: str) -> Sequence[PageContext]:
        return self.askers.get(Path(file)) or super().find_askers(context, file)

    def project(self, context: PageContext) -> Project:
        knows_page = "references" not in context.meta or context.name in self.references
        found = super().project(context) if not knows_page else self._shared_project(context)
        self.projects[found] = None
        return found

    def load(self, settings: Config) -> Project:
        """The files of the site are looked at once in a build: its pages go together."""
        if settings is not self.settings:
            return super().load(settings)
        if self._loaded is None or self._loaded[0] is not settings:
            self._loaded = settings, super().load(settings)
        return self._loaded[1]

    def _shared_project(self, context: PageContext) -> Project:
        if not self.references:
            return super().project(context)
        project = self.load(self.page_settings(context))
        if project not in self._extended:
            extended = project
            for name, references in reversed(list(self.references.items())):  # the first counts
                lines = self.reference_lines[name]
                extended = extend_project(extended, references, name, lines)
            self._extended[project] = extended
        return self._extended[project]

    @property
    def watched(self) -> tuple[Path, ...]:
        """The files that change what pages look like, as far as any page has asked for them."""
        asked = self.projects or {self.project(PageContext()): None}
        return tuple(dict.fromkeys(path for project in asked for path in project.watched))

    def page_settings(self, context: PageContext) -> Config:
        """In the scope `site` all pages share a style, a language and all files, as well as the way in
        which works are read and printed."""
        settings = super().page_settings(context)
        if not self.is_site_wide or settings == self.settings:
            return settings
        shared = {option: getattr(self.settings, option) for option in (*OF_ALL_PAGES, *OF_WORKS)}
        for option, value in shared.items():
            if getattr(settings, option) != value:
                field = find_field(context.meta, option)
                reason = "works are read and printed as the site says"
                if option in OF_ALL_PAGES:
                    reason = f"all pages have one {option}"
                message = f"in the scope 'site' {reason}: {field!r} has no effect"
                self.report(context, Diagnostic("config.without-effect", message, field=field))
        files = dict.fromkeys((*self.settings.bibliography, *settings.bibliography))
        return dataclasses.replace(settings, **shared, bibliography=tuple(files))

    def _site_project(self) -> Project:
        """The project of the whole site: the files and the references of all its pages."""
        references: dict[str, list[object]] = {}
        files = dict.fromkeys(self.settings.bibliography)
        for name in self.order:
            context = self.contexts.get(name)
            if context is not None:
                files.update(dict.fromkeys(self.page_settings(context).bibliography))
            # pages that have not changed are not converted
            brought = (
                self.references.get(name) if context is None else context.meta.get("references")
            )
            if brought is not None:
                references[name] = brought if isinstance(brought, list) else [brought]
        site = load_project(
            dataclasses.replace(self.settings, bibliography=tuple(files)), self.base, self.cache
        )
        works = list(chain.from_iterable(references.values()))
        if not works:
            return site
        for name, problem in find_clashes(site.library, references):
            if name in self.contexts:  # pages that are not converted again were told
                self.report(self.contexts[name], problem)
        return extend_project(site, works, "")

    def format(
        self,
        context: PageContext,
        project: Project,
        citations: Sequence[Citation],
        uncited: Sequence[str],
    ) -> Result:
        """Provisional at first; final for conversions that come late, like those of excerpts."""
        ahead = self.ahead and self.ahead.take(context.name, project, citations, uncited)
        result = ahead or super().format(context, project, citations, uncited)
        if not self.is_settled or project.style.is_note:
            return result
        return self.site.correct(result, context.name, citations)

    def report_blank(
        self, context: PageContext, findings: Iterable[Found], printed: Iterable[FormattedCitation]
    ) -> None:
        """Not of what is provisional: other pages may cite works that make it print something."""
        is_final = not self.rewrites_pages or self.project(context).style.is_note
        if is_final and not self.are_pages_read:
            super().report_blank(context, findings, printed)

    def fail(self, problem: Diagnostic) -> None:
        """Nothing yet: the plugin ends the build when all pages have been read."""

    def entry_href(self, context: PageContext, key: str) -> str | None:
        if not self.is_site_wide or self.is_list_page(context):
            is_left_out = self.are_pages_read and self._leaves_out(key)
            return None if is_left_out else super().entry_href(context, key)
        if self.list_page:
            return self.list_source(context) + entry_href(key)
        is_provisional = self.rewrites_pages and not self.project(context).style.is_note
        return entry_href(key) if is_provisional else None

    def is_list_page(self, context: PageContext) -> bool:
        return bool(context.name) and context.name == self.list_page

    def list_source(self, context: PageContext) -> str:
        return relative_source(self.list_page, context.name)

    def wants_list(self, context: PageContext) -> bool:
        if self.is_site_wide:
            is_named = bool(self.settings.bibliography_page) and self.is_list_page(context)
            return is_named and super().wants_list(context)
        return super().wants_list(context)

    def lists_later(self, context: PageContext) -> bool:
        return self.rewrites_pages

    def lists_here(self, context: PageContext) -> bool:
        return not self.is_site_wide and super().lists_here(context)

    def key_prefixes(self) -> Sequence[str]:
        return self.find_key_prefixes() if self.is_site_wide else ()

    def list_scopes(self, context: PageContext) -> tuple[str, ...]:
        if not self.is_site_wide:
            return super().list_scopes(context)
        return LIST_PAGE if self.is_list_page(context) else OTHER_PAGE

    def final_lists(
        self, context: PageContext, lists: list[PrintedList | None]
    ) -> list[PrintedList | None]:
        """Those of the page, in excerpts too: they have the numbers of the site."""
        final = self.lists.get(context.name, [])
        return [*final[: len(lists)], *lists[len(final) :]]

    def finish_page(self, context: PageContext, written: WrittenPage) -> None:
        if self.are_pages_read:
            drop_ids(written.root)
            return
        if self.settings.scope == "fixed" and context.name:
            self.links.note(context.name, written)
        if self.has_feeds and context.name:
            self.printed[context.name] = read_printed(written.places)
        if self.rewrites_pages and context.name:
            self.site.records[context.name] = record_page(written, self.nocite(context))

    def _leaves_out(self, key: str) -> bool:
        """Whether the page of the one list, in the scope `fixed`, has no entry of a work, as far as it
        is known: a page that has not changed is not converted."""
        is_known = self.settings.scope == "fixed" and self.list_page in self.contexts
        return is_known and not self.links.has_entry(self.list_page, key)

    def correct_links(self, pages: Mapping[str, Page]) -> None:
        """In the scope `fixed`: let links of pages lead to what is there, and tell of the others."""
        target = pages.get(self.list_page)
        if target is None or self.list_page not in self.contexts:
            return
        reason = ""
        if self.links.has_list(self.list_page):
            reason = f"{self.list_page} has no entry of it that a link could lead to"
        for name in self.links.pages:
            page, context = pages.get(name), self.contexts.get(name)
            if page is not None and page is not target and context is not None:
                dead = self.links.correct(page, target, self.project(context).library.find_id)
                if self.needs_list(context, self.project(context)):
                    self._report_all(context, find_unlisted(context, dead, lambda _: reason))
                if dead and not reason:
                    self._report_no_list()

    def _report_no_list(self) -> None:
        """The page of the one list shows none. A page that has not changed is not converted."""
        context = self.contexts.get(self.list_page)
        if context is not None:
            is_excluded = self.is_excluded(context)
            problem = describe_no_list(self.list_page, is_excluded=is_excluded)
            self._report_once(problem, problem)

    def settle(self, pages: Mapping[str, Page]) -> None:
        """Format the site as a whole and correct the pages."""
        self.is_settled = True
        records = self.site.records
        late = sorted(
            (records.keys() & pages.keys()) - set(self.order)
        )  # made by plugins (posts of a blog)
        self.order = [*self.order, *late]
        project = self._site_project()
        likely = self.list_page
        self._choose_list_page(is_linked=not project.style.is_note)
        lists = SiteLists(project, records, self.list_page, self.parts)
        for name in self.order:
            if name in records:
                lists.plan(self.contexts.get(name, PageContext(name)), self._report_new)
        if not lists.has_list(self.list_page):
            self._report_no_list()
        self._report_empty(lists)
        find_target = lists.find_targets()

        def find_list(name: str, work: Work) -> PageList | None:
            target = find_target(name, work)
            return lists.planned[target[0]][target[1]] if target else None

        def format_together(citations: Sequence[Citation], uncited: Sequence[str]) -> Result:
            ahead = self.ahead if lists.is_plain else None
            result = ahead and ahead.take(SITE, project, citations, uncited)
            return result or project.session.format(citations, uncited=uncited)

        done = self.site.format(project, self.order, lists.lists, find_list, format_together)
        self._report_unlisted(lists.find_unlisted(done.entries))
        printed = self.lists = lists.print(
            done, self._way_back(pages, name_way_back(project.locale))
        )

        def find_place(name: str, work: Work) -> tuple[str, str] | None:
            page, number = find_target(name, work) or ("", 0)
            listed = printed[page][number] if page else None
            anchor = listed.anchors.get(work[0]) if listed else None
            return (page, anchor) if anchor else None

        for name, record in records.items():
            page = pages.get(name)
            if page is None or page.content is None:
                continue
            if not project.style.is_note:
                if name in self.contexts:
                    self.report_blank(self.contexts[name], record.found, record.formatted)
                settings = self.page_settings(self.contexts.get(name, PageContext(name)))
                href = links_from(name, pages, find_place) if settings.link_citations else no_link
                self._rewrite(page, record, href, project if settings.tooltips else None)
            place_lists(page, printed.get(name, []), project.entries)
            replace_html(page, drop_marks)
        forget_links(pages.values(), {likely, self.list_page})

    def _choose_list_page(self, *, is_linked: bool) -> None:
        """The page of the one list, now that all markers are known: plugins may have brought some, and
        what looked like one may be none. Links are corrected, if they can be (`is_linked`)."""
        records = self.site.records
        is_unread = self.list_page and self.list_page not in self.contexts  # it has not changed
        if self.settings.bibliography_page or is_unread:
            return
        likely = self.list_page
        self.list_page = find_list_page(
            (name, records[name].lists) for name in self.order if name in records
        )
        if not self.list_page:
            self.reporter(Diagnostic("no-list-page", NO_LIST_PAGE, field="bibliography_page"))
        elif not (is_linked or self.list_page == likely):
            self.reporter(describe_late_list(self.list_page))

    def _report_empty(self, lists: SiteLists) -> None:
        """Say where the list of the site is, if a page with a marker for one shows nothing."""
        problem = describe_empty_list(self.list_page)
        for name, request in lists.find_empty():
            self._report_new(PageContext(name), request, problem)

    def _report_unlisted(self, unlisted: Iterable[tuple[str, str]]) -> None:
        """Say which works no list of the site shows, if all its pages were converted: others may have
        lists. Who wants no list is not asked for one."""
        if not self.contexts.keys() >= set(self.order):
            return
        reason = "the lists of the site leave it out"
        for name, key in unlisted:
            context = self.contexts[name]
            if self.page_settings(context).show_bibliography:
                self._report_all(context, find_unlisted(context, [key], lambda _: reason))

    def _report_new(self, page: PageContext, request: ListRequest, problem: Diagnostic) -> None:
        """Say what is wrong with a list, if its page was converted: others were told before."""
        context = self.contexts.get(page.name)
        if context is not None:
            self.report_list(context, request, problem)

    def _way_back(
        self, pages: Mapping[str, Page], title: str
    ) -> Callable[[str, Work], list[BackLink]]:
        callers: dict[Work, list[Caller]] = {}
        if self.settings.back_links:
            callers = self.site.find_callers(name for name in self.order if name in pages)

        def find(name: str, work: Work) -> list[BackLink]:
            page = pages.get(name)
            if page is None:
                return []
            return [link_back(page, pages[other], i, title) for other, i in callers.get(work, ())]

        return find

    def _rewrite(
        self,
        page: Page,
        record: PageRecord,
        href: Callable[[Work], str | None],
        project: Project | None,
    ) -> None:
        """Write the citations of a page as they are final, with tooltips if the project is given."""
        entries = self.site.entries

        def tooltip(key: str) -> str:
            if project is None or key not in entries:
                return ""
            return project.entries.text(entries[key].content)

        replace_html(page, PageRewriter(record, href, tooltip).rewrite)
