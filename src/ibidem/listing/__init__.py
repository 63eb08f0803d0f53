"""What a list of works can be asked, whatever host prints it.

The filter, the order, groups with headings, names set in bold: options as text come in (`options`),
the works are chosen (`selection`, `filters`), and a formatted result becomes the groups of the list
(`compose`, with `ordering`, `groups` and `highlight`). Hosts add places, ids and links.
"""

from ibidem.listing.filters import Filter, FilterError, names_of, parse_filter

__all__ = [
    "Filter",
    "FilterError",
    "names_of",
    "parse_filter",
]
