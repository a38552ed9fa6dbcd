"""The corridor says what the judge says, on every day and for every value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.case import Case
from metrics.corridor import Corridor, corridor
from metrics.goals import Goal, Op, Path, Shape, Source, Target, TargetUnit, Verdict, Years
from metrics.judge import judge
from metrics.paths import expected_value, years_between

BAND = Target(Op.BAND, TargetUnit.PERCENT_PER_YEAR, low=Fraction(15), high=Fraction(20))
CUT = Goal(
    code="g",
    resolution="r",
    indicator="i",
    unit="u",
    shape=Shape.YEARLY_CUT,
    target=BAND,
    source=Source.OWN,
    start=date(2016, 5, 23),
    baseline_date=date(2016, 5, 23),
    deadline=date(2020, 12, 31),
)
FEW = Target(Op.AT_LEAST, TargetUnit.COUNT, value=Fraction(25))
SHARE = Target(Op.ABOVE, TargetUnit.PERCENT, value=Fraction(90))
LESS = Target(Op.AT_MOST, TargetUnit.COUNT, value=Fraction(3))
RISE = Target(Op.AT_LEAST, TargetUnit.PERCENT, value=Fraction(30))
BUNCHED = Path(profile=(Fraction(1, 8), Fraction(3, 8), Fraction(1, 8), Fraction(3, 8)))
STEPS = Path(milestones=((date(2017, 6, 30), Fraction(20)), (date(2018, 6, 30), Fraction(12))))

GOALS = {
    "staircase": (CUT, Fraction(328)),
    "by days": (replace(CUT, years=Years.EXACT_DAYS), Fraction(33)),
    "nothing to cut": (CUT, Fraction(0)),
    "flow": (replace(CUT, shape=Shape.CUMULATIVE_FLOW, target=FEW), None),
    "bunched flow": (replace(CUT, shape=Shape.CUMULATIVE_FLOW, target=FEW, path=BUNCHED), None),
    "up and down": (replace(CUT, shape=Shape.LEVEL_BY, target=FEW, path=STEPS), Fraction(10)),
    "falling": (replace(CUT, shape=Shape.LEVEL_BY, target=LESS), Fraction(40)),
    "share": (replace(CUT, shape=Shape.LEVEL_BY, target=SHARE, deadline=date(2017, 3, 31)), Fraction(37, 100)),
    "eliminate": (replace(CUT, shape=Shape.ELIMINATE, target=None), Fraction(9)),
    "rise": (replace(CUT, shape=Shape.CHANGE_BY, target=RISE), Fraction(50)),
    "no path": (replace(CUT, shape=Shape.LEVEL_BY, target=FEW), None),
}
DRAWN: dict[str, Corridor] = {name: corridor(*asked) for name, asked in GOALS.items()}


def case_on(goal: Goal, baseline: Fraction | None, on: date, actual: Fraction) -> Case:
    return Case(
        goal.shape,
        goal.target,
        baseline,
        actual,
        years=years_between(goal, on),
        expected=expected_value(goal, baseline, on),
        closed=on >= goal.deadline,
        tolerance=goal.tolerance,
    )


@settings(max_examples=400)
@given(st.sampled_from(sorted(GOALS)), st.floats(0, 1), st.integers(0, 400))
def test_no_point_stands_in_a_zone_that_contradicts_its_verdict(name: str, place: float, count: int) -> None:
    goal, baseline = GOALS[name]
    on = goal.start + timedelta(days=int((goal.deadline - goal.start).days * place))
    value = Fraction(count) if DRAWN[name].whole else Fraction(count, 400)
    stretch = DRAWN[name].on(on)
    assert stretch is not None
    assert stretch.verdict(value) is judge(case_on(goal, baseline, on, value)).verdict


@pytest.mark.parametrize("name", sorted(GOALS))
def test_stretches_follow_each_other_from_start_to_deadline(name: str) -> None:
    goal, _ = GOALS[name]
    stretches = DRAWN[name].stretches
    assert (stretches[0].first, stretches[-1].last) == (goal.start, goal.deadline)
    for before, after in pairwise(stretches):
        assert after.first == before.last + timedelta(days=1)
        assert after.zones != before.zones


def test_the_staircase_of_the_band() -> None:
    steps = [
        (each.first, each.last, [(zone.verdict, zone.low, zone.high) for zone in each.zones])
        for each in DRAWN["staircase"].stretches
    ]
    assert len(steps) == 6
    assert steps[0][2] == [(Verdict.NOT_DUE, None, None)]
    assert steps[3] == (
        date(2019, 5, 23),
        date(2020, 5, 22),
        [(Verdict.EXCEEDED, 0, 131), (Verdict.MET, 132, 180), (Verdict.BEHIND, 181, None)],
    )
    assert steps[-1][2][-1] == (Verdict.MISSED, 132, None)


def test_shapes_without_a_scale_in_time_have_no_corridor() -> None:
    goal = replace(CUT, shape=Shape.DONE_BY, target=None)
    assert corridor(goal, None).stretches == ()
    assert corridor(CUT, None).stretches == ()


def test_read_on_few_days_it_says_on_those_asked_for_what_the_whole_says() -> None:
    target = Target(Op.AT_LEAST, TargetUnit.COUNT, value=Fraction(150_000))
    asked = replace(CUT, shape=Shape.CUMULATIVE_FLOW, target=target)
    whole = corridor(asked, None)
    days = [asked.start + timedelta(days=count) for count in (1, 91, 500, 777)]
    few = corridor(asked, None, most=50, days=days)
    assert len(whole.stretches) > 500
    assert len(few.stretches) < 150
    for day in [*days, asked.start, asked.deadline]:
        there, exact = few.on(day), whole.on(day)
        assert there is not None
        assert exact is not None
        assert there.zones == exact.zones
    assert all(two.first == one.last + timedelta(days=1) for one, two in pairwise(few.stretches))
