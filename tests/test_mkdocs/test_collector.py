"""The collector has patience while pages are converted, and is put back as it was."""

from __future__ import annotations

import gc

import pytest
from mkdocs.exceptions import Abort

from ibidem.collector import PATIENCE
from test_mkdocs.conftest import Site

HOOK = """
import gc
def on_page_content(html, page, config, files):
    return f"{html}<p>threshold {gc.get_threshold()[0]}</p>"
"""


@pytest.mark.parametrize("has_failed", [False, True])
def test_it_waits_longer_and_is_put_back(site: Site, has_failed: bool) -> None:
    before = gc.get_threshold()
    (site.root / "hook.py").write_text(HOOK, "utf-8")
    site.config["hooks"] = ["hook.py"]
    if has_failed:
        site.pages["index.md"] = "[@nobody]"
        site.plugin["unknown"] = "error"
        with pytest.raises(Abort):
            site.build()
    else:
        site.build()
        assert f"threshold {PATIENCE}" in site.html()
    assert gc.get_threshold() == before


def test_each_build_of_a_server_has_it(site: Site) -> None:
    before = gc.get_threshold()
    (site.root / "hook.py").write_text(HOOK, "utf-8")
    site.config["hooks"] = ["hook.py"]
    for _ in range(2):
        assert f"threshold {PATIENCE}" in site.build(is_served=True).html()
        assert gc.get_threshold() == before
