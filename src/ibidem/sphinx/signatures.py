"""Which pages have to be written again: those that show something else than what was written.

What a page shows of others, in a list of todos for instance, is known when it is written: their
signatures are part of its own from then on.

Each page has a signature, a digest of every formatted text and link in it. Signatures of written
pages are kept for each builder and output directory, since several share the stored doctrees, and
only after a build without an exception: a page counts as written when it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ibidem import Formatted, Link, Literal, Node, Tagged, is_raised
from ibidem.sphinx.formatting import CitationText, ListText, PageText
from ibidem.sphinx.records import PageRecord

Describe: TypeAlias = Callable[[Node], str]
"""See `describe`."""

FORMAT = 2
"""Of the file; signatures of another format are as good as none."""


def sign_pages(
    pages: Mapping[str, PageText],
    tooltips: Mapping[str, str],
    *,
    searched: bool = True,
    moved: bool = False,
) -> dict[str, str]:
    """The signature of each page that cites or lists anything. `searched`: whether lists are, `moved`:
    whether raised numbers are put behind punctuation."""
    describe_once = cache(describe)  # what is printed of a work is the same tree on many pages
    return {
        page: _digest(
            [
                *_describe_page(text, tooltips, describe_once),
                repr(searched or not text.lists),
                repr(moved and any(is_raised(citation.content) for citation in text.citations)),
            ]
        )
        for page, text in pages.items()
    }


def sign_titles(pages: Mapping[str, PageText], records: Mapping[str, PageRecord]) -> str:
    """A digest of the citations in titles, or an empty string if there are none.

    The navigation of any page can show any title, so this is part of what every page shows.
    """
    shown = [
        describe(text.content)
        + ("" if text.intext is None else describe(text.intext))
        + repr(record.atoms)
        for page in sorted(pages)
        for text, record in zip(pages[page].citations, records[page].citations, strict=True)
        if record.in_title
    ]
    return _digest(shown) if shown else ""


def _describe_page(
    page: PageText, tooltips: Mapping[str, str], describe: Describe
) -> Iterator[str]:
    for text in page.citations:
        yield from _describe_citation(text, page, tooltips, describe)
    for listed in page.lists:
        yield from _describe_list(listed, describe)


def _describe_citation(
    text: CitationText, page: PageText, tooltips: Mapping[str, str], describe: Describe
) -> Iterator[str]:
    yield describe(text.content)
    yield "" if text.intext is None else describe(text.intext)
    for key in text.keys:
        yield repr((key, page.find_target(text, key), tooltips.get(key)))


def _describe_list(listed: ListText, describe: Describe) -> Iterator[str]:
    yield repr((listed.form, listed.enumeration, listed.start))
    for group in listed.groups:
        layout = group.bibliography
        yield repr(
            (group.heading, layout.hanging_indent, layout.second_field_align,
             layout.line_spacing, layout.entry_spacing)
        )  # fmt: skip
        for entry in layout.entries:
            yield describe(entry.content)
            yield repr((listed.anchors.get(entry.id), listed.back_links.get(entry.id)))


def describe(node: Node) -> str:
    """A text that is the same for equal trees and different for others."""
    if isinstance(node, str):
        return repr(node)
    if isinstance(node, Literal):
        return repr(node.text)
    inside = ",".join(
        [repr(child) if isinstance(child, str) else describe(child) for child in node.children]
    )
    if isinstance(node, Link):
        return f"a{node.href!r}({inside})"
    if isinstance(node, Tagged):
        named = repr(node.value) if node.tag == "cite" else ""
        return f"t{node.tag}{named}({inside})"
    assert isinstance(node, Formatted)
    return f"f{node.format!r}{node.display}({inside})"


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def signature_file(folder: Path, builder: str, output: Path) -> Path:
    """Where the signatures of the pages in `output` are kept."""
    name = hashlib.sha256(str(output).encode()).hexdigest()[:12]
    return folder / f"{builder}-{name}.json"


class Written(NamedTuple):
    """What was written."""

    signatures: Mapping[str, str] = {}
    """Of each page."""
    copies: Mapping[str, tuple[str, ...]] = {}
    """For each page that shows citations of others, these others."""


def load_written(path: Path) -> Written:
    """What was written; nothing if the file is missing or foreign."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Written()
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return Written()
    pages, copies = data.get("pages"), data.get("copies")
    if not isinstance(pages, dict) or not isinstance(copies, dict):
        return Written()
    return Written(
        {str(page): str(sign) for page, sign in pages.items()},
        {str(page): tuple(map(str, others)) for page, others in copies.items()},
    )


def save_written(path: Path, written: Written) -> None:
    """Keep what was written; a reader sees the old or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"format": FORMAT, "pages": written.signatures, "copies": written.copies}
    text = json.dumps(data, indent=0, sort_keys=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def find_changed(
    signatures: Mapping[str, str], written: Mapping[str, str], pages: Collection[str]
) -> list[str]:
    """The pages that show something else than what was written of them."""
    return [page for page in sorted(pages) if signatures.get(page) != written.get(page)]
