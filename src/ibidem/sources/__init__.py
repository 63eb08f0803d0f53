"""Where items come from: bibliographies in every usual format."""

from __future__ import annotations

from ibidem.sources.bibtex import BibtexOptions
from ibidem.sources.csl_json import read_item, read_items
from ibidem.sources.library import Library, load_library

__all__ = ["BibtexOptions", "Library", "load_library", "read_item", "read_items"]
