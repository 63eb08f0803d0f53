"""Pages made by chance of whatever may hold a citation: every builder prints them, and without a
trace of how it is done."""

from __future__ import annotations

import random
import re

import pytest

from test_sphinx.sites import Site, blank_image

PAGES = 40
"""Of each kind."""
SEED = 20260131

# A block is a text with places (`CITE`) that get some of the inline pieces each.

RST_INLINE = (
    ":cite:`roe1999`", ":cite:t:`doe2020`", ":cite:empty:`Lee_2001`", ":footcite:`roe1999`",
    ":footcite:t:`doe2020`", ":cite:`{see}roe1999{p. 3}, doe2020`", ":cite:`nobody`",
    ":cite:author:`doe2020`", ":cite:full:`many:2005`", ":cite:`@roe1999; -@doe2020`",
    "[#]_", "[#n]_", "|s|", "text", "*em*", ".", ",", '"q', ")", ":ref:`x <genindex>`", "``:cite:`x```",
)  # fmt: skip
RST_BLOCKS = (
    "CITE", "- CITE\n\n- CITE CITE", "1. CITE\n\n   a. CITE", ".. note:: CITE\n\n   CITE",
    ".. admonition:: CITE\n\n   CITE", ".. todo:: CITE", ".. todolist::", ".. only:: latex\n\n   CITE",
    ".. only:: html\n\n   CITE", ".. ifconfig:: False\n\n   CITE\n\n   .. bibliography::",
    ".. figure:: image.png\n\n   CITE\n\n   CITE", "== ==\nab cd\n== ==\nCITE\n== ==",
    ".. list-table:: CITE\n   :header-rows: 1\n\n   * - CITE\n     - CITE\n   * - CITE\n     - CITE",
    ".. rubric:: CITE", ".. topic:: CITE\n\n   CITE", ".. sidebar:: CITE\n\n   CITE", "term CITE\n   CITE",
    ":f CITE: CITE", "| CITE\n| CITE", "   CITE\n\n   -- CITE", ".. bibliography::",
    ".. bibliography::\n   :scope: section", ".. bibliography::\n   :list: bullet",
    ".. bibliography::\n   :keyprefix: a-\n   :labelprefix: A", ".. footbibliography::",
    ".. [#] NOTE", ".. [#n] NOTE\n\n   NOTE", ".. epigraph:: CITE", ".. parsed-literal::\n\n   CITE",
    ".. versionadded:: 1\n   CITE", ".. py:function:: f(a)\n\n   :param a: CITE",
    ".. contents::\n   :local:", ".. hlist::\n\n   * CITE", ".. centered:: CITE",
    f"H CITE\n{'-' * 400}", f"G CITE\n{'~' * 400}",
)  # fmt: skip
MYST_INLINE = (
    "[@roe1999]", "@doe2020", "[see *a* @roe1999, p. 3; @doe2020]", "[^1]", "{cite}`Lee_2001`",
    "{cite:t}`Lee_2001`", "{footcite}`roe1999`", "-@doe2020", "@nobody", "[@nobody]", "text", "`[@x]`",
    "$x$", ".", "*em* [@roe1999]", '"q', "[l [@roe1999]](https://x.org)", "![@doe2020](image.png)",
)  # fmt: skip
MYST_BLOCKS = (
    "CITE", "- CITE\n  - CITE", "> CITE", "| CITE | CITE |\n|---|---|\n| CITE | CITE |",
    ":::{note}\nCITE\n:::", "```{bibliography}\n```", ":::{figure} image.png\nCITE\n:::", "[^1]: NOTE",
    "## H CITE", "### G CITE", "T CITE\n: CITE", "```{only} latex\nCITE\n```", "```{todo} CITE\n```",
    ":f CITE: CITE", "```{footbibliography}\n```", "```\n[@code]\n```",
)  # fmt: skip
WITHOUT_MARKS = ("[#]_", "[#n]_", "[^1]", "|s|")
"""What notes do not hold: Sphinx breaks off where they refer to themselves."""


def make_page(chance: random.Random, blocks: tuple[str, ...], inline: tuple[str, ...]) -> str:
    def fill(place: re.Match[str]) -> str:
        pieces = inline
        if place[0] == "NOTE":
            pieces = tuple(piece for piece in inline if piece not in WITHOUT_MARKS)
        return " ".join(chance.choices(pieces, k=chance.randint(1, 4)))

    chosen = chance.choices(blocks, k=chance.randint(1, 14))
    return "\n\n".join(re.sub("CITE|NOTE", fill, block) for block in chosen) + "\n"


def make_pages() -> dict[str, str]:
    chance = random.Random(SEED)
    pages = {"index.rst": "Home\n====\n\n.. toctree::\n   :numbered:\n   :glob:\n\n   p*\n"}
    for number in range(PAGES):
        definition = f".. |s| replace:: {chance.choice(RST_INLINE[:8])}\n\n"
        body = definition + make_page(chance, RST_BLOCKS, RST_INLINE)
        pages[f"p{number}.rst"] = f"Title {number}\n=========\n\n{body}"
        pages[f"pm{number}.md"] = f"# Title {number}\n\n" + make_page(
            chance, MYST_BLOCKS, MYST_INLINE
        )
    return pages


@pytest.fixture(scope="module", params=["author-date", "notes"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Pages that are read once, and printed by several builders."""
    site = Site(tmp_path_factory.mktemp("generated"))
    site.use_style(request.param)
    site.config |= {
        "extensions": ["ibidem.sphinx", "sphinx.ext.todo", "sphinx.ext.ifconfig", "myst_parser"],
        "todo_include_todos": True,
        "numfig": True,
        "ibidem_markdown_citations": True,
        "myst_enable_extensions": ["colon_fence", "deflist", "dollarmath", "fieldlist"],
        "man_pages": [("index", "p", "p", "a", 1)],
    }
    site.write(make_pages())
    (site.folder / "image.png").write_bytes(blank_image())
    return site


TRACES = re.compile("[\x00-\x08\ue000-\uf8ff\U000f0000-\U0010ffff]|pending_|csl_|source_text")


@pytest.mark.parametrize(
    ("builder", "names"),
    [("html", "*.html"), ("text", "*.txt"), ("latex", "*.tex"), ("man", "*.1")],
)
def test_pages_of_all_kinds(site: Site, builder: str, names: str) -> None:
    built = site.build(builder)
    assert not re.search(r"key '(x|code)'", built.warnings)  # only written in code
    files = list(built.folder.glob(names))
    assert files
    assert {
        file.name: found for file in files if (found := TRACES.findall(file.read_text("utf-8")))
    } == {}
