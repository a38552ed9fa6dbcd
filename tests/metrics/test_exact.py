from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.exact import BadNumber, InexactNumber, decimals, printed, read_exact
from metrics.goals import Rounding

CUT, UP = Rounding.TRUNCATE, Rounding.HALF_UP


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (20, Fraction(20)),
        ("20", Fraction(20)),
        ("3.8", Fraction(19, 5)),
        ("193/328", Fraction(193, 328)),
        ("-5", Fraction(-5)),
        (10**400, Fraction(10**400)),
        (" 0.05 ", Fraction(1, 20)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_exact_numbers_are_read(given: object, value: Fraction) -> None:
    assert read_exact(given) == value


@pytest.mark.parametrize(
    "given", ["", "3,8", "1e5", "1/0", "1.5/3", "٣", "hơn 500", "1_000", True, None, [1], "nan", 10**500, "9" * 501]
)
def test_anything_else_is_refused(given: object) -> None:
    with pytest.raises(BadNumber):
        read_exact(given)


def test_a_float_is_refused_with_the_way_to_write_it() -> None:
    with pytest.raises(InexactNumber, match=r'write it as a string, "3.8"'):
        read_exact(3.8)


@pytest.mark.parametrize(
    ("value", "digits", "rounding", "text"),
    [
        (Fraction(87, 95) * 100, 2, CUT, "91.57"),
        (Fraction(87, 95) * 100, 2, UP, "91.58"),
        (Fraction(87, 285) * 100, 2, CUT, "30.52"),
        (Fraction(100, 3), 1, UP, "33.3"),
        (Fraction(5, 2), 0, UP, "3"),
        (Fraction(-5, 2), 0, UP, "-3"),
        (Fraction(-5, 2), 0, CUT, "-2"),
        (Fraction(-1, 1000), 2, UP, "0.00"),
        (Fraction(1, 20), 1, UP, "0.1"),
        (Fraction(115, 154) * 100, 2, UP, "74.68"),
        (Fraction(115, 154) * 100, 2, CUT, "74.67"),
        (Fraction(1234567), 0, UP, "1234567"),
    ],
)
def test_printed_once_from_the_exact_value(value: Fraction, digits: int, rounding: Rounding, text: str) -> None:
    assert printed(value, digits, rounding) == text


@given(st.fractions(), st.integers(0, 6))
def test_truncation_never_grows_and_half_up_is_never_further_than_half(value: Fraction, digits: int) -> None:
    unit = Fraction(1, 10**digits)
    cut, up = Fraction(printed(value, digits, CUT)), Fraction(printed(value, digits, UP))
    assert abs(cut) <= abs(value) < abs(cut) + unit
    assert abs(up - value) <= unit / 2
    assert abs(up) == floor(abs(value) / unit + Fraction(1, 2)) * unit


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_decimal_is_printed_without_loss(whole: int, digits: int) -> None:
    value = Fraction(whole, 10**digits)
    found = decimals(value)
    assert found is not None
    assert found <= digits
    assert Fraction(printed(value, found, CUT)) == value
    assert decimals(value + Fraction(1, 3)) is None
