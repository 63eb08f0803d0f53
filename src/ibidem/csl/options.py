"""The options of cs:citation and cs:bibliography that work on more than one cite, read once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ibidem.csl.number import option_number
from ibidem.csl.position import DEFAULT_NEAR_NOTE_DISTANCE
from ibidem.csl.style import Style


class CitationOptions(NamedTuple):
    """CSL 1.0.2, Options: Disambiguation, Cite Grouping, Cite Collapsing, Note Distance."""

    add_names: bool
    add_givenname: bool
    givenname_rule: str
    add_year_suffix: bool
    collapse: str
    cite_group_delimiter: str | None
    year_suffix_delimiter: str | None
    after_collapse_delimiter: str | None
    near_note_distance: int
    is_note: bool

    @staticmethod
    def of(style: Style) -> CitationOptions:
        options: Mapping[str, str] = style.citation.options
        distance = options.get("near-note-distance", "")
        return CitationOptions(
            add_names=options.get("disambiguate-add-names") == "true",
            add_givenname=options.get("disambiguate-add-givenname") == "true",
            givenname_rule=options.get("givenname-disambiguation-rule", "by-cite"),
            add_year_suffix=options.get("disambiguate-add-year-suffix") == "true",
            collapse=options.get("collapse", ""),
            # As citeproc-js has it, an empty one is none: nothing would stand between two years.
            cite_group_delimiter=options.get("cite-group-delimiter") or None,
            year_suffix_delimiter=options.get("year-suffix-delimiter"),
            after_collapse_delimiter=options.get("after-collapse-delimiter"),
            near_note_distance=option_number(distance, DEFAULT_NEAR_NOTE_DISTANCE),
            is_note=style.is_note,
        )

    @property
    def by_cite(self) -> bool:
        """Given names are added to tell cites apart, in these alone."""
        return self.add_givenname and self.givenname_rule == "by-cite"

    @property
    def groups_cites(self) -> bool:
        """Cites with the same names are brought together."""
        return self.cite_group_delimiter is not None or self.collapse.startswith("year")

    @property
    def sorts_groups(self) -> bool:
        """These groups are sorted by their names, where the first sort key does not set them apart.

        As citeproc-js has it, but not in notes that only collapse.
        """
        return not self.is_note or bool(self.cite_group_delimiter)


class BibliographyOptions(NamedTuple):
    """CSL 1.0.2, Options: Whitespace, Reference Grouping."""

    hanging_indent: bool = False
    second_field_align: str = ""
    line_spacing: int = 1
    entry_spacing: int = 1
    author_substitute: str | None = None
    author_substitute_rule: str = "complete-all"

    @staticmethod
    def of(style: Style) -> BibliographyOptions:
        if style.bibliography is None:
            return BibliographyOptions()
        options = style.bibliography.options
        return BibliographyOptions(
            options.get("hanging-indent") == "true",
            options.get("second-field-align", ""),
            option_number(options.get("line-spacing", ""), 1),
            option_number(options.get("entry-spacing", ""), 1),
            options.get("subsequent-author-substitute"),
            options.get("subsequent-author-substitute-rule", "complete-all"),
        )
