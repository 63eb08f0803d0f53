"""Initials of given names (CSL 1.0.2, Name, initialize-with)."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from ibidem.csl.script import is_full_width
from ibidem.csl.text_case import lower

TITLES: Final = frozenset(("Lord", "Lady"))

TAG: Final = r"</?[a-z]+(?:\s[^<>]*)?>"
TOKEN: Final = re.compile(
    rf"(?P<before>(?:{TAG})*)(?P<word>[^\s.\-\u2010<>]+)(?P<dot>\.?)(?P<behind>(?:{TAG})*)"
    r"(?P<gap>[\s\u00a0]*[\-\u2010]?[\s\u00a0]*)"
)

# Scripts without capitals that abbreviate names all the same: Hebrew, Arabic, Thai.
CASELESS: Final = re.compile("[\u05d0-\u05ea\u0620-\u064a\u0e01-\u0e44]")
HYPHENS: Final = "-\u2010"
SPACES: Final = re.compile(" {2,}")


class Role(Enum):
    """What becomes of one part of a given name."""

    INITIAL = auto()
    WORD = auto()
    """Written out: a particle, or a name that begins in lower case."""
    DROPPED = auto()
    """The second half of a compound in lower case: `ping` of `Guo-ping`."""


@lru_cache(maxsize=8192)
def initialize(
    given: str,
    initialize_with: str,
    *,
    initialize: bool = True,
    hyphen: bool = True,
    language: str = "",
) -> str:
    """The given names as initials, each followed by `initialize_with`.

    With `initialize` off, names stay and only initials that are there already are set in the same
    way. With `hyphen` off, the hyphen of compound names goes ("J.-L." becomes "J.L."). The language
    is the style's: in Turkish, the I that becomes small has no dot.

    >>> initialize("Jean-Luc Pierre", ".")
    'J.-L.P.'
    """
    if not initialize and len(given) > 1 and given.isalpha():  # one name, which stays
        return given
    if not given or given in TITLES or is_full_width(given):
        return given
    tokens = _tokens(given.strip() if hyphen else given.replace("-", " ").strip())
    if not tokens:
        return given
    roles = _roles(tokens, initialize)
    shown = [index for index, role in enumerate(roles) if role is not Role.DROPPED]
    pieces: list[str] = []
    for place, index in enumerate(shown):
        following = shown[place + 1] if place + 1 < len(shown) else None
        token = tokens[index]
        if roles[index] is Role.WORD:
            _append_word(pieces, token, is_last=following is None)
            continue
        # With parts dropped between them, the last gap counts: "Abd-al-Rahman", "Guo-ping Li".
        is_hyphen = following is not None and _is_hyphen(tokens[following - 1])
        before_word = following is not None and (
            roles[following] is Role.WORD
            # "W. Eric.": what is longer than an initial is a word, too.
            or (not initialize and len(tokens[following]["word"]) > 1)
        )
        if not initialize and not before_word:
            is_hyphen = False  # initials that are there already are only spaced
        mark = initialize_with
        if is_hyphen or token["behind"] or before_word:
            mark = mark.rstrip()
        pieces.append(token["before"] + _initial(token, language) + mark + token["behind"])
        if is_hyphen:
            pieces.append("-")
        elif before_word:
            pieces.append(" ")
        elif token["behind"]:
            pieces.append(initialize_with[len(initialize_with.rstrip()) :])
    initials = "".join(pieces)
    return (SPACES.sub(" ", initials) if "  " in initials else initials).strip()


def _tokens(given: str) -> list[re.Match[str]]:
    """The parts of a given name; none if there is something else in it."""
    tokens: list[re.Match[str]] = []
    position = 0
    while position < len(given):
        token = TOKEN.match(given, position)
        if token is None:
            return []
        tokens.append(token)
        position = token.end()
    return tokens


def _roles(tokens: list[re.Match[str]], initialize: bool) -> list[Role]:
    roles: list[Role] = []
    for index, token in enumerate(tokens):
        before = roles[-1] if index and _is_hyphen(tokens[index - 1]) else None
        if initialize and before is Role.WORD:
            roles.append(Role.WORD)  # "al-Rahman" is one word
        elif _has_initial(token, initialize):
            roles.append(Role.INITIAL)
        elif initialize and before is not None:
            roles.append(Role.DROPPED)
        else:
            roles.append(Role.WORD)
    return roles


def _is_hyphen(token: re.Match[str]) -> bool:
    """Whether a hyphen leads from this part to the next."""
    return any(mark in token["gap"] for mark in HYPHENS)


def _append_word(pieces: list[str], token: re.Match[str], *, is_last: bool) -> None:
    """A name that is written out, or a particle between initials: spaces around it. A comma that
    stands behind an initial (`P.J., R.`) stays there."""
    if pieces and not token["word"].strip(",;"):
        pieces[-1] = pieces[-1].rstrip()
    elif pieces and not pieces[-1].endswith((" ", *HYPHENS)):
        pieces.append(" ")
    pieces.append(token["before"] + token["word"] + token["dot"] + token["behind"])
    if not is_last:
        pieces.append(token["gap"] or " ")


def _has_initial(token: re.Match[str], initialize: bool) -> bool:
    """Whether a part is an initial already, or a name that can be cut to one."""
    word = token["word"]
    if not (word[0].isupper() or CASELESS.match(word)):
        return False
    return initialize or bool(token["dot"]) or len(word) == 1


def _initial(token: re.Match[str], language: str) -> str:
    """The initial of a name, or an abbreviation as it stands."""
    word = token["word"]
    if token["dot"] or len(word) == 1:
        return word
    capitals = len(word) - len(word.lstrip("".join(set(filter(str.isupper, word)))))
    # "TSerendorj" begins with one letter written as two; "ME" is two initials run together, and
    # "RÃ©mi" a text in the wrong encoding.
    is_letter = word[capitals : capitals + 1].isalpha()
    return word[0] + (lower(word[1:capitals], language) if is_letter else "")
