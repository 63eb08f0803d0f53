"""The CSL test suite: where it is, and what the processor gives for a fixture.

A fixture is compared exactly, after white space at both ends is gone.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.older_terms import OLDER_TERMS, add_older_terms
from fixture_file import load_fixture
from ibidem.csl.processor import Processor
from ibidem.csl.style import parse_style
from ibidem.model import Citation, Cite, CiteMode, Item, Locator, Position
from ibidem.record import replace
from ibidem.sources.csl_json import read_item
from ibidem.write.html import bibliography_to_html, to_html

REPOSITORY = Path(__file__).parents[2]
SUITE_VARIABLE = "IBIDEM_CSL_SUITE"

NOT_SUPPORTED = ("ABBREVIATIONS", "BIBENTRIES", "BIBSECTION", "INPUT2", "LANGPARAMS", "MULTIAFFIX")
"""Sections of citeproc-js's own fixtures: with one of them the result would not be what is meant."""

Json = Mapping[str, Any]


def suite_folder() -> Path:
    """The folder of the suite, which need not exist."""
    named = os.environ.get(SUITE_VARIABLE)
    return Path(named) if named else REPOSITORY.parent / "shared" / "csl-suite"


@dataclass(frozen=True)
class Outcome:
    """What a fixture gave. With an `error` there is no text."""

    got: str
    expected: str
    error: str = ""

    @property
    def passed(self) -> bool:
        return not self.error and self.got.strip() == self.expected.strip()


def run_fixture(path: Path, *, older_terms: Mapping[str, str] = OLDER_TERMS) -> Outcome:
    """Format what the fixture asks for. An exception counts as a failure of this fixture."""
    expected = ""
    try:
        sections = load_fixture(path)
        expected = sections["RESULT"]
        return Outcome(_format(sections, older_terms.get(path.stem, "")), expected)
    except Exception:
        return Outcome("", expected, traceback.format_exc(limit=-4))


def _format(sections: Mapping[str, str], older_terms: str) -> str:
    for name in NOT_SUPPORTED:
        if name in sections:
            raise NotImplementedError(f"the section {name}")
    style = parse_style(sections["CSL"])
    if older_terms:
        style = add_older_terms(style, older_terms)
    processor = Processor(style)
    items = [read_item(record, place) for place, record in enumerate(_load(sections, "INPUT"), 1)]
    mode = sections["MODE"]
    if mode not in ("citation", "bibliography"):
        raise NotImplementedError(f"the mode {mode}")
    if "CITATIONS" in sections:
        return _replay(processor, items, _load(sections, "CITATIONS"), mode)
    if mode == "bibliography":
        return bibliography_to_html(processor.process(items, []).bibliography)
    if "CITATION-ITEMS" in sections:
        clusters = _load(sections, "CITATION-ITEMS")
        citations = [Citation(tuple(read_cite(cite) for cite in cluster)) for cluster in clusters]
    else:
        order = processor.process(items, []).order
        citations = [Citation(tuple(Cite(id) for id in order))]
    return "\n".join(_format_alone(processor, items, citation) for citation in citations)


def _load(sections: Mapping[str, str], name: str) -> Any:
    return json.loads(sections[name])


def _format_alone(processor: Processor, items: Sequence[Item], citation: Citation) -> str:
    """A citation without history: nothing is known of what stands before its cites."""
    cites = tuple(
        cite if cite.position is not None else replace(cite, position=Position.FIRST)
        for cite in citation.cites
    )
    result = processor.process(items, [replace(citation, cites=cites)])
    return to_html(result.citations[0].content)


def _replay(processor: Processor, items: Sequence[Item], events: Sequence[Any], mode: str) -> str:
    """The document after the last event.

    In each line of the listing, `>>` says that the last event made the citation new, `..` that it
    stands as it was.
    """
    keys: dict[str, object] = {}
    for document in _documents(events):
        before = keys
        result = processor.process(items, list(document.citations.values()), cited_only=True)
        formatted = dict(zip(document.citations, result.citations, strict=True))
        keys = {name: citation.key for name, citation in formatted.items()}
    if mode == "bibliography":
        return bibliography_to_html(result.bibliography)
    lines = []
    for index, (name, citation) in enumerate(formatted.items()):
        is_new = name == document.changed or before.get(name) != keys[name]
        lines.append(f"{'>>' if is_new else '..'}[{index}] {to_html(citation.content)}")
    return "\n".join(lines)


@dataclass(frozen=True)
class _Document:
    """The citations in their order, by name, after an event."""

    citations: dict[str, Citation]
    changed: str


def _documents(events: Sequence[Any]) -> Iterator[_Document]:
    """After each event, the document that it leaves.

    An event is a citation, new or changed, with the names and notes of what stands before and after
    it; citations that stand in neither are gone.
    """
    known: dict[str, Citation] = {}
    for index, (data, before, after) in enumerate(events):
        name = data.get("citationID") or f"citation-{index}"
        known[name] = read_citation(data)
        for other, note in (*before, *after):
            if other in known:
                known[other] = replace(known[other], note_number=note or 0)
        order = [*(other for other, _ in before), name, *(other for other, _ in after)]
        known = {other: known[other] for other in order if other in known}
        yield _Document(dict(known), name)


def read_citation(data: Json) -> Citation:
    """A citation as citeproc-js takes it; its modes for whole citations concern the first cite."""
    properties = data.get("properties") or {}
    cites = [read_cite(cite) for cite in data["citationItems"]]
    mode = properties.get("mode")
    if mode in ("author-only", "suppress-author") and cites:
        cites[0] = replace(cites[0], mode=mode)
    return Citation(
        tuple(cites),
        mode="textual" if mode == "composite" else "normal",
        note_number=properties.get("noteIndex") or 0,
        infix=properties.get("infix") or "",
    )


def read_cite(data: Json) -> Cite:
    """A cite as citeproc-js takes it."""
    mode: CiteMode = "normal"
    if data.get("author-only"):
        mode = "author-only"
    elif data.get("suppress-author"):
        mode = "suppress-author"
    locator = None
    if data.get("locator") not in (None, ""):
        label = str(data.get("label") or "page").replace("sub verbo", "sub-verbo")
        locator = Locator(label, str(data["locator"]))
    position, near_note = data.get("position"), data.get("near-note")
    return Cite(
        str(data["id"]),
        locator,
        data.get("prefix") or "",
        data.get("suffix") or "",
        mode,
        None if position is None else Position(position),
        None if near_note is None else bool(near_note),
    )
