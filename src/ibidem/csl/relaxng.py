"""The schema of CSL as patterns that say what is wrong where, which libxml2 does not.

libxml2 knows whether a style is valid, but names the place of one fault only, and often the wrong
one. So the RELAX NG grammar (XML syntax, as far as the schema of CSL uses it) is read into patterns,
and an element is matched step by step by derivatives: what is left of a pattern after an attribute
or a child. Patterns are made once each, equal ones are one object; they are compared by identity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from lxml import etree

_RNG: Final = "{http://relaxng.org/ns/structure/1.0}"
_LONGEST_COMPLETION: Final = 3

# The datatypes of XML Schema that the grammar uses.
DATATYPES: Final = {
    "NMTOKEN": r"[\w.:·-]+",
    "anyURI": r"\S(?:.*\S)?",
    "boolean": "true|false|1|0",
    "dateTime": r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?",
    "integer": r"[+-]?\d+",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "nonNegativeInteger": r"\+?\d+|-0+",
    "string": r"(?s:.*)",
}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """What an attribute or a text may be."""

    words: frozenset[str] = frozenset()
    """Words of the schema."""
    patterns: tuple[str, ...] = ()
    """Regular expressions for the rest."""
    datatypes: tuple[str, ...] = ()
    """What these are called in XML Schema."""
    is_list: bool = False
    """Several words, with spaces between them."""

    def wrong(self, text: str) -> list[str]:
        """The parts of a value that are not allowed; the value itself if it has to have one."""
        parts = text.split() if self.is_list else [" ".join(text.split())]
        return [part for part in parts if not self._allows(part)] if parts else [text]

    def _allows(self, part: str) -> bool:
        return part in self.words or any(re.fullmatch(pattern, part) for pattern in self.patterns)


@dataclass(frozen=True, slots=True, eq=False)
class Simple:
    """Nothing more (`EMPTY`), or nothing that could match (`NOT_ALLOWED`)."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Character data; `values` None allows any."""

    values: Values | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    name: str
    values: Values | None


@dataclass(frozen=True, eq=False)
class Element:
    """An element; its content is read when it is asked for, since grammars are recursive."""

    name: str
    read: Callable[[], Pattern]
    """Reads once, and remembers."""

    @property
    def content(self) -> Pattern:
        return self.read()


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two patterns: one of them (`choice`), one after the other, or mixed (`interleave`)."""

    kind: str
    first: Pattern
    second: Pattern


@dataclass(frozen=True, slots=True, eq=False)
class OneOrMore:
    inner: Pattern


Pattern: TypeAlias = Simple | Text | Attribute | Element | Pair | OneOrMore

EMPTY: Final = Simple("empty")
NOT_ALLOWED: Final = Simple("not allowed")


# --- making patterns ------------------------------------------------------------------------------


@cache
def _pair(kind: str, first: Pattern, second: Pattern) -> Pattern:
    return Pair(kind, first, second)


@cache
def _repeat(inner: Pattern) -> Pattern:
    return inner if inner in (EMPTY, NOT_ALLOWED) else OneOrMore(inner)


def _choice(first: Pattern, second: Pattern) -> Pattern:
    if first is NOT_ALLOWED or first is second:
        return second
    return first if second is NOT_ALLOWED else _pair("choice", first, second)


def _join(kind: str, first: Pattern, second: Pattern) -> Pattern:
    """A group or an interleave."""
    if NOT_ALLOWED in (first, second):
        return NOT_ALLOWED
    if first is EMPTY:
        return second
    return first if second is EMPTY else _pair(kind, first, second)


# --- asking patterns ------------------------------------------------------------------------------


@cache
def is_nullable(pattern: Pattern) -> bool:
    """Whether nothing more has to come."""
    if isinstance(pattern, Pair):
        first, second = is_nullable(pattern.first), is_nullable(pattern.second)
        return first or second if pattern.kind == "choice" else first and second
    if isinstance(pattern, OneOrMore):
        return is_nullable(pattern.inner)
    return pattern is EMPTY or isinstance(pattern, Text)


@cache
def attributes_of(pattern: Pattern) -> dict[str, tuple[Values | None, ...]]:
    """What each attribute may be at each of its places in the pattern."""
    found: dict[str, tuple[Values | None, ...]] = {}
    for part in _parts(pattern):
        if isinstance(part, Attribute):
            found[part.name] = (*found.get(part.name, ()), part.values)
    return found


@cache
def elements_of(pattern: Pattern) -> dict[str, tuple[Element, ...]]:
    """The elements in the pattern by name."""
    found: dict[str, tuple[Element, ...]] = {}
    for part in _parts(pattern):
        if isinstance(part, Element) and part not in found.get(part.name, ()):
            found[part.name] = (*found.get(part.name, ()), part)
    return found


@cache
def text_of(pattern: Pattern) -> Text | None:
    """What text the pattern allows."""
    return next((part for part in _parts(pattern) if isinstance(part, Text)), None)


def _parts(pattern: Pattern) -> Iterator[Pattern]:
    if isinstance(pattern, Pair):
        yield from _parts(pattern.first)
        yield from _parts(pattern.second)
    elif isinstance(pattern, OneOrMore):
        yield from _parts(pattern.inner)
    else:
        yield pattern


# --- derivatives ----------------------------------------------------------------------------------


def after_attribute(pattern: Pattern, name: str, value: str | None = None) -> Pattern:
    """What is left after an attribute; without a value, after any that is allowed."""
    if isinstance(pattern, Attribute):
        fits = value is None or pattern.values is None or not pattern.values.wrong(value)
        return EMPTY if name == pattern.name and fits else NOT_ALLOWED
    if isinstance(pattern, OneOrMore):
        rest = _choice(pattern, EMPTY)
        return _join("group", after_attribute(pattern.inner, name, value), rest)
    if not isinstance(pattern, Pair):
        return NOT_ALLOWED
    first = after_attribute(pattern.first, name, value)
    second = after_attribute(pattern.second, name, value)
    if pattern.kind == "choice":
        return _choice(first, second)
    return _choice(
        _join(pattern.kind, first, pattern.second), _join(pattern.kind, pattern.first, second)
    )


@cache
def close(pattern: Pattern) -> Pattern:
    """What is left when no more attributes come."""
    if isinstance(pattern, Attribute):
        return NOT_ALLOWED
    if isinstance(pattern, OneOrMore):
        return _repeat(close(pattern.inner))
    if not isinstance(pattern, Pair):
        return pattern
    first, second = close(pattern.first), close(pattern.second)
    return (
        _choice(first, second) if pattern.kind == "choice" else _join(pattern.kind, first, second)
    )


@cache
def after_child(pattern: Pattern, name: str) -> Pattern:
    """What is left after a child; what is in the child is a matter of its own."""
    if isinstance(pattern, Element):
        return EMPTY if name == pattern.name else NOT_ALLOWED
    if isinstance(pattern, OneOrMore):
        rest = _choice(pattern, EMPTY)
        return _join("group", after_child(pattern.inner, name), rest)
    if not isinstance(pattern, Pair):
        return NOT_ALLOWED
    first, second = after_child(pattern.first, name), after_child(pattern.second, name)
    if pattern.kind == "choice":
        return _choice(first, second)
    if pattern.kind == "interleave":
        return _choice(
            _join("interleave", first, pattern.second), _join("interleave", pattern.first, second)
        )
    behind = second if is_nullable(pattern.first) else NOT_ALLOWED
    return _choice(_join("group", first, pattern.second), behind)


def missing_attributes(pattern: Pattern) -> list[tuple[str, ...]]:
    """What has to be given still: the shortest ways, each a row of attributes; none if nothing."""
    return _completions(
        pattern,
        list(attributes_of(pattern)),
        after_attribute,
        lambda p: close(p) is not NOT_ALLOWED,
    )


def missing_children(pattern: Pattern) -> list[tuple[str, ...]]:
    """What has to come still: the shortest ways, each a row of elements; none if nothing."""
    return _completions(pattern, list(elements_of(pattern)), after_child, is_nullable)


def _completions(
    pattern: Pattern,
    names: list[str],
    step: Callable[[Pattern, str], Pattern],
    is_complete: Callable[[Pattern], bool],
) -> list[tuple[str, ...]]:
    if is_complete(pattern):
        return []
    single: list[tuple[str, ...]] = [(name,) for name in names if is_complete(step(pattern, name))]
    ways: dict[Pattern, tuple[str, ...]] = {} if single else {pattern: ()}
    for _length in range(_LONGEST_COMPLETION if ways else 0):
        # One way to each rest is enough: "id, title" is as good as "title, id".
        longer: dict[Pattern, tuple[str, ...]] = {}
        for rest, way in ways.items():
            for name in names:
                longer.setdefault(step(rest, name), (*way, name))
        complete = [way for rest, way in longer.items() if is_complete(rest)]
        if complete:
            return complete
        ways = longer
    return single


# --- reading a grammar ----------------------------------------------------------------------------


class Grammar:
    """A grammar in the XML syntax of RELAX NG."""

    def __init__(self, root: etree._Element) -> None:
        self._defined = {node.get("name", ""): node for node in root.iter(f"{_RNG}define")}
        self._patterns: dict[str, Pattern] = {}
        self.start = self._read_all(next(root.iter(f"{_RNG}start")))

    def _define(self, name: str) -> Pattern:
        """The pattern of a definition."""
        if name not in self._patterns:
            self._patterns[name] = self._read_all(self._defined[name])
        return self._patterns[name]

    def words(self, name: str) -> frozenset[str]:
        """The words that a definition lists."""
        return self._values(self._defined[name]).words

    def _read_all(self, node: etree._Element) -> Pattern:
        """The children of a node, one after the other."""
        pattern: Pattern = EMPTY
        for child in _grammar_nodes(node):
            pattern = _join("group", pattern, self._read(child))
        return pattern

    def _read(self, node: etree._Element) -> Pattern:
        kind = etree.QName(node).localname
        if kind == "ref":
            return self._define(node.get("name", ""))
        if kind == "element":
            return Element(_name(node), cache(lambda: self._read_all(node)))
        if kind == "attribute":
            return Attribute(_name(node), self._attribute_values(node))
        if kind in ("choice", "interleave"):
            pattern, *rest = (self._read(child) for child in _grammar_nodes(node))
            for other in rest:
                pattern = (
                    _choice(pattern, other) if kind == "choice" else _join(kind, pattern, other)
                )
            return pattern
        if kind in ("text", "data", "value"):
            return Text(None if kind == "text" else self._values(node))
        inner = NOT_ALLOWED if kind == "notAllowed" else self._read_all(node)
        repeated = _repeat(inner) if kind in ("oneOrMore", "zeroOrMore") else inner
        return _choice(repeated, EMPTY) if kind in ("optional", "zeroOrMore") else repeated

    def _attribute_values(self, node: etree._Element) -> Values | None:
        is_text = any(etree.QName(child).localname == "text" for child in _grammar_nodes(node))
        return None if is_text else self._values(node)

    def _values(self, node: etree._Element) -> Values:
        words: set[str] = set()
        datatypes: dict[str, str] = {}
        is_list = False
        for part in self._value_nodes(node):
            kind = etree.QName(part).localname
            is_list = is_list or kind == "list"
            if kind == "value":
                words.add(" ".join((part.text or "").split()))
            elif kind == "data":
                name = part.get("type", "string")
                datatypes[_pattern(part, name)] = name
        return Values(frozenset(words), tuple(datatypes), tuple(datatypes.values()), is_list)

    def _value_nodes(self, node: etree._Element) -> Iterator[etree._Element]:
        """The node and all below it, references followed."""
        yield node
        if node.tag == f"{_RNG}ref":
            yield from self._value_nodes(self._defined[node.get("name", "")])
        for child in _grammar_nodes(node):
            yield from self._value_nodes(child)


def _grammar_nodes(node: etree._Element) -> list[etree._Element]:
    """The children that are patterns: no names, no documentation, no parameters."""
    skipped = (f"{_RNG}name", f"{_RNG}param")
    return [
        child
        for child in node
        if isinstance(child.tag, str) and child.tag.startswith(_RNG) and child.tag not in skipped
    ]


def _name(node: etree._Element) -> str:
    """The name of an element or attribute; `xml:lang` keeps its prefix."""
    name = next(node.iter(f"{_RNG}name"))
    prefix = "xml:" if name.get("ns", "").endswith("/XML/1998/namespace") else ""
    return prefix + (name.text or "")


def _pattern(node: etree._Element, datatype: str) -> str:
    for param in node.iter(f"{_RNG}param"):
        if param.get("name") == "pattern":
            return param.text or ""
        if param.get("name") == "minExclusive" and param.text == "0":
            return r"\+?0*[1-9]\d*"
    return DATATYPES[datatype]
