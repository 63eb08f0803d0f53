"""What is wrong with a style, said to its author: `Style.validate`. Rendering never needs it.

Three checks: by the schema of CSL 1.0.2 that citeproc-py ships; words that the schema lists but
other versions of CSL may have more of (variables, terms, types), which are warnings; and what no
schema can see, the calls of macros and the style's own language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from lxml import etree

from ibidem.csl.element import XML_LANG
from ibidem.csl.locales import DEFAULT_LOCALE, citeproc_data, is_known_language
from ibidem.csl.macro_calls import check_macros
from ibidem.csl.relaxng import (
    NOT_ALLOWED,
    Element,
    Grammar,
    Pattern,
    Values,
    after_attribute,
    after_child,
    attributes_of,
    close,
    elements_of,
    missing_attributes,
    missing_children,
    text_of,
)
from ibidem.csl.safe_xml import NAMESPACE, line_of, read_xml
from ibidem.diagnostics import Diagnostic, IbidemError, Severity, closest

DATATYPE_NAMES: Final = {
    "NMTOKEN": "a name without spaces",
    "anyURI": "an address",
    "boolean": '"true" or "false"',
    "dateTime": "a date and time as in 2026-01-31T12:00:00+00:00",
    "integer": "a whole number",
    "language": "a language tag as in en-US",
    "nonNegativeInteger": "a whole number from 0",
}

# Attributes whose words are names of CSL; elements of any name have them, except for terms.
NAMES: Final = {
    "variable": "variable",
    "is-numeric": "variable",
    "is-uncertain-date": "variable",
    "term": "term",
    "type": "type",
}

# Definitions of the schema, and what their variables are.
KINDS_OF_VARIABLES: Final = {
    "variables.dates": "a date variable, printed by <date>",
    "variables.names": "a name variable, printed by <names>",
    "variables.numbers": "a number variable, printed by <number> or <text>",
    "variables.standard": "a variable printed by <text>",
}

EXTENSION_HINT: Final = "not in CSL 1.0.2: an extension that other processors may not know"
MOST_LISTED: Final = 7
"""Up to how many allowed words or elements are listed in a message."""


def validate_style(source: bytes, *, path: str = "") -> tuple[Diagnostic, ...]:
    """Everything wrong with a style, in the order of its lines.

    Errors (`invalid-style`, `unknown-macro`, `circular-macro`) break rules of the specification,
    warnings are names that it does not have (`unknown-variable`, `unknown-term`, `unknown-type`,
    `style-extension`) and a language without terms (`unknown-locale`), `unused-macro` is for
    information.
    """
    try:
        root = read_xml(source, path, "invalid-style")
    except IbidemError as error:
        return (error.diagnostic,)
    findings = [*_check_schema(root), *check_macros(root), *_check_language(root)]
    return tuple(
        Diagnostic(
            found.code, found.message, found.severity, path, found.line,
            field=found.field, suggestion=found.suggestion,
        )
        for found in sorted(findings, key=lambda found: found.line)
    )  # fmt: skip


def _check_language(root: etree._Element) -> Iterator[Diagnostic]:
    """The language that the style says it is in. Its own terms may be in one that CSL has not."""
    language = root.get("default-locale", "")
    own = {locale.get(XML_LANG) for locale in root.iter(f"{{{NAMESPACE}}}locale")}
    if language and language not in own and not is_known_language(language):
        message = f"<style>: there are no terms for the language {language!r}; those of {DEFAULT_LOCALE} are used"
        yield Diagnostic("unknown-locale", message, line=line_of(root), field="default-locale")


class _Schema(NamedTuple):
    grammar: Grammar
    oracle: etree.RelaxNG
    """libxml2's validator has the last word on what is valid."""


@cache
def _schema() -> _Schema:
    path = citeproc_data() / "schema" / "schemas" / "styles" / "csl.rng"
    root = read_xml(path.read_bytes(), path.name, "invalid-schema")
    return _Schema(Grammar(root), etree.RelaxNG(root))


def _check_schema(root: etree._Element) -> Iterator[Diagnostic]:
    grammar, oracle = _schema()
    if root.tag != f"{{{NAMESPACE}}}style":
        message = f"not a CSL style: the root is {_shown(root)}, not <style> in {NAMESPACE}"
        yield Diagnostic("invalid-style", message, "error", line=line_of(root))
        return
    findings = list(_check(root, elements_of(grammar.start)["style"]))
    has_extension = any(found.code == "style-extension" for found in findings)
    if oracle.validate(root):
        findings.clear()
    elif not findings or (not has_extension and all(f.severity == "info" for f in findings)):
        error = oracle.error_log[0]
        findings.append(Diagnostic("invalid-style", error.message, "error", line=error.line))
    yield from findings


def _check(node: etree._Element, candidates: tuple[Element, ...]) -> Iterator[Diagnostic]:
    """Findings about an element and all below it.

    Where the schema has several elements of the name, the one with the fewest findings of its own
    is meant.
    """
    matches = [_match(node, candidate.content) for candidate in candidates]
    best = min(range(len(matches)), key=lambda index: len(matches[index]))
    yield from matches[best]
    expected = elements_of(candidates[best].content)
    for child in _children(node):
        if known := expected.get(_tag(child)):
            yield from _check(child, known)


def _match(node: etree._Element, content: Pattern) -> list[Diagnostic]:
    """Findings about an element alone: its attributes, its text, the names of its children."""
    rest, findings = _match_attributes(node, content)
    findings += _match_text(node, content)
    findings += _match_children(node, close(rest) if findings == [] else _opened(rest))
    return findings


def _opened(rest: Pattern) -> Pattern:
    """What may still come where attributes are wrong already: as if the missing ones were given."""
    for way in missing_attributes(rest)[:1]:
        for name in way:
            rest = after_attribute(rest, name)
    return close(rest)


# --- attributes -----------------------------------------------------------------------------------


def _match_attributes(node: etree._Element, content: Pattern) -> tuple[Pattern, list[Diagnostic]]:
    known = attributes_of(content)
    findings: list[Diagnostic] = []
    rest = content
    given: list[str] = []
    for name, value in _attributes(node):
        after = after_attribute(rest, name, value)
        if after is NOT_ALLOWED:
            if _is_extension(node, name):
                findings.append(_finding(
                    node, f"{_shown(node)}: the attribute {name} is {EXTENSION_HINT}", name,
                    code="style-extension", severity="info",
                ))  # fmt: skip
                continue
            findings += _wrong_attribute(node, name, value, known, given)
            after = after_attribute(rest, name)
        else:
            given.append(name)
        rest = rest if after is NOT_ALLOWED else after
    missing = missing_attributes(rest)
    if missing:
        findings.append(_finding(node, f"{_shown(node)} needs {_ways(missing, 'attribute')}"))
    return rest, findings


def _is_extension(node: etree._Element, name: str) -> bool:
    return (_tag(node), name) == ("layout", "locale")


def _wrong_attribute(
    node: etree._Element,
    name: str,
    value: str,
    known: dict[str, tuple[Values | None, ...]],
    given: list[str],
) -> Iterator[Diagnostic]:
    if name not in known:
        message = f"{_shown(node)} has no attribute {name}"
        yield _finding(node, message, name, suggestion=closest(name, known))
        return
    allowed = _merged(known[name])
    wrong = allowed.wrong(value) if allowed else []
    if not wrong:
        others = f" together with {_listed(given, 'and')}" if given else " here"
        yield _finding(node, f'{_shown(node)} cannot have {name}="{value}"{others}', name)
    for word in wrong:
        yield _wrong_word(node, name, word, allowed or Values())


def _wrong_word(node: etree._Element, name: str, word: str, allowed: Values) -> Diagnostic:
    grammar = _schema().grammar
    kind = "term" if (_tag(node), name) == ("term", "name") else NAMES.get(name)
    words = grammar.words({"variable": "variables", "type": "item-types"}.get(kind or "", "terms"))
    place = f"{_shown(node)}: "
    if kind is not None and word and word not in words:
        return _finding(
            node, f'{place}CSL 1.0.2 has no {kind} "{word}"', name, code=f"unknown-{kind}",
            severity="warning", suggestion=closest(word, allowed.words),
        )  # fmt: skip
    if not word:
        return _finding(node, f"{place}{name} is empty", name)
    message = f'{place}{name}="{word}" is not allowed'
    if kind == "variable":
        known = (what for name, what in KINDS_OF_VARIABLES.items() if word in grammar.words(name))
        return _finding(node, f'{message}; "{word}" is {next(known, "another variable")}', name)
    expected = [f'"{text}"' for text in sorted(allowed.words)]
    expected += [
        DATATYPE_NAMES[datatype] for datatype in allowed.datatypes if datatype in DATATYPE_NAMES
    ]
    shown = f"; it may be {_listed(expected, 'or')}" if len(expected) <= MOST_LISTED else ""
    return _finding(node, message + shown, name, suggestion=closest(word, allowed.words))


def _merged(places: tuple[Values | None, ...]) -> Values | None:
    """What an attribute may be at any of its places; None for any text."""
    words: frozenset[str] = frozenset()
    patterns: dict[str, str] = {}
    for values in places:
        if values is None:
            return None
        words |= values.words
        patterns.update(zip(values.patterns, values.datatypes, strict=True))
    is_list = any(values is not None and values.is_list for values in places)
    return Values(words, tuple(patterns), tuple(patterns.values()), is_list)


# --- text and children ----------------------------------------------------------------------------


def _match_text(node: etree._Element, content: Pattern) -> Iterator[Diagnostic]:
    pieces = [node.text or "", *(child.tail or "" for child in node)]
    text = " ".join(" ".join(pieces).split())
    allowed = text_of(content)
    if allowed is None:
        if text:
            shown = text if len(text) <= 40 else f"{text[:40]}…"
            yield _finding(node, f'{_shown(node)} cannot hold text: "{shown}"')
    elif allowed.values is not None and allowed.values.wrong(text):
        expected = [DATATYPE_NAMES.get(name, "something else") for name in allowed.values.datatypes]
        message = f'{_shown(node)} is "{text}"; it has to be {_listed(expected, "or")}'
        yield _finding(node, message)


def _match_children(node: etree._Element, content: Pattern) -> Iterator[Diagnostic]:
    rest = content
    seen: list[str] = []
    known = elements_of(content)
    for child in _children(node):
        name = _tag(child)
        if any(_is_extension(child, attribute) for attribute, _value in _attributes(child)):
            continue
        after = after_child(rest, name)
        if after is NOT_ALLOWED:
            lacking = _lacking_before(rest, name)
            yield _wrong_child(node, child, content, seen, lacking)
            # What lacks is missed once, not at every element that follows.
            after = after_child(after_child(rest, lacking), name) if lacking else rest
        rest = after
        seen.append(name)
    missing = missing_children(rest)
    # What is unknown may be what is missing, misspelled.
    if missing and all(_tag(child) in known for child in _children(node)):
        yield _finding(node, f"{_shown(node)} needs {_ways(missing, 'element')}")


def _wrong_child(
    node: etree._Element, child: etree._Element, content: Pattern, seen: list[str], lacking: str
) -> Diagnostic:
    name, parent = _tag(child), _shown(node)
    known = elements_of(content)
    if name not in known:
        suggestion = closest(name, known)
        return _finding(child, f"{parent} cannot hold {_shown(child)}", suggestion=suggestion)
    if lacking:
        return _finding(child, f"{parent} needs <{lacking}> before {_shown(child)}")
    if name in seen:
        return _finding(child, f"{parent} holds a second {_shown(child)}")
    message = f"{_shown(child)} is out of place in {parent}"
    behind = next((other for other in seen if not _may_follow(content, other, name)), "")
    return _finding(child, f"{message}: it has to come before <{behind}>" if behind else message)


def _lacking_before(rest: Pattern, name: str) -> str:
    """An element that would make room for the one of that name, if it came first."""
    return next((other for other in elements_of(rest) if _may_follow(rest, other, name)), "")


def _may_follow(pattern: Pattern, first: str, second: str) -> bool:
    return after_child(after_child(pattern, first), second) is not NOT_ALLOWED


# --- words of messages ----------------------------------------------------------------------------


def _finding(
    node: etree._Element,
    message: str,
    field: str = "",
    *,
    code: str = "invalid-style",
    severity: Severity = "error",
    suggestion: str = "",
) -> Diagnostic:
    line = line_of(node)
    return Diagnostic(code, message, severity, line=line, field=field, suggestion=suggestion)


def _tag(node: etree._Element) -> str:
    """The name; with its namespace if that is not CSL's."""
    name = etree.QName(node)
    return name.localname if name.namespace == NAMESPACE else str(node.tag)


def _shown(node: etree._Element) -> str:
    return f"<{etree.QName(node).localname}>"


def _children(node: etree._Element) -> list[etree._Element]:
    return [child for child in node if isinstance(child.tag, str)]


def _attributes(node: etree._Element) -> list[tuple[str, str]]:
    return [
        ("xml:lang" if name == XML_LANG else str(name), str(value))
        for name, value in node.attrib.items()
    ]


def _ways(ways: list[tuple[str, ...]], kind: str) -> str:
    """What is missing: `the attribute variable`, `one of the elements <date>, <group> or <text>`."""
    shown = {way: _listed([_mark(name, kind) for name in way], "and") for way in ways}
    plural = "s" if len(ways[0]) > 1 or len(ways) > 1 else ""
    if len(ways) == 1:
        return f"the {kind}{plural} {shown[ways[0]]}"
    if len(ways) > MOST_LISTED:
        return f"more {kind}s"
    return f"one of the {kind}s {_listed(sorted(shown.values()), 'or')}"


def _mark(name: str, kind: str) -> str:
    return f"<{name}>" if kind == "element" else name


def _listed(words: list[str], last: str) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
