"""Publishers' markup in titles becomes CSL's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import grows_linearly
from ibidem.sources.foreign_markup import tidy_markup

MATH = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML" display="inline">{}</mml:math>'


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A <em>big</em> <strong>thing</strong>", "A <i>big</i> <b>thing</b>"),
        ("<p><strong>A <em>b</em> (</strong><strong>c)</strong> d</p>", "<b>A <i>b</i> (</b><b>c)</b> d"),
        ("<jats:italic>E. coli</jats:italic> in <jats:sup>2</jats:sup>", "<i>E. coli</i> in <sup>2</sup>"),
        ("A <sc>dna</sc> and <scp>RNA</scp>", 'A <span style="font-variant:small-caps;">dna</span> and RNA'),
        ("One<br/>two <em>x</em>", "One two <i>x</i>"),
        ("<title>A title</title>", "A title"),
        ("<jats:sec><jats:p>One.</jats:p><jats:p>Two.</jats:p></jats:sec>", "One. Two."),
        ("<em>a <b>b</em> c</b>", "<i>a <b>b</i> c</b>"),
        ("<em>a <em>b</em>", "<em>a <i>b</i>"),
        ("Why <p> and <em> are no <math>", "Why <p> and <em> are no <math>"),
        ("a < b <em>c</em> > d", "a < b <i>c</i> > d"),
        ("a <i>b</i> and <span class=\"nocase\">c</span>", "a <i>b</i> and <span class=\"nocase\">c</span>"),
    ],
)  # fmt: skip
def test_words(written: str, meant: str) -> None:
    assert tidy_markup(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<mml:mi>N</mml:mi>", "<i>N</i>"),
        ('<mml:mi mathvariant="normal">N</mml:mi>', "N"),
        ("<mml:msub><mml:mi>RuO</mml:mi><mml:mn>2</mml:mn></mml:msub>", "RuO<sub>2</sub>"),
        ("<mml:mrow><mml:msup><mml:mrow/><mml:mrow><mml:mn>13</mml:mn></mml:mrow></mml:msup><mml:mi>C</mml:mi></mml:mrow>", "<sup>13</sup><i>C</i>"),
        ("<mml:mmultiscripts><mml:mi>Ca</mml:mi><mml:mn>1</mml:mn><mml:mo>+</mml:mo><mml:mprescripts/><mml:none/><mml:mn>40</mml:mn></mml:mmultiscripts>", "<sup>40</sup>Ca<sub>1</sub><sup>+</sup>"),
        ("<mml:msqrt><mml:mi>s</mml:mi></mml:msqrt><mml:mo>=</mml:mo><mml:mn>13</mml:mn><mml:mtext> TeV</mml:mtext>", "√<i>s</i> = 13 TeV"),
        ("<mml:mover><mml:mi>p</mml:mi><mml:mo>¯</mml:mo></mml:mover>", "<i>p\u0304</i>"),
        ("<mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac>", "1/2"),
        ("<mml:msubsup><mml:mi>B</mml:mi><mml:mi>s</mml:mi><mml:mn>0</mml:mn></mml:msubsup>", "<i>B</i><sub><i>s</i></sub><sup>0</sup>"),
        ("<mml:semantics><mml:mi>α</mml:mi><mml:annotation>\\alpha</mml:annotation></mml:semantics>", "α"),
        ("<mml:mi>&alpha;</mml:mi><mml:mo>&lt;</mml:mo><mml:mn>1</mml:mn>", "α < 1"),
        ("<mml:mi>a</mml:mi><mml:mo>&amp;</mml:mo>", "<i>a</i>&"),
    ],
)  # fmt: skip
def test_formulas(written: str, meant: str) -> None:
    shown = tidy_markup(MATH.format(written))
    assert shown == f'<span class="nocase">{meant}</span>'


def test_spaces_that_were_lost_at_formulas_come_back() -> None:
    formula = MATH.format("<mml:mi>N</mml:mi>")
    shown = '<span class="nocase"><i>N</i></span>'
    assert tidy_markup(f"in{formula}-coupled") == f"in {shown}-coupled"
    assert tidy_markup(f"on{formula}and") == f"on {shown} and"
    assert tidy_markup(f"La{formula}O") == f"La{shown}O"


@given(st.lists(st.sampled_from([
    "<em>", "</em>", "<mml:math>", "</mml:math>", "<mml:mover>", "</mml:mover>", "<mml:mi>", "x",
    "<mmultiscripts>", "</mmultiscripts>", "<mprescripts/>", "&", "<", "a b", "<msub>", "</msub>",
    "<mfrac>", "</mfrac>", "&foo;", "<!--", "<?x?>", "]]>", "<!DOCTYPE a>",
]), max_size=14))  # fmt: skip
def test_no_text_makes_it_fail(pieces: list[str]) -> None:
    tidy_markup("".join(pieces))


@pytest.mark.parametrize(
    "unit",
    ["<em>x ", "<math>", "</p>", " ", "<p><em>", "<em><b></em>", lambda count: "<p>" * count + "</p>" * count],
    ids=["open", "formulas", "ends", "spaces", "several", "crossed", "nested"],
)  # fmt: skip
def test_time_grows_with_the_length(unit: str | Callable[[int], str]) -> None:
    text = unit if callable(unit) else lambda count: f"<em>a</em>{unit * count}b"
    assert grows_linearly(tidy_markup, text)
