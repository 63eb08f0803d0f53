"""Dashes and ellipses in affixes: as Sphinx has them in the text around.

The text of a role is none for Sphinx, and whatever it makes of `--` and `...` depends on the page that
it reads. So that is noted with each citation, and done when prefix and suffix are told from keys.
Quotation marks are for the style's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from docutils import nodes
from docutils.utils import smartquotes
from sphinx.transforms import SphinxSmartQuotes

from ibidem import Cite, replace

ACTIONS: Mapping[str, Callable[[str], str]] = {
    "d": smartquotes.educateDashes,
    "D": smartquotes.educateDashesOldSchool,
    "i": smartquotes.educateDashesOldSchoolInverted,
    "e": smartquotes.educateEllipses,
}
"""By their letters in the option `smartquotes_action`."""
SETS = {"1": "de", "2": "De", "3": "ie"}
"""Numbers that stand for several letters."""

_ESCAPED = re.compile(r"\\[-.]")
_ADDRESS = re.compile(r"((?:https?://|www\.)\S+)")


def find_actions(document: nodes.document) -> str:
    """What is done to the signs of the page, in letters of `ACTIONS`; nothing if it is empty."""
    transform = SphinxSmartQuotes(document, None)
    if not (getattr(document.settings, "smart_quotes", False) and transform.is_available()):
        return ""
    wanted = str(transform.config.smartquotes_action)
    wanted = SETS.get(wanted, wanted)
    dashes = next((letter for letter in "iDd" if letter in wanted), "")
    return dashes + ("e" if "e" in wanted else "")


def is_left(source: str) -> bool:
    """Whether a role, as it is written, has a backslash before such a sign: all of them stay."""
    return _ESCAPED.search(source) is not None


def read_signs(cite: Cite, actions: str) -> Cite:
    """The cite with the signs in its affixes that these actions make."""
    prefix, suffix = _read(cite.prefix, actions), _read(cite.suffix, actions)
    if (prefix, suffix) == (cite.prefix, cite.suffix):
        return cite
    return replace(cite, prefix=prefix, suffix=suffix)


def _read(text: str, actions: str) -> str:
    parts = _ADDRESS.split(text)
    for letter in actions:
        parts[::2] = map(ACTIONS[letter], parts[::2])
    return "".join(parts)
