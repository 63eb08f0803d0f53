"""Commands that a file defines in `@preamble`, put in the place of their names as TeX does.

Only definitions that come down to what is known here are of use: a body that sets boxes or looks at
what follows says nothing to a reader of text. Where we have a reading of our own, `\\noopsort` or
`\\url`, files define what BibTeX would choke on without; ours stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ibidem.sources.bibtex import formulas, latex
from ibidem.sources.bibtex.evaluate import group_end

_DEFINITION: Final = re.compile(
    r"\\(?:(?:(?P<provided>providecommand)|(?:re)?newcommand|DeclareRobustCommand)\*? ?"
    r"(?:\{ ?\\(?P<braced>[A-Za-z]+) ?\}|\\(?P<bare>[A-Za-z]+)) ?"
    r"(?:\[ ?(?P<count>[0-9]) ?\] ?(?:\[(?P<default>[^\[\]]*)\] ?)?)?"
    r"|g?def ?\\(?P<defined>[A-Za-z]+) ?(?P<parameters>(?:#[1-9])*))(?=\{)"
)
_PARAMETER: Final = re.compile(r"#([1-9#])")
_COMMAND: Final = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_MATH: Final = re.compile(r"\$[^$]*\$")
_UNIT: Final = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)
_ENDS_IN_COMMAND: Final = re.compile(r"\\([A-Za-z]+) ?\Z")
_NO_SPACE_BEFORE: Final = frozenset("{}.,'/?;:!~-) ")
"""What `\\xspace` puts no space before."""

_DEEPEST: Final = 20
_LONGEST: Final = 10_000
_LONGEST_BY_SIGN: Final = 20
"""How much longer than it is commands may make a text, all in all."""


class Command(NamedTuple):
    """A definition: what stands for the command, with `#1` for its first argument."""

    body: str
    arguments: int
    """How many it takes."""
    default: str | None
    """Of the first one, if it may be left out."""


def read_commands(preambles: Iterable[str]) -> dict[str, Command]:
    """The definitions in the texts of preambles that are of use."""
    commands: dict[str, Command] = {}
    for text in preambles:
        position = 0
        while found := _DEFINITION.search(text, position):
            end = group_end(text, found.end())
            if end is None:
                break
            name = found["braced"] or found["bare"] or found["defined"]
            command = _read_definition(found, text[found.end() + 1 : end - 1])
            if command and not (found["provided"] and name in commands):
                commands[name] = command
            position = end
    return _drop_useless(commands)


def _read_definition(found: re.Match[str], body: str) -> Command | None:
    parameters = found["parameters"] or ""
    count = len(parameters) // 2 if parameters else int(found["count"] or 0)
    in_order = "".join(f"#{number}" for number in range(1, count + 1))
    used = _PARAMETER.findall(body)
    if (parameters and parameters != in_order) or any(n == "#" or int(n) > count for n in used):
        return None
    return Command(latex.choose_text(body), count, found["default"])


def _drop_useless(commands: dict[str, Command]) -> dict[str, Command]:
    """Without those that we know, and those that need what nobody knows."""
    useful = {name: one for name, one in commands.items() if not _is_known(name)}
    users: dict[str, list[str]] = {}
    for name, command in useful.items():
        for needed in _COMMAND.findall(_MATH.sub("", command.body)):
            if needed and not _is_known(needed):
                users.setdefault(needed, []).append(name)
    missing = [needed for needed in users if needed not in useful]
    while missing:
        for name in users.get(missing.pop(), ()):
            if useful.pop(name, None):
                missing.append(name)
    return useful


def _is_known(name: str) -> bool:
    return latex.is_known(name) or formulas.is_known(name)


def expand_commands(text: str, commands: Mapping[str, Command]) -> str:
    """The text with what these commands stand for; as it is where that would never end."""
    if not commands:
        return text
    expansion = _Expansion(commands, text)
    expanded = expansion.expand(text, 0)
    return expanded if expansion.has_ended else text


class _Expansion:
    """Of one text."""

    def __init__(self, commands: Mapping[str, Command], text: str) -> None:
        self._commands = commands
        self._left = _LONGEST + _LONGEST_BY_SIGN * len(text)
        self.has_ended = True

    def expand(self, text: str, depth: int) -> str:
        if depth > _DEEPEST:
            self.has_ended = False
        out: list[str] = []
        position = 0
        for found in _COMMAND.finditer(text):
            if found.start() < position or found[1] not in self._commands:
                continue
            if not self.has_ended:
                break
            command = self._commands[found[1]]
            arguments, end = _read_arguments(text, found.end(), command)
            if arguments is None:
                break
            body = self._fill(command.body, arguments)
            filled = _join(self.expand(body, depth + 1), text[end : end + 1])
            out += [text[position : found.start()], filled]
            position = end
        return "".join([*out, text[position:]]) if out else text

    def _fill(self, body: str, arguments: list[str]) -> str:
        """The body with its arguments, unless all that becomes too long."""
        uses = [int(number) - 1 for number in _PARAMETER.findall(body)]
        self._left -= len(body) + sum(len(arguments[number]) for number in uses) + 1
        if self._left < 0:
            self.has_ended = False
            return ""
        return _PARAMETER.sub(lambda found: arguments[int(found[1]) - 1], body)


def _read_arguments(text: str, position: int, command: Command) -> tuple[list[str] | None, int]:
    """The arguments of a command whose name ends here, and where they end; None if one is open."""
    if not command.arguments and text.startswith(" and ", position):
        return [], position  # BibTeX divides names before TeX drops the space
    position = _skip_space(text, position)
    arguments: list[str] = []
    if command.default is not None and command.arguments:
        arguments.append(command.default)
        if text.startswith("[", position):
            end = text.find("]", position)
            if end < 0:
                return None, position
            arguments[0], position = text[position + 1 : end], end + 1
    while len(arguments) < command.arguments:
        position = _skip_space(text, position)
        if text.startswith("{", position):
            end = group_end(text, position) or 0
            if not end:
                return None, position
            arguments.append(text[position + 1 : end - 1])
        else:
            unit = _UNIT.match(text, position)
            arguments.append(unit[0] if unit else "")
            end = unit.end() if unit else position
        position = end
    return arguments, position


def _skip_space(text: str, position: int) -> int:
    return position + 1 if text.startswith(" ", position) else position  # white space is one space


def _join(body: str, following: str) -> str:
    """What stands for a command, so that a command at its end does not run into what follows."""
    ending = _ENDS_IN_COMMAND.search(body)
    if ending is None or not following:
        return body
    if ending[1] == "xspace":
        is_parted = following not in _NO_SPACE_BEFORE
        return f"{body[: ending.start()]}{' ' if is_parted else ''}"
    return f"{body} " if following.isalpha() and not body.endswith(" ") else body
