"""Where items come from: bibliographies in every usual format."""

from __future__ import annotations

from ibidem.sources.bibtex import BibtexOptions
from ibidem.sources.csl_json import read_item
from ibidem.sources.export import dump_csl_json, to_csl_json
from ibidem.sources.library import Library, load_library

__all__ = [
    "BibtexOptions",
    "Library",
    "dump_csl_json",
    "load_library",
    "read_item",
    "to_csl_json",
]
