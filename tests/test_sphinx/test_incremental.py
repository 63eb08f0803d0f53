"""After an edit a build gives what a clean one gives, and writes no page too many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from test_sphinx.sites import WORKS, Built, Site

PAGES = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   one\n   two\n   plain\n   refs\n",
    "one.rst": "One\n===\n\nFirst :cite:`roe1999`, then :cite:t:`doe2020`.\n",
    "two.rst": "Two\n===\n\nHere :cite:`Lee_2001{p. 3}` and :cite:`roe1999`.\n",
    "plain.rst": "Plain\n=====\n\nNothing cited.\n",
    "refs.rst": "References\n==========\n\n.. bibliography::\n",
    "orphan.rst": ":orphan:\n\nOrphan\n======\n\nOutside :cite:`many:2005`.\n",
}


def make(site: Site, style: str) -> Built:
    site.use_style(style)
    site.write(PAGES)
    built = site.build()
    assert built.warnings == ""
    return built


def add_first_citation(site: Site) -> None:
    site.write({"one.rst": PAGES["one.rst"].replace("First", "New :cite:`many:2005`. First")})


def remove_citation(site: Site) -> None:
    site.write({"two.rst": "Two\n===\n\nHere :cite:`Lee_2001{p. 3}`.\n"})


def remove_only_citation_of_a_work(site: Site) -> None:
    site.write({"two.rst": "Two\n===\n\nHere :cite:`roe1999`.\n"})


def move_citation(site: Site) -> None:
    site.write(
        {
            "one.rst": "One\n===\n\nFirst :cite:t:`doe2020`.\n",
            "two.rst": PAGES["two.rst"] + "\nMoved :cite:`roe1999`.\n",
        }
    )


def change_prose_only(site: Site) -> None:
    site.write({"one.rst": PAGES["one.rst"] + "\nMore prose.\n"})


def turn_toctree_around(site: Site) -> None:
    site.write({"index.rst": PAGES["index.rst"].replace("one\n   two", "two\n   one")})


def edit_entry(site: Site) -> None:
    site.write_works([{**work, "title": work["title"] + "!"} for work in WORKS])


def make_same_year(site: Site) -> None:
    """Cited nowhere before, and it makes another work's year ambiguous."""
    site.write({"two.rst": PAGES["two.rst"] + "\nAlso :cite:`doe2020other`.\n"})


def rename_page(site: Site) -> None:
    (site.folder / "two.rst").rename(site.folder / "deux.rst")
    site.write({"index.rst": PAGES["index.rst"].replace("two", "deux")})


def delete_page(site: Site) -> None:
    (site.folder / "two.rst").unlink()
    site.write({"index.rst": PAGES["index.rst"].replace("   two\n", "")})


def move_list(site: Site) -> None:
    (site.folder / "refs.rst").rename(site.folder / "bib.rst")
    site.write({"index.rst": PAGES["index.rst"].replace("refs", "bib")})


def change_style(site: Site) -> None:
    site.use_style("author-date" if "numeric" in site.config["ibidem_style"] else "numeric")


def change_to_notes(site: Site) -> None:
    site.use_style("notes")


def change_locale(site: Site) -> None:
    site.config["ibidem_locale"] = "de-DE"


def switch_tooltips_off(site: Site) -> None:
    site.config["ibidem_tooltips"] = False


def switch_back_links_off(site: Site) -> None:
    site.config["ibidem_back_links"] = False


def put_citation_in_title(site: Site) -> None:
    site.write({"one.rst": "One :cite:`doe2020`\n===================\n\nFirst :cite:`roe1999`.\n"})


ALL = {"index", "one", "two", "plain", "refs", "orphan"}
CITING = {"one", "two", "refs", "orphan"}
EDITS: list[tuple[str, Callable[[Site], None], set[str]]] = [
    ("numeric", add_first_citation, CITING),
    ("author-date", add_first_citation, {"one", "refs"}),
    ("numeric", remove_citation, {"two", "refs"}),
    ("author-date", remove_only_citation_of_a_work, {"two", "refs"}),
    ("numeric", remove_only_citation_of_a_work, CITING - {"one"}),
    ("numeric", move_citation, CITING - {"orphan"}),
    ("numeric", change_prose_only, {"one"}),
    ("numeric", turn_toctree_around, {"index", "one", "two", "refs"}),
    ("author-date", edit_entry, CITING),
    ("author-date", make_same_year, {"one", "two", "refs"}),
    ("numeric", rename_page, {"index", "deux", "refs"}),
    ("author-date", delete_page, {"index", "refs"}),
    ("author-date", move_list, {"index", "one", "two", "orphan", "bib"}),
    ("author-date", change_style, CITING),
    ("author-date", change_to_notes, CITING),
    ("notes", change_style, CITING),
    ("author-date", change_locale, {"two", "refs", "orphan"}),
    ("author-date", switch_tooltips_off, CITING - {"refs"}),
    ("author-date", switch_back_links_off, {"refs"}),
    ("author-date", put_citation_in_title, ALL),
]


@pytest.mark.parametrize(
    "style, edit, shown", EDITS, ids=[f"{style}-{edit.__name__}" for style, edit, _ in EDITS]
)
def test_incremental_equals_clean(
    site: Site, style: str, edit: Callable[[Site], None], shown: set[str]
) -> None:
    make(site, style)
    edit(site)
    incremental = site.build()
    assert incremental.warnings == ""
    clean = site.build(output="clean", doctrees="clean-doctrees", parallel=4)
    assert _without_removed(incremental, clean) == clean.files()
    # Sphinx adds the pages whose toctree names a page that it has read again.
    assert shown - incremental.written == set()
    assert incremental.written - shown <= {"index"}


def _without_removed(incremental: Built, clean: Built) -> dict[str, bytes]:
    """Sphinx leaves the files of pages that are gone."""
    files = incremental.files()
    gone = {name for name in files.keys() - clean.files().keys() if Path(name).stem in PAGES_GONE}
    return {name: content for name, content in files.items() if name not in gone}


PAGES_GONE = {"two", "refs", "two.rst", "refs.rst"}
