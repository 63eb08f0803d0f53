"""What holds for all tests."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from functools import cache
from itertools import count
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


def pytest_configure() -> None:
    """What hosts would do anew in each build, though it is the same."""
    patch = pytest.MonkeyPatch()
    Aside().put(patch)
    logging.disable(logging.DEBUG)  # Sphinx makes a record of each of its settings
    patch.setattr("mkdocs.utils.get_themes", cache(get_themes))


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: no collection need look at them again."""
    gc.collect()
    gc.freeze()


NUMBERS = count(1)
LOADED = (20, 100, 500)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Nor at what hosts load when they are first used."""
    if next(NUMBERS) in LOADED:
        gc.collect()
        gc.freeze()


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
