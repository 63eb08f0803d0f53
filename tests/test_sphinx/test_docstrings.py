"""Citations in docstrings: they count where they are shown, and are told by their own file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from test_sphinx.sites import Built, Site

# Napoleon asks autodoc's options in a way that Sphinx itself is about to leave.
pytestmark = pytest.mark.filterwarnings("ignore:The mapping interface for autodoc options")

PACKAGE = '''
"""A module :cite:`roe1999`."""

LIMIT = 3
"""A number :cite:`doe2020{p. 3}`."""


class Shape:
    """A class :cite:t:`Lee_2001`.

    Attributes
    ----------
    size : int
        How large :cite:`doe2020`.
    """

    def __init__(self) -> None:
        self.size = 1

    def grow(self, by: int) -> int:
        """Grow :cite:`many:2005`.

        Parameters
        ----------
        by : int
            How much, see :cite:`doe2020other`.

        Returns
        -------
        int
            The size :cite:`roe1999`.

        Notes
        -----
        As in :cite:t:`Lee_2001`.
        """
        return by


def lose() -> None:
    """Lose.

    Nobody knows :cite:`unheard`.
    """
'''
LABEL = re.compile(r"\[(\d)")
NAME = "shapes_of_ibidem"
TARGETS = "   :members:\n   :undoc-members:\n   :exclude-members: lose\n\n"


@pytest.fixture
def package(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site.use_style("numeric")
    site.write({f"{NAME}.py": PACKAGE})
    monkeypatch.syspath_prepend(str(site.folder))
    yield site
    for name in [name for name in sys.modules if name.startswith(NAME)]:
        del sys.modules[name]


def build(site: Site, extensions: list[str], **config: Any) -> Built:
    site.config["extensions"] = ["ibidem.sphinx", "sphinx.ext.autodoc", *extensions]
    return site.build(**config)


@pytest.mark.parametrize(
    "extensions", [["sphinx.ext.napoleon", "sphinx.ext.viewcode"], ["numpydoc"], []]
)
def test_every_place_of_a_docstring(package: Site, extensions: list[str]) -> None:
    page = f"API\n===\n\n.. automodule:: {NAME}\n{TARGETS}\n.. bibliography::\n"
    package.write({"index.rst": page})
    config = {"numpydoc_show_class_members": False} if "numpydoc" in extensions else {}
    if not extensions:  # what is no more than a heading to autodoc alone is an error in rST
        package.write({f"{NAME}.py": _without_sections(PACKAGE)})
    built = build(package, extensions, **config)
    assert built.warnings == ""
    shown = [int(label) for label in LABEL.findall(" ".join(built.citations("index")))]
    assert list(dict.fromkeys(shown)) == list(range(1, len(built.entries("index")) + 1))
    assert len(built.ids("index")) == len(set(built.ids("index")))
    links = built.links("index", inside="csl-back-links")
    assert {link.removeprefix("#") for link in links} <= set(built.ids("index"))


def _without_sections(source: str) -> str:
    """The docstrings cut to their first paragraphs."""
    lines, kept, inside = source.splitlines(), [], False
    for line in lines:
        if line.strip() in ("Attributes", "Parameters", "Returns", "Notes"):
            inside = True
        if inside and line.strip() == '"""':
            inside = False
        if not inside:
            kept.append(line)
    return "\n".join(kept)


def test_summaries_count_where_they_are_copied_to(package: Site) -> None:
    """`autosummary` shows the first sentence again, on another page."""
    package.write(
        {
            "index.rst": f"API\n===\n\n.. autosummary::\n   :toctree: made\n\n   {NAME}.Shape\n\n"
            ".. bibliography::\n"
        }
    )
    extensions = ["sphinx.ext.autosummary", "sphinx.ext.napoleon"]
    built = build(package, extensions, autosummary_generate=True)
    assert built.warnings == ""
    assert built.citations("index") == ["Lee and Poe [1]"]
    assert built.citations(f"made/{NAME}.Shape")
    assert len(built.links("index", inside="csl-back-links")) > 1


def test_warnings_name_the_file_of_the_docstring(package: Site) -> None:
    package.write({"index.rst": f"API\n===\n\n.. autofunction:: {NAME}.lose\n"})
    warnings = build(package, []).warnings
    assert "unheard" in warnings
    assert f"{NAME}.py:docstring of {NAME}.lose:3: WARNING" in warnings


def test_works_in_footnotes_of_docstrings(package: Site) -> None:
    """Each page has its own, also where only the first line of a docstring is copied to."""
    docstring = '"""Lose :footcite:t:`roe1999`.\n\n    .. footbibliography::\n    """'
    package.write({f"{NAME}.py": f"def lose() -> None:\n    {docstring}\n"})
    summary = f".. autosummary::\n   :toctree: api\n\n   {NAME}.lose\n\n.. footbibliography::\n"
    toctree = ".. toctree::\n\n   bare\n"
    package.write({"index.rst": f"Home\n====\n\n{summary}\n{toctree}"})
    package.write({"bare.rst": f"Bare\n====\n\n.. autosummary::\n\n   {NAME}.lose\n"})
    built = build(package, ["sphinx.ext.autosummary"])
    assert built.warnings == ""
    for page in ("index", f"api/{NAME}.lose", "bare"):
        assert "Lose Roe[1]." in built.page(page).text_content()
        (note,) = built.page(page).find_class("citation-note")
        assert note.text_content().split() == ["[1]", "Rob", "Roe,", "On", "Roes,", "1999."]


LISTS = '''
class Shape:
    """A class :cite:`roe1999`.

    .. bibliography::
       :scope: section
    """

    def grow(self) -> None:
        """Grow :cite:`doe2020`."""


class Thing:
    """Another :cite:`roe1999`, :cite:`doe2020`.

    .. bibliography::
       :filter: False

       roe1999
    """
'''


def test_lists_in_docstrings(package: Site) -> None:
    """What is told of an object is a section: its lists hold what it cites, and are the nearest to
    its citations; all others lead to the list of the page."""
    package.write({f"{NAME}.py": LISTS})
    package.write(
        {"index.rst": f"API\n===\n\n.. automodule:: {NAME}\n{TARGETS}\n.. bibliography::\n"}
    )
    built = build(package, [])
    assert built.warnings == ""
    assert [[entry.get("id") for entry in found] for found in lists_of(built)] == [
        ["ref-roe1999", "ref-doe2020"], ["ref-roe1999-2"], ["ref-roe1999-3", "ref-doe2020-2"],
    ]  # fmt: skip
    assert built.links("index", role="doc-biblioref") == [
        "#ref-roe1999", "#ref-doe2020", "#ref-roe1999-2", "#ref-doe2020-2",
    ]  # fmt: skip


def lists_of(built: Built) -> list[Any]:
    return list(built.page("index").find_class("csl-bib-body"))
