"""Whatever a page holds and wherever it is cited: nothing raises, no trace of how it is done is left,
and what is no text (code, addresses) stays as it was typed."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import lxml.html
import markdown
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ibidem import Format, Formatted, Link, Literal, Node, Tagged
from ibidem.markdown.affixes import Atoms
from ibidem.markdown.valid import valid_html
from ibidem.markdown.writing import Targets, write_content

STYLES = ("author-date", "numeric", "note")
EXTENSIONS = (
    (),
    ("extra", "toc", "smarty", "sane_lists", "admonition"),
    ("tables", "footnotes", "attr_list", "md_in_html", "toc", "admonition", "wikilinks", "nl2br"),
    (
        "footnotes", "toc", "attr_list", "md_in_html", "pymdownx.betterem", "pymdownx.superfences",
        "pymdownx.tilde", "pymdownx.caret", "pymdownx.mark", "pymdownx.magiclink",
        "pymdownx.inlinehilite", "pymdownx.smartsymbols", "pymdownx.details", "pymdownx.tabbed",
        "pymdownx.arithmatex", "pymdownx.keys", "pymdownx.critic", "pymdownx.blocks.admonition",
    ),
)  # fmt: skip

# Pieces that need not fit together.

PIECES = (
    "[", "](", '](b "c', "[x][", '"c")', ")", "]", "![", "{", "}", "<", ">", "*", "**", "_", "~~", "==",
    "`", "``", "\\", "\\[", "$", "|", "@", "@{", "[[", "&amp;", "&", '"', "'", "(", "; ", "-", ", ",
    "[@doe]", "@doe", "@doe [p. 3]", "[see @doe, p. 3; @roe]", "[-@doe]", "@{poe.1}", "[@key", "@key",
    "![a [@doe]](i.png)", '![@doe](x.png "t [@roe]")', '<b title="[@doe]">', "</b>", "<a@doe.org>",
    "<http://x.y/@doe>", "http://x.y/[@doe]", "<!-- [@doe]", "-->", "<script>", "</script>",
    "[a](b [@doe])", '[a](b "t [@doe]")', "[a][@doe]", "[@doe][a]", "[@doe](u)", "@doe[a](b)",
    "[*@doe]*", "[@doe *x]*", "[@doe, `x]`]", "`[@doe]`", "[@doe <b>; @roe</b>]", "[ [@doe] @roe]",
    "[see [x](y) @doe]", "[@doe [^1]]", "^[@doe]^", "[^1]", "\n\n[^1]: note [@doe] and @roe\n\n",
    "[^2]", "\n\n[^2]: [^1] [@roe]\n\n", '\n\n[@doe]: http://x "t"\n\n', "\n\n[x]: <u [@doe]>\n\n",
    "\n# ", "\n## A [@doe] {#x}\n", "{.c}", '{#i title="[@doe]"}', "\n| a | b |\n|---|---|\n| [@doe] | @roe |\n",
    '\n!!! note "t [@doe]"\n    ', "\n\n[TOC]\n\n", "\n\n[[bibliography]]\n\n", "\n\n[[entry @doe]]\n\n",
    '\n<div markdown="1">\n', "\n</div>\n", "\n> ", "\n- ", "\n1. ", "    ", "\n", "\n\n", " ", "a", "b c",
    "\n*[HTML]: H @doe\n", "HTML", "\n\nterm\n: def [@doe]\n", "\n```\n[@doe]\n```\n", "\x02",
    "\n\n::: {#refs}\n:::\n\n", "\n??? note\n    ", '\n=== "T"\n    ',
)  # fmt: skip
GARBLED = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)

# Pages whose markup is complete: each strategy makes a text.

KEYS = st.sampled_from(["doe", "roe", "poe.1", "doe20b", "nobody"])
CODE = st.builds(
    "`{}`".format, st.sampled_from(["[@doe]", "@roe", "a [see @doe, p. 3]", "](u [@doe])"])
)
WORDS = st.sampled_from(["text", "see", "p. 3", "and so on", "1990", "A & B", "x < y", "\\[no\\]"])
ADDRESS = st.sampled_from(["u", "<u v>", "u [@doe]", "u(@roe)", 'u "t [@doe]"', "u#@doe"])
TITLE = st.sampled_from(["T", "T @doe", "T [@roe]"])
LEAVES = WORDS | CODE | st.builds("![{}]({})".format, TITLE, ADDRESS) | st.just("<http://x.y/@doe>")


def _extend(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    """Inline markup around other."""
    return st.one_of(
        st.builds("[{} @{}, {}]".format, inner, KEYS, inner),
        st.builds("[-@{}; @{}, p. 3 {}]".format, KEYS, KEYS, inner),
        st.builds("@{} [{}]".format, KEYS, inner),
        st.builds("@{} {}".format, KEYS, inner),
        st.builds("*{}*".format, inner),
        st.builds("**{}**".format, inner),
        st.builds("[{}]({})".format, inner, ADDRESS),
        st.builds('<b title="[@doe]">{}</b>'.format, inner),
        st.builds("{} {}".format, inner, inner),
    )


INLINE = st.recursive(LEAVES, _extend, max_leaves=6)


def _indent(text: str) -> str:
    return text.replace("\n", "\n    ")


def _extend_block(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    """Blocks around other."""
    indented = inner.map(_indent)
    return st.one_of(
        st.builds("- {}\n\n- {}".format, indented, indented),
        st.builds("1.  {}".format, indented),
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
        st.builds('!!! note "{}"\n\n    {}'.format, TITLE, indented),
        st.builds('<div markdown="1">\n\n{}\n\n</div>'.format, inner),
        st.builds("{}\n\n{}".format, inner, inner),
    )


BLOCKS = st.recursive(
    st.one_of(
        INLINE,
        st.builds("## {}".format, INLINE),
        st.builds("| {} | b |\n|---|---|\n| {} | {} |".format, INLINE, INLINE, INLINE),
        st.builds("{}\n:   {}".format, INLINE, INLINE),
        st.just("    [@doe] in code"),
        st.sampled_from(["[[bibliography]]", "[[entry @doe]]"]),
    ),
    _extend_block,
    max_leaves=6,
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Blocks, and footnotes that are called before them, in them or never."""
    notes = draw(st.lists(INLINE, max_size=3))
    called = "".join(f"Call[^{number}]. " for number in range(draw(st.integers(0, len(notes)))))
    defined = [f"[^{number}]: {note}" for number, note in enumerate(notes)]
    return "\n\n".join([called, draw(BLOCKS), *defined])


TRACES = re.compile(
    "[\x00-\x08\ue000-\uf8ff\U000f0000-\U0010ffff]|data-ibidem|klzzwxh|wzxhzdk|#nested"
)
LINK_IN_LINK = re.compile(r"<a [^>]*>(?:(?!</a>).)*<a ", re.DOTALL)
CITATION = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|@[\w.]+(?: ?\[[^\[\]]*\])?")
generated = settings(
    suppress_health_check=list(HealthCheck), deadline=None, max_examples=80, derandomize=True
)


def find_traces(html: str, source: str) -> list[str]:
    return [trace for trace in TRACES.findall(html) if trace not in source]


def convert_plainly(source: str, extensions: tuple[str, ...]) -> str | None:
    """Without citations; nothing where the host itself breaks off."""
    try:
        return markdown.markdown(source, extensions=list(extensions))
    except Exception:
        return None


def is_stood(source: str, extensions: tuple[str, ...]) -> bool:
    """The host itself leaves no traces, with or without something else in place of citations."""
    plain = [convert_plainly(text, extensions) for text in (source, CITATION.sub("`code`", source))]
    return all(html is not None and not find_traces(html, source) for html in plain)


@generated
@given(GARBLED | st.text(), st.sampled_from(STYLES), st.sampled_from(EXTENSIONS))
def test_any_text(convert: Any, source: str, style: str, extensions: tuple[str, ...]) -> None:
    """What the host does not stand is its own affair."""
    if is_stood(source, extensions):
        assert find_traces(convert(source, style, extensions), source) == []


@generated
@given(pages(), st.sampled_from(STYLES), st.sampled_from(EXTENSIONS))
def test_pages(convert: Any, source: str, style: str, extensions: tuple[str, ...]) -> None:
    html = convert(source, style, extensions)
    assert find_traces(html, source) == []
    plain = convert_plainly(source, extensions)
    assert plain is not None
    assume(not LINK_IN_LINK.search(plain))
    ours, theirs = (lxml.html.fromstring(f"<div>{text}</div>") for text in (html, plain))
    assert Counter(ours.xpath("//code/text()")) == Counter(theirs.xpath("//code/text()"))
    for attribute in ("//a/@href[starts-with(., 'u')]", "//img/@src", "//img/@alt", "//b/@title"):
        found, expected = Counter(ours.xpath(attribute)), Counter(theirs.xpath(attribute))
        # Of a work that is unknown, what stands beside its key is not printed.
        assert found <= expected if "nobody" in source else found == expected


# Finished trees, as the processor gives them.

FORMATS = st.builds(
    Format,
    font_style=st.sampled_from(["", "italic", "normal"]),
    font_variant=st.sampled_from(["", "small-caps"]),
    font_weight=st.sampled_from(["", "bold", "light"]),
    vertical_align=st.sampled_from(["", "sup", "baseline"]),
)
DISPLAYS = st.sampled_from(["", "", "block", "left-margin", "right-inline", "indent"])


def _extend_tree(inner: SearchStrategy[Node]) -> SearchStrategy[Node]:
    children = st.lists(inner, max_size=3)
    return (
        st.builds(lambda c, f, d: Formatted(c, f, display=d), children, FORMATS, DISPLAYS)
        | st.builds(Link, st.sampled_from(["https://x.org/?a=1&b=2", "u'v\"<w>"]), children)
        | st.builds(Tagged, st.just("names"), children, st.just("author"))
    )


TEXTS = st.sampled_from(["", "A & B", "x < y", " ", '"a"', "\u00a0", "\u00e9", "a\x01b", "\ud800"])
PARTS = st.recursive(TEXTS | st.builds(Literal, TEXTS, st.just("term")), _extend_tree)
CITES = st.builds(Tagged, st.just("cite"), st.lists(PARTS, max_size=3), st.sampled_from("ab"))
TREES = st.builds(Formatted, st.lists(PARTS | CITES, max_size=3))


@generated
@given(TREES, st.booleans())
def test_elements_are_those_of_the_html(tree: Node, is_linked: bool) -> None:
    href = {"a": "#ref-a"}.get if is_linked else None
    html = re.sub("[\x01\ud800]", "", valid_html(tree, href))
    wanted = fromstring(f"<p>{html}</p>")
    for link in list(wanted.iter("a")) if href is None else ():
        link.tag, link.attrib = "span", {}
    made = Element("p")
    write_content(made, tree, Targets(href, lambda target: "") if href else None, Atoms())
    assert tostring(made) == tostring(wanted)
