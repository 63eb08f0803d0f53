"""A small bibliography and three small styles, so that the tests are about the host alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from ibidem import Diagnostic
from ibidem.markdown import IbidemExtension

ITEMS = """
@book{doe, author = {Doe, Jane}, title = {A <Book> & more}, year = 2020}
@book{roe, author = {Roe, Rex}, title = {Second}, year = 2021, doi = {10.1/x?a=1&b=<2>}}
@book{poe.1, author = {Poe, Ed}, title = {Third}, year = 2022}
@book{doe20b, author = {Doe, Jane}, title = {Fourth}, year = 2020}
"""

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{kind}" default-locale="en-US">
  <info><title>Test</title><id>test</id><category citation-format="{format}"/>
  <updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation{options}>
    <layout prefix="{prefix}" suffix="{suffix}" delimiter="{delimiter}">{cite}</layout>
  </citation>
  <bibliography{list_options}><layout suffix=".">{entry}</layout></bibliography>
</style>
"""
NAMES = '<names variable="author"><name form="{form}"/></names>'
YEAR = '<date variable="issued"><date-part name="year"/></date>'
LABEL = '<label variable="locator" form="short"/>'
LOCATOR = f'<group delimiter=" ">{LABEL}<text variable="locator"/></group>'
TITLE = '<text variable="title" font-style="italic"/>'
ENTRY = (
    f'<group delimiter=", ">{NAMES.format(form="long")}{TITLE}{YEAR}'
    '<text variable="DOI" prefix="doi:"/></group>'
)
STYLES = {
    "author-date": STYLE.format(
        kind="in-text",
        format="author-date",
        options=' disambiguate-add-year-suffix="true"',
        prefix="(",
        suffix=")",
        delimiter="; ",
        cite='<group delimiter=", "><group delimiter=" ">'
        f"{NAMES.format(form='short')}{YEAR}</group>{LOCATOR}</group>",
        list_options=' hanging-indent="true"',
        entry=ENTRY,
    ),
    "numeric": STYLE.format(
        kind="in-text",
        format="numeric",
        options=' collapse="citation-number"',
        prefix="[",
        suffix="]",
        delimiter=", ",
        cite=f'<group delimiter=", "><text variable="citation-number"/>{LOCATOR}</group>',
        list_options=' second-field-align="flush"',
        entry=f'<text variable="citation-number" prefix="[" suffix="] "/>{ENTRY}',
    ),
    "note": STYLE.format(
        kind="note",
        format="note",
        options="",
        prefix="",
        suffix=".",
        delimiter="; ",
        cite='<choose><if position="ibid"><text term="ibid"/></if><else>'
        f'<group delimiter=", ">{NAMES.format(form="long")}{TITLE}{LOCATOR}</group>'
        "</else></choose>",
        list_options="",
        entry=ENTRY,
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `refs.bib` and the styles `author-date.csl`, `numeric.csl` and `note.csl`."""
    (tmp_path / "refs.bib").write_text(ITEMS, "utf-8")
    for name, source in STYLES.items():
        (tmp_path / f"{name}.csl").write_text(source, "utf-8")
    return tmp_path


class Converter:
    """Converts with the extension and keeps its findings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Diagnostic] = []

    def extension(self, style: str = "author-date", **options: object) -> IbidemExtension:
        style = f"{style}.csl" if style in STYLES else style
        made = IbidemExtension(**{"bibliography": "refs.bib", "style": style, **options})
        made.base = self.folder
        made.reporter = self.findings.append
        return made

    def __call__(
        self,
        text: str,
        style: str = "author-date",
        extensions: tuple[str, ...] = (),
        **options: object,
    ) -> str:
        made = self.extension(style, **options)
        return markdown.markdown(text, extensions=[made, *extensions])


@pytest.fixture
def convert(folder: Path) -> Callable[..., str]:
    return Converter(folder)
