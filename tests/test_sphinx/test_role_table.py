"""What every role prints: tables of roles and keys in `roles/`, one for each style."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ibidem.sphinx.footcite import AUTHORS
from ibidem.sphinx.roles import ROLES
from test_sphinx.sites import Site

TABLES = sorted((Path(__file__).parent / "roles").glob("*.txt"))
LINE = re.compile(r"(?P<domain>cite|footcite):(?P<role>\w+) (?P<keys>.*?) \| (?P<printed>.*)")
WORKS: list[dict[str, Any]] = [
    {
        "id": "river",
        "type": "book",
        "title": "Rivers and <i>Roads</i>",
        "publisher": "Acme",
        "publisher-place": "Delft",
        "author": [{"family": "van den Berg", "given": "Anna"}],
        "issued": {"date-parts": [[2003]]},
    },
    {
        "id": "hands",
        "type": "article-journal",
        "title": "On hands",
        "container-title": "Journal of Hands",
        "volume": "7",
        "page": "1-9",
        "author": [
            {"family": family, "given": given}
            for family, given in (("Ap", "Al"), ("Be", "Bo"), ("Ci", "Cy"), ("Do", "Di"))
        ],
        "issued": {"date-parts": [[2001]]},
        "DOI": "10.1000/hands",
    },
    {
        "id": "anon",
        "type": "webpage",
        "title": "A page by nobody",
        "URL": "https://example.org/nobody",
    },
]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_roles(site: Site, table: Path) -> None:
    expected = table.read_text("utf-8").splitlines()
    cases = [match for line in expected if (match := LINE.fullmatch(line))]
    site.write_works(WORKS)
    # A full stop of its own stands behind every role: it is never printed twice.
    roles = [f"See :{case['domain']}:{case['role']}:`{case['keys']}`." for case in cases]
    ends = [".. rubric:: Notes", ".. footbibliography::", ".. bibliography::"]
    site.write({"index.rst": "\n\n".join(["Page\n====", *roles, *ends]) + "\n"})
    built = site.build("text", ibidem_style=table.stem, suppress_warnings=["ibidem.no-address"])
    assert built.warnings == ""
    running, lists = built.read("index.txt").split("\n-[ Notes ]-\n")
    blocks = re.split(r"\n\n+", running.strip())[1:]
    printed = [
        f"{case['domain']}:{case['role']} {case['keys']} | {_one_line(block)[3:].strip()}"
        for case, block in zip(cases, blocks, strict=True)
    ]
    entries = [_one_line(entry) for entry in re.split(r"\n+(?=\S)", lists.strip())]
    assert [*printed, "", *entries] == expected


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_tables_have_every_role(table: Path) -> None:
    cases = map(LINE.fullmatch, table.read_text("utf-8").splitlines())
    found = {(case["domain"], case["role"], case["keys"].count(",")) for case in cases if case}
    roles = [("cite", role) for role in ROLES] + [("footcite", role) for role in AUTHORS]
    assert {(*role, commas) for role in roles for commas in range(3)} <= found


def _one_line(text: str) -> str:
    return " ".join(text.split())
