"""cs:choose: the first branch whose conditions hold (CSL 1.0.2, Choose).

Most conditions ask for the type of an item or the variables that it has: they are settled by its
traits. What is left to be asked of a cite are its place and locator and the values of numbers and
dates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ibidem.csl.compile import Compiled, Compiler, Settled, Settlement
from ibidem.csl.context import Context
from ibidem.csl.element import Element
from ibidem.csl.elements.number import NumberText, number_text
from ibidem.csl.locales import LABEL_ALIASES
from ibidem.csl.rendering import Holds, Renderer, branch_of, choice_of
from ibidem.csl.traits import NO_TRAITS, Traits, trait, traits_of, type_name
from ibidem.model import Position


class Test:
    """A condition, and the traits that it asks for. Most are decided by these."""

    __slots__ = ("asks",)

    def __init__(self, asks: Traits = NO_TRAITS) -> None:
        self.asks = asks

    def decide(self, traits: Traits) -> bool | None:
        """Whether it holds for all cites of items with these traits; None if they do not tell."""
        return None

    def holds(self, ctx: Context) -> bool:
        """Whether it holds for this cite; only to be asked where that is not known of all."""
        return bool(self.decide(ctx.item.traits))


class HasAny(Test):
    """The item has one of the traits at least."""

    __slots__ = ()

    def decide(self, traits: Traits) -> bool | None:
        return traits & self.asks != 0


class HasAll(Test):
    """The item has all of the traits."""

    __slots__ = ()

    def decide(self, traits: Traits) -> bool | None:
        return traits & self.asks == self.asks


class OfTheCite(Test):
    """Something that each cite has to be asked; of a variable, each cite of an item that has it."""

    __slots__ = ("_holds",)

    def __init__(self, holds: Holds, variable: str = "") -> None:
        super().__init__(trait(variable) if variable else NO_TRAITS)
        self._holds = holds

    def decide(self, traits: Traits) -> bool | None:
        return False if self.asks and not traits & self.asks else None

    def holds(self, ctx: Context) -> bool:
        return self._holds(ctx)


class Together(Test):
    """Several tests: all of them hold, or with `one_is_enough`, one of them."""

    __slots__ = ("_one_is_enough", "_tests")

    def __init__(self, tests: list[Test], *, one_is_enough: bool) -> None:
        asks = NO_TRAITS
        for test in tests:
            asks |= test.asks
        super().__init__(asks)
        self._tests = tests
        self._one_is_enough = one_is_enough

    def holds(self, ctx: Context) -> bool:
        for test in self._tests:
            if test.holds(ctx) == self._one_is_enough:
                return self._one_is_enough
        return not self._one_is_enough

    def decide(self, traits: Traits) -> bool | None:
        is_known = True
        for test in self._tests:
            answer = test.decide(traits)
            if answer is None:
                is_known = False
            elif answer == self._one_is_enough:
                return answer
        return not self._one_is_enough if is_known else None


class Negated(Test):
    """The opposite of a test."""

    __slots__ = ("_test",)

    def __init__(self, test: Test) -> None:
        super().__init__(test.asks)
        self._test = test

    def holds(self, ctx: Context) -> bool:
        return not self._test.holds(ctx)

    def decide(self, traits: Traits) -> bool | None:
        answer = self._test.decide(traits)
        return None if answer is None else not answer


ALWAYS: Final = HasAll()

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
        return ALWAYS
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
    one_is_enough = match in ("any", "none")
    test = tests[0] if len(tests) == 1 else Together(tests, one_is_enough=one_is_enough)
    return Negated(test) if match == "none" else test


def _variable_tests(names: list[str], match: str) -> list[Test]:
    """Tests of variables: one for all those of the item, one each for those of the cite."""
    tests: list[Test] = [OfTheCite(OF_THE_CITE[name]) for name in names if name in OF_THE_CITE]
    wanted = traits_of(name for name in names if name not in OF_THE_CITE)
    if wanted and match == "all":
        tests.append(HasAll(wanted))
    elif wanted:
        tests.append(HasAny(wanted))
    return tests


def _type_tests(value: str) -> list[Test]:
    # An item has one type, so several types can only mean "any of them"; DEVIATES from the
    # letter of match="all", as all processors do.
    return [HasAny(traits_of(map(type_name, value.split())))]


OF_THE_CITE: Final[dict[str, Holds]] = {
    "locator": lambda ctx: ctx.locator is not None,
    "first-reference-note-number": lambda ctx: bool(ctx.first_note),
    "citation-number": lambda ctx: bool(ctx.citation_number),
    "year-suffix": lambda ctx: bool(ctx.config.suffix),
}
"""Variables that belong to the cite, not to the item."""


def _numeric_test(variable: str, numbers: NumberText) -> Test:
    if variable == "locator":
        return OfTheCite(
            lambda ctx: (
                ctx.locator is not None
                and numbers.is_numeric(ctx.locator.value, ctx.locator.label or "page")
            )
        )
    if variable in ("citation-number", "first-reference-note-number"):
        return OfTheCite(OF_THE_CITE[variable])
    kind = variable.removesuffix("-first")

    def is_numeric(ctx: Context) -> bool:
        if ctx.item.parsed_number(variable).is_numeric:
            return True
        value = ctx.item.fields.get(variable, "")
        return value[:1].isalpha() and numbers.is_numeric(value, kind)

    return OfTheCite(is_numeric, variable)


def _uncertain_test(variable: str) -> Test:
    def is_uncertain(ctx: Context) -> bool:
        date = ctx.item.date(variable)
        return date is not None and date.circa

    return OfTheCite(is_uncertain, variable)


def _locator_test(label: str) -> Test:
    wanted = LABEL_ALIASES.get(label, label)
    return OfTheCite(
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
        OfTheCite(POSITIONS[name]) for name in value.split() if name in POSITIONS
    ],
    "disambiguate": lambda value: [OfTheCite(_disambiguate_test)],
}
