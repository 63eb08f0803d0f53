"""Lists in another style or language than the project's: one session for each pair of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ibidem import (
    Citation,
    Diagnostic,
    IbidemError,
    Library,
    Result,
    Session,
    Style,
    load_style,
)
from ibidem.listing import Rules, ShownList, order_as_shown
from ibidem.sphinx.formatting import Finding
from ibidem.sphinx.page_lists import PageList
from ibidem.sphinx.project import Project

DEFAULT_LOCALE = "en-US"


class ListStyles:
    """The styles of lists; a list whose style is wrong is printed in that of the project."""

    def __init__(self, project: Project, library: Library, session: Session) -> None:
        self._project = project
        self._library = library
        self._own = session
        self._sessions: dict[tuple[str, str, bool], Session] = {}
        self._results: dict[tuple[tuple[str, str, bool], str], Result] = {}
        self._errors: dict[str, Diagnostic] = {}
        """By name, what is wrong with a style."""
        self._findings: dict[Finding, None] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with styles, for each list that asks for one."""
        return tuple(self._findings)

    def is_other(self, listed: PageList) -> bool:
        """Whether the list is printed in another style or language."""
        return self._session(listed) is not self._own

    def style_of(self, listed: PageList) -> Style:
        """The style that the list is printed in."""
        return self._session(listed).processor.style

    def locale_of(self, listed: PageList) -> str:
        """The language of the list."""
        style = self.style_of(listed)
        return self._choose_locale(listed) or style.default_locale or DEFAULT_LOCALE

    def format(
        self,
        listed: PageList,
        citations: Sequence[Citation],
        lists: Iterable[PageList],
        uncited: Sequence[str],
        page: str = "",
    ) -> Result:
        """The works of all lists in this style and language, and those that the project's own
        lists hold: the same works have the same years and numbers in all. Those of one `page` may
        be told from the others'."""
        name = _name(listed)
        place = (name, page)
        if place not in self._results:
            alike = [other for other in lists if _name(other) == name]
            works = self._order(self._session(listed), uncited, alike)
            self._results[place] = self._session(listed).format(citations, uncited=works)
        return self._results[place]

    def format_alone(
        self, listed: PageList, citations: Sequence[Citation], uncited: Sequence[str]
    ) -> Result:
        """A list that numbers for itself, in its language."""
        return self._session(listed).format(citations, uncited=uncited)

    def _order(
        self, session: Session, uncited: Sequence[str], alike: Sequence[PageList]
    ) -> list[str]:
        """The works that the project lists and those of lists in one style and language, in the order
        of their numbers. What the project numbers as its lists show it has these numbers here, too."""
        works = [*uncited, *(work for listed in alike for work in listed.works)]
        if not session.processor.numbers_as_given:
            return works
        first = uncited if self._own.processor.numbers_as_given else ()
        shown = (self.describe(listed) for listed in alike if listed.is_target)
        return [*first, *order_as_shown(works, shown, self._library)]

    def describe(self, listed: PageList) -> ShownList:
        """The list, as far as the order of its works counts."""
        rules = Rules(self.locale_of(listed), self.style_of(listed).sorts_by_particles)
        return ShownList(listed.works, listed.options, rules)

    def _session(self, listed: PageList) -> Session:
        name = _name(listed)
        if name not in self._sessions:
            self._sessions[name] = self._own if name == ("", "", False) else self._make(listed)
        error = self._errors.get(listed.options.style)
        if error is not None:
            record = listed.record
            self._findings[Finding(error, listed.page, record.source, record.line)] = None
        return self._sessions[name]

    def _choose_locale(self, listed: PageList) -> str:
        """The language that is asked for; empty for that of the style."""
        options = listed.options
        english = DEFAULT_LOCALE if options.is_stand_in else ""
        return options.lang or self._project.locale or english

    def _make(self, listed: PageList) -> Session:
        project, options = self._project, listed.options
        style = project.style
        if options.style:
            try:
                style = load_style(options.style, base=project.base)
            except IbidemError as error:
                self._errors[options.style] = error.diagnostic
                if not options.lang:
                    return self._own
        return Session(
            self._library,
            style,
            locale=self._choose_locale(listed),
            links=project.config.links,
            abbreviations=project.abbreviations,
        )


def _name(listed: PageList) -> tuple[str, str, bool]:
    options = listed.options
    return options.style, options.lang, options.is_stand_in
