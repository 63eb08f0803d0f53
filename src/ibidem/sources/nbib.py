"""PubMed's own format (`.nbib`, "Citation manager") -> CSL-JSON records.

A record is a block of lines, each a tag of four characters, a hyphen and a value; what is indented
goes on. The tags are those of MEDLINE/PubMed Data Element Descriptions (National Library of
Medicine). No package that is still looked after reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from ibidem.diagnostics import Diagnostic
from ibidem.model import Item
from ibidem.sources.csl_json import read_item
from ibidem.sources.entries import Report, SourceEntry, name_key
from ibidem.variables import name_set

Tags = Mapping[str, Sequence[str]]

_LINE: Final = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
_START: Final = re.compile(r"^PMID- ?\d", re.MULTILINE)
_KIND_OF_NUMBER: Final = re.compile(r"(\S+) \[(\w+)\]")
_SERIAL: Final = re.compile(r"\d{4}-\d{3}[\dX]")
_PAGES: Final = re.compile(r"(\d+)-(\d+)")
_SUFFIXES: Final = frozenset(("Jr", "Sr", "2nd", "3rd", "4th"))
_PLACE: Final = re.compile(r" \([^()]*\)$")
_WORD: Final = re.compile(r"[^\W\d_][^\s-]*")

_TEXTS: Final = {
    "title": "TI",
    "original-title": "TT",
    "container-title-short": "TA",
    "volume": "VI",
    "issue": "IP",
    "abstract": "AB",
    "edition": "EN",
    "publisher": "PB",
    "PMID": "PMID",
    "PMCID": "PMC",
}
_LANGUAGES: Final = {
    "chi": "zh", "dut": "nl", "eng": "en", "fre": "fr", "ger": "de", "ita": "it", "jpn": "ja",
    "kor": "ko", "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "tur": "tr",
}  # fmt: skip
_TYPES: Final = {
    "Preprint": "article",
    "Dataset": "dataset",
    "Newspaper Article": "article-newspaper",
}
"""By type of publication; all else is in a journal, or in a book if one is named."""
_SMALL_WORDS: Final = name_set(
    "a an and as at by de del der des di die du e el en et for from für in la le les of on oder"
    " or the to un und with y"
)


def read_nbib(text: str, path: str, report: Report) -> list[SourceEntry]:
    """The entries of a file from PubMed, named by first author and year."""
    starts = [match.start() for match in _START.finditer(text)]
    if not starts:
        report(Diagnostic("no-entries", "holds no references", path=path))
        return []
    entries: list[SourceEntry] = []
    taken: dict[str, int] = {}
    line, at = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", at, start)
        at = start
        tags = _read_tags(text[start:end])
        first = next(iter([*tags.get("FAU", ()), *tags.get("AU", ()), *tags.get("CN", ())]), "")
        key = name_key(re.split(r"[\s,]", first)[0], _first(tags, "DP")[:4], taken)
        entries.append(SourceEntry(key, partial(_convert, tags, key), line))
    return entries


def _read_tags(block: str) -> dict[str, list[str]]:
    """The values by tag, in their order."""
    tags: dict[str, list[str]] = {}
    values: list[str] = []
    for line in block.split("\n"):
        if match := _LINE.match(line):
            values = tags.setdefault(match[1], [])
            values.append(match[2].strip())
        elif values and line[:1].isspace():
            values[-1] = f"{values[-1]} {line.strip()}".rstrip()
    return tags


def _convert(tags: Tags, key: str) -> Item:
    return read_item({"id": key, **_record(tags)})


def _record(tags: Tags) -> dict[str, object]:
    record: dict[str, object] = {name: _first(tags, tag) for name, tag in _TEXTS.items()}
    book = _first(tags, "BTI")
    kinds = (_TYPES[name] for name in tags.get("PT", ()) if name in _TYPES)
    record["type"] = next(kinds, "chapter" if book and record["title"] else "article-journal")
    if book and not record["title"]:
        record["type"], record["title"] = "book", book
    elif book:
        record["container-title"] = book
    else:
        record["container-title"] = _capitalize(_PLACE.sub("", _first(tags, "JT")))
        record["publisher"] = ""  # a journal's is never cited
    if book:
        record["publisher-place"] = _first(tags, "PL")
        record["collection-title"] = _first(tags, "CTI")
        record["ISBN"] = _first(tags, "ISBN").split(" ")[0]
    else:
        record["ISSN"] = next(iter(_SERIAL.findall(" ".join(tags.get("IS", ())))), "")
    record["author"] = [*_people(tags, "FAU", "AU"), *({"literal": n} for n in tags.get("CN", ()))]
    record["editor"] = _people(tags, "FED", "ED")
    record["issued"] = {"raw": _first(tags, "DP") or _first(tags, "DEP")[:4]}
    record["page"] = _PAGES.sub(_whole_range, _first(tags, "PG"))
    record["DOI"] = next(_numbers(tags, "doi"), "")
    record["language"] = _LANGUAGES.get(_first(tags, "LA"), "")
    record["keyword"] = ", ".join(tags.get("OT", ()))
    record["title"] = str(record["title"]).removesuffix(".")  # which the Library puts there
    return {name: value for name, value in record.items() if value}


def _first(tags: Tags, tag: str) -> str:
    return next((value for value in tags.get(tag, ()) if value), "")


def _numbers(tags: Tags, kind: str) -> Iterator[str]:
    """The identifiers of a kind: `10.1000/x [doi]`."""
    for value in (*tags.get("LID", ()), *tags.get("AID", ())):
        match = _KIND_OF_NUMBER.fullmatch(value)
        if match and match[2] == kind:
            yield match[1]


def _people(tags: Tags, full: str, short: str) -> list[dict[str, str]]:
    """`Doe, Jane A`; in older records only `Doe JA`."""
    names: list[dict[str, str]] = []
    for name in tags.get(full) or tags.get(short, ()):
        family, comma, given = name.partition(",")
        if not comma:
            family, _space, initials = name.rpartition(" ")
            given = " ".join(f"{letter}." for letter in initials)
        given = given.strip()
        suffix = given.rpartition(" ")[2]
        if suffix in _SUFFIXES:
            given = given.removesuffix(suffix).rstrip()
        else:
            suffix = ""
        names.append({"family": family.strip(), "given": given, "suffix": suffix})
    return names


def _whole_range(pages: re.Match[str]) -> str:
    """`123-30` is 123-130, as the Library shortens it."""
    first, last = pages.groups()
    return f"{first}-{first[: max(len(first) - len(last), 0)]}{last}"


def _capitalize(journal: str) -> str:
    """A journal's name with capitals; the Library writes it as a sentence."""

    def change(word: re.Match[str]) -> str:
        is_small = word.start() > 0 and word[0] in _SMALL_WORDS
        return word[0] if is_small else word[0][0].upper() + word[0][1:]

    return _WORD.sub(change, journal)
