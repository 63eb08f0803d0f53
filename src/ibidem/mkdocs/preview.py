"""What a page will most likely cite, as far as its source tells before it is converted.

The blocks of Markdown are not read, only code is left out. Where a page has more than that (plugins
that write into it, notes, citations in formulas) it is found out when the page is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from mkdocs.utils.meta import get_data

from ibidem import Citation
from ibidem.markdown.affixes import Atoms
from ibidem.markdown.cites import read_cites
from ibidem.markdown.front_matter import FIELDS
from ibidem.markdown.inline import Findings
from ibidem.markdown.markers import FENCED
from ibidem.syntax import scan

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from ibidem.markdown import Project

_TICKS = re.compile("`+")
_REFERENCE = re.compile(r"^ {0,3}\[([^\[\]]+)\]:", re.MULTILINE)
_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\[\]\n]+\]:.*(?:\n(?:[ \t]+\S.*|(?=\n)))*", re.MULTILINE)
"""A footnote of the author's: it is read where its mark stands."""


def read_file(file: File) -> str:
    """The file as the author sees it in the editor, front matter included; empty if there is none."""
    try:
        return file.content_string
    except (OSError, UnicodeDecodeError):
        return ""


def preview(source: str, project: Project) -> list[Citation]:
    """The citations in the source of a page, in order; none if they are not to be told from it."""
    if "@" not in source:
        return []
    text, meta = get_data(source)
    notes = _NOTE.findall(text)
    if any(field in meta for field in FIELDS) or any("@" in note for note in notes):
        return []
    if notes and project.style.is_note:  # they are numbered with the citations
        return []
    text = _drop(_find_code, _drop(_find_comments, FENCED.sub("", text)))
    labels = {" ".join(label.split()).lower() for label in _REFERENCE.findall(text)}
    is_bare = project.config.bare_keys

    def is_reference(label: str) -> bool:
        return " ".join(label.split()).lower() in labels

    def is_cited(key: str, at: int) -> bool:
        return is_bare and key in project.library

    findings, atoms = Findings(), Atoms()
    citations: list[Citation] = []
    for scanned in scan(text, is_reference, is_cited):
        element = findings.keep(scanned, text, _nothing)
        found = findings.citations[-1]
        citations.append(
            Citation(
                read_cites(found, element, atoms, project, found.keys),
                mode="textual" if found.is_textual else "normal",
                note_number=len(citations) + 1 if project.style.is_note else 0,
            )
        )
    return citations


def _drop(find: Callable[[str], Iterator[tuple[int, int]]], text: str) -> str:
    """The text without what is found in it."""
    parts, at = [], 0
    for start, end in find(text):
        parts.append(text[at:start])
        at = end
    return "".join((*parts, text[at:]))


def _find_comments(text: str) -> Iterator[tuple[int, int]]:
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + 3
        start = text.find("<!--", end)


def _find_code(text: str) -> Iterator[tuple[int, int]]:
    """From a run of backticks to the next one of the same length."""
    runs = [run.span() for run in _TICKS.finditer(text)]
    closing: list[int | None] = [None] * len(runs)
    following: dict[int, int] = {}
    for number in reversed(range(len(runs))):
        start, end = runs[number]
        closing[number] = following.get(end - start)
        following[end - start] = number
    number = 0
    while number < len(runs):
        last = closing[number]
        if last is not None:
            yield runs[number][0], runs[last][1]
            number = last
        number += 1


def _nothing(element: Element) -> str:
    """In place of a citation within the affix of another one."""
    return ""
