"""BibTeX and biblatex. The reader itself is imported where a library has such a file.

A file is split into `records` (`split`: `plain` where all is sound at a look, `repair` where it is
damaged). When an entry is asked for, `reader` evaluates its values (`evaluate`; `commands` for what
preambles define), `inherit` adds what it takes over from others, and `convert` makes the item by the
tables in `mapping`: each field in its own reading (`fields`), with `latex` (`latex_tables`,
`formulas`, `journals`) and `case` for text (`bibstrings` has biblatex's own words, `quantities`
numbers with units), `names` (`bare_letters` in them), `dates`, `numbers` and `languages`, and
`containers`, `preprints`, `related` and `remarks` for what several fields say together. `slips` finds
names of fields that are hardly meant. `settings` are what users may decide.
"""

from __future__ import annotations

from ibidem.sources.bibtex.settings import BibtexOptions, BibtexSettings

__all__ = ["BibtexOptions", "BibtexSettings"]
