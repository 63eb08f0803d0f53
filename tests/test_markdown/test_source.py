"""Citations written by programs are read back as they were meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem.markdown import bibliography, cite, entry
from ibidem.syntax import scan


@pytest.mark.parametrize(
    ("keys", "options", "expected"),
    [
        (["doe"], {}, "[@doe]"),
        (["doe", "roe"], {"prefix": "see", "locator": "p. 3"}, "[see @doe; @roe, p. 3]"),
        (["doe"], {"suppress_author": True, "suffix": "and more"}, "[-@doe, and more]"),
        (["a."], {}, "[@{a.}]"),
        (["doe"], {"textual": True}, "@doe"),
        (["doe"], {"textual": True, "locator": "p. 3"}, "@doe [p. 3]"),
        (["doe", "roe"], {"textual": True, "locator": "p. 3"}, "@doe [@roe, p. 3]"),
    ],
)
def test_cite(keys: list[str], options: dict[str, str | bool], expected: str) -> None:
    assert cite(*keys, **options) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "options"),
    [([], {}), (["a b"], {}), (["a}"], {}), (["a"], {"suffix": "]"}), (["a"], {"prefix": "x;"})],
)
def test_what_cannot_be_written(keys: list[str], options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"cite|citation"):
        cite(*keys, **options)  # type: ignore[arg-type]


@given(st.text(min_size=1))
def test_every_key_or_a_reason(key: str) -> None:
    try:
        written = cite(key)
    except ValueError:
        assert any(sign.isspace() or sign in "{}" for sign in key)
    else:
        assert next(scan(written)).cites[0].key == key


def test_lists(convert: Callable[..., str]) -> None:
    html = convert(f"{cite('doe')}\n\n{bibliography(full=True)}")
    assert html.count('class="csl-entry"') == 4
    assert bibliography() == "[[bibliography]]"
    html = convert(bibliography("roe", filter='author % "doe"', sort="-title", group_by="year"))
    assert re.findall(r'id="ref-([^"]+)"', html) == ["roe", "doe20b", "doe"]


def test_entries(convert: Callable[..., str]) -> None:
    html = convert(entry("poe.1", highlight="Poe"))
    assert "<b>Ed Poe</b>" in html


@pytest.mark.parametrize(
    "keys, options, message",
    [
        ((), {"groupby": "year"}, "did you mean 'group-by'"),
        ((), {"filter": 'author % "\'"'}, "both kinds"),
        ((), {"filter": "a\nb"}, "no marker"),
        (("a b",), {}, "cannot be cited"),
    ],
)
def test_lists_that_cannot_be_written(
    keys: tuple[str, ...], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        bibliography(*keys, **options)
    with pytest.raises(ValueError, match="needs a key"):
        entry()
    with pytest.raises(ValueError, match="the marker entry has no option"):
        entry("doe", group_by="year")
