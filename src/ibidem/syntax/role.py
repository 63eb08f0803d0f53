"""What stands in a role: `key`, `key1, key2`, `{see}key{p. 3}` or pandoc's `see @key, p. 3`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ibidem.model import Cite, CiteMode
from ibidem.syntax.braces import find_closing_brace
from ibidem.syntax.cites import to_cite
from ibidem.syntax.scan import ScannedCite, Scanner, joint_before, unescape

_PIECE: Final = re.compile(r"\s*(?:(?P<brace>\{)|(?P<split>[,;])|(?P<key>[^\s{},;]+))")

_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
"""A brace, unless it is escaped."""

_KEY_START: Final = re.compile(r"(?:^|[\s;-])@")
"""An `@` that opens a key, not one inside a key."""

_TITLED: Final = re.compile(r".*\s<([^<>]+)>\s*", re.DOTALL)
"""What other roles of Sphinx take: `words <target>`."""


class RoleSyntaxError(ValueError):
    """The text of a role cannot be read; `column` is 0-based, in the text of the role."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (column {column + 1})")
        self.message = message
        self.column = column


@dataclass(slots=True)
class _Item:
    prefix: str | None = None
    key: str = ""
    suffix: str | None = None


def parse_role(
    text: str, labels: Mapping[str, str], known: Container[str] = ()
) -> tuple[Cite, ...]:
    """The cites that a role's text asks for; raises `RoleSyntaxError`.

    A text that is one of the `known` keys as it stands is that key, whatever it is made of.
    """
    stripped = text.strip()
    if stripped in known:
        return (Cite(stripped),)
    if "@" in text:
        is_wrapped = stripped.startswith("[") and stripped.endswith("]")
        wrapped = stripped if is_wrapped else f"[{text}]"
        group = Scanner(wrapped).group_at(0)
        outside = _blank_braces(wrapped)
        if (
            group is not None
            and group.end == len(wrapped)
            and all(outside[cite.span.start] != " " for cite in group.cites)
        ):
            return tuple(_from_scanned(wrapped, cite, labels) for cite in group.cites)
        if _KEY_START.search(outside[1:]):
            raise RoleSyntaxError("every part between semicolons needs one @key", 0)
    return tuple(_to_cite(item, labels) for item in _read_items(text, known))


def _blank_braces(text: str) -> str:
    """The text with spaces for all that stands in braces: in there no `@` makes it pandoc's form."""
    parts: list[str] = []
    cursor = opened = depth = 0
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened = opened if depth else brace.start()
            depth += 1
        elif brace[0] == "}" and depth:
            depth -= 1
            if not depth:
                parts += [text[cursor:opened], " " * (brace.end() - opened)]
                cursor = brace.end()
    return "".join([*parts, text[cursor:]])


def _from_scanned(text: str, cite: ScannedCite, labels: Mapping[str, str]) -> Cite:
    mode: CiteMode = "suppress-author" if cite.mode == "suppress-author" else "normal"
    suffix = unescape(text[cite.suffix.start : cite.suffix.end]).rstrip()
    return to_cite(cite.key, labels, prefix=cite.prefix.of(text), suffix=suffix, mode=mode)


def _to_cite(item: _Item, labels: Mapping[str, str]) -> Cite:
    suffix = item.suffix or ""
    suffix = joint_before(suffix) + suffix
    return to_cite(item.key, labels, prefix=item.prefix or "", suffix=suffix)


def _read_items(text: str, known: Container[str]) -> Iterator[_Item]:
    """The items of the braces form: prefix in braces, key, suffix in braces."""
    item = _Item()
    place = 0
    while found := _PIECE.match(text, place):
        place = found.end()
        at = found.start(found.lastgroup or 0)
        if found["split"]:
            yield _checked(item, at)
            item = _Item()
        elif found["key"]:
            if item.key:
                raise RoleSyntaxError(_explain(text, item.key, found["key"], known), at)
            item.key = found["key"]
        else:
            content, place = _read_braces(text, at)
            if item.key and item.suffix is None:
                item.suffix = content
            elif not item.key and item.prefix is None:
                item.prefix = content
            else:
                raise RoleSyntaxError("one pair of braces too many", at)
    if text[place:].strip():
        at = place + len(text[place:]) - len(text[place:].lstrip())
        raise RoleSyntaxError(f"unexpected {text[at]!r}", at)
    yield _checked(item, len(text))


def _explain(text: str, first: str, second: str, known: Container[str]) -> str:
    """What is wrong with two words of the text that nothing stands between."""
    titled = _TITLED.fullmatch(text)
    if titled and titled[1] in known:
        return f"a link with words of its own is another role, :cite:entry:`{text.strip()}`"
    if first in known and second in known:
        return f"a comma is missing before {second!r}"
    word = second if first in known else first
    return (
        f"{word!r} is no key: words beside a key stand in braces, {{see}}key{{p. 3}}, or the key has"
        " an @, see @key, p. 3"
    )


def _checked(item: _Item, at: int) -> _Item:
    if not item.key:
        raise RoleSyntaxError("a key is missing", at)
    return item


def _read_braces(text: str, start: int) -> tuple[str, int]:
    """What stands between the braces, and the place behind them. Inner braces are kept."""
    end = find_closing_brace(text, start)
    if end < 0:
        raise RoleSyntaxError("a closing brace is missing", start)
    content = text[start + 1 : end].strip()
    if not content:
        raise RoleSyntaxError("the braces are empty", start)
    return content, end + 1
