"""Eprints: which entries are preprints, on what server, under which number.

Only entries that are published nowhere else become preprints; an article with a journal is printed as
one, and has the address of the eprint if it has no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ibidem.sources.bibtex.latex import read_verbatim
from ibidem.sources.bibtex.mapping import ARCHIVES, EPRINT_ADDRESSES, PREPRINT_SERVERS

_ARXIV_DOI: Final = re.compile(r"10\.48550/arXiv\.(.+)", re.IGNORECASE)
_ARXIV_ID: Final = re.compile(
    r"(?:arXiv\s*:?\s*|abs/)([a-z.-]+/\d{7}(?:v\d+)?|\d{4}\.\d{4,5}(?:v\d+)?)", re.I
)
_ARXIV_ADDRESS: Final = re.compile(
    r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/([^\s]+?)(?:\.pdf)?$", re.I
)
_ARXIV_NAME: Final = re.compile(
    r"arxiv(?:\.org|\s+(?:e-?prints?|preprints?).*|\s*:.*)?|arxiv.*\d{4}\.\d{4,5}.*"
    r"|preprint at:? https?://(?:www\.)?arxiv\.org/\S+",  # as Nature's journals have it
    re.I,
)
_HOLDERS: Final = ("journal", "journaltitle", "booktitle", "howpublished", "publisher", "note")
_TYPES: Final = frozenset(
    ("misc", "unpublished", "online", "article", "preprint", "techreport", "report")
)


class Eprint(NamedTuple):
    """An eprint: the server's name, its number there, and whether nothing else was published."""

    server: str
    number: str
    is_preprint: bool
    address: str = ""


def find_eprint(entry_type: str, fields: Mapping[str, str]) -> Eprint | None:
    """The eprint of an entry, from its own fields, its DOI, or what stands as its container."""
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").strip("{} ").casefold()
    number = _eprint_number(read_verbatim(fields.get("eprint", "")))
    holder, held_number = _find_holder(fields)
    server = PREPRINT_SERVERS.get(kind) or holder
    if not server and not kind and _ARXIV_ID.fullmatch(f"arXiv:{number}"):
        server, kind = "arXiv", "arxiv"  # `eprint = {2101.00001}` alone
    if not server and not number:
        return None
    if server == "arXiv":
        kind = "arxiv"
        number = _arxiv_number(fields, number) or held_number
    is_preprint = bool(server) and _is_unpublished(entry_type, fields, holder)
    name = server or ARCHIVES.get(kind, kind)
    base = EPRINT_ADDRESSES.get(kind, "")
    if not name or not (number or is_preprint):
        return None
    is_sound = number[:1].isalnum()  # else it is what a program has left of an address
    return Eprint(name, number, is_preprint, base + number if base and is_sound else "")


def _eprint_number(text: str) -> str:
    """`eprint` without arXiv's address; any other address there (publishers': of the PDF) is none."""
    address = _ARXIV_ADDRESS.match(text)
    number = address or _ARXIV_ID.fullmatch(text)
    if number:
        return number[1]
    return "" if "://" in text else text


def is_server_name(text: str) -> bool:
    """Whether a journal, publisher … is only the preprint server's name."""
    plain = read_verbatim(text).casefold()
    return plain in PREPRINT_SERVERS or plain == "corr" or _ARXIV_NAME.fullmatch(plain) is not None


def _find_holder(fields: Mapping[str, str]) -> tuple[str, str]:
    """The server that a field names instead of a container, and the number written with it."""
    doi = _ARXIV_DOI.search(fields.get("doi", ""))
    if doi:
        return "arXiv", doi[1]
    for name in _HOLDERS:
        text = read_verbatim(fields.get(name, ""))
        if not text:
            continue
        folded = text.casefold()
        number = _ARXIV_ID.search(text)
        if folded in PREPRINT_SERVERS and name != "note":
            return PREPRINT_SERVERS[folded], ""
        if _ARXIV_NAME.fullmatch(folded) and (number or name != "note"):
            return "arXiv", number[1] if number else ""
        if folded == "corr" and (held := _ARXIV_ID.search(fields.get("volume", ""))):
            return "arXiv", held[1]
    return "", ""


def _arxiv_number(fields: Mapping[str, str], eprint: str) -> str:
    if eprint:
        return re.sub(r"^arxiv\s*:\s*", "", eprint, flags=re.IGNORECASE)
    doi = _ARXIV_DOI.search(fields.get("doi", ""))
    if doi:
        return doi[1]
    address = _ARXIV_ADDRESS.match(read_verbatim(fields.get("url", "")))
    if address:
        return address[1]
    for name in ("number", "volume", "eid", "pages", *_HOLDERS):
        found = _ARXIV_ID.search(read_verbatim(fields.get(name, "")))
        if found:
            return found[1]
    return ""


def _is_unpublished(entry_type: str, fields: Mapping[str, str], holder: str) -> bool:
    """Nothing but the server holds it: no journal, no volume (CoRR's volume is the number)."""
    if entry_type not in _TYPES:
        return False
    journal = fields.get("journaltitle") or fields.get("journal") or ""
    if journal and not is_server_name(journal):
        return False
    if entry_type == "article":
        return bool(holder) or not (fields.get("volume") or fields.get("issue"))
    if entry_type in ("techreport", "report"):
        return bool(holder) and not fields.get("institution")
    booktitle = fields.get("booktitle", "")
    return not booktitle or is_server_name(booktitle)
