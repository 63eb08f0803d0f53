"""Pages, volumes and editions in the form that CSL expects."""

from __future__ import annotations

import re
from typing import Final

from ibidem.sources.bibtex.mapping import EDITIONS

_RANGE: Final = re.compile(r"\s*(?:[–—]|-{2,})\s*|\s+-\s+")
_HYPHENS_ONLY: Final = re.compile(r"([^\s,–—-]+)\s*-\s*([^\s,–—-]+)")
_PAGE_TOTAL: Final = re.compile(
    r"((?:[ivxlc]+\s*\+\s*)?\d+)\s*(?:pp?\.?|pages?|S\.|Seiten|págs?\.?)?"
)
_LABEL: Final = re.compile(r"^(?:pp?\.|pages?)\s*(?=[\dA-Za-z])", re.IGNORECASE)
_EDITION_WORD: Final = re.compile(r"\s*(?:edition|ed\.?|edn\.?)$", re.IGNORECASE)


def normalize_pages(text: str) -> str:
    """One mark for every range: a hyphen, or an en dash where the pages have hyphens themselves."""
    text = text.strip()
    if text.replace("–", "", 1).isdecimal():
        return text.replace("–", "-")
    text = _LABEL.sub("", text)
    return ", ".join(
        _page_range(piece.strip()) for piece in re.split(r"[,;]", text) if piece.strip()
    )


def _page_range(piece: str) -> str:
    if not re.search(r"[–—-]", piece):
        return piece
    plain = _HYPHENS_ONLY.fullmatch(piece)
    if plain:
        return f"{plain[1]}-{plain[2]}"
    sides = [side for side in _RANGE.split(piece) if side]
    if len(sides) != 2:
        return piece
    mark = "–" if "-" in piece.replace("--", "") and any("-" in side for side in sides) else "-"
    return mark.join(sides)


def page_total(text: str) -> str:
    """The number of pages if `text` is nothing else: `237`, `237 pp.`, `xii+237`"""
    match = _PAGE_TOTAL.fullmatch(text.strip())
    return "".join(match[1].split()) if match else ""


def normalize_number(text: str) -> str:
    """Volumes and issues: ranges of numbers get an en dash, `3/4` and `RC-6947` stay."""
    if text.isdecimal():
        return text
    if re.fullmatch(r"\d+\s*(?:[–—]|-+)\s*\d+", text):
        return re.sub(r"\s*(?:[–—]|-+)\s*", "–", text)
    return text


def normalize_identifier(text: str) -> str:
    r"""The number of a report or a case: `2020-05` is no range; who means one writes two hyphens.

    The processor, as citeproc-js, takes `\-` for a hyphen that is none of a range.
    """
    is_one = re.fullmatch(r"\d+(?:-\d+)+", text)
    return text.replace("-", r"\-") if is_one else normalize_number(text)


def normalize_edition(text: str) -> str:
    """English ordinals (`Second`, `2nd`) as numbers; all else (`2. Aufl.`) as it is written."""
    bare = _EDITION_WORD.sub("", text.strip())
    number = EDITIONS.get(bare.casefold())
    if number is None and (match := re.fullmatch(r"(\d+)\s?(?:st|nd|rd|th)", bare, re.IGNORECASE)):
        number = match[1]
    return number or (bare if bare.isdecimal() else text)


def english_ordinal(number: int) -> str:
    """3 -> 3rd."""
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else suffix}"
