"""What may be the path of a file: a text that was pasted in place of one may be none."""

from __future__ import annotations

import os
from pathlib import Path

LONGEST_NAME = 255
LONGEST_PATH = 3000
"""In bytes. The system's own limit counts the folder with it in which the path is looked for."""
SHOWN = 60
"""How many characters of such a text are shown in a message."""


def is_path(text: str) -> bool:
    """Whether a file may be called so. To ask the system for others is an error.

    >>> is_path("refs/own.bib"), is_path("@book{doe, title={" + "long " * 60 + "}}")
    (True, False)
    """
    names = [len(name.encode("utf-8", "replace")) for name in text.replace(os.sep, "/").split("/")]
    is_short = max(names) <= LONGEST_NAME and sum(names) + len(names) <= LONGEST_PATH
    return is_short and "\0" not in text


def expand_home(text: str) -> Path:
    """The path with the home of the user, or of another one, for its tilde; as it is if there is no
    such user."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def describe_no_path(text: str) -> str:
    """Of a text that is none: what it begins with, and what was meant.

    >>> describe_no_path("@book{doe, title={T}}")
    "'@book{doe, title={T}}' is no path of a file: entries stand in a file, and its path stands here"
    """
    shown = text.strip()[:SHOWN].partition("\n")[0]
    dots = "" if shown == text.strip() else "…"
    hint = ": entries stand in a file, and its path stands here" if shown[:1] == "@" else ""
    return f"'{shown}{dots}' is no path of a file{hint}".replace("\0", "\\0")
