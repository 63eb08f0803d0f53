"""What a page says about its citations in its front matter."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from os.path import relpath
from pathlib import Path
from typing import Any, Final

from ibidem import Diagnostic
from ibidem.config import PANDOC_WORDS, Config, Host, read_config, split_keys
from ibidem.diagnostics import is_slip
from ibidem.paths import is_path
from ibidem.syntax import ScannedCitation, scan, whole_key

AFTER_PUNCTUATION: Final = "notes-after-punctuation"
"""Pandoc's word for marks of notes; if it is there, it is about raised numbers as well."""

OPTIONS: Final = {
    **PANDOC_WORDS,
    "bibliography": "bibliography",
    "style": "style",
    "locale": "locale",
    "citation-abbreviations": "abbreviations",
    "link-citations": "link_citations",
    AFTER_PUNCTUATION: "notes_after_punctuation",
    "reference-section-title": "bibliography_title",
}
"""Fields in pandoc's words, and the option that each stands for. Of two for one option the first
counts."""

SUPPRESS: Final = "suppress-bibliography"
"""Pandoc's word for the contrary of `show_bibliography`."""

OWN: Final = "ibidem"
"""The field in which every option may stand."""

FIELDS: Final = (*OPTIONS, SUPPRESS, OWN, "nocite", "references")
"""All that is read."""

_HEAD: Final = re.compile(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
"""The front matter in the source of a page."""

_OWN_BLOCK: Final = re.compile(
    rf"^[\"']?{OWN}[\"']?[ ]*:([^\n]*(?:\n(?:[ \t#}}\]-][^\n]*)?(?=\n))*)", re.MULTILINE
)
"""Our field and what stands below it."""

NOT_HERE: Final = ("scope", "bibliography_page", "exclude", "lenient", "unknown", "cache", "nocite")
"""Options of the whole site, and the one that is a field by itself."""

_OPTIONS_OF_PAGES: Final = frozenset(option.name for option in dataclasses.fields(Config)) - {
    *NOT_HERE
}


def read_settings(
    meta: Mapping[str, object], settings: Config, host: Host
) -> tuple[Config, list[Diagnostic]]:
    """The options of the site with what the page changes, and what is wrong with that."""
    if not meta:
        return settings, []
    given: dict[str, object] = {}
    names: dict[str, str] = {}
    for word, option in OPTIONS.items():
        if meta.get(word) is not None and option not in given:
            given[option], names[option] = meta[word], word
    if isinstance(meta.get(AFTER_PUNCTUATION), bool):
        given["numbers_after_punctuation"] = meta[AFTER_PUNCTUATION]
        names["numbers_after_punctuation"] = AFTER_PUNCTUATION
    suppressed = meta.get(SUPPRESS)
    if suppressed is not None:
        is_switch = isinstance(suppressed, bool)
        given["show_bibliography"] = not suppressed if is_switch else suppressed
        names["show_bibliography"] = SUPPRESS
    own = meta.get(OWN)
    problems = list(_find_slips(meta))
    if isinstance(own, Mapping):
        for option, word, value in _read_own(own):
            given[option], names[option] = value, f"{OWN}: {word}"
        problems += _refuse_site_options(given)
    elif own is not None:
        message = f"the field {OWN!r} must be a mapping of options, not {own!r}"
        problems.append(Diagnostic("config.bad-value", message, field=OWN))
    if not given:
        return settings, problems
    asked, found = read_config(given, host, names)
    problems += found
    wrong = {problem.field for problem in found}
    sound = [name for name in given if names.get(name, name) not in wrong]
    changed: dict[str, Any] = {name: getattr(asked, name) for name in sound}
    return dataclasses.replace(settings, **changed), problems


def find_near(asked: Config, site: Config, base: Path, folder: Path | None) -> Config:
    """The options of a page with the paths of files that lie beside it, where pandoc looks for them,
    if they are not where the site's files are. Others stay as they are."""
    if folder is None:
        return asked

    def resolve(path: str) -> str:
        if not is_path(path) or (base / path).exists() or not (folder / path).is_file():
            return path
        return Path(relpath(folder / path, base)).as_posix()

    changed: dict[str, Any] = {}
    if asked.bibliography != site.bibliography:
        changed["bibliography"] = tuple(map(resolve, asked.bibliography))
    if asked.style != site.style and asked.style.endswith(".csl"):
        changed["style"] = resolve(asked.style)
    return dataclasses.replace(asked, **changed) if changed else asked


def _find_slips(meta: Mapping[str, object]) -> Iterator[Diagnostic]:
    """Fields with nearly the name of one of ours. It may be right: pages have other fields, too."""
    for field in meta:
        if (meant := _find_meant(str(field))) and meant not in meta:
            message = f"the field {field!r} is not one that ibidem reads"
            yield Diagnostic(
                "config.unknown-field", message, "info", field=str(field), suggestion=meant
            )


@lru_cache(maxsize=1024)
def _find_meant(field: str) -> str:
    """The field of ours that another one nearly is; empty for ours, too."""
    return "" if field in FIELDS else next((name for name in FIELDS if is_slip(field, name)), "")


def _refuse_site_options(given: dict[str, object]) -> Iterator[Diagnostic]:
    for name in NOT_HERE:
        if given.pop(name, None) is not None:
            message = f"the option {name!r} is one of the whole site, not of a page"
            if name == "nocite":
                message = "the field 'nocite' stands by itself in the front matter"
            yield Diagnostic("config.bad-value", message, field=f"{OWN}: {name}")


def find_field(meta: Mapping[str, object], option: str) -> str:
    """The field by which the page sets an option, as its author calls it."""
    own = meta.get(OWN)
    for name, word, _ in _read_own(own) if isinstance(own, Mapping) else ():
        if name == option:
            return f"{OWN}: {word}"
    words = (word for word, name in OPTIONS.items() if name == option)
    return next((word for word in words if meta.get(word) is not None), option)


def _read_own(own: Mapping[object, object]) -> Iterator[tuple[str, str, object]]:
    """The options that stand below our field, each with what the author calls it and its value."""
    for key, value in own.items():
        word = str(key)
        option = PANDOC_WORDS.get(word, word)
        if option == word or own.get(option) is None:
            yield option, word, value


def find_field_line(source: str, field: str) -> int:
    """The line of the front matter that has the field, or a field for this option; 0 if none has.

    What stands below our field counts before a field of the page; a field of the page before what
    others have below theirs.
    """
    head = _HEAD.match(source) if field else None
    if head is None:
        return 0
    text = head[0]
    prefix, _, name = field.rpartition(": ")
    words = [word for word, option in OPTIONS.items() if option == name]
    names = "|".join(map(re.escape, (name, *words)))
    named = rf"[\"']?(?:{names})[\"']?[ ]*:"
    anywhere = re.compile(rf"(?:^|[{{,])[ ]*{named}", re.MULTILINE)
    found = None
    if prefix == OWN or name in _OPTIONS_OF_PAGES:
        own = _OWN_BLOCK.search(text)
        found = anywhere.search(text, own.start(1), own.end(1)) if own else None
    found = found or re.search(f"^{named}", text, re.MULTILINE) or anywhere.search(text)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def find_nocite_line(source: str, key: str) -> int:
    """The line where the field `nocite` has the key, or its own if the key is not to be seen there."""
    first = find_field_line(source, "nocite")
    if not first:
        return 0
    word = whole_key(key)
    for number, line in enumerate(source.split("\n")[first - 1 :], first):
        is_below = number == first or not line or line[0] in " -#\t]"
        if line[:3] in ("---", "...") or not is_below:
            break
        if word.search(line) and not line.lstrip().startswith("#"):
            return number
    return first


def find_reference_lines(source: str, references: object) -> Sequence[int]:
    """The lines where the items of the field `references` begin; that of the field for all of them if
    they do not stand one below the other."""
    count = len(references) if isinstance(references, list) else 1
    first = find_field_line(source, "references")
    if not first:
        return ()
    found: list[int] = []
    dash = None
    for number, line in enumerate(source.split("\n")[first:], first + 1):
        text = line.lstrip(" ")
        is_item = text.startswith("- ") or text == "-"
        dash = line[: -len(text)] if dash is None and is_item else dash
        if line[:3] in ("---", "...") or (text[:1] not in ("", "#", "-") and text == line):
            break  # the end of the front matter, or another field
        if is_item and line == f"{dash}{text}":
            found.append(number)
    return found if len(found) == count else [first] * count


def read_nocite(meta: Mapping[str, object]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The keys that the page lists without citing them, and what is wrong with the field."""
    raw = meta.get("nocite")
    if raw is None:
        return (), []
    entries = [raw] if isinstance(raw, str) else raw
    if not isinstance(entries, Sequence) or not all(isinstance(e, str) for e in entries):
        message = f"the field 'nocite' must be keys (\"@doe, @roe\"), not {raw!r}"
        return (), [Diagnostic("config.bad-value", message, field="nocite")]
    keys = (key for entry in entries for key in _find_keys(entry))
    return tuple(dict.fromkeys(keys)), []


def _find_keys(text: str) -> Iterator[str]:
    """The keys of the citations in a text, which may say more, as pandoc has it: `see [@roe, p. 3]`. A
    word by itself between commas is a key, too. Without any citation all words are."""
    found = list(scan(text)) if "@" in text else []
    if not found:
        yield from split_keys([text])
        return
    starts, ends = [0, *(one.end for one in found)], [*(one.start for one in found), len(text)]
    gaps = (text[start:end] for start, end in zip(starts, ends, strict=True))
    citations = iter(found)
    for part in _DIVIDER.split("@".join(gap.replace("@", " ") for gap in gaps)):
        for _ in range(part.count("@")):
            yield from _keys_of(next(citations), text)
        if "@" not in part and len(part.split()) == 1:
            yield from split_keys([part])


def _keys_of(citation: ScannedCitation, text: str) -> Iterator[str]:
    """The keys that are cited, also in affixes."""
    for cite in citation.cites:
        yield cite.key
        for affix in (cite.prefix, cite.suffix):
            within = text[affix.start : affix.end]
            yield from (inner.key for nested in scan(within) for inner in nested.cites)


_DIVIDER: Final = re.compile("[,;]")
