"""What a page will most likely cite, as far as its source tells before it is converted.

The blocks of Markdown are not read, only code is left out. Where a page has more than that (plugins
that write into it, notes, citations in formulas) it is found out when the page is converted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REFERENCE = re.compile(r"^ {0,3}\[([^\[\]]+)\]:", re.MULTILINE)
_NOTE = "[^"


def read_file(file: File) -> str:
    """The file as the author sees it in the editor, front matter included; empty if there is none."""
    try:
        return file.content_string
    except (OSError, UnicodeDecodeError):
        return ""


def preview(source: str, project: Project) -> list[Citation]:
    """The citations in the source of a page, in order; none if they are not to be told from it."""
    if "@" not in source or _NOTE in source:
        return []
    text, meta = get_data(source)
    if _has_own_options(meta):
        return []
    text = _CODE.sub("", _COMMENT.sub("", FENCED.sub("", text)))
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


def _has_own_options(meta: Mapping[str, object]) -> bool:
    return any(field in meta for field in FIELDS)


def _nothing(element: Element) -> str:
    """In place of a citation within the affix of another one."""
    return ""
