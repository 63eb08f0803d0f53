"""What pages bring for the whole site in the scope `site`: the files and references of their front
matter. Every page may cite them, so they are known before the first one is converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mkdocs.utils.meta import get_data

from ibidem.config import Config, Host
from ibidem.markdown.front_matter import read_settings

_FIELD = re.compile(r"^(?:bibliography|references|ibidem)[ ]*:", re.MULTILINE)


class Shared(NamedTuple):
    """In the order of reading."""

    files: tuple[str, ...]
    references: dict[str, object]
    """By the page that they stand on."""


def read_shared(sources: Iterable[tuple[str, str]], settings: Config, host: Host) -> Shared:
    """From the names and sources of pages. What is wrong there is told when they are converted."""
    files = dict.fromkeys(settings.bibliography)
    references: dict[str, object] = {}
    for name, source in sources:
        if not (source.startswith("---") and _FIELD.search(source)):
            continue
        _, meta = get_data(source)
        asked, _ = read_settings(meta, settings, host)
        files.update(dict.fromkeys(asked.bibliography))
        if meta.get("references") is not None:
            references[name] = meta["references"]
    return Shared(tuple(files), references)
