"""cs:choose: the first branch whose conditions hold (CSL 1.0.2, Choose)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ibidem.csl.compile import Compiler, run, run_first
from ibidem.csl.context import NOTHING, Context, Render, Rendered
from ibidem.csl.number import parse_number
from ibidem.csl.output import Formatted
from ibidem.csl.schema import LABEL_ALIASES
from ibidem.csl.style import Element
from ibidem.model import Position

Test: TypeAlias = "Callable[[Context], bool]"

POSITIONS: dict[str, Test] = {
    "first": lambda ctx: ctx.position == Position.FIRST,
    "subsequent": lambda ctx: ctx.position is not None and ctx.position >= Position.SUBSEQUENT,
    "ibid": lambda ctx: ctx.position is not None and ctx.position >= Position.IBID,
    "ibid-with-locator": lambda ctx: ctx.position == Position.IBID_WITH_LOCATOR,
    "near-note": lambda ctx: ctx.position is not None and ctx.near_note,
    "far-note": lambda ctx: (
        ctx.position is not None and ctx.position >= Position.SUBSEQUENT and not ctx.near_note
    ),
}


def compile_choose(element: Element, compiler: Compiler) -> Render:
    delimiter = compiler.delimiter
    render_branch = run_first if compiler.are_alternatives else run
    branches = [
        (compile_condition(branch), compiler.compile_children(branch))
        for branch in element.children
        if branch.tag in ("if", "else-if", "else")
    ]

    def render(ctx: Context) -> Rendered:
        for holds, renders in branches:
            if holds(ctx):
                nodes, status = render_branch(renders, ctx)
                if not nodes:
                    return None, status
                if len(nodes) == 1:
                    return nodes[0], status
                return Formatted(nodes, delimiter=delimiter), status
        return None, NOTHING

    return render


def compile_condition(branch: Element) -> Test:
    """The conjunction, disjunction or negation of all tests of a branch, by its `match`."""
    if branch.tag == "else":
        return lambda _ctx: True
    match = branch.get("match", "all")
    tests: list[Test] = []
    for attribute, value in branch.attributes.items():
        if attribute == "variable":
            tests += _variable_tests(value.split(), match)
        elif attribute in CONDITIONS:
            tests += CONDITIONS[attribute](value)
    if match == "none":
        if len(tests) == 1:
            only = tests[0]
            return lambda ctx: not only(ctx)
        return lambda ctx: not any(test(ctx) for test in tests)
    if len(tests) == 1:
        return tests[0]
    if match == "any":
        return lambda ctx: any(test(ctx) for test in tests)
    return lambda ctx: all(test(ctx) for test in tests)


def _variable_tests(names: list[str], match: str) -> list[Test]:
    """Tests of variables: one for all those of the item, one each for those of the cite."""
    tests = [OF_THE_CITE[name] for name in names if name in OF_THE_CITE]
    wanted = frozenset(names).difference(OF_THE_CITE)
    if wanted and match == "all":
        tests.append(lambda ctx: wanted <= ctx.item.present)
    elif wanted:
        tests.append(lambda ctx: not wanted.isdisjoint(ctx.item.present))
    return tests


def _type_tests(value: str) -> list[Test]:
    # An item has one type, so several types can only mean "any of them"; DEVIATES from the
    # letter of match="all", as all processors do.
    types = frozenset(value.split())
    return [lambda ctx: ctx.item.type in types]


OF_THE_CITE: dict[str, Test] = {
    "locator": lambda ctx: ctx.locator is not None,
    "first-reference-note-number": lambda ctx: bool(ctx.first_note),
    "citation-number": lambda ctx: bool(ctx.citation_number),
    "year-suffix": lambda ctx: bool(ctx.config.suffix),
}
"""Variables that belong to the cite, not to the item."""


def _numeric_test(variable: str) -> Test:
    if variable == "locator":
        return lambda ctx: ctx.locator is not None and parse_number(ctx.locator.value).is_numeric
    if variable in ("citation-number", "first-reference-note-number"):
        return OF_THE_CITE[variable]
    return lambda ctx: ctx.item.parsed_number(variable).is_numeric


def _uncertain_test(variable: str) -> Test:
    def is_uncertain(ctx: Context) -> bool:
        date = ctx.item.date(variable)
        return date is not None and date.circa

    return is_uncertain


def _locator_test(label: str) -> Test:
    wanted = LABEL_ALIASES.get(label, label)
    return lambda ctx: ctx.locator is not None and (ctx.locator.label or "page") == wanted


def _disambiguate_test(ctx: Context) -> bool:
    """Each test in a cite holds only once the item needs that many to be told apart."""
    ctx.conditions_met += 1
    return ctx.conditions_met <= ctx.config.conditions


def _locator_tests(value: str) -> list[Test]:
    return [_locator_test(label) for label in value.replace("sub verbo", "sub-verbo").split()]


CONDITIONS: dict[str, Callable[[str], list[Test]]] = {
    "type": _type_tests,
    "is-numeric": lambda value: [_numeric_test(name) for name in value.split()],
    "is-uncertain-date": lambda value: [_uncertain_test(name) for name in value.split()],
    "locator": _locator_tests,
    "position": lambda value: [POSITIONS[name] for name in value.split() if name in POSITIONS],
    "disambiguate": lambda value: [_disambiguate_test],
}
