"""The plugin's options: generated from `ibidem.config`, with the names of mkdocs-bibtex beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.base import BaseConfigOption

from ibidem.config import COMMANDS, PANDOC_WORDS, RENAMED, list_options
from ibidem.diagnostics import Diagnostic

WITHOUT_EFFECT = {
    "csl_file_encoding": "styles say their encoding themselves",
    "footnote_format": "footnotes are made by styles that cite in notes",
    "cite_inline": "the style decides how a citation is printed",
    "cite_style": "the style decides how a citation is printed",
    "unescape_for_arithmatex": "formulas are never looked into",
}
"""Options of mkdocs-bibtex, also of older versions, that are not needed any more, and why."""


class Unchecked(BaseConfigOption[Any]):
    """A value that `read_config` checks later: there a wrong one is a warning, not the end."""

    def run_validation(self, value: object) -> object:
        return value


def option_scheme() -> tuple[tuple[str, BaseConfigOption[Any]], ...]:
    """The names that MkDocs accepts for the plugin."""
    names = [option.name for option in list_options("mkdocs")]
    theirs = (*PANDOC_WORDS, *RENAMED, *COMMANDS, *WITHOUT_EFFECT)
    return tuple((name, Unchecked()) for name in (*names, *theirs))


def translate_options(
    given: Mapping[str, object], base: Path
) -> tuple[dict[str, object], list[Diagnostic]]:
    """The options that the extension reads, those that were given only; and what was said in vain."""
    theirs = {*COMMANDS, *WITHOUT_EFFECT}
    options = {
        name: value for name, value in given.items() if value is not None and name not in theirs
    }
    if "bib_dir" in options:
        options["bib_dir"] = _list_folder(base, options["bib_dir"])
    problems = [
        Diagnostic(
            "config.without-effect",
            f"the option {name!r} has no effect: {reason}",
            severity="info",
            field=name,
        )
        for name, reason in WITHOUT_EFFECT.items()
        if given.get(name) is not None
    ]
    problems += [
        Diagnostic("config.bad-value", f"option {name!r} must be a text, not {value!r}", field=name)
        for name in COMMANDS
        if (value := given.get(name)) is not None and not isinstance(value, str)
    ]
    return options, problems


def read_commands(given: Mapping[str, object]) -> dict[str, str]:
    """The user's own markers, with those that they stand for."""
    return {
        text.strip(): marker
        for name, marker in COMMANDS.items()
        if isinstance(text := given.get(name), str) and text.strip()
    }


def _list_folder(base: Path, folder: object) -> object:
    """All `.bib` files below a folder; what was given if there are none, to be reported."""
    found = (base / folder).rglob("*.bib") if isinstance(folder, str) else ()
    return sorted(str(path) for path in found) or folder


def find_option_line(path: Path, field: str) -> int:
    """The line of the configuration that sets an option, by whatever name; 0 if it is set elsewhere."""
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return 0
    others = (name for name, option in (*PANDOC_WORDS.items(), *RENAMED.items()) if option == field)
    names = "|".join(map(re.escape, (field, *others)))
    name = rf"[\"']?(?:{names})[\"']?[ ]*:"
    ours = max(source.find("ibidem"), 0)
    found = re.compile(rf"(?:^[ -]*|[{{,][ ]*){name}", re.MULTILINE).search(source, ours)
    return source.count("\n", 0, found.end()) + 1 if found else 0
