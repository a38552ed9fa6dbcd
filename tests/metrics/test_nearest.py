"""The nearest better verdict: the count that is named gets it, and the one just short of it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.case import Case
from metrics.goals import Op, Shape, Target, TargetUnit, Verdict
from metrics.judge import BEST_FIRST, judge
from metrics.nearest import enough_at_deadline, next_better

BAND = Target(Op.BAND, TargetUnit.PERCENT_PER_YEAR, low=Fraction(15), high=Fraction(20))
MORE = Target(Op.ABOVE, TargetUnit.COUNT, value=Fraction(5000))
SHARE = Target(Op.AT_LEAST, TargetUnit.PERCENT, value=Fraction(90))
CUT = Case(
    Shape.YEARLY_CUT,
    BAND,
    Fraction(328),
    Fraction(135),
    years=Fraction(3),
    total_years=Fraction(4),
    as_of=date(2019, 1, 1),
)
FLOW = Case(Shape.CUMULATIVE_FLOW, MORE, Fraction(0), Fraction(2540), expected=Fraction(2613))
LEVEL = Case(Shape.LEVEL_BY, SHARE, None, Fraction(80, 100), numerator=80, denominator=100, expected=Fraction(7, 10))
NONE = Case(Shape.ELIMINATE, None, Fraction(9), Fraction(4), expected=Fraction(5))


def test_the_province_is_four_villages_from_exceeding() -> None:
    found = next_better(CUT)
    assert found is not None
    assert (found.verdict, found.count, found.away, found.rising) == (Verdict.EXCEEDED, 131, 4, False)
    enough = enough_at_deadline(CUT)
    assert enough is not None
    assert (enough.verdict, enough.count, enough.away) == (Verdict.MET, 131, 4)


def test_the_best_verdict_has_no_better_one() -> None:
    assert next_better(replace(CUT, actual=Fraction(0))) is None
    assert next_better(replace(CUT, years=Fraction(1, 2))) is None
    assert next_better(replace(CUT, actual=None)) is None


@given(
    st.sampled_from([CUT, FLOW, LEVEL, NONE, replace(FLOW, closed=True), replace(CUT, closed=True)]),
    st.integers(0, 6000),
)
def test_the_named_count_gets_the_better_verdict_and_no_nearer_one_does(case: Case, count: int) -> None:
    scale = case.denominator or 1
    count = min(count, scale) if case.denominator else count

    def at(number: int) -> Case:
        return replace(case, actual=Fraction(number, scale), numerator=number if case.denominator else None)

    now = judge(at(count)).verdict
    found = next_better(at(count))
    if found is None:
        assert now is not None
        assert BEST_FIRST.index(now) <= BEST_FIRST.index(Verdict.MET)
        return
    step = 1 if found.rising else -1
    assert found.away == abs(found.count - count) > 0
    assert judge(at(int(found.count))).verdict is found.verdict
    assert judge(at(int(found.count) - step)).verdict is now


@pytest.mark.parametrize(("case", "count"), [(CUT, 131), (FLOW, 5001), (LEVEL, 90), (NONE, 0)])
def test_enough_at_the_deadline(case: Case, count: int) -> None:
    found = enough_at_deadline(case)
    assert found is not None
    assert found.count == count
