"""Short forms of journals and the like, and what is said of a file that has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ibidem import IbidemError, Session, load_abbreviations, parse_style, read_item, to_text

FORMS = {"container-title": {"Journal of Things": "J. Th."}, "place": {"New York": "NY"}}
STYLE = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><group delimiter=", ">
    <text variable="container-title" form="short"/>
    <text variable="container-title"/>
    <text variable="publisher-place" form="short"/>
  </group></layout></bibliography>
</style>"""


@pytest.mark.parametrize(
    "data",
    [FORMS, {"default": FORMS}, {"info": {}, "data": {"default": {**FORMS, "hereinafter": {}}}}],
)
def test_shapes(data: object, tmp_path: Path) -> None:
    """By category, as pandoc has it and as Zotero does."""
    (tmp_path / "short.json").write_text(json.dumps(data), "utf-8")
    assert load_abbreviations("short.json", tmp_path) == FORMS


def test_no_file_is_asked_for() -> None:
    assert load_abbreviations("") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            None,
            "the abbreviations shrt.json cannot be read: No such file or directory"
            ' (did you mean "short.json"?)',
        ),
        ('{"a":\n\n}', "short.json:3: is no valid JSON"),
        ("\udcff", "short.json: is not UTF-8"),
        ("[" * 100_000, "short.json: is nested too deeply"),
        ("[]", "short.json: holds no abbreviations by category (container-title"),
        ('{"default": {"journal": {"A": "B"}}}', "short.json: holds no abbreviations"),
        ('{"place": 3}', "short.json: holds no abbreviations"),
    ],
)
def test_what_cannot_be_read(text: str | None, said: str, tmp_path: Path) -> None:
    written = ("{}" if text is None else text).encode("utf-8", "surrogateescape")
    (tmp_path / "short.json").write_bytes(written)
    with pytest.raises(IbidemError) as raised:
        load_abbreviations("shrt.json" if text is None else "short.json", tmp_path)
    assert str(raised.value).startswith(said)
    assert raised.value.diagnostic.severity == "error"


def test_home_of_nobody() -> None:
    with pytest.raises(IbidemError, match="cannot be read: No such file"):
        load_abbreviations("~nobody-of-that-name/forms.json")


def test_short_forms_are_printed_where_a_style_asks_for_them() -> None:
    journal = {"container-title": "Journal of Things", "publisher-place": "New York"}
    items = {
        "a": read_item({"id": "a", **journal}),
        "b": read_item({"id": "b", **journal, "container-title-short": "Own"}),
        "c": read_item({"id": "c", "container-title": "Journal"}),
    }
    session = Session(items, parse_style(STYLE), abbreviations=FORMS)
    printed = [
        to_text(entry.content)
        for entry in session.format([], uncited=list(items)).bibliography.entries
    ]
    assert printed == [
        "J. Th., Journal of Things, NY",
        "Own, Journal of Things, NY",
        "Journal, Journal",
    ]
