"""What holds for all tests."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator
from functools import cache
from types import CodeType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.utils import get_themes

# Time says nothing on a machine with other work; the first draw on a new one makes tables, too.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


class Aside:
    """Whether objects are put aside from collections. Python counts them one by one to tell, and our
    extensions ask in each build; here there are hundreds of thousands."""

    def __init__(self) -> None:
        self.count = 0
        self._freeze, self._unfreeze = gc.freeze, gc.unfreeze

    def freeze(self) -> None:
        self._freeze()
        self.count = 1

    def unfreeze(self) -> None:
        self._unfreeze()
        self.count = 0

    def put(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("freeze", "unfreeze"):
            patch.setattr(gc, name, getattr(self, name))
        patch.setattr(gc, "get_freeze_count", lambda: self.count)


LONG = (
    "test_browser", "test_mkdocs/test_ahead", "test_sphinx/test_ahead", "test_sphinx/test_latex",
    "test_mkdocs/test_list_parity", "test_item_properties", "test_sphinx/test_builds",
    "test_mkdocs/test_hosts", "test_sphinx/test_generated", "test_all_styles",
    "test_mkdocs/test_parity", "test_sphinx/test_list_options", "unit/test_bibtex_robustness",
)  # fmt: skip
"""The files of tests that take longest. They come first, so that no worker waits for one in the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.partition(".py")[0].endswith(LONG))


def pytest_configure(config: pytest.Config) -> None:
    """What hosts would do anew in each build, though it is the same."""
    config.option.loadscopereorder = False  # it would take files with few tests for quick ones
    patch = pytest.MonkeyPatch()
    Aside().put(patch)
    logging.disable(logging.DEBUG)  # Sphinx makes a record of each of its settings
    patch.setattr("mkdocs.utils.get_themes", cache(get_themes))


class Loaded:
    """What stays until the end: no collection need look at it again, and some tests collect."""

    def __init__(self) -> None:
        self.modules = 0

    def put_aside(self) -> None:
        """All that there is, if modules have come since the last time: hosts load when first used."""
        if len(sys.modules) >= self.modules + 20:
            self.modules = len(sys.modules)
            gc.collect()
            gc.freeze()


LOADED = Loaded()


def pytest_collection_finish() -> None:
    LOADED.put_aside()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    LOADED.put_aside()


class CompiledTemplates(BytecodeCache):
    """Those of this process, by place and content."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Hosts compile the templates of their themes anew in each build: a third of the time of MkDocs."""
    compiled = CompiledTemplates()
    make = Environment.__init__

    def make_with_templates(self: Environment, *arguments: Any, **options: Any) -> None:
        make(self, *arguments, **options)
        self.bytecode_cache = self.bytecode_cache or compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "__init__", make_with_templates)
        yield
