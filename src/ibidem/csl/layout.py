"""A style compiled for one locale: its layouts, sort keys and what it makes use of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ibidem.csl.compile import Abbreviations, Children, Compiler, format_of
from ibidem.csl.context import Context
from ibidem.csl.element import Element
from ibidem.csl.finish import Typography
from ibidem.csl.intext import AUTHOR
from ibidem.csl.locales import Locale, resolve_locale
from ibidem.csl.output import Format, Formatted, Node
from ibidem.csl.sort import Sorter
from ibidem.csl.style import Area, Style, reachable

NO_AREA: Final = Area()


class Layout(NamedTuple):
    """A compiled cs:layout."""

    children: Children
    prefix: str
    suffix: str
    delimiter: str
    format: Format | None

    def render(self, ctx: Context) -> list[Node]:
        """The nodes of one cite or entry, one for each child of the layout that prints."""
        return self.children.row(ctx.item.traits).run(ctx)[0]

    def without_affixes(self) -> Layout:
        return self._replace(prefix="", suffix="")

    def around(self, nodes: list[Node]) -> Node:
        """The nodes between the layout's affixes, all inside its format."""
        whole = Formatted(nodes, prefix=self.prefix, suffix=self.suffix)
        return whole if self.format is None else Formatted([whole], self.format)


class Features:
    """What layouts can be influenced by; what they cannot is not part of memo keys."""

    def __init__(
        self,
        *,
        position: bool,
        et_al_subsequent: bool,
        et_al_of_stand_ins: bool,
        near_note: bool,
        first_note: bool,
        citation_number: bool,
        entry_number: bool,
        disambiguate: bool,
        explicit_suffix: bool,
        accessed: bool,
    ) -> None:
        self.position = position
        self.et_al_subsequent = et_al_subsequent
        """Later cites may show other numbers of names."""
        self.et_al_of_stand_ins = et_al_of_stand_ins
        """Names that stand in for others may be shortened as these."""
        self.near_note = near_note
        self.first_note = first_note
        self.citation_number = citation_number
        self.entry_number = entry_number
        self.disambiguate = disambiguate
        self.explicit_suffix = explicit_suffix
        self.accessed = accessed
        """Cites print the date of access."""


class CompiledStyle:
    """All closures of a style for one locale, and the layouts for items in other languages."""

    def __init__(
        self,
        style: Style,
        language: str,
        *,
        links: bool = False,
        abbreviations: Abbreviations | None = None,
    ) -> None:
        self.style = style
        self.links = links
        self.abbreviations = abbreviations
        self.locale = resolve_locale(language, style)
        self.features = find_features(style)
        self.variables = find_variables(style)
        self.types = find_types(style)
        self.bibliography_area = style.bibliography or NO_AREA
        self.citation_sorter = Sorter(style, self.locale, style.citation)
        self.bibliography_sorter = Sorter(style, self.locale, self.bibliography_area)
        self.typography = self._typography(self.locale)
        self._layouts: dict[tuple[str, str], Layout] = {}

    def citation_layout(self, language: str) -> Layout:
        return self._layout(self.style.citation, "citation", language)

    def bibliography_layout(self, language: str) -> Layout:
        return self._layout(self.bibliography_area, "bibliography", language)

    def _layout(self, area: Area, name: str, language: str) -> Layout:
        """The layout for an item's language: the plain one, unless the style has one for it."""
        found = next(
            (layout for layout in area.localized_layouts if _serves(layout, language)), None
        )
        key = (name, found.get("locale") if found else "")
        if key not in self._layouts:
            element = found or area.layout
            locale = resolve_locale(language, self.style) if found else self.locale
            self._layouts[key] = self._compile(element, locale, area)
        return self._layouts[key]

    def _compile(self, element: Element, locale: Locale, area: Area) -> Layout:
        compiler = Compiler(
            self.style, locale, area, links=self.links, abbreviations=self.abbreviations,
            explicit_suffix=self.features.explicit_suffix,
        )  # fmt: skip
        return Layout(
            compiler.compile_layout(element),
            element.get("prefix"),
            element.get("suffix"),
            element.get("delimiter"),
            format_of(element),
        )

    def _typography(self, locale: Locale) -> Typography:
        marks = Compiler(self.style, locale, NO_AREA).marks
        return Typography(marks, locale.punctuation_in_quote, self.style.is_note)


def _serves(layout: Element, language: str) -> bool:
    """Whether the layout is one for the language, or for the one that it is a dialect of."""
    asked = f"{language.lower().replace('_', '-')}-"
    return any(asked.startswith(f"{tag.lower()}-") for tag in layout.get("locale").split())


def _tops(style: Style) -> list[Element]:
    """All elements of a style that print or sort, or hold such, and what stands in for a style in a
    sentence."""
    areas = [style.citation, style.bibliography or NO_AREA]
    tops = [element for area in areas for element in (area.layout, *area.localized_layouts)]
    tops += [key for area in areas for key in area.sort]
    return [*tops, *style.macros.values(), AUTHOR]


def find_variables(style: Style) -> frozenset[str]:
    """The variables of items that a style asks for."""
    found: set[str] = {"title-short", "container-title-short"}
    for top in _tops(style):
        for element in top.walk():
            for attribute in ("variable", "is-numeric", "is-uncertain-date"):
                if names := element.get(attribute):
                    found.update(names.split())
    return frozenset((*found, *(f"{variable}-short" for variable in found)))


def find_types(style: Style) -> frozenset[str]:
    """The types of items that a style asks for. Data may have any number of others."""
    elements = (element for top in _tops(style) for element in top.walk())
    return frozenset(type for element in elements for type in element.get("type").split())


def _hands_down_et_al(names: Element) -> bool:
    """Whether these names tell those that stand in for them how to be shortened."""
    name = names.child("name") if names.child("substitute") else None
    return name is not None and any(option.startswith("et-al-") for option in name.attributes)


class _Seen:
    """What some elements have among them."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.attributes: set[str] = set()
        self.positions: set[str] = set()
        """What tests of positions ask for."""
        self.named: set[str] = set()
        """The variables that are printed or asked for."""
        self.printed: set[str] = set()
        """Those of texts and numbers."""
        self.hands_down_et_al = False
        for element in elements:
            self.attributes.update(element.attributes)
            if position := element.get("position"):
                self.positions.update(position.split())
            variable = element.get("variable")
            self.named.update(variable.split(), element.get("is-numeric").split())
            if element.tag in ("text", "number"):
                self.printed.add(variable)
            elif element.tag == "names" and _hands_down_et_al(element):
                self.hands_down_et_al = True


def find_features(style: Style) -> Features:
    layouts = (style.citation.layout, *style.citation.localized_layouts)
    citation = _Seen(element for layout in layouts for element in reachable(style, layout))
    entries = _Seen(reachable(style, style.bibliography.layout) if style.bibliography else ())
    # Later cites are shortened otherwise if an option is for them, or one for some names alone.
    et_al = "et-al" if citation.positions else "et-al-subsequent"
    options = (*style.citation.options, *style.options)
    et_al_subsequent = any(name.startswith(et_al) for name in citation.attributes) or any(
        "et-al-subsequent" in name for name in options
    )
    return Features(
        position=bool(citation.positions) or et_al_subsequent,
        et_al_subsequent=et_al_subsequent,
        et_al_of_stand_ins=citation.hands_down_et_al,
        near_note=bool(citation.positions & {"near-note", "far-note"}),
        first_note="first-reference-note-number" in citation.named,
        citation_number="citation-number" in citation.named,
        entry_number="citation-number" in entries.named,
        disambiguate="disambiguate" in citation.attributes,
        explicit_suffix=bool(
            {"year-suffix", "citation-label"} & (citation.printed | entries.printed)
        ),
        accessed="accessed" in citation.named,
    )
