"""The option `filter` of bibliographies: one expression about a work, as in sphinxcontrib-bibtex.

    cited and year > "2003" and author % "Einstein"

`type`, `key`, `cited`, `docname` (the list's page), `docnames` (the pages that cite the work),
`author`, `editor` and the fields of BibTeX are names; a field that a work lacks is an empty text.
`a % b` searches the pattern b in a. The expression is read by Python's parser and evaluated here,
node by node: nothing else of Python is there to be called.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias, Union

Value: TypeAlias = Union[str, bool, int, float, "Set[object]"]
Names: TypeAlias = Mapping[str, Value]

COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}
OPERATIONS: Final[dict[type[ast.operator], Callable[[object, object], object]]] = {
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.Mod: lambda text, pattern: bool(re.search(str(pattern), str(text), re.IGNORECASE)),
}


_APOSTROPHE: Final = re.compile(r"[^\W\d_]'[^\W\d_]")


class FilterError(ValueError):
    """The expression can't be read, or its parts don't fit together."""


Reach = Literal["none", "page", "cited", "all"]
REACHES: Final[tuple[Reach, ...]] = ("none", "page", "cited", "all")
"""Which works an expression can hold for, from few to many: none, those that the list's page cites,
those that any page cites, all."""

ABOUT_CITING: Final = frozenset(("cited", "docname", "docnames"))
"""Names that do not stand for something of the work itself."""


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression that has been read."""

    source: str
    expression: ast.expr = field(compare=False, repr=False)

    @property
    def reach(self) -> Reach:
        """Where works have to be looked for: most filters speak of what is cited."""
        return _reach(self.expression)

    @property
    def is_about_works(self) -> bool:
        """It chooses the same works for every list."""
        return not self.names & ABOUT_CITING

    @property
    def names(self) -> frozenset[str]:
        """All that it asks for."""
        return frozenset(
            node.id for node in ast.walk(self.expression) if isinstance(node, ast.Name)
        )

    @property
    def bare(self) -> frozenset[str]:
        """The names in the places of texts: as a type, as a pattern, or in a set."""
        values: list[ast.expr] = []
        for node in ast.walk(self.expression):
            if isinstance(node, ast.Compare) and _is_type(node.left):
                values += node.comparators
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
                values.append(node.right)
            elif isinstance(node, ast.Set):
                values += node.elts
        return frozenset(node.id for node in values if isinstance(node, ast.Name))

    @property
    def types(self) -> frozenset[str]:
        """The texts that types are compared with."""
        values: list[ast.expr] = []
        for node in ast.walk(self.expression):
            if isinstance(node, ast.Compare) and any(map(_is_type, (node.left, *node.comparators))):
                for side in (node.left, *node.comparators):
                    values += side.elts if isinstance(side, ast.Set) else [side]
        constants = (node.value for node in values if isinstance(node, ast.Constant))
        return frozenset(value for value in constants if isinstance(value, str))

    @property
    def compared(self) -> frozenset[str]:
        """The names that a name is compared with: each may be a field, or a text without quotation
        marks."""
        names: set[str] = set()
        for node in ast.walk(self.expression):
            if isinstance(node, ast.Compare):
                (right,) = node.comparators
                if isinstance(right, ast.Name):
                    names |= {side.id for side in (node.left, right) if isinstance(side, ast.Name)}
        return frozenset(names)

    def matches(self, names: Names) -> bool:
        """Whether it holds for a work with these names; raises `FilterError`."""
        try:
            return bool(_evaluate(self.expression, names))
        except (TypeError, re.error) as error:
            raise FilterError(str(error)) from error


def parse_filter(source: str) -> Filter:
    """Read an expression; raises `FilterError`."""
    try:
        expression = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        hint = r"; an apostrophe in a text is written \'" if _APOSTROPHE.search(source) else ""
        raise FilterError(f"not an expression: {source.strip()}{hint}") from error
    _check(expression)
    return Filter(source.strip(), expression)


DEEPEST: Final = 50
"""How deep an expression may be nested."""


def _check(node: ast.expr, depth: int = 0) -> None:
    """Refuse what the language of filters doesn't have, before any work is looked at."""
    if depth > DEEPEST:
        raise FilterError("it is nested too deep")
    children: list[ast.expr] = []
    if isinstance(node, ast.BoolOp):
        children = node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        children = [node.operand]
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        children = [node.left, *node.comparators]
        for child in children:  # what cannot stand there at all is told first
            _check(child, depth + 1)
        for number in filter(_is_number, children):
            raise FilterError(f'values are texts: write "{ast.unparse(number)}" in quotation marks')
        return
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        children = [node.left, node.right]
    elif isinstance(node, ast.Set):
        children = node.elts
    elif not (
        isinstance(node, ast.Name)
        or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bool, int, float)))
    ):
        raise FilterError(f"{ast.unparse(node)} can't stand in a filter")
    for child in children:
        _check(child, depth + 1)


def _is_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "type"


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _reach(node: ast.expr) -> Reach:
    if isinstance(node, ast.Constant) and not node.value:
        return "none"
    if isinstance(node, ast.BoolOp):
        reaches = sorted(map(_reach, node.values), key=REACHES.index)
        return reaches[0] if isinstance(node.op, ast.And) else reaches[-1]
    if isinstance(node, ast.Name) and node.id == "cited":
        return "cited"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        sides = (node.left, node.right)
        if any(isinstance(side, ast.Name) and side.id == "docnames" for side in sides):
            return "cited"
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
        left, right = node.left, node.comparators[0]
        if isinstance(right, ast.Name) and right.id == "docnames":
            return "page" if isinstance(left, ast.Name) and left.id == "docname" else "cited"
    return "all"


def _straighten(value: object) -> object:
    """A text with the apostrophes of a typewriter: `O’Neill` is `O'Neill`."""
    return value.replace("’", "'") if isinstance(value, str) else value


def _evaluate(node: ast.expr, names: Names) -> object:
    if isinstance(node, ast.Constant):
        return _straighten(node.value)
    if isinstance(node, ast.Name):
        return _straighten(names.get(node.id.lower() if node.id not in names else node.id, ""))
    if isinstance(node, ast.BoolOp):
        values = (_evaluate(value, names) for value in node.values)
        return all(values) if isinstance(node.op, ast.And) else any(values)
    if isinstance(node, ast.UnaryOp):
        return not _evaluate(node.operand, names)
    if isinstance(node, ast.Compare):
        compare = COMPARISONS[type(node.ops[0])]
        return compare(_evaluate(node.left, names), _evaluate(node.comparators[0], names))
    if isinstance(node, ast.BinOp):
        combine = OPERATIONS[type(node.op)]
        return combine(_evaluate(node.left, names), _evaluate(node.right, names))
    assert isinstance(node, ast.Set), "checked when it was read"
    return {_evaluate(element, names) for element in node.elts}
