"""The Markdown extension in a site: it knows the other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from ibidem import Citation, Diagnostic, Result, entry_href, entry_id
from ibidem.markdown import IbidemExtension, PageContext, Project
from ibidem.markdown.extension import relative_source
from ibidem.markdown.lists import BackLink
from ibidem.markdown.project import extend_project, load_project
from ibidem.mkdocs.site import (
    Caller,
    PageRecord,
    PageRewriter,
    Site,
    drop_marks,
    has_list,
    record_page,
    write_list,
)

if TYPE_CHECKING:
    from markdown import Markdown
    from mkdocs.structure.pages import Page

    from ibidem.config import Config, Host
    from ibidem.markdown.page import WrittenPage


RELATIVE_LINKS = "relpath"
"""The name of the stage with which MkDocs makes links relative."""


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
        self.list_page = self.settings.bibliography_page
        """The source of the page with the one list; empty if there is none."""
        self.is_settled = False
        """All pages are known and the text of all citations is final."""

    def page_context(self, md: Markdown) -> PageContext:
        """The page that MkDocs has told `md` to make links relative to: right also for conversions
        that come late (excerpts of a blog) or inside others (docstrings)."""
        if RELATIVE_LINKS in md.treeprocessors:
            file = getattr(md.treeprocessors[RELATIVE_LINKS], "file", None)
            known = self.contexts.get(getattr(file, "src_uri", ""))
            if known is not None:
                return known
        return super().page_context(md)

    @property
    def is_site_wide(self) -> bool:
        return self.settings.scope == "site"

    @property
    def rewrites_pages(self) -> bool:  # type: ignore[override]
        """Until all pages are known."""
        return self.is_site_wide and not self.is_settled

    def page_settings(self, context: PageContext) -> Config:
        """In the scope `site` all pages share a style and a language, and have all files in common."""
        settings = super().page_settings(context)
        if not self.is_site_wide or settings == self.settings:
            return settings
        for field, option in (("csl", "style"), ("lang", "locale")):
            asked, shared = getattr(settings, option), getattr(self.settings, option)
            if asked != shared:
                message = (
                    f"in the scope 'site' all pages have one {option}: {field!r} has no effect"
                )
                self.report(context, Diagnostic("config.without-effect", message, field=field))
        files = dict.fromkeys((*self.settings.bibliography, *settings.bibliography))
        return replace(
            settings,
            style=self.settings.style,
            locale=self.settings.locale,
            bibliography=tuple(files),
        )

    def _site_project(self) -> Project:
        """The project of the whole site: the files and the references of all its pages."""
        references: list[object] = []
        files = dict.fromkeys(self.settings.bibliography)
        for context in (self.contexts[name] for name in self.order if name in self.contexts):
            own = context.meta.get("references", [])
            references += own if isinstance(own, list) else [own]
            files.update(dict.fromkeys(self.page_settings(context).bibliography))
        site = load_project(
            replace(self.settings, bibliography=tuple(files)), self.base, self.cache
        )
        return extend_project(site, references, "") if references else site

    def format(
        self,
        context: PageContext,
        project: Project,
        citations: Sequence[Citation],
        uncited: Sequence[str],
    ) -> Result:
        """Provisional at first; final for conversions that come late, like those of excerpts."""
        result = super().format(context, project, citations, uncited)
        if not self.is_settled or _cites_in_notes(project):
            return result
        return self.site.correct(result, context.name, citations)

    def fail(self, problem: Diagnostic) -> None:
        """Nothing yet: the plugin ends the build when all pages have been read."""

    def entry_href(self, context: PageContext, key: str) -> str | None:
        if not self.is_site_wide or self.is_list_page(context):
            return super().entry_href(context, key)
        return self.list_source(context) + entry_href(key) if self.list_page else None

    def is_list_page(self, context: PageContext) -> bool:
        return bool(context.name) and context.name == self.list_page

    def list_source(self, context: PageContext) -> str:
        return relative_source(self.list_page, context.name)

    def wants_list(self, context: PageContext) -> bool:
        if self.is_site_wide and not self.is_list_page(context):
            return False
        return super().wants_list(context)

    def lists_later(self, context: PageContext) -> bool:
        return self.rewrites_pages

    def finish_page(self, context: PageContext, written: WrittenPage) -> None:
        if self.rewrites_pages and context.name:
            uncited = self.nocite(context)
            if written.lists_all:
                uncited = tuple(self.project(context).library)
            self.site.records[context.name] = record_page(written, uncited)

    def settle(self, pages: Mapping[str, Page]) -> None:
        """Format the site as a whole and correct the pages."""
        self.is_settled = True
        project = self._site_project()
        self.site.format(project, self.order)
        callers: dict[str, list[Caller]] = {}
        if self.settings.back_links:
            callers = self.site.find_callers(name for name in self.order if name in pages)
        for name, record in self.site.records.items():
            page = pages.get(name)
            if page is None or page.content is None:
                continue
            if not _cites_in_notes(project):
                self._rewrite(page, record, project, self._list_url(pages, page))
            self._write_list(page, record, project, pages, callers)
            _replace_html(page, drop_marks)

    def _rewrite(
        self, page: Page, record: PageRecord, project: Project, list_url: str | None
    ) -> None:
        entries = self.site.entries

        def href(key: str) -> str | None:
            return list_url + entry_href(key) if list_url is not None and key in entries else None

        def tooltip(key: str) -> str:
            if not self.settings.tooltips or key not in entries:
                return ""
            return project.entries.text(entries[key].content)

        _replace_html(page, PageRewriter(record, href, tooltip).rewrite)

    def _list_url(self, pages: Mapping[str, Page], page: Page) -> str | None:
        """The URL of the page with the list, as seen from a page; None for no links."""
        target = pages.get(self.list_page)
        if target is None or not self.settings.link_citations:
            return None
        return "" if target is page else get_relative_url(target.url, page.url)

    def _write_list(
        self,
        page: Page,
        record: PageRecord,
        project: Project,
        pages: Mapping[str, Page],
        callers: Mapping[str, Sequence[Caller]],
    ) -> None:
        """All entries on the page of the list; at a marker on another page those that it cites."""
        if not has_list(page.content or ""):
            return
        bibliography = self.site.bibliography
        is_whole = page.file.src_uri == self.list_page
        if not is_whole:
            cited = {cite.id for citation in record.citations for cite in citation.cites}
            own = tuple(entry for entry in bibliography.entries if entry.id in cited)
            bibliography = replace(bibliography, entries=own)
        back_links = {
            entry.id: [_link_back(page, pages[name], i) for name, i in callers.get(entry.id, ())]
            for entry in bibliography.entries
        }

        def fill(html: str) -> str:
            entries = project.entries
            return write_list(html, bibliography, back_links, entries, is_indexed=is_whole)

        _replace_html(page, fill)
        if page.present_anchor_ids is not None:
            for entry in bibliography.entries:
                page.present_anchor_ids |= {entry_id(entry.id), entry_href(entry.id)[1:]}


def _link_back(page: Page, caller: Page, identity: str) -> BackLink:
    if caller is page:
        return BackLink(f"#{identity}")
    url = get_relative_url(caller.url, page.url)
    return BackLink(f"{url}#{identity}", str(caller.title or caller.file.name))


def _cites_in_notes(project: Project) -> bool:
    return project.style.style_class == "note"


def _replace_html(page: Page, change: Callable[[str], str]) -> None:
    """Change the content, and the copy that a plugin may have kept beside it (print-site)."""
    page.content = change(page.content or "")
    kept = getattr(page, "html", None)
    if isinstance(kept, str):
        page.html = change(kept)  # type: ignore[attr-defined]
