"""The lists of one page: what they hold, and how they are printed.

Options are read and works are chosen before the page is formatted, since works that nothing cites
have to be formatted as well; groups are made of the result.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ibidem import (
    Citation,
    Diagnostic,
    IbidemError,
    Item,
    Library,
    Result,
    Session,
    closest,
    replace,
)
from ibidem.listing import (
    NUMBERING,
    Cited,
    ListedGroup,
    ListOptions,
    Rules,
    ShownList,
    check_names,
    compose_list,
    drop_label,
    limit_to_files,
    order_as_shown,
    read_list_options,
    take_id,
)
from ibidem.markdown.lists import BackLink, PrintedList
from ibidem.markdown.markers import ENTRY_OPTIONS, ListRequest
from ibidem.markdown.project import DEFAULT_LOCALE, Project
from ibidem.markdown.reading import Place
from ibidem.markdown.sections import Path

Report = Callable[[ListRequest, Diagnostic], None]


@dataclass(frozen=True, slots=True, eq=False)
class PageList:
    """One list of a page, its works chosen. There is one object for each."""

    request: ListRequest
    options: ListOptions
    works: tuple[str, ...]
    session: Session
    is_series: bool = False
    """It numbers its works for itself."""

    @property
    def is_target(self) -> bool:
        """Whether cites lead to its entries."""
        return self.options.form == "citation" and not self.request.is_entry

    @property
    def is_own(self) -> bool:
        """It is printed in the style and language of the page."""
        return not self.options.style and not self.options.lang

    @property
    def shows_more(self) -> bool:
        """It is not just the list of what the page cites."""
        return bool(self.options.choice != "cited" or self.options.filter or self.options.keys)


@dataclass(frozen=True, slots=True)
class PlacedLists:
    """The lists of a page, printed, with the ids of their entries."""

    lists: Sequence[PageList] = ()
    groups: Sequence[tuple[ListedGroup, ...]] = ()
    anchors: Sequence[Mapping[str, str]] = ()
    paths: Sequence[Path] = ()
    """The sections that they stand in, or are about."""

    def find_anchor(self, key: str, path: Path, prefix: str = "") -> str:
        """The entry that a cite in a section leads to; empty if no list holds the work."""
        number = find_nearest(self.lists, self.anchors, self.paths, key, path, prefix)
        return self.anchors[number][key] if number >= 0 else ""

    def first_anchors(self) -> dict[str, str]:
        """The first entry of each work on the page."""
        return {key: id for own in reversed(self.anchors) for key, id in own.items()}

    def without_last(self) -> PlacedLists:
        return PlacedLists(self.lists[:-1], self.groups[:-1], self.anchors[:-1], self.paths[:-1])


def find_nearest(
    lists: Sequence[PageList],
    held: Sequence[Container[str]],
    paths: Sequence[Path],
    work: str,
    path: Path,
    prefix: str = "",
) -> int:
    """The number of the list that a cite in a section leads to: of the innermost around it, else of
    the first; -1 if none of them holds the work. `held` is what each of them does."""
    nearest, found = -2, -1
    for number, (listed, works, own) in enumerate(zip(lists, held, paths, strict=True)):
        if work in works and listed.options.key_prefix == prefix:
            depth = len(own) if path[: len(own)] == own else -1
            if depth > nearest:
                nearest, found = depth, number
    return found


class ListPlanner:
    """Reads what markers ask for."""

    def __init__(self, project: Project, scopes: Sequence[str], report: Report) -> None:
        self.project = project
        self.scopes = scopes
        self.report = report

    def plan(self, request: ListRequest, find_cited: Callable[[str, str], Cited]) -> PageList:
        """The list; `find_cited` gives what is cited in a scope with a prefix of keys."""
        raw = dict(request.options)
        if request.is_entry:
            raw = self._read_entry(request, raw)
        options, problems = read_list_options(raw, self.scopes)
        options = self._check_style(request, options)
        cited = find_cited(options.scope or self.scopes[0], options.key_prefix)
        works, problems_of_filter = self.project.selector.select(options, cited)
        library = self.project.library
        base = self.project.base
        files = (base / name for name in options.files)
        works, problems_of_files = limit_to_files(works, options.keys, files, library, base)
        problems_of_names = check_names(options, works, library)
        found = (
            *request.problems,
            *problems,
            *problems_of_filter,
            *problems_of_files,
            *problems_of_names,
        )
        for problem in found:
            self.report(request, problem)
        session = self._session_for(options)
        listed = PageList(request, options, tuple(works), session)
        has_labels = self.project.style.citation_format in NUMBERING
        if options.label_prefix and has_labels and not options.style and listed.is_target:
            return dataclasses.replace(listed, is_series=True)
        return listed

    def _read_entry(self, request: ListRequest, raw: Mapping[str, str]) -> dict[str, str]:
        """The options of a list that holds nothing but the entries that the marker names."""
        for name in (name for name in raw if name not in ENTRY_OPTIONS):
            message = f"single entries have no option {name!r}"
            suggestion = closest(name, ENTRY_OPTIONS)
            self.report(request, Diagnostic("list-option", message, suggestion=suggestion))
        known = {name: value for name, value in raw.items() if name in ENTRY_OPTIONS}
        return {**known, "filter": "False"}

    def _session_for(self, options: ListOptions) -> Session:
        """Nobody has chosen the language of a style that stands for one of pybtex."""
        is_chosen = options.lang or self.project.config.locale or not options.is_stand_in
        lang = options.lang if is_chosen else DEFAULT_LOCALE
        return self.project.session_for(options.style, lang)

    def _check_style(self, request: ListRequest, options: ListOptions) -> ListOptions:
        """The options without a style that can't be used."""
        try:
            self._session_for(options)
        except IbidemError as error:
            self.report(request, error.diagnostic)
            return dataclasses.replace(options, style="")
        return options


def works_to_format(
    lists: Sequence[PageList],
    project: Project,
    find_targets: Callable[[], Iterable[Sequence[PageList | None]]],
) -> list[str]:
    """The works of lists that are formatted with the citations: those of lists that are printed from
    the result of the scope, and of lists in another style or language that citations lead to
    (`find_targets` gives those of each citation): years have the same suffixes there. Numbers would
    only have gaps."""
    others = [listed for listed in lists if not (listed.is_own or listed.is_series)]
    agreeing: set[PageList | None] = set()
    if others and project.style.citation_format != "numeric":
        agreeing.update(chain.from_iterable(find_targets()))
    return [
        work
        for listed in lists
        if (listed.is_own or listed in agreeing)
        and not listed.request.is_entry
        and not listed.is_series
        for work in listed.works
    ]


def order_uncited(
    works: Iterable[str],
    citations: Iterable[Citation],
    lists: Iterable[PageList],
    session: Session,
    project: Project,
) -> list[str]:
    """Those of the works that no citation has, in the order of their numbers: in a style that does not
    sort, the one in which the lists show them first."""
    if not session.processor.numbers_as_given:
        return list(works)
    library = project.library
    cited = {cite.id for citation in citations for cite in citation.cites}
    ids = (library.find_id(key) for key in works if key in library and key not in cited)
    by_particles = session.processor.style.sorts_by_particles
    shown = (
        ShownList(listed.works, listed.options, Rules(_locale_of(listed, project), by_particles))
        for listed in lists
        if listed.is_target
    )
    return order_as_shown(ids, shown, library)


def print_list(
    listed: PageList,
    result: Result,
    project: Project,
    common: Mapping[str, Item] | None = None,
) -> tuple[ListedGroup, ...]:
    """The groups of a list, made of a result that holds its works; `common` are the works of the list that
    all pages have in common, if there is one."""
    if listed.request.is_entry:
        return _print_entries(listed, result, project, common)
    if listed.works and not listed.request.options and {*listed.works} == {*result.order}:
        return (ListedGroup("", result.bibliography),)  # what a second process may have told
    return compose_list(
        result,
        listed.works,
        listed.options,
        project.library,
        _locale_of(listed, project),
        by_particles=listed.session.processor.style.sorts_by_particles,
        renumber=not (
            listed.is_own or listed.is_series or project.style.citation_format == "numeric"
        ),
    )


def _print_entries(
    listed: PageList, result: Result, project: Project, common: Mapping[str, Item] | None
) -> tuple[ListedGroup, ...]:
    """Entries in place: as the list of the page has them, if it does; without a label and a layout."""
    works = listed.works
    if not listed.is_own or any(work not in result.drafts for work in works):
        result = listed.session.format([], uncited=works, within=common)
    groups = compose_list(
        result,
        works,
        listed.options,
        project.library,
        _locale_of(listed, project),
        by_particles=listed.session.processor.style.sorts_by_particles,
    )
    return tuple(map(_without_labels, groups))


def _without_labels(group: ListedGroup) -> ListedGroup:
    entries = tuple(
        replace(entry, content=drop_label(entry.content)) for entry in group.bibliography.entries
    )
    layout = replace(
        group.bibliography,
        entries=entries,
        second_field_align="",
        hanging_indent=False,
        line_spacing=1,
    )
    return group._replace(bibliography=layout)


def _locale_of(listed: PageList, project: Project) -> str:
    if listed.options.lang:
        return listed.options.lang
    if project.config.locale or listed.is_own:
        return project.locale
    if listed.options.is_stand_in:
        return DEFAULT_LOCALE
    return listed.session.processor.style.default_locale or DEFAULT_LOCALE


def anchor_entries(
    lists: Sequence[tuple[PageList, tuple[ListedGroup, ...]]], identify: Callable[[str], str]
) -> list[Mapping[str, str]]:
    """The ids of the entries of each list: those of the first are plain, others count on."""
    used: set[str] = set()
    placed: list[Mapping[str, str]] = []
    repeats = find_repeats([listed for listed, _ in lists])
    for number, (listed, groups) in enumerate(lists):
        anchors: dict[str, str] = {}
        for group in groups if listed.is_target and number not in repeats else ():
            for entry in group.bibliography.entries:
                if entry.id not in anchors:
                    anchors[entry.id] = take_id(identify(entry.id), used)
        placed.append(anchors)
    return placed


def find_repeats(lists: Sequence[PageList]) -> set[int]:
    """The numbers of lists that say the same as one before: a page needs no such list twice."""
    seen: set[object] = set()
    repeats: set[int] = set()
    for number, listed in enumerate(lists):
        if not listed.request.is_entry:
            content = listed.request.options, listed.works
            if content in seen:
                repeats.add(number)
            seen.add(content)
    return repeats


def find_shown(lists: Sequence[PageList]) -> frozenset[str] | None:
    """The works that readers find in lists, single entries among these; None without a list that cites
    lead to: nobody looks anything up there."""
    if not any(listed.is_target for listed in lists):
        return None
    return frozenset(chain.from_iterable(listed.works for listed in lists))


def find_unshown(
    places: Iterable[Place],
    lists: Sequence[PageList],
    entries: Container[str],
    library: Library,
) -> Collection[str]:
    """The works that have an entry which no list of the page shows, as they are first written."""
    shown = find_shown(lists)
    if shown is None:
        return ()
    unshown: dict[str, str] = {}
    for place in places:
        for written, key in zip(place.found.keys, place.keys, strict=True):
            work = library.find_id(key) if key in library else ""
            if work in entries and work not in shown:
                unshown.setdefault(work, written)
    return unshown.values()


def arrange_lists(
    placed: PlacedLists,
    back_links: Mapping[str, Sequence[BackLink]],
    *,
    is_indexed: bool = False,
) -> list[PrintedList | None]:
    """The lists of a page as they are written; None for one that repeats another. `back_links` are
    those to each id of an entry."""
    made: list[PrintedList | None] = []
    repeats = find_repeats(placed.lists)
    names: set[str] = set()
    count = 1
    parts = zip(placed.lists, placed.groups, placed.anchors, strict=True)
    for number, (listed, groups, anchors) in enumerate(parts):
        if number in repeats:
            made.append(None)
            continue
        options = listed.options
        attributes = dict(listed.request.attributes)
        attributes.pop("id", "")
        identity = wanted_id(listed.request)
        start = options.start or count
        if options.form == "enumerated":
            count = start + sum(len(group.bibliography.entries) for group in groups)
        made.append(
            PrintedList(
                groups=groups,
                anchors=anchors,
                back_links={
                    key: back_links[anchor]
                    for key, anchor in anchors.items()
                    if anchor in back_links
                },
                identity=take_id(identity, names) if identity else "",
                language=options.lang,
                attributes=attributes,
                is_indexed=is_indexed or listed.shows_more,
                form=options.form,
                enumeration=options.enumeration,
                start=start,
            )
        )
    return made


def wanted_id(request: ListRequest) -> str:
    """The id of a list, if no other has it; empty for none."""
    return dict(request.attributes).get("id", "" if request.is_entry else "refs")
