"""cs:names: the lists of names of one or more variables, or what stands in for them.

In order: the lists (editor and translator merged where they are the same), a substitute where all
are empty, truncation, every person, joining, the label.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from ibidem.csl.compile import Around, Children, Compiled, Compiler, Settled, Settlement, decorate
from ibidem.csl.context import EMPTY, RENDERED, TERM, Context, Rendered
from ibidem.csl.element import Element
from ibidem.csl.elements.label import NameLabel, compile_name_label
from ibidem.csl.item_data import ItemData
from ibidem.csl.name_list import EtAl, choose_levels, render_list
from ibidem.csl.name_options import NameOptions
from ibidem.csl.output import Formatted, FormattedNames, Node, Tagged
from ibidem.csl.person import sort_name
from ibidem.csl.rendering import SILENT_VARIABLE, Leaf, Row
from ibidem.csl.style import NO_ELEMENT, Style, reachable
from ibidem.csl.traits import Traits, trait, traits_of
from ibidem.model import Name

MERGED: Final = frozenset(("editor", "translator"))


def compile_names(element: Element, compiler: Compiler) -> Compiled:
    around = compiler.around
    if not element.children and around.shorthand.children:
        # The shorthand has the attributes and children of the names that it stands in for
        # (CSL 1.0.2, Substitute).
        attributes = {**around.shorthand.attributes, "variable": element.get("variable")}
        element = Element("names", attributes, around.shorthand.children, "", element.line)
    variables = tuple(element.get("variable").split())
    own_name = element.child("name") or NO_ELEMENT
    name = _like_outer(own_name, around.outer_name)
    options = _resolve_options(name, compiler)
    if around.outer_name.attributes:
        options = _with_own_later_et_al(options, _resolve_options(own_name, compiler))
    et_al = EtAl.of(element.child("et-al"), compiler.locale)
    label, label_first = _label(element, compiler)
    written = _Lists(options, et_al, _and_text(options, compiler), label, label_first)
    delimiter = element.get("delimiter") or compiler.options.get("names-delimiter", "")
    decorate_lists = decorate(element, delimiter=delimiter, kind=FormattedNames)
    substitutes = _substitutes(element, name, compiler)
    counts = options.form == "count"
    sorting = compiler.sorting is not None
    always_counts = counts and sorting
    wanted = traits_of(variables)

    def render(present: Sequence[str], stand_ins: Row, ctx: Context) -> Rendered:
        lists = _lists_of(ctx, present, label)
        if not lists:
            found = _render_substitute(stand_ins, ctx)
            is_zero = always_counts and found[0] is None and ctx.used is None
            return _count(0, sorting) if is_zero else found
        nodes: list[Node] = []
        count = 0
        for variable, names in lists:
            ctx.note_use("editor" if variable == "editortranslator" else variable)
            levels = choose_levels(ctx, names, options)
            if ctx.used is not None:
                ctx.consumed.add(variable)
            count += len(levels)
            if counts or not levels:
                continue
            if sorting:
                nodes.append(_sort_text(names, levels, options))
            else:
                nodes.append(written.write(ctx.item, variable, names, levels))
        if counts:
            return _count(count, sorting)
        if not nodes:
            return None, RENDERED
        return Tagged("names", [decorate_lists(nodes)], lists[0][0]), RENDERED

    def settle(traits: Traits) -> Settlement:
        stand_ins, asked = substitutes.settled(traits)
        present = [variable for variable in variables if traits & trait(variable)]
        if present or always_counts:
            return Leaf(partial(render, present, stand_ins)), asked | wanted
        is_silent = not stand_ins.fate & TERM
        left = SILENT_VARIABLE if is_silent else Leaf(partial(_render_substitute, stand_ins))
        return left, asked | wanted

    return Settled(settle)


class _Lists:
    """Writes the lists of names of a cs:names, each with its label."""

    def __init__(
        self,
        options: NameOptions,
        et_al: EtAl,
        and_text: str,
        label: NameLabel | None,
        label_first: bool,
    ) -> None:
        self._options = options
        self._et_al = et_al
        self._and_text = and_text
        self._label = label
        self._label_first = label_first

    def write(
        self, item: ItemData, variable: str, names: Sequence[Name], levels: tuple[int, ...]
    ) -> Node:
        """A list with its label; of the names, `levels` tells how much is printed."""
        is_incomplete = variable in item.item.incomplete_names
        options = self._options.in_language(item.language)
        node = render_list(names, levels, options, self._et_al, self._and_text, is_incomplete)
        term = self._label(variable, len(names) > 1) if self._label else None
        return _with_label(node, term, self._label_first)


def _resolve_options(name: Element, compiler: Compiler) -> NameOptions:
    rule = compiler.style.citation.options.get("givenname-disambiguation-rule", "")
    return NameOptions(name, compiler.options, compiler.sorting, compiler.locale.language, rule)


def _with_own_later_et_al(options: NameOptions, own: NameOptions) -> NameOptions:
    """As citeproc-js has it, later cites are shortened as the style says of the names themselves."""
    changed = options.copy()
    changed.et_al_subsequent_min = own.et_al_subsequent_min
    changed.et_al_subsequent_use_first = own.et_al_subsequent_use_first
    return changed


def _lists_of(
    ctx: Context, variables: Sequence[str], label: NameLabel | None
) -> list[tuple[str, tuple[Name, ...]]]:
    """The names of each variable that has some; editors who translated as well are one list."""
    lists = [
        (variable, names)
        for variable in variables
        if (names := ctx.item.names(variable)) and variable not in ctx.consumed
    ]
    same = len(lists) == 2 and frozenset(variables) == MERGED and lists[0][1] == lists[1][1]
    if same and (label is None or label("editortranslator", False) is not None):
        ctx.note_use(lists[1][0])
        return [("editortranslator", lists[0][1])]
    return lists


def _sort_text(names: Sequence[Name], levels: Sequence[int], options: NameOptions) -> str:
    """The list as a sort key: the names shown, family names first."""
    shown = names[: len(levels)]
    if options.et_al_use_last and len(levels) < len(names):
        shown, levels = (*shown, names[-1]), (*levels, options.base_level)
    return "  ".join(
        sort_name(name, options, level) for name, level in zip(shown, levels, strict=True)
    )


def _count(count: int, sorting: bool) -> Rendered:
    """The number of names; as citeproc-js has it, zero is a number to sort by, and not printed."""
    if sorting:
        return f"{count:04d}", RENDERED
    return (str(count), RENDERED) if count else (None, EMPTY)


def _with_label(names: Node, term: Node | None, label_first: bool) -> Node:
    tagged = Tagged("name-list", [names])
    if term is None:
        return tagged
    return Formatted([term, tagged] if label_first else [tagged, term])


def _and_text(options: NameOptions, compiler: Compiler) -> str:
    if options.and_ == "symbol":
        return "&"
    return (compiler.locale.term("and") or "") if options.and_ == "text" else ""


def _label(element: Element, compiler: Compiler) -> tuple[NameLabel | None, bool]:
    """The compiled label of the lists, and whether it stands before them."""
    label = element.child("label")
    if label is None or compiler.sorting is not None:
        return None, False
    order = [child.tag for child in element.children if child.tag in ("name", "label")]
    return compile_name_label(label, compiler), order[:1] == ["label"] and "name" in order


def _like_outer(name: Element, outer: Element) -> Element:
    """A cs:name with the name-parts and et-al options of the one that its names stand in for.

    As citeproc-js has it: names that stand in for others are set as those, if they do not say
    how. Styles count on it for the capitals of editors in the place of authors. Of et-al options,
    only the first names of the alternatives hear that are no shorthand.
    """
    own = {part.get("name") for part in name.all("name-part") if len(part.attributes) > 1}
    missing = [part for part in outer.children if part.get("name") not in own]
    attributes = {**outer.attributes, **name.attributes}
    return Element("name", attributes, (*name.children, *missing), name.text, name.line)


def _has_own_name(alternative: Element, style: Style) -> bool:
    """Whether an alternative has names that are more than a shorthand."""
    return any(part.tag == "names" and part.children for part in reachable(style, alternative))


def _handed_down(name: Element, *, et_al: bool) -> Element:
    """What of a cs:name holds for names that stand in for its own."""
    parts = tuple(name.all("name-part"))
    options = {k: v for k, v in name.attributes.items() if et_al and k.startswith("et-al-")}
    return Element("name", options, parts)


def _substitutes(element: Element, name: Element, compiler: Compiler) -> Children:
    """The alternatives of cs:substitute; a bare cs:names takes over name, et-al and label."""
    substitute = element.child("substitute")
    if substitute is None:
        return Children(())
    own = tuple(child for child in element.children if child.tag in ("name", "et-al", "label"))
    outer = compiler.around
    shorthand = Element("names", element.attributes, own)
    try:
        alternatives = []
        is_first = True
        for child in substitute.children:
            handed_down = _handed_down(name, et_al=is_first)
            compiler.around = Around(
                outer.delimiter,
                is_nested=True,
                are_alternatives=True,
                shorthand=shorthand,
                outer_name=handed_down,
            )
            alternatives.append(compiler.compile(child))
            is_first = is_first and not _has_own_name(child, compiler.style)
        return Children(alternatives)
    finally:
        compiler.around = outer


def _render_substitute(stand_ins: Row, ctx: Context) -> Rendered:
    """The first alternative that prints; its variables are used up for the rest of the cite."""
    outer = ctx.used
    for renderer in stand_ins.renderers:
        ctx.used = []
        node, status = renderer.render(ctx)
        used = ctx.used
        ctx.used = outer
        if node is None and status == TERM:
            # A term without text stands in as well as any other (suite:
            # substitute_SubstituteOnlyOnceTermEmpty).
            return None, TERM
        if node is None:
            ctx.consumed.difference_update(used)
        else:
            ctx.consumed.update(used)
            if outer is not None:
                outer.extend(used)  # what this substitution has used, the one around it has, too
            if not isinstance(node, Tagged) or node.tag != "names":
                node = Tagged("names", [node], "" if used else None)
            # A term or value is no variable: without any other, the group around is silent.
            return node, RENDERED if status & RENDERED else TERM | EMPTY
    return None, EMPTY
