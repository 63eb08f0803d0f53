"""The plugin's options: generated from `ibidem.config`, with the names of mkdocs-bibtex beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from glob import escape
from pathlib import Path
from typing import Any

from mkdocs.config.base import BaseConfigOption

from ibidem.config import COMMANDS, PANDOC_WORDS, RENAMED, list_options
from ibidem.diagnostics import Diagnostic

_INHERIT = re.compile(r"^INHERIT[ ]*:[ ]*[\"']?([^\"'#\n]*[^\"'#\s])", re.MULTILINE)
"""How a configuration says which one it adds to."""

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
    options = {
        name: value
        for name, value in given.items()
        if value is not None and name not in WITHOUT_EFFECT
    }
    if "bib_dir" in options:
        options["bib_dir"] = _bibtex_within(base, options["bib_dir"])
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
    return options, problems


def _bibtex_within(base: Path, folder: object) -> object:
    """The pattern of all `.bib` files below a folder, so that later ones belong to them; what was given
    if there are none, to be reported."""
    if isinstance(folder, str) and any((base / folder).rglob("*.bib")):
        return str(Path(escape(folder), "**", "*.bib"))
    return folder


def find_option(path: Path, field: str) -> tuple[Path, int]:
    """The file and the line that set an option, by whatever name: the configuration or one that it
    inherits from; the first file, and 0, if it is set elsewhere."""
    others = (name for name, option in (*PANDOC_WORDS.items(), *RENAMED.items()) if option == field)
    names = "|".join(map(re.escape, (field, *others)))
    pattern = re.compile(rf"(?:^[ -]*|[{{,][ ]*)[\"']?(?:{names})[\"']?[ ]*:", re.MULTILINE)
    for file, source in _read_inherited(path):
        ours = source.find("ibidem")
        found = pattern.search(source, ours) if ours >= 0 else None
        if found:
            return file, source.count("\n", 0, found.end()) + 1
    return path, 0


def _read_inherited(path: Path) -> Iterator[tuple[Path, str]]:
    """The configuration, and the files that it inherits from, as far as they can be read."""
    seen: set[Path] = set()
    while path.resolve() not in seen:
        seen.add(path.resolve())
        try:
            source = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return
        yield path, source
        if named := _INHERIT.search(source):
            path = path.parent / named[1]
