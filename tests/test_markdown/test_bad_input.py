"""What is wrong is said once, with its place, and the rest of the page is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import markdown
import pytest

from ibidem import IbidemError
from ibidem.catalog import own_style_folder
from ibidem.markdown import PageContext, makeExtension


def codes(convert: Any) -> list[str]:
    return [finding.code for finding in convert.findings]


def test_unknown_key(convert: Any) -> None:
    html = convert("[@deo] and [@roe]")
    (problem,) = convert.findings
    assert (problem.code, problem.key, problem.suggestion) == ("unknown-key", "deo", "doe")
    assert "<b>" in html
    assert "#ref-deo" not in html
    assert ">Roe 2021</a>)" in html


def test_no_bibliography(convert: Any) -> None:
    convert("Text [@doe].", bibliography=[])
    (finding,) = convert.findings
    told = "no bibliography file has the key 'doe', since the option 'bibliography' names none"
    assert finding.message == told


def test_place_of_an_unknown_key(convert: Any) -> None:
    extension = convert.extension()
    source = "---\ntitle: x\n---\n\nText\n[@deo]"
    extension.page = PageContext("a/b.md", source)
    markdown.markdown("Text\n[@deo] [@deo]", extensions=[extension])
    (problem,) = convert.findings
    assert (problem.path, problem.line) == ("a/b.md", 6)


@pytest.mark.parametrize("key", ["de", "do", "{d.e}"])
def test_line_of_a_key_that_begins_like_another(convert: Any, key: str) -> None:
    extension = convert.extension(unknown="warn")
    source = f"[@doe] @de.2\n\n[@do-x; @{{do}}s]\n\n[@{key}]"
    extension.page = PageContext("a.md", source)
    markdown.markdown(source, extensions=[extension])
    assert {found.key: found.line for found in convert.findings}[key.strip("{}")] == (
        3 if key == "do" else 5
    )


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("`@zzz` in code\n\n```\n[@zzz]\n```\n\n[see @zzz]", "unknown-key", 7),
        ("- a\n\n    ~~~ md\n    [@zzz]\n    ~~~\n\n[@zzz]", "unknown-key", 7),
        ("<!--\n[@zzz]\n-->\n\n\\@zzz me@zzz https://x.org/@zzz\n[@zzz]", "unknown-key", 6),
        ("@zzz is somebody\n\n[@zzz]", "unknown-key", 3),
        ("[@doe]\n\n::: {.entry key=do}\n:::", "unknown-key", 3),
        ("`[@do]`\n\n::: {.entry}\n@doe\n:::\n\n::: {.entry}\n@doe\n@do\n:::", "unknown-key", 9),
        ("<!-- @do --> [@doe]\n\n[[bibliography @doe\n@do]]", "unknown-key", 4),
        ("[@doe]\n\n^[see @doe]", "inline-note", 3),
        ("[@doe] `[^@doe]`\n\n[^@doe]", "inline-note", 3),
        ("`[@doe, doe20b]`\n\n[@doe, p. 3, doe20b]", "missing-semicolon", 3),
        ("[@doe] `[@doe; 5]`\n\n[@doe; 5]", "missing-key", 3),
        ("`[@doe, @roe]`\n\nb [@doe, @roe] c", "missing-semicolon", 3),
        ("[@doe]\n\n[[bibliography filter='cited or key == doe']]", "filter-name", 3),
        (
            "`[@doe]` [@roe]\n\n[@doe]\n\n[[bibliography filter=\"key != 'doe'\"]]",
            "unlisted-work",
            3,
        ),
        ("`[[bibliography sort=foo]]`\n\n[@doe]\n\n[[bibliography sort=foo]]", "list-sort", 5),
    ],
)
def test_lines_are_those_of_what_is_read(convert: Any, source: str, code: str, line: int) -> None:
    """The same in code or in a comment before is no citation."""
    extension = convert.extension()
    extension.page = PageContext("a.md", source)
    markdown.markdown(source, extensions=[extension, "fenced_code"])
    (found,) = convert.findings
    assert (found.code, found.line) == (code, line)


def test_a_slip_in_the_sentence_is_said(convert: Any) -> None:
    """`@doe20c` is nearly a key: left as it is, but not in silence."""
    html = convert("@doe20c says")
    assert html == "<p>@doe20c says</p>"
    (problem,) = convert.findings
    assert (problem.key, problem.suggestion) == ("doe20c", "doe20b")


@pytest.mark.parametrize("opening", ["[@doe ", "@doe [", "[see *"])
def test_deep_brackets(convert: Any, opening: str) -> None:
    """No heap of brackets brings the stack down."""
    html = convert(f"{opening * 250}@roe{']' * 250}\n\n[@roe]")
    assert ">Roe 2021</a>)" in html


@pytest.mark.parametrize("around", [("*" * 900, "*" * 900), ("> " * 900, "")])
def test_deep_markup(convert: Any, around: tuple[str, str]) -> None:
    """Pages are read as deep as the host nests."""
    assert convert("[@roe]".join(around)).count('class="citation"') == 1


@pytest.mark.parametrize(("policy", "count"), [("warn", 1), ("ignore", 0)])
def test_policy(convert: Any, policy: str, count: int) -> None:
    convert("[@deo]", unknown=policy)
    assert len(convert.findings) == count


def test_unknown_keys_may_end_the_build(convert: Any) -> None:
    with pytest.raises(IbidemError, match="deo"):
        convert("[@deo]", unknown="error")


@pytest.mark.parametrize("pattern", ["raw/", "./raw/", "./raw/*.md", "raw/sub/"])
def test_folders_of_excluded_pages(convert: Any, pattern: str) -> None:
    extension = convert.extension(exclude=[pattern])
    extension.page = PageContext("raw/sub/a.md", "[@doe]")
    assert markdown.markdown("[@doe]", extensions=[extension]) == "<p>[@doe]</p>"
    extension.page = PageContext("raws/a.md", "[@doe]")
    assert "csl-entry" in markdown.markdown("[@doe]", extensions=[extension])


def test_lenient_and_excluded_pages(convert: Any) -> None:
    extension = convert.extension(lenient=["api/*"], exclude=["raw/*"], nocite=["*"])
    extension.page = PageContext("api/x.md")
    markdown.markdown("[@deo]", extensions=[extension])
    extension.page = PageContext("raw/x.md")
    text = "[@doe]\n\n[[bibliography]]"
    html = markdown.markdown(text, extensions=[extension])
    assert html == "<p>[@doe]</p>\n<p>[[bibliography]]</p>"
    assert convert.findings == []


def test_missing_file(convert: Any) -> None:
    html = convert("[@doe] text", bibliography="no.bib")
    assert "text" in html
    assert codes(convert)[0] == "missing-file"
    assert "no.bib" in str(convert.findings[0])


def test_missing_style(convert: Any) -> None:
    """Formatted in the default style, and the user knows."""
    html = convert("[@doe]", "apaa")
    assert "Doe" in html
    assert codes(convert) == ["unknown-style"]


def test_broken_style(convert: Any, folder: Path) -> None:
    (folder / "broken.csl").write_text("<style", "utf-8")
    assert "Doe" in convert("[@doe]", "broken.csl")
    assert len(convert.findings) == 1


def test_a_style_whose_citation_has_no_layout(convert: Any, folder: Path) -> None:
    sound = (folder / "author-date.csl").read_text("utf-8")
    start, end = sound.index("<layout"), sound.index("</citation>")
    (folder / "broken.csl").write_text(sound[:start] + sound[end:], "utf-8")
    assert "Doe 2020" in convert("[@doe]", "broken.csl")
    assert codes(convert) == ["invalid-style"]
    assert "<citation> has no <layout>" in convert.findings[0].message


def test_slips_in_variables_of_a_style(convert: Any, folder: Path) -> None:
    """Those of other versions of CSL are no slips."""
    sound = (folder / "author-date.csl").read_text("utf-8")
    faulty = sound.replace('variable="title"', 'variable="titel"')
    faulty = faulty.replace('variable="DOI"', 'variable="session"')
    (folder / "broken.csl").write_text(faulty, "utf-8")
    assert "2020" in convert("[@doe]", "broken.csl")
    assert codes(convert) == ["unknown-variable"]
    assert (convert.findings[0].line, convert.findings[0].suggestion) == (8, "title")


def test_calls_of_macros_that_are_not_there(convert: Any, folder: Path) -> None:
    sound = (own_style_folder() / "ibidem-author-date.csl").read_text("utf-8")
    (folder / "sound.csl").write_text(sound, "utf-8")
    (folder / "broken.csl").write_text(sound.replace('macro="pages"', 'macro="pagse"', 1), "utf-8")
    assert "2020" in convert("[@doe]", "sound.csl")
    assert not convert.findings
    assert "2020" in convert("[@doe]", "broken.csl")
    assert codes(convert) == ["unknown-macro"]
    assert convert.findings[0].line
    assert convert.findings[0].suggestion == "pages"


def test_broken_file(convert: Any, folder: Path) -> None:
    (folder / "refs.bib").write_text(
        "@book{doe, author = {Doe, J}, title = {T}, year 2020\n", "utf-8"
    )
    convert("[@doe] text")
    assert convert.findings
    assert convert.findings[0].line


def test_what_turns_up_when_an_item_is_cited(convert: Any, folder: Path) -> None:
    """Items are read when they are first needed; what is wrong with one is said all the same."""
    item = "@book{odd, author = {Doe, J}, title = {T}, year = 2020, date = {not a date at all}}"
    (folder / "refs.bib").write_text(item, "utf-8")
    convert("[@odd]")
    assert [finding.line for finding in convert.findings] == [1]


@pytest.mark.parametrize("are_several", [False, True])
def test_paths_of_pathlib(convert: Any, folder: Path, are_several: bool) -> None:
    """Options may hold them where they are given in Python."""
    path = folder / "refs.bib"
    options = {"bibliography": [path] if are_several else path, "style": folder / "numeric.csl"}
    html = markdown.markdown("[@doe]", extensions=["ibidem"], extension_configs={"ibidem": options})
    assert ">1</a>]" in html
    convert("[@doe]", tooltips=Path("x"), bibliography=[path, 3])
    assert codes(convert)[:2] == ["config.bad-value"] * 2


def test_wrong_options(convert: Any) -> None:
    html = convert("[@doe]", linkss=True, tooltips="yes")
    assert "Doe" in html
    assert codes(convert) == ["config.unknown-option", "config.bad-value"]


def test_wrong_front_matter(convert: Any) -> None:
    extension = convert.extension()
    extension.page = PageContext("a.md", "", {"bibliography": 3, "ibidem": {"tooltips": False}})
    html = markdown.markdown("[@doe]", extensions=[extension])
    assert "title=" not in html.split("refs")[0]
    (problem,) = convert.findings
    assert (problem.path, problem.field) == ("a.md", "bibliography")


def test_log(caplog: pytest.LogCaptureFixture, folder: Path) -> None:
    """Without a host findings go to the log."""
    extension = makeExtension(bibliography=str(folder / "refs.bib"), style=str(folder / "note.csl"))
    markdown.markdown("[@deo]", extensions=[extension])
    assert 'did you mean "doe"' in caplog.text


GARBLED = [
    '[@{doe]([@doe, `x]`]![@doe](x.png "t [@roe]")',
    '[^2]({}](b [@doe] "c[see @doe, p. 3; @roe]\n\n[@doe]: http://x "t"',
    '[x][](b [@doe] "c[see [x](y) @doe](',
    '[[](b [@doe] "c[@doe, <http://a.b>][@doe](u)',
    '[[](b [@doe] "c[see ![x](y) @doe [@roe]][a](b "t [@doe]")',
]
"""Links whose brackets and quotation marks do not pair."""


@pytest.mark.parametrize("source", GARBLED)
@pytest.mark.parametrize("style", ["author-date", "note"])
def test_garbled_links(convert: Any, source: str, style: str) -> None:
    """Nothing of the host's placeholders is left in an address or behind it."""
    html = convert(source, style)
    assert not re.search("[\x02\x03]|klzzwxh", html)


def test_garbled_links_keep_their_text(convert: Any) -> None:
    """What is no citation in an address is there as it was written."""
    html = convert('[x][](b "c[see [x](y) @doe](')
    assert "[see [x](y) @doe]" in html


@pytest.mark.parametrize(
    "address",
    [
        "my [@roe].pdf",
        "my[@roe].pdf",
        "[@roe] and (b)",
        "u @doe [p. 3]",
        "u\n[@roe]",
        "[a](b) [@roe]",
    ],
)
@pytest.mark.parametrize("text", ["x", "", "@doe", "![i](i.png)"])
def test_addresses_hold_no_citations(convert: Any, text: str, address: str) -> None:
    """The host takes what it likes for an address; pandoc cites nothing in there, either."""
    source = f"[{text}]({address})"
    assert convert(source) == markdown.markdown(source)


@pytest.mark.parametrize("before", ["x](", "[x](", "[x] (", r"\[x](", "`[x`]("])
def test_what_is_no_address_may_hold_citations(convert: Any, before: str) -> None:
    end = "" if before == "[x](" else ")"
    assert "Roe 2021" in convert(f"{before}see [@roe]{end}")


def test_lines_of_texts_without_a_name(convert: Any) -> None:
    """Where nobody says which file it is, the text that is converted tells the line."""
    convert("---\ntitle: T\n---\n\nText\n[@deo]\n\n[[bibliography sort=x]]", extensions=("meta",))
    assert [str(finding).partition(":")[0] for finding in convert.findings] == ["line 6", "line 8"]


def test_each_text_has_its_own_findings(convert: Any) -> None:
    """Those about options and files are told once."""
    md = markdown.Markdown(extensions=[convert.extension(styel="apa")])
    for count in (1, 2):
        for _ in range(2):
            md.convert("[@deo] and [@deo]")
        md.reset()
        assert codes(convert) == ["config.unknown-option", *["unknown-key"] * count]


def test_findings_name_no_page_twice(convert: Any) -> None:
    """Whatever else is converted in it."""
    extension = convert.extension()
    for name in ("a.md", "a.md", "b.md"):
        extension.page = PageContext(name)
        markdown.markdown("[@deo]", extensions=[extension])
    assert [finding.path for finding in convert.findings] == ["a.md", "b.md"]


@pytest.mark.parametrize(
    "group", ["[@doe, @roe]", "[@doe,@roe]", "[@doe @roe]", "[@doe, p. 3, @roe]"]
)
def test_keys_without_a_semicolon(convert: Any, group: str) -> None:
    """What is meant is a group, but the grammar has the second key in the suffix of the first."""
    made = convert.extension()
    made.page = PageContext("a.md", f"Text\n{group}")
    html = markdown.markdown(made.page.source, extensions=[made])
    (finding,) = convert.findings
    assert str(finding) == (
        "a.md:2: a semicolon is missing before the key 'roe' [missing-semicolon]"
    )
    assert "Roe" in html


@pytest.mark.parametrize(
    "group",
    [
        "[@doe, roe]",
        "[@doe, 12a, p. 3b]",
        "[@doe, as doe20b says]",
        "[@doe and @roe]",
        "[@doe, see @roe]",
        "[@doe, \\@roe]",
        "[@doe; @roe]",
        "@doe, @roe",
    ],
)
def test_keys_that_need_no_semicolon(convert: Any, group: str) -> None:
    convert(group)
    assert not convert.findings


@pytest.mark.parametrize(
    ("bracket", "what"),
    [
        ("[@doe, p. 3; 5]", "the part '5' has no key (a semicolon in text is \\;)"),
        ("[-@doe; and others]", "the part 'and others' has no key (a semicolon in text is \\;)"),
        ("[@doe; ]", "a part is empty"),
        ("[@doe; @roe; x]", "the part 'x' has no key (a semicolon in text is \\;)"),
        (
            "[e.g. @doe; Roe 2021; @roe]",
            "the part 'Roe 2021' has no key (a semicolon in text is \\;)",
        ),
        ("[SDMs; @doe]", "the part 'SDMs' has no key (a semicolon in text is \\;)"),
    ],
)
def test_parts_without_a_key(convert: Any, bracket: str, what: str) -> None:
    """By the grammar the bracket is plain text with a key in it."""
    made = convert.extension()
    made.page = PageContext("a.md", f"Text\n*{bracket}*")
    markdown.markdown(made.page.source, extensions=[made])
    (finding,) = convert.findings
    assert str(finding) == (f"a.md:2: the bracket with '@doe' is no citation: {what} [missing-key]")


@pytest.mark.parametrize(
    ("bracket", "part"),
    [
        ("[@doe; see [x](http://x.org)]", "see [x](http://x.org)"),
        ("[@doe, `x`; `y;` z]", "`y;` z"),
        (r"[@doe; \_foo \_bar]", r"\_foo \_bar"),
        ("[@doe; <b>x</b>]", "<b>x</b>"),
        ("[@doe; $x$ and *y*]", "$x$ and *y*"),
        ("[see [@doe; x *y*] z](u)", "x *y*"),
        ("[@doe, [a] b; <http://x.org>]", "<http://x.org>"),
    ],
)
def test_parts_without_a_key_are_told_once_as_they_are_written(
    convert: Any, bracket: str, part: str
) -> None:
    """The host has put placeholders in the place of some, and reads others twice."""
    made = convert.extension()
    made.page = PageContext("a.md", f"[@roe]\n\n@doe and [@doe]\n\n[@doe; other]\n\n{bracket}")
    markdown.markdown(made.page.source, extensions=[made, "pymdownx.arithmatex"])
    told = [(finding.line, str(finding).split(": ")[-1]) for finding in convert.findings]
    assert told == [
        (5, "the part 'other' has no key (a semicolon in text is \\;) [missing-key]"),
        (7, f"the part {part!r} has no key (a semicolon in text is \\;) [missing-key]"),
    ]


def test_parts_without_a_key_that_the_source_does_not_hold(convert: Any) -> None:
    """A plugin has changed the text."""
    made = convert.extension()
    made.page = PageContext("a.md", "Text\n[@doe]")
    markdown.markdown("[@doe; see `x` y]", extensions=[made])
    (finding,) = convert.findings
    assert (finding.line, "the part 'see … y' has" in str(finding)) == (2, True)


@pytest.mark.parametrize(
    "bracket",
    [
        "[see @someone; and on]",
        "[@someone; x]",
        "[see @doe; and on](url)",
        "[see @doe\\; and on]",
        "[[a; @doe]]",
        "[see (@doe), and on]",
        "[see [@doe]; and on]",
        "[@doe; x](url)",
        "`[@doe; x]`",
        "[@doe \\; x]",
        "[@doe; x]\n\n[@doe; x]: https://example.org",
    ],
)
def test_brackets_that_need_no_key(convert: Any, bracket: str) -> None:
    convert(bracket)
    assert not convert.findings


def test_keys_without_their_sign(convert: Any) -> None:
    convert("[@roe, doe20b, n.d.]")
    (finding,) = convert.findings
    told = "a semicolon and the sign are missing before the key 'doe20b': write '; @doe20b'"
    assert finding.message == told


def test_escaped_underscores(convert: Any) -> None:
    """As programs write keys that export Markdown."""
    (convert.folder / "refs.bib").write_text(
        "@book{doe_2020_a, author={Doe, Jane}, title={T}, year=2020}", "utf-8"
    )
    convert("Text\n[@doe\\_2020\\_a]")
    (finding,) = convert.findings
    assert (finding.key, finding.suggestion, finding.line) == ("doe", "doe_2020_a", 2)
    assert "no backslash" in finding.message


def test_citations_for_which_the_style_prints_nothing(convert: Any, folder: Path) -> None:
    """Many styles that print the author alone: without it nothing is left."""
    style = (folder / "author-date.csl").read_text("utf-8")
    date = '<date variable="issued"><date-part name="year"/></date></group><group'
    (folder / "author.csl").write_text(style.replace(date, "</group><group", 1), "utf-8")
    html = convert("See `[-@doe]`.\n\nSo [-@doe] and [-@roe, p. 3], [@doe].", "author.csl")
    assert "no printed form" in html
    (finding,) = convert.findings
    assert str(finding) == (
        "line 3: the style prints nothing for this citation of 'doe' [blank-citation]"
    )


RAW = (
    "stands in raw HTML and is printed as it is: give its tag, and those around it, the attribute "
)
RAW += "markdown (md_in_html) [unread-citation]"
IMAGE = "stands in the text of an image and is printed as it is: cite in a caption, <figcaption "
IMAGE += "markdown> (md_in_html) [unread-citation]"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('<div class="x">\nAs in\n[@doe,\np. 3].\n</div>', f"line 5: [@doe, p. 3] {RAW}"),
        ("<figure markdown='span'>\n<figcaption>By [@doe]</figcaption>", f"line 4: [@doe] {RAW}"),
        ("<figure>\n<figcaption>By @doe [p. 3]</figcaption>", f"line 4: @doe [p. 3] {RAW}"),
        ("<figure markdown>\n<figcaption>@doe</figcaption>", f"line 4: @doe {RAW}"),
        ("<details markdown>\n<summary>[@doe]</summary>\nx\n\n[@doe]", f"line 4: [@doe] {RAW}"),
        ("<table markdown><tr>\n<td>[see @do; @doe]</td>", f"line 4: [see @do; @doe] {RAW}"),
        ("<p>a <b>b</b> <i title='>'>[@doe *x*]</i></p>", f"line 3: [@doe *x*] {RAW}"),
        ("<p>x</p>\n\n![By [@doe]](x.png)", f"line 5: [@doe] {IMAGE}"),
        ("[![By @doe][i]](u)\n\n[i]: x.png", f"line 3: @doe {IMAGE}"),
        ("<pre>\n[@doe]\n\n[@doe]</pre>\n<p>[@doe]</p>", f"line 7: [@doe] {RAW}"),
    ],
)
def test_citations_that_the_host_leaves_alone(convert: Any, source: str, told: str) -> None:
    for _ in range(2):
        html = convert(f"[@doe]\n\n{source}", extensions=("md_in_html",))
        assert html.count("data-cites=") == 1 + source.count("x\n\n[@doe]")
    assert list(map(str, convert.findings)) == [told] * 2


@pytest.mark.parametrize(
    "source",
    [
        "<pre>\n[@doe]\n\n<b>[@doe]</b></pre>",
        "<div>\n<code>[@doe] @doe</code> <a href='x'>[@doe]</a> <KBD>[@doe]</KBD>\n</div>",
        "<div><script>x = '[@doe]'</script>\n<style>[@doe]</style></div>",
        '<script type=\'application/ld+json\'>{"@doe": ["@doe"]} [@doe]</script>',
        "<div>\n<!-- [@doe] <b> [@doe] -->\n<textarea>[@doe]</textarea></div>",
        "<svg><text>[@doe]</text></svg>",
        "<div class>\n<img alt>\n\n<p class>@doe</p></div>",
        "<div data-x='[@doe]' title=\"> [@doe]\"\n id='@doe'><img alt='[@doe]'></div>",
        "<div>@doe, me@doe, [me@doe] [@someone] [@doe](u) \\[@doe\\]</div>",
        '<div markdown="0">[@doe]</div>',
        "<div class='x' markdown=off><div>[@doe]</div> [@doe]\n</div>",
        "<svg><svg>[@doe]</svg> [@doe]</svg>",
        "<figure><figcaption>me@doe @doe@example.org @someone https://x.org/@doe</figcaption></figure>",
        "![me@doe @someone](x.png) ![x](@doe.png '[@doe]') `![[@doe]](x.png)`",
        "~~~\n![[@doe]](x.png) <p>[@doe]</p>\n~~~\n\n    <p>[@doe]</p>",
        "<div class='mermaid'>a[@doe]</div> <p class='arithmatex'>[@doe]</p>",
        "$`[@doe]`$ \\([@doe]\\) \n\n$$\n[@doe]\n$$",
    ],
)
def test_raw_text_that_cites_nothing(convert: Any, source: str) -> None:
    extensions = ("md_in_html", "fenced_code", "pymdownx.arithmatex")
    convert(source, extensions=extensions)
    convert(f"<div markdown>\n{source}\n</div>", extensions=extensions)
    assert not convert.findings


def test_keys_alone_in_captions_are_a_matter_of_taste(convert: Any) -> None:
    convert("![@doe](x.png)\n\n<figcaption>@doe</figcaption>", bare_keys=False)
    assert not convert.findings
