"""Which works a bibliography lists: cited, others, those that its filter chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING

from ibidem import Diagnostic
from ibidem.listing import Filter, FilterError, names_of, parse_filter
from ibidem.sphinx.formatting import Finding

if TYPE_CHECKING:
    from ibidem import Library
    from ibidem.sphinx.records import ListRecord

FLAGS = ("all", "cited", "notcited")


class WorkSelector:
    """Chooses the works of every list; what it finds wrong is in `findings`.

    `citing` holds the pages that cite each work, `nocite` works that count as cited anywhere.
    """

    def __init__(
        self, library: Library, citing: Mapping[str, Set[str]], nocite: Iterable[str]
    ) -> None:
        self._library = library
        self._citing = citing
        self._nocite = dict.fromkeys(key for key in nocite if key in library)
        if "*" in nocite:
            self._nocite = dict.fromkeys(library)
        self.findings: list[Finding] = []

    def select(self, docname: str, record: ListRecord, *, only_page: bool) -> dict[str, None]:
        """The keys of the works, in no order that matters. `only_page`: what that page cites."""
        options = dict(record.options)
        cited = dict.fromkeys(
            key for key, pages in self._citing.items() if not only_page or docname in pages
        )
        cited |= self._nocite
        chosen = cited
        if "all" in options:
            chosen = dict.fromkeys(self._library)
        elif "notcited" in options:
            chosen = {key: None for key in self._library if key not in cited}
        if options.get("filter"):
            chosen = self._filter(docname, record, options["filter"], cited)
        return chosen | {self._library[key].id: None for key in record.keys if key in self._library}

    def _filter(
        self, docname: str, record: ListRecord, source: str, cited: dict[str, None]
    ) -> dict[str, None]:
        overridden = [flag for flag in FLAGS if flag in dict(record.options)]
        if overridden:
            message = f"the option filter overrides {', '.join(overridden)}"
            self._report(Diagnostic("filter-overrides", message), docname, record)
        try:
            condition = parse_filter(source)
            return {key: None for key in self._library if self._holds(condition, key, docname)}
        except FilterError as error:
            message = f"the filter of this bibliography is not understood: {error}"
            self._report(Diagnostic("filter-syntax", message), docname, record)
            return cited

    def _holds(self, condition: Filter, key: str, docname: str) -> bool:
        citing = self._citing.get(key, frozenset())
        about = {"cited": bool(citing), "docname": docname, "docnames": citing}
        return condition.matches({**names_of(self._library[key]), **about})

    def _report(self, diagnostic: Diagnostic, docname: str, record: ListRecord) -> None:
        self.findings.append(Finding(diagnostic, docname, record.source, record.line))
