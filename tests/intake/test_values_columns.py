"""What only a column can say: thousands or decimals, dates that were fractions, percentages beside their counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.check import Clean, check
from intake.questions import Answers
from metrics.periods import parse
from tests.intake.samples import reference

SIN, SEN, NHE = "DB/muong-nhe/sin-thau", "DB/muong-nhe/sen-thuong", "DB/tua-chua/xa-nhe"
UNITS = (SIN, SEN, NHE)


def read(column: str, *cells: str, answers: Answers | None = None, period: str = "2025-Q2") -> Clean:
    lines = [f'{unit},"{cell}"' for unit, cell in zip(UNITS, cells, strict=False)]
    file = f"unit,{column}\n" + "\n".join(lines) + "\n"
    return check(file.encode(), reference(), period=parse(period), answers=answers or {})


def counts(found: Clean) -> list[tuple[int | None, int | None]]:
    return found.figures.select("num", "den").rows()


def seen(found: Clean) -> list[tuple[str, int | None]]:
    return [(each.code, each.row) for each in found.problems]


def asked(found: Clean) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.code, each.key, each.candidates) for each in found.questions]


MEMBERS, THOUSANDS = ("thousands", "members"), ("thousands", "decimals")


def test_a_column_of_separated_counts_is_asked_about_once() -> None:
    found = read("members", "1.376", "2.000", "85")
    assert asked(found) == [("thousands", "members", THOUSANDS)]
    assert (found.questions[0].row, found.questions[0].at, found.questions[0].text) == (2, 1, "1.376")
    assert counts(found) == [(85, None)]
    assert seen(found) == []


ANSWERED = [  # cells, answer, counts, problems
    (("1.376", "2.000", "85"), "thousands", [1376, 2000, 85], []),
    (("1,376", "2,5", "85"), "thousands", [1376, 2500, 85], [("zeros_lost", 3)]),
    (("1.376", "1,37", "0"), "thousands", [1376, 1370, 0], [("zeros_lost", 3)]),
    (("29,59", "1,5", "7"), "thousands", [29590, 1500, 7], [("zeros_lost", 2)]),
    (("29,59", "7"), "decimals", [7], [("fractional", 2)]),
    (("1.376", "85"), "decimals", [85], [("fractional", 2)]),
    (("hơn 1.376", "85"), "thousands", [1376, 85], []),
]


@pytest.mark.parametrize(("cells", "answer", "expected", "problems"), ANSWERED)
def test_the_answer_holds_for_the_whole_column(cells: tuple, answer: str, expected: list, problems: list) -> None:
    found = read("members", *cells, answers={MEMBERS: answer})
    assert [num for num, _ in counts(found)] == expected
    assert seen(found) == problems
    assert asked(found) == []


PROVEN = [  # cells, counts, problems
    (("1.376", "1.234.567"), [1376, 1234567], [("thousands_read", 2)]),
    (("1,376", "1,234,567"), [1376, 1234567], [("thousands_read", 2)]),
    (("1.376", "58,5"), [1376], [("thousands_read", 2), ("fractional", 3)]),
    (("1.376", "2.500,0"), [1376, 2500], [("thousands_read", 2)]),
]


@pytest.mark.parametrize(("cells", "expected", "problems"), PROVEN)
def test_what_the_column_proves_is_read_and_told(cells: tuple, expected: list, problems: list) -> None:
    found = read("members", *cells)
    assert [num for num, _ in counts(found)] == expected
    assert seen(found) == problems
    assert asked(found) == []


def test_the_other_sign_is_not_proven_by_it() -> None:
    found = read("members", "1,376", "1.234.567")
    assert asked(found) == [("thousands", "members", THOUSANDS)]


def test_in_a_fraction_three_digits_can_only_be_thousands() -> None:
    assert counts(read("head_is_member", "588/1.376")) == [(588, 1376)]


def test_both_counts_of_a_share_are_asked_about_in_their_own_columns() -> None:
    file = f"unit,head_is_member.num,head_is_member.den\n{SIN},588,1.376\n{SEN},5,15\n".encode()
    found = check(file, reference(), period=parse("2019-Q4"))
    assert [each.column for each in found.questions] == ["head_is_member.den"]
    assert counts(found) == [(5, 15)]
    answers = {("thousands", "head_is_member.den"): "thousands"}
    assert counts(check(file, reference(), period=parse("2019-Q4"), answers=answers)) == [(588, 1376), (5, 15)]


SHARE = ("date", "head_is_member")
DATED = [  # cells, shares
    (("2025-11-15",), [(11, 15)]),
    (("15-Nov",), [(11, 15)]),
    (("Nov-15",), [(11, 15)]),
    (("11/15/2025",), [(11, 15)]),
    (("15/11/2025",), [(11, 15)]),
    (("2025-12-09",), [(9, 12)]),
    (("9-Dec", "5-Jun"), [(9, 12), (5, 6)]),
    (("2025-11-15", "2025-09-12", "3/4"), [(11, 15), (9, 12), (3, 4)]),
    (("2025-06-06",), [(6, 6)]),
    (("1945-11-01",), [(11, 45)]),
    (("2015-11-01", "2025-12-09"), [(11, 15), (9, 12)]),
]


@pytest.mark.parametrize(("cells", "shares"), DATED)
def test_dates_are_read_as_fractions_where_only_one_order_fits(cells: tuple, shares: list) -> None:
    found = read("head_is_member", *cells)
    assert counts(found) == shares
    assert seen(found) == [("date_as_share", 2)]
    assert asked(found) == []


OPEN_DATES = [  # cells, candidates, answer, shares
    (("2025-12-09", "2025-09-12"), ("day_month", "month_day"), "day_month", [(9, 12)]),
    (("2025-05-01",), ("day_month", "month_year"), "day_month", [(1, 5)]),
    (("2025-05-01",), ("day_month", "month_year"), "month_year", [(5, 25)]),
]


@pytest.mark.parametrize(("cells", "candidates", "answer", "shares"), OPEN_DATES)
def test_dates_that_fit_in_no_order_or_two_are_asked_about(
    cells: tuple, candidates: tuple, answer: str, shares: list
) -> None:
    found = read("head_is_member", *cells)
    assert asked(found) == [("date", "head_is_member", candidates)]
    assert counts(found) == []
    assert counts(read("head_is_member", *cells, answers={SHARE: answer})) == shares


def test_a_percentage_in_the_cell_is_checked_against_its_counts() -> None:
    assert seen(read("head_is_member", "11/15 (73,3%)", "3/4 (75%)")) == []
    found = read("head_is_member", "11/15 (73,3%)", "3/4 (57%)")
    assert [(each.code, each.row, each.text, each.params["right"]) for each in found.problems] == [
        ("percent_differs", 3, "57%", "75,00")
    ]
    assert counts(found) == [(11, 15), (3, 4)]


def test_negated_shares_offer_the_rest() -> None:
    (told,) = read("head_is_member", "588/1.376 chưa").problems
    assert told.params == {"num": 588, "den": 1376, "rest": 788}


def test_words_after_counts_are_told_once_a_column() -> None:
    found = read("members", "12 người", "8", "1 376 người")
    assert counts(found) == [(12, None), (8, None), (1376, None)]
    assert [(each.code, each.params) for each in found.problems] == [("unit_words", {"count": 2})]


@given(st.lists(st.integers(1_000, 999_999), min_size=1, max_size=3))
def test_grouped_counts_come_back_once_the_column_is_answered(numbers: list[int]) -> None:
    cells = [f"{number:,}".replace(",", ".") for number in numbers]
    found = read("members", *cells, answers={MEMBERS: "thousands"})
    assert [num for num, _ in counts(found)] == numbers
