"""Cut a BibTeX file into records: `bibtexparser` first, the repair where it went wrong.

What is seen to be sound at once is not split before it is asked for. In all the rest every raw
value is checked against the grammar of values, because the splitter takes damage as text without
a word (a forgotten comma glues two fields together). Where a file is damaged, all of it is split,
and the damaged stretches are read again by the tolerant scanner.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Final

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.splitter import Splitter

from ibidem.diagnostics import Diagnostic
from ibidem.sources.bibtex.evaluate import is_well_formed
from ibidem.sources.bibtex.plain import PLAIN_ENTRY, PLAIN_MACRO, DeferredFields
from ibidem.sources.bibtex.records import RawEntry, RawFile, RawMacro, find_aliases
from ibidem.sources.bibtex.repair import BLOCK_START, FIELD_NAME, Scanner

_COMMENTS: Final = re.compile(r"(?m)^[ \t]*%.*$|\s")
_BLOCK: Final = re.compile(r"@\w*[ \t]*(?=[{(])")
_IDS: Final = re.compile(r"\bids\s*=", re.IGNORECASE)


def split_bibtex(text: str, path: str) -> RawFile:
    """All records of `text`, which has `\\n` as its only line ends."""
    with _quiet_splitter():
        return split_sound(text) or split_repairing(text, path)


def split_sound(text: str) -> RawFile | None:
    """The records of a text without damage; None if there is some, or no entry."""
    file = RawFile()
    entries, macros = file.entries, file.macros
    starts = list(_find_starts(text))
    if not starts or not _is_comment(text[: starts[0]]):
        return None
    line = text.count("\n", 0, starts[0]) + 1
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        if match := PLAIN_ENTRY.match(text, start, stop):
            fields = DeferredFields(text, match.end(2), match.end(), line)
            has_aliases = "ids" in match[0].lower() and _IDS.search(match[0])
            aliases = find_aliases(fields) if has_aliases else ()
            order = len(entries) + len(macros)
            entries.append(RawEntry(match[1].lower(), match[2], line, order, fields, aliases))
        elif match := PLAIN_MACRO.match(text, start, stop):
            macros.append(RawMacro(match[1], match[2], len(entries) + len(macros)))
        elif not _add_if_sound(text[start:stop], line - 1, file):
            return None
        if match and not _is_comment(text[match.end() : stop]):
            return None
        line += text.count("\n", start, stop)
    return file if entries else None


def _find_starts(text: str) -> Iterator[int]:
    """The lines that begin with a block. There the splitter begins one whatever stands before."""
    searched = 0
    for match in _BLOCK.finditer(text):  # quicker than an expression that begins with the line
        line_start = text.rfind("\n", searched, match.start()) + 1
        is_first_in_line = line_start or not searched
        if is_first_in_line and not text[line_start : match.start()].strip(" \t"):
            yield line_start
        searched = match.end()


def _is_comment(text: str) -> bool:
    """Whether what stands between two blocks is nothing, or nothing but a comment."""
    return not text or text.isspace() or not (_BLOCK.search(text) or _hides_a_record(text))


def _add_if_sound(text: str, lines_before: int, file: RawFile) -> bool:
    """Take the block with which `text` begins and what follows it, if all of that is sound."""
    blocks = Splitter(text).split().blocks
    if _find_damage(blocks):
        return False
    lines = _find_lines(text, lines_before)
    for block in blocks:
        _add_sound(block, file, lines)
    return True


def split_repairing(text: str, path: str) -> RawFile:
    """The records of any text, with what is wrong in it."""
    file = RawFile()
    blocks = Splitter(text).split().blocks
    damaged = _find_damage(blocks)
    if damaged:
        _read_repairing(text, path, blocks, damaged, file)
    else:
        lines = _find_lines(text)
        for block in blocks:
            _add_sound(block, file, lines)
    is_only_text = not file.entries and all(isinstance(block, ImplicitComment) for block in blocks)
    if is_only_text:
        hint = ": is it a BibTeX file?" if _COMMENTS.sub("", text) else ""
        message = f"holds no entries{hint}"
        file.diagnostics.append(Diagnostic("no-entries", message, path=path))
    return file


@contextmanager
def _quiet_splitter() -> Iterator[None]:
    """The splitter logs its failures; here each becomes a diagnostic of its own."""
    logger = logging.getLogger("bibtexparser.splitter")
    was_disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was_disabled


def _unwrap(block: Block) -> Block:
    """A repeated key is no damage: the record inside is as good as any."""
    if isinstance(block, DuplicateBlockKeyBlock):
        return block.ignore_error_block or block
    return block


def _find_lines(text: str, lines_before: int = 0) -> Sequence[int]:
    """The number of each line that the splitter counts: it goes on counting behind lines that end
    with a backslash as if they had not ended."""
    if "\\\n" not in text:
        return range(lines_before + 1, lines_before + text.count("\n") + 2)
    ends = [not line.endswith("\\") for line in text.split("\n")]
    counted = zip(count(lines_before + 1), [True, *ends])
    return [line for line, is_counted in counted if is_counted]


def _add_sound(block: Block, file: RawFile, lines: Sequence[int]) -> None:
    block = _unwrap(block)
    order = file.size
    if isinstance(block, Entry):
        fields = [(field.key, field.value, lines[field.start_line]) for field in block.fields]
        line = lines[block.start_line or 0]
        file.entries.append(
            RawEntry(block.entry_type, block.key, line, order, fields, find_aliases(fields))
        )
    elif isinstance(block, String):
        file.macros.append(RawMacro(block.key, block.value, order))
    elif isinstance(block, Preamble):
        file.preambles.append(block.value)


def _find_damage(blocks: Sequence[Block]) -> set[int]:
    """The numbers of the blocks that must be read again."""
    known_names: set[str] = set()
    damaged: set[int] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, Entry):
            if not block.key or "\n" in block.key or not _has_sound_fields(block, known_names):
                damaged.add(number)
        elif isinstance(block, ImplicitComment):
            if _hides_a_record(block.comment):
                damaged.update((max(number - 1, 0), number))
        elif isinstance(block, String):
            if not is_well_formed(block.value):
                damaged.add(number)
        elif isinstance(block, ExplicitComment | Preamble):
            if _LONGER_TYPE.match(block.raw or ""):
                damaged.add(number)
        elif isinstance(block, ParsingFailedBlock):
            inner = _unwrap(block)
            if inner is block or _find_damage([inner]):
                damaged.add(number)
    return damaged


_LONGER_TYPE: Final = re.compile(r"@(?:comment|preamble)\w", re.IGNORECASE)
"""The splitter takes a type by its beginning: `@commentary` is a comment to it."""


def _has_sound_fields(entry: Entry, known_names: set[str]) -> bool:
    for field in entry.fields:
        name, value = field.key, field.value
        if name not in known_names:
            if not FIELD_NAME.fullmatch(name):
                return False
            known_names.add(name)
        if not value.isalnum() and not is_well_formed(value):  # most are numbers and macros
            return False
    return True


def _hides_a_record(comment: str) -> bool:
    """Text between blocks that holds a block, or what a block lost: `, year=2020}`."""
    for line in comment.split("\n"):
        bare = line.lstrip()
        if bare and bare[0] not in "%#" and _LOST_PIECE.search(bare):
            return True
    return False


_LOST_PIECE: Final = re.compile(rf"^[,}}]|{BLOCK_START.pattern}|^@\s*[^\W\d_][\w-]*\s*$")


def _read_repairing(
    text: str, path: str, blocks: Sequence[Block], damaged: set[int], file: RawFile
) -> None:
    """Take the sound blocks as they are and scan the damaged stretches between them."""
    scanner = Scanner(text, path)
    position, must_scan = 0, False
    lines = _find_lines(text)
    places = _find_places(text, blocks, lines)
    for number, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if must_scan and position < place:
            scanner.read(position, place, file)
            position = scanner.position
        if place < position:
            continue  # a repaired entry went over it: it was never a block of its own
        must_scan = number in damaged
        if not must_scan:
            _add_sound(block, file, lines)
        position = place
    if must_scan:
        scanner.read(position, len(text), file)


def _find_places(text: str, blocks: Sequence[Block], lines: Sequence[int]) -> list[int]:
    """Where each block begins; the splitter only knows lines."""
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    places: list[int] = []
    place = 0
    for block in blocks:
        line = lines[min(max(block.start_line or 0, 0), len(lines) - 1)] - 1
        raw = block.raw or ""
        found = text.find(raw[:200], max(place, line_starts[line]))
        place = max(place, found if found >= 0 else line_starts[line])
        places.append(place)
        place += 1 if raw else 0
    return places
