"""The calls of a style's macros: to ones that are not there, in circles, and never made. For builds,
with slips in the names of variables, which print nothing either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ibidem.csl.safe_xml import NAMESPACE, line_of, read_xml
from ibidem.diagnostics import Diagnostic, closest, is_slip
from ibidem.record import replace
from ibidem.variables import VARIABLES

_CSL: Final = f"{{{NAMESPACE}}}"


def check_macros(root: etree._Element) -> Iterator[Diagnostic]:
    """Findings about the macros of a style, given its root element."""
    macros: dict[str, etree._Element] = {}
    for node in root.iter(f"{_CSL}macro"):
        name = node.get("name", "")
        if name in macros:
            message = (
                f'a second macro "{name}": the first, in line {line_of(macros[name])}, is lost'
            )
            yield Diagnostic("duplicate-macro", message, line=line_of(node), field="name")
        macros[name] = node
    yield from _unknown(root, macros)
    yield from _circular(macros)
    used = _used(root, macros)
    for name, node in macros.items():
        if name and name not in used:
            message = f'the macro "{name}" is never used'
            yield Diagnostic("unused-macro", message, "info", line=line_of(node), field="name")


def find_broken_calls(source: bytes, path: str) -> tuple[Diagnostic, ...]:
    """What prints nothing in a style: calls of macros that are not there or in circles, and
    variables with nearly the name of one."""
    root = read_xml(source, path, "invalid-style")
    found = [call for call in check_macros(root) if call.severity == "error"]
    broken = sorted((*found, *_slipped_variables(root)), key=lambda it: it.line)
    return tuple(replace(call, path=path, severity="warning") for call in broken)


def _slipped_variables(root: etree._Element) -> Iterator[Diagnostic]:
    """Other names that CSL 1.0.2 does not have may be those of a later version."""
    for node in root.iter(etree.Element):
        for word in node.get("variable", "").split():
            if word not in VARIABLES and is_slip(word, meant := closest(word, VARIABLES)):
                tag = etree.QName(node).localname
                message = f'<{tag}>: CSL 1.0.2 has no variable "{word}"'
                yield Diagnostic(
                    "unknown-variable", message, line=line_of(node), field="variable",
                    suggestion=meant,
                )  # fmt: skip


def _unknown(root: etree._Element, macros: dict[str, etree._Element]) -> Iterator[Diagnostic]:
    for call in _calls(root):
        name = call.get("macro", "")
        if name not in macros:
            yield Diagnostic(
                "unknown-macro", f'<{etree.QName(call).localname}>: there is no macro "{name}"',
                "error", line=line_of(call), field="macro", suggestion=closest(name, macros),
            )  # fmt: skip


def _circular(macros: dict[str, etree._Element]) -> Iterator[Diagnostic]:
    """Each macro that is called from inside itself, once a circle, at the call that closes it."""
    done: set[str] = set()
    for start in macros:
        # Calls that are open, outermost first, with those of each that are still to be followed.
        open_calls = [] if start in done else [(start, iter(_calls(macros[start])))]
        while open_calls:
            name, calls = open_calls[-1]
            call = next(calls, None)
            if call is None:
                done.add(name)
                open_calls.pop()
                continue
            called = call.get("macro", "")
            path = [name for name, _calls in open_calls]
            if called in path:
                yield _circle(call, path[path.index(called) :])
            elif called in macros and called not in done:
                open_calls.append((called, iter(_calls(macros[called]))))


def _circle(call: etree._Element, path: list[str]) -> Diagnostic:
    through = " and ".join(f'"{name}"' for name in path[1:])
    message = f'the macro "{path[0]}" calls itself' + (f" through {through}" if through else "")
    return Diagnostic("circular-macro", message, "error", line=line_of(call), field="macro")


def _used(root: etree._Element, macros: dict[str, etree._Element]) -> set[str]:
    """The macros that the citation or the bibliography reach."""
    areas = [node for tag in ("citation", "bibliography") for node in root.iter(_CSL + tag)]
    waiting = [call.get("macro", "") for area in areas for call in _calls(area)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in macros and name not in used:
            used.add(name)
            waiting += [call.get("macro", "") for call in _calls(macros[name])]
    return used


def _calls(node: etree._Element) -> list[etree._Element]:
    """The elements at or below a node that call a macro: cs:text and cs:key."""
    return [
        call for call in node.iter(f"{_CSL}text", f"{_CSL}key") if call.get("macro") is not None
    ]
