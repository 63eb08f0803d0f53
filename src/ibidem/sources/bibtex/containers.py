"""Titles: of the item itself, and of what holds it (book, journal, multi-volume work)."""

from __future__ import annotations

import re
from typing import Final

from ibidem.sources.bibtex import mapping
from ibidem.sources.bibtex.fields import Fields
from ibidem.sources.bibtex.journals import short_journal
from ibidem.sources.bibtex.latex import whole_group
from ibidem.sources.bibtex.preprints import Eprint, is_server_name


def add_titles(fields: Fields, item_type: str, variables: dict[str, str]) -> None:
    """`title`, `title-short` and `volume-title`."""
    entry_type = fields.record.type
    is_name = (
        entry_type == "periodical"
        or item_type in mapping.NAMED_BY_LAW
        or (entry_type in mapping.BOOKS and _names_an_event(fields.raw("title")))
    )
    title = fields.full_title(is_cased=not is_name)
    is_part = entry_type in mapping.PARTS
    is_recording = item_type in ("song", "motion_picture", "broadcast")
    if "maintitle" in fields and not is_part:
        main = fields.full_title("main", is_cased=not is_recording)
        if is_recording:
            variables["container-title"] = main  # biblatex-apa
        elif main:
            variables["volume-title"], title = title, main
    if "issuetitle" in fields:
        issue_title = fields.full_title("issue")
        if entry_type == "periodical":
            variables["container-title"], title = title, issue_title
        else:
            variables["volume-title"] = issue_title
    variables["title"] = title
    variables["title-short"] = _short_title(fields, title)


_EVENT: Final = re.compile(
    r"\b(?:proceedings|conference|symposium|workshop|congress)\b", re.IGNORECASE
)


def _names_an_event(title: str) -> bool:
    """Names of meetings are proper names, whatever type their entry has."""
    return _EVENT.search(title) is not None


def _short_title(fields: Fields, title: str) -> str:
    if "shorttitle" in fields:
        return fields.title("shorttitle", is_cased=True)
    if "maintitle" in fields or "issuetitle" in fields:
        return ""
    head = fields.title("title", is_cased=True) if "subtitle" in fields else title
    if head == title and ": " not in head:
        return ""
    ends = (found.start() for found in re.finditer(": |$", head))
    short = next((head[:end] for end in ends if _is_whole(head[:end])), title)
    return short.rstrip() if short != title else ""  # French has a space before the colon


def _is_whole(head: str) -> bool:
    """Whether no element, quotation, bracket or formula of a title ends behind its head."""
    if head.count("</") * 2 != head.count("<") or head.count('"') % 2 or head.count("$") % 2:
        return False
    quotes = "„“" if "„" in head else "“”"
    pairs = ("<>", "()", "[]", "«»", quotes)
    return all(head.count(pair[0]) == head.count(pair[1]) for pair in pairs)


def add_containers(fields: Fields, eprint: Eprint | None, variables: dict[str, str]) -> None:
    """`container-title` and what it leaves over."""
    entry_type = fields.record.type
    is_part = entry_type in mapping.PARTS
    journal = _journal(fields)
    is_meeting = entry_type in ("inproceedings", "conference")
    # a title in double braces keeps its case, and the book's beside it should look like it
    keeps_case = fields.options.double_braces != "ignore" and whole_group(fields.raw("title"))
    is_cased = is_part and not is_meeting and not keeps_case
    is_cased = is_cased and not _names_an_event(fields.raw("booktitle"))
    book = fields.full_title("book", is_cased=is_cased)
    if eprint is not None and eprint.is_preprint:  # the server is the publisher
        journal = (
            "" if is_server_name(fields.raw("journal") or fields.raw("journaltitle")) else journal
        )
        book = "" if is_server_name(fields.raw("booktitle")) else book
    if is_part and "maintitle" in fields:
        variables["container-title"] = fields.full_title("main", is_cased=is_cased)
        variables["volume-title"] = book
    elif is_part and book:
        variables["container-title"] = book
        if journal and "series" not in fields:
            variables["collection-title"] = journal  # B
    elif journal and entry_type not in mapping.WITHOUT_CONTAINERS:
        variables.setdefault("container-title", journal)
        if "shortjournal" not in fields:
            variables["container-title-short"] = short_journal(fields.raw(_journal_field(fields)))
    elif book and entry_type not in mapping.WITHOUT_CONTAINERS:
        variables.setdefault("container-title", book)


def _journal(fields: Fields) -> str:
    """The journal's title is a name: never cased."""
    name = _journal_field(fields)
    if not name:
        return ""
    title = fields.title(name, is_cased=False)
    subtitle = fields.title("journalsubtitle", is_cased=False)
    return f"{title}: {subtitle}" if subtitle else title


def _journal_field(fields: Fields) -> str:
    """The field that names the journal; empty if there is none."""
    return next((name for name in mapping.CONTAINERS if name in fields), "")
