"""Where items come from: bibliographies in every usual format.

`library` finds the files and what they are (`files`) and holds the items. Each format has a reader
that gives `entries`: `bibtex`, `csl_json`, `ris` (with `ris_names`), `nbib`, `yaml_files` (with
`hayagriva`, `cff`, `cff_check` and `yaml_places`). All but BibTeX go by way of CSL-JSON, whose reader knows dates
(`item_dates`; of all formats: `dates`, `date_parts`), variables in notes (`note_fields`), other spellings
(`spellings`), slips (`item_check`), how programs write text and truth (`scalars`) and, in YAML,
pandoc's markup (`pandoc_markup`). `salvage` reads what is left of damaged files, `characters` drops
what no output may hold, `cache` keeps split BibTeX for the next build, `inline` adds the references
of a page, `export` writes CSL-JSON, `programs` knows what other programs write that says nothing,
`foreign_markup` reads that of publishers in titles (`foreign_tags`).
"""

from __future__ import annotations

from ibidem.sources.bibtex import BibtexOptions
from ibidem.sources.library import Library, load_library

__all__ = ["BibtexOptions", "Library", "load_library"]
