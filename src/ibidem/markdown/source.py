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

from collections.abc import Mapping, Sequence

from ibidem import closest
from ibidem.listing import FLAGS, VALUES
from ibidem.markdown.markers import ENTRY_OPTIONS, read_marker
from ibidem.syntax import scan


def cite(
    *keys: str,
    prefix: str = "",
    locator: str = "",
    suffix: str = "",
    textual: bool = False,
    suppress_author: bool = False,
) -> str:
    """A citation of `keys`. The prefix goes to the first, locator and suffix to the last.

    With `textual` the first author is part of the sentence. Raises ValueError for what cannot be
    written as one citation: no key, a key with white space, a bracket left open in an affix.
    """
    if not keys:
        raise ValueError("a citation needs a key")
    signs = [_write_key(key) for key in keys]
    behind = ", ".join(part for part in (locator.strip(), suffix.strip()) if part)
    if textual:
        more = [behind if len(keys) == 1 else "", *signs[1:]]
        if len(keys) > 1 and behind:
            more[-1] = f"{more[-1]}, {behind}"
        inside = "; ".join(part for part in more if part)
        written = f"{signs[0]} [{inside}]" if inside else signs[0]
    else:
        if suppress_author:
            signs[0] = f"-{signs[0]}"
        if prefix.strip():
            signs[0] = f"{prefix.strip()} {signs[0]}"
        if behind:
            signs[-1] = f"{signs[-1]}, {behind}"
        written = f"[{'; '.join(signs)}]"
    return _checked(written, keys)


def bibliography(*keys: str, full: bool = False, **options: str | bool) -> str:
    """The place of a list with `options`, those of the directive: `group_by="year"`, `all=True`.

    `keys` are listed in any case; with `full`, every item is. Raises ValueError for an option that
    lists do not have and for a value that cannot be written in a marker.
    """
    if full and not keys and not options:
        return "[[full_bibliography]]"
    given = {"all": True, **options} if full else options
    return _write_marker("bibliography", keys, given, (*FLAGS, *VALUES))


def entry(*keys: str, **options: str | bool) -> str:
    """The place of one entry, or of several, without citing them. Raises ValueError without a key
    and as `bibliography` does."""
    if not keys:
        raise ValueError("an entry needs a key")
    return _write_marker("entry", keys, options, ENTRY_OPTIONS)


def _write_marker(
    name: str,
    keys: tuple[str, ...],
    options: Mapping[str, str | bool],
    known: Sequence[str],
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
            words.append(f"{option}={_quote(option, str(value))}")
    marker = f"[[{' '.join(words)}]]"
    if "\n" in marker or read_marker(marker) is None:
        raise ValueError(f"{marker!r} is no marker of a list")
    return marker


def _quote(option: str, value: str) -> str:
    for mark in ('"', "'"):
        if mark not in value:
            return f"{mark}{value}{mark}"
    raise ValueError(f"the value of {option} holds both kinds of quotation marks: {value!r}")


def _write_key(key: str) -> str:
    for sign in (f"@{key}", f"@{{{key}}}"):
        found = list(scan(f"{sign}."))
        if len(found) == 1 and found[0].cites[0].key == key and found[0].start == 0:
            return sign
    raise ValueError(f"the key {key!r} cannot be cited: it holds white space or a lone brace")


def _checked(written: str, keys: tuple[str, ...]) -> str:
    for found in scan(written):
        is_whole = (found.start, found.end) == (0, len(written))
        if is_whole and tuple(cite.key for cite in found.cites) == keys:
            return written
        break
    raise ValueError(f"{written!r} is not one citation of {', '.join(keys)}")
