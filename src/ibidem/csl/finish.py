"""The last step on an output tree: affixes, delimiters and quotes become text, joined once.

The tree is flattened to runs of text, each with the path of wrappers around it (formats, tags,
links). One walk over the runs joins punctuation (`ibidem.csl.punctuation`); then the tree is built
again from the paths. Formats of an item's own markup flip inside the same format, quotation marks
alternate with their depth.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ibidem.csl.markup import NOCASE, QuoteMarks
from ibidem.csl.output import (
    FORMAT_PROPERTIES,
    Format,
    Formatted,
    FormattedNames,
    FormattedNumber,
    FormattedText,
    Link,
    Literal,
    Node,
    Tagged,
    rewrap,
)
from ibidem.csl.punctuation import SPACES, join_runs
from ibidem.csl.runs import AFFIXES, PREFIXES, SUFFIXES, Kind, Path, Run, Wrapper
from ibidem.csl.superscript import RAISED, SUPERSCRIPTS

NORMAL: Final = "normal"
RESET: Final = "reset"
"""In force within a "normal" that undoes another format: it is printed again by what is inside."""

KINDS: Final = {
    "number": Kind.NUMBER,
    "joint": Kind.NUMBER,
    "name-delimiter": Kind.JOINT,
    "prefix": Kind.PREFIX,
    "suffix": Kind.SUFFIX,
    # DEVIATES from citeproc-js, which leaves the delimiter of cites outside of quotes and beside marks.
    "delimiter": Kind.DELIMITER,
}

LAST_KINDS: Final = {
    Kind.NUMBER_SUFFIX: Kind.LAST_NUMBER_SUFFIX,
    Kind.LAST_NUMBER_SUFFIX: Kind.LAST_NUMBER_SUFFIX,
    Kind.AROUND_NUMBER_SUFFIX: Kind.LAST_NUMBER_SUFFIX,
    Kind.TEXT_SUFFIX: Kind.TEXT_SUFFIX,
    Kind.FIXED_TEXT_SUFFIX: Kind.LAST_FIXED_TEXT_SUFFIX,
    Kind.LAST_FIXED_TEXT_SUFFIX: Kind.LAST_FIXED_TEXT_SUFFIX,
}
"""What a suffix becomes at the end of an element; one that is not here, the element's own."""

DOUBLED: Final = Kind.SUFFIX | Kind.AROUND_NUMBER_SUFFIX
"""Suffixes of elements that end in other ones."""

START_DISPLAYS: Final = frozenset(("left-margin", "block", "indent"))
END_DISPLAYS: Final = frozenset(("right-inline", "block", "indent"))

SUPERSCRIPT: Final = Format(vertical_align="sup")

NO_FORMAT: Final = Format()
"""In force where nothing around has one."""

PLAIN: Final = Format()
"""Of an element that is formatted as what is around: not printed, but punctuation minds it."""

# Marks that a text sets off by a space, as French does, keep to their word: the space is a narrow
# one that does not break.
SET_OFF: Final = re.compile("(?<=«) | (?=[:;?!»])")

TWO_SPACES: Final = re.compile("[ \u00a0]{2}")

SPACED: Final = (
    ("\u00a0", "\u00a0"), ("»", " »"), ("«", "« "), ("?", " ?"), ("!", " !"), (";", " ;"),
    (":", " :"), (" ", "  "),
)  # fmt: skip
"""Where spaces have to be looked at, in few texts; each behind a sign of it that is quickly found."""

TAGS_KEPT: Final = frozenset(
    (
        "cite",
        "names",
        "date",
        "year-suffix",
        "citation-number",
        "citation-label",
        "locator",
    )
)
ENTRY_TAGS: Final = TAGS_KEPT | {"name", "last-name"}
"""Entries tell each person apart: lists may set some in bold."""


class Typography(NamedTuple):
    """What the locale, and the class of the style, say about marks."""

    marks: QuoteMarks
    punctuation_in_quote: bool = False
    nests_brackets: bool = False
    """Parentheses within parentheses become brackets, as citeproc-js has it in styles of notes."""


def finish(node: Node, typography: Typography, tags: Collection[str] = TAGS_KEPT) -> Node:
    """The finished tree: strings, formats, links, and of the tags those named."""
    flattening = _Flattening(typography, tags)
    flattening.flatten(node, (), NO_FORMAT, 0)
    marks = typography.marks
    runs = join_runs(
        flattening.runs, typography.punctuation_in_quote, marks.open_inner, marks.close_inner
    )
    whole = "".join([run.text for run in runs])
    for sign, mark in SPACED:
        if sign in whole and mark in whole:
            for run in runs:
                _set_spaces(run)
            break
    return build(_trim_blocks(runs))


def _set_spaces(run: Run) -> None:
    """Spaces before marks, and double ones, made such that no output loses them."""
    if run.kind == Kind.CONTENT:
        run.text = SET_OFF.sub("\u202f", run.text)
    if "  " in run.text or "\u00a0" in run.text:
        run.text = TWO_SPACES.sub("\u00a0 ", run.text)


def _trim_blocks(runs: list[Run]) -> list[Run]:
    """White space that a style leaves at the ends of an entry stands outside its blocks."""
    if not runs:
        return runs
    first, last = runs[0], runs[-1]
    depth = _display_depth(last, END_DISPLAYS)
    if last.kind & AFFIXES and last.text.endswith(" ") and depth is not None:
        last.text = last.text[:-1]
        runs = [*runs, Run(" ", Kind.SUFFIX, last.path[:depth])]
    depth = _display_depth(first, START_DISPLAYS)
    if first.kind & AFFIXES and first.text[0] in SPACES and depth is not None:
        space, first.text = first.text[0], first.text[1:]
        runs = [Run(space, Kind.PREFIX, first.path[:depth]), *runs]
    return runs


def _display_depth(run: Run, displays: frozenset[str]) -> int | None:
    """How deep in the run's path a block of these kinds stands."""
    for depth, wrapper in enumerate(run.path):
        if isinstance(wrapper.node, Formatted) and wrapper.node.display in displays:
            return depth
    return None


class _Flattening:
    def __init__(self, typography: Typography, tags: Collection[str]) -> None:
        self.typography = typography
        self.tags = tags
        self.runs: list[Run] = []
        self.open_brackets = 0
        """The elements around that stand in parentheses."""
        self.is_plain = False
        """The element around has no prefix, format or quotes."""
        self.is_first = True
        """Nothing has been printed yet by the element around."""
        self.keeps_space = False
        """An element with a format, but no prefix, lies between the last prefix and the next."""
        self.sibling: Node = ""
        """The element right before, where no delimiter is between; of the element around if first."""

    def text(self, text: str, kind: int, path: Path) -> None:
        if text.isascii() or not RAISED.search(text):
            if text:
                self.runs.append(Run(text, kind, path))
            return
        end = 0
        for match in RAISED.finditer(text):
            self.text(text[end : match.start()], kind, path)
            raised = (*path, Wrapper(Formatted([], SUPERSCRIPT)))
            self.runs.append(Run(SUPERSCRIPTS[match[0]], kind, raised))
            end = match.end()
        self.text(text[end:], kind, path)

    def flatten(self, node: Node, path: Path, around: Format, quotes: int) -> None:
        """Append the node's runs; `around` is the format in force, `quotes` the depth of quotes."""
        if isinstance(node, str):
            self.text(node, Kind.CONTENT, path)
        elif isinstance(node, Tagged):
            inner = (*path, Wrapper(node)) if node.tag in self.tags else path
            self._children(node, inner, around, quotes)
        elif isinstance(node, Formatted):
            self._formatted(node, path, around, quotes)
        elif isinstance(node, Literal):
            self.text(node.text, KINDS.get(node.kind, Kind.CONTENT), path)
        else:
            self._children(node, (*path, Wrapper(node)), around, quotes)

    def _formatted(self, node: Formatted, path: Path, around: Format, quotes: int) -> None:
        runs = self.runs
        start = len(runs)
        prefix, suffix = node.prefix, node.suffix
        if not (prefix or suffix or node.format or node.quotes or node.display):
            self._bare(node, path, around, quotes)
            return
        if node.display:
            path = (*path, Wrapper(Formatted([], display=node.display)))
        in_brackets = self.typography.nests_brackets and _stands_in_brackets(node)
        if in_brackets and self.open_brackets % 2:
            prefix, suffix = prefix.replace("(", "["), suffix.replace(")", "]")
        if prefix:
            self._prefix(node, prefix, path)
            self.keeps_space = False
        elif node.format is not None or node.quotes:
            self.keeps_space = True
        if node.quotes:
            marks = self.typography.marks
            # As citeproc-js has it: only quotations of the item alternate; a style's quotes in
            # quotes are as it asks for them.
            is_inner = node.is_markup and quotes % 2
            opening = marks.open_inner if is_inner else marks.open
            self.text(opening, Kind.OPEN_QUOTE, path)
        opened = len(runs)
        inner, inside = path, around
        if node.format is not None:
            shown, inside = effective_format(node, around)
            inner = (*path, Wrapper(Formatted([], shown, quotes=node.quotes)))
            if type(node) is FormattedNames:
                inside = around
        if node.quotes:
            quotes = quotes + 1 if node.is_markup else 1
        self.is_plain = not prefix and node.format is None and not node.quotes
        self.open_brackets += in_brackets
        self._children(node, inner, inside, quotes)
        self.open_brackets -= in_brackets
        if len(runs) == opened:
            del runs[start:]
            return
        if type(node) is FormattedNumber:
            runs[-1].kind = Kind.NUMBER
        if runs[-1].kind & SUFFIXES and not (node.format or node.quotes):
            self._hand_over_suffix(path)
        if node.quotes:
            closing = marks.close_inner if is_inner else marks.close
            is_typed = node.is_markup and quotes == 1
            self.text(closing, Kind.TYPED_QUOTE if is_typed else Kind.CLOSE_QUOTE, path)
        if suffix:
            kind = _suffix_kind(node, runs[-1].kind)
            if kind & DOUBLED and _ends_in(self.sibling, suffix[0]):
                kind = Kind.DOUBLE_SUFFIX
            self.text(suffix, kind, path)

    def _bare(self, node: Formatted, path: Path, around: Format, quotes: int) -> None:
        """An element with nothing around its children, as most are: `_formatted` in short."""
        runs = self.runs
        start = len(runs)
        self.is_plain = True
        self._children(node, path, around, quotes)
        if len(runs) == start:
            return
        if type(node) is FormattedNumber:
            runs[-1].kind = Kind.NUMBER
        elif runs[-1].kind & SUFFIXES:
            self._hand_over_suffix(path)

    def _prefix(self, node: Formatted, prefix: str, path: Path) -> None:
        runs = self.runs
        kind = Kind.PREFIX if self.is_first else self._prefix_kind(node)
        is_spaced = bool(runs and runs[-1].kind & PREFIXES) and runs[-1].text[-1] == " "
        if is_spaced and prefix[0] == " " and not self.keeps_space:
            prefix = prefix[1:]  # the element around has the space already
        if self.is_first and self.is_plain and prefix.startswith("  "):
            # The first space is that of the element around: the two are no double space.
            self.text(" ", kind, path)
            kind, prefix = Kind.LAST_SPACE, prefix[1:]
        self.text(prefix, kind, path)

    def _prefix_kind(self, node: Formatted) -> int:
        """What the prefix of an element behind another one is, by the formats of both."""
        before = _element(self.sibling)
        if node.format is not None or (isinstance(before, Formatted) and before.format):
            return Kind.FIXED_PREFIX
        is_quoted = isinstance(before, Formatted) and before.quotes
        return Kind.QUOTED_PREFIX if is_quoted else Kind.PREFIX

    def _hand_over_suffix(self, path: Path) -> None:
        """At the end of an element, the suffix of its last child is its own, as is the last space."""
        last = self.runs[-1]
        last.kind = LAST_KINDS.get(last.kind, Kind.SUFFIX)
        if last.text.endswith("  "):
            last.text = last.text[:-1]
            self.runs.append(Run(" ", Kind.LAST_SPACE, path))

    def _children(
        self, node: Formatted | Tagged | Link, path: Path, around: Format, quotes: int
    ) -> None:
        runs = self.runs
        children = node.children
        if len(children) == 1:
            start = len(runs)
            self.is_first = True
            self.flatten(children[0], path, around, quotes)
            if len(runs) > start:
                self.sibling = children[0]
            return
        delimiter = node.delimiter if isinstance(node, Formatted) else ""
        if not delimiter:
            start = filled = len(runs)
            for child in children:
                self.is_first = filled == start
                self.flatten(child, path, around, quotes)
                if (size := len(runs)) > filled:
                    filled = size
                    self.sibling = child
            return
        before: Node | None = None
        for child in children:
            mark = len(runs)
            if before is not None:
                runs.append(Run(delimiter, _delimiter_kind(before), path))
            filled = len(runs)
            self.is_first = before is None
            self.flatten(child, path, around, quotes)
            self.sibling = ""
            if len(runs) == filled:
                del runs[mark:]
            else:
                before = child
        if before is not None:
            self.sibling = before


def _stands_in_brackets(node: Formatted) -> bool:
    """Whether the affixes put the element in parentheses; those of texts and names do not count."""
    if not ("(" in node.prefix and ")" in node.suffix):
        return False
    return not isinstance(node, (FormattedText, FormattedNames))


def _suffix_kind(node: Formatted, before: int) -> int:
    """What the suffix of an element is, by the element and what its content ends with."""
    if isinstance(node, FormattedNumber):
        return Kind.NUMBER_SUFFIX
    if node.format is not None or node.quotes:
        return Kind.FIXED_TEXT_SUFFIX if _is_fixed_text(node) else Kind.FIXED_SUFFIX
    if before & (Kind.NUMBER | Kind.LAST_NUMBER_SUFFIX):
        return Kind.AROUND_NUMBER_SUFFIX
    return Kind.TEXT_SUFFIX if isinstance(node, FormattedText) else Kind.SUFFIX


def _ends_in(node: Node, mark: str) -> bool:
    """Whether the suffix of an element ends in this character."""
    node = _element(node)
    return isinstance(node, Formatted) and node.suffix.endswith(mark)


def _delimiter_kind(before: Node) -> int:
    """What a delimiter is, by the element before it; tags are no elements."""
    before = _element(before)
    if not isinstance(before, Formatted):
        return Kind.LOOSE_DELIMITER
    if before.suffix:
        return Kind.DELIMITER
    return Kind.FIXED_DELIMITER if _is_fixed_text(before) else Kind.LOOSE_DELIMITER


def _element(node: Node) -> Node:
    """The node within tags, which are no elements."""
    while isinstance(node, Tagged) and len(node.children) == 1:
        node = node.children[0]
    return node


def _is_fixed_text(node: Formatted) -> bool:
    """Whether this is a single formatted or quoted text without markup of its own.

    As citeproc-js has it, an apostrophe is markup: no full stop follows `Who’s Who?` in italics.
    """
    if not isinstance(node, FormattedText) or not (node.format or node.quotes):
        return False
    if len(node.children) != 1:
        return False
    text = node.children[0]
    if isinstance(text, Literal):
        text = text.text
    return isinstance(text, str) and "\u2019" not in text


def effective_format(node: Formatted, around: Format) -> tuple[Format, Format]:
    """What has to be printed for a format inside another one, and the format then in force.

    The item's own markup flips: italics inside italics are upright. A style's format does not.
    "Normal" is printed inside what is not or, as citeproc-js has it, around what is not at its end.
    """
    format = node.format
    assert format is not None
    if around is NO_FORMAT and NORMAL not in (
        format.font_style, format.font_variant, format.font_weight, format.text_decoration,
        format.vertical_align,
    ):  # fmt: skip
        return format, format
    shown: dict[str, str] = {}
    inside: dict[str, str] = {}
    for name in FORMAT_PROPERTIES:
        value = getattr(format, name)
        current = getattr(around, name)
        if value and node.is_markup and value == current and name != "vertical_align":
            value = NORMAL
        if value == NORMAL and current in ("", NORMAL) and not _ends_with(node, name):
            value = ""
        if value:
            shown[name] = value
        inside[name] = (
            RESET if value == NORMAL and current not in ("", NORMAL) else value or current
        )
    return (Format(**shown) if shown else PLAIN), Format(**inside)


def _ends_with(node: Formatted, name: str) -> bool:
    """Whether the last child has a format of its own, of the property `name`."""
    last = node.children[-1] if node.children else ""
    while isinstance(last, Tagged) and last.tag == NOCASE and last.children:
        last = last.children[-1]
    if not isinstance(last, Formatted) or last.format is None:
        return False
    return getattr(last.format, name) not in ("", NORMAL)


def build(runs: Sequence[Run]) -> Node:
    """The tree of the runs: neighbours share the wrappers that their paths share."""
    root: list[Node] = []
    stack: list[tuple[Wrapper, list[Node]]] = []
    path: Path = ()
    texts: list[str] = []
    """Those of one path, not joined yet."""
    target = root
    for run in runs:
        if not run.text:
            continue
        if run.path is not path:
            _add_text(target, texts)
            texts = []
            path = run.path
            target = _open(stack, path, root)
        texts.append(run.text)
    _add_text(target, texts)
    return root[0] if len(root) == 1 else Formatted(root)


def _open(stack: list[tuple[Wrapper, list[Node]]], path: Path, root: list[Node]) -> list[Node]:
    """Where the text of a path belongs: what it does not share with the path before is opened."""
    depth = 0
    while depth < len(stack) and depth < len(path) and stack[depth][0] is path[depth]:
        depth += 1
    while depth < len(stack):
        stack.pop()
    target = stack[-1][1] if stack else root
    for wrapper in path[depth:]:
        node = wrapper.node
        if not isinstance(node, Formatted) or node.format is not PLAIN:
            children: list[Node] = []
            target.append(rewrap(node, children))
            target = children
        stack.append((wrapper, target))
    return target


def _add_text(target: list[Node], texts: list[str]) -> None:
    """Append text, joined with text before it."""
    if not texts:
        return
    text = texts[0] if len(texts) == 1 else "".join(texts)
    last = target[-1] if target else None
    if isinstance(last, str):
        target[-1] = last + text
    else:
        target.append(text)
