"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ibidem
from ibidem import load_library
from ibidem.cli import main

SEED = Path(__file__).parents[2] / "seeds" / "refs.bib"
BOOK = """\
@book{knuth1984,
  author = {Knuth, Donald E.},
  title = {The {\\TeX}book},
  publisher = {Addison-Wesley},
  year = {1984},
}
"""


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "refs.bib"
    path.write_text(BOOK, encoding="utf-8")
    return str(path)


def test_styles_lists_names_with_titles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles", "ibidem"]) == 0
    assert capsys.readouterr().out == (
        "ibidem-author-date  ibidem author-date\nibidem-numeric      ibidem numeric\n"
    )


def test_stylesheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["css"]) == 0
    assert ".csl-left-margin {" in capsys.readouterr().out


def test_styles_without_a_match(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles", "no-such-style-anywhere"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "no style has that in its name\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "Knuth, Donald E. (1984). The TeXbook. Addison-Wesley."),
        (["--style", "ibidem-numeric"], "[1] Donald E. Knuth. The TeXbook. Addison-Wesley, 1984."),
    ],
)
def test_format_text(
    book: str, options: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["format", book, *options]) == 0
    captured = capsys.readouterr()
    assert " ".join(captured.out.split()) == expected
    assert captured.err == ""


def test_format_html(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", book, "--format", "html"]) == 0
    out = capsys.readouterr().out
    assert 'class="csl-bib-body"' in out
    assert "<i>The TeXbook</i>" in out


def test_format_numbers_the_keys_in_the_order_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", str(SEED), "20704", "19969", "--style", "ibidem-numeric"]) == 0
    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith("[1]")
    assert "Ising" in first
    assert second.startswith("[2]")
    assert "leader election" in second


def test_format_reports_unknown_keys(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", book, "knuth1983"]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert 'there is no entry "knuth1983" (did you mean "knuth1984"?)' in error
    assert "[unknown-key]" in error


def test_format_with_an_unknown_style(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", book, "--style", "ibidem-numerc"]) == 2
    assert '(did you mean "ibidem-numeric"?) [unknown-style]' in capsys.readouterr().err


def test_format_in_an_unknown_language(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", book, "--locale", "xx"]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error == 'error: there are no terms for the language "xx" [unknown-locale]\n'


@pytest.mark.parametrize("command", ["format", "export"])
def test_pipes_are_utf_8_whatever_the_system_has(command: str, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@book{k, title = {Łódź}}", "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    call = [sys.executable, "-m", "ibidem", command, str(path)]
    done = subprocess.run(call, capture_output=True, env=environment, check=True)
    assert "Łódź" in done.stdout.decode("utf-8")
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="no file that stands for input")
def test_a_pipe_is_a_bibliography() -> None:
    call = [sys.executable, "-m", "ibidem", "check", "/dev/stdin"]
    done = subprocess.run(call, input=BOOK, capture_output=True, text=True)
    assert done.stdout == "1 entry, 0 errors, 0 warnings\n"
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that takes nothing")
def test_a_full_disk_is_told(book: str) -> None:
    with open("/dev/full", "w") as full:
        call = [sys.executable, "-m", "ibidem", "format", book]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1


def test_format_without_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", str(tmp_path / "none.bib")]) == 1
    assert "[missing-file]" in capsys.readouterr().err


def test_check_of_a_clean_file(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", book, "--strict"]) == 0
    assert capsys.readouterr().out == "1 entry, 0 errors, 0 warnings\n"


def test_check_counts_and_fails_on_damage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.bib"
    path.write_text(BOOK + "\n@article{broken, title = {never closed\n", encoding="utf-8")
    main(["check", str(path)])
    captured = capsys.readouterr()
    assert captured.err
    assert f"{path}:8:" in captured.err
    assert main(["check", str(path), "--strict"]) == 1


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"ibidem {ibidem.__version__}\n"


def test_no_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert "usage: ibidem" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes closed by the reader")
def test_reader_may_stop_reading() -> None:
    """`ibidem styles | head -1` ends without a traceback."""
    code = "import sys; from ibidem.cli import main; sys.exit(main(['styles']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) in (0, 1)


def test_export_reads_back_the_same(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", book]) == 0
    exported = tmp_path / "refs.json"
    exported.write_text(capsys.readouterr().out, "utf-8")
    again, first = (load_library([path])["knuth1984"] for path in (exported, book))
    assert again.as_dict() == first.as_dict()


def test_export_of_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "gone.bib")]) == 1
    captured = capsys.readouterr()
    assert captured.out == "[]\n"
    assert "no such file" in captured.err
