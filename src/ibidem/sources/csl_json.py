"""CSL-JSON, as the specification has it and as programs write it (Zotero, Crossref, Mendeley, …).

`read_item` takes any JSON object and never raises: what has no meaning in CSL is left out, what
has one is brought to the model's shape. Values stay as they are written, inline markup included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from ibidem.diagnostics import Diagnostic
from ibidem.model import Date, Item, Name
from ibidem.record import replace
from ibidem.sources.characters import drop_forbidden
from ibidem.sources.entries import Report, SourceEntry, take_line
from ibidem.sources.foreign_tags import has_foreign_tags
from ibidem.sources.item_check import check_item, unnamed_key
from ibidem.sources.item_dates import read_date
from ibidem.sources.scalars import is_true, read_scalar
from ibidem.sources.spellings import TYPES_OF_PROGRAMS, spelled_in_csl
from ibidem.variables import DATE_VARIABLES, NAME_VARIABLES, TYPES

_MARKS_OF_AN_ITEM: Final = frozenset(("id", "type", "title", "author"))
_LONE_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_KEY: Final = re.compile(r'"(id|citation-key)"\s*:\s*("(?:[^"\\\n]|\\.)*"|[\w.+-]+)')
_BETWEEN_NAMES: Final = re.compile(r"\s+and\s+|\s*;\s*")
_QUOTED: Final = re.compile(r'"(.*)"', re.DOTALL)


def read_json(text: str, path: str, report: Report) -> list[SourceEntry]:
    """The entries of a JSON file, their lines found by their ids."""
    data: object
    is_valid = True
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is no valid JSON: {error.msg}"
        from ibidem.sources.salvage import salvage_json  # most files are whole

        data = salvage_json(text)
        if data:
            message += f"; sound entries: {len(data)}"
        report(Diagnostic("invalid-json", message, "error", path=path, line=error.lineno))
        is_valid = False
    except RecursionError:
        report(Diagnostic("invalid-json", "is nested too deeply", "error", path=path))
        return []
    if _LONE_SURROGATE.search(text):  # half a character: no file could be written with it
        written = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
        data = json.loads(written)
    entries: list[SourceEntry] = []
    lines, other_lines = _lines_of_keys(text)
    records = find_records(data)
    for place, record in enumerate(records, 1):
        key = item_id(record) or unnamed_key(place)
        line = take_line(lines, key) or take_line(other_lines, key)
        entries.append(SourceEntry(key, partial(read_item, record, place), line))
        check_item(record, key, path, line, report)
    if is_valid:
        _report_strays(data, bool(records), path, report)
    return entries


def _lines_of_keys(text: str) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The lines (from 1 on) on which each `id` stands, and each `citation-key`."""
    lines: dict[str, dict[str, list[int]]] = {"id": {}, "citation-key": {}}
    line, at = 1, 0
    for member in _KEY.finditer(text):
        line += text.count("\n", at, member.start(2))
        at = member.start(2)
        try:
            key = read_scalar(json.loads(member[2]))
        except ValueError:  # no JSON: the whole file is none, which is told
            continue
        lines[member[1]].setdefault(key, []).append(line)
    return lines["id"], lines["citation-key"]


def _report_strays(data: object, has_records: bool, path: str, report: Report) -> None:
    """Report what stands in the place of items and is none, and that there are none at all."""
    if not has_records:
        message = "holds no references, as far as can be told"
        report(Diagnostic("no-entries", message, path=path))
    for place, record in enumerate(data if isinstance(data, list) else (), 1):
        if not isinstance(record, Mapping):
            shown = json.dumps(record, ensure_ascii=False)[:40]
            message = f"entry {place} is no item: {shown}"
            report(Diagnostic("bad-reference", message, path=path))


def find_records(data: object) -> list[Mapping[str, object]]:
    """The item objects in a document: a list, a wrapped list, a map by id, or one item."""
    if isinstance(data, Mapping):
        for wrapper in ("items", "references", "message"):
            inner = data.get(wrapper)
            if isinstance(inner, (list, Mapping)) and "type" not in data:
                return find_records(inner)
        if data and all(isinstance(value, Mapping) for value in data.values()):
            return [{"id": key, **value} for key, value in data.items()]
        return [] if _MARKS_OF_AN_ITEM.isdisjoint(data) else [data]
    if isinstance(data, Sequence) and not isinstance(data, str):
        return [record for record in data if isinstance(record, Mapping)]
    return []


def read_item(data: Mapping[str, object], place: int = 1) -> Item:
    """One CSL-JSON object as an item; `place` names an item that has no id."""
    data = _with_note_fields(data)
    fields: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    dates: dict[str, Date] = {}
    listed = _custom(data, "incomplete-names")
    incomplete = {str(name) for name in listed} if isinstance(listed, list) else set()
    for written, value in data.items():
        variable = spelled_in_csl(written)
        if variable in NAME_VARIABLES:
            if read := read_names(value):
                names[variable] = _without_others(read)
                if names[variable] is not read:
                    incomplete.add(variable)
        elif variable in DATE_VARIABLES:
            if date := read_date(value):
                dates[variable] = date
        elif variable not in ("id", "type", "event") and (text := _text(variable, value)):
            fields.setdefault(variable, text)
    _read_event(data.get("event"), fields)
    _join_subtitle(data, fields)
    return Item(
        id=item_id(data) or unnamed_key(place),
        type=_item_type(data.get("type")),
        fields=fields,
        names=names,
        dates=dates,
        incomplete_names=frozenset(incomplete & names.keys()),
    )


def item_id(data: Mapping[str, object]) -> str:
    """The key for citing: `citation-key` where the id is only Zotero's address of the record."""
    own = read_scalar(data.get("id"))
    better = read_scalar(data.get("citation-key"))
    if better and (not own or re.match(r"https?://zotero\.org/", own)):
        return better
    return own


def _item_type(value: object) -> str:
    name = read_scalar(value)
    if name in TYPES:
        return name
    return TYPES_OF_PROGRAMS.get(name, name) or "document"


def _with_note_fields(data: Mapping[str, object]) -> Mapping[str, object]:
    note = data.get("note")
    if not isinstance(note, str) or ":" not in note or _custom(data, "plain-note"):
        return data
    from ibidem.sources.note_fields import split_note  # few items have a note

    taken, rest = split_note(note, data)
    return {**data, **taken, "note": rest} if taken else data


# --- text ---------------------------------------------------------------------------------------


def _text(variable: str, value: object) -> str:
    """The text of an ordinary variable. Crossref wraps titles in lists; keyword lists are joined."""
    if isinstance(value, str):
        value = _tidy(drop_forbidden(value))
        return value if value.strip() else ""
    if isinstance(value, list):
        texts = [text for text in map(read_scalar, value) if text]
        if variable in ("categories", "keyword", "keywords", "subject", "license"):
            return ", ".join(texts)
        return _tidy(texts[0]) if texts else ""
    return read_scalar(value)


def _tidy(text: str) -> str:
    """The text with CSL's markup for the publisher's."""
    if not has_foreign_tags(text):
        return text
    from ibidem.sources.foreign_markup import tidy_markup

    return tidy_markup(text)


def _read_event(event: object, fields: dict[str, str]) -> None:
    """`event` is a title in CSL 1.0.1, an object with name and place in Crossref."""
    if isinstance(event, Mapping):
        pairs = (("event-title", event.get("name")), ("event-place", event.get("location")))
    else:
        pairs = (("event", event), ("event-title", event))
    for variable, value in pairs:
        if text := read_scalar(value):
            fields.setdefault(variable, text)


def _join_subtitle(data: Mapping[str, object], fields: dict[str, str]) -> None:
    """Crossref keeps the subtitle apart, in a list like the title; elsewhere it is no variable."""
    subtitle = data.get("subtitle")
    if isinstance(data.get("title"), list) and isinstance(subtitle, list):
        text = fields.pop("subtitle", "")
        title = fields.get("title", "")
        if text and title and text.casefold() not in title.casefold():
            fields["title"] = f"{title}: {text}"


# --- names --------------------------------------------------------------------------------------


def read_names(value: object) -> tuple[Name, ...]:
    """A list of names; one name alone and names as plain strings are understood too."""
    if isinstance(value, str):
        names = _BETWEEN_NAMES.split(value)
        # "Doe, Jane and Roe, Richard", but not "Department of Health and Human Services"
        value = names if all("," in name for name in names) else [value]
    elif isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, (list, Iterable)):
        return ()
    return tuple(name for name in map(_name, value) if name is not None)


def _without_others(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names without what says that there are more; the same tuple if nothing does.

    BibTeX's "and others" is one more name in what pandoc and Zotero write as CSL, and "et al." one,
    or it stands behind the given name of the last: "Jane, et al.".
    """
    *first, last = names
    if first and (last.literal or last.family) in ("others", "et al.") and not last.given:
        return tuple(first)
    given, _comma, rest = last.given.rpartition(",")
    if given and rest.strip() in ("et al.", "et al"):
        return (*first, replace(last, given=given.rstrip()))
    return names


def _custom(data: Mapping[str, object], name: str) -> object:
    """What our own export keeps where CSL has no place for it."""
    custom = data.get("custom")
    return custom.get(name) if isinstance(custom, Mapping) else None


def _name(value: object) -> Name | None:
    if isinstance(value, str):
        family, comma, given = (part.strip() for part in value.partition(","))
        value = {"family": family, "given": given} if comma and given else {"literal": family}
    if not isinstance(value, (dict, Mapping)):  # to ask for a dictionary takes a tenth of the time
        return None
    parts: dict[str, object] = value if isinstance(value, dict) else dict(value)
    literal = _name_part(parts.get("literal")) or _name_part(parts.get("name"))
    family, given = _name_part(parts.get("family")), _name_part(parts.get("given"))
    if family and not literal and is_true(parts.get("isInstitution")):
        literal, family, given = family, "", ""
    quoted = _QUOTED.fullmatch(family) if family[:1] == '"' else None
    if quoted:
        family = quoted[1]
    dropping = _name_part(parts.get("dropping-particle"))
    non_dropping = _name_part(parts.get("non-dropping-particle"))
    if not (literal or family or given):
        return None
    return Name(
        family=family,
        given=given,
        dropping_particle=dropping,
        non_dropping_particle=non_dropping,
        suffix=_name_part(parts.get("suffix")),
        comma_suffix=is_true(parts.get("comma-suffix")),
        literal="" if family else literal,
        static_ordering=is_true(parts.get("static-ordering")),
        parse_particles=not (
            quoted or dropping or non_dropping or _is_false(parts.get("parse-names"))
        ),
    )


def _name_part(value: object) -> str:
    """Part of a name; files made by pandoc's older tools have a list of given names."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(text for text in map(read_scalar, value) if text)
    return read_scalar(value)


def _is_false(value: object) -> bool:
    return value is not None and not is_true(value)
