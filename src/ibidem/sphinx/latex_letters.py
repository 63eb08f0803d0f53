"""Letters and signs of bibliographies that pdfLaTeX does not know by itself.

What BibTeX writes as `$\\alpha$` or `\\d{h}` is a character when it is printed, and pdfLaTeX stops at
those that nobody has declared. So what citations and lists hold is declared in the preamble, before
the author's own, unless a package has done so. Other scripts need fonts: they are the author's choice.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ibidem import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder

    from ibidem.sphinx.formatting import Formatting

_GREEK = (
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu "
    "ν nu ξ xi π pi ρ rho ς varsigma σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega ϵ epsilon "
    "ϑ vartheta ϕ phi ϖ varpi ϱ varrho ϰ varkappa Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi "
    "Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega"
)
_SIGNS = (
    "′ prime − mathord{-} ∓ mp ∗ ast ⋆ star ∘ circ ∙ bullet ⋅ cdot ⊕ oplus ⊗ otimes ⊙ odot ≤ leq "
    "≥ geq ≠ neq ≈ approx ≃ simeq ≅ cong ≡ equiv ∼ sim ∝ propto ≪ ll ≫ gg ≲ lesssim ≳ gtrsim "
    "≺ prec ≻ succ ∈ in ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∪ cup ∩ cap "
    "∅ emptyset ∖ setminus → rightarrow ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow "
    "⇔ Leftrightarrow ↦ mapsto ↑ uparrow ↓ downarrow ⟶ longrightarrow ∞ infty ∂ partial ∇ nabla "
    "∑ sum ∏ prod ∫ int √ surd ∀ forall ∃ exists ¬ neg ∧ wedge ∨ vee ⊥ perp ∥ parallel ⊢ vdash "
    "⊨ models ∠ angle ℓ ell ℏ hbar ℜ Re ℑ Im ℵ aleph ℘ wp ⟨ langle ⟩ rangle ⌊ lfloor ⌋ rfloor "
    "⌈ lceil ⌉ rceil △ triangle □ square ♯ sharp ♭ flat ♮ natural ⋯ cdots ∣ mid ℂ mathbb{C} "
    "ℍ mathbb{H} ℕ mathbb{N} ℙ mathbb{P} ℚ mathbb{Q} ℝ mathbb{R} ℤ mathbb{Z}"
)
_WORDS = f"{_GREEK} {_SIGNS}".split()
_TEXT = {
    "\u200b": r"\hspace{0pt}",
    "\u2009": r"\,",
    "\u200a": r"\,",
    "\u202f": r"\,",
    "\u2010": "-",
    "\u2011": r"\mbox{-}",
    "ʼ": r"\textquoteright{}",
    "ʾ": r"\textquoteright{}",
    "ʻ": r"\textquoteleft{}",
    "ʿ": r"\textquoteleft{}",
}
ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0326": "textcommabelow", "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
"""The commands that put marks on letters."""

_OVER_LAST = r"\llap{{{}}}"
"""A mark that no single character has with its letter (the macron of t̄): set over the letter before."""

_BARRED = r"{{\ooalign{{{0}\cr\hidewidth\raisebox{{{1}ex}}{{-}}\hidewidth\cr}}}}"
"""A letter with a bar across, at this height."""

_LATIN = {
    "Ħ": _BARRED.format("H", ".7"),
    "ħ": r"\ensuremath{\hbar}",
    "ĸ": r"\textsc{k}",
    "Ŀ": r"L\textperiodcentered{}",
    "ŀ": r"l\textperiodcentered{}",
    "ŉ": r"\textquoteright{}n",
    "Ŧ": _BARRED.format("T", ".2"),
    "ŧ": _BARRED.format("t", "-.1"),
    "ſ": "s",
}
"""Those of Latin Extended-A that LaTeX lacks."""

LETTERS = {
    **{mark: _OVER_LAST.format(rf"\{name}{{}}") for mark, name in ACCENTS.items()},
    "\u20d7": _OVER_LAST.format(r"\ensuremath{\vec{\phantom{n}}}"),
    **{
        sign: rf"\ensuremath{{\{name}}}"
        for sign, name in zip(_WORDS[::2], _WORDS[1::2], strict=True)
    },
    **_TEXT,
    **_LATIN,
}
"""What is printed for a character."""

FIRST_UNKNOWN = "\u0180"
"""Behind Latin-1 and Latin Extended-A, which LaTeX has, but for a few."""

_UNLESS_KNOWN = (
    r"\ifdefined\DeclareUnicodeCharacter\makeatletter\@ifundefined{{u8:\detokenize{{{0}}}}}"
    r"{{\DeclareUnicodeCharacter{{{1:04X}}}{{{2}}}}}{{}}\makeatother\fi"
)
"""LuaLaTeX and XeLaTeX have no such command: the file may be compiled with them all the same."""


def declare_letters(builder: Builder, formatting: Formatting) -> None:
    """Add to the preamble what the document's citations and lists need."""
    if builder.name != "latex" or builder.config.latex_engine != "pdflatex":
        return
    context: dict[str, object] = getattr(builder, "context", {})
    signs = {sign for text in _texts(formatting) for sign in text}
    used = {sign for sign in signs if sign >= FIRST_UNKNOWN or sign in _LATIN}
    declared = [
        _UNLESS_KNOWN.format(sign, ord(sign), latex)
        for sign in sorted(used)
        if (latex := write_letter(sign))
    ]
    if declared:
        context["preamble"] = "\n".join((*declared, str(context.get("preamble", ""))))


def _texts(formatting: Formatting) -> Iterator[str]:
    for page in formatting.pages.values():
        for citation in page.citations:
            yield from (to_text(node) for node in (citation.content, citation.intext) if node)
        for listed in page.lists:
            yield from (group.heading for group in listed.groups)
            yield from (to_text(entry.content) for entry in listed.entries)


def write_letter(sign: str) -> str:
    r"""What LaTeX prints for a character; empty if that takes a font of its own.

    >>> write_letter("α"), write_letter("ḥ"), write_letter("ж")
    ('\\ensuremath{\\alpha}', '\\d{h}', '')
    """
    if sign in LETTERS:
        return LETTERS[sign]
    pieces = unicodedata.normalize("NFD", sign)
    letter, marks = pieces[0], pieces[1:]
    if not marks or not letter.isascii() or not all(mark in ACCENTS for mark in marks):
        return ""
    latex = letter
    for mark in marks:
        above = unicodedata.combining(mark) == 230
        dotless = above and latex in ("i", "j")
        latex = rf"\{ACCENTS[mark]}{{\{latex}}}" if dotless else rf"\{ACCENTS[mark]}{{{latex}}}"
    return latex
