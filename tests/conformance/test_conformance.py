"""The CSL test suite, one test a fixture, with the ledger; and the runner itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.ledger import disagreements, read_ledger, write_ledger
from conformance.older_terms import OLDER_TERMS
from conformance.run import main
from conformance.suite import SUITE_VARIABLE, run_fixture, suite_folder
from fixture_file import read_fixture

FIXTURES = {path.stem: path for path in sorted(suite_folder().glob("*.txt"))}
LEDGER = read_ledger()

needs_suite = pytest.mark.skipif(
    not FIXTURES, reason=f"the CSL test suite is not there: {SUITE_VARIABLE} names its folder"
)


@needs_suite
@pytest.mark.parametrize("name", FIXTURES or [""])
def test_fixture(name: str) -> None:
    outcome = run_fixture(FIXTURES[name])
    if name in LEDGER:
        assert not outcome.passed, f"{name} passes: take it from the ledger"
        pytest.xfail(LEDGER[name])
    assert not outcome.error, outcome.error
    assert outcome.got.strip() == outcome.expected.strip()


@needs_suite
def test_ledger_lists_only_what_exists() -> None:
    assert set(LEDGER) <= set(FIXTURES)


@needs_suite
@pytest.mark.parametrize("name", OLDER_TERMS)
def test_older_terms_are_needed(name: str) -> None:
    """A fixture that passes on current locales must go from the table."""
    assert not run_fixture(FIXTURES[name], older_terms={}).passed


STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><id/><title/><updated>2020-01-01T00:00:00+00:00</updated></info>
  <citation><layout>
    <choose>
      <if position="subsequent"><text value="again "/></if>
    </choose>
    <text variable="title"/>
  </layout></citation>
</style>"""

INPUT = '[{"id": "a", "title": "Alpha"}, {"id": "b", "title": "Beta"}]'


def write_case(folder: Path, name: str, result: str, **sections: str) -> Path:
    """A fixture of two items in a style that tells repeated cites."""
    texts = {"MODE": "citation", "RESULT": result, "CSL": STYLE, "INPUT": INPUT, **sections}
    path = folder / f"{name}.txt"
    path.write_text(
        "".join(f">>== {key} ==>>\n{text}\n<<== {key} ==<<\n" for key, text in texts.items()),
        encoding="utf-8",
    )
    return path


def event(name: str, cite: str, before: str = "", after: str = "") -> str:
    """One event of a CITATIONS section; names before and after are in notes 1, 2, …"""
    properties = f'{{"noteIndex": {len(before) + 1}}}'
    citation = (
        f'{{"citationID": "{name}", "citationItems": [{{"id": "{cite}"}}],'
        f' "properties": {properties}}}'
    )
    places = [f'["{other}", {note}]' for note, other in enumerate(before, 1)]
    places += [f'["{other}", {note}]' for note, other in enumerate(after, len(before) + 2)]
    first, last = places[: len(before)], places[len(before) :]
    return f"[{citation}, [{', '.join(first)}], [{', '.join(last)}]]"


@pytest.mark.parametrize(
    ("events", "result"),
    [
        pytest.param(
            [event("x", "a"), event("y", "a", before="x")],
            "..[0] Alpha\n>>[1] again Alpha",
            id="appended",
        ),
        pytest.param(
            [event("x", "a"), event("y", "a", after="x")],
            ">>[0] Alpha\n>>[1] again Alpha",
            id="put-before",
        ),
        pytest.param(
            [event("x", "a"), event("y", "b", before="x"), event("z", "b", after="y")],
            ">>[0] Beta\n>>[1] again Beta",
            id="gone",
        ),
        pytest.param(
            [event("x", "a"), event("y", "b", before="x"), event("x", "b", after="y")],
            ">>[0] Beta\n>>[1] again Beta",
            id="replaced",
        ),
    ],
)
def test_events(tmp_path: Path, events: list[str], result: str) -> None:
    path = write_case(tmp_path, "case", result, CITATIONS=f"[{', '.join(events)}]")
    outcome = run_fixture(path)
    assert not outcome.error
    assert outcome.got == result


def test_citation_items_have_no_history(tmp_path: Path) -> None:
    cites = '[[{"id": "a"}], [{"id": "a"}, {"id": "b", "position": 1}]]'
    path = write_case(tmp_path, "case", "Alpha\nAlphaagain Beta", **{"CITATION-ITEMS": cites})
    assert run_fixture(path).passed


def test_inner_white_space_counts(tmp_path: Path) -> None:
    assert run_fixture(write_case(tmp_path, "case", " AlphaBeta ")).passed
    assert not run_fixture(write_case(tmp_path, "case", "Alpha Beta")).passed


@pytest.mark.parametrize(
    "sections",
    [{"MODE": "citation-rtf"}, {"ABBREVIATIONS": "{}"}, {"CSL": "<style"}, {"INPUT": "["}],
    ids=lambda sections: next(iter(sections)),
)
def test_what_cannot_run_fails(tmp_path: Path, sections: dict[str, str]) -> None:
    outcome = run_fixture(write_case(tmp_path, "case", "", **sections))
    assert outcome.error
    assert not outcome.passed


def test_runner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_case(tmp_path, "good", "AlphaBeta")
    assert main(["--suite", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    write_case(tmp_path, "bad", "Gamma")
    assert main(["--suite", str(tmp_path), "-v"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("bad\n")
    assert "Gamma" in out
    assert "AlphaBeta" in out
    assert out.endswith("\n1 passed, 1 failed\n")
    assert main(["--suite", str(tmp_path), "--only", "g*"]) == 0
    assert main(["--suite", str(tmp_path), "--only", "x*"]) == 1
    assert main(["--suite", str(tmp_path / "absent")]) == 1


def test_ledger_works_both_ways(tmp_path: Path) -> None:
    assert disagreements(["a", "b"], ["a"], {"a": "hard"}) == []
    assert disagreements(["a", "b"], ["a", "b"], {"a": "hard"}) == ["b fails and is not listed"]
    assert disagreements(["a", "b"], [], {"a": "hard"}) == ["a passes and is listed"]
    path = tmp_path / "ledger.txt"
    write_ledger(["b", "a"], {"a": "hard"}, path)
    assert list(read_ledger(path)) == ["a", "b"]
    assert read_ledger(path)["a"] == "hard"


@pytest.mark.parametrize("line", ["name", "name:", ": reason", "a: one\na: two"])
def test_ledger_without_reason(tmp_path: Path, line: str) -> None:
    path = tmp_path / "ledger.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"ledger\.txt:"):
        read_ledger(path)


def test_fixture_file() -> None:
    text = "\ufeffremark\r\n>>= A =>>\r\n one\r\n\r\n>> two\r\n<<=== A ===<<\r\n>>== B-1 ==>>\n<<= B-1 =<<"
    assert read_fixture(text) == {"A": "one\n\n>> two", "B-1": ""}


@pytest.mark.parametrize(
    "text", [">>= A =>>\none", ">>= A =>>\n<<= B =<<", ">>= A =>>\n<<= A =<<\n>>= A =>>\n<<= A =<<"]
)
def test_broken_fixture_file(text: str) -> None:
    with pytest.raises(ValueError, match="section A"):
        read_fixture(text)
