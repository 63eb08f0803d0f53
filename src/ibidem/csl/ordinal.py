"""Ordinal numbers by the terms of a locale (CSL 1.0.2, Ordinal Suffixes, Long Ordinals)."""

from __future__ import annotations

from typing import Final

from ibidem.csl.locales import Locale, Term

GENDERS: Final = ("feminine", "masculine")


class Ordinals:
    """The ordinals of one locale, with their gender forms."""

    def __init__(self, locale: Locale) -> None:
        self.terms = locale.terms

    def short(self, number: int, gender: str = "") -> str:
        """`2nd`: the most specific suffix for the number, in the gender of the noun."""
        return f"{number}{self._suffix(number, gender)}"

    def long(self, number: int, gender: str = "") -> str:
        """`second` from 1 to 10, `11th` from there."""
        term = self._term(f"long-ordinal-{number:02d}", gender)
        return term.single if term is not None and number <= 10 else self.short(number, gender)

    def _term(self, name: str, gender: str) -> Term | None:
        """The term in the gender of the noun, or without.

        Catalan and Portuguese have no neuter: with a noun without gender, the feminine serves.
        """
        for wanted in (gender, "") if gender else ("", *GENDERS):
            term = self.terms.get((name, "long", wanted))
            if term is not None:
                return term
        return None

    def _suffix(self, number: int, gender: str) -> str:
        for value, matches in (
            (number, ("whole-number",)),
            (number % 100, ("last-two-digits", "")),
            (number % 10, ("last-digit", "")),
        ):
            for wanted in dict.fromkeys((gender, "")):
                term = self.terms.get((f"ordinal-{value:02d}", "long", wanted))
                if term is not None and self._serves(term, value, number, matches):
                    return term.single
        term = self._term("ordinal", gender)
        return term.single if term is not None else ""

    def _serves(self, term: Term, value: int, number: int, matches: tuple[str, ...]) -> bool:
        """Whether a term's `match` fits: by default the last digit up to 9, the last two above."""
        match = term.match or ("last-digit" if value < 10 else "last-two-digits")
        return match in matches or (match == "last-digit" and value == number < 10)
