"""Elements of a style or locale file, as records.

Read by expat, which comes with Python: loading lxml takes as long as reading a style. Documents that
it refuses, and any with a document type, are left to lxml (`ibidem.csl.safe_xml`), which declines
entities and tells better what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from lxml import etree

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

DEEPEST: Final = 200
"""How deep elements may stand in one another before lxml, which has a limit, is asked."""


class Element:
    """One element of the style, without namespace and comments. Never changed once it is read."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str],
        children: tuple[Element, ...] = (),
        text: str = "",
        line: int = 0,
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children = children
        self.text = text
        self.line = line

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def flag(self, name: str) -> bool:
        return self.attributes.get(name) == "true"

    def without(self, name: str) -> Element:
        """The element without an attribute."""
        kept = {key: value for key, value in self.attributes.items() if key != name}
        return Element(self.tag, kept, self.children, self.text, self.line)

    def child(self, tag: str) -> Element | None:
        for child in self.children:
            if child.tag == tag:
                return child
        return None

    def all(self, tag: str) -> list[Element]:
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> list[Element]:
        """The element and all below it, in their order."""
        found = [self]
        for child in self.children:
            if child.children:
                found += child.walk()
            else:
                found.append(child)
        return found


def read_element(source: bytes, path: str, code: str) -> Element:
    """The root of an XML document, with all below it.

    Raises `IbidemError` with the parser's line and this code if it is not well-formed.
    """
    try:
        return _Reader().read(source)
    except (expat.ExpatError, LookupError, ValueError, _UnusualError):
        # Encodings that it does not know, or of several bytes, are errors of Python's to it.
        from ibidem.csl.safe_xml import read_xml

        return _from_lxml(read_xml(source, path, code))


class _UnusualError(Exception):
    """A document that has more than elements, or too many in one another."""


class _Reader:
    """Takes what expat finds; for one document."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._open: list[Element] = [Element("", {})]
        self._children: list[list[Element]] = [[]]

    def read(self, source: bytes) -> Element:
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(source, True)
        finally:  # this holds the parser, and what it calls holds this
            parser.StartElementHandler = parser.EndElementHandler = None
            parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None
        return self._children[0][0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if "}" in key or "&#" in value:
                attributes = _plain_attributes(attributes)
                break
        if len(self._open) > DEEPEST:
            raise _UnusualError
        tag = name[name.rfind("}") + 1 :]
        self._open.append(Element(tag, attributes, (), "", self._parser.CurrentLineNumber))
        self._children.append([])

    def _end(self, name: str) -> None:
        element = self._open.pop()
        element.children = tuple(self._children.pop())
        self._children[-1].append(element)

    def _text(self, text: str) -> None:
        if not self._children[-1]:  # else it stands behind a child
            self._open[-1].text += text

    def _refuse(self, *_doctype: object) -> None:
        raise _UnusualError


def _plain_attributes(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes with the names that they have here."""
    return {_attribute_name(key): _value(value) for key, value in attributes.items()}


def _attribute_name(name: str) -> str:
    name = "{" + name if "}" in name and name[0] != "{" else name
    return "lang" if name == XML_LANG else name


def _value(text: str) -> str:
    """An attribute's value; some styles hold character references that were escaped twice."""
    if "&#" not in text:
        return text
    import html  # loads the names of all entities

    return html.unescape(text)


def _from_lxml(node: etree._Element) -> Element:
    tag = str(node.tag)
    return Element(
        tag[tag.rfind("}") + 1 :],
        _plain_attributes({str(name): str(value) for name, value in node.items()}),
        tuple([_from_lxml(child) for child in node if isinstance(child.tag, str)]),
        node.text or "",
        node.sourceline if isinstance(node.sourceline, int) else 0,
    )
