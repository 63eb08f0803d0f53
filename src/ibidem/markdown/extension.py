"""The extension: options in, stages registered, findings out.

One instance serves many conversions, also several at a time (docstrings inside a page), so it holds
what belongs to the build. What belongs to one conversion lives in the stages.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from functools import cache, partial
from os import PathLike, fspath
from pathlib import Path
from posixpath import dirname, relpath
from typing import TYPE_CHECKING

from markdown.extensions import Extension

from ibidem import Citation, Diagnostic, IbidemError, Result, entry_href, replace
from ibidem.config import COMMANDS, Config, Host, list_options, read_config
from ibidem.listing import find_prefix, order_prefixes
from ibidem.markdown import addresses, headings, inline, markers, page
from ibidem.markdown.checks import (
    describe_no_list,
    explain_replaced,
    find_left_out,
    find_missing_page,
    find_severity,
    find_unknown,
    find_unknown_options,
    find_unlisted,
)
from ibidem.markdown.context import PageContext, find_context, read_other
from ibidem.markdown.conversion import KEEP_PRIORITY, Conversion, KeepLines
from ibidem.markdown.docstrings import SEAL_PRIORITY, SealNotes
from ibidem.markdown.fixed import FixedList, Works, find_fixed_list, order_works
from ibidem.markdown.front_matter import (
    find_near,
    find_reference_lines,
    read_nocite,
    read_settings,
)
from ibidem.markdown.inline import Findings, GroupProcessor, LateProcessor
from ibidem.markdown.markers import ListRequest, read_commands
from ibidem.markdown.page_names import is_meant
from ibidem.markdown.project import Postpone, Project, extend_project, forget_projects, load_project
from ibidem.markdown.reports import Reports

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem.markdown.lists import PrintedList
    from ibidem.markdown.page import WrittenPage


class IbidemExtension(Reports, Extension):
    """Pandoc's citations for Python-Markdown. Options are those of `ibidem.config`."""

    host: Host = "markdown"

    def __init__(self, **options: object) -> None:
        declared = list_options(self.host)
        self.config = {option.name: [option.default, option.help] for option in declared}
        Extension.__init__(self)
        options = {name: _write_paths(value) for name, value in options.items()}
        Reports.__init__(self, repr(options))
        self.commands, found = read_commands(options)
        """The user's own markers of lists, each with the one that it stands for."""
        ours = {name: value for name, value in options.items() if name not in COMMANDS}
        self.settings, problems = check_list_page(*read_config(ours, self.host))
        self.problems = (*problems, *found)
        self.base = Path()
        """What relative paths are relative to."""
        self.cache: Path | None = None
        """Where hosts that build again keep what was read from bibliographies."""
        self.postpone: Postpone | None = None
        """Takes the filling of that, where pages are waited for; else it is done at once."""
        self.page: PageContext | None = None
        """Set by hosts that know which page comes next."""
        self._with_references: dict[str, tuple[Project | None, Project]] = {}
        """Projects of pages that hold references, by page; with the project that each extends."""
        self.read_list_page: Callable[[], str] = str
        """Reads the source of the page of the one list."""
        self._fixed: dict[Project, tuple[Works, FixedList]] = {}
        """The list that all pages have in common, as pages with a project see it; with its works."""
        self._said: dict[Project, tuple[int, tuple[Diagnostic, ...]]] = {}
        """By project, how many findings about its files have been reported, and which of them are about
        files that are missing: each page that names one is told."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the stages of one conversion."""
        conversion = Conversion(md, self)
        md.preprocessors.register(KeepLines(conversion), "ibidem_lines", KEEP_PRIORITY)
        patterns = md.inlinePatterns
        patterns.register(GroupProcessor(conversion), "ibidem_group", inline.GROUP_PRIORITY)
        patterns.register(LateProcessor(conversion), "ibidem_key", inline.LATE_PRIORITY)
        if "@" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("@")
        blocks = md.parser.blockprocessors
        blocks.register(markers.ListMarker(conversion), "ibidem_list", markers.PRIORITY)
        stages = md.treeprocessors
        restore = addresses.RestoreAttributes(conversion)
        stages.register(restore, "ibidem_addresses", addresses.PRIORITY)
        stages.register(page.PageTreeprocessor(conversion), "ibidem", page.PRIORITY)
        stages.register(SealNotes(md), "ibidem_seal", SEAL_PRIORITY)
        hidden = headings.HideCitations(conversion)
        stages.register(hidden, "ibidem_hide", headings.HIDE_PRIORITY)
        stages.register(headings.ShowTitle(hidden), "ibidem_title", headings.TITLE_PRIORITY)
        stages.register(headings.ShowCitations(hidden), "ibidem_show", headings.SHOW_PRIORITY)
        md.registerExtension(self)

    def reset(self) -> None:
        """The next text is another one: of those without a name, anything may be said again.

        All else stays: the host calls this for each docstring of a page, too.
        """
        self._reported_here.clear()

    def close(self) -> None:
        """Nothing is converted any more: let go of what was kept for it. Python would look through
        it for garbage before it ends, and that takes longer than many a page."""
        self._with_references.clear()
        self._said.clear()
        self._fixed.clear()
        forget_projects()

    # What hosts with more than one page override.

    def page_context(self, md: Markdown) -> PageContext:
        """The page that `md` converts, as far as anybody knows. What the host says about its
        configuration is true of all its pages."""
        context = self.page or find_context(md)
        self.base = context.base or self.base
        if context.sources is not None and self.settings.scope == "fixed":
            for problem in find_missing_page(context.sources, self.settings.bibliography_page):
                self._report_for_all(context, problem)
                self.settings = dataclasses.replace(self.settings, scope="page")
        if self.host == "markdown" and self.settings.scope == "fixed":
            named = self.settings.bibliography_page
            self.read_list_page = cache(partial(read_other, context, named))
        return context

    def format(
        self,
        context: PageContext,
        project: Project,
        citations: Sequence[Citation],
        uncited: Sequence[str],
    ) -> Result:
        """The page's citations and its list; the scope is the page."""
        fixed = self.fixed_list(project)
        if fixed is None:
            return project.session.format(citations, uncited=uncited)
        return project.session.format(
            citations, uncited=uncited, within=fixed.works, like=fixed.session
        )

    @property
    def common_list(self) -> Works | None:
        """The works of the list that all pages have in common: each page can know all of them, and so
        what its citations have to say."""
        if self.settings.scope != "fixed":
            return None
        site, page = self.load(self.settings), self.settings.bibliography_page
        return order_works(site, page, self.read_list_page, self.commands)

    def fixed_list(self, project: Project) -> FixedList | None:
        """That list as pages with this project see it; None in other scopes."""
        works = self.common_list
        if works is None:
            return None
        asked, known = self._fixed.get(project, (None, None))
        if known is None or asked is not works:
            site = self.load(self.settings)
            known = find_fixed_list(self.settings.bibliography_page, site, project, works)
            self._fixed[project] = works, known
        return known

    def entry_href(self, context: PageContext, key: str) -> str | None:
        """Where a cite on the page leads, if it does not lead to a list of the page itself."""
        if self.settings.scope != "fixed" or self.is_list_page(context):
            return entry_href(key)
        fixed = self.fixed_list(self.project(context))
        is_listed = fixed is not None and fixed.holds(key)
        return self.list_source(context) + entry_href(key) if is_listed else None

    def is_list_page(self, context: PageContext) -> bool:
        """Whether it is the page of the one list, in scopes that have one."""
        return bool(context.name) and context.name == self.settings.bibliography_page

    def list_source(self, context: PageContext) -> str:
        """The path to the page of the one list: hosts make URLs of paths to sources."""
        return relative_source(self.settings.bibliography_page, context.name)

    def wants_list(self, context: PageContext) -> bool:
        """Whether a page without a marker gets its list at the end."""
        if self.settings.scope == "fixed" and not self.is_list_page(context):
            return False
        return self.page_settings(context).show_bibliography

    rewrites_pages = False
    """Whether the host comes back to converted pages."""

    names_entries = True
    """Whether entries have ids, to which cites lead."""

    def lists_here(self, context: PageContext) -> bool:
        """Whether cites lead to the lists of their own page, and nowhere else."""
        return self.settings.scope != "fixed" or self.is_list_page(context)

    def key_prefixes(self) -> Sequence[str]:
        """What lists of other pages want before the keys of their works."""
        return ()

    def list_scopes(self, context: PageContext) -> tuple[str, ...]:
        """The scopes that a list on the page may have; the first is the default."""
        return ("page", "section")

    def lists_later(self, context: PageContext) -> bool:
        """Whether the places of lists stay empty for the host to fill."""
        return False

    def final_lists(
        self, context: PageContext, lists: list[PrintedList | None]
    ) -> list[PrintedList | None]:
        """The lists of a page, or of its beginning, as the host knows better."""
        return lists

    def finish_page(self, context: PageContext, written: WrittenPage) -> None:
        """A page is done."""

    # What the stages ask for.

    def is_excluded(self, context: PageContext) -> bool:
        return is_meant(context.name, self.settings.exclude)

    def find_prefix(self, project: Project, lists: Iterable[ListRequest], key: str) -> str:
        """The prefix that makes `key`, on a page with these lists, the key of a work; empty if the
        key has none."""
        if key in project.library:
            return ""
        own = (request.key_prefix for request in lists)
        return find_prefix(key, project.library, order_prefixes((*own, *self.key_prefixes())))

    def project(self, context: PageContext) -> Project:
        """The items and the style for the page, front matter respected."""
        project = self.load(self.page_settings(context))
        references = context.meta.get("references")
        if references is None:
            return project
        name = f"{context.name}\0{references!r}"
        base, own = self._with_references.get(name, (None, project))
        if base is not project:
            lines = find_reference_lines(context.source, references)
            own = extend_project(project, references, context.name, lines)
            self._with_references[name] = project, own
        return own

    def load(self, settings: Config) -> Project:
        """What these options ask for, as the files are now."""
        return load_project(settings, self.base, self.cache, self.postpone)

    def page_settings(self, context: PageContext) -> Config:
        """The options, with what the page's front matter changes."""
        settings, problems = read_settings(context.meta, self.settings, self.host)
        for problem in problems:
            self.report(context, problem)
        return find_near(settings, self.settings, self.base, context.folder)

    def nocite(self, context: PageContext) -> tuple[str, ...]:
        """The keys listed without being cited; `*` is every key."""
        own, problems = read_nocite(context.meta)
        for problem in problems:
            self.report(context, problem)
        keys = dict.fromkeys((*self.settings.nocite, *own))
        is_only_list = self.settings.scope == "fixed" and self.is_list_page(context)
        if "*" in keys or is_only_list:
            return tuple(self.project(context).library)
        return tuple(keys)

    def report_project(self, context: PageContext, project: Project) -> None:
        """Say what is wrong with the options, the style and the files, as far as it is known: some
        of it turns up when an item is first cited. What the page asked for is said of the page."""
        if project not in self._said:
            for problem in self.problems:
                self._report_for_all(context, problem)
        for problem in project.diagnostics:
            asked, given = (
                getattr(it, problem.field, "") for it in (project.config, self.settings)
            )
            if asked != given and not problem.path:
                self.report(context, problem)
            else:
                self._report_for_all(context, problem)
        said, missing = self._said.get(project, (0, ()))
        found = project.library.findings_behind(said)
        for problem in (*missing, *found):
            if problem.code == "missing-file":
                self._report_missing(context, problem)
            else:
                self._report_for_all(context, problem)
        missing = (*missing, *(problem for problem in found if problem.code == "missing-file"))
        self._said[project] = said + len(found), missing

    def _report_missing(self, context: PageContext, about: Diagnostic) -> None:
        """Say of a file that it is missing, where it is named: on pages or among the options."""
        message = f"{about.path}: {about.message}"
        problem = replace(about, path="", message=message, field="bibliography")
        askers = self.find_askers(context, about.path)
        for asker in askers:
            self.report(asker, problem)
        if not askers:
            self._report_for_all(context, problem)

    def find_askers(self, context: PageContext, file: str) -> Sequence[PageContext]:
        """The pages that name a bibliography, as far as anybody knows; none if the options do, however
        they spell it (`./refs.bib`, `works/`)."""
        return () if Path(file) in map(Path, self.settings.bibliography) else (context,)

    def report_keys(self, context: PageContext, project: Project, findings: Findings) -> None:
        """Say which keys of a page no file has, and which keys of the options."""
        if self.settings.unknown == "ignore":
            return
        severity = find_severity(self.settings)
        unknown = list(find_unknown_options(project, self.settings, severity))
        for problem in unknown:
            self._report_for_all(context, problem)
        if not is_meant(context.name, self.settings.lenient):
            is_prefixed = partial(self.find_prefix, project, findings.lists)
            for found in find_unknown(context, project, findings, severity, is_prefixed):
                problem = found
                if project.config.bibliography != self.settings.bibliography:
                    problem = explain_replaced(found, self.load(self.settings).library)
                self._report_on(context, problem.key, problem)
                unknown.append(problem)
        if unknown and self.settings.unknown == "error":
            self.fail(unknown[0])

    def report_unlisted(
        self, context: PageContext, project: Project, unlisted: Iterable[str]
    ) -> None:
        """Say which works are in no list, in the scope that has one for all pages, on pages that are
        not like those: `unlisted` are the keys of works that the page itself does not list."""
        fixed = None if self.is_list_page(context) else self.fixed_list(project)
        if fixed is None or project is fixed.site or not self.needs_list(context, project):
            return
        library = project.library

        def find_reason(key: str) -> str:
            return fixed.find_reason(library.find_id(key))

        known = (key for key in unlisted if key in library)
        self._report_all(context, find_unlisted(context, known, find_reason))

    def needs_list(self, context: PageContext, project: Project) -> bool:
        """Whether readers of the page look works up in a list. A note holds the work itself; who wants
        no list is not asked for one."""
        return not project.style.is_note and self.page_settings(context).show_bibliography

    def report_unshown(
        self, context: PageContext, project: Project, unshown: Collection[str]
    ) -> None:
        """Say which works the lists of a page leave out, where cites lead to these lists alone. An
        excerpt may lack a list that the page has."""
        is_whole = self.settings.scope == "page" and self.names_entries
        if unshown and is_whole and self.needs_list(context, project):
            reason = "the lists of the page leave it out"
            self._report_all(context, find_unlisted(context, unshown, lambda _: reason))

    def report_left_out(
        self,
        context: PageContext,
        requests: Sequence[ListRequest],
        entries: Iterable[str],
        anchors: Container[str],
    ) -> None:
        """Say on the page of the one list what is left out, as others do not know."""
        if self._is_list_alone(context):
            lists = [request for request in requests if not request.is_entry]
            found = find_left_out(context.name, entries, anchors, bool(lists))
            for problem in found:
                if lists:
                    self.report_list(context, lists[0], problem)
                else:
                    self._report_for_all(context, problem)

    def _is_list_alone(self, context: PageContext) -> bool:
        """Whether it is the page of the one list and nobody knows what other pages cite."""
        is_fixed = self.settings.scope == "fixed" and self.is_list_page(context)
        return is_fixed and self.host == "markdown"

    def report_excluded(self, context: PageContext) -> None:
        """Say that the page of the one list has none, as it is left alone."""
        if self._is_list_alone(context):
            self._report_for_all(context, describe_no_list(context.name, is_excluded=True))

    def fail(self, problem: Diagnostic) -> None:
        """The user wants the build to end here: the option `unknown` says so."""
        raise IbidemError(problem)


def _write_paths(value: object) -> object:
    """The value of an option, paths as text: programs have objects for them."""
    if isinstance(value, (list, tuple)):
        return [fspath(part) if isinstance(part, PathLike) else part for part in value]
    return fspath(value) if isinstance(value, PathLike) else value


def check_list_page(
    settings: Config, problems: tuple[Diagnostic, ...]
) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The options with a scope that they make possible: `fixed` needs the name of a page."""
    page, scope = settings.bibliography_page, settings.scope
    if scope == "fixed" and not page:
        message = "the scope 'fixed' needs the option 'bibliography_page'; the scope is 'page' now"
        found = Diagnostic("no-list-page", message, field="bibliography_page")
        return dataclasses.replace(settings, scope="page"), (*problems, found)
    if scope == "page" and page:
        message = "the option 'bibliography_page' has no effect in the scope 'page'"
        found = Diagnostic("config.without-effect", message, field="bibliography_page")
        return settings, (*problems, found)
    return settings, problems


def relative_source(target: str, page: str) -> str:
    """The path from one source to another; the path as given where the page is not known."""
    return relpath(target, dirname(page) or ".") if page else target


def makeExtension(**options: object) -> IbidemExtension:
    """The entry point that Python-Markdown looks for in a module."""
    return IbidemExtension(**options)
