"""LaTeX that is compiled: no reference is lost, no label comes twice, and the right words are printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ibidem.sphinx.latex_letters import LETTERS, write_letter
from test_sphinx.sites import STYLES, WORKS, Site, blank_image

RUNS = (
    ("pdflatex", "numeric"),
    ("pdflatex", "author-date"),
    ("pdflatex", "notes"),
    ("lualatex", "author-date"),
)

PAGES = {
    "index.rst": """
Home
====

Text :cite:`roe1999{p. 3}`, then :cite:t:`doe2020`.

.. figure:: image.png

   Caption :cite:`Lee_2001`

.. list-table:: Table title :cite:`Lee_2001`
   :header-rows: 1

   * - Head :cite:`roe1999`
     - Two
   * - Cell :cite:`doe2020{p. 7}`
     - Note [#note]_

.. [#note] In a note :cite:`many:2005`.

.. toctree::

   a
   corners

Behind chapters :cite:`doe2020`, a note [#behind]_, and [#note]_ again.

.. toctree::

   refs

Behind all of them :cite:`roe1999`, that note [#behind]_ and another [#end]_.

.. [#behind] A note behind chapters, of :cite:`roe1999`.
.. [#end] The last note.
""",
    "appendix.rst": """
:orphan:

Appendix
========

In the appendix :cite:`roe1999` and :cite:`doe2020`, a note [#]_ and another [#]_.

.. [#] One.
.. [#] Two.
""",
    "a.rst": """
Chapter of :cite:t:`roe1999`
============================

Section :cite:`doe2020`
-----------------------

Here :cite:`Lee_2001`, and in a footnote :footcite:t:`Lee_2001`.

.. footbibliography::

Subsection :cite:`roe1999`
~~~~~~~~~~~~~~~~~~~~~~~~~~

.. bibliography::
   :scope: document

After the list, as they say [Own]_.

.. [Own] A citation of docutils, of :cite:`roe1999` and :cite:`Lee_2001`.
""",
    "refs.rst": """
References
==========

.. bibliography::

Once more
---------

.. bibliography::
   :all:

In groups
---------

.. bibliography::
   :all:
   :group-by: author-initial
   :highlight: Roe
   :list: enumerated
   :enumtype: upperroman

.. bibliography::
   :all:
   :group-by: type
   :lang: de
""",
}
CORNERS = """
Corners
=======

.. rubric:: Rubric CITE

.. figure:: image.png

   Caption CITE

   Legend CITE

.. list-table:: Title CITE
   :header-rows: 1

   * - Head CITE
     - Head of a note [#head]_
   * - Cell CITE
     - Cell CITE

.. list-table:: Long title CITE
   :header-rows: 1
   :class: longtable

   * - Head CITE
   * - Cell CITE

.. admonition:: Admonition CITE

   Body CITE

.. topic:: Topic CITE

   Body CITE

:field [#field]_: value CITE

Term CITE
   Definition CITE

| Line CITE

.. code-block:: python
   :caption: Code CITE

   print()

.. epigraph::

   Quote CITE

   -- Attribution CITE

.. glossary::

   word CITE
      Meaning CITE

.. py:function:: f(x)

   :param x: Parameter CITE

.. centered:: Centered CITE

-o option  Option CITE

.. parsed-literal::

   Literal CITE

.. rubric:: Rubric of a note [#rubric]_

Section of a note [#section]_
-----------------------------

Section CITE
------------------------------------------------------------

.. [#field] Note of the field CITE.
.. [#head] Note of the head CITE.
.. [#rubric] Note of the rubric CITE, and with another [#inner]_.
.. [#section] Note of the section CITE, and once more [#inner]_.
.. [#inner] Inner note CITE.

.. footbibliography::
"""
"""`CITE` is a work in a note, each time another."""
NUMBERS = range(CORNERS.count("CITE"))
_PIECES = CORNERS.split("CITE")
_ROLES = (f":cite:`doe2020` :footcite:`c{number}`" for number in NUMBERS)
PAGES["corners.rst"] = _PIECES[0] + "".join(map(str.__add__, _ROLES, _PIECES[1:]))
WORKS_IN_NOTES = [
    {"id": f"c{number}", "type": "book", "title": f"Corner {number}."} for number in NUMBERS
]
TROUBLE = (
    "undefined references",
    "multiply-defined labels",
    "multiply defined",
    "does not exist",
    "destination with the same identifier",
    "Token not allowed in a PDF string",
)
"""What the log says of lost or doubled references, and of commands in bookmarks."""


@dataclass(frozen=True)
class Document:
    """A compiled document."""

    log: str
    text: str


@pytest.fixture(scope="module", params=RUNS, ids="-".join)
def document(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Document]:
    """The site in one of the styles, compiled."""
    engine, style = request.param
    for program in (engine, "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; make tools does it")
    site = Site(tmp_path_factory.mktemp(f"{engine}-{style}"))
    site.use_style(style)
    site.write(PAGES)
    site.write_works(WORKS + WORKS_IN_NOTES)
    (site.folder / "image.png").write_bytes(blank_image())
    preamble = r"\listoffigures\listoftables"
    built = site.build(
        "latex",
        latex_engine=engine,
        latex_appendices=["appendix"],
        latex_elements={"tableofcontents": r"\sphinxtableofcontents" + preamble},
        latex_documents=[("index", "p.tex", "Title", "Author", "manual")],
    )
    assert built.warnings == ""
    return style, compile_latex(Path(built.folder), engine)


def compile_latex(folder: Path, engine: str) -> Document:
    """Run the engine three times: the table of contents moves what the references point at."""
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "p.tex"]
    for _ in range(3):
        done = subprocess.run(command, cwd=folder, capture_output=True)
        if done.returncode:
            raise AssertionError(done.stdout.decode("utf-8", "replace")[-3000:])
    subprocess.run(["pdftotext", "-layout", "p.pdf"], cwd=folder, check=True)
    return Document(
        (folder / "p.log").read_text("utf-8", "replace").replace("\n", ""),
        (folder / "p.txt").read_text("utf-8"),
    )


def words(text: str) -> str:
    """Without what lines and hyphens break apart."""
    return " ".join(re.sub(r"-\n\s*", "", text).split())


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled(document: tuple[str, Document]) -> None:
    _, compiled = document
    assert [trouble for trouble in TROUBLE if trouble in compiled.log] == []


SHOWN = {
    "numeric": ("Text [1, p. 3], then Doe [2]", "Caption [3]", "Cell [2, p. 7]", "[1] Rob Roe, On"),
    "author-date": ("then Doe (2020a)", "Caption (Lee and Poe 2001)", "Roe, Rob. 1999. On Roes"),
    "notes": ("Rob Roe, On Roes", "Caption", "After the list"),
}


@pytest.mark.timeout(300)
def test_words(document: tuple[str, Document]) -> None:
    style, compiled = document
    text = words(compiled.text)
    assert [wanted for wanted in SHOWN[style] if wanted not in text] == []
    entry = {"numeric": "Li Lee and Pat Poe, Leeward", "author-date": "Lee, Li and Pat Poe. 2001"}
    assert "in a footnote Lee and Poe" in text
    assert text.count(entry.get(style, "Lee, Li, Poe, Pat, Leeward")) >= 4
    assert text.index("After the list") > text.index("Subsection")


@pytest.mark.timeout(300)
def test_citations_in_headings_reach_the_contents(document: tuple[str, Document]) -> None:
    style, compiled = document
    shown = {"numeric": "Section [2]", "author-date": "Section (Doe 2020a)", "notes": "Section"}
    assert words(compiled.text).count(shown[style]) >= 2


@pytest.mark.timeout(300)
def test_notes_are_printed_wherever_their_marks_are(document: tuple[str, Document]) -> None:
    """Each once in its note, and in the three lists of all works."""
    _, compiled = document
    text = words(compiled.text)
    counts = {number: text.count(f"Corner {number}.") for number in NUMBERS}
    assert {number: count for number, count in counts.items() if count != 4} == {}
    found = [re.search(rf"{before} ?(\d+) ?\.", text) for before in ("with another", "once more")]
    numbers = {mark and mark.group(1) for mark in found}
    assert None not in numbers
    assert len(numbers) == 1  # of one note


def test_marks_side_by_side_are_told_apart(site: Site) -> None:
    """1 and 2 are not 12, nor with a blank between them, which LaTeX does not print."""
    footcites = ":footcite:`roe1999, doe2020` and [#]_ :footcite:`roe1999`."
    site.write(
        {"index.rst": f"Home\n====\n\n{footcites}\n\n.. [#] Own.\n\n.. footbibliography::\n"}
    )
    built = site.build("latex", latex_documents=[("index", "p.tex", "Title", "Author", "manual")])
    text = built.read("p.tex")
    first, second = (found.start() for found in re.finditer(r"\\textsuperscript\{,\}", text))
    assert text.index("{footnote}[1]") < first < text.index("{footnote}[2]")
    assert text.index("{footnote}[3]") < second < text.index(r"\sphinxfootnotemark[1]")


def test_cites_are_printed_as_the_style_has_them(site: Site) -> None:
    """Sphinx sets references in italics, and can have the number of the page behind them."""
    site.write(
        {"index.rst": "Home\n====\n\n:cite:`roe1999` :cite:t:`roe1999`\n\n.. bibliography::\n"}
    )
    site.config["latex_show_pagerefs"] = True
    built = site.build("latex", latex_documents=[("index", "p.tex", "Title", "Author", "manual")])
    text = built.read("p.tex")
    link = r"{\hyperref[\detokenize{index:ref-roe1999}]{"
    assert f"({link}Roe 1999}}}}) {link}Roe}}}} ({link}1999}}}})" in text


def test_letters_of_headings_are_declared(site: Site) -> None:
    site.write_works([{**WORKS[0], "keyword": "αβ"}])
    listed = ".. bibliography::\n   :all:\n   :group-by: keyword\n"
    site.write({"index.rst": f"Home\n====\n\n{listed}"})
    built = site.build("latex", latex_documents=[("index", "p.tex", "Title", "Author", "manual")])
    declared = re.findall(r"\\DeclareUnicodeCharacter\{(\w+)\}", built.read("p.tex"))
    assert {"03B1", "03B2"} <= set(declared)


@pytest.mark.timeout(300)
def test_letters_do_not_stop_another_engine(site: Site) -> None:
    """What was written for pdfLaTeX is compiled with LuaLaTeX, as Sphinx's own preamble allows."""
    for program in ("lualatex", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; make tools does it")
    site.write_works([{**WORKS[0], "title": "Letters α ≤ ħ"}])
    site.write({"index.rst": "Home\n====\n\n.. bibliography::\n   :all:\n"})
    built = site.build("latex", latex_documents=[("index", "p.tex", "Title", "Author", "manual")])
    assert "Letters" in compile_latex(Path(built.folder), "lualatex").text


LONG = "10.1002/(SICI)cardiovascular-and_<interventions::AID>" + "identification." * 6
FULL = "Home\n====\n\n{0} and\n{0}. [#]_\n\n.. [#] {0}\n\n{1}\n.. bibliography::\n".format(
    "Full :cite:full:`roe1999`",
    ".. list-table:: Title :cite:full:`Lee_2001`\n\n   * - Cell :cite:full:`roe1999`\n",
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("prefix", ["https://doi.org/", "doi:"])
def test_identifiers_break_without_hyphens(site: Site, prefix: str) -> None:
    """Also where the link is another address, or that of the entry."""
    for program in ("pdflatex", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; make tools does it")
    style = (STYLES / "author-date.csl").read_text("utf-8")
    site.write({"own.csl": style.replace("https://doi.org/", prefix), "index.rst": FULL})
    short = [{**work, "DOI": "10.1/x_y%3Cz<#"} for work in WORKS if work["id"] == "Lee_2001"]
    site.write_works([{**WORKS[2], "DOI": LONG}, *short])
    built = site.build(
        "latex",
        ibidem_style="own.csl",
        latex_documents=[("index", "p.tex", "Title", "Author", "manual")],
    )
    compiled = compile_latex(Path(built.folder), "pdflatex")
    text = "".join(compiled.text.split())
    assert text.count(prefix + LONG.rstrip(".")) == 5
    assert text.count(prefix + "10.1/x_y%3Cz<#") == 2
    assert "Overfull \\hbox" not in compiled.log


@pytest.mark.timeout(300)
def test_letters_that_pdflatex_does_not_know(site: Site) -> None:
    """Those of formulas and of accents, all at once; what the author declares stays."""
    for program in ("pdflatex", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; make tools does it")
    accented = (chr(code) for code in range(0x1E00, 0x1EFA))
    latin = (chr(code) for code in range(0xA1, 0x180))
    letters = [
        *LETTERS,
        *(letter for letter in accented if write_letter(letter)),
        *latin,
        "t\u0304",
    ]
    works = [
        {**WORKS[0], "id": f"a{number}", "title": " ".join(letters[number : number + 50])}
        for number in range(0, len(letters), 50)
    ]
    site.write_works(works)
    site.write({"index.rst": "Home\n====\n\n.. bibliography::\n   :all:\n"})
    built = site.build(
        "latex",
        latex_elements={"preamble": r"\DeclareUnicodeCharacter{03B1}{(my alpha)}"},
        latex_documents=[("index", "p.tex", "Title", "Author", "manual")],
    )
    text = compile_latex(Path(built.folder), "pdflatex").text
    assert "(my alpha)" in text
    assert "∞" in text
