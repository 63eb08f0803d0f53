"""citeproc-js, the reference processor, as an oracle: asked once, then remembered by content."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ibidem.csl.locales import locale_folder
from ibidem.model import Citation, Cite

REPOSITORY = Path(__file__).parents[2]
PACKAGE_VARIABLE = "IBIDEM_CITEPROC_JS"
SCRIPT = Path(__file__).with_name("oracle.js")
MAIN_FILE = "citeproc_commonjs.js"


@dataclass(frozen=True)
class Answer:
    """What the reference gives; with an `error` nothing else."""

    citations: tuple[str, ...] = ()
    entries: Mapping[str, str] = field(default_factory=dict)
    """HTML by item id, in their order."""
    error: str = ""


def find_package() -> Path | None:
    """The folder of the npm package: named, or installed in the repository."""
    named = os.environ.get(PACKAGE_VARIABLE)
    root = Path(named) if named else REPOSITORY
    for folder in (root, root / "citeproc", root / "node_modules" / "citeproc"):
        if (folder / MAIN_FILE).is_file():
            return folder.resolve()
    return None


def missing() -> str:
    """Why the oracle cannot be asked; empty if it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if find_package() is None:
        return f"citeproc-js is not there: npm install citeproc, or set {PACKAGE_VARIABLE}"
    return ""


class Oracle:
    """One node process, started when the first answer is not yet in the cache."""

    def __init__(self, cache: Path) -> None:
        package = find_package()
        if package is None:
            raise FileNotFoundError(missing())
        self._package = package
        self._cache = cache
        self._cache.mkdir(parents=True, exist_ok=True)
        self._locales = {
            path.stem.removeprefix("locales-"): path.read_text(encoding="utf-8")
            for path in sorted(locale_folder().glob("locales-*.xml"))
        }
        digest = hashlib.sha256((package / MAIN_FILE).read_bytes() + SCRIPT.read_bytes())
        digest.update(json.dumps(self._locales).encode())
        self._setting = digest.hexdigest()
        self._node: subprocess.Popen[str] | None = None

    def ask(
        self,
        style: str,
        items: Sequence[Mapping[str, object]],
        citations: Sequence[Citation],
        uncited: Sequence[str] = (),
        locale: str = "",
    ) -> Answer:
        """Citations and entries of a document; `items` are CSL-JSON.

        `locale` is a language tag; empty for the style's own.
        """
        job = json.dumps(
            {
                "style": style,
                "items": items,
                "citations": [_citation(citation, i) for i, citation in enumerate(citations)],
                "uncited": list(uncited),
                "locale": locale,
            }
        )
        name = hashlib.sha256(f"{self._setting} {job}".encode()).hexdigest()
        file = self._cache / f"{name}.json"
        if file.is_file():
            answer = file.read_text(encoding="utf-8")
        else:
            answer = self._exchange(job)
            new = file.with_suffix(".new")
            new.write_text(answer, encoding="utf-8")
            new.replace(file)
        data = json.loads(answer)
        return Answer(
            tuple(data.get("citations", ())), dict(data.get("entries", ())), data.get("error", "")
        )

    def close(self) -> None:
        """End the process."""
        if self._node is not None:
            self._node.communicate()
            self._node = None

    def __enter__(self) -> Oracle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _exchange(self, message: str) -> str:
        if self._node is None:
            self._node = subprocess.Popen(
                ["node", str(SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
            self._exchange(json.dumps({"package": str(self._package), "locales": self._locales}))
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(message + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        if not line:
            raise RuntimeError(f"node ended with code {self._node.wait()}")
        return line


def _citation(citation: Citation, place: int) -> dict[str, Any]:
    properties: dict[str, object] = {"noteIndex": citation.note_number}
    if citation.mode == "textual":
        properties["mode"] = "composite"
    return {
        "citationID": f"citation-{place}",
        "citationItems": [_cite(cite) for cite in citation.cites],
        "properties": properties,
    }


def _cite(cite: Cite) -> dict[str, object]:
    data: dict[str, object] = {"id": cite.id}
    if cite.locator:
        data.update(label=cite.locator.label, locator=cite.locator.value)
    if cite.prefix:
        data["prefix"] = cite.prefix
    if cite.suffix:
        data["suffix"] = cite.suffix
    if cite.mode in ("author-only", "suppress-author"):
        data[cite.mode] = True
    return data
