"""Citations written by programs are read back as they were meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem import locator_labels
from ibidem.listing import parse_filter
from ibidem.markdown import bibliography, cite, entry
from ibidem.markdown.markers import find_marker
from ibidem.syntax import locator_words, scan, split_locator, unescape


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
        (["doe"], {"prefix": "see; also @roe"}, r"[see\; also \@roe @doe]"),
        (["doe"], {"suffix": "a; b] [c"}, r"[@doe, a\; b\] \[c]"),
        (["doe"], {"suffix": r"a\; b\c\\"}, r"[@doe, a\; b\c\\]"),
        (["doe"], {"suffix": "so\\"}, r"[@doe, so\\]"),
        (["doe"], {"suffix": "on http://x.org/a;b; [x](y;z) [@roe]"},
         r"[@doe, on http://x.org/a;b\; [x](y;z) [@roe]]"),
        (["doe"], {"prefix": '*see* `a;b` "c; d" &amp; [e; f]'},
         '[*see* `a;b` "c; d" &amp; [e; f] @doe]'),
        (["doe"], {"suffix": "1999 was the year"}, "[@doe, {}1999 was the year]"),
        (["doe"], {"suffix": "p. 3"}, "[@doe, {}p. 3]"),
        (["doe"], {"suffix": "{p. 3}"}, "[@doe, {}{p. 3}]"),
        (["doe"], {"suffix": "{}1999 was"}, "[@doe, {}1999 was]"),
        (["doe"], {"suffix": "1999 was", "textual": True}, "@doe [{}1999 was]"),
        (["doe"], {"suffix": "1999 was", "locator": "p. 3"}, "[@doe, {p. 3}, 1999 was]"),
        (["doe"], {"locator": "Theorem 3"}, "[@doe, {Theorem 3}]"),
        (["doe"], {"locator": "iv", "suffix": "and on"}, "[@doe, {iv}, and on]"),
        (["doe"], {"locator": "pp. iv-x; 3"}, r"[@doe, {pp. iv-x\; 3}]"),
        (["doe"], {"locator": "{S. 3}"}, "[@doe, {S. 3}]"),
        (["doe"], {"locator": "3*r*"}, "[@doe, 3*r*]"),
        (["doe"], {"locator": "x^2^"}, "[@doe, x^2^]"),
        (["doe"], {"suffix": "x^2^ terms"}, "[@doe, {}x^2^ terms]"),
        (["doe"], {"suffix": "H~2~O"}, "[@doe, {}H~2~O]"),
        (["doe"], {"suffix": "*3*rd edition"}, "[@doe, {}*3*rd edition]"),
        (["doe"], {"suffix": "**3**"}, "[@doe, {}**3**]"),
        (["doe"], {"suffix": "*p. 3*, or so"}, "[@doe, {}*p. 3*, or so]"),
        (["doe"], {"suffix": "*passim* x^2^"}, "[@doe, *passim* x^2^]"),
        (["doe"], {"locator": 3}, "[@doe, 3]"),
    ],
)  # fmt: skip
def test_cite(keys: list[str], options: dict[str, str | bool], expected: str) -> None:
    assert cite(*keys, **options) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "options"),
    [
        ([], {}),
        (["a b"], {}),
        (["a}"], {}),
        (["a"], {"prefix": "`x", "suffix": "y`"}),
        (["a"], {"locator": "a}"}),
        (["a"], {"textual": True, "prefix": "see"}),
        (["a"], {"textual": True, "suppress_author": True}),
    ],
)
def test_what_cannot_be_written(keys: list[str], options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"cite|citation"):
        cite(*keys, **options)


@pytest.mark.parametrize(
    "keys, options",
    [
        (["a"], {"locator": 3.5}),
        (["a"], {"locator": True}),
        (["a"], {"prefix": 3}),
        (["a"], {"suffix": ["b"]}),
        ([2020], {}),
    ],
)
def test_what_is_no_text(keys: list[Any], options: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="of a citation is a text, not"):
        cite(*keys, **options)


@pytest.mark.parametrize("write", [bibliography, entry])
@pytest.mark.parametrize("key", [["doe"], 2020, None])
def test_keys_that_are_no_text(write: Callable[..., str], key: Any) -> None:
    with pytest.raises(TypeError, match=r"the key of an? (list|entry) is a text, not"):
        write(key)


AFFIX = st.text() | st.lists(
    st.sampled_from([*"ab3;@[]{}()\\\"*_`$<>& ,.-\n", "p. ", "@roe", "[@roe]", "http://x.y/", "{}"])
).map("".join)  # fmt: skip


@given(AFFIX, AFFIX, AFFIX, st.booleans())
def test_affixes_are_read_back(prefix: str, locator: str, suffix: str, textual: bool) -> None:
    prefix = "" if textual else prefix
    try:
        written = cite("doe", prefix=prefix, locator=locator, suffix=suffix, textual=textual)
    except ValueError:
        return
    ((found,),) = ([*citation.cites] for citation in scan(written))
    assert (found.key, _words(found.prefix.of(written))) == ("doe", _plain(prefix))
    behind = unescape(written[found.suffix.start : found.suffix.end])
    read, rest = split_locator(behind, locator_words(locator_labels("en-US")))
    assert (read is not None) == bool(_plain(locator))
    if read is not None:
        assert _words(read.value) in _plain(locator)
    if not re.match(r"[,，، 、]*\{", _plain(suffix)):  # the author's own sign against a locator
        lead = "" if textual and read is None else ", "
        assert _words(rest.removeprefix(lead)) == _plain(suffix)


@given(st.text(st.sampled_from("ab3;@[]{}:/.,-&?! ")), st.booleans())
def test_words_are_always_written(affix: str, textual: bool) -> None:
    if "://" not in affix:
        cite("doe", suffix=affix, textual=textual)
        cite("doe", prefix=affix)


def _plain(affix: str) -> str:
    """An affix as it is read: its own escapes resolved."""
    return _words(unescape(affix.replace("\x02", "").replace("\x03", "")))


def _words(text: str) -> str:
    return " ".join(text.split())


@given(st.text(min_size=1))
def test_every_key_or_a_reason(key: str) -> None:
    try:
        written = cite(key)
    except ValueError:
        assert any(sign.isspace() or sign in "{}\x02" for sign in key)
    else:
        assert next(scan(written)).cites[0].key == key


def test_lists(convert: Callable[..., str]) -> None:
    html = convert(f"{cite('doe')}\n\n{bibliography(full=True)}")
    assert html.count('class="csl-entry"') == 4
    assert bibliography() == "[[bibliography]]"
    several = bibliography(files=["a.bib", "b.bib"], sort=("-year", "title"), start=3)
    assert several == '[[bibliography files="a.bib b.bib" sort="-year, title" start="3"]]'
    html = convert(bibliography("roe", filter='author % "doe"', sort="-title", group_by="year"))
    assert re.findall(r'id="ref-([^"]+)"', html) == ["roe", "doe20b", "doe"]


@pytest.mark.parametrize(
    "text", ["O'Neill", "O\\'Neill", "''", 'The "End"', "'\"", "a\\\\'b", "L’Écuyer's \t", "]]'"]
)
def test_filters_with_apostrophes(text: str) -> None:
    """Whatever texts of Python stand in a filter, it is the same filter in a marker."""
    condition = f"author % {text!r} and title != \"It's\" or key in {{'a', \"b'\"}}"
    found = find_marker(bibliography(filter=condition))
    assert found is not None
    read = dict(found.request.options)["filter"]
    assert ast.dump(parse_filter(read).expression) == ast.dump(parse_filter(condition).expression)
    plain = bibliography(filter='author % "O\'Neill"')
    assert plain == "[[bibliography filter=\"author % 'O\\'Neill'\"]]"


def test_options_that_are_not_given() -> None:
    nothing: dict[str, Any] = {"group_by": None, "all": None, "id": None, "classes": None}
    assert bibliography(**nothing) == "[[bibliography]]"
    assert bibliography(full=True, **nothing) == "[[full_bibliography]]"
    assert entry("doe", highlight=None) == "[[entry @doe]]"
    assert cite("doe", prefix=None, locator=None, suffix=None) == "[@doe]"


@pytest.mark.parametrize(
    "files", [Path("sub/a.bib"), [Path("sub/a.bib")], ["sub/a.bib"], "sub/a.bib"]
)
def test_paths_of_files(files: Any) -> None:
    assert bibliography(files=files) == '[[bibliography files="sub/a.bib"]]'
    both = bibliography(files=[Path("sub/a.bib"), "b.bib"])
    assert both == '[[bibliography files="sub/a.bib b.bib"]]'


def test_ids_and_classes(convert: Callable[..., str]) -> None:
    written = bibliography("doe", id="works", classes=["own", "wide"], sort="year")
    assert written == '[[bibliography @doe sort="year" .own .wide #works]]'
    assert bibliography(classes="own wide") == "[[bibliography .own .wide]]"
    (found,) = re.findall(r'<div[^>]* id="works"[^>]*>', convert(written))
    assert "own wide" in found
    assert entry("doe", id="one", classes="own") == "[[entry @doe .own #one]]"


def test_entries(convert: Callable[..., str]) -> None:
    html = convert(entry("poe.1", highlight="Poe"))
    assert "<b>Ed Poe</b>" in html


@pytest.mark.parametrize(
    "keys, options, message",
    [
        ((), {"groupby": "year"}, "did you mean 'group-by'"),
        ((), {"highlight": 'O\'Neill, "Tip"'}, "both kinds"),
        ((), {"filter": "author % \"O'Neill"}, "both kinds"),
        ((), {"filter": 'author %\n "O\'Neill"'}, "both kinds"),
        ((), {"id": "a b"}, "'#a b' is no class or id"),
        ((), {"classes": ["a]]"]}, "no class or id"),
        ((), {"filter": "a\nb"}, "no marker"),
        ((), {"files": ["a.bib", "b c.bib"]}, "'b c.bib' cannot be one of several"),
        ((), {"keys": ["doe", 3]}, "3 cannot be one of several"),
        ((), {"group_by": ["year"]}, "takes a text"),
        ((), {"sort": Path("a.bib")}, "takes a text"),
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


def test_affixes_are_printed_as_they_were_given(convert: Callable[..., str]) -> None:
    written = cite("doe", prefix="see; also @roe", locator="Theorem 3", suffix="*a*; b] [c\\")
    text = re.sub("<[^<>]*>", "", convert(f"{written} says.").split("\n")[0])
    assert text == "(see; also @roe Doe 2020, Theorem 3, a; b] [c\\) says."
