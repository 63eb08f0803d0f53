"""Affixes between two worlds: docutils' nodes and the processor's text with markup.

Emphasis and the like become CSL's inline markup. Everything else (links, formulas, code, a nested
citation) is an atom: it waits in the placeholder, travels through the processor as one private
character, and is put back when the page is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from docutils import nodes

from ibidem.sphinx.nodes import pending_atom, pending_citation
from ibidem.syntax import FIRST_PRIVATE, LAST_MARKUP, is_part_of_number, markup_sign, private_sign

MARKUP: dict[type[nodes.Node], str] = {
    nodes.emphasis: "i",
    nodes.strong: "b",
    nodes.superscript: "sup",
    nodes.subscript: "sub",
}

Find: TypeAlias = "Callable[[str], list[nodes.Node] | None]"

_SIGN = re.compile(f"[{chr(FIRST_PRIVATE)}-{chr(LAST_MARKUP)}]")
_PUNCTUATION = re.compile(r"[^\w\s]")


def read_affix(pieces: Iterable[nodes.Node | str], atoms: list[pending_atom]) -> str:
    """The pieces as text for a role; what is no text is added to the `atoms` of the citation.

    A `str` that is no node is that text as it stands; in nodes nothing has a meaning for the syntax.
    """
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, nodes.Text):
            parts.append(_PUNCTUATION.sub(r"\\\g<0>", piece))
        elif not isinstance(piece, nodes.Element):
            parts.append(str(piece))
        elif tag := _find_tag(piece):
            text = read_affix(piece.children, atoms)
            # The processor's numbers have no markup.
            parts.append(text if is_part_of_number(parts) else f"<{tag}>{text}</{tag}>")
        else:
            # A tag of HTML may stand in a number.
            sign = (markup_sign if isinstance(piece, nodes.raw) else private_sign)(len(atoms))
            atoms.append(pending_atom("", "", piece, sign=sign))
            parts.append(sign)
    return "".join(parts)


def _find_tag(node: nodes.Element) -> str:
    """The inline markup of CSL that says all that the node says."""
    return "" if node["classes"] or node["ids"] else MARKUP.get(type(node), "")


def put_back(element: nodes.Element, place: pending_citation) -> None:
    """Replace the characters in the texts of the element by the atoms of its placeholder."""
    _fill(element, {atom["sign"]: list(atom.children) for atom in place.atoms})


def show_plainly(element: nodes.Element, texts: Iterable[str]) -> None:
    """Put plain texts in the places of atoms, where nothing else can stand."""
    _fill(element, {sign: [nodes.Text(text)] for sign, text in _by_sign(texts)})


def _fill(element: nodes.Element, atoms: dict[str, list[nodes.Node]]) -> None:
    if atoms:
        # Each once: a node can't be in two places.
        _replace(element, lambda sign: atoms.pop(sign, None))


def show_atoms(place: pending_citation) -> list[str]:
    """The atoms of a placeholder as plain text; empty where that would be markup."""
    return ["".join(map(_show, atom.children)) for atom in place.atoms]


def _show(node: nodes.Node) -> str:
    is_markup = isinstance(node, (nodes.raw, pending_citation, nodes.footnote_reference))
    return "" if is_markup else node.astext()


def fill_text(text: str, texts: Sequence[str]) -> str:
    """A text with plain texts in the places of atoms."""
    return text.translate({ord(sign): shown for sign, shown in _by_sign(texts)})


def _by_sign(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The texts by both characters that may stand for each."""
    for place, text in enumerate(texts):
        yield private_sign(place), text
        yield markup_sign(place), text


def _replace(element: nodes.Element, find: Find) -> None:
    children: list[nodes.Node] = []
    for child in element.children:
        if isinstance(child, nodes.Text):
            children += _split(child, find)
            continue
        if isinstance(child, nodes.Element):
            _replace(child, find)
        children.append(child)
    element[:] = children


def _split(text: nodes.Text, find: Find) -> Iterator[nodes.Node]:
    start = 0
    for sign in _SIGN.finditer(text):
        atom = find(sign[0])
        if atom is not None:
            if start < sign.start():
                yield nodes.Text(text[start : sign.start()])
            yield from atom
            start = sign.end()
    if start < len(text):
        yield nodes.Text(text[start:]) if start else text
