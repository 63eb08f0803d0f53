"""XML read by lxml, as data only: no entities, no DTD, no network. For validation; styles are read by
`ibidem.csl.element`."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from ibidem.diagnostics import Diagnostic, IbidemError

NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"

PLACE: Final = re.compile(r", line \d+, column \d+.*", re.DOTALL)


def read_xml(source: bytes, path: str, code: str) -> etree._Element:
    """Parse XML, without comments; raises `IbidemError` with the parser's line.

    White space may stand before the XML declaration; it counts for the lines.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        return etree.fromstring(_declaration_first(source), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        # libxml2's message ends in the place, which the diagnostic has already.
        message = f"not well-formed XML: {PLACE.sub('', error.msg or '')}"
        raise IbidemError(Diagnostic(code, message, "error", path, line)) from error


def line_of(node: etree._Element) -> int:
    """The line of an element; 0 if the parser does not know it."""
    return node.sourceline if isinstance(node.sourceline, int) else 0


def _declaration_first(source: bytes) -> bytes:
    """The source with the lines before its XML declaration moved behind it, so that none is lost."""
    data = source.lstrip()
    if len(data) == len(source) or not data.startswith(b"<?xml"):
        return source
    declaration, end, rest = data.partition(b"?>")
    return declaration + end + b"\n" * source[: len(source) - len(data)].count(b"\n") + rest
