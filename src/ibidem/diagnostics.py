"""What went wrong in somebody's data or text, as values: hosts turn them into their own warnings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from ibidem.record import Value

Severity = Literal["error", "warning", "info"]


class Diagnostic(Value):
    """One finding. `str()` gives `file:line: message (did you mean "…"?) [code]`."""

    __match_args__ = (
        "code", "message", "severity", "path", "line", "key", "field", "suggestion",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        code: str,
        message: str,
        severity: Severity = "warning",
        path: str = "",
        line: int = 0,
        key: str = "",
        field: str = "",
        suggestion: str = "",
    ) -> None:
        self.code: Final = code
        """Stable name, `unknown-key` or `bibtex.missing-comma`: what users silence."""
        self.message: Final = message
        self.severity: Final = severity
        self.path: Final = path
        """The file, as the user named it; empty where the host adds the place."""
        self.line: Final = line
        """1-based; 0 if unknown."""
        self.key: Final = key
        self.field: Final = field
        self.suggestion: Final = suggestion

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line else ""
        place = f"{self.path}:{self.line}: " if line else f"{self.path}: "
        return f"{place if self.path else line}{self.text} [{self.code}]"

    @property
    def text(self) -> str:
        """The message and the suggestion, without place and code."""
        hint = f' (did you mean "{self.suggestion}"?)' if self.suggestion else ""
        return self.message + hint


class IbidemError(Exception):
    """A finding that leaves nothing to go on with (a style that is not there); carries its diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` is most likely a slip of, or an empty string."""
    import difflib  # most builds have nothing to suggest

    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


SLIP: Final = 0.8
"""From this similarity on, a word in the text is taken for a slip of a key."""


def is_slip(word: str, key: str) -> bool:
    """Whether `word`, which need not be meant as a key at all, is nearly `key`: similar enough, or
    with two neighbouring letters exchanged, which counts for much in a short word.

    >>> is_slip("knuht", "knuth"), is_slip("yaer", "year"), is_slip("editor", "author")
    (True, True, False)
    """
    import difflib

    word, key = word.lower(), key.lower()
    matcher = difflib.SequenceMatcher(None, word, key)
    return bool(key) and (_is_transposed(word, key) or matcher.ratio() >= SLIP)


def _is_transposed(word: str, other: str) -> bool:
    """Whether two neighbouring letters are exchanged, and nothing else."""
    if len(word) != len(other):
        return False
    places = [at for at, pair in enumerate(zip(word, other, strict=True)) if pair[0] != pair[1]]
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    at = places[0]
    return word[at : at + 2] == other[at : at + 2][::-1]
