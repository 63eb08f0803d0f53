"""Numbers with units and chemical formulas, as the LaTeX packages siunitx and mhchem write them.

`\\SI{5}{\\nano\\metre}` is 5 nm, `\\ce{SO4^2-}` is SO₄²⁻, in CSL's markup.
"""

from __future__ import annotations

import re
from typing import Final

ARGUMENTS: Final = {
    "num": 1,
    "ang": 1,
    "si": 1,
    "unit": 1,
    "SI": 2,
    "qty": 2,
    "numrange": 2,
    "SIrange": 3,
    "qtyrange": 3,
    "ce": 1,
}
"""How many arguments the commands have that are read here."""

_PREFIXES: Final = {
    "femto": "f", "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d",
    "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E",
    "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_UNITS: Final = {
    "metre": "m", "meter": "m", "gram": "g", "kilogram": "kg", "second": "s", "ampere": "A",
    "kelvin": "K", "mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa",
    "joule": "J", "watt": "W", "volt": "V", "coulomb": "C", "farad": "F", "ohm": "Ω",
    "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm", "lux": "lx",
    "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "degreeCelsius": "°C", "celsius": "°C",
    "degree": "°", "radian": "rad", "steradian": "sr", "percent": "%", "minute": "min",
    "hour": "h", "day": "d", "litre": "L", "liter": "L", "tonne": "t", "hectare": "ha",
    "electronvolt": "eV", "dalton": "Da", "bar": "bar", "angstrom": "Å", "bit": "bit", "byte": "B",
    "decibel": "dB", "bel": "B", "parsec": "pc",
}  # fmt: skip
_POWERS: Final = {"square": "2", "squared": "2", "cubic": "3", "cubed": "3"}
_TOKEN: Final = re.compile(r"\\([A-Za-z]+)\s*(?:\{([^{}]*)\})?|[~.\s]+|([^\\~.\s])")
_SHORT: Final = re.compile("([fpnumcdhkMGTPE]?)(Hz|eV|Pa|Wb|[mgsAKNJWVCFTL])|(kg|mol|dB|min|bit)")
_POWER: Final = re.compile(r"\^\{?([+-]?\d+)\}?")
_EXPONENT: Final = re.compile(r"([-\d.,± ]*)[eEdD]([+-]?\d+)")
_CHARGE: Final = re.compile(r"\^\{?(\d*[+-]|\d+)\}?|(?<=[\w)\]])([+-])(?=$|[\s,;)])")
_COUNT: Final = re.compile(r"_\{([^{}]*)\}|_(\d+|\w)|(?<=[A-Za-z)\]])(\d+(?:\.\d+)?)")
_ARROWS: Final = {"<=>": " ⇌ ", "<->": " ↔ ", "->": " → ", "<-": " ← "}


def read_quantity(name: str, arguments: list[str]) -> str | None:
    """What a command of one of the packages prints; None if it asks for more than is known here."""
    if name == "ce":
        return _chemistry(arguments[0])
    if name in ("si", "unit"):
        return _unit(arguments[0])
    if name == "ang":
        return f"{_number(arguments[0])}°" if ";" not in arguments[0] else None
    if name in ("num", "numrange"):
        return "–".join(map(_number, arguments))
    *numbers, last = arguments
    unit = _unit(last)
    return None if unit is None else "–".join(map(_number, numbers)) + f"\u00a0{unit}"


def _number(text: str) -> str:
    text = text.replace("+-", " ± ").replace("\\pm", " ± ").strip()
    match = _EXPONENT.fullmatch(text)
    if match:
        power = f"10<sup>{_signed(match[2])}</sup>"
        factor = f"({match[1]})" if "±" in match[1] else _signed(match[1])
        return f"{factor}×{power}" if factor else power
    return re.sub(r"\s+", " ", _signed(text))


def _signed(text: str) -> str:
    return f"−{text[1:]}" if text.startswith("-") else text.removeprefix("+")


def _unit(text: str) -> str | None:
    if "\\" not in text:
        return _POWER.sub(lambda power: f"<sup>{_signed(power[1])}</sup>", text.strip())
    units: list[str] = []
    prefix = power = sign = ""
    for match in _TOKEN.finditer(text):
        word = match[1]
        if match[3]:
            return None
        if not word:
            continue
        if word == "per":
            sign = "−"
        elif word in _PREFIXES:
            prefix = _PREFIXES[word]
        elif word in ("squared", "cubed", "tothe") and units:
            bare = units[-1].partition("<")[0]
            was_below = "−" in units[-1]
            units[-1] = f"{bare}<sup>{'−' * was_below}{_POWERS.get(word, match[2])}</sup>"
        elif word in _POWERS:
            power = _POWERS[word]
        else:
            symbol = _UNITS.get(word) or _short_unit(word)
            if symbol is None:
                return None
            raised = sign + (power or "1" * bool(sign))
            units.append(prefix + symbol + (f"<sup>{raised}</sup>" if raised else ""))
            prefix = power = sign = ""
    return "\u202f".join(units) if units and not prefix else None


def _short_unit(word: str) -> str | None:
    """`\\GHz` and `\\um`, as siunitx abbreviates them."""
    match = _SHORT.fullmatch(word)
    return match and word.replace("u", "µ", 1 if match[1] == "u" else 0)


def _chemistry(text: str) -> str | None:
    if "\\" in text or "$" in text:
        return None
    text = _CHARGE.sub(lambda match: f"<sup>{_charge(match[1] or match[2])}</sup>", text.strip())
    parts = re.split(r"(</?su[bp]>)", text)
    for place, part in enumerate(parts):
        if place % 2 == 0 and parts[place - 1] != "<sup>":
            for arrow, sign in _ARROWS.items():
                part = part.replace(arrow, sign)
            parts[place] = _COUNT.sub(_count, part.replace("*", "·"))
    return re.sub(" {2,}", " ", re.sub("[{}]", "", "".join(parts)))


def _count(match: re.Match[str]) -> str:
    return f"<sub>{_charge(next(filter(None, match.groups()), ''))}</sub>"


def _charge(text: str) -> str:
    return text.replace("-", "−")
