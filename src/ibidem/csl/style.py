"""A CSL style as frozen records: read from XML once, never touched again.

Only `element`, and what checks styles (`validate`, `macro_calls`), see XML. What an element means is
decided where it is compiled (`ibidem.csl.compile`); here it is only read, and names of attributes stay
as they are in the specification. XML is parsed without entities, DTD or network access.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from ibidem.csl.element import Element, read_element
from ibidem.diagnostics import Diagnostic, IbidemError
from ibidem.record import Record

NO_ELEMENT: Final = Element("group", {})
NO_OPTIONS: Final[Mapping[str, str]] = {}


class Area(NamedTuple):
    """`cs:citation` or `cs:bibliography`: options, sort keys, layouts."""

    options: Mapping[str, str] = NO_OPTIONS
    sort: tuple[Element, ...] = ()
    layout: Element = NO_ELEMENT
    localized_layouts: tuple[Element, ...] = ()
    """`<layout locale="de fr">`, an accepted extension: for items in these languages."""


class Style(Record):
    """A CSL style. Compared by identity; `digest` identifies the content."""

    __match_args__ = (
        "id", "title", "style_class", "citation_format", "default_locale", "options", "macros",
        "citation", "bibliography", "locales", "parent", "path", "source",
        "parent_source",
    )  # fmt: skip
    __slots__ = __match_args__

    def __init__(
        self,
        id: str,
        title: str,
        style_class: str,
        citation_format: str,
        default_locale: str,
        options: Mapping[str, str],
        macros: Mapping[str, Element],
        citation: Area,
        bibliography: Area | None,
        locales: tuple[Element, ...],
        parent: str = "",
        path: str = "",
        source: bytes = b"",
        parent_source: bytes = b"",
    ) -> None:
        self.id: Final = id
        self.title: Final = title
        self.style_class: Final = style_class
        """`in-text` or `note`."""
        self.citation_format: Final = citation_format
        """The category of the style: `author-date`, `author`, `numeric`, `label`, `note` or empty."""
        self.default_locale: Final = default_locale
        self.options: Final = options
        self.macros: Final = macros
        self.citation: Final = citation
        self.bibliography: Final = bibliography
        self.locales: Final = locales
        """`cs:locale` elements of the style, as they stand in it."""
        self.parent: Final = parent
        """Dependent styles: the URI of the independent parent; everything else comes from there."""
        self.path: Final = path
        self.source: Final = source
        self.parent_source: Final = parent_source

    def __repr__(self) -> str:
        return f"Style({self.id!r})"

    @property
    def digest(self) -> str:
        """What identifies the content, for hosts that keep what they have formatted."""
        from hashlib import sha256  # loads a library: not for those who do not ask

        return sha256(self.source + b"\0" + self.parent_source).hexdigest()

    def validate(self) -> tuple[Diagnostic, ...]:
        """Everything wrong with the style by the specification; each finding names its line.

        A dependent style's own file is checked, not its parent.
        """
        from ibidem.csl.validate import validate_style  # the schema: rendering never needs it

        return validate_style(self.source, path=self.path)

    def broken_calls(self) -> tuple[Diagnostic, ...]:
        """Calls of macros that the style does not have, or of one from inside itself, and slips in the
        names of variables, as warnings: nothing is printed in their places. A dependent style has none of its own."""
        from ibidem.csl.macro_calls import find_broken_calls  # only asked of users' own files

        return find_broken_calls(self.source, self.path)

    @property
    def has_bibliography(self) -> bool:
        return self.bibliography is not None

    @property
    def sorts_by_particles(self) -> bool:
        """Names go under their particles, "de Beauvoir" under D (CSL 1.0.2,
        demote-non-dropping-particle)."""
        return self.options.get("demote-non-dropping-particle") == "never"

    @property
    def is_note(self) -> bool:
        return self.style_class == "note"


def parse_style(source: bytes | str, *, path: str = "") -> Style:
    """Read a style.

    Raises `IbidemError` (code `invalid-style`) if the source is no XML, no CSL style, or a style of
    CSL 0.8. Anything less is left to `Style.validate`: a style with smaller faults renders.
    """
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    root = read_element(data, path, "invalid-style")
    _check_root(root, path)
    info = root.child("info") or NO_ELEMENT
    parents = [link.get("href") for link in info.all("link") if _is_parent(link)]
    citation = root.child("citation")
    if citation is None and not parents:
        raise _invalid("the style has no cs:citation element", path, root.line)
    if citation is not None and citation.child("layout") is None:
        raise _invalid("the element <citation> has no <layout>", path, citation.line)
    bibliography = root.child("bibliography")
    return Style(
        id=_text(info, "id"),
        title=_text(info, "title"),
        style_class=root.get("class", "in-text"),
        citation_format=next(
            (c.get("citation-format") for c in info.all("category") if c.get("citation-format")), ""
        ),
        default_locale=root.get("default-locale"),
        options=root.attributes,
        macros={macro.get("name"): macro for macro in root.all("macro")},
        citation=_area(citation) if citation else Area(),
        bibliography=_area(bibliography) if bibliography else None,
        locales=tuple(root.all("locale")),
        parent=parents[0] if parents and citation is None else "",
        path=path,
        source=data,
    )


def reachable(style: Style, top: Element) -> list[Element]:
    """All elements of a layout or rendering element and of the macros called, each macro once."""
    found: list[Element] = []
    seen: set[str] = set()
    waiting = [top]
    while waiting:
        elements = waiting.pop().walk()
        found += elements
        for element in elements:
            macro = element.get("macro")
            if macro and macro not in seen and macro in style.macros:
                seen.add(macro)
                waiting.append(style.macros[macro])
    return found


def _area(element: Element) -> Area:
    sort = element.child("sort")
    layouts = list(element.all("layout"))
    plain = [layout for layout in layouts if not layout.get("locale")]
    return Area(
        options=element.attributes,
        sort=tuple(sort.all("key")) if sort else (),
        layout=plain[-1] if plain else NO_ELEMENT,
        localized_layouts=tuple(layout for layout in layouts if layout.get("locale")),
    )


def _check_root(root: Element, path: str) -> None:
    if root.tag != "style":
        raise _invalid(f"not a CSL style: the root element is <{root.tag}>", path, root.line)
    # Styles of 0.8 state no version, but a language, which CSL 1.0 has no place for in the root.
    version = root.get("version") or ("0.8" if "lang" in root.attributes else "1.0")
    if version.startswith("0."):
        message = (
            f"the style is written in CSL {version}; CSL 1.0 or later is needed "
            "(styles of 0.8 were converted in the official style repository)"
        )
        raise _invalid(message, path, root.line)


def _invalid(message: str, path: str, line: int) -> IbidemError:
    return IbidemError(Diagnostic("invalid-style", message, "error", path, line))


def _is_parent(link: Element) -> bool:
    return link.get("rel") == "independent-parent"


def _text(element: Element, tag: str) -> str:
    child = element.child(tag)
    return " ".join(child.text.split()) if child else ""
