"""A session formats a scope again and again, and says what an update changed."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem import (
    Citation,
    Cite,
    Date,
    FormattedCitation,
    Item,
    Locator,
    Name,
    Session,
    bibliography_to_text,
    load_style,
    parse_style,
    to_html,
    to_text,
)
from ibidem.collector import paused_collector
from ibidem.csl import processor
from ibidem.record import replace


def book(id: str, family: str, year: int, given: str = "Ann") -> Item:
    return Item(
        id,
        "book",
        {"title": f"Title {id}", "publisher": "Press"},
        {"author": (Name(family=family, given=given),)},
        {"issued": Date(((year,),))},
    )


LIBRARY = {
    item.id: item
    for item in (
        book("doe", "Doe", 2020),
        book("doe2", "Doe", 2020),
        book("roe", "Roe", 2021),
        book("xu", "Xu", 1999),
    )
}

STYLE_OF_TITLES = b"""<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>t</title><id>t</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography><layout><text variable="title"/></layout></bibliography>
</style>"""


def cite(*ids: str, locator: str = "") -> Citation:
    page = Locator("page", locator) if locator else None
    return Citation(tuple(Cite(id, page) for id in ids))


def texts(session: Session, *citations: Citation) -> list[str]:
    return [to_text(formatted.content) for formatted in session.format(citations).citations]


@pytest.fixture
def session() -> Session:
    return Session(LIBRARY, load_style("ibidem-author-date"))


def test_same_input_same_output(session: Session) -> None:
    citations = (cite("doe"), cite("roe", "xu"), cite("doe2", locator="3-5"))
    assert texts(session, *citations) == texts(session, *citations)


def test_a_call_leaves_nothing_behind(session: Session) -> None:
    alone = texts(session, cite("doe"))
    texts(session, cite("doe"), cite("doe2"))
    assert texts(session, cite("doe")) == alone


def test_years_get_suffixes_only_together(session: Session) -> None:
    assert "2020" in texts(session, cite("doe"))[0]
    both = texts(session, cite("doe"), cite("doe2"))
    assert "2020a" in both[0]
    assert "2020b" in both[1]


@pytest.mark.parametrize("style", ["ibidem-author-date", "ibidem-numeric"])
def test_the_author_in_the_sentence_is_that_of_the_first_cite(style: str) -> None:
    """Whatever order the style gives the others."""
    session = Session(LIBRARY, load_style(style))
    citation = replace(cite("xu", "roe", "doe"), mode="textual")
    formatted = session.format([cite("doe"), citation]).citations[1]
    text = to_text(formatted.content)
    expected = {
        "ibidem-author-date": "Xu (1999; Doe 2020; Roe 2021)",
        "ibidem-numeric": "Xu [2, 1, 3]",
    }
    assert text == expected[style]


def test_an_unknown_key_prints_as_itself(session: Session) -> None:
    assert "nobody?" in texts(session, cite("nobody"))[0]


def test_uncited_items_are_listed(session: Session) -> None:
    result = session.format((cite("roe"),), uncited=("xu",))
    assert [entry.id for entry in result.bibliography.entries] == ["roe", "xu"]


def test_update_tells_what_is_new(session: Session) -> None:
    changes = session.update({"a": cite("roe"), "b": cite("xu")})
    assert list(changes.citations) == ["a", "b"]
    assert sorted(changes.entries) == ["roe", "xu"]
    assert not session.update({"a": cite("roe"), "b": cite("xu")}).citations


def test_update_after_one_change(session: Session) -> None:
    citations = {"a": cite("roe"), "b": cite("xu"), "c": cite("doe")}
    session.update(citations)
    changes = session.update(citations | {"b": cite("xu", locator="7")})
    assert list(changes.citations) == ["b"]
    assert not changes.entries
    assert not changes.removed_citations


def test_update_that_changes_others(session: Session) -> None:
    session.update({"a": cite("doe"), "b": cite("xu")})
    changes = session.update({"a": cite("doe"), "b": cite("xu"), "c": cite("doe2")})
    assert list(changes.citations) == ["a", "c"]
    assert sorted(changes.entries) == ["doe", "doe2"]


NOTES = b"""<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">
  <info><title>n</title><id>n</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation disambiguate-add-givenname="true"><layout>
    <names variable="author"><name initialize-with="."/></names>
    <text variable="first-reference-note-number" prefix=", note "/>
  </layout></citation>
</style>"""


def test_the_same_citation_elsewhere_is_another() -> None:
    style = NOTES.replace(
        b'<text variable="first-reference-note-number" prefix=", note "/>',
        b'<choose><if position="ibid"><text term="ibid" prefix=", "/></if></choose>',
    )
    session = Session(LIBRARY, parse_style(style))
    xu, roe, again = (
        replace(cite(id), note_number=note) for note, id in enumerate(("xu", "roe", "roe"), 1)
    )
    assert texts(session, xu, roe, again)[2] == "A. Roe, ibid."
    assert texts(session, xu, replace(xu, note_number=2), again)[2] == "A. Roe"
    assert texts(session, xu, roe, again)[2] == "A. Roe, ibid."


def test_a_full_entry_has_the_number_that_it_has_in_the_list() -> None:
    style = STYLE_OF_TITLES.replace(
        b'<text variable="citation-number"/></layout></citation>',
        b'<text variable="title"/></layout></citation>',
    ).replace(
        b"<bibliography><layout>",
        b'<bibliography><layout><text variable="citation-number" suffix=" "/>',
    )
    session = Session(LIBRARY, parse_style(style))
    full = Citation((Cite("doe", mode="full"),))
    assert texts(session, full) == ["1 Title doe"]
    assert texts(session, cite("xu"), full) == ["Title xu", "2 Title doe"]


def test_update_of_notes_with_their_authors_in_the_text() -> None:
    """They are new where one of both is: the author in the sentence, or what the note says."""
    session = Session(LIBRARY, parse_style(NOTES))
    first = replace(cite("roe"), note_number=1)
    again = replace(cite("roe"), mode="textual", note_number=3)
    citations = {"a": first, "b": again}
    session.update(citations)
    assert not session.update(citations | {"c": replace(cite("xu"), note_number=4)}).citations.get(
        "b"
    )
    assert list(session.update({"a": replace(first, note_number=2), "b": again}).citations) == ["b"]
    everyone = replace(again, cites=(Cite("roe"), Cite("doe")), mode="textual-each")
    assert list(session.update({"a": first, "b": everyone}).citations) == ["b"]


def test_update_after_a_removal(session: Session) -> None:
    session.update({"a": cite("doe"), "b": cite("doe2"), "c": cite("xu")})
    changes = session.update({"a": cite("doe"), "c": cite("xu")})
    assert changes.removed_citations == ("b",)
    assert changes.removed_entries == ("doe2",)
    assert list(changes.citations) == ["a"]
    assert changes.order == ("doe", "xu")


@pytest.mark.parametrize("key", ['variable="citation-number"', 'macro="number"'])
def test_what_is_sorted_by_its_first_citation_moves_with_it(key: str) -> None:
    macro = b'<macro name="number"><text variable="citation-number"/></macro><citation'
    sort = f"<bibliography><sort><key {key}/></sort>".encode()
    style = STYLE_OF_TITLES.replace(b"<citation", macro).replace(b"<bibliography>", sort)
    session = Session(LIBRARY, parse_style(style))
    assert session.format([cite("doe"), cite("roe")]).order == ("doe", "roe")
    assert session.format([cite("roe"), cite("doe")]).order == ("roe", "doe")
    assert session.format([cite("xu"), cite("roe"), cite("doe")]).order == ("xu", "roe", "doe")


def test_update_after_a_move() -> None:
    session = Session(LIBRARY, load_style("ibidem-numeric"))
    session.update({"a": cite("doe"), "b": cite("roe"), "c": cite("xu")})
    changes = session.update({"b": cite("roe"), "a": cite("doe"), "c": cite("xu")})
    assert sorted(map(str, changes.citations)) == ["a", "b"]
    assert sorted(changes.entries) == ["doe", "roe"]


def test_a_new_version_of_an_item_is_seen() -> None:
    library = dict(LIBRARY)
    session = Session(library, load_style("ibidem-author-date"))
    session.update({"a": cite("roe"), "b": cite("xu")})
    library["roe"] = replace(LIBRARY["roe"], fields={"title": "Another", "publisher": "Press"})
    changes = session.update({"a": cite("roe"), "b": cite("xu")})
    assert list(changes.entries) == ["roe"]


STYLE_OF_NOTES = b"""<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">
  <info><title>t</title><id>t</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation disambiguate-add-year-suffix="true"><layout delimiter="; ">
    <choose>
      <if position="ibid"><text value="ibid."/><text variable="locator" prefix=" "/></if>
      <else-if position="subsequent">
        <names variable="author"><name form="short"/></names>
        <date variable="issued" form="numeric" prefix=" "/>
      </else-if>
      <else><text variable="title"/><date variable="issued" form="numeric" prefix=" "/></else>
    </choose>
  </layout></citation>
</style>"""

CITATIONS = st.builds(
    lambda ids, locator, mode: replace(cite(*ids, locator=locator), mode=mode),
    st.lists(st.sampled_from(sorted(LIBRARY)), min_size=1, max_size=3),
    st.sampled_from(["", "", "7"]),
    st.sampled_from(["normal", "normal", "textual"]),
)
DOCUMENTS = st.dictionaries(st.integers(0, 5), CITATIONS, max_size=6).flatmap(
    lambda document: st.permutations(list(document.items())).map(dict)
)


@given(
    st.sampled_from(["ibidem-author-date", "ibidem-numeric", STYLE_OF_NOTES]),
    st.lists(DOCUMENTS, min_size=2, max_size=4),
)
def test_updates_tell_exactly_what_changed(
    source: str | bytes, documents: list[dict[int, Citation]]
) -> None:
    """What they leave out is as it was; all together it is what a new session prints."""
    style = load_style(source) if isinstance(source, str) else parse_style(source)
    session, shown, listed = Session(LIBRARY, style), dict[int, str](), dict[str, str]()
    for document in documents:
        document = {
            name: replace(citation, note_number=number)
            for number, (name, citation) in enumerate(document.items(), 1)
        }
        changes = session.update(document)
        anew = Session(LIBRARY, style).format(tuple(document.values()))
        texts = dict(zip(document, map(show, anew.citations), strict=True))
        entries = {entry.id: to_html(entry.content) for entry in anew.bibliography.entries}
        assert {name: show(citation) for name, citation in changes.citations.items()} == {
            name: text for name, text in texts.items() if shown.get(name) != text
        }
        assert {id: to_html(entry.content) for id, entry in changes.entries.items()} == {
            id: text for id, text in entries.items() if listed.get(id) != text
        }
        assert set(changes.removed_citations) == shown.keys() - texts.keys()
        assert set(changes.removed_entries) == listed.keys() - entries.keys()
        assert changes.order == tuple(entries)
        shown, listed = texts, entries


def show(citation: FormattedCitation) -> str:
    before = to_html(citation.intext) if citation.intext is not None else ""
    return f"{before}|{to_html(citation.content)}|{citation.cited}"


def test_abbreviations_serve_short_forms() -> None:
    style = parse_style(
        """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
        <info><title>t</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
        <citation><layout><text variable="container-title" form="short"/></layout></citation>
        </style>"""
    )
    title = "Journal of Small Results"
    items = {
        "a": Item("a", "article-journal", {"container-title": title}),
        "b": Item(
            "b", "article-journal", {"container-title": title, "container-title-short": "J."}
        ),
    }
    short = {"container-title": {title: "J. Small Res."}}
    assert texts(Session(items, style), cite("a"), cite("b")) == [title, "J."]
    session = Session(items, style, abbreviations=short)
    assert texts(session, cite("a"), cite("b")) == ["J. Small Res.", "J."]


def test_an_alias_cites_the_item(session: Session) -> None:
    session.library = {**LIBRARY, "old-key": LIBRARY["roe"]}
    result = session.format((cite("old-key"), cite("roe")))
    first, second = (to_text(formatted.content) for formatted in result.citations)
    assert first == second
    assert [entry.id for entry in result.bibliography.entries] == ["roe"]


SHARED = {
    "b": book("b", "Doe", 2020),
    "a": book("a", "Doe", 2020),
    "c": book("c", "Roe", 2021),
    "d": book("d", "Abt", 1990),
}
OF_THE_PAGE = {
    "x": book("x", "Doe", 2020),
    "y": book("y", "Abt", 1991),
    "r": book("r", "Roe", 2021),
}


@pytest.mark.parametrize(
    "style, order, cited",
    [
        ("ibidem-numeric", "bacxyr", ["[3]", "[1, 2]", "[5, 6]", "[7]"]),
        ("american-medical-association-alphabetical", "abcyxr", ["4", "2,3", "5,6", "7"]),
        (
            "ibidem-author-date",
            "yabxcr",
            ["(Roe 2021)", "(Doe 2020a, b)", "(Abt 1991; Doe 2020c)", "(Roe 2021b)"],
        ),
        (
            "din-1505-2-alphanumeric",
            "ybaxcr",
            ["[Roe21]", "[Doe20b, Doe20a]", "[Abt91, Doe20c]", "[Roe21b]"],
        ),
    ],
)
def test_citations_of_a_list_elsewhere(style: str, order: str, cited: list[str]) -> None:
    """They say what that list has; works that it does not hold are numbered behind all of it, and change
    nothing in it."""
    citations = [Citation(tuple(map(Cite, keys))) for keys in ("c", "ab", "xy", "r")]
    session = Session(SHARED, load_style(style), locale="en-US")
    of_page = session.with_library({**OF_THE_PAGE, **SHARED})
    whole = session.format([], uncited=list(SHARED)).bibliography.entries
    for _ in "12":
        plain = session.format(citations[:2], within=SHARED)
        assert [to_text(found.content) for found in plain.citations] == cited[:2]
        listed = plain.bibliography.entries
        assert list(listed) == [entry for entry in whole if entry.id in "abc"]
        result = of_page.format(citations, within=SHARED)
        assert [to_text(found.content) for found in result.citations] == cited
        assert tuple(entry for entry in result.bibliography.entries if entry.id in "abc") == listed
        assert "".join(result.order) == order
    assert session.format(citations[:1]).bibliography.entries[0].number == 1


@pytest.mark.parametrize("style", ["american-medical-association-alphabetical", "apa"])
def test_citations_of_a_list_in_another_language(style: str) -> None:
    """It is sorted as its own language asks: Swedish has Ä behind Z."""
    works = {key: book(key, "Doe", 2020) for key in "ab"}
    works["a"] = replace(works["a"], fields={"title": "Äpple"})
    works["b"] = replace(works["b"], fields={"title": "Banan"})
    own = {"x": book("x", "Doe", 2020)}
    of_list = Session(works, load_style(style), locale="en-US")
    of_page = Session({**own, **works}, load_style(style), locale="sv-SE")
    citations = [Citation((Cite(key),)) for key in "abx"]
    english, swedish = (
        [to_text(found.content) for found in result.citations]
        for result in (
            of_list.format(citations[:2], within=works),
            of_page.format(citations[:2], within=works, like=of_list),
        )
    )
    alone = of_page.format(citations[:2], within=works).citations
    assert swedish == english != [to_text(found.content) for found in alone]
    result = of_page.format(citations, within=works, like=of_list)
    assert [to_text(found.content) for found in result.citations[:2]] == english
    assert to_text(result.citations[2].content) in ("3", "(Doe, 2020c)")


def test_words_of_the_author_keep_the_order(session: Session) -> None:
    joined = Citation((Cite("xu", prefix="see "), Cite("doe", prefix="but also ")))
    assert "but also Doe" in texts(session, joined)[0].split(";")[1]
    assert texts(session, cite("xu", "doe"))[0].index("Doe") < 3


def test_what_stands_between_words_of_the_author_is_sorted(session: Session) -> None:
    roe, xu, doe = Cite("roe"), Cite("xu"), Cite("doe", prefix="but see ")
    assert texts(session, Citation((xu, roe, doe, xu, roe))) == [
        "(Roe 2021; Xu 1999; but see Doe 2020; Roe 2021; Xu 1999)"
    ]
    assert texts(session, Citation((doe, xu, roe))) == ["(but see Doe 2020; Roe 2021; Xu 1999)"]
    assert texts(session, Citation((xu, roe, doe), "textual")) == [
        "Xu (1999; Roe 2021; but see Doe 2020)"
    ]


def test_a_part_of_the_list_in_another_order() -> None:
    """Repeated authors are replaced as entries follow each other, numbers stay those of all."""
    style = parse_style(SUBSTITUTING)
    items = {
        key: Item(key, "book", {"title": key.upper()}, {"author": (Name(family),)})
        for key, family in (("a", "Doe"), ("b", "Doe"), ("c", "Roe"))
    }
    result = Session(items, style).format([], uncited=["a", "b", "c"])
    assert bibliography_to_text(result.bibliography) == "Doe, A 1\n———, B 2\nRoe, C 3"
    assert (
        bibliography_to_text(result.list_works(["b", "c", "a"])) == "Doe, B 2\nRoe, C 3\nDoe, A 1"
    )
    assert result.sort_works(["c", "unknown", "a"]) == ["a", "c"]
    assert bibliography_to_text(result.list_works(["unknown"])) == ""


SUBSTITUTING = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography subsequent-author-substitute="&#8212;&#8212;&#8212;">
    <layout>
      <group delimiter=", "><names variable="author"/><text variable="title"/></group>
      <text variable="citation-number" prefix=" "/>
    </layout>
  </bibliography>
</style>
"""


@pytest.mark.skipif(
    not processor.__file__.endswith(".py"), reason="compiled closures hold themselves"
)
def test_a_session_is_gone_when_nobody_holds_it() -> None:
    """With all that it made: nothing waits for Python's collector of cycles."""
    style = load_style("ibidem-author-date")
    with paused_collector():
        gc.collect()
        session = Session(LIBRARY, style)
        session.format([cite("doe", "roe", locator="3-5")])
        del session
        assert gc.collect() == 0


def test_an_update_names_no_entry_that_prints_nothing_as_before() -> None:
    items = {**LIBRARY, "none": Item("none", "book", {}, {}, {})}
    session = Session(items, parse_style(STYLE_OF_TITLES))
    session.update({1: cite("none")})
    changes = session.update({1: cite("none"), 2: cite("doe")})
    assert list(changes.entries) == ["doe"]
