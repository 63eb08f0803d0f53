"""Lists hold the same works in the same order as those of sphinxcontrib-bibtex."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import html as lxml_html

BOOKS = """\
@book{a1, author={Alpha, Ann}, title={Title AAA}, year={2001}, publisher={P}, keywords={x}}
@article{b2, author={Beta, Bob and Alpha, Ann}, title={Title BBB}, year={1999}, journal={Einstein}}
@inproceedings{c3, author={Gamma, Carl}, title={Title CCC}, year={2003}, booktitle={Conf}}
@phdthesis{d4, author={Delta, Di}, title={Title DDD}, year={2010}, school={S}}
@misc{e5, author={Eps, Ed}, title={Title EEE}, note={no year}}
@techreport{f6, author={Zeta, Zoe}, title={Title FFF}, year={1990}, institution={I}, number={12}}
@incollection{g7, author={Eta, Eve}, editor={Alpha, Ann}, title={Title GGG}, year={2005},
  booktitle={Coll}, publisher={P}}
"""
MORE = """\
@book{h8, author={Theta, Tom}, title={Title HHH}, year={2007}, publisher={P}}
@mastersthesis{i9, author={Iota, I}, title={Title AAB}, year={2000}, school={S}}
@manual{j1, author={Jay, J}, title={Title AAC}, year={2000}, organization={O}, edition={2}}
@proceedings{k1, editor={Kay, K}, title={Title AAD}, year={2000}, publisher={Q}, volume={3}}
@booklet{l1, author={Ell, L}, title={Title AAE}, howpublished={HH}, year={2002}}
@unpublished{m1, author={Em, M}, title={Title AAF}, note={NN}}
@inbook{n1, author={En, N}, title={Title AAG}, chapter={3}, pages={1--2}, publisher={Q}, year={1980}}
@misc{o1, author={Oh, O}, title={Title AAH}, howpublished={Web}, url={https://x.org}, year={2011},
  month=jan, eprint={1234.5678}, archiveprefix={arXiv}, doi={10.1/2}}
"""
FILTERS = """\
True
False
cited
not cited
cited and year
year > "2000"
year <= "1999" or not year
"2001" < year
author % "alpha"
author == "Gamma, Carl"
editor % "Alpha"
type == "book"
type in {"book", "article"}
type == "misc"
type == "techreport" or type == "phdthesis"
type == "mastersthesis"
type == "inproceedings" or type == "incollection"
type == "manual" or type == "proceedings" or type == "booklet" or type == "unpublished"
key == "a1"
key % "[abc]\\d"
docname in docnames
{"two"} & docnames
cited and ({"one", "two"} >= docnames)
{"one"} == docnames
"one" in docnames
docname == "one"
cited != True
journal % "einstein"
number == "12"
"x" in keywords
title % "title (a|b)"
booktitle
not publisher
school or institution
organization or howpublished
note % "no"
year in {"1999", "2003"}
volume > "1" or edition or chapter
url or doi or eprint or archiveprefix or month
"""
OTHERS = [
    (".. bibliography::", ""),
    (".. bibliography::\n   :all:", ""),
    (".. bibliography::\n   :notcited:", ""),
    (".. bibliography::\n   :list: bullet\n   :all:", ""),
    (".. bibliography::\n   :list: enumerated\n   :all:\n   :start: continue", ""),
    (".. bibliography::\n   :filter: False", "   a1\n   d4"),
    (".. bibliography::", "   f6"),
    (".. bibliography:: more.bib\n   :all:", ""),
    (".. bibliography:: more.bib", ""),
    (".. bibliography:: books.bib\n   :notcited:", ""),
    (".. bibliography:: more.bib\n   :filter: False", "   h8"),
    # Works without an author are sorted by their editor here, before all others there.
    (".. bibliography::\n   :style: plain\n   :filter: author", ""),
]
LISTS = [
    *((f".. bibliography::\n   :filter: {source}", "") for source in FILTERS.splitlines()),
    *OTHERS,
]
SILENT = [f"bibtex.duplicate_{kind}" for kind in ("citation", "local_citation", "label")]
CONFIGS = {
    "theirs": (
        "extensions = ['sphinxcontrib.bibtex']\nbibtex_bibfiles = ['books.bib', 'more.bib']\n"
        f"bibtex_default_style = 'unsrt'\nsuppress_warnings = {SILENT}\n"
    ),
    "ours": (
        "extensions = ['ibidem.sphinx']\nibidem_bibliography = ['books.bib', 'more.bib']\n"
        "ibidem_style = 'ibidem-numeric'\n"
    ),
}


def read_lists(folder: Path, config: str) -> list[list[str]]:
    """The last words of the titles in each list, as one of the two extensions prints them."""
    folder.mkdir()
    marked = "\n\n".join(
        ".. container:: marked\n\n" + f"{head}\n\n{content}\n".replace("\n", "\n   ")
        for head, content in (("   " + head, content) for head, content in LISTS)
    )
    files = {
        "conf.py": config + "html_theme = 'basic'\n",
        "books.bib": BOOKS,
        "more.bib": MORE,
        "index.rst": "H\n=\n\n.. toctree::\n\n   two\n   one\n   lists\n",
        "one.rst": "One\n===\n\n:cite:`c3` :cite:`a1`\n",
        "two.rst": "Two\n===\n\n:cite:`b2` :cite:`c3` :cite:`h8`\n",
        "lists.rst": f"Lists\n=====\n\n:cite:`a1`\n\n{marked}\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "out"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = lxml_html.parse(str(folder / "out" / "lists.html")).getroot()
    found = [element.text_content() for element in page.find_class("marked")]
    return [re.findall("title ([a-h]{3})", text.lower()) for text in found]


@pytest.mark.skipif(
    find_spec("sphinxcontrib") is None or find_spec("sphinxcontrib.bibtex") is None,
    reason="sphinxcontrib-bibtex is not installed",
)
def test_same_works_in_the_same_order(tmp_path: Path) -> None:
    ours, theirs = (read_lists(tmp_path / kind, CONFIGS[kind]) for kind in ("ours", "theirs"))
    for (head, content), mine, other in zip(LISTS, ours, theirs, strict=True):
        assert mine == other, (head, content)
    assert sum(map(len, ours)) > 150
