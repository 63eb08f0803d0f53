"""The author in the running text, for styles whose cites do not serve there.

Cites of numeric and label styles print no author, those of note styles print full names. What a
sentence needs then is written as a piece of a style: family names, "and", "et al." from three on.
"""

from __future__ import annotations

from ibidem.csl.compile import Compiler
from ibidem.csl.context import Render
from ibidem.csl.locales import Locale
from ibidem.csl.style import Area, Element, Style

NAME = Element("name", {"form": "short", "and": "text", "et-al-min": "3", "et-al-use-first": "1"})
SUBSTITUTE = Element(
    "substitute",
    {},
    (
        Element("names", {"variable": "editor"}),
        Element("names", {"variable": "translator"}),
        Element("text", {"variable": "title", "form": "short"}),
    ),
)
AUTHOR = Element("names", {"variable": "author"}, (NAME, SUBSTITUTE))


def compile_author(style: Style, locale: Locale) -> Render:
    """Renders the author, or what stands in for one."""
    return Compiler(style, locale, Area(), "citation").compile(AUTHOR)
