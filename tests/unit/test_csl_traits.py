"""What is settled once for all items with the same traits is right for each of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem.csl.compile import Compiler
from ibidem.csl.element import Element
from ibidem.csl.locales import resolve_locale
from ibidem.csl.processor import Processor
from ibidem.csl.rendering import SILENT_VARIABLE, Group, Leaf, Wrapped
from ibidem.csl.style import Style, parse_style
from ibidem.csl.traits import trait, traits_of, type_name
from ibidem.model import Citation, Cite
from ibidem.sources.csl_json import read_item
from ibidem.write.html import to_html

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">
<info><title>Traits</title><id>traits</id><updated>2026-01-31T12:00:00+00:00</updated></info>
<macro name="who"><names variable="author editor"><name form="short"/><label prefix=" "/><substitute>
  <names variable="translator"/>
  <choose><if type="book article" match="any"><text variable="title" quotes="true"/></if>
    <else-if variable="note" match="none"><text macro="where"/></else-if></choose>
  <text term="anonymous"/></substitute></names></macro>
<macro name="where"><group delimiter=": "><text variable="publisher-place"/><text variable="publisher"/>
</group></macro>
<macro name="numbers"><choose><if is-numeric="volume" variable="issue" match="all">
  <group><label variable="volume" form="short"/><number variable="volume" form="ordinal"/></group></if>
  <else-if variable="volume issue" match="any"><group prefix="[" suffix="]" delimiter="/">
    <text variable="volume"/><text variable="issue"/></group></else-if>
  <else><group><text term="edition"/><text variable="edition"/></group></else></choose></macro>
<macro name="all"><group delimiter=". "><text macro="who"/><choose><if position="first">
  <text variable="title" font-style="italic" text-case="title"/></if><else><text variable="title" form="short"/></else>
  </choose><text macro="numbers" prefix="(" suffix=")"/><text macro="where"/>
  <date variable="issued" prefix="(" suffix=")"><date-part name="year"/></date>
  <choose><if type="webpage" variable="URL"><text variable="URL"/></if><else-if type="webpage">
    <text value="on the web"/></else-if></choose></group></macro>
<citation><layout><text macro="all"/></layout></citation>
<bibliography><layout suffix="."><text macro="all"/><text variable="note" prefix=" "/></layout>
</bibliography></style>"""

VALUES: dict[str, list[Any]] = {
    "author": [[{"family": "Doe", "given": "Jo"}], [{"literal": "Institute"}]],
    "editor": [[{"family": "Roe", "given": "Al"}]],
    "translator": [[{"family": "Poe", "given": "Ed"}], []],
    "title": ["a title", "Of <i>mice</i>"],
    "language": ["de", "en"],
    "title-short": ["Short"],
    "publisher": ["Press"],
    "publisher-place": ["Rome"],
    "volume": ["2", "2 and more", "III"],
    "issue": ["5"],
    "edition": ["3"],
    "note": ["n"],
    "URL": ["http://a.b"],
    "issued": [{"date-parts": [[1999]]}, {"literal": "in press"}],
}

ITEMS = st.fixed_dictionaries(
    {"type": st.sampled_from(["book", "article", "webpage", "map"])},
    optional={variable: st.sampled_from(values) for variable, values in VALUES.items()},
)


@pytest.fixture(scope="module")
def style() -> Style:
    return parse_style(STYLE)


def write(style: Style, records: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """The entry of each item, its first cite and a later one."""
    items = [read_item({"id": str(n), **record}) for n, record in enumerate(records)]
    citations = [Citation((Cite(item.id),), note_number=n) for n, item in enumerate(items, 1)]
    later = [
        Citation((Cite(item.id),), note_number=n) for n, item in enumerate(items, len(items) + 1)
    ]
    result = Processor(style).process(items, [*citations, *later])
    cites = [to_html(citation.content) for citation in result.citations]
    listed = {entry.id: to_html(entry.content) for entry in result.bibliography.entries}
    entries = [listed.get(item.id, "") for item in items]
    return list(zip(entries, cites[: len(items)], cites[len(items) :], strict=True))


@given(st.lists(ITEMS, min_size=2, max_size=8))
def test_items_print_beside_others_what_they_print_alone(
    style: Style, records: list[dict[str, Any]]
) -> None:
    alone = [write(style, [record])[0] for record in records]
    together = write(style, records)
    # A later cite right behind the first one is no other: this style does not ask for ibid.
    assert together == alone


def test_types_that_no_style_asks_for_are_no_traits(style: Style) -> None:
    """Data may bring any number of them, and each would be one more bit in all that follow."""
    processor = Processor(style)
    types = ["map", "my own type", "another", "book"]
    items = [read_item({"id": type, "type": type, "title": "a title"}) for type in types]
    processor.process(items, [])
    found = [data.traits for data in processor._items.values()]
    assert found[:3] == [trait("title")] * 3
    assert found[3] == trait("title") | trait(type_name("book"))


@pytest.mark.parametrize(
    ("variable", "expected"),
    [("citation-number", ["yes", "yes"]), ("first-reference-note-number", ["no", "yes"])],
)
def test_numbers_of_the_cite_that_are_only_asked_for(variable: str, expected: list[str]) -> None:
    """Keys have none of them, so they are no cites where a style asks whether there is one."""
    choose = f'''<choose><if is-numeric="{variable}"><text value="yes"/></if>
      <else><text value="no"/></else></choose>'''
    head = STYLE[: STYLE.index("<macro")]
    citation = f"""<citation disambiguate-add-year-suffix="true"><layout>{choose}</layout>
      </citation></style>"""
    item = read_item({"id": "a", "type": "book"})
    notes = [Citation((Cite("a"),), note_number=number) for number in (1, 2)]
    result = Processor(parse_style(head + citation)).process([item], notes)
    assert [to_html(note.content) for note in result.citations] == expected


def test_traits_are_told_apart() -> None:
    names = ["author", "title", type_name("book"), type_name("article"), "book"]
    assert len({trait(name) for name in names}) == len(names)
    assert traits_of(names) & trait("title") == trait("title") == traits_of(["title"])


def test_what_is_not_asked_for_makes_no_difference(style: Style) -> None:
    """One object is left of a macro for all items with the same answers, the least that prints."""
    compiler = Compiler(style, resolve_locale("en-US"), style.citation)
    where = compiler.macro("where")
    both, asked = where.settled(traits_of(["publisher", "publisher-place", "title"]))
    assert asked == traits_of(["publisher-place", "publisher"])
    assert isinstance(both, Group)
    assert where.settled(traits_of(["publisher", "publisher-place", "note"]))[0] is both
    assert where.settled(trait("title")) == (SILENT_VARIABLE, asked)


def test_branches_that_are_not_taken_ask_for_nothing(style: Style) -> None:
    compiler = Compiler(style, resolve_locale("en-US"), style.citation)
    numbers = compiler.macro("numbers")
    asked = traits_of(["volume", "issue"])
    both, decisive = numbers.settled(asked)
    assert decisive == asked
    assert numbers.settled(asked | trait("edition")) == (both, asked)
    neither, decisive = numbers.settled(trait("title"))
    assert decisive == asked | trait("edition")
    assert numbers.settled(trait("edition"))[0] is not neither


def test_a_macro_of_one_element_is_that_element(style: Style) -> None:
    compiler = Compiler(style, resolve_locale("en-US"), style.citation)
    title = compiler.compile(Element("text", {"variable": "title"}))
    inner = Element("group", {"delimiter": ", "}, (Element("text", {"variable": "title"}),))
    group = compiler.compile(Element("group", {}, (inner, Element("label", {"variable": "page"}))))
    left, _asked = group.settled(trait("title"))
    assert isinstance(title.settled(trait("title"))[0], Leaf)
    assert isinstance(left, Group)  # the label prints also without a page
    outer = compiler.compile(Element("group", {}, (inner,)))
    left, _asked = outer.settled(trait("title"))
    assert isinstance(left, Wrapped)
    assert isinstance(left.inner, Leaf)
