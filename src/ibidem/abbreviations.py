"""Short forms of journals, publishers and places, for styles that ask for them.

The file is JSON, as Zotero and pandoc (`citation-abbreviations`) have it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ibidem.diagnostics import Diagnostic, IbidemError, closest
from ibidem.paths import expand_home

CATEGORIES = ("container-title", "collection-title", "institution-part", "place", "title")
"""What short forms are of, in the words of citeproc-js."""


def load_abbreviations(name: str, base: Path | None = None) -> Mapping[str, Mapping[str, str]]:
    """The short forms in a file, by category and full form; none if the name is empty.

    Raises `IbidemError` for a file that can't be read, or that holds none.
    """
    if not name:
        return {}
    path = Path(base or ".", expand_home(name))
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        beside = path.parent.glob("*.json") if path.parent.is_dir() else ()
        message = f"the abbreviations {name} cannot be read: {error.strerror or error}"
        suggestion = closest(path.name, [file.name for file in beside])
        finding = Diagnostic(
            "unreadable-file", message, "error", field="abbreviations", suggestion=suggestion
        )
        raise IbidemError(finding) from error
    except UnicodeDecodeError as error:
        raise _unusable("invalid-json", "is not UTF-8", name) from error
    except json.JSONDecodeError as error:
        message = f"is no valid JSON: {error.msg}"
        raise _unusable("invalid-json", message, name, error.lineno) from error
    except RecursionError as error:
        raise _unusable("invalid-json", "is nested too deeply", name) from error
    found = _find_categories(data)
    if not found:
        message = f"holds no abbreviations by category ({', '.join(CATEGORIES)})"
        raise _unusable("no-abbreviations", message, name)
    return found


def _find_categories(data: object) -> dict[str, dict[str, str]]:
    """The categories, be they on top or below `default`, for all jurisdictions, of Zotero's `data`."""
    for wrapper in ("data", "default"):
        inner = data.get(wrapper) if isinstance(data, Mapping) else None
        data = inner if isinstance(inner, Mapping) else data
    categories = data if isinstance(data, Mapping) else {}
    return {
        category: {full: short for full, short in forms.items() if isinstance(short, str)}
        for category, forms in categories.items()
        if category in CATEGORIES and isinstance(forms, Mapping)
    }


def _unusable(code: str, message: str, path: str, line: int = 0) -> IbidemError:
    return IbidemError(Diagnostic(code, message, "error", path=path, line=line))
