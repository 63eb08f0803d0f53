"""Damaged and difficult BibTeX, from `cases/sources`: what is kept, and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ibidem.model import Date, Item, Name
from ibidem.sources import load_library

CASES = Path(__file__).parents[1] / "cases" / "sources"


def read_cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.txt")):
        for block in re.split(r"^### ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, _, rest = block.partition("\n")
            source, _, expected = rest.partition("\n---\n")
            yield pytest.param(source, expected.strip("\n"), id=f"{file.stem} {head}")


def show_name(name: Name) -> str:
    if name.literal:
        return f"{{{name.literal}}}"
    particles = [f"[{name.non_dropping_particle}] "] * bool(name.non_dropping_particle)
    particles += [f"({name.dropping_particle}) "] * bool(name.dropping_particle)
    rest = [part for part in (name.given, name.suffix) if part]
    return "".join(particles) + ", ".join([name.family, *rest])


def show_date(date: Date) -> str:
    sides = ["-".join(map(str, side)) for side in date.parts]
    return ("~" if date.circa else "") + "/".join(sides) + (f" {date.literal}" * bool(date.literal))


def show(item: Item, variable: str) -> str:
    if variable == "type":
        return item.type
    if variable in item.names:
        others = "; others" if variable in item.incomplete_names else ""
        return "; ".join(map(show_name, item.names[variable])) + others
    if variable in item.dates:
        return show_date(item.dates[variable]).strip()
    return item.fields.get(variable, "")


@pytest.mark.parametrize("source, expected", list(read_cases()))
def test_case(source: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(source, "utf-8")
    library = load_library(["refs.bib"], base=tmp_path)
    for key in library:
        assert library[key].id == key
    found: list[str] = []
    for line in expected.split("\n"):
        if line.startswith("keys ="):
            found.append(f"keys = {', '.join(library)}")
        elif not line.startswith("!"):
            key, variable = line.partition(" =")[0].rsplit(".", 1)
            found.append(f"{key}.{variable} = {show(library[key], variable)}".rstrip())
    said = [f"! {finding.code} {finding.line}" for finding in library.diagnostics]
    assert "\n".join([*found, *sorted(said)]) == expected


def test_diagnostics_know_their_place_and_a_better_word(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text('@string{acm = "ACM"}\n@artcle{k,\n journal = acn}\n', "utf-8")
    library = load_library(["a.bib"], base=tmp_path)
    library["k"]
    assert [str(finding) for finding in library.diagnostics] == [
        'a.bib:3: the macro "acn" is not defined (did you mean "acm"?) [bibtex.unknown-macro]',
        'a.bib:2: unknown entry type @artcle (did you mean "article"?) [bibtex.unknown-type]',
    ]
    assert [(finding.key, finding.field) for finding in library.diagnostics] == [
        ("k", "journal"),
        ("k", ""),
    ]
