"""Hosts set the user's locale (Sphinx does, in the end of its command): files are read as before."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from separate import run_program

PROGRAM = """
import locale, sys
locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
from ibidem import load_library
library = load_library([sys.argv[1]])
print(library["doe"].dates["issued"].parts, library["doe"].fields["note"], list(library.diagnostics))
"""

ENTRY = '@misc{doe, year = 2020, month = "3~" # oct, note = may # " and " # dec}'


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locale in which months have names of their own."""
    made = tmp_path / "de_DE.UTF-8"
    command = shutil.which("localedef")
    if command is None:
        pytest.skip("localedef is not there to make a locale")
    done = subprocess.run(
        [command, "-i", "de_DE", "-f", "UTF-8", made], capture_output=True, check=False
    )
    if not made.is_dir():
        pytest.skip(f"localedef makes no German locale: {done.stderr.decode()}")
    monkeypatch.setenv("LOCPATH", str(tmp_path))


@pytest.mark.usefixtures("german")
def test_months_of_bibtex_are_english(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(ENTRY, "utf-8")
    printed, _ = run_program(PROGRAM, str(tmp_path / "refs.bib"))
    assert printed == "((2020, 10, 3),) May and December []\n"
