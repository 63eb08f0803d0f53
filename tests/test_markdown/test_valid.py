"""Where the reference processor prints what is no HTML, pages have what it means."""

from __future__ import annotations

import pytest

from ibidem import Format, Formatted, Link, Node, Tagged, to_html
from ibidem.markdown.valid import valid_html

BASELINE = Format(vertical_align="baseline")


@pytest.mark.parametrize(
    "tree, reference, valid",
    [
        (
            Formatted(['<span style="baseline">'], BASELINE),
            '<span style="baseline">&#60;span style="baseline"&#62;</span>',
            '&#60;span style="baseline"&#62;',
        ),
        (
            Tagged("date", [Link("u", [Formatted(["a"], Format("italic", "", "", "", "baseline"))])]),
            '<a href="u"><span style="baseline"><i>a</i></span></a>',
            '<a href="u"><i>a</i></a>',
        ),
        (
            Formatted([Formatted(["a"], display="right-inline")], BASELINE),
            '<span style="baseline"><div class="csl-right-inline">a</div>\n  </span>',
            '<div class="csl-right-inline">a</div>\n  ',
        ),
    ],
)  # fmt: skip
def test_the_baseline_is_no_format(tree: Node, reference: str, valid: str) -> None:
    assert to_html(tree) == reference
    assert valid_html(tree) == valid
