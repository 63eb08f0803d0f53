"""What the extension `smarty` makes of the signs around citations and in their affixes.

It reads each piece of text between two elements by itself. So behind a citation the mark that closes
a quotation would open one, and what is part of a citation is the processor's by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from markdown.extensions.smarty import SubstituteTextPattern
from markdown.treeprocessors import InlineProcessor as InlineStage
from markdown.util import Registry

from ibidem.syntax import CLOSING_MARK

if TYPE_CHECKING:
    from markdown import Markdown

_SIGNS: Final = ("smarty-em-dashes", "smarty-en-dashes", "smarty-ellipses")
_WORD: Final = "x"


class Typography:
    """The habits of one `Markdown` object. Without `smarty` all stays as it is written."""

    def __init__(self, md: Markdown) -> None:
        registry = _find_registry(md)
        quotes = (f"smarty-quotes-{number}" for number in range(len(registry)))
        self._signs = _find_patterns(registry, _SIGNS)
        self._quotes = _find_patterns(registry, quotes)

    def read_signs(self, text: str) -> str:
        """A text with its dashes and ellipses; quotation marks are for the style's language."""
        for pattern in self._signs:
            sign = unescape(str(pattern.replace[0]))
            text = sign.join(pattern.getCompiledRegExp().split(text))
        return text

    def close_quotes(self, text: str) -> str:
        """The text behind a citation; the marks at its start, if it has any, are those behind a word."""
        at = 0
        while self._quotes and (found := CLOSING_MARK.match(text, at)):
            at = found.end() - 1
            sign, end = self._read_quote(text, at)
            text = text[:at] + sign + text[end:]
            at += len(sign)
        return text

    def _read_quote(self, text: str, at: int) -> tuple[str, int]:
        """What the mark stands for, and where that ends."""
        shown = _WORD + text
        for pattern in self._quotes:
            found = pattern.getCompiledRegExp().search(shown, at + len(_WORD))
            if found and found.start() == at + len(_WORD):
                parts = (found[p] if isinstance(p, int) else p for p in pattern.replace)
                return unescape("".join(map(str, parts))), found.end() - len(_WORD)
        return text[at], at + 1


def _find_registry(md: Markdown) -> Registry[Any]:
    if "smarty" in md.treeprocessors:
        stage = md.treeprocessors["smarty"]
        if isinstance(stage, InlineStage):
            return stage.inlinePatterns
    return Registry()


def _find_patterns(registry: Registry[Any], names: Iterable[str]) -> list[SubstituteTextPattern]:
    found = (registry[name] for name in names if name in registry)
    return [pattern for pattern in found if isinstance(pattern, SubstituteTextPattern)]
