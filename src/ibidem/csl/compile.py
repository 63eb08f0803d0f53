"""From records to closures: a style is compiled once for each area and locale, then only called.

Every rendering element becomes a function of the `Context`; attributes, inherited options, terms
and formats are constants inside it. Macros are compiled once for an area and shared by all calls.

What is compiled serves all items. When the first item of some traits is met, what they decide is
settled (`Compiled.settled`), and what is left is kept for all items that have the same answers to
what the element asks in the branches taken (`ibidem.csl.rendering`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from ibidem.csl.context import Context, Render, Rendered
from ibidem.csl.element import Element
from ibidem.csl.locales import Locale
from ibidem.csl.markup import QuoteMarks
from ibidem.csl.number import is_figures
from ibidem.csl.output import (
    FORMAT_PROPERTIES,
    Format,
    Formatted,
    FormattedNumber,
    FormattedText,
    Node,
)
from ibidem.csl.rendering import (
    SILENT,
    SILENT_VARIABLE,
    Decorate,
    Leaf,
    Renderer,
    Row,
    group_of,
    join,
)
from ibidem.csl.rewrite import plain
from ibidem.csl.script import is_east_asian
from ibidem.csl.style import Area, Style
from ibidem.csl.traits import NO_TRAITS, Traits, traits_of

Abbreviations: TypeAlias = Mapping[str, Mapping[str, str]]
"""Short forms by category (`container-title`, `place`, …) and full form."""

LAST_NUMBER: Final = re.compile(
    r"((?:(?:[^\W\d_]*\d+[^\W\d_]*|[IVXLCDMivxlcdm]+)\s*[-\u2013&,]\s*)*)[^\W\d_]*[1-9]\d*"
)
"""One number, or several of which the last has figures at its end: the group is those before it."""

NO_NAME: Final = Element("name", {})
NO_NAMES: Final = Element("names", {})

FORMATTING: Final = tuple(name.replace("_", "-") for name in FORMAT_PROPERTIES)


class SortNames(NamedTuple):
    """`names-min`, `names-use-first`, `names-use-last` of a sort key; None where not given."""

    min: int | None = None
    use_first: int | None = None
    use_last: bool | None = None


Settlement: TypeAlias = tuple[Renderer, Traits]
"""What is left of an element for some items, and which of their traits have decided it."""


class Compiled:
    """A compiled rendering element."""

    __slots__ = ()

    def settled(self, traits: Traits) -> Settlement:
        """What is left of it for items with these traits."""
        raise NotImplementedError

    def render(self, ctx: Context) -> Rendered:
        """Render it in a cite or entry."""
        return self.settled(ctx.item.traits)[0].render(ctx)


class Always(Compiled):
    """An element of which the same is left for all items."""

    __slots__ = ("_renderer",)

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def settled(self, traits: Traits) -> Settlement:
        return self._renderer, NO_TRAITS


class WithAny(Compiled):
    """An element of which nothing is left where none of its variables has a value."""

    __slots__ = ("_leaf", "_wanted")

    def __init__(self, variables: Iterable[str], render: Render) -> None:
        self._wanted = traits_of(variables)
        self._leaf = Leaf(render, is_variable=True)

    def settled(self, traits: Traits) -> Settlement:
        return (self._leaf if traits & self._wanted else SILENT_VARIABLE), self._wanted


class Settled(Compiled):
    """An element that is settled by a function, once for all items with the same answers.

    These are few, while there may be hundreds of kinds of items: a branch that is not taken asks
    for nothing.
    """

    __slots__ = ("_found", "_settle")

    def __init__(self, settle: Callable[[Traits], Settlement]) -> None:
        self._settle = settle
        self._found: dict[Traits, dict[Traits, Renderer]] = {}
        """By traits that decide, what is left by those of them that items have."""

    def settled(self, traits: Traits) -> Settlement:
        for asked, known in self._found.items():
            found = known.get(traits & asked)
            if found is not None:
                return found, asked
        renderer, asked = self._settle(traits)
        self._found.setdefault(asked, {})[traits & asked] = renderer
        return renderer, asked


class Derived(Compiled):
    """An element around a single one: what is left of that decides what is left of it.

    Styles have many in a row (a call of a macro with a group with a condition), which all would look
    for the same answers.
    """

    __slots__ = ("_derive", "_found", "_inner")

    def __init__(self, inner: Compiled, derive: Callable[[Renderer], Renderer]) -> None:
        self._inner = inner
        self._derive = derive
        self._found: dict[Renderer, Renderer] = {}

    def settled(self, traits: Traits) -> Settlement:
        inner, asked = self._inner.settled(traits)
        found = self._found.get(inner)
        if found is None:
            found = self._found[inner] = self._derive(inner)
        return found, asked


class Children:
    """Compiled elements in a row."""

    __slots__ = ("_rows", "members")

    def __init__(self, members: Sequence[Compiled]) -> None:
        self.members = members
        self._rows: dict[Traits, Row] = {}

    def row(self, traits: Traits) -> Row:
        """What is left of them for items with these traits, kept for others with the same."""
        found = self._rows.get(traits)
        if found is None:
            found, _asked = self.settled(traits)
            self._rows[traits] = found
        return found

    def settled(self, traits: Traits) -> tuple[Row, Traits]:
        """What is left of them for items with these traits, and which of them have decided it."""
        decisive = NO_TRAITS
        renderers: list[Renderer] = []
        for member in self.members:
            renderer, asked = member.settled(traits)
            renderers.append(renderer)
            decisive |= asked
        return Row(renderers), decisive

    def as_one(self, join_row: Callable[[Row], Renderer]) -> Compiled:
        """All of them as one element, given what that is for what is left of them."""
        if len(self.members) == 1:
            return Derived(self.members[0], lambda only: join_row(Row([only])))

        def settle(traits: Traits) -> Settlement:
            row, asked = self.settled(traits)
            return join_row(row), asked

        return Settled(settle)


class Around:
    """What is around an element while it is compiled, as far as that decides what it prints."""

    __slots__ = ("are_alternatives", "delimiter", "is_nested", "outer_name", "shorthand")

    def __init__(
        self,
        delimiter: str = "",
        *,
        is_nested: bool = False,
        are_alternatives: bool = False,
        shorthand: Element = NO_NAMES,
        outer_name: Element = NO_NAME,
    ) -> None:
        self.delimiter = delimiter
        """Of the nearest group: what the branches of a cs:choose join their children with."""
        self.is_nested = is_nested
        """Below the first level of the layout, where `display` has no effect (citeproc-js)."""
        self.are_alternatives = are_alternatives
        """Inside cs:substitute: the children of a branch are alternatives as well."""
        self.shorthand = shorthand
        """Inside cs:substitute: the attributes, name, et-al and label that a bare cs:names takes over."""
        self.outer_name = outer_name
        """Inside cs:substitute: the cs:name that any cs:names there is set like, also in a macro."""


class Compiler:
    """Compiles the elements of one area of a style, for one locale."""

    def __init__(
        self,
        style: Style,
        locale: Locale,
        area: Area,
        *,
        links: bool = False,
        abbreviations: Abbreviations | None = None,
        explicit_suffix: bool = False,
        sorting: SortNames | None = None,
    ) -> None:
        self.style = style
        self.locale = locale
        self.links = links
        self.abbreviations = abbreviations or {}
        self.explicit_suffix = explicit_suffix
        """The style says itself where the year suffix goes."""
        self.sorting = sorting
        """Set while sort keys are compiled: names inverted, dates and numbers as sortable text."""
        self.options: Mapping[str, str] = {**style.options, **area.options}
        self.marks = QuoteMarks(
            locale.term("open-quote") or "\u201c",
            locale.term("close-quote") or "\u201d",
            locale.term("open-inner-quote") or "\u2018",
            locale.term("close-inner-quote") or "\u2019",
        )
        from ibidem.csl.elements import COMPILERS  # which compile what they hold with this

        self._compilers: Mapping[str, Callable[[Element, Compiler], Compiled]] = COMPILERS
        self.around = Around()
        self._macros: dict[str, list[tuple[Element, Compiled]]] = {}

    def compile(self, element: Element) -> Compiled:
        """A rendering element, compiled; an unknown one renders nothing."""
        if self.around.is_nested and "display" in element.attributes:
            element = element.without("display")
        compile_element = self._compilers.get(element.tag)
        return compile_element(element, self) if compile_element else NOT_PRINTED

    def compile_layout(self, layout: Element) -> Children:
        """The children of a layout."""
        return Children([self.compile(child) for child in layout.children])

    def compile_children(self, element: Element, delimiter: str | None = None) -> Children:
        """The children; `delimiter` is what a group joins them with.

        Without it (a branch of cs:choose), they belong to the group around.
        """
        outer = self.around
        if delimiter is not None:
            self.around = Around(
                delimiter,
                is_nested=True,
                shorthand=outer.shorthand,
                outer_name=outer.outer_name,
            )
        try:
            return Children([self.compile(child) for child in element.children])
        finally:
            self.around = outer

    def macro(self, name: str) -> Compiled:
        """The macro: a group without delimiter. A macro that calls itself is empty.

        Inside a substitute, its names are shortened otherwise. As citeproc-js has it, the name-parts
        that its first call hands down hold for all calls.
        """
        outer = self.around
        options = outer.outer_name.attributes
        made = self._macros.setdefault(name, [])
        found = next((macro for known, macro in made if known.attributes == options), None)
        if found is None:
            element = self.style.macros.get(name)
            if element is None:
                return NOT_PRINTED
            place = len(made)
            parts = made[0][0].children if made else outer.outer_name.children
            outer_name = Element("name", options, parts)
            made.append((outer_name, NOT_PRINTED))
            self.around = Around(
                outer.delimiter,
                is_nested=outer.is_nested,
                are_alternatives=outer.are_alternatives,
                outer_name=outer_name,
            )
            found = self._compile_macro(element)
            made[place] = (outer_name, found)
            self.around = outer
        return found

    def _compile_macro(self, element: Element) -> Compiled:
        return self.compile_children(element, "").as_one(lambda row: group_of(row, join, None))


NOT_PRINTED: Final = Always(SILENT)


@cache
def _format(values: tuple[str, ...]) -> Format | None:
    return Format(*values) if any(values) else None


def format_of(element: Element) -> Format | None:
    """The formatting attributes of an element; equal formats are one object."""
    attributes = element.attributes
    for name in FORMATTING:
        if name in attributes:
            return _format(tuple([attributes.get(name, "") for name in FORMATTING]))
    return None


def decorate(
    element: Element,
    *,
    delimiter: str = "",
    kind: type[Formatted] = Formatted,
) -> Decorate:
    """The function that puts format, affixes, quotes and display of an element around nodes."""
    format = format_of(element)
    prefix, suffix = element.get("prefix"), element.get("suffix")
    quoted, display = element.flag("quotes"), element.get("display")
    if not (format or prefix or suffix or quoted or display):
        if not delimiter:
            return join
        return lambda nodes: nodes[0] if len(nodes) == 1 else Formatted(nodes, delimiter=delimiter)
    return lambda nodes: kind(nodes, format, prefix, suffix, delimiter, quoted, display)


def decorate_number(element: Element) -> Decorate:
    """As `decorate`, for an element that prints a number.

    As citeproc-js has it, where its suffix meets another affix: a single number, that of the citation
    and all pages are numbers, several only end in one, and what is no number as a whole (RR-25, 12a)
    is a text like others.
    """
    as_number, around = _decorate_leaf(element, FormattedNumber), decorate(element)
    if element.get("variable") in ("page", "citation-number"):
        return as_number

    def decorate_by_value(nodes: list[Node]) -> Node:
        only = nodes[0] if len(nodes) == 1 else None
        if isinstance(only, str) and is_figures(only) and only[0] != "0":
            return as_number(nodes)
        found = LAST_NUMBER.fullmatch(only) if isinstance(only, str) else None
        if found is None:
            return around(nodes)
        return around([FormattedNumber(nodes)]) if found[1] else as_number(nodes)

    return decorate_by_value


def decorate_text(element: Element) -> Decorate:
    """As `decorate`, for an element that prints a single text.

    As citeproc-js has it, text in East Asian characters is not slanted.
    """
    around = _decorate_leaf(element, FormattedText)
    if element.get("font-style") not in ("italic", "oblique"):
        return around
    upright = _decorate_leaf(element.without("font-style"), FormattedText)

    def decorate_by_script(nodes: list[Node]) -> Node:
        is_upright = is_east_asian("".join([plain(node) for node in nodes]))
        return upright(nodes) if is_upright else around(nodes)

    return decorate_by_script


def _decorate_leaf(element: Element, leaf: type[Formatted]) -> Decorate:
    """The node's kind matters where its suffix meets another one."""
    suffix = element.get("suffix")
    format, prefix, quoted = format_of(element), element.get("prefix"), element.flag("quotes")
    if not (suffix or format or quoted) and leaf is not FormattedNumber:
        return decorate(element)
    display = element.get("display")
    return lambda nodes: leaf(nodes, format, prefix, suffix, "", quoted, display)
