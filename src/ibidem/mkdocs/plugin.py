"""The events of MkDocs, and what each of them is used for."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files as resource_files
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.config.base import LegacyConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, InclusionLevel

from ibidem import is_known_language, replace
from ibidem.collector import Patience, end_quickly
from ibidem.diagnostics import Diagnostic, closest
from ibidem.markdown import IbidemExtension, PageContext
from ibidem.markdown.context import find_folder
from ibidem.markdown.lines import find_requests
from ibidem.markdown.page_names import find_idle
from ibidem.markdown.reports import LEVELS
from ibidem.markdown.typography import Typography
from ibidem.mkdocs.extension import SiteExtension
from ibidem.mkdocs.feeds import PLUGIN, drop_markers, print_citations
from ibidem.mkdocs.options import find_option, option_scheme, translate_options
from ibidem.mkdocs.preview import read_file
from ibidem.mkdocs.print_site import lend_ids
from ibidem.mkdocs.search import lead_search
from ibidem.mkdocs.shared import read_shared
from ibidem.mkdocs.site import drop_places
from ibidem.mkdocs.site_lists import find_list_page

if TYPE_CHECKING:
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from ibidem.mkdocs.watching import Watcher

log = logging.getLogger("mkdocs.plugins.ibidem")

STYLESHEET = "assets/ibidem/ibidem.css"
EXTENSION = "ibidem"
SMARTY = "smarty"
CACHE = ".cache/ibidem"
DIRTY_BUILD = (
    "with --dirty only changed pages are written: numbers on other pages may be those of an earlier "
    "build"
)


class IbidemPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Citations and bibliographies for MkDocs."""

    config_scheme = option_scheme()

    def __init__(self) -> None:
        self.extension = SiteExtension()
        self.errors = 0
        self.is_built_once = False
        """There is no server that would build again, from what this build keeps."""
        self.is_dirty = False
        """Pages that have not changed are not converted."""
        self.is_built: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
        """Whether this build has such pages: drafts are shown by the server only."""
        self._unknown: Mapping[str, object] = {}
        """Options that there are not."""
        self._patience = Patience()
        self._config_file: Path | None = None
        self._watcher: Watcher | None = None
        self._source = self._shown = ""
        """The source of the page that was converted, and the one that feeds look at meanwhile."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Keep the names that there are not: they are told of with their lines and what was meant, and
        the host would end a strict build before that."""
        names = dict(self.config_scheme)
        self._unknown = {str(name): options[name] for name in options if name not in names}
        known = {name: value for name, value in options.items() if name in names}
        return super().load_config(known, config_file_path)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Its presence tells MkDocs to keep the plugin between the builds of `serve`."""
        self.is_dirty = dirty
        is_served = command == "serve"
        self.is_built_once = not is_served
        self.is_built = InclusionLevel.is_in_serve if is_served else InclusionLevel.is_included

    def on_build_error(self, **_: Any) -> None:
        """There will be no more pages; those that there were may have named files that are missing."""
        self._patience.end()
        self._watch_files()

    def on_shutdown(self) -> None:
        """The last build is done."""
        self.extension.close()

    @event_priority(50)  # before plugins that copy the list of extensions (mkdocstrings)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the extension, with the plugin's options, among the Markdown extensions.

        Options may also stand under `markdown_extensions`, where hosts without plugins read them;
        those of the plugin come first.
        """
        self._config_file = Path(config.config_file_path) if config.config_file_path else None
        base = self._config_file.parent if self._config_file else Path()
        declared: Mapping[str, object] = config.mdx_configs.get(EXTENSION, {})
        asked = {**declared, **self._unknown, **_given(self.config)}
        given, problems = translate_options(asked, base)
        known = self.extension.site.records if self.is_dirty else {}
        self.extension = SiteExtension(**given)
        self.extension.site.records.update(known)  # of the pages that stay as they are
        self.extension.base = base
        self.extension.cache = base / CACHE
        self.extension.reporter = self.report
        self.extension.has_feeds = PLUGIN in config.plugins
        self.errors = 0
        for problem in problems:
            self.report(problem)
        others = [name for name in config.markdown_extensions if not _is_ours(name)]
        config.markdown_extensions[:] = [*others, self.extension]  # type: ignore[list-item]
        config.extra_css = [STYLESHEET, *(path for path in config.extra_css if path != STYLESHEET)]
        return config

    def on_serve(self, server: LiveReloadServer, **_: Any) -> None:
        """The first build is done and a server shows it."""
        from ibidem.mkdocs.watching import Watcher  # who only builds needs no observer of files

        self._watcher = Watcher(server)
        self._watcher.add(self.extension.watched)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Learn the site's language, and which searches there are: by now plugins that build several
        languages have said which one, and those that bring a search (TechDocs) have done so."""
        lead_search(config.plugins)
        settings = self.extension.settings
        language = _site_language(config)
        if not settings.locale and is_known_language(language):
            self.extension.settings = dataclasses.replace(settings, locale=language)

    def on_post_build(self, **_: Any) -> None:
        """By now all files are known that the site was made of."""
        self._patience.end()
        self.extension.end_second_process()
        self._watch_files()

    def _watch_files(self) -> None:
        if self._watcher is not None:
            self._watcher.add(self.extension.watched)

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> None:
        """Tell the extension which page comes next. Late, so that nothing comes in between."""
        folder = self.extension.folders.get(page.file.src_uri) or find_folder(page.file)
        read = cache(lambda: read_file(page.file) or markdown)
        context = PageContext(page.file.src_uri, read, page.meta, folder)
        self.extension.page = self.extension.contexts[context.name] = context

    @event_priority(100)  # before plugins that keep the HTML (RSS, print-site)
    def _show_page(self, /, html: str, *, page: Page, **_: Any) -> None:
        """Let feeds see no traces of what is still to come, in the HTML or in the source."""
        if self.extension.has_feeds:
            page.content = drop_places(html)
            self._source = page.markdown or ""
            printed = self.extension.printed.get(page.file.src_uri, ())
            unlisted = drop_markers(self._source, self.extension.commands)
            self._shown = page.markdown = print_citations(unlisted, printed)

    @event_priority(-100)
    def _show_source(self, /, html: str, *, page: Page, **_: Any) -> None:
        if self.extension.has_feeds and page.markdown == self._shown:  # nobody has changed it
            page.markdown = self._source

    on_page_content = CombinedEvent(_show_page, _show_source)

    @event_priority(-200)  # behind plugins that make another navigation of it
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Find the order of reading, and the page with the one list."""
        built = files.documentation_pages(inclusion=self.is_built)
        places = [page.file.src_uri for page in nav.pages]
        places += sorted(file.src_uri for file in built)
        known = {file.src_uri: file for file in built}
        ordered = [known[name] for name in dict.fromkeys(places) if name in known]
        self.extension.order = [file.src_uri for file in ordered]
        parts = [(page, n) for n, item in enumerate(nav.items) for page in _pages_below(item)]
        # A page that stands in several places is read, and belongs, where it stands first.
        self.extension.parts = {page.file.src_uri: number for page, number in reversed(parts)}
        commands = self.extension.commands
        self.extension.find_key_prefixes = cache(partial(_find_key_prefixes, ordered, commands))
        named = self.extension.settings.bibliography_page
        found = files.get_file_from_path(named) if named else None
        if found is not None and self.is_built(found.inclusion):
            # with several languages, that of the one being built
            self.extension.list_page = found.src_uri
            self.extension.read_list_page = cache(partial(read_file, found))
        elif named:
            self._report_list_page(named, files)
        if self.extension.is_site_wide:
            pages = [
                PageContext(file.src_uri, cache(partial(read_file, file)), folder=find_folder(file))
                for file in ordered
            ]
            shared = read_shared(
                pages, self.extension.settings, self.extension.host, self.extension.base
            )
            self.extension.share(shared)
            self.extension.folders = {page.name: page.folder for page in pages}
            if not named:
                self.extension.list_page = find_list_page(
                    (page.name, find_requests(page.source, commands))
                    for page in pages
                    if not self.extension.is_excluded(page)
                )
        if not self.is_dirty:
            self._report_idle(files, Path(config.docs_dir))
        if self.is_built_once and not self.is_dirty:
            self.extension.format_ahead(list(built), _find_signs(config))
        end_quickly()  # while the second process makes the first page, which has to be waited for
        self._patience.begin()

    def _report_list_page(self, named: str, files: Files) -> None:
        """The page of the one list is not there: do without."""
        self.extension.list_page = ""
        is_there = files.get_file_from_path(named) is not None
        message = f"there is no page {named!r} for the list"
        if is_there:
            message = f"the page {named!r} for the list is not built (a draft, or excluded)"
        if self.extension.settings.scope == "fixed":
            self.extension.settings = dataclasses.replace(self.extension.settings, scope="page")
            message = f"{message}; the scope is 'page' now"
        known = [file.src_uri for file in files.documentation_pages()]
        suggestion = "" if is_there else closest(named, known)
        problem = Diagnostic("no-list-page", message, field="bibliography_page")
        self.report(replace(problem, suggestion=suggestion))

    def _report_idle(self, files: Files, folder: Path) -> None:
        """Say which patterns of pages fit none: neither of this build, nor of another language's."""
        settings = self.extension.settings
        if not (settings.exclude or settings.lenient):
            return
        names = {file.src_uri for file in files if file.is_documentation_page()}
        names.update(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
        for option, patterns in (("exclude", settings.exclude), ("lenient", settings.lenient)):
            for problem in find_idle(option, patterns, names, folder.name):
                self.report(problem)

    @event_priority(100)  # before plugins that resolve links in finished pages (autorefs)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are converted: correct them, and end the build if unknown keys are errors."""
        if self.errors:
            raise PluginError(f"keys that no bibliography file has: {self.errors}")
        built = files.documentation_pages(inclusion=self.is_built)
        pages = {file.src_uri: file.page for file in built if file.page}
        if self.extension.is_site_wide:
            if self.is_dirty:
                self.report(Diagnostic("dirty-build", DIRTY_BUILD, severity="info"))
            self.extension.settle(pages)
        else:
            self.extension.correct_links(pages)
        self.extension.are_pages_read = True
        lend_ids(pages.values())
        _write_stylesheet(config)

    def report(self, problem: Diagnostic) -> None:
        """A finding as a log record of the plugin: `--strict` counts warnings and errors. What is
        wrong with an option has the line of that."""
        if problem.field and not problem.path and self._config_file is not None:
            file, line = find_option(self._config_file, problem.field)
            shown = Path(relpath(file, self._config_file.parent)).as_posix()
            problem = replace(problem, path=shown, line=line)
        log.log(LEVELS[problem.severity], "%s", problem)
        self.errors += problem.code == "unknown-key" and problem.severity == "error"


def _write_stylesheet(config: MkDocsConfig) -> None:
    """Add the stylesheet to the site, before the first page is written: plugins that print pages
    (with-pdf, pdf-export) look for it then. Not as one of the site's files: plugins that move those
    about (static-i18n) expect a source for each."""
    target = Path(config.site_dir, STYLESHEET)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(resource_files("ibidem").joinpath("assets/ibidem.css").read_bytes())


def _find_key_prefixes(files: Sequence[File], commands: Mapping[str, str]) -> tuple[str, ...]:
    """What lists want before the keys of their works."""
    sources = (source for source in map(read_file, files) if "keyprefix" in source)
    requests = (request for source in sources for request in find_requests(source, commands))
    return tuple(dict.fromkeys(request.key_prefix for request in requests))


def _find_signs(config: MkDocsConfig) -> Callable[[str], str] | None:
    """What will be made of dashes on the pages; None if nothing."""
    if SMARTY not in config.markdown_extensions:
        return None
    options = {SMARTY: config.mdx_configs.get(SMARTY, {})}
    return Typography(Markdown(extensions=[SMARTY], extension_configs=options)).read_signs


def _pages_below(item: StructureItem) -> Iterator[Page]:
    """The pages of an item of the navigation, itself among them."""
    if item.is_page:
        yield item  # type: ignore[misc]
    for child in getattr(item, "children", None) or ():
        yield from _pages_below(child)


def _given(config: LegacyConfig) -> dict[str, object]:
    return {name: value for name, value in config.items() if value is not None}


def _is_ours(extension: object) -> bool:
    return extension == EXTENSION or isinstance(extension, IbidemExtension)


def _site_language(config: MkDocsConfig) -> str:
    """The theme's language. English leaves the choice to the style."""
    theme = config.theme
    language = theme.get("language") or theme.get("locale") or ""
    tag = str(language).replace("_", "-")
    return "" if tag in ("", "en") else tag
