"""A tolerant scanner for damaged BibTeX.

`bibtexparser` splits what is sound; the stretches that it gets wrong come here. The scanner keeps
all that can be kept of an entry, says what was wrong where, and stops where the next entry begins,
so that damage stays local.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Final

from ibidem.diagnostics import Diagnostic
from ibidem.sources.bibtex.evaluate import piece_end, split_pieces
from ibidem.sources.bibtex.records import RawEntry, RawField, RawFile, RawMacro, find_aliases

_UNOPENED: Final = r"[ \t]+(?=[^\s,={}()\"#%@]{1,200},\s{0,80}[^\W\d_][\w-]{0,40}\s{0,20}=)"
"""After the type: a key, a comma and a field, but no brace before them."""
BLOCK_START: Final = re.compile(rf"@[ \t]*([^\W\d_][\w-]*)(?:\s*([{{(])|{_UNOPENED})")
_ENTRY_AT_LINE_START: Final = re.compile(rf"^[ \t]*{BLOCK_START.pattern}", re.MULTILINE)
FIELD_NAME: Final = re.compile(r"[^\s\"#%'(),={}@\\]+")
_FIELD_START: Final = re.compile(r"\s*[^\W\d_][\w+:.-]*\s*=\s*[{\"\w]")
_FIELD_ON_NEW_LINE: Final = re.compile(
    r",?[ \t]{0,20}\n\s{0,80}[^\W\d_][\w+:.-]{0,40}[ \t]{0,20}=[ \t]{0,20}[{\"\w]"
)
_FIELD_AFTER_COMMA: Final = re.compile(r",\s{0,20}[^\W\d_][\w+:.-]{0,40}\s{0,20}=\s{0,20}[{\"\d]")
_QUOTE_AT_END: Final = re.compile(r"\"(?=\s*[,})])")
_EQUALS: Final = re.compile(r"\s*=")
_VALUE_WITHOUT_EQUALS: Final = re.compile(r"[ \t]+(?=[{\"])")
_COMMA: Final = re.compile(r"\s*,")
_SPACE: Final = re.compile(r"\s*")
_KEY_MISSING: Final = re.compile(r"\s*[^\W\d_][\w-]*\s*=\s*[{\"]")
_KEY_WITHOUT_COMMA: Final = re.compile(r"\s*([^\s,{}]+)\s+(?=[^\W\d_][\w-]*\s*=)")
_KEY: Final = re.compile(r"\s*([^\n,{}]*)")
_DELIMITERS: Final = re.compile(r'\A[{"]|[}"](?=\s|\Z)')
_JUNK_END: Final = re.compile(r"[,{}\n\")]")
_MOST_ENTRIES_IN_A_VALUE: Final = 20
"""A value may quote BibTeX; one that runs over more entries than this has lost its brace."""
_SEARCHES_PER_TEXT: Final = 5
"""How often, in lengths of the text, closing marks may be sought in vain before the scanner looks
no further than this many characters: hostile input must not cost quadratic time."""
_SHORT_SIGHT: Final = 200


class Scanner:
    """Reads blocks of one text from given places."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._file = RawFile()
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self._entry_starts = [match.start() for match in _ENTRY_AT_LINE_START.finditer(text)]
        self._key = ""
        self._closer = "}"
        self._budget = _SEARCHES_PER_TEXT * len(text)
        self.position = 0

    def line(self, position: int) -> int:
        return bisect.bisect_left(self._newlines, position) + 1

    def _say(self, code: str, message: str, position: int, name: str = "") -> None:
        finding = Diagnostic(
            f"bibtex.{code}",
            message,
            path=self._path,
            line=self.line(position),
            key=self._key,
            field=name,
        )
        self._file.diagnostics.append(finding)

    def read(self, start: int, stop: int, file: RawFile) -> None:
        """Add the records that begin between `start` and `stop`; sets `position` to their end."""
        self._file = file
        self.position = start
        while match := BLOCK_START.search(self._text, self.position, stop):
            if self._is_commented(match.start()):
                self.position = match.end()
            else:
                self._block(match)
        self.position = max(self.position, stop)

    def _is_commented(self, position: int) -> bool:
        line_start = self._text.rfind("\n", 0, position) + 1
        return "%" in self._text[line_start:position]

    def _block(self, start: re.Match[str]) -> None:
        block_type = start[1].lower()
        self._key = ""
        self._closer = ")" if start[2] == "(" else "}"
        self.position = start.end()
        if block_type in ("comment", "preamble"):
            end = self._piece_end(start.end() - 1)
            line_end = self._text.find("\n", start.end())
            self.position = end or (line_end if line_end >= 0 else len(self._text))
            if end and block_type == "preamble":
                self._file.preambles.append(self._text[start.end() : end - 1])
        elif block_type == "string":
            self._file.macros.extend(self._macro(start.start()))
        else:
            line = self.line(start.start())
            order = self._file.size
            self._key = self._read_key(line)
            if not start[2]:
                self._say("missing-brace", f'no "{{" after @{start[1]}', start.start())
            fields = tuple(self._fields())
            aliases = find_aliases(fields)
            entry = RawEntry(block_type, self._key, line, order, fields, aliases)
            self._file.entries.append(entry)

    def _macro(self, start: int) -> list[RawMacro]:
        macros = [RawMacro(name, raw, self._file.size) for name, raw, _ in self._fields()]
        if not macros:
            self._say("unreadable", "@string without a name and a value", start)
        return macros

    def _read_key(self, line: int) -> str:
        start = self.position
        if not _KEY_MISSING.match(self._text, start):
            if match := _KEY_WITHOUT_COMMA.match(self._text, start):
                self.position = match.end()
                self._key = match[1]
                self._say("missing-comma", f'no comma after the key "{self._key}"', start)
                return self._key
            match = _KEY.match(self._text, start)
            if match and (key := match[1].strip()):
                self.position = match.end()
                return key
        self._key = f"unnamed-{line}"
        self._say("missing-key", f'entry without a key; cite it as "{self._key}"', start)
        return self._key

    # --- fields ---------------------------------------------------------------------------------

    def _fields(self) -> Iterator[RawField]:
        """Fields until the block is closed, or the text gives up being one."""
        text = self._text
        while self._skip_between_fields():
            start = self.position
            if text[start] == self._closer and not self._is_stray_closer():
                self.position = start + 1
                return
            name = FIELD_NAME.match(text, start)
            equals = _EQUALS.match(text, name.end()) if name else None
            value = _VALUE_WITHOUT_EQUALS.match(text, name.end()) if name and not equals else None
            if name is None or not (equals or value):
                self._skip_junk(start, name.end() if name else start + 1)
                continue
            if value:
                self._say("missing-equals", f'no "=" after {name[0]}', start, name[0])
            self.position = equals.end() if equals else name.end()
            raw = self._value(name[0])
            if raw:
                yield name[0], raw, self.line(start)
        self._say("missing-brace", f'the entry is not closed with "{self._closer}"', self.position)

    def _skip_between_fields(self) -> bool:
        """Go over space, commas and `%` comments; False where the block has ended without mark."""
        text = self._text
        while self.position < len(text):
            char = text[self.position]
            if char == "%":
                line_end = text.find("\n", self.position)
                self.position = line_end if line_end >= 0 else len(text)
            elif char.isspace() or char == ",":
                self.position += 1
            else:
                return not self._at_entry_start(self.position)
        return False

    def _at_entry_start(self, position: int) -> bool:
        """Whether the text from here on is the next block (and not the rest of this one)."""
        return BLOCK_START.match(self._text, position) is not None

    def _is_stray_closer(self) -> bool:
        """A closing mark after which the entry plainly goes on: `title = {X}}, year = 2020}`."""
        after = _COMMA.match(self._text, self.position + 1)
        if after is None or not _FIELD_START.match(self._text, after.end()):
            return False
        self._say("stray-brace", f'"{self._closer}" too much', self.position)
        return True

    def _skip_junk(self, start: int, least: int) -> None:
        """Go over text that is no field, at least up to the place `least`."""
        end = _JUNK_END.search(self._text, least)
        self.position = end.start() if end else least
        junk = self._text[start : self.position].strip()
        if junk != self._closer:
            self._say("stray-text", f'"{junk[:40]}" is no field', start)

    # --- values ---------------------------------------------------------------------------------

    def _limit(self, start: int) -> int:
        """How far a value that starts here may reach."""
        if self._budget < 0:
            return min(start + _SHORT_SIGHT, len(self._text))
        index = bisect.bisect_left(self._entry_starts, start) + _MOST_ENTRIES_IN_A_VALUE
        return self._entry_starts[index] if index < len(self._entry_starts) else len(self._text)

    def _piece_end(self, start: int) -> int | None:
        limit = self._limit(start)
        end = piece_end(self._text, start, limit)
        self._budget -= 0 if end else limit - start
        return end

    def _value(self, name: str) -> str:
        """The raw value from here on, made well-formed; `position` moves behind it."""
        text = self._text
        self._skip_space()
        start = self.position
        while True:
            end = self._piece_end(self.position)
            if end is None or self._runs_over_fields(self.position, end):
                if text[self.position : self.position + 1] in ("{", '"'):
                    return self._cut_value(start, name)
                end = self.position
            self.position = end
            self._skip_space()
            if text[self.position : self.position + 1] != "#":
                break
            self.position += 1
            self._skip_space()
        raw = text[start:end].rstrip(" #\t\n")
        if raw and self._value_ends_here(name):
            return raw
        if text.startswith('"', start) and _FIELD_ON_NEW_LINE.search(text, start, self.position):
            return self._cut_value(start, name)
        return self._value_with_rest(start, name)

    def _skip_space(self) -> None:
        while self.position < len(self._text) and self._text[self.position].isspace():
            self.position += 1

    def _runs_over_fields(self, start: int, end: int) -> bool:
        """Whether the value's end is the entry's: a lost brace took the fields after it in."""
        after = _SPACE.match(self._text, end)
        place = after.end() if after else end
        if place < len(self._text) and not self._at_entry_start(place):
            return False
        return self._next_field(start, end) is not None

    def _next_field(self, start: int, limit: int) -> re.Match[str] | None:
        """Where in an open value the next field seems to begin: by preference on its own line."""
        on_line = _FIELD_ON_NEW_LINE.search(self._text, start, limit)
        return on_line or _FIELD_AFTER_COMMA.search(self._text, start, limit)

    def _cut_value(self, start: int, name: str) -> str:
        """A value whose closing mark is missing ends where the next field or line begins."""
        text = self._text
        self._say("unbalanced-braces", f"the value of {name} is not closed", start, name)
        index = bisect.bisect_right(self._entry_starts, start)
        starts = self._entry_starts[index : index + 1]
        limit = min([self._limit(start), *starts])
        self._budget -= limit - start
        next_field = self._next_field(start, limit)
        line_end = text.find("\n", start, limit)
        end = next_field.start() if next_field else line_end if line_end >= 0 else limit
        quote = _QUOTE_AT_END.search(text, start + 1, end) if text[start] == '"' else None
        self.position = quote.end() if quote else end
        content = text[start + 1 : quote.start() if quote else end]
        return braced(content.rstrip(", \t").removesuffix('"'))

    def _value_ends_here(self, name: str) -> bool:
        """After a sound value: a comma, the end of the block, or (told) the next field."""
        text, position = self._text, self.position
        char = text[position : position + 1]
        if char in ("", ",", "%") or self._at_entry_start(position):
            return True
        if char == self._closer:
            return True
        if _FIELD_START.match(text, position):
            self._say("missing-comma", f"no comma after the value of {name}", position, name)
            return True
        return False

    def _value_with_rest(self, start: int, name: str) -> str:
        """Words where a delimited value should be, or text behind one: all of it is kept."""
        text = self._text
        limit = self._limit(start)
        end = self.position
        while end < limit and text[end] not in ",\n" and text[end] != self._closer:
            end = (text[end] == "{" and self._piece_end(end)) or end + 1
        self.position = end
        content = text[start:end].strip()
        if text[end : end + 1] == "}" and self._is_stray_closer():
            self.position = end + 1
        elif content:
            self._say("stray-text", f"the value of {name} has no delimiters", start, name)
        return braced(_DELIMITERS.sub("", content)) if content else ""


def braced(content: str) -> str:
    """`content` as a raw value; braces that do not pair are dropped."""
    raw = "{" + content + "}"
    pieces = split_pieces(raw)
    return raw if pieces and len(pieces) == 1 else "{" + re.sub(r"[{}]", "", content) + "}"
