"""CSL-JSON as programs write it: any object is read, none raises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem import dump_csl_json, read_item
from ibidem.model import Date, Item, Name
from ibidem.sources import load_library
from ibidem.sources.csl_json import find_records


def read_items(data: object) -> list[Item]:
    """All items of a document, named by their places where they have no id."""
    return [read_item(record, place) for place, record in enumerate(find_records(data), 1)]


def names(data: object) -> tuple[Name, ...]:
    return read_item({"author": data}).names.get("author", ())


def issued(data: object) -> Date | None:
    return read_item({"issued": data}).dates.get("issued")


@pytest.mark.parametrize(
    "value, text",
    [("a", "a"), (7, "7"), (2.0, "2"), (2.5, "2.5"), (True, ""), (None, ""), ("", ""), ({}, "")],
)
def test_fields(value: object, text: str) -> None:
    assert read_item({"volume": value}).fields.get("volume", "") == text


def test_ids() -> None:
    assert read_item({"id": 21857}).id == "21857"
    assert [item.id for item in read_items([{}, {"id": "x"}, {}])] == ["item-1", "x", "item-3"]
    zotero = {"id": "http://zotero.org/users/1/items/A", "citation-key": "doe2020"}
    assert read_item(zotero).id == "doe2020"
    note = {"id": "http://zotero.org/users/1/items/A", "note": "Citation Key: doe2020"}
    assert read_item(note).id == "doe2020"


@pytest.mark.parametrize("wrapper", ["items", "references"])
def test_wrapped_lists(wrapper: str) -> None:
    assert [item.id for item in read_items({wrapper: [{"id": "a"}]})] == ["a"]


def test_map_by_id_and_single_item() -> None:
    assert [item.id for item in read_items({"a": {"title": "T"}, "b": {"id": "c"}})] == ["a", "c"]
    assert [item.id for item in read_items({"id": "a", "type": "book"})] == ["a"]


@pytest.mark.parametrize(
    "data, name",
    [
        ({"family": "Doe", "given": "J."}, Name(family="Doe", given="J.")),
        ({"literal": "NASA"}, Name(literal="NASA")),
        ({"name": "NASA"}, Name(literal="NASA")),
        ({"family": "NASA", "isInstitution": "true"}, Name(literal="NASA")),
        ({"family": "Doe", "isInstitution": "false"}, Name(family="Doe")),
        ({"family": '"van Gogh"'}, Name(family="van Gogh", parse_particles=False)),
        ({"family": "Gogh", "parse-names": 0}, Name(family="Gogh", parse_particles=False)),
        (
            {"family": "Gogh", "non-dropping-particle": "van"},
            Name(family="Gogh", non_dropping_particle="van", parse_particles=False),
        ),
        (
            {"family": "Doe", "suffix": "Jr.", "comma-suffix": True, "static-ordering": 1},
            Name(family="Doe", suffix="Jr.", comma_suffix=True, static_ordering=True),
        ),
        ({"family": "Doe", "given": ["Jane", "M.", None]}, Name(family="Doe", given="Jane M.")),
        ("Doe, Jane", Name(family="Doe", given="Jane")),
        ("UNESCO", Name(literal="UNESCO")),
    ],
)
def test_names(data: object, name: Name) -> None:
    assert names([data]) == (name,)


def test_names_of_other_shapes() -> None:
    assert names({"family": "Doe"}) == (Name(family="Doe"),)
    assert names([None, {}, 7, {"affiliation": []}]) == ()


@pytest.mark.parametrize("last", [{"literal": "others"}, {"family": "others"}, "et al."])
def test_the_name_others_is_none(last: object) -> None:
    item = read_item({"author": [{"family": "Doe"}, last], "editor": [last]})
    assert item.names["author"] == (Name(family="Doe"),)
    assert item.incomplete_names == {"author"}
    assert len(item.names["editor"]) == 1


def test_et_al_is_no_part_of_a_given_name() -> None:
    item = read_item({"author": [{"family": "Doe", "given": "Jane, et al."}]})
    assert item.names["author"] == (Name(family="Doe", given="Jane"),)
    assert item.incomplete_names == {"author"}


@pytest.mark.parametrize(
    "data, date",
    [
        ({"date-parts": [["2000", "", ""]]}, Date(((2000,),))),
        ({"date-parts": [[2000, 5, 0]]}, Date(((2000, 5),))),
        ({"date-parts": [[1987], [0]]}, Date(((1987,), ()))),
        ({"date-parts": [[1987], []]}, Date(((1987,), ()))),
        ({"date-parts": [[1965, 13, 1]]}, Date(((1965, 21),))),
        ({"date-parts": [[1965, 20]]}, Date(((1965, 24),))),
        ({"date-parts": [[1965, 60, 1]]}, Date(((1965,),))),
        ({"date-parts": [[-100, 7, 13]]}, Date(((-100, 7, 13),))),
        ({"date-parts": [[2000]], "season": 3}, Date(((2000, 23),))),
        ({"date-parts": [[2000]], "season": 22}, Date(((2000, 22),))),
        ({"date-parts": [[2000]], "season": "winter"}, Date(((2000, 24),))),
        ({"date-parts": [[2000]], "season": "Spring/Summer"}, Date(((2000, 21), (2000, 22)))),
        ({"date-parts": [[2000]], "season": "Jan-Mar"}, Date(((2000, 1), (2000, 3)))),
        ({"date-parts": [[2000]], "season": "Jan."}, Date(((2000, 1),))),
        ({"date-parts": [[2000]], "season": "Trinity"}, Date(((2000,),))),
        ({"date-parts": [[2000]], "season": "22:56:08"}, Date(((2000,),))),
        ({"date-parts": [[2000]], "season": "5/7"}, Date(((2000,),))),
        ({"date-parts": [[2000], [2001]], "season": 4}, Date(((2000, 24), (2001,)))),
        ({"date-parts": [[2000], [2001]], "season": "Trinity"}, Date(((2000,), (2001,)))),
        ({"date-parts": [[2000], []], "season": 1}, Date(((2000, 21), ()))),
        ({"date-parts": [[2000]], "season": None}, Date(((2000,),))),
        ({"date-parts": [[2000, 1, 30]], "season": "22:56:08"}, Date(((2000, 1, 30),))),
        ({"date-parts": [[2000]], "circa": "0"}, Date(((2000,),))),
        ({"date-parts": [[2000]], "circa": 1}, Date(((2000,),), circa=True)),
        ({"date-parts": [], "literal": "(in press)"}, Date(literal="(in press)")),
        ({"date-parts": [[None]]}, None),
        ({"raw": "2004-10-01/2004-10-14"}, Date(((2004, 10, 1), (2004, 10, 14)))),
        ({"raw": "Bogus Date"}, Date(literal="Bogus Date")),
        ("2020-05", Date(((2020, 5),))),
        (2020, Date(((2020,),))),
        ([[2020, 5]], Date(((2020, 5),))),
        ([{"year": "2020", "month": "5"}, {"year": 2021}], Date(((2020, 5), (2021,)))),
        ({"year": 2020}, Date(((2020,),))),
        ({"year": 2020, "season": "summer"}, Date(((2020, 22),))),
        (
            [{"year": 2020, "season": 2}, {"year": 2021, "season": 4}],
            Date(((2020, 22), (2021, 24))),
        ),
        ({"date-parts": [["2020", "May", "5"]]}, Date(((2020, 5, 5),))),
        ({"date-parts": [["2020", "Spring"], ["2021", "x", 5]]}, Date(((2020, 21), (2021,)))),
        ({"raw": "2001-03_2004"}, Date(((2001, 3), (2004,)))),
        ({}, None),
        (None, None),
    ],
)
def test_dates(data: object, date: Date | None) -> None:
    assert issued(data) == date


def test_note_fields_are_taken_from_the_start_and_from_braces() -> None:
    item = read_item(
        {
            "type": "book",
            "title": "T",
            "note": "original-date: 1901\nreviewed-author: Hall || W.C.\nreviewed-author: UN\n"
            "type: report\nMore {:genre: memo} text: here",
        }
    )
    assert item.type == "report"
    assert item.dates["original-date"] == Date(((1901,),))
    assert item.names["reviewed-author"] == (Name(family="Hall", given="W.C."), Name(literal="UN"))
    assert item.fields == {"title": "T", "genre": "memo", "note": "More  text: here"}


@pytest.mark.parametrize(
    ("note", "rest"),
    [
        ("OCLC: 1\nShelf: 3b\ngenre: memo", "OCLC: 1\nShelf: 3b"),
        ("Some words.\ngenre: memo\nMore.", "Some words.\nMore."),
        ("OCLC: 1\n\ngenre: memo", "OCLC: 1"),
    ],
)
def test_note_fields_may_stand_behind_other_lines(note: str, rest: str) -> None:
    assert read_item({"note": note}).fields == {"genre": "memo", "note": rest}


@pytest.mark.parametrize(
    ("value", "expected"), [("-0043-03", Date(((-44, 3),))), ("soon", Date(((2020,),)))]
)
def test_dates_of_a_note_count_before_those_of_the_item(value: str, expected: Date) -> None:
    item = read_item({"issued": {"date-parts": [[2020]]}, "note": f"issued: {value}"})
    assert item.dates["issued"] == expected


@pytest.mark.parametrize(
    "note",
    ["title: Other", "ArticleType: research", "type: of work", "a\nSome words.\ngenre: memo"],
)
def test_notes_that_are_only_notes(note: str) -> None:
    assert read_item({"title": "T", "note": note}).fields == {"title": "T", "note": note}


def test_names_of_a_note_count_behind_those_of_the_item() -> None:
    item = read_item({"author": [{"family": "Doe"}], "note": "author: Roe || R."})
    assert item.names == {"author": (Name(family="Doe"),)}
    assert item.fields == {"note": "author: Roe || R."}


def test_crossref() -> None:
    item = read_item(
        {
            "type": "journal-article",
            "title": ["A Title"],
            "subtitle": ["With more"],
            "container-title": ["Journal", "J."],
            "short-container-title": ["J."],
            "ISSN": ["1234-5678", "8765-4321"],
            "keyword": ["one", "two"],
            "author": [{"given": "J.", "family": "Doe", "sequence": "first", "affiliation": []}],
            "issued": {"date-parts": [[2020, 1]]},
            "event": {"name": "Meeting", "location": "Rome"},
            "reference": [{"key": "1"}],
        }
    )
    assert item.type == "article-journal"
    assert item.fields == {
        "title": "A Title: With more",
        "container-title": "Journal",
        "container-title-short": "J.",
        "ISSN": "1234-5678",
        "keyword": "one, two",
        "event-title": "Meeting",
        "event-place": "Rome",
    }


def test_a_file_with_lines_and_duplicates(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '[\n {"id": "a", "title": "A"},\n {"id": 7},\n {"id": "a"}\n]', "utf-8"
    )
    library = load_library(["a.json"], base=tmp_path)
    assert list(library) == ["a", "7"]
    assert library["a"].fields == {"title": "A"}
    (finding,) = library.diagnostics
    assert str(finding) == (
        'a.json:4: the key "a" stands twice, first in a.json:2; that one is used [duplicate-key]'
    )


@pytest.mark.parametrize("text", ['[{"id": "a"}', "[" * 100_000, '{"id": NaN', "{"])
def test_broken_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    (finding,) = load_library(["a.json"], base=tmp_path).diagnostics
    assert (finding.code, finding.severity, finding.path) == ("invalid-json", "error", "a.json")


@pytest.mark.parametrize("text", ["42", "{}", "[]", '"id"'])
def test_files_without_items(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    library = load_library(["a.json"], base=tmp_path)
    assert [(found.code, found.path) for found in library.diagnostics] == [("no-entries", "a.json")]


def test_what_is_no_item_and_what_is_no_type(tmp_path: Path) -> None:
    text = '[1, {"id": "a",\n"type": "book"},\n{"id": "b", "type": "article-jurnal"}]'
    (tmp_path / "a.json").write_text(text, "utf-8")
    library = load_library(["a.json"], base=tmp_path)
    assert list(library) == ["a", "b"]
    assert [str(found) for found in library.diagnostics] == [
        'a.json:3: CSL has no type "article-jurnal" (did you mean "article-journal"?)'
        " [csl.unknown-type]",
        "a.json: entry 1 is no item: 1 [bad-reference]",
    ]


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ('"tittle": "T"', 'info: CSL has no variable "tittle" (did you mean "title"?)'),
        ('"journal": "J"', 'info: CSL has no variable "journal" (did you mean "container-title"?)'),
        ('"title": "T", "titles": "T"', ""),
        ('"custom": {}, "system_id": "1", "shortTitle": "S", "doi": "10.1/x"', ""),
        (
            '"author": [{"last": "Doe"}, {"name": "R"}], "editor": null',
            "warning: a name in author has neither family nor literal",
        ),
        (
            '"issued": {"date-parts": [[2020, 2, 30]]}',
            "warning: there is no such date as 2020-2-30",
        ),
        (
            '"issued": {"date-parts": [["2020", "1"], ["2020", "45"]]}',
            "warning: there is no such date as 2020-45",
        ),
        ('"issued": {"date-parts": [[2020, 14], [0]]}', ""),  # a season, and an open end
        ('"issued": {"date-parts": [[-44, 3, 15]]}', ""),
        ('"issued": {"date-parts": [[2020, 1, 1, 12]]}', ""),
        (
            '"issued": [{"year": 2020, "month": 2, "day": 30}]',
            "warning: there is no such date as 2020-2-30",
        ),
        ('"issued": "2020-02-30"', "warning: there is no such date as 2020-2-30"),
        ('"issued": {"raw": "February 30, 2020"}', "warning: there is no such date as 2020-2-30"),
        (
            '"issued": {"edtf": "2020-02-01/2020-06-31"}',
            "warning: there is no such date as 2020-6-31",
        ),
        ('"issued": {"raw": "2020-04-45"}', "warning: there is no such date as 2020-4-45"),
        ('"issued": {"raw": "2020-02-00", "date-parts": []}', ""),  # as databases write a month
        ('"issued": {"raw": "2020-02-29", "literal": "2019-02-29"}', ""),  # a literal is printed
        ('"issued": {"raw": "2020-02-30", "date-parts": [[2020]]}', ""),
        ('"issued": {"raw": "31/4/2020"}', "warning: there is no such date as 2020-4-31"),
        ('"issued": {"raw": "30 May 2031"}, "accessed": "in 45 days"', ""),
        ('"type": {"a": 1}', "warning: CSL has no type \"{'a': 1}\""),
    ],
)
def test_slips_are_told(members: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'[{{"id": "a", {members}}}]', "utf-8")
    findings = load_library(["a.json"], base=tmp_path).diagnostics
    assert ", ".join(f"{finding.severity}: {finding.text}" for finding in findings) == found
    assert {(finding.line, finding.key) for finding in findings} <= {(1, "a")}


def test_what_has_no_id_gets_a_key(tmp_path: Path) -> None:
    text = '[{"id": 0, "type": "book"}, {"type": "book"}, {"citation-key": "c"}]'
    (tmp_path / "a.json").write_text(text, "utf-8")
    library = load_library(["a.json"], base=tmp_path)
    assert list(library) == ["0", "item-2", "c"]
    (finding,) = library.diagnostics
    assert str(finding) == 'a.json: entry without an id; cite it as "item-2" [csl.missing-id]'


def test_variables_may_be_in_lower_case() -> None:
    item = read_item({"id": "a", "doi": "10.1/x", "Author": "Doe, Jane", "URL": "u", "url": "v"})
    assert item.fields == {"DOI": "10.1/x", "URL": "u"}
    assert item.names["author"] == (Name(family="Doe", given="Jane"),)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Doe, Jane and Roe, Richard", 2),
        ("Doe, Jane; Roe, Richard", 2),
        ("Department of Health and Human Services", 1),
        ("Ministry; Department", 1),
    ],
)
def test_several_names_in_one_string(written: str, names: int) -> None:
    assert len(read_item({"id": "a", "author": written}).names["author"]) == names


def test_a_broken_object_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    text = """{"items": [
        {"id": "a", "title": "A", "author": [{"family": "Doe"}]},
        {"id": "b", "title": "B" "type": "book", "author": [{"family": "Roe"}]},
        {"id": "c", "type": "book",},
        {"id": "d", "type": "book"}
    ]"""
    (tmp_path / "a.json").write_text(text, "utf-8")
    library = load_library(["a.json"], base=tmp_path)
    assert list(library) == ["a", "d"]
    (finding,) = library.diagnostics
    assert (finding.code, finding.severity, finding.line) == ("invalid-json", "error", 3)
    assert "sound entries: 2" in finding.message


def test_broken_objects_cost_bounded_time(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"id": ' * 100_000 + "{" * 100_000, "utf-8")
    assert not load_library(["a.json"], base=tmp_path)


def test_half_a_character_does_not_break_the_output(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"id": "a", "title": "x\\ud83d y\\ud83d\\ude00"}]', "utf-8")
    title = load_library(["a.json"], base=tmp_path)["a"].fields["title"]
    assert title.encode("utf-8").decode("utf-8") == "x? y😀"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
VARIABLES = st.sampled_from(["id", "type", "title", "author", "issued", "note", "event", "page"])


@given(st.dictionaries(VARIABLES, JSON))
def test_any_object_is_an_item(data: dict[str, object]) -> None:
    item = read_item(data)
    assert item.id
    assert all(isinstance(value, str) and value for value in item.fields.values())
    assert read_items(data) is not None


def contents(item: Item) -> tuple[object, ...]:
    names, dates = dict(item.names), dict(item.dates)
    return item.id, item.type, dict(item.fields), names, dates, item.incomplete_names


@given(st.dictionaries(VARIABLES, JSON))
def test_what_is_exported_reads_back_the_same(data: dict[str, object]) -> None:
    item = read_item(data)
    (again,) = read_items(json.loads(dump_csl_json([item])))
    assert contents(again) == contents(item)


def test_export_of_what_csl_has_no_place_for() -> None:
    item = Item(
        id="a",
        type="book",
        fields={"note": "genre: no variable", "title": "<i>T</i>"},
        names={
            "author": (Name(family="de Gaulle", parse_particles=False),),
            "editor": (Name("King", "M.", suffix="Jr.", comma_suffix=True),),
            "translator": (Name("Mao", "Zedong", static_ordering=True),),
        },
        dates={"issued": Date(((1999,), ())), "accessed": Date(((2000, 21),), circa=True)},
        incomplete_names=frozenset({"author"}),
    )
    (again,) = read_items(json.loads(dump_csl_json([item])))
    assert contents(again) == contents(item)


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (((2000, 21), (2001,)), [[2000], [2001]]),
        (((2000, 21), ()), [[2000], [0]]),
        (((2000, 21), (2000, 22)), [[2000, 21], [2000, 22]]),
    ],
)
def test_export_of_seasons_in_ranges(
    parts: tuple[tuple[int, ...], ...], written: list[list[int]]
) -> None:
    item = Item(id="a", type="book", dates={"issued": Date(parts)})
    (data,) = json.loads(dump_csl_json([item]))
    assert data["issued"]["date-parts"] == written
    assert issued(data["issued"]) == Date(parts)


def test_controls_are_dropped() -> None:
    """XML forbids them: an EPUB with one cannot be opened."""
    (item,) = read_items([{"id": "a", "type": "book", "title": "A\x00B\x1b", "DOI": "10\x0c/x"}])
    assert (item.fields["title"], item.fields["DOI"]) == ("AB", "10/x")
