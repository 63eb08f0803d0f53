"""Small formulas as text, and those that stay formulas."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ibidem.sources.bibtex.formulas import read_math


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"H_2O", "<i>H</i><sub>2</sub><i>O</i>"),
        (r"10^{-3}", "10<sup>−3</sup>"),
        (r"\text{CO}_2", "CO<sub>2</sub>"),
        (r"\Lambda_{\rm QCD}", "Λ<sub>QCD</sub>"),
        (r"{\cal O}(\alpha_s^2)", "<i>O</i>(α<sub><i>s</i></sub><sup>2</sup>)"),
        (r"\mathrm{t\overline{t}}", "tt̄"),
        (r"\mathrm{H_2O}", "H<sub>2</sub>O"),
        (r"\mathrm {t}{\overline{\mathrm{t}}}", "tt̄"),
        (r"\sqrt{s}=13\,\text{Te}\hspace{-.08em}\text{V}", "√<i>s</i>=13 TeV"),
        (r"\big(5~\mathrm{GeV}\big)", "(5\u00a0GeV)"),
        (r"_{⊕}", "<sub>⊕</sub>"),
        (r"x \lt 3", "<i>x</i> < 3"),
        (r"M_\text{max}", "<i>M</i><sub>max</sub>"),
        (r"x^\mathrm{T}y", "<i>x</i><sup>T</sup><i>y</i>"),
        (r"\hat\mathbf{x}", "<b>x̂</b>"),
        (r"{\bf R}^3", "<b>R</b><sup>3</sup>"),
        (r"k=1,\ldots,n", "<i>k</i>=1,…,<i>n</i>"),
        (r"A \cup \emptyset", "<i>A</i> ∪ ∅"),
        (r"x^{\}}", "<i>x</i><sup>}</sup>"),  # an escaped brace closes nothing
    ],
)
def test_what_text_can_say(formula: str, text: str) -> None:
    assert read_math(formula) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"(\mu + \lambda)", "(μ + λ)"),
        (r"(\mu+\lambda)", "(μ+λ)"),
        (r"\alpha < \beta", "α < β"),
        (r"\mu \le 3", "μ ≤ 3"),
        (r"\nu_\mu \to \nu_e", "ν<sub>μ</sub> → ν<sub><i>e</i></sub>"),
        (r"x\le y", "<i>x</i>≤<i>y</i>"),
        (r"\pm 3 \le y", "± 3 ≤ <i>y</i>"),
        (r"\alpha \beta", "αβ"),
        (r"\Delta T", "Δ<i>T</i>"),
        (r"\langle x \rangle", "⟨<i>x</i> ⟩"),
        (r"O(n \log n)", "<i>O</i>(<i>n</i> log <i>n</i>)"),
        (r"n\log(n)", "<i>n</i> log(<i>n</i>)"),
        (r"n \log(n)", "<i>n</i> log(<i>n</i>)"),
        (r"\sin\theta", "sin θ"),
        (r"\log \log n", "log log <i>n</i>"),
    ],
)
def test_spaces_are_those_around_operators_and_functions(formula: str, text: str) -> None:
    """Those that end a command's name are none."""
    assert read_math(formula) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"t\bar{t}", "<i>t</i><i>t̄</i>"),
        (r"\nu \bar\nu", "νν̄"),
        (r"\hat{\beta}", "β̂"),
        (r"\overline{p}p", "<i>p̄</i><i>p</i>"),
        (r"\vec{k}", "<i>k⃗</i>"),
        (r"\sqrt{s} = 13", "√<i>s</i> = 13"),
        (r"\sqrt{s_{NN}}", "√<i>s</i><sub><i>NN</i></sub>"),
        (r"\sqrt 2", "√2"),
    ],
)
def test_accents_and_roots_of_single_letters(formula: str, text: str) -> None:
    assert read_math(formula) == text


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{a}{b}",
        r"\sqrt{a+b}",
        r"\sqrt[3]{a}",
        r"\overline{MS}",
        r"\begin{pmatrix}a\end{pmatrix}",
        r"{\cal N}^{a^{b^c}}",
        r"\bar",
        r"x_\text",
        r"\sqrt",
        r"{\rm",
        r"{\cal \frac12}",
        "x" * 81,
    ],
)
def test_what_it_cannot_stays_a_formula(formula: str) -> None:
    assert read_math(formula) is None


COMMANDS = [
    r"\bar",
    r"\sqrt",
    r"\mathrm",
    r"\text ",
    r"{\cal ",
    r"\alpha ",
    r"\le ",
    r"\log",
    r"\hspace",
]
PIECES = st.one_of(st.sampled_from(COMMANDS), st.sampled_from("ab1 +-<{}^_$~'é"), st.characters())


@given(st.lists(PIECES, max_size=20).map("".join))
@example("</")
@example("<1>")
def test_any_formula_is_read_or_left(formula: str) -> None:
    """What is read has as many tags that begin as tags that end; a sign like `<` is none."""
    text = read_math(formula) or ""
    for tag in ("i", "b", "sc", "sup", "sub", "span"):
        assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>")
