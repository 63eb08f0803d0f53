"""Small layouts through the whole processor, from `cases/csl/layouts.txt`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ibidem.csl.processor import Processor
from ibidem.csl.style import parse_style
from ibidem.model import Citation, Cite, Locator
from ibidem.sources.csl_json import read_item
from ibidem.write.html import to_html

CASES = Path(__file__).parents[1] / "cases" / "csl" / "layouts.txt"

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Cases</title><id>cases</id><updated>2026-01-31T12:00:00+00:00</updated></info>
<locale><terms>{terms}</terms></locale>
<citation><layout>{layout}</layout></citation>
</style>"""


class Case(NamedTuple):
    """A layout, and what it prints of an item in a locale with the terms of the style."""

    item: dict[str, Any]
    locale: str
    terms: str
    layout: str
    expected: str


def read_cases() -> Iterator[Case]:
    item: dict[str, Any] = {}
    locale, terms = "en-US", ""
    for line in CASES.read_text("utf-8").splitlines():
        if line.startswith("item "):
            item, locale, terms = json.loads(line.removeprefix("item ")), "en-US", ""
        elif line.startswith("locale "):
            locale, _, terms = line.removeprefix("locale ").partition(" ")
        elif line and not line.startswith("#"):
            layout, _, expected = line.partition(" => ")
            yield Case(item, locale, terms, layout, expected)


@pytest.mark.parametrize("case", list(read_cases()), ids=lambda case: case.layout)
def test_layout(case: Case) -> None:
    record = {"id": "a", "type": "book", **case.item}
    value, label = record.pop("locator", None), record.pop("label", "page")
    locator = Locator(label.replace("sub verbo", "sub-verbo"), value) if value else None
    style = parse_style(STYLE.format(terms=case.terms, layout=case.layout))
    processor = Processor(style, locale=case.locale)
    result = processor.process([read_item(record)], [Citation((Cite("a", locator),))])
    assert to_html(result.citations[0].content) == case.expected
