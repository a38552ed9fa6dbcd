from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.goals import Goal, Op, Path, Shape, Source, Target, TargetUnit, Years
from metrics.paths import expected_value, years_between

BAND = Target(Op.BAND, TargetUnit.PERCENT_PER_YEAR, low=Fraction(15), high=Fraction(20))
CUT = Goal(
    code="NQ04-DB-2016-02",
    resolution="NQ04-DB-2016",
    indicator="village_without_branch",
    unit="DB",
    shape=Shape.YEARLY_CUT,
    target=BAND,
    source=Source.OWN,
    start=date(2016, 5, 23),
    baseline_date=date(2016, 5, 23),
    deadline=date(2020, 12, 31),
)
FLOW = replace(
    CUT,
    shape=Shape.CUMULATIVE_FLOW,
    target=Target(Op.ABOVE, TargetUnit.COUNT, value=Fraction(5000)),
    start=date(2021, 1, 1),
    baseline_date=date(2020, 12, 31),
    deadline=date(2025, 12, 31),
)
LEVEL = replace(FLOW, shape=Shape.LEVEL_BY, target=Target(Op.ABOVE, TargetUnit.PERCENT, value=Fraction(90)))


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2016, 5, 22), 0),
        (date(2017, 5, 22), 0),
        (date(2017, 5, 23), 1),
        (date(2019, 11, 20), 3),
        (date(2019, 12, 31), 3),
        (date(2020, 12, 31), 4),
        (date(2024, 12, 31), 4),
    ],
)
def test_whole_years_are_anniversaries_up_to_the_deadline(on: date, years: int) -> None:
    assert years_between(CUT, on) == years


def test_the_other_ways_to_count_years() -> None:
    assert years_between(replace(CUT, years=Years.DECLARED, declared_years=3), date(2018, 1, 1)) == 3
    assert years_between(replace(CUT, years=Years.DECLARED), date(2018, 1, 1)) is None
    exact = replace(CUT, years=Years.EXACT_DAYS)
    assert years_between(exact, date(2019, 11, 20)) == Fraction(1276 * 100, 36525)
    assert years_between(exact, date(2016, 1, 1)) == 0


@pytest.mark.parametrize(
    ("goal", "baseline", "on", "value"),
    [
        (FLOW, None, date(2020, 12, 31), "0"),
        (FLOW, None, date(2025, 12, 31), "5000"),
        (FLOW, None, date(2030, 1, 1), "5000"),
        (FLOW, None, date(2021, 12, 31), str(Fraction(365 * 5000, 1826))),
        (LEVEL, "0.4", date(2025, 12, 31), "9/10"),
        (LEVEL, "0.4", date(2020, 1, 1), "2/5"),
        (LEVEL, None, date(2022, 1, 1), None),
        (CUT, "328", date(2019, 12, 31), str(Fraction(328 * 55, 100))),
        (CUT, None, date(2019, 12, 31), None),
        (replace(FLOW, shape=Shape.ELIMINATE, target=None), "10", date(2025, 12, 31), "0"),
        (replace(FLOW, shape=Shape.DONE_BY, target=None), None, date(2022, 1, 1), None),
    ],
)
def test_the_straight_path(goal: Goal, baseline: str | None, on: date, value: str | None) -> None:
    found = expected_value(goal, None if baseline is None else Fraction(baseline), on)
    assert found == (None if value is None else Fraction(value))


def test_milestones_are_joined_by_straight_lines() -> None:
    goal = replace(
        LEVEL, path=Path(milestones=((date(2022, 12, 31), Fraction(70)), (date(2023, 12, 31), Fraction(80))))
    )
    base = Fraction(1, 2)
    assert expected_value(goal, base, date(2022, 12, 31)) == Fraction(7, 10)
    assert expected_value(goal, base, date(2021, 12, 31)) == Fraction(6, 10)
    assert expected_value(goal, base, date(2025, 12, 31)) == Fraction(9, 10)
    assert expected_value(goal, None, date(2022, 1, 1)) is None
    assert expected_value(goal, None, date(2023, 12, 31)) == Fraction(8, 10)


def test_steps_of_a_milestone_goal_are_due_on_their_day() -> None:
    steps = Path(milestones=((date(2022, 6, 30), Fraction(5)), (date(2023, 6, 30), Fraction(12))))
    goal = replace(FLOW, shape=Shape.DONE_BY, target=None, path=steps)
    days = [date(2022, 6, 29), date(2022, 6, 30), date(2023, 6, 29), date(2024, 1, 1)]
    assert [expected_value(goal, None, day) for day in days] == [0, 5, 5, 12]


def test_a_profile_bunches_each_year() -> None:
    profile = Path(profile=(Fraction(1, 10), Fraction(3, 10), Fraction(2, 10), Fraction(4, 10)))
    goal = replace(FLOW, path=profile, target=Target(Op.AT_LEAST, TargetUnit.COUNT, value=Fraction(1000)))
    ends = [date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31), date(2022, 3, 31)]
    assert [expected_value(goal, None, day) for day in ends] == [20, 80, 120, 200, 220]
    assert expected_value(goal, None, date(2021, 2, 14)) == Fraction(20 * 45, 90)


@given(st.integers(0, 1825), st.integers(1, 400), st.booleans())
def test_a_path_only_goes_one_way(day: int, later: int, bunched: bool) -> None:
    shares = (Fraction(1, 2), Fraction(0), Fraction(1, 4), Fraction(1, 4))
    goal = replace(FLOW, path=Path(profile=shares if bunched else ()))
    first = goal.baseline_date + timedelta(days=day)
    before, after = (expected_value(goal, None, on) for on in (first, first + timedelta(days=later)))
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 5000
