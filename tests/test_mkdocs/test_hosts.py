"""One site, built by every host that runs Python-Markdown: the same text, ids and links."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
import yaml

HOSTS = ("mkdocs", "properdocs", "zensical")
ITEMS = """
@book{doe, author = {Doe, Jane}, title = {First & <last>}, year = 2020, doi = {10.1/x}}
@book{roe, author = {Roe, Rex}, title = {Second}, year = 2021}
@book{doe20b, author = {Doe, Jane}, title = {Third}, year = 2020}
"""
PAGES = {
    "index.md": "# Home [@doe]\n\n[see *x* @doe, p. 3; @roe] and @roe [p. 4].\n\n"
    "`[@doe]` me@doe.org https://x.org/@doe \\@doe\n\n## Part\n\n[@doe20b]\n",
    "sub/page.md": "---\ncsl: ibidem-numeric\nnocite: '@roe'\n---\n\n# Page\n\n"
    "[see [home](../index.md) @doe]\n\n[[bibliography]]\n\nEnd.\n",
}


def build(
    host: str, root: Path, options: dict[str, object], *, above: bool = False
) -> subprocess.CompletedProcess[str]:
    """Build the site with the options under `markdown_extensions`, where every host reads them; from
    the folder of the site, or from the one `above`, without plugins."""
    if importlib.util.find_spec(host) is None:
        pytest.skip(f"{host} is not installed")
    for name, text in PAGES.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "refs.bib").write_text(ITEMS, "utf-8")
    config: dict[str, object] = {
        "site_name": "Test",
        "site_url": "https://example.org/",
        "markdown_extensions": [
            "toc",
            {"ibidem": {"bibliography": "refs.bib", "style": "ibidem-author-date", **options}},
        ],
    }
    if host != "zensical":
        config["plugins"] = ["search"] if above else ["search", "ibidem"]
        config["theme"] = "mkdocs"
    name = "properdocs.yml" if host == "properdocs" else "mkdocs.yml"
    (root / name).write_text(yaml.safe_dump(config), "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", host, "build", "-f", str(Path(root.name, name) if above else name)],
        cwd=root.parent if above else root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def facts(root: Path, name: str) -> dict[str, object]:
    """What of a page is ours: the text, ids and targets of its citations and its list."""
    html = (root / "site" / name / "index.html").read_text("utf-8")
    citations = re.findall(r'<span class="citation".*?</span>(?=[ .<])', html)
    entries = re.findall(r'<div class="csl-entry".*', html)
    text = [unescape(re.sub(r"<[^>]*>", "", part)) for part in (*citations, *entries)]
    return {
        "text": text,
        "ids": re.findall(r'id="((?:citation|ref)[^"]*)"', html),
        "links": re.findall(r'href="([^"]*)"', "".join((*citations, *entries))),
        "headings": re.findall(r'<h\d id="([^"]*)"', html),
        "left alone": re.findall(r"me@doe\.org|https://x\.org/@doe| @doe\b", html),
        "code": "<code>[@doe]</code>" in html,
    }


def search_text(root: Path) -> dict[str, str]:
    """What the search reads of the sections of each page: letters and signs, without spaces. Hosts
    name and divide their indexes in their own ways."""
    index = root / "site" / "search" / "search_index.json"
    if index.is_file():
        documents = json.loads(index.read_text("utf-8"))["docs"]
        sections = [found for found in documents if "#" in found["location"]]
    else:
        sections = json.loads((root / "site" / "search.json").read_text("utf-8"))["items"]
    texts: dict[str, str] = {}
    for section in sections:
        page = section["location"].partition("#")[0]
        plain = unescape(re.sub(r"<[^>]*>", "", section["text"]))
        texts[page] = texts.get(page, "") + re.sub(r"\s", "", plain)
    return texts


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the extension gives without any host around it."""
    root = tmp_path_factory.mktemp("mkdocs")
    done = build("mkdocs", root, {})
    assert done.returncode == 0, done.stderr
    assert "no such anchor" not in done.stdout + done.stderr
    pages = {name: facts(root, name) for name in ("", "sub/page")}
    return {**pages, "search": dict[str, object](search_text(root))}


def test_the_measure_is_not_empty(expected: dict[str, dict[str, object]]) -> None:
    home = expected[""]
    assert home["headings"] == ["home", "part"]
    assert home["code"]
    assert len(list(home["text"])) == 7  # type: ignore[call-overload]
    assert "(Doe 2020a)" in list(home["text"])  # type: ignore[call-overload]
    assert home["left alone"] == ["me@doe.org", "https://x.org/@doe", " @doe"]
    assert expected["search"] == {
        "": "(seexDoe2020a,p.3;Roe2021)andRoe(2021,p.4).[@doe]me@doe.orghttps://x.org/@doe@doe"
        "(Doe2020b)",
        "sub/page/": "[seehome1]End.",
    }
    assert "../../" in list(expected["sub/page"]["links"])  # type: ignore[call-overload]


@pytest.mark.parametrize("host", HOSTS[1:])
def test_same_pages(host: str, tmp_path: Path, expected: dict[str, dict[str, object]]) -> None:
    done = build(host, tmp_path, {})
    assert done.returncode == 0, done.stderr
    assert "no such anchor" not in done.stdout + done.stderr
    assert facts(tmp_path, "") == expected[""]
    assert facts(tmp_path, "sub/page") == expected["sub/page"]
    assert search_text(tmp_path) == expected["search"]


@pytest.mark.parametrize("host", HOSTS)
def test_titles(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "sub/page.md", "# Notes on @roe ([@doe])\n")
    monkeypatch.setitem(PAGES, "sub/roe.md", "# @roe\n")
    assert build(host, tmp_path, {}).returncode == 0
    for name, title in (("page", "Notes on Roe"), ("roe", "Roe (2021)")):
        html = (tmp_path / "site" / "sub" / name / "index.html").read_text("utf-8")
        assert f"<title>{title} - Test</title>" in html


@pytest.mark.parametrize("host", HOSTS)
def test_unknown_keys(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said with page and line by every host; an error ends the build."""
    monkeypatch.setitem(PAGES, "sub/page.md", "---\ntitle: T\n---\n\n[@deo]\n")
    done = build(host, tmp_path, {})
    assert done.returncode == 0
    assert "sub/page.md:5: no bibliography file has the key 'deo'" in done.stdout + done.stderr
    assert build(host, tmp_path / "strict", {"unknown": "error"}).returncode != 0


@pytest.mark.parametrize("host", HOSTS)
def test_findings_about_the_options(host: str, tmp_path: Path) -> None:
    """Told once, and not for each page."""
    options: dict[str, object] = {"style": "apaa", "tooltips": 3, "nocite": ["@deo"]}
    done = build(host, tmp_path, options)
    for finding in ('no style "apaa"', "'tooltips' must be", "has the key 'deo'"):
        assert (done.stdout + done.stderr).count(finding) == 1


@pytest.mark.parametrize("host", HOSTS)
def test_fixed_scope(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one scope with a common list that every host can do."""
    monkeypatch.setitem(PAGES, "works.md", "# Works\n")
    monkeypatch.setitem(PAGES, "late.md", "---\ncsl: ibidem-numeric\n---\n\n[@doe20b]\n")
    monkeypatch.setitem(PAGES, "year.md", "[@doe20b]\n")
    options: dict[str, object] = {"scope": "fixed", "bibliography_page": "works.md"}
    assert build(host, tmp_path, options).returncode == 0
    page = (tmp_path / "site" / "sub" / "page" / "index.html").read_text("utf-8")
    assert re.search(r'href="../../works/#ref-doe"', page)
    works = (tmp_path / "site" / "works" / "index.html").read_text("utf-8")
    assert works.count('class="csl-entry"') == 3
    assert facts(tmp_path, "late")["text"] == ["[3]"]
    assert facts(tmp_path, "year")["text"] == ["(Doe 2020b)"]


@pytest.mark.parametrize("host", HOSTS)
def test_from_another_folder(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are relative to the configuration, also where the extension stands alone."""
    beside = "---\nbibliography: near.bib\n---\n\n[@near]\n\n[@deo]\n"
    monkeypatch.setitem(PAGES, "sub/page.md", beside)
    monkeypatch.setitem(PAGES, "sub/near.bib", "@book{near, author = {Near, N}, year = 2020}")
    root = tmp_path / "house" / "site"
    done = build(host, root, {}, above=True)
    assert done.returncode == 0, done.stderr
    assert "(Doe 2020a)" in facts(root, "")["text"]  # type: ignore[operator]
    assert "(Near 2020)" in facts(root, "sub/page")["text"]  # type: ignore[operator]
    said = done.stdout + done.stderr
    assert "no such file" not in said
    assert "sub/page.md:7: no bibliography file has the key 'deo'" in said


@pytest.mark.parametrize("host", HOSTS)
def test_a_list_page_that_is_not_there(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told once, with what was meant, and each page has its list."""
    monkeypatch.setitem(PAGES, "works.md", "# Works\n")
    options: dict[str, object] = {"scope": "fixed", "bibliography_page": "wroks.md"}
    done = build(host, tmp_path, options)
    finding = "there is no page 'wroks.md' for the list; the scope is 'page' now"
    assert (done.stdout + done.stderr).count(f'{finding} (did you mean "works.md"?)') == 1
    page = (tmp_path / "site" / "sub" / "page" / "index.html").read_text("utf-8")
    assert 'href="#ref-doe"' in page


def test_zensical_toml_of_the_manual(tmp_path: Path) -> None:
    if importlib.util.find_spec("zensical") is None:
        pytest.skip("zensical is not installed")
    manual = (Path(__file__).parents[2] / "docs" / "mkdocs.md").read_text("utf-8")
    (source,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    (tmp_path / "zensical.toml").write_text(source, "utf-8")
    (tmp_path / "refs.bib").write_text(ITEMS, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n\n[@doe]\n", "utf-8")
    (tmp_path / "docs" / "references.md").write_text("# References\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "[config." not in done.stdout + done.stderr
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert re.search(r'href="references/#ref-doe"', page)
    works = (tmp_path / "site" / "references" / "index.html").read_text("utf-8")
    assert works.count('class="csl-entry"') == 3
