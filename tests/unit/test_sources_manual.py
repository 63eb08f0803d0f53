"""The manual's pages about bibliographies say what the readers do."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCES = ROOT / "src" / "ibidem" / "sources"

FINDING = re.compile(r"(?:Diagnostic|\bsay)\(\s*\"([a-z.-]+)\"")
BIBTEX_FINDING = re.compile(
    r"(?:complain|_say|report)\(\s*\"(?:bibtex\.)?([a-z-]+-[a-z-]+|unreadable)\""
)


def test_every_code_is_listed() -> None:
    """Neither a code without its meaning nor a meaning without its code."""
    code = "".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.py")))
    bibtex = "".join(path.read_text("utf-8") for path in sorted((SOURCES / "bibtex").glob("*.py")))
    said = {*FINDING.findall(code), *(f"bibtex.{name}" for name in BIBTEX_FINDING.findall(bibtex))}
    page = (DOCS / "sources.md").read_text("utf-8")
    listed = re.findall(
        r"^\| `([a-z.-]+)` \|", page.partition("## What you may be told")[2], re.MULTILINE
    )
    assert len(listed) == len(set(listed)) > 20
    assert set(listed) - said <= {"bibtex.unknown-parent", "bibtex.circular-parent"}
    assert said <= set(listed)
