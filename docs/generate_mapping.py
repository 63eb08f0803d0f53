"""Write the manual's page of mapping tables from the tables that the readers use.

python docs/generate_mapping.py
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ibidem.sources import cff, hayagriva, ris
from ibidem.sources.bibtex import mapping

PAGE = Path(__file__).with_name("mapping.md")

HEAD = """\
# From bibliographies to CSL

<!-- Written by docs/generate_mapping.py; change the tables in ibidem.sources instead. -->

What the entry types, fields and keys of each format become in CSL. Styles decide by the type what an
entry looks like. How the values are read is told in [Bibliographies](sources.md).
"""

TYPES = ("entry type", "CSL type")
FIELDS = ("field", "variable")
NUMBERS = {
    "number": (
        "`issue` of articles and of papers with a volume, `collection-number` of books with a series, "
        "else `number`"
    ),
    "pages": "`page`; a single number in a book, thesis or report is its `number-of-pages`",
    "volume": "`volume`",
    "edition": "`edition`, English ordinals as numbers",
    "series": "`collection-title`",
    "booktitle, journaltitle, journal": "`container-title`",
    "maintitle": "`title`, or `container-title` of a part; the title in between is `volume-title`",
    "publisher, institution, school, organization, howpublished": "the first of them is `publisher`; "
    "`howpublished` beside another one is the `medium`, but of books and articles",
    "location, address": "`publisher-place`, or `jurisdiction` of a patent; if both stand there, "
    "`location` is the `event-place`",
    "collaboration": "`author` of entries without persons: the ATLAS Collaboration",
    "eid, articleno": "`number`",
    "note, addendum": "`note`",
    "date, year, month": "`issued`",
    "urldate, origdate, eventdate": "`accessed`, `original-date`, `event-date`",
    "langid, language": "`language`",
    "pubstate": "`status`",
    "type": "`genre`; the keys below in the language of the entry",
}
"""Fields that more than one table decides about, in words."""


def build_page() -> str:
    """The whole page."""
    subtypes = {f"{kind}, {subtype}": to for (kind, subtype), to in mapping.SUBTYPES.items()}
    parents = {
        f"{kind} in {parent}": to for (kind, parent), to in hayagriva.TYPES_IN_PARENTS.items()
    }
    fields = {**mapping.TEXT_FIELDS, **mapping.VERBATIM_FIELDS}
    return "\n".join(
        (
            HEAD,
            "## BibTeX and biblatex\n\nA type or a field with the name of one of CSL's own is that one.\n",
            "### Entry types\n",
            _table(TYPES, _by_target(mapping.ENTRY_TYPES)),
            "### Subtypes\n",
            _table(("entry type, `entrysubtype`", "CSL type"), _by_target(subtypes)),
            "### Fields\n",
            _table(FIELDS, ((_code(name.split(", ")), text) for name, text in NUMBERS.items())),
            _table(FIELDS, _by_target(fields)),
            "### Names\n",
            _table(FIELDS, _by_target(mapping.NAME_FIELDS)),
            "`editor`, `editora`, `editorb`, `editorc` and `author` become what `editortype` and the like say:\n",
            _table(("role", "variable"), _by_target(mapping.ROLES)),
            "### Genres\n",
            _table(("`type`", "printed"), ((f"`{k}`", text) for k, text in mapping.GENRES.items())),
            "## RIS\n",
            _table(("`TY`", "CSL type"), _by_target(ris.TYPES)),
            "## Hayagriva\n",
            _table(TYPES, _by_target({**hayagriva.TYPES, **parents})),
            "## CITATION.cff\n",
            _table(("`type`", "CSL type"), _by_target(cff.TYPES)),
        )
    )


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [head, ("---", "---"), *rows]
    return "".join(f"| {left} | {right} |\n" for left, right in lines)


def _by_target(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """One row for each target, in the order of the table."""
    sources: dict[str, list[str]] = {}
    for source, target in table.items():
        sources.setdefault(target, []).append(source)
    return [(_code(names), f"`{target}`") for target, names in sources.items()]


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
