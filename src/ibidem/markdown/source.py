"""Citations written by programs: hooks, macros and generators of pages.

What these functions give is Markdown, to be converted with the rest of the page, so that numbers,
links and the list come out as if the author had written it.

>>> cite("doe", locator="p. 3")
'[@doe, p. 3]'
>>> cite("doe", "10.1/a(b)", prefix="see")
'[see @doe; @{10.1/a(b)}]'
>>> cite("doe", textual=True, locator="p. 3")
'@doe [p. 3]'
>>> bibliography(group_by="year", highlight="Doe, Jane")
'[[bibliography group-by="year" highlight="Doe, Jane"]]'
>>> entry("doe")
'[[entry @doe]]'
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from io import StringIO
from itertools import pairwise
from os import PathLike
from pathlib import Path
from tokenize import STRING, generate_tokens
from typing import Final, TypeAlias

from ibidem import closest, locator_labels
from ibidem.listing import FLAGS, VALUES, FilterError, parse_filter
from ibidem.markdown.markers import ENTRY_OPTIONS, read_marker
from ibidem.syntax import (
    NO_LOCATOR,
    find_live,
    locator_words,
    markup_sign,
    scan,
    split_locator,
    unescape,
)

_MOST_ROUNDS: Final = 8
"""Without one of its ends a bracket is none, and what it kept apart is read in another way."""

_MARKUP: Final = re.compile(r"(\*{1,2}|\^)([^\s*^{}]+)\1")
"""Markup that may stand within a number, `3*r*`: hosts put a private character before its text."""
_MARKUP_SIGN: Final = re.compile(r"[*_^~]+")

_BACKSLASH: Final = re.compile(r"\\(.|\Z)", re.DOTALL)

_NO_TEXT: Final = str.maketrans("", "", "\x02\x03")
"""What the host takes for its own signs, and drops from every page."""


def cite(
    *keys: str,
    prefix: str | None = "",
    locator: str | int | None = "",
    suffix: str | None = "",
    textual: bool = False,
    suppress_author: bool = False,
) -> str:
    """A citation of `keys`. The prefix goes to the first, locator and suffix to the last.

    Prefix and suffix are Markdown: emphasis, code, links and brackets in pairs are what they are
    there, all that would divide the citation or end it is escaped. A locator is one whatever it says:
    numbers are pages, and where the words before them are not those of English (`S. 3`, `Theorem
    3`) it is written in braces, `{S. 3}`, which every language reads; so are numbers before a suffix
    that begins with one, and they have no label there. A suffix is never read as a locator by the
    words of English, nor where it begins with a number; on pages in other languages begin it with
    `{}` if it starts with one of theirs.

    With `textual` the first author is part of the sentence; a prefix would be, too. None is what is
    not given. Raises ValueError for what cannot be written as one citation (no key, a key with white
    space, code or an address that takes in what follows) and TypeError for what is no text.
    """
    _check_types("a citation", keys, prefix=prefix, suffix=suffix, locator=locator)
    given = (prefix, locator, suffix)
    before, place, behind = (_escape("" if it is None else str(it)) for it in given)
    if not keys:
        raise ValueError("a citation needs a key")
    if textual and (before or suppress_author):
        asked = "prefix" if before else "suppress_author"
        raise ValueError(f"a citation in the sentence (textual) takes no {asked}")
    signs = [_write_key(key) for key in keys]
    lead = "" if textual and len(keys) == 1 else ", "
    rest = _write_rest(lead, place, behind)
    if textual:
        more = signs[1:] or [""]
        more[-1] += rest
        inside = "; ".join(part for part in more if part)
        written = f"{signs[0]} [{inside}]" if inside else signs[0]
    else:
        signs[0] = f"{before} {'-' if suppress_author else ''}{signs[0]}".lstrip()
        signs[-1] += rest
        written = f"[{'; '.join(signs)}]"
    return _checked(written, keys, before, rest)


def _check_types(whole: str, keys: Sequence[object], **texts: object) -> None:
    """Macros are given what stands in the data of pages: numbers, lists, nothing."""
    given = ((name, text) for name, text in texts.items() if text is not None)
    for name, text in (*(("key", key) for key in keys), *given):
        is_number = name == "locator" and isinstance(text, int) and not isinstance(text, bool)
        if not isinstance(text, str) and not is_number:
            raise TypeError(f"the {name} of {whole} is a text, not {text!r}")


def _escape(affix: str) -> str:
    """The affix in one line, with escapes before what the grammar would read."""
    text = _BACKSLASH.sub(_read_backslash, affix.translate(_NO_TEXT))
    text = " ".join(line.strip() for line in text.splitlines()).strip()
    for _ in range(_MOST_ROUNDS):
        places = find_live(text)
        if not places:
            break
        parts = [text[start:end] for start, end in pairwise((0, *places, len(text)))]
        text = "\\".join(parts)
    return text


def _read_backslash(found: re.Match[str]) -> str:
    """At the end of a line it is no escape, and must not become one of what is put behind it; before a
    space it is one."""
    if found[1] == " ":
        return "\u00a0"
    return found[0] if found[1].strip() else f"\\\\{found[1]}"


def _write_rest(lead: str, locator: str, suffix: str) -> str:
    """What follows the last key: a locator that is read as one, and a suffix that is not."""
    if not locator:
        readings = (suffix, _MARKUP_SIGN.sub("", suffix))  # hosts read numbers through their markup
        looks_like_one = any(_split(f"{lead}{reading}")[0] for reading in readings)
        return f"{lead}{NO_LOCATOR if looks_like_one else ''}{suffix}" if suffix else ""
    tail = f", {suffix}" if suffix else ""
    for written in (locator, f"{{{locator}}}"):
        is_read, rest = _split(f"{lead}{written}{tail}")
        if is_read and rest == _read(tail):
            return f"{lead}{written}{tail}"
    raise ValueError(f"the locator {locator!r} cannot be cited: it holds a lone brace")


def _split(suffix: str) -> tuple[bool, str]:
    """Whether a suffix begins with a locator, in English, and what follows that."""
    found, rest = split_locator(_read(suffix), _english())
    return found is not None, rest


def _read(text: str) -> str:
    """A part of a citation as hosts hand it on."""
    return _MARKUP.sub(rf"{markup_sign(0)}\2", unescape(text))


@cache
def _english() -> Mapping[str, str]:
    return locator_words(locator_labels("en-US"))


One: TypeAlias = "str | PathLike[str]"
Value: TypeAlias = "int | One | Sequence[One] | None"
"""Of an option: a text, a number, a switch, or several texts where the option takes several. None is
what is not given."""


def bibliography(
    *keys: str,
    full: bool = False,
    id: str | None = None,
    classes: str | Sequence[str] | None = None,
    **options: Value,
) -> str:
    """The place of a list with `options`, those of the directive: `group_by="year"`, `all=True`,
    `files=["a.bib", Path("b.bib")]`; `id` and `classes` are those of its element.

    `keys` are listed in any case; with `full`, every item is. Raises ValueError for an option that
    lists do not have and for a value that cannot be written in a marker, TypeError for a key that is
    no text.
    """
    _check_types("a list", keys, id=id)
    given = {name: value for name, value in options.items() if value is not None}
    signs = _write_signs(id, classes)
    if full and not (keys or given or signs):
        return "[[full_bibliography]]"
    given = {"all": True, **given} if full else given
    return _write_marker("bibliography", keys, given, (*FLAGS, *VALUES), signs)


def entry(
    *keys: str,
    id: str | None = None,
    classes: str | Sequence[str] | None = None,
    **options: Value,
) -> str:
    """The place of one entry, or of several, without citing them. Raises ValueError without a key
    and as `bibliography` does."""
    _check_types("an entry", keys, id=id)
    if not keys:
        raise ValueError("an entry needs a key")
    given = {name: value for name, value in options.items() if value is not None}
    return _write_marker("entry", keys, given, ENTRY_OPTIONS, _write_signs(id, classes))


def _write_signs(id: str | None, classes: str | Sequence[str] | None) -> list[str]:
    """The classes and the id of a list, as words of its marker."""
    names = classes.split() if isinstance(classes, str) else classes or ()
    signs = [*(f".{name}" for name in names), *([f"#{id}"] if id else ())]
    for sign in signs:
        if len(sign) < 2 or any(mark in sign for mark in "=[]") or sign.split() != [sign]:
            raise ValueError(f"{sign!r} is no class or id that can stand in a marker")
    return signs


def _write_marker(
    name: str,
    keys: tuple[str, ...],
    options: Mapping[str, Value],
    known: Sequence[str],
    signs: Sequence[str],
) -> str:
    words = [name, *map(_write_key, keys)]
    for python_name, value in options.items():
        option = python_name.replace("_", "-")
        if option not in known:
            likely = closest(option, known)
            hint = f"; did you mean {likely!r}?" if likely else ""
            raise ValueError(f"the marker {name} has no option {option!r}{hint}")
        if option in FLAGS:
            words += [option] if value else []
        elif value is not False:
            words.append(f"{option}={_quote(option, _join(option, value))}")
    marker = f"[[{' '.join((*words, *signs))}]]"
    request = read_marker(marker)
    if "\n" in marker or request is None or request.problems:
        raise ValueError(f"{marker!r} is no marker of a list")
    return marker


_SEVERAL: Final = {
    "files": (" ", re.compile(r"\s")),
    "keys": (" ", re.compile(r"\s")),
    "sort": (", ", re.compile(r"[\s,]")),
    "highlight": ("; ", re.compile(";")),
}
"""The options that take several values: what stands between these, and what none of them can hold."""


def _join(option: str, value: Value) -> str:
    """The value as text."""
    if isinstance(value, str | int):
        return str(value)
    if option == "files" and isinstance(value, PathLike):
        value = [value]
    if option not in _SEVERAL or not isinstance(value, list | tuple):
        raise ValueError(f"the option {option} takes a text, not {value!r}")
    separator, forbidden = _SEVERAL[option]
    parts = []
    for part in value:
        is_path = option == "files" and isinstance(part, PathLike)
        text = Path(part).as_posix() if is_path else part
        if not isinstance(text, str) or not text or forbidden.search(text):
            raise ValueError(f"{part!r} cannot be one of several values of the option {option}")
        parts.append(text)
    return separator.join(parts)


def _quote(option: str, value: str) -> str:
    for mark in ('"', "'"):
        if mark not in value:
            return f"{mark}{value}{mark}"
    if option == "filter":
        with suppress(FilterError):
            return f'"{_requote(value)}"'
    raise ValueError(f"the value of {option} holds both kinds of quotation marks: {value!r}")


def _requote(condition: str) -> str:
    """A filter whose texts all stand between apostrophes: a value holds the other marks only where it
    ends. Raises `FilterError`."""
    parsed = parse_filter(condition)
    written, at = [], 0
    for token in generate_tokens(StringIO(parsed.source).readline):
        if token.type == STRING and token.start[0] == token.end[0] == 1:
            text = repr(f'{literal_eval(token.string)}"')[:-2] + "'"  # so it has these marks
            written += [parsed.source[at : token.start[1]], text.replace('"', r"\x22")]
            at = token.end[1]
    requoted = "".join((*written, parsed.source[at:]))
    if '"' in requoted:
        raise FilterError("it goes over several lines")
    return requoted


def _write_key(key: str) -> str:
    for sign in (f"@{key}", f"@{{{key}}}"):
        found = list(scan(f"{sign}."))
        if len(found) == 1 and found[0].cites[0].key == key and found[0].start == 0:
            return sign
    raise ValueError(
        f"the key {key!r} cannot be cited: it holds white space, a lone brace or a control character"
    )


def _checked(written: str, keys: tuple[str, ...], before: str, rest: str) -> str:
    """The citation, if it is read as one, with these keys and texts."""
    for found in scan(written):
        first, last = found.cites[0], found.cites[-1]
        is_whole = (found.start, found.end) == (0, len(written))
        behind = written[last.suffix.start : last.suffix.end]
        is_same = (first.prefix.of(written), behind) == (unescape(before).strip(), rest)
        if is_whole and is_same and tuple(cite.key for cite in found.cites) == keys:
            return written
        break
    raise ValueError(f"{written!r} is not one citation of {', '.join(keys)}")
