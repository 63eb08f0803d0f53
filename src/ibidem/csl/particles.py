"""Particles and suffixes that the data leaves inside the family and given names (Names, 1.0.2)."""

from __future__ import annotations

import re
from typing import Final

from ibidem.model import Name
from ibidem.record import replace

APOSTROPHES: Final = "'\u2019\u02bc"

# A word of a particle: it begins in lower case and ends at a space, an apostrophe or a hyphen.
LEADING: Final = re.compile(
    rf"(?:[{APOSTROPHES}]?[^\W\d_A-Z][^\s{APOSTROPHES}\-]*(?:[{APOSTROPHES}\-]\s*|\s+))+"
)
COMMA_PART: Final = re.compile(r"^(?P<given>[^,]*),(?P<mark>!?)\s*(?P<rest>.+)$")


def split_particles(name: Name) -> Name:
    """The name with its particles and suffix in fields of their own.

    >>> split_particles(Name(family="van Gogh", given="Vincent")).non_dropping_particle
    'van'
    """
    if name.literal or not name.parse_particles:
        return name
    if name.given.isalpha() and name.family.isalpha():
        return name  # a word each, as most names are
    if name.given and "," in name.given and not name.suffix:
        name = _split_comma(name)
    if name.given and not name.dropping_particle:
        given, particle = _split_trailing(name.given)
        if particle:
            name = replace(name, given=given, dropping_particle=particle)
    if name.given and name.family and not name.non_dropping_particle:
        match = LEADING.match(name.family)
        if match and match.end() < len(name.family) and _is_lower(match[0]):
            name = replace(
                name,
                family=name.family[match.end() :],
                non_dropping_particle=match[0].strip(),
            )
    return name


def _split_trailing(given: str) -> tuple[str, str]:
    """A given name and the particle at its end: all last words in lower case but the first word."""
    words = given.split()
    start = len(words)
    while start > 1 and _is_particle(words[start - 1]):
        start -= 1
    if start == len(words):
        return given, ""
    particle = " ".join(words[start:])
    return given[: given.rindex(words[start - 1]) + len(words[start - 1])], particle


def _is_particle(word: str) -> bool:
    letters = word.lstrip(APOSTROPHES)
    return letters[:1].islower() and _is_lower(word)


def _is_lower(particle: str) -> bool:
    """Whether every word of the particle begins in lower case."""
    words = re.split(rf"[\s\-{APOSTROPHES}]+", particle)
    return all(word[0].islower() for word in words if word)


def _split_comma(name: Name) -> Name:
    """What follows a comma in the given name: a suffix ("Jr."), or a particle ("abbé d'")."""
    match = COMMA_PART.match(name.given)
    if match is None:
        return name
    rest = match["rest"].strip()
    if rest[:1].islower():
        if name.dropping_particle:
            return name
        return replace(name, given=f"{match['given']},", dropping_particle=rest)
    return replace(name, given=match["given"], suffix=rest, comma_suffix=bool(match["mark"]))
