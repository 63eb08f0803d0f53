"""Joining runs of text: no doubled full stops and spaces, punctuation inside closing quotes.

A style is made of parts that know nothing of each other; where they meet, their punctuation has to
be merged. The rules hold at a seam only if one side is the style's own (an affix or delimiter):
what a single field says is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ibidem.csl.output import Formatted
from ibidem.csl.runs import (
    AFFIXES,
    BESIDE,
    BESIDE_QUOTES,
    CLOSE_QUOTES,
    DELIMITERS,
    FIXED_SUFFIXES,
    KEEPING,
    LOST,
    NUMBER_SUFFIXES,
    OPEN_TO_MARKS,
    OUTER,
    PREFIXES,
    SUFFIXES,
    TEXT_SUFFIXES,
    Kind,
    Path,
    Run,
    Wrapper,
)

# What two marks become where they meet. Pairs that are not listed stay as they are.
MERGED: Final = {
    "..": ".", ",,": ",", "::": ":", ";;": ";", "!!": "!", "??": "?",
    "!.": "!", "!:": "!", "?.": "?", "?:": "?", ":.": ":", ";.": ";", ";:": ";",
    ":!": "!", ":?": "?", ";!": "!", ";?": "?",
}  # fmt: skip

MARKS: Final = frozenset(".,:;!?")
SPACES: Final = frozenset(" \u00a0")
JOINED: Final = MARKS | SPACES
"""What a run has to begin with for anything to be joined."""
ELLIPSIS: Final = ".."
SENTENCE_ENDS: Final = frozenset(".!?")
MOVE_INTO_QUOTES: Final = frozenset(".,!?")
MOVE_OUT_OF_QUOTES: Final = frozenset(",;:")


def join_runs(
    runs: Sequence[Run], punctuation_in_quote: bool, open_inner: str = "", close_inner: str = ""
) -> list[Run]:
    """The runs with their seams joined; runs that lost all text are gone.

    The inner marks are around a quotation that the text itself marks as an inner one.
    """
    inner = (open_inner, close_inner)
    joined: list[Run] = []
    for run in runs:
        if joined and run.text[0] in JOINED:
            _join(joined, run, punctuation_in_quote, inner)
        if run.text:
            joined.append(run)
    return joined


def _join(before: list[Run], run: Run, punctuation_in_quote: bool, inner: tuple[str, str]) -> None:
    """Join a run to those before it; both may lose characters."""
    if run.kind == Kind.JOINT:
        return
    while before and run.text:
        last = before[-1]
        length = len(run.text)
        leads_on = bool(run.kind & AFFIXES) and run.text[0] in MARKS
        if last.kind & CLOSE_QUOTES:
            _join_to_quote(before, run, punctuation_in_quote)
        if leads_on and len(run.text) == length and not _share_block(last, run):
            _close_block(before, run)
            return
        if last.kind & CLOSE_QUOTES:
            return
        if run.kind & OPEN_TO_MARKS:
            return
        if not (last.kind | run.kind) & AFFIXES:
            return
        if (
            punctuation_in_quote
            and run.text[0] in MOVE_INTO_QUOTES
            and last.text.endswith(inner[1])
            and _ends_in_quotation(last, inner)
        ):
            _move_into_typed_quote(last, run, inner[1])
        if not run.text or not _merge(before, run, inner[1]):
            return


def _merge(before: list[Run], run: Run, close_inner: str) -> bool:
    """Merge the characters at a seam; True if that removed the whole run before it."""
    last = before[-1]
    first_char, second_char = last.text[-1], run.text[0]
    if first_char == second_char and first_char in SPACES:
        if last.kind & AFFIXES and run.kind & AFFIXES and _shares_space(last, run):
            if run.kind & DELIMITERS:  # it is the delimiter's, also where a prefix follows
                last.text = last.text[:-1]
                if not last.text:
                    before.pop()
                return False
            else:
                run.text = run.text[1:]
    elif last.kind == Kind.DOUBLE_SUFFIX and run.kind & LOST and {first_char, second_char} <= MARKS:
        run.text = run.text[1:]
    elif (merged := MERGED.get(first_char + second_char)) and not run.text.startswith(ELLIPSIS):
        if run.kind == Kind.FIXED_PREFIX and last.kind & KEEPING:
            return False
        if first_char != second_char and (not _swallows(last, run) or _nests(before, run)):
            return False
        if merged == first_char:
            run.text = run.text[1:]
            if run.kind == Kind.DOUBLE_SUFFIX and last.kind & SUFFIXES:
                last.kind = Kind.DOUBLE_SUFFIX
        else:
            last.text = last.text[:-1]
    elif _is_full_stop(run) and _is_quoted_sentence(last.text, close_inner):
        run.text = run.text[1:]
    if not last.text:
        before.pop()
        return True
    return False


def _is_full_stop(run: Run) -> bool:
    stops = run.text[0] == "." and not run.text.startswith(ELLIPSIS)
    return stops and not run.kind & PREFIXES


def _is_quoted_sentence(text: str, close: str) -> bool:
    """Whether a sentence and its quotes end here: no full stop follows."""
    return bool(close) and text.endswith(close) and text[: -len(close)][-1:] in SENTENCE_ENDS


def _swallows(last: Run, run: Run) -> bool:
    """Whether two different marks at a seam become one; between affixes, some swallow others."""
    if last.kind & AFFIXES and run.kind & AFFIXES:
        if run.kind & SUFFIXES:
            return bool(last.kind & SUFFIXES & ~NUMBER_SUFFIXES)
        is_open = run.kind & (Kind.PREFIX | Kind.QUOTED_PREFIX | Kind.LOOSE_DELIMITER)
        return bool(is_open and last.kind & SUFFIXES & ~Kind.LAST_NUMBER_SUFFIX)
    return bool(run.kind & AFFIXES) and not run.kind & BESIDE


def _nests(before: list[Run], run: Run) -> bool:
    """Put the mark of an element's suffix before that of its last text, where that is possible.

    As citeproc-js has it: `Title` with the suffix ":" in a group with the suffix "." is `Title.:`.
    """
    last, mark = before[-1], run.text[0]
    if not last.kind & TEXT_SUFFIXES or not run.kind & OUTER or len(before) < 2:
        return False
    target = before[-2]
    if target.kind & CLOSE_QUOTES and len(before) > 2:
        target = before[-3]
    if target.kind != Kind.CONTENT:
        return False
    if target.path == last.path and mark + last.text[0] in MERGED:
        return False
    end = target.text[-1]
    target.text = target.text[:-1] + MERGED.get(end + mark, end + mark)
    run.text = run.text[1:]
    return True


def _ends_in_quotation(run: Run, inner: tuple[str, str]) -> bool:
    """Whether the closing mark at the end of a text is one: an apostrophe has none that opens."""
    opening, close = inner
    if opening == close or run.kind & AFFIXES:
        return False
    start = run.text.rfind(opening)
    if start < 0:
        return False
    words = run.text[start + len(opening) : -len(close)]
    return all(
        part[-1:].isalnum() and after[:1].isalnum() for part, after in pairwise(words.split(close))
    )


def _move_into_typed_quote(last: Run, run: Run, close: str) -> None:
    """A mark of the style goes into inner quotes that are typed in the text, too."""
    mark = run.text[0]
    if run.kind == Kind.FIXED_PREFIX or run.text.startswith(ELLIPSIS):
        return
    if last.mark and run.kind & DELIMITERS and mark not in (".", last.mark):
        return
    last.mark = mark
    content = last.text[: -len(close)]
    end = content[-1]
    last.text = content[:-1] + MERGED.get(end + mark, end + mark) + close
    run.text = run.text[1:]


def _shares_space(last: Run, run: Run) -> bool:
    """Whether the spaces of two affixes are one."""
    if run.kind == Kind.LAST_SPACE or (last.kind & FIXED_SUFFIXES and run.kind & PREFIXES):
        return False
    if last.kind & NUMBER_SUFFIXES and not _share_block(last, run):
        return False
    is_nested = bool(last.kind & SUFFIXES and run.kind & SUFFIXES)
    return is_nested or last.path is run.path or _formats(last) == _formats(run)


def _formats(run: Run) -> list[Wrapper]:
    """The formats around a run."""
    return [wrapper for wrapper in run.path if _is_format(wrapper)]


def _is_format(wrapper: Wrapper) -> bool:
    return isinstance(wrapper.node, Formatted) and wrapper.node.format is not None


def _share_block(one: Run, other: Run) -> bool:
    """Whether two runs stand in the same blocks, or in none."""
    return one.path is other.path or _displays(one) == _displays(other)


def _displays(run: Run) -> list[Wrapper]:
    """The blocks around a run."""
    return [wrapper for wrapper in run.path if _is_block(wrapper)]


def _is_block(wrapper: Wrapper) -> bool:
    return isinstance(wrapper.node, Formatted) and wrapper.node.display != ""


def _close_block(before: list[Run], run: Run) -> None:
    """A mark that leads on from a block to the next one stands at the end of the first."""
    last, mark = before[-1], run.text[0]
    run.text = run.text[1:]
    blocks = [depth for depth, wrapper in enumerate(last.path, 1) if _is_block(wrapper)]
    if last.text[-1] in MARKS:
        last.text = last.text[:-1] + MERGED.get(last.text[-1] + mark, last.text[-1] + mark)
    elif blocks:
        before.append(Run(mark, run.kind, last.path[: blocks[-1]]))
    else:
        last.text += mark


def _join_to_quote(before: list[Run], run: Run, punctuation_in_quote: bool) -> None:
    """A run after closing quotes: its mark moves in, merges with the last one inside, or stays."""
    inside = next(
        (i for i in range(len(before) - 1, -1, -1) if not before[i].kind & CLOSE_QUOTES), None
    )
    if inside is None or not run.kind & AFFIXES or run.text.startswith(ELLIPSIS):
        return
    # The last text within the quotes, and the innermost mark that closes behind it.
    target, quote = before[inside], before[inside + 1]
    end, mark = target.text[-1], run.text[0]
    if run.kind & PREFIXES and mark == quote.mark:
        run.text = run.text[1:]  # no mark is said twice, behind the quotes and before what follows
        return
    if run.kind == Kind.FIXED_PREFIX:
        return
    if mark not in MARKS or (quote.kind == Kind.CLOSED_QUOTE and mark not in (".", end)):
        return
    moves = punctuation_in_quote and mark in MOVE_INTO_QUOTES
    is_swallowed = MERGED.get(end + mark) == end  # the text's own mark stands for this one, too
    if run.kind == Kind.SUFFIX and (moves or is_swallowed):
        quote.mark = mark
    if end != mark and not moves and quote.kind & OPEN_TO_MARKS and run.kind & BESIDE_QUOTES:
        return
    if not punctuation_in_quote and end == mark and mark in MOVE_OUT_OF_QUOTES:
        target.text = target.text[:-1]
        return
    is_typed = quote.kind == Kind.TYPED_QUOTE
    if is_swallowed:
        run.text = run.text[1:]
    elif moves:
        run.text = run.text[1:]
        _move_into_quote(before, inside, mark, is_outer=bool(run.kind & OUTER))
        quote.kind = Kind.FULL_QUOTE
    if is_typed and (moves or is_swallowed):
        quote.kind = Kind.CLOSED_QUOTE
    if moves and run.kind == Kind.SUFFIX:
        quote.kind = Kind.CLOSED_QUOTE


def _move_into_quote(before: list[Run], inside: int, mark: str, *, is_outer: bool) -> None:
    """Put a mark behind what is in quotes; that of an outer suffix before the element's own."""
    target, quote = before[inside], before[inside + 1]
    end = target.text[-1]
    if merged := MERGED.get(end + mark):
        target.text = target.text[:-1] + merged
    elif target.path != (path := _quoted_path(target, quote)):
        # It takes no part in the format of the last words.
        before.insert(inside + 1, Run(mark, target.kind, path))
    elif is_outer and quote.kind == Kind.FULL_QUOTE and len(target.text) > 1:
        content = target.text[-2]
        target.text = target.text[:-2] + MERGED.get(content + mark, content + mark) + end
    else:
        target.text += mark


def _quoted_path(target: Run, quote: Run) -> Path:
    """What is around all that is in quotes: what is around the quotes, and the element's format."""
    depth = len(quote.path)
    inner = target.path[depth].node if len(target.path) > depth else None
    has_format = isinstance(inner, Formatted) and inner.quotes
    return target.path[: depth + 1] if has_format else quote.path
