"""What is wrong with a CSL-JSON object that is to be an item: told as the file is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ibidem.diagnostics import Diagnostic, Severity, closest
from ibidem.sources.entries import Report
from ibidem.sources.item_dates import find_impossible
from ibidem.sources.spellings import TYPES_OF_PROGRAMS, find_variable, spelled_in_csl
from ibidem.variables import DATE_VARIABLES, NAME_VARIABLES, TYPES, VARIABLES

_KNOWN: Final = VARIABLES | {"id", "type", "custom", "categories"}
_PARTS_OF_NAMES: Final = frozenset(("family", "given", "literal", "name"))


def unnamed_key(place: int) -> str:
    """The key of an item without one; `place` counts from 1."""
    return f"item-{place}"


def check_item(
    record: Mapping[str, object], key: str, path: str, line: int, report: Report
) -> None:
    """Report an unknown type, variables that are probably slips, names that say nothing, dates that
    do not exist, no id."""

    def say(
        code: str, message: str, severity: Severity = "warning", field: str = "", meant: str = ""
    ) -> None:
        report(Diagnostic(code, message, severity, path, line, key, field, meant))

    if record.get("id", "") in ("", None) and not record.get("citation-key"):
        say("csl.missing-id", f'entry without an id; cite it as "{key}"')
    kind = str(record.get("type") or "")
    if kind and kind not in TYPES and kind not in TYPES_OF_PROGRAMS:
        say(
            "csl.unknown-type",
            f'CSL has no type "{kind}"',
            field="type",
            meant=closest(kind, TYPES),
        )
    unknown = [] if _KNOWN.issuperset(record) else sorted(record.keys() - _KNOWN)
    for variable in unknown:
        meant = find_variable(variable) if spelled_in_csl(variable) == variable else ""
        if meant and meant not in record:
            say(
                "csl.unknown-variable", f'CSL has no variable "{variable}"', "info", variable, meant
            )
    for variable, value in record.items():
        if variable in NAME_VARIABLES and not _all_say_something(value):
            message = f"a name in {variable} has neither family nor literal"
            say("csl.empty-name", message, field=variable)
    check_dates(record, key, path, line, report)


def check_dates(
    record: Mapping[str, object], key: str, path: str, line: int, report: Report
) -> None:
    """Report dates that no calendar has."""
    for variable in record.keys() & DATE_VARIABLES:
        if written := find_impossible(record[variable]):
            message = f"there is no such date as {written}"
            report(
                Diagnostic("csl.bad-date", message, path=path, line=line, key=key, field=variable)
            )


def _all_say_something(names: object) -> bool:
    for name in names if isinstance(names, list) else (names,):
        if isinstance(name, dict) and not any(name.get(part) for part in _PARTS_OF_NAMES):
            return False
    return True
