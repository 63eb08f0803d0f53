"""What a list of works can be asked, whatever host prints it.

The filter, the order, groups with headings, names set in bold: options as text come in
(`options`), the works are chosen (`selection`, `filters`, `fields`), and a formatted result becomes
the groups of the list (`compose`, with `ordering`, `groups`, `headings`, `names` and `marking`).
Lists may number their works for themselves (`series`), citations may be printed in part (`parts`).
Hosts add places and links; `ids` finds free ids for these, `way_back` names those to citations.
"""

from ibidem.listing.compose import ListedGroup, ShownList, compose_list, order_as_shown
from ibidem.listing.fields import address_of, names_of
from ibidem.listing.filters import Filter, FilterError, parse_filter
from ibidem.listing.ids import free_id, take_id
from ibidem.listing.marking import change_tagged, drop_label, prefix_labels, run_in
from ibidem.listing.options import (
    ENUMERATIONS,
    FLAGS,
    VALUES,
    ListOptions,
    read_list_options,
)
from ibidem.listing.ordering import Rules
from ibidem.listing.selection import Cited, WorkSelector, check_names, limit_to_files
from ibidem.listing.series import (
    NUMBERING,
    Portion,
    find_prefix,
    join_portions,
    order_prefixes,
    split_citation,
)
from ibidem.listing.way_back import ARROW, name_numbered, name_way_back

__all__ = [
    "ARROW",
    "ENUMERATIONS",
    "FLAGS",
    "NUMBERING",
    "VALUES",
    "Cited",
    "Filter",
    "FilterError",
    "ListOptions",
    "ListedGroup",
    "Portion",
    "Rules",
    "ShownList",
    "WorkSelector",
    "address_of",
    "change_tagged",
    "check_names",
    "compose_list",
    "drop_label",
    "find_prefix",
    "free_id",
    "join_portions",
    "limit_to_files",
    "name_numbered",
    "name_way_back",
    "names_of",
    "order_as_shown",
    "order_prefixes",
    "parse_filter",
    "prefix_labels",
    "read_list_options",
    "run_in",
    "split_citation",
    "take_id",
]
