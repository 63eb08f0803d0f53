"""Sorting items for the bibliography and cites inside a citation (CSL 1.0.2, Sorting)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ibidem.csl.collation import collation_key
from ibidem.csl.compile import Always, Compiled, Compiler, SortNames
from ibidem.csl.context import RENDERED, Context, Rendered
from ibidem.csl.element import Element
from ibidem.csl.locales import Locale
from ibidem.csl.number import option_number
from ibidem.csl.rendering import Leaf
from ibidem.csl.rewrite import plain
from ibidem.csl.style import Area, Style, reachable
from ibidem.variables import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES

Member = TypeVar("Member")


class SortKey:
    """A cs:key, compiled when it is first needed: that is seldom but for the first ones."""

    __slots__ = ("_compile", "_compiled", "descending", "is_citation_number", "is_date")

    def __init__(
        self,
        compile: Callable[[], Compiled],
        *,
        descending: bool,
        is_date: bool,
        is_citation_number: bool,
    ) -> None:
        self._compile = compile
        self._compiled: Compiled | None = None
        self.descending = descending
        self.is_date = is_date
        self.is_citation_number = is_citation_number

    def render(self, ctx: Context) -> Rendered:
        if self._compiled is None:
            self._compiled = self._compile()
        return self._compiled.render(ctx)


class Keys:
    """The sort keys of one item. Each is rendered when it is first asked for: few items need all."""

    __slots__ = ("_keys", "_language", "_make_context", "_values")

    def __init__(
        self, keys: Sequence[SortKey], make_context: Callable[[], Context], language: str
    ) -> None:
        self._keys = keys
        self._make_context = make_context
        self._language = language
        self._values: list[str | None] = []

    def value(self, index: int) -> str | None:
        """The key as comparable text, None if it is empty. Keys are asked for in their order."""
        while len(self._values) <= index:
            key = self._keys[len(self._values)]
            node, _status = key.render(self._make_context())
            text = plain(node) if node is not None else ""
            self._values.append(collation_key(text, self._language) if text else None)
        return self._values[index]


class Sorter:
    """The compiled cs:sort of an area. Falsy if the area does not sort."""

    def __init__(self, style: Style, locale: Locale, area: Area) -> None:
        self.keys_of_style = tuple(_compile_key(key, style, locale, area) for key in area.sort)
        self.language = locale.language
        self.has_date = any(key.is_date for key in self.keys_of_style)
        numbers = [key for key in self.keys_of_style if key.is_citation_number]
        self.has_citation_number = bool(numbers)
        self.counts_down = bool(numbers) and numbers[-1].descending
        """Whether a sorted bibliography ends with number 1. The specification does not say so; but a
        list by falling numbers is to show falling numbers (citeproc-js: the last such key counts).
        """
        first = next(iter(area.sort), None)
        self.keeps_order = first is None or (
            first.get("variable") == "citation-number" and first.get("sort") != "descending"
        )
        """Whether works stay in the order in which they were given."""

    def __bool__(self) -> bool:
        return bool(self.keys_of_style)

    def keys(self, make_context: Callable[[], Context]) -> Keys:
        """The keys of one item, comparable in the order asked for."""
        return Keys(self.keys_of_style, make_context, self.language)

    def sort(self, members: Sequence[Member], keys_of: Callable[[Member], Keys]) -> list[Member]:
        """Stable sort by all keys; empty values come last whatever the direction."""
        if len(members) < 2:
            return list(members)
        return [member for _keys, member in self._sort([(keys_of(m), m) for m in members], 0)]

    def _sort(self, pairs: Sequence[tuple[Keys, Member]], index: int) -> list[tuple[Keys, Member]]:
        """Sorted by the keys from `index` on: by the next only where this one tells no difference."""
        if index == len(self.keys_of_style):
            return list(pairs)
        alike: dict[str | None, list[tuple[Keys, Member]]] = {}
        for pair in pairs:
            alike.setdefault(pair[0].value(index), []).append(pair)
        values: list[str | None] = []
        values += sorted(
            [value for value in alike if value is not None],
            reverse=self.keys_of_style[index].descending,
        )
        if None in alike:
            values.append(None)
        ordered: list[tuple[Keys, Member]] = []
        for value in values:
            same = alike[value]
            ordered += same if len(same) == 1 else self._sort(same, index + 1)
        return ordered


def _compile_key(key: Element, style: Style, locale: Locale, area: Area) -> SortKey:
    names = SortNames(
        option_number(key.get("names-min"), None),
        option_number(key.get("names-use-first"), None),
        key.flag("names-use-last") if key.get("names-use-last") else None,
    )
    variable = key.get("variable")
    macro = key.get("macro")

    def compile() -> Compiled:
        compiler = Compiler(style, locale, area, sorting=names)
        return compiler.macro(macro) if macro else _compile_variable(variable, compiler)

    printed = [it for it in reachable(style, key) if it.tag in ("date", "number", "text")]
    return SortKey(
        compile,
        descending=key.get("sort") == "descending",
        is_date=variable in DATE_VARIABLES or any(it.tag == "date" for it in printed),
        is_citation_number=variable == "citation-number"
        or any(it.get("variable") == "citation-number" for it in printed),
    )


def _compile_variable(variable: str, compiler: Compiler) -> Compiled:
    if variable in NAME_VARIABLES:
        name = Element("name", {"form": "long", "name-as-sort-order": "all"})
        return compiler.compile(Element("names", {"variable": variable}, (name,)))
    if variable in DATE_VARIABLES:
        parts = tuple(Element("date-part", {"name": n}) for n in ("year", "month", "day"))
        return compiler.compile(Element("date", {"variable": variable}, parts))
    if variable == "type":  # no variable of CSL, but citeproc-js sorts by it, and so do styles
        return Always(Leaf(lambda ctx: (ctx.item.type, RENDERED)))
    if variable == "citation-number" or variable not in NUMBER_VARIABLES:
        return compiler.compile(Element("text", {"variable": variable}))
    return compiler.compile(Element("number", {"variable": variable}))
