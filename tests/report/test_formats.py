"""Numbers, days, periods and the order of names, as tables."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import periods
from metrics.goals import Op, Qualifier, Rounding, Target, TargetUnit
from report import formats

CUT = TargetUnit.PERCENT_PER_YEAR


@pytest.mark.parametrize(
    ("value", "digits", "rounding", "vi", "en"),
    [
        (0, None, Rounding.HALF_UP, "0", "0"),
        (135, None, Rounding.HALF_UP, "135", "135"),
        (1234567, None, Rounding.HALF_UP, "1.234.567", "1,234,567"),
        (-1234, None, Rounding.HALF_UP, "\u22121.234", "\u22121,234"),
        (Fraction(19, 5), None, Rounding.HALF_UP, "3,8", "3.8"),
        (Fraction(4825, 246), 2, Rounding.TRUNCATE, "19,61", "19.61"),
        (Fraction(8700, 95), 2, Rounding.TRUNCATE, "91,57", "91.57"),
        (Fraction(8700, 95), 2, Rounding.HALF_UP, "91,58", "91.58"),
        (Fraction(100, 3), None, Rounding.HALF_UP, "33,33", "33.33"),
        (Fraction(-1, 1000), 2, Rounding.HALF_UP, "0,00", "0.00"),
        (1000, 2, Rounding.HALF_UP, "1.000,00", "1,000.00"),
    ],
)
def test_number(value: Fraction, digits: int | None, rounding: Rounding, vi: str, en: str) -> None:
    assert formats.number(value, "vi", digits, rounding) == vi
    assert formats.number(value, "en", digits, rounding) == en


@pytest.mark.parametrize(
    ("value", "vi"), [(5, "+5"), (-3, "\u22123"), (0, "0"), (Fraction(1, 2), "+0,5"), (1200, "+1.200")]
)
def test_signed(value: Fraction, vi: str) -> None:
    assert formats.signed(value, "vi") == vi


def test_a_change_that_prints_as_zero_has_no_sign() -> None:
    assert formats.signed(Fraction(1, 1000), "vi", 2) == "0,00"


@pytest.mark.parametrize(
    ("value", "unit", "vi", "en"),
    [
        (135, TargetUnit.COUNT, "135", "135"),
        (Fraction("93.1"), TargetUnit.PERCENT, "93,1\u00a0%", "93.1%"),
        (41, TargetUnit.POINTS, "41\u00a0điểm\u00a0%", "41\u00a0points"),
        (Fraction("19.61"), CUT, "19,61\u00a0%/năm", "19.61%\u00a0a\u00a0year"),
    ],
)
def test_measure(value: Fraction, unit: TargetUnit, vi: str, en: str) -> None:
    assert formats.measure(value, unit, "vi") == vi
    assert formats.measure(value, unit, "en") == en


@pytest.mark.parametrize(
    ("asked", "vi", "en"),
    [
        (
            Target(Op.BAND, CUT, low=Fraction(15), high=Fraction(20)),
            "15–20\u00a0%/năm",
            "15–20%\u00a0a\u00a0year",
        ),
        (Target(Op.AT_LEAST, CUT, value=Fraction(20)), "từ 20\u00a0%/năm", "20%\u00a0a\u00a0year or more"),
        (Target(Op.ABOVE, TargetUnit.COUNT, value=Fraction(5000)), "trên 5.000", "more than 5,000"),
        (Target(Op.AT_MOST, TargetUnit.PERCENT, value=Fraction(20)), "không quá 20\u00a0%", "at most 20%"),
        (Target(Op.BELOW, TargetUnit.PERCENT, value=Fraction("3.5")), "dưới 3,5\u00a0%", "less than 3.5%"),
    ],
)
def test_target(asked: Target, vi: str, en: str) -> None:
    assert formats.target(asked, "vi") == vi
    assert formats.target(asked, "en") == en


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("2019-Q4", "Quý IV/2019", "Q4 2019"),
        ("2019-Q1", "Quý I/2019", "Q1 2019"),
        ("2019-H1", "6 tháng đầu năm 2019", "first half of 2019"),
        ("2019-9M", "9 tháng năm 2019", "nine months of 2019"),
        ("2019", "Năm 2019", "2019"),
        ("2016..2020", "Nhiệm kỳ 2016–2020", "2016–2020 term"),
        ("2016-05-23", "23/05/2016", "23 May 2016"),
    ],
)
def test_period(code: str, vi: str, en: str) -> None:
    assert formats.period(periods.parse(code), "vi") == vi
    assert formats.period(periods.parse(code), "en") == en


def test_day() -> None:
    assert formats.day(date(2020, 1, 2), "vi") == "02/01/2020"


@pytest.mark.parametrize(
    ("qualifier", "vi"),
    [
        (Qualifier.EXACT, "500"),
        (Qualifier.AT_LEAST, "hơn 500"),
        (Qualifier.AT_MOST, "gần 500"),
        (Qualifier.ABOUT, "khoảng 500"),
    ],
)
def test_qualifiers(qualifier: Qualifier, vi: str) -> None:
    assert formats.qualified("500", qualifier, "vi") == vi


@pytest.mark.parametrize(
    "ordered",
    [
        ["Chi bộ 1", "Chi bộ 2", "Chi bộ 10"],
        ["a", "ă", "â", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Duy Tiên", "Điện Biên", "Điện Biên Đông", "Mường Ảng", "Mường Chà", "Mường Nhé", "Nậm Pồ", "Tủa Chùa"],
        ["Ba", "Bà Rịa", "Bắc Sơn", "Bến"],
        ["Pa Ham", "Pá Ham", "Pa Tần"],
    ],
)
def test_vietnamese_order(ordered: list[str]) -> None:
    assert sorted(ordered, key=formats.sort_key) == ordered


@given(st.text(max_size=20))
def test_any_name_can_be_sorted(name: str) -> None:
    assert formats.sort_key(name) <= formats.sort_key(name + "z")


@given(st.fractions(), st.integers(0, 4))
def test_the_two_languages_print_the_same_figure(value: Fraction, digits: int) -> None:
    swap = str.maketrans({",": ".", ".": ","})
    assert formats.number(value, "vi", digits) == formats.number(value, "en", digits).translate(swap)
