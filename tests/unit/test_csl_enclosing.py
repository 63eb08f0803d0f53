"""An element around a node is left out where it changes nothing of what is printed."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from ibidem.csl.finish import Typography, finish
from ibidem.csl.markup import QuoteMarks
from ibidem.csl.output import (
    Format,
    Formatted,
    FormattedNumber,
    FormattedText,
    Literal,
    Node,
    Tagged,
    is_same,
)
from ibidem.csl.rendering import enclose_node, is_enclosed

ITALIC = Format(font_style="italic")

# Suffixes with two spaces at the end are left out: their second one is that of the element around,
# so that another element counts.
AFFIXES = st.sampled_from(["", "", ".", ", ", " ", "; ", "(", ")", " (", "!", ": "])
WORDS = st.sampled_from(["word", "Who?", "p.", "", "1", "“so”", "a,"])

LEAVES: st.SearchStrategy[Node] = st.one_of(
    WORDS, st.builds(Literal, WORDS, st.sampled_from(["term", "number"]))
)


def around(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    children = st.lists(nodes, min_size=1, max_size=3)
    formats = st.sampled_from([None, None, ITALIC])
    kinds = [Formatted, Formatted, FormattedText, FormattedNumber]
    elements = [
        st.builds(kind, children, formats, AFFIXES, AFFIXES, AFFIXES, st.booleans())
        for kind in kinds
    ]
    groups = st.builds(
        lambda nodes, delimiter: Formatted(nodes, delimiter=delimiter), children, AFFIXES
    )
    tagged = st.builds(Tagged, st.sampled_from(["names", "date", "locator"]), children)
    return st.one_of(*elements, groups, groups, tagged)


NODES = st.recursive(LEAVES, around, max_leaves=8)

TYPOGRAPHIES = st.builds(Typography, st.just(QuoteMarks()), st.booleans(), st.booleans())


@given(NODES, NODES, NODES, AFFIXES, TYPOGRAPHIES)
def test_what_is_not_enclosed_prints_as_if_it_were(
    before: Node, node: Node, after: Node, delimiter: str, typography: Typography
) -> None:
    assume(is_enclosed(node))
    bare = Formatted([before, node, after], delimiter=delimiter)
    enclosed = Formatted([before, Formatted([node]), after], delimiter=delimiter)
    assert is_same(finish(bare, typography), finish(enclosed, typography))


def test_what_has_more_than_its_children_is_enclosed() -> None:
    for node in (
        Formatted(["a"], ITALIC),
        Formatted(["a"], suffix="."),
        Formatted(["a"], quotes=True),
        FormattedText(["a"]),
        FormattedNumber(["1"]),
        Tagged("names", ["a", "b"]),
        Tagged("names", [Formatted(["a"], ITALIC)]),
    ):
        enclosing = enclose_node(node)
        assert isinstance(enclosing, Formatted)
        assert enclosing.children == [node]
