"""The names in a line of RIS. The form is `Family, Given, Suffix`, one to a line; programs know others."""

from __future__ import annotations

import re
from typing import Final

_AND: Final = re.compile(r",? (?:and|&) |,(?:and|&) ")
_SUFFIX: Final = re.compile(
    r"[JS]r\.?|[IVX]{2,}|V|\d(?:nd|rd|th)|M\.?D\.?|Ph\.? ?D\.?|M\.?P\.?H\.?|R\.?N\.?|M\.?A\.?"
    r"|M\.?Sc\.?|S\.? ?J\.?|O\.? ?P\.?|Esq\.?"
)
_INITIALS: Final = r"(?:[A-Z]\.[ -]?)+"
_FAMILY_FIRST: Final = re.compile(rf"((?:[a-z]+ )*[^\W\d_a-z][^\s.]+) ({_INITIALS})")
_GIVEN_FIRST: Final = re.compile(
    rf"((?:[^\W\d_a-z][^\s.]+ )?{_INITIALS}) ?((?:[a-z]+ )*[^\W\d_a-z][^\s.]+)"
)
_PLACE: Final = re.compile(r"\b(?:U\. ?[SKN]|E\. ?U|D\. ?C|N\. ?Y)\.")


def read_names(line: str) -> list[dict[str, str]]:
    """CSL's names; one without a comma is an institution where initials do not tell a person."""
    parts = (" ".join(part.split()) for part in line.split(";"))
    return [name for part in parts if part for name in _read_list(part)]


def _read_list(text: str) -> list[dict[str, str]]:
    pieces = _AND.split(text)
    if len(pieces) > 1 and all("," in piece for piece in pieces):
        return [name for piece in pieces for name in _read_list(piece)]
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not parts[1]:
        return [_undivided(parts[0])]
    rest = [part for part in parts[2:] if part]
    are_whole = all(" " in part and not part.endswith(".") for part in parts)
    if rest and are_whole:
        return [_undivided(part) for part in parts]
    if len(rest) < 2 or _SUFFIX.fullmatch(rest[0]):
        name = {"family": parts[0], "given": parts[1]}
        return [{**name, "suffix": ", ".join(rest)} if rest else name]
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return [{"family": family, "given": given} for family, given in pairs]


def _undivided(text: str) -> dict[str, str]:
    if not _PLACE.search(text):
        if match := _FAMILY_FIRST.fullmatch(text):
            return {"family": match[1], "given": match[2]}
        if match := _GIVEN_FIRST.fullmatch(text):
            return {"family": match[2], "given": match[1].strip()}
    return {"literal": text}
