"""`related` entries that CSL has variables for: originals and reviewed works (as citeproc-lua)."""

from __future__ import annotations

from typing import Final

from ibidem.model import Date, Name
from ibidem.sources.bibtex.dates import read_dates
from ibidem.sources.bibtex.fields import Fields
from ibidem.sources.bibtex.inherit import inherit
from ibidem.sources.bibtex.mapping import PLACES, PUBLISHERS

_ORIGINALS: Final = frozenset(
    ("reprintof", "origpubas", "translationof", "reprintas", "translatedfrom")
)


def add_related(
    fields: Fields,
    variables: dict[str, str],
    names: dict[str, tuple[Name, ...]],
    dates: dict[str, Date],
) -> None:
    """Add the `original-…` or `reviewed-…` variables of the first related entry."""
    relation = fields.raw("relatedtype").casefold()
    key = fields.raw("related").split(",")[0].strip()
    if not key or (relation not in _ORIGINALS and relation != "reviewof"):
        return
    record = fields.find(key)
    if record is None:
        fields.complain("unknown-related", f'related to "{key}", which does not exist', "related")
        return
    whole = inherit(record, fields.find, fields.complain)
    other = Fields(whole, fields.options, fields.find, fields.complain)
    title, authors = other.full_title(is_cased=False), other.names("author").names
    if relation == "reviewof":
        variables.setdefault("reviewed-title", title)
        if authors:
            names.setdefault("reviewed-author", authors)
        return
    variables.setdefault("original-title", title)
    variables.setdefault("original-publisher", other.first_text(PUBLISHERS))
    variables.setdefault("original-publisher-place", other.first_text(PLACES))
    if authors:
        names.setdefault("original-author", authors)
    issued = read_dates(whole.fields, lambda *_: None).dates.get("issued")
    if issued is not None:
        dates.setdefault("original-date", issued)
