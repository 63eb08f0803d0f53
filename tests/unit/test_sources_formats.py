"""The other formats: CSL-YAML, Hayagriva, CITATION.cff, RIS."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growth import grows_linearly
from ibidem.diagnostics import Diagnostic
from ibidem.model import Date, Item, Name
from ibidem.sources import Library, load_library
from ibidem.sources.csl_json import read_json
from ibidem.sources.nbib import read_nbib
from ibidem.sources.ris import read_ris
from ibidem.sources.yaml_files import read_yaml


def load(tmp_path: Path, name: str, text: str) -> Library:
    (tmp_path / name).write_text(text, "utf-8")
    return load_library([name], base=tmp_path)


def only(library: Library) -> Item:
    (key,) = library
    assert library.diagnostics == ()
    return library[key]


def test_csl_yaml_takes_scalars_as_they_are_written(tmp_path: Path) -> None:
    item = only(
        load(
            tmp_path,
            "refs.yaml",
            "---\nreferences:\n- id: doe\n  type: book\n  title: A *new* [iPad]{.nocase} [x]{.nodecor} H~2~O\n"
            "  volume: 007\n  note: no\n  genre: ~\n  issued: 2020-05-01\n"
            "  author:\n  - family: Doe\n    given: J.\n...\n",
        )
    )
    assert (item.id, item.type) == ("doe", "book")
    assert item.fields == {
        "title": 'A <i>new</i> <span class="nocase">iPad</span> <span class="nodecor">x</span> '
        "H<sub>2</sub>O",
        "volume": "007",
        "note": "no",
    }
    assert item.dates == {"issued": Date(((2020, 5, 1),))}
    assert item.names == {"author": (Name(family="Doe", given="J."),)}


def test_csl_yaml_has_the_dashes_and_dots_of_pandoc(tmp_path: Path) -> None:
    item = only(
        load(
            tmp_path,
            "refs.yaml",
            "- id: doe\n  type: book\n  title: The years 1900--1914 --- a sketch...\n"
            "  URL: https://example.org/a--b\n  note: 'x \\-- y, 5\\ km, see https://example.org/c--d'\n",
        )
    )
    assert item.fields == {
        "title": "The years 1900–1914 — a sketch…",
        "URL": "https://example.org/a--b",
        "note": "x -- y, 5\u00a0km, see https://example.org/c--d",
    }


def test_hayagriva(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        "refs.yml",
        """
doe:
  type: Article
  title: {value: "A {NASA} Study", short: Study}
  author: ["Doe, Jane", {name: Gogh, given-name: Vincent, prefix: van}]
  date: ~2020-05
  page-range: 12-15
  url: {value: "https://x.org", date: 2021-02-03}
  serial-number: {doi: 10.1/x}
  parent:
    type: Periodical
    title: Journal of Studies
    volume: 3
    issue: 4
roe:
  type: Book
  title: A Book
  author: Roe, Richard, Jr.
  publisher: {name: Press, location: Paris}
  affiliated: [{role: translator, names: "Poe, P."}]
""",
    )
    assert library.diagnostics == ()
    doe, roe = library["doe"], library["roe"]
    assert doe.type == "article-journal"
    assert doe.fields == {
        "title": 'A <span class="nocase">NASA</span> Study',
        "title-short": "Study",
        "container-title": "Journal of Studies",
        "volume": "3",
        "issue": "4",
        "page": "12-15",
        "URL": "https://x.org",
        "DOI": "10.1/x",
    }
    assert doe.dates == {
        "issued": Date(((2020, 5),), circa=True),
        "accessed": Date(((2021, 2, 3),)),
    }
    assert doe.names["author"][1].non_dropping_particle == "van"
    assert roe.names["author"] == (Name(family="Roe", given="Richard", suffix="Jr."),)
    assert roe.names["translator"] == (Name(family="Poe", given="P."),)
    assert roe.fields["publisher-place"] == "Paris"


def test_citation_file(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        "CITATION.cff",
        """
cff-version: 1.2.0
message: Please cite
title: My Tool
version: v1.10
date-released: 2021-07-18
license: MIT
authors:
- family-names: Doe
  given-names: Jane
  name-particle: van
- name: The Team
repository-code: https://x.org/tool
identifiers: [{type: doi, value: 10.5281/zenodo.1}]
preferred-citation:
  type: article
  title: A Paper
  journal: Journal
  year: 2020
  month: 3
  start: 1
  end: 9
  authors: [{family-names: Doe}]
""",
    )
    assert list(library) == ["my-tool", "a-paper"]
    tool, paper = library["my-tool"], library["a-paper"]
    assert tool.type == "software"
    assert tool.fields == {
        "title": "My Tool",
        "version": "1.10",
        "license": "MIT",
        "URL": "https://x.org/tool",
        "DOI": "10.5281/zenodo.1",
    }
    assert tool.names["author"][1] == Name(literal="The Team")
    assert tool.dates["issued"] == Date(((2021, 7, 18),))
    assert (paper.type, paper.fields["container-title"]) == ("article-journal", "Journal")
    assert paper.fields["page"] == "1-9"
    assert paper.dates["issued"] == Date(((2020, 3),))


@pytest.mark.parametrize("reference, fields", [
    ("type: book, collection-title: Series, publisher: {name: Press, location: Paris}",
     {"collection-title": "Series", "publisher": "Press", "publisher-place": "Paris"}),
    ("type: proceedings, conference: {name: Meeting, city: Rome, country: IT}",
     {"event-title": "Meeting", "event-place": "Rome, IT"}),
    ("type: conference-paper, collection-title: Proceedings, conference: {name: Meeting}",
     {"container-title": "Proceedings", "event-title": "Meeting"}),
    ("type: conference-paper, conference: {name: Meeting, location: Oslo}",
     {"container-title": "Meeting", "event-title": "Meeting", "event-place": "Oslo"}),
    ("type: article, journal: Journal, collection-title: Issue, start: 5, languages: [de, en]",
     {"container-title": "Journal", "page": "5", "language": "de"}),
    ("type: report, institution: {name: Institute, city: Bern, region: BE}, number: 12",
     {"publisher": "Institute", "publisher-place": "Bern, BE", "number": "12"}),
    ("type: thesis, thesis-type: PhD, institution: {name: University}, pages: 200",
     {"genre": "PhD", "publisher": "University", "number-of-pages": "200"}),
    ("type: generic, keywords: [a, b], url: 'https://x.org', repository: 'https://y.org', identifiers: [x, {type: url, value: z}]",
     {"URL": "https://x.org", "keyword": "a, b"}),
])  # fmt: skip
def test_fields_of_a_citation_file(reference: str, fields: dict[str, str], tmp_path: Path) -> None:
    text = f"cff-version: 1.2.0\ntitle: Tool\nreferences: [x, {{title: K, {reference}}}]\n"
    library = load(tmp_path, "CITATION.cff", text)
    assert list(library) == ["tool", "k"]
    assert {"title": "K", **fields} == library["k"].fields


def test_a_citation_file_names_people_bodies_and_dates(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        "CITATION.cff",
        """
cff-version: 1.2.0
title: "Träume: a Tool"
authors:
- {alias: jdoe, website: "https://x.org"}
- {website: "https://y.org"}
- {family-names: Doe, name-suffix: Jr., alias: jd}
preferred-citation:
  type: book
  title: "Träume: a tool"
  date-accessed: 2020-01-02
  year: 2019
  date-released: 2019-05-06
  editors: [{name: The Team}]
""",
    )
    assert list(library) == ["traume-a-tool-software", "traume-a-tool"]
    assert library["traume-a-tool-software"].names["author"] == (
        Name(literal="jdoe"),
        Name(family="Doe", suffix="Jr."),
    )
    book = library["traume-a-tool"]
    assert book.names["editor"] == (Name(literal="The Team"),)
    assert book.dates == {
        "issued": Date(((2019, 5, 6),)),
        "accessed": Date(((2020, 1, 2),)),
    }


SLIPS_IN_CFF = """
cff-version: 1.2.0
title: Tool
author: [{family-names: Doe}]
Date-Released: 2021-02-03
authors:
- Jane Doe
- {family-names: Doe, surname: Roe, first-name: J.}
- {website: "https://x.org"}
type: sofware
x-own: y
preferred-citation:
  type: article
  authors: Jane Doe
  publisher: Press
  conference: {city: Rome}
  jounal: Journal
  date-published: 2020-02-30
references:
- {title: K, type: bok, authors: [{name: Team}], year: 2020, scope: All}
- {title: X, editors: [{affiliation: Y}]}
"""

SLIPS_TOLD = """
10 tool cff.unknown-type CITATION.cff has no type "sofware" (did you mean "software"?)
12 citation cff.missing-title work without a title; cite it as "citation"
12 citation csl.bad-date there is no such date as 2020-2-30
14 citation cff.bad-value authors is to be a list of names
15 citation cff.bad-value publisher is to have a name (name: …)
16 citation cff.bad-value conference is to have a name (name: …)
17 citation cff.unknown-field CITATION.cff has no field "jounal" here (did you mean "journal"?)
20 k cff.unknown-type CITATION.cff has no type "bok" (did you mean "book"?)
21 x cff.empty-name one of editors has neither family-names, given-names, name nor alias
5 tool cff.unknown-field CITATION.cff has no field "Date-Released" here (did you mean "date-released"?)
7 tool cff.bad-value in authors, "Jane Doe" is to have family-names and given-names, or a name
8 tool cff.unknown-field CITATION.cff has no field "first-name" here (did you mean "given-names"?)
9 tool cff.empty-name one of authors has neither family-names, given-names, name nor alias
"""


def test_slips_in_a_citation_file_are_told(tmp_path: Path) -> None:
    library = load(tmp_path, "CITATION.cff", SLIPS_IN_CFF)
    assert list(library) == ["tool", "citation", "k", "x"]
    found = [f"{it.line} {it.key} {it.code} {it.text}" for it in library.diagnostics]
    assert sorted(found) == SLIPS_TOLD.strip().split("\n")


def test_a_date_of_ris_that_no_calendar_has_is_told(tmp_path: Path) -> None:
    text = "TY  - JOUR\nID  - a\nDA  - 2020/02/30/\nER  - \n"
    library = load(tmp_path, "a.ris", text)
    assert only(library).dates == {"issued": Date(((2020, 2),))}
    assert [str(finding) for finding in library.diagnostics] == [
        "a.ris:1: there is no such date as 2020-2-30 [csl.bad-date]"
    ]


def test_numbers_that_a_publisher_does_not_know_are_left_out_of_ris(tmp_path: Path) -> None:
    text = "TY  - JOUR\nID  - a\nVL  - n/a\nIS  - n/a\nSP  - n/a\nEP  - n/a\nTI  - ?\nER  - \n"
    assert only(load(tmp_path, "a.ris", text)).fields == {"title": "?"}


@pytest.mark.parametrize("entry, type, fields", [
    ("type: article, parent: [{type: proceedings, title: {value: Papers, short: P.}, "
     "parent: {type: conference, title: Meeting}}, {type: periodical, title: Other, volume: 5}]",
     "paper-conference",
     {"container-title": "Papers", "container-title-short": "P.", "event-title": "Meeting",
      "volume": "5"}),
    ("type: chapter, chapter: 3, parent: {type: book, title: Whole, location: Rome, "
     "parent: {type: book, title: Set, volume-total: 4}}", "chapter",
     {"chapter-number": "3", "container-title": "Whole", "publisher-place": "Rome",
      "collection-title": "Set", "number-of-volumes": "4"}),
    ("type: book, publisher: Press, location: Paris, parent: {title: Series, volume: 3}", "book",
     {"publisher": "Press", "publisher-place": "Paris", "collection-title": "Series",
      "volume": "3"}),
    ("type: chapter, parent: {type: book, title: Whole, parent: {type: original, title: Old, "
     "publisher: {name: Press, location: Paris}}}", "chapter",
     {"container-title": "Whole", "original-title": "Old", "original-publisher": "Press",
      "original-publisher-place": "Paris"}),
    ("type: book, parent: {type: Original, title: Old, publisher: Press, volume: 3}", "book",
     {"original-title": "Old", "original-publisher": "Press"}),
    ("organization: Institute, serial-number: 12, url: https://x.org", "document",
     {"publisher": "Institute", "number": "12", "URL": "https://x.org"}),
    ("publisher: Press, organization: Institute, serial-number: {arxiv: '2101.00001'}, doi: 10.1/x",
     "document", {"publisher": "Press", "number": "arXiv:2101.00001", "DOI": "10.1/x"}),
])  # fmt: skip
def test_fields_of_hayagriva(entry: str, type: str, fields: dict[str, str], tmp_path: Path) -> None:
    item = only(load(tmp_path, "a.yaml", f"k: {{title: K, {entry}}}\n"))
    assert (item.type, item.fields) == (type, {"title": "K", **fields})


def test_hayagriva_names_people_bodies_and_dates(tmp_path: Path) -> None:
    text = """
k:
  type: book
  title: {value: "A {Word}", verbatim: true}
  author: [Aristotle, {name: Team}, {name: Doe, given-name: J., suffix: Jr.}, "", {alias: x}]
  date: {value: 2020-05}
  affiliated:
  - {role: translator, names: "Poe, P."}
  - {role: translator, names: ["Roe, R."]}
  - {role: unheard-of, names: "Noe, N."}
  - text
"""
    item = only(load(tmp_path, "a.yaml", text))
    assert item.fields == {"title": '<span class="nocase">A {Word}</span>'}
    assert item.dates == {"issued": Date(((2020, 5),))}
    assert item.names == {
        "author": (
            Name(literal="Aristotle"),
            Name(literal="Team"),
            Name(family="Doe", given="J.", suffix="Jr."),
        ),
        "translator": (Name(family="Poe", given="P."), Name(family="Roe", given="R.")),
        "contributor": (Name(family="Noe", given="N."),),
    }


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (
            "type: Artikel\n  date: 2020",
            'warning 3: Hayagriva has no type "Artikel" (did you mean "article"?)',
        ),
        (
            "type: article\n  parent: {type: Journal, title: J}",
            'warning 3: Hayagriva has no type "Journal" (did you mean "periodical"?)',
        ),
        (
            "type: book\n  authors: Doe, Jane",
            'info 3: Hayagriva has no field "authors" (did you mean "author"?)',
        ),
        (
            "type: book\n  year: 2020",
            'info 3: Hayagriva has no field "year" (did you mean "date"?)',
        ),
        ("type: book\n  date: 2020\n  year: 2021\n  own-field: x", ""),
        ("type: book\n  date: 2020\n  DOI: 10.1/x", ""),
        (
            "type: book\na:\n  type: book",
            'warning 5: the key "a" stands twice; the last one is used',
        ),
    ],
)
def test_slips_in_hayagriva(entry: str, found: str, tmp_path: Path) -> None:
    library = load(tmp_path, "a.yml", f"first:\n  type: Web\na:\n  {entry}\n")
    assert list(library) == ["first", "a"]
    said = [f"{finding.severity} {finding.line}: {finding.text}" for finding in library.diagnostics]
    assert ", ".join(said) == found


def test_a_map_of_items_is_no_hayagriva(tmp_path: Path) -> None:
    text = "a:\n  type: book\n  issued: 2020\nb:\n  type: report\n"
    assert load(tmp_path, "a.yml", text)["a"].dates["issued"] == Date(((2020,),))


@pytest.mark.parametrize("name, text", [
    ("a.yaml", "k:\n  type: article\n  title: T\n  serial-number:\n    doi: {}\n"),
    ("a.cff", "cff-version: 1.2.0\ntitle: K\nauthors: []\ndoi: {}\n"),
    ("a.cff", "cff-version: 1.2.0\ntitle: K\nauthors: []\nidentifiers: [{{type: doi, value: '{}'}}]\n"),
    ("a.ris", "TY  - JOUR\nID  - k\nDO  - {}\nER  - \n"),
    ("a.bib", "@misc{{k, doi = {{{}}}}}"),
])  # fmt: skip
def test_dois_may_be_addresses(name: str, text: str, tmp_path: Path) -> None:
    (item,) = load(tmp_path, name, text.format("https://www.doi.org/10.1000/x")).values()
    assert item.fields["DOI"] == "10.1000/x"


def test_ris(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        "export.txt",
        "TY  - JOUR\nID  - doe2020\nAU  - Doe, Jane\nAU  - Roe, R., Jr.\nTI  - A title\n"
        "  that goes on\nJO  - Journal\nVL  - 3\nIS  - 2\nSP  - 10\nEP  - 20\nPY  - 2020\n"
        "DA  - 2020/05/12/\nSN  - 1234-5678\nDO  - https://doi.org/10.1/x\nKW  - a\nKW  - b\n"
        "TY  - CHAP\nAU  - Poe, P.\nPY  - 2001///\nTI  - Part\nT2  - Whole\nED  - Eco, U.\n"
        "SN  - 978-3-16-148410-0\nER  - \n"
        "TY  - CHAP\nAU  - Poe, P.\nPY  - 2001\nTI  - Other\nER  -\n",
    )
    assert list(library) == ["doe2020", "Poe2001", "Poe2001b"]
    doe, poe = library["doe2020"], library["Poe2001"]
    assert library.diagnostics == ()
    assert doe.type == "article-journal"
    assert doe.fields == {
        "title": "A title that goes on",
        "container-title": "Journal",
        "volume": "3",
        "issue": "2",
        "page": "10-20",
        "ISSN": "1234-5678",
        "DOI": "10.1/x",
        "keyword": "a, b",
    }
    assert doe.dates["issued"] == Date(((2020, 5, 12),))
    assert doe.names["author"][1] == Name(family="Roe", given="R.", suffix="Jr.")
    assert (poe.type, poe.fields["container-title"]) == ("chapter", "Whole")
    assert poe.names["editor"] == (Name(family="Eco", given="U."),)
    assert poe.fields["ISBN"] == "978-3-16-148410-0"


PUBMED = """
PMID- 101
OWN - NLM
IS  - 1474-547X (Electronic)
IS  - 0140-6736 (Print)
VI  - 389
IP  - 2
DP  - 2017 Jan 7
TI  - A title of two
      lines.
PG  - 137-55
LID - S0140(16)3 [pii]
LID - 10.1016/S0140(16)3 [doi]
FAU - van der Doe, Jane A Jr
AU  - van der Doe JA Jr
AD  - Department
      of something
CN  - The Group
LA  - ger
PT  - Journal Article
PB  - Nobody
PL  - England
TA  - Lancet
JT  - The Lancet of the north (London, England)
PMC - PMC7
OT  - one
OT  - two

PMID- 102
DP  - 1999 Nov-Dec
BTI - A book
TI  - Why?
AU  - Doe JA
FED - Roe, Richard
PL  - Paris
ISBN- 9781 (print)

PMID- 103
BTI - Alone.
PG  - e12
PMID- 104
PT  - Preprint
DEP - 20200501
TI  - P
CN  - The Group
"""


def test_pubmed(tmp_path: Path) -> None:
    library = load(tmp_path, "export.txt", PUBMED)
    assert list(library) == ["van2017", "Doe1999", "anonymous", "The"]
    assert not library.diagnostics
    article, chapter, book, preprint = library.values()
    assert article.type == "article-journal"
    assert article.fields == {
        "title": "A title of two lines",
        "container-title": "The Lancet of the North",
        "container-title-short": "Lancet",
        "volume": "389",
        "issue": "2",
        "page": "137-155",
        "DOI": "10.1016/S0140(16)3",
        "PMID": "101",
        "PMCID": "PMC7",
        "ISSN": "1474-547X",
        "language": "de",
        "keyword": "one, two",
    }
    assert article.dates["issued"] == Date(((2017, 1, 7),))
    assert [
        (name.family, name.given, name.suffix, name.literal) for name in article.names["author"]
    ] == [
        ("van der Doe", "Jane A", "Jr", ""),
        ("", "", "", "The Group"),
    ]
    assert (chapter.type, chapter.fields["container-title"]) == ("chapter", "A book")
    assert (chapter.fields["publisher-place"], chapter.fields["ISBN"]) == ("Paris", "9781")
    assert chapter.names["author"] == (Name(family="Doe", given="J. A."),)
    assert chapter.names["editor"] == (Name(family="Roe", given="Richard"),)
    assert chapter.dates["issued"] == Date(((1999, 11), (1999, 12)))
    assert (book.type, book.fields["title"], book.fields["page"]) == ("book", "Alone", "e12")
    assert (preprint.type, preprint.dates["issued"]) == ("article", Date(((2020,),)))


@pytest.mark.parametrize("lines, fields", [
    ("BOOK T2-S M1-12", {"collection-title": "S", "collection-number": "12"}),
    ("BOOK M1-12", {"number": "12"}),
    ("CHAP T2-B T3-S M1-12", {"container-title": "B", "collection-title": "S", "collection-number": "12"}),
    ("DATA ET-v1", {"version": "1"}),
    ("COMP ET-1.2", {"version": "1.2"}),
    ("SLIDE T2-Conf CY-Rome", {"event-title": "Conf", "event-place": "Rome"}),
    ("RPRT CY-Rome ET-2", {"publisher-place": "Rome", "edition": "2"}),
    ("JOUR SP-10 EP-10", {"page": "10"}),
    ("JOUR SP-10-12 EP-12", {"page": "10-12"}),
    ("JOUR EP-12 JA-J.", {"page": "12", "container-title": "J.", "container-title-short": "J."}),
    ("JOUR CP-4 C7-e12", {"issue": "4", "number": "e12"}),
    ("THES SP-200 UR-x;y", {"number-of-pages": "200", "URL": "x"}),
    ("CONF C3-Papers T2-Meeting T3-Series",
     {"container-title": "Papers", "event-title": "Meeting", "collection-title": "Series"}),
    ("PAT SN-US123", {"number": "US123"}),
    ("BOOK SN-0306406152;9780306406157 CY-Rome", {"ISBN": "0306406152", "publisher-place": "Rome"}),
])  # fmt: skip
def test_ris_fields_that_types_have_of_their_own(
    lines: str, fields: dict[str, str], tmp_path: Path
) -> None:
    kind, *rest = lines.split()
    text = "\n".join(f"{line[:2]}  - {line[3:]}" for line in (f"TY-{kind}", *rest, "ER-"))
    (item,) = load(tmp_path, "a.ris", text).values()
    assert item.fields == fields


@pytest.mark.parametrize("lines, names", [
    ("BOOK A2-Series,S.", {"editor": "Series"}),
    ("BOOK AU-Doe,J. A2-Series,S.", {"author": "Doe", "collection-editor": "Series"}),
    ("BOOK A2-Series,S. A3-Book,B.", {"editor": "Book", "collection-editor": "Series"}),
    ("BOOK AU-Doe,J. A3-Book,B. A4-Poe,P.",
     {"author": "Doe", "editor": "Book", "translator": "Poe"}),
    ("BOOK ED-Book,B. A3-Series,S.", {"editor": "Book", "collection-editor": "Series"}),
    ("CHAP AU-Doe, A2-Book,B. A3-Series,S.",
     {"author": "Doe", "editor": "Book", "collection-editor": "Series"}),
])  # fmt: skip
def test_ris_names_whom_the_type_makes_of_them(
    lines: str, names: dict[str, str], tmp_path: Path
) -> None:
    kind, *rest = lines.split()
    text = "\n".join(f"{line[:2]}  - {line[3:]}" for line in (f"TY-{kind}", *rest, "ER-"))
    (item,) = load(tmp_path, "a.ris", text).values()
    found = {
        role: [name.family or name.literal for name in people]
        for role, people in item.names.items()
    }
    assert found == {role: [name] for role, name in names.items()}


@pytest.mark.parametrize("lines, date", [
    ("PY-2004/05//spring", Date(((2004, 5),))),
    ("PY-2004///spring", Date(((2004, 21),))),
    ("PY-2003 DA-2004/03/02/", Date(((2004, 3, 2),))),
    ("PY-2004/03/02 DA-2003", Date(((2004, 3, 2),))),
    ("Y1-2004//", Date(((2004,),))),
    ("PY-c.1850", Date(((1850,),), circa=True)),
    ("DA-May", None),
])  # fmt: skip
def test_ris_dates(lines: str, date: Date | None, tmp_path: Path) -> None:
    text = "\n".join(f"{line[:2]}  - {line[3:]}" for line in ("TY-BOOK", *lines.split(), "ER-"))
    (item,) = load(tmp_path, "a.ris", text).values()
    assert item.dates.get("issued") == date


def test_ris_leaves_out_what_programs_only_repeat(tmp_path: Path) -> None:
    text = """\
TY  - JOUR
AU  - Doe, J.
TI  - A trial of naps.
M3  - Article
N1  - Times Cited: 3
N1  - Export Date: 12 May 2020; Cited By: 3
N1  - Published online
DO  - https://www.doi.org/10.1000/x
PY  - 2020
ER  -
TY  - RPRT
TI  - Naps in the U.S.
SN  - TR-12
ER  -
TY  - RPRT
TI  - Naps
SN  - 978-3-16-148410-0
ER  -
"""
    article, report, book = load(tmp_path, "naps.ris", text).values()
    assert article.fields == {
        "title": "A trial of naps",
        "DOI": "10.1000/x",
        "note": "Published online",
    }
    assert report.fields == {"title": "Naps in the U.S.", "number": "TR-12"}
    assert book.fields == {"title": "Naps", "ISBN": "978-3-16-148410-0"}


def test_ris_of_no_record_is_told(tmp_path: Path) -> None:
    text = "AU  - Poe\nTY  - BOOK\nID  - a\nER  - \n\nTI  - Lost\nER  - \nTY  - BOOK\nID  - b\nER  - \n"
    (tmp_path / "a.ris").write_text(text, "utf-8")
    library = load_library(["a.ris"], base=tmp_path)
    assert list(library) == ["a", "b"]
    assert [(found.code, found.line) for found in library.diagnostics] == [
        ("ris.stray-lines", 1),
        ("ris.stray-lines", 6),
    ]


def test_ris_names_of_a_line(tmp_path: Path) -> None:
    text = "TY  - BOOK\nID  - a\nAU  - Doe, Jane; Roe, Richard;\nAU  - WHO\nER  - \n"
    (tmp_path / "a.ris").write_text(text, "utf-8")
    names = load_library(["a.ris"], base=tmp_path)["a"].names["author"]
    assert [name.family or name.literal for name in names] == ["Doe", "Roe", "WHO"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Smith, J., Doe, A., and Roe, C.", ["Smith|J.|", "Doe|A.|", "Roe|C.|"]),
        ("Lybarger, Katie R., Farmer, Kaylee J.", ["Lybarger|Katie R.|", "Farmer|Kaylee J.|"]),
        ("Smith, John and Doe, Jane & Roe, Al", ["Smith|John|", "Doe|Jane|", "Roe|Al|"]),
        ("Jane Doe, Katie R. Lybarger, Mary Poe", ["Jane Doe", "Lybarger|Katie R.|", "Mary Poe"]),
        ("Smith, John, Jr.", ["Smith|John|Jr."]),
        ("Smith, John, MD, PhD", ["Smith|John|MD, PhD"]),
        ("Smith, John, III", ["Smith|John|III"]),
        ("Smith, John, S.J.", ["Smith|John|S.J."]),
        ("Fanning E.", ["Fanning|E.|"]),
        ("de Vries J.-P.", ["de Vries|J.-P.|"]),
        ("Santa N. Claus", ["Claus|Santa N.|"]),
        ("J. R. R. Tolkien", ["Tolkien|J. R. R.|"]),
        ("U.S. Congress", ["U.S. Congress"]),
        ("Washington D.C.", ["Washington D.C."]),
        ("Group B", ["Group B"]),
        ("George W. Bush Library", ["George W. Bush Library"]),
        ("Department of Health and Human Services", ["Department of Health and Human Services"]),
        ("Food, Agriculture and Fisheries", ["Food|Agriculture and Fisheries|"]),
    ],
)
def test_ris_names_in_other_forms_than_its_own(line: str, names: list[str], tmp_path: Path) -> None:
    item = only(load(tmp_path, "a.ris", f"TY  - BOOK\nID  - a\nAU  - {line}\nER  - \n"))
    found = item.names["author"]
    assert names == [n.literal or f"{n.family}|{n.given}|{n.suffix}" for n in found]


def test_ris_without_the_space_behind_the_hyphen(tmp_path: Path) -> None:
    text = "TY  -JOUR\nAU  -Doe, J.\nTI  -A title\nAS -goes on\nVL  -\nPY  -2020\nER  -\n"
    item = only(load(tmp_path, "a.ris", text))
    assert (item.type, item.id) == ("article-journal", "Doe2020")
    assert item.fields == {"title": "A title AS -goes on"}


def test_ris_serial_numbers_without_their_kind(tmp_path: Path) -> None:
    text = "TY  - JOUR\nID  - a\nSN  - 2325-9671 (electronic)\nER  - \n"
    assert only(load(tmp_path, "a.ris", text)).fields == {"ISSN": "2325-9671"}


def test_ris_of_unknown_type_is_an_item_all_the_same(tmp_path: Path) -> None:
    library = load(tmp_path, "a.ris", "TY  - NOSUCH\nID  - k\nTI  - T\nER  - \n")
    assert library["k"].fields == {"title": "T"}
    (finding,) = library.diagnostics
    assert str(finding) == 'a.ris:1: unknown type "NOSUCH" [ris.unknown-type]'


@pytest.mark.parametrize(
    "text, code",
    [
        ("references:\n- id: 'a\n", "invalid-yaml"),
        ("a: [" * 3000, "invalid-yaml"),
        ("just words\n", "no-entries"),
        ("a: !!python/object:os.system x\n", "no-entries"),
        ("references:\n- id: a\n  type: bok\n", "csl.unknown-type"),
    ],
)
def test_broken_yaml(text: str, code: str, tmp_path: Path) -> None:
    library = load(tmp_path, "a.yaml", text)
    assert [finding.code for finding in library.diagnostics] == [code]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", ""),
        ("a.bib", " \n\n"),
        ("a.bib", "% mine\n"),
        ("a.yaml", ""),
        ("a.yaml", "# mine\n"),
        ("a.yaml", "---\n"),
        ("a.json", "[]"),
        ("a.ris", ""),
    ],
)
def test_files_without_entries(name: str, text: str, tmp_path: Path) -> None:
    library = load(tmp_path, name, text)
    assert [finding.code for finding in library.diagnostics] == ["no-entries"]


@pytest.mark.parametrize(
    "text, line",
    [
        ("references:\n- id: a\n  title: A\n- id: b\n  title: 'B\n- id: c\n  title: C\n", 5),
        ("# mine\n- id: a\n  title: A\n- id: b\n  title: [B\n- id: c\n  title: C\n", 6),
        ("a:\n  type: book\n  title: A\nb:\n  title: B: B\nc:\n  type: book\n  title: C\n", 5),
    ],
)
def test_a_broken_entry_leaves_its_neighbours_alone(text: str, line: int, tmp_path: Path) -> None:
    library = load(tmp_path, "a.yaml", text)
    assert [(key, item.fields["title"]) for key, item in library.items()] == [
        ("a", "A"),
        ("c", "C"),
    ]
    (finding,) = library.diagnostics
    assert (finding.code, finding.severity, finding.line) == ("invalid-yaml", "error", line)


def test_an_error_of_the_whole_is_told_though_its_entries_are_sound(tmp_path: Path) -> None:
    library = load(tmp_path, "a.yaml", "references:\n- id: a\n  title: A\n - id: c\n  title: C\n")
    assert [finding.code for finding in library.diagnostics] == ["invalid-yaml"]
    library = load(tmp_path, "a.yaml", "x\nreferences:\n- id: a\n  title: A\n")
    assert list(library) == ["a"]
    assert [finding.code for finding in library.diagnostics] == ["invalid-yaml"]


TEXTS = st.lists(
    st.sampled_from(
        [
            "TY  - JOUR\n",
            "ER  - \n",
            "AU  - Doe, J.\n",
            "PY  - 20",
            "  - ",
            "references:\n",
            "- id: ",
            "a:\n",
            "  type: article\n",
            "  parent: {title: x}\n",
            "cff-version: 1\n",
            "title: x\n",
            "authors: [{name: y}]\n",
            "[",
            "{",
            ":",
            "\n",
            "x",
            "~",
            "!!int",
            "&a ",
            "*a\n",
        ]
    ),
    max_size=25,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXTS, suffix=st.sampled_from([".ris", ".nbib", ".yaml", ".json", ".cff", ".txt"]))
def test_any_text_in_any_file_is_read(text: str, suffix: str, tmp_path: Path) -> None:
    library = load(tmp_path, f"a{suffix}", text)
    for key in library:
        assert library[key].id


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("refs.yaml", "- id: 'key{}'\n  title: A\n"),
        ("refs.json", '{{"id": "key{}",\n "title": "A"}},\n'),
        ("refs.ris", "TY  - BOOK\nID  - key{}\nTI  - A\nER  - \n"),
        ("refs.nbib", "PMID- 1{}\nTI  - A\n      b\n\n"),
    ],
)
def test_the_time_to_read_grows_with_the_length(name: str, entry: str, tmp_path: Path) -> None:
    def write(count: int) -> str:
        text = "".join(entry.format(number) for number in range(count))
        return f"[{text[:-2]}]" if name.endswith("json") else text

    assert grows_linearly(lambda text: load(tmp_path, name, text), write)


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.yaml", "- id: a\n- title: b\n  id: 'c d'\n- id: a\n", [1, 3, 4]),
        ("a.yaml", "a:\n  type: book\n'b c':\n  type: article\n", [1, 3]),
        ("a.yaml", "- {id: a,\n   title: T}\n- {type: book, 'id': 'b c'}\n- {id: a}", [1, 3, 4]),
        ("a.yaml", '- {\n    title: T,\n    id: a }\n- {title: T\n  , id: "b"}', [3, 5]),
        ("a.yaml", "- {\n  id: a,\n  title: T}", [2]),
        ("a.yaml", "a: {type: book}\n'b c': {type: article}\n", [1, 2]),
        ("a.yaml", "[{id: a}, {id: b},\n {id: 'a'}]", [1, 1, 2]),
        ("a.json", '[{"id": 7},\n{"title": "id",\n "id":\n"a\\/b"}, {"id": 7}\n]', [1, 4, 4]),
        # by the id, though Better BibTeX repeats it; by the other key where the id is an address
        (
            "a.json",
            '[{"id": "a", "citation-key": "a"},\n{"id": "a", "citation-key": "a"},\n'
            '{"id": "http://zotero.org/1",\n"citation-key": "b"}]',
            [1, 2, 4],
        ),
        ("a.nbib", "\nPMID- 1\nTI  - A\n\nPMID- 2\n", [2, 5]),
        ("a.ris", "\nTY  - BOOK\nID  - a\nER  - \n\nTY  - BOOK\nID  - b\nER  - \n", [2, 6]),
    ],
)
def test_lines_of_entries(name: str, text: str, lines: list[int]) -> None:
    readers = {"yaml": read_yaml, "json": read_json, "ris": read_ris, "nbib": read_nbib}
    read = readers[name.partition(".")[2]]
    found: list[Diagnostic] = []
    assert [entry.line for entry in read(text, name, found.append)] == lines


def test_names_of_hayagriva_with_the_parts_that_csl_has(tmp_path: Path) -> None:
    text = """a:
  type: article
  title: Deep IV
  author:
    - {family: Leyton-Brown, given: Kevin}
    - {name: Cruz, prefix: de la, given-name: Ana}
    - {family: Plato}
    - {literal: The Team}
"""
    item = only(load(tmp_path, "a.yaml", text))
    assert [(n.family, n.given, n.literal) for n in item.names["author"]] == [
        ("Leyton-Brown", "Kevin", ""),
        ("Cruz", "Ana", ""),
        ("Plato", "", ""),
        ("", "", "The Team"),
    ]
