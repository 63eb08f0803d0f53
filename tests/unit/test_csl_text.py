"""Small parts of the processor that see only text, from the cases in `cases/csl/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ibidem.csl.collation import collation_key
from ibidem.csl.finish import Typography, finish
from ibidem.csl.locales import resolve_locale
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.ordinal import Ordinals
from ibidem.csl.output import Format, Formatted, Literal, Node, Tagged, iter_text
from ibidem.csl.punctuation import join_runs
from ibidem.csl.runs import Kind, Run
from ibidem.csl.sentence_start import capitalize_first_term
from ibidem.csl.year_suffix import suffix_rank, year_suffix
from ibidem.write.html import to_html

CASES = Path(__file__).parents[1] / "cases" / "csl"

RUN = re.compile(r"\{([^}]+)\}|\[([^\]]+)\]|\|([^|]+)\||#([^#]+)#|(“)|(”)|([^{\[|#“”]+)")
KINDS = (
    Kind.SUFFIX,
    Kind.PREFIX,
    Kind.LOOSE_DELIMITER,
    Kind.NUMBER,
    Kind.OPEN_QUOTE,
    Kind.CLOSE_QUOTE,
    Kind.CONTENT,
)


def read_cases(name: str) -> Iterator[list[str]]:
    for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.startswith("# "):
            yield line.split(" => ")


@pytest.mark.parametrize(("text", "expected"), list(read_cases("markup")))
def test_markup(text: str, expected: str) -> None:
    marks = QuoteMarks()
    node = finish(Formatted(parse_markup(text, marks)), Typography(marks))
    assert to_html(node) == expected


def test_quotes_of_the_locale_are_read() -> None:
    marks = QuoteMarks("„", "“", "‚", "‘")
    node = finish(Formatted(parse_markup("„a „b“ c“ 'd'", marks)), Typography(marks))
    assert to_html(node) == "„a ‚b‘ c“ „d“"


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("He said ‘no.’", ".", "He said ‘no.’"),
        ("He said ‘no?’", ". ", "He said ‘no?’ "),
        ("He said ‘no’", ".", "He said ‘no’."),
        ("He said ‘no.’", ",", "He said ‘no.’,"),
        ("He said ‘no.’", "...", "He said ‘no.’..."),
        ("He said «no.»", ".", "He said «no.»."),
        ("’", ".", "’."),
    ],
)
def test_a_sentence_in_typed_inner_quotes_takes_no_full_stop(
    text: str, suffix: str, expected: str
) -> None:
    node = finish(Formatted([text], suffix=suffix), Typography(QuoteMarks()))
    assert to_html(node) == expected


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("He said ‘no’", ".", "He said ‘no.’"),
        ("He said ‘no’", ", ", "He said ‘no,’ "),
        ("He said ‘no.’", ".", "He said ‘no.’"),
        ("He said ‘no?’", ".", "He said ‘no?’"),
        ("He said ‘no.’", ",", "He said ‘no.,’"),
        ("He said ‘no’", ":", "He said ‘no’:"),
        ("He said ‘no’", "...", "He said ‘no’..."),
        ("He said ‘it’s no’", ".", "He said ‘it’s no.’"),
        ("‘No’ to the boys’", ".", "‘No’ to the boys’."),
        ("the boys’", ".", "the boys’."),
        ("‘’", ".", "‘.’"),
    ],
)
def test_typed_inner_quotes_take_marks_in(text: str, suffix: str, expected: str) -> None:
    typography = Typography(QuoteMarks(), punctuation_in_quote=True)
    assert to_html(finish(Formatted([text], suffix=suffix), typography)) == expected


def test_typed_inner_quotes_take_no_second_mark_in() -> None:
    title = Formatted(["‘No’"], suffix=".")
    typography = Typography(QuoteMarks(), punctuation_in_quote=True)
    assert to_html(finish(Formatted([title, "x"], delimiter=", "), typography)) == "‘No.’, x"


@pytest.mark.parametrize("case", list(read_cases("punctuation")), ids=lambda case: case[0])
def test_punctuation(case: list[str]) -> None:
    text, inside, outside = case[0], case[1], case[-1]
    assert join(text, punctuation_in_quote=True) == inside
    assert join(text, punctuation_in_quote=False) == outside


def join(text: str, *, punctuation_in_quote: bool) -> str:
    runs = [
        Run(match[match.lastindex or 0], KINDS[(match.lastindex or 1) - 1], ())
        for match in RUN.finditer(text)
    ]
    assert runs
    return "".join(run.text for run in join_runs(runs, punctuation_in_quote))


@pytest.mark.parametrize("line", [line for (line,) in read_cases("collation")])
def test_collation(line: str) -> None:
    words = re.split(r"( [<=] )", line.replace("\\u0301", "\u0301"))
    keys = [collation_key(word) for word in words[::2]]
    assert len(keys) > 1
    for (first, second), relation in zip(pairwise(keys), words[1::2], strict=True):
        assert (first < second) if relation == " < " else (first == second)


@pytest.mark.parametrize("text", ["", " ", "—", "“”", "<i></i>", "…"])
def test_collation_of_nothing(text: str) -> None:
    assert collation_key(text) == ""


# --- ordinals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "gender", "ordinals"),
    [
        ("en", "", "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 23rd 100th 101st 111th 112th"),
        ("de", "", "1. 2. 11."),
        ("fr", "masculine", "1ᵉʳ 2ᵉ 11ᵉ 21ᵉ"),
        ("fr", "feminine", "1ʳᵉ 2ᵉ 11ᵉ 21ᵉ"),
        ("sv", "", "1:a 2:a 3:e 11:e 12:e 21:a 112:e"),
        ("ca", "masculine", "1r 2n 3r 4t 5è 10è"),
        ("ca", "feminine", "1a 2a 10a"),
    ],
)
def test_ordinals(language: str, gender: str, ordinals: str) -> None:
    made = Ordinals(resolve_locale(language))
    for expected in ordinals.split():
        number = int(re.match(r"\d+", expected)[0])  # type: ignore[index]
        assert made.short(number, gender) == expected


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "first"),
        ("en", 10, "tenth"),
        ("en", 11, "11th"),
        ("en", 0, "0th"),
        ("en", 101, "101st"),
        ("de", 3, "dritter"),
    ],
)
def test_long_ordinals(language: str, number: int, expected: str) -> None:
    assert Ordinals(resolve_locale(language)).long(number) == expected


# --- year suffixes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "suffix"),
    [
        (0, "a"),
        (25, "z"),
        (26, "aa"),
        (27, "ab"),
        (51, "az"),
        (52, "ba"),
        (701, "zz"),
        (702, "aaa"),
    ],
)
def test_year_suffix(index: int, suffix: str) -> None:
    assert year_suffix(index) == suffix
    assert suffix_rank(suffix) == index


def test_year_suffixes_are_all_different() -> None:
    assert len({year_suffix(index) for index in range(2000)}) == 2000


# --- the start of a sentence ----------------------------------------------------------------------

IBID = Literal("ibid", "term")
ITALIC = Format(font_style="italic")


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (IBID, "Ibid"),
        (Formatted([Formatted([IBID], ITALIC), ", p. 3"]), "Ibid, p. 3"),
        (Tagged("cite", ["", Formatted([]), IBID]), "Ibid"),
        (Formatted([Literal("", "term"), IBID]), "Ibid"),
        (Literal("élu", "term"), "Élu"),
        # what an item says is as it is
        ("van Gogh", "van Gogh"),
        (Formatted(["e", IBID]), "eibid"),
        (Literal("2nd", "number"), "2nd"),
        # only the first word
        (Formatted([IBID, IBID]), "Ibidibid"),
        # not after a word of the style
        (Formatted([IBID], prefix="see "), "ibid"),
        (Formatted([IBID], prefix=" "), "Ibid"),
    ],
)
def test_capital_of_a_first_term(node: Node, expected: str) -> None:
    assert "".join(iter_text(capitalize_first_term(node))) == expected


def test_capitals_are_new_nodes() -> None:
    node = Formatted([IBID])
    capitalize_first_term(node)
    assert list(iter_text(node)) == ["ibid"]
