"""Grouping and collapsing the cites of one citation (CSL 1.0.2, Cite Grouping, Cite Collapsing)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ibidem.csl.item_data import ItemData
from ibidem.csl.number import ROMAN, parse_number
from ibidem.csl.options import CitationOptions
from ibidem.csl.output import Node
from ibidem.csl.rewrite import find, keep_only, plain
from ibidem.csl.rewrite import replace as replace_node
from ibidem.csl.year_suffix import suffix_rank
from ibidem.model import Cite
from ibidem.record import Record, replace

MARKS: Final = frozenset(".,:;")

RANGE_FROM: Final = 3
"""The shortest run that is printed as a range."""


class CitePart(Record):
    """A rendered cite on its way into a citation."""

    __match_args__ = ("cite", "item", "node", "suffix", "number", "delimiter", "left_out")
    __slots__ = __match_args__

    def __init__(
        self,
        cite: Cite,
        item: ItemData,
        node: Node,
        suffix: str = "",
        number: int = 0,
        delimiter: str | None = None,
        left_out: str = "",
    ) -> None:
        self.cite: Final = cite
        self.item: Final = item
        self.node: Final = node
        self.suffix: Final = suffix
        """The item's year suffix."""
        self.number: Final = number
        """The citation number, if the cite prints nothing else."""
        self.delimiter: Final = delimiter
        """What stands before it; None for the layout's delimiter."""
        self.left_out: Final = left_out
        """The names that the cite does not print, for the sentence around it has them."""

    @property
    def is_bare(self) -> bool:
        """Without affixes of the author."""
        return not (self.cite.prefix or self.cite.suffix)


def names_text(part: CitePart) -> str | None:
    """What cites are grouped by: the first names, or what stands in for them.

    None for a full entry: it stands for itself, with its names.
    """
    if part.cite.mode == "full":
        return None
    if part.left_out:
        return part.left_out
    names = find(part.node, "names")
    return plain(names) if names else ""


def group_cites(parts: Sequence[CitePart]) -> list[list[CitePart]]:
    """Neighbours with the same names together; without names, labels, and works of the same year.

    In a sorted citation all cites with the same names are neighbours; in an unsorted one the
    author's order stands (suite: sort_GroupedByAuthorstring).
    """
    groups: list[list[CitePart]] = []
    last = None
    for part in parts:
        text = names_text(part)
        if groups and text == last and (text or _goes_with(groups[-1][-1], part)):
            groups[-1].append(part)
        else:
            groups.append([part])
        last = text
    return groups


def _goes_with(before: CitePart, part: CitePart) -> bool:
    """Whether two cites are of one group although neither has names."""
    return find(part.node, "citation-label") is not None or _repeats_year(before, part)


def collapse_groups(
    groups: Sequence[Sequence[CitePart]],
    options: CitationOptions,
    layout_delimiter: str,
    range_delimiter: str,
) -> list[CitePart]:
    """The cites of all groups, what is repeated left out, each with the delimiter before it."""
    done: list[CitePart] = []
    collapses = options.collapse.startswith("year")
    after = options.after_collapse_delimiter if collapses else None
    collapsed_before = False
    for group in groups:
        collapsed = collapses and len(group) > 1
        use_after = after is not None and (
            collapsed_before
            or options.collapse != "year-suffix"
            or bool(done and done[-1].cite.locator)
        )
        delimiter = after if use_after and after is not None else layout_delimiter
        if collapsed:
            members = _collapse_group(group, options, layout_delimiter, range_delimiter)
        else:
            within = options.cite_group_delimiter
            members = [group[0]] + [
                replace(part, delimiter=layout_delimiter if within is None else within)
                for part in group[1:]
            ]
        done.append(replace(members[0], delimiter=delimiter))
        done.extend(members[1:])
        collapsed_before = collapsed
    return done


def _collapse_group(
    group: Sequence[CitePart],
    options: CitationOptions,
    layout_delimiter: str,
    range_delimiter: str,
) -> list[CitePart]:
    """One author: the names once, then the years; equal years once, then the suffixes."""
    members = [group[0]]
    for part in group[1:]:
        names = find(part.node, "names")
        node = replace_node(part.node, names, None) if names else part.node
        after_locator = members[-1].cite.locator is not None
        delimiter = (
            layout_delimiter
            if part.number
            else _within_group(options, layout_delimiter, after_locator)
        )
        members.append(replace(part, node=node if node is not None else "", delimiter=delimiter))
    if options.collapse == "year" or not options.add_year_suffix:
        return members
    return _collapse_years(members, options, layout_delimiter, range_delimiter)


def _within_group(options: CitationOptions, layout_delimiter: str, after_locator: bool) -> str:
    if options.after_collapse_delimiter is not None and options.cite_group_delimiter is None:
        return options.after_collapse_delimiter if after_locator else layout_delimiter
    if options.cite_group_delimiter is not None:
        return options.cite_group_delimiter
    return layout_delimiter if options.is_note else ", "


def _year_text(part: CitePart) -> str:
    date = find(part.node, "date")
    year = find(date, "year") if date else None
    return plain(year) if year else ""


def _collapse_years(
    members: Sequence[CitePart],
    options: CitationOptions,
    layout_delimiter: str,
    range_delimiter: str,
) -> list[CitePart]:
    """Years that repeat the year before go, as citeproc-js has it also where affixes or locators
    stand between them; only bare suffixes are joined by the delimiter of suffixes, and in ranges.
    """
    between = options.cite_group_delimiter
    if between is None:
        between = options.year_suffix_delimiter
    if between is None:
        between = layout_delimiter
    runs = [[members[0]]]
    for before, part in pairwise(members):
        if _repeats(before, part):
            if part.cite.locator:
                runs.append([_without_date(part)])
        elif not _repeats_year(before, part):
            runs.append([part])
        elif _has_locator(before) or _has_locator(part) or not _goes_on(before, part):
            runs.append([_without_year(part)])
        else:
            runs[-1].append(replace(_without_year(part), delimiter=between))
    if options.collapse == "year-suffix-ranged":
        runs = [_suffix_ranges(run, range_delimiter) for run in runs]
    return [part for run in runs for part in run]


def _repeats(before: CitePart, part: CitePart) -> bool:
    """Whether a cite names the same work as that before it: its locator is all it has to say."""
    is_same = before.cite.id == part.cite.id and not part.suffix
    is_elsewhere = part.cite.locator is not None or before.cite.locator is None
    return is_same and is_elsewhere and _goes_on(before, part)


def _has_locator(part: CitePart) -> bool:
    """Whether a cite prints its locator."""
    return part.cite.locator is not None and find(part.node, "locator") is not None


def _repeats_year(before: CitePart, part: CitePart) -> bool:
    """Whether two cites print the same year, and what tells the works apart."""
    if not (part.suffix and before.suffix) or _year_text(before) != _year_text(part):
        return False
    return _year_text(part) != "" and find(part.node, "year-suffix") is not None


def _without_year(part: CitePart) -> CitePart:
    """The suffix in place of the date, with the formats and affixes of both."""
    date, suffix = find(part.node, "date"), find(part.node, "year-suffix")
    if date is None or suffix is None:
        return part
    node = replace_node(part.node, date, keep_only(date, suffix))
    return part if node is None else replace(part, node=node)


def _without_date(part: CitePart) -> CitePart:
    """The locator alone; no delimiter is before a mark that it brings itself."""
    node: Node | None = part.node
    while node is not None and (date := find(node, "date")) is not None:
        node = replace_node(node, date, None)
    if node is None:
        return part
    brings_mark = plain(node).lstrip()[:1] in MARKS
    return replace(part, node=node, delimiter="" if brings_mark else part.delimiter)


def _goes_on(before: CitePart, part: CitePart) -> bool:
    """Whether nothing that the author has added stands between two cites, or behind the second."""
    return part.is_bare and not before.cite.suffix.strip()


def _suffix_ranges(run: Sequence[CitePart], range_delimiter: str) -> list[CitePart]:
    """Three and more suffixes in sequence become a range: a–c."""
    kept: list[CitePart] = []
    start = 0
    for end, part in enumerate(run, 1):
        if end < len(run) and suffix_rank(run[end].suffix) == suffix_rank(part.suffix) + 1:
            continue
        if end - start >= RANGE_FROM:
            kept += [run[start], replace(part, delimiter=range_delimiter)]
        else:
            kept += run[start:end]
        start = end
    return kept


def _ends_numbers(part: CitePart, after: CitePart) -> bool:
    """Whether the delimiter behind a cite is that after collapsed ones.

    As citeproc-js has it: behind a locator, unless that is a number in figures and the next number
    goes on with it.
    """
    locator = part.cite.locator
    if locator is None:
        return False
    is_followed = after.number and _goes_on(part, after)
    number = locator.value
    is_number = parse_number(number).is_range and "." not in number and not ROMAN.fullmatch(number)
    return not (is_followed and is_number)


def collapse_numbers(
    parts: Sequence[CitePart], layout_delimiter: str, range_delimiter: str, after: str | None
) -> list[CitePart]:
    """Ascending citation numbers become ranges: [1]–[3] (suite: collapse_CitationNumberRanges*)."""
    done: list[CitePart] = []
    index = 0
    while index < len(parts):
        end = index
        while (
            end + 1 < len(parts)
            and parts[end].number
            and parts[end + 1].number == parts[end].number + 1
            and _goes_on(parts[end], parts[end + 1])
        ):
            end += 1
        use_after = index > 0 and _ends_numbers(parts[index - 1], parts[index])
        delimiter = after if use_after else layout_delimiter
        first = replace(parts[index], delimiter=delimiter)
        if end - index + 1 >= RANGE_FROM:
            done += [first, replace(parts[end], delimiter=range_delimiter)]
            index = end + 1
        else:
            done.append(first)
            index += 1
    return done
