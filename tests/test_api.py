"""The public interface: what `ibidem` says it has, it has, in order and described."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import typing
from importlib.metadata import entry_points, version

import pytest

import ibidem
from separate import run_program

PUBLIC = ibidem.__all__
HOSTS = ("ibidem.markdown", "ibidem.mkdocs", "ibidem.sphinx", "ibidem.__main__")
CORE = [
    module.name
    for module in pkgutil.walk_packages(ibidem.__path__, "ibidem.")
    if not module.name.startswith(HOSTS)
]


def test_names_are_sorted_and_unique() -> None:
    assert sorted(set(PUBLIC)) == list(PUBLIC)


def test_nothing_else_is_public() -> None:
    """What the facade has it also announces, be it imported or fetched when somebody asks."""
    imported = {
        name
        for name, value in ((name, getattr(ibidem, name)) for name in dir(ibidem))
        if not name.startswith("_") and not inspect.ismodule(value) and name != "annotations"
    }
    assert imported == set(PUBLIC)


def test_other_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_libary'"):
        ibidem.load_libary  # type: ignore[attr-defined]  # noqa: B018


def test_what_few_builds_need_is_fetched_on_demand() -> None:
    program = "import ibidem, sys; print('ibidem.sources.csl_json' in sys.modules)"
    assert run_program(program)[0] == "False\n"


@pytest.mark.parametrize("name", PUBLIC)
def test_described(name: str) -> None:
    """Classes and functions have a docstring of their own."""
    value = getattr(ibidem, name)
    # mypyc leaves no docstrings in what it compiles.
    if inspect.isclass(value) and not inspect.getfile(value).endswith(".py"):
        pytest.skip("compiled")
    if inspect.isclass(value) or inspect.isfunction(value):
        assert value.__doc__
        # A dataclass without one gets its signature for a docstring.
        assert not value.__doc__.startswith(f"{name}(")


@pytest.mark.parametrize("name", PUBLIC)
def test_typed(name: str) -> None:
    """Every public function says what it takes and gives."""
    value = getattr(ibidem, name)
    if inspect.isfunction(value):
        hints = typing.get_type_hints(value, localns=vars(ibidem))
        assert {*inspect.signature(value).parameters, "return"} <= set(hints)


def test_version() -> None:
    assert ibidem.__version__ == version("ibidem")


@pytest.mark.parametrize(
    ("group", "target"),
    [
        ("mkdocs.plugins", "ibidem.mkdocs:IbidemPlugin"),
        ("markdown.extensions", "ibidem.markdown:IbidemExtension"),
        ("console_scripts", "ibidem.cli:main"),
    ],
)
def test_entry_points(group: str, target: str) -> None:
    """What hosts look for is there and can be loaded."""
    (found,) = entry_points(group=group, name="ibidem")
    assert found.value == target
    assert callable(found.load())


@pytest.mark.parametrize("name", ["ibidem", *CORE])
def test_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
