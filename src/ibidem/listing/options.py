"""The options of a list: what authors write, checked. Every host reads its lists with this.

A wrong value is reported and counts as not given, so that a list is printed in every case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from ibidem.csl.locales import PRIMARY_DIALECTS, is_known_language
from ibidem.diagnostics import Diagnostic, closest
from ibidem.listing.filters import Filter, FilterError, parse_filter
from ibidem.listing.groups import KINDS
from ibidem.listing.names import NameQuery, read_queries
from ibidem.listing.ordering import SortKey, read_sort

Choice = Literal["cited", "notcited", "all"]
Form = Literal["citation", "bullet", "enumerated"]

FLAGS: Final[tuple[Choice, ...]] = ("all", "notcited", "cited")
"""What a list holds; of several the first counts."""
SWITCHES: Final = {"": True, "true": True, "yes": True, "false": False, "no": False}
"""What may be written behind a flag."""
FORMS: Final[tuple[Form, ...]] = ("citation", "bullet", "enumerated")
ENUMERATIONS: Final = ("arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman")
CONTINUE: Final = "continue"

VALUES: Final = (
    "filter", "scope", "sort", "group-by", "highlight", "csl-style", "style", "lang", "list",
    "enumtype", "start", "labelprefix", "keyprefix", "keys", "files",
)  # fmt: skip
"""Options with a value; `keys` and `files` hold several, separated by white space."""

ABOUT_WORKS: Final = frozenset(("author", "editor", "journal", "keywords", "title", "type", "year"))
"""What filters ask of works, and authors take for options."""

PYBTEX_STYLES: Final = {
    "alpha": "din-1505-2-alphanumeric",
    "plain": "ibidem-numeric",
    "unsrt": "ibidem-numeric",
    "unsrtalpha": "din-1505-2-alphanumeric",
}
"""The styles of pybtex, as sphinxcontrib-bibtex names them, and what comes nearest in CSL."""
SORTED_STYLES: Final = {"plain": (SortKey("author"), SortKey("year"), SortKey("title"))}
"""Those that sort where their counterpart does not."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What one list is to be."""

    choice: Choice = "cited"
    filter: Filter | None = None
    scope: str = ""
    """Empty for the host's."""
    sort: tuple[SortKey, ...] = ()
    group_by: str = ""
    highlight: tuple[NameQuery, ...] = ()
    style: str = ""
    """A CSL style of its own; empty for that of the project."""
    is_stand_in: bool = False
    """Whether the style stands for one of pybtex: nobody has chosen its language."""
    lang: str = ""
    form: Form = "citation"
    enumeration: str = "arabic"
    start: int = 1
    """The number of the first entry of an enumerated list; 0 to count on."""
    label_prefix: str = ""
    key_prefix: str = ""
    keys: tuple[str, ...] = ()
    """Works that are listed in any case."""
    files: tuple[str, ...] = ()
    """Bibliographies that the list is limited to."""


def read_list_options(
    raw: Mapping[str, str], scopes: Sequence[str]
) -> tuple[ListOptions, tuple[Diagnostic, ...]]:
    """The options of a list; flags are given with an empty value. `scopes`: those of the host."""
    return _read_options(tuple(raw.items()), tuple(scopes))


@lru_cache(maxsize=32)
def _read_options(
    raw: tuple[tuple[str, str], ...], scopes: tuple[str, ...]
) -> tuple[ListOptions, tuple[Diagnostic, ...]]:
    """Of most lists of a project they are the same."""
    reader = _Reader(dict(raw), scopes)
    return reader.read(), tuple(reader.problems)


class _Reader:
    def __init__(self, raw: Mapping[str, str], scopes: Sequence[str]) -> None:
        self.raw = raw
        self.scopes = scopes
        self.problems: list[Diagnostic] = []

    def read(self) -> ListOptions:
        self._check_names()
        sort, problems = read_sort(self.raw.get("sort", ""))
        self.problems += problems
        chosen, style = (self.raw.get(name, "").strip() for name in ("csl-style", "style"))
        if style in SORTED_STYLES and "csl-style" not in self.raw:
            sort = sort or SORTED_STYLES[style]
        flags = [flag for flag in FLAGS if self._read_flag(flag)]
        return ListOptions(
            choice=flags[0] if flags else "cited",
            filter=self._read_filter(flags),
            scope=self._choose("scope", self.scopes),
            sort=sort,
            group_by=self._choose("group-by", KINDS),
            highlight=read_queries(self.raw.get("highlight", "")),
            style=chosen or PYBTEX_STYLES.get(style, style),
            is_stand_in=not chosen and style in PYBTEX_STYLES,
            lang=self._read_language(),
            form=self._read_form(),
            enumeration=self._choose("enumtype", ENUMERATIONS) or ENUMERATIONS[0],
            start=self._read_start(),
            label_prefix=self.raw.get("labelprefix", ""),
            key_prefix=self.raw.get("keyprefix", ""),
            keys=tuple(self.raw.get("keys", "").split()),
            files=tuple(self.raw.get("files", "").split()),
        )

    def _read_flag(self, name: str) -> bool:
        value = self.raw.get(name, "false").strip().lower()
        if value not in SWITCHES:
            self._report("list-option", f"the option {name} takes no value, not {value!r}", name)
        return SWITCHES.get(value, True)

    def _check_names(self) -> None:
        known = (*FLAGS, *VALUES)
        for name in self.raw:
            if name in ABOUT_WORKS:
                asked = f"{name} % {self.raw[name]!r}"
                message = f"lists have no option {name!r}: works are chosen by filter={asked!r}"
                self._report("list-option", message, name)
            elif name not in known:
                message = f"lists have no option {name!r}"
                self._report("list-option", message, name, closest(name, known))

    def _choose(self, name: str, choices: Collection[str]) -> str:
        value = self.raw.get(name, "").strip()
        if not value or value in choices:
            return value
        message = f"the option {name} is one of {', '.join(choices)}, not {value!r}"
        self._report(f"list-{name}", message, name, closest(value, choices))
        return ""

    def _read_language(self) -> str:
        language = self.raw.get("lang", "").strip().replace("_", "-")
        if not language or is_known_language(language):
            return language
        message = f"there are no terms for the language {language!r} of this list"
        known = closest(language.partition("-")[0], PRIMARY_DIALECTS)
        self._report("unknown-locale", message, "lang", known)
        return ""

    def _read_form(self) -> Form:
        value = self._choose("list", FORMS)
        return next((form for form in FORMS if form == value), "citation")

    def _read_start(self) -> int:
        value = self.raw.get("start", "").strip()
        if value == CONTINUE:
            return 0
        if value.isascii() and value.isdigit() and int(value) > 0:
            return int(value)
        if value:
            message = f"the option start is a positive number or {CONTINUE}, not {value!r}"
            self._report("list-start", message, "start", closest(value, (CONTINUE,)))
        return 1

    def _read_filter(self, flags: Sequence[str]) -> Filter | None:
        source = self.raw.get("filter", "").strip()
        if not source:
            return None
        if flags:
            message = f"the option filter overrides {', '.join(flags)}"
            self._report("filter-overrides", message, "filter")
        try:
            return parse_filter(source)
        except FilterError as error:
            self.problems.append(filter_problem(error))
            return None

    def _report(self, code: str, message: str, field: str, suggestion: str = "") -> None:
        self.problems.append(Diagnostic(code, message, field=field, suggestion=suggestion))


def filter_problem(error: FilterError) -> Diagnostic:
    """What is wrong with a filter, as it turns up when it is read or applied."""
    message = f"the filter of this bibliography is not understood: {error}"
    return Diagnostic("filter-syntax", message, field="filter")
