"""Filters in lists."""

from __future__ import annotations

from test_sphinx.sites import Site

PAGE = "Home\n====\n\n:cite:`roe1999`\n\n.. bibliography::\n   :filter: {}\n"


def test_filter_in_a_list(site: Site) -> None:
    site.write({"index.rst": PAGE.format('not cited and year < "2010" or title % "roe"')})
    built = site.build()
    assert built.warnings == ""
    ids = [name for name in built.ids("index") if name.startswith("ref-")]
    assert ids == ["ref-many-2005-bced3e84", "ref-Lee_2001", "ref-roe1999"]


def test_bad_filter_lists_what_is_cited(site: Site) -> None:
    site.write({"index.rst": PAGE.format("year >")})
    built = site.build()
    assert "index.rst:6: WARNING" in built.warnings
    assert "[ibidem.filter-syntax]" in built.warnings
    assert len(built.entries("index")) == 1


def test_filter_overrides_other_options(site: Site) -> None:
    site.write({"index.rst": PAGE.format("False\n   :all:")})
    built = site.build()
    assert "[ibidem.filter-overrides]" in built.warnings
    assert built.entries("index") == []


def test_a_text_without_quotation_marks(site: Site) -> None:
    site.write({"index.rst": PAGE.format("author == Roe")})
    built = site.build()
    assert "index.rst:6: WARNING: no work has what the filter calls 'Roe'; texts" in built.warnings
    assert built.warnings.count("[ibidem.filter-name]") == 1
