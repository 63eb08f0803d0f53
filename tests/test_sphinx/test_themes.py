"""The themes that documentation is written in, with the components of sphinx-design."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import lxml.html
import pytest

from test_sphinx.sites import Site

RUNS = (
    ("alabaster", "author-date"),
    ("furo", "numeric"),
    ("pydata_sphinx_theme", "numeric"),
    ("sphinx_book_theme", "author-date"),
    ("sphinx_rtd_theme", "numeric"),
)
INDEX = "Home\n====\n\n.. toctree::\n\n   page\n"
PAGE = """
Title with :cite:t:`roe1999`
============================

Text :cite:`doe2020{p. 3}`, and :cite:t:`Lee_2001`.

.. admonition:: Note :cite:`roe1999`

   In an admonition :cite:`many:2005`.

.. grid:: 2

   .. grid-item-card:: Card :cite:`doe2020`

      In a card :cite:`roe1999`.

.. tab-set::

   .. tab-item:: One

      In a tab :cite:`Lee_2001`.

.. dropdown:: More :cite:`roe1999`

   Folded :cite:`many:2005`.

References
----------

.. bibliography::
"""


def build_in_theme(site: Site, theme: str, pages: dict[str, str]) -> Path:
    """The folder of the site, built without warnings."""
    for needed in (theme, "sphinx_design"):
        if find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed")
    site.config["extensions"] = ["ibidem.sphinx", "sphinx_design"]
    site.config["html_theme"] = theme
    del site.config["html_theme_path"]
    config = "".join(f"{name} = {value!r}\n" for name, value in site.config.items())
    site.write({"conf.py": config, **pages})
    folder = site.folder / "_build"
    # In a process of its own: themes leave settings behind that the next one trips over.
    command = [sys.executable, "-m", "sphinx", "-W", "-q", str(site.folder), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.mark.parametrize("theme, style", RUNS)
def test_theme(site: Site, theme: str, style: str) -> None:
    site.use_style(style)
    folder = build_in_theme(site, theme, {"index.rst": INDEX, "page.rst": PAGE})
    html = (folder / "page.html").read_text("utf-8")
    navigation = lxml.html.fromstring((folder / "index.html").read_text("utf-8"))
    assert any(
        link.text_content() == "Title with Roe" + label
        for link in navigation.iter("a")
        for label in (" [1]", " (1999)")
    )
    page = lxml.html.fromstring(html)
    sheets = [link.get("href", "") for link in page.iter("link") if link.get("rel") == "stylesheet"]
    assert any(sheet.startswith("_static/ibidem.css") for sheet in sheets)
    (listed,) = page.find_class("csl-bib-body")
    entries = listed.find_class("csl-entry")
    assert len(entries) == 4
    assert [bool(entry.find_class("csl-left-margin")) for entry in entries] == [
        style == "numeric"
    ] * 4
    # The links back follow the text, also where the label has a column of its own.
    for entry in entries:
        (text,) = entry.find_class("csl-right-inline") or [entry]
        assert text.find_class("csl-back-links")
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    cites = [link for link in page.iter("a") if link.get("role") == "doc-biblioref"]
    assert len(cites) >= 10
    assert {link.get("href") for link in cites} <= {f"#{name}" for name in ids}
    # Titles in the navigation and in <title> hold what the citation prints.
    assert "Roe" in page.findtext(".//title")
    assert "pending" not in html


SIDENOTES = """
Home :cite:`doe2020`
====================

Text :cite:`roe1999`, own [#own]_.

* Item :cite:t:`Lee_2001`, own [#item]_.

.. note:: Twice :cite:`doe2020other` :cite:`many:2005`.

.. [#own] Own :cite:`doe2020{p. 3}`.
.. [#item] Own in an item :cite:`roe1999{p. 3}`.

.. bibliography::
"""


@pytest.mark.parametrize("style", ["notes", "author-date"])
def test_notes_in_the_margin(site: Site, style: str) -> None:
    """sphinx-book-theme moves notes there, and those of lists and boxes twice: for wide screens
    beside the block, for narrow ones behind the mark."""
    site.use_style(style)
    site.config["html_theme_options"] = {"use_sidenotes": True}
    folder = build_in_theme(site, "sphinx_book_theme", {"index.rst": SIDENOTES})
    page = lxml.html.fromstring((folder / "index.html").read_text("utf-8"))
    notes = page.find_class("sidenote")
    assert all(note.find_class("citation") for note in notes)
    wide = [note.text_content() for note in notes if "d-n" not in note.get("class")]
    narrow = [note.text_content() for note in notes if "d-n" in note.get("class")]
    assert len(wide) == (7 if style == "notes" else 2)
    assert sorted(narrow) == [text for text in sorted(wide) if text in narrow]
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    links = [link.get("href") for entry in page.find_class("csl-entry") for link in entry.iter("a")]
    anchors = [link[1:] for link in links if link.startswith("#")]
    assert [ids.count(anchor) for anchor in anchors] == [1] * len(anchors)
