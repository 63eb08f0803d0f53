"""Styles are read by expat, or by lxml where that is asked: the same comes of it."""

from __future__ import annotations

import gc

import pytest

from ibidem import IbidemError
from ibidem.csl.element import DEEPEST, Element, read_element

ROOT = '<style xmlns="http://purl.org/net/xbiblio/csl"'


def read(text: str | bytes) -> Element:
    source = text.encode() if isinstance(text, str) else text
    return read_element(source, "garden.csl", "invalid-style")


def shape(element: Element) -> tuple[object, ...]:
    children = [shape(child) for child in element.children]
    return element.tag, dict(element.attributes), element.text, element.line, children


def twice(text: str) -> Element:
    """The element read by expat, when lxml gives the same: it reads what has a document type."""
    by_expat, by_lxml = read(text), read(f"<!DOCTYPE style>{text}")
    assert shape(by_expat) == shape(by_lxml)
    return by_expat


def test_elements_have_names_without_namespaces() -> None:
    root = twice(f'{ROOT} xmlns:x="y"><x:info/><macro name="a&amp;b"/></style>')
    assert [child.tag for child in root.children] == ["info", "macro"]
    assert root.children[1].attributes == {"name": "a&b"}


def test_the_language_is_an_attribute_like_others() -> None:
    root = twice(f'{ROOT} xmlns:x="y"><locale xml:lang="de" x:lang="fr"/></style>')
    assert root.children[0].attributes == {"lang": "de", "{y}lang": "fr"}


def test_references_that_were_escaped_twice_are_read() -> None:
    root = twice(f'{ROOT}><text value="&amp;#8211;" prefix="&#8212;" suffix="&amp;amp;"/></style>')
    assert root.children[0].attributes == {"value": "–", "prefix": "—", "suffix": "&amp;"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a<!-- b -->c", "ac"),
        ("a<![CDATA[<b>]]>&amp;c", "a<b>&c"),
        ("a<?b c?>d", "ad"),
        ("a<single>b</single>c", "a"),
        ("\n  <single>b</single>", "\n  "),
        ("<single/>a", ""),
    ],
)
def test_text_is_what_stands_before_the_first_child(written: str, text: str) -> None:
    assert twice(f"{ROOT}><term>{written}</term></style>").children[0].text == text


def test_lines_are_those_of_the_file() -> None:
    root = twice(f"{ROOT}>\n<!-- a\nb -->\n<macro>\n\n<text/></macro>\n</style>")
    macro = root.children[0]
    assert (root.line, macro.line, macro.children[0].line) == (1, 4, 6)


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "é"), ("utf-16", "é"), ("iso-8859-1", "é"), ("windows-1252", "é"),
        ("koi8-r", "и"), ("gb2312", "中"), ("big5", "中"), ("shift_jis", "中"), ("euc-jp", "中"),
    ],
)  # fmt: skip
def test_encodings_are_those_that_the_file_names(encoding: str, word: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?>{ROOT}><text value='{word}'/></style>"
    assert read(text.encode(encoding)).children[0].get("value") == word


def test_white_space_may_stand_before_the_declaration() -> None:
    root = read(f"\n\n<?xml version='1.0'?>{ROOT}/>")
    assert (root.tag, root.line) == ("style", 3)


def test_entities_are_not_looked_up() -> None:
    declared = '<!DOCTYPE style [<!ENTITY a "b"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    root = read(f"{declared}{ROOT}><term>&f;</term><term>&a;</term></style>")
    assert [child.text for child in root.children] == ["", ""]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"{ROOT}>\n<macro>\n</style>", 3, "macro"),
        (f"{ROOT}>\n&nothing;</style>", 2, "nothing"),
        (f'{ROOT}>\n<text a="1" a="2"/></style>', 2, "redefined"),
        ("", 1, ""),
        (f"<?xml version='1.0' encoding='nonsense'?>{ROOT}/>", 1, "encoding"),
        (f"{ROOT}><term>\0</term></style>", 1, ""),
    ],
)
def test_what_is_not_well_formed_is_told_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(IbidemError) as caught:
        read(text)
    found = caught.value.diagnostic
    assert (found.code, found.path, found.line) == ("invalid-style", "garden.csl", line)
    assert found.message.startswith("not well-formed XML: ")
    assert words in found.message


def test_elements_may_stand_deep_in_one_another_but_not_without_end() -> None:
    deep = DEEPEST + 20
    root = read(f"{ROOT}>{'<group>' * deep}{'</group>' * deep}</style>")
    assert len(root.walk()) == deep + 1
    with pytest.raises(IbidemError, match="not well-formed"):
        read(f"{ROOT}>{'<group>' * 100_000}{'</group>' * 100_000}</style>")


@pytest.mark.parametrize("end", ["</style>", ""])
def test_nothing_of_the_reading_waits_for_pythons_collector(end: str) -> None:
    gc.collect()
    try:
        read(f"{ROOT}><macro/>{end}")
    except IbidemError:
        assert not end
    assert gc.collect() == 0
