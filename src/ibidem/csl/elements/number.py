"""cs:number: a number variable as figures, ordinal or roman numeral (CSL 1.0.2, Number)."""

from __future__ import annotations

from collections.abc import Sequence

from ibidem.csl.compile import Compiler, decorate
from ibidem.csl.context import EMPTY, RENDERED, Context, Render, Rendered
from ibidem.csl.locales import Locale
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.number import Number, parse_number, to_roman
from ibidem.csl.ordinal import Ordinals
from ibidem.csl.output import Node
from ibidem.csl.page_range import format_pages
from ibidem.csl.schema import LABEL_ALIASES
from ibidem.csl.style import Element
from ibidem.model import Locator


def compile_number(element: Element, compiler: Compiler) -> Render:
    from ibidem.csl.elements.text import SPECIAL, content_change

    variable = element.get("variable")
    form = element.get("form", "numeric")
    special = SPECIAL.get(variable)
    if special is not None and form == "numeric" and variable not in ("page", "locator"):
        return special(element, compiler)
    around = decorate(element)
    change = content_change(element)
    locale = compiler.locale
    ordinals = Ordinals(locale)
    sorting = compiler.sorting is not None

    def render(ctx: Context) -> Rendered:
        if variable == "locator":
            value = ctx.locator.value if ctx.locator and not ctx.is_key else ""
            number = parse_number(value)
        elif variable == "citation-number":
            number = parse_number(str(ctx.citation_number))
            value = "" if ctx.is_key else str(ctx.citation_number)
        else:
            value = ctx.field(variable)
            number = ctx.item.parsed_number(variable)
        if not value:
            return None, EMPTY
        if sorting:
            return (value.zfill(10) if value.isdigit() else value), RENDERED
        nodes: Sequence[Node] = render_number(number, form, ordinals, _gender(variable, locale))
        if change is not None:
            nodes = change(nodes, locale.language)
        return around(nodes), RENDERED

    return render


def _gender(variable: str, locale: Locale) -> str:
    return locale.genders.get(variable, "")


def render_number(
    number: Number, form: str, ordinals: Ordinals, gender: str
) -> Sequence[Node]:
    return [number.text]


def render_locator(
    locator: Locator, page_format: str, delimiter: str, marks: QuoteMarks
) -> list[Node]:
    """The value of a locator: pages by the style's range format, other numbers with en dashes."""
    label = LABEL_ALIASES.get(locator.label, locator.label)
    if label in ("page", ""):
        return [format_pages(locator.value.strip(), page_format, delimiter)]
    return list(parse_markup(locator.value.strip(), marks))
