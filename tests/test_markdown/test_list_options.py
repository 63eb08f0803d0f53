"""Options of lists, several lists on a page, and entries in place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import markdown
import pytest
from lxml import html as lxml_html
from markdown.extensions.toc import TocExtension

from ibidem.markdown import PageContext

Convert = Callable[..., str]

CITED = "[@roe] and [@doe]\n\n"


def keys_of(html: str) -> list[str]:
    return re.findall(r'<div class="csl-entry" id="ref-([^"]+)" role="listitem">', html)


@pytest.mark.parametrize(
    "marker, expected",
    [
        ("[[bibliography all]]", "roe doe poe.1 doe20b"),
        ("[[bibliography notcited]]", "poe.1 doe20b"),
        ("[[bibliography cited]]", "roe doe"),
        ("[[bibliography all=false]]", "roe doe"),
        ("[[bibliography all=true notcited=no sort=key]]", "doe doe20b poe.1 roe"),
        ("[[bibliography poe.1]]", "roe doe"),
        ("[[bibliography @poe.1]]", "roe doe poe.1"),
        ("[[bibliography filter=False @poe.1]]", "poe.1"),
        ("[[bibliography all sort=-year]]", "poe.1 roe doe doe20b"),
        ("[[bibliography all sort='-year, -title']]", "poe.1 roe doe20b doe"),
        ("::: {#refs all sort=title}\n:::", "doe doe20b roe poe.1"),
        ("::: {#refs filter='year > \"2020\"' sort=author}\n:::", "poe.1 roe"),
        ("::: {.bibliography filter='author % \"doe\"'}\n\n:::", "doe doe20b"),
        ("::: {#refs filter='docname in docnames'}\n@poe.1\n:::", "roe doe poe.1"),
        ("::: {#refs}\n\n@poe.1\n@doe20b\n:::", "roe doe poe.1 doe20b"),
        ("::: {#refs filter=False}\n\n@poe.1\n\n@{doe20b}\n\n:::", "poe.1 doe20b"),
        ("::: {#refs @{poe.1} filter=False}\n:::", "poe.1"),
        ("[[bibliography @{poe.1} filter=False]]", "poe.1"),
        ('[[bibliography filter=year>"2020"]]', "roe poe.1"),
        ('[[bibliography filter=key=="poe.1" sort=-year]]', "poe.1"),
        ("[[bibliography all sort = -year]]", "poe.1 roe doe doe20b"),
        ("[[bibliography all sort= '-year, -title']]", "poe.1 roe doe20b doe"),
        ("[[bibliography\n  all\n  sort='-year,\n  -title'\n]]", "poe.1 roe doe20b doe"),
        ("[[bibliography filter='title == \"]] [[\"' @poe.1]]", "poe.1"),
    ],
)
def test_works_and_their_order(convert: Convert, marker: str, expected: str) -> None:
    html = convert(f"{CITED}{marker}\n\nMore.")
    assert keys_of(html) == expected.split()
    assert ":::" not in html
    assert "[[" not in html
    assert html.index('id="refs"') < html.index("More.")


ATTRIBUTES = "{: .own #works title='My works' }"


@pytest.mark.parametrize(
    "marker",
    [
        f"[[bibliography]]\n{ATTRIBUTES}",
        f"[[bibliography]]{ATTRIBUTES}",
        f"Text.\n[[bibliography]]\n{ATTRIBUTES}\nMore.",
        f"\\bibliography\n{ATTRIBUTES}",
        f"::: {{#refs}}\n:::\n{ATTRIBUTES}",
        f"Text.\n::: {{#refs}}\n\n@doe\n:::\n{ATTRIBUTES}\nMore.",
    ],
)
def test_attributes_below_a_marker(convert: Any, marker: str) -> None:
    """As below any other block, where the extension for them is loaded."""
    html = convert(f"{CITED}{marker}\n\nMore.", extensions=("attr_list",))
    (listed,) = lxml_html.fromstring(html).find_class("references")
    assert listed.get("class").split() == ["references", "csl-bib-body", "hanging-indent", "own"]
    assert (listed.get("id"), listed.get("title")) == ("works", "My works")
    assert keys_of(html) == ["roe", "doe"]
    assert not convert.findings
    assert "{" not in html
    assert ":::" not in html
    assert html.rstrip().endswith("More.</p>")


@pytest.mark.parametrize("start", ["", "> ", "- "])
def test_a_fence_that_nothing_closes(convert: Any, start: str) -> None:
    html = convert(f"{CITED}{start}::: {{#refs}}")
    assert keys_of(html) == ["roe", "doe"]
    assert ":::" not in html


def test_an_id_and_classes_before_the_word_for_a_list(convert: Any) -> None:
    html = convert("::: {#works .own .bibliography filter=False @poe.1}\n:::")
    assert keys_of(html) == ["poe.1"]
    assert re.search('<div class="references [^"]*own"[^>]* id="works"', html)
    html = convert("::: {#one .entry}\n@poe.1\n:::")
    assert re.search('<div class="references [^"]*"[^>]* id="one"', html)
    assert "Third" in html
    assert convert.findings == []


def test_braces_without_the_extension(convert: Any) -> None:
    html = convert(f"{CITED}[[bibliography]]\n{{: .own }}")
    assert 'id="refs"' in html
    assert "<p>{: .own }</p>" in html


@pytest.mark.parametrize(
    "marker",
    [
        "[[bibliography .own #works]]",
        "::: {.bibliography .own #works sort=key}\n:::",
        "::: {#refs .own #works}\n:::",
        "[[entry @doe .own #works]]",
    ],
)
def test_classes_and_ids_in_a_marker(convert: Any, marker: str) -> None:
    html = convert(f"{CITED}{marker}")
    (listed,) = lxml_html.fromstring(html).find_class("own")
    assert listed.get("id") == "works"
    assert "references" in listed.get("class")
    assert not convert.findings


def test_ids_are_given_once(convert: Any) -> None:
    html = convert(f"{CITED}[[bibliography #own]]\n\n[[bibliography all #own]]")
    assert re.findall(r' id="(own[^"]*)"', html) == ["own", "own-2"]


def test_text_behind_a_block(convert: Any) -> None:
    html = convert(f"{CITED}::: {{#refs}}\n:::\nMore @text.")
    assert "<p>More @text.</p>" in html
    assert not convert.findings


def test_files(convert: Any, folder: Path) -> None:
    """A list may be limited to some of the bibliographies."""
    (folder / "own.bib").write_text("@book{own, author={Own, O.}, title={T}, year=2000}", "utf-8")
    text = (
        "[@own] [@roe]\n\n[[bibliography files=own.bib]]\n\n[[bibliography all files=own.bib @doe]]"
    )
    html = convert(text, bibliography=["refs.bib", "own.bib"])
    assert keys_of(html) == ["own", "own-2", "doe"]
    assert [finding.key for finding in convert.findings] == ["roe"]


def test_groups(convert: Convert) -> None:
    page = lxml_html.fromstring(convert("[[bibliography all group-by=year highlight=Doe]]"))
    (wrapper,) = page.xpath("//div[@id='refs']")
    assert [child.get("role") for child in wrapper] == ["heading", "list"] * 3
    headings = [heading.text for heading in wrapper.iterfind("p")]
    assert headings == ["2022", "2021", "2020"]
    assert [bold.text for bold in wrapper.iter("b")] == ["Jane Doe", "Jane Doe"]
    assert [len(listed) for listed in wrapper.iterfind("div")] == [1, 1, 2]


@pytest.mark.parametrize(
    "above, level",
    [("", "2"), ("# A\n\n", "2"), ("# A\n\n### B\n\n", "4"), ("###### A\n\n## B\n\n", "3"), ("###### A\n\n", "6")],
)  # fmt: skip
def test_headings_of_groups_are_below_that_of_the_section(
    convert: Convert, above: str, level: str
) -> None:
    html = convert(f"{above}[[bibliography all group-by=year]]\n\n# Z\n\n### Z")
    assert set(re.findall('aria-level="(.)"', html)) == {level}


def test_headings_of_groups_go_down_with_those_of_the_page(convert: Convert) -> None:
    text = "# A\n\n## B\n\n[[bibliography all group-by=year]]"
    html = convert(text, extensions=(TocExtension(baselevel=2),))
    assert "<h3" in html
    assert set(re.findall('aria-level="(.)"', html)) == {"4"}


def test_the_language_of_a_list_is_told(convert: Convert) -> None:
    assert 'lang="' not in convert("[[bibliography all]]", locale="fr")
    for form in ("citation", "bullet"):
        for options in ("", "group-by=type"):
            html = convert(f"[[bibliography all lang=de_AT list={form} {options}]]")
            assert re.findall('lang="([^"]*)"', html) == ["de-AT"]


def test_groups_in_the_language_of_the_list(convert: Convert) -> None:
    assert ">Bücher</p>" in convert("[[bibliography all group-by=type lang=de]]")
    assert ">Livres</p>" in convert("[[bibliography all group-by=type]]", locale="fr")


def test_several_lists(convert: Convert) -> None:
    """Ids exist once, and cites lead to the first list that holds the work."""
    html = convert(
        "[@doe; @roe]\n\n[[bibliography filter='key == \"roe\"']]\n\n[[bibliography]]",
        tooltips=False,
    )
    page = lxml_html.fromstring(html)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert keys_of(html) == ["roe", "doe", "roe-2"]
    links = re.findall(r'<a href="(#[^"]+)" role="doc-biblioref">', html)
    assert links == ["#ref-doe", "#ref-roe"]
    assert html.count("doc-backlink") == 2
    assert html.count('id="refs-2"') == 1


def test_a_cite_without_an_entry_is_no_link(convert: Convert) -> None:
    html = convert("[@doe]\n\n[[bibliography filter=False]]")
    assert "doc-biblioref" not in html
    assert "(Doe 2020)" in html


@pytest.mark.parametrize(
    "options, markup",
    [
        ("list=bullet", "<ul>"),
        ("list=enumerated", '<ol type="1">'),
        ("list=enumerated enumtype=upperroman start=4", '<ol start="4" type="I">'),
    ],
)
def test_forms(convert: Convert, options: str, markup: str) -> None:
    html = convert(f"[@roe]\n\n[[bibliography {options}]]", "numeric")
    assert f"{markup}\n<li>Rex Roe" in html
    assert "csl-left-margin" not in html
    assert "ref-roe" not in html


def test_enumerations_that_count_on(convert: Convert) -> None:
    html = convert(
        "[[bibliography filter='author % \"doe\"' list=enumerated]]\n\n"
        "[[bibliography @roe list=enumerated start=continue]]"
    )
    assert re.findall(r"<ol[^>]*>", html) == ['<ol type="1">', '<ol start="3" type="1">']


def test_a_style_and_its_numbers(convert: Convert) -> None:
    html = convert(f"{CITED}[[bibliography csl-style=numeric.csl sort=year]]")
    assert ">Roe 2021</a>)" in html
    labels = re.findall(r'<div class="csl-left-margin">(\[\d\])', html)
    assert labels == ["[1]", "[2]"]
    assert keys_of(html) == ["doe", "roe"]


SECTIONS = """\
# One

[@doe]

## Deeper

[@roe]

## References

[[bibliography scope=section]]

# Two

[@poe.1][^n]

[[bibliography scope=section]]

[^n]: [@doe20b]
"""


def test_sections(convert: Convert) -> None:
    """A list below a heading of its own is about the section around; notes count at their mark."""
    html = convert(SECTIONS, extensions=("footnotes",))
    first, second = html.split('id="refs')[1:]
    assert keys_of(first) == ["doe", "roe"]
    assert sorted(keys_of(second)) == ["doe20b", "poe.1"]


def test_cites_lead_to_the_list_of_their_section(convert: Convert) -> None:
    listed = "[[bibliography scope=section]]"
    html = convert(f"# A\n\n[@doe]\n\n{listed}\n\n# B\n\n[@roe]\n\n[@doe]\n\n{listed}")
    assert keys_of(html) == ["doe", "doe-2", "roe"]
    links = re.findall(r'<a href="(#[^"]+)" role="doc-biblioref"', html)
    assert links == ["#ref-doe", "#ref-roe", "#ref-doe-2"]
    (entry,) = re.findall(r'id="ref-doe-2".*?</span></div>', html)
    assert re.findall(r'href="#(citation-\d)"', entry) == ["citation-3"]


class TestNumbersOfTheirOwn:
    """Lists with a prefix to their labels or to the keys of their works, as in Sphinx."""

    def test_labels(self, convert: Any) -> None:
        """Each list counts for itself, and citations show the labels of the list they lead to."""
        html = convert(
            "[@doe; @roe] [@poe.1] [see @roe, p. 3; @doe20b]\n\n"
            "[[bibliography labelprefix=A filter='cited and author % \"roe|poe\"']]\n\n"
            "[[bibliography filter='cited and author % \"doe\"']]\n",
            "numeric",
            back_links=False,
        )
        assert convert.findings == []
        assert citations_of(html) == ["[1, A1]", "[A2]", "[see A1, p. 3, 2]"]
        assert entries_of(html) == [
            "[A1] Rex Roe", "[A2] Ed Poe", "[1] Jane Doe", "[2] Jane Doe",
        ]  # fmt: skip
        assert links_of(html) == ["doe", "roe", "poe.1", "roe", "doe20b"]
        assert "[A1]" not in re.findall(r'title="([^"]*)"', html)[1]

    def test_a_work_in_no_list_has_no_prefix(self, convert: Any) -> None:
        html = convert(
            "[@doe] [@roe]\n\n[[bibliography labelprefix=A filter='key == \"doe\"']]", "numeric"
        )
        assert citations_of(html) == ["[A1]", "[1]"]
        assert links_of(html) == ["doe"]

    @pytest.mark.parametrize("style", ["author-date", "note"])
    def test_labels_of_styles_without(self, convert: Any, style: str) -> None:
        """Nothing tells such lists apart."""
        html = convert("[@doe] [@doe20b]\n\n[[bibliography labelprefix=A]]", style)
        assert html == convert("[@doe] [@doe20b]\n\n[[bibliography]]", style)

    def test_keys(self, convert: Any) -> None:
        """The same work in two lists of a page, cited in each by a key of its own."""
        html = convert(
            "[@a-roe] [@b-doe; @b-roe] [see @a-roe, p. 3] [@roe] @b-doe [@a-roe; @b-roe]\n\n"
            "[[bibliography keyprefix=a- labelprefix=A]]\n\n"
            "::: {#refs keyprefix=b- labelprefix=B}\n:::\n\n[[bibliography]]",
            "numeric",
        )
        assert convert.findings == []
        assert citations_of(html) == [
            "[A1]", "[B1, B2]", "[see A1, p. 3]", "[1]", "Doe [B1] [A1, B2]",
        ]  # fmt: skip
        assert entries_of(html) == ["[A1] Rex Roe", "[B1] Jane Doe", "[B2] Rex Roe", "[1] Rex Roe"]
        assert keys_of(html) == ["roe", "doe", "roe-2", "roe-3"]
        assert 'data-cites="doe roe"' in html
        backs = [
            re.findall(r'href="#citation-(\d)"', entry) for entry in html.split("csl-entry")[1:]
        ]
        assert backs == [["1", "3", "5"], ["2", "5"], ["2", "5"], ["4"]]

    def test_a_work_with_two_prefixes_in_one_citation(self, convert: Any) -> None:
        """Both lists have it, and the labels are those of both; the links lead to the first."""
        lists = (
            "[[bibliography keyprefix=a- labelprefix=A]]\n\n"
            "[[bibliography keyprefix=b- labelprefix=B]]"
        )
        html = convert(f"[@b-roe, p. 1; @a-roe, p. 2]\n\n{lists}", "numeric")
        assert citations_of(html) == ["[B1, p. 1, A1, p. 2]"]
        assert links_of(html) == ["roe-2", "roe-2"]
        assert keys_of(html) == ["roe", "roe-2"]

    def test_keys_in_styles_without_numbers(self, convert: Any) -> None:
        html = convert(
            "[@a-roe] [@doe]\n\n[[bibliography keyprefix=a-]]\n\n[[bibliography]]", nocite="poe.1"
        )
        assert citations_of(html) == ["(Roe 2021)", "(Doe 2020)"]
        assert keys_of(html) == ["roe", "doe", "poe.1"]

    def test_keys_of_sections(self, convert: Any) -> None:
        lists = "[[bibliography keyprefix=a- scope=section]]\n\n[[bibliography scope=section]]\n\n"
        html = convert(f"# One\n\n[@a-roe] [@doe]\n\n{lists}# Two\n\n[@a-doe] [@roe]\n\n{lists}")
        assert keys_of(html) == ["roe", "doe", "doe-2", "roe-2"]
        assert links_of(html) == ["roe", "doe", "doe-2", "roe-2"]

    def test_an_unknown_key(self, convert: Any) -> None:
        convert("[@a-ro] @a-sth\n\n[[bibliography keyprefix=a-]]")
        assert [finding.key for finding in convert.findings] == ["a-ro"]

    def test_without_a_list_of_that_prefix(self, convert: Any) -> None:
        convert("[@a-roe]\n\n[[bibliography]]")
        assert [finding.key for finding in convert.findings] == ["a-roe"]


def citations_of(html: str) -> list[str]:
    """The text of the citations."""
    page: Any = lxml_html.fromstring(f"<div>{html}</div>")
    return [element.text_content() for element in page.find_class("citation")]


def entries_of(html: str) -> list[str]:
    """What entries start with."""
    page: Any = lxml_html.fromstring(f"<div>{html}</div>")
    texts = [element.text_content() for element in page.find_class("csl-entry")]
    return [" ".join(text.replace("]", "] ").split()).partition(",")[0] for text in texts]


def links_of(html: str) -> list[str]:
    return re.findall(r'<a href="#ref-([^"]+)" role="doc-biblioref"', html)


@pytest.mark.parametrize(
    "rule, heading, order", [("never", "V", "doe bee"), ("sort-only", "B", "bee doe")]
)
def test_the_particles_of_the_style(convert: Any, rule: str, heading: str, order: str) -> None:
    book = "@book{bee, author={van Bee, Ann}, title={Bees}, year=1999}"
    book += "@book{doe, author={Doe, D}, title={D}, year=2000}"
    (convert.folder / "refs.bib").write_text(book, "utf-8")
    style = (convert.folder / "author-date.csl").read_text("utf-8")
    option = f' demote-non-dropping-particle="{rule}"'
    style = style.replace(' class="in-text"', f' class="in-text"{option}')
    (convert.folder / "own.csl").write_text(style, "utf-8")
    assert f">{heading}<" in convert("[[bibliography all group-by=author-initial]]", "own.csl")
    assert keys_of(convert("[[bibliography all sort=author]]", "own.csl")) == order.split()


def test_entry_in_place(convert: Convert) -> None:
    """The whole entry, which is neither cited nor listed by that."""
    html = convert("[@roe]\n\n[[entry @poe.1]]\n\nMore.", "numeric")
    page: Any = lxml_html.fromstring(html)
    entry, listed = page.xpath("//div[@class='csl-entry']")
    assert entry.text_content().strip() == "Ed Poe, Third, 2022."
    assert entry.get("id") is None
    assert listed.get("id") == "ref-roe"
    assert html.index("Third") < html.index("More.")


@pytest.mark.parametrize(
    "marker", ["[[entry @doe]]", "::: {.entry key=doe}\n:::", "::: {.entry}\n@doe\n:::"]
)
def test_entry_as_the_list_has_it(convert: Convert, marker: str) -> None:
    """With the year's letter, if the page tells works apart by one."""
    html = convert(f"[@doe] [@doe20b]\n\n{marker}")
    texts = re.findall(r'role="listitem">([^<]*<i>.*?)(?:<span|</div>)', html)
    assert texts[0] == texts[1]


def test_entry_in_another_style(convert: Convert) -> None:
    html = convert("[[entry @roe csl-style=numeric.csl highlight=Roe]]")
    assert "<b>Rex Roe</b>" in html
    assert "[1]" not in html


def test_an_entry_is_not_about_other_works(convert: Any) -> None:
    """Nothing is said of works that the marker doesn't name."""
    faulty = "@book{bad, author={Bad, Al}, title={Bad}, year={never}}"
    (convert.folder / "more.bib").write_text(faulty, "utf-8")
    assert "Poe" in convert("[[entry @poe.1]]", bibliography=["refs.bib", "more.bib"])
    assert not convert.findings
    assert "Bad" in convert("[[entry @bad]]", bibliography=["refs.bib", "more.bib"])
    assert len(convert.findings) == 1


@pytest.mark.parametrize("style", ["", "csl-style=numeric.csl"])
def test_keys_with_parentheses(convert: Any, style: str) -> None:
    """They stand in braces, and what follows them is read as well."""
    book = "@book{10.1/a(b), author={Bee, Ann}, title={Bees}, year=1999}"
    (convert.folder / "more.bib").write_text(book, "utf-8")
    html = convert(
        f"[[entry @{{10.1/a(b)}} @doe lang=de highlight=Bee {style}]]",
        bibliography=["refs.bib", "more.bib"],
    )
    assert not convert.findings
    assert html.count("csl-entry") == 2
    assert "<b>Ann Bee</b>" in html or "<b>Bee, Ann</b>" in html


BAD = [
    ("[[bibliography sort]]", "list-option", ""),
    ("[[bibliography sort=]]", "list-option", ""),
    ("[[bibliography sort= all=no]]", "list-option", ""),
    ("[[bibliography all filter]]", "list-option", ""),
    ("[[entry @doe lang]]", "list-option", ""),
    ("[[bibliography = all]]", "list-marker", ""),
    ("[[bibliography all sort='-year'title]]", "list-marker", ""),
    ("[[bibliography all sort='year]]", "list-marker", ""),
    ('[[bibliography filter="type == "book""]]', "list-marker", ""),
    ("[[bibliography\n  all all=no", "list-marker", ""),
    ("[[bibliography all]", "list-marker", ""),
    ("[[bibliography]] text", "list-marker", ""),
    ("Text [[bibliography all]].", "list-marker", ""),
    ("- **2020** [[entry @doe]]", "list-marker", ""),
    ("*[[entry @doe]]*", "list-marker", ""),
    ("# Head [[entry @doe]]", "list-marker", ""),
    ("::: {.entry}\n:::", "list-marker", ""),
    ("::: {.entry lang=de}\n\n:::", "list-marker", ""),
    ("[[bibliography sort=yaer]]", "list-sort", "year"),
    ("[[bibliography groupby=year]]", "list-option", "group-by"),
    ("[[bibliography filter='year >']]", "filter-syntax", ""),
    ("[[bibliography filter='year > 2000']]", "filter-syntax", ""),
    ("[[bibliography filter='year > docnames']]", "filter-syntax", ""),
    ("[[bibliography all filter=True]]", "filter-overrides", ""),
    ("[[bibliography highlight=Deo all]]", "list-highlight", "Doe"),
    ("[[bibliography csl-style=numeric2.csl]]", "unknown-style", "numeric.csl"),
    ("[[bibliography scope=sections]]", "list-scope", "section"),
    ("[[bibliography all=doe]]", "list-option", ""),
    ("[[bibliograhpy]]", "list-marker", ""),
    ("[[Bibliography sort=year]]", "list-marker", ""),
    ("[[full_bibliografy]]", "list-marker", ""),
    ("[[entry]]", "list-marker", ""),
    ("[[entri @doe]]", "list-marker", ""),
    ("[[Entries @doe]]", "list-marker", ""),
    ("\\full_bibliography sort=year", "list-marker", ""),
    ("::: {#refs-books}\n:::", "list-marker", ""),
    ("\\bibliography{refs}", "list-marker", ""),
    ("\\printbibliography", "list-marker", ""),
    ("Works: \\bibliography", "list-marker", ""),
    ("*Works* (all): \\full_bibliography.", "list-marker", ""),
    ("# Works \\bibliography", "list-marker", ""),
    ("- \\bibliography of [@doe]", "list-marker", ""),
    ("::: {#refs all", "list-marker", ""),
    ("::: {.entry @doe", "list-marker", ""),
    ("::: #refs\n:::", "list-marker", ""),
    ("::: refs\n:::", "list-marker", ""),
    ("[[bibliography all type=book]]", "list-option", ""),
    ("::: {#references .unnumbered}\n:::", "list-marker", ""),
    ("[[bibliography files='refs.bib ref.bib']]", "list-file", "refs.bib"),
    (f"[[bibliography @doe files='{'x' * 300}']]", "list-file", ""),
    ("[[bibliography @reo]]", "unknown-key", "roe"),
    ("[[entry @reo]]", "unknown-key", "roe"),
    ("[[entry @doe all]]", "list-option", ""),
    ("[[entry @doe filter='year']]", "list-option", ""),
    ("[[entry @doe higlight=Doe]]", "list-option", "highlight"),
]


@pytest.mark.parametrize("marker, code, suggestion", BAD)
def test_what_is_wrong_is_reported_with_its_line(
    convert: Any, marker: str, code: str, suggestion: str
) -> None:
    made = convert.extension()
    text = f"[@doe]\n\nText.\n\n{marker}"
    made.page = PageContext("a.md", text)
    html = markdown.markdown(text, extensions=[made])
    (finding,) = convert.findings
    assert (finding.code, finding.suggestion) == (code, suggestion)
    assert (finding.path, finding.line) == ("a.md", 5)
    assert "csl-entry" in html


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("'author % \"O'Neill\"'", "filter=\"author % 'O\\'Neill'\""),
        ("\"author % 'O'Neill'\"", "an apostrophe in a text is written \\'"),
    ],
)
def test_an_apostrophe_in_a_filter(convert: Any, value: str, shown: str) -> None:
    """It is shown how to write it."""
    convert(f"[[bibliography filter={value}]]")
    (finding,) = convert.findings
    assert finding.message.endswith(shown)


@pytest.mark.parametrize(
    "text",
    [
        "[[entry @doe]] here",
        "_Two_: [[entry @doe]] and [[entry @roe lang='de']].",
        "[[entry @reo]].",
    ],
)
def test_markers_in_running_text_cite_nothing(convert: Any, text: str) -> None:
    html = convert(text)
    assert lxml_html.fromstring(html).text_content() == text.replace("_", "")
    assert {finding.code for finding in convert.findings} == {"list-marker"}
    assert len(convert.findings) == text.count("[[")
    for finding in convert.findings:
        assert "stands alone on its line" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "`\\bibliography` $\\bibliography$ C:\\bibliography \\bibliography\\x",
        "LaTeX has a command \\bibliography{refs}",
        "    x \\bibliography",
        "::: refs.models\n    options:\n",
        "::: reference",
        "::: {.warning}\n:::",
    ],
)
def test_what_is_not_meant_for_a_marker(convert: Any, text: str) -> None:
    convert(text, extensions=("pymdownx.arithmatex",))
    assert not convert.findings


def test_markers_in_tables_cite_nothing(convert: Any) -> None:
    html = convert("| a |\n|---|\n| [[entry @doe]] |", extensions=("tables",))
    assert "<td>[[entry @doe]]</td>" in html
    assert [finding.code for finding in convert.findings] == ["list-marker"]


@pytest.mark.parametrize("between", ["", " ", "\n", " \n"])
def test_markers_one_behind_another(convert: Any, between: str) -> None:
    html = convert(f"[[entry @doe]]{between}[[entry @roe]]{between}[[bibliography all]]")
    assert html.count('role="list"') == 3
    assert "[[" not in html
    assert not convert.findings


@pytest.mark.parametrize("text", ["`[[entry @doe]]` is code", "[[bibliography]](x.md) is a link"])
def test_what_is_no_marker_in_running_text(convert: Any, text: str) -> None:
    convert(text)
    assert not convert.findings


def test_keys_in_an_entry_that_is_open(convert: Any) -> None:
    html = convert("::: {.entry}\n\n@doe\n\n@roe\n\n:::\n\nMore.")
    assert html.count("csl-entry") == 2
    assert ":::" not in html


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("own.bib", "more/own.bib"),
        ("./own.bib", "more/own.bib"),
        ("more/refs.bib", "refs.bib"),
        ("more/onw.bib", "more/own.bib"),
    ],
)
def test_files_are_told_as_they_are_written(convert: Any, written: str, meant: str) -> None:
    (convert.folder / "more").mkdir()
    (convert.folder / "more" / "own.bib").write_text("@book{own, title={T}}", "utf-8")
    convert(f"[[bibliography files={written}]]", bibliography=["refs.bib", "more/own.bib"])
    (finding,) = convert.findings
    assert finding.suggestion == meant
    assert finding.message.startswith(written.removeprefix("./"))


def test_what_filters_ask_is_no_option(convert: Any) -> None:
    convert("[[bibliography all type=book]]")
    (finding,) = convert.findings
    assert "works are chosen by filter=\"type % 'book'\"" in finding.message
    html = convert("[[bibliography filter=\"type % 'book'\"]]")
    assert html.count('class="csl-entry"') == 4


@pytest.mark.parametrize(
    "text",
    [
        "[@roe]\n[[bibliography]]",
        "# Works [@roe]\n[[ bibliography ]]\nMore.",
        "[@roe]\n\n[[bibliography]]\n- list\n- of more",
        "[@roe]\n\\bibliography\n",
        "- item [@roe]\n\n    [[bibliography]]\n- more",
        "Text\nand [@roe]\n[[bibliography]]\nMore.\n[[entry @doe]]",
    ],
)
def test_markers_on_lines_of_their_own(convert: Convert, text: str) -> None:
    html = convert(text)
    assert keys_of(html) == ["roe"]
    assert "[[" not in html
    assert html.count('role="list"') == 1 + text.count("entry")
    assert html.index("citation-1") < html.index('role="list"')
    if "ore" in text:
        assert html.index('role="list"') < html.rindex("ore")


def test_markers_are_paragraphs_of_their_own(convert: Convert) -> None:
    """In running text and in code, they are text."""
    html = convert("See [[entry @doe]] here.\n\n    [[bibliography all]]\n\n[[entry]]")
    assert "[[entry" in html
    assert "<code>[[bibliography all]]" in html


@pytest.mark.parametrize(
    "text", ["[[Home page]]", "[[entropy]]", "[[sentry]]", "[[biography of Doe]]", "[[1]]"]
)
def test_other_things_in_brackets_are_left_alone(convert: Any, text: str) -> None:
    assert convert(text) == f"<p>{text}</p>"
    assert convert.findings == []


@pytest.mark.parametrize(
    "text", ["[[Sentry]]", "[[see @doe]]", "[[gentry]] and @doe", "[[entities]]"]
)
def test_words_in_two_brackets(convert: Any, text: str) -> None:
    """Not all are meant for markers."""
    convert(text)
    assert convert.findings == []


def test_links_of_wikis(convert: Any) -> None:
    assert "<a " in convert("[[Bibliography]]", extensions=("wikilinks",))
    assert convert.findings == []


def test_other_fences_are_left_alone(convert: Convert) -> None:
    for fence in ("::: some.module", "::: {.note}\nText\n:::", "::: {#refs2}\n:::"):
        assert ":::" in convert(fence)


def test_hostile_values_stay_text(convert: Convert) -> None:
    """Nothing of a marker reaches the page as markup."""
    html = convert("[[bibliography all highlight='<script>alert(1)</script>']]")
    assert "<script" not in html


def test_hostile_headings_stay_text(convert: Any, folder: Any) -> None:
    keyword = "<script>alert(1)</script> \x02wzxhzdk:0\x03 [x](javascript:y)"
    work = {"id": "w", "type": "book", "title": "T", "keyword": keyword}
    (folder / "hostile.json").write_text(json.dumps([work]), "utf-8")
    html = convert("[[bibliography all group-by=keyword]]", bibliography="hostile.json")
    page: Any = lxml_html.fromstring(html)
    (heading,) = page.find_class("csl-group-heading")
    assert len(heading) == 0
    assert heading.text.startswith("<script>alert(1)</script>")
    assert "\x02" not in html


@pytest.mark.parametrize("length", [200, 2000])
def test_long_markers_cost_little(convert: Convert, length: int) -> None:
    for text in ("[[bibliography " + "a " * length, "::: {#refs " + "{" * length, ":::" * length):
        assert convert(text)


@pytest.mark.parametrize(
    ("options", "expected"),
    [("all", "2020a"), ("all csl-style=ibidem-numeric", "2020a"), ("all lang=de", "2020a"),
     ("filter='cited' csl-style=ibidem-numeric", "2020")],
)  # fmt: skip
def test_years_are_those_of_the_list(convert: Any, options: str, expected: str) -> None:
    """Also of one in another style or language, if citations lead there; as in Sphinx."""
    html = convert(f"[@doe]\n\n[[bibliography {options}]]")
    assert f"Doe {expected}<" in html


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("[@doe; @doe; @roe]", "[A1, A2]"),
        ("@doe [@doe; @roe]", "Doe [A1, A2]"),
        ("[@doe; @doe, p. 3]", "[A1, A1, p. 3]"),
        ("[@doe; @zzz; @doe; @zzz]", "[A1, zzz?]"),
    ],
)
def test_what_is_written_twice_leads_to_such_a_list(
    convert: Any, source: str, printed: str
) -> None:
    html = convert(f"{source}\n\n[[bibliography labelprefix=A]]", "numeric")
    assert re.sub("<[^>]*>", "", html.split("</p>")[0]) == printed


ONLY_ROE = "[[bibliography filter=\"key == 'roe'\"]]"


@pytest.mark.parametrize(
    ("text", "unlisted"),
    [
        (ONLY_ROE, ["doe"]),
        ("[[bibliography notcited]]", ["roe", "doe"]),
        (
            "[[bibliography keyprefix=x- filter=False]]\n\n[@x-roe] [@x-poe.1]",
            ["roe", "doe", "x-poe.1"],
        ),
        ("# Part\n\n[@poe.1]\n\n[[bibliography scope=section]]", ["roe", "doe"]),
        (ONLY_ROE.replace("]]", " lang=de]]"), ["doe"]),
        (f"[@{{deo}}; @doe]\n\n{ONLY_ROE}", ["deo", "doe"]),
        # readers find the work
        (f"{ONLY_ROE}\n\n[[entry @doe]]", []),
        (f"{ONLY_ROE}\n\n[[bibliography all style=plain lang=de]]", []),
        (f"{ONLY_ROE}\n\n[[bibliography list=bullet]]", []),
        (f"{ONLY_ROE}\n\n[[bibliography labelprefix=A filter='cited']]", []),
        (f"{ONLY_ROE}\n\n# A\n\n[[bibliography keyprefix=x- labelprefix=X]]\n\n[@x-doe]", []),
        # no list is meant for what is cited
        ("[[bibliography list=bullet notcited]]", []),
    ],
)
def test_what_no_list_of_the_page_holds(convert: Any, text: str, unlisted: list[str]) -> None:
    convert(f"{CITED}[@zzz]\n\n{text}")
    found = [finding for finding in convert.findings if finding.key not in ("zzz", "deo")]
    assert {finding.code for finding in found} <= {"unlisted-work"}
    assert [finding.key for finding in found] == [key for key in unlisted if key != "deo"]


@pytest.mark.parametrize(
    ("style", "options"),
    [("note", {}), ("numeric", {"show_bibliography": False}), ("numeric", {"exclude": ["a.md"]})],
)
def test_who_needs_no_list(convert: Any, style: str, options: dict[str, Any]) -> None:
    """A note holds the work; and lists may be wanted for something else."""
    extension = convert.extension(style, **options)
    text = f"{CITED}{ONLY_ROE}"
    extension.page = PageContext("a.md", text)
    markdown.markdown(text, extensions=[extension])
    assert not convert.findings


def test_what_the_style_does_not_list(convert: Any, folder: Path) -> None:
    """No list could hold it."""
    style = (folder / "numeric.csl").read_text("utf-8")
    start, end = style.index("<bibliography"), style.index("</bibliography>")
    (folder / "bare.csl").write_text(style[:start] + style[end + 15 :], "utf-8")
    convert(f"{CITED}{ONLY_ROE}", "bare.csl")
    assert not convert.findings
