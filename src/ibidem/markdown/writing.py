"""Formatted citations as elements of the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import takewhile
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring

from markdown.util import AtomicString

from ibidem import Format, Formatted, FormattedCitation, Link, Literal, Node, Tagged, to_text
from ibidem.markdown.affixes import ATOM, Atoms, append_plain, append_text
from ibidem.markdown.reading import Place, text_behind
from ibidem.markdown.valid import valid_html

_NO_XML: Final = re.compile(r"[\x00-\x08\x0b-\x1f]|[\ud800-\udfff\ufffe\uffff]")
"""Characters that no page can hold; bibliographies do, by accident. (Two sets with few gaps: one of all
others takes long to compile.)"""


class Targets(NamedTuple):
    """Where the cites of a page lead."""

    href: Callable[[str], str | None]
    """From a key to its entry; None for no link."""
    tooltip: Callable[[str], str]
    """The entry as plain text; empty for none."""


def write_citation(
    place: Place, content: Node, targets: Targets, atoms: Atoms, *, is_marked: bool = False
) -> None:
    """Fill the citation's element. If it will be `is_marked`, a mark parts it from the text behind."""
    element = place.element
    tail, atom = element.tail, element.get(ATOM)
    element.clear()
    element.tail = tail
    if atom is not None:  # it is in the affix of another citation
        element.set(ATOM, atom)
    own = dict(place.attributes)
    element.set("class", " ".join(filter(None, ("citation", own.pop("class", "")))))
    element.set("data-cites", " ".join(place.keys))
    element.set("id", own.pop("id", place.identity))
    element.attrib.update({name: own[name] for name in own if name not in element.attrib})
    write_content(element, content, None if place.is_linked else targets, atoms)
    if not is_marked and text_behind(place).startswith("."):
        _drop_stop(element)


def _drop_stop(element: Element) -> None:
    """Take the full stop at the end away, which the text behind brings as well."""
    last = element
    while len(last) and not last[-1].tail:
        last = last[-1]
    if len(last):
        last[-1].tail = AtomicString((last[-1].tail or "").removesuffix("."))
    elif last.text:
        last.text = AtomicString(last.text.removesuffix("."))


def write_content(parent: Element, content: Node, targets: Targets | None, atoms: Atoms) -> None:
    """Add a finished tree to an element, its cites linked unless `targets` is None: there DOIs and
    URLs stay text as well."""
    _ContentWriter(targets, atoms).write(parent, content)


class _ContentWriter:
    """Makes the elements that the HTML of a tree would be read as."""

    def __init__(self, targets: Targets | None, atoms: Atoms) -> None:
        self.targets = targets
        self.atoms = atoms

    def write(self, parent: Element, node: Node) -> None:
        if isinstance(node, (str, Literal)):
            self._add_text(parent, node if isinstance(node, str) else node.text)
            return
        inside, behind = parent, ""
        if isinstance(node, Formatted):
            if node.format is not None or node.display:
                inside, behind = self._open_format(parent, _find_tags(node.format, node.display))
        elif isinstance(node, Link):
            inside = self._open_link(parent, node)
        elif node.tag == "cite":
            self._write_cite(parent, node)
            return
        for child in node.children:
            self.write(inside, child)
        if behind:
            append_plain(parent, behind)

    def _add_text(self, parent: Element, text: str) -> None:
        if not text.isprintable():  # private and control characters, some spaces
            append_text(parent, _NO_XML.sub("", text), self.atoms)
        elif text:
            append_plain(parent, text)

    def _open_format(self, parent: Element, tags: _Tags) -> tuple[Element, str]:
        """The innermost element, and what comes behind the outermost."""
        if tags.before:
            append_plain(parent, tags.before)
        for tag, attributes in tags.elements:
            parent = SubElement(parent, tag, attributes)
        return parent, tags.behind

    def _open_link(self, parent: Element, link: Link) -> Element:
        if self.targets is None:
            return SubElement(parent, "span")
        return SubElement(parent, "a", {"href": _NO_XML.sub("", link.href)})

    def _write_cite(self, parent: Element, cite: Tagged) -> None:
        """A link to the entry. One inside a link is no HTML: of a cite that prints an identifier, or has
        a link of the author's in its locator, what stands before that is one."""
        target = self.targets.href(str(cite.value)) if self.targets else None
        inside, lead = parent, 0
        if self.targets is not None and target is not None:
            lead = sum(
                1 for _ in takewhile(lambda child: not self._holds_link(child), cite.children)
            )
            if lead == len(cite.children) or any(map(_has_words, cite.children[:lead])):
                inside = SubElement(parent, "a", {"href": target, "role": "doc-biblioref"})
                if text := self.targets.tooltip(target):
                    inside.set("title", text)
        for child in cite.children[:lead]:
            self.write(inside, child)
        for child in cite.children[lead:]:
            self.write(parent, child)

    def _holds_link(self, node: Node) -> bool:
        if isinstance(node, (str, Literal)):
            return self.atoms.holds_link(node if isinstance(node, str) else node.text)
        return isinstance(node, Link) or any(map(self._holds_link, node.children))


def find_author(formatted: FormattedCitation) -> str:
    """What a citation in the sentence says as a word of it; empty if that is not to be found."""
    author = formatted.intext
    if author is None:
        first = _find(formatted.content, "cite")
        author = None if first is None else _find(first, "names")
    return "" if author is None else _NO_XML.sub("", to_text(author))


def _find(node: Node, tag: str) -> Tagged | None:
    """The first part of this kind, in reading order."""
    if isinstance(node, (str, Literal)):
        return None
    if isinstance(node, Tagged) and node.tag == tag:
        return node
    return next(filter(None, (_find(child, tag) for child in node.children)), None)


def _has_words(node: Node) -> bool:
    """Whether it is more than punctuation."""
    return any(map(str.isalnum, to_text(node)))


class _Tags(NamedTuple):
    """What stands around the content of a formatted part of a tree."""

    before: str
    elements: tuple[tuple[str, dict[str, str]], ...]
    """Tags with their attributes, from the outermost in."""
    behind: str


@cache
def _find_tags(format: Format | None, display: str) -> _Tags:
    """As the HTML has them; there are few."""
    html = valid_html(Formatted([], format, display=display))
    element = fromstring(f"<span>{html}</span>")
    before, elements, behind = element.text or "", [], ""
    while len(element):
        element = element[0]
        elements.append((element.tag, element.attrib))
        behind += element.tail or ""
    return _Tags(before, tuple(elements), behind)
