"""The library: files, patterns, encodings, duplicates, the cache."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest

from ibidem import add_references, dump_csl_json
from ibidem.collector import paused_collector
from ibidem.record import replace
from ibidem.sources import BibtexOptions, load_library
from ibidem.sources.files import find_format

BOOK = '@book{{{0}, title={{T{0}}}, author={{G\\"odel, Kurt}}, ids={{old-{0}}}}}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    for name, key in (("a.bib", "a"), ("b.bib", "b"), ("sub/c.bib", "c")):
        (tmp_path / name).write_text(BOOK.format(key), "utf-8")
    (tmp_path / "notes.md").write_text("no bibliography", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "paths, keys",
    [
        (["a.bib"], ["a"]),
        (["b.bib", "a.bib", "b.bib"], ["b", "a"]),
        (["*.bib"], ["a", "b"]),
        (["**/*.bib"], ["a", "b", "c"]),
        (["."], ["a", "b", "c"]),
        (["sub"], ["c"]),
        ("b.bib", ["b"]),
        (Path("sub"), ["c"]),
    ],
)
def test_paths_patterns_and_folders(
    folder: Path, paths: str | Path | list[str], keys: list[str]
) -> None:
    library = load_library(paths, base=folder)
    assert list(library) == keys
    assert len(library.paths) == len(keys)
    assert library.diagnostics == ()


OTHERS = {
    "mkdocs.yml": "site_name: T\nplugins:\n- ibidem: {bibliography: [.]}\n",
    "package.json": '{"name": "x", "version": "1", "dependencies": {"a": "1"}}',
    "tsconfig.json": '{"compilerOptions": {"strict": true}, "include": {"a": "b"}}',
    "tasks.yaml": "build:\n  os: linux\njobs:\n  test: make\n",
    "team.yml": "- name: Doe\n  title: Dr\n- name: Roe\n",
    "numbers.json": "[1, 2]",
    "latin.yml": "name: M\xfcller\n",
    "nothing.json": "[]",
}
"""What other programs keep in YAML and JSON."""


def write_others(folder: Path) -> None:
    for name, text in OTHERS.items():
        (folder / name).write_text(text, "latin-1")


def test_files_of_other_programs_in_a_folder(folder: Path) -> None:
    """They are no bibliographies, and nobody has said so; those that are named are told of."""
    write_others(folder)
    (folder / "d.json").write_text('{"d": {"title": "D"}}', "utf-8")
    (folder / "e.yaml").write_text("- type: book\n  title: E\n", "utf-8")
    library = load_library(["."], base=folder)
    assert sorted(library) == ["a", "b", "c", "d", "item-1"]
    assert [finding.path for finding in library.diagnostics] == ["e.yaml"]
    for name in ("mkdocs.yml", "*.yml"):
        named = load_library([name], base=folder).diagnostics
        assert ("mkdocs.yml", "no-entries") in [(found.path, found.code) for found in named]


def test_a_broken_file_in_a_folder(folder: Path) -> None:
    """It is told as such if it holds something; else it may be anything."""
    (folder / "a.json").write_text('// settings\n{"a": {}}', "utf-8")
    (folder / "b.json").write_text('[{"id": "d", "title": "D"}, {"id": e}]', "utf-8")
    library = load_library(["."], base=folder)
    assert "d" in library
    said = [(found.path, found.code, found.severity) for found in library.diagnostics]
    assert said == [("a.json", "invalid-json", "info"), ("b.json", "invalid-json", "error")]


def test_a_folder_with_files_of_other_programs_only(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write_others(tmp_path / "data")
    (finding,) = load_library(["data"], base=tmp_path).diagnostics
    assert str(finding) == "data: no bibliography in this folder [missing-file]"


def test_a_missing_file_is_told_with_a_suggestion(folder: Path) -> None:
    library = load_library(["aa.bib", "no*.bib", "b.bib"], base=folder)
    assert list(library) == ["b"]
    assert [str(finding) for finding in library.diagnostics] == [
        f'aa.bib: no such file, seen from {folder} (did you mean "a.bib"?) [missing-file]',
        f"no*.bib: no file fits this pattern, seen from {folder} [missing-file]",
    ]
    assert {finding.severity for finding in library.diagnostics} == {"error"}


def test_a_missing_file_is_told_without_a_place_that_goes_without_saying(folder: Path) -> None:
    for name, base in (("gone.bib", None), (str(folder / "gone.bib"), folder)):
        (finding,) = load_library([name], base=base).diagnostics
        assert finding.text.startswith("no such file")
        assert "seen from" not in finding.text


def test_a_key_in_two_files_is_a_key_of_both(folder: Path) -> None:
    """So lists that are limited to one of them hold the work, whichever entry is printed."""
    again = "@book{a, title={Again}}\n@book{d, title={D}}\n@book{d, title={Once more}}\n"
    (folder / "again.bib").write_text(again, "utf-8")
    library = load_library(["a.bib", "again.bib"], base=folder)
    assert library.keys_of(folder / "a.bib") == ("a",)
    assert library.keys_of(folder / "again.bib") == ("a", "d")
    assert [finding.code for finding in library.diagnostics] == ["duplicate-key"] * 2


def test_keys_aliases_and_suggestions(folder: Path) -> None:
    library = load_library(["*.bib"], base=folder)
    assert "old-a" in library
    assert "old-a" not in list(library)
    assert library["old-a"] is library["a"]
    assert library.suggest("old_a") == "old-a"
    with pytest.raises(KeyError):
        library["nobody"]


def test_a_key_in_two_files_keeps_its_first_entry(folder: Path) -> None:
    (folder / "z.bib").write_text("\n@book{a, title={Z}}", "utf-8")
    library = load_library(["a.bib", "z.bib"], base=folder)
    assert library["a"].fields["title"] == "Ta"
    (finding,) = library.diagnostics
    assert (finding.code, finding.path, finding.line, finding.key) == (
        "duplicate-key",
        "z.bib",
        2,
        "a",
    )
    assert "first in a.bib:1" in finding.message


def test_the_same_entry_in_two_files_is_no_fault(folder: Path) -> None:
    """Word for word, but for lines and capitals of fields: each chapter may have a file."""
    entry = "@book{e, title={E},\n  Year = 2001}\n"
    (folder / "e.bib").write_text(entry, "utf-8")
    (folder / "f.bib").write_text("\n" + entry.replace("Year", "year"), "utf-8")
    (folder / "g.bib").write_text(entry.replace("2001", "2002"), "utf-8")
    (folder / "h.bib").write_text(entry + entry, "utf-8")
    library = load_library(["e.bib", "f.bib"], base=folder)
    assert (library.diagnostics, list(library)) == ((), ["e"])
    assert library.keys_of(folder / "f.bib") == ("e",)
    for files in (["e.bib", "g.bib"], ["h.bib"]):
        (finding,) = load_library(files, base=folder).diagnostics
        assert finding.code == "duplicate-key"


def test_files_share_macros_and_parents(tmp_path: Path) -> None:
    (tmp_path / "strings.bib").write_text('@string{p = "Press"}', "utf-8")
    (tmp_path / "a.bib").write_text("@inbook{a, title={A}, crossref={B}}", "utf-8")
    (tmp_path / "b.bib").write_text("@book{b, title={B}, publisher=p}", "utf-8")
    library = load_library(["strings.bib", "a.bib", "b.bib"], base=tmp_path)
    assert library["a"].fields["publisher"] == "Press"
    assert library["a"].fields["container-title"] == "B"
    assert library.diagnostics == ()


TEXT = "@book{k, title={Café – “x”}}\r\n@book{l,\r title={L}}"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le-bom", "utf-16-be-bom"]
)
def test_encodings_that_say_what_they_are(encoding: str, tmp_path: Path) -> None:
    data = ("\ufeff" + TEXT if encoding.endswith("-bom") else TEXT).encode(
        encoding.removesuffix("-bom")
    )
    (tmp_path / "a.bib").write_bytes(data)
    library = load_library(["a.bib"], base=tmp_path)
    assert library["k"].fields["title"] == "Café – “x”"
    assert library["l"].fields["title"] == "L"
    assert library.diagnostics == ()


def test_an_encoding_that_must_be_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes("\n@book{k, title={Café – “x”}}".encode("cp1252"))
    library = load_library(["a.bib"], base=tmp_path)
    assert library["k"].fields["title"] == "Café – “x”"
    (finding,) = library.diagnostics
    assert str(finding) == "a.bib:2: is not UTF-8; read as Windows-1252 [guessed-encoding]"


def test_a_forced_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes("@book{k, title={Żółć}}".encode("iso-8859-2"))
    library = load_library(["a.bib"], base=tmp_path, encoding="iso-8859-2")
    assert library["k"].fields["title"] == "Żółć"
    assert library.diagnostics == ()
    wrong = load_library(["a.bib"], base=tmp_path, encoding="no-such-thing")
    assert {finding.code for finding in wrong.diagnostics} == {
        "unknown-encoding",
        "guessed-encoding",
    }


@pytest.mark.parametrize(
    "text, suffix, kind",
    [
        ("% comment\n@book{k,}", ".txt", "bibtex"),
        ("", ".bib", "bibtex"),
        (' [{"id": 1}]', ".bib", "csl-json"),
        ("TY  - JOUR", ".txt", "ris"),
        ("references:\n- id: a", ".txt", "yaml"),
        ("cff-version: 1.2.0", ".yaml", "cff"),
        ("doe:\n  title: mail@x.org", ".yaml", "yaml"),
        ("only words", ".bib", "bibtex"),
        ("only words", ".txt", ""),
    ],
)
def test_formats_are_told_by_content_first(text: str, suffix: str, kind: str) -> None:
    assert find_format(text, suffix) == kind


def test_a_file_of_no_format(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("only words", "utf-8")
    (finding,) = load_library(["a.txt"], base=tmp_path).diagnostics
    assert (finding.code, finding.path) == ("unknown-format", "a.txt")


def test_options(tmp_path: Path) -> None:
    text = "@phdthesis{k, title={A Study of Big Things}, author={de Geer, J.}}"
    (tmp_path / "a.bib").write_text(text, "utf-8")
    options = BibtexOptions(use_prefix=False, sentence_case=False, thesis_genre="PhD thesis")
    item = load_library(["a.bib"], base=tmp_path, bibtex=options)["k"]
    assert item.fields == {"title": "A Study of Big Things", "genre": "PhD thesis"}
    assert item.names["author"][0].dropping_particle == "de"


@pytest.mark.parametrize(
    ("choice", "title", "book"),
    [
        ("verbatim", "On the Origin of Species", "Books of Note"),
        ("protect", '<span class="nocase">On the Origin of Species</span>', "Books of Note"),
        ("ignore", "On the origin of species", "Books of note"),
    ],
)
def test_double_braces(choice: str, title: str, book: str, tmp_path: Path) -> None:
    text = "@incollection{k, title={{On the Origin of Species}}, booktitle={Books of Note}}"
    (tmp_path / "a.bib").write_text(text, "utf-8")
    options = BibtexOptions(double_braces=choice)
    item = load_library(["a.bib"], base=tmp_path, bibtex=options)["k"]
    assert (item.fields["title"], item.fields["container-title"]) == (title, book)


# --- cache --------------------------------------------------------------------------------------

DIRTY = (
    "@string{a = {x}}\n@book{k, title={T} year=2020, note=a, ids={old}}\n@book{k, note=nope}\n"
    '@preamble{"\\def\\own{mine}" # a}\n@book{l, title={It is \\own}}\n'
)


@pytest.fixture
def cached(tmp_path: Path) -> Path:
    (tmp_path / "a.bib").write_text(DIRTY, "utf-8")
    load_library(["a.bib"], base=tmp_path, cache=tmp_path / "cache")
    return tmp_path


def fail(*_: object) -> None:
    raise AssertionError("the file was split again")


def test_an_unchanged_file_is_not_split_again(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = load_library(["a.bib"], base=cached)
    monkeypatch.setattr("ibidem.sources.bibtex.split.split_bibtex", fail)
    kept = load_library(["a.bib"], base=cached, cache=cached / "cache")
    assert dump_csl_json(kept.values()) == dump_csl_json(fresh.values())
    assert kept["l"].fields["title"] == "It is mine"
    assert kept["old"] is kept["k"]
    assert kept.diagnostics == fresh.diagnostics
    assert {finding.code for finding in kept.diagnostics} == {
        "bibtex.missing-comma",
        "duplicate-key",
    }


def test_a_changed_file_is_split_again(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cached / "a.bib").write_text(DIRTY + " ", "utf-8")
    monkeypatch.setattr("ibidem.sources.bibtex.split.split_bibtex", fail)
    with pytest.raises(AssertionError):
        load_library(["a.bib"], base=cached, cache=cached / "cache")


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign", "header", "unsigned"])
def test_a_damaged_cache_is_made_anew(cached: Path, damage: str) -> None:
    (file,) = (cached / "cache").glob("*.bibcache")
    good = file.read_bytes()
    file.write_bytes(
        {
            "cut": good[:-3],
            "flip": good[:-2] + bytes([good[-2] ^ 1]) + good[-1:],
            "empty": b"",
            "foreign": b"\x80\x04cbuiltins\nexec\n.",
            "header": good.replace(b'["book","k"', b'["book","x"'),
            "unsigned": good.partition(b"\n")[2],
        }[damage]
    )
    library = load_library(["a.bib"], base=cached, cache=cached / "cache")
    assert library["k"].fields["note"] == "x"
    assert file.read_bytes() == good


def test_another_version_of_the_reader_splits_again(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ibidem.sources.cache.reader_version", lambda: "another")
    monkeypatch.setattr("ibidem.sources.bibtex.split.split_bibtex", fail)
    with pytest.raises(AssertionError):
        load_library(["a.bib"], base=cached, cache=cached / "cache")


def test_a_cache_that_cannot_be_written_is_no_cache(cached: Path) -> None:
    (cached / "file").write_text("in the way", "utf-8")
    library = load_library(["a.bib"], base=cached, cache=cached / "file")
    assert list(library) == ["k", "l"]


def test_a_page_saved_as_bibtex_is_told(tmp_path: Path) -> None:
    """A login page in place of the export; comments alone are a file yet to be filled."""
    page = tmp_path / "refs.bib"
    page.write_text("<html><body>Sign in</body></html>\n", "utf-8")
    (found,) = load_library([page]).diagnostics
    assert (found.code, found.path) == ("no-entries", page.as_posix())
    page.write_text("% to be filled\n\n@comment{jabref-meta: x}\n", "utf-8")
    assert not load_library([page]).diagnostics


@pytest.mark.parametrize("field", ["date", "urldate"])
def test_a_day_that_never_was_is_told(field: str, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(f"@online{{a, title={{T}}, {field}={{2021-02-30}}}}", "utf-8")
    library = load_library([file])
    assert library["a"].dates["issued" if field == "date" else "accessed"].parts == ((2021, 2),)
    assert [(found.code, found.field) for found in library.diagnostics] == [
        ("bibtex.invalid-date", field)
    ]


def test_a_library_is_gone_when_nobody_holds_it(folder: Path) -> None:
    """It may be large: it does not wait for Python's collector of cycles."""
    library = load_library(["a.bib"], base=folder)
    assert library["a"].id == "a"
    gone = weakref.ref(library)
    with paused_collector():
        del library
        assert gone() is None


def test_findings_behind_those_of_a_page(folder: Path) -> None:
    """Those of the files come behind them; what either finds later comes last."""
    files = load_library(["a.bib", "no.bib"], base=folder)
    (missing,) = files.diagnostics
    inner = add_references(files, [{"id": "x", "type": "bok"}], "inner.md")
    library = add_references(inner, [{"id": "y", "type": "bok"}], "outer.md")
    outer, between, last = library.diagnostics
    assert (outer.path, between.path, last) == ("outer.md", "inner.md", missing)
    for count in range(5):
        assert library.findings_behind(count) == library.diagnostics[count:]
    files.report(replace(missing, path="later.bib"))
    assert [finding.path for finding in library.findings_behind(3)] == ["later.bib"]
    library.report(replace(outer, line=7))
    inner.report(replace(between, line=8))
    assert [finding.line for finding in library.findings_behind(4)] == [7, 8]
    assert library.diagnostics[:4] == (outer, between, missing, replace(missing, path="later.bib"))
