"""cs:text: the value of a variable, a macro, a term, or verbatim text (CSL 1.0.2, Text)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from ibidem.csl.addresses import RESOLVERS, find_address
from ibidem.csl.citation_label import citation_label
from ibidem.csl.compile import (
    NOT_PRINTED,
    Always,
    Compiled,
    Compiler,
    Derived,
    WithAny,
    decorate,
    decorate_number,
    decorate_text,
)
from ibidem.csl.context import EMPTY, NOTHING, RENDERED, TERM, Context, Render, Rendered
from ibidem.csl.element import Element
from ibidem.csl.elements.number import number_text
from ibidem.csl.markup import parse_markup
from ibidem.csl.output import Formatted, Link, Literal, Node, Tagged
from ibidem.csl.rendering import Fixed, Leaf, Renderer, enclose, enclose_node, join, wrap
from ibidem.csl.rewrite import with_case, without_periods
from ibidem.variables import NUMBER_VARIABLES

Change: TypeAlias = "Callable[[list[Node], str], list[Node]]"
"""strip-periods and text-case of an element, applied to content in a language."""

# In whose list of abbreviations a variable is looked up (the categories of citeproc-js).
ABBREVIATION_CATEGORIES: Final = {
    "title": "title",
    "container-title": "container-title",
    "collection-title": "collection-title",
    "publisher": "institution-part",
    "authority": "institution-part",
    "archive": "institution-part",
    "publisher-place": "place",
    "event-place": "place",
    "archive-place": "place",
    "original-publisher-place": "place",
}

PATH: Final = re.compile(r"(.*\.[^/]+)/.*")
SCHEME: Final = re.compile(r"https?://")

SHORT_FORMS: Final = {"title": "title-short", "container-title": "container-title-short"}


def compile_text(element: Element, compiler: Compiler) -> Compiled:
    if element.get("macro"):
        return _compile_macro(element, compiler)
    if element.get("term"):
        return _compile_term(element, compiler)
    if "value" in element.attributes:
        return _compile_value(element, compiler)
    variable = element.get("variable")
    special = SPECIAL.get(variable)
    if special is not None:
        return special(element, compiler)
    if variable in NUMBER_VARIABLES and compiler.sorting is None:
        return _compile_number_variable(element, compiler)
    return _compile_variable(element, compiler)


def content_change(element: Element) -> Change | None:
    """What strip-periods and text-case do to the content, or None where they do nothing."""
    case = element.get("text-case")
    strip = element.flag("strip-periods")
    if not case and not strip:
        return None

    def change(nodes: list[Node], language: str) -> list[Node]:
        if strip:
            nodes = without_periods(nodes)
        return with_case(nodes, case, language) if case else nodes

    return change


def term_language(element: Element, compiler: Compiler) -> str:
    """The language that the case of a term follows.

    As citeproc-js has it, a style that asks for a term in title case gets it in every language: it
    is the titles of items in other languages that keep their capitals.
    """
    return "en" if element.get("text-case") == "title" else compiler.locale.language


def _compile_macro(element: Element, compiler: Compiler) -> Compiled:
    macro = compiler.macro(element.get("macro"))
    around = decorate(element)
    is_decorated = around is not join
    strips = element.flag("strip-periods")
    is_normal = "normal" in element.attributes.values()
    is_plain = not (is_decorated or strips or is_normal)

    def decorate_call(node: Node) -> Node:
        if is_normal:
            node = Formatted([node])  # a format within is not what the macro ends with
        # Its text-case does nothing, as citeproc-js has it: what the case of a mixture of names,
        # titles and terms is, the specification leaves open (issue 417 of its schema).
        nodes: list[Node] = without_periods([node]) if strips else [node]
        return around(nodes) if is_decorated else enclose(nodes)

    def call(called: Renderer) -> Renderer:
        if called.is_silent:
            return called
        # A macro is an element of its own: what it calls keeps its affixes inside.
        return wrap(called, enclose_node if is_plain else decorate_call)

    return Derived(macro, call)


def _compile_term(element: Element, compiler: Compiler) -> Compiled:
    name = element.get("term")
    plural = element.get("plural") in ("true", "1")
    text = compiler.locale.term(name, element.get("form", "long"), plural)
    if text and element.flag("strip-periods"):
        text = text.replace(".", "")
    if not text:
        return Always(Fixed(None, TERM if text is not None else NOTHING))
    change = content_change(element)
    nodes: list[Node] = [Literal(text, "term")]
    if change is not None:
        # A term in a case of its own does not follow the start of a sentence.
        language = term_language(element, compiler)
        nodes = change([text] if element.get("text-case") else nodes, language)
    node = decorate_text(element)(nodes)
    if compiler.sorting is not None:
        return Always(Fixed(text, TERM))
    return Always(Fixed(node, TERM))


def _compile_value(element: Element, compiler: Compiler) -> Compiled:
    text = element.get("value")
    if not text:
        return NOT_PRINTED
    nodes: list[Node] = parse_markup(text, compiler.marks)
    change = content_change(element)
    if change is not None:
        nodes = change(nodes, compiler.locale.language)
    node = decorate_text(element)(nodes)
    return Always(Fixed(node, TERM))


def _short_form(element: Element) -> str:
    """The variable to try first, where the short form of an element's variable is asked for."""
    variable = element.get("variable")
    if element.get("form") != "short":
        return ""
    return SHORT_FORMS.get(variable, f"{variable}-short")


def _abbreviations(element: Element, compiler: Compiler) -> Mapping[str, str]:
    """Short forms by the full value, where the style asks for the short form of the variable."""
    if element.get("form") != "short":
        return {}
    category = ABBREVIATION_CATEGORIES.get(element.get("variable"), "")
    return compiler.abbreviations.get(category, {})


def _compile_variable(element: Element, compiler: Compiler) -> Compiled:
    variable = element.get("variable")
    short_form = _short_form(element)
    around = decorate_text(element)
    is_address = variable in RESOLVERS
    if is_address:
        element = element.without("strip-periods")  # it would be another identifier
    change = content_change(element)
    # As citeproc-js has it: a style that says anything of quotes levels the marks of the item.
    marks = compiler.marks._replace(are_mixed="quotes" in element.attributes)
    language = compiler.locale.language
    short = _abbreviations(element, compiler)
    shown = _shown_form(element)
    made: dict[tuple[str, str], Node] = {}
    """By value and language: what several cites of an item print, and what keys print before."""

    def make(value: str, language: str) -> Node:
        text = shown(short.get(value, value))
        # DEVIATES from citeproc-js, which makes apostrophes of addresses typographic.
        nodes: list[Node] = [text] if is_address else parse_markup(text, marks)
        return around(nodes if change is None else change(nodes, language))

    def render(ctx: Context) -> Rendered:
        value = ctx.short_field(variable, short_form) if short_form else ctx.field(variable)
        if not value:
            return None, EMPTY
        key = (value, ctx.item.language or language)
        node = made.get(key)
        if node is None:
            node = made[key] = make(*key)
        return node, RENDERED

    variables = (variable, short_form) if short_form else (variable,)
    return WithAny(
        variables, _with_link(element, render) if is_address and compiler.links else render
    )


def _shown_form(element: Element) -> Callable[[str], str]:
    """How the value of an element is printed."""
    is_short_url = element.get("variable") == "URL" and element.get("form") == "short"
    return shorten_url if is_short_url else str


def shorten_url(url: str) -> str:
    """The host of an address, as citeproc-js has it: the Annual Reviews ask for that.

    >>> shorten_url("https://www.example.org/a/b")
    'www.example.org'
    """
    host = PATH.sub(r"\1", url)
    return SCHEME.sub("", host) if "//www." in host else host


def _with_link(element: Element, render: Render) -> Render:
    """Anchor the identifier; a prefix that is the start of its URI belongs to the anchor."""
    variable = element.get("variable")
    bare = Element(
        element.tag, {k: v for k, v in element.attributes.items() if k not in ("prefix", "suffix")}
    )
    prefix, suffix = element.get("prefix"), element.get("suffix")
    inside = bool(re.search(r"https?://\S*$", prefix))
    around = decorate(bare)
    shown = _shown_form(element)

    def render_link(ctx: Context) -> Rendered:
        node, status = render(ctx)
        if node is None:
            return None, status
        value = ctx.item.fields[variable].strip()
        href = find_address(variable, value)
        if not href:
            return node, status
        text = around([Formatted([prefix + shown(value)]) if inside else shown(value)])
        link = Link(href, [text])
        return Formatted([link], None, "" if inside else prefix, suffix), status

    return render_link


def _compile_citation_number(element: Element, compiler: Compiler) -> Compiled:
    around = decorate_number(element)
    if compiler.sorting is not None:
        return Always(Leaf(lambda ctx: (f"{ctx.item.number:08d}", RENDERED)))

    def render(ctx: Context) -> Rendered:
        if ctx.is_key or not ctx.citation_number:
            return None, RENDERED
        number = ctx.citation_number
        text = Literal(str(number), "number")
        return Tagged("citation-number", [around([text])], number), RENDERED

    return Always(Leaf(render))


def _compile_year_suffix(element: Element, compiler: Compiler) -> Compiled:
    around = decorate(element)

    def render(ctx: Context) -> Rendered:
        if not ctx.suffix:
            # As citeproc-js has it, "n.d." in the same group is printed also without a suffix.
            return None, RENDERED
        return around([Tagged("year-suffix", [ctx.suffix], ctx.suffix)]), RENDERED

    return Always(Leaf(render))


def _compile_citation_label(element: Element, compiler: Compiler) -> Compiled:
    around = decorate(element)

    def render(ctx: Context) -> Rendered:
        label = ctx.field("citation-label") or citation_label(ctx.item)
        nodes: list[Node] = [label]
        if ctx.suffix:
            nodes.append(Tagged("year-suffix", [ctx.suffix], ctx.suffix))
        return Tagged("citation-label", [around(nodes)]), RENDERED

    return Always(Leaf(render))


def _compile_first_note(element: Element, compiler: Compiler) -> Compiled:
    around = decorate(element)

    def render(ctx: Context) -> Rendered:
        if not ctx.first_note:
            return None, EMPTY
        return around([str(ctx.first_note)]), RENDERED

    return Always(Leaf(render))


def _compile_locator(element: Element, compiler: Compiler) -> Compiled:
    around = decorate(element)
    change = content_change(element)
    language = compiler.locale.language
    numbers = number_text(compiler)

    def render(ctx: Context) -> Rendered:
        if ctx.locator is None or ctx.is_key or "locator" in ctx.consumed:
            return None, EMPTY
        kind = ctx.locator.label or "page"
        nodes: list[Node] = numbers.nodes(
            ctx.locator.value,
            "locator",
            kind=kind,
            is_page=kind == "page",
            label_form=ctx.label_form("locator"),
        )
        if change is not None:
            nodes = change(nodes, ctx.item.language or language)
        # As citeproc-js has it: a cite prints its locator once.
        ctx.consumed.add("locator")
        return Tagged("locator", [around(nodes)]), RENDERED

    return Always(Leaf(render))


def _compile_number_variable(element: Element, compiler: Compiler) -> Compiled:
    variable = element.get("variable")
    around = decorate_number(element)
    change = content_change(element)
    language = compiler.locale.language
    numbers = number_text(compiler)
    is_page = variable == "page"

    def render(ctx: Context) -> Rendered:
        value = ctx.field(variable)
        if not value:
            return None, EMPTY
        nodes: list[Node] = numbers.nodes(
            value, variable, is_page=is_page, label_form=ctx.label_form(variable)
        )
        if change is not None:
            nodes = change(nodes, ctx.item.language or language)
        return around(nodes), RENDERED

    return WithAny((variable,), render)


SPECIAL: Final[dict[str, Callable[[Element, Compiler], Compiled]]] = {
    "citation-number": _compile_citation_number,
    "year-suffix": _compile_year_suffix,
    "citation-label": _compile_citation_label,
    "first-reference-note-number": _compile_first_note,
    "locator": _compile_locator,
    "page": _compile_number_variable,
}
