"""Initials of given names (CSL 1.0.2, Name, initialize-with)."""

from __future__ import annotations

import re
from functools import lru_cache

TITLES = frozenset(("Lord", "Lady"))

TAG = r"</?[a-z]+(?:\s[^<>]*)?>"
TOKEN = re.compile(
    rf"(?P<before>(?:{TAG})*)(?P<word>[^\s.\-\u2010<>]+)(?P<dot>\.?)(?P<behind>(?:{TAG})*)"
    r"(?P<gap>[\s\u00a0]*[\-\u2010]?[\s\u00a0]*)"
)
NO_INITIALS = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")


@lru_cache(maxsize=8192)
def initialize(
    given: str, initialize_with: str, *, initialize: bool = True, hyphen: bool = True
) -> str:
    """The given names as initials, each followed by `initialize_with`.

    With `initialize` off, names stay and only initials that are there already are set in the same
    way. With `hyphen` off, the hyphen of compound names goes ("J.-L." becomes "J.L.").

    >>> initialize("Jean-Luc Pierre", ".")
    'J.-L.P.'
    """
    if not given or given in TITLES or NO_INITIALS.match(given):
        return given
    if not hyphen:
        given = given.replace("-", " ")
    tokens = list(TOKEN.finditer(given))
    if not tokens or "".join(token[0] for token in tokens).strip() != given.strip():
        return given
    pieces: list[str] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        initial = _initial(token, initialize)
        if initial is None:
            if initialize and pieces and pieces[-1] == "-":
                pieces.pop()  # "G-ping": the second half of one name
            else:
                _append_word(pieces, token, following)
            continue
        mark = initialize_with
        is_hyphen = "-" in token["gap"] or "\u2010" in token["gap"]
        if not initialize and following is not None and _initial(following, False) is not None:
            is_hyphen = False  # initials that are there already are only spaced
        before_word = following is not None and _initial(following, initialize) is None
        if is_hyphen or token["behind"] or before_word:
            mark = mark.rstrip()
        pieces.append(token["before"] + initial + mark + token["behind"])
        if is_hyphen:
            pieces.append("-")
        elif before_word:
            pieces.append(" ")
        elif token["behind"]:
            pieces.append(initialize_with[len(initialize_with.rstrip()) :])
    return re.sub(" {2,}", " ", "".join(pieces)).strip()


def _append_word(pieces: list[str], token: re.Match[str], following: re.Match[str] | None) -> None:
    """A name that is written out, or a particle between initials: spaces around it."""
    if pieces and not pieces[-1].endswith((" ", "-")):
        pieces.append(" ")
    pieces.append(token["before"] + token["word"] + token["dot"] + token["behind"])
    if following is not None:
        pieces.append(token["gap"] or " ")


def _initial(token: re.Match[str], initialize: bool) -> str | None:
    """The initial of a name, an abbreviation as it stands, or None for what stays a word."""
    word = token["word"]
    if not word[0].isupper():
        return None
    if token["dot"] or len(word) == 1:
        return word
    if not initialize:
        return None
    capitals = len(word) - len(word.lstrip("".join(set(filter(str.isupper, word)))))
    # "TSerendorj" begins with one letter written as two; "ME" is two initials run together.
    return word[0] + (word[1:capitals].lower() if capitals < len(word) else "")
