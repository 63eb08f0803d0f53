"""The option `group-by`: a list in parts with headings.

The order of the groups is that of what they are named after; years go from the newest to the oldest,
unless the list is sorted by ascending years. Works that have no value stand in the last group. A
work with several keywords stands in the group of each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from ibidem.csl.collation import collation_key, first_letter
from ibidem.listing.headings import (
    TYPE_NAMES,
    name_language,
    name_others,
    name_type,
    name_undated,
    name_year,
)
from ibidem.listing.ordering import Rules, SortKey, find_creators, sort_name
from ibidem.model import Item

Place: TypeAlias = "tuple[int, int, str]"
NOWHERE: Final[Place] = (1, 0, "")
ASCENDING_YEARS: Final = (SortKey("year"), SortKey("date"))

TYPE_PLACES: Final = {kind: place for place, kind in enumerate(TYPE_NAMES)}


class Label(NamedTuple):
    """The name of a group, and its place among the groups."""

    place: Place
    heading: str


Labels: TypeAlias = Callable[[Item, Rules], "list[Label]"]


def group_works(
    kind: str,
    ids: Sequence[str],
    items: Mapping[str, Item],
    rules: Rules,
    sort: Collection[SortKey],
) -> list[tuple[str, list[str]]]:
    """The headings and the ids under each, in their order; one group without a heading if `kind`
    is empty."""
    if not kind:
        return [("", list(ids))]
    headings: dict[Place, str] = {}
    members: dict[Place, list[str]] = {}
    for id in ids:
        for place, heading in KINDS[kind](items[id], rules):
            headings.setdefault(place, heading)
            members.setdefault(place, []).append(id)
    places = sorted(members)
    if kind == "year" and any(key in sort for key in ASCENDING_YEARS):
        places = [*reversed([p for p in places if p != NOWHERE]), *members.keys() & {NOWHERE}]
    return [(headings[place], members[place]) for place in places]


def _by_type(item: Item, rules: Rules) -> list[Label]:
    place = TYPE_PLACES.get(item.type, len(TYPE_PLACES))
    return [Label((0, place, item.type), name_type(item.type, rules.language))]


def _by_year(item: Item, rules: Rules) -> list[Label]:
    issued = item.dates.get("issued")
    if issued is None or not issued.parts or not issued.parts[0]:
        return [Label(NOWHERE, name_undated(rules.language))]
    year = issued.parts[0][0]
    return [Label((0, -year, ""), name_year(year, rules.language))]


def _by_keyword(item: Item, rules: Rules) -> list[Label]:
    words = (word.strip() for word in item.fields.get("keyword", "").replace(";", ",").split(","))
    labels = {collation_key(word, rules.language): word for word in words if word}
    if not labels:
        return [Label(NOWHERE, name_others(rules.language))]
    return [Label((0, 0, key), word) for key, word in labels.items()]


def _by_initial(item: Item, rules: Rules) -> list[Label]:
    creators = find_creators(item)
    text = sort_name(creators[0], rules)[0] if creators else item.fields.get("title", "")
    initial = first_letter(text, rules.language)
    if not initial:
        return [Label(NOWHERE, name_others(rules.language))]
    return [Label((0, 0, collation_key(initial, rules.language)), initial)]


def _by_language(item: Item, rules: Rules) -> list[Label]:
    tag = item.language.replace("_", "-").partition("-")[0].lower()
    if not tag:
        return [Label(NOWHERE, name_others(rules.language))]
    name = name_language(tag, rules.language)
    return [Label((0, 0, collation_key(name, rules.language)), name)]


KINDS: Final[Mapping[str, Labels]] = {
    "author-initial": _by_initial,
    "keyword": _by_keyword,
    "language": _by_language,
    "type": _by_type,
    "year": _by_year,
}
"""What works may be grouped by."""
