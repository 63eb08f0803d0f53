"""Records: made once, compared by what they hold, shown with it, and never changed."""

from __future__ import annotations

import copy
import pickle
import sys

import pytest

import ibidem.record
from ibidem import Cite, Date, Diagnostic, Item, Locator, Name, Session, parse_style, replace
from separate import run_program

COMPILED = not str(ibidem.record.__file__).endswith(".py")

PERSON = Name("Doe", "Jane", suffix="Jr.")


def test_values_are_equal_by_their_fields() -> None:
    assert Cite("doe", Locator("page", "3")) == Cite("doe", Locator("page", "3"))
    assert Cite("doe", Locator("page", "3")) != Cite("doe", Locator("page", "4"))
    assert len({Date(((2020,),)), Date(((2020,),)), Date(((2020,),), circa=True)}) == 2


@pytest.mark.parametrize("field", Name.__match_args__)
def test_persons_differ_in_any_field(field: str) -> None:
    other = replace(PERSON, **{field: not getattr(PERSON, field) if field in FLAGS else "Roe"})
    assert other != PERSON
    assert replace(other, **{field: getattr(PERSON, field)}) == PERSON


FLAGS = ("comma_suffix", "static_ordering", "parse_particles")


def test_values_of_two_classes_are_never_equal() -> None:
    assert Locator("a", "b") != Date((), False, "b")
    assert PERSON != "Doe"


def test_items_are_compared_by_identity() -> None:
    assert Item("doe") != Item("doe")
    assert len({Item("doe"), Item("doe")}) == 2


def test_items_share_nothing_that_was_not_given() -> None:
    one, other = Item("doe"), Item("roe")
    assert one.fields is not other.fields
    assert one.names is not other.names
    assert one.dates is not other.dates


STYLE = b"""<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <citation><layout><text variable="title"/></layout></citation>
</style>"""


def test_a_result_shows_what_is_printed() -> None:
    shown = repr(Session({}, parse_style(STYLE)).format([]))
    assert shown.startswith("Result(citations=(), bibliography=Bibliography(entries=(),")
    assert "object at" not in shown


def test_a_record_shows_its_fields() -> None:
    assert repr(Locator("page", "3")) == "Locator(label='page', value='3', shows_label=True)"


def test_a_changed_record_is_another_one() -> None:
    item = Item("doe", "book", {"title": "A"})
    changed = replace(item, id="roe")
    assert (item.id, changed.id, changed.type, changed.fields) == (
        "doe",
        "roe",
        "book",
        {"title": "A"},
    )


def test_fields_that_a_record_does_not_have_are_refused() -> None:
    with pytest.raises(TypeError):
        replace(PERSON, familly="Roe")


def test_records_are_copied_and_pickled() -> None:
    found = Diagnostic("unknown-key", "no entry has this key", line=3, suggestion="doe")
    assert copy.copy(found) == copy.deepcopy(found) == pickle.loads(pickle.dumps(found)) == found


def test_patterns_match_fields_by_their_order() -> None:
    match PERSON:
        case Name(family, given):
            assert (family, given) == ("Doe", "Jane")
        case _:
            raise AssertionError


if sys.version_info >= (3, 13):

    def test_pythons_own_replace_knows_records() -> None:
        assert copy.replace(PERSON, family="Roe").family == "Roe"


if COMPILED:  # uncompiled, it is mypy that refuses

    def test_fields_cannot_be_set() -> None:
        with pytest.raises(AttributeError):
            PERSON.family = "Roe"  # type: ignore[misc]


def test_records_deep_in_other_objects_go_with_them() -> None:
    """Python puts aside what is deep in objects that go, by what it finds in front of it: a compiled
    class that does without that lets it write over something else."""
    program = """
from ibidem import Citation, Cite
for depth in range(30, 130):
    for _ in range(200):
        nest = Citation((Cite("doe"),))
        for _ in range(depth):
            nest = [nest, Cite("roe")]
"""
    run_program(program)  # has to end well
