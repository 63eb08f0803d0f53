"""What people write into `note` and `howpublished` where their program has no field for it.

That is an address, when it was visited, and PubMed's number: `\\url{…} (accessed 2020-05-01)`,
`[Online; accessed 5-May-2020]`, `PMID: 123`. A field that says anything else stays a note.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ibidem.model import Date
from ibidem.sources.dates import parse_date

_ADDRESS: Final = re.compile(r"(?:https?|ftp|mailto):(?:\S+$|\S+?(?=[.,;]?\s))", re.IGNORECASE)
_ACCESS: Final = re.compile(
    r"(?:online\s*[;,:]?\s*)?"
    r"(?:(?:last\s+)?(?:accessed|visited|retrieved|checked)(?:\s+on)?"
    r"|(?:zuletzt\s+)?(?:abgerufen|besucht|aufgerufen)(?:\s+am)?|(?:letzter\s+)?zugriff(?:\s+am)?"
    r"|consult[ée]e?(?:\s+le)?|consultado(?:\s+el)?)"
    r"\s*:?\s*(?P<date>[\w ,./-]{4,30}?)[.;]?",
    re.IGNORECASE,
)
_PUBMED: Final = re.compile(r"PMID:?\s*(?P<first>\d+)|(?P<second>\d+)\[pmid\]", re.IGNORECASE)
_VERSION: Final = re.compile(r"URL:\s*(?P<url>https?://\S+) \(version: (?P<date>\d{4}-\d\d-\d\d)\)")
"""What the sites of Stack Exchange write."""
_BETWEEN: Final = " .,;"


class Remark(NamedTuple):
    """What such a field says."""

    url: str = ""
    accessed: Date | None = None
    issued: Date | None = None
    pmid: str = ""


NOTHING: Final = Remark()


def read_remark(text: str) -> Remark:
    """What the field says, its addresses being verbatim; `NOTHING` if there is more to it."""
    text = " ".join(text.split())  # the patterns would try each of many spaces
    pubmed = _PUBMED.fullmatch(text)
    if pubmed:
        return Remark(pmid=pubmed["first"] or pubmed["second"])
    version = _VERSION.fullmatch(text)
    if version:
        return Remark(version["url"], issued=parse_date(version["date"]))
    address = _ADDRESS.match(text)
    url = address[0] if address else ""
    rest = text[len(url) :].strip(_BETWEEN)
    if not rest:
        return Remark(url)
    access = _ACCESS.fullmatch(_without_brackets(rest))
    date = parse_date(access["date"]) if access else None
    return Remark(url, date) if date is not None and date.parts else NOTHING


def first_address(text: str) -> str:
    """The first of the addresses that a field holds; a host's name is one without `https:` too."""
    text = _without_brackets(text.strip())
    address = _ADDRESS.match(text)
    if address:
        return address[0]
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return first if _HOST.fullmatch(first) else ""


def is_sound(address: str) -> bool:
    """Whether it can be taken apart: brackets in a host belong to numbers, `http://[::1]/`."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/:?#].*)?")


def _without_brackets(text: str) -> str:
    is_enclosed = text[:1] + text[-1:] in ("()", "[]", "<>")
    return text[1:-1].strip() if is_enclosed else text
