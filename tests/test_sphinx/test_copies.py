"""What Sphinx copies from one place to another: citations in it are shown, and count once."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from test_sphinx.sites import Built, Site, blank_image
from test_sphinx.test_odd_places import wrong_links

PAGE = """
.. _top:

About :cite:t:`roe1999`
=======================

.. contents::
   :local:

First :cite:`doe2020`
---------------------

Text :cite:`doe2020`.

.. _figure:

.. figure:: image.png

   Caption :cite:`Lee_2001`

.. todo:: Do :cite:author:`Lee_2001`.
"""
INDEX = """
Home
====

See :ref:`top`, :ref:`figure`, :numref:`{name} <figure>`, :doc:`a`.

.. todolist::

.. todo:: Here :cite:author:`Lee_2001`.

.. toctree::

   sub/a

.. bibliography::
"""


@pytest.mark.parametrize(
    ("style", "top", "first", "caption"),
    [
        ("author-date", "About Roe (1999)", "First (Doe 2020)", "Caption (Lee and Poe 2001)"),
        ("notes", "About Roe", "First", "Caption"),
    ],
)
def test_titles_and_captions(site: Site, style: str, top: str, first: str, caption: str) -> None:
    site.use_style(style)
    site.write({"index.rst": INDEX.replace(":doc:`a`", ":doc:`sub/a`"), "sub/a.rst": PAGE})
    (site.folder / "sub" / "image.png").write_bytes(blank_image())
    site.config.update(numfig=True, todo_include_todos=True)
    site.config["extensions"] = ["ibidem.sphinx", "sphinx.ext.todo"]
    built = site.build()
    assert built.warnings == ""
    text = built.page("index").find("section/p").text_content()
    assert text == f"See {top}, {caption}, {caption}, {top}."
    (contents,) = built.page("sub/a").find_class("contents")
    assert contents.text_content().strip() == first
    assert wrong_links(built) == []
    if style == "author-date":
        assert len(built.links("index", inside="csl-back-links")) == 6
        todos = built.page("index").find_class("admonition-todo")
        links = [link.get("href") for todo in todos for link in todo.iter("a")]
        assert links == ["#ref-Lee_2001"] * 3
    clean = site.build(output="clean", doctrees="clean-doctrees")
    site.write({"sub/a.rst": PAGE + "\nMore.\n"})
    site.build()
    site.write({"sub/a.rst": PAGE})
    assert site.build().files() == clean.files()


def test_reference_to_a_title_follows_it(site: Site) -> None:
    site.use_style("numeric")
    site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n   b\n   c\n\n.. bibliography::\n",
            "a.rst": "A\n=\n\nText.\n",
            "b.rst": ".. _b:\n\nB :cite:`roe1999`\n==================\n\nText.\n",
            "c.rst": "C\n=\n\n:ref:`b`.\n",
        }
    )
    assert site.build().page("c").find("section/p").text_content() == "B [1]."
    site.write({"a.rst": "A\n=\n\n:cite:`doe2020`\n"})
    later = site.build()
    assert later.page("c").find("section/p").text_content() == "B [2]."
    assert later.files() == site.build(output="clean", doctrees="clean-doctrees").files()
    assert site.build().written == set()


@pytest.mark.parametrize(
    ("style", "role", "shown"),
    [
        ("author-date", "cite:t", "By Roe (1999)"),
        ("notes", "cite:t", "By Roe"),
        ("notes", "cite:p", "By"),
    ],
)
def test_links_of_myst_to_titles(site: Site, style: str, role: str, shown: str) -> None:
    site.use_style(style)
    links = "[](#there), [own *text*](#there)"
    text = f"# Home\n\n{links}\n\n(there)=\n## By {{{role}}}`roe1999`\n\n```{{bibliography}}\n```\n"
    site.write({"index.md": text})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert built.warnings == ""
    assert built.page("index").find("section/p").text_content() == f"{shown}, own text"
    assert len(built.links("index", inside="csl-back-links")) == 1
    assert wrong_links(built) == []


def test_other_links_of_myst_to_titles_stay_as_they_are(site: Site) -> None:
    """Titles without citations, and texts that say by chance what the title says."""
    links = "[](#one-more), [*One* more](#one-more), [By {cite:t}`roe1999`](#there)"
    text = f"# Home\n\n{links}\n\n## One *more*\n\n(there)=\n## By {{cite:t}}`roe1999`\n"
    site.write({"index.md": text})
    site.config.update(extensions=["ibidem.sphinx", "myst_parser"], myst_heading_anchors=2)
    (paragraph,) = site.build().page("index").xpath("//section/p")
    assert paragraph.text_content() == "One more, One more, By Roe (1999)"
    assert [found.text_content() for found in paragraph.xpath(".//em")] == ["One"]


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_marks_in_lists_of_todos_lead_to_the_page_of_the_note(site: Site, builder: str) -> None:
    site.use_style("notes")
    site.write(
        {
            "index.rst": "Home\n====\n\n.. todolist::\n\n.. toctree::\n\n   a\n",
            "a.rst": "A\n=\n\n.. todo:: Do :cite:`roe1999`\n\n.. todolist::\n",
        }
    )
    site.config.update(todo_include_todos=True, extensions=["ibidem.sphinx", "sphinx.ext.todo"])
    built = site.build(builder)
    assert built.warnings == ""
    text = " ".join(built.page("index").text_content().split())
    assert "Do[1]" in text
    if builder == "html":
        assert "a.html#ibidem-note-1" in built.links("index")
        assert wrong_links(built) == []
    else:
        assert text.count("Do[1]") == 3


def test_marks_in_lists_of_todos_of_a_printed_document(site: Site) -> None:
    """The note is where the todo itself stands; the copy has its number."""
    site.use_style("notes")
    rst = "Home\n====\n\n.. todo:: Do :cite:`roe1999` [#own]_\n\n.. [#own] Own.\n\n.. todolist::\n"
    site.write({"index.rst": rst})
    site.config.update(todo_include_todos=True, extensions=["ibidem.sphinx", "sphinx.ext.todo"])
    built = site.build("latex")
    assert built.warnings == ""
    tex = built.read("projectnamenotset.tex")
    assert tex.count("On Roes") == 1
    assert re.search(r"Do\W+text\{1\}\W+text\{2\}", tex)


@pytest.mark.parametrize(
    ("style", "first", "second"), [("numeric", "[1]", "[2]"), ("notes", "[1]", "[2]")]
)
@pytest.mark.parametrize("parallel", [1, 2])
def test_lists_of_todos_follow_what_they_copy(
    site: Site, style: str, first: str, second: str, parallel: int
) -> None:
    """Also in builds that read neither the list's page nor that of the todo."""
    site.use_style(style)
    todo = "B\n=\n\n.. todo:: Do :cite:`roe1999`\n"
    site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n   b\n   c\n   d\n\n.. bibliography::\n",
            "a.rst": "A\n=\n\nText.\n",
            "b.rst": todo,
            "c.rst": "C\n=\n\n.. todolist::\n",
            "d.rst": "D\n=\n\n:cite:`Lee_2001`\n",
        }
    )
    site.config.update(todo_include_todos=True, extensions=["ibidem.sphinx", "sphinx.ext.todo"])

    def build(clean_name: str) -> str:
        built = site.build(parallel=parallel)
        clean = site.build(output=clean_name, doctrees=f"{clean_name}-doctrees")
        assert built.files() == clean.files()
        return " ".join(built.page("c").text_content().split())

    assert f"Do {first}" in build("one").replace("Do[", "Do [")
    if style == "numeric":
        site.write({"a.rst": "A\n=\n\n:cite:`doe2020`\n"})
    else:
        site.write({"b.rst": todo.replace("..", ":cite:`doe2020`\n\n..", 1)})
    assert f"Do {second}" in build("two").replace("Do[", "Do [")
    assert site.build(parallel=parallel).written == set()


class Keep(Directive):
    """Keeps a copy of its argument, as it is while the page is being read."""

    kept: ClassVar[list[nodes.Node]] = []
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        parsed, _ = self.state.inline_text(self.arguments[0], self.lineno)
        Keep.kept.extend(node.deepcopy() for node in parsed)
        return [nodes.paragraph("", "", *parsed)]


class ShowKept(SphinxPostTransform):
    """Shows it on another page, and what has no original."""

    default_priority = 21

    def run(self, **kwargs: Any) -> None:
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.astext() == "KEPT":
                paragraph.children = []
                paragraph.extend(node.deepcopy() for node in Keep.kept)


def setup(app: Sphinx) -> None:
    app.add_directive("keep", Keep)
    app.add_post_transform(ShowKept)


@pytest.mark.parametrize("builder", ["html", "singlehtml", "text", "latex"])
@pytest.mark.parametrize(
    ("style", "shown"), [("numeric", "By [2] or Roe [2] Roe."), ("notes", "By or Roe Roe.")]
)
def test_what_extensions_copy_while_a_page_is_read(
    site: Site, builder: str, style: str, shown: str
) -> None:
    """As sphinx-exercise does with the titles of exercises."""
    site.use_style(style)
    Keep.kept.clear()
    kept = ".. keep:: By :cite:`roe1999` or :cite:t:`roe1999` :footcite:t:`roe1999`."
    site.write(
        {
            "index.rst": f"Home\n====\n\n:cite:`doe2020`\n\n{kept}\n\n.. footbibliography::\n\n"
            ".. toctree::\n\n   a\n",
            "a.rst": "A\n=\n\nKEPT\n\n.. bibliography::\n",
        }
    )
    built = site.build(builder, extensions=["ibidem.sphinx", __name__])
    assert built.warnings == ""
    if builder == "html":
        assert " ".join(built.page("a").find("section/p").text_content().split()) == shown
        assert wrong_links(built) == []


GLOSSARY = """
Page
====

.. glossary::

   Roe {0} deer
      An animal {0}.

:term:`Roe deer` and :term:`roe deer`.
"""


@pytest.mark.parametrize("cite", [":cite:`roe1999`", ":cite:t:`roe1999`", ":footcite:`roe1999`"])
@pytest.mark.parametrize("style", ["author-date", "notes"])
def test_terms_are_named_without_their_citations(site: Site, style: str, cite: str) -> None:
    """In the index, and where they are referred to, with other capitals, too."""
    site.use_style(style)
    site.write({"index.rst": GLOSSARY.format(cite) + "\n.. footbibliography::\n"})
    built = site.build()
    assert built.warnings == ""
    assert terms_of(built) == ["Roe deer"]
    assert len(built.page("index").xpath("section/p/a")) == 2


def test_terms_are_named_without_their_citations_in_markdown(site: Site) -> None:
    source = "# Page\n\n```{glossary}\nRoe [@roe1999]\n  An animal.\n```\n\n{term}`Roe`\n"
    site.write({"index.md": source})
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"], ibidem_markdown_citations=True)
    assert built.warnings == ""
    assert terms_of(built) == ["Roe"]


def terms_of(built: Built) -> list[str]:
    return [
        link.text_content()
        for link in built.page("genindex").iter("a")
        if "#term" in link.get("href", "")
    ]


def test_copies_of_titles_have_no_raised_numbers(site: Site) -> None:
    """They would be glued to what is plain text; another style brings their citations back."""
    title = "On :cite:`roe1999` and :cite:t:`doe2020` :cite:`roe1999`"
    site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n\n:doc:`a`, :ref:`there`\n",
            "a.rst": f".. _there:\n\n{title}\n{'=' * len(title)}\n\nText.\n",
        }
    )

    def copies(style: str) -> set[str]:
        built = site.build(ibidem_style=style)
        assert built.warnings == ""
        links = built.page("index").find_class("internal")
        shown = {link.text_content() for link in links}
        (name,) = re.findall("<title>(.*?)</title>", built.read("a.html"))
        return shown | {name}

    assert copies("nature") == {"On and Doe"}
    assert copies("ibidem-numeric") == {"On [1] and Doe [2] [1]"}
    assert copies("nature") == {"On and Doe"}
