"""Which works a list holds: the cited ones, others, those that its filter chooses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from os.path import relpath
from pathlib import Path
from typing import Final, NamedTuple

from ibidem.csl.particles import split_particles
from ibidem.diagnostics import Diagnostic, closest, is_slip
from ibidem.listing.fields import KNOWN, names_of
from ibidem.listing.filters import ABOUT_CITING, Filter, FilterError, Names, Value
from ibidem.listing.names import family_names
from ibidem.listing.options import ListOptions, filter_problem
from ibidem.model import Item
from ibidem.paths import describe_no_path, is_path
from ibidem.sources.entries import SourceFields
from ibidem.sources.library import Library

NO_PAGES: Final[Set[str]] = frozenset()


class Cited(NamedTuple):
    """What is cited, as one list sees it."""

    page: str
    """The page of the list."""
    works: Collection[str]
    """The works that count as cited, by their ids: those of the list's scope."""
    pages: Mapping[str, Set[str]]
    """By id, the pages that cite a work, of all pages."""
    on_page: Iterable[str]
    """The works that the list's own page cites."""


class WorkSelector:
    """Chooses works for many lists; what only depends on the works is found out once."""

    def __init__(
        self,
        library: Mapping[str, Item],
        describe: Callable[[str], SourceFields | None] = lambda key: None,
    ) -> None:
        self._library = library
        self._describe = describe
        self._names: dict[str, dict[str, Value]] = {}
        self._chosen: dict[Filter, tuple[str, ...]] = {}

    def select(self, options: ListOptions, cited: Cited) -> tuple[list[str], list[Diagnostic]]:
        """The ids of the works, in no order that matters, and what is wrong with the filter."""
        problems: list[Diagnostic] = []
        if options.filter is not None:
            try:
                chosen = self._filter(options.filter, cited)
                problems += self._check_names(options.filter)
                if not (chosen or problems):
                    problems += self._explain_empty(options.filter)
            except FilterError as error:
                problems.append(filter_problem(error))
                chosen = list(cited.works)
        elif options.choice == "all":
            chosen = list(self._library)
        elif options.choice == "notcited":
            chosen = [key for key in self._library if key not in cited.works]
        else:
            chosen = list(cited.works)
        named = (self._library[key].id for key in options.keys if key in self._library)
        return list(dict.fromkeys((*chosen, *named))), problems

    def _filter(self, condition: Filter, cited: Cited) -> list[str]:
        if condition.is_about_works:
            if condition not in self._chosen:
                # what chooses nothing, as markers of single entries do, looks at no work
                works = self._library if condition.reach != "none" else ()
                whole = [id for id in works if condition.matches(self._names_of(id))]
                self._chosen[condition] = tuple(whole)
            return list(self._chosen[condition])
        places: Mapping[str, Iterable[str]] = {
            "none": (),
            "page": cited.on_page,
            "cited": dict.fromkeys((*cited.works, *cited.pages)),
            "all": self._library,
        }
        return [
            id
            for id in dict.fromkeys(places[condition.reach])
            if condition.matches(self._in_list(id, cited))
        ]

    def _check_names(self, condition: Filter) -> Iterator[Diagnostic]:
        """The names in a filter that no work has, if they are nearly those of others, or stand where
        texts do."""
        texts = condition.bare | {name for name in condition.compared if name.lower() not in KNOWN}
        for asked in sorted(condition.names - ABOUT_CITING):
            if _has_any(self._names.values(), asked):
                continue
            known = sorted({name for names in self._names.values() for name in names})
            likely = (*known, *sorted(ABOUT_CITING))
            meant = next((name for name in likely if is_slip(asked, name)), "")
            message = f"no work has what the filter calls {asked!r}"
            if not meant and known and asked in texts:
                # not all works may have been looked at yet
                if _has_any(map(self._names_of, self._library), asked):
                    continue
                message = f'{message}; texts stand in quotation marks, "{asked}"'
            elif not meant:
                continue
            yield Diagnostic("filter-name", message, field="filter", suggestion=meant)

    def _explain_empty(self, condition: Filter) -> Iterator[Diagnostic]:
        """That no work at all matches a filter, if it chooses the same for every list: others may well
        find nothing on some pages."""
        if not self._library or condition.reach == "none" or not condition.is_about_works:
            return
        known = {str(self._names_of(id)["type"]) for id in self._library}
        message, suggestion = f"no work matches the filter of this list: {condition.source}", ""
        for unknown in sorted(condition.types - known):
            kinds = ", ".join(sorted(known))
            message = f"no work has the type {unknown!r} of this list's filter; there are {kinds}"
            suggestion = closest(unknown, known)
            break
        yield Diagnostic("empty-list", message, "info", field="filter", suggestion=suggestion)

    def _in_list(self, id: str, cited: Cited) -> Names:
        return {
            **self._names_of(id),
            "cited": id in cited.works,
            "docname": cited.page,
            "docnames": cited.pages.get(id, NO_PAGES),
        }

    def _names_of(self, id: str) -> dict[str, Value]:
        found = self._names.get(id)
        if found is None:
            found = self._names[id] = names_of(self._library[id], self._describe(id))
        return found


def _has_any(described: Iterable[Names], asked: str) -> bool:
    """Whether one of the works has what a filter calls so."""
    return any(asked in names or asked.lower() in names for names in described)


def limit_to_files(
    works: Sequence[str],
    keys: Iterable[str],
    paths: Iterable[Path],
    library: Library,
    folder: Path,
) -> tuple[list[str], list[Diagnostic]]:
    """Those of the works that are in one of these files or named by `keys`, all of them if there are
    no files; and which files are none of the library's, as they are written in the folder."""
    allowed = {library.find_id(key) for key in keys if key in library}
    problems: list[Diagnostic] = []
    is_limited = False
    for path in paths:
        is_limited = True
        if not is_path(str(path)):
            problems.append(Diagnostic("list-file", describe_no_path(path.name)))
            continue
        found = library.keys_of(path)
        if found is None:
            name, *known = [_name_from(folder, each.resolve()) for each in (path, *library.paths)]
            message = f"{name} is none of the bibliographies of the project"
            suggestion = _find_meant(name, known)
            problems.append(Diagnostic("list-file", message, suggestion=suggestion))
        allowed.update(found or ())
    return [work for work in works if work in allowed or not is_limited], problems


def _name_from(folder: Path, path: Path) -> str:
    """The path as it is written in that folder."""
    try:
        return Path(relpath(path, folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _find_meant(name: str, known: Sequence[str]) -> str:
    """The file that a path is most likely a slip of: one that is called the same, or nearly so."""
    namesakes = [other for other in known if Path(other).name == Path(name).name]
    return closest(name, namesakes) or (namesakes[0] if namesakes else closest(name, known))


def check_names(
    options: ListOptions, works: Sequence[str], library: Mapping[str, Item]
) -> list[Diagnostic]:
    """The names to be highlighted that nobody in the list has."""
    if not options.highlight or not works:
        return []
    items = [library[work] for work in works]
    people = [
        split_particles(name)  # as they are printed
        for item in items
        for names in item.names.values()
        for name in names
    ]
    return [
        Diagnostic(
            "list-highlight",
            f"nobody in this list has the name {query.text!r}",
            field="highlight",
            suggestion=closest(query.text.partition(",")[0], family_names(items)),
        )
        for query in options.highlight
        if not any(query.matches(name) for name in people)
    ]
