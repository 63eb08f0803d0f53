"""Where lists go: `[[bibliography]]`, `::: {#refs}`, or what other tools write for it.

A marker may hold the options of its list, `[[bibliography group-by=year]]`, or those of pandoc's
attributes, `::: {#refs sort=-year}`; what stands inside such a block are keys to be listed in any
case. `[[entry @doe]]` is the place of one entry, which is not cited by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions.attr_list import get_attrs_and_remainder

from ibidem.diagnostics import is_slip

if TYPE_CHECKING:
    from ibidem.markdown.conversion import Conversion

LIST = "data-ibidem-list"
"""The attribute of an element that waits for a list: its number among the `ListRequest`s."""

PRIORITY = 78
"""Behind indented code (80), before mkdocstrings (75), which shares the sign `:::`."""

_MARKER = re.compile(
    r"""
      \[\[\s* (?P<name>bibliography|full[ _-]bibliography|entry) (?:\s+(?P<inside>.*?))? \s*\]\]
    | \\(?P<command>bibliography|full_bibliography)
    | :::+[ ]*\{[ ]*(?:\#refs|\.(?P<kind>bibliography|entry))(?P<attributes>(?:[ ].*?)?)\}[ ]*
      (?:\n(?P<content>.*?))?
    """,
    re.VERBOSE | re.DOTALL,
)
LISTS = ("bibliography", "full bibliography")
_NEARLY = re.compile(r"\[\[\s*((?:full[ _-])?[^\W\d]+)\b[^\[\]\n]*\]\]", re.IGNORECASE)

NO_COMMANDS: Mapping[str, str] = {}

FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?^ {0,3}\1", re.MULTILINE | re.DOTALL)
"""Code between fences, in the source of a page."""

_END = re.compile(r"(?:\A|\n)[ ]*:::+\s*\Z")
_REST = re.compile(r"(?:[ ]*@\S+\s+)*[ ]*:::+\s*")
"""What an empty line may stand before: keys, and the end of the block."""


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list, or one entry, as its marker asks for it."""

    options: tuple[tuple[str, str], ...] = ()
    text: str = ""
    """The first line of the marker."""
    is_entry: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the marker names."""
        return tuple(dict(self.options).get("keys", "").split())

    @property
    def key_prefix(self) -> str:
        """What stands before the keys of its works where they are cited."""
        return dict(self.options).get("keyprefix", "")

    @property
    def is_whole(self) -> bool:
        """It is not about some of the works only."""
        options = dict(self.options)
        return not NARROW & options.keys() and options.get("scope") not in (
            "page",
            "section",
            "part",
        )


NARROW = frozenset(("filter", "keyprefix", "keys", "notcited"))
"""Options that limit a list to some works."""


class ListMarker(BlockProcessor):
    """A paragraph, or a line of one, that is a marker becomes the place of the list."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md.parser)
        self.conversion = conversion

    def test(self, parent: Element, block: str) -> bool:
        if self._read(block) is not None or self._find(block) is not None:
            return not self.conversion.is_excluded
        if block.startswith("[[") and is_nearly_marker(block) and not self._has_links_of_wikis():
            self.conversion.findings.slipped_markers.append(block.strip())
        return False

    def _has_links_of_wikis(self) -> bool:
        """Two brackets mean something else to the host as well."""
        return "wikilink" in self.conversion.md.inlinePatterns

    def _read(self, block: str) -> ListRequest | None:
        return read_marker(block, self.conversion.extension.commands)

    def _find(self, block: str) -> FoundMarker | None:
        return find_marker(block, self.conversion.extension.commands)

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self._find(block)
        if found is not None and self._read(block) is None:
            if found.before:
                self.parser.parseBlocks(parent, [found.before])
            if found.after:
                blocks.insert(0, found.after)
            self._place(parent, found.request)
            return
        is_open = block.strip().startswith(":::") and not _END.search(block)
        if is_open and blocks and _REST.fullmatch(blocks[0]):
            block = f"{block}\n{blocks.pop(0)}"
        request = self._read(block)
        assert request is not None, "test comes first"
        self._place(parent, request)

    def _place(self, parent: Element, request: ListRequest) -> None:
        requests = self.conversion.findings.lists
        SubElement(parent, "div", {LIST: str(len(requests))})
        requests.append(request)


def read_marker(block: str, commands: Mapping[str, str] = NO_COMMANDS) -> ListRequest | None:
    """What a paragraph asks for, if it is a marker; `commands` are the user's own, each with the
    marker that it stands for."""
    text = block.strip()
    text = commands.get(text, text)
    if not text.startswith(("[[", "\\", ":::")):
        return None
    found = _MARKER.fullmatch(_END.sub("", text))
    if found is None:
        return None
    name = found["name"] or found["command"] or found["kind"] or "bibliography"
    options = dict(_read_options(found["inside"] or found["attributes"] or ""))
    if name.startswith("full"):
        options["all"] = ""
    content = (found["content"] or "").split()
    keys = [key.lstrip("@").strip("{}") for key in (options.get("keys") or "").split() + content]
    is_entry = name == "entry"
    if is_entry and "key" in options:
        keys.append(options.pop("key"))
    if keys:
        options["keys"] = " ".join(keys)
    if is_entry and not keys:
        return None
    return ListRequest(tuple(options.items()), text.partition("\n")[0], is_entry)


class FoundMarker(NamedTuple):
    """A marker on a line of its own."""

    before: str
    request: ListRequest
    after: str


def find_marker(block: str, commands: Mapping[str, str] = NO_COMMANDS) -> FoundMarker | None:
    """The first line of a paragraph of several that is a marker."""
    if "\n" not in block or not ("[[" in block or "\\" in block or commands):
        return None
    start = 0
    for line in block.splitlines(keepends=True):
        written = line.strip()
        is_marker = written.startswith(("[[", "\\")) or written in commands
        request = read_marker(written, commands) if is_marker else None
        if request is not None:
            return FoundMarker(block[:start].rstrip(), request, block[start + len(line) :])
        start += len(line)
    return None


def is_nearly_marker(block: str) -> bool:
    """Whether a paragraph in two brackets begins with a word that is nearly that of a marker."""
    found = _NEARLY.fullmatch(block.strip())
    if found is None:
        return False
    word = found[1].lower().replace("_", " ").replace("-", " ")
    return word == "entry" or any(
        is_slip(word, name) and abs(len(word) - len(name)) <= 1 for name in LISTS
    )


def _read_options(text: str) -> Iterator[tuple[str, str]]:
    """Names and values, as in attribute lists; `@key` is a key."""
    attributes, _ = get_attrs_and_remainder(" ".join(text.split()))
    keys = []
    for name, value in attributes:
        if name.startswith("@"):
            keys.append(name)
        elif name not in ("id", "."):
            yield name, "" if value in (None, name) else str(value)
    if keys:
        yield "keys", " ".join(keys)


def find_requests(source: str, commands: Mapping[str, str]) -> list[ListRequest]:
    """The lists that a text has a marker for."""
    requests = []
    blocks = FENCED.sub("", source).split("\n\n")
    for block in blocks:
        request = read_marker(block, commands)
        found = find_marker(block, commands) if request is None else None
        if found is not None:
            request = found.request
            blocks.append(found.after)
        if request is not None and not request.is_entry:
            requests.append(request)
    return requests


def find_lists(root: Element) -> list[Element]:
    """The places that wait for a list."""
    return [element for element in root.iter("div") if element.get(LIST)]
