"""Elements in finished HTML, as Python-Markdown writes it: well-formed, with `<` only in tags."""

from __future__ import annotations

import re


def find_end(html: str, at: int, tag: str) -> int:
    """Where the end tag of the element starts whose start tag ends at `at`."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b[^>]*>").finditer(html, at):
        depth += -1 if found[1] else 1
        if not depth:
            return found.start()
    return len(html)
