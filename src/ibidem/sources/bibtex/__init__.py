"""BibTeX and biblatex. The reader itself is imported where a library has such a file."""

from __future__ import annotations

from ibidem.sources.bibtex.settings import BibtexOptions, BibtexSettings

__all__ = ["BibtexOptions", "BibtexSettings"]
