"""Works cited in footnotes, and the directive that places them."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from test_sphinx.sites import Built, Site
from test_sphinx.test_notes import notes_of

RST = """
Page
====

First [#own]_ and :footcite:`roe1999`, then :footcite:t:`Lee_2001` and [#]_,
again :footcite:p:`roe1999, doe2020`.

.. [#own] Own note.
.. [#] Other note.

.. footbibliography::

After
-----

More :footcite:`roe1999` and :footcite:cts:`many:2005, Lee_2001`.

.. footbibliography::

.. footbibliography::
"""

MYST = """
# Page

First [^own] and {footcite}`roe1999`, then {footcite:t}`Lee_2001`.

[^own]: Own note.

```{footbibliography}
```
"""

NOTES = [
    ("1", "Own note."),
    ("2", "Roe, Rob. 1999. On Roes."),
    ("3", "Lee, Li and Pat Poe. 2001. Leeward."),
    ("4", "Other note."),
    ("5", "Doe, Jane. 2020. A Book of <Things> & More. https://doi.org/10.1000/things."),
    ("6", "Ant, A., A. Bee, A. Cat, and A. Dog. 2005. By Many."),
]

ONE = "Page\n====\n\nText\nand :footcite:`{}`.\n"
LISTED = "\n.. footbibliography::\n"


def paragraphs(built: Built) -> list[str]:
    """The running text, without notes and lists."""
    return [
        " ".join(paragraph.text_content().split())
        for paragraph in built.page("index").xpath(".//section/p")
    ]


def test_footnotes_count_with_the_authors_own(site: Site) -> None:
    site.write({"index.rst": RST})
    built = site.build()
    assert built.warnings == ""
    assert sorted(notes_of(built)) == NOTES
    assert paragraphs(built) == [
        "First [1] and [2], then Lee and Poe[3] and [4], again [2][5].",
        "More [2] and Ant, Bee, Cat, and Dog[6], Lee and Poe[3].",
    ]


def test_directive_places_what_is_new_since_the_last(site: Site) -> None:
    site.write({"index.rst": RST})
    page = site.build().page("index")
    ids = [note.get("id") for note in page.xpath("//section[@id='after']//aside[@id]")]
    assert ids == ["footcite-many-2005"]
    assert page.xpath("//section[@id='page']/aside/aside/@id")[2:] == [
        "footcite-roe1999", "footcite-lee-2001", "footcite-doe2020",
    ]  # fmt: skip


def test_mark_and_footnote_lead_to_each_other(site: Site) -> None:
    site.write({"index.rst": RST})
    built = site.build()
    ids = built.ids("index")
    assert len(ids) == len(set(ids))
    marks = built.links("index", role="doc-noteref")
    assert marks.count("#footcite-roe1999") == 3
    assert {link[1:] for link in built.links("index") if link.startswith("#")} <= set(ids)


def test_myst(site: Site) -> None:
    site.write({"index.md": MYST})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert built.warnings == ""
    assert sorted(notes_of(built)) == NOTES[:3]  # MyST before 4 does not sort them


@pytest.mark.parametrize(
    ("style", "roe", "other"),
    [
        ("numeric", "Rob Roe, On Roes, 1999.", "More [1]."),
        ("notes", "Roe, Rob, On Roes, 1999.", "More.[2]"),
    ],
)
def test_footnotes_stand_apart(site: Site, style: str, roe: str, other: str) -> None:
    """They take no number, are in no list, and get no note of their own; other notes join them."""
    site.use_style(style)
    text = ONE.format("roe1999") + "\nMore :cite:`doe2020`.\n" + LISTED
    site.write({"index.rst": text + "\n.. bibliography::\n"})
    built = site.build()
    assert built.warnings == ""
    assert notes_of(built)[0] == ("1", roe)
    assert paragraphs(built)[1] == other
    (entry,) = built.entries("index")
    assert "A Book" in entry


def test_years_have_no_letter_that_nothing_else_shows(site: Site) -> None:
    site.write({"index.rst": ONE.format("doe2020, doe2020other") + LISTED})
    assert [body[:16] for _, body in notes_of(site.build())] == ["Doe, Jane. 2020."] * 2


def test_missing_directive(site: Site) -> None:
    """The footnotes stand at the end, and the warning at the first role that lacks the directive."""
    site.write({"index.rst": LISTED + "\n" + ONE.format("roe1999") + "\nLast\n----\n\nEnd.\n"})
    built = site.build()
    (warning,) = built.warnings.splitlines()
    assert "index.rst:8: " in warning
    assert "[ibidem.footbibliography-missing]" in warning
    assert notes_of(built) == [("1", NOTES[1][1])]
    assert built.page("index").xpath("section/*")[-1].tag == "aside"


class Sourceless(Directive):
    """Parses as nbsphinx does: what it makes does not know where it stands."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        parsed = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, parsed)
        for node in parsed.findall(nodes.Element):
            node.source = node.line = None
        return parsed.children


def setup(app: Sphinx) -> None:
    app.add_directive("sourceless", Sourceless)


def test_missing_directive_on_a_page_without_lines(site: Site) -> None:
    site.write({"index.rst": "Page\n====\n\n.. sourceless::\n\n   Text :footcite:`roe1999`.\n"})
    built = site.build(extensions=["ibidem.sphinx", __name__])
    (warning,) = built.warnings.splitlines()
    assert "index.rst: WARNING: no footbibliography" in warning


@pytest.mark.parametrize("name", ["index.rst", "index.md"])
def test_unknown_key(site: Site, name: str) -> None:
    """One warning, at the line of the role; the markup of `cite` is no part of the syntax here."""
    rst = ONE.format("rou1999, roe1999{p. 3}") + LISTED
    myst = (
        "# Page\n\n\nText\nand {footcite:t}`rou1999, roe1999{p. 3}`\n\n```{footbibliography}\n```\n"
    )
    site.write({name: rst if name.endswith("rst") else myst})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    unknown, braces = built.warnings.splitlines()
    assert f'{name}:5: WARNING: no bibliography has the key "rou1999"' in unknown
    assert 'did you mean "roe1999"' in unknown
    assert 'the key "roe1999{p. 3}"' in braces
    assert notes_of(built) == [("1", "rou1999?"), ("2", "roe1999{p. 3}?")]


def test_unknown_key_is_told_at_every_place(site: Site) -> None:
    text = "Page\n====\n\nOne :footcite:`gone`,\n\ntwo\n:footcite:t:`gone`, :footcite:`roe1999`.\n"
    site.write({"index.rst": text + "\nThree :footcite:p:`roe1999, gone`.\n" + LISTED})
    built = site.build()
    lines = [line.split(":")[1] for line in built.warnings.splitlines()]
    assert lines == ["4", "7", "9"]
    assert built.warnings.count("[ibidem.unknown-key]") == 3
    assert len(notes_of(built)) == 2


ALIASES = """
@book{roe, ids = {RR}, author = {Roe, Rob}, title = {On Roes}, year = 1999}
@book{doe, author = {Doe, Jane}, title = {Things}, year = 2020}
"""


def test_two_keys_of_one_work_share_a_footnote(site: Site) -> None:
    """Also when the bibliography says so only later, or no longer."""
    site.config["ibidem_bibliography"] = ["refs.bib"]
    page = ONE.format("roe") + "\nAnd :footcite:`RR, roe` and :footcite:`doe`.\n" + LISTED
    site.write({"refs.bib": ALIASES, "index.rst": page})
    built = site.build()
    assert built.warnings == ""
    assert paragraphs(built) == ["Text and [1].", "And [1] and [2]."]
    site.write({"refs.bib": ALIASES.replace(" ids = {RR},", "")})
    changed = site.build()
    assert changed.warnings.count("[ibidem.unknown-key]") == 1
    assert paragraphs(changed) == ["Text and [1].", "And [2][1] and [3]."]
    site.write({"refs.bib": ALIASES})
    assert site.build().files() == built.files()
    assert not site.build().written


def test_label_above_the_directive(site: Site) -> None:
    rest = "\n.. _notes:\n" + LISTED + "\n.. _none:\n" + LISTED + "\n:ref:`Notes <notes>`\n"
    site.write({"index.rst": ONE.format("roe1999") + rest})
    built = site.build()
    assert built.warnings == ""
    assert {"notes", "none"} <= set(built.ids("index"))
    assert "#notes" in built.links("index")
    assert notes_of(built) == [("1", NOTES[1][1])]


def test_tables_of_contents_hold_no_mark(site: Site) -> None:
    page = "Of :footcite:t:`roe1999`\n========================\n" + LISTED
    site.write({"index.rst": "Home\n====\n\n.. toctree::\n\n   a\n", "a.rst": page})
    built = site.build()
    assert built.warnings == ""
    assert built.page("index").find_class("toctree-wrapper")[0].text_content().strip() == "Of Roe"
    assert notes_of(built, "a") == [("1", NOTES[1][1])]


def test_pages_and_later_builds(site: Site) -> None:
    """Each page has its footnotes; in parallel and after a change they are as in a fresh build."""
    names = [f"p{number}" for number in range(6)]
    toctree = "Home\n====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
    pages = {f"{name}.rst": ONE.format("roe1999") + LISTED for name in names}
    site.write({"index.rst": toctree, **pages})
    first = site.build(parallel=2)
    assert first.warnings == ""
    assert all(notes_of(first, name) == [("1", NOTES[1][1])] for name in names)
    site.write({"p3.rst": ONE.format("Lee_2001, roe1999") + LISTED})
    later = site.build()
    assert later.written == {"index", "p3"}  # Sphinx itself writes the toctree again
    assert notes_of(later, "p3") == [("1", NOTES[2][1]), ("2", NOTES[1][1])]
    fresh = site.build(output="fresh", doctrees="fresh-doctrees")
    assert later.files() == fresh.files()


def test_edited_work_writes_the_page_again(site: Site) -> None:
    site.write({"index.rst": ONE.format("roe1999") + LISTED})
    site.build()
    site.write_works([{"id": "roe1999", "type": "book", "title": "Changed"}])
    later = site.build()
    assert later.written == {"index"}
    assert "Changed" in notes_of(later)[0][1]


@pytest.mark.parametrize(
    ("builder", "name", "expected"),
    [("text", "index.txt", "[1] Roe, Rob. 1999. *On Roes*."), ("latex", "page.tex", "On Roes")],
)
def test_other_builders(site: Site, builder: str, name: str, expected: str) -> None:
    site.write({"index.rst": ONE.format("roe1999") + LISTED})
    documents = [("index", "page.tex", "Page", "Me", "manual")]
    built = site.build(builder, latex_documents=documents)
    assert built.warnings == ""
    assert expected in built.read(name)
