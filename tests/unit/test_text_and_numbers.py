"""Cases, names, numbers and pages: what the CSL suite is silent about."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from ibidem.csl.collation import collation_key, first_letter
from ibidem.csl.initials import initialize
from ibidem.csl.locales import resolve_locale
from ibidem.csl.number import parse_number, to_roman, whole_number
from ibidem.csl.ordinal import Ordinals
from ibidem.csl.page_range import format_pages
from ibidem.csl.particles import split_particles
from ibidem.csl.text_case import apply_case
from ibidem.model import Name


def case_text(text: str, case: str, language: str) -> str:
    return apply_case([(text, False)], case, language)[0]


@pytest.mark.parametrize(
    ("case", "language", "text", "expected"),
    [
        ("sentence", "en", "DNA of the Cell", "DNA of the cell"),
        ("sentence", "en", "iPhone Apps", "iPhone apps"),
        ("sentence", "en", "Multi-Agent Systems", "Multi-agent systems"),
        ("sentence", "en", "ALL CAPS TITLE", "All caps title"),
        ("sentence", "en", "UNESCO", "UNESCO"),
        ("sentence", "el", "ΣΟΦΟΣ ΛΟΓΟΣ", "Σοφος λογος"),
        ("sentence", "tr", "ISTANBUL ILGAZ", "Istanbul ılgaz"),
        ("sentence", "en", "\u0130\u0130 \u0130", "\u0130\u0130 \u0130"),  # small ones are longer
        ("title", "en", "α-synuclein in mice", "α-Synuclein in Mice"),
        ("title", "en", "an e-mail on x and y", "An E-Mail on x and y"),
        ("title", "en", "on k-means and t-tests", "On K-Means and t-Tests"),
        ("title", "en", "the up-to-date and in-line", "The Up-to-Date and In-Line"),
        (
            "title",
            "en",
            "the up\u2010to\u2010date and in\u2011line",
            "The Up\u2010to\u2010Date and In\u2011Line",
        ),
        ("title", "en", "fast, and q-ball", "Fast, and q-Ball"),
        ("title", "en", "vitamin c and type-i errors", "Vitamin c and Type-i Errors"),
        ("title", "en", "the @home project", "The @home Project"),
        ("title", "en", "to l'île: l'aide at 5 o’clock", "To l'île: L'aide at 5 o’clock"),
        ("title", "en", "on 's parameters in the v3 server", "On 's Parameters in the v3 Server"),
        ("title", "en", "the MO_{clust} case", "The MO_{clust} Case"),
        ("title", "en", "on the 'nature' of $cost", "On the 'Nature' of $Cost"),
        ("title", "de", "ein kleiner text", "ein kleiner text"),
        ("capitalize-first", "en", "β-sheets here", "β-sheets here"),
        ("capitalize-first", "en", "“the end” here", "“The end” here"),
        (
            "capitalize-all",
            "en",
            "state-of-the-art mRNA-based work",
            "State-Of-The-Art mRNA-Based Work",
        ),
        ("capitalize-all", "tr", "ilk iz", "İlk İz"),
        ("capitalize-first", "en", "ßtraße", "ßtraße"),
    ],
)
def test_case(case: str, language: str, text: str, expected: str) -> None:
    assert case_text(text, case, language) == expected


def test_case_leaves_protected_pieces_alone() -> None:
    segments = [("The Use of ", False), ("mRNA", True), (" in Mice", False)]
    assert apply_case(segments, "sentence", "en") == ["The use of ", "mRNA", " in mice"]
    assert apply_case(segments, "uppercase", "en") == ["THE USE OF ", "mRNA", " IN MICE"]


def test_protected_signs_are_no_part_of_a_word() -> None:
    segments = [("bounds for F", False), ("/", True), ("no_idle", False), ("$/c$", True)]
    assert apply_case(segments, "title", "en") == ["Bounds for F", "/", "No_idle", "$/c$"]
    segments = [("the ", False), ("b", True), ("ayesian way", False)]
    assert apply_case(segments, "title", "en") == ["The ", "b", "ayesian Way"]


def test_a_letter_with_markup_of_its_own_begins_no_compound() -> None:
    segments = [("general ", False), ("k", False), ("-opt moves", False)]
    assert apply_case(segments, "title", "en") == ["General ", "k", "-Opt Moves"]


def test_protected_signs_alone_are_no_word() -> None:
    segments = [("$", True), (" price of ", False), ("+", True)]
    assert apply_case(segments, "title", "en") == ["$", " Price of ", "+"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Abd al-Rahman", "A. al-Rahman"),
        ("Abd-al-Rahman", "A.-R."),
        ("Abd-al Rahman", "A. R."),
        ("Guo-ping", "G."),
        ("Guo-ping Li", "G. L."),
        ("jean-luc", "jean-luc"),
        ("Guy de", "G. de"),
        ("Jean\u2010Luc", "J.-L."),
        ("J.-", "J."),
        ("משה", "מ."),
        ("محمد علي", "م. ع."),
        ("สมชาย", "ส."),
        ("明", "明"),
        ("John (Jack)", "J. (Jack)"),
        ("Jane <i>Ada</i>", "J. <i>A.</i>"),
        ("a < b", "a < b"),
        ("TSerendorj", "Ts."),
        ("RÃ©mi", "R."),
        ("J.R., Lee, M.", "J. R., L. M."),
    ],
)
def test_initials(given: str, expected: str) -> None:
    assert initialize(given, ". ") == expected


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    [
        ("Jean-Luc P.", {"initialize": False}, "Jean-Luc P."),
        ("J.P.", {"initialize": False}, "J. P."),
        ("Jean-Luc", {"hyphen": False}, "J. L."),
        ("TIbor", {"language": "en-GB"}, "Ti."),
        ("TIbor", {"language": "tr-TR"}, "Tı."),
    ],
)
def test_initials_as_the_style_wants(given: str, options: dict[str, Any], expected: str) -> None:
    assert initialize(given, ". ", **options) == expected


@pytest.mark.parametrize("mark", [".", ". ", ".\u00a0"])
def test_a_particle_between_initials_has_one_space(mark: str) -> None:
    assert initialize("Jean de la Marie", mark) == "J. de la M."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("M. S.", "M.S."),
        ("J.-P.", "J.P."),
        ("W. Eric. L.", "W. Eric.L."),
        ("A. Yu.", "A. Yu."),
        ("Yu. A.", "Yu.A."),
        ("Chr.-Fr.", "Chr.-Fr."),
        ("J. Robert", "J. Robert"),
        ("J.-Robert", "J.-Robert"),
    ],
)
def test_only_single_letters_are_set_close_where_names_are_not_made_initials(
    given: str, expected: str
) -> None:
    assert initialize(given, ".", initialize=False) == expected


@pytest.mark.parametrize(
    ("family", "given", "particles"),
    [
        ("Montaigne", "Michel Élise de", ("de", "")),
        ("Guttenberg", "Karl von und zu", ("von und zu", "")),
        ("Guttenberg", "karl", ("", "")),
        ("Foo", "Ernest l’Abbé de", ("de", "")),
        ("de la Cruz", "Ana", ("", "de la")),
        ("Van Gogh", "Vincent", ("", "")),
        ("dell’Aria", "Mario", ("", "dell’")),
        ("école", "Paul", ("", "")),
        ("van", "Ludwig", ("", "")),
        ("de la Cruz", "", ("", "")),
    ],
)
def test_particles(family: str, given: str, particles: tuple[str, str]) -> None:
    name = split_particles(Name(family, given))
    assert (name.dropping_particle, name.non_dropping_particle) == particles


def test_particles_are_kept_together_if_asked() -> None:
    name = Name("van Gogh", "Vincent", parse_particles=False)
    assert split_particles(name) is name


@pytest.mark.parametrize(
    ("pages", "style_format", "expected"),
    [
        ("321-12", "minimal", "321–12"),
        ("321-12", "expanded", "321–12"),
        ("321-25", "expanded", "321–325"),
        ("iv-10", "", "iv–10"),
        ("iv-x", "minimal", "iv–x"),
        ("S1-S10", "minimal", "S1–10"),
        ("e12-e15", "minimal-two", "e12–15"),
        ("e12-e15", "expanded", "e12–e15"),
        ("e15-e12", "minimal", "e15–e12"),
        ("97-101", "chicago-15", "97–101"),
        ("71-72", "chicago-15", "71–72"),
        ("100-104", "chicago-15", "100–104"),
        ("71-72", "chicago-16", "71–72"),
        ("100-104", "chicago-16", "100–104"),
        ("12991-13001", "chicago-15", "12991–3001"),
        ("1496-1504", "chicago-15", "1496–1504"),
        ("1496-1504", "chicago-16", "1496–504"),
        ("10000-10004", "chicago", "10000–10004"),
        ("3:1--3:16", "minimal", "3:1–3:16"),
        ("3:1-3:16", "minimal", "3:1-3:16"),
        ("3:1-3:16, 5-6", "expanded", "3:1-3:16, 5–6"),
        ("12\\-14", "minimal", "12-14"),
        ("1-n", "", "1-n"),
        ("B-1-B-4", "minimal", "B-1-B-4"),
        ("B-1–B-4", "", "B-1–B-4"),
        ("٣-٥", "minimal", "٣–٥"),
        ("1-5, 321-329", "minimal", "1–5, 321–9"),
        ("1" * 5000 + "-" + "2" * 5000, "chicago", "1" * 5000 + "–" + "2" * 5000),
    ],
)
def test_pages(pages: str, style_format: str, expected: str) -> None:
    assert format_pages(pages, style_format) == expected


@pytest.mark.parametrize(
    ("text", "is_numeric", "is_plural"),
    [
        ("12", True, False),
        ("3/4", True, False),
        ("2, 3 and 5", True, True),
        ("S4-6", True, True),
        ("2nd edition", False, False),
        ("12\\-14", True, False),
        ("iv-x", True, True),
        ("12-", True, True),
        ("xii–", True, True),
        ("12-13+", False, True),
        ("3:1-3:16", False, False),
        ("3:1–3:16", False, True),
        ("2.1, 2.3", False, True),
        ("*7-*9", False, True),
        ("4(b)–4(d)", False, True),
        ("B-1–B-12", False, True),
        ("B-1-B-12", False, False),
        ("[39-52]", False, True),
        ("4(b), 4(d) and 6.2", False, True),
        ("4(b), n. 3", False, False),
        ("4(b), c", False, False),
        ("4(b), fig. 3–5", False, False),
        ("E/CN.4-12", False, False),
        ("USDL-26-0599", False, False),
        ("3.", False, False),
        ("4.3.1", False, False),
        ("91-016 Revised", False, True),
        ("158-169 or 496-501", False, True),
        ("3, Article 56", False, False),
        ("91 Revised", False, False),
        ("TR-91 Revised", False, False),
        ("45n3", True, False),
        (r"A\-12", False, False),
        (r"3/1\-3/16", False, False),
        ("第2版", False, False),
        ("２", True, False),
        ("", False, False),
        (" , ", False, False),
    ],
)
def test_number(text: str, is_numeric: bool, is_plural: bool) -> None:
    number = parse_number(text)
    assert (number.is_numeric, number.is_plural) == (is_numeric, is_plural)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("٣", 3), ("²", None), ("①", None), ("-1", None), ("", None), ("1" * 5000, None)],
)
def test_whole_number(text: str, value: int | None) -> None:
    assert whole_number(text) == value


@pytest.mark.parametrize(
    ("number", "roman"),
    [(1, "i"), (4, "iv"), (1999, "mcmxcix"), (0, "0"), (-1, "-1"), (6000, "6000")],
)
def test_roman(number: int, roman: str) -> None:
    assert to_roman(number) == roman


@pytest.mark.parametrize(
    ("language", "number", "gender", "short", "long"),
    [
        ("en-US", 2, "", "2nd", "second"),
        ("en-US", 112, "", "112th", "112th"),
        ("nl-NL", 102, "", "102de", "102de"),  # ordinal-02 is for the last two digits
        ("fr-FR", 1, "feminine", "1ʳᵉ", "premier"),
        ("fr-FR", 1, "masculine", "1ᵉʳ", "premier"),
        ("ca-AD", 2, "masculine", "2n", "segon"),
        ("ca-AD", 2, "", "2a", "segona"),  # there is no neuter
        ("pt-BR", 3, "", "3º", "terceira"),
    ],
)
def test_ordinals(language: str, number: int, gender: str, short: str, long: str) -> None:
    ordinals = Ordinals(resolve_locale(language))
    assert ordinals.short(number, gender) == short
    assert ordinals.long(number, gender) == long


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", "$5|€6|1a|2 ways|10 ways|A B|AB|Ångström|Zürich|Þór|Άλφα"),
        ("en", "10 < 11|10 ways|Émile|Emily"),
        ("de", "Ostman|Östmann|Ostmar|Straße|Strassen"),
        ("sv", "Thor|Þóra|Zürich|Ångström|Äsop|Æsops|Øre|Östman"),
        ("da", "Zola|Æsop|Äsops|Ørsted|Östman|Åse"),
        ("cs", "Cyril|Čapek|Hus|Chalupa|Ivan"),
        ("tr", "Cemal|Çelik|Deniz|Işık|İnce|Ok|Özil"),
        ("lt", "Ilgas|Young|Izzo|Jonas|Sabas|Šapoka|Žemaitis"),
        ("lv", "Azars|Ābols|Ilze|Yeats|Īle|Kalns|Ķikure|Uva|Ūdris"),
        ("et", "Saar|Šmidt|Zola|Žukov|Tamm|Valk|Weber|Õnne|Äär|Öpik|Üksvärav|Yeats"),
        ("hr", "Cvijić|Čačić|Ćosić|Drago|Džaja|Đilas|Lukić|Ljubić|Nušić|Njegoš"),
        ("sl", "Cankar|Čop|Ćosić|Dolar|Đurić"),
        ("hu", "Czuczor|Csokonai|Ozorai|Ödön|Őry|Sütő|Szabó|Zrínyi|Zsolnay"),
        ("nb", "Zola|Ærø|Øst|Åse|Aasen"),
        ("is", "Zola|Þór|Ægir|Österberg|Åse"),
        ("ro", "Iorga|Îndrei|Silviu|Şerban|Șora|Țepeneag"),
        ("cy", "Cadno|Chapel|Davies|Ddraig|Glyn|Ngwenya|Hughes|Lloegr|Llwyd|Morris"),
        ("en", "Ilgin|ılgın|Jones"),
        ("en", "Zola|Ωμέγα|Достоевский|王"),
        ("ru", "2 пути|Достоевский|Елкин|Ёлкина|Ивин|Йорк|Яков|Adams|Zola|Ωμέγα"),
        ("uk", "Гай|Ґава|Ева|Єва|Ира|Іва|Їжак|Йов|Яків|Zola"),
        ("sr", "Дан|Ђура|Ева|Иво|Јован|Лав|Љуба|Тома|Ћира|Чеда|Џон|Шоне|Zola"),
        ("mk", "Ден|Ѓорѓи|Ева|Тане|Ќосе|Чедо|Џон|Zola"),
        ("el", "Άλφα|Ωμέγα|Adams|Яков"),
        ("be", "Елка|Ёлка|Зося|Іван|Йосіп|Уля|Ўля|Яна|Zola"),
        ("ar", "محفوظ|نجيب|Adams"),
        ("fa", "بهار|پارسا|تهرانی|کریمی|گلی|لادن|Adams"),
        ("he", "אבא|Adams|Яков"),
        ("ko", "김|박|王|Adams"),
        ("zh-CN", "3D|陈|李|王|张|赵|陳|Adams|Яков"),
        ("zh-TW", "丁|王|李|林|陳|Adams"),
        ("ja-JP", "Adams|あい|アウ|あえ|かき|がく|ガケ|阿部|伊藤|佐藤|田中"),
    ],
)
def test_collation(language: str, ordered: str) -> None:
    keys = [collation_key(text, language) for text in ordered.split("|")]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("Élan", "fr", "E"),
        ("Яков", "ru", "Я"),
        ("Яков", "en", "Я"),
        ("3D", "ru", ""),
        ("王", "zh", "王"),
        ("?", "", ""),
        ("Öst", "sv-SE", "Ö"),
        ("Öst", "de", "O"),
        ("Ågren", "da", "Å"),
        ("Øst", "sv", "Ö"),
        ("Čapek", "cs", "Č"),
        ("Chalupa", "cs", "Ch"),
        ("Ďurica", "cs", "D"),
        ("Őry", "hu", "Ö"),
        ("İnan", "tr", "İ"),
        ("Irmak", "tr", "I"),
        ("Йод", "ru", "Й"),
        ("Þór", "is", "Þ"),
        ("Þór", "en", "Þ"),
        ("Zola", "sv", "Z"),
    ],
)
def test_first_letter(text: str, language: str, letter: str) -> None:
    assert first_letter(text, language) == letter


def test_collation_of_equals() -> None:
    assert len({collation_key(text) for text in ("co-op", "Coop", "CO-OP", "<i>coöp</i>")}) == 1
    assert len({collation_key(text) for text in ("きゃ", "キヤ", "ギャ")}) == 1


LONG = 20_000

HOSTILE: dict[str, Callable[[], object]] = {
    "given name": lambda: split_particles(Name("Doe", f"X {'a' * LONG} B")),
    "given names": lambda: split_particles(Name("Doe", f"X {'a ' * LONG}B")),
    "family name": lambda: split_particles(Name("a'" * LONG, "X")),
    "initials": lambda: initialize("<i>" * LONG, ". "),
    "pages": lambda: format_pages("1" * LONG, "minimal"),
    "words in pages": lambda: format_pages("a." * LONG + " b", "chicago"),
    "hyphens in pages": lambda: format_pages("a" + "-" * LONG, "expanded"),
    "number": lambda: parse_number("1" + " " * LONG + "1"),
    "commas in a number": lambda: parse_number(", " * LONG),
    "title": lambda: case_text("a:'" * LONG, "title", "en"),
    "protected title": lambda: apply_case([("a ", False), ("b ", True)] * LONG, "title", "en"),
}


@pytest.mark.parametrize("text", HOSTILE)
def test_time_grows_with_the_length_only(text: str) -> None:
    """Backtracking over such a text would take from minutes to centuries."""
    start = time.process_time()
    HOSTILE[text]()
    assert time.process_time() - start < 2
