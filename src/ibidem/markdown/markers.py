"""Where lists go: `[[bibliography]]`, `::: {#refs}`, `<div id="refs"></div>` or what others write.

A marker may hold the options of its list, `[[bibliography group-by=year]]`, or those of pandoc's
attributes, `::: {#refs sort=-year}`; what stands inside such a block are keys to be listed in any
case. `[[entry @doe]]` is the place of one entry, which is not cited by that. Classes and an id are
those of the printed list, also where they stand below the marker as the host has it below any block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.util import HTML_PLACEHOLDER_RE

from ibidem.config import COMMANDS
from ibidem.diagnostics import Diagnostic, is_slip
from ibidem.listing import VALUES
from ibidem.markdown.marker_words import CLOSE, Words, read_words

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.extensions.attr_list import AttrListTreeprocessor

    from ibidem.markdown.conversion import Conversion

LIST: Final = "data-ibidem-list"
"""The attribute of an element that waits for a list: its number among the `ListRequest`s."""

PRIORITY: Final = 78
"""Behind indented code (80), before mkdocstrings (75), which shares the sign `:::`."""

_OPENING: Final = re.compile(
    r"\[\[\s*(?P<name>bibliography|full[ _-]bibliography|entry)(?=\s|\]\])", re.IGNORECASE
)
_LEADING: Final = r"(?:[.\#][\w:-]+[ ]+)*?"
"""An id and classes of the author's, before the word that makes it a list."""
_BLOCK: Final = re.compile(
    rf"""
      \\(?P<command>bibliography|full_bibliography)
    | :::+[ ]*\{{[ ]*(?P<leading>{_LEADING})
      (?:\#refs|\.(?P<kind>bibliography|entry))(?P<attributes>(?:[ ].*?)?)\}}[ ]*
      (?::::+[ ]*)? (?:\n(?P<content>.*?))?
    | <div(?=[^<>]*\sid=["']?refs["'\s>])[^<>]*>\s*</div>
    """,
    re.VERBOSE | re.DOTALL,
)
_SIGNS: Final = ("[[", "\\", ":::", "<div")
"""What markers begin with."""
_MAY_BE: Final = re.compile(r"\[\[|\\|:::|<div|\x02")
"""One of these, or what keeps raw HTML for the host, is in every paragraph with a marker, or nearly one."""
_DIV_END: Final = re.compile(r"\s*</div>[ ]*(?:\n|\Z)")
LISTS: Final = ("bibliography", "full bibliography")
ENTRIES: Final = ("entry", "entries")
_NEARLY: Final = re.compile(r"\[\[\s*((?:full[ _-])?[^\W\d]+)\b[^\[\]\n]*\]\]", re.IGNORECASE)
_NEARLY_BLOCK: Final = re.compile(
    r"""
      :::+[ ]*\{[ ]*\#(?:refs?|references|bibliography)\b[^{}\n]*\}
    | :::+[ ]*\{[ ]*(?:\#(?:refs?|references|bibliography)|\.(?:bibliography|entry))\b[^{}\n]*$
    | :::+[ ]*\#(?:refs?|references|bibliography)\b
    | \\(?:print|full[_-]?)?bibliography\b
    """,
    re.VERBOSE | re.MULTILINE,
)
_NAMED_BLOCK: Final = re.compile(r":::+[ ]*(?:refs|references|bibliography)[ ]*$", re.MULTILINE)
"""It may be meant for one, or for a module of this name in mkdocstrings."""

NO_COMMANDS: Final[Mapping[str, str]] = {}

FENCED: Final = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t]*\1", re.MULTILINE | re.DOTALL)
"""Code between fences, in the source of a page; also in lists and the like."""

_FENCE: Final = re.compile(r"[ ]*:::+[ ]*")
_END: Final = re.compile(r"(?:\A|\n)[ ]*:::+\s*\Z")
_ENTRY_BLOCK: Final = re.compile(rf"^[ ]*(:::+[ ]*\{{[ ]*{_LEADING}\.entry\b.*)", re.MULTILINE)
_LINE_REST: Final = re.compile(r"[ \t]*(?:\n|\Z)")

_BRACES: Final = re.compile(r"[ ]*(?:\n[ ]*)?\{:?[ ]*(?P<inside>[^}\n ][^}\n]*)\}[ ]*(?:\n|\Z)")
"""A list of attributes, as `attr_list` has it at the end of a block."""


ENTRY_OPTIONS: Final = ("keys", "highlight", "csl-style", "lang", "sort", "style")
"""The options of lists that mean something for single entries."""


class ListRequest(NamedTuple):
    """A list, or one entry, as its marker asks for it."""

    options: tuple[tuple[str, str], ...] = ()
    text: str = ""
    """The first line of the marker."""
    is_entry: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
    """Of the element in the page: its classes, its id and others."""
    problems: tuple[Diagnostic, ...] = ()
    """What of the marker is not understood."""

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
        return not (self.has_own_scope or NARROW & dict(self.options).keys())

    @property
    def has_own_scope(self) -> bool:
        """It is about its page or a part of the site."""
        return dict(self.options).get("scope") in ("page", "section", "part")


NARROW: Final = frozenset(("filter", "keyprefix", "keys", "notcited"))
"""Options that limit a list to some works."""


class ListMarker(BlockProcessor):
    """A paragraph, or a line of one, that is a marker becomes the place of the list."""

    def __init__(self, conversion: Conversion) -> None:
        super().__init__(conversion.md.parser)
        self.conversion = conversion

    def test(self, parent: Element, block: str) -> bool:
        if not (_MAY_BE.search(block) or self.conversion.extension.commands):
            return False
        if self._find(block) is not None:
            return not self.conversion.is_excluded
        if self._is_slip(block):
            self._note_slip(block.strip().partition("\n")[0])
        return _ENTRY_BLOCK.search(block) is not None and not self.conversion.is_excluded

    def _note_slip(self, line: str) -> None:
        self.conversion.findings.slipped_markers.setdefault(line, describe_slip(line))

    def _is_slip(self, block: str) -> bool:
        if block.startswith("[["):
            return is_nearly_marker(block) and not has_links_of_wikis(self.conversion.md)
        is_module = "mkdocstrings" in self.parser.blockprocessors
        is_named = not is_module and _NAMED_BLOCK.match(block) is not None
        return is_named or _NEARLY_BLOCK.match(block) is not None

    def _find(self, block: str) -> FoundMarker | None:
        stashed = HTML_PLACEHOLDER_RE.fullmatch(block.strip())
        if stashed is not None:  # raw HTML: a marker as a whole, or it is the author's
            raw = self.conversion.md.htmlStash.rawHtmlBlocks[int(stashed[1])]
            request = read_marker(raw) if isinstance(raw, str) else None
            return FoundMarker("", request, "", "") if request else None
        commands = self.conversion.extension.commands
        return find_marker(block, commands, with_braces=self._attribute_lists is not None)

    @property
    def _attribute_lists(self) -> AttrListTreeprocessor | None:
        """The extension for attributes in braces, if it is loaded."""
        stages = self.conversion.md.treeprocessors
        if "attr_list" not in stages:
            return None
        from markdown.extensions.attr_list import AttrListTreeprocessor  # which then is loaded

        found = stages["attr_list"]
        return found if isinstance(found, AttrListTreeprocessor) else None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        is_open = _is_open(blocks[0])
        count = 1 + _count_rest(blocks) if is_open else 1
        found = self._find("\n".join(blocks[:count]))
        if found is None:  # of an entry whose keys were to follow
            slips = _ENTRY_BLOCK.findall(blocks[0])
            self._note_slip(slips[0].strip())
            return False
        del blocks[:count]
        if is_open and count == 1 and found.is_last_block:
            _drop_end(blocks)
        if found.before:
            self.parser.parseBlocks(parent, [found.before])
        if found.after:
            blocks.insert(0, found.after)
        self._place(parent, self._with_attributes(found.request, found.braces))
        return None

    def _with_attributes(self, request: ListRequest, braces: str) -> ListRequest:
        """The request with what stands in braces below its marker."""
        if not braces or self._attribute_lists is None:
            return request
        element = Element("div", dict(request.attributes))
        self._attribute_lists.assign_attrs(element, braces)
        attributes = tuple((name, value or "") for name, value in element.items())
        return request._replace(attributes=attributes)

    def _place(self, parent: Element, request: ListRequest) -> None:
        requests = self.conversion.findings.lists
        SubElement(parent, "div", {LIST: str(len(requests))})
        requests.append(request)


def read_commands(given: Mapping[str, object]) -> tuple[dict[str, str], list[Diagnostic]]:
    """The user's own markers among the options, each with the one that it stands for, and what is
    wrong with them."""
    texts = {name: given[name] for name in COMMANDS if given.get(name) is not None}
    problems = [
        Diagnostic("config.bad-value", f"option {name!r} must be a text, not {text!r}", field=name)
        for name, text in texts.items()
        if not isinstance(text, str)
    ]
    commands = {
        text.strip(): COMMANDS[name]
        for name, text in texts.items()
        if isinstance(text, str) and text.strip()
    }
    return commands, problems


def read_marker(block: str, commands: Mapping[str, str] = NO_COMMANDS) -> ListRequest | None:
    """What a paragraph asks for, if it is a marker; `commands` are the user's own, each with the
    marker that it stands for."""
    text = block.strip()
    text = commands.get(text, text)
    if not text.startswith(_SIGNS):
        return None
    opening = _OPENING.match(text)
    if opening is not None:
        words, end = read_words(text, opening.end(), CLOSE)
        if end < 0 or text[end:] != CLOSE or not opening["name"].islower():
            return None
        return _make_request(text, opening["name"], words)
    found = _BLOCK.fullmatch(_END.sub("", text))
    if found is None:
        return None
    name = found["command"] or found["kind"] or "bibliography"
    words, _ = read_words(f"{found['leading'] or ''}{found['attributes'] or ''}")
    return _make_request(text, name, words, (found["content"] or "").split())


def _make_request(
    text: str, name: str, words: Words, content: Sequence[str] = ()
) -> ListRequest | None:
    """The list, or the entries; None for entries without a key. `content` holds keys."""
    is_entry = name == "entry"
    named = (*VALUES, "key") if is_entry else VALUES
    without_value = [option for option, value in words.options if value is None and option in named]
    options = {option: value or "" for option, value in words.options}
    for option in without_value:
        options.pop(option, None)
    if name.startswith("full"):
        options["all"] = ""
    keys = [*words.keys, *map(_read_key, (*options.get("keys", "").split(), *content))]
    if is_entry and "key" in options:
        keys.append(options.pop("key"))
    if keys:
        options["keys"] = " ".join(keys)
    if is_entry and not keys:
        return None
    attributes = (("class", " ".join(words.classes)), *(("id", id) for id in words.ids))
    return ListRequest(
        tuple(options.items()),
        text.partition("\n")[0],
        is_entry,
        tuple((attribute, value) for attribute, value in attributes if value),
        tuple(_find_problems(words, without_value)),
    )


def _read_key(word: str) -> str:
    """A key with or without its sign and braces."""
    key = word.removeprefix("@")
    return key[1:-1] if key.startswith("{") and key.endswith("}") else key


def _find_problems(words: Words, without_value: Sequence[str]) -> Iterator[Diagnostic]:
    for option in without_value:
        message = f"the option {option!r} has no value: write {option}=…"
        yield Diagnostic("list-option", message, field=option)
    if words.unread:
        unread = " ".join(words.unread)
        message = (
            f"{unread!r} in the marker of a list is not understood: options are written "
            "name=value, a value with spaces in quotation marks"
        )
        if "'" in unread and '"' in unread:
            message += """, of which it holds no other: filter="author % 'O\\'Neill'\""""
        yield Diagnostic("list-marker", message)


class FoundMarker(NamedTuple):
    """A marker on lines of its own."""

    before: str
    request: ListRequest
    braces: str
    """The attributes below it."""
    after: str

    @property
    def is_last_block(self) -> bool:
        """Whether it begins a block between colons, which may go on behind the paragraph."""
        text = self.request.text.rstrip()
        return text.startswith(":::") and not (text.endswith(":::") or self.after)


def find_marker(
    block: str, commands: Mapping[str, str] = NO_COMMANDS, *, with_braces: bool = True
) -> FoundMarker | None:
    """The first marker in a paragraph; `with_braces` knows attributes in braces."""
    if not (commands or any(sign in block for sign in _SIGNS)):
        return None
    start = 0
    for line in block.splitlines(keepends=True):
        written = line.strip()
        if written.startswith(_SIGNS) or written in commands:
            found = _read_at(block, start, start + len(line), commands, with_braces=with_braces)
            if found is not None:
                return found
        start += len(line)
    return None


def _read_at(
    block: str, start: int, end: int, commands: Mapping[str, str], *, with_braces: bool
) -> FoundMarker | None:
    """The marker that begins in the line from `start` to `end`."""
    line = block[start:end]
    if line.lstrip().startswith("[["):
        return _read_brackets(block, start, with_braces=with_braces)
    is_fence = _FENCE.match(line) is not None
    if is_fence:
        close = _find_end(block, end)
        is_one_line = line.rstrip().endswith(":") and _is_open(block[start:close])
        end = end if is_one_line else close
    elif line.lstrip().startswith("<"):
        closing = _DIV_END.match(block, end)
        end = closing.end() if closing else end
    elif with_braces and _BRACES.match(line, brace := line.rfind("{")):
        end = start + brace
    return _read_between(block, start, end, commands, with_braces=with_braces)


def _read_brackets(block: str, start: int, *, with_braces: bool) -> FoundMarker | None:
    """The marker in two brackets, which may go over several lines. Behind it stands nothing but
    attributes or another one."""
    opening = _OPENING.match(block, block.index("[[", start))
    if opening is None:
        return None
    _, end = read_words(block, opening.end(), CLOSE)
    if end < 0:
        return None
    end += len(CLOSE)
    rest = block[end:].partition("\n")[0]
    is_alone = not rest.strip() or (with_braces and _BRACES.match(block, end))
    if not (is_alone or _OPENING.match(rest.lstrip())):
        return None
    return _read_between(block, start, end, NO_COMMANDS, with_braces=with_braces)


def _read_between(
    block: str, start: int, end: int, commands: Mapping[str, str], *, with_braces: bool
) -> FoundMarker | None:
    """The marker from `start` to `end`, with the attributes below it."""
    request = read_marker(block[start:end], commands)
    if request is None:
        return None
    below = _BRACES.match(block, len(block[:end].rstrip())) if with_braces else None
    rest = _LINE_REST.match(block, end)
    after = block[below.end() if below else rest.end() if rest else end :]
    return FoundMarker(block[:start].rstrip(), request, below["inside"] if below else "", after)


def _find_end(block: str, start: int) -> int:
    """Where the block between colons ends whose content begins at `start`."""
    while start < len(block):
        end = block.find("\n", start) + 1 or len(block)
        line = block[start:end]
        if _FENCE.match(line):
            return end if _FENCE.fullmatch(line.rstrip()) else start
        start = end
    return start


def _is_open(block: str) -> bool:
    """Whether the paragraph ends within a block between colons."""
    fences = [line for line in block.splitlines() if _FENCE.match(line)]
    return bool(fences) and _FENCE.fullmatch(fences[-1]) is None


def _count_rest(blocks: Sequence[str]) -> int:
    """How many paragraphs behind the first belong to it, which a block between colons is open in:
    those with nothing but keys, up to the end of the block."""
    for number, block in enumerate(blocks[1:], 1):
        for line in block.splitlines():
            if any(not word.startswith("@") for word in line.split()):
                return number if _FENCE.fullmatch(line.rstrip()) else 0
    return 0


def _drop_end(blocks: list[str]) -> None:
    """Drop the end of a block between colons that holds more than keys: that stands below its list."""
    for number, block in enumerate(blocks):
        lines = block.split("\n")
        fences = (at for at, line in enumerate(lines) if _FENCE.match(line))
        if (at := next(fences, None)) is not None:
            if _FENCE.fullmatch(lines[at]) and not lines[at].startswith("    "):
                blocks[number] = "\n".join((*lines[:at], *lines[at + 1 :]))
            return


class LooseMarker(NamedTuple):
    """A marker in running text, where it is none."""

    text: str
    is_whole: bool
    """Brackets close it."""

    @property
    def line(self) -> str:
        """Its first line."""
        return self.text.partition("\n")[0]

    def describe(self) -> str:
        """What is wrong with it."""
        if not self.is_whole:
            return f"{self.line} is no marker of a list: it does not end with ]]"
        if read_marker(self.text) is None:
            return describe_slip(self.line)
        return describe_loose(self.line)


_SHOWN: Final = 60
"""How many characters are shown of what has no end."""


def find_loose_marker(text: str, at: int) -> LooseMarker | None:
    """The marker whose brackets open here."""
    opening = _OPENING.match(text, at)
    if opening is None:
        return None
    _, end = read_words(text, opening.end(), CLOSE)
    if end < 0:
        return LooseMarker(text[at : at + _SHOWN].partition("\n")[0].strip(), False)
    is_link = text.startswith(("(", "["), end + 2) and not text.startswith("[[", end + 2)
    return None if is_link else LooseMarker(text[at : end + 2], True)


def describe_loose(text: str) -> str:
    """Of a marker in running text."""
    return f"{text} is printed as it is: the marker of a list stands alone on its line"


def describe_slip(text: str) -> str:
    """Of what is meant for a marker."""
    return f"{text} is no marker of a list: write [[bibliography]] or [[entry @key]]"


def has_links_of_wikis(md: Markdown) -> bool:
    """Two brackets mean something else to the host as well."""
    return "wikilink" in md.inlinePatterns


def is_nearly_marker(block: str) -> bool:
    """Whether a paragraph in two brackets begins with a word that is nearly that of a marker. Words
    that are like `entry` count before a key only."""
    found = _NEARLY.fullmatch(block.strip())
    if found is None:
        return False
    word = found[1].lower().replace("_", " ").replace("-", " ")
    names = (*LISTS, *ENTRIES) if "@" in block else LISTS
    return word == "entry" or any(
        is_slip(word, name) and abs(len(word) - len(name)) <= 1 for name in names
    )


def find_lists(root: Element, requests: list[ListRequest]) -> list[Element]:
    """The places that wait for a list; `requests` gets those of empty elements with the id `refs`,
    which the host has made of HTML with Markdown in it."""
    found = []
    for element in root.iter("div"):
        if element.get("id") == "refs" and not len(element) and not (element.text or "").strip():
            attributes = tuple(element.attrib.items())
            element.attrib = {LIST: str(len(requests))}
            requests.append(ListRequest(attributes=attributes))
        if element.get(LIST):
            found.append(element)
    return found
