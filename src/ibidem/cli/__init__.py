"""The command line: list styles, format a bibliography, check one, check a style, print the CSS.

What is asked for goes to standard output, what is wrong to standard error. Exit code 0: all well;
1: errors in the data (or warnings, with `--strict`); 2: the command itself was wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

from ibidem import __version__
from ibidem.cli.commands import (
    check,
    export,
    format_entries,
    print_styles,
    print_stylesheet,
    validate,
)
from ibidem.diagnostics import IbidemError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; `arguments` default to those of the process."""
    options = make_parser().parse_args(arguments)
    _prepare(sys.stdout)
    _prepare(sys.stderr)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except IbidemError as error:
        print(f"error: {error.diagnostic}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _drop_output()  # the reader (head, less) has seen enough
        return 0
    except OSError as error:
        _drop_output()
        print(f"error: {error.strerror or error}", file=sys.stderr)
        return 2
    return code


def _prepare(stream: TextIO) -> None:
    """Files and pipes get UTF-8, whatever the system's own encoding is; a terminal what it can show."""
    if isinstance(stream, TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _drop_output() -> None:
    """Nothing may be flushed at exit to what takes no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ibidem", description="Citations and bibliographies in any CSL style."
    )
    parser.add_argument("--version", action="version", version=f"ibidem {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    styles = commands.add_parser("styles", help="list the styles that are there")
    styles.add_argument("word", nargs="*", help="only names with these words in them")
    styles.set_defaults(run=print_styles)

    formatting = commands.add_parser("format", help="print the entries of a bibliography file")
    formatting.add_argument("file", help="a bibliography of any format")
    formatting.add_argument("keys", nargs="*", help="only these entries, cited in this order")
    formatting.add_argument(
        "--style",
        default="ibidem-author-date",
        help="a name or a .csl file; ibidem-author-date unless given",
    )
    formatting.add_argument(
        "--locale",
        default="",
        help="the language of terms: de, pt-BR; that of the style unless given",
    )
    formatting.add_argument(
        "--format", choices=("text", "html"), default="text", help="text unless given"
    )
    formatting.set_defaults(run=format_entries)

    checking = commands.add_parser("check", help="report what is wrong with bibliography files")
    checking.add_argument("files", nargs="+", metavar="file", help="bibliographies of any format")
    checking.add_argument("--strict", action="store_true", help="fail on warnings as well")
    checking.set_defaults(run=check)

    exporting = commands.add_parser("export", help="print bibliography files as CSL-JSON")
    exporting.add_argument("files", nargs="+", metavar="file", help="bibliographies of any format")
    exporting.set_defaults(run=export)

    validating = commands.add_parser("validate", help="report what is wrong with CSL styles")
    validating.add_argument("styles", nargs="+", metavar="style", help="names or .csl files")
    validating.add_argument("--strict", action="store_true", help="fail on warnings as well")
    validating.set_defaults(run=validate)

    sheet = commands.add_parser("css", help="print the stylesheet, for hosts that do not bring it")
    sheet.set_defaults(run=print_stylesheet)
    return parser
