"""ibidem on one task: style path, task file."""

import json
import sys
from pathlib import Path

from ibidem import (
    Citation,
    Cite,
    Locator,
    Session,
    bibliography_to_html,
    parse_style,
    read_item,
    to_html,
)

style, task = map(Path, sys.argv[1:])
data = json.loads(task.read_text("utf-8"))
library = {item.id: item for item in map(read_item, data["items"])}
citations = [
    Citation(
        tuple(
            Cite(cite["id"], Locator(cite["label"], cite["locator"]) if "label" in cite else None)
            for cite in cites
        )
    )
    for cites in data["citations"]
]
result = Session(library, parse_style(style.read_bytes()), links=False).format(citations)
for citation in result.citations:
    print(to_html(citation.content))
print(bibliography_to_html(result.bibliography))
