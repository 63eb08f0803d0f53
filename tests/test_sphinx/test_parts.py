"""Small pure functions of the adapter: the order of pages, parts of citations."""

from __future__ import annotations

import pytest

from ibidem import Format, Formatted, Node, Tagged, to_text
from ibidem.listing import parts
from ibidem.sphinx.order import order_pages
from ibidem.sphinx.signatures import describe


def test_pages_come_as_the_toctrees_have_them() -> None:
    includes = {"index": ["z", "part"], "part": ["b", "a"], "a": ["index"], "lost": ["x"]}
    pages = ["a", "b", "index", "lost", "part", "x", "z"]
    assert order_pages("index", includes, pages) == ["index", "z", "part", "b", "a", "lost", "x"]


@pytest.mark.parametrize(
    "node, stripped",
    [
        (Formatted(["(", Tagged("cite", ["Doe 2020"], "doe"), ")"]), "Doe 2020"),
        (Formatted(["[", "1", "]"]), "1"),
        ("(Doe) 2020", "(Doe) 2020"),
        ("(Doe]", "(Doe]"),
        (Formatted([Tagged("cite", ["[1]"], "a"), ", ", Tagged("cite", ["[2]"], "b")]), "1, 2"),
        ("", ""),
        ("(", "("),
    ],
)
def test_brackets_are_stripped(node: Node, stripped: str) -> None:
    assert to_text(parts.strip_brackets(node)) == stripped


def test_raised_numbers_come_down() -> None:
    raised = Formatted(["1"], Format(vertical_align="sup"))
    assert "sup" not in describe(parts.strip_brackets(raised))


def test_brackets_are_added_once() -> None:
    assert to_text(parts.add_brackets("Doe", "(")) == "(Doe)"
    assert to_text(parts.add_brackets("[1]", "(")) == "[1]"
    assert to_text(parts.add_brackets("", "(")) == ""


def test_last_full_stop_is_dropped() -> None:
    node = Formatted(["Ap ", Formatted(["et al."], Format(font_style="italic")), ""])
    assert to_text(parts.drop_stop(node)) == "Ap et al"
    assert to_text(parts.drop_stop("Who?")) == "Who?"


def test_first_letter_becomes_a_capital() -> None:
    node = Formatted(["", Tagged("names", [Formatted(["van Dijk"], Format(font_style="italic"))])])
    assert to_text(parts.capitalize(node)) == "Van Dijk"


def test_descriptions_tell_trees_apart() -> None:
    trees: list[Node] = [
        "ab",
        Formatted(["a", "b"]),
        Formatted(["ab"]),
        Formatted(["ab"], Format(font_weight="bold")),
        Formatted(["ab"], display="block"),
        Tagged("cite", ["ab"], "a"),
        Tagged("cite", ["ab"], "b"),
    ]
    assert len({describe(tree) for tree in trees}) == len(trees)
