"""Styles of class note: real footnotes, numbered with the author's own."""

from __future__ import annotations

import re

import pytest

from test_sphinx.sites import STYLES, WORKS, Built, Site

RST = """
Page
====

First :cite:`roe1999`. Then own [#own]_ and :cite:`roe1999{p. 3}`,
and :cite:t:`Lee_2001` says so. More :cite:`doe2020`; last [#]_.

.. [#own] Own note, see :cite:`doe2020`
.. [#] Last note: :cite:t:`roe1999{p. 4}` says.
"""

MYST = """
# Page

First {cite}`roe1999`. Then own[^own] and {cite}`roe1999{p. 3}`,
and {cite:t}`Lee_2001` says so. More {cite}`doe2020`; last[^last].

[^own]: Own note, see {cite}`doe2020`
[^last]: Last note: {cite:t}`roe1999{p. 4}` says.
"""

NOTES = [
    ("1", "Rob Roe, On Roes, 1999."),
    ("2", "Own note, see Jane Doe, A Book of <Things> & More, 2020."),
    ("3", "Roe, 3."),
    ("4", "Leeward, 2001."),
    ("5", "Doe."),
    ("6", "Last note: Roe, 4 says."),
]


def notes_of(built: Built, page: str = "index") -> list[tuple[str, str]]:
    notes = []
    for note in built.page(page).xpath("//aside[@role='doc-footnote']"):
        label = note.find_class("label")[0].text_content().strip("[]")
        notes.append((label, note.find("p").text_content()))
    return notes


def test_notes_count_with_the_authors_own(site: Site) -> None:
    site.use_style("notes")
    site.write({"index.rst": RST})
    built = site.build()
    assert built.warnings == ""
    assert notes_of(built) == NOTES


def test_notes_in_myst(site: Site) -> None:
    site.use_style("notes")
    site.write({"index.md": MYST})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert built.warnings == ""
    assert notes_of(built) == NOTES


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("See :cite:`roe1999` *passim*", "See Rob Roe, On Roes, 1999 passim"),
        ("See :cite:`roe1999` :cite:`roe1999`", "See Rob Roe, On Roes, 1999 Ibid."),
        ("See :cite:`roe1999` [#b]_", "See Rob Roe, On Roes, 1999. [2]"),
    ],
)
def test_words_behind_a_citation_in_a_note(site: Site, note: str, printed: str) -> None:
    """No full stop within the sentence; marks are no words."""
    site.use_style("notes")
    site.write({"index.rst": f"Home\n====\n\nA [#a]_\n\n.. [#a] {note}\n.. [#b] Own\n"})
    assert notes_of(site.build())[0] == ("1", printed)


def test_mark_stands_close_and_behind_punctuation(site: Site) -> None:
    site.use_style("notes")
    site.write({"index.rst": RST})
    text = site.build().page("index").find("section/p").text_content()
    assert text.replace("\n", " ") == (
        "First.[1] Then own [2] and,[3] and Lee and Poe[4] says so. More;[5] last [6]."
    )


def test_marks_side_by_side_stand_behind_punctuation_together(site: Site) -> None:
    site.use_style("notes")
    text = "A :cite:`roe1999` :cite:`doe2020`. B [#]_ :cite:`roe1999`, c :cite:t:`doe2020`.\n\n.. [#] Own.\n"
    site.write({"index.rst": f"Home\n====\n\n{text}"})
    printed = site.build().page("index").find("section/p").text_content()
    assert printed == "A.[1][2] B,[3][4] c Doe.[5]"


@pytest.mark.parametrize("style", [str(STYLES / "notes.csl"), "nature"])
def test_authors_marks_before_ours(site: Site, style: str) -> None:
    """A comma between them parts nothing, and is not printed twice."""
    text = "A [#]_ :cite:`roe1999`: b [#]_, :cite:`doe2020`, c.\n\n.. [#] Own.\n.. [#] Own."
    site.write({"index.rst": f"Home\n====\n\n{text}\n"})
    built = site.build(ibidem_style=style, ibidem_numbers_after_punctuation=True)
    printed = built.page("index").find("section/p").text_content()
    assert re.sub(r"[\[\]\d]+", "^", printed) == "A:^ b,^ c."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A {a}, {b}, and {a} c.", "A,[1][2] and[3] c."),
        ("A {a}; {b}.", "A.[1][2]"),
        ("A ({a}; {b}) c {a},\n{b} d.", "A ([1][2]) c[3][4] d."),
        ("A, etc. {a}. *Why?* {a}. So {a}.", "A, etc.[1] Why?[2] So.[3]"),
        ("A :cite:t:`doe2020`, {a}, c.", "A Doe,[1][2] c."),
        ("{a}. A {b}.", ".[1] A.[2]"),
        ("A\\ :cite:empty:`doe2020` {a}.\\ :cite:empty:`doe2020` So.", "A.[1] So."),
        ("A {a}, :cite:t:`doe2020`, c.", "A,[1] Doe,[2] c."),
    ],
)
def test_what_parts_citations_parts_no_marks(site: Site, source: str, expected: str) -> None:
    site.use_style("notes")
    text = source.format(a=":cite:`roe1999`", b=":cite:`Lee_2001`")
    site.write({"index.rst": f"Home\n====\n\n{text}\n"})
    assert site.build().page("index").find("section/p").text_content() == expected


def test_marks_before_the_punctuation(site: Site) -> None:
    site.use_style("notes")
    text = "A :cite:`roe1999`, b :cite:`doe2020`. So :cite:t:`doe2020`."
    site.write({"index.rst": f"Home\n====\n\n{text}\n"})
    printed = [
        site.build(ibidem_notes_after_punctuation=after)
        .page("index")
        .find("section/p")
        .text_content()
        for after in (False, True, False)
    ]
    before = "A[1], b[2]. So Doe[3]."
    assert printed == [before, "A,[1] b.[2] So Doe.[3]", before]


def test_marks_and_notes_lead_to_each_other(site: Site) -> None:
    site.use_style("notes")
    site.write({"index.rst": RST + "\n.. bibliography::\n"})
    built = site.build()
    ids = built.ids("index")
    links = built.links("index")
    assert all(link[1:] in ids for link in links if link.startswith("#"))
    assert built.links("index", inside="citation-note", role="doc-biblioref") == [
        "#ref-roe1999", "#ref-roe1999", "#ref-Lee_2001", "#ref-doe2020",
    ]  # fmt: skip
    assert built.links("index", inside="csl-back-links") == [
        "#cite-2", "#cite-5", "#cite-4", "#cite-1", "#cite-3", "#cite-6",
    ]  # fmt: skip


def test_ibid_ends_with_the_page(site: Site) -> None:
    """Notes are numbered by page, so a page begins with full notes."""
    site.use_style("notes")
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`roe1999` :cite:`roe1999`\n\n.. toctree::\n\n   a\n",
            "a.rst": "A\n=\n\n:cite:`roe1999`\n",
        }
    )
    built = site.build()
    full = "Rob Roe, On Roes, 1999."
    assert notes_of(built) == [("1", full), ("2", "Ibid.")]
    assert notes_of(built, "a") == [("1", full)]


@pytest.mark.parametrize("own", ["1", "*"])
def test_authors_number_notes_as_they_like(site: Site, own: str) -> None:
    """A number or sign of the author's own among ours does not make later notes full again."""
    site.use_style("notes")
    text = """
Page
====

:cite:`doe2020`, :cite:`roe1999` [OWN]_, :cite:`doe2020`, :cite:`roe1999`

.. [OWN] See :cite:`doe2020`.
"""
    site.write({"index.rst": text.replace("OWN", own)})
    notes = [text for label, text in notes_of(site.build()) if label.isdigit() and label != own]
    full = ["Jane Doe, A Book of <Things> & More, 2020.", "Rob Roe, On Roes, 1999."]
    assert notes == [*full, "Doe.", "Roe."]


POSITIONS = {
    "index.rst": """Home
====

.. toctree::

   a

A [1]_ b :cite:p:`many:2005` [#]_ :cite:p:`Lee_2001`.

.. [1] N :cite:p:`many:2005`.
.. [#] N :cite:p:`Lee_2001`.
""",
    "a.md": "# A\n\nA [^a] b {cite:p}`many:2005` {cite:p}`new`.\n\n[^a]: N {cite:p}`new`.\n",
}


def test_positions_in_styles_of_the_text(site: Site) -> None:
    """What an author's note cites counts where its mark stands, among the citations of the text."""
    style = (STYLES / "author-date.csl").read_text("utf-8")
    again = 'et-al-subsequent-min="3" et-al-subsequent-use-first="1" disambiguate'
    limits = 'et-al-min="3" et-al-use-first="1" disambiguate'
    site.write({**POSITIONS, "again.csl": style.replace(limits, again)})
    many = {**WORKS[4], "id": "new", "issued": {"date-parts": [[2030]]}}
    site.write_works([*WORKS, many])
    built = site.build(
        extensions=["ibidem.sphinx", "myst_parser"],
        ibidem_style="again.csl",
    )
    assert built.warnings == ""
    full, short, lee = "Ant, Bee, Cat, and Dog", "Ant et al.", "(Lee and Poe 2001)"
    texts = {page: " ".join(built.page(page).text_content().split()) for page in ("index", "a")}
    assert f"b ({short} 2005) [2] {lee}." in texts["index"]
    assert notes_of(built) == [("1", f"N ({full} 2005)."), ("2", f"N {lee}.")]
    assert f"b ({short} 2005) ({short} 2030)." in texts["a"]
    assert notes_of(built, "a") == [("1", f"N ({full} 2030).")]


def test_notes_of_pages_without_footnotes_stand_at_the_end(site: Site) -> None:
    site.use_style("notes")
    site.write(
        {"index.rst": "Page\n====\n\nOne\n---\n\nText :cite:`roe1999`.\n\nTwo\n---\n\nEnd.\n"}
    )
    section = site.build().page("index").find("section")
    assert [child.tag for child in section][-1] == "aside"


def test_parts_of_citations_stay_in_the_text(site: Site) -> None:
    site.use_style("notes")
    site.write({"index.rst": "Page\n====\n\n:cite:author:`roe1999` :cite:title:`roe1999`\n"})
    built = site.build()
    assert built.citations("index") == ["Roe", "On Roes"]
    assert notes_of(built) == []
