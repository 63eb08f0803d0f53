"""Every builder prints citations and lists in its own way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from test_sphinx.sites import Built, Site, blank_image

PAGES = {
    "index.rst": """
Home
====

Text :cite:`roe1999{p. 3}`.

.. figure:: image.png

   Caption :cite:`doe2020`

.. csv-table:: Table :cite:`doe2020`

   Cell :cite:`roe1999`

.. toctree::

   a
   refs
""",
    "a.rst": "About :cite:t:`roe1999`\n=======================\n\nHere [#]_ :cite:entry:`doe2020`.\n\n.. [#] N :cite:`roe1999`\n",
    "refs.rst": "References\n==========\n\n.. bibliography::\n\nAgain\n-----\n\n.. bibliography::\n",
}


def build(site: Site, builder: str, style: str = "numeric", **config: Any) -> Built:
    site.use_style(style)
    site.write(PAGES)
    (site.folder / "image.png").write_bytes(blank_image())
    built = site.build(builder, project="p", copyright="c", version="1", **config)
    assert built.warnings == ""
    return built


def words(text: str) -> str:
    return " ".join(text.split())


def test_text(site: Site) -> None:
    built = build(site, "text")
    assert "Text [1, p. 3]." in built.read("index.txt")
    assert built.read("a.txt").startswith("About Roe [1]\n")
    listed = built.read("refs.txt")
    assert "[1] Rob Roe, *On Roes*, 1999.\n\n[2] Jane Doe, *A Book" in listed


def test_text_hangs_entries_without_labels(site: Site) -> None:
    site.write_works(
        [{"id": key, "type": "book", "title": "Word " * 30} for key in ("roe1999", "doe2020")]
    )
    lines = build(site, "text", "author-date").read("refs.txt").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("a. *Word"))
    assert lines[first + 1].startswith("   Word")


@pytest.mark.parametrize("builder", ["man", "text", "latex", "texinfo"])
@pytest.mark.parametrize("text", [":cite:`roe1999`.", ":cite:empty:`roe1999`", " :cite:`roe1999`"])
def test_no_text_is_left_empty(site: Site, builder: str, text: str) -> None:
    """Paragraphs in a row: what comes first and what comes last in them may be taken away."""
    site.use_style("notes")
    rst = f"Home\n====\n\n{text}\n\n- {text}\n\n  Text.\n\n:Field: {text}\n\nText."
    site.write({"index.rst": rst})
    site.build(builder, man_pages=[("index", "p", "p", "a", 1)])


@pytest.mark.parametrize("style", ["numeric", "notes"])
@pytest.mark.parametrize("note", [":cite:empty:`roe1999`", "- :cite:empty:`roe1999`"])
def test_notes_that_print_nothing_keep_their_numbers(site: Site, style: str, note: str) -> None:
    site.use_style(style)
    site.write({"index.rst": f"Home\n====\n\nOne [#]_ two [#]_\n\n.. [#] {note}\n.. [#] Second."})
    for builder, name in (("text", "index.txt"), ("man", "p.1"), ("latex", "p.tex")):
        built = site.build(builder, project="p", man_pages=[("index", "p", "p", "a", 1)])
        assert built.warnings == ""
        text = words(built.read(name))
        expected = {
            "text": "One [1] two [2] [1] [2] Second.",
            "man": r".IP [1] 5 \& .IP [2] 5 Second.",
            "latex": r"\end{footnote} two",
        }
        assert expected[builder] in re.sub(r"\.(UN)?INDENT( [\d.]+)? |\.IP \\\(bu 2 ", "", text)


def test_man_prints_no_anchors(site: Site) -> None:
    page = build(site, "man", man_pages=[("index", "p", "p", "a", 1)]).read("p.1")
    assert "Text [1, p. 3]" in page
    assert '.IP "[1]" 4\nRob Roe, \\fIOn Roes\\fP, 1999' in page
    assert "#" not in page.replace('\\"', "")


def test_texinfo(site: Site) -> None:
    page = build(site, "texinfo").read("p.texi")
    assert "Text [1, p. 3]." in page
    assert "@table @asis\n@item [1]\n" in page
    assert words("@anchor{refs ref-roe1999}") in page


def test_latex(site: Site) -> None:
    page = build(site, "latex").read("p.tex")
    assert r"Text {[}{\hyperref" in page
    assert r"\item[{{[}1{]}}] \phantomsection\label{\detokenize{refs:ref-roe1999}}Rob Roe" in page
    assert page.count(r"\begin{list}") == page.count(r"\end{list}") == 2
    # The list stands where it is declared.
    assert page.index(r"\chapter{References}") < page.index(r"\begin{list}")
    labels = re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", page)
    assert len(labels) == len(set(labels))
    targets = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", page))
    assert targets <= set(labels) | {"refs:ref-doe2020"}
    caption = re.search(r"\\caption\{(.*)\}\\label", page)
    assert caption
    assert r"\phantomsection" not in caption.group(1)


def test_two_latex_documents_print_each_entry_once(site: Site) -> None:
    """What is printed is made anew for each document, never stored."""
    documents = [
        ("index", "one.tex", "One", "A", "manual"),
        ("refs", "two.tex", "Two", "A", "manual"),
    ]
    built = build(site, "latex", latex_documents=documents)
    for name in ("one.tex", "two.tex"):
        assert built.read(name).count(r"\item[{{[}1{]}}]") == 2


FONTS = {
    ("html", "index.html"): '<div class="csl-entry" id="ref-doe" role="listitem">'
    '<div class="csl-left-margin">[1]</div><div class="csl-right-inline">'
    '<span class="csl-small-caps">Doe</span> <span class="csl-underline">Title</span> '
    '<em>in <span class="csl-upright">Press</span></em> <sup>2</sup> <sub>3</sub> '
    '<strong>Genre</strong><div class="csl-block">Abstract.</div>'
    '<div class="csl-indent">Note.</div>',
    ("latex", "p.tex"): r"\label{\detokenize{index:ref-doe}}"
    r"\textsc{Doe} \underline{Title} \sphinxstyleemphasis{in "
    r"\textnormal{Press}} $^{\text{2}}$ $_{\text{3}}$ \sphinxstylestrong{Genre} "
    r"Abstract. Note. \end{list}",
    ("texinfo", "p.texi"): "@item [1]\n@anchor{index ref-doe}@anchor{1}"
    "@sc{Doe} Title `in Press' @w{^2} @w{[3]} `Genre'@*Abstract.@*Note.\n",
    ("man", "p.1"): r"""
.IP "[1]" 4
Doe Title \fIin Press\fP \s-2\u2\d\s0 \s-2\d3\u\s0 \fBGenre\fP
.br
Abstract.
.br

.br
Note.
.br
.SH""",
    ("text", "index.txt"): "[1] Doe Title *in Press* ^2 _3 **Genre** Abstract. Note.",
}


@pytest.mark.parametrize(("builder", "file"), FONTS)
def test_fonts_and_blocks(site: Site, builder: str, file: str) -> None:
    """What a style may ask for, as far as the output knows it; labels stand once."""
    site.use_style("markup")
    variables = {name: name.title() for name in ("title", "genre")}
    numbers = {"publisher": "Press", "edition": "2", "volume": "3"}
    blocks = {"abstract": "Abstract.", "note": "Note."}
    author = [{"family": "Doe"}]
    site.write_works(
        [{"id": "doe", "type": "book", "author": author, **variables, **numbers, **blocks}]
    )
    site.write({"index.rst": "Home\n====\n\n:cite:`doe`\n\n.. bibliography::\n"})
    built = site.build(builder, project="p", man_pages=[("index", "p", "p", "a", 1)])
    assert built.warnings == ""
    page = words(built.read(file))
    assert words(FONTS[builder, file]) in page


PAPER = """
from sphinx.builders.singlehtml import SingleFileHTMLBuilder


class PaperBuilder(SingleFileHTMLBuilder):
    name = "paper"


def setup(app):
    app.add_builder(PaperBuilder)
"""


@pytest.mark.parametrize("builder", ["singlehtml", "paper"])
def test_singlehtml_ids_are_unique_and_links_lead_to_them(
    site: Site, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    """Also in builders of extensions that are derived from it (sphinx-simplepdf)."""
    site.write({"paper.py": PAPER})
    monkeypatch.syspath_prepend(str(site.folder))
    site.config["extensions"] += ["paper"]
    built = build(site, builder)
    ids = [
        name
        for name in built.ids("index")
        if "cite-" in name or name.startswith(("index-ref", "a-ref", "refs-ref"))
    ]
    assert len(ids) == len(set(ids)) > 8
    links = built.links("index", role="doc-biblioref") + built.links("index", "csl-back-links")
    (entry,) = [
        link.get("href")
        for link in built.page("index").iter("a")
        if link.text_content() == "doe2020"
    ]
    assert {link[1:] for link in (*links, entry)} <= set(ids)


def test_singlehtml_tells_notes_of_the_root_apart(site: Site) -> None:
    site.use_style("notes")
    a = "A\n=\n\nOwn [#own]_.\n\n.. [#own] Own.\n"
    site.write({"index.rst": "Home\n====\n\n:cite:`roe1999`\n\n.. toctree::\n\n   a\n", "a.rst": a})
    built = site.build("singlehtml")
    assert built.warnings == ""
    assert len(built.ids("index")) == len(set(built.ids("index")))
    assert {link[1:] for link in built.links("index", role="doc-noteref")} <= set(
        built.ids("index")
    )


def test_singlehtml_leads_to_nothing_that_it_hides(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages that autosummary generates."""
    site.write(
        {
            "index.rst": "Home\n====\n\n.. autosummary::\n   :toctree: made\n\n   made_of.function\n",
            "made_of.py": 'def function():\n    """Do as :cite:`roe1999`.\n\n    .. bibliography::\n    """\n',
        }
    )
    monkeypatch.syspath_prepend(str(site.folder))
    site.config["extensions"] += ["sphinx.ext.autosummary"]
    built = site.build("singlehtml")
    assert built.warnings == ""
    assert built.citations("index") == ["(Roe 1999)"]
    assert built.links("index", role="doc-biblioref") == []


@pytest.mark.parametrize("builder", ["dirhtml", "pseudoxml"])
@pytest.mark.parametrize("style", ["numeric", "notes"])
def test_other_builders(site: Site, builder: str, style: str) -> None:
    build(site, builder, style)


CITED = {
    "numeric": ["[1, p. 3]", "[2]", "[2]", "[1]"],
    "author-date": ["(Roe 1999, p. 3)", "(Doe 2020)", "(Doe 2020)", "(Roe 1999)"],
    "notes": [
        "Rob Roe, On Roes, 1999, 3.",
        "Jane Doe, A Book of <Things> & More, 2020.",
        "Ibid.",
        "Roe.",
    ],
}
LISTED = {
    "numeric": ["[1]Rob Roe, On Roes, 1999.", "[2]Jane Doe, A Book of <Things> & More, 2020."],
    "author-date": [
        "Doe, Jane. 2020. A Book of <Things> & More. https://doi.org/10.1000/things.",
        "Roe, Rob. 1999. On Roes.",
    ],
    "notes": ["Doe, Jane, A Book of <Things> & More, 2020.", "Roe, Rob, On Roes, 1999."],
}


def test_the_style_sheet_may_be_in_an_epub() -> None:
    """EPUB 3.3, 6.3.1.2: books tell directions by attributes."""
    sheet = (Path(__file__).parents[2] / "src/ibidem/assets/ibidem.css").read_text("utf-8")
    assert not re.search(r"^\s*(direction|unicode-bidi)\s*:", sheet, re.M)


@pytest.mark.parametrize("style", CITED)
def test_epub(site: Site, style: str) -> None:
    """Pages of well-formed XML, in the package, with links from one to the other."""
    built = build(site, "epub", style)
    with ZipFile(built.folder / "p.epub") as package:
        pages = {
            name: ElementTree.fromstring(package.read(f"{name}.xhtml"))
            for name in ("index", "refs")
        }
        assert "_static/ibidem.css" in package.namelist()
    cites = _find_classes(pages["index"], "citation")
    assert [_text(cite) for cite in cites] == CITED[style]
    assert [_text(entry) for entry in _find_classes(pages["refs"], "csl-entry")[:2]] == [
        entry + links
        for entry, links in zip(LISTED[style], _back_links(pages["refs"]), strict=True)
    ]
    hrefs = [link.get("href") for cite in cites for link in cite.iter() if link.get("href")]
    roe, doe = "refs.xhtml#ref-roe1999", "refs.xhtml#ref-doe2020"
    assert hrefs == [roe, doe, doe, roe]


def _find_classes(page: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in page.iter() if name in element.get("class", "").split()]


def _back_links(page: ElementTree.Element) -> list[str]:
    return [_text(links) for links in _find_classes(page, "csl-back-links")]


def _text(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


@pytest.mark.parametrize("style", CITED)
def test_xml(site: Site, style: str) -> None:
    built = build(site, "xml", style)
    index, refs = (ElementTree.parse(built.folder / f"{name}.xml") for name in ("index", "refs"))
    assert [_text(cite) for cite in index.iter("csl_citation")] == CITED[style]
    assert [_text(entry).strip() for entry in refs.iter("csl_entry")] == LISTED[style] * 2
    targets = [cite.get("refuri") for cite in index.iter("csl_cite")]
    roe, doe = "refs#ref-roe1999", "refs#ref-doe2020"
    assert targets == [roe, doe, doe, roe]


@pytest.mark.parametrize(
    ("style", "listed"),
    [
        ("author-date", "@item\nRoe, Rob. 1999. `On Roes'."),
        ("notes", "@item\nRoe, Rob, `On Roes', 1999."),
    ],
)
def test_texinfo_without_labels(site: Site, style: str, listed: str) -> None:
    page = re.sub(r"@anchor\{[^}]*\}| +(?=\n)", "", build(site, "texinfo", style).read("p.texi"))
    assert page.count(listed) == 2
    text = (
        "Text (Roe 1999, p. 3)."
        if style == "author-date"
        else "Text.@footnote{\nRob Roe, `On Roes', 1999, 3.\n}"
    )
    assert text in page


@pytest.mark.parametrize(
    ("builder", "file", "anchor"),
    [
        ("html", "index.html", 'id="{}"'),
        ("latex", "p.tex", r"\label{{\detokenize{{index:{}}}}}"),
        ("texinfo", "p.texi", "@anchor{{index {}}}"),
    ],
)
@pytest.mark.parametrize("option", ["list: citation", "list: enumerated", "group-by: type"])
def test_names_of_lists(site: Site, builder: str, file: str, anchor: str, option: str) -> None:
    listed = f".. _label:\n\n.. bibliography::\n   :all:\n   :name: works\n   :{option}\n"
    site.write({"index.rst": f"Home\n====\n\n:ref:`a <works>` :ref:`b <label>`\n\n{listed}"})
    built = site.build(
        builder,
        latex_documents=[("index", "p.tex", "p", "a", "manual")],
        texinfo_documents=[("index", "p", "p", "a", "p", "p", "p")],
    )
    assert built.warnings == ""
    assert [built.read(file).count(anchor.format(name)) for name in ("works", "label")] == [1, 1]


def test_links_of_folders(site: Site) -> None:
    built = build(site, "dirhtml")
    assert "../refs/#ref-roe1999" in built.read("a/index.html")
    assert "../#cite-1" in built.read("refs/index.html")


def test_messages_hold_roles_but_no_entries(site: Site) -> None:
    messages = build(site, "gettext", doctrees="gettext-doctrees").read("refs.pot")
    assert "Roe" not in messages
    index = (site.folder / "_build" / "gettext" / "index.pot").read_text("utf-8")
    assert "Text :cite:`roe1999{p. 3}`." in index


def test_translated_pages(site: Site) -> None:
    """A translation may say and order things otherwise; roles count once, where they are shown."""
    site.write(
        {
            "index.rst": "Home\n====\n\nFirst :cite:`roe1999{p. 3}`, :cite:`doe2020`.\n\n"
            ".. bibliography::\n",
            "locales/de/LC_MESSAGES/index.po": 'msgid ""\nmsgstr ""\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
            'msgid "First :cite:`roe1999{p. 3}`, :cite:`doe2020`."\n'
            'msgstr "Zuerst :cite:`doe2020`, dann :cite:`roe1999{S. 3}`."\n',
        }
    )
    site.use_style("numeric")
    built = site.build(language="de", locale_dirs=["locales"])
    assert built.warnings == ""
    assert built.citations("index") == ["[1]", "[2, S. 3]"]
    assert len(built.ids("index")) == len(set(built.ids("index")))
    assert built.links("index", inside="csl-back-links") == ["#cite-1", "#cite-2"]


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "First :cite:`{see}Lee_2001{p. 3}`. Again :cite:`Lee_2001{p. 3}`. :footcite:`many:2005`."
msgstr "Zuerst :cite:`{siehe}Lee_2001{S. 3}`. Nochmals :cite:`Lee_2001{S. 3}`. :footcite:`many:2005`."
"""


@pytest.mark.parametrize(
    ("style", "cited", "entry"),
    [
        (
            "author-date",
            ["(siehe Lee und Poe 2001, S. 3)", "(Lee und Poe 2001, S. 3)"],
            "Ant, A., A. Bee, A. Cat, und A. Dog",
        ),
        ("notes", ["siehe Li Lee und Pat Poe, Leeward, 2001, 3.", "Ebd."], "Ant, A., Bee, A."),
    ],
)
def test_terms_follow_the_language(site: Site, style: str, cited: list[str], entry: str) -> None:
    """Those of the list, of citations and of notes; every id is there once."""
    site.use_style(style)
    original = (
        "First :cite:`{see}Lee_2001{p. 3}`. Again :cite:`Lee_2001{p. 3}`. :footcite:`many:2005`."
    )
    lists = ".. footbibliography::\n\n.. bibliography::\n   :all:\n"
    site.write(
        {
            "index.rst": f"Home\n====\n\n{original}\n\n{lists}",
            "locales/de/LC_MESSAGES/index.po": PO,
        }
    )
    built = site.build(language="de", locale_dirs=["locales"])
    assert built.warnings == ""
    assert built.citations("index")[:2] == cited
    assert built.entries("index")[0].startswith(entry)
    assert len(built.ids("index")) == len(set(built.ids("index")))


FOREIGN = """
from sphinx.builders.xml import XMLBuilder

class Foreign(XMLBuilder):
    name = format = "foreign"

def setup(app):
    app.add_builder(Foreign)
"""


@pytest.mark.parametrize("style", CITED)
def test_builders_that_we_do_not_know(
    site: Site, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They get no nodes but those of docutils."""
    site.write({"builder_of_others.py": FOREIGN})
    site.config["extensions"] = ["ibidem.sphinx", "builder_of_others"]
    monkeypatch.syspath_prepend(str(site.folder))
    built = build(site, "foreign", style)
    assert "csl_" not in built.read("index.xml") + built.read("refs.xml")
    index, refs = (ElementTree.parse(built.folder / f"{name}.xml") for name in ("index", "refs"))
    entries = [_text(entry).strip() for entry in refs.iterfind(".//container/container")]
    assert entries == [entry.replace("]", "] ") for entry in LISTED[style]] * 2
    links = [link.get("refuri") or "" for link in index.iter("reference")]
    roe, doe = "refs#ref-roe1999", "refs#ref-doe2020"
    assert [link for link in links if "#ref-" in link] == [roe, doe, doe, roe]
