"""What is known about the page that is converted: each host says it in its own place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.treeprocessors import Treeprocessor

RENDERING_CONTEXT: Final = "rendering_context"
"""The preprocessor under whose name Zensical tells extensions about the page."""

RELATIVE_LINKS: Final = "relpath"
"""The stage with which MkDocs makes links relative: it knows the file."""

FOUND_IDS: Final = ("mkdocs_extract_anchors", "properdocs_extract_anchors")
"""The stage with which MkDocs and ProperDocs find the ids of a page, to see whether links lead to one."""

WORDS: Final = {"true": True, "yes": True, "false": False, "no": False}
"""What YAML would make of a word."""

LISTS: Final = frozenset(("bibliography", "nocite", "references"))
MAPPINGS: Final = frozenset(("ibidem",))
"""Fields that may be more than a text."""

BLOCK: Final = frozenset(("|", "|-", ">", ">-"))
"""Before lines of text in YAML."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """One page, as far as anybody knows."""

    name: str = ""
    """As findings name it: the path of its source."""
    written: str | Callable[[], str] = ""
    """The text as the author wrote it, or what reads it; empty where the host does not tell."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """The front matter."""
    folder: Path | None = None
    """That of the source; None for pages that were never a file."""
    base: Path | None = None
    """The folder of the host's configuration, if the host tells."""
    sources: Path | None = None
    """The folder of all pages, where nobody else looks whether links lead to one of them."""
    build: Any = field(default=None, compare=False, repr=False)
    """What all pages of a build have in common, and those of the next one have not; None if the host
    does not tell."""

    @property
    def source(self) -> str:
        """The text, to find lines in. It is read when somebody asks: most pages are never asked."""
        return self.written if isinstance(self.written, str) else self.written()


def read_other(context: PageContext, name: str) -> str:
    """The text of another page, whose source is named from the folder of all pages; empty if nobody
    knows where that is."""
    if context.folder is None:
        return ""
    way_up = [".."] * context.name.count("/")
    return _read_source(Path(context.folder, *way_up, name))


def page_name(context: PageContext) -> str:
    """The name of the page in filters: its path without the ending, as in Sphinx."""
    return context.name.removesuffix(".md")


def find_context(md: Markdown) -> PageContext:
    """The page that `md` converts, for hosts that do not set it themselves."""
    if RENDERING_CONTEXT in md.preprocessors:
        return _read_rendering_context(md.preprocessors[RENDERING_CONTEXT])
    file = find_file(md)
    if file is not None:
        links = find_links(md)
        base, build = _find_base(getattr(links, "config", None)), getattr(links, "files", None)
        return dataclasses.replace(_read_file(file), base=base, build=build)
    fields: Mapping[str, object] = getattr(md, "Meta", {})  # of the extension `meta`
    return PageContext(meta={key: _read_lines(key, lines) for key, lines in fields.items()})


def find_links(md: Markdown) -> Treeprocessor | None:
    """The stage in which MkDocs makes links relative; None in other hosts."""
    if RELATIVE_LINKS not in md.treeprocessors:
        return None
    return md.treeprocessors[RELATIVE_LINKS]


def tell_ids(md: Markdown, ids: Iterable[str]) -> None:
    """Let the host know of ids in what it does not look into."""
    for name in FOUND_IDS:
        if name in md.treeprocessors:
            known = getattr(md.treeprocessors[name], "present_anchor_ids", None)
            if isinstance(known, set):
                known.update(ids)


def find_file(md: Markdown) -> object | None:
    """MkDocs' record of the file that `md` converts; None in other hosts."""
    return getattr(find_links(md), "file", None)


def _read_file(file: object) -> PageContext:
    meta = getattr(getattr(file, "page", None), "meta", None) or {}
    path = getattr(file, "abs_src_path", None)
    read = cache(partial(_read_source, Path(path))) if path else ""
    return PageContext(str(getattr(file, "src_uri", "")), read, meta, find_folder(file))


def _find_base(config: object) -> Path | None:
    """The folder of MkDocs' configuration."""
    path = getattr(config, "config_file_path", None)
    return Path(path).parent if path else None


def find_folder(file: object) -> Path | None:
    """The folder of MkDocs' record of a file."""
    path = getattr(file, "abs_src_path", None)
    return Path(path).parent if path else None


def _read_lines(field: str, lines: object) -> object:
    """A field of the extension `meta`, which keeps lists of lines; others keep what YAML gives. Pages
    are written for pandoc as well, so the lines may be YAML: a text in quotes, or after a `|`, a list
    or a mapping."""
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return lines
    if field in LISTS | MAPPINGS and (found := _read_yaml(field, "\n".join(lines))) is not None:
        return found
    if len(lines) > 1 and lines[0] in BLOCK | {""}:
        lines = lines[1:]
    values = [WORDS.get(line.lower(), _read_line(line)) for line in lines]
    return values[0] if len(values) == 1 else values


def _read_yaml(field: str, text: str) -> object:
    """The list or the mapping that a field may hold. None for a text, and where nobody reads YAML: it
    is no part of what Python-Markdown needs. Of lists in blocks the indentation is lost."""
    if field in LISTS and not text.startswith("["):
        return None
    try:
        import yaml
    except ImportError:
        return None
    try:
        value: object = yaml.safe_load(text)
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ):  # pandoc's `[@doe, p. 3]`, a date without sense
        return None
    if field in MAPPINGS:
        return value if isinstance(value, dict) else None
    holds_items = field == "references"
    is_list = isinstance(value, list) and (holds_items or all(isinstance(v, str) for v in value))
    return value if is_list else None


def _read_line(line: str) -> str:
    """An item of a list without its dash, a text without its quotes."""
    text = line.removeprefix("- ").strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if is_quoted else text


def _read_rendering_context(processor: object) -> PageContext:
    page = getattr(processor, "page", None)
    config = getattr(processor, "config", None) or {}
    name = str(getattr(page, "path", ""))
    meta = getattr(page, "meta", None) or {}
    known: Mapping[str, Any] = config if isinstance(config, Mapping) else {}
    base = Path(known.get("root_dir", "."))
    sources = base / known.get("docs_dir", "docs")
    path = sources / name
    read = cache(partial(_read_source, path))
    return PageContext(name, read, meta, path.parent, base, sources, config or None)


def _read_source(path: Path) -> str:
    """The text of the page; a page that was never a file has none."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
