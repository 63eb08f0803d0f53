"""The variables of CSL 1.0.2 by kind, and its types of items (Appendices III and IV).

Sources and the processor both need them, and do not know one another.
"""

from __future__ import annotations

from typing import Final


def name_set(names: str) -> frozenset[str]:
    """The names in a text, so that a table reads as one."""
    return frozenset(names.split())


NAME_VARIABLES: Final = name_set(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator"""
)

DATE_VARIABLES: Final = name_set(
    "accessed available-date event-date issued original-date submitted"
)

NUMBER_VARIABLES: Final = name_set(
    """chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume"""
)

TEXT_VARIABLES: Final = name_set(
    """abstract annote archive archive_collection archive_location archive-place authority
    call-number citation-key citation-label collection-title collection-title-short
    container-title container-title-short dimensions division DOI event event-place event-title
    genre ISBN ISSN jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place
    references reviewed-genre reviewed-title scale source status title title-short URL
    volume-title year-suffix"""
)

CITE_VARIABLES: Final = frozenset(("citation-number", "first-reference-note-number", "locator"))
"""Number variables that belong to the cite, not to the item."""

VARIABLES: Final = NAME_VARIABLES | DATE_VARIABLES | NUMBER_VARIABLES | TEXT_VARIABLES

TYPES: Final = name_set(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage"""
)
