"""What is meant for a citation where the host reads no Markdown, in raw HTML and in texts of images;
and for the marker of a list where none is.

The first is looked for in what holds an `@` only, and counts if a file has its key and the author has written
it so: programs put HTML there, too. Code, formulas, scripts and attributes are no text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from ibidem.markdown.docstrings import NOTE
from ibidem.markdown.markers import describe_loose
from ibidem.markdown.project import Project
from ibidem.syntax import OPAQUE_TAGS, Span, scan

_MAY_CITE: Final = re.compile(r"\[[^\[\]@]*@|<figcaption", re.IGNORECASE)
"""A quick look: most signs in raw HTML are those of decorators and addresses."""
_SILENT: Final = frozenset(
    (*OPAQUE_TAGS.split("|"), *("math", "object", "script", "style", "svg", "template", "textarea"))
)
"""Elements whose text is none for readers, or is left alone on purpose."""
_CLASSES: Final = frozenset(("arithmatex", "highlight", "mermaid"))
"""Those of elements for formulas, code and diagrams."""
_LEFT_ALONE: Final = re.compile(r"""\smarkdown=["']?(?:0|off|false)\b""")
"""The author wants no Markdown there."""
_CAPTION: Final = "figcaption"

_OPENING: Final = re.compile(r"<(?:!--|!\[CDATA\[|[!?]|/?(?P<name>[A-Za-z][^\s<>/]*))")
_ENDS: Final = {"<!--": "-->", "<![CDATA[": "]]>"}
_TAG_REST: Final = re.compile(r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_LOOSE_COMMAND: Final = re.compile(r"(?<!\S)\\(?:full_)?bibliography(?![\w{\[\\/])")
"""A command in running text, but no path and none of LaTeX."""
_NEAR: Final = 80
"""How much of the line before a citation is enough to find it by."""


class Raw(NamedTuple):
    """Such a citation."""

    text: str
    """As it is written."""
    key: str
    around: str
    """With what stands before it on its line."""
    is_of_image: bool = False


def find_loose_commands(
    root: Element, lines: Iterable[str], told: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The commands in running text, each with the line up to it, and what is wrong with it. Those that
    begin a line with other words are `told` before."""
    if not any("bibliography" in line for line in lines):
        return
    begun = {line.split(None, 1)[0] for line in told}
    for element in root.iter():
        for text in (element.text, element.tail):
            if text and "bibliography" in text and not isinstance(text, AtomicString):
                for found in _LOOSE_COMMAND.finditer(text):
                    line = text[text.rfind("\n", 0, found.start()) + 1 : found.end()]
                    if line not in begun:
                        yield line, describe_loose(found[0])


def find_raw(md: Markdown, root: Element, lines: Sequence[str], project: Project) -> Iterator[Raw]:
    """The citations in the page that stay as they are in its lines."""
    written = "\n".join(lines)
    if "@" not in written or not ("<" in written or "![" in written):
        return
    keys, bare = project.library, project.config.bare_keys
    # the host takes such an attribute away, so nobody knows where in the tree it stood
    may_be_meant = _LEFT_ALONE.search(written) is not None
    left = _find_left(md, root, keys, bare=bare)
    found = (raw for raw in left if raw.is_of_image or not may_be_meant)
    for raw in (*_find_stashed(md, keys, bare=bare), *found):
        if (raw.text if raw.is_of_image else raw.around).partition("\n")[0] in written:
            yield raw


def _find_stashed(md: Markdown, keys: Container[str], *, bare: bool) -> Iterator[Raw]:
    """The citations in blocks of raw HTML."""
    blocks: list[Any] = md.htmlStash.rawHtmlBlocks
    for html in blocks:
        if isinstance(html, str) and "@" in html and _is_element(html):
            yield from _read_html(str(html), keys, bare=bare)


def _is_element(html: str) -> bool:
    """It may hold a citation, and is no text of an element: that would be code, mostly."""
    return html.lstrip().startswith("<") and _MAY_CITE.search(html) is not None


def _find_left(md: Markdown, root: Element, keys: Container[str], *, bare: bool) -> Iterator[Raw]:
    """The citations in texts of images, and in those of elements that the host keeps from all patterns,
    as it does in HTML with Markdown around it."""
    found = [element for element in root.iter() if _may_hold(element)]
    if not found:
        return
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in found:
        if element.tag == "img":
            for raw in _read_text(_text_of(element), keys, bare=bare, lead="!["):
                yield raw._replace(is_of_image=True)
        for parent, left in ((element, element.text), (parents.get(element), element.tail)):
            if parent is not None and _is_left(left) and (names := _names_around(parent, parents)):
                shown = _with_tags(str(left), md.htmlStash.rawHtmlBlocks)
                yield from _read_text(shown, keys, bare=bare and _CAPTION in names, lead=">")


def _is_left(text: str | None) -> bool:
    """The host has kept it from all patterns."""
    return isinstance(text, AtomicString) and "@" in text


def _may_hold(element: Element) -> bool:
    is_image = element.tag == "img" and "@" in _text_of(element)
    return is_image or _is_left(element.text) or _is_left(element.tail)


def _text_of(image: Element) -> str:
    return image.get("alt") or ""  # None for an attribute without a value


def _names_around(element: Element, parents: dict[Element, Element]) -> frozenset[str]:
    """The names of the element and of those that it is in; none if its text is not for readers."""
    names = set()
    around: Element | None = element
    while around is not None:
        classes = (around.get("class") or "").split()
        if around.tag in _SILENT or around.get(NOTE) or not _CLASSES.isdisjoint(classes):
            return frozenset()
        names.add(around.tag)
        around = parents.get(around)
    return frozenset(names)


def _with_tags(text: str, blocks: Sequence[object]) -> str:
    """The text with the tags in it, for which the host has put placeholders."""

    def read(placeholder: re.Match[str]) -> str:
        number = int(placeholder[1])
        html = blocks[number] if number < len(blocks) else ""
        return str(html) if isinstance(html, str) else ""

    return HTML_PLACEHOLDER_RE.sub(read, text)


def _read_text(text: str, keys: Container[str], *, bare: bool, lead: str) -> Iterator[Raw]:
    """The citations in the text of an element; in the source `lead` is before it."""
    shown, _ = _hide_tags(text)
    yield from _find_cited(lead + text, lead + shown, keys, [Span(0, len(lead + shown))] * bare)


def _read_html(html: str, keys: Container[str], *, bare: bool) -> Iterator[Raw]:
    shown, captions = _hide_tags(html)
    yield from _find_cited(html, shown, keys, captions if bare else [])


def _find_cited(text: str, shown: str, keys: Container[str], captions: list[Span]) -> Iterator[Raw]:
    """The citations in what is shown of a text; in captions keys may stand alone."""

    def is_cited(key: str, at: int) -> bool:
        return key in keys

    found = {citation.start: citation for citation in scan(shown, is_cited=lambda key, at: False)}
    for caption in captions:
        for citation in scan(shown, is_cited=is_cited, within=caption):
            found.setdefault(citation.start, citation)
    for start, citation in sorted(found.items()):
        key = next((cite.key for cite in citation.cites if cite.key in keys), None)
        if key is not None:
            line = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
            around = text[line : citation.end].lstrip()
            yield Raw(text[start : citation.end], key, around)


def _hide_tags(html: str) -> tuple[str, list[Span]]:
    """The HTML with spaces in place of all that is no text, and the places of captions in it. What a
    tag or a comment without an end takes in is none."""
    parts: list[str] = []
    captions: list[Span] = []
    cursor, caption = 0, -1
    while opening := _OPENING.search(html, cursor):
        start, name = opening.start(), (opening["name"] or "").lower()
        end = _find_end(html, opening, name)
        if name == _CAPTION and html[start + 1] != "/":
            caption = end
        elif name == _CAPTION and caption >= 0:
            captions.append(Span(caption, start))
            caption = -1
        parts += [html[cursor:start], _blank(html[start:end])]
        cursor = end
    return "".join([*parts, html[cursor:]]), captions


def _find_end(html: str, opening: re.Match[str], name: str) -> int:
    """Where a comment ends, or a tag, or the element that it opens if the text in there is none."""
    if not name:
        closing = _ENDS.get(opening[0], ">")
        end = html.find(closing, opening.end())
        return end + len(closing) if end >= 0 else len(html)
    tag = _TAG_REST.match(html, opening.end())
    if tag is None:
        return len(html)
    is_silent = (
        name in _SILENT
        or any(map(tag[0].__contains__, (NOTE, *_CLASSES)))
        or _LEFT_ALONE.search(tag[0]) is not None
    )
    if not is_silent or opening[0][1] == "/" or tag[0].endswith("/>"):
        return tag.end()
    return _find_closing(html, tag.end(), name)


def _find_closing(html: str, start: int, name: str) -> int:
    """Where the element of this name that has been opened is closed; others may be within it."""
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}\b", re.IGNORECASE).finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(html)


def _blank(hidden: str) -> str:
    """As many signs, with the ends of lines."""
    return re.sub(r"[^\n]", " ", hidden)
