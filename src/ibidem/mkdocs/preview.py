"""What a page will most likely cite, as far as its source tells before it is converted.

The blocks of Markdown are hardly read, only code is left out. Where a page has more than that (plugins
that write into it, notes, links around citations) it is found out when the page is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

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

_TICKS: Final = re.compile("`+")
_QUOTE: Final = re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)([^*_<>\[\]`\\]+)(?<=\S)\1(?!\w)")
_INDENT: Final = re.compile(r" {4}| {0,3}\t")
_CONTAINER: Final = re.compile(
    r" {0,3}(?:[-*+:]|\d+\.)[ \t]|!!!|\?\?\?|===|///| {0,3}\[\^[^\[\]]+\]:"
)
"""What indented lines may be part of."""
_REFERENCE: Final = re.compile(r"^ {0,3}\[([^\[\]]+)\]:", re.MULTILINE)
_NOTE: Final = re.compile(r"^[ ]{0,3}\[\^[^\[\]\n]+\]:.*(?:\n(?:[ \t]+\S.*|(?=\n)))*", re.MULTILINE)
"""A footnote of the author's: it is read where its mark stands."""


def read_file(file: File) -> str:
    """The file as the author sees it in the editor, front matter included; empty if there is none."""
    try:
        return file.content_string
    except (OSError, UnicodeDecodeError):
        return ""


def preview(
    source: str, project: Project, read_signs: Callable[[str], str] | None = None
) -> list[Citation]:
    """The citations in the source of a page, in order; none if they are not to be told from it.
    `read_signs` is what the host makes of dashes in affixes."""
    if "@" not in source:
        return []
    text, meta = get_data(source)
    notes = _NOTE.findall(text)
    if any(field in meta for field in FIELDS) or any("@" in note for note in notes):
        return []
    if notes and project.style.is_note:  # they are numbered with the citations
        return []
    text = _drop_indented(FENCED.sub("", _QUOTE.sub("", text)))
    text = _drop(_find_code, _drop(_find_comments, text))
    labels = {" ".join(label.split()).lower() for label in _REFERENCE.findall(text)}
    is_bare = project.config.bare_keys

    def is_reference(label: str) -> bool:
        return " ".join(label.split()).lower() in labels

    def is_cited(key: str, at: int) -> bool:
        return is_bare and key in project.library

    findings, atoms = Findings(), Atoms(read_signs=read_signs)
    citations: list[Citation] = []
    for scanned in scan(text, is_reference, is_cited):
        element = findings.keep(scanned, text, _nothing)
        for affix in element:
            _read_emphasis(affix)
        found = findings.citations[-1]
        citations.append(
            Citation(
                read_cites(found, element, atoms, project, found.keys),
                mode="textual" if found.is_textual else "normal",
                note_number=len(citations) + 1 if project.style.is_note else 0,
            )
        )
    return citations


def _drop_indented(text: str) -> str:
    """The text without the code that is indented. Code in lists and the like is kept: what stands
    there is indented as well."""
    lines: list[str] = []
    is_inside = is_code = False
    is_behind_blank = True
    for line in text.splitlines(keepends=True):
        if not line.strip():
            is_behind_blank = True
        elif not _INDENT.match(line):
            is_container = _CONTAINER.match(line) is not None
            is_inside = is_container or (is_inside and not is_behind_blank)
            is_code = is_behind_blank = False
        else:
            is_code = is_code or (is_behind_blank and not is_inside)
            is_behind_blank = False
        if not is_code:
            lines.append(line)
    return "".join(lines)


def _read_emphasis(affix: Element) -> None:
    """Make elements of simple emphasis in an affix, as the host does."""
    text, at = affix.text or "", 0
    last: Element | None = None
    for found in _EMPHASIS.finditer(text):
        before, at = text[at : found.start()], found.end()
        if last is None:
            affix.text = before
        else:
            last.tail = before
        last = SubElement(affix, "em" if len(found[1]) == 1 else "strong")
        last.text = found[2]
    if last is not None:
        last.tail = text[at:]


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
