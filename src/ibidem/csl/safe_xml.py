"""XML read as data only: no entities, no DTD, no network. The one place where XML is parsed."""

from __future__ import annotations

import re

from lxml import etree

from ibidem.diagnostics import Diagnostic, IbidemError

NAMESPACE = "http://purl.org/net/xbiblio/csl"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

PLACE = re.compile(r", line \d+, column \d+.*", re.DOTALL)


def read_xml(source: bytes, path: str, code: str) -> etree._Element:
    """Parse XML, without comments; raises `IbidemError` with the parser's line."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        # libxml2's message ends in the place, which the diagnostic has already.
        message = f"not well-formed XML: {PLACE.sub('', error.msg or '')}"
        raise IbidemError(Diagnostic(code, message, "error", path, line)) from error
