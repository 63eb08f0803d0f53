"""What is wrong with a CITATION.cff: fields and types that the format does not have, values of another
kind than it asks for. Told as the file is read; what can be read is read all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ibidem.diagnostics import Diagnostic, Severity, closest
from ibidem.sources.cff import BODIES, NAMES, TYPES, Way
from ibidem.sources.entries import Report
from ibidem.sources.spellings import find_meant
from ibidem.sources.yaml_places import Place
from ibidem.variables import name_set

_TYPES: Final = TYPES.keys() | {"generic"}
_OF_THE_FILE: Final = name_set(
    """abstract authors cff-version commit contact date-released doi identifiers keywords license
    license-url message preferred-citation references repository repository-artifact
    repository-code title type url version"""
)
_OF_WORKS: Final = name_set(
    """abbreviation abstract authors collection-doi collection-title collection-type commit conference
    contact copyright data-type database database-provider date-accessed date-downloaded
    date-published date-released department doi edition editors editors-series end entry filename
    format identifiers institution isbn issn issue issue-date issue-title journal keywords languages
    license license-url loc-end loc-start location medium month nihmsid notes number number-volumes
    pages patent-states pmcid publisher recipients repository repository-artifact repository-code
    scope section senders start status term thesis-type title translators type url version volume
    volume-title year year-original"""
)
_OF_PERSONS: Final = name_set(
    """address affiliation alias city country date-end date-start email family-names fax given-names
    location name name-particle name-suffix orcid post-code region tel website"""
)
_OTHER_WORDS: Final = {
    "author": "authors",
    "booktitle": "collection-title",
    "date": "date-released",
    "description": "abstract",
    "editor": "editors",
    "journaltitle": "journal",
    "keyword": "keywords",
    "maintainers": "contact",
    "note": "notes",
    "tags": "keywords",
    "translator": "translators",
}
_OTHER_WORDS_FOR_PERSONS: Final = {
    "family": "family-names",
    "first-name": "given-names",
    "firstname": "given-names",
    "given": "given-names",
    "last-name": "family-names",
    "lastname": "family-names",
    "literal": "name",
    "particle": "name-particle",
    "suffix": "name-suffix",
    "surname": "family-names",
}
_NAMED_BY: Final = ("family-names", "given-names", "name", "alias")


def check_work(
    work: Mapping[str, object], key: str, path: str, place: Place, report: Report, *, is_file: bool
) -> None:
    """Report what is wrong with a work at its place; `is_file` for what the file itself is about."""
    _Check(key, path, place, report).work(work, _OF_THE_FILE if is_file else _OF_WORKS)


@dataclass(frozen=True)
class _Check:
    """Knows what every finding says beside its message."""

    key: str
    path: str
    place: Place
    report: Report

    def work(self, work: Mapping[str, object], known: frozenset[str]) -> None:
        if not work.get("title"):
            self.say("cff.missing-title", f'work without a title; cite it as "{self.key}"', "title")
        kind = str(work.get("type") or "")
        if kind and kind not in _TYPES:
            meant = closest(kind, _TYPES)
            self.say("cff.unknown-type", f'CITATION.cff has no type "{kind}"', "type", meant=meant)
        self._fields(work, (), known, _OTHER_WORDS)
        for field in NAMES:
            if field in work:
                self._names(field, work[field])
        for field in BODIES:
            body = work.get(field)
            if body is not None and not (isinstance(body, Mapping) and body.get("name")):
                self.say("cff.bad-value", f"{field} is to have a name (name: …)", field)

    def _fields(
        self,
        holder: Mapping[str, object],
        way: Way,
        known: frozenset[str],
        words: Mapping[str, str],
    ) -> None:
        """Report fields that are probably slips; the `way` leads from the work to what has them."""
        for field in sorted(map(str, holder.keys() - known)):
            lower = field.lower()
            meant = lower if lower in known else find_meant(lower, known, words)
            if meant and meant not in holder:
                message = f'CITATION.cff has no field "{field}" here'
                self.say("cff.unknown-field", message, field, "info", meant, way=(*way, field))

    def _names(self, field: str, value: object) -> None:
        if not isinstance(value, list):
            self.say("cff.bad-value", f"{field} is to be a list of names", field)
        for number, name in enumerate(value if isinstance(value, list) else ()):
            way = (field, number)
            if not isinstance(name, Mapping):
                message = f'in {field}, "{name}" is to have family-names and given-names, or a name'
                self.say("cff.bad-value", message, field, way=way)
                continue
            self._fields(name, way, _OF_PERSONS, _OTHER_WORDS_FOR_PERSONS)
            if not any(name.get(part) for part in _NAMED_BY):
                message = f"one of {field} has neither family-names, given-names, name nor alias"
                self.say("cff.empty-name", message, field, way=way)

    def say(
        self,
        code: str,
        message: str,
        field: str,
        severity: Severity = "warning",
        meant: str = "",
        way: Way = (),
    ) -> None:
        line = self.place.at(*(way or (field,))).line
        self.report(Diagnostic(code, message, severity, self.path, line, self.key, field, meant))
