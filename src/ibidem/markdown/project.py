"""What pages share: the items, the style and the session that formats them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Final, TypeAlias

from ibidem import (
    Abbreviations,
    Diagnostic,
    IbidemError,
    Item,
    Library,
    Node,
    Session,
    Style,
    is_known_language,
    load_abbreviations,
    load_library,
    load_style,
    locator_labels,
    replace,
    style_files,
    to_text,
)
from ibidem.config import Config
from ibidem.listing import WorkSelector, drop_label
from ibidem.markdown.valid import valid_html
from ibidem.syntax import locator_words

Postpone: TypeAlias = Callable[[Callable[[], None]], None]
"""Takes what need not be done at once."""

DEFAULT_LOCALE: Final = "en-US"

_Signature: TypeAlias = tuple[tuple[str, int, int], ...]
"""The state of some files."""


class EntryTexts:
    """Entries as HTML and as text, once each: many pages list the same."""

    def __init__(self) -> None:
        self._html: dict[Node, str] = {}
        self._text: dict[Node, str] = {}

    def learn(self, content: Node, html: str, text: str) -> None:
        """Take what another process has made of an entry."""
        self._html[content], self._text[content] = html, text

    def html(self, content: Node) -> str:
        if content not in self._html:
            # no entry can forge a placeholder of the host
            html = valid_html(content).replace("\x02", "").replace("\x03", "")
            self._html[content] = html.strip()
        return self._html[content]

    def text(self, content: Node) -> str:
        """Without its label, which a citation shows."""
        if content not in self._text:
            self._text[content] = " ".join(to_text(drop_label(content)).split())
        return self._text[content]


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """Everything that the options of a build, or of one page, ask for, loaded."""

    config: Config
    library: Library
    style: Style
    abbreviations: Abbreviations
    session: Session
    words: Mapping[str, str]
    """What may stand before a locator, in the language in force."""
    paths: tuple[Path, ...]
    """The files that were read."""
    diagnostics: tuple[Diagnostic, ...]
    """What is wrong with the style."""
    base: Path
    locale: str
    """The language in force, the style's own if nobody asks for another."""
    selector: WorkSelector
    entries: EntryTexts = field(default_factory=EntryTexts)
    _nearest: dict[str, str] = field(default_factory=dict)
    _sessions: dict[tuple[str, str], tuple[_Signature, Session]] = field(default_factory=dict)
    _styles: dict[str, None] = field(default_factory=dict)
    """The styles that lists have asked for, usable or not."""
    orders: dict[str, Mapping[str, Item]] = field(default_factory=dict)
    """By the source of a page, all works in the order in which it lists them."""

    def session_for(self, style: str, lang: str) -> Session:
        """The session of a list with a style or a language of its own; the project's if it has
        neither. Raises `IbidemError` for a style that can't be used."""
        if not style and not lang:
            return self.session
        self._styles[style] = None
        signature = sign_files(style_files(style, base=self.base))
        known, session = self._sessions.get((style, lang), ((), None))
        if session is None or known != signature:
            found = load_style(style, base=self.base) if style else self.style
            locale = lang or self.config.locale
            session = Session(
                self.library,
                found,
                locale=locale,
                links=self.config.links,
                abbreviations=self.abbreviations,
            )
            self._sessions[style, lang] = signature, session
        return session

    @property
    def watched(self) -> tuple[Path, ...]:
        """The files that pages change with: those that were read, and the styles of lists."""
        own = (path for style in self._styles for path in style_files(style, base=self.base))
        return tuple(dict.fromkeys((*self.paths, *(path.resolve() for path in own))))

    def suggest(self, key: str) -> str:
        """The key that `key` is most likely a slip of; asked again for the same words often."""
        if key not in self._nearest:
            self._nearest[key] = self.library.suggest(key)
        return self._nearest[key]


def load_project(
    config: Config, base: Path, cache: Path | None = None, postpone: Postpone | None = None
) -> Project:
    """The project of `config`, from memory if no file has changed.

    Never fails: without its style a project is formatted in the default style. In the folder
    `cache` split BibTeX files are kept for the next build, at once or as `postpone` has it.
    """
    name = f"{base}\0{config!r}"
    signature, project = _LOADED.get(name, ((), None))
    if project is None or signature != sign_files(project.paths):
        project = _load(config, base, cache, postpone)
        if len(_LOADED) >= MEMORY:
            _LOADED.clear()
        _LOADED[name] = sign_files(project.paths), project
    return project


MEMORY: Final = 32
"""How many projects are kept: pages may have styles and files of their own."""

_LOADED: Final[dict[str, tuple[_Signature, Project]]] = {}


def forget_projects() -> None:
    """Let go of all projects and libraries: nobody will ask for them again."""
    _LOADED.clear()
    _LIBRARIES.clear()


def sign_files(paths: tuple[Path, ...]) -> _Signature:
    """Changes when one of the files does; one that is missing is a state as well."""
    signature = []
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            signature.append((str(path), -1, -1))
        else:
            signature.append((str(path), found.st_mtime_ns, found.st_size))
    return tuple(signature)


def extend_project(
    project: Project, references: object, shown: str, lines: Sequence[int] = ()
) -> Project:
    """The project with the references of a page, which the path `shown` names; `lines` are theirs."""
    from ibidem import add_references  # few pages have any

    library = add_references(project.library, references, shown, lines)
    return dataclasses.replace(
        project,
        library=library,
        session=project.session.with_library(library),
        selector=WorkSelector(library, library.describe),
        _nearest={},
        _sessions={},
        _styles={},
        orders={},
    )


_READING: Final = (
    "bibliography", "encoding", "cache", "sentence_case", "double_braces", "use_prefix",
    "thesis_genre",
)  # fmt: skip
"""The options that decide what a library holds: projects that share them share it."""

_LIBRARIES: Final[dict[str, tuple[_Signature, tuple[Path, ...], Library]]] = {}


def _load_library(
    config: Config, base: Path, cache: Path | None, postpone: Postpone | None
) -> tuple[Library, list[Path]]:
    """The library, and what to look at to know whether it is still what the files say."""
    name = repr((base, cache, [getattr(config, option) for option in _READING]))
    signature, paths, library = _LIBRARIES.get(name, ((), (), None))
    if library is None or signature != sign_files(paths):
        library = load_library(
            config.bibliography,
            encoding=config.encoding,
            base=base,
            bibtex=config,
            cache=cache if config.cache else None,
            postpone=postpone,
        )
        asked = (base / _fixed_part(path) for path in config.bibliography)
        paths = tuple(dict.fromkeys(path.resolve() for path in (*library.paths, *asked)))
        if len(_LIBRARIES) >= MEMORY:
            _LIBRARIES.clear()
        _LIBRARIES[name] = sign_files(paths), paths, library
    return library, list(paths)


def _open_session(
    library: Library, style: Style, config: Config, abbreviations: Abbreviations
) -> Session:
    """A session, which shares what another one has kept that prints in the same way."""
    asked = (style, config.locale, config.links, abbreviations)
    for _, other in _LOADED.values():
        known = other.config
        if asked == (other.style, known.locale, known.links, other.abbreviations):
            return other.session.with_library(library)
    return Session(
        library, style, locale=config.locale, links=config.links, abbreviations=abbreviations
    )


def _fixed_part(path: str) -> Path:
    """The folder in which a pattern looks; any other path as it is."""
    parts = list(takewhile(lambda part: not set(part) & set("*?["), Path(path).parts))
    return Path(*parts)


def _load(config: Config, base: Path, cache: Path | None, postpone: Postpone | None) -> Project:
    library, paths = _load_library(config, base, cache, postpone)
    diagnostics: list[Diagnostic] = []
    try:
        style = load_style(config.style, base=base)
        if style_files(config.style, base=base):
            diagnostics += style.broken_calls()
    except IbidemError as error:
        fallback = Config().style
        message = f"{error.diagnostic.message}; the style {fallback} is used instead"
        diagnostics.append(replace(error.diagnostic, message=message))
        style = load_style(fallback)
    abbreviations: Abbreviations = {}
    try:
        abbreviations = load_abbreviations(config.abbreviations, base)
    except IbidemError as error:
        diagnostics.append(error.diagnostic)
    if config.locale and not is_known_language(config.locale):
        message = f"there are no terms for the language {config.locale!r}; those of {DEFAULT_LOCALE} are used"
        diagnostics.append(Diagnostic("unknown-locale", message, field="locale"))
    paths += style_files(config.style, base=base)
    if config.abbreviations:
        paths.append(base / config.abbreviations)
    language = config.locale or style.default_locale or DEFAULT_LOCALE
    return Project(
        config,
        library,
        style,
        abbreviations,
        _open_session(library, style, config, abbreviations),
        locator_words(locator_labels(language), config.extra_locators),
        tuple(dict.fromkeys(path.resolve() for path in paths)),
        tuple(diagnostics),
        base,
        language,
        WorkSelector(library, library.describe),
    )
