"""cs:date: localized or spelled out part by part, with ranges, seasons and eras (CSL 1.0.2, Date)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from ibidem.csl.compile import Compiled, Compiler, WithAny, decorate, format_of
from ibidem.csl.context import EMPTY, RENDERED, Context, Render, Rendered
from ibidem.csl.element import Element
from ibidem.csl.elements.text import Change, content_change
from ibidem.csl.locales import Locale
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.ordinal import Ordinals
from ibidem.csl.output import Formatted, Node, Tagged
from ibidem.csl.rendering import Decorate
from ibidem.csl.style import NO_ELEMENT
from ibidem.model import Date

NO_QUOTES: Final = QuoteMarks("", "", "", "")

INDEX: Final = {"year": 0, "month": 1, "day": 2}

DEFAULT_DATE_PARTS: Final = "year-month-day"


class DatePart(NamedTuple):
    """A compiled cs:date-part."""

    name: str
    text: Callable[[tuple[int, ...]], str]
    """The part of a date as text; empty if the date is not that precise."""
    element: Element
    change: Change | None
    range_delimiter: str

    def node(
        self,
        values: tuple[int, ...],
        *,
        prefix: bool,
        suffix: bool,
        after: list[Node],
    ) -> Node | None:
        text = self.text(values)
        if not text:
            return None
        nodes: list[Node] = parse_markup(text, NO_QUOTES)
        if self.change is not None:
            nodes = self.change(nodes, "en")
        if self.name == "year":
            nodes = [Tagged("year", nodes, values[0]), *after]
        return self._decorated(nodes, prefix=prefix, suffix=suffix)

    def literal(self, text: str, after: list[Node]) -> Node:
        """What is told in words in place of a year, with the affixes and formats of the year."""
        return self._decorated([Tagged("year", [text], text), *after])

    def _decorated(self, nodes: list[Node], *, prefix: bool = True, suffix: bool = True) -> Node:
        element = self.element
        return Formatted(
            nodes,
            format_of(element),
            element.get("prefix") if prefix else "",
            element.get("suffix") if suffix else "",
        )


def compile_date(element: Element, compiler: Compiler) -> Compiled:
    variable = element.get("variable")
    parts, delimiter, shared = _date_parts(element, compiler)
    if compiler.sorting is not None:
        return WithAny((variable,), _compile_sort_date(variable, parts))
    around = _decorate_date(element, shared, delimiter)
    takes_suffix = not compiler.explicit_suffix

    def render(ctx: Context) -> Rendered:
        date = ctx.item.date(variable)
        if date is None or variable in ctx.consumed or (ctx.is_key and variable == "accessed"):
            return None, EMPTY
        after: list[Node] = []
        if takes_suffix and ctx.suffix:
            after = [Tagged("year-suffix", [ctx.suffix], ctx.suffix)]
        nodes = _render_date(date, parts, delimiter, after)
        if not nodes:
            return None, EMPTY
        if after and any(part.name == "year" for part in parts):
            ctx.suffix = ""
        ctx.note_use(variable)
        return Tagged("date", [around(nodes)], variable), RENDERED

    return WithAny((variable,), render)


def _decorate_date(element: Element, shared: Element, delimiter: str) -> Decorate:
    """Formatting and affixes of cs:date, with those of the locale's date format beneath."""
    change = content_change(element) or content_change(shared)
    whole = Element("date", {**_formatting(shared), **element.attributes})
    is_normal = "normal" in element.attributes.values()
    around = decorate(whole, delimiter="" if is_normal else delimiter)
    if change is None and not is_normal:
        return around

    def decorate_parts(nodes: list[Node]) -> Node:
        if change is not None:
            nodes = change(nodes, "en")
        # What the last part is formatted as is not what the date ends with.
        return around([Formatted(nodes, delimiter=delimiter)] if is_normal else nodes)

    return decorate_parts


def _formatting(element: Element) -> dict[str, str]:
    return {k: v for k, v in element.attributes.items() if k not in ("form", "delimiter", "lang")}


def _date_parts(element: Element, compiler: Compiler) -> tuple[tuple[DatePart, ...], str, Element]:
    """The parts in order, their delimiter, and the locale's element if the date is localized."""
    form = element.get("form")
    if not form:
        # What is no part of a date is left out, in a style with that fault.
        named = [part for part in element.all("date-part") if part.get("name") in INDEX]
        parts = tuple(_compile_part(part, compiler) for part in named)
        return parts, element.get("delimiter"), NO_ELEMENT
    localized = compiler.locale.dates.get(form, NO_ELEMENT)
    wanted = element.get("date-parts", DEFAULT_DATE_PARTS).split("-")
    overrides = {part.get("name"): part for part in element.all("date-part")}
    sources = list(localized.all("date-part"))
    kept = [part for part in sources if part.get("name") in wanted]
    if kept and kept[-1] is not sources[-1]:
        # "May 5, " of "May 5, 2000": what led on to a part that is left out goes with it.
        last = kept[-1]
        trimmed = last.get("suffix").rstrip(" ,/-")
        kept[-1] = Element(last.tag, {**last.attributes, "suffix": trimmed}, last.children)
    merged = [_override(part, overrides.get(part.get("name"))) for part in kept]
    return tuple(_compile_part(p, compiler) for p in merged), localized.get("delimiter"), localized


def _override(part: Element, override: Element | None) -> Element:
    """A localized date-part with the style's attributes, except affixes."""
    if override is None:
        return part
    own = {k: v for k, v in override.attributes.items() if k not in ("prefix", "suffix")}
    return Element(part.tag, {**part.attributes, **own}, part.children)


def _compile_part(element: Element, compiler: Compiler) -> DatePart:
    name = element.get("name")
    make = {"year": _year_text, "month": _month_text, "day": _day_text}.get(name, _day_text)
    return DatePart(
        name,
        make(element, compiler.locale),
        element,
        content_change(element),
        element.get("range-delimiter") or "\u2013",
    )


def _year_text(element: Element, locale: Locale) -> Callable[[tuple[int, ...]], str]:
    short = element.get("form") == "short"
    ad, bc = locale.term("ad") or "", locale.term("bc") or ""

    def text(values: tuple[int, ...]) -> str:
        if not values:
            return ""
        year = values[0]
        if _era(year) < 0:
            return f"{-year}{bc}"
        if _era(year) and not short:
            return f"{year}{ad}"
        return f"{year % 100:02d}" if short and year >= 1000 else str(year)

    return text


def _month_text(element: Element, locale: Locale) -> Callable[[tuple[int, ...]], str]:
    form = element.get("form", "long")

    def text(values: tuple[int, ...]) -> str:
        if len(values) < 2:
            return ""
        month = values[1]
        if month > 20:
            return locale.term(f"season-{month - 20:02d}") or ""
        if form == "numeric":
            return str(month)
        if form == "numeric-leading-zeros":
            return f"{month:02d}"
        return locale.term(f"month-{month:02d}", form) or str(month)

    return text


def _day_text(element: Element, locale: Locale) -> Callable[[tuple[int, ...]], str]:
    form = element.get("form", "numeric")
    ordinals = Ordinals(locale)

    def text(values: tuple[int, ...]) -> str:
        if len(values) < 3:
            return ""
        day = values[2]
        if form == "numeric-leading-zeros":
            return f"{day:02d}"
        if form == "ordinal" and not (locale.limit_day_ordinals and day != 1):
            return ordinals.short(day, locale.genders.get(f"month-{values[1]:02d}", ""))
        return str(day)

    return text


def _render_date(
    date: Date, parts: Sequence[DatePart], delimiter: str, after: list[Node]
) -> list[Node]:
    if not date.parts:
        years = [part for part in parts if part.name == "year"]
        return [years[0].literal(date.literal, after)] if years and date.literal else []
    if len(date.parts) == 2 and date.parts[0] != date.parts[1]:
        return _render_range(date.parts[0], date.parts[1], parts, delimiter, after)
    return _nodes(date.parts[0], parts, after)


def _nodes(
    values: tuple[int, ...],
    parts: Sequence[DatePart],
    after: list[Node],
    *,
    first_prefix: bool = True,
    last_suffix: bool = True,
) -> list[Node]:
    shown = [part for part in parts if part.text(values)]
    nodes = []
    for index, part in enumerate(shown):
        node = part.node(
            values,
            prefix=first_prefix or index > 0,
            suffix=last_suffix or index < len(shown) - 1,
            after=after if part.name == "year" else [],
        )
        if node is not None:
            nodes.append(node)
    return nodes


def _render_range(
    start: tuple[int, ...],
    end: tuple[int, ...],
    parts: Sequence[DatePart],
    delimiter: str,
    after: list[Node],
) -> list[Node]:
    """Two dates with what they share printed once (CSL 1.0.2, Date Ranges).

    The block of parts from the first to the last that differs is printed for both dates, joined by
    the range delimiter of the largest part that differs; the parts around it are printed once.
    """
    rendered = {part.name for part in parts if part.text(start) or (end and part.text(end))}
    differing = next(
        (
            name
            for name in ("year", "month", "day")
            if name in rendered and _value(start, name) != _value(end, name)
        ),
        None,
    )
    if differing is None:
        return _nodes(start, parts, after)
    parts = [part for part in parts if part.name in rendered]
    level = INDEX[differing]
    doubled = [i for i, part in enumerate(parts) if INDEX[part.name] >= level]
    first, last = doubled[0], doubled[-1]
    block = parts[first : last + 1]
    between = next(part.range_delimiter for part in parts if part.name == differing)
    before = _nodes(start, parts[:first], after)
    behind = _nodes(start, parts[last + 1 :], after)
    has_year = any(part.name == "year" for part in block)
    firsts = _without_era(block) if end and _era(start[0]) == _era(end[0]) != 0 else block
    head = _nodes(start, firsts, [] if end and has_year else after, last_suffix=False)
    tail = _nodes(end, block, after, first_prefix=False) if end else []
    middle: list[Node] = [
        Formatted(
            [Formatted(head, delimiter=delimiter), between, Formatted(tail, delimiter=delimiter)]
        )
    ]
    return [*before, *middle, *behind]


def _era(year: int) -> int:
    """-1 for years before Christ, 1 for those that need be told to be after, 0 for others."""
    return -1 if year < 0 else int(0 < year < 1000)


def _without_era(parts: Sequence[DatePart]) -> list[DatePart]:
    """The parts with a bare year: the second year of a range tells the era of both."""
    return [
        part._replace(text=lambda values: str(abs(values[0]))) if part.name == "year" else part
        for part in parts
    ]


def _value(values: tuple[int, ...], name: str) -> int:
    index = INDEX[name]
    return values[index] if len(values) > index else 0


def sort_text(date: Date, precision: int) -> str:
    """A date as text that sorts by time: start, then end; what is missing comes first.

    Empty for words in place of a date ("in preparation"): they tell no time.
    """
    texts = []
    for values in date.parts:
        year, month, day = (*values[:precision], 0, 0, 0)[:3] if values else (9999, 99, 99)
        if month > 20:
            month = 0
        # Years before Christ count down: their complement sorts upwards, before all others.
        sign, digits = ("1", year) if year >= 0 else ("0", 99999 + year)
        texts.append(f"{sign}{digits:05d}{month:02d}{day:02d}")
    return " ".join(texts)


def _compile_sort_date(variable: str, parts: Sequence[DatePart]) -> Render:
    precision = 1 + max((INDEX[part.name] for part in parts), default=2)

    def render(ctx: Context) -> Rendered:
        date = ctx.item.date(variable)
        if date is None or variable in ctx.consumed:
            return None, EMPTY
        text = sort_text(date, precision)
        return (text, RENDERED) if text else (None, EMPTY)

    return render
