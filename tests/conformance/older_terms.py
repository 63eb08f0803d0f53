"""Fixtures that are older than today's locales, and the terms that they were written for.

These four expect texts that later revisions of en-US changed; other fixtures expect the new texts,
so no single revision satisfies all. The terms are added to the fixture's style as its own, least
specific `cs:locale`. Nothing else is, and no other fixture gets any.
"""

from __future__ import annotations

from ibidem.csl.element import read_element
from ibidem.csl.style import Style
from ibidem.record import replace

_ERAS = '<term name="ad">AD</term><term name="bc">BC</term>'

OLDER_TERMS = {
    "bugreports_SortedIeeeItalicsFail": '<term name="month-06" form="short">Jun.</term>',
    "date_NegativeDateSort": _ERAS,
    "date_NegativeDateSortViaMacroOnYearMonthOnly": _ERAS,
    "magic_SubsequentAuthorSubstituteNotFooled": (
        '<term name="translator" form="short">'
        "<single>tran.</single><multiple>trans.</multiple></term>"
    ),
}
"""By fixture, the content of `cs:terms`."""


def add_older_terms(style: Style, terms: str) -> Style:
    """The style with terms that it prefers to those of the locale files."""
    xml = (
        f'<locale xmlns="http://purl.org/net/xbiblio/csl"><terms>{terms}</terms></locale>'
    ).encode()
    locale = read_element(xml, "older terms", "invalid-locale")
    return replace(style, locales=(*style.locales, locale))
