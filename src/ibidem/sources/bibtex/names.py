"""Lists of names as BibTeX and biblatex write them -> CSL names.

`First von Last`, `von Last, First`, `von Last, Jr, First`, the keyed form of biblatex
(`family=Gaulle, given=Charles, prefix=de`), institutions in braces, `and others`. Parts are
found in the raw text, because braces decide about them, and only then read as LaTeX.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from bibtexparser.middlewares.names import parse_single_name_into_parts

from ibidem.model import Name
from ibidem.sources.bibtex.bare_letters import read_bare_letters
from ibidem.sources.bibtex.latex import read_latex, strip_marks, whole_group

_AND: Final = re.compile(r"(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_AND_OR_BRACE: Final = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
_SEMICOLON_OR_BRACE: Final = re.compile(r"[{};]")
_KEYED_PART: Final = re.compile(r"\s*([a-z][a-z-]*)\s*=\s*(.*?)\s*", re.DOTALL)
_NAME_KEYS: Final = frozenset(
    (
        *("family", "given", "prefix", "suffix", "family-i", "given-i", "prefix-i", "suffix-i"),
        *("useprefix", "juniorcomma", "nosortothers", "id", "hash"),
    )
)
_JOINED_INITIALS: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]\.)(?=[^\W\d_](?:\.|$|\s))")
_JOINED_PARTICLE: Final = re.compile(
    r"(?:[^\W\d_]{2,4}-|(?:d|l|all|dall|dell|degl)['\u2019])(?=[^\W\d_])"
)
_COMMA_OR_BRACE: Final = re.compile(r"[{},]")
_AMPERSAND: Final = re.compile(r"\s\\?&\s")
_MOST_PARTS: Final = 3
"""Between the commas of a name: family name, suffix, given names."""


_FIRMS: Final = frozenset(("corp", "gmbh", "inc", "ltd"))
"""What firms have behind a comma: `GitHub, Inc.` is no person, though it has no braces. None of
these can be initials, as AG and LLC can."""

_BODIES: Final = _FIRMS | {"collaboration", "consortium"}
"""What is nobody's family name: Google Inc., The ATLAS Collaboration."""
_SUFFIXES: Final = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d."))
"""What is nobody's only name: `Guy L. Steele Jr.`, as DBLP writes it, and `Luther King, Jr.`"""


class NameList(NamedTuple):
    """The names of a field, and whether the list says that there are others."""

    names: tuple[Name, ...]
    has_others: bool = False


class _Parts(NamedTuple):
    first: str = ""
    von: str = ""
    last: str = ""
    jr: str = ""


def read_names(text: str, report: Callable[[str], None], *, use_prefix: bool = True) -> NameList:
    """All names of a field; `use_prefix` makes `von` part of the sorted family name."""
    raw_names = list(split_names(text))
    last = raw_names.pop() if raw_names else ""
    named = _without_others(last)
    has_others = named != last
    if named:
        raw_names.append(named)
    names = (_read_name(raw, report, use_prefix) for raw in raw_names)
    return NameList(tuple(name for name in names if name is not None), has_others)


def _without_others(name: str) -> str:
    """The last name of a list without the word for others; `Doe et al.` says it behind a name."""
    if name.lower() == "others":
        return ""
    padded = f" {name}"
    ending = next((it for it in _ET_AL if padded.lower().endswith(it)), "")
    return padded[: len(padded) - len(ending)].strip().rstrip(",").strip()


_PROFILE: Final = re.compile(r"\s*\(https?://[^()\s]+\)$")
"""The address of a person that Stack Exchange writes behind the name."""
_ET_AL: Final = (" et al.", " et al", " {et al.}")


def split_names(text: str) -> Iterator[str]:
    """The names between the `and`s outside of braces; empty ones and lost commas dropped."""
    if "{" not in text:
        parts = _AND.split(f" {text} ")
    else:
        parts = list(_split_outside_braces(text, _AND_OR_BRACE))
    if len(parts) == 1 and ";" in text and "&" not in text:  # no `M&uuml;ller`
        parts = list(_split_outside_braces(text, _SEMICOLON_OR_BRACE))
    if (
        len(parts) == 1 and "&" in text and "{" not in text
    ):  # of `Doe, J. & Roe, R.`; `Simon & Schuster` is a firm
        pieces = _AMPERSAND.split(text)
        parts = pieces if all(piece.count(",") == 1 for piece in pieces) else parts
    for part in parts:
        name = part.strip().rstrip(",;").strip()
        if name.endswith(")") and "://" in name:
            name = _PROFILE.sub("", name)
        if name and name.lower() != "and":
            yield name


def find_crowded(text: str) -> list[str]:
    """The names with more commas than a name can have: most are several, joined by commas."""
    if "," not in text:
        return []
    return [name for name in split_names(text) if "," in name and _is_crowded(name)]


def _is_crowded(name: str) -> bool:
    parts = list(filter(None, split_at_commas(name)))
    if len(parts) > _MOST_PARTS:
        return not _keyed_parts(name)
    are_whole = len(parts) == _MOST_PARTS and all(map(_WHOLE_NAME.fullmatch, parts))
    return are_whole or (len(parts) > 1 and all(map(_INITIAL_FIRST.fullmatch, parts)))


_WHOLE_NAME: Final = re.compile(r"[^\W\d_]{2,} [^\W\d_]{3,}")
_INITIAL_FIRST: Final = re.compile(r"(?:[A-Z]\. ?)+ [^\W\d_]{2,}")


def _split_outside_braces(text: str, mark_or_brace: re.Pattern[str]) -> Iterator[str]:
    """The pieces between the marks outside of braces."""
    depth = start = 0
    for match in mark_or_brace.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _read_name(raw: str, report: Callable[[str], None], use_prefix: bool) -> Name | None:
    name, unknown = _read_once(raw, use_prefix)
    for command in unknown:
        report(command)
    return name


@functools.lru_cache(maxsize=16384)
def _read_once(raw: str, use_prefix: bool) -> tuple[Name | None, tuple[str, ...]]:
    """Names come again and again in a bibliography: the name, and the commands not understood."""
    unknown: list[str] = []
    name = _read_raw_name(raw, unknown.append, use_prefix)
    return name, tuple(unknown)


def _read_raw_name(raw: str, report: Callable[[str], None], use_prefix: bool) -> Name | None:
    def read(part: str) -> str:
        return strip_marks(read_latex(part, report)).strip() if part else ""

    group = whole_group(raw)
    if group is not None:
        literal = read(group)
        return Name(literal=literal) if literal else None
    if _is_body(raw):
        return Name(literal=read(raw))
    keyed = _keyed_parts(raw)
    has_comma = False
    if keyed is not None:
        has_comma = keyed.get("juniorcomma", "").lower() == "true"
        prefix_flag = keyed.get("useprefix", "").lower()
        use_prefix = prefix_flag == "true" if prefix_flag else use_prefix
        parts = _Parts(*(keyed.get(key, "") for key in ("given", "prefix", "family", "suffix")))
    else:
        parts = _without_suffix(_split_parts(raw))
    family, given = read(parts.last), _space_initials(read(parts.first))
    particle, suffix = read(parts.von), read(parts.jr)
    if given.casefold().rstrip(".") in _FIRMS and not suffix:
        return Name(literal=f"{particle} {family}, {given}".lstrip())
    if not (family or given):
        return None
    if given and not family:
        family, given = given, ""
    dropping, leading = ("", particle) if use_prefix else (particle, "")
    joined = "" if parts.last.startswith("{") else _joined_particle(family)
    if joined and (given or particle):
        family, leading = family.removeprefix(joined), f"{leading} {joined}".lstrip()
    if not (given or particle or suffix):
        return Name(family=family, parse_particles=False)
    return Name(
        family=family,
        given=given,
        non_dropping_particle=leading,
        dropping_particle=dropping,
        suffix=suffix,
        comma_suffix=has_comma,
        parse_particles=False,
    )


def _is_body(name: str) -> bool:
    """Whether a name without commas and braces around it ends as no person's does."""
    *others, last = name.split() or [""]
    return bool(others) and last.casefold().rstrip(".") in _BODIES and "," not in name


def _without_suffix(parts: _Parts) -> _Parts:
    """The parts, a suffix in the place of the given names, behind them or in that of the family name
    told apart: `Smith, John, Jr.`, `Nuth, Joseph A. III`."""
    if parts.jr:
        is_last = parts.first.lower() in _SUFFIXES and parts.jr.lower() not in _SUFFIXES
        return parts._replace(first=parts.jr, jr=parts.first) if is_last else parts
    given, _, last = parts.first.rpartition(" ")
    if given and last.lower() in _SUFFIXES:
        return parts._replace(first=given, jr=last)
    if parts.first.lower() in _SUFFIXES and " " in parts.last:
        return _split_parts(f"{parts.von} {parts.last}")._replace(jr=parts.first)
    if parts.last.lower() in _SUFFIXES and " " in parts.first and not parts.von:
        return _split_parts(parts.first)._replace(jr=parts.last)
    return parts


def _joined_particle(family: str) -> str:
    """A particle that a hyphen or an apostrophe joins to the name: al-Hakim, d'Alembert.

    As pandoc and CSL's own reading of names have it; biber sorts al-Hakim by its H, too.
    """
    match = _JOINED_PARTICLE.match(family)
    is_particle = match is not None and match[0].islower() and family[match.end()].isupper()
    return match[0] if match is not None and is_particle else ""


def _keyed_parts(raw: str) -> dict[str, str] | None:
    if "=" not in raw:
        return None
    parts: dict[str, str] = {}
    for piece in split_at_commas(raw):
        quoted = piece[:1] == piece[-1:] == '"'  # as biber has parts with a comma
        match = _KEYED_PART.fullmatch(piece[1:-1] if quoted else piece)
        if match is None or match[1] not in _NAME_KEYS:
            return None
        group = whole_group(match[2])
        parts[match[1]] = match[2].strip('"') if group is None else group
    return parts if "family" in parts or "given" in parts else None


def split_at_commas(text: str) -> list[str]:
    """The pieces between the commas outside of braces."""
    braced = "{" in text
    pieces = _split_outside_braces(text, _COMMA_OR_BRACE) if braced else text.split(",")
    return [piece.strip() for piece in pieces]


def _split_parts(raw: str) -> _Parts:
    """The three forms of BibTeX; names with braces and commands are left to bibtexparser."""
    if "\\" in raw:
        raw = read_bare_letters(raw)
    sections = [section for section in split_at_commas(raw) if section]
    if (
        len(sections) > _MOST_PARTS
    ):  # a degree or a second name too much: it belongs to the given names
        sections[2:] = [" ".join(sections[2:])]
    if "{" in raw or "\\" in raw:
        return _split_hard_name(", ".join(sections))
    if len(sections) < 2:
        return _first_von_last("".join(sections).replace("~", " ").split())
    von, last = _von_last(sections[0].replace("~", " ").split())
    jr = sections[1] if len(sections) == 3 else ""
    return _Parts(sections[-1].replace("~", " "), von, last, jr)


def _is_lower(word: str) -> bool:
    """A particle begins with a lower-case letter, whatever stands before it (`'t`)."""
    letter = next((char for char in word if char.isalpha()), "")
    return letter.islower()


def _first_von_last(words: list[str]) -> _Parts:
    if not words:
        return _Parts()
    lower = [place for place, word in enumerate(words[:-1]) if _is_lower(word)]
    if not lower:
        return _Parts(" ".join(words[:-1]), "", words[-1])
    start, end = lower[0], lower[-1] + 1
    return _Parts(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]))


def _von_last(words: list[str]) -> tuple[str, str]:
    lower = [place for place, word in enumerate(words[:-1]) if _is_lower(word)]
    end = lower[-1] + 1 if lower and _is_lower(words[0]) else 0
    return " ".join(words[:end]), " ".join(words[end:])


_LOWERED: Final = re.compile(r"\{\\(?:uppercase|MakeUppercase|lowercase)\s*\{([^{}]*)\}([^{}]*)\}")


def _split_hard_name(raw: str) -> _Parts:
    found = parse_single_name_into_parts(raw, strict=False)
    first, von, last = list(found.first), list(found.von), list(found.last)
    if von and not first and "," not in raw:
        # Of `{S}t\'efan van der {W}alt` BibTeX sees the t, and takes the name for a particle.
        start = next((place for place, word in enumerate(von) if _begins_lower(word)), len(von))
        first, von = von[:start], von[start:]
    elif not von and "," not in raw:
        # bibtexparser takes a lower-case first word, and one raised by a command, for a given name
        if len(first) == 1 and _begins_lower(first[0]):
            first, von = [], first
        for place, word in enumerate(first):
            if _LOWERED.match(word):
                first, von = first[:place], first[place:]
                break
    return _Parts(" ".join(first), " ".join(von), " ".join(last), " ".join(found.jr))


def _begins_lower(word: str) -> bool:
    """The same of a word with braces and commands, which do not count."""
    return _is_lower(re.sub(r"[{}]|\\[A-Za-z]+", "", word))


def _space_initials(given: str) -> str:
    """`J.G.` -> `J. G.`; `J.-P.` stays."""
    return _JOINED_INITIALS.sub(r"\1 ", given) if "." in given else given
