"""The outlook: nothing but addition, a range from the slowest period to the fastest, and the engine's own verdicts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.case import Case
from metrics.goals import Op, Shape, Target, TargetUnit, Verdict
from metrics.outlook import LEAST_MOVES, Projection, Reach, at_deadline, project, reach

moves = st.lists(st.fractions(min_value=-100, max_value=100, max_denominator=6), min_size=LEAST_MOVES, max_size=8)
OVER_5000 = Case(
    shape=Shape.CUMULATIVE_FLOW, target=Target(Op.ABOVE, TargetUnit.COUNT, Fraction(5000)), baseline=Fraction(0)
)


def ends(low: int, middle: int, high: int) -> Projection:
    return Projection(Fraction(low), Fraction(middle), Fraction(high))


def test_four_quarters_of_pace_are_added_for_each_quarter_left() -> None:
    found = project(Fraction(135), [Fraction(-16), Fraction(-17), Fraction(-18), Fraction(-17)], 4)
    assert found == Projection(Fraction(63), Fraction(67), Fraction(71))


@pytest.mark.parametrize(("some", "left"), [(3, 4), (4, 0)])
def test_too_few_periods_or_none_left_say_nothing(some: int, left: int) -> None:
    assert project(Fraction(10), [Fraction(1)] * some, left) is None


@given(st.integers(0, 1000), moves, st.integers(1, 20))
def test_the_middle_lies_in_the_range_and_nothing_falls_below_zero(value: int, some: list, left: int) -> None:
    found = project(Fraction(value), some, left)
    assert found is not None
    assert 0 <= found.low <= found.middle <= found.high


@given(st.integers(0, 100), moves, st.integers(1, 20))
def test_nothing_rises_above_what_there_is(value: int, some: list, left: int) -> None:
    found = project(Fraction(value), some, left, most=Fraction(100))
    assert found is not None
    assert found.high <= 100


@given(st.integers(0, 1000), st.fractions(min_value=-9, max_value=9, max_denominator=4), st.integers(1, 20))
def test_an_even_pace_leaves_no_range(value: int, pace: Fraction, left: int) -> None:
    found = project(Fraction(value), [pace] * 4, left)
    assert found is not None
    assert found.low == found.middle == found.high


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (ends(5001, 5100, 5200), Reach.SURE),
        (ends(5000, 5100, 5200), Reach.LIKELY),
        (ends(4900, 5000, 5001), Reach.OPEN),
        (ends(4630, 4760, 4890), Reach.UNLIKELY),
    ],
)
def test_how_much_of_the_range_reaches_more_than_5000(found: Projection, word: Reach) -> None:
    held = reach(OVER_5000, found)
    assert held is not None
    assert held[0] is word


def test_a_yearly_cut_is_judged_over_the_whole_years_of_its_term() -> None:
    cut = Case(
        shape=Shape.YEARLY_CUT,
        target=Target(Op.BAND, TargetUnit.PERCENT_PER_YEAR, low=Fraction(15), high=Fraction(20)),
        baseline=Fraction(328),
        years=Fraction(3),
        total_years=Fraction(4),
    )
    assert at_deadline(cut, Fraction(131)) is Verdict.MET
    assert at_deadline(cut, Fraction(132)) is Verdict.MISSED
    assert at_deadline(cut, Fraction(65)) is Verdict.EXCEEDED


def test_a_goal_without_a_target_has_no_outlook() -> None:
    assert reach(Case(shape=Shape.LEVEL_BY), ends(1, 2, 3)) is None
