"""Real sites in temporary folders."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

ITEMS = """
@book{doe, author = {Doe, Jane}, title = {First}, year = 2020}
@book{roe, author = {Roe, Rex}, title = {Second}, year = 2021}
@book{doe20b, author = {Doe, Jane}, title = {Third}, year = 2020}
"""


class Site:
    """A site's sources, and what came out of the last build."""

    def __init__(self, root: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.root = root
        self.caplog = caplog
        self.loaded: MkDocsConfig | None = None
        """The configuration of the last build."""
        self.pages: dict[str, str] = {"index.md": "# Home\n\n[@doe]"}
        self.config: dict[str, Any] = {"site_name": "Test", "site_url": "https://example.org/"}
        self.plugin: dict[str, Any] = {"bibliography": "refs.bib", "style": "ibidem-author-date"}
        (root / "refs.bib").write_text(ITEMS, "utf-8")

    def write(self) -> Path:
        docs = self.root / "docs"
        for name, text in self.pages.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text(text, "utf-8")
        config = {"plugins": ["search", {"ibidem": self.plugin}], **self.config}
        path = self.root / "mkdocs.yml"
        path.write_text(yaml.safe_dump(config), "utf-8")
        return path

    def build(self, *, is_served: bool = False, **overrides: Any) -> Site:
        config = self.loaded = load_config(str(self.write()), **overrides)
        with self.caplog.at_level(logging.INFO, "mkdocs"):
            self.caplog.clear()
            config.plugins.on_startup(command="serve" if is_served else "build", dirty=False)
            build(config, serve_url="http://127.0.0.1/" if is_served else None)
        return self

    def html(self, name: str = "index.html") -> str:
        return (self.root / "site" / name).read_text("utf-8")

    def search_index(self) -> Mapping[str, str]:
        index = json.loads(self.html("search/search_index.json"))
        return {document["location"]: document["text"] for document in index["docs"]}

    @property
    def warnings(self) -> list[str]:
        records = [r for r in self.caplog.records if r.levelno >= logging.WARNING]
        return [record.getMessage() for record in records]


@pytest.fixture
def site(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Site:
    return Site(tmp_path, caplog)
