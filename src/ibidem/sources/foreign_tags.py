"""Whether a title may hold markup of its publisher. Few do: `foreign_markup` is loaded for them alone."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(
    r"<(?:mml:|jats:|math|em\b|strong\b|italic\b|bold\b|p\b|sc\b|scp\b|br\b|inline-formula\b|title\b)"
)


def has_foreign_tags(text: str) -> bool:
    return "<" in text and _TAG.search(text) is not None
