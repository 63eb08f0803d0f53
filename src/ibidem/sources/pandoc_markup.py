"""Pandoc's Markdown inside CSL-YAML values -> CSL's inline markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_PLAIN: Final = frozenset(
    ("id", "citation-key", "type", "doi", "url", "isbn", "issn", "pmid", "pmcid", "language")
)
"""Variables, in lower case, that have no markup."""
_MARK: Final = re.compile(r"[*_\[^~\\]|--|\.\.\.")
_TYPED: Final = re.compile(r"(?<!\S)\S*?://\S*|---?|\.\.\.|\\ ")
_CHARACTERS: Final = {"---": "\u2014", "--": "\u2013", "...": "\u2026", "\\ ": "\u00a0"}
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!~^$-])")
_RULES: Final = (
    (re.compile(r"\[([^\[\]]*)\]\{\.(nocase|nodecor)\}"), r'<span class="\2">\1</span>'),
    (
        re.compile(r"\[([^\[\]]*)\]\{\.smallcaps\}"),
        r'<span style="font-variant:small-caps;">\1</span>',
    ),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*(?=\S)(.+?)(?<=\S)\*"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"\^([^\s^]+)\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<!~)~([^\s~]+)~(?!~)"), r"<sub>\1</sub>"),
)


def read_markup(record: Mapping[str, object]) -> dict[str, object]:
    """The record with the markup of its texts in CSL's form."""
    return {
        name: _convert(value) if isinstance(value, str) and name.casefold() not in _PLAIN else value
        for name, value in record.items()
    }


def _convert(text: str) -> str:
    if not _MARK.search(text):
        return text
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\ue010{len(kept) - 1}\ue011"

    text = _ESCAPED.sub(keep, text)
    text = _TYPED.sub(lambda match: _CHARACTERS.get(match[0], match[0]), text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return re.sub("\ue010(\\d+)\ue011", lambda match: kept[int(match[1])], text)
