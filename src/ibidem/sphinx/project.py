"""What the configuration says: the options, the style and the language of a build."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem import (
    Abbreviations,
    Diagnostic,
    IbidemError,
    Library,
    Session,
    is_known_language,
    load_abbreviations,
    load_library,
    load_style,
    locator_labels,
    style_files,
)
from ibidem.config import Config, list_options, read_config
from ibidem.sphinx.aliases import add_aliases, find_template, read_aliases
from ibidem.syntax import locator_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig

    from ibidem import Style

PREFIX = "ibidem_"

FOLDER = "ibidem"
"""Below the folder of the doctrees: what is kept between builds."""


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of one build. The bibliography is only read where it is needed."""

    config: Config
    style: Style
    locale: str
    base: Path
    cache: Path
    """Where what is read from bibliographies may be kept."""
    diagnostics: tuple[Diagnostic, ...] = ()
    abbreviations: Abbreviations = field(default_factory=dict)
    entry_id: str = ""
    """A template for the ids of entries, if they have others than those made from the key alone."""

    @property
    def opening_bracket(self) -> str:
        """What the style's kind puts around a citation."""
        return "[" if self.style.citation_format in ("numeric", "label") else "("

    def load_library(self) -> Library:
        return load_library(
            self.config.bibliography,
            encoding=self.config.encoding,
            base=self.base,
            bibtex=self.config,
            cache=self.cache if self.config.cache else None,
        )

    def open_session(self, library: Library) -> Session:
        """What formats the items of the library."""
        return Session(
            library,
            self.style,
            locale=self.locale,
            links=self.config.links,
            abbreviations=self.abbreviations,
        )

    def locator_labels(self) -> Mapping[str, str]:
        labels = locator_labels(self.locale or self.style.default_locale or "en-US")
        return locator_words(labels, self.config.extra_locators)

    def digest(self) -> str:
        """Of everything outside the pages that decides what is printed; empty if unknown."""
        parts = [repr(self.config), self.style.digest, self.locale, self.entry_id]
        parts.append(repr(self.abbreviations))
        parts += [package_version("citeproc-py"), _stamp_of_code()]  # the first has the locales
        for path in self.config.bibliography:
            try:
                content = (self.base / path).read_bytes()
            except OSError:
                # Missing, a folder or a pattern: only the library knows what it stands for.
                return ""
            parts.append(hashlib.sha256(content).hexdigest())
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _stamp_of_code() -> str:
    """Another text whenever our own code is: not all who run it install a release."""
    files = Path(__file__).parent.parent.rglob("*.py")
    return repr(sorted((path.name, path.stat().st_mtime_ns) for path in files))


def package_version(name: str) -> str:
    """The version of an installed package, empty if it runs from its sources."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def add_options(app: Sphinx) -> None:
    """Declare the options. They have no rebuild class: `Build.format` sees what they change.

    Their value is None where `conf.py` gives none, so that an old option may stand in.
    """
    for option in list_options("sphinx"):
        # Sphinx compares types as they are, and a path's is that of the system's paths.
        types = frozenset({*option.types, type(Path())} if str in option.types else option.types)
        app.add_config_value(PREFIX + option.name, None, "", types, option.help)
    add_aliases(app)


def read_project(app: Sphinx) -> Project:
    """The settings, whole in every case: a style that can't be loaded is replaced by our own."""
    aliases, idle = read_aliases(app.config)
    config, problems = read_config(_raw_values(app.config, aliases), "sphinx")
    problems = (*problems, *idle)
    base = Path(app.confdir)
    try:
        style = load_style(config.style, base=base)
        if style_files(config.style, base=base):
            problems = (*problems, *style.broken_calls())
    except IbidemError as error:
        problems = (*problems, error.diagnostic)
        style = load_style(Config().style)
    abbreviations: Abbreviations = {}
    try:
        abbreviations = load_abbreviations(config.abbreviations, base)
    except IbidemError as error:
        problems = (*problems, error.diagnostic)
    if config.locale and not is_known_language(config.locale):
        message = f"there are no terms for the language {config.locale!r}; those of en-US are used"
        problems = (*problems, Diagnostic("unknown-locale", message, field="locale"))
    cache = Path(app.doctreedir, FOLDER)
    is_stand_in = "style" in aliases and app.config[PREFIX + "style"] is None
    locale = _choose_locale(config, app.config, "en-US" if is_stand_in else "")
    entry_id = find_template(app.config, "cite_id")
    return Project(config, style, locale, base, cache, problems, abbreviations, entry_id)


def _raw_values(config: SphinxConfig, aliases: Mapping[str, object]) -> dict[str, object]:
    """What is given; where one of our options is not, what an alias says."""
    # Sphinx says nothing of names in `conf.py` that no extension has declared.
    given = getattr(config, "_raw_config", {})
    values: dict[str, object] = {
        name.removeprefix(PREFIX): value for name, value in given.items() if name.startswith(PREFIX)
    }
    overrides = getattr(config, "overrides", {})
    for option in list_options("sphinx"):
        value = config[PREFIX + option.name]
        if value is None:
            value = aliases.get(option.name)
        if option.kind == "list" and isinstance(value, str) and PREFIX + option.name in overrides:
            value = value.split(",")  # as Sphinx splits lists that are given with -D
        if isinstance(value, (list, tuple)):
            value = [str(entry) if isinstance(entry, Path) else entry for entry in value]
        values[option.name] = str(value) if isinstance(value, Path) else value
    return values


def _choose_locale(config: Config, host: SphinxConfig, english: str) -> str:
    """The option, else the documentation's language; English leaves the choice to the style.

    `english`: what it means where nobody has chosen the style, which may be German.
    """
    language = str(host.language or "").replace("_", "-").removesuffix("@valencia")
    return config.locale or (english if language in ("en", "") else language)
