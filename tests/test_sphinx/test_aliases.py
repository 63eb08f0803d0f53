"""What conf.py says to sphinxcontrib-bibtex is understood."""

from __future__ import annotations

from typing import Any

import pytest

from test_sphinx.sites import Site

PAGE = "Home\n====\n\n:cite:`roe1999`.\n\n.. bibliography::\n"


@pytest.fixture
def old_site(site: Site) -> Site:
    """A site whose works are named by the old option alone."""
    del site.config["ibidem_bibliography"], site.config["ibidem_style"]
    site.config["bibtex_bibfiles"] = ["refs.json"]
    site.write({"index.rst": PAGE})
    return site


def test_styles_change_without_a_fresh_build(old_site: Site) -> None:
    assert old_site.build(bibtex_reference_style="author_year").citations("index") == ["(Roe 1999)"]
    built = old_site.build(bibtex_default_style="unsrt", bibtex_reference_style="label")
    assert (built.citations("index"), built.warnings) == (["[1]"], "")
    assert old_site.build(bibtex_reference_style="label").citations("index") == ["[Roe99]"]


@pytest.mark.parametrize(
    ("config", "names"),
    [
        ({"bibtex_default_style": "alpha"}, "Ant et al."),
        ({"bibtex_default_style": "alpha", "language": "de"}, "Ant u.\u00a0a."),
        ({"bibtex_default_style": "alpha", "ibidem_locale": "fr"}, "Ant et al."),
        (
            {"bibtex_default_style": "alpha", "ibidem_style": "din-1505-2-alphanumeric"},
            "Ant u.\u00a0a.",
        ),
    ],
)
def test_language_of_a_style_that_stands_for_another(
    old_site: Site, config: dict[str, Any], names: str
) -> None:
    """That of the documentation, not the German that the style brings if it is chosen."""
    old_site.write({"index.rst": "Home\n====\n\n:cite:author:`many:2005`\n"})
    assert old_site.build(**config).citations("index") == [names]


def test_our_option_wins(old_site: Site) -> None:
    built = old_site.build(bibtex_bibfiles=["gone.bib"], ibidem_bibliography=["refs.json"])
    assert (built.citations("index"), built.warnings) == (["(Roe 1999)"], "")


def test_our_option_wins_even_at_its_default(old_site: Site) -> None:
    built = old_site.build(bibtex_default_style="unsrt", ibidem_style="ibidem-author-date")
    assert (built.citations("index"), built.warnings) == (["(Roe 1999)"], "")


def test_tooltips(old_site: Site) -> None:
    def titles(**config: Any) -> list[str]:
        links = old_site.build(**config).page("index").iter("a")
        return [link.get("title") for link in links if link.get("role") == "doc-biblioref"]

    assert "On Roes" in str(titles(bibtex_encoding="utf-8-sig"))
    assert titles(bibtex_tooltips=False) == [None]


def test_each_option_without_effect_is_told_once(old_site: Site) -> None:
    built = old_site.build(
        bibtex_tooltips_style="plain",
        bibtex_cite_id="cite-{number}",
        bibtex_default_style="mystyle",
        bibtex_reference_style="mystyle",
        bibtex_foot_reference_style="foot",  # the default there
    )
    lines = built.warnings.splitlines()
    assert all(line.endswith("[ibidem.bibtex-option]") for line in lines)
    options = ("tooltips_style", "cite_id", "default_style", "reference_style")
    for name in options:
        assert sum(f"bibtex_{name} " in line for line in lines) == 1
    assert len(lines) == len(options)


def test_headers_and_ids(old_site: Site) -> None:
    """Above every list; above the footnotes of works only where there are some."""
    foot = ".. footbibliography::\n\n"
    text = PAGE + f"\n:footcite:`Lee_2001`\n\n{foot}{foot}:footcite:`doe2020`\n\n{foot}"
    old_site.write({"index.rst": text + ".. bibliography::\n   :all:\n"})
    config: dict[str, Any] = {
        "bibtex_bibliography_header": ".. rubric:: References",
        "bibtex_footbibliography_header": ".. rubric:: Notes",
        "bibtex_cite_id": "work-{bibliography_count}-{key}",
        "bibtex_footcite_id": "foot-{footbibliography_count}-{key}",
        "bibtex_bibliography_id": "list-{bibliography_count}",
        "bibtex_footbibliography_id": "feet-{footbibliography_count}",
    }
    built = old_site.build(**config)
    assert built.warnings == ""
    rubrics = [rubric.text_content() for rubric in built.page("index").find_class("rubric")]
    assert rubrics == ["References", "Notes", "Notes", "References"]
    ids = built.ids("index")
    assert len(ids) == len(set(ids))
    wanted = ["list-1", "list-2", "feet-1", "feet-2", "feet-3", "foot-1-lee-2001", "foot-3-doe2020"]
    wanted += ["work-1-roe1999", "work-2-roe1999", "work-2-lee-2001"]
    assert set(wanted) - set(ids) == set()
    assert built.links("index", role="doc-biblioref") == ["#work-1-roe1999"]
    assert built.links("index", role="doc-noteref") == ["#foot-1-lee-2001", "#foot-3-doe2020"]
    assert old_site.build(**config).written == set()
    assert "Notes" not in old_site.build("latex", **config).read("projectnamenotset.tex")


@pytest.mark.parametrize(
    "header",
    [".. rubric:: References", "\n.. only:: html\n\n   .. rubric:: References\n", "### References"],
)
def test_headers_on_pages_in_markdown(old_site: Site, header: str) -> None:
    old_site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   page\n",
            "page.md": "# Page\n\n{cite}`roe1999` {footcite}`doe2020`\n\n"
            "```{footbibliography}\n```\n\n```{bibliography}\n```\n",
        }
    )
    old_site.config["extensions"] += ["myst_parser"]
    built = old_site.build(bibtex_bibliography_header=header, bibtex_footbibliography_header=header)
    assert built.warnings == ""
    printed = built.page("page").text_content()
    assert ".. " not in printed
    assert printed.count("References") == 2


@pytest.mark.parametrize(
    "text, code",
    [
        (PAGE + "\n:cite:`gone`\n", "unknown-key"),
        (":cite:`doe2020`\n\n.. bibliography::\n   :filter: False\n", "unlisted-work"),
    ],
)
@pytest.mark.parametrize("name", ["bibtex", "bibtex.key_not_found"])
def test_old_names_silence(old_site: Site, name: str, text: str, code: str) -> None:
    old_site.write({"index.rst": text})
    assert f"[ibidem.{code}]" in old_site.build().warnings
    assert old_site.build(suppress_warnings=[name]).warnings == ""


def test_old_name_silences_files_of_lists(old_site: Site) -> None:
    """There, a missing file and one that no option names are one kind of warning."""
    old_site.write({"index.rst": PAGE + "\n.. bibliography:: gone.bib\n"})
    assert "[ibidem.list-file]" in old_site.build().warnings
    assert old_site.build(suppress_warnings=["bibtex.bibfile_error"]).warnings == ""
