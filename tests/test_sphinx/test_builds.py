"""Clean, incremental and parallel builds give the same: what may come between them."""

from __future__ import annotations

import gc
import shutil

import pytest

from test_sphinx.sites import STYLES, Site
from test_sphinx.test_incremental import CITING, PAGES, add_first_citation, make


def test_style_edited_in_place(site: Site) -> None:
    """The pages that cite are written again, and only once."""
    style = (STYLES / "author-date.csl").read_text("utf-8")
    site.write({**PAGES, "mine.csl": style})
    site.config["ibidem_style"] = "mine.csl"
    site.build()
    assert 'prefix="("' in style
    site.write({"mine.csl": style.replace('prefix="("', 'prefix="&lt;"')})
    edited = site.build()
    assert edited.citations("two") == ["<Lee and Poe 2001, p. 3)", "<Roe 1999)"]
    assert edited.written - {"index"} == CITING - {"refs"}
    assert site.build().written == set()
    assert edited.files() == site.build(output="clean", doctrees="clean-doctrees").files()


def test_short_forms_edited_in_place(site: Site) -> None:
    style = (STYLES / "author-date.csl").read_text("utf-8")
    short = style.replace('variable="title"', 'variable="title" form="short"')
    assert short != style
    site.write({**PAGES, "mine.csl": short, "short.json": '{"title": {"On Roes": "Roes"}}'})
    site.config |= {"ibidem_style": "mine.csl", "ibidem_abbreviations": "short.json"}
    assert "On Roes" not in site.build().page("refs").text_content()
    site.write({"short.json": '{"title": {"On Roes": "Deer"}}'})
    edited = site.build()
    assert "Deer" in edited.page("refs").text_content()
    assert "refs" in edited.written


def test_short_forms_that_are_not_there(site: Site) -> None:
    site.write(PAGES)
    built = site.build(ibidem_abbreviations="short.json")
    assert "the abbreviations short.json cannot be read" in built.warnings
    assert "[ibidem.unreadable-file]" in built.warnings


def test_last_line_counts(site: Site) -> None:
    site.use_style("numeric")
    site.write(PAGES)
    said = site.build().said
    assert "ibidem: 5 citations of 4 works, 1 list; 4 pages changed" in said
    assert "reading bibliographies... " in said
    assert "formatting citations and lists... " in said
    assert "ibidem: 5 citations of 4 works, 1 list; 0 pages changed" in site.build().said
    add_first_citation(site)
    assert "ibidem: 6 citations of 4 works, 1 list; 4 pages changed" in site.build().said


@pytest.mark.parametrize("style", ["author-date", "numeric", "notes"])
def test_nothing_changed_nothing_written(site: Site, style: str) -> None:
    make(site, style)
    again = site.build()
    assert again.written == set()
    assert again.warnings == ""


def test_nothing_changed_nothing_said_of_the_configuration(site: Site) -> None:
    make(site, "numeric")
    again = site.build()
    assert "configuration" not in again.said
    assert (again.folder / "_static" / "ibidem.css").is_file()


@pytest.mark.parametrize("style", ["author-date", "numeric", "notes"])
def test_parallel_equals_serial(site: Site, style: str) -> None:
    more = {
        f"page{number}.rst": f"Page {number}\n=======\n\nIn :cite:`{key}` and :cite:t:`doe2020`.\n"
        for number, key in enumerate(["roe1999", "Lee_2001", "many:2005", "doe2020other"] * 3)
    }
    site.write({**more, "index.rst": PAGES["index.rst"] + "   page*\n   :glob:\n"})
    site.write(
        {"index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   one\n   page*\n   refs\n"}
    )
    site.write({name: PAGES[name] for name in ("one.rst", "refs.rst")})
    site.use_style(style)
    serial = site.build(output="serial", doctrees="serial-doctrees")
    parallel = site.build(output="parallel", doctrees="parallel-doctrees", parallel=4)
    assert serial.warnings == parallel.warnings == ""
    assert parallel.files() == serial.files()
    site.write({"one.rst": PAGES["one.rst"].replace("First", "New :cite:`many:2005`. First")})
    serial = site.build(output="serial", doctrees="serial-doctrees")
    parallel = site.build(output="parallel", doctrees="parallel-doctrees", parallel=4)
    assert parallel.files() == serial.files()


def test_two_builders_on_one_doctree_folder(site: Site) -> None:
    """What one builder has written says nothing about the other."""
    make(site, "numeric")
    site.build("dirhtml")
    add_first_citation(site)
    site.build("dirhtml")
    html = site.build()
    assert html.files() == site.build(output="clean", doctrees="clean-doctrees").files()


def test_another_language_changes_what_links_back_are_called(site: Site) -> None:
    """Where all else stays as it is: the first builder reads all pages again, the second none."""
    site.config["ibidem_locale"] = "en-US"
    make(site, "numeric")
    site.build("pseudoxml")
    site.config["language"] = "de"
    site.build()
    built = site.build("pseudoxml")
    assert "Zurück zum Text" in built.read("refs.pseudoxml")
    clean = site.build("pseudoxml", output="clean", doctrees="clean-doctrees")
    assert built.files() == clean.files()


def test_partial_build_does_not_count_as_written(site: Site) -> None:
    make(site, "numeric")
    add_first_citation(site)
    partial = site.build(only=["two.rst"])
    assert partial.written == {"two", "index"}
    rest = site.build()
    assert CITING - {"two"} <= rest.written
    assert rest.files() == site.build(output="clean", doctrees="clean-doctrees").files()


def test_broken_off_build_does_not_count_as_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(site, "numeric")
    add_first_citation(site)
    builder = "sphinx.builders.html.StandaloneHTMLBuilder.write_doc"

    def fail(*_: object) -> None:
        raise RuntimeError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(builder, fail)
        with pytest.raises(RuntimeError):
            site.build()
    again = site.build()
    assert again.files() == site.build(output="clean", doctrees="clean-doctrees").files()


@pytest.mark.parametrize("style", ["numeric", "notes"])
@pytest.mark.parametrize("builder", ["text", "pseudoxml"])
def test_deleted_page_that_a_toctree_still_names(site: Site, style: str, builder: str) -> None:
    """Sphinx writes it once more, as it was read, if it has numbers of figures.

    In HTML it breaks off there.
    """
    site.use_style(style)
    site.config["numfig"] = True
    cites = ":cite:`Lee_2001` :footcite:t:`roe1999`\n\n.. footbibliography::\n\n"
    site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n   b\n",
            "a.rst": "A\n=\n\n:cite:`roe1999`\n\n.. bibliography::\n",
            "b.rst": f"B :cite:t:`doe2020`\n===================\n\n{cites}"
            ".. code-block::\n   :caption: By :cite:`doe2020`\n\n   x\n\n"
            ".. bibliography::\n   :scope: document\n",
        }
    )
    site.build(builder)
    (site.folder / "b.rst").unlink()
    later = site.build(builder)
    assert not [one for one in later.warnings.splitlines() if "[ibidem" in one]
    ending = {"text": "txt", "pseudoxml": "pseudoxml"}[builder]
    clean = site.build(builder, output="clean", doctrees="clean-doctrees")
    assert later.read(f"a.{ending}") == clean.read(f"a.{ending}")


def test_lost_output_folder_is_written_again(site: Site) -> None:
    first = make(site, "numeric")
    files = first.files()
    shutil.rmtree(first.folder)
    assert site.build().files() == files


def test_damaged_store_is_made_anew(site: Site) -> None:
    files = make(site, "numeric").files()
    for path in (site.folder / "_build" / "doctrees" / "ibidem").iterdir():
        path.write_bytes(path.read_bytes()[:20])
    again = site.build()
    assert again.warnings == ""
    assert again.files() == files


def test_adding_a_bibliography_file_needs_no_fresh_build(site: Site) -> None:
    make(site, "numeric")
    site.write({"more.json": '[{"id": "new", "type": "book", "title": "New"}]'})
    site.write({"one.rst": PAGES["one.rst"] + "\n:cite:`new`\n"})
    site.config["ibidem_bibliography"] = ["refs.json", "more.json"]
    built = site.build()
    assert built.warnings == ""
    assert any("New" in entry for entry in built.entries("refs"))


def test_several_bibliographies_on_the_command_line(site: Site) -> None:
    """As `-D name=value` gives them: Sphinx's overrides are text."""
    work = '{"id": "new", "type": "book", "title": "New", "author": [{"family": "Noe"}]}'
    site.write({"more.json": f"[{work}]"})
    site.write({"index.rst": "T\n=\n\n:cite:`new` :cite:`doe2020`\n\n.. bibliography::\n"})
    site.config["ibidem_bibliography"] = "refs.json,more.json"
    built = site.build()
    assert built.warnings == ""
    assert len(built.entries("index")) == 2


def test_prose_that_moves_citations_down_formats_nothing_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(site, "numeric")
    site.write({"one.rst": PAGES["one.rst"].replace("First", "A paragraph.\n\nFirst")})

    def fail(*_: object) -> None:
        raise AssertionError("formatted again")

    with monkeypatch.context() as patch:
        patch.setattr("ibidem.sphinx.build.format_pages", fail)
        built = site.build()
    assert built.written == {"one", "index"}
    assert built.files() == site.build(output="clean", doctrees="clean-doctrees").files()


def test_kept_warnings_tell_the_lines_of_this_build(site: Site) -> None:
    make(site, "numeric")
    site.write({"one.rst": PAGES["one.rst"] + "\nNo such :cite:`nothing`.\n"})
    assert "one.rst:6: WARNING" in site.build().warnings
    site.write({"one.rst": "Above\n-----\n\n" + (site.folder / "one.rst").read_text("utf-8")})
    assert "one.rst:9: WARNING" in site.build().warnings


LOOKS = """
import gc, pathlib

def setup(app):
    app.connect("source-read", look)
    app.connect("html-page-context", lambda app, page, *rest: look(app, f"{page}.html"))

def look(app, page, *rest):
    with pathlib.Path(app.srcdir, "looks").open("a") as file:
        print(gc.get_threshold()[0], file=file)
    if page == "two.html":
        raise RuntimeError("broken on purpose")
"""


def test_the_collector_waits_longer_only_while_pages_are_read_and_written(site: Site) -> None:
    before = gc.get_threshold()
    site.write({"conf.py": LOOKS})
    with pytest.raises(Exception, match="broken on purpose"):
        make(site, "numeric")
    looks = [int(line) for line in (site.folder / "looks").read_text("utf-8").split()]
    assert looks
    assert min(looks) > before[0]
    assert gc.get_threshold() == before
