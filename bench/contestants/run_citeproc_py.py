"""citeproc-py on one task: style path, task file."""

import json
import sys
from pathlib import Path

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON

style, task = sys.argv[1:]
data = json.loads(Path(task).read_text("utf-8"))
bibliography = CitationStylesBibliography(
    CitationStylesStyle(style, validate=False), CiteProcJSON(data["items"]), formatter.html
)
citations = []
for cites in data["citations"]:
    items = []
    for cite in cites:
        locator = Locator(cite["label"], cite["locator"]) if "label" in cite else None
        items.append(CitationItem(cite["id"], **({"locator": locator} if locator else {})))
    citations.append(Citation(items))
for citation in citations:
    bibliography.register(citation)
bibliography.sort()
for citation in citations:
    print(bibliography.cite(citation, lambda item: None))
for entry in bibliography.bibliography():
    print(entry)
