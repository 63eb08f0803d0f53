"""Pandoc's citation grammar, from `cases/syntax/scan.txt`, and what holds for any text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import grows_linearly
from ibidem.syntax import (
    ScannedCitation,
    ScannedCite,
    Scanner,
    Span,
    scan,
)
from ibidem.syntax.scan import DEEPEST

CASES = Path(__file__).parents[1] / "cases" / "syntax" / "scan.txt"
SIGNS = str.maketrans({"⏎": "\n", "␂": "\x02", "␃": "\x03"})
LETTERS = {"normal": "N", "textual": "A", "suppress-author": "S"}


def read_cases() -> Iterator[object]:
    lines = CASES.read_text("utf-8").split("\n")
    blocks = "\n".join(line for line in lines if not line.startswith("# Pandoc")).split("\n\n")
    for block in blocks:
        part = block.strip("\n").split("\n")
        if len(part) == 3:
            yield pytest.param(*(line.translate(SIGNS) for line in part[1:]), id=part[0])


def describe(text: str, cite: ScannedCite) -> str:
    prefix, suffix = cite.prefix.of(text), cite.suffix.of(text)
    parts = [cite.key, f'pre="{prefix}"' if prefix else "", f'suf="{suffix}"' if suffix else ""]
    return f"{LETTERS[cite.mode]}({' '.join(part for part in parts if part)})"


def replace(text: str, found: list[ScannedCitation]) -> str:
    """The text with each citation written out: shows what is literal as well."""
    result, cursor = "", 0
    for citation in found:
        cites = " | ".join(describe(text, cite) for cite in citation.cites)
        result += f"{text[cursor : citation.start]}‹{cites}›"
        cursor = citation.end
    return result + text[cursor:]


@pytest.mark.parametrize(("text", "expected"), list(read_cases()))
def test_grammar(text: str, expected: str) -> None:
    assert replace(text, list(scan(text))) == expected


def test_all_rows_of_the_table_are_there() -> None:
    numbers = {str(getattr(case, "id", "")).split(" ")[0] for case in read_cases()}
    assert {str(row) for row in range(1, 41)} <= numbers


def is_known(label: str) -> bool:
    return label in ("data set", "@a")


@pytest.mark.parametrize("text", ["[@a][ref]", "[@a][]", "[x @a][ref]", "[@a]"])
def test_the_text_of_a_reference_is_no_group(text: str) -> None:
    """Whether there is such a reference may be decided late, as by autorefs."""
    (only,) = scan(text, is_known)
    assert only.is_textual


def test_groups_and_notes_are_no_labels() -> None:
    (first, second) = scan("[@a][@b]", is_known)
    assert (first.cites[0].key, second.cites[0].key) == ("a", "b")
    (only,) = scan("[@a, p. 3][^1]", is_known)
    assert not only.is_textual


def test_the_label_of_a_reference_says_nothing_of_the_key_before_it() -> None:
    (only,) = scan("@a [data set]", is_known)
    assert only.end == 2
    (only,) = scan("@a [data sets]", is_known)
    assert only.end == 14


ANY_TEXT = st.text(st.sampled_from("@[]{}()`$<>;,-*_\"'“”\\ \n.:/ab1é\x02\x03")) | st.text()


@given(ANY_TEXT)
def test_spans_are_exact(text: str) -> None:
    """Citations come in order, do not overlap, and each key stands where its span says."""
    cursor = 0
    for citation in scan(text):
        assert cursor <= citation.start < citation.end <= len(text)
        cursor = citation.end
        for cite in citation.cites:
            assert citation.start <= cite.span.start < cite.span.end <= citation.end
            written = text[cite.span.start : cite.span.end]
            minus = "-" if cite.mode == "suppress-author" else ""
            assert written in (f"{minus}@{cite.key}", f"{minus}@{{{cite.key}}}")
            for affix in (cite.prefix, cite.suffix):
                assert 0 <= affix.start <= affix.end <= citation.end


@given(ANY_TEXT)
def test_hosts_that_find_the_place_themselves_get_the_same(text: str) -> None:
    """`Scanner` agrees with `scan` on what that has found, in one scanner and in a fresh one."""
    shared = Scanner(text)
    for citation in scan(text):
        for scanner in (shared, Scanner(text)):
            if text[citation.start] == "[" and citation.cites[0].span.start != citation.start:
                assert scanner.group_at(citation.start) == citation
            else:
                assert scanner.textual_at(text.index("@", citation.start)) == citation


UNITS = (
    "[", "[@a", "@", "@{", "@{a", "{", "[@a][", "`", "`a``", "$", "$$a", "<", "<a ", "[a](", "@a [",
    '"a', "*a ", "http://", "www.", "a+", "[@a; ", "]", "@a.", "\\", "\\[", "-@", "@a\n", "@a\n[",
    "[[@a]", "_", "@a@", "http://a/@a ",
    "'a ", "'a' ", "'@a; b' ", "'90s; @a", "a'",
)  # fmt: skip
NESTED = (("[", "]"), ("[@a ", "]"), ("@a [", "]"), ("@{", "}"), ("[*", "*]"), ("![[", "](x)]"))


@pytest.mark.parametrize("unit", UNITS)
def test_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: list(scan(text)), unit)


def look_everywhere(text: str) -> None:
    """As a host does that tries every bracket and every sign."""
    scanner = Scanner(text)
    for place, sign in enumerate(text):
        if sign == "[":
            scanner.group_at(place)
        elif sign == "@":
            scanner.textual_at(place)


@pytest.mark.parametrize("unit", UNITS)
def test_hosts_take_linear_time(unit: str) -> None:
    assert grows_linearly(look_everywhere, unit)


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_nested_brackets_take_linear_time(opening: str, closing: str) -> None:
    def run(text: str) -> None:
        count = text.count("x")
        nested = opening * count + closing * count
        list(scan(nested))
        look_everywhere(nested)

    assert grows_linearly(run, "x")


def test_the_deepest_brackets_are_read() -> None:
    """A host that follows brackets into brackets shall not run out of stack."""
    (first, *others) = scan("[@a " * 1000 + "]" * 1000)
    assert first.cites[0].mode == "textual"
    assert len(others) == 1000 - DEEPEST - 2


def test_the_caller_says_which_keys_count_and_where_to_look() -> None:
    """A key that is none leaves the bracket behind it to be read for itself."""
    text = "@no [@a] @b [@c]; x.@d"
    asked: list[tuple[str, int]] = []

    def is_cited(key: str, at: int) -> bool:
        asked.append((key, at))
        return key != "no"

    found = [text[one.start : one.end] for one in scan(text, is_cited=is_cited)]
    assert found == ["[@a]", "@b [@c]"]
    assert asked == [("no", 0), ("b", 9)]
    part = Span(text.index("[@c]"), len(text))
    assert [text[one.start : one.end] for one in scan(text, within=part)] == ["[@c]"]
