"""Pages formatted by a second process before they are converted: the same site as without it.

The builds are processes of their own: pytest has threads, and then there is no second one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from growth import grows_linearly
from ibidem.config import read_config
from ibidem.markdown import Project, load_project
from ibidem.mkdocs.preview import preview
from separate import ONE_CORE, needs_two_cores, run_program
from test_mkdocs.conftest import Site

SAYS = re.compile(r"(\d+) pages were formatted by a second process")

BREAKS_OFF = """
import ibidem.mkdocs.ahead as ahead
real, count = ahead.preview, 0
def preview(*parts):
    global count
    count += 1
    if count > 3:
        raise RuntimeError("not to be printed")
    return real(*parts)
ahead.preview = preview
"""

LEAVES_NONE = """
import mmap, time
import ibidem.mkdocs.ahead as ahead
real, seen = ahead.preview, mmap.mmap(-1, 1)
def preview(*parts):
    seen[0] += 1
    return real(*parts)
def begin(shares, task):
    shares._begun[task] = 1
    return True
def come_to(shares, task):
    while not shares._begun[task] and seen[0] < task + 2:
        time.sleep(0.001)
    return shares._begun[task]
ahead.preview, ahead.Shares.begin, ahead.Shares.come_to = preview, begin, come_to
"""
"""The second process sees to all pages that cite, however long the host has to wait."""

LEAVES_MOST = """
import ibidem.mkdocs.ahead as ahead
ahead.Shares.begin = ahead.Shares.come_to = lambda shares, task: task % 3 == 0
"""

COUNTS_CALLS = """
import atexit, os
from ibidem import Session
host, calls, format = os.getpid(), [], Session.format
def counted(session, citations, **options):
    calls.extend([citations] if citations else [])
    return format(session, citations, **options)
Session.format = counted
atexit.register(lambda: os.getpid() == host and print(len(calls), "calls"))
"""
CALLS = re.compile(r"(\d+) calls")
"""How often the host has formatted citations itself."""

PLAIN = [
    "# One\n\nFirst [@doe] and [see @roe, pp. 3-5; -@doe20b, chap. 2].\n",
    "# Two\n\n@roe says, as @doe [p. 3; @roe] does: [*see* @doe, p. 1 and *more*].\n",
    "# Three\n\nNothing is cited, mail a@b.org.\n",
    "# Four\n\n- item [@roe]\n- item [@doe]\n\n> quoted [@doe20b]\n\n## [@doe]\n",
]
"""Of pages like these all is known before."""
ODD = [
    "---\nstyle: ibidem-numeric\n---\n# Style\n\n[@doe; @roe]\n",
    "---\nnocite: '@roe'\n---\n# Uncited\n\n[@doe]\n",
    "---\nreferences: [{id: own, title: Own, type: book}]\n---\n# Own\n\n[@own]\n",
    "# Code\n\n`[@doe]` and [@roe].\n\n```\n[@doe]\n```\n\n    [@doe20b]\n",
    "# Notes\n\nA note.[^1] Then [@doe].\n\n[^1]: With [@roe].\n",
    "# Lists\n\n[@doe]\n\n[[bibliography group-by=year]]\n\n[[entry @roe]]\n",
    "# All\n\n[@doe]\n\n[[full_bibliography]]\n",
    "# Unknown\n\n[@nobody] and [@doe].\n",
    "# Links\n\n[text @doe](https://x.org) and [@roe][ref], <!-- [@doe] --> [@doe20b]\n\n[ref]: https://y.org\n",
    "# Nested\n\n[see @doe, and [@roe] for more]\n",
    "# Nothing cited\n\nMail a@b.org.\n\n[[bibliography]]\n",
    "# Attributes\n\n<span title='[@doe]'>[@roe]</span> \\[@doe] \\@doe\n",
]


@pytest.fixture
def pages(site: Site) -> Site:
    texts = [*PLAIN, *ODD]
    site.pages = {f"page{number:02}.md": text for number, text in enumerate(texts)}
    site.config["markdown_extensions"] = ["footnotes", "attr_list", "smarty"]
    return site


def build(site: Site, output: str, before: str = "") -> str:
    """What MkDocs says; `before` is done before it starts."""
    site.write()
    program = f"{before}\nfrom mkdocs.__main__ import cli\ncli()"
    printed, said = run_program(program, "build", "-v", "-d", output, folder=site.root)
    return printed + said


def read(site: Site, output: str) -> dict[str, str]:
    """The files of a site, without the time of its build."""
    folder = site.root / output
    texts = {path.relative_to(folder): path.read_text("utf-8") for path in folder.rglob("*.html")}
    texts[Path("search")] = (folder / "search" / "search_index.json").read_text("utf-8")
    return {str(name): re.sub("Build Date.*", "", text) for name, text in texts.items()}


def warnings(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("WARNING")]


@needs_two_cores
@pytest.mark.parametrize(
    "style", ["ibidem-author-date", "ibidem-numeric", "chicago-notes-bibliography"]
)
@pytest.mark.parametrize("scope", ["page", "fixed", "site"])
def test_the_site_is_that_of_one_process(pages: Site, style: str, scope: str) -> None:
    pages.plugin |= {"style": style, "scope": scope}
    if scope != "page":
        pages.plugin["bibliography_page"] = "page06.md"
    said = build(pages, "two")
    said_alone = build(pages, "one", ONE_CORE)
    assert SAYS.search(said)
    assert not SAYS.search(said_alone)
    assert read(pages, "two") == read(pages, "one")
    assert warnings(said) == warnings(said_alone)
    assert any("nobody" in line for line in warnings(said))


@needs_two_cores
@pytest.mark.parametrize("scope", ["page", "site"])
@pytest.mark.parametrize("before", ["", ONE_CORE, BREAKS_OFF], ids=["two", "one", "broken off"])
def test_what_was_read_is_kept(pages: Site, scope: str, before: str) -> None:
    """By the second process behind the last page, or by the host where there is none, or no more."""
    pages.plugin["scope"] = scope
    pages.plugin["bibliography_page"] = "page06.md" if scope == "site" else ""
    build(pages, "site", before)
    folder = pages.root / ".cache" / "ibidem"
    assert [path.suffix for path in folder.glob("*.bibcache")] == [".bibcache"]


@needs_two_cores
@pytest.mark.parametrize(
    ("begins", "taken"), [("", range(16)), (LEAVES_NONE, [15]), (LEAVES_MOST, [5])]
)
def test_it_is_of_use(site: Site, begins: str, taken: Collection[int]) -> None:
    """What the host does not take it formats itself. 5 pages cite nothing."""
    site.pages = {f"page{number:02}.md": PLAIN[number % 4] for number in range(20)}
    said = build(site, "two", COUNTS_CALLS + begins)
    found = SAYS.search(said)
    assert found is not None
    assert int(found[1]) in taken
    assert CALLS.findall(said) == [str(15 - int(found[1]))]
    build(site, "one", ONE_CORE)
    assert read(site, "two") == read(site, "one")


@needs_two_cores
def test_a_second_process_that_breaks_off_is_not_missed(pages: Site) -> None:
    said = build(pages, "two", BREAKS_OFF)
    said_alone = build(pages, "one", ONE_CORE)
    assert SAYS.search(said)
    assert read(pages, "two") == read(pages, "one")
    assert warnings(said) == warnings(said_alone)


READS_OTHER_FILES = """
import os
import ibidem.mkdocs.ahead as ahead
ahead.Readings.fingerprint = property(lambda readings: os.getpid())
"""


@needs_two_cores
@pytest.mark.parametrize("scope", ["page", "site"])
def test_pages_of_a_process_that_has_read_something_else_are_not_taken(
    pages: Site, scope: str
) -> None:
    pages.plugin["scope"] = scope
    pages.plugin["bibliography_page"] = "page06.md" if scope == "site" else ""
    said = build(pages, "two", READS_OTHER_FILES)
    said_alone = build(pages, "one", ONE_CORE)
    assert SAYS.findall(said) == ["0"]
    assert read(pages, "two") == read(pages, "one")
    assert warnings(said) == warnings(said_alone)


FILLS_A_PIPE = """
import os, subprocess
os.mkdir("pipes")
os.mkfifo("pipes/pipe.bib")
filler = subprocess.Popen("cat refs.bib > pipes/pipe.bib", shell=True)
"""


@needs_two_cores
@pytest.mark.parametrize("named", ["pipes/pipe.bib", "pipes"])
def test_a_pipe_is_read_once(pages: Site, named: str) -> None:
    said_alone = build(pages, "one", ONE_CORE)
    pages.plugin["bibliography"] = named
    said = build(pages, "two", FILLS_A_PIPE + LEAVES_NONE)
    found = SAYS.search(said)
    assert found is not None
    assert int(found[1]) > 0
    assert read(pages, "two") == read(pages, "one")
    assert len(warnings(said)) == len(warnings(said_alone))


FAULTY = """
@book{bad, author = {Bad, Ann}, title = {One}, year = 2020, month = {smarch}}
@book{worse, author = {Worse, Bob}, title = {Two}, year = 2021, month = {never}}
@incollection{kid, author = {Kid, Cy}, title = {Three}, crossref = {parent}}
@incollection{twin, author = {Twin, Di}, title = {Four}, crossref = {parent}}
@book{parent, title = {Whole}, year = 2023, publisher = nomacro}
"""


@needs_two_cores
def test_what_is_wrong_with_items_is_told_as_it_would_be_without_it(pages: Site) -> None:
    with (pages.root / "refs.bib").open("a", encoding="utf-8") as file:
        file.write(FAULTY)
    wanting_all = ("page09.md", "page10.md")
    pages.pages = {name: text for name, text in pages.pages.items() if name not in wanting_all}
    pages.pages |= {
        "page00.md": "# Not a citation\n\n[@roe]\n\n    [@worse; @kid]\n",
        "page01.md": "# Not a citation\n\n    [@bad]\n\n[[bibliography]]\n",
        "page90.md": "# A parent\n\n[@doe; @twin]\n",
        "page91.md": "# The same\n\n[@twin; @bad]\n",
    }
    said = build(pages, "two")
    found = warnings(said)
    assert found == warnings(build(pages, "one", ONE_CORE))
    told = [sum(word in line for line in found) for word in ("smarch", "nomacro", "never")]
    assert told == [1, 1, 0]
    assert read(pages, "two") == read(pages, "one")


@needs_two_cores
def test_what_the_host_finds_wrong_first_does_not_part_them(site: Site) -> None:
    with (site.root / "refs.bib").open("a", encoding="utf-8") as file:
        file.write(FAULTY)
    site.pages = {f"page{number:02}.md": PLAIN[number % 3] for number in range(20)}
    site.pages["index.md"] = site.pages["page00.md"] = "# Wrong\n\n[@bad; @worse]\n"
    found = SAYS.search(build(site, "two", LEAVES_MOST.replace("== 0", "== 2")))
    assert found is not None
    assert int(found[1]) > 0


@needs_two_cores
@pytest.mark.parametrize("nocite", [["*"], ["nosuch", "roe"]])
def test_uncited_works_are_listed_as_without_it(site: Site, nocite: list[str]) -> None:
    site.pages = {f"page{number:02}.md": PLAIN[number % 4] for number in range(20)}
    site.plugin["nocite"] = nocite
    said = build(site, "two", LEAVES_NONE)
    assert SAYS.findall(said) == ["15"]
    assert warnings(said) == warnings(build(site, "one", ONE_CORE))
    assert read(site, "two") == read(site, "one")


@needs_two_cores
@pytest.mark.parametrize("scope", ["page", "fixed"])
def test_uncited_works_have_numbers_as_without_it(site: Site, scope: str) -> None:
    """Two lists show them in another order than the option names them."""
    site.pages = {f"page{number:02}.md": "# P\n\n[@doe20b]" for number in range(20)}
    site.pages["page10.md"] += "\n\n[[bibliography keys=roe filter=False]]\n\n[[bibliography]]\n"
    site.pages["list.md"] = "# R\n\n[[bibliography sort=-title]]"
    site.plugin |= {"nocite": ["doe", "roe"], "style": "ibidem-numeric", "scope": scope}
    if scope == "fixed":
        site.plugin["bibliography_page"] = "list.md"
    assert SAYS.search(build(site, "two", LEAVES_NONE))
    build(site, "one", ONE_CORE)
    assert read(site, "two") == read(site, "one")


@needs_two_cores
@pytest.mark.parametrize("style", ["ibidem-author-date", "ibidem-numeric"])
@pytest.mark.parametrize(
    ("more", "calls"),
    [
        ("[[bibliography]]", 0),
        ("[[bibliography sort=title]]", 1),
        ("[[bibliography]]\n\nA note.[^1]\n\n[^1]: With [@roe].", 1),
    ],
    ids=["plain", "sorted", "unforeseen"],
)
def test_a_site_as_a_whole(site: Site, style: str, more: str, calls: int) -> None:
    """Its one list is told as well, also where a page has something else than its source shows:
    only that page is formatted by itself."""
    site.pages = {f"page{number:02}.md": PLAIN[number % 4] for number in range(20)}
    site.pages["list.md"] = f"# List\n\n{more}\n"
    site.plugin |= {"style": style, "scope": "site"}
    said = build(site, "two", COUNTS_CALLS + LEAVES_NONE)
    assert SAYS.search(said)
    assert CALLS.findall(said) == [str(calls)]
    assert int(CALLS.findall(build(site, "one", ONE_CORE + COUNTS_CALLS))[0]) > calls
    assert read(site, "two") == read(site, "one")


@pytest.fixture
def project(site: Site) -> Project:
    settings, _ = read_config({"bibliography": ["refs.bib"]}, "mkdocs")
    return load_project(settings, site.root)


@pytest.mark.parametrize(
    "text, cited",
    [
        ("[@doe] and `[@roe]`", "doe"),
        ("[@doe] `` a ` [@roe] `` [@doe20b]", "doe doe20b"),
        ("a ` lone tick [@doe]", "doe"),
        ("<!-- [@roe]\n\n --> [@doe] <!-- open [@doe20b]", "doe doe20b"),
        ("~~~\n[@roe]\n~~~\n[@doe]", "doe"),
        ("@doe and @nobody [@nobody]", "doe nobody"),
        ("---\ntitle: T\n---\n[@doe]", "doe"),
        ("---\nlang: de\n---\n[@doe]", ""),
        ("[@doe] and a note[^1]\n\n[^1]: [@roe]", ""),
        ("[@doe] and a note[^1]\n\n[^1]: Words\n\n    more, by @roe\n\n[@roe]", ""),
        ("[@doe] and a note[^1]\n\n[^1]: Words\n\n    more\n\n[@roe]", "doe roe"),
        ("Text\n\n    [@roe]\n\n    [@roe]\n\n[@doe]", "doe"),
        ("- item\n\n    [@roe]\n\n[@doe]", "roe doe"),
        ("!!! note\n    [@roe]\n\n    [@doe20b]\n[@doe]", "roe doe20b doe"),
        ("Text\n    [@roe] goes on\n\n\t[@doe]", "roe"),
        ("> ~~~\n> [@roe]\n> ~~~\n> [@doe]", "doe"),
        (
            "[see @doe][1] [@roe][2]\n\n[1]: https://x.org",
            "doe roe",
        ),  # one is a link: a wrong guess
    ],
)
def test_what_a_source_shows(project: Project, text: str, cited: str) -> None:
    found = [cite.id for citation in preview(text, project) for cite in citation.cites]
    assert found == cited.split()


@pytest.mark.parametrize(
    "text, prefix, suffix",
    [
        ("[*see* @doe, __in part__]", "<i>see</i> ", ", <b>in part</b>"),
        ("[**much** and _more_ @doe]", "<b>much</b> and <i>more</i> ", ""),
        ("[2*3 * 4 snake_case_word @doe]", "2*3 * 4 snake_case_word ", ""),
        ("> [see @doe, and\n> so on]", "see ", ", and so on"),
        ("[1--2 @doe]", "1-2 ", ""),
    ],
)
def test_words_around_keys(project: Project, text: str, prefix: str, suffix: str) -> None:
    (citation,) = preview(text, project, lambda text: text.replace("--", "-"))
    (cite,) = citation.cites
    assert (cite.prefix, cite.suffix) == (prefix, suffix)


@needs_two_cores
def test_dashes_are_read_as_on_the_page(site: Site) -> None:
    text = "# Dashes\n\n[see... @doe, pp. 3--5 --- *all* of it]\n"
    site.pages = {f"page{number:02}.md": text for number in range(12)}
    site.config["markdown_extensions"] = [{"smarty": {"smart_ellipses": False}}]
    found = SAYS.search(build(site, "two", LEAVES_NONE))
    assert found is not None
    assert int(found[1]) == 12
    build(site, "one", ONE_CORE)
    assert read(site, "two") == read(site, "one")


@pytest.mark.parametrize(
    "part",
    [
        "<!-- ",
        "` ``",
        "[@doe] `",
        "[",
        "@doe ",
        "[a]: ",
        "--> <!--",
        "\n[^1]: x",
        "\n\n    ",
        "*",
        "\n>",
        "[*a",
    ],
)
def test_time_grows_with_the_length(project: Project, part: str) -> None:
    assert grows_linearly(lambda text: preview(f"@doe {text}", project), part)
