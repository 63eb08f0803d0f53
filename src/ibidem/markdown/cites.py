"""From a citation as it was found to its cites for the processor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ibidem import Cite
from ibidem.markdown.affixes import Atoms
from ibidem.markdown.inline import Found
from ibidem.syntax import to_cite

if TYPE_CHECKING:
    from ibidem.markdown.project import Project


def read_cites(
    found: Found, element: Element, atoms: Atoms, project: Project, keys: Sequence[str]
) -> tuple[Cite, ...]:
    """The cites of the works with these keys. The children of the element are their affixes, prefix
    and suffix in turn. What is written twice is cited once (but each key that stands behind a list's
    prefix keeps its own)."""
    affixes = map(atoms.read_affix, list(element))
    cites = []
    for key, mode in zip(keys, found.modes, strict=True):
        prefix, suffix = next(affixes), next(affixes)
        id = project.library.find_id(key)  # a work may have several keys
        cites.append(to_cite(id, project.words, prefix=prefix, suffix=suffix, mode=mode))
    are_several = len(cites) > 1 and keys == found.keys
    return tuple(dict.fromkeys(cites) if are_several else cites)
