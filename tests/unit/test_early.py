"""Items that are converted early."""

from __future__ import annotations

from pathlib import Path

from ibidem import Library, load_library
from ibidem.early import EarlyItems

ITEMS = """
@book{good, title = {One}, year = 2020, ids = {fine}}
@book{bad, title = {Two}, year = 2021, month = {smarch}}
@incollection{kid, title = {Three}, crossref = {parent}}
@incollection{twin, title = {Four}, crossref = {parent}}
@book{later, title = {Five}, year = 2022}
@book{parent, title = {Whole}, year = 2023, publisher = nomacro}
"""


def load(folder: Path) -> Library:
    path = folder / "refs.bib"
    path.write_text(ITEMS, "utf-8")
    return load_library([path])


def test_items_of_which_something_is_found_are_faulty(tmp_path: Path) -> None:
    items = EarlyItems(load(tmp_path))
    assert items.convert(["fine", "bad", "nobody", "good"]) == ["bad"]
    assert items.convert(["later", "bad"]) == ["bad"]


def test_what_is_wrong_with_a_parent_may_be_of_all_that_follow(tmp_path: Path) -> None:
    items = EarlyItems(load(tmp_path))
    items.convert(["good"])
    assert items.convert(["kid", "good", "twin", "later"]) == ["kid", "twin", "later"]


def test_another_library_converts_the_faulty_ones_only(tmp_path: Path) -> None:
    library, other = load(tmp_path), load(tmp_path)
    items = EarlyItems(library)
    assert not items.has_faulty
    items.convert(["good", "kid"])
    assert items.has_faulty
    items.hand_over(other)
    assert other["good"] is library["good"]
    assert not other.diagnostics
    assert other["twin"] is not library["twin"]
    assert [finding.key for finding in other.diagnostics] == ["parent"]
