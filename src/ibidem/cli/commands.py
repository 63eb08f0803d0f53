"""What each command does. All take the parsed arguments and give the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib.resources import files as resource_files
from pathlib import Path

from ibidem import (
    Citation,
    Cite,
    Diagnostic,
    IbidemError,
    Session,
    bibliography_to_html,
    bibliography_to_text,
    dump_csl_json,
    is_known_language,
    load_library,
    load_style,
    parse_style,
)
from ibidem.catalog import list_styles, style_title

TITLED = 60
"""Up to how many styles are listed with their titles: each of them has to be opened."""


def print_styles(options: argparse.Namespace) -> int:
    """List styles by name, a short list with titles."""
    names = list_styles(" ".join(options.word))
    if not names:
        print("no style has that in its name", file=sys.stderr)
        return 1
    width = max(map(len, names))
    for name in names:
        print(f"{name:{width}}  {style_title(name)}" if len(names) <= TITLED else name)
    return 0


def format_entries(options: argparse.Namespace) -> int:
    """Print the entries of one file, all or those asked for."""
    style = load_style(options.style)
    if options.locale and not is_known_language(options.locale):
        message = f'there are no terms for the language "{options.locale}"'
        raise IbidemError(Diagnostic("unknown-locale", message, "error"))
    library = load_library([options.file])
    unknown = [key for key in options.keys if key not in library]
    keys = [key for key in options.keys if key in library] if options.keys else list(library)
    session = Session(library, style, locale=options.locale)
    # Cited, not only listed: numbers and year suffixes follow the order asked for.
    result = session.format([Citation((Cite(key),)) for key in keys])
    if not style.has_bibliography:
        message = f'the style "{options.style}" has no bibliography'
        raise IbidemError(Diagnostic("no-bibliography", message, "error"))
    write = bibliography_to_html if options.format == "html" else bibliography_to_text
    if result.bibliography.entries:
        print(write(result.bibliography).rstrip("\n"))
    _report(
        Diagnostic("unknown-key", f'there is no entry "{key}"', "error", options.file, key=key,
                   suggestion=library.suggest(key))
        for key in unknown
    )  # fmt: skip
    return 1 if _report(library.diagnostics) or unknown else 0


def check(options: argparse.Namespace) -> int:
    """Read every entry and report all findings."""
    library = load_library(options.files)
    entries = sum(1 for _ in library.values())  # findings come up as items are converted
    return _sum_up(_count(entries, "entry", "entries"), library.diagnostics, options.strict)


def export(options: argparse.Namespace) -> int:
    """Print all entries as CSL-JSON, which every program with CSL styles reads."""
    library = load_library(options.files)
    print(dump_csl_json(library.values()), end="")
    return 1 if _report(library.diagnostics) else 0


def validate(options: argparse.Namespace) -> int:
    """Check styles by the specification and report all findings."""
    findings = [found for name in options.styles for found in _findings(name)]
    return _sum_up(_count(len(options.styles), "style", "styles"), findings, options.strict)


def print_stylesheet(options: argparse.Namespace) -> int:
    """Print what citations and lists need of CSS."""
    print(resource_files("ibidem").joinpath("assets/ibidem.css").read_text("utf-8"), end="")
    return 0


def _findings(name: str) -> tuple[Diagnostic, ...]:
    try:
        if Path(name).is_file():
            # As it stands: a dependent style can be checked where its parent is not.
            return parse_style(Path(name).read_bytes(), path=name).validate()
        return load_style(name).validate()
    except IbidemError as error:
        return (error.diagnostic,)


def _sum_up(checked: str, findings: Sequence[Diagnostic], strict: bool) -> int:
    """Print findings and how many there are; the exit code."""
    errors = _report(findings)
    warnings = sum(found.severity == "warning" for found in findings)
    counts = _count(errors, "error", "errors"), _count(warnings, "warning", "warnings")
    print(", ".join((checked, *counts)))
    return 1 if errors or (strict and warnings) else 0


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _report(findings: Iterable[Diagnostic]) -> int:
    """Print findings; the number of errors among them."""
    errors = 0
    for found in findings:
        print(f"{found.severity}: {found}", file=sys.stderr)
        errors += found.severity == "error"
    return errors
