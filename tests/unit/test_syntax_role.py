"""What may stand in a role, in both forms, and what is said about the rest."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem.model import Cite, Locator
from ibidem.syntax import RoleSyntaxError, parse_role

LABELS = {"p.": "page", "pp.": "page", "chap.": "chapter"}
NO_KEY = "is no key: words beside a key stand in braces, {see}key{p. 3}, or the key has an @, see @key, p. 3"
PAGE_3 = Locator("page", "3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", [Cite("a")]),
        ("a,b", [Cite("a"), Cite("b")]),
        (" a ;\n b ", [Cite("a"), Cite("b")]),
        ("{see}a", [Cite("a", prefix="see ")]),
        ("a{p. 3}", [Cite("a", locator=PAGE_3)]),
        ("{see} a {p. 3}, b", [Cite("a", locator=PAGE_3, prefix="see "), Cite("b")]),
        ("a{p. 3, and more}", [Cite("a", locator=PAGE_3, suffix=", and more")]),
        ("a{emphasis ours}", [Cite("a", suffix=", emphasis ours")]),
        ("a{, passim}", [Cite("a", suffix=", passim")]),
        ("a{, p. 3}", [Cite("a", locator=PAGE_3)]),
        ("a{(sic)}", [Cite("a", suffix=" (sic)")]),
        ("a{[p. 3]}, b{-- so}", [Cite("a", suffix=" [p. 3]"), Cite("b", suffix=" -- so")]),
        ("a{(3)}", [Cite("a", locator=Locator("page", "(3)"))]),
        ("a{{}1999}", [Cite("a", suffix=", 1999")]),
        ("a{: 33}", [Cite("a", suffix=": 33")]),
        ("a{{iv}}", [Cite("a", locator=Locator("page", "iv", shows_label=False))]),
        ("doi:10.1000/a(b)", [Cite("doi:10.1000/a(b)")]),
        ("me@x.org", [Cite("me@x.org")]),
        ("@a", [Cite("a")]),
        ("[@a]", [Cite("a")]),
        (" [see @a, p. 3; @b] ", [Cite("a", PAGE_3, "see "), Cite("b")]),
        ("@a [ours]", [Cite("a", suffix=" [ours]")]),
        ("see @a, p. 3; -@b", [Cite("a", PAGE_3, "see "), Cite("b", mode="suppress-author")]),
        ("@{a b}", None),
        ("@{a,b}", [Cite("a,b")]),
        ("e.g. @a and others", [Cite("a", prefix="e.g. ", suffix=" and others")]),
        (r"see\; @a, x\; y", [Cite("a", prefix="see; ", suffix=", x; y")]),
        ("{mail to me@x.org}a", [Cite("a", prefix="mail to me@x.org ")]),
        ("a{see @b}", [Cite("a", suffix=", see @b")]),
        ("a{see also @b, p. 5}, c", [Cite("a", suffix=", see also @b, p. 5"), Cite("c")]),
        ("{with @b}a", [Cite("a", prefix="with @b ")]),
        ("a{see {also} @b}", [Cite("a", suffix=", see {also} @b")]),
        ("a{see @b; @c}", [Cite("a", suffix=", see @b; @c")]),
        ("@a{see @b}", [Cite("a", Locator("page", "see @b", shows_label=False))]),
        (r"\{see @a\}", [Cite("a", prefix="{see ", suffix="}")]),
        ("see {x @a", [Cite("a", prefix="see {x ")]),
    ],
)
def test_forms(text: str, expected: list[Cite] | None) -> None:
    if expected is None:
        with pytest.raises(RoleSyntaxError):
            parse_role(text, LABELS)
    else:
        assert list(parse_role(text, LABELS)) == expected


def test_a_known_key_is_taken_as_it_stands() -> None:
    assert parse_role("Doe, 2020", LABELS, {"Doe, 2020"}) == (Cite("Doe, 2020"),)


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("", "a key is missing", 0),
        ("a,", "a key is missing", 2),
        (", a", "a key is missing", 0),
        ("a b", "a comma is missing before 'b'", 2),
        ("a p. 3", f"'p.' {NO_KEY}", 2),
        ("a, p. 3", f"'p.' {NO_KEY}", 6),
        ("see a", f"'see' {NO_KEY}", 4),
        ("see <a>", "a link with words of its own is another role, :cite:entry:`see <a>`", 4),
        (
            "the book <b>",
            "a link with words of its own is another role, :cite:entry:`the book <b>`",
            4,
        ),
        ("the book <c>", f"'the' {NO_KEY}", 4),
        ("{}a", "the braces are empty", 0),
        ("a{p. 3", "a closing brace is missing", 1),
        ("a}", "unexpected '}'", 1),
        ("{see}", "a key is missing", 5),
        ("{see}{also}a", "one pair of braces too many", 5),
        ("a{x}{y}", "one pair of braces too many", 4),
        ("@a; b", "every part between semicolons needs one @key", 0),
        ("a{see @b}; @c", "every part between semicolons needs one @key", 0),
        ("see @a]", "every part between semicolons needs one @key", 0),
    ],
)
def test_what_cannot_be_read(text: str, message: str, column: int) -> None:
    with pytest.raises(RoleSyntaxError) as raised:
        parse_role(text, LABELS, {"a", "b"})
    assert (raised.value.message, raised.value.column) == (message, column)


@given(st.text(st.sampled_from("ab{},;@- p.3[]")) | st.text())
def test_any_text_gives_cites_or_a_syntax_error(text: str) -> None:
    with contextlib.suppress(RoleSyntaxError):
        assert all(cite.id for cite in parse_role(text, LABELS))
