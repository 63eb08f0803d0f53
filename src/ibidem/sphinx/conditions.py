"""Citations and lists that a build leaves out: those inside the directives `only` and `ifconfig`.

Pages hold what is meant for other builders, tags or configurations as well; it is taken away when
they are written. What is not printed takes no number, is in no list, and no citation leads there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from docutils import nodes
from sphinx.addnodes import only
from sphinx.ext.ifconfig import ifconfig

from ibidem.sphinx.ancestors import ancestors
from ibidem.sphinx.roles import LEFT_OUT

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from ibidem.sphinx.records import ListRecord, PageRecord

NOTHING = (("filter", "False"), ("list", "bullet"))
"""Options of a list without entries, to which nothing leads."""


class Condition(NamedTuple):
    """The expression of a directive; each directive has a language of its own for them."""

    directive: Literal["only", "ifconfig"]
    expression: str

    def wrap(self, node: nodes.Element) -> nodes.Element:
        """A node that prints another one under this condition."""
        kind = only if self.directive == "only" else ifconfig
        return kind("", node, expr=self.expression)


IsTrue = Callable[[Condition], bool]


def find_conditions(node: nodes.Node) -> tuple[Condition, ...]:
    """All conditions around a node."""
    found = []
    for around in ancestors(node):
        if isinstance(around, only):
            found.append(Condition("only", str(around["expr"])))
        elif isinstance(around, ifconfig):
            found.append(Condition("ifconfig", str(around["expr"])))
    return tuple(found)


def join_conditions(alternatives: Iterable[tuple[Condition, ...]]) -> Condition | None:
    """One condition for any of these, each of several that hold together; None if directives of both
    kinds are among them."""
    alternatives = list(alternatives)
    directives = {one.directive for together in alternatives for one in together}
    if len(directives) != 1:
        return None
    (directive,) = directives
    expressions = (
        " and ".join(f"({one.expression})" for one in together) for together in alternatives
    )
    return Condition(directive, " or ".join(dict.fromkeys(expressions)))


def judge(builder: Builder) -> IsTrue:
    """What tells whether conditions hold in a build."""
    values: dict[str, object] = {}

    def is_true(condition: Condition) -> bool:
        if condition.directive == "only":
            return _is_tagged(condition.expression, builder)
        if not values:
            values.update({value.name: value.value for value in builder.config})
            values.update({**vars(builder.config), "builder": builder.name})
        return _is_configured(condition.expression, values)

    return is_true


def _is_tagged(expression: str, builder: Builder) -> bool:
    try:
        return bool(builder.tags.eval_condition(expression))
    except Exception:  # whatever Jinja raises: Sphinx prints what it can't understand, and says so
        return True


def _is_configured(expression: str, values: dict[str, object]) -> bool:
    """As the directive itself finds out."""
    try:
        return bool(eval(expression, values))
    except Exception:  # whatever Python raises: Sphinx prints that in place of the content
        return False


def leave_out(records: Mapping[str, PageRecord], is_true: IsTrue) -> dict[str, PageRecord]:
    """The records as this build prints them: in the places of what it leaves out, nothing."""
    return {page: _filter(record, is_true) for page, record in records.items()}


def _filter(record: PageRecord, is_true: IsTrue) -> PageRecord:
    citations, lists = record.citations, record.lists
    if not (any(one.conditions for one in citations) or any(one.conditions for one in lists)):
        return record
    return record._replace(
        citations=tuple(
            one if all(map(is_true, one.conditions)) else one._replace(role=LEFT_OUT)
            for one in citations
        ),
        lists=tuple(one if all(map(is_true, one.conditions)) else _emptied(one) for one in lists),
    )


def _emptied(record: ListRecord) -> ListRecord:
    return record._replace(options=NOTHING, keys=(), files=())
