"""Citations and lists that a build leaves out: those inside the directive `only`.

Pages hold what is meant for other builders or tags as well; it is taken away when they are written.
What is not printed takes no number, is in no list, and no citation leads there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import only

from ibidem.sphinx.roles import LEFT_OUT

if TYPE_CHECKING:
    from sphinx.util.tags import Tags

    from ibidem.sphinx.records import ListRecord, PageRecord

NOTHING = (("filter", "False"), ("list", "bullet"))
"""Options of a list without entries, to which nothing leads."""


def find_conditions(node: nodes.Node) -> tuple[str, ...]:
    """The expressions of all directives `only` around a node."""
    found = []
    while node.parent is not None:
        node = node.parent
        if isinstance(node, only):
            found.append(str(node["expr"]))
    return tuple(found)


def leave_out(records: Mapping[str, PageRecord], tags: Tags) -> dict[str, PageRecord]:
    """The records as this build prints them: in the places of what it leaves out, nothing."""
    return {page: _filter(record, tags) for page, record in records.items()}


def _filter(record: PageRecord, tags: Tags) -> PageRecord:
    citations, lists = record.citations, record.lists
    if not (any(one.conditions for one in citations) or any(one.conditions for one in lists)):
        return record
    return replace(
        record,
        citations=tuple(
            one if _holds(one.conditions, tags) else one._replace(role=LEFT_OUT)
            for one in citations
        ),
        lists=tuple(one if _holds(one.conditions, tags) else _emptied(one) for one in lists),
    )


def _emptied(record: ListRecord) -> ListRecord:
    return replace(record, options=NOTHING, keys=(), files=())


def _holds(conditions: tuple[str, ...], tags: Tags) -> bool:
    return all(_is_true(condition, tags) for condition in conditions)


def _is_true(condition: str, tags: Tags) -> bool:
    try:
        return bool(tags.eval_condition(condition))
    except Exception:  # whatever Jinja raises: Sphinx prints what it can't understand, and says so
        return True
