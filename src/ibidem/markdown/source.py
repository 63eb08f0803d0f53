"""Citations written by programs: hooks, macros and generators of pages.

What these functions give is Markdown, to be converted with the rest of the page, so that numbers,
links and the list come out as if the author had written it.

>>> cite("doe", locator="p. 3")
'[@doe, p. 3]'
>>> cite("doe", "10.1/a(b)", prefix="see")
'[see @doe; @{10.1/a(b)}]'
>>> cite("doe", textual=True, locator="p. 3")
'@doe [p. 3]'
"""

from __future__ import annotations

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


def bibliography(*, full: bool = False) -> str:
    """The place of the list; with `full`, of a list of every item."""
    return "[[full_bibliography]]" if full else "[[bibliography]]"


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
