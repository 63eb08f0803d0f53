"""Diagnostics as warnings of Sphinx: `ibidem.<code>` in `suppress_warnings` silences them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ibidem import Diagnostic
    from ibidem.sphinx.formatting import Finding

logger = logging.getLogger(__name__)

TYPE = "ibidem"

MISSING = "missing-file"
"""A file that is not there: told where it is named, if that is `conf.py`."""


def report(diagnostic: Diagnostic, location: str | tuple[str, int] | None = None) -> None:
    """Give one diagnostic to Sphinx; information stays below the level of warnings."""
    text = diagnostic.text
    if location is None and diagnostic.path:
        location = _file(diagnostic.path, diagnostic.line)
    elif diagnostic.path:  # the file that is named there
        line = f":{diagnostic.line}" if diagnostic.line else ""
        text = f"{diagnostic.path}{line}: {text}"
    log = {"error": logger.error, "warning": logger.warning, "info": logger.info}
    emit = log[diagnostic.severity]
    if isinstance(location, str) and location.endswith(":"):
        # Sphinx would print the colon twice.
        text, location = f"{location} {text}", None
    emit("%s", text, location=location, type=TYPE, subtype=diagnostic.code)


def find_option(confdir: str | Path, field: str) -> str:
    """The place in `conf.py` where an option is set; without a line if it is set elsewhere."""
    path = Path(confdir, "conf.py")
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        source = ""
    name = rf"(?:(?:ibidem|bibtex)_)?{re.escape(field)}"
    found = (
        re.search(rf"^[ \t]*{name}[ \t]*(?::[^=\n]*)?=", source, re.MULTILINE) if field else None
    )
    return _file(path.name, source.count("\n", 0, found.end()) + 1 if found else 0)


def report_findings(findings: Iterable[Finding], confdir: str | Path) -> None:
    """Report what formatting has found, at the places where it was found, and once at each."""
    located = ((finding.diagnostic, _locate(finding, confdir)) for finding in findings)
    for diagnostic, place in dict.fromkeys(located):
        report(diagnostic, place)


def _locate(finding: Finding, confdir: str | Path) -> str | tuple[str, int] | None:
    if finding.source:
        return _file(finding.source, finding.line)
    if finding.docname:
        return finding.docname, finding.line
    about = finding.diagnostic
    if about.code == MISSING:
        options = (find_option(confdir, name) for name in ("bibliography", "bibtex_bibfiles"))
        return next((place for place in options if not place.endswith(":")), None)
    return find_option(confdir, about.field) if about.field and not about.path else None


def _file(path: str, line: int) -> str:
    """A place outside the pages, as in `refs.bib:12`; `refs.bib:` if the line is not known.

    Without a colon Sphinx would take it for the name of a page.
    """
    return f"{path}:{line or ''}"
