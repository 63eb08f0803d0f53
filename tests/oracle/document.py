"""The documents that both processors format: items, and citations of every kind of them.

The same seed gives the same document everywhere, or nothing of the oracle's could be remembered.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ibidem.model import Citation, Cite, Item, Locator
from ibidem.record import replace
from ibidem.sources import load_library
from ibidem.sources.csl_json import read_item
from ibidem.sources.export import to_csl_json

T = TypeVar("T")

REPOSITORY = Path(__file__).parents[2]
DATA_VARIABLE = "IBIDEM_DATA"
LARGE_SIZE = 300

DOCUMENTS_NOT_COUNTED = ("modes",)
"""Documents outside of CSL 1.0.2, compared for information."""

LOCATORS = (
    Locator("page", "12"),
    Locator("page", "12-15"),
    Locator("page", "7, 9"),
    Locator("page", "iv"),
    Locator("chapter", "3"),
    Locator("section", "2.1"),
    Locator("volume", "2"),
    Locator("figure", "4"),
    Locator("paragraph", "8-9"),
    Locator("sub-verbo", "Rome"),
)
PREFIXES = ("see ", "see also ", "cf. ", "e.g., ")
SUFFIXES = (", and elsewhere", " among others", ", emphasis added")


@dataclass(frozen=True)
class Document:
    """What is cited and how, the same for both processors."""

    name: str
    records: tuple[Mapping[str, object], ...]
    """CSL-JSON in the order of first citation, uncited items last."""
    citations: tuple[Citation, ...]
    uncited: tuple[str, ...]

    def items(self) -> list[Item]:
        return [read_item(record) for record in self.records]

    def in_class(self, style_class: str) -> tuple[Citation, ...]:
        """The citations in notes for a style of class `note`, else in the running text."""
        if style_class == "note":
            return self.citations
        return tuple(replace(citation, note_number=0) for citation in self.citations)


def documents(offset: int = 0) -> list[Document]:
    """The seed, the modes of cites over it, and a part of a large bibliography where it is.

    With an offset, another part of it: the items that stand so many places behind the usual ones.
    """
    seed = REPOSITORY / "seeds" / "refs.bib"
    found = [_document("seed", _records(seed)), _modes_document(_records(seed))]
    large = data_folder() / "iridia.bib"
    if large.is_file():
        name = f"iridia+{offset}" if offset else "iridia"
        found.append(_document(name, _records(large, LARGE_SIZE, offset)))
    return found


def data_folder() -> Path:
    """The folder of large bibliographies, which need not exist."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else REPOSITORY.parent / "shared" / "data"


def _records(path: Path, size: int = 0, offset: int = 0) -> list[dict[str, object]]:
    """CSL-JSON of the items of a bibliography; with `size`, of so many, evenly spread."""
    library = load_library([path])
    keys = list(library)
    if size:
        places = (place * len(keys) // size + offset for place in range(size))
        keys = [keys[place % len(keys)] for place in places]
    records = []
    for key in keys:
        record = to_csl_json(library[key])
        record.pop("custom", None)  # ours alone
        records.append(record)
    return records


def _document(name: str, records: Sequence[Mapping[str, object]]) -> Document:
    """All items but one in twenty cited, in clusters, with affixes and locators, and again."""
    chance = random.Random(f"ibidem {name}")
    shuffled = list(records)
    chance.shuffle(shuffled)
    cited, uncited = _split(shuffled, len(shuffled) - len(shuffled) // 20)
    writer = _Writer(chance)
    pending = [str(record["id"]) for record in cited]
    while pending:
        size = chance.choice((1, 1, 1, 1, 2, 2, 3, 4))
        cluster, pending = _split(pending, size)
        writer.cite(cluster)
        if chance.random() < 0.4:
            writer.cite_again()
    return Document(
        name, tuple(shuffled), tuple(writer.citations), tuple(str(it["id"]) for it in uncited)
    )


def _split(items: Sequence[T], size: int) -> tuple[list[T], list[T]]:
    return list(items[:size]), list(items[size:])


class _Writer:
    """Writes a document citation by citation."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._note = 0
        self.citations: list[Citation] = []

    def cite(self, ids: Sequence[str]) -> None:
        self._add(tuple(self._decorated(Cite(id)) for id in ids))

    def cite_again(self) -> None:
        """The last cite once more, with the same, another or no locator; or something earlier."""
        last = self.citations[-1].cites[-1]
        kind = self._chance.choice(("same", "locator", "bare", "earlier", "mixed"))
        earlier = self._chance.choice(self._chance.choice(self.citations).cites)
        if kind == "same":
            self._add((Cite(last.id, last.locator),))
        elif kind == "locator":
            self._add((Cite(last.id, self._chance.choice(LOCATORS)),))
        elif kind == "bare":
            self._add((Cite(last.id),))
        elif kind == "earlier":
            self._add((self._decorated(Cite(earlier.id)),))
        else:
            self._add((Cite(earlier.id), Cite(last.id)))

    def _add(self, cites: tuple[Cite, ...]) -> None:
        if self._chance.random() < 0.9 or not self.citations:
            self._note += self._chance.choice((1, 1, 1, 2, 9))
        self.citations.append(Citation(cites, note_number=self._note))

    def _decorated(self, cite: Cite) -> Cite:
        chance = self._chance
        return replace(
            cite,
            locator=chance.choice(LOCATORS) if chance.random() < 0.3 else None,
            prefix=chance.choice(PREFIXES) if chance.random() < 0.1 else "",
            suffix=chance.choice(SUFFIXES) if chance.random() < 0.1 else "",
        )


def _modes_document(records: Sequence[Mapping[str, object]]) -> Document:
    """Every item in every mode: parts of cites, and the author in the sentence."""
    citations = []
    for record in records:
        id = str(record["id"])
        citations += [
            Citation((Cite(id, LOCATORS[0], mode="suppress-author"),)),
            Citation((Cite(id, mode="author-only"),)),
            Citation((Cite(id, LOCATORS[1]),), mode="textual"),
        ]
    numbered = (replace(it, note_number=place) for place, it in enumerate(citations, 1))
    return Document("modes", tuple(records), tuple(numbered), ())
