"""What can be said of the style sheet without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "src" / "ibidem" / "assets" / "ibidem.css"

Colour = tuple[float, float, float]

THEMES = {
    "furo": ("#2757dd", "#ffffff"),
    "furo, dark": ("#5ca5ff", "#131416"),
    "pydata": ("#0a7d91", "#ffffff"),
    "pydata, dark": ("#3fb1c5", "#14181e"),
    "mkdocs, dark": ("#82c8f1", "#212529"),
    "material": ("#4051b5", "#ffffff"),
}
"""The colours of links and of the page around them."""


def read(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
def test_what_was_jumped_to_is_seen_and_its_links_are_read(theme: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11."""
    (rule,) = re.findall(r"^\.citation:target \{(.*?)\}", SHEET.read_text("utf-8"), re.S | re.M)
    (shade,) = re.findall(r"background-color: rgb\((\d+) (\d+) (\d+) / (\d+)%\)", rule)
    (line,) = re.findall(r"outline: 2px solid rgb\((\d+) (\d+) (\d+)\)", rule)
    link, page = map(read, THEMES[theme])
    red, green, blue, share = map(int, shade)
    behind = tuple(
        (over * share + under * (100 - share)) / 100
        for over, under in zip((red, green, blue), page, strict=True)
    )
    assert contrast(link, (behind[0], behind[1], behind[2])) >= 4.5
    around = [float(part) for part in line]
    assert contrast((around[0], around[1], around[2]), page) >= 3
