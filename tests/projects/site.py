"""The part of a project's documentation that can be built without the project: pages and docstrings.

Its own extensions are left out, so its pages are full of warnings; only those about citations count.
So are styles that its `conf.py` defines: the peer stops where an option names one.
"""

from __future__ import annotations

import ast
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import GoogleDocstring, NumpyDocstring

PEER = "sphinxcontrib.bibtex"

SOURCES = frozenset((".rst", ".md", ".txt", ".inc", ".bib"))

DOCSTRINGS = "all_docstrings"
"""The page with every docstring that cites."""

CONF = """\
extensions = ["myst_parser", {extension!r}]
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "html_image"]
exclude_patterns = ["**/_build"]
root_doc = {root!r}
"""


def find_conf(project: Path) -> Path | None:
    """The `conf.py` that loads the peer."""
    for conf in sorted(project.rglob("conf.py")):
        if PEER in conf.read_text("utf-8", "replace"):
            return conf
    return None


def read_options(conf: Path) -> dict[str, object]:
    """The values named `bibtex_…` that stand there as literals; files that are not there dropped."""
    options: dict[str, object] = {}
    for node in ast.parse(conf.read_text("utf-8", "replace")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.startswith("bibtex_"):
                try:
                    options[name] = ast.literal_eval(node.value)
                except ValueError:
                    continue  # it is computed
    files = options.get("bibtex_bibfiles")
    if not isinstance(files, list) or not all(
        (conf.parent / str(file)).is_file() for file in files
    ):
        files = [str(path.relative_to(conf.parent)) for path in sorted(conf.parent.rglob("*.bib"))]
    return {**options, "bibtex_bibfiles": files}


def write_site(project: Path, conf: Path, folder: Path, extension: str) -> None:
    """The sources of a site that cites by this extension."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in conf.parent.rglob("*"):
        if path.suffix in SOURCES and path.is_file():
            copy = folder / path.relative_to(conf.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    (folder / f"{DOCSTRINGS}.rst").write_text(_page_of_docstrings(project), "utf-8")
    has_root = any((folder / f"index{suffix}").exists() for suffix in (".rst", ".md"))
    text = CONF.format(extension=extension, root="index" if has_root else DOCSTRINGS)
    (folder / "conf.py").write_text(text + _assignments(read_options(conf)), "utf-8")


def _assignments(options: Mapping[str, object]) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in options.items())


def _page_of_docstrings(project: Path) -> str:
    lines = [":orphan:", "", "Docstrings", "=========="]
    for number, docstring in enumerate(_citing_docstrings(project)):
        lines += ["", f".. py:function:: function_{number}", "   :no-index:", ""]
        lines.append(textwrap.indent(docstring, "   "))
    return "\n".join(lines) + "\n"


def _citing_docstrings(project: Path) -> Iterator[str]:
    config: Any = Config()
    for path in sorted(project.rglob("*.py")):
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue  # a template, or a test of bad input
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)):
                docstring = ast.get_docstring(node) or ""
                if ":cite:" in docstring or ":footcite:" in docstring:
                    google = str(GoogleDocstring(docstring, config))
                    yield str(NumpyDocstring(google, config))
