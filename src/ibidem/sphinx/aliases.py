"""What `conf.py` says to sphinxcontrib-bibtex, in our words: its options and names of warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import make_id

from ibidem import Diagnostic
from ibidem.listing.options import PYBTEX_STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig

PREFIX = "bibtex_"

CARRIED = ("bibfiles", "encoding", "default_style", "reference_style", "tooltips")
"""Options that stand for ours."""

READ = ("bibliography_header", "footbibliography_header")
"""Options that directives read for themselves: markup above each list."""

TEMPLATES = {
    "cite_id": ("bibliography_count", "key"),
    "footcite_id": ("footbibliography_count", "key"),
    "bibliography_id": ("bibliography_count",),
    "footbibliography_id": ("footbibliography_count",),
}
"""Templates of ids, so that links from elsewhere still lead there, and what they may name."""

IDLE = {
    "foot_reference_style": ("foot", "a style of CSL decides how notes are marked"),
    "tooltips_style": ("", "tooltips are in the style of the list"),
}
"""Options without effect here: their default there, and what stands in."""

REFERENCE_STYLES = {"author_year": "ibidem-author-date", "super": "nature"}
"""Those that decide alone; `label` leaves it to the style of the list."""

WARNINGS = {
    "bibtex": ("ibidem",),
    "bibtex.*": ("ibidem",),
    "bibtex.key_not_found": ("ibidem.unknown-key", "ibidem.unlisted-work"),
    "bibtex.bibfile_error": ("ibidem.missing-file", "ibidem.list-file"),
    "bibtex.bibfile_data_error": ("ibidem.duplicate-key",),
    "bibtex.filter_overrides": ("ibidem.filter-overrides",),
    "bibtex.filter_syntax_error": ("ibidem.filter-syntax",),
    "bibtex.list_type_error": ("ibidem.list-list",),
}
"""Its other names are about what is no fault here: a work in two lists, a missing field."""


def add_aliases(app: Sphinx) -> None:
    """Declare the options of sphinxcontrib-bibtex; None is one that is not given."""
    for name in (*CARRIED, *IDLE):
        app.add_config_value(PREFIX + name, None, "")
    for name in (*READ, *TEMPLATES):
        app.add_config_value(PREFIX + name, "", "env")
    app.connect("config-inited", alias_warnings)


def alias_warnings(app: Sphinx, config: SphinxConfig) -> None:
    """Let the old names in `suppress_warnings` silence our warnings."""
    given = config.suppress_warnings
    ours = [code for name in given for code in WARNINGS.get(name, ())]
    config.suppress_warnings = [*given, *ours]


def read_aliases(config: SphinxConfig) -> tuple[dict[str, object], tuple[Diagnostic, ...]]:
    """The values of our options that the old ones stand for, and what they can't say here."""
    given = {
        name: config[PREFIX + name]
        for name in (*CARRIED, *IDLE)
        if config[PREFIX + name] is not None
    }
    style, problems = _read_style(given)
    values: dict[str, object] = {"style": style} if style else {}
    for name, ours in (("bibfiles", "bibliography"), ("tooltips", "tooltips")):
        if name in given:
            values[ours] = given[name]
    if given.get("encoding", "utf-8-sig") != "utf-8-sig":
        values["encoding"] = given["encoding"]
    for name, (default, instead) in IDLE.items():
        if given.get(name, default) != default:
            problems.append(_refuse(name, f"has no effect here: {instead}"))
    problems += [
        _refuse(name, f"can't be filled in: {config[PREFIX + name]!r}")
        for name, fields in TEMPLATES.items()
        if not _can_fill(config[PREFIX + name], fields)
    ]
    return values, tuple(problems)


def find_template(config: SphinxConfig, name: str) -> str:
    """One of the templates of ids; an empty string if it is not given or can't be filled in."""
    template = config[PREFIX + name]
    return template if _can_fill(template, TEMPLATES[name]) else ""


def fill_template(template: str, **values: object) -> str:
    """The id, as docutils spells ids; it may be empty."""
    return make_id(template.format(**values))


def _can_fill(template: object, fields: Sequence[str]) -> bool:
    if not isinstance(template, str):
        return False
    try:
        template.format(**dict.fromkeys(fields, "a"))
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    return True


def _read_style(given: Mapping[str, object]) -> tuple[str, list[Diagnostic]]:
    """The style of CSL nearest to the two styles; empty if none is given or known."""
    problems: list[Diagnostic] = []
    listed, cited = str(given.get("default_style", "")), str(given.get("reference_style", ""))
    instead = "is not known: name a style of CSL in ibidem_style"
    if listed and listed not in PYBTEX_STYLES:
        problems.append(_refuse("default_style", f"{listed!r} {instead}"))
    if cited and cited not in (*REFERENCE_STYLES, "label"):
        problems.append(_refuse("reference_style", f"{cited!r} {instead}"))
    if cited == "label" and not listed:
        listed = "alpha"
    return REFERENCE_STYLES.get(cited) or PYBTEX_STYLES.get(listed, ""), problems


def _refuse(name: str, message: str) -> Diagnostic:
    return Diagnostic("bibtex-option", f"{PREFIX}{name} {message}", field=PREFIX + name)
