"""Names of fields that are probably slips: `autor`, `jounal`. BibTeX says nothing about them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ibidem.diagnostics import is_slip
from ibidem.sources.bibtex import mapping
from ibidem.sources.bibtex.inherit import Complain
from ibidem.variables import VARIABLES, name_set

MAIN_FIELDS: Final = name_set(
    """author booktitle date edition editor institution journal number organization publisher
    school series title translator volume year"""
)
"""Fields that an entry misses if their names have a slip."""

_KNOWN: Final = MAIN_FIELDS.union(
    ("booksubtitle",),
    mapping.TEXT_FIELDS,
    mapping.VERBATIM_FIELDS,
    mapping.NAME_FIELDS,
    mapping.TYPED_NAMES,
    map(str.lower, VARIABLES),
)


def report_slips(fields: Mapping[str, str], complain: Complain) -> None:
    """Tell of fields with nearly the name of one that the entry has not.

    It may be right as it is: programs have fields of their own.
    """
    for name in fields:
        if name not in _KNOWN and (meant := find_slip(name)) and meant not in fields:
            complain("unknown-field", f'there is no field "{name}"', name)


@lru_cache(maxsize=1024)
def find_slip(name: str) -> str:
    """The main field that another one is nearly; fields put out of use (`xvolume`) are none."""
    alike = (field for field in MAIN_FIELDS if field[0] == name[0] and is_slip(name, field))
    return next(alike, "") if name.isalpha() else ""
