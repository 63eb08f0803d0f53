"""Imports run one way: checked by the contracts in pyproject.toml and in a fresh process."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ibidem"
HOSTS = ("docutils", "markdown", "mkdocs", "sphinx")
MODULES = sorted(SOURCE.rglob("*.py"))
MANY_MODULES = 8
PACKAGES = [
    path.parent
    for path in MODULES
    if path.name == "__init__.py"
    and path.parent != SOURCE
    and len(list(path.parent.glob("*.py"))) > MANY_MODULES
]

LONGEST_FILE = 500
LONGEST_FUNCTION = 60


def test_contracts() -> None:
    """import-linter finds no broken contract."""
    code = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", code, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def find_compiled() -> list[Path]:
    """What wheels hold as machine code."""
    table = (ROOT / "pyproject.toml").read_text("utf-8").partition("hooks.mypyc]")[2]
    taken, left = (_find_listed(table, name) for name in ("include", "exclude"))
    return sorted(taken - left)


def _find_listed(table: str, name: str) -> set[Path]:
    found = re.search(rf"^{name} = (\[.*?^\])", table, re.MULTILINE | re.DOTALL)
    assert found, f"the hook has no {name}"
    return {path for pattern in ast.literal_eval(found[1]) for path in ROOT.glob(pattern)}


@pytest.mark.parametrize("path", find_compiled(), ids=lambda path: path.stem)
def test_what_is_compiled_keeps_values_by_itself(path: Path) -> None:
    """To mypyc `cached_property` is a property like others: the value would be made each time."""
    assert "cached_property" not in path.read_text("utf-8")


@pytest.mark.parametrize("module", ["ibidem", "ibidem.cli"])
def test_core_loads_no_host(module: str) -> None:
    """The core works without a host, and does not load one that is there."""
    code = (
        f"import sys, {module}\n"
        f"print(*sorted({{name.partition('.')[0] for name in sys.modules}} & set({HOSTS!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("host", ["markdown", "mkdocs", "sphinx"])
def test_adapters_load_only_their_host(host: str) -> None:
    """Sphinx users need no MkDocs, and the other way round."""
    others = {"sphinx": ("markdown", "mkdocs"), "markdown": ("sphinx", "docutils", "mkdocs")}
    banned = others.get(host, ("sphinx", "docutils"))
    code = (
        f"import sys, ibidem.{host}\n"
        f"print(*sorted({{name.partition('.')[0] for name in sys.modules}} & set({banned!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_size(path: Path) -> None:
    """No file and no function is longer than a reader can hold in mind."""
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    long = [
        f"{node.name}: {lines} lines"
        for node, lines in _functions(ast.parse(source))
        if lines > LONGEST_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_docstring(path: Path) -> None:
    """Every module says what it is for."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_map(package: Path) -> None:
    """A package of many modules says which of them is for what."""
    text = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    named = set(re.findall(r"`([a-z_]+)`", text))
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert modules <= named, "say in its docstring what each is for"


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1
