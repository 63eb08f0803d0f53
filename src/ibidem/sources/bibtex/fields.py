"""One entry under conversion: its fields as text, titles and names, each in its own reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ibidem.sources.bibtex.bibstrings import bare_key
from ibidem.sources.bibtex.case import capitalize_first, to_sentence_case
from ibidem.sources.bibtex.inherit import Complain, Find, Record
from ibidem.sources.bibtex.languages import find_language, is_english
from ibidem.sources.bibtex.latex import (
    read_latex,
    read_verbatim,
    show_marks,
    strip_marks,
    whole_group,
)
from ibidem.sources.bibtex.names import NameList, find_crowded, read_names
from ibidem.sources.bibtex.remarks import NOTHING, Remark, read_remark
from ibidem.sources.bibtex.settings import BibtexSettings
from ibidem.sources.programs import ends_with_full_stop, is_unknown

_USE_PREFIX: Final = re.compile(r"useprefix\s*(?:=\s*(\w+))?")
_TAG: Final = re.compile(r"<[^<>]*>")
_MOST_OUTER_BRACES: Final = 4


class Fields:
    """The fields of one record, read on demand."""

    def __init__(
        self, record: Record, options: BibtexSettings, find: Find, complain: Complain
    ) -> None:
        self.record = record
        self.options = options
        self.find = find
        self.complain = complain
        self._raw = record.fields
        self._language: str | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def has_any(self, *names: str) -> bool:
        return any(name in self._raw for name in names)

    def raw(self, name: str) -> str:
        return self._raw.get(name, "")

    def verbatim(self, name: str) -> str:
        return read_verbatim(self._raw.get(name, ""))

    def remark(self, name: str) -> Remark:
        """What the field says, if all of it belongs into others."""
        value = self._raw.get(name, "")
        return read_remark(read_verbatim(value)) if value else NOTHING

    def text(self, name: str) -> str:
        """The field as text with markup; nobody changes its case."""
        value = self._raw.get(name, "")
        return strip_marks(self._read(name, value)) if value else ""

    def key(self, name: str) -> str:
        """The field as text, or the key of biblatex's words if it is nothing but these."""
        return bare_key(self._raw.get(name, "")) or self.text(name)

    def number(self, name: str) -> str:
        """The field as text, empty if it only says that there is no number."""
        text = self.text(name)
        return "" if is_unknown(text) else text

    def first_number(self, names: Iterable[str]) -> str:
        return next((number for number in map(self.number, names) if number), "")

    def first_text(self, names: Iterable[str]) -> str:
        return next((text for text in map(self.text, names) if text), "")

    def title(self, name: str, *, is_cased: bool) -> str:
        """The field as a title: braces keep words from being cased, here or by the style.

        By default a title in double braces is taken as it is; a style in title case may still
        case it, for most such braces are a program's, not a person's.
        """
        value = self._raw.get(name, "")
        if not value:
            return ""
        braces, is_protected = self.options.double_braces, False
        for _ in range(_MOST_OUTER_BRACES):
            group = whole_group(value)
            if group is None:
                break
            is_cased, value = is_cased and braces == "ignore", group.strip()
            is_protected = braces == "protect"
        read = self._read(name, value)
        if is_cased and self.options.sentence_case and is_english(self.language):
            read = to_sentence_case(read)
        if is_protected:
            return f'<span class="nocase">{strip_marks(read)}</span>'
        return show_marks(read)

    def full_title(self, prefix: str = "", *, is_cased: bool = True, main: str = "title") -> str:
        """Title, subtitle and addition joined: `Title: Subtitle. Addition`."""
        title = self.title(f"{prefix}{main}", is_cased=is_cased)
        if not prefix and ends_with_full_stop(self.raw(main).rstrip("} ")):
            title = title.removesuffix(".")
        if not self.has_any(f"{prefix}subtitle", f"{prefix}titleaddon"):
            return title
        subtitle = self.title(f"{prefix}subtitle", is_cased=is_cased)
        addon = self.title(f"{prefix}titleaddon", is_cased=is_cased)
        joined = join_titles(title, ": ", capitalize_first(subtitle) if title else subtitle)
        return join_titles(joined, ". ", addon)

    def names(self, name: str) -> NameList:
        value = self._raw.get(name, "")
        if not value:
            return NameList(())
        for crowded in find_crowded(value):
            message = f'"{crowded}" has too many commas for one name: between names stands "and"'
            self.complain("crowded-name", message, name)
        return read_names(value, self._unknown_command(name), use_prefix=self._use_prefix)

    @property
    def language(self) -> str:
        if self._language is None:
            self._language = find_language(self._raw)
        return self._language

    @property
    def _use_prefix(self) -> bool:
        option = _USE_PREFIX.search(self.raw("options"))
        return option[1] != "false" if option else self.options.use_prefix

    def _read(self, name: str, value: str) -> str:
        return read_latex(value, self._unknown_command(name))

    def _unknown_command(self, name: str) -> _Report:
        return _Report(self.complain, name)


class _Report:
    """Tells of a command that the tables do not know; its argument stays in the text."""

    __slots__ = ("complain", "field")

    def __init__(self, complain: Complain, field: str) -> None:
        self.complain = complain
        self.field = field

    def __call__(self, command: str) -> None:
        self.complain("unknown-command", f"unknown LaTeX command \\{command}", self.field)


def join_titles(left: str, mark: str, right: str) -> str:
    """Two parts of a title; a mark of its own at the left part's end is enough."""
    if not (left and right):
        return left or right
    last = _TAG.sub("", left)[-1:]
    return f"{left} {right}" if last in "?!.,:;" else f"{left}{mark}{right}"
