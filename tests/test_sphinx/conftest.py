"""The site of each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_sphinx.sites import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder)
