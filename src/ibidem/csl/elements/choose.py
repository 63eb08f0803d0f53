"""cs:choose: the first branch whose conditions hold (CSL 1.0.2, Choose).

Most conditions ask for the type of an item or the variables that it has: they are settled by its
traits. What is left to be asked of a cite are its place and locator and the values of numbers and
dates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from ibidem.csl.compile import Compiled, Compiler, Settled, Settlement
from ibidem.csl.context import Context
from ibidem.csl.element import Element
from ibidem.csl.elements.number import NumberText, number_text
from ibidem.csl.locales import LABEL_ALIASES
from ibidem.csl.rendering import Holds, Renderer, branch_of, choice_of
from ibidem.csl.traits import NO_TRAITS, Traits, trait, traits_of, type_name
from ibidem.model import Position

Decide: TypeAlias = "Callable[[Traits], bool | None]"
"""Whether something holds for all cites of items with these traits; None if that is not known."""


class Test(NamedTuple):
    """One condition, asked of a cite, and what traits say of it: those that it asks for."""

    holds: Holds
    decide: Decide
    asks: Traits = NO_TRAITS


def of_the_cite(holds: Holds) -> Test:
    """A condition that each cite has to be asked."""
    return Test(holds, lambda _traits: None)


POSITIONS: Final[dict[str, Holds]] = {
    "first": lambda ctx: ctx.position == Position.FIRST,
    "subsequent": lambda ctx: ctx.position is not None and ctx.position >= Position.SUBSEQUENT,
    "ibid": lambda ctx: ctx.position is not None and ctx.position >= Position.IBID,
    "ibid-with-locator": lambda ctx: ctx.position == Position.IBID_WITH_LOCATOR,
    "near-note": lambda ctx: ctx.position is not None and ctx.near_note,
    "far-note": lambda ctx: (
        ctx.position is not None and ctx.position >= Position.SUBSEQUENT and not ctx.near_note
    ),
}


def compile_choose(element: Element, compiler: Compiler) -> Compiled:
    delimiter = compiler.around.delimiter
    are_alternatives = compiler.around.are_alternatives
    branches = [
        (compile_condition(branch, compiler), compiler.compile_children(branch))
        for branch in element.children
        if branch.tag in ("if", "else-if", "else")
    ]

    def settle(traits: Traits) -> Settlement:
        left: list[tuple[Holds | None, Renderer]] = []
        decisive = NO_TRAITS
        for condition, children in branches:
            answer = condition.decide(traits)
            decisive |= condition.asks
            if answer is not False:
                row, asked = children.settled(traits)
                decisive |= asked
                branch = branch_of(row, delimiter, are_alternatives=are_alternatives)
                left.append((None if answer else condition.holds, branch))
            if answer:
                break
        return choice_of(left), decisive

    return Settled(settle)


def compile_condition(branch: Element, compiler: Compiler) -> Test:
    """The conjunction, disjunction or negation of all tests of a branch, by its `match`."""
    if branch.tag == "else":
        return Test(lambda _ctx: True, lambda _traits: True)
    match = branch.get("match", "all")
    tests: list[Test] = []
    for attribute, value in branch.attributes.items():
        if attribute == "variable":
            tests += _variable_tests(value.split(), match)
        elif attribute == "is-numeric":
            numbers = number_text(compiler)
            tests += [_numeric_test(name, numbers) for name in value.split()]
        elif attribute in CONDITIONS:
            tests += CONDITIONS[attribute](value)
    if match == "any":
        return tests[0] if len(tests) == 1 else _any(tests)
    if match == "none":
        return _not(tests[0] if len(tests) == 1 else _any(tests))
    return tests[0] if len(tests) == 1 else _all(tests)


def _any(tests: list[Test]) -> Test:
    holds = [test.holds for test in tests]
    return Test(lambda ctx: any(test(ctx) for test in holds), *_decide(tests, True))


def _all(tests: list[Test]) -> Test:
    holds = [test.holds for test in tests]
    return Test(lambda ctx: all(test(ctx) for test in holds), *_decide(tests, False))


def _decide(tests: list[Test], decisive: bool) -> tuple[Decide, Traits]:
    """What is known of several tests together, where one with the answer `decisive` is enough."""

    def decide(traits: Traits) -> bool | None:
        answers = [test.decide(traits) for test in tests]
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    asks = NO_TRAITS
    for test in tests:
        asks |= test.asks
    return decide, asks


def _not(test: Test) -> Test:
    def decide(traits: Traits) -> bool | None:
        answer = test.decide(traits)
        return None if answer is None else not answer

    holds = test.holds
    return Test(lambda ctx: not holds(ctx), decide, test.asks)


def _variable_tests(names: list[str], match: str) -> list[Test]:
    """Tests of variables: one for all those of the item, one each for those of the cite."""
    tests = [of_the_cite(OF_THE_CITE[name]) for name in names if name in OF_THE_CITE]
    wanted = traits_of(name for name in names if name not in OF_THE_CITE)
    if wanted and match == "all":
        tests.append(_all_traits(wanted))
    elif wanted:
        tests.append(_any_trait(wanted))
    return tests


def _all_traits(wanted: Traits) -> Test:
    return Test(
        lambda ctx: ctx.item.traits & wanted == wanted,
        lambda traits: traits & wanted == wanted,
        wanted,
    )


def _any_trait(wanted: Traits) -> Test:
    return Test(
        lambda ctx: ctx.item.traits & wanted != 0, lambda traits: traits & wanted != 0, wanted
    )


def _type_tests(value: str) -> list[Test]:
    # An item has one type, so several types can only mean "any of them"; DEVIATES from the
    # letter of match="all", as all processors do.
    return [_any_trait(traits_of(map(type_name, value.split())))]


OF_THE_CITE: Final[dict[str, Holds]] = {
    "locator": lambda ctx: ctx.locator is not None,
    "first-reference-note-number": lambda ctx: bool(ctx.first_note),
    "citation-number": lambda ctx: bool(ctx.citation_number),
    "year-suffix": lambda ctx: bool(ctx.config.suffix),
}
"""Variables that belong to the cite, not to the item."""


def _numeric_test(variable: str, numbers: NumberText) -> Test:
    if variable == "locator":
        return of_the_cite(
            lambda ctx: (
                ctx.locator is not None
                and numbers.is_numeric(ctx.locator.value, ctx.locator.label or "page")
            )
        )
    if variable in ("citation-number", "first-reference-note-number"):
        return of_the_cite(OF_THE_CITE[variable])
    kind = variable.removesuffix("-first")

    def is_numeric(ctx: Context) -> bool:
        if ctx.item.parsed_number(variable).is_numeric:
            return True
        value = ctx.item.fields.get(variable, "")
        return value[:1].isalpha() and numbers.is_numeric(value, kind)

    return _of_value(variable, is_numeric)


def _uncertain_test(variable: str) -> Test:
    def is_uncertain(ctx: Context) -> bool:
        date = ctx.item.date(variable)
        return date is not None and date.circa

    return _of_value(variable, is_uncertain)


def _of_value(variable: str, holds: Holds) -> Test:
    """A condition that does not hold for a variable without a value."""
    wanted = trait(variable)
    return Test(holds, lambda traits: None if traits & wanted else False, wanted)


def _locator_test(label: str) -> Test:
    wanted = LABEL_ALIASES.get(label, label)
    return of_the_cite(
        lambda ctx: ctx.locator is not None and (ctx.locator.label or "page") == wanted
    )


def _disambiguate_test(ctx: Context) -> bool:
    """Each test in a cite holds only once the item needs that many to be told apart."""
    ctx.conditions_met += 1
    return ctx.conditions_met <= ctx.config.conditions


def _locator_tests(value: str) -> list[Test]:
    return [_locator_test(label) for label in value.replace("sub verbo", "sub-verbo").split()]


CONDITIONS: Final[dict[str, Callable[[str], list[Test]]]] = {
    "type": _type_tests,
    "is-uncertain-date": lambda value: [_uncertain_test(name) for name in value.split()],
    "locator": _locator_tests,
    "position": lambda value: [
        of_the_cite(POSITIONS[name]) for name in value.split() if name in POSITIONS
    ],
    "disambiguate": lambda value: [of_the_cite(_disambiguate_test)],
}
