"""Citations formatted by a second process while pages are read: the same output as without it.

The builds are processes of their own: pytest has threads, and then there is no second one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ibidem.sphinx.formatting import Formatting
from ibidem.sphinx.store import load_formatting, save_formatting
from separate import ONE_CORE, needs_two_cores, run_program
from test_sphinx.sites import Site

NOTE = "citations are formatted by a second process"

pytestmark = needs_two_cores

BREAKS_OFF = """
import ibidem.sphinx.ahead as ahead
def format_pages(*parts):
    raise RuntimeError("not to be printed")
ahead.format_pages = format_pages
"""
IS_KILLED = """
import ibidem.sphinx.ahead as ahead
tell = ahead.Companion.tell
def tell_the_dead(companion, message):
    companion._process.kill()
    companion._process.join()
    return tell(companion, message)
ahead.Companion.tell = tell_the_dead
"""

WAITS = """
import time
import ibidem.sphinx.ahead as ahead
tell = ahead.Companion.tell
def tell_slowly(companion, message):
    if isinstance(message, ahead.Whole):
        time.sleep(1)  # the second process has formatted the pages
    return tell(companion, message)
ahead.Companion.tell = tell_slowly
"""


@pytest.fixture
def pages(site: Site) -> Site:
    names = [f"page{number:02}" for number in range(12)]
    contents = "".join(f"   {name}\n" for name in names)
    site.write({"index.rst": f"Home\n====\n\n.. toctree::\n\n{contents}\n.. bibliography::\n"})
    cites = [
        "First :cite:`doe2020` and :cite:t:`doe2020other`, see :cite:`see}{Lee_2001{p. 3}`.",
        "Then :cite:`many:2005,roe1999`; :cite:year:`roe1999`, :cite:full:`Lee_2001`.",
        "Nothing is cited.",
        "No such work: :cite:`nobody`.",
    ]
    for number, name in enumerate(names):
        text = cites[number % len(cites)]
        site.write({f"{name}.rst": f"{name}\n{'=' * len(name)}\n\n{text}\n"})
    return site


def build(site: Site, output: str, before: str = "", *options: str) -> tuple[str, str]:
    """What Sphinx says of its steps, and of what is wrong; `before` is done before it starts."""
    program = f"{before}\nimport sys\nfrom sphinx.cmd.build import main\nsys.exit(main())"
    (site.folder / "conf.py").write_text(
        "".join(f"{name} = {value!r}\n" for name, value in site.config.items()), "utf-8"
    )
    out = site.folder / output
    arguments = ("-v", *options, "-d", f"{out}-doctrees", ".", str(out))
    return run_program(program, *arguments, folder=site.folder)


def read(site: Site, output: str) -> dict[str, str]:
    folder = site.folder / output
    return {
        str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")
    }


@pytest.mark.parametrize("style", ["author-date", "numeric", "notes"])
def test_the_output_is_that_of_one_process(pages: Site, style: str) -> None:
    pages.use_style(style)
    said, wrong = build(pages, "two")
    assert NOTE in said
    said_alone, wrong_alone = build(pages, "one", ONE_CORE)
    assert NOTE not in said_alone
    assert read(pages, "two") == read(pages, "one")
    assert "nobody" in wrong
    assert wrong == wrong_alone


@pytest.mark.parametrize("before", [BREAKS_OFF, IS_KILLED], ids=["breaks-off", "is-killed"])
def test_a_second_process_that_fails_is_not_missed(pages: Site, before: str) -> None:
    said, wrong = build(pages, "two", before)
    assert NOTE in said
    _, wrong_alone = build(pages, "one", ONE_CORE)
    assert read(pages, "two") == read(pages, "one")
    assert wrong == wrong_alone


def test_what_it_has_formatted_is_there_for_the_next_build(pages: Site) -> None:
    build(pages, "out")
    before = read(pages, "out")
    (pages.folder / "page00.rst").write_text(
        "Changed\n=======\n\nWords :cite:`doe2020`.\n", "utf-8"
    )
    said, _ = build(pages, "out")
    assert NOTE not in said, "a single page is not worth it"
    after = read(pages, "out")
    build(pages, "clean")
    assert after == read(pages, "clean")
    assert after != before


def test_drafts_of_other_builds_are_not_in_the_way_and_none_is_left(tmp_path: Path) -> None:
    path = tmp_path / "formatting.pickle"
    formatting = Formatting()
    (tmp_path / "formatting.tmp").mkdir()
    save_formatting(path, "digest", {}, formatting)
    assert load_formatting(path, "digest", {}) is not None
    (tmp_path / "taken.pickle").mkdir()
    with pytest.raises(OSError, match="taken"):
        save_formatting(tmp_path / "taken.pickle", "digest", {}, formatting)
    names = sorted(found.name for found in tmp_path.iterdir())
    assert names == ["formatting.pickle", "formatting.tmp", "taken.pickle"]


MAKES_REFERENCES = """
import pathlib, time
import sphinx.application
run = sphinx.application.Sphinx.build
def build(app, *parts, **more):
    def write(app, docname, text):
        if docname == "page11":
            time.sleep(1)  # the second process has read it by now
            path = pathlib.Path(app.confdir, "refs.json")
            path.write_text(path.read_text("utf-8").replace("Doe", "Deer"), "utf-8")
    app.connect("source-read", write)
    return run(app, *parts, **more)
sphinx.application.Sphinx.build = build
"""


def test_a_bibliography_that_is_made_while_pages_are_read_counts(pages: Site) -> None:
    said, _ = build(pages, "two", MAKES_REFERENCES)
    assert NOTE in said
    assert "Deer" in read(pages, "two")["page00.html"]
    build(pages, "one", ONE_CORE)
    assert read(pages, "two") == read(pages, "one")


def test_a_bibliography_that_is_made_while_pages_are_read_counts_on_one_core(pages: Site) -> None:
    build(pages, "one", ONE_CORE)
    for path in pages.folder.glob("page*.rst"):
        os.utime(path, (2e9, 2e9))  # all are read again, and are what they were
    build(pages, "one", f"{ONE_CORE}\n{MAKES_REFERENCES}")
    assert "Deer" in read(pages, "one")["page00.html"]


def test_a_bibliography_that_is_made_after_a_first_look_counts(pages: Site) -> None:
    (pages.folder / "page00.rst").write_text(
        "Notes\n=====\n\n:footcite:`doe2020`, :footcite:`roe1999`.\n\n.. footbibliography::\n",
        "utf-8",
    )
    build(pages, "two", MAKES_REFERENCES)
    found = read(pages, "two")
    assert "Deer" in found["page00.html"]
    build(pages, "one", ONE_CORE)
    assert found == read(pages, "one")


FAULTY = """
@book{bad, author = {Bad, Ann}, title = {One}, year = 2020, month = {smarch}}
@book{worse, author = {Worse, Bob}, title = {Two}, year = 2021, doi = {none}}
@book{unused, author = {Unused, Cy}, title = {Three}, year = 2022, month = {never}}
@incollection{kid, author = {Kid, Di}, title = {Four}, crossref = {parent}}
@incollection{twin, author = {Twin, Ed}, title = {Five}, crossref = {parent}}
@book{parent, title = {Whole}, year = 2023, publisher = nomacro}
@book{last, author = {Last, Gus}, title = {Seven}, year = 2019, month = {sometime}}
@book{sound, author = {Sound, Fay}, title = {Six}, year = 2024}
"""


def test_what_is_wrong_with_items_is_told_as_it_would_be_without_it(pages: Site) -> None:
    """Of works that are cited in this output, in the order of the table of contents."""
    cites = [
        ":cite:url:`worse`",
        "\n.. only:: latex\n\n   :cite:`unused` and :cite:`kid`",
        ":cite:`bad`",
        ":cite:`twin` and :cite:`bad`",
        ":cite:`sound`",
    ]
    names = [f"page{number:02}" for number in range(12)]
    contents = "".join(f"   {name}\n" for name in reversed(names))
    pages.write({"refs.bib": FAULTY, "index.rst": f"Home\n====\n\n.. toctree::\n\n{contents}"})
    for number, name in enumerate(names):
        text = cites[number % len(cites)]
        pages.write({f"{name}.rst": f"{name}\n{'=' * len(name)}\n\n{text}\n"})
    notes = "A note :footcite:`last` and :footcite:`sound`.\n\n.. footbibliography::\n"
    pages.write({"page00.rst": f"page00\n======\n\n{notes}"})
    pages.config["ibidem_bibliography"] = ["refs.bib"]
    said, wrong = build(pages, "two", WAITS)
    assert NOTE in said
    _, wrong_alone = build(pages, "one", ONE_CORE)
    assert wrong == wrong_alone
    assert [word in wrong for word in ("smarch", "nomacro", "never")] == [True, True, False]
    assert read(pages, "two") == read(pages, "one")


def test_processes_for_reading_have_none_beside_them(pages: Site) -> None:
    said, wrong = build(pages, "many", "", "-j", "2")
    assert NOTE not in said
    _, wrong_alone = build(pages, "one", ONE_CORE)
    assert read(pages, "many") == read(pages, "one")
    assert sorted(wrong.splitlines()) == sorted(wrong_alone.splitlines())
