"""From a series to a case: which periods count, which years, what the pace was. Pure tables, no store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from flows import cases
from flows.review import SeriesPoint
from metrics.goals import Goal, Indicator, Kind, Shape, Source
from metrics.periods import parse

FLOW = Indicator("new_members", Kind.FLOW, "commune", "quarter", False, "x", "x", "x", "x")
STOCK = replace(FLOW, code="members", kind=Kind.STOCK)
YEARLY = replace(FLOW, frequency="year")
GOAL = Goal(
    code="G",
    resolution="R",
    indicator="x",
    unit="P",
    shape=Shape.CUMULATIVE_FLOW,
    target=None,
    source=Source.OWN,
    start=date(2016, 5, 23),
    baseline_date=date(2016, 5, 23),
    deadline=date(2018, 9, 30),
)


def point(period: str, value: int | None = 1, reported: int = 1, expected: int = 1, **more: int) -> SeriesPoint:
    exact = None if value is None else Fraction(value)
    return SeriesPoint(parse(period), exact, exact, value, None, reported, expected, simulated=False, **more)


def codes(periods: list) -> list[str]:  # type: ignore[type-arg]  # of periods
    return [period.code for period in periods]


@pytest.mark.parametrize(
    ("shape", "on", "judged"),
    [
        (Shape.CUMULATIVE_FLOW, "2018-06-30", "2018-06-30"),
        (Shape.CUMULATIVE_FLOW, "2019-06-30", "2018-09-30"),
        (Shape.LEVEL_BY, "2019-06-30", "2018-09-30"),
        (Shape.ELIMINATE, "2019-06-30", "2019-06-30"),
        (Shape.DONE_BY, "2019-06-30", "2019-06-30"),
    ],
)
def test_the_day_judged_on(shape: Shape, on: str, judged: str) -> None:
    goal = replace(GOAL, shape=shape)
    assert cases.judged_on(goal, date.fromisoformat(on)) == date.fromisoformat(judged)


def test_a_quarter_that_began_before_the_start_is_not_summed() -> None:
    assert codes(cases.summed_periods(GOAL, FLOW, date(2017, 2, 1))) == ["2016-Q3", "2016-Q4"]
    series = [
        point("2016-05-23", 9),
        point("2016-Q2", 9),
        point("2016-Q3", 2),
        point("2016-Q4", None),
        point("2017-Q1"),
    ]
    assert [each.total for each in cases.since_start(GOAL, FLOW, series)] == [None, None, 2, 2, 3]


@pytest.mark.parametrize(
    ("indicator", "on", "years"),
    [
        (FLOW, "2017-12-31", [(2017, ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"], True)]),
        (FLOW, "2017-06-30", [(2017, ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"], False)]),
        (YEARLY, "2018-12-31", [(2017, ["2017"], True)]),
        (STOCK, "2018-12-31", [(2016, ["2016-Q4"], True), (2017, ["2017-Q4"], True), (2018, ["2018-Q3"], True)]),
    ],
)
def test_years_of_a_floor(indicator: Indicator, on: str, years: list[tuple[int, list[str], bool]]) -> None:
    found = cases.years_of(replace(GOAL, shape=Shape.YEARLY_FLOOR), indicator, date.fromisoformat(on))
    assert [(number, codes(spans), closed) for number, spans, closed in found] == years


@pytest.mark.parametrize(
    ("series", "periods"),
    [
        ([], ["2018-Q2"]),
        ([point("2017-Q1", 0), point("2017-Q2", 0)], ["2017-Q2"]),
        ([point("2017-Q1", 0), point("2017-Q2", 1), point("2017-Q3", 1)], ["2017-Q2"]),
    ],
)
def test_the_period_of_a_milestone(series: list[SeriesPoint], periods: list[str]) -> None:
    goal = replace(GOAL, shape=Shape.DONE_BY)
    assert codes(cases.judged_periods(goal, STOCK, series, date(2018, 6, 30))) == periods


@pytest.mark.parametrize(
    ("series", "average", "number"),
    [
        ([point(f"2017-Q{n}", n * n) for n in range(1, 5)], 5, 3),
        ([point("2017-Q1", 1), point("2017-Q3", 9), point("2017-Q4", 11)], 2, 1),  # a gap is no quarter's move
        ([point("2017-Q1", 1), point("2017-Q2", 5), point("2017-Q3", 2, 1, 9)], 4, 1),  # a part is no figure
        ([point("2017-Q1", 1), point("2017-Q2", 0, 1, 9), point("2017-Q3", 2)], None, 0),
        ([point("2016-05-23", 1), point("2017-Q1", 5)], None, 0),
    ],
)
def test_recent_pace_of_a_stock(series: list[SeriesPoint], average: int | None, number: int) -> None:
    goal = replace(GOAL, shape=Shape.LEVEL_BY)
    pace = cases.build(goal, STOCK, series, on=date(2017, 12, 31)).pace
    assert pace is not None
    assert (pace.periods_left, pace.recent_average, pace.recent_periods) == (3, average, number)


def test_recent_pace_of_a_flow_begins_with_the_goal() -> None:
    series = cases.since_start(GOAL, FLOW, [point("2016-Q2", 99), point("2016-Q3", 1), point("2016-Q4", 3)])
    pace = cases.build(GOAL, FLOW, series, on=date(2016, 12, 31)).pace
    assert pace is not None
    assert (pace.recent_average, pace.recent_periods) == (2, 2)


def test_the_baseline_is_the_days_own_figure_before_a_quarters() -> None:
    goal = replace(GOAL, baseline_date=date(2016, 6, 30))
    quarter, own = point("2016-Q2", 7), point("2016-06-30", 5)
    assert cases.baseline_of(goal, [own, quarter]) == own
    assert cases.baseline_of(goal, [quarter]) == quarter
    assert cases.baseline_of(goal, [point("2016-Q3")]) is None


def test_counts_of_an_estimate_are_not_printed_as_counts() -> None:
    share = replace(FLOW, kind=Kind.SHARE)
    goal = replace(GOAL, shape=Shape.LEVEL_BY)
    for scale, counts in ((1, (12, 24)), (3, (4, 8)), (5, (None, None))):
        whole = replace(point("2017-Q4", 0, scale=scale), value=Fraction(1, 2), num=12, den=24)
        case = cases.build(goal, share, [whole], on=date(2017, 12, 31))
        assert (case.numerator, case.denominator) == counts
