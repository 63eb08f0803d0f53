"""Dates as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibidem.model import Date
from ibidem.sources.dates import month_number, parse_date
from ibidem.sources.item_dates import find_impossible, read_date

CASES = """
2020                       | 2020
2020-05                    | 2020-5
2020-05-03T12:00:00Z       | 2020-5-3
2020-05-03 12:00 UTC       | 2020-5-3
2020/                      | 2020/
2020/..                    | 2020/
2004-10-01/2004-10-14      | 2004-10-1/2004-10-14
1998-99                    | 1998/1999
1998–1999                  | 1998/1999
2004/05                    | 2004/2005
2004/02                    | 2004-2
199X                       | ~1990/1999
20uu                       | ~2000/2099
2004-uu-uu                 | 2004
1998/unknown               | 1998/
-0044                      | -45
0000                       | -1
2001-21                    | 2001-21
2001-28                    | 2001-24
2001-34                    | 2001
1984?                      | ~1984
1984~                      | ~1984
c. 1850                    | ~1850
[1850?]                    | ~1850
12 May 2004                | 2004-5-12
May 12, 2004               | 2004-5-12
12--15 May 2004            | 2004-5-12/2004-5-15
May–June 2004              | 2004-5/2004-6
Mar/Apr 2004               | 2004-3/2004-4
Spring 1999 - Summer 2001  | 1999-21/2001-22
Dec 30, 2019 - Jan 4, 2020 | 2019-12-30/2020-1-4
44 BC                      | -44
300 B.C. - 200 B.C.        | -300/-200
AD 79                      | 79
5/12/2004                  | 2004-5-12
25/12/2004                 | 2004-12-25
12.5.2004                  | 2004-5-12
2004/05/12                 | 2004-5-12
März 2020                  | 2020-3
févr. 2020                 | 2020-2
30 Sept. 2019              | 2019-9-30
2020-02-31                 | 2020-2
2003-02-29                 | 2003-2
2004-02-29                 | 2004-2-29
1900-02-29                 | 1900-2
2004-04-31                 | 2004-4
1999-                      | 1999/
1999-2000                  | 1999/2000
c. 1850-1860               | ~1850/1860
3-5 May 2000               | 2000-5-3/2000-5-5
May 3-5, 2000              | 2000-5-3/2000-5-5
May 3–5, 2000              | 2000-5-3/2000-5-5
May 30-June 2, 2000        | 2000-5-30/2000-6-2
30 May-2 June 2000         | 2000-5-30/2000-6-2
May 2000-June 2001         | 2000-5/2001-6
03-May-2000                | 2000-5-3
300 BC-AD 20               | -300/20
2020-05-04/06              | 2020-5-4/2020-5-6
2020-05/06                 | 2020-5/2020-6
2020-05-30/06-02           | 2020-5-30/2020-6-2
2004-05/12                 | 2004-5/2004-12
2000年5月3日               | 2000-5-3
2000년 5월                 | 2000-5
"""


def show(date: Date) -> str:
    sides = ("-".join(map(str, side)) for side in date.parts)
    return ("~" if date.circa else "") + "/".join(sides)


@pytest.mark.parametrize(
    "text, expected",
    [[part.strip() for part in line.split("|")] for line in CASES.strip().split("\n")],
)
def test_dates(text: str, expected: str) -> None:
    date = parse_date(text)
    assert (show(date), date.literal) == (expected, "")


@pytest.mark.parametrize(
    "text",
    [
        "Bogus Date",
        "in press",
        "12 May",
        "maybe around 2000bc sometime?",
        "9" * 5000,
        "300-200 BC",
        "300–200 BC",
        "2000-W12",
        "978-3",
        "5-6",
        "1999-2000-2001",
        "1999-01-2000",
        "2000 2001",
        "2000-05 12",
        "1X9X",
        "2004/13/01",
        "13/2004",
        "32 May 2000",
        "May 5 6 2000",
    ],
)
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert parse_date(text) == Date(literal=text)


def test_open_starts_and_far_years_keep_their_text() -> None:
    assert parse_date("../2020") == Date(((2020,),), literal="–2020")
    assert parse_date("Y17000000002") == Date(literal="17000000002")


@pytest.mark.parametrize(
    "word, number",
    [("Jan.", 1), ("sept", 9), ("DÉC", 12), ("Herbst", 23), ("13", 21), ("24", 24), ("x", 0)],
)
def test_months(word: str, number: int) -> None:
    assert month_number(word) == number


@given(st.text(alphabet="0123456789-/~?%X., MayJanBC²٣\n", max_size=30) | st.text())
def test_any_text_is_a_date(text: str) -> None:
    date = parse_date(text)
    assert len(date.parts) <= 2
    assert all(1 <= part[1] <= 24 for part in date.parts if len(part) > 1)


@pytest.mark.parametrize(
    "value",
    [[{"raw": "2020-2-11"}], [{"date-parts": [[2020, 2, 11]]}], [{"edtf": "2020-02-11"}]],
)
def test_a_date_that_is_the_only_one_of_a_list(value: object) -> None:
    assert read_date(value) == Date(((2020, 2, 11),))


def test_an_impossible_date_in_a_list_is_found() -> None:
    assert find_impossible([{"raw": "2020-02-30"}]) == "2020-2-30"
