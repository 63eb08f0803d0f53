"""One name, written out: its parts, in the order that form, script and style ask for.

CSL 1.0.2, "Name-as-sort-order" and "Non-Latin Names": the display orders of the particles.
"""

from __future__ import annotations

import re
from typing import Final

from ibidem.csl.collation import TAGS
from ibidem.csl.initials import initialize
from ibidem.csl.markup import QuoteMarks, parse_markup
from ibidem.csl.name_options import NameOptions, NamePart
from ibidem.csl.output import FORMAT_PROPERTIES, Format, Formatted, Node
from ibidem.csl.rewrite import is_empty, plain, with_case
from ibidem.csl.script import is_romanesque
from ibidem.model import Name
from ibidem.record import replace

ARTICLES: Final = re.compile(r"^(?:a|an|the)\s+", re.IGNORECASE)

VOWELS: Final = frozenset("aeio")

NO_QUOTES: Final = QuoteMarks("", "", "", "")


def render_person(name: Name, options: NameOptions, level: int, inverted: bool) -> Node:
    """The name as the style writes it; `level` as in `Config.levels`."""
    rendered = options.inverted[level] if inverted else options.persons[level]
    found = rendered.get(name)
    if found is None:
        found = rendered[name] = _render(name, options, level, inverted)
    return found


def sort_name(name: Name, options: NameOptions, level: int) -> str:
    """The name as a sort key, parts apart (CSL 1.0.2, Sorting, demote-non-dropping-particle)."""
    if name.literal:
        return ARTICLES.sub("", name.literal) if options.language[:2] == "en" else name.literal
    given = _given(name, options, level)
    ndp, dp = name.non_dropping_particle, name.dropping_particle
    if options.demote == "never":
        space = "\u00a0" if options.french_particles else " "
        keys = [f"{ndp}{space}{name.family}".strip(), dp, given, name.suffix]
    else:
        keys = [name.family, f"{dp} {ndp}".strip(), given, name.suffix]
    if level == 0:
        keys = keys[:2]
    return " ".join(key for key in keys if key)


def _render(name: Name, options: NameOptions, level: int, inverted: bool) -> Node:
    if name.literal:
        text = _text(name.literal)
        format = _format_of_literal(options)
        return _decorated(Formatted([text], format) if format else text, options.family)
    if not _is_romanesque(name.family):
        return _static_order(name, options, level)
    family, given = options.family, options.given
    space = "\u00a0" if options.french_particles else " "
    ndp = _decorated(_text(name.non_dropping_particle), family)
    dp = _decorated(_text(name.dropping_particle), given)
    last = _decorated(_text(name.family), family)
    if level == 0 and options.form == "short":
        if inverted and options.demote == "display-and-sort":
            return _line([_affixed(last, family), ndp], options.sort_separator)
        return _affixed(_joined([ndp, last], space), family)
    first = _decorated(_text(_given(name, options, level)), given)
    suffix = _text(_suffix(name, options))
    if name.static_ordering:
        return _line([_affixed(_joined([ndp, last], space), family), _affixed(first, given)])
    if inverted:
        demoted = options.demote == "display-and-sort"
        main = last if demoted else _joined([ndp, last], space)
        trail = _joined([first, dp, ndp if demoted else ""])
        parts = [_affixed(main, family), _affixed(trail, given), suffix]
        return _line(parts, options.sort_separator)
    if ndp == "" and _sticks(name.dropping_particle):
        # "d’Aubignac": what the family name is written together with belongs to it.
        last, dp = _joined([dp, last]), ""
    main = _line(
        [_joined([dp, _joined([ndp, last], space)], space), suffix],
        ", " if name.comma_suffix else " ",
    )
    return _joined([_affixed(first, given), _affixed(main, family)], options.given_space)


def _format_of_literal(options: NameOptions) -> Format | None:
    """The format of cs:name, without what the name-part around an institution says otherwise."""
    format = options.format
    around = options.family.format if options.family else None
    if format is None or around is None:
        return format
    own = {name: "" for name in FORMAT_PROPERTIES if getattr(around, name)}
    return replace(format, **own)


def _static_order(name: Name, options: NameOptions, level: int) -> Node:
    family = _decorated(_text(name.non_dropping_particle + name.family), options.family)
    if (level == 0 and options.form == "short") or not name.given:
        return family
    given = _decorated(_text(name.given), options.given)
    return _line([family, given], " " if _is_romanesque(name.given) else "")


def _is_romanesque(part: str) -> bool:
    return is_romanesque(TAGS.sub("", part) if "<" in part else part)


def _given(name: Name, options: NameOptions, level: int) -> str:
    given = name.given
    if (level == 2 and options.initialize) or options.initialize_with is None or not name.family:
        return given
    found = options.initials.get(given)
    if found is None:
        found = options.initials[given] = initialize(
            given,
            options.initialize_with,
            initialize=options.initialize,
            hyphen=options.initialize_with_hyphen,
            language=options.language,
        )
    return found


def _suffix(name: Name, options: NameOptions) -> str:
    """The suffix; as citeproc-js has it, its full stops are those of initials: `King ML Jr`."""
    if not name.suffix or options.initialize_with is None:
        return name.suffix
    return initialize(name.suffix, options.initialize_with, initialize=False)


def _text(text: str) -> Node:
    if not text or text.isalpha():
        return text
    nodes = parse_markup(text, NO_QUOTES)
    if len(nodes) == 1:
        return nodes[0]
    return Formatted(nodes) if nodes else ""


def _sticks(particle: str) -> bool:
    """Particles that the next word follows without a space: d’, dell’, al-.

    An apostrophe after a vowel cuts the particle short and leaves it apart: de’ Medici.
    """
    if particle.endswith(("'", "’")):
        return particle[-2:-1] not in VOWELS
    return particle.endswith(("-", "‑", "\u00a0"))


def _joined(pieces: list[Node], space: str = " ") -> Node:
    """Pieces of a part in one line, a space between them but after an apostrophe or hyphen."""
    line: Node = ""
    for piece in pieces:
        if is_empty(piece):
            continue
        if is_empty(line):
            line = piece
        else:
            line = _line([line, piece], "" if _sticks(plain(line)) else space)
    return line


def _decorated(node: Node, part: NamePart | None) -> Node:
    """A word with the format and case of its cs:name-part."""
    if part is None or node == "":
        return node
    nodes = [node]
    if part.text_case:
        nodes = with_case(nodes, part.text_case, part.language)
    return Formatted(nodes, part.format) if part.format else nodes[0]


def _affixed(node: Node, part: NamePart | None) -> Node:
    if part is None or not (part.prefix or part.suffix) or is_empty(node):
        return node
    return Formatted([node], None, part.prefix, part.suffix)


def _line(parts: list[Node], delimiter: str = " ") -> Node:
    parts = [part for part in parts if part != ""]
    if all(isinstance(part, str) for part in parts):
        # Joined here, since `Formatted` would treat the delimiter as an affix of the style.
        return delimiter.join(str(part) for part in parts)
    return Formatted(parts, delimiter=delimiter)
