"""Where the reference processor prints what is no HTML, pages have what it means."""

from __future__ import annotations

from ibidem import Format, Formatted, to_html
from ibidem.markdown.valid import valid_html


def test_the_baseline_is_valid_css() -> None:
    tree = Formatted(('<span style="baseline">',), format=Format(vertical_align="baseline"))
    written = '&#60;span style="baseline"&#62;</span>'
    assert to_html(tree) == f'<span style="baseline">{written}'
    assert valid_html(tree) == f'<span style="vertical-align:baseline;">{written}'
