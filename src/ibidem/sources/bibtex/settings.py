"""What users may decide about the reading of BibTeX."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class BibtexSettings(Protocol):
    """What has the attributes of `BibtexOptions`, as the options of a whole build have."""

    @property
    def use_prefix(self) -> bool: ...
    @property
    def sentence_case(self) -> bool: ...
    @property
    def double_braces(self) -> str: ...
    @property
    def thesis_genre(self) -> str: ...


class BibtexOptions(NamedTuple):
    """The settings with the values that they have by default."""

    use_prefix: bool = True
    """`von` belongs to the family name in sorting and short forms, as in BibTeX's own styles."""
    sentence_case: bool = True
    """English titles in title case are brought to CSL's sentence case."""
    double_braces: str = "verbatim"
    """Titles in double braces: `verbatim` (not cased here, but a style may), `protect` (never
    cased) or `ignore` (read as though the second pair were not there)."""
    thesis_genre: str = ""
    """What a doctoral thesis is called; by default `Doctoral dissertation`, localised."""
