"""Whatever is wrong is said with its place, and the rest of the site is built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sphinx.config import Config
from sphinx.errors import ExtensionError

from ibidem.sphinx import refuse_rival
from test_sphinx.sites import STYLES, Built, Site

PAGE = "Home\n====\n\nGood :cite:`roe1999`.\n\n"


def build(site: Site, text: str = PAGE, **config: Any) -> Built:
    site.write({"index.rst": text + "\n.. bibliography::\n"})
    return site.build(**config)


def check(built: Built, *expected: str, good: str = "(Roe 1999)") -> None:
    """The warnings hold these texts, one each, and the good citation is printed."""
    lines = built.warnings.splitlines()
    assert len(lines) == len(expected), built.warnings
    for line, text in zip(lines, expected, strict=True):
        assert text in line
    assert good in built.page("index").text_content()


def test_unknown_key(site: Site) -> None:
    built = build(site, PAGE + "Long paragraph\nwith :cite:`roe1999,\ndoe2020,reo1999` here.\n")
    (line,) = built.warnings.splitlines()
    assert line.startswith(f"{site.folder / 'index.rst'}:8: WARNING: ")
    assert 'no bibliography has the key "reo1999" (did you mean "roe1999"?)' in line
    assert line.endswith("[ibidem.unknown-key]")
    assert "reo1999?" in built.page("index").text_content()


def test_unknown_key_in_myst(site: Site) -> None:
    site.write({"index.md": "# Home\n\nLong paragraph\nwith {cite}`reo1999`.\n"})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert "index.md:4: WARNING: no bibliography has the key" in built.warnings


def test_unknown_key_is_said_in_every_build(site: Site) -> None:
    first = build(site, PAGE + ":cite:`reo1999`\n")
    assert site.build().warnings == first.warnings != ""


def test_unknown_key_in_a_list(site: Site) -> None:
    site.write({"index.rst": PAGE + ".. bibliography::\n\n   reo1999\n"})
    check(site.build(), 'index.rst:6: WARNING: no bibliography has the key "reo1999"')


def test_nitpicky_builds_tell_nothing_twice(site: Site) -> None:
    text = (
        PAGE + ":cite:`gone` :footcite:`gone` :cite:entry:`gone` [@gone]\n\n.. footbibliography::\n"
    )
    nitpicky = {"nitpicky": True, "nitpick_ignore": [("cite:entry", "gone")]}
    unknown = 'no bibliography has the key "gone"'
    check(build(site, text, **nitpicky), unknown)
    check(build(site, text, nitpicky=True), unknown, "entry reference target not found")


def test_what_several_pages_include_is_told_once(site: Site) -> None:
    site.write({"part.inc": "Both :cite:`gone`.\n"})
    text = PAGE + ".. include:: part.inc\n\n.. include:: part.inc\n"
    site.write({"other.rst": ":orphan:\n\n" + text})
    check(build(site, text), 'part.inc:1: WARNING: no bibliography has the key "gone"')


def test_unknown_keys_by_option(site: Site) -> None:
    text = PAGE + ":cite:`reo1999`\n"
    assert build(site, text, ibidem_unknown="ignore").warnings == ""
    assert "ERROR" in build(site, text, ibidem_unknown="error").warnings
    assert build(site, text, ibidem_lenient=["ind*"]).warnings == ""
    assert build(site, text, suppress_warnings=["ibidem.unknown-key"]).warnings == ""


@pytest.mark.parametrize("target", ["roe1999,", "{}", "{see}", "see @roe1999; nothing", ",,"])
def test_malformed_role(site: Site, target: str) -> None:
    built = build(site, PAGE + f"Bad :cite:`{target}`.\n")
    check(built, "index.rst:6: WARNING: ")
    assert "[ibidem.role-syntax]" in built.warnings
    assert target in built.page("index").text_content()


def test_keys_without_a_semicolon(site: Site) -> None:
    built = build(site, PAGE + "Bad :cite:`@roe1999, @roe1999`.\n")
    check(built, "index.rst:6: WARNING: a semicolon is missing before the key 'roe1999'")


def test_citations_for_which_the_style_prints_nothing(site: Site) -> None:
    """As some that print the author alone: without it nothing is left."""
    style = (STYLES / "author-date.csl").read_text("utf-8")
    before, behind = style.split("<citation", 1)
    cite, rest = behind.split("</layout>", 1)
    opening, _ = cite.split("<layout", 1)
    layout = '<layout prefix="(" suffix=")"><names variable="author"><name form="short"/></names>'
    site.write({"author.csl": f"{before}<citation{opening}{layout}</layout>{rest}"})
    text = PAGE + "So :cite:p:`-@roe1999` and :cite:p:`doe2020`.\n"
    built = build(site, text, ibidem_style="author.csl")
    expected = "index.rst:6: WARNING: the style prints nothing for this citation of 'roe1999'"
    check(built, expected, good="(Roe)")


def test_missing_bibliography(site: Site) -> None:
    built = build(site, ibidem_bibliography=["refs.json", "gone.bib"])
    check(built, "gone.bib")
    assert "[ibidem.missing-file]" in built.warnings


@pytest.mark.parametrize(
    ("conf", "place"),
    [
        ("", "ERROR: gone.bib: no such file, seen from "),
        ("\nibidem_bibliography = [\n  'gone.bib']\n", "conf.py:2: ERROR: gone.bib: no such file"),
        ("bibtex_bibfiles = ['gone.bib']\n", "conf.py:1: ERROR: gone.bib: no such file"),
    ],
)
def test_where_a_missing_bibliography_is_named(site: Site, conf: str, place: str) -> None:
    site.write({"conf.py": conf})
    (missing,) = (
        line
        for line in build(site, ibidem_bibliography=["gone.bib"]).warnings.splitlines()
        if "missing-file" in line
    )
    assert place in missing


def test_broken_bibliography(site: Site) -> None:
    broken = (
        "@book{roe1999, author = {Roe, Rob}, year = 1999}\n\n@book{bad, title = {Never closed\n"
    )
    site.write({"refs.bib": broken})
    built = build(site, ibidem_bibliography=["refs.bib"])
    assert "refs.bib:3: " in built.warnings
    assert "(Roe 1999)" in built.page("index").text_content()


def test_no_bibliography(site: Site) -> None:
    told = 'no bibliography has the key "roe1999", since ibidem_bibliography names none'
    check(build(site, ibidem_bibliography=[]), told, good="roe1999?")


@pytest.mark.parametrize("style", ["no-such-style", "gone.csl"])
def test_missing_style(site: Site, style: str) -> None:
    built = build(site, ibidem_style=style)
    assert "[ibidem.unknown-style]" in built.warnings
    assert style in built.warnings
    assert "Roe" in built.page("index").text_content()


def test_invalid_style(site: Site) -> None:
    site.write({"bad.csl": "<style>\n<oops"})
    built = build(site, ibidem_style="bad.csl")
    assert "bad.csl:2: " in built.warnings
    assert "[ibidem.invalid-style]" in built.warnings
    assert "Roe" in built.page("index").text_content()


BROKEN_CALLS = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Own</title><id>own</id><updated>2020-01-01T00:00:00Z</updated></info>
<macro name="name"><names variable="author"/></macro>
<macro name="loop"><text macro="loop"/></macro>
<citation><layout prefix="(" suffix=")" delimiter="; ">
<group delimiter=", "><text macro="name"/><text macro="nmae"/><text macro="loop"/></group>
</layout></citation>
</style>"""


def test_calls_of_macros_that_are_not_there(site: Site) -> None:
    """Told of the user's own files, once a build."""
    site.write({"own.csl": BROKEN_CALLS})
    built = build(site, ibidem_style="own.csl")
    told = [line for line in built.warnings.splitlines() if "own.csl" in line]
    assert len(told) == 2
    assert 'own.csl:4: WARNING: the macro "loop" calls itself [ibidem.circular-macro]' in told[0]
    assert 'own.csl:6: WARNING: <text>: there is no macro "nmae" (did you mean "name"?)' in told[1]
    assert "(Rob Roe)" in built.page("index").text_content()


def test_bad_option(site: Site) -> None:
    built = build(site, ibidem_unknown="wran")
    assert "did you mean" in built.warnings
    assert "[ibidem.config.bad-value]" in built.warnings


def test_unknown_key_in_an_option(site: Site) -> None:
    site.write({"conf.py": "\nibidem_nocite = ['reo1999', 'Lee_2001', '*']\n"})
    told = 'conf.py:2: WARNING: no bibliography has the key "reo1999" (did you mean "roe1999"?)'
    check(build(site), told)
    check(build(site), told)


def test_paths_of_python_are_values(site: Site) -> None:
    check(build(site, ibidem_style=Path(site.config["ibidem_style"]), ibidem_locale="en-GB"))


def test_misspelled_option(site: Site) -> None:
    site.write({"conf.py": "ibidem_styel = 'apa'\n"})
    check(build(site), "there is no option 'styel' (did you mean \"style\"?)")


def test_unknown_locale(site: Site) -> None:
    check(build(site, ibidem_locale="tlh"), "there are no terms for the language 'tlh'")
    check(build(site, ibidem_locale="de_AT"))
    site.write({"index.rst": "Home\n====\n\n:cite:`Lee_2001`\n"})
    assert site.build(language="ca@valencia").citations("index") == ["(Lee i Poe 2001)"]


def test_options_are_told_with_their_line(site: Site) -> None:
    """Where conf.py sets them; those of the command line have none."""
    conf = "import os\n\nif True:\n    ibidem_locale: str = (\n    'xx')\nbibtex_tooltips_style = 'x'\n"
    site.write({"conf.py": conf, "index.rst": "Page\n====\n"})
    found = site.build(ibidem_scope="page").warnings
    assert "conf.py:4: WARNING: there are no terms for the language 'xx'" in found
    assert "conf.py:6: WARNING: bibtex_tooltips_style" in found
    assert "WARNING: conf.py: option 'scope'" in found


def test_bad_directive_option(site: Site) -> None:
    """An option that does not exist is docutils' to refuse; a wrong value costs only itself."""
    site.write({"index.rst": PAGE + ".. bibliography::\n   :galaxy: far\n"})
    built = site.build()
    assert "index.rst:6: ERROR" in built.warnings
    assert "(Roe 1999)" in built.page("index").text_content()
    site.write({"index.rst": PAGE + ".. bibliography::\n   :scope: documnt\n"})
    built = site.build()
    assert "index.rst:6: WARNING" in built.warnings
    assert 'did you mean "document"?' in built.warnings
    assert "[ibidem.list-scope]" in built.warnings
    assert built.entries("index") == ["Roe, Rob. 1999. On Roes."]


def test_paths_are_relative_to_the_configuration(site: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site.folder / "refs.json").rename(tmp_path / "elsewhere" / "refs.json")
    check(build(site, ibidem_bibliography=["../elsewhere/refs.json"]))
    check(build(site, ibidem_bibliography=[tmp_path / "elsewhere" / "refs.json"]))


def test_rival_extension_is_refused(site: Site) -> None:
    with pytest.raises(Exception, match="Remove one of them"):
        build(site, extensions=["ibidem.sphinx", "sphinxcontrib.bibtex"])


def test_who_writes_a_book_is_told_what_loads_the_rival() -> None:
    """Jupyter Book has no conf.py."""
    extensions = ["jupyter_book", "sphinxcontrib.bibtex", "ibidem.sphinx"]
    with pytest.raises(ExtensionError, match=r"at the top of _config\.yml"):
        refuse_rival(Config(overrides={"extensions": extensions}))


LATE = """\
@book{sound, author = {Ann Sound}, title = {On Sounds}, year = 1990}

@book{odd, author = {Bob Odd}, year = 1991, publisher = nowhere,
  title = {{The Origin of Things}}
}
"""


def test_what_is_found_when_an_item_is_first_cited(site: Site) -> None:
    """Conversion is late; its findings are warnings with their place all the same, cached or not."""
    site.write({"refs.bib": LATE, "index.rst": "Home\n====\n\n:cite:`odd`\n"})
    expected = (
        'refs.bib:3: WARNING: the macro "nowhere" is not defined [ibidem.bibtex.unknown-macro]'
    )
    for text in ("", "\nMore.\n"):
        site.write({"index.rst": f"Home\n====\n\n:cite:`odd` :cite:`sound`\n{text}"})
        (line,) = site.build(ibidem_bibliography="refs.bib").warnings.splitlines()
        assert line.endswith(expected)


def test_options_of_reading_reach_the_reader(site: Site) -> None:
    site.write({"refs.bib": LATE, "index.rst": "Home\n====\n\n:cite:`odd`\n\n.. bibliography::\n"})
    suppressed: dict[str, Any] = {
        "ibidem_bibliography": "refs.bib",
        "suppress_warnings": ["ibidem"],
    }
    (entry,) = site.build(**suppressed).entries("index")
    assert "The Origin of Things" in entry
    (entry,) = site.build(**suppressed, ibidem_double_braces="ignore").entries("index")
    assert "The origin of things" in entry


def test_bibliographies_are_cached_beside_the_doctrees(site: Site) -> None:
    site.write({"refs.bib": LATE, "index.rst": "Home\n====\n\n:cite:`sound`\n"})
    site.build(ibidem_bibliography="refs.bib", ibidem_cache=False)
    folder = site.folder / "_build" / "doctrees" / "ibidem"
    assert not list(folder.glob("*.bibcache"))
    site.write({"index.rst": "Home\n====\n\n:cite:`sound` again\n"})
    site.build(ibidem_bibliography="refs.bib")
    (kept,) = folder.glob("*.bibcache")
    kept.write_bytes(kept.read_bytes()[:-9])
    site.write({"index.rst": "Home\n====\n\nAgain :cite:`sound`\n"})
    built = site.build(ibidem_bibliography="refs.bib")
    assert built.warnings == ""
    assert "Sound" in built.page("index").text_content()


def test_a_list_style_that_is_wrong_on_two_pages(site: Site) -> None:
    """Each list is told of it, once."""
    marker = ".. bibliography::\n   :csl-style: apaa\n"
    other = f":orphan:\n\nP\n=\n\n:cite:`roe1999`\n\n{marker}"
    site.write({"index.rst": f"H\n=\n\n{marker}\n{marker}   :all:\n", "other.rst": other})
    said = [line for line in site.build().warnings.splitlines() if "unknown-style" in line]
    assert len(said) == 3
    assert sum("index.rst:4:" in line for line in said) == 1
    assert sum("index.rst:7:" in line for line in said) == 1
    assert sum("other.rst:8:" in line for line in said) == 1
