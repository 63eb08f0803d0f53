"""Roles: what they print, in reStructuredText and in MyST."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from test_sphinx.sites import WORKS, Site

PRINTED = [
    ("cite", "doe2020", "(Doe 2020)"),
    ("cite:p", "doe2020", "(Doe 2020)"),
    ("cite:p", "doe2020,roe1999", "(Doe 2020; Roe 1999)"),
    ("cite:p", "roe1999 , doe2020", "(Roe 1999; Doe 2020)"),
    ("cite:p", "{see}roe1999{p. 3}", "(see Roe 1999, p. 3)"),
    ("cite:p", "see @roe1999, pp. 3-5; -@Lee_2001", "(see Roe 1999, pp. 3–5; 2001)"),
    ("cite:p", "many:2005", "(Ant et al. 2005)"),
    ("cite:t", "roe1999", "Roe (1999)"),
    ("cite:t", "roe1999{p. 3}", "Roe (1999, p. 3)"),
    ("cite:t", "many:2005, roe1999{p. 3}", "Ant et al. (2005), Roe (1999, p. 3)"),
    ("cite:ct", "Lee_2001", "Lee and Poe (2001)"),
    ("cite:alp", "roe1999", "Roe 1999"),
    ("cite:author", "Lee_2001", "Lee and Poe"),
    ("cite:authorpar", "roe1999", "(Roe)"),
    ("cite:year", "roe1999", "1999"),
    ("cite:yearpar", "roe1999", "(1999)"),
    ("cite:label", "roe1999", "Roe 1999"),
    ("cite:title", "roe1999", "On Roes"),
    ("cite:url", "doe2020", "https://doi.org/10.1000/things"),
    ("cite:ps", "many:2005", "(Ant, Bee, Cat, and Dog 2005)"),
    ("cite:ts", "many:2005", "Ant, Bee, Cat, and Dog (2005)"),
    ("cite:cts", "many:2005", "Ant, Bee, Cat, and Dog (2005)"),
    ("cite:alps", "many:2005", "Ant, Bee, Cat, and Dog 2005"),
    ("cite:authors", "many:2005", "Ant, Bee, Cat, and Dog"),
    ("cite:authorpars", "many:2005", "(Ant, Bee, Cat, and Dog)"),
    ("cite:cauthors", "many:2005", "Ant, Bee, Cat, and Dog"),
    ("cite:full", "roe1999", "Roe, Rob. 1999. On Roes."),
]


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_roles_print(site: Site, markup: str) -> None:
    template = ":{}:`{}`" if markup == "rst" else "{{{}}}`{}`"
    text = "\n\n".join(template.format(role, target) for role, target, _ in PRINTED)
    title = "Page\n====\n\n" if markup == "rst" else "# Page\n\n"
    site.write({f"index.{markup}": title + text})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert built.warnings == ""
    printed = dict(zip([row[:2] for row in PRINTED], built.citations("index"), strict=True))
    assert printed == {row[:2]: row[2] for row in PRINTED}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("t:`many:2005`", "Ant et al. [1]"),
        ("t:`many:2005, roe1999`", "Ant et al. [1], Roe [2]"),
        ("ts:`many:2005`", "Ant, Bee, Cat, and Dog [1]"),
        ("author:`many:2005`", "Ant et al."),
        ("label:`many:2005, roe1999, doe2020`", "1, 2, 3"),
    ],
)
def test_names_where_the_style_prints_numbers(site: Site, role: str, expected: str) -> None:
    site.write({"index.rst": f"Page\n====\n\n:cite:{role}\n"})
    built = site.build(ibidem_style="ibidem-numeric")
    assert built.citations("index") == [expected]


def test_whole_entry_in_running_text_has_no_number(site: Site) -> None:
    """It is no item of a list: neither its label nor the blocks of a style fit into a paragraph."""
    site.use_style("numeric")
    site.write({"index.rst": "Page\n====\n\n:cite:full:`roe1999` :cite:full:`doe2020`\n"})
    built = site.build()
    assert [text[0] for text in built.citations("index")] == ["R", "J"]
    assert not built.page("index").xpath(".//p//div")


@pytest.mark.parametrize(
    ("issued", "language", "printed"),
    [
        ([[2020]], "en", "2020"),
        ([[2020, 5, 3]], "en", "2020"),
        ([[2020, 5, 3]], "hu", "2020"),
        ([[2020, 5]], "ja", "2020年"),
        ([[2020, 5], [2020, 7]], "en", "2020"),
        ([[2019, 12], [2020, 1]], "en", "2019–2020"),
        ([[2019], [2020]], "en", "2019–2020"),
    ],
)
def test_year_alone_of_a_whole_date(
    site: Site, issued: list[list[int]], language: str, printed: str
) -> None:
    """Notes, and cites of letters and newspapers, print days and months that the role leaves out."""
    site.write_works([{**WORKS[2], "type": "article-newspaper", "issued": {"date-parts": issued}}])
    site.write({"index.rst": "Page\n====\n\n:cite:year:`roe1999`\n"})
    built = site.build(ibidem_style="chicago-notes-bibliography", language=language)
    assert built.citations("index") == [printed]


@pytest.mark.parametrize(
    ("builder", "printed"),
    [("html", "Text1,2 and3,1. Roe1,2"), ("text", "Text^1,^2 and^3,^1. Roe^1,^2")],
)
def test_raised_numbers_side_by_side_are_told_apart(site: Site, builder: str, printed: str) -> None:
    cites = ":cite:`roe1999` :cite:`doe2020` and\\ :cite:`Lee_2001`\\ :cite:`roe1999`."
    site.write({"index.rst": f"Page\n====\n\nText {cites} :cite:t:`roe1999` :cite:`doe2020`\n"})
    built = site.build(builder, ibidem_style="nature")
    if builder == "html":
        assert built.page("index").find("section/p").text_content() == printed
    else:
        assert printed in built.read("index.txt")


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("Word {a}.", "Word.1"),
        ("“Word {a}.” On", "“Word.”1 On"),
        ("“Word {a}”. On", "“Word”.1 On"),
        ("Word {a} {b}. On", "Word.1,2 On"),
        ("Word {a}, {b}; on", "Word;1,2 on"),
        ("Word {a}\\ {b}\\ {a}, on", "Word,1,2,1 on"),
        (":cite:t:`roe1999` says {b}; on", "Roe1 says;2 on"),
    ],
)
def test_raised_numbers_behind_punctuation(site: Site, source: str, printed: str) -> None:
    text = source.format(a=":cite:`roe1999`", b=":cite:`doe2020`")
    site.write({"index.rst": f"Page\n====\n\n{text}\n"})
    built = site.build(ibidem_style="nature", ibidem_numbers_after_punctuation=True)
    assert built.page("index").find("section/p").text_content() == printed


def test_raised_numbers_move_in_a_later_build(site: Site) -> None:
    site.write({"index.rst": "Page\n====\n\nWord :cite:`roe1999`. On\n"})
    printed = [
        site.build(ibidem_style="nature", ibidem_numbers_after_punctuation=after)
        .page("index")
        .find("section/p")
        .text_content()
        for after in (False, True, False)
    ]
    assert printed == ["Word1. On", "Word.1 On", "Word1. On"]


@pytest.mark.parametrize("style", ["author-date", "numeric"])
def test_unknown_key_is_printed_once_in_a_sentence(site: Site, style: str) -> None:
    site.use_style(style)
    site.write({"index.rst": "Page\n====\n\n:cite:t:`roe1999, gone`\n"})
    built = site.build()
    assert "[ibidem.unknown-key]" in built.warnings
    (printed,) = built.citations("index")
    assert printed.startswith("Roe ")
    assert printed.count("gone") == 1


def test_empty_role_prints_nothing_and_lists_the_work(site: Site) -> None:
    site.write({"index.rst": "Page\n====\n\nText.\\ :cite:empty:`roe1999`\n\n.. bibliography::\n"})
    built = site.build()
    assert built.warnings == ""
    assert built.page("index").find("section/p").text_content() == "Text."
    assert built.entries("index") == ["Roe, Rob. 1999. On Roes."]


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("Text {} more.", "Text more."),
        ("Text {} {} more {}.", "Text more."),
        ("{} Text (or {}), {} *more* {}", "Text (or), more"),
        ("Text\\ {} *more*", "Text more"),
        ("*Text* {} *more*", "Text more"),
        ("Text {}\\ s.", "Text s."),
    ],
)
@pytest.mark.parametrize("builder", ["html", "text"])
def test_empty_role_leaves_no_gap(site: Site, source: str, printed: str, builder: str) -> None:
    """In the place of each `{}` is one that prints nothing."""
    source = source.replace("{}", ":cite:empty:`roe1999`")
    site.write({"index.rst": f"Page\n====\n\n{source}\n"})
    built = site.build(builder)
    assert built.warnings == ""
    if builder == "html":
        assert built.page("index").find("section/p").text_content() == printed
    else:
        assert built.read("index.txt").splitlines()[-1].replace("*", "") == printed


def test_empty_role_leaves_no_paragraph(site: Site) -> None:
    """But where something leads to the paragraph, or an item has no other."""
    silent = ":cite:empty:`roe1999` :cite:empty:`doe2020`"
    text = f"{silent}\n\n- {silent}\n\n.. _here:\n\n{silent}\n\n:ref:`there <here>`\n"
    site.write({"index.rst": f"Page\n====\n\n{text}\n.. bibliography::\n"})
    built = site.build()
    assert built.warnings == ""
    paragraphs = built.page("index").iter("p")
    assert [(p.text_content(), p.getparent().tag) for p in paragraphs] == [
        ("", "li"), ("", "section"), ("there", "section"),
    ]  # fmt: skip
    assert len(built.entries("index")) == 2


def test_citation_in_every_place(site: Site) -> None:
    site.write(
        {
            "index.rst": """
Page
====

.. figure:: missing.png

   Caption :cite:`roe1999`

.. list-table:: Table :cite:`roe1999`

   * - Cell :cite:`roe1999`

.. note:: :cite:`roe1999`

term :cite:`roe1999`
    Definition [#n]_

.. [#n] Note :cite:`roe1999`.

``:cite:`roe1999```
"""
        }
    )
    built = site.build(suppress_warnings=["image.not_readable"])
    assert built.warnings == ""
    assert built.citations("index") == ["(Roe 1999)"] * 6
    assert ":cite:`roe1999`" in built.page("index").text_content()


@pytest.mark.parametrize(("style", "shown"), [("author-date", "Roe (1999)"), ("notes", "Roe")])
def test_citation_in_title_reaches_the_navigation(site: Site, style: str, shown: str) -> None:
    site.use_style(style)
    site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   one\n   two\n",
            "one.rst": "About :cite:t:`roe1999`\n=======================\n\nText\n",
            "two.rst": "Two\n===\n\n.. bibliography::\n",
        }
    )
    built = site.build(html_theme="basic")
    assert built.warnings == ""
    assert f"<title>About {shown}" in built.read("one.html")
    assert f"About {shown}\n" in built.page("index").text_content()
    assert f'title="About {shown}"' in built.read("two.html")
    # A link inside the link of the table of contents would be no HTML.
    assert not built.page("index").xpath("//a//a")


def test_address_is_a_link(site: Site) -> None:
    site.write({"index.rst": "Page\n====\n\n:cite:url:`doe2020, roe1999`\n\n.. bibliography::\n"})
    built = site.build()
    assert "index.rst:4: " in built.warnings
    assert '"roe1999" has neither a URL nor a DOI [ibidem.no-address]' in built.warnings


def test_words_around_what_is_missing_are_not_printed(site: Site) -> None:
    site.write({"index.rst": "Page\n====\n\n:cite:url:`{see}doe2020, {also}roe1999{p. 3}`\n"})
    built = site.build(suppress_warnings=["ibidem.no-address"])
    assert built.citations("index") == ["see https://doi.org/10.1000/things"]
    assert built.links("index", inside="citation") == ["https://doi.org/10.1000/things"]


def test_data_never_becomes_markup(site: Site) -> None:
    site.write_works(
        [
            {
                "id": 'a"><script>',
                "type": "book",
                "title": "<script>alert(1)</script>",
                "author": [{"literal": '"><img src=x onerror=alert(1)>'}],
                "URL": "javascript:alert(1)",
            }
        ]
    )
    roles = ':cite:`a"><script>` :cite:url:`a"><script>` :cite:title:`a"><script>`'
    site.write({"index.rst": f"Page\n====\n\n{roles}\n\n.. bibliography::\n"})
    built = site.build()
    page = built.read("index.html")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


QUOTED = """\
Page
====

"It is :cite:p:`roe1999`", he says. '*It* is :cite:t:`roe1999`'

:cite:t:`roe1999`'s or :cite:t:`roe1999`\\ 's and *"so* :cite:p:`roe1999`" and :cite:t:`roe1999`\\ "so"
"""


SIGNS = """Home
====

x -- y --- z... :cite:p:`{x -- y}roe1999{p. 3, so --- y...}` :cite:p:`a--b`

x \\-- y :cite:p:`{x \\-- y}roe1999` :cite:p:`x -- www.x.org/a--b @roe1999`
"""


@pytest.mark.parametrize(
    ("config", "builder", "signs"),
    [
        ({}, "html", "–—…"),
        ({"smartquotes_action": "qd"}, "html", "—– "),
        ({"smartquotes_action": "qe"}, "html", "  …"),
        ({"smartquotes_action": "3"}, "html", "—–…"),
        ({"smartquotes": False}, "html", "   "),
        ({"smartquotes_excludes": {"languages": ["en"]}}, "html", "   "),
        ({}, "text", "   "),
    ],
)
def test_dashes_in_affixes(site: Site, config: Mapping[str, Any], builder: str, signs: str) -> None:
    """They are those of the text around, in keys and addresses they stay as they are."""
    lee = {"id": "a--b", "type": "book", "author": [{"literal": "Lee"}]}
    site.write_works([*WORKS, {**lee, "issued": {"date-parts": [[2001]]}}])
    site.write({"index.rst": SIGNS})
    built = site.build(builder, **config)
    assert built.warnings == ""
    page = built.read("index.txt") if builder == "text" else built.page("index").text_content()
    text = " ".join(page.split())
    en, em, dots = (
        sign.strip() or written for sign, written in zip(signs, ("--", "---", "..."), strict=True)
    )
    assert f"x {en} y {em} z{dots} (x {en} y Roe 1999, p. 3, so {em} y{dots}) (Lee 2001)" in text
    assert f"x -- y (x -- y Roe 1999) (x {en} www.x.org/a--b Roe 1999)" in text


def test_quotation_marks_behind_citations(site: Site) -> None:
    """They close: a citation has no text yet when Sphinx makes them curly."""
    site.write({"index.rst": QUOTED})
    built = site.build()
    assert built.warnings == ""
    first, second = built.page("index").xpath(".//p")
    assert first.text_content() == "“It is (Roe 1999)”, he says. ‘It is Roe (1999)’"
    assert (
        second.text_content()
        == "Roe (1999)’s or Roe (1999)’s and “so (Roe 1999)” and Roe (1999)“so”"
    )


def test_an_entry_in_the_sentence_shares_its_full_stop_with_the_text(site: Site) -> None:
    text = "A :cite:full:`roe1999`. B :cite:full:`roe1999` c, :cite:full:`roe1999`, or :cite:`roe1999`."
    site.write({"index.rst": f"Page\n====\n\n{text}\n"})
    printed = site.build().page("index").find("section/p").text_content()
    first, later = "A Roe, Rob. 1999. On Roes. B Roe, Rob. 1999. On Roes. c, ", "or (Roe 1999)."
    assert printed == f"{first}Roe, Rob. 1999. On Roes, {later}"
