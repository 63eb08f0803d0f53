"""One name, written out: its parts, in the order that form, script and style ask for.

CSL 1.0.2, "Name-as-sort-order" and "Non-Latin Names": the display orders of the particles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ibidem.csl.initials import initialize
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.name_options import NameOptions, NamePart
from ibidem.csl.output import Formatted, Node
from ibidem.csl.rewrite import with_case
from ibidem.model import Name

ARTICLES = re.compile(r"^(?:a|an|the)\s+", re.IGNORECASE)

# Scripts that write names without spaces, the family name first.
FULL_WIDTH = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
NO_QUOTES = QuoteMarks("", "", "", "")


def is_romanesque(text: str) -> bool:
    """Whether a name is written in a script that separates its parts by spaces."""
    return not text or any(char.isalpha() and not FULL_WIDTH.match(char) for char in text)


def render_person(name: Name, options: NameOptions, level: int, inverted: bool) -> Node:
    """The name as the style writes it; `level` as in `Config.levels`."""
    key = (name, level, inverted)
    found = options.person_cache.get(key)
    if found is None:
        found = options.person_cache[key] = _render(name, options, level, inverted)
    return found  # type: ignore[return-value]


def sort_name(name: Name, options: NameOptions) -> str:
    """The name as a sort key, parts apart (CSL 1.0.2, Sorting, demote-non-dropping-particle)."""
    if name.literal:
        return ARTICLES.sub("", name.literal)
    given = _given(name, options, options.base_level)
    ndp = name.non_dropping_particle.lstrip("'’")
    dp = name.dropping_particle
    if options.demote == "never":
        keys = [_space(ndp, name.family), dp, given, name.suffix]
    else:
        keys = [name.family, _space(dp, ndp), given, name.suffix]
    if options.form == "short":
        keys = keys[:2]
    return " ".join(key for key in keys if key)


def _render(name: Name, options: NameOptions, level: int, inverted: bool) -> Node:
    if name.literal:
        return _part(_text(name.literal), options.family)
    if not is_romanesque(name.family):
        return _static_order(name, options, level)
    family = _text(name.family)
    ndp = name.non_dropping_particle
    if level == 0 and options.form == "short":
        return _part(_joined([ndp, *family], options), options.family)
    given = _text(_given(name, options, level))
    if name.static_ordering:
        return _line([_part(_joined([ndp, *family], options), options.family),
                      _part(given, options.given)])  # fmt: skip
    if not inverted:
        main = _joined([ndp, *family], options)
        first = _joined([*given, name.dropping_particle], options) if given else (
            [name.dropping_particle] if name.dropping_particle else []
        )
        parts = [_part(first, options.given), _part(main, options.family)]
        glue = "" if not ndp and _sticks(name.dropping_particle) else " "
        line = _line(parts, glue)
        if name.suffix:
            return Formatted([line, name.suffix], delimiter=", " if name.comma_suffix else " ")
        return line
    return _inverted(name, options, family, given)


def _inverted(name: Name, options: NameOptions, family: list[Node], given: list[Node]) -> Node:
    ndp, dp = name.non_dropping_particle, name.dropping_particle
    demoted = options.demote == "display-and-sort"
    main = family if demoted else _joined([ndp, *family], options)
    trail = _joined([*given, dp, ndp if demoted else ""], options)
    parts: list[Node] = [_part(main, options.family)]
    if trail:
        parts.append(_part(trail, options.given))
    if name.suffix:
        parts.append(name.suffix)
    return _line(parts, options.sort_separator)


def _static_order(name: Name, options: NameOptions, level: int) -> Node:
    family = _part(_text(name.non_dropping_particle + name.family), options.family)
    if (level == 0 and options.form == "short") or not name.given:
        return family
    given = _part(_text(name.given), options.given)
    return _line([family, given], " " if is_romanesque(name.given) else "")


def _given(name: Name, options: NameOptions, level: int) -> str:
    if level == 2 and options.initialize or options.initialize_with is None or not name.family:
        return name.given
    return initialize(
        name.given,
        options.initialize_with,
        initialize=options.initialize,
        hyphen=options.initialize_with_hyphen,
    )


def _text(text: str) -> list[Node]:
    return list(parse_markup(text, NO_QUOTES))


def _sticks(particle: str) -> bool:
    """Particles that the next word follows without a space: d', al-."""
    return particle.endswith(("'", "’", "-", "‑"))


def _space(first: str, second: str) -> str:
    return first + ("" if not first or _sticks(first) else " ") + second


def _joined(pieces: Sequence[Node], options: NameOptions) -> list[Node]:
    """Pieces of a part in one line, a space between them but after an apostrophe or hyphen."""
    line: list[Node] = []
    for piece in pieces:
        if not piece:
            continue
        if line and isinstance(piece, str) and isinstance(line[-1], str):
            glue = "" if _sticks(line[-1]) else " "
            line[-1] = line[-1] + glue + piece
        elif line and isinstance(line[-1], str) and len(line) == 1 and not _sticks(line[-1]):
            line[-1] += " "
            line.append(piece)
        elif line and isinstance(piece, str) and not isinstance(line[-1], str):
            line.append(piece if piece[:1] in " .,-’'" else piece)
        else:
            line.append(piece)
    return line


def _part(nodes: list[Node], part: NamePart | None) -> Node:
    if not nodes:
        return ""
    if part is None:
        return nodes[0] if len(nodes) == 1 else Formatted(nodes)
    if part.text_case:
        nodes = with_case(nodes, part.text_case, "en")
    return Formatted(nodes, part.format, part.prefix, part.suffix)


def _line(parts: Sequence[Node], delimiter: str = " ") -> Node:
    parts = [part for part in parts if part != ""]
    if all(isinstance(part, str) for part in parts):
        # Joined here, since `Formatted` would treat the delimiter as an affix of the style.
        return delimiter.join(str(part) for part in parts)
    return Formatted(parts, delimiter=delimiter)
