"""ibidem: citations and bibliographies in any CSL style, for Sphinx, MkDocs and Python.

This module is the whole public interface; adapters and users enter here.

>>> from ibidem import Citation, Cite, Session, load_library, load_style, to_text
>>> session = Session(load_library(["refs.bib"]), load_style("apa"))  # doctest: +SKIP
>>> result = session.format([Citation((Cite("knuth1984"),))])  # doctest: +SKIP
>>> to_text(result.citations[0].content)  # doctest: +SKIP
'(Knuth, 1984)'
"""

from __future__ import annotations

import importlib
import typing

from ibidem.abbreviations import load_abbreviations
from ibidem.catalog import load_style, style_files
from ibidem.csl.compile import Abbreviations
from ibidem.csl.locales import is_known_language, locator_labels
from ibidem.csl.output import (
    Bibliography,
    Entry,
    Format,
    Formatted,
    FormattedCitation,
    Link,
    Literal,
    Node,
    Tagged,
    is_raised,
)
from ibidem.csl.processor import Processor, Result
from ibidem.csl.style import Style, parse_style
from ibidem.diagnostics import Diagnostic, IbidemError, closest
from ibidem.model import Citation, Cite, Date, Item, Locator, Name, Position
from ibidem.record import replace
from ibidem.session import Changes, Session
from ibidem.sources import BibtexOptions, Library, load_library
from ibidem.write.html import (
    bibliography_to_html,
    entry_href,
    entry_id,
    entry_to_html,
    to_html,
)
from ibidem.write.text import bibliography_to_text, to_text

if typing.TYPE_CHECKING:
    from ibidem.config import Config
    from ibidem.sources.csl_json import read_item
    from ibidem.sources.export import dump_csl_json, to_csl_json
    from ibidem.sources.inline import add_references

__all__ = [
    "Abbreviations",
    "Bibliography",
    "BibtexOptions",
    "Changes",
    "Citation",
    "Cite",
    "Config",
    "Date",
    "Diagnostic",
    "Entry",
    "Format",
    "Formatted",
    "FormattedCitation",
    "IbidemError",
    "Item",
    "Library",
    "Link",
    "Literal",
    "Locator",
    "Name",
    "Node",
    "Position",
    "Processor",
    "Result",
    "Session",
    "Style",
    "Tagged",
    "add_references",
    "bibliography_to_html",
    "bibliography_to_text",
    "closest",
    "dump_csl_json",
    "entry_href",
    "entry_id",
    "entry_to_html",
    "is_known_language",
    "is_raised",
    "load_abbreviations",
    "load_library",
    "load_style",
    "locator_labels",
    "parse_style",
    "read_item",
    "replace",
    "style_files",
    "to_csl_json",
    "to_html",
    "to_text",
]

__version__ = "0.1.0"

_RARELY_USED = {
    "Config": "ibidem.config",
    "add_references": "ibidem.sources.inline",
    "dump_csl_json": "ibidem.sources.export",
    "read_item": "ibidem.sources.csl_json",
    "to_csl_json": "ibidem.sources.export",
}
"""Where they come from, when somebody asks for them: most programs ask for few."""


if not typing.TYPE_CHECKING:  # what is not there is to be told to users of type checkers

    def __getattr__(name: str) -> object:
        if name not in _RARELY_USED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(_RARELY_USED[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
