"""Quotation marks that authors type behind citations."""

from __future__ import annotations

import re

CLOSING_MARK = re.compile(r"[.,;:!?…)]*(?:'|\"(?!\w))")
"""At the start of what stands behind a citation: a mark that closes, or an apostrophe. Hosts that
make marks curly would take it for one that opens, since they see no word before it."""
