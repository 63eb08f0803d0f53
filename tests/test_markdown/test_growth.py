"""Paragraphs of many citations take the time that their length makes likely."""

from __future__ import annotations

from typing import Any

import markdown
import pytest

from growth import grows_linearly
from ibidem.markdown.heading_names import GAP, close_gaps

OLD_HOST = markdown.__version_info__ < (3, 11)

UNITS = (
    "text [@doe, p. 3] and ", "text @doe says ", "@doe [p. 3] ", "<b>x</b> [@doe] ", "[x](u) [@doe] ",
    "[x](u [@doe]) ", "$x$ @doe ", "![x [@doe]](u) ",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_paragraphs(convert: Any, unit: str) -> None:
    if OLD_HOST and "](" in unit:
        pytest.skip("before 3.11, Markdown itself takes quadratic time for links")
    assert grows_linearly(convert, lambda count: unit * (count // 4))


@pytest.mark.parametrize("unit", ['"a" ', "\"'", "it's ", "{.x} ", '= "'])
def test_attributes_without_an_end(convert: Any, unit: str) -> None:
    """Each quotation mark can be read in one way only."""
    assert grows_linearly(
        lambda text: convert(text, extensions=("attr_list",)),
        lambda count: "[@doe]{" + unit * (count // 4),
    )


@pytest.mark.parametrize(
    ("before", "unit", "behind"),
    [
        ("x", GAP, ""), ("", GAP + ", ", "y"), ("a", ", " + GAP, "."), ("a", " ,", GAP),
        (GAP, "-", "x"), (GAP, "- ", "x"), ("x", f"({GAP}) ", "y"), ("(", " " + GAP, ")"),
    ],
)  # fmt: skip
def test_names_of_headings(before: str, unit: str, behind: str) -> None:
    assert grows_linearly(close_gaps, lambda count: before + unit * count + behind)
