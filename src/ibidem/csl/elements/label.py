"""cs:label: the term that goes with a number, a locator or a list of names (CSL 1.0.2, Label)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from ibidem.csl.compile import (
    NOT_PRINTED,
    Always,
    Compiled,
    Compiler,
    Settled,
    Settlement,
    decorate_text,
)
from ibidem.csl.context import EMPTY, TERM, Context, Rendered
from ibidem.csl.element import Element
from ibidem.csl.elements.number import LABELLED, number_text
from ibidem.csl.elements.text import content_change, term_language
from ibidem.csl.locales import LABEL_ALIASES
from ibidem.csl.number import parse_number, whole_number
from ibidem.csl.output import Node
from ibidem.csl.rendering import SILENT_VARIABLE, Leaf
from ibidem.csl.traits import Traits, trait
from ibidem.variables import CITE_VARIABLES

NameLabel: TypeAlias = "Callable[[str, bool], Node | None]"
"""The label of a list of names, by its variable and whether it is plural."""

COUNTS: Final = ("number-of-pages", "number-of-volumes")
FIGURES: Final = re.compile(r"\d+")


def compile_label(element: Element, compiler: Compiler) -> Compiled:
    if compiler.sorting is not None:
        return NOT_PRINTED
    variable = element.get("variable")
    label = compile_name_label(element, compiler)
    plural = element.get("plural", "contextual")
    form = element.get("form")
    numbers = number_text(compiler)

    # DEVIATES from the letter of the specification, by which the label of an empty variable prints
    # nothing: citeproc-js prints it unless its group is silent, and many styles count on that, with
    # the label of one variable before another.
    def render(ctx: Context) -> Rendered:
        if variable == "locator":
            if ctx.locator and not ctx.locator.shows_label:
                return None, TERM
            value = ctx.locator.value if ctx.locator and not ctx.is_key else ""
            kind = ctx.locator.label if ctx.locator and not ctx.is_key else ""
            name = LABEL_ALIASES.get(kind, kind) or "page"
        else:
            # Of the cite's own numbers there is one each, so that nothing needs be known of them.
            value = ctx.item.fields.get(variable, "")
            name = variable
        if form and plural == "contextual" and value:
            ctx.note_label(variable, form)
        value = numbers.without_label(value, name)
        if variable in LABELLED and numbers.starts_with_label(value):
            return None, TERM
        is_plural = plural == "always" or (
            plural == "contextual"
            and (numbers.is_plural(value, name) or (variable in COUNTS and _is_several(value)))
        )
        node = label(name, is_plural)
        return node, TERM if node is not None else EMPTY

    leaf = Leaf(render)
    if variable in CITE_VARIABLES:
        return Always(leaf)
    number = trait(variable)

    def settle(traits: Traits) -> Settlement:
        if traits & number:
            return leaf, number
        is_printed = label(variable, plural == "always") is not None
        return (Leaf(render, TERM) if is_printed else SILENT_VARIABLE), number

    return Settled(settle)


def _is_several(count: str) -> bool:
    """Whether it is higher than 1: 3, 12a."""
    figures = FIGURES.match(count)
    if figures is None or not parse_number(count).is_numeric:
        return False
    return (whole_number(figures[0]) or 0) > 1


def compile_name_label(element: Element, compiler: Compiler) -> NameLabel:
    """The label's node for a term, single or plural; made once for each."""
    form = element.get("form", "long")
    around = decorate_text(element)
    change = content_change(element)
    plural = element.get("plural", "contextual")
    strips = element.flag("strip-periods")
    locale = compiler.locale
    # Found here, as the label must not hold the compiler: that holds all that it has made, a cycle.
    language = term_language(element, compiler)
    made: dict[tuple[str, bool], Node | None] = {}

    def label(name: str, is_plural: bool) -> Node | None:
        if plural != "contextual":
            is_plural = plural == "always"
        key = (name, is_plural)
        if key not in made:
            text = locale.term(name, form, is_plural)
            if text is None and name == "sub-verbo":
                text = locale.term("sub verbo", form, is_plural)
            if text and strips:
                text = text.replace(".", "")
            nodes: list[Node] = [text] if text else []
            if nodes and change is not None:
                nodes = list(change(nodes, language))
            made[key] = around(nodes) if nodes else None
        return made[key]

    return label
