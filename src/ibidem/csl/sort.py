"""Sorting items for the bibliography and cites inside a citation (CSL 1.0.2, Sorting)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ibidem.csl.collation import collation_key
from ibidem.csl.compile import Compiled, Compiler, SortNames
from ibidem.csl.context import Context, Render
from ibidem.csl.locales import Locale
from ibidem.csl.number import option_number
from ibidem.csl.rewrite import plain
from ibidem.csl.schema import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES
from ibidem.csl.style import Area, Element, Style

Keys: TypeAlias = "tuple[Any, ...]"


@dataclass(frozen=True, slots=True)
class SortKey:
    """A compiled cs:key."""

    render: Render
    descending: bool
    is_number: bool
    is_date: bool
    is_citation_number: bool


class Sorter:
    """The compiled cs:sort of an area. Falsy if the area does not sort."""

    def __init__(self, style: Style, locale: Locale, area: Area, area_name: str) -> None:
        self.keys = tuple(_compile_key(key, style, locale, area, area_name) for key in area.sort)
        self.language = locale.language
        self.has_date = any(key.is_date for key in self.keys)
        self.has_citation_number = any(key.is_citation_number for key in self.keys)

    def __bool__(self) -> bool:
        return bool(self.keys)

    def values(self, ctx: Callable[[], Context]) -> Keys:
        """The values of all keys for one item, comparable in the order asked for."""
        return tuple(_value(key, ctx(), self.language) for key in self.keys)

    def sort(self, members: Sequence[Any], keys: Callable[[Any], Keys]) -> list[Any]:
        """Stable sort by all keys; empty values come last whatever the direction."""
        ordered = [(keys(member), member) for member in members]
        for index in range(len(self.keys) - 1, -1, -1):
            descending = self.keys[index].descending
            filled = [pair for pair in ordered if pair[0][index] is not None]
            empty = [pair for pair in ordered if pair[0][index] is None]
            filled.sort(key=lambda pair: pair[0][index], reverse=descending)
            ordered = filled + empty
        return [member for _keys, member in ordered]


def _compile_key(key: Element, style: Style, locale: Locale, area: Area, area_name: str) -> SortKey:
    names = SortNames(
        _number(key.get("names-min")),
        _number(key.get("names-use-first")),
        key.flag("names-use-last") if key.get("names-use-last") else None,
    )
    compiler = Compiler(style, locale, area, area_name, sorting=names)
    variable = key.get("variable")
    macro = key.get("macro")
    return SortKey(
        (compiler.macro(macro) if macro else _compile_variable(variable, compiler)).render,
        key.get("sort") == "descending",
        variable in NUMBER_VARIABLES,
        variable in DATE_VARIABLES or (bool(macro) and _prints_date(macro, style)),
        variable == "citation-number" or (bool(macro) and _prints_number(macro, style)),
    )


def _prints(macro: str, style: Style, tag: str, variable: str = "") -> bool:
    """Whether a macro, or one that it calls, holds an element."""
    seen: set[str] = set()
    waiting = [macro]
    while waiting:
        name = waiting.pop()
        element = style.macros.get(name)
        if name in seen or element is None:
            continue
        seen.add(name)
        for inner in element.walk():
            if inner.tag == tag and (not variable or inner.get("variable") == variable):
                return True
            if inner.get("macro"):
                waiting.append(inner.get("macro"))
    return False


def _prints_date(macro: str, style: Style) -> bool:
    return _prints(macro, style, "date")


def _prints_number(macro: str, style: Style) -> bool:
    return _prints(macro, style, "text", "citation-number")


def _compile_variable(variable: str, compiler: Compiler) -> Compiled:
    if variable in NAME_VARIABLES:
        name = Element("name", {"form": "long", "name-as-sort-order": "all"})
        return compiler.compile(Element("names", {"variable": variable}, (name,)))
    if variable in DATE_VARIABLES:
        parts = tuple(Element("date-part", {"name": n}) for n in ("year", "month", "day"))
        return compiler.compile(Element("date", {"variable": variable}, parts))
    if variable == "citation-number" or variable not in NUMBER_VARIABLES:
        return compiler.compile(Element("text", {"variable": variable}))
    return compiler.compile(Element("number", {"variable": variable}))


def _value(key: SortKey, ctx: Context, language: str) -> Any:
    node, _status = key.render(ctx)
    text = plain(node) if node is not None else ""
    return collation_key(text, language) if text else None


def _number(text: str) -> int | None:
    return option_number(text, None)
