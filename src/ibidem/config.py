"""Every option once: name, type, default, check and help. Hosts generate theirs from here.

A host hands its raw values to `read_config` and gets a `Config` back, whole in every case: what
is wrong with a value comes beside it as diagnostics and the default stands in. Values are plain
data, as YAML, TOML or `conf.py` hold them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ibidem.diagnostics import Diagnostic, closest
from ibidem.model import LOCATOR_LABELS
from ibidem.paths import describe_no_path, is_path

Host = Literal["sphinx", "markdown", "mkdocs"]
Kind = Literal["text", "switch", "list", "map"]

HOSTS: tuple[Host, ...] = ("sphinx", "markdown", "mkdocs")
MARKDOWN_HOSTS: tuple[Host, ...] = ("markdown", "mkdocs")
PANDOC_WORDS = {"csl": "style", "lang": "locale"}
"""What pandoc calls options of ours, in hosts whose pages speak so in their front matter."""

RENAMED = {
    "bib_file": "bibliography",
    "bib_dir": "bibliography",
    "csl_file": "style",
    "bib_by_default": "show_bibliography",
    "enable_inline_citations": "bare_keys",
}
"""Options of mkdocs-bibtex that have one of ours for a counterpart."""

COMMANDS = {"bib_command": "[[bibliography]]", "full_bib_command": "[[full_bibliography]]"}
"""Options of mkdocs-bibtex that name a marker, and the marker of ours that it stands for: the adapters
know them."""

SCOPES: Mapping[Host, tuple[str, ...]] = {
    "sphinx": ("project", "document"),
    "markdown": ("page", "fixed"),
    "mkdocs": ("page", "site", "fixed"),
}
"""Where numbers, positions and disambiguation count, by host; the first is the default."""

ONE_LIST = (
    "; without the plugin of MkDocs, 'fixed' and the option 'bibliography_page' make one list for all "
    "pages"
)

NO_FIELDS: Mapping[str, str] = {}

UNKNOWN_POLICIES = ("warn", "error", "ignore")

DOUBLE_BRACES = ("verbatim", "protect", "ignore")


class Option(NamedTuple):
    """One option as a host offers it to its users."""

    name: str
    kind: Kind
    default: str | bool | list[str] | dict[str, str]
    help: str
    choices: tuple[str, ...] = ()
    values: frozenset[str] = frozenset()
    """What the values of a mapping are taken from; empty for any text."""

    @property
    def types(self) -> tuple[type, ...]:
        """The types that a raw value may have."""
        return {
            "text": (str,),
            "switch": (bool,),
            "list": (list, tuple, str),
            "map": (dict,),
        }[self.kind]


def _option(
    default: object,
    help: str,
    *,
    hosts: tuple[Host, ...] = HOSTS,
    choices: Mapping[Host, tuple[str, ...]] | tuple[str, ...] = (),
    values: frozenset[str] = frozenset(),
) -> Any:  # a field stands for the type that its annotation names
    metadata = {"help": help, "hosts": hosts, "choices": choices, "values": values}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Config:
    """The options of one build, checked."""

    bibliography: tuple[str, ...] = _option(
        (),
        "The files with the items (BibTeX, CSL-JSON, YAML, RIS …): one path or a list, relative to the"
        " config (in Python-Markdown to the working directory). Patterns and folders stand for the"
        " files in them.",
    )
    style: str = _option(
        "ibidem-author-date", "The citation style: a name (apa, ieee) or the path of a .csl file."
    )
    locale: str = _option(
        "", "The language of terms and dates (de, pt-BR). Empty: the host's, or the style's."
    )
    abbreviations: str = _option(
        "",
        "A JSON file with short forms of journals, publishers and places, as Zotero and pandoc have it,"
        " for styles that ask for them.",
    )
    encoding: str = _option("", "The encoding of the bibliography files. Empty: found out.")
    cache: bool = _option(
        True,
        "Keep what is found in BibTeX files for the next build: beside the doctrees in Sphinx, in"
        " .cache/ibidem in MkDocs.",
        hosts=("sphinx", "mkdocs"),
    )
    sentence_case: bool = _option(
        True, "Bring English titles in BibTeX files to sentence case, as CSL expects them."
    )
    double_braces: str = _option(
        "verbatim",
        "How BibTeX titles in double braces are read: as they are written (a style may still"
        " capitalise them), protected from every style, or as if the braces were not there.",
        choices=DOUBLE_BRACES,
    )
    use_prefix: bool = _option(
        True,
        "Take the von of BibTeX names for a part of the family name: a style may sort by it, under V.",
    )
    thesis_genre: str = _option(
        "",
        "What a doctoral thesis in BibTeX is called. Empty: Doctoral dissertation, in the language of the entry.",
    )
    scope: str = _option(
        "", "Where numbers, ibid. and year suffixes count, and what one list covers.",
        choices=SCOPES,
    )  # fmt: skip
    unknown: str = _option(
        "warn", "What a key that no file has is: a warning, an error or ignored.",
        choices=UNKNOWN_POLICIES,
    )  # fmt: skip
    lenient: tuple[str, ...] = _option(
        (), "Pages (glob patterns) where unknown keys are not reported."
    )
    nocite: tuple[str, ...] = _option(
        (), "Keys that every list holds, cited or not; * stands for all."
    )
    link_citations: bool = _option(True, "Link each cite to its entry in the list.")
    links: bool = _option(True, "Make DOIs and URLs in entries links.")
    back_links: bool = _option(True, "Lead from each entry back to the places that cite it.")
    tooltips: bool = _option(
        True, "Show the entry when the pointer rests on a cite that is a link."
    )
    notes_after_punctuation: bool = _option(
        True,
        "In styles that cite in notes, put marks behind the punctuation that follows. In French they"
        " stand before it.",
    )
    numbers_after_punctuation: bool = _option(
        False,
        "In styles that raise their numbers, put these behind the punctuation that follows, as Nature"
        " has it. Otherwise they stand at their word.",
    )
    search_entries: bool = _option(
        True,
        "Let the search of the HTML find what stands in lists; to leave it out needs Sphinx 8.2.",
        hosts=("sphinx",),
    )
    check_links: bool = _option(
        True,
        "Have the builder linkcheck visit the DOIs and URLs of entries. Many publishers turn it away.",
        hosts=("sphinx",),
    )
    extra_locators: Mapping[str, str] = _option(
        {},
        "More words before a locator: {'ch.': chapter, 'min.': timestamp}.",
        values=LOCATOR_LABELS,
    )
    exclude: tuple[str, ...] = _option(
        (), "Pages (glob patterns) whose text is left alone.", hosts=MARKDOWN_HOSTS
    )
    markdown_citations: bool = _option(
        False,
        "Read pandoc's citation syntax, [@key, p. 3] and @key, on pages in MyST Markdown.",
        hosts=("sphinx",),
    )
    bare_keys: bool = _option(
        True,
        "Take @key outside brackets for a citation if a file has the key. In Sphinx this goes with"
        " markdown_citations.",
    )
    show_bibliography: bool = _option(
        True, "Put the list at the end of a page that has no marker for it.", hosts=MARKDOWN_HOSTS
    )
    bibliography_title: str = _option(
        "", "The heading above a list at the end of a page.", hosts=MARKDOWN_HOSTS
    )
    bibliography_page: str = _option(
        "", "The page with the one list, for the scopes site and fixed (references.md).",
        hosts=MARKDOWN_HOSTS,
    )  # fmt: skip


def list_options(host: Host) -> tuple[Option, ...]:
    """The options that `host` offers, in the order of `Config`."""
    return tuple(
        _describe(declared, host)
        for declared in dataclasses.fields(Config)
        if host in declared.metadata["hosts"]
    )


def _describe(declared: dataclasses.Field[Any], host: Host) -> Option:
    choices = declared.metadata["choices"]
    if isinstance(choices, Mapping):
        choices = choices[host]
    default = getattr(Config(), declared.name)
    kind: Kind = "text"
    if isinstance(default, bool):
        kind = "switch"
    elif isinstance(default, tuple):
        kind, default = "list", list(default)
    elif isinstance(default, dict):
        kind = "map"
    if choices and default not in choices:
        default = choices[0]  # where hosts differ, the first is the host's own default
    help, values = declared.metadata["help"], declared.metadata["values"]
    return Option(declared.name, kind, default, help, choices, values)


def read_config(
    values: Mapping[str, object], host: Host, fields: Mapping[str, str] = NO_FIELDS
) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The checked options of `host`, and what is wrong with `values`.

    A value of None is one that was not given (an empty line in YAML). Without `fields` options may
    have other programs' names, too; with them, what is wrong with one is said of the field by its
    name there.
    """
    options = {option.name: option for option in list_options(host)}
    kind, names = ("the field", fields) if fields else ("option", NO_FIELDS)
    if host in MARKDOWN_HOSTS and not fields:
        values, names = _in_own_words(values)
    unknown = [name for name in values if name not in options]
    found = [
        _refuse_name(name, names.get(name, name), host, is_field=bool(fields)) for name in unknown
    ]
    settled: dict[str, Any] = {}
    for name, option in options.items():
        value, problem = _read_value(option, values.get(name), kind, names.get(name, name))
        settled[name] = value
        if problem is not None:
            found.append(problem)
    settled["nocite"] = split_keys(settled["nocite"])
    for name in filter(_is_address, settled["bibliography"]):
        message = f"the bibliography {name} is not fetched: download it and give its path"
        found.append(Diagnostic("config.bad-value", message, field="bibliography"))
    found += (*_refuse_paths(settled, names), *_refuse_encoding(settled, names))
    settled["bibliography"] = tuple(
        name for name in settled["bibliography"] if is_path(name) and not _is_address(name)
    )
    if not is_path(settled["abbreviations"]):
        settled["abbreviations"] = ""
    if not _is_encoding(settled["encoding"]):
        settled["encoding"] = ""
    return Config(**settled), tuple(found)


def _in_own_words(values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """The values by our names, and by these the names that were written."""
    others = {**PANDOC_WORDS, **RENAMED}
    own = {name: value for name, value in values.items() if name not in others}
    written: dict[str, str] = {}
    for word, name in others.items():
        if values.get(word) is not None and own.get(name) is None:
            own[name], written[name] = values[word], word
    return own, written


def _refuse_name(name: str, field: str, host: Host, *, is_field: bool) -> Diagnostic:
    """What is said of a name that `host` has no option for. Plain Markdown reads the options of
    MkDocs, in hosts that have no plugins: what only MkDocs can do is no slip."""
    options = {option.name for option in list_options("mkdocs")}
    if host == "markdown" and name in options:
        message = f"the option {name!r} has no effect without MkDocs"
        return Diagnostic("config.without-effect", message, severity="info", field=field)
    message, known = f"there is no option {name!r}", [option.name for option in list_options(host)]
    if is_field and name in RENAMED:
        message += f": it is called {RENAMED[name]!r} here"
        return Diagnostic("config.unknown-option", message, field=field)
    if host in MARKDOWN_HOSTS and not is_field:
        known += (*PANDOC_WORDS, *RENAMED, *COMMANDS)
    suggestion = closest(name, known)
    return Diagnostic("config.unknown-option", message, field=field, suggestion=suggestion)


def _refuse_paths(settled: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Diagnostic]:
    abbreviations: tuple[str, ...] = (settled["abbreviations"],)
    paths = {"bibliography": settled["bibliography"], "abbreviations": abbreviations}
    for option, texts in paths.items():
        for text in texts:
            if not is_path(text):
                message = f"the option {option}: {describe_no_path(text)}"
                yield Diagnostic("config.bad-value", message, field=names.get(option, option))


def _refuse_encoding(settled: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Diagnostic]:
    encoding: str = settled["encoding"]
    if not _is_encoding(encoding):
        from encodings.aliases import aliases

        known = [name.replace("_", "-") for name in {*aliases.values(), "latin-1"}]
        message = f"unknown encoding {encoding!r}: the encoding of each file is found out"
        field = names.get("encoding", "encoding")
        suggestion = closest(encoding.replace("_", "-"), known)
        yield Diagnostic("unknown-encoding", message, "error", field=field, suggestion=suggestion)


def _is_encoding(name: str) -> bool:
    """There is an encoding of texts with the name, or it is empty."""
    try:
        b"text".decode(name or "utf-8", "replace")
    except UnicodeError:
        return True
    except (LookupError, ValueError):  # none with that name, or none can have it
        return False
    return True


def _is_address(path: str) -> bool:
    return path.startswith(("http://", "https://"))


def split_keys(texts: Iterable[str]) -> tuple[str, ...]:
    """The keys in lists of them: `doe, roe`, or as they are cited: `@doe; @{roe}`."""
    words = " ".join(texts).replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(filter(None, map(_read_key, words))))


def _read_key(word: str) -> str:
    """`@doe`, `@{doe}` or `[@doe]` is the key doe."""
    key = word.strip("[]").lstrip("-").removeprefix("@")
    return key[1:-1] if key.startswith("{") and key.endswith("}") else key


def _read_value(
    option: Option, raw: object, kind: str, name: str
) -> tuple[object, Diagnostic | None]:
    """The option's value, frozen, and what is wrong with it; its author calls it `name`."""
    if raw is None:
        return _freeze(option.default), None
    if option.kind == "list" and isinstance(raw, str):
        raw = [raw] if raw else []
    expected, suggestion = _find_fault(option, raw)
    if not expected:
        return _freeze(raw), None
    if raw == "" and option.choices:
        return _freeze(option.default), None
    problem = Diagnostic(
        "config.bad-value",
        f"{kind} {name!r} must {expected}",
        field=name,
        suggestion=suggestion,
    )
    if isinstance(raw, dict) and option.values and _are_texts([*raw, *raw.values()]):
        return {word: value for word, value in raw.items() if value in option.values}, problem
    return _freeze(option.default), problem


_EXPECTED = {
    "text": "a text",
    "switch": "true or false",
    "list": "a text or a list of texts",
    "map": "a mapping of texts to texts",
}


def _find_fault(option: Option, raw: object) -> tuple[str, str]:
    """What the value must be instead, and a suggestion; both may be empty."""
    inside: Iterable[object] = ()
    if isinstance(raw, (list, tuple)):
        inside = raw
    elif isinstance(raw, dict):
        inside = [*raw, *raw.values()]
    if option.choices and raw not in option.choices:
        expected = f"be one of {', '.join(option.choices)}, not {raw!r}"
        if option.choices == SCOPES["markdown"] and raw in SCOPES["mkdocs"]:
            expected += ONE_LIST
        return expected, closest(str(raw), option.choices)
    if not isinstance(raw, option.types) or not _are_texts(inside):
        return f"be {_EXPECTED[option.kind]}, not {raw!r}", ""
    if isinstance(raw, dict) and option.values and set(raw.values()) - option.values:
        wrong = min(set(raw.values()) - option.values)
        return f"name locators of CSL; {wrong!r} is none", closest(wrong, option.values)
    return "", ""


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _freeze(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
