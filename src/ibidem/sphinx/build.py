"""One run of Sphinx, event by event.

Options are settled first, everything is formatted when all pages are read, and at the end it is
remembered what was written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.addnodes import toctree
from sphinx.util import logging
from sphinx.util.display import progress_message

from ibidem.collector import Patience, end_quickly, paused_collector
from ibidem.companion import MANY
from ibidem.listing import name_way_back
from ibidem.sphinx.ahead import Ahead, Whole
from ibidem.sphinx.conditions import judge, leave_out
from ibidem.sphinx.copies import name_references
from ibidem.sphinx.environment import find_domain
from ibidem.sphinx.footcite import find_noted, find_stale
from ibidem.sphinx.formatter import format_pages
from ibidem.sphinx.latex_letters import declare_letters
from ibidem.sphinx.myst import MarkdownPages
from ibidem.sphinx.order import find_parts, order_pages
from ibidem.sphinx.page_lists import digest_styles
from ibidem.sphinx.project import FOLDER, Project, read_project
from ibidem.sphinx.reports import find_option, report, report_findings
from ibidem.sphinx.roles import FOOTNOTE_AGAIN, LEFT_OUT
from ibidem.sphinx.signatures import (
    Written,
    find_changed,
    load_written,
    save_written,
    signature_file,
)
from ibidem.sphinx.store import digest_pages, load_formatting, save_formatting
from ibidem.sphinx.titles import fill_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ibidem import Library
    from ibidem.sphinx.domain import CiteDomain
    from ibidem.sphinx.formatting import Formatting
    from ibidem.sphinx.records import PageRecord

logger = logging.getLogger(__name__)

READING, FORMATTING = "reading bibliographies", "formatting citations and lists"
"""The steps that may take long."""


class Build:
    """What this run knows. The methods are called by Sphinx's events of similar names."""

    def __init__(self) -> None:
        self._project: Project | None = None
        self._library: Library | None = None
        self._linked: dict[str, tuple[str, ...]] = {}
        self._way_back: dict[str, str] = {}
        """What links back are called, by page with a list: its language is Sphinx's."""
        self._written = Written()
        self._resolved: set[str] = set()
        self._patience = Patience()
        self._ahead: Ahead | None = None
        self._digest: str | None = None
        self._begun = ""
        """The digest when the bibliography was first read, be it by the second process."""

    def connect(self, app: Sphinx) -> None:
        """Hook the methods to the events."""
        app.connect("builder-inited", self.settle)
        app.connect("env-get-outdated", self.find_outdated)
        app.connect("env-before-read-docs", self.prepare_reading)
        app.connect("doctree-read", self.note_read)
        app.connect("env-updated", self.format)
        app.connect("doctree-resolved", self.note_resolved)
        app.connect("build-finished", self.finish)

    def settle(self, app: Sphinx) -> None:
        """Read the options and say what is wrong with them."""
        self._project = read_project(app)
        domain = find_domain(app.env)
        domain.builder, domain.options = app.builder, self._project.config
        domain.load_library = self.load_library
        domain.markdown = MarkdownPages(app, self._project.config, self.load_library)
        for diagnostic in self._project.diagnostics:
            place = None if diagnostic.path else find_option(app.confdir, diagnostic.field)
            report(diagnostic, place)

    @property
    def project(self) -> Project:
        assert self._project is not None, "builder-inited comes first"
        return self._project

    @property
    def digest(self) -> str:
        """Of everything outside the pages, as it was when first asked; see `Project.digest`."""
        if self._digest is None:
            self._digest = self.project.digest()
        return self._digest

    def load_library(self) -> Library:
        """The bibliography, read when it is first asked for."""
        if self._library is None:
            self._begun = self.digest
            self._library = self.project.load_library()
        return self._library

    def find_outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: Set[str],
        changed: Set[str],
        removed: Set[str],
    ) -> list[str]:
        """Name the pages that would not be read as they were, if they were read now.

        Notes are footnotes from reading on, so citing pages are when the style begins, or ceases,
        to print notes; so are the works of footcites, whose names the bibliography may have given to
        others. What is a citation on a Markdown page depends on the options and on the keys in the
        bibliography. All else is decided later.
        """
        domain = find_domain(env)
        stale: set[str] = set()
        makes_notes = self.project.style.is_note
        after = self.project.config.notes_after_punctuation
        moves = makes_notes and domain.after_punctuation != after
        if domain.makes_notes != makes_notes or moves:
            stale.update(page for page, record in domain.pages.items() if record.citations)
        domain.makes_notes, domain.after_punctuation = makes_notes, after
        noted = find_noted(domain.pages)
        digest = self.digest if noted else ""
        if noted and digest != domain.data["noted"]:
            stale.update(find_stale(noted, self.load_library()))
        domain.data["noted"] = digest
        stale.update(self._find_moved_words(env, domain))
        return sorted(stale)

    def _find_moved_words(self, env: BuildEnvironment, domain: CiteDomain) -> list[str]:
        """The Markdown pages whose text has other citations than when it was read."""
        pages = domain.markdown
        assert pages is not None, "builder-inited comes first"
        data = domain.data
        state, digest = pages.state, self.digest if pages.state else ""
        is_read_otherwise, is_same = data["markdown"] != state, digest and data["words"] == digest
        data["markdown"], data["words"] = state, digest
        if is_read_otherwise:
            return [
                page
                for page in env.all_docs
                if pages.holds_any([env.doc2path(page), *env.dependencies.get(page, ())])
            ]
        return [] if is_same else pages.find_moved(domain.pages.items())

    def prepare_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Read the bibliography before processes are made that would each read it for themselves."""
        end_quickly()
        self._patience.begin()
        if app.parallel < 2 and len(docnames) >= MANY and self.digest:
            self._begun = self.digest
            self._ahead = Ahead.start(self.project)
            if self._ahead is not None:
                logger.verbose("ibidem: citations are formatted by a second process")
        pages = find_domain(env).markdown
        if app.parallel < 2 or pages is None or not pages.state:
            return
        if any(str(env.doc2path(page)) in pages for page in docnames):
            with progress_message(READING):
                pages.load_keys()

    def note_read(self, app: Sphinx, document: nodes.document) -> None:
        """A page is read; the second process may go on with it."""
        record = find_domain(app.env).pages.get(app.env.docname)
        if self._ahead is not None and record is not None and record.citations:
            self._ahead.note(app.env.docname, record)

    def format(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Format everything, and name the pages that show something else than was written."""
        domain = find_domain(env)
        records = leave_out(domain.pages, judge(app.builder))
        order = order_pages(env.config.root_doc, env.toctree_includes, records)
        with paused_collector():
            formatting = self._format_or_load(
                Path(app.doctreedir), order, records, _find_parts(env)
            )
        self._end_second_process()
        domain.formatting = formatting
        declare_letters(app.builder, formatting)
        report_findings(formatting.findings, app.confdir)
        fill_titles(env, formatting, records)
        name_references(env, formatting, records)
        self._linked = {page: record.linked for page, record in records.items() if record.linked}
        self._written = load_written(_signature_file(app))
        way_back = name_way_back(app.config.language)
        self._way_back = {page: way_back for page, record in records.items() if record.lists}
        signatures = self._sign(env.found_docs, formatting, self._written.copies)
        moved = find_changed(signatures, self._written.signatures, env.found_docs)
        _log_counts(records, formatting, len(moved))
        return moved

    def _sign(
        self,
        pages: Iterable[str],
        formatting: Formatting,
        copies: Mapping[str, tuple[str, ...]],
    ) -> dict[str, str]:
        """The signatures of the pages that show anything of ours."""

        def sign(page: str) -> str:
            linked, way_back = self._linked.get(page, ()), self._way_back.get(page, "")
            return formatting.sign(page, linked, copies.get(page, ()), way_back)

        return {page: signature for page in pages if (signature := sign(page))}

    def _format_or_load(
        self,
        doctrees: Path,
        order: Sequence[str],
        records: Mapping[str, PageRecord],
        parts: Mapping[str, str],
    ) -> Formatting:
        outside = self._settle_digest()
        if self._ahead is not None:
            self._ahead.format(Whole(order, records, parts))
        styles = digest_styles(records, self.project)
        digest = outside and outside + digest_pages(order, records, parts) + styles
        path = doctrees / FOLDER / "formatting.pickle"
        kept = load_formatting(path, digest, records) if digest else None
        if kept is not None:
            return kept
        if digest and self._ahead is not None:
            with progress_message(FORMATTING):
                self._ahead.keep(path, digest)
                kept = load_formatting(path, digest, records)
            if kept is not None:
                return kept
        with progress_message(READING):
            library = self.load_library()
        with progress_message(FORMATTING):
            session = self.project.open_session(library)
            formatting = format_pages(self.project, library, session, order, records, parts)
        self._library = None
        return save_formatting(path, digest, records, formatting) if digest else formatting

    def _settle_digest(self) -> str:
        """The digest, and nothing that has begun with other files: an extension may have made them
        while pages were read."""
        self._digest = self.project.digest()
        if self._begun not in ("", self.digest):
            self._library = None
            self._end_second_process()
        return self.digest

    def note_resolved(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Note a page as written: builders resolve what they write, in the main process."""
        self._resolved.add(docname)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep the signatures of what was written, unless the build broke off."""
        self._patience.end()
        self._end_second_process()
        if exception is not None:
            return
        domain, old = find_domain(app.env), self._written
        copies = {page: tuple(sorted(others)) for page, others in domain.copied.items()}
        unwritten = app.env.found_docs - self._resolved
        kept = {page: old.signatures[page] for page in unwritten & old.signatures.keys()}
        written = Written(
            kept | self._sign(self._resolved, domain.formatting, copies),
            {page: old.copies[page] for page in unwritten & old.copies.keys()} | copies,
        )
        if written != old:
            save_written(_signature_file(app), written)

    def _end_second_process(self) -> None:
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None


def _find_parts(env: BuildEnvironment) -> dict[str, str]:
    root = env.config.root_doc
    contents = env.tocs.get(root)
    found = contents.findall(toctree) if contents is not None else ()
    toctrees = [(node.get("caption") or "", node["includefiles"]) for node in found]
    return find_parts(root, toctrees, env.toctree_includes)


def _signature_file(app: Sphinx) -> Path:
    return signature_file(Path(app.doctreedir) / FOLDER, app.builder.name, Path(app.outdir))


def _log_counts(records: Mapping[str, PageRecord], formatting: Formatting, moved: int) -> None:
    citations = [
        citation
        for record in records.values()
        for citation in record.citations
        if citation.role not in (LEFT_OUT, FOOTNOTE_AGAIN)
    ]
    logger.info(
        "ibidem: %s of %s, %s; %s changed",
        _count(len(citations), "citation"),
        _count(formatting.works, "work"),
        _count(sum(len(record.lists) for record in records.values()), "list"),
        _count(moved, "page"),
    )


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
