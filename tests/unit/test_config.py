"""Options: every host gets a whole Config, and a finding for each value that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibidem.config import HOSTS, SCOPES, Config, Host, list_options, read_config


@pytest.mark.parametrize("host", HOSTS)
def test_defaults_of_every_host_are_valid(host: Host) -> None:
    """What list_options offers as defaults is accepted by read_config without a finding."""
    config, found = read_config({o.name: o.default for o in list_options(host)}, host)
    assert found == ()
    assert config.scope == SCOPES[host][0]
    assert config == read_config({}, host)[0]


@pytest.mark.parametrize("host", HOSTS)
def test_every_option_has_help(host: Host) -> None:
    assert all(option.help.endswith((".", ")")) for option in list_options(host))


def test_hosts_offer_only_their_options() -> None:
    assert "exclude" not in {option.name for option in list_options("sphinx")}
    assert "exclude" in {option.name for option in list_options("mkdocs")}


def test_one_path_is_a_list_of_one() -> None:
    assert read_config({"bibliography": "refs.bib"}, "mkdocs")[0].bibliography == ("refs.bib",)


def test_an_empty_text_is_nothing_given() -> None:
    config, problems = read_config({"bibliography": "", "scope": "", "unknown": ""}, "mkdocs")
    assert (config, problems) == read_config({}, "mkdocs")


def test_keys_may_be_written_as_they_are_cited() -> None:
    config, _ = read_config({"nocite": ["@doe; @{ro.e}", "poe, *"]}, "mkdocs")
    assert config.nocite == ("doe", "ro.e", "poe", "*")


def test_options_of_mkdocs_are_no_slips_in_markdown() -> None:
    _, (problem,) = read_config({"cache": False}, "markdown")
    assert (problem.code, problem.severity) == ("config.without-effect", "info")
    _, (problem,) = read_config({"check_links": False}, "markdown")
    assert problem.code == "config.unknown-option"


@pytest.mark.parametrize("host", ["mkdocs", "markdown"])
def test_options_may_have_other_names(host: Host) -> None:
    """Those of pandoc and of mkdocs-bibtex; what is wrong is said of the name that was written."""
    given = {"bib_file": "a.bib", "bib_dir": "b", "csl": "apa", "enable_inline_citations": 3}
    config, (problem,) = read_config(given, host)
    assert (config.bibliography, config.style) == (("a.bib",), "apa")
    assert problem.field == "enable_inline_citations"
    assert "option 'enable_inline_citations' must be true or false" in problem.message
    own = {"bib_file": "a.bib", "bibliography": "b.bib"}
    assert read_config(own, host)[0].bibliography == ("b.bib",)


def test_fields_have_no_other_names() -> None:
    _, (problem,) = read_config({"bib_file": "a.bib"}, "mkdocs", {"bib_file": "ibidem: bib_file"})
    assert problem.message == "there is no option 'bib_file': it is called 'bibliography' here"
    assert problem.suggestion == ""


def test_what_is_right_of_a_value_stays() -> None:
    raw = {
        "bibliography": ["http://x.org/a.bib", "b.bib"],
        "extra_locators": {"a": "b", "c": "act"},
    }
    config, found = read_config(raw, "sphinx")
    assert (config.bibliography, config.extra_locators) == (("b.bib",), {"c": "act"})
    assert len(found) == 2


def test_none_is_not_given() -> None:
    assert read_config({"style": None}, "sphinx")[0].style == Config().style


@pytest.mark.parametrize(
    ("name", "value", "message", "suggestion"),
    [
        ("style", 3, "must be a text", ""),
        ("links", "yes", "must be true or false", ""),
        ("bibliography", ["a.bib", 3], "must be a text or a list of texts", ""),
        ("bibliography", {"a": "b"}, "must be a text or a list of texts", ""),
        ("extra_locators", {"ch.": 3}, "must be a mapping of texts to texts", ""),
        ("extra_locators", {"ch.": "chapterr"}, "'chapterr' is none", "chapter"),
        ("bibliography", "https://example.org/a.bib", "is not fetched: download it", ""),
        ("bibliography", "@book{doe, title={T}}" * 20, "entries stand in a file", ""),
        ("bibliography", "a" * 256 + ".bib", "is no path of a file", ""),
        ("bibliography", "a\0.bib", "is no path of a file", ""),
        ("abbreviations", "a\0.json", "is no path of a file", ""),
        ("unknown", "wran", "must be one of warn, error, ignore", "warn"),
        ("scope", "project", "must be one of page, site, fixed", ""),
        ("unknown", True, "must be one of warn, error, ignore, not True", ""),
        ("scope", ["site"], "must be one of page, site, fixed, not ['site']", "site"),
    ],
)
def test_wrong_values(name: str, value: object, message: str, suggestion: str) -> None:
    """The default stands in and the finding says what was expected."""
    config, (problem,) = read_config({name: value}, "mkdocs")
    assert problem.code == "config.bad-value"
    assert problem.field == name
    assert message in problem.message
    assert problem.suggestion == suggestion
    assert getattr(config, name) == getattr(read_config({}, "mkdocs")[0], name)


def test_one_list_without_the_plugin() -> None:
    """There is another way to have it."""
    _, (problem,) = read_config({"scope": "site"}, "markdown")
    assert problem.message.startswith(
        "option 'scope' must be one of page, fixed, not 'site'; without"
    )
    assert "'bibliography_page'" in problem.message


@pytest.mark.parametrize(
    ("name", "suggestion"), [("utf9", "utf-8"), ("latin_11", "latin-1"), ("hex", ""), ("a\0b", "")]
)
def test_unknown_encoding(name: str, suggestion: str) -> None:
    config, (problem,) = read_config({"encoding": name}, "sphinx")
    assert (problem.code, problem.field) == ("unknown-encoding", "encoding")
    assert suggestion in problem.suggestion
    assert config.encoding == ""
    for known in ("", "utf-8", "UTF8", "utf-16", "latin-1", "cp1252"):
        assert read_config({"encoding": known}, "sphinx")[1] == ()


def test_unknown_option_gets_a_suggestion() -> None:
    _, (problem,) = read_config({"bibliografy": "refs.bib"}, "mkdocs")
    assert (problem.code, problem.suggestion) == ("config.unknown-option", "bibliography")
    _, (problem,) = read_config({"bib_comand": "x"}, "mkdocs")
    assert problem.suggestion == "bib_command"


def test_config_is_plain_data() -> None:
    """A path object is not a text: users of conf.py are told, not surprised."""
    _, (problem,) = read_config({"bibliography": [Path("refs.bib")]}, "sphinx")
    assert problem.field == "bibliography"


@pytest.mark.parametrize("host", ["markdown", "mkdocs"])
def test_words_of_pandoc_stand_for_options(host: Host) -> None:
    config, problems = read_config({"lang": "de", "csl": "apa"}, host)
    assert (config.locale, config.style, problems) == ("de", "apa", ())
    config, _ = read_config({"lang": "de", "locale": "fr"}, host)
    assert config.locale == "fr"


def test_sphinx_has_no_words_of_pandoc() -> None:
    _, problems = read_config({"lang": "de"}, "sphinx")
    assert [problem.code for problem in problems] == ["config.unknown-option"]
