"""What is left of rendering elements once the traits of items are known.

A style has thousands of elements, of which few print anything of a given item: which ones, the type
of the item decides, and the variables in which it has values. That is settled once for all items
with the same traits (`ibidem.csl.compile`); what is left are these objects, and only they are called
for each cite and entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ibidem.csl.context import EMPTY, NOTHING, RENDERED, TERM, Context, Render, Rendered
from ibidem.csl.output import Formatted, Literal, Node, Tagged

Decorate: TypeAlias = "Callable[[list[Node]], Node]"

Holds: TypeAlias = "Callable[[Context], bool]"
"""A condition that a cite has to be asked."""

Change: TypeAlias = "Callable[[Node], Node]"

UNKNOWN: Final = -1
"""Whatever can be reported, together: what is joined with it is not known either."""


class Renderer:
    """Renders an element. `fate` is what it reports of all cites, `UNKNOWN` if that may differ.

    One whose fate is known and is without TERM prints nothing. With `is_variable`, an element is to
    a group what a variable is: it reports RENDERED when it prints, else that, EMPTY or NOTHING. With
    `is_enclosed`, an element around what it prints would change nothing.
    """

    __slots__ = ("fate", "is_enclosed", "is_variable")

    def __init__(self, fate: int, *, is_variable: bool = False, is_enclosed: bool = False) -> None:
        self.fate = fate
        self.is_variable = is_variable
        self.is_enclosed = is_enclosed

    @property
    def is_silent(self) -> bool:
        """Nothing is left of the element but what it reports."""
        return not self.fate & TERM

    def render(self, ctx: Context) -> Rendered:
        """What the element prints of a cite or entry, and what it reports."""
        raise NotImplementedError


class Fixed(Renderer):
    """Prints the same of all items, or nothing."""

    __slots__ = ("node",)

    def __init__(self, node: Node | None, fate: int, *, is_variable: bool = False) -> None:
        super().__init__(
            fate, is_variable=is_variable, is_enclosed=node is None or is_enclosed(node)
        )
        self.node = node

    def render(self, ctx: Context) -> Rendered:
        return self.node, self.fate


SILENT: Final = Fixed(None, NOTHING, is_variable=True)
SILENT_VARIABLE: Final = Fixed(None, EMPTY, is_variable=True)


def silent(fate: int) -> Renderer:
    """What prints nothing and reports this."""
    return SILENT if fate == NOTHING else SILENT_VARIABLE if fate == EMPTY else Fixed(None, fate)


class Leaf(Renderer):
    """Prints what a function of the context gives."""

    __slots__ = ("_render",)

    def __init__(self, render: Render, fate: int = UNKNOWN, *, is_variable: bool = False) -> None:
        super().__init__(fate, is_variable=is_variable)
        self._render = render

    def render(self, ctx: Context) -> Rendered:
        return self._render(ctx)


class Row:
    """Elements in a row, of which those are left that may print something.

    `reported` is the status of the others, `fate` that of all together.
    """

    __slots__ = ("fate", "renderers", "reported")

    def __init__(self, renderers: Sequence[Renderer]) -> None:
        self.renderers = tuple([renderer for renderer in renderers if not renderer.is_silent])
        self.fate = self.reported = NOTHING
        for renderer in renderers:
            self.fate |= renderer.fate
            if renderer.is_silent:
                self.reported |= renderer.fate

    @property
    def only(self) -> Renderer | None:
        """The only one that prints or reports anything, if there is one."""
        is_alone = len(self.renderers) == 1 and self.reported == NOTHING
        return self.renderers[0] if is_alone else None

    def run(self, ctx: Context) -> tuple[list[Node], int]:
        """Render one after the other: what printed something, and what they all report."""
        nodes: list[Node] = []
        status = self.reported
        for renderer in self.renderers:
            node, seen = renderer.render(ctx)
            status |= seen
            if node is not None:
                nodes.append(node)
        return nodes, status


class Group(Renderer):
    """Children that are silent when all variables that they call are empty.

    What they report is combined bottom-up (CSL 1.0.2, Group): they are kept if a variable was
    rendered, or if they printed text without having called any variable.
    """

    __slots__ = ("around", "row")

    def __init__(self, row: Row, around: Decorate, *, is_enclosed: bool = False) -> None:
        super().__init__(UNKNOWN, is_variable=True, is_enclosed=is_enclosed)
        self.row = row
        self.around = around

    def render(self, ctx: Context) -> Rendered:
        nodes, status = self.row.run(ctx)
        if is_kept(status):
            # To a group around it, a group or macro that is kept counts as a variable.
            return (self.around(nodes) if nodes else None), RENDERED
        return None, EMPTY if status & EMPTY else NOTHING


class Wrapped(Renderer):
    """One element, with something around what it prints."""

    __slots__ = ("around", "inner")

    def __init__(self, inner: Renderer, around: Change) -> None:
        encloses = around is enclose_node
        super().__init__(inner.fate, is_variable=inner.is_variable, is_enclosed=encloses)
        self.inner = inner
        self.around = around

    def render(self, ctx: Context) -> Rendered:
        node, status = self.inner.render(ctx)
        return (None if node is None else self.around(node)), status


def join(nodes: list[Node]) -> Node:
    """Several nodes as one."""
    return nodes[0] if len(nodes) == 1 else Formatted(nodes)


def enclose(nodes: list[Node]) -> Node:
    """Several nodes as one element, whose ends are not those of its children.

    The spaces of affixes mind that (`ibidem.csl.finish`); an element in an element changes nothing.
    """
    return enclose_node(nodes[0]) if len(nodes) == 1 else Formatted(nodes)


def enclose_node(node: Node) -> Node:
    """One node as an element, likewise."""
    return node if is_enclosed(node) else Formatted([node])


def is_enclosed(node: Node) -> bool:
    """Whether an element around the node changes nothing: it is a text, or only joins others."""
    while isinstance(node, Tagged) and len(node.children) == 1:
        node = node.children[0]
    if not isinstance(node, Formatted):
        return isinstance(node, (str, Literal))
    return type(node) is Formatted and not (
        node.format or node.prefix or node.suffix or node.quotes or node.display
    )


def wrap(inner: Renderer, around: Change) -> Renderer:
    """The element with something around what it prints, with no more calls than it takes."""
    if around is not enclose_node:
        return Wrapped(inner, around)
    if inner.is_enclosed:
        return inner
    if isinstance(inner, Group) and inner.around is join:
        return Group(inner.row, enclose, is_enclosed=True)
    if isinstance(inner, Choice):
        return Choice([(holds, wrap(branch, around)) for holds, branch in inner.branches])
    return Wrapped(inner, around)


def group_of(row: Row, around: Decorate, around_one: Change | None) -> Renderer:
    """The elements as one, with `around` around what they print.

    `around_one` is that for a single node, None if it leaves that as it is.
    """
    if not is_kept(row.fate):
        return silent(EMPTY if row.fate & EMPTY else NOTHING)
    only = row.only
    encloses = around_one is enclose_node
    if only is None:
        return Group(row, around, is_enclosed=encloses)
    if only.is_variable:
        return only if around_one is None else wrap(only, around_one)
    if isinstance(only, Choice):
        # A group around branches is one around each of them.
        return Choice(
            [
                (holds, group_of(Row([branch]), around, around_one))
                for holds, branch in only.branches
            ]
        )
    if isinstance(only, Joined):
        within = _join_within(only.delimiter, around_one)
        return Group(only.row, within, is_enclosed=encloses)
    return Group(row, around, is_enclosed=encloses)


def _join_within(delimiter: str, around_one: Change | None) -> Decorate:
    """The function that joins nodes by a delimiter and puts something around the whole."""
    if not delimiter and around_one is None:
        return join

    def join_nodes(nodes: list[Node]) -> Node:
        node = nodes[0] if len(nodes) == 1 else Formatted(nodes, delimiter=delimiter)
        return node if around_one is None else around_one(node)

    return join_nodes


def is_kept(status: int) -> bool:
    """Whether a group with such children prints."""
    return bool(status & RENDERED or (status & TERM and not status & EMPTY))


class Joined(Renderer):
    """The children of a branch, which belong to the group around it: joined by its delimiter."""

    __slots__ = ("delimiter", "row")

    def __init__(self, row: Row, delimiter: str) -> None:
        super().__init__(row.fate)
        self.row = row
        self.delimiter = delimiter

    def render(self, ctx: Context) -> Rendered:
        nodes, status = self.row.run(ctx)
        if not nodes:
            return None, status
        return nodes[0] if len(nodes) == 1 else Formatted(nodes, delimiter=self.delimiter), status


class First(Renderer):
    """The first of several alternatives that prints something."""

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        super().__init__(UNKNOWN)
        self.row = row

    def render(self, ctx: Context) -> Rendered:
        status = self.row.reported
        for renderer in self.row.renderers:
            node, seen = renderer.render(ctx)
            status |= seen
            if node is not None:
                return node, status
        return None, status


def branch_of(row: Row, delimiter: str, *, are_alternatives: bool) -> Renderer:
    """The children of a branch of cs:choose."""
    if not row.fate & TERM:
        return silent(row.fate)
    if are_alternatives:
        return First(row)
    return row.only or Joined(row, delimiter)


class Choice(Renderer):
    """The branches that are left, with what has to be asked of a cite; None holds for all."""

    __slots__ = ("branches",)

    def __init__(self, branches: Sequence[tuple[Holds | None, Renderer]]) -> None:
        renderers = [branch for _holds, branch in branches]
        super().__init__(
            UNKNOWN,
            is_variable=all(renderer.is_variable for renderer in renderers),
            is_enclosed=all(renderer.is_enclosed for renderer in renderers),
        )
        self.branches = branches

    def render(self, ctx: Context) -> Rendered:
        for holds, branch in self.branches:
            if holds is None or holds(ctx):
                return branch.render(ctx)
        return None, NOTHING


def choice_of(branches: Sequence[tuple[Holds | None, Renderer]]) -> Renderer:
    """What is left of cs:choose."""
    if not branches:
        return SILENT
    holds, first = branches[0]
    return first if holds is None else Choice(branches)
