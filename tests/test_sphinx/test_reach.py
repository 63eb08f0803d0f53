"""What reaches beyond the page: the search, other projects, the checker of links."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sphinx
from sphinx.util.inventory import InventoryFile

from test_sphinx.sites import Built, Site

PAGES = {
    "index.rst": "Home\n====\n\nText :cite:`doe2020`.\n\n.. toctree::\n\n   refs\n",
    "refs.rst": "References\n==========\n\n.. bibliography::\n   :all:\n",
}


def build(site: Site, builder: str = "html", **config: Any) -> Built:
    site.write(PAGES)
    built = site.build(builder, **config)
    assert built.warnings == ""
    return built


def read_index(built: Built) -> dict[str, Any]:
    text = built.read("searchindex.js")
    index: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return index


def find_term(built: Built, term: str) -> bool:
    # Words of pages that are gone stay, without a page.
    return bool(read_index(built)["terms"].get(term, []) != [])


def test_entries_are_found_by_the_search(site: Site) -> None:
    assert find_term(build(site), "leeward")


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "nature"])
def test_titles_are_found_without_the_marks_of_citations(site: Site, style: str) -> None:
    """The text of a title would have the number glued to its last word."""
    table = ".. table:: Rows :cite:`roe1999`\n\n   === ===\n   a   b\n   === ===\n"
    text = f"Home :cite:`doe2020`\n{'=' * 20}\n\n{table}\nOf :cite:t:`doe2020`\n{'-' * 20}\n"
    site.write({"index.rst": text + "\n.. bibliography::\n"})
    built = site.build(ibidem_style=style)
    assert built.warnings == ""
    assert set(read_index(built)["alltitles"]) == {"Home", "Rows", "Of Doe"}
    assert len(built.page("index").xpath(".//h1//*[contains(@role, 'doc-')]")) == 1


@pytest.mark.skipif(sphinx.version_info < (8, 2), reason="Sphinx 8.2 is the first to leave out")
def test_switching_the_search_of_entries_off_writes_the_list_again(site: Site) -> None:
    build(site)
    again = build(site, ibidem_search_entries=False)
    assert "refs" in again.written
    assert not find_term(again, "leeward")
    assert find_term(again, "text")
    assert read_index(again)["objects"] == {}


def test_entries_are_in_the_inventory(site: Site) -> None:
    built = build(site)
    with (built.folder / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(
            file, "https://other.example", lambda *parts: "/".join(parts)
        )
    assert sorted(inventory["cite:entry"]) == sorted(
        ["doe2020", "doe2020other", "roe1999", "Lee_2001", "many:2005"]
    )
    entry = inventory["cite:entry"]["roe1999"]
    address = entry[2] if isinstance(entry, tuple) else entry.uri  # tuples until Sphinx 8.2
    assert address == "https://other.example/refs.html#ref-roe1999"


@pytest.mark.parametrize(
    "role", [":any:`roe1999`", ":cite:entry:`roe1999`", ":external+other:cite:entry:`roe1999`"]
)
def test_another_project_links_to_entries(site: Site, role: str) -> None:
    inventory = build(site, output="other").folder / "objects.inv"
    site.write({"index.rst": f"Home\n====\n\nSee {role}.\n"})
    (site.folder / "refs.rst").unlink()
    built = site.build(
        doctrees="own",
        extensions=["ibidem.sphinx", "sphinx.ext.intersphinx"],
        intersphinx_mapping={"other": ("https://other.example/", str(inventory))},
    )
    assert built.warnings == ""
    assert "https://other.example/refs.html#ref-roe1999" in built.links("index")


def test_any_role_takes_several_keys(site: Site) -> None:
    text = ":any:`doe2020`, :any:`roe1999 , doe2020`, :any:`index`."
    site.write({"index.rst": f"Page\n====\n\n{text}\n\n.. bibliography::\n   :all:\n"})
    built = site.build()
    assert built.warnings == ""
    paragraph = built.page("index").find("section/p")
    assert paragraph.text_content() == "doe2020, roe1999, doe2020, Page."
    links = [link.get("href") for link in paragraph.iter("a")]
    assert links == ["#ref-doe2020", "#ref-roe1999", "#ref-doe2020", "#"]
    site.write({"index.rst": "Page\n====\n\n:any:`doe2020, gone`\n\n.. bibliography::\n   :all:\n"})
    assert "target not found: doe2020, gone" in site.build().warnings


def test_entry_role_links_with_a_text_of_its_own(site: Site) -> None:
    site.write(
        {**PAGES, "index.rst": PAGES["index.rst"] + "\nSee :cite:entry:`this <Lee_2001>`.\n"}
    )
    built = site.build()
    assert built.warnings == ""
    assert 'href="refs.html#ref-Lee_2001"' in built.read("index.html")
    site.write({"index.rst": "Home\n====\n\nSee :cite:entry:`nothing`.\n"})
    assert "nothing" in site.build().warnings


def test_entry_role_follows_the_entry(site: Site) -> None:
    other = ":orphan:\n\nOther\n=====\n\n:cite:entry:`Lee_2001`\n"
    site.write({**PAGES, "other.rst": other})
    built = site.build()
    assert "refs.html#ref-Lee_2001" in built.links("other")
    assert not built.page("other").xpath("//code")  # it is a work, no code
    (site.folder / "refs.rst").rename(site.folder / "works.rst")
    site.write({"index.rst": PAGES["index.rst"].replace("refs", "works")})
    assert "works.html#ref-Lee_2001" in site.build().links("other")
    assert site.build().written == set()


@pytest.mark.parametrize(
    "switch, expected", [(True, {"https://doi.org/10.1000/things"}), (False, set())]
)
def test_linkcheck(site: Site, switch: bool, expected: set[str]) -> None:
    # Nothing is asked of the network: what would be is listed as ignored.
    built = build(
        site,
        "linkcheck",
        ibidem_check_links=switch,
        linkcheck_ignore=[r"https://doi\.org/.*"],
        linkcheck_report_timeouts_as_broken=False,  # as is the default since Sphinx 8
    )
    lines = built.read("output.json").splitlines()
    found = {link["uri"] for link in map(json.loads, lines) if link["uri"].startswith("http")}
    assert found == expected
    links = site.build(ibidem_check_links=switch).links("refs")  # there in any case
    assert "https://doi.org/10.1000/things" in links
