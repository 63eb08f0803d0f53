"""cs:choose: the first branch whose conditions hold (CSL 1.0.2, Choose).

Most conditions ask for the type of an item or the variables that it has, both parts of its shape:
they are decided once for each shape. What is left to be asked of a cite are its place and locator
and the values of numbers and dates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from ibidem.csl.compile import UNKNOWN, Children, Compiled, Compiler
from ibidem.csl.context import NOTHING, TERM, Context, Render, Rendered
from ibidem.csl.elements.number import NumberText, number_text
from ibidem.csl.item_data import Shape
from ibidem.csl.locales import LABEL_ALIASES
from ibidem.csl.output import Formatted
from ibidem.csl.style import Element
from ibidem.model import Position

Holds: TypeAlias = "Callable[[Context], bool]"
Decide: TypeAlias = "Callable[[Shape], bool | None]"
"""Whether something holds for all cites of items of a shape; None if that is not known."""
Left: TypeAlias = "tuple[tuple[Holds | None, Children], ...]"
"""The branches that items of a shape may take, with what has to be asked of the cite."""


class Test(NamedTuple):
    """One condition, asked of a cite, and what is known of it for a shape."""

    holds: Holds
    decide: Decide


def of_the_cite(holds: Holds) -> Test:
    """A condition that each cite has to be asked."""
    return Test(holds, lambda _shape: None)


POSITIONS: dict[str, Holds] = {
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
    left_of_shapes: dict[Shape, Left] = {}
    different: dict[Left, Left] = {}  # few, while there may be hundreds of shapes

    def find_left(shape: Shape) -> Left:
        found: list[tuple[Holds | None, Children]] = []
        for condition, children in branches:
            answer = condition.decide(shape)
            if answer is not False:
                found.append((None if answer else condition.holds, children))
            if answer:
                break
        left = tuple(found)
        left = left_of_shapes[shape] = different.setdefault(left, left)
        return left

    def render(ctx: Context) -> Rendered:
        shape = ctx.item.shape
        left = left_of_shapes.get(shape)
        if left is None:
            left = find_left(shape)
        for holds, children in left:
            if holds is None or holds(ctx):
                nodes, status = children.run_first(ctx) if are_alternatives else children.run(ctx)
                if not nodes:
                    return None, status
                if len(nodes) == 1:
                    return nodes[0], status
                return Formatted(nodes, delimiter=delimiter), status
        return None, NOTHING

    def left_for(shape: Shape) -> Left:
        left = left_of_shapes.get(shape)
        return find_left(shape) if left is None else left

    def fate(shape: Shape) -> int:
        left = left_for(shape)
        if not left:
            return NOTHING
        holds, children = left[0]
        status = children.fate(shape) if holds is None else UNKNOWN
        return UNKNOWN if are_alternatives and status & TERM else status

    def inner(shape: Shape) -> Render | None:
        left = left_for(shape)
        if not left or are_alternatives:
            return None
        holds, children = left[0]
        return children.only_one_for(shape) if holds is None else None

    return Compiled(render, fate, inner)


def compile_condition(branch: Element, compiler: Compiler) -> Test:
    """The conjunction, disjunction or negation of all tests of a branch, by its `match`."""
    if branch.tag == "else":
        return Test(lambda _ctx: True, lambda _shape: True)
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
    return Test(lambda ctx: any(test(ctx) for test in holds), _decide(tests, True))


def _all(tests: list[Test]) -> Test:
    holds = [test.holds for test in tests]
    return Test(lambda ctx: all(test(ctx) for test in holds), _decide(tests, False))


def _decide(tests: list[Test], decisive: bool) -> Decide:
    """What is known of several tests together, where one with the answer `decisive` is enough."""

    def decide(shape: Shape) -> bool | None:
        answers = [test.decide(shape) for test in tests]
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    return decide


def _not(test: Test) -> Test:
    def decide(shape: Shape) -> bool | None:
        answer = test.decide(shape)
        return None if answer is None else not answer

    holds = test.holds
    return Test(lambda ctx: not holds(ctx), decide)


def _variable_tests(names: list[str], match: str) -> list[Test]:
    """Tests of variables: one for all those of the item, one each for those of the cite."""
    tests = [of_the_cite(OF_THE_CITE[name]) for name in names if name in OF_THE_CITE]
    wanted = frozenset(names).difference(OF_THE_CITE)
    if wanted and match == "all":
        tests.append(
            Test(lambda ctx: wanted <= ctx.item.present, lambda shape: wanted <= shape.present)
        )
    elif wanted:
        tests.append(
            Test(
                lambda ctx: not wanted.isdisjoint(ctx.item.present),
                lambda shape: not wanted.isdisjoint(shape.present),
            )
        )
    return tests


def _type_tests(value: str) -> list[Test]:
    # An item has one type, so several types can only mean "any of them"; DEVIATES from the
    # letter of match="all", as all processors do.
    types = frozenset(value.split())
    return [Test(lambda ctx: ctx.item.type in types, lambda shape: shape.type in types)]


OF_THE_CITE: dict[str, Holds] = {
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

    return Test(is_numeric, lambda shape: None if variable in shape.present else False)


def _uncertain_test(variable: str) -> Test:
    def is_uncertain(ctx: Context) -> bool:
        date = ctx.item.date(variable)
        return date is not None and date.circa

    return Test(is_uncertain, lambda shape: None if variable in shape.present else False)


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


CONDITIONS: dict[str, Callable[[str], list[Test]]] = {
    "type": _type_tests,
    "is-uncertain-date": lambda value: [_uncertain_test(name) for name in value.split()],
    "locator": _locator_tests,
    "position": lambda value: [
        of_the_cite(POSITIONS[name]) for name in value.split() if name in POSITIONS
    ],
    "disambiguate": lambda value: [of_the_cite(_disambiguate_test)],
}
