"""Pandoc's citation syntax on MyST pages: what is a citation, what never is, and later builds."""

from __future__ import annotations

import re
from typing import Any

import pytest

from test_sphinx.sites import WORKS, Built, Site

pytest.importorskip("myst_parser")

# MyST's resolver of links to documents; of ours every warning counts.
pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser.sphinx_ext")

CITED = [
    ("[see @doe2020, p. 3; also @roe1999, chap. 2]", "(see Doe 2020, p. 3; also Roe 1999, chap. 2)"),
    ("[-@doe2020] and -@roe1999", "(2020) and (1999)"),
    ("@roe1999 says.", "Roe (1999) says."),
    ("@roe1999 [p. 4; also @Lee_2001]", "Roe (1999, p. 4; also Lee and Poe 2001)"),
    ("@roe1999\n[and so on]", "Roe (1999, and so on)"),
    ("(@roe1999) *x @roe1999* **[@roe1999]**", "(Roe (1999)) x Roe (1999) (Roe 1999)"),
    ("_@Lee_2001_ and @{many:2005}.", "Lee and Poe (2001) and Ant et al. (2005)."),
    ("[@doe2020, as @roe1999 says]", "(Doe 2020, as Roe (1999) says)"),
    (r"[see a\; b\] @roe1999, x\; y]", "(see a; b] Roe 1999, x; y)"),
    ("[see *a; b*, `c;` @roe1999, *p. 3*, **d**]", "(see a; b, c; Roe 1999, p. 3, d)"),
    (r"\[see\] \[@roe1999\] [@a; b]", "[see] [Roe (1999)] [@a; b]"),
    ("[@roe1999, fol. 3*r*--4{sup}`v`, 7&ndash;8]", "(Roe 1999, fols. 3r–4v, 7–8)"),
    ("[@roe1999, fol. 3<sup>r</sup>--4<sup>v</sup>; @doe2020]", "(Doe 2020; Roe 1999, fols. 3r–4v)"),
    (r"[see\ x @roe1999,\ pp.\ 3, *a*\\ b] \ c", r"(see x Roe 1999, p. 3, a\ b) \ c"),
    ("[@roe1999][@doe2020] [@roe1999, {p. iv}]", "(Roe 1999)(Doe 2020) (Roe 1999, p. iv)"),
]  # fmt: skip

LEFT = [
    (r"\@roe1999 `[@roe1999]` &#64;roe1999", "@roe1999 [@roe1999] @roe1999"),
    (r"$a@roe1999$ \$x@roe1999", r"\(a@roe1999\) $x@roe1999"),
    ('<i title="@roe1999">i</i> me@roe1999', "i me@roe1999"),
    ("<me@roe1999.org> https://x.org/@roe1999", "me@roe1999.org https://x.org/@roe1999"),
    ("[@roe1999](https://x.org) [a @roe1999](index.md)", "@roe1999 a @roe1999"),
    ("[@roe1999][link] [@link]", "@roe1999 @link"),
    ("{abbr}`@roe1999` {sub}`[@roe1999]`", "@roe1999 [@roe1999]"),
    ("@property and `@roe1999` \\@roe1999", "@property and @roe1999 @roe1999"),
    ("@doe2020bx@y.org @doe2020@y.org", "@doe2020bx@y.org @doe2020@y.org"),
]

BLOCKS = """
| [@roe1999] | `@roe1999` |
|---|---|
| @roe1999 [p. 3] | \\@roe1999 |

Term @roe1999
: Meaning [@roe1999].

```{note}
Inside [@roe1999].
```

```
@roe1999
```

% @roe1999

```{eval-rst}
.. autofunction:: documented.function
```
"""

HEAD = "---\nauthor: '@roe1999'\n---\n\n"
LINKS = "\n\n[link]: https://x.org\n[@link]: https://x.org\n"


@pytest.fixture
def myst(site: Site) -> Site:
    site.config["extensions"] = ["ibidem.sphinx", "myst_parser", "sphinx.ext.autodoc"]
    site.config["myst_enable_extensions"] = ["dollarmath", "deflist"]
    site.config["ibidem_style"] = "ibidem-author-date"
    site.config["ibidem_markdown_citations"] = True
    return site


def paragraphs(built: Built, name: str = "index") -> list[str]:
    found: list[Any] = built.page(name).xpath(".//section/p")
    return [" ".join(paragraph.text_content().split()) for paragraph in found]


def test_what_is_a_citation(myst: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(myst.folder))
    texts = [*CITED, *LEFT]
    body = "\n\n".join(text for text, _ in texts)
    myst.write(
        {
            "index.md": f"{HEAD}# Home [see `code` @roe1999]\n\n{body}\n\n{BLOCKS}{LINKS}",
            "documented.py": "def function():\n    '''Do [@roe1999] and @roe1999.'''\n",
        }
    )
    built = myst.build()
    assert built.warnings == ""
    assert paragraphs(built)[: len(texts)] == [printed for _, printed in texts]
    page = built.page("index")
    assert page.xpath("string(.//h1)").startswith("Home (see code Roe 1999)")
    assert [cell.text_content() for cell in page.xpath(".//th|.//td")] == [
        "(Roe 1999)", "@roe1999", "Roe (1999, p. 3)", "@roe1999",
    ]  # fmt: skip
    (terms,) = page.xpath(".//dl[contains(@class, 'myst')]")
    assert " ".join(terms.text_content().split()) == "Term Roe (1999)Meaning (Roe 1999)."
    assert "Inside (Roe 1999)." in page.text_content()
    assert "Do [@roe1999] and @roe1999." in page.text_content()
    assert built.app.env.titles["index"].astext() == "Home (see code Roe 1999)"


def test_links_to_headings_print_their_citations(myst: Site) -> None:
    myst.config["myst_heading_anchors"] = 2
    page = "# By @roe1999\n\n[](#by-roe1999), [](other.md#so-roe1999), [own](#by-roe1999)\n\n"
    toctree = "```{toctree}\nother\n```\n\n```{bibliography}\n```\n"
    myst.write({"index.md": page + toctree, "other.md": "# Other\n\n## So [@roe1999]\n\nWords.\n"})
    built = myst.build()
    assert built.warnings == ""
    assert paragraphs(built)[0] == "By Roe (1999), So (Roe 1999), own"
    roe = next(work for work in WORKS if work["id"] == "roe1999")
    myst.write_works([{**roe, "issued": {"date-parts": [[1998]]}}])
    assert paragraphs(myst.build())[0] == "By Roe (1998), So (Roe 1998), own"


AFFIXES = """# Home

[see `code`, [there](index.md), $x^2$[^a] and *em* @doe2020, p. 3, [x](https://x.org)]

Second [see *@roe1999* @doe2020].

@doe2020 [p. 4, `code`]

[^a]: In a note @roe1999 [`code`] has.
"""


@pytest.mark.parametrize("style", ["ibidem-author-date", "notes"])
def test_affixes_keep_their_markup(myst: Site, style: str) -> None:
    myst.write({"index.md": AFFIXES + "\n```{bibliography}\n```\n"})
    if style == "notes":
        myst.use_style(style)
    built = myst.build()
    assert built.warnings == ""
    page = built.page("index")
    assert not any(sign >= "\U000f0000" for sign in built.read("index.html"))
    assert [code.text_content() for code in page.iter("code")] == ["code"] * 3
    (first,) = [found for found in page.find_class("citation") if found.get("id") == "cite-1"]
    assert [link.text_content() for link in first.xpath(".//a[not(@role)]")] == ["there", "x"]
    assert next(first.iter("em")).text_content() == "em"
    assert first.find_class("math")[0].text_content() == r"\(x^2\)"
    assert "<a" not in "".join(link.tag for link in page.xpath(".//a//a"))
    assert len(built.ids("index")) == len(set(built.ids("index")))
    if style == "notes":
        notes = page.xpath(".//aside[@role='doc-footnote' or contains(@class, 'footnote')]")
        assert "see code, there" in " ".join(note.text_content() for note in notes)
    else:
        assert "see code, there, \\(x^2\\)[1] and em Doe 2020, p. 3, x" in first.text_content()


WRONG = r"""# Home

Long
line [see `x`
@rose1999] \
and @roe199 or @property.

@roe199

[see @doe2020,
p. 3] and {cite}`roe1`
and @roe1999a, {cite}`roe2`.

[@doe2020
;
@roe1999] {cite}`roe3`

@roe1999
[and
so on] *x [@doe2020,
`a
b`]* @roe1999b [see [@doe2020,
p. 2] $a
b$ @roe1999] [x @roe1999c]

{cite}`doe2020,
@roe1999` **@roe1999d** [x
y](https://x.org) {cite}`roe4`

<b
>x</b> @roe1999e [see
`x` @doe2020, p. 3;
also @roe5,
{cite}`roe6`]
"""


def test_what_is_wrong_is_told_with_its_line(myst: Site) -> None:
    """Once for each key of a sentence, wherever the lines before it are broken."""
    myst.write({"index.md": WRONG})
    warnings = myst.build().warnings.splitlines()
    told = {(found["key"], int(found["line"])) for found in map(UNKNOWN.search, warnings) if found}
    lines = enumerate(WRONG.splitlines(), 1)
    wrong = [(key, line) for line, text in lines for key in WRONG_KEYS.findall(text)]
    assert told == {(key, line) for key, line in wrong if (key, line) != ("roe199", 8)}
    assert len(warnings) == len(told)
    assert 'index.md:5: WARNING: no bibliography has the key "rose1999"' in warnings[0]
    assert '(did you mean "roe1999"?) [ibidem.unknown-key]' in warnings[0]
    assert myst.build().warnings.splitlines() == warnings


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('<a href="x">@roe1999, [@roe1999], **@roe1999**</a> @roe1999', ["Roe (1999)"]),
        ("<code>@roe1999</code> [@roe1999] <KBD>@roe1999</KBD>", ["(Roe 1999)"]),
        ('<a id="x"/>@roe1999 <br>[@roe1999]</a>', ["Roe (1999)", "(Roe 1999)"]),
        ('<abbr title="x">@roe1999</abbr> <a id="x"></a>@roe1999', ["Roe (1999)"] * 2),
        ('[see <a href="x">@roe1999</a>, @roe1999]', ["(see @roe1999, Roe 1999)"]),
    ],
)
def test_links_and_code_in_html_are_not_read(myst: Site, text: str, printed: list[str]) -> None:
    myst.write({"index.md": f"# Home\n\n{text}\n"})
    assert myst.build().citations("index") == printed


def test_keys_with_the_prefix_of_a_list_in_a_sentence(myst: Site) -> None:
    """Which prefixes there are is known when all pages are read."""
    text = "[@a-roe1999] and @a-roe1999 and @roe1999"
    page = f"# Home\n\n{text}\n\n```{{bibliography}}\n:keyprefix: a-\n```\n"
    myst.write({"index.md": page})
    built = myst.build()
    (line,) = built.warnings.splitlines()
    assert "index.md:3: WARNING: 'a-roe1999' has the prefix of a list" in line
    assert line.endswith("[ibidem.prefixed-key]")
    assert "(Roe 1999) and @a-roe1999 and Roe (1999)" in built.page("index").text_content()


@pytest.mark.parametrize("bare_keys", [True, False])
def test_keys_without_a_semicolon(myst: Site, bare_keys: bool) -> None:
    """The second key is in the suffix of the first, whether it becomes a citation there or not."""
    groups = ["@roe1999, @doe2020", "@roe1999, p. 3, @doe2020", "@roe1999 @doe2020"]
    sound = [r"@roe1999, \@doe2020", "@roe1999, see @doe2020", "@roe1999; @doe2020"]
    text = "\n\n".join(f"[{group}]" for group in (*groups, *sound))
    myst.write({"index.md": f"# Home\n\n{text}\n"})
    warnings = myst.build(ibidem_bare_keys=bare_keys).warnings.splitlines()
    told = [
        int(line)
        for line in re.findall(r"index\.md:(\d+): .*a semicolon is missing", "\n".join(warnings))
    ]
    assert told == [3, 5, 7]
    assert all("before the key 'doe2020' [ibidem.missing-semicolon]" in line for line in warnings)


MEANT = """# Home

X [@roe1999, p. 3; 5] and \\[@roe1999; 5\\] and
[x @roe1999; y] `[@roe1999; 5]` [@property; 5] [@roe1999; 5](index.md) [5, @roe1999].

*Y
^[see @roe1999]* and \\^[@roe1999] 1^[@roe1999]^ [@roe1999]

- [-@doe2020;
  and `code`
  more;
  @roe1999]
"""


def test_keys_without_their_sign(myst: Site) -> None:
    text = "[@roe1999, doe2020, n.d.] `[@roe1999, doe2020]` [@roe1999, as doe2020 says, p. 3b]"
    myst.write({"index.md": f"# Home\n\n{text}\n"})
    (line,) = myst.build().warnings.splitlines()
    told = "a semicolon and the sign are missing before the key 'doe2020': write '; @doe2020'"
    assert line.endswith(f"index.md:3: WARNING: {told} [ibidem.missing-semicolon]")


@pytest.mark.parametrize("bare_keys", [True, False])
def test_what_is_meant_for_a_citation(myst: Site, bare_keys: bool) -> None:
    begins = (
        "WARNING: the bracket with '@{}' is no citation: the part {!r} has no key "
        "(a semicolon in text is \\;)"
    )
    keyless = [
        f"index.md:3: {begins.format('roe1999', '5')} [ibidem.missing-key]",
        f"index.md:4: {begins.format('roe1999', 'y')} [ibidem.missing-key]",
        f"index.md:9: {begins.format('doe2020', 'and code more')} [ibidem.missing-key]",
    ]
    note = (
        "index.md:7: WARNING: the '^' before the citation of 'roe1999' is printed: "
        "write a footnote, [^1] [ibidem.inline-note]"
    )
    myst.write({"index.md": MEANT})
    for _ in range(2):  # the second has it from what the first has kept
        built = myst.build(ibidem_bare_keys=bare_keys)
        lines = [line.rpartition("/")[2] for line in built.warnings.splitlines()]
        assert lines == [*keyless[:2], note, keyless[2]]
    assert paragraphs(built)[1].startswith("Y ^(see Roe 1999) and ^(Roe 1999)")


def test_dashes_in_affixes(myst: Site) -> None:
    text = "x -- y... [x -- y... @roe1999, x -- y...] {cite}`{x -- y}roe1999` @roe1999 [x -- y]"
    myst.write({"index.md": f"# Home\n\n{text}\n"})
    page = "x {0} y{1} (x {0} y{1} Roe 1999, x {0} y{1}) (x {0} y Roe 1999) Roe (1999, x {0} y)"
    assert paragraphs(myst.build()) == [page.format("–", "…")]
    assert paragraphs(myst.build(smartquotes=False)) == [page.format("--", "...")]


def test_notes_within_the_line_in_styles_of_notes(myst: Site) -> None:
    myst.use_style("notes")
    myst.write({"index.md": "# Home\n\nA^[see @roe1999], b \\^[@roe1999].\n"})
    built = myst.build()
    assert built.warnings == ""
    assert paragraphs(built)[0] == "A,[1] b ^.[2]"


UNKNOWN = re.compile(r"index\.md:(?P<line>\d+): .* the key \"(?P<key>\w+)\"")
WRONG_KEYS = re.compile(r"rose1999|roe199\b|roe1999[a-z]|roe\d\b")


DESIGN = """# Home

:::{card} Card *@roe1999* \\@roe1999
Head [@roe1999]
^^^
Body [@roe1999].
:::

:::{dropdown} Dropdown [@roe1999] \\@roe1999
:::

::::{tab-set}
:::{tab-item} Tab [@roe1999] \\@roe1999
Body [@roe1999].
:::
::::

::::{grid} 1
:::{grid-item-card} Grid [@roe1999]
:link: https://x.org
:::
::::

:field [@roe1999] \\@roe1999: Words.

:::{centered} Centered [@roe1999] \\@roe1999
:::

```{button-link} https://x.org
Button [@roe1999]
```

{bdg}`Badge [@roe1999]`
"""


def test_text_of_extensions(myst: Site) -> None:
    pytest.importorskip("sphinx_design")
    myst.config["extensions"].append("sphinx_design")
    myst.config["suppress_warnings"] = ["design.card_legacy"]
    myst.config["myst_enable_extensions"] += ["colon_fence", "fieldlist"]
    myst.write({"index.md": DESIGN})
    built = myst.build()
    assert built.warnings == ""
    text = " ".join(built.page("index").text_content().split())
    names = ("Card", "Head", "Body", "Dropdown", "Tab", "Grid", "field", "Centered")
    assert [name for name in names if not re.search(rf"{name} \(?Roe \(?1999\)", text)] == []
    assert text.count(" @roe1999") == 5
    assert "Button [@roe1999]" in text
    assert "Badge [@roe1999]" in text


PAGES = {
    "index.md": "# Home\n\n```{toctree}\none\ntwo\nthree\n```\n",
    "one.md": "# One [@roe1999]\n\n@later and [see `x` @doe2020].\n",
    "two.md": "# Two\n\nOnly @property and @other.\n",
    "three.rst": "Three\n=====\n\n[@roe1999] and @later :cite:`roe1999`\n\n.. bibliography::\n",
}
LATER = {**WORKS[2], "id": "later", "title": "Later", "issued": {"date-parts": [[2030]]}}


class Rebuilt:
    """A site that is built again and again, each time beside a clean build."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.times: dict[str, int] = {}

    def build(self, **config: Any) -> set[str]:
        """The pages that were read for this build."""
        self.site.config.update(config)
        self.built = self.site.build()
        self.check()
        before, self.times = self.times, dict(self.built.app.env.all_docs)
        return {page for page, time in self.times.items() if before.get(page) != time}

    def check(self) -> None:
        clean = self.site.build(output="clean", doctrees="clean-doctrees")
        assert self.built.warnings == clean.warnings == ""
        assert self.built.files() == clean.files()


def test_only_what_may_change_is_read_again(myst: Site) -> None:
    myst.write(PAGES)
    site = Rebuilt(myst)
    everything = {"index", "one", "two", "three"}
    assert site.build(ibidem_markdown_citations=False) == everything
    assert "[@roe1999]" in site.built.page("one").text_content()

    assert site.build(ibidem_markdown_citations=True) == everything - {"three"}
    assert paragraphs(site.built, "one") == ["@later and (see x Doe 2020)."]
    assert site.built.app.env.titles["one"].astext() == "One (Roe 1999)"
    assert paragraphs(site.built, "three") == ["[@roe1999] and @later (Roe 1999)"]

    assert site.build() == set()
    myst.write_works([*WORKS, LATER])
    assert site.build() == {"one"}
    assert paragraphs(site.built, "one") == ["Roe (2030) and (see x Doe 2020)."]
    assert any("Later" in entry for entry in site.built.entries("three"))

    myst.write_works([*WORKS, {**LATER, "title": "Latest"}])
    assert site.build() == set()
    assert any("Latest" in entry for entry in site.built.entries("three"))

    assert site.build(ibidem_bare_keys=False) == everything - {"three"}
    assert paragraphs(site.built, "one") == ["@later and (see x Doe 2020)."]

    myst.write_works(WORKS)
    site.build(ibidem_bare_keys=True)
    parallel = myst.build(output="parallel", doctrees="parallel-doctrees", parallel=2)
    assert parallel.files() == site.built.files()


def test_translated_pages(myst: Site) -> None:
    """What a translation says is cited, escapes included, wherever it has moved them."""
    catalogue = "locales/de/LC_MESSAGES/index.po"
    myst.write(
        {
            "index.md": "# Home\n\nSay \\@roe1999 or [see @doe2020, p. 3]; @roe1999 is.\n",
            catalogue: 'msgid ""\nmsgstr ""\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
            'msgid "Say \\@roe1999 or [see @doe2020, p. 3]; @roe1999 is."\n'
            'msgstr "Sag \\@roe1999 und @roe1999 [S. 3], [siehe @doe2020]."\n',
        }
    )
    built = myst.build(language="de", locale_dirs=["locales"])
    assert built.warnings == ""
    assert paragraphs(built) == ["Sag @roe1999 und Roe (1999, S. 3), (siehe Doe 2020)."]
    messages = myst.build("gettext", doctrees="gettext-doctrees").read("index.pot")
    assert "or [see @doe2020, p. 3]; @roe1999 is." in messages


def test_files_that_another_page_includes(myst: Site) -> None:
    """A file in MyST is read for citations on a page in reStructuredText, too."""
    include = "[@roe1999]\n\n.. include:: {}\n   :parser: myst_parser.sphinx_\n"
    myst.write(
        {
            "index.rst": "Home\n====\n\n" + include.format("part.md"),
            "part.md": "Included\n[@roe1999] and @later,\n@rose1999.\n",
        }
    )
    myst.config["exclude_patterns"] = ["part.md"]
    built = myst.build(ibidem_markdown_citations=False)
    assert paragraphs(built) == ["[@roe1999]", "Included [@roe1999] and @later, @rose1999."]
    built = myst.build()
    assert "part.md:3: WARNING: no bibliography has the key" in built.warnings
    assert paragraphs(built) == ["[@roe1999]", "Included (Roe 1999) and @later, @rose1999."]
    myst.write_works([*WORKS, LATER])
    assert paragraphs(myst.build())[1] == "Included (Roe 1999) and Roe (2030), @rose1999."
