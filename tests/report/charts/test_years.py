"""Years and milestones: a bar or a day stands inside the drawn zone exactly when the engine says it is reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.case import Case, YearValue
from metrics.floors import years_of
from metrics.goals import (
    AllowedRounding,
    DenominatorRule,
    Floor,
    Op,
    Shape,
    Target,
    TargetUnit,
    Verdict,
)
from metrics.judge import READ, judge
from metrics.shapes.ladder import Zone
from report import theme
from report.charts import milestone, years
from report.charts.canvas import CARD, FULL, HALL, NARROW
from report.charts.milestone import Milestone, milestone_figure
from report.charts.years import Year, Years, reached, span_of, years_figure

SIZES = [FULL, NARROW, CARD, HALL]
REACHED = (Verdict.MET, Verdict.EXCEEDED)
COUNT, PERCENT = TargetUnit.COUNT, TargetUnit.PERCENT
FLOORS = [
    (Target(Op.AT_LEAST, COUNT, value=Fraction(2000)), None, None),
    (Target(Op.ABOVE, COUNT, value=Fraction(2000)), None, None),
    (Target(Op.AT_MOST, COUNT, value=Fraction(12)), None, None),
    (Target(Op.BELOW, COUNT, value=Fraction(12)), None, None),
    (Target(Op.BAND, COUNT, low=Fraction(10), high=Fraction(20)), None, None),
    (Target(Op.AT_LEAST, PERCENT, value=Fraction(7, 2)), Fraction(1234), None),
    (Target(Op.AT_LEAST, PERCENT, value=Fraction(90)), None, 100),
]


def floor(target: Target, base: Fraction | None, den: int | None, *values: Fraction | None) -> Case:
    told = tuple(YearValue(2017 + place, value, closed=place < 4) for place, value in enumerate(values))
    return Case(
        Shape.YEARLY_FLOOR,
        target,
        baseline=base,
        denominator=den,
        year_values=told,
        actual=values[-1],
        floor_rule=Floor.ALL,
    )


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FLOORS), st.one_of(st.integers(0, 60), st.integers(1950, 2050)))
def test_a_year_stands_in_its_zone_exactly_when_the_engine_says_it_is_reached(
    asked: tuple[Target, Fraction | None, int | None], number: int
) -> None:
    target, base, den = asked
    value = Fraction(number % 101, 100) if den else Fraction(number)
    (stand,) = years_of(floor(target, base, den, value))
    verdict = judge(replace(floor(target, base, den, value), closed=True)).verdict
    assert stand.verdict is verdict
    assert (stand.zone_of(value) in REACHED) is (verdict in REACHED)
    span = span_of(Year(2017, value, reached(stand.zones), verdict), whole=stand.whole)
    inside = span is not None and _inside(value, span, whole=stand.whole)
    assert inside is (verdict in REACHED)


def _inside(value: Fraction, span: tuple[Fraction | None, Fraction | None], *, whole: bool) -> bool:
    low, high = span
    above = low is None or (value > low if whole else value >= low)
    below = high is None or (value < high if whole else value <= high)
    return above and below


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 30),
    st.integers(0, 60),
    st.integers(0, 20),
    st.sampled_from(list(DenominatorRule)),
    st.sampled_from(list(AllowedRounding)),
    st.sampled_from([Op.AT_MOST, Op.BELOW]),
)
def test_a_capped_year_stands_below_its_cap_exactly_when_it_is_within_it(
    excellent: int, good: int, completed: int, rule: DenominatorRule, rounding: AllowedRounding, op: Op
) -> None:
    case = Case(
        Shape.CAP_SHARE,
        Target(op, PERCENT, value=Fraction(20)),
        classes={"excellent": excellent, "good": good, "completed": completed},
        denominator_rule=rule,
        allowed_rounding=rounding,
    )
    reading, verdict = READ[case.shape](case), judge(case).verdict
    if reading.allowed is None or reading.measure is None:
        return
    zone = Zone(Verdict.MET, Fraction(0), Fraction(reading.allowed))
    span = span_of(Year(2019, reading.measure, zone, verdict), whole=True)
    assert span is not None
    assert _inside(reading.measure, span, whole=True) is (verdict is Verdict.MET)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 900), st.integers(0, 900))
def test_a_milestone_lies_in_the_band_exactly_when_it_is_met(done: int, seen: int) -> None:
    start, deadline = date(2017, 5, 4), date(2017, 12, 31)
    on, as_of = start + timedelta(days=done), start + timedelta(days=seen)
    case = Case(Shape.DONE_BY, done=on, deadline=deadline, as_of=as_of, closed=as_of >= deadline)
    verdict = judge(case).verdict
    drawn = Milestone(start, deadline, as_of, on if on <= as_of else None, verdict)
    if drawn.done is None:
        assert verdict not in REACHED
    else:
        assert drawn.in_time(drawn.done) is (verdict is Verdict.MET)
    band = next(shape for shape in milestone_figure("vi", drawn).layout.shapes if shape.name == "in-time")
    assert (band.x0 <= on.isoformat() < band.x1) is (on <= deadline)


def drawn(*values: int | None, **more: object) -> Years:
    stands = years_of(floor(FLOORS[0][0], None, None, *(None if one is None else Fraction(one) for one in values)))
    every = tuple(
        Year(each.year, each.value, reached(each.zones), each.verdict, each.closed, simulated=place % 2 == 0)
        for place, each in enumerate(stands)
    )
    common = {"rising": True, "whole": True, "share": False, "deadline": date(2021, 12, 31), "asked": "từ 2.000"}
    return Years(every, **{**common, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_years_are_drawn_in_every_size(size, lang: str) -> None:
    for found in (drawn(2100, 1999, None, 2000, 900), drawn(2100, mean=Fraction(2100), verdict=Verdict.MET), Years(
        (), rising=True, whole=True, share=False, deadline=date(2021, 12, 31), asked=""
    )):  # fmt: skip
        figure = years_figure(lang, found, theme.DARK, size)
        assert figure.layout.height == size.height
        assert "http" not in figure.to_json()


def test_each_year_wears_its_own_verdict_and_the_running_one_none() -> None:
    figure = years_figure("vi", drawn(2100, 1999, None, 2000, 900))
    worn = [trace.name for trace in figure.data if trace.name.startswith("verdict")]
    assert worn == ["verdict-met", "verdict-missed", "verdict-met"]
    said = " ".join(note.text for note in figure.layout.annotations)
    for label in ("2.100", "1.999", "2.000", "900", "từ 2.000", "hạn 2021", "2021 chưa hết năm"):
        assert label in said
    hovers = [trace.text for trace in figure.data if trace.name == "bar"]
    assert hovers[0] == "2017: 2.100 (mô phỏng), đạt"


def test_years_and_milestones_have_words() -> None:
    assert years.alternative("vi", drawn(2100, 1999)) == "2017: 2.100 (mô phỏng), đạt; 2018: 1.999, không đạt"
    reached_ = Milestone(date(2017, 5, 4), date(2017, 12, 31), date(2017, 12, 31), date(2017, 12, 19), Verdict.MET)
    assert milestone.alternative("vi", reached_) == "hạn 31/12/2017; Xong ngày 19/12/2017"
    assert milestone.alternative("en", replace(reached_, done=None)) == "due 31 December 2017; Not done yet"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("done", [None, date(2017, 12, 19), date(2018, 3, 1)])
def test_milestones_are_drawn_in_every_size(size, done: date | None) -> None:
    verdict = Verdict.ON_TRACK if done is None else Verdict.MET if done.year == 2017 else Verdict.MISSED
    found = Milestone(date(2017, 5, 4), date(2017, 12, 31), date(2018, 6, 30), done, verdict, (date(2017, 9, 1),))
    figure = milestone_figure("en", found, theme.LIGHT, size)
    assert [trace.name for trace in figure.data if trace.name.startswith("verdict")] == [f"verdict-{verdict}"]
