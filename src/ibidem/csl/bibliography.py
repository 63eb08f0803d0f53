"""Entries of the bibliography: alignment, repeated authors (CSL 1.0.2, Bibliography-specific)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ibidem.csl.layout import Layout
from ibidem.csl.options import BibliographyOptions
from ibidem.csl.output import Formatted, Literal, Node, Tagged
from ibidem.csl.rewrite import find, find_all, is_empty, plain, replace
from ibidem.csl.sentence_start import capitalize_first_of
from ibidem.model import Name

NO_PRINTED_FORM: Final = "[CSL STYLE ERROR: reference with no printed form.]"


def assemble_entry(nodes: list[Node], layout: Layout, options: BibliographyOptions) -> Node:
    """The nodes of a layout's children as one entry, its first field set apart if asked for."""
    filled = capitalize_first_of([node for node in nodes if not is_empty(node)])
    if options.second_field_align and filled:
        first = Formatted([filled[0]], prefix=layout.prefix, display="left-margin")
        rest = Formatted(filled[1:], suffix=layout.suffix, display="right-inline")
        return Formatted([first, rest], layout.format)
    if filled and layout.suffix and (last := _display(filled[-1])):
        # The layout's suffix ends the last block, it does not follow it.
        last_free = Formatted(
            last.children, last.format, last.prefix, last.suffix, last.delimiter, last.quotes
        )
        filled[-1] = Formatted([last_free], suffix=layout.suffix, display=last.display)
        return Formatted([Formatted(filled, prefix=layout.prefix)], layout.format)
    return layout.around(filled)


def _display(node: Node) -> Formatted | None:
    """The node, if it is set apart as a block at the right."""
    return node if isinstance(node, Formatted) and node.display == "right-inline" else None


class Authors(NamedTuple):
    """The names that begin an entry, or what stands in for them."""

    node: Tagged
    whole: str
    """What was printed of the names: not what stands behind "et al."."""
    persons: tuple[str, ...]
    """In full, for two persons may have the same initials."""


def authors_of(entry: Node) -> Authors | None:
    """The names at the very beginning of an entry.

    A term is no name, as citeproc-js has it: "Anon." is never replaced as one that is repeated.
    """
    names = find(entry, "names")
    if names is None or names.value is None or not _begins_with(entry, names):
        return None
    lists = list(find_all(names, "name-list"))
    content: Sequence[Node] = lists or [names]
    persons = tuple(_in_full(person.value) for node in content for person in find_all(node, "name"))
    return Authors(names, "\n".join(persons or [plain(node) for node in content]), persons)


def _in_full(name: object) -> str:
    assert isinstance(name, Name)
    parts = (
        name.given, name.dropping_particle, name.non_dropping_particle, name.family, name.suffix,
        name.literal,
    )  # fmt: skip
    return " ".join(part for part in parts if part)


def _begins_with(node: Node, target: Node) -> bool | None:
    """Whether nothing but affixes and the citation number is printed before `target`.

    None if neither that nor `target` is printed.
    """
    if node is target:
        return True
    if isinstance(node, (str, Literal)):
        return None if is_empty(node) else False
    if isinstance(node, Tagged) and node.tag == "citation-number":
        return None
    found = (_begins_with(child, target) for child in node.children)
    return next((begins for begins in found if begins is not None), None)


def substitute_authors(
    entry: Node, authors: Authors, before: Authors, options: BibliographyOptions
) -> Node:
    """Replace names that repeat those of the entry before (subsequent-author-substitute)."""
    names, text = authors.node, options.author_substitute or ""
    rule = options.author_substitute_rule
    if rule in ("complete-all", "complete-each"):
        if authors.whole != before.whole:
            return entry
        if rule == "complete-all" or not authors.persons:
            return _replace_whole(entry, names, text)
        count = len(authors.persons)
    else:
        same = 0
        for one, other in zip(authors.persons, before.persons, strict=False):
            if one != other:
                break
            same += 1
        count = min(same, 1) if rule == "partial-first" else same
        if not authors.persons and authors.whole == before.whole:
            return _replace_whole(entry, names, text)
    return _replace_persons(entry, names, text, count)


def _replace_whole(entry: Node, names: Tagged, text: str) -> Node:
    """The substitute in place of the lists; label and affixes stay."""
    lists = list(find_all(names, "name-list"))
    if not lists:
        return _replaced(entry, names, Tagged("names", [text], names.value))
    new: Node = names
    for index, node in enumerate(lists):
        inner = Tagged("name-list", [text]) if index == 0 and text else None
        changed = replace(new, node, inner)
        new = changed if changed is not None else Tagged("names", [""], names.value)
    return _replaced(entry, names, new)


def _replace_persons(entry: Node, names: Tagged, text: str, count: int) -> Node:
    new: Node = names
    persons = [p for node in find_all(names, "name-list") for p in find_all(node, "name")]
    for person in persons[:count]:
        # What stands for one name is set as that is, what stands for all of them is not (citeproc-js).
        inner = find(person, "person")
        one = replace(person, inner, text) if inner else Tagged("name", [text], person.value)
        changed = replace(new, person, one)
        new = changed if changed is not None else new
    return _replaced(entry, names, new)


def _replaced(entry: Node, old: Node, new: Node) -> Node:
    changed = replace(entry, old, new)
    return changed if changed is not None else entry
