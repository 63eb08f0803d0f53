"""The end of a process. Each case is a program of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from separate import run_program

HEAD = """
import atexit, gc, io, sys
from ibidem.collector import end_quickly
class Cycle:
    def __init__(self, *kept):
        self.own, self.kept = self, kept
atexit.register(lambda: print("spared" if gc.get_freeze_count() else "looked through"))
end_quickly()
"""


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("Cycle([])", ["spared"]),
        ("end_quickly()\nCycle(io.StringIO(), io.BytesIO())", ["spared"]),
        (
            "class Last(Cycle):\n    def __del__(self): print('gone')\nLast()",
            ["looked through", "gone"],
        ),
        (
            "def wait():\n    try:\n        yield\n    finally:\n        print('gone')\n"
            "waiting = wait()\nnext(waiting)\nCycle(waiting)",
            ["looked through", "gone"],
        ),
        ("made = (n for n in [1])\nlist(made)\nCycle(made)", ["spared"]),
        ("import zipfile\nCycle(zipfile.ZipFile(io.BytesIO(), 'w'))", ["looked through"]),
    ],
    ids=["memory", "streams", "finalizer", "generator", "generator at its end", "archive"],
)
def test_the_last_look_is_spared_where_nobody_notices(program: str, printed: list[str]) -> None:
    assert run_program(f"{HEAD}{program}")[0].splitlines() == printed


@pytest.mark.parametrize("mode", ["w", "wb", "r+b"])
def test_what_has_been_written_is_in_the_file(tmp_path: Path, mode: str) -> None:
    """Also of files that nobody has closed."""
    path = tmp_path / "file"
    path.touch()
    text = "b'text'" if "b" in mode else "'text'"
    program = f"file = open(sys.argv[1], {mode!r})\nfile.write({text})\nCycle(file)\ndel file"
    assert run_program(f"{HEAD}{program}", str(path))[0] == "spared\n"
    assert path.read_text("utf-8") == "text"


def test_closed_files_and_those_without_readers_do_no_harm() -> None:
    program = """
import os
end, start = os.pipe()
lost, closed = open(start, "w"), open(os.devnull, "w")
os.close(end)
lost.write("text")
closed.close()
Cycle(lost, closed)
"""
    assert run_program(f"{HEAD}{program}")[0] == "spared\n"


@pytest.mark.parametrize(
    ("count", "last", "printed"),
    [
        (50_000, "Cycle()", ["spared"]),
        (50_000, "class Last(Cycle):\n    def __del__(self): print('gone')\nLast()",
         ["looked through", "gone"]),
        (100, "Cycle()", ["looked through"]),
    ],
    ids=["much", "much and a finalizer", "little"],
)  # fmt: skip
def test_scripts_that_format_much_end_quickly(count: int, last: str, printed: list[str]) -> None:
    head = HEAD.replace("end_quickly()", "from ibidem.collector import paused_collector")
    program = f"with paused_collector():\n    made = [Cycle() for _ in range({count})]\n{last}"
    assert run_program(f"{head}{program}")[0].splitlines() == printed


SPHINX = "from sphinx.cmd.build import main\nmain(['-q', sys.argv[1], sys.argv[1] + '/_build'])"
MKDOCS = "import os\nos.chdir(sys.argv[1])\nfrom mkdocs.__main__ import cli\ncli(['build', '-q'])"


@pytest.mark.parametrize("program", [SPHINX, MKDOCS], ids=["Sphinx", "MkDocs"])
def test_hosts_end_quickly(tmp_path: Path, program: str) -> None:
    head = HEAD.replace("end_quickly()", "")
    (tmp_path / "conf.py").write_text("extensions = ['ibidem.sphinx']", "utf-8")
    (tmp_path / "index.rst").write_text("Home\n====\n", "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nplugins: [ibidem]\n", "utf-8")
    assert run_program(f"{head}{program}", str(tmp_path))[0].splitlines()[-1] == "spared"


@pytest.mark.parametrize(
    ("last", "printed"),
    [
        ("", ["kept", "spared"]),
        ("waiting = iterate()\nnext(waiting)", ["let go", "looked through"]),
    ],
    ids=["nothing else", "a generator that waits"],
)
def test_what_was_read_is_not_taken_apart(last: str, printed: list[str]) -> None:
    program = f"""
from ibidem import Item
def iterate():
    yield
item = Item("doe", "book")
references = sys.getrefcount(item)
atexit.register(lambda: print("kept" if sys.getrefcount(item) > references else "let go"))
end_quickly()
{last}
"""
    assert run_program(f"{HEAD}{program}")[0].splitlines() == printed
