"""What is wrong with pages and options, and that it is told: once for each page, or once for all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from ibidem import Diagnostic, FormattedCitation, replace
from ibidem.diagnostics import Severity
from ibidem.markdown.checks import find_blank, find_slips, find_unread
from ibidem.markdown.context import PageContext
from ibidem.markdown.front_matter import find_field_line
from ibidem.markdown.inline import Findings, Found
from ibidem.markdown.lines import find_marker_line
from ibidem.markdown.markers import ListRequest
from ibidem.markdown.project import Project
from ibidem.markdown.told import TOLD

if TYPE_CHECKING:
    from ibidem.markdown.raw import Raw

log = logging.getLogger("ibidem.markdown")

LEVELS: Final[Mapping[Severity, int]] = {
    "error": logging.ERROR,
    "warning": logging.WARNING,
    "info": logging.INFO,
}


def log_finding(problem: Diagnostic) -> None:
    """To the log, for hosts without a way of their own."""
    log.log(LEVELS[problem.severity], "%s", problem)


class Reports:
    """The findings of a conversion or of many, as the host is told of them. `given` are the options, as
    text: with the same ones the same is wrong."""

    def __init__(self, given: str) -> None:
        self.reporter: Callable[[Diagnostic], None] = log_finding
        self._given = given
        self._reported: set[object] = set()
        self._reported_here: set[object] = set()
        """About the text without a name that is being converted."""

    def report_groups(self, context: PageContext, project: Project, findings: Findings) -> None:
        """Say what is wrong with the brackets of a page."""
        self._report_all(context, find_slips(context, project, findings))

    def report_raw(self, context: PageContext, found: Iterable[Raw]) -> None:
        """Say which citations stay as they are written."""
        self._report_all(context, find_unread(context, found))

    def report_blank(
        self, context: PageContext, findings: Iterable[Found], printed: Iterable[FormattedCitation]
    ) -> None:
        """Say for which citations the style prints nothing."""
        self._report_all(context, find_blank(context, findings, printed))

    def report_markers(self, context: PageContext, findings: Findings) -> None:
        """Say what is meant for a marker of a list, and is none."""
        for text, message in findings.slipped_markers.items():
            request = ListRequest(text=text)
            self.report_list(context, request, Diagnostic("list-marker", message))

    def report_list(self, context: PageContext, request: ListRequest, problem: Diagnostic) -> None:
        """Say what is wrong with the options of a list, at the line of its marker."""
        if not problem.path:
            line = find_marker_line(context.source, request)
            problem = replace(problem, path=context.name, line=line)
        self.report(context, problem)

    def _report_all(self, context: PageContext, problems: Iterable[Diagnostic]) -> None:
        for problem in problems:
            self._report_on(context, problem, problem)

    def report(self, context: PageContext, problem: Diagnostic) -> None:
        if not (problem.path or problem.line):
            line = find_field_line(context.source, problem.field)
            problem = replace(problem, path=context.name, line=line)
        self._report_on(context, problem, problem)

    def _report_on(self, context: PageContext, name: object, problem: Diagnostic) -> None:
        """Once for each page."""
        if context.name:
            self._report_once((context.name, name), problem)
        elif name not in self._reported_here:
            self._reported_here.add(name)
            self.reporter(problem)

    def _report_once(self, name: object, problem: Diagnostic) -> None:
        if name not in self._reported:
            self._reported.add(name)
            self.reporter(problem)

    def _report_for_all(self, context: PageContext, problem: Diagnostic) -> None:
        """Once for all pages: also where each has an extension of its own, and all use the log."""
        is_shared = self.reporter is log_finding
        if not is_shared or TOLD.is_new(context.build, self._given, problem):
            self._report_once(problem, problem)
