"""Citations through the whole processor: how many names they show, and in which order they stand.

As in `test_csl_rendering`, each case is a question that real styles ask; where the specification
leaves it open, the answer is that of the reference processor.
"""

from __future__ import annotations

from typing import Any

import pytest

from growth import grows_linearly
from ibidem.csl.processor import Processor
from ibidem.csl.style import parse_style
from ibidem.model import Citation, CitationMode, Cite, Locator
from ibidem.sources.csl_json import read_item
from ibidem.write.html import to_html

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Cases</title><id>cases</id><updated>2026-01-31T12:00:00+00:00</updated></info>
<citation {options}>{sort}<layout {affixes}>{layout}</layout></citation>
</style>"""

AUTHOR_DATE = """<group delimiter=" "><names variable="author"><name form="short" {name}/>
  <substitute><names variable="editor"/></substitute></names>
  <date variable="issued"><date-part name="year"/></date></group>"""


def cite(
    items: dict[str, dict[str, Any]],
    *citations: str | Citation,
    options: str = "",
    sort: str = "",
    name: str = "",
    affixes: str = "",
    delimiter: str = "; ",
) -> list[str]:
    """The HTML of citations; one without affixes is the ids of items with blanks between them."""
    layout = AUTHOR_DATE.format(name=name)
    around = {"options": options, "sort": sort, "affixes": f'delimiter="{delimiter}" {affixes}'}
    text = STYLE.format(layout=layout, **around)
    style = parse_style(text)
    records = [read_item({"id": id, "type": "book", **item}) for id, item in items.items()]
    clusters = [
        Citation(tuple(map(Cite, citation.split()))) if isinstance(citation, str) else citation
        for citation in citations
    ]
    result = Processor(style).process(records, clusters)
    return [to_html(citation.content) for citation in result.citations]


def work(year: int, *authors: str, role: str = "author") -> dict[str, Any]:
    names = [{"family": family, "given": "A"} for family in authors]
    return {role: names, "issued": {"date-parts": [[year]]}}


@pytest.mark.parametrize(
    ("name", "authors", "expected"),
    [
        ('et-al-min="2" et-al-use-first="1"', "A B", "A, B 2001"),
        ('et-al-min="2" et-al-use-first="1"', "A B C", "A et al. 2001"),
        ('et-al-min="2" et-al-use-first="0"', "A B C", "A et al. 2001"),
        ('et-al-min="3" et-al-use-first="2"', "A B C", "A, B, et al. 2001"),
    ],
)
def test_a_first_cite_shows_no_fewer_names_than_later_ones(
    name: str, authors: str, expected: str
) -> None:
    options = 'et-al-subsequent-min="3" et-al-subsequent-use-first="1"'
    items = {"a": work(2001, *authors.split())}
    assert cite(items, "a", options=options, name=name) == [expected]


@pytest.mark.parametrize(
    ("later", "authors", "expected"),
    [
        ('et-al-min="4" et-al-use-first="1"', "A B C", "A, B, C"),
        ('et-al-min="4" et-al-use-first="1"', "A B C D", "A et al."),
        ('et-al-min="9" et-al-use-first="1"', "A B C D", "A, B, C, et al."),
        ('et-al-min="4" et-al-use-first="2"', "A B C D", "A, B, et al."),
        ("", "A B C", "A et al."),
        ('et-al-min="3" et-al-use-first="0"', "A B C", "A et al."),
    ],
)
def test_what_later_cites_say_of_their_names_alone_counts_as_well(
    later: str, authors: str, expected: str
) -> None:
    layout = f"""<choose><if position="first"><names variable="author"><name form="short"/></names></if>
      <else><names variable="author"><name {later}/></names></else></choose>"""
    options = 'et-al-min="3" et-al-use-first="1"'
    style = STYLE.format(options=options, sort="", affixes="", layout=layout)
    items = {"a": work(2001, *authors.split())}
    assert cite_in(style, items, Citation((Cite("a"),))) == [expected]


@pytest.mark.parametrize("authors", ["A B C", "A B C D"])
def test_no_names_at_all_where_none_stand_first(authors: str) -> None:
    items = {"a": work(2001, *authors.split())}
    assert cite(items, "a", name='et-al-min="3" et-al-use-first="0"') == ["2001"]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ("ABC ABCD ABCDE", ["A, B, C", "A, B, C, D", "A, B, C, D, et al."]),
        ("ABC ABD ABDE ABDF", ["A, B, C", "A, B, D", "A, B, D, E", "A, B, D, F"]),
        ("ABC ABC ABCD ABCDE", ["A, B, C", "A, B, C", "A, B, C, D", "A, B, C, D, et al."]),
        ("ABC ABCDE ABCDF", ["A, B, C", "A, B, C, D, E", "A, B, C, D, F"]),
        ("ABC ABCDE ABCDE", ["A, B, C", "A, B, C, et al.", "A, B, C, et al."]),
    ],
)
def test_names_are_added_as_long_as_they_tell_works_apart(lists: str, expected: list[str]) -> None:
    items = {str(place): work(2001, *names) for place, names in enumerate(lists.split())}
    options = 'et-al-min="3" et-al-use-first="1" disambiguate-add-names="true"'
    found = cite(items, *items, options=options)
    assert [text.removesuffix(" 2001") for text in found] == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ('<text variable="title"/>', "A et al.; D et al."),
        ('<names variable="author"/>', "A, B, et al.; D et al."),
        ('<names variable="author"/><names variable="editor"/>', "A, B, et al.; D, E, et al."),
    ],
)
def test_only_lists_of_names_that_later_cites_have_count(later: str, expected: str) -> None:
    options = (
        'et-al-min="3" et-al-use-first="1" et-al-subsequent-min="3" et-al-subsequent-use-first="2"'
    )
    layout = f"""<choose><if position="first"><group delimiter="; "><names variable="author"/>
      <names variable="editor"/></group></if><else>{later}</else></choose>"""
    style = STYLE.format(options=options, sort="", affixes="", layout=layout)
    names = {
        role: [{"family": family} for family in families]
        for role, families in (("author", "ABC"), ("editor", "DEF"))
    }
    assert cite_in(style, {"a": {"title": "T", **names}}, Citation((Cite("a"),))) == [expected]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "A, B, C"),
        ('et-al-min="2" et-al-use-first="1"', "A et al."),
        ('et-al-min="9" et-al-use-first="1"', "A, B, et al."),
        ('et-al-subsequent-min="3" et-al-subsequent-use-first="1"', "A et al."),
    ],
)
def test_names_that_stand_in_show_no_fewer_than_later_cites(options: str, expected: str) -> None:
    """They are shortened as those that they stand in for, later ones as they say themselves."""
    layout = """<names variable="author"><name et-al-min="2" et-al-use-first="1"/>
      <substitute><names variable="editor"><name form="short"/></names></substitute></names>"""
    style = STYLE.format(options=options, sort="", affixes="", layout=layout)
    editors = [{"family": family} for family in "ABC"]
    assert cite_in(style, {"a": {"editor": editors}}, Citation((Cite("a"),))) == [expected]


def test_cites_without_names_come_last_of_those_that_the_first_key_leaves_equal() -> None:
    items = {"none": work(2018), "edited": work(2016, "Friedrich", role="editor")}
    sort = '<sort><key variable="author"/><key variable="issued"/></sort>'
    assert cite(items, "none edited", options='collapse="year"', sort=sort) == [
        "Friedrich 2016; 2018"
    ]


def test_a_title_in_the_place_of_names_comes_last_of_these_too() -> None:
    style = STYLE.format(
        layout=AUTHOR_DATE.format(name="").replace(
            "<substitute>", "<substitute><text variable='title'/>"
        ),
        options='collapse="year"',
        sort='<sort><key variable="issued"/></sort>',
        affixes='delimiter="; "',
    )
    works = {"a": {**work(1999), "title": "Aces"}, "b": work(1999, "Doe"), "c": work(1998, "Roe")}
    citation = Citation(tuple(map(Cite, "abc")))
    assert cite_in(style, works, citation) == ["Roe 1998; Doe 1999; Aces 1999"]


def test_an_empty_delimiter_of_groups_is_none() -> None:
    items = {"a": work(2001, "Doe"), "b": work(2002, "Doe")}
    options = 'collapse="year" cite-group-delimiter=""'
    assert cite(items, "a b", options=options) == ["Doe 2001, 2002"]


@pytest.mark.parametrize("options", ['collapse="year"', 'cite-group-delimiter=", "'])
def test_works_without_authors_are_no_group(options: str) -> None:
    items = {"a": work(2001), "b": work(2002), "c": work(2003, "C"), "d": work(2004, "C")}
    found = cite(items, "a b", "c d", options=options)
    assert found[0] == "2001; 2002"
    assert found[1] == ("C 2003, 2004" if "collapse" in options else "C 2003, C 2004")


def test_labels_are_a_group() -> None:
    layout = '<text variable="citation-label"/>'
    style = STYLE.format(
        options='collapse="year"', sort="", affixes='delimiter="; "', layout=layout
    )
    works = {"a": work(2001, "Doe"), "b": work(2002, "Roe", role="director")}
    assert cite_in(style, works, Citation((Cite("a"), Cite("b")))) == ["Doe01, Roe02"]


@pytest.mark.parametrize(
    ("collapse", "affixes", "expected"),
    [
        # Between bare cites stands the delimiter of year suffixes, elsewhere that of the group.
        ("year-suffix", {}, "Doe 1999a,b,c,d, 2000"),
        ("year-suffix", {"b": ("see ", "")}, "Doe 1999a, see b,c,d, 2000"),
        ("year-suffix", {"b": ("", " (esp.)")}, "Doe 1999a, b (esp.), c,d, 2000"),
        ("year-suffix", {"a": ("", " (esp.)")}, "Doe 1999a (esp.), b,c,d, 2000"),
        # A range stands for bare cites only.
        ("year-suffix-ranged", {}, "Doe 1999a–d, 2000"),
        ("year-suffix-ranged", {"d": ("see ", "")}, "Doe 1999a–c, see d, 2000"),
        ("year-suffix-ranged", {"d": ("", " (esp.)")}, "Doe 1999a–c, d (esp.), 2000"),
        ("year-suffix-ranged", {"b": ("see ", "")}, "Doe 1999a, see b–d, 2000"),
        ("year-suffix-ranged", {"c": ("", " (esp.)")}, "Doe 1999a,b, c (esp.), d, 2000"),
    ],
)
def test_year_suffixes_keep_the_affixes_of_their_cites(
    collapse: str, affixes: dict[str, tuple[str, str]], expected: str
) -> None:
    items = {id: work(1999, "Doe") for id in "abcd"} | {"e": work(2000, "Doe")}
    options = f"""collapse="{collapse}" year-suffix-delimiter=","
      disambiguate-add-year-suffix="true" """
    cites = [Cite(id, None, *affixes.get(id, ())) for id in items]
    assert cite(items, Citation(tuple(cites)), options=options) == [expected]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<text variable="locator" prefix="p. "/>', "Doe, 1999, p. 3, p. 5"),
        ('<group><text variable="locator" prefix="(" suffix=")"/></group>', "Doe, 1999, (3), (5)"),
    ],
)
def test_the_year_of_a_work_is_not_repeated_before_its_next_locator(
    layout: str, expected: str
) -> None:
    text = f"""<group delimiter=", "><names variable="author"><name form="short"/></names>
      <date variable="issued"><date-part name="year"/></date>{layout}</group>"""
    options = 'collapse="year-suffix" disambiguate-add-year-suffix="true"'
    style = STYLE.format(options=options, sort="", affixes='delimiter="; "', layout=text)
    cites = tuple(Cite("a", Locator("page", number)) for number in ("3", "5"))
    assert cite_in(style, {"a": work(1999, "Doe")}, Citation(cites)) == [expected]


def test_no_date_of_a_work_is_repeated_before_its_next_locator() -> None:
    layout = """<group delimiter=", "><names variable="author"><name form="short"/></names>
      <group delimiter="/"><date variable="original-date"><date-part name="year"/></date>
      <date variable="issued"><date-part name="year"/></date></group>
      <text variable="locator"/></group>"""
    options = 'collapse="year-suffix" disambiguate-add-year-suffix="true"'
    style = STYLE.format(options=options, sort="", affixes='delimiter="; "', layout=layout)
    cites = tuple(Cite("a", Locator("page", number)) for number in ("3", "5"))
    works = {"a": work(1999, "Doe") | {"original-date": {"date-parts": [[1815]]}}}
    assert cite_in(style, works, Citation(cites)) == ["Doe, 1815/1999, 3, 5"]


def test_a_locator_that_brings_its_mark_follows_without_a_delimiter() -> None:
    layout = """<names variable="author"><name form="short"/></names>
      <date variable="issued" prefix=" "><date-part name="year"/></date>
      <text variable="locator" prefix=", "/>"""
    options = 'collapse="year-suffix" disambiguate-add-year-suffix="true"'
    style = STYLE.format(options=options, sort="", affixes='delimiter="; "', layout=layout)
    cites = tuple(Cite("a", Locator("page", number)) for number in ("3", "5"))
    assert cite_in(style, {"a": work(1999, "Doe")}, Citation(cites)) == ["Doe 1999, 3, 5"]


@pytest.mark.parametrize("delimiter", ["; ", "\u00a0; ", "\u202f; "])
def test_no_delimiter_follows_the_mark_of_a_suffix(delimiter: str) -> None:
    items = {"a": work(1999, "Doe"), "b": work(2000, "Roe")}
    cites = (Cite("a", suffix=". He denies it."), Cite("b"))
    expected = ["Doe 1999. He denies it. Roe 2000"]
    assert cite(items, Citation(cites), delimiter=delimiter) == expected


SUPPRESSED = Cite("a", mode="suppress-author")


@pytest.mark.parametrize(
    ("cites", "mode", "expected"),
    [
        ((Cite("a"), Cite("b"), Cite("c")), "textual", "Doe (1999, 2000; Roe 2001)"),
        ((Cite("a"), Cite("c"), Cite("b")), "textual", "Doe (1999; Roe 2001; Doe 2000)"),
        ((SUPPRESSED, Cite("b"), Cite("c")), "normal", "(1999, 2000; Roe 2001)"),
        ((Cite("b"), SUPPRESSED, Cite("c")), "normal", "(Doe 2000, 1999; Roe 2001)"),
    ],
)
def test_works_of_an_author_in_the_sentence_are_collapsed(
    cites: tuple[Cite, ...], mode: CitationMode, expected: str
) -> None:
    items = {"a": work(1999, "Doe"), "b": work(2000, "Doe"), "c": work(2001, "Roe")}
    options = {"options": 'collapse="year"', "affixes": 'prefix="(" suffix=")"'}
    assert cite(items, Citation(cites, mode), **options) == [expected]


@pytest.mark.parametrize(
    ("written", "collapse", "expected"),
    [
        ("b a c", "year", "Doe (1999, 2000; Roe 2001)"),
        ("c b a", "year", "Roe (2001; Doe 1999, 2000)"),
        ("b c a", "", "Doe (1999; Doe 2000; Roe 2001)"),
        ("c b a", "", "Roe (2001; Doe 1999; Doe 2000)"),
        ("no b a", "year", "(<b>no?</b>; Doe 1999, 2000)"),
    ],
)
def test_works_of_the_author_in_the_sentence_are_sorted(
    written: str, collapse: str, expected: str
) -> None:
    items = {"a": work(1999, "Doe"), "b": work(2000, "Doe"), "c": work(2001, "Roe")}
    options = f'collapse="{collapse}"' if collapse else ""
    citation = Citation(tuple(map(Cite, written.split())), "textual")
    sort = '<sort><key variable="author"/><key variable="issued"/></sort>'
    affixes = 'prefix="(" suffix=")"'
    assert cite(items, citation, options=options, sort=sort, affixes=affixes) == [expected]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "Doe (1999; Roe 2000; Doe 2001)"),
        ('cite-group-delimiter=", "', "Doe (1999, Doe 2001; Roe 2000)"),
    ],
)
def test_works_of_the_author_in_the_sentence_stay_where_the_style_groups_none(
    options: str, expected: str
) -> None:
    items = {"a": work(1999, "Doe"), "b": work(2000, "Roe"), "c": work(2001, "Doe")}
    citation = Citation(tuple(map(Cite, "cba")), "textual")
    sort = '<sort><key variable="issued"/></sort>'
    affixes = 'prefix="(" suffix=")"'
    assert cite(items, citation, options=options, sort=sort, affixes=affixes) == [expected]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [("a", "Doe 1999, p. 5 there"), ("a b", "Doe 1999, p. 5 there, Roe 2000, p. 5 there")],
)
def test_parts_of_a_sentence_have_no_affixes_and_spell_their_locators(
    ids: str, expected: str
) -> None:
    items = {"a": work(1999, "Doe"), "b": work(2000, "Roe")}
    cites = tuple(Cite(id, Locator("page", "5"), suffix=" there") for id in ids.split())
    affixes = 'prefix="(" suffix=")" font-style="italic"'
    assert cite(items, Citation(cites, "each"), affixes=affixes) == [expected]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("see", "see Doe 1999"),
        ("see,", "see, Doe 1999"),
        ("see &", "see &#38; Doe 1999"),
        ("see-", "see-Doe 1999"),
        ("“see”", "“see” Doe 1999"),
        ('"see?"', "“see?” Doe 1999"),
        ("the Joneses'", "the Joneses’ Doe 1999"),
        ('see "', 'see "Doe 1999'),
        ("<i>see</i>", "<i>see</i> Doe 1999"),
        ("<i>see (</i>", "<i>see (</i>Doe 1999"),
    ],
)
def test_a_space_stands_behind_a_prefix_that_ends_a_word(prefix: str, expected: str) -> None:
    assert cite({"a": work(1999, "Doe")}, Citation((Cite("a", None, prefix),))) == [expected]


@pytest.mark.parametrize(
    ("delimiter", "suffix", "prefix", "expected"),
    [
        ("; ", " etc.", "", "Doe 1999 etc.; Roe 2000"),
        (", ", " etc.", "", "Doe 1999 etc., Roe 2000"),
        (". ", " etc.", "", "Doe 1999 etc. Roe 2000"),
        ("; ", ", etc.", "", "Doe 1999, etc.; Roe 2000"),
        ("; ", " etc.,", "", "Doe 1999 etc., Roe 2000"),
        ("; ", ".", "", "Doe 1999.; Roe 2000"),
        ("; ", ". Aufl.", "", "Doe 1999. Aufl.; Roe 2000"),
        (" / ", " etc.", "", "Doe 1999 etc. / Roe 2000"),
        ("; ", "", ", see", "Doe 1999, see Roe 2000"),
        (" / ", "", ", see", "Doe 1999, see Roe 2000"),
    ],
)
def test_delimiters_beside_marks_of_affixes(
    delimiter: str, suffix: str, prefix: str, expected: str
) -> None:
    items = {"a": work(1999, "Doe"), "b": work(2000, "Roe")}
    citation = Citation((Cite("a", suffix=suffix), Cite("b", prefix=prefix)))
    assert cite(items, citation, delimiter=delimiter) == [expected]


@pytest.mark.parametrize(
    ("layout", "delimiter", "expected"),
    [
        ('<text variable="title" suffix="."/>', ". ", "A. B?"),
        ('<text variable="title"/>', ". ", "A. B?"),
        ('<text variable="title" quotes="true"/>', ", ", "“A,” “B?”"),
        ('<text variable="title" quotes="true"/>', "; ", "“A”; “B?”"),
    ],
)
def test_delimiters_of_cites_are_joined_as_others(
    layout: str, delimiter: str, expected: str
) -> None:
    """CSL 1.0.2, punctuation-in-quote."""
    affixes = f'delimiter="{delimiter}"'
    style = STYLE.format(options="", sort="", affixes=affixes, layout=layout)
    works = {"a": {"title": "A"}, "b": {"title": "B?"}}
    assert cite_in(style, works, Citation((Cite("a"), Cite("b")))) == [expected]


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        ("and more", "Doe 1999 and more"),
        ("(sic)", "Doe 1999 (sic)"),
        ("[sic]", "Doe 1999 [sic]"),
        ("&c.", "Doe 1999 &#38;c."),
        ("<i>sic</i>", "Doe 1999 <i>sic</i>"),
        (", sic", "Doe 1999, sic"),
        ("<i>, sic</i>", "Doe 1999<i>, sic</i>"),
        ("<b><i>; sic</i></b>", "Doe 1999<b><i>; sic</i></b>"),
        ("<b>(sic)</b>", "Doe 1999 <b>(sic)</b>"),
        ("<5 p.", "Doe 1999 &#60;5 p."),
    ],
)
def test_a_space_stands_before_a_suffix_that_begins_with_a_word(suffix: str, expected: str) -> None:
    assert cite({"a": work(1999, "Doe")}, Citation((Cite("a", suffix=suffix),))) == [expected]


@pytest.mark.parametrize(
    ("infix", "expected"),
    [
        ("'s <i>book</i>", "Doe\u2019s <i>book</i> 1999"),
        ("in", "Doe in 1999"),
        ("<i>in</i>", "Doe <i>in</i> 1999"),
        ("<i>, in</i>", "Doe<i>, in</i> 1999"),
        (", in", "Doe, in 1999"),
        ("", "Doe 1999"),
        (", who says:", "Doe, who says: 1999"),
        ("(in his last year)", "Doe (in his last year) 1999"),
        ("has it: “No.”", "Doe has it: “No.” 1999"),
    ],
)
def test_the_words_behind_an_author_are_read_as_affixes(infix: str, expected: str) -> None:
    citation = Citation((Cite("a"),), mode="textual", infix=infix)
    assert cite({"a": work(1999, "Doe")}, citation) == [expected]


NOTES = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">
<info><title>Notes</title><id>notes</id><updated>2026-01-31T12:00:00+00:00</updated></info>
<macro name="author"><names variable="author"><name form="short" initialize-with="."/></names></macro>
<macro name="editor"><names variable="editor"><name form="short" initialize-with="."/></names></macro>
<citation disambiguate-add-givenname="true"
  givenname-disambiguation-rule="all-names-with-initials"><layout>
  <group delimiter=", in "><text macro="author"/>
    <choose><if position="first"><text macro="editor"/></if></choose></group>
</layout></citation>
<bibliography><layout><text macro="editor"/></layout></bibliography>
</style>"""


def test_persons_of_a_first_cite_are_told_apart_wherever_they_are() -> None:
    """Also those that later cites do not name, and in entries with other lists of names."""
    records = [
        {"author": [("Doe", "Jane"), ("Poe", "Edgar")], "editor": [("Blum", "Anna")]},
        {"author": [("Blum", "Christian")], "editor": [("Poe", "Mary"), ("Roe", "Kim")]},
    ]
    items = [
        read_item(
            {"id": str(place), "type": "chapter"}
            | {
                role: [{"family": family, "given": given} for family, given in names]
                for role, names in record.items()
            }
        )
        for place, record in enumerate(records)
    ]
    clusters = [Citation((Cite(id),), note_number=note) for note, id in enumerate("010", 1)]
    result = Processor(parse_style(NOTES)).process(items, clusters)
    assert [to_html(citation.content) for citation in result.citations] == [
        "Doe, E. Poe, in A. Blum", "C. Blum, in M. Poe, Roe", "Doe, E. Poe",
    ]  # fmt: skip
    entries = [to_html(entry.content) for entry in result.bibliography.entries]
    assert entries == ["A. Blum", "M. Poe, Roe"]


def test_rules_for_initials_print_them_also_where_a_style_does_not_say_how() -> None:
    source = NOTES.replace(' initialize-with="."', "")
    items = [
        read_item({"id": id, "type": "book", "author": [{"family": "Doe", "given": given}]})
        for id, given in (("0", "Anna Maria"), ("1", "Jean-Luc"))
    ]
    clusters = [Citation((Cite(id),), note_number=note) for note, id in enumerate("01", 1)]
    result = Processor(parse_style(source)).process(items, clusters)
    assert [to_html(it.content) for it in result.citations] == ["AM Doe", "J-L Doe"]


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("note", 'collapse="year"', "Roe 1999; Doe 1999; 2000; Poe 1999"),
        ("note", 'cite-group-delimiter=", "', "Doe 1999, Doe 2000; Poe 1999; Roe 1999"),
        ("in-text", 'collapse="year"', "Doe 1999, 2000; Poe 1999; Roe 1999"),
    ],
)
def test_groups_of_cites_are_sorted_by_name_but_in_notes_that_collapse(
    kind: str, options: str, expected: str
) -> None:
    works = {"a": work(1999, "Roe"), "b": work(1999, "Doe"), "c": work(2000, "Doe")}
    works["d"] = work(1999, "Poe")
    text = STYLE.format(
        layout=AUTHOR_DATE.format(name=""),
        options=options,
        sort='<sort><key variable="issued"/></sort>',
        affixes='delimiter="; "',
    )
    citation = Citation(tuple(map(Cite, "acbd")), note_number=1)
    source = text.replace('class="in-text"', f'class="{kind}"')
    assert cite_in(source, works, citation) == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("c b a", "Roe 1999; Doe 1999a; Doe 1999b"),
        ("b c a", "Doe 1999a; Roe 1999; Doe 1999b"),
        ("b d c a", "Doe 1998; Doe 1999a; Roe 1999; Doe 1999b"),
    ],
)
@pytest.mark.parametrize("key", ['variable="issued"', 'macro="dated"'])
def test_year_suffixes_order_the_works_of_one_author_alone(
    written: str, expected: str, key: str
) -> None:
    works = {"a": work(1999, "Doe"), "b": work(1999, "Doe"), "c": work(1999, "Roe")}
    works["d"] = work(1998, "Doe")
    macros = """<macro name="dated"><text macro="year"/></macro>
      <macro name="year"><date variable="issued"><date-part name="year"/></date></macro>"""
    source = STYLE.format(
        options='disambiguate-add-year-suffix="true"',
        sort=f"<sort><key {key}/></sort>",
        affixes='delimiter="; "',
        layout=AUTHOR_DATE.format(name=""),
    ).replace("<citation", f"{macros}<citation")
    citation = Citation(tuple(map(Cite, written.split())))
    assert cite_in(source, works, citation) == [expected]


YEARS = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Years</title><id>years</id><updated>2026-01-31T12:00:00+00:00</updated></info>
<citation collapse="{collapse}" year-suffix-delimiter="," disambiguate-add-year-suffix="true">
<layout prefix="(" suffix=")" delimiter="; "><group delimiter=", ">
  <group delimiter=" "><names variable="author"><name form="short"/></names>
    <date variable="issued"><date-part name="year"/></date></group>
  <group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group>
</group></layout></citation></style>"""


def cite_in(style: str, records: dict[str, dict[str, Any]], *citations: Citation) -> list[str]:
    items = [read_item({"id": id, "type": "book", **record}) for id, record in records.items()]
    result = Processor(parse_style(style)).process(items, list(citations))
    return [to_html(citation.content) for citation in result.citations]


@pytest.mark.parametrize(
    ("collapse", "places", "expected"),
    [
        ("year-suffix", "a", "(Doe 2001a, p. 7, b,c, 2002)"),
        ("year-suffix", "b", "(Doe 2001a, b, p. 7, c, 2002)"),
        ("year-suffix", "a b c", "(Doe 2001a, p. 7, b, p. 7, c, p. 7, 2002)"),
        ("year-suffix-ranged", "", "(Doe 2001a–c, 2002)"),
        ("year-suffix-ranged", "c", "(Doe 2001a,b, c, p. 7, 2002)"),
    ],
)
def test_repeated_years_go_beside_locators_as_well(
    collapse: str, places: str, expected: str
) -> None:
    works = {**dict.fromkeys("abc", work(2001, "Doe")), "d": work(2002, "Doe")}
    page = Locator("page", "7")
    cites = tuple(Cite(id, page if id in places.split() else None) for id in works)
    assert cite_in(YEARS.format(collapse=collapse), works, Citation(cites)) == [expected]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        # explicit suffixes
        (
            '{date}<text variable="year-suffix" font-style="italic"/>',
            "2001<i>a</i>,<i>b</i>,<i>c</i>",
        ),
        (
            '<group prefix="[" suffix="]">{date}<text variable="year-suffix"/></group>',
            "[2001a],[b],[c]",
        ),
        # and those that follow the year
        ('<group font-weight="bold">{date}</group>', "<b>2001a</b>,<b>b</b>,<b>c</b>"),
        (
            '<date variable="issued" font-weight="bold"><date-part name="year"/></date>',
            "<b>2001a</b>,<b>b</b>,<b>c</b>",
        ),
    ],
)
def test_suffixes_without_their_years_keep_what_is_around_them(layout: str, expected: str) -> None:
    date = '<date variable="issued"><date-part name="year"/></date>'
    style = STYLE.format(
        options='collapse="year-suffix" year-suffix-delimiter="," disambiguate-add-year-suffix="true"',
        sort="",
        affixes='delimiter="; "',
        layout='<names variable="author" suffix=" "/>' + layout.format(date=date),
    )
    works = dict.fromkeys("abc", work(2001, "Doe"))
    assert cite_in(style, works, Citation(tuple(map(Cite, works)))) == [f"A Doe {expected}"]


def test_a_locator_that_is_not_printed_and_a_suffix_that_is_not_change_nothing() -> None:
    date = '<date variable="issued"><date-part name="year"/></date>'
    names = '<names variable="author" suffix=" "/>'
    options = 'collapse="year-suffix-ranged" year-suffix-delimiter="," disambiguate-add-year-suffix="true"'
    works = dict.fromkeys("abc", work(2001, "Doe"))
    cites = (Cite("a"), Cite("b", Locator("page", "7")), Cite("c"))
    style = STYLE.format(options=options, sort="", affixes='delimiter="; "', layout=names + date)
    assert cite_in(style, works, Citation(cites)) == ["A Doe 2001a–c"]
    style = style.replace(
        "</citation>",
        """</citation><bibliography><layout>
      <text variable="year-suffix"/></layout></bibliography>""",
    )
    assert cite_in(style, works, Citation(cites)) == ["A Doe 2001, 2001, 2001"]


def test_suffixes_of_another_year_bring_their_year() -> None:
    works = {
        id: work(year, "Doe") for id, year in zip("abcd", (2001, 2001, 2002, 2002), strict=True)
    }
    style = YEARS.format(collapse="year-suffix")
    citations = [Citation(tuple(map(Cite, ids))) for ids in ("abcd", "bc", "ac")]
    expected = ["(Doe 2001a,b, 2002a,b)", "(Doe 2001b, 2002a)", "(Doe 2001a, 2002a)"]
    assert cite_in(style, works, *citations) == expected


@pytest.mark.parametrize(
    ("collapse", "cites", "expected"),
    [
        ("year", "a b c d", "Doe 2001a, 2001b; Roe 2002; Poe 2003"),
        ("year", "c d a b", "Roe 2002; Poe 2003; Doe 2001a, 2001b"),
        ("year-suffix", "a b c d", "Doe 2001a,b; Roe 2002, Poe 2003"),
        ("year-suffix", "c a b d", "Roe 2002, Doe 2001a,b; Poe 2003"),
        ("year-suffix", "c d a e", "Roe 2002, Poe 2003, Doe 2001a, 2004"),
        ("year-suffix", "c5 d a b", "Roe 2002, p. 5; Poe 2003, Doe 2001a,b"),
        ("year-suffix", "a b5 c d", "Doe 2001a, b, p. 5; Roe 2002, Poe 2003"),
        ("year-suffix-ranged", "a b c d", "Doe 2001a,b; Roe 2002; Poe 2003"),
    ],
)
def test_the_delimiter_after_collapsed_cites(collapse: str, cites: str, expected: str) -> None:
    """As citeproc-js has it, `year-suffix` alone has it only after works that were collapsed, and
    locators."""
    works = {"a": work(2001, "Doe"), "b": work(2001, "Doe"), "c": work(2002, "Roe")}
    works |= {"d": work(2003, "Poe"), "e": work(2004, "Doe")}
    style = STYLE.format(
        options=f'collapse="{collapse}" after-collapse-delimiter="; " year-suffix-delimiter=","'
        ' disambiguate-add-year-suffix="true"',
        sort="",
        affixes='delimiter=", "',
        layout=AUTHOR_DATE.format(name="") + '<text variable="locator" prefix=", p. "/>',
    )
    citation = Citation(
        tuple(Cite(it[0], Locator("page", it[1:]) if it[1:] else None) for it in cites.split())
    )
    assert cite_in(style, works, citation) == [expected]


def test_a_work_that_is_repeated_on_the_spot_is_printed_once() -> None:
    works = {"a": work(2001, "Doe"), "b": work(2002, "Doe")}
    style = YEARS.format(collapse="year-suffix")
    citations = [
        Citation((Cite("a"), Cite("a"), Cite("b"))),
        Citation((Cite("a"), Cite("a", Locator("page", "7")))),
    ]
    assert cite_in(style, works, *citations) == ["(Doe 2001, 2002)", "(Doe 2001, p. 7)"]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"author": [{"family": "Doe"}]}, "Doe01"),
        ({"author": [{"family": "den Besten"}, {"family": "Roe"}]}, "BeRo01"),
        ({"author": [{"family": name} for name in ("Doe", "Roe", "Poe")]}, "DoRP01"),
        ({"author": [{"family": name} for name in ("Doe", "Roe", "Poe", "Moe", "Loe")]}, "DRPM01"),
        ({"author": [{"literal": "The Economist"}]}, "Econ01"),
        ({"author": [{"literal": "ML4AD Group"}]}, "Mlad01"),
        ({"author": [{"family": "Doe"}], "issued": {"literal": "in press"}}, "Doe00"),
        ({"title": "an End of the World"}, "Endw01"),
        ({"title": "5th International Conference"}, "5thi01"),
        ({"title": 'an <span class="nocase">iOS</span> <i>Manual</i>'}, "Iosm01"),
    ],
)
def test_labels_are_made_of_names_without_particles_and_articles(
    record: dict[str, Any], expected: str
) -> None:
    around = {"options": "", "sort": "", "affixes": ""}
    style = STYLE.format(layout='<text variable="citation-label"/>', **around)
    works = {"a": {"issued": {"date-parts": [[2001]]}, **record}}
    assert cite_in(style, works, Citation((Cite("a"),))) == [expected]


def test_an_author_in_the_sentence_has_no_format_of_the_citation() -> None:
    author = Citation((Cite("a", mode="author-only"),))
    affixes = 'prefix="(" suffix=")" vertical-align="sup"'
    assert cite({"a": work(2001, "Doe")}, author, affixes=affixes) == ["Doe"]


@pytest.mark.parametrize(
    ("record", "sentence", "rest"),
    [
        (work(2001, "Doe"), "Doe", "2001"),
        (work(2001, "Doe", role="translator"), "Doe", "2001 [A Doe]"),
        ({**work(2001, "Doe"), **work(2001, "Roe", role="translator")}, "Doe", "2001 [A Roe]"),
    ],
)
def test_only_names_that_a_cite_begins_with_are_its_author(
    record: dict[str, Any], sentence: str, rest: str
) -> None:
    """Behind a date stand those who did something else."""
    layout = f'{AUTHOR_DATE.format(name="")}<names variable="translator" prefix=" [" suffix="]"/>'
    style = STYLE.format(options="", sort="", affixes="", layout=layout)
    author, suppressed = (
        Citation((Cite("a", mode=mode),)) for mode in ("author-only", "suppress-author")
    )
    assert cite_in(style, {"a": record}, author, suppressed) == [sentence, rest]


def test_names_behind_a_date_are_the_author_if_they_are_its_author_s() -> None:
    layout = '<date variable="issued"><date-part name="year"/></date><names variable="author"/>'
    style = STYLE.format(options="", sort="", affixes="", layout=layout)
    suppressed = Citation((Cite("a", mode="suppress-author"),))
    assert cite_in(style, {"a": work(2001, "Doe")}, suppressed) == ["2001"]


@pytest.mark.parametrize(
    ("layout", "sentence", "rest"),
    [
        ('<names variable="editor"/><text variable="title" prefix=", "/>', "A Doe", ", T"),
        (
            '<group delimiter=", "><names variable="editor"/><text variable="title"/></group>',
            "A Doe",
            "T",
        ),
        (
            '<group delimiter=" "><text term="in"/><names variable="editor"/>'
            '<text variable="title"/></group>',
            "A Doe",
            "in T",
        ),
        (
            '<group delimiter=", "><text variable="title"/><names variable="editor"/></group>',
            "Doe",
            "T, A Doe",
        ),
    ],
)
def test_editors_are_the_author_of_a_cite_that_begins_with_them(
    layout: str, sentence: str, rest: str
) -> None:
    """Words of the style before them are not what it begins with."""
    style = STYLE.format(options="", sort="", affixes="", layout=layout)
    author, suppressed = (
        Citation((Cite("a", mode=mode),)) for mode in ("author-only", "suppress-author")
    )
    record = {**work(2001, "Doe", role="editor"), "title": "T"}
    assert cite_in(style, {"a": record}, author, suppressed) == [sentence, rest]


def test_full_entries_in_a_citation_keep_their_names() -> None:
    bibliography = f"<bibliography><layout>{AUTHOR_DATE.format(name='')}</layout></bibliography>"
    layout = AUTHOR_DATE.format(name="")
    style = STYLE.format(
        options='collapse="year"', sort="", affixes='delimiter="; "', layout=layout
    ).replace("</style>", f"{bibliography}</style>")
    works = {"a": work(2001, "Doe"), "b": work(2002, "Doe")}
    full = Citation(tuple(Cite(id, mode="full") for id in works))
    assert cite_in(style, works, full) == ["Doe 2001; Doe 2002"]


def test_a_date_of_access_tells_no_works_apart_and_is_printed() -> None:
    style = parse_style(
        STYLE.format(
            options='disambiguate-add-year-suffix="true"',
            sort="",
            affixes="",
            layout='<group delimiter=" "><text variable="title"/>'
            '<date variable="issued"><date-part name="year"/></date>'
            '<date variable="accessed"><date-part name="year"/></date></group>',
        )
    )
    items = [
        read_item(
            {"id": id, "title": "T", "issued": {"date-parts": [[2000]]},
             "accessed": {"date-parts": [[year]]}}
        )
        for id, year in (("a", 2001), ("b", 2002))
    ]  # fmt: skip
    citations = [Citation((Cite(item.id),)) for item in items]
    result = Processor(style).process(items, citations)
    assert [to_html(citation.content) for citation in result.citations] == [
        "T 2000a 2001",
        "T 2000b 2002",
    ]


def test_namesakes_of_one_work_are_given_in_full_where_there_are_initials() -> None:
    layout = """<choose><if position="first"><names variable="author">
      <name initialize-with=". "/></names></if>
      <else><names variable="author"><name form="short"/></names></else></choose>"""
    style = STYLE.format(
        options='disambiguate-add-givenname="true"', sort="", affixes="", layout=layout
    )
    authors = [{"family": "Zhang", "given": given} for given in ("Wei", "Wen")]
    authors.append({"family": "Roe", "given": "Ann"})
    cites = [Citation((Cite("a"),), note_number=number) for number in (1, 2)]
    expected = ["Wei Zhang, Wen Zhang, A. Roe", "Zhang, Zhang, Roe"]
    assert cite_in(style, {"a": {"author": authors}}, *cites) == expected


def test_words_that_are_a_locator_have_no_label() -> None:
    style = STYLE.format(
        options="",
        sort="",
        affixes="",
        layout='<group delimiter=" "><label variable="locator" form="short"/>'
        '<text variable="locator"/></group>',
    )
    cites = (
        Cite("a", Locator("page", "Theorem 3", shows_label=False)),
        Cite("a", Locator("page", "3")),
    )
    found = cite_in(style, {"a": work(2001)}, *(Citation((cite,)) for cite in cites))
    assert found == ["Theorem 3", "p. 3"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("normal", "Doe 2000; see Roe 2001; Doe 1999; Poe 2002; Roe 2001"),
        ("textual", "Doe 2000; see Roe 2001; Doe 1999; Poe 2002; Roe 2001"),
    ],
)
def test_cites_behind_one_with_a_prefix_are_sorted_by_themselves(
    mode: CitationMode, expected: str
) -> None:
    works = {"a": work(1999, "Doe"), "b": work(2000, "Doe"), "c": work(2001, "Roe")}
    works["d"] = work(2002, "Poe")
    cites = tuple(
        Cite(id, prefix=prefix) for id, prefix in zip("bcdac", ["", "see "] + 3 * [""], strict=True)
    )
    sort = '<sort><key variable="author"/><key variable="issued"/></sort>'
    assert cite(works, Citation(cites, mode, keep_prefixes=True), sort=sort) == [expected]


@pytest.mark.parametrize(
    ("affixes", "expected"),
    [
        ('vertical-align="sup"', "Doe<sup>1</sup>"),
        ('prefix="[" suffix="]"', "Doe [1]"),
        ('prefix="[" suffix="]" vertical-align="sub"', "Doe <sub>[1]</sub>"),
    ],
)
def test_a_raised_number_follows_its_author_without_a_space(affixes: str, expected: str) -> None:
    layout = '<text variable="citation-number"/>'
    style = STYLE.format(options="", sort="", affixes=affixes, layout=layout)
    assert cite_in(style, {"a": work(1999, "Doe")}, Citation((Cite("a"),), "textual")) == [expected]


@pytest.mark.parametrize(
    ("affixes", "expected"),
    [
        ('vertical-align="sup"', "Doe says,<sup>1</sup>"),
        ('prefix="[" suffix="]"', "Doe says, [1]"),
    ],
)
def test_a_raised_number_follows_the_words_behind_its_author(affixes: str, expected: str) -> None:
    layout = '<text variable="citation-number"/>'
    style = STYLE.format(options="", sort="", affixes=affixes, layout=layout)
    citation = Citation((Cite("a"),), "textual", infix="says,")
    assert cite_in(style, {"a": work(1999, "Doe")}, citation) == [expected]


def test_a_first_cite_with_a_prefix_stays_the_first() -> None:
    works = {"a": work(1999, "Doe"), "b": work(2000, "Poe"), "c": work(2001, "Roe")}
    prefixes = {"c": "see ", "b": "", "a": "but "}
    sort = '<sort><key variable="author"/></sort>'
    first, second, third = (Cite(id, prefix=prefix) for id, prefix in prefixes.items())
    for cites, expected in (
        ((first, second), "see Roe 2001; Poe 2000"),
        ((first, second, third), "see Roe 2001; Poe 2000; but Doe 1999"),
    ):
        assert cite(works, Citation(cites, keep_prefixes=True), sort=sort) == [expected]


NOTE_STYLE = STYLE.replace("in-text", "note")


def note(
    records: dict[str, dict[str, Any]], citation: Citation, layout: str = AUTHOR_DATE
) -> tuple[str, str]:
    """What a note style prints in the note and, of textual citations, before its mark."""
    affixes = 'prefix="(" suffix=")" delimiter="; "'
    style = NOTE_STYLE.format(options="", sort="", affixes=affixes, layout=layout.format(name=""))
    items = [read_item({"id": id, "type": "book", **record}) for id, record in records.items()]
    (result,) = Processor(parse_style(style)).process(items, [citation]).citations
    return to_html(result.content), to_html(result.intext) if result.intext is not None else ""


WORKS = {
    "pair": work(1999, "Doe", "Poe"),
    "three": work(2000, "Doe", "Poe", "Roe"),
    "one": work(2001, "Roe"),
    "edited": work(2002, "Moe", role="editor"),
}


@pytest.mark.parametrize(
    ("ids", "mode", "expected"),
    [
        ("one", "textual", ("(2001)", "Roe")),
        ("edited", "textual", ("(2002)", "Moe")),
        ("pair one", "textual", ("(1999; Roe 2001)", "Doe and Poe")),
        ("pair one", "textual-each", ("(1999; 2001)", "Doe and Poe, Roe")),
        ("three one", "textual-each", ("(2000; 2001)", "Doe et al., Roe")),
    ],
)
def test_a_note_says_what_the_sentence_has_not_said(
    ids: str, mode: CitationMode, expected: tuple[str, str]
) -> None:
    assert note(WORKS, Citation(tuple(map(Cite, ids.split())), mode, note_number=1)) == expected


def test_commas_within_authors_of_a_sentence_ask_for_more_between_them() -> None:
    """As between cites: what "all names" asks for are names with commas."""
    citation = Citation((Cite("three", all_names=True), Cite("one")), "textual-each", note_number=1)
    assert note(WORKS, citation)[1] == "Doe, Poe, and Roe; Roe"


def test_a_note_is_not_empty_where_the_sentence_has_said_all() -> None:
    layout = '<names variable="author"><name form="short"/></names>'
    assert note(WORKS, Citation((Cite("one"),), "textual", note_number=1), layout) == (
        "(Roe)",
        "Roe",
    )


def test_a_citation_in_a_sentence_of_a_note_has_no_affixes_of_notes() -> None:
    citation = Citation((Cite("one"), Cite("pair")), note_number=1, in_sentence=True)
    assert note(WORKS, citation) == ("Roe 2001; Doe, Poe 1999", "")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Doe und Roe"),
        ("de-AT", "Doe und Roe"),
        ("de_AT", "Doe und Roe"),
        ("den", "Doe &#38; Roe"),  # Slavey
        ("en", "Doe &#38; Roe"),
        ("", "Doe &#38; Roe"),
    ],
)
def test_items_in_a_language_have_its_layout(language: str, expected: str) -> None:
    """An extension of citeproc-js that Chinese styles use for what is in English."""
    names = '<names variable="author"><name form="short" and="{}"/></names>'
    source = STYLE.format(options="", sort="", affixes="", layout=names.format("symbol"))
    localized = f'<layout locale="de fr">{names.format("text")}</layout><layout '
    source = source.replace("<layout ", localized)
    record = {**work(2001, "Doe", "Roe"), "language": language}
    assert cite_in(source, {"a": record}, Citation((Cite("a"),))) == [expected]


def test_long_lists_of_the_same_names_are_told_apart_in_linear_time() -> None:
    """As collaborations have them: no step among the names that all have alike tells them apart."""
    options = 'et-al-min="3" et-al-use-first="1" disambiguate-add-names="true"'

    def run(text: str) -> None:
        shared = [f"Doe{place}" for place in range(len(text) // 10)]
        items = {last: work(2001, *shared, last, "Roe") for last in ("a", "b")}
        found = cite(items, "a", "b", options=options)
        assert [text[-16:] for text in found] == [", a, et al. 2001", ", b, et al. 2001"]

    assert grows_linearly(run, "x")
