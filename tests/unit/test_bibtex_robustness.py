"""Whatever stands in a .bib file: it is read in bounded time, and nothing is raised."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growth import grows_linearly
from ibidem.diagnostics import Diagnostic
from ibidem.model import Item
from ibidem.sources.bibtex.commands import expand_commands, read_commands
from ibidem.sources.bibtex.evaluate import Macros, split_pieces
from ibidem.sources.bibtex.latex import read_latex
from ibidem.sources.bibtex.names import read_names, split_names
from ibidem.sources.bibtex.reader import BibtexReader
from ibidem.sources.bibtex.remarks import first_address, read_remark
from ibidem.sources.bibtex.split import split_bibtex
from ibidem.sources.dates import parse_date
from ibidem.sources.programs import bare_doi, ends_with_full_stop, read_kept_fields, read_r_package
from ibidem.sources.ris_names import read_names as read_ris_names

WORDS = """@book{k, @string{a= title author={A} crossref={k} @comment{ @preamble{
\\def\\x#1 \\newcommand \\x{ \\emph \\' `` and jan"""
SIGNS = '{}",=#%@()\\$~\n -1xé\ue000'
TOKENS = st.sampled_from([*SIGNS, *WORDS.split(), "year = 2020"])
SOUP = st.lists(TOKENS, max_size=60).map("".join)
SECONDS = 10


def read(text: str) -> tuple[list[Item], list[Diagnostic]]:
    findings: list[Diagnostic] = []
    reader = BibtexReader(findings.append)
    entries = reader.add(split_bibtex(text, "x.bib"), "x.bib")
    return [entry.convert() for entry in entries], findings


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(SOUP | st.text())
def test_any_text_is_read(text: str) -> None:
    for item in read(text)[0]:
        assert item.id
        assert all(isinstance(value, str) for value in item.fields.values())


@given(SOUP | st.text())
def test_any_text_is_a_field(text: str) -> None:
    read_latex(text, lambda _: None)
    read_names(text, lambda _: None)
    parse_date(text)
    split_pieces(text)


@pytest.mark.parametrize(
    "text",
    [
        "{" * 1_500_000,
        "@a{k,t=" + "{" * 500_000,
        "@a{k,t={" * 15_000,
        "@a{k,\n" + "t={\n" * 15_000,
        "\n".join(f"@a{{k{number}, title={{T" for number in range(5_000)),
        '@a{k,t="' * 15_000,
        "@a(" * 15_000,
        "@string{a=" * 15_000,
        "@a{k" + " " * 500_000,
        "@a{k,t" + "\n" * 500_000 + "=",
        "@a{k, t=x" + "{" * 25_000,
        "@a" * 250_000,
        "@" * 500_000,
        "@a{k, title={" + "{" * 50_000 + "x" + "}" * 50_000 + "}}",
        "@a{k, author={" + "a and " * 50_000 + "b}}",
        "@a{k, title={" + "\\emph{" * 25_000 + "x" + "}" * 25_000 + "}}",
        "@a{k, title={" + "$x$ " * 25_000 + "}}",
        "@a{k, pages={" + "1-" * 25_000 + "}}",
        "@a{k, " + "t={x}, " * 25_000,
        "@a{k, t=1" + " " * 100_000,
        "@a{k," + "\n" * 100_000 + "t=1" + " " * 100_000 + ",",
        "@a{k, year={" + "1" * 25_000 + "}, month={" + "2-" * 5_000 + "}}",
    ],
    ids=lambda text: text[:12].replace("\n", " ") + f" {len(text)}",
)
def test_hostile_text_costs_bounded_time(text: str) -> None:
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < SECONDS


def test_macros_that_grow_without_bound_are_cut() -> None:
    macros = Macros()
    macros.define("m0", '"xxxxxxxxxx"', 0)
    for number in range(1, 90):
        macros.define(f"m{number}", f"m{number - 1} # m{number - 1}", number)
    macros.define("loop", "loop # loop", 100)
    missing: list[str] = []
    assert len(macros.evaluate("m89", 200, missing.append)) < 1_000_000
    assert macros.evaluate("loop", 200, missing.append) == "looploop"
    assert missing == ["loop", "loop"]


def test_a_long_chain_of_parents_ends() -> None:
    chain = "".join(f"@book{{b{n}, crossref={{b{n + 1}}}}}\n" for n in range(300))
    items, findings = read(chain + "@book{b300, publisher={P}}")
    assert len(items) == 301
    assert findings
    assert items[-2].fields["publisher"] == "P"


@given(
    st.dictionaries(
        st.sampled_from(["title", "journal", "publisher", "note", "abstract"]),
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1),
        min_size=1,
    )
)
def test_damage_stays_in_its_entry(fields: dict[str, str]) -> None:
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    items, _ = read(f"@book{{first, title={{A}}}}\n@article{{k,\n{body}\n}}\n@book{{last, note=1}}")
    keys = [item.id for item in items]
    assert keys[0] == "first"
    assert keys[-1] == "last" or any("{" in value or "}" in value for value in fields.values())


@pytest.mark.parametrize(
    ("stray", "told"),
    [("stray year = 1", "stray year = 1"), ("word", "word"), ("!", "!"), ("! more", "! more")],
)
def test_stray_text_is_told_as_it_is_written(stray: str, told: str) -> None:
    _, (finding,) = read(f"@book{{k, title = {{T}}, {stray}}}")
    assert (finding.code, finding.message) == ("bibtex.stray-text", f'"{told}" is no field')


@pytest.mark.parametrize("damage", ["", "@book{damaged, title = {T} year = 1999}\n"])
@pytest.mark.parametrize("mark", ["", r"\{", r"\\"])
def test_lines_that_end_with_a_backslash(damage: str, mark: str) -> None:
    """They are lines, whoever splits the file."""
    text = (
        f"@book{{a,\n  title = {{One {mark} \\\n\\\n  two}},\n  year = 1999,\n}}\n{damage}"
        f"@book{{b,\n  author = {{Doe {mark} \\\n  and Roe}},\n  note = {{c}}\n}}\n"
    )
    file = split_bibtex(text, "x.bib")
    lines = text.split("\n")
    assert len(file.entries) == (3 if damage else 2)
    for entry in file.entries:
        assert f"{{{entry.key}," in lines[entry.line - 1]
        for name, _, line in entry.fields:
            assert f"{name} =" in lines[line - 1]


@pytest.mark.parametrize("unit", [" ", "online ", "http://x.org ", "( "])
def test_remarks_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: read_remark(f"online{text}x"), unit)


@pytest.mark.parametrize(
    "unit",
    [
        "Publisher: ",
        "Publisher: a",
        "Pages",
        "; open access",
        "cited by 1;",
        "open access",
        "export date: ",
    ],
)
def test_fields_that_programs_keep_in_notes_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(read_kept_fields, unit)
    assert grows_linearly(lambda text: read_kept_fields(f"Pages: {text}"), unit)


@pytest.mark.parametrize("unit", ["1", "1.", ". ", " https://x", ".1-"])
def test_notes_of_packages_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: read_r_package(f"R package version 1{text}"), unit)
    assert grows_linearly(lambda text: read_r_package(f"R package version 1, https://{text}"), unit)


@pytest.mark.parametrize("unit", ["a", "a-", " ", "a. ", "doi: ", "doi.org/"])
def test_identifiers_and_titles_are_stripped_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: ends_with_full_stop(f"{text}."), unit)
    assert grows_linearly(bare_doi, unit)


@pytest.mark.parametrize("unit", [";", "a;", "a; {b", " et al.", " ", " and"])
def test_lists_of_names_are_split_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: list(split_names(text)), unit)
    assert grows_linearly(lambda text: read_names(f"A{text}", lambda _: None), unit)
    assert grows_linearly(lambda text: read_ris_names(f"A{text}b"), unit)


@pytest.mark.parametrize("unit", ["a", "a.", "a-", "http://a ", "www.a/"])
def test_addresses_are_found_in_linear_time(unit: str) -> None:
    assert grows_linearly(first_address, unit)
    assert grows_linearly(lambda text: first_address(f"{text} x"), unit)


@pytest.mark.parametrize("unit", ["\\{", "{\\{}", "\\{a", "\\{{a", "$\\{", "\\{x\\}"])
def test_braces_escaped_twice_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: read_latex(text, lambda _: None), unit)


@pytest.mark.parametrize("unit", ["\\$", "\\$\\_", "\\${\\textbackslash}a\\$", "{\\$}\\_"])
def test_escaped_formulas_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: read_latex(text, lambda _: None), unit)


@pytest.mark.parametrize(
    "unit", ["\\a", "\\a{", "\\a{x}", "\\b[", "\\b[x]{y}", "\\c", "\\d{\\a x}"]
)
def test_commands_of_the_preamble_are_read_in_linear_time(unit: str) -> None:
    definitions = (
        r"\newcommand{\a}[1]{\emph{#1}} \newcommand{\b}[2][x]{#1#2} \def\c{\c\c} \def\d#1{#1#1}"
    )
    commands = read_commands([definitions])
    assert grows_linearly(lambda text: expand_commands(text, commands), unit)
    nested = grows_linearly(lambda n: expand_commands(n, commands), lambda n: unit * n + "}" * n)
    assert nested


@pytest.mark.parametrize(
    "unit",
    [
        "\\def\\a{",
        "\\def\\a{}",
        "\\newcommand",
        "\\newcommand{\\a}[1][",
        "\\def\\a#1",
        "\\def\\a{$",
    ],
)
def test_definitions_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: read_commands([text]), unit)
    letters = str.maketrans("0123456789", "abcdefghij")

    def chain(count: int) -> str:
        names = [str(number).translate(letters) for number in range(count)]
        return "".join(f"\\def\\x{a}{{\\x{b}}}" for a, b in pairwise([*names, "unknown"]))

    assert grows_linearly(lambda text: read_commands([text]), chain)


def test_definitions_that_grow_without_bound_end() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    text = "".join(f"\\def\\{a * 3}{{\\{b * 3}\\{b * 3}}}" for a, b in pairwise(names))
    commands = read_commands([text + r"\def\zzz{z}\def\wide#1{#1#1#1#1#1#1#1#1#1#1}"])
    assert expand_commands(r"\www", commands) == "z" * 8
    assert expand_commands(r"\aaa x", commands) == r"\aaa x"
    deep = "\\wide{" * 15 + "x" + "}" * 15
    assert expand_commands(deep, commands) == deep


@pytest.mark.parametrize("unit", ["&", "&a", "&#1", "\\&lt;", "\\&amp;"])
def test_signs_of_html_are_read_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: read_latex(text, lambda _: None), unit)


@pytest.mark.parametrize("unit", ["@a ", "@a b", "@a b,", "@a b, c", "@a b, c =", "@a b\n"])
def test_entries_without_a_brace_are_found_in_linear_time(unit: str) -> None:
    assert grows_linearly(lambda text: split_bibtex(f"@a b, c = 1}}{text}", "x.bib"), unit)
