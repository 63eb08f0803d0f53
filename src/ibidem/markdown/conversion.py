"""One conversion: the page, its project and what has been found in it so far."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from markdown.preprocessors import Preprocessor

from ibidem.markdown.docstrings import is_inner
from ibidem.markdown.inline import Findings
from ibidem.markdown.lines import find_requests
from ibidem.markdown.markers import ListRequest

if TYPE_CHECKING:
    from markdown import Markdown

    from ibidem.markdown.context import PageContext
    from ibidem.markdown.extension import IbidemExtension
    from ibidem.markdown.project import Project


KEEP_PRIORITY: Final = 1000
"""Before anything is taken from the text."""


class KeepLines(Preprocessor):
    """Remembers the text as it is written."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md)
        self.conversion = conversion

    def run(self, lines: list[str]) -> list[str]:
        self.conversion.lines = lines
        return lines


class Conversion:
    """Shared by the stages of one `Markdown` object, which may convert one page after the other.

    The page and its project are looked up when the first stage asks, so that a `Markdown` object
    that converts nothing reads no file.
    """

    def __init__(self, md: Markdown, extension: IbidemExtension) -> None:
        self.md = md
        self.extension = extension
        self.findings = Findings()
        self.lines: list[str] = []
        """The text, for hosts that do not say where it comes from."""
        self.find_authors: Callable[[], Mapping[str, str]] = dict
        """Gives what the citations in sentences say as words of these, by their ids."""
        self._context: PageContext | None = None
        self._project: Project | None = None
        self._is_excluded: bool | None = None
        self._lists_around: list[ListRequest] | None = None

    @property
    def context(self) -> PageContext:
        if self._context is None:
            context = self.extension.page_context(self.md)
            if not (context.name or context.source):
                context = dataclasses.replace(context, written=partial("\n".join, self.lines))
            self._context = context
        return self._context

    @property
    def project(self) -> Project:
        if self._project is None:
            self._project = self.extension.project(self.context)
        return self._project

    @property
    def is_excluded(self) -> bool:
        """The page's text is left alone."""
        if self._is_excluded is None:
            self._is_excluded = self.extension.is_excluded(self.context)
        return self._is_excluded

    def cites_in_sentences(self, key: str) -> bool:
        """Whether the key may be cited without brackets."""
        if not self.project.config.bare_keys:
            return False
        if key in self.project.library:
            return True
        return bool(self.extension.find_prefix(self.project, self._lists, key))

    @property
    def _lists(self) -> list[ListRequest]:
        """The lists of the page; a docstring has those of the page around, which is still being read."""
        if not is_inner(self.md):
            return self.findings.lists
        if self._lists_around is None:
            source = self.context.source
            is_needed = "keyprefix" in source
            self._lists_around = find_requests(source, self.extension.commands) if is_needed else []
        return self._lists_around

    def finish(self) -> Findings:
        """What was found. The next page starts from nothing."""
        findings, self.findings = self.findings, Findings()
        self.find_authors = dict
        self._context = self._project = self._is_excluded = self._lists_around = None
        return findings
