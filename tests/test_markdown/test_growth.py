"""Paragraphs of many citations take the time that their length makes likely."""

from __future__ import annotations

from typing import Any

import markdown
import pytest

from growth import grows_linearly

UNITS = (
    "text [@doe, p. 3] and ", "text @doe says ", "@doe [p. 3] ", "<b>x</b> [@doe] ", "[x](u) [@doe] ",
    "[x](u [@doe]) ", "$x$ @doe ", "![x [@doe]](u) ",
)  # fmt: skip


@pytest.mark.timeout(300)
@pytest.mark.parametrize("unit", UNITS)
def test_paragraphs(convert: Any, unit: str) -> None:
    """Old versions of the host take longer by themselves, for links."""

    def write(count: int) -> str:
        return unit * (count // 4)

    assert grows_linearly(convert, write) or not grows_linearly(markdown.markdown, write)
