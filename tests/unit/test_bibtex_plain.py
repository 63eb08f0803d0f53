"""What is seen to be sound in one look is what careful splitting finds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ibidem.sources.bibtex.plain import DeferredFields
from ibidem.sources.bibtex.records import RawEntry, RawFile
from ibidem.sources.bibtex.split import split_repairing, split_sound

PIECES = """word é {A} {a\xa0{B}} {\\"o} \\'e % = , # @ ( ' { } " \\{ \\\\ $x_{1}$ ids= @x{"""
TEXT = st.lists(st.sampled_from([*PIECES.split(" "), " ", "\n  ", "\n@x{"]), max_size=6).map(
    "".join
)
BARE = st.sampled_from(["1999", "jan", "add-berlin", "a.b", "10:2", ""])
PIECE = TEXT.map(lambda text: f"{{{text}}}") | TEXT.map(lambda text: f'"{text}"') | BARE
VALUE = st.lists(PIECE, min_size=1, max_size=3).map(" # ".join)
NAME = st.sampled_from(["title", "Author", "ids", "IDS", "date-added", "x2", "title", "année"])
FIELD = st.tuples(NAME, VALUE).map(" = ".join)
KEY = st.sampled_from(["a", "b:1", "a key", "Müller2020", "x\n"])
ENTRY = st.builds(
    "@{}{{{},\n  {}{}}}{}".format,
    st.sampled_from(["book", "ARTICLE ", "comment", "String", "misc"]),
    KEY,
    st.lists(FIELD, max_size=4).map(",\n  ".join),
    st.sampled_from(["", ",", "\n", ", % odd\n"]),
    st.sampled_from(["", " ", "\n\n", " stray\n", "\n% said\n", "}\n", ", year = 2020}\n"]),
)
MACRO = FIELD.map(lambda field: f"@string{{{field}}}\n")
FILE = st.lists(ENTRY | MACRO | TEXT, max_size=4).map("\n".join)


def split_fields(file: RawFile) -> list[RawEntry]:
    return [entry._replace(fields=list(entry.fields)) for entry in file.entries]


@settings(max_examples=300)
@given(FILE)
def test_one_look_finds_what_careful_splitting_does(text: str) -> None:
    assume("\\\n" not in text)  # bibtexparser doesn't count the ends of such lines
    quick = split_sound(text)
    if quick is not None:
        careful = split_repairing(text, "x.bib")
        assert split_fields(quick) == split_fields(careful)
        assert quick.macros == careful.macros
        assert careful.diagnostics == []


@pytest.mark.parametrize(
    "entry",
    [
        "@book{k, title = {A {B {C {D}}}}}",
        '@book{k, title = "A {B} {\\"o}", year = 1999}',
        '@book{k, author = knuth # " and " # {L{\\\'e}vy}}',
        "@Book {k,\n title={A, B = C},\n title = {again},\n}",
        "@book{k, title = {me @ home}, month = jan}  % the last one",
    ],
)
def test_everyday_entries_are_not_split_before_they_are_asked_for(entry: str) -> None:
    file = split_sound(f"% a file\n{entry}\n")
    assert file is not None
    fields = file.entries[0].fields
    assert isinstance(fields, DeferredFields)
    assert fields[0][2] == entry[: entry.index("=")].count("\n") + 2
    assert split_fields(file) == split_fields(split_repairing(f"% a file\n{entry}\n", "x.bib"))
