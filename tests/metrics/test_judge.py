"""Verdicts from tables of examples, then the algebra that every verdict obeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.case import Bounds, Case, Judgement, Recent, YearValue
from metrics.exact import printed
from metrics.goals import (
    AllowedRounding,
    DenominatorRule,
    Floor,
    Op,
    Rounding,
    Shape,
    Target,
    TargetUnit,
    Verdict,
)
from metrics.judge import judge
from metrics.paths import along

EX, MET, ON, BE, MI, IN = (
    Verdict.EXCEEDED,
    Verdict.MET,
    Verdict.ON_TRACK,
    Verdict.BEHIND,
    Verdict.MISSED,
    Verdict.INCONCLUSIVE,
)
ORDER = [IN, MI, BE, ON, MET, EX]


def at(op: str, value: int | str, unit: str = "count") -> Target:
    return Target(Op(op), TargetUnit(unit), value=Fraction(value))


def band(low: int | str, high: int | str, unit: str = "percent_per_year") -> Target:
    return Target(Op.BAND, TargetUnit(unit), low=Fraction(low), high=Fraction(high))


def cut(
    baseline: int, actual: int | None, years: int | str | None = 3, target: Target | None = None, **more: Any
) -> Case:
    span = None if years is None else Fraction(years)
    value = None if actual is None else Fraction(actual)
    return Case(Shape.YEARLY_CUT, target or band(15, 20), Fraction(baseline), value, years=span, **more)


def share(target: Target, numerator: int, denominator: int, **more: Any) -> Case:
    actual = Fraction(numerator, denominator)
    return Case(Shape.LEVEL_BY, target, actual=actual, numerator=numerator, denominator=denominator, **more)


def flow(target: Target, actual: int, **more: Any) -> Case:
    return Case(Shape.CUMULATIVE_FLOW, target, actual=Fraction(actual), **more)


def said(value: Fraction | None, rounding: Rounding = Rounding.TRUNCATE, digits: int = 2) -> str | None:
    return None if value is None else printed(value, digits, rounding)


@pytest.mark.parametrize(
    ("case", "verdict", "percent", "per_year"),
    [  # Điện Biên, review of NQ 04-NQ/TU after 3 whole years, printed with truncation
        (cut(95, 8), EX, "91.57", "30.52"),
        (cut(328, 135), MET, "58.84", "19.61"),
        (cut(33, 0, target=at(">=", 20, "percent_per_year")), EX, "100.00", "33.33"),
        (cut(88, 21, target=at(">=", 20, "percent_per_year")), EX, "76.13", "25.37"),
    ],
)
def test_the_published_cuts_come_out(case: Case, verdict: Verdict, percent: str, per_year: str) -> None:
    found = judge(case)
    assert (found.verdict, said(found.percent), said(found.per_year)) == (verdict, percent, per_year)
    days = Fraction(4 * (date(2019, 11, 20) - date(2016, 5, 23)).days, 1461)
    assert judge(cut(int(case.baseline or 0), int(case.actual or 0), str(days), case.target)).verdict is verdict


def test_a_compound_rate_would_have_turned_met_into_exceeded() -> None:
    compound = (1 - (135 / 328) ** (1 / 3)) * 100
    assert compound > 20
    assert judge(cut(328, 135)).verdict is MET
    assert judge(cut(328, 135)).value == Fraction(4825, 246)


@pytest.mark.parametrize(
    ("actual", "verdict", "closed"),
    [(131, EX, False), (132, MET, False), (180, MET, False), (181, BE, False), (181, MI, True), (400, BE, False)],
)
def test_the_limits_in_counts_are_the_edges_of_met(actual: int, verdict: Verdict, closed: bool) -> None:
    found = judge(cut(328, actual, closed=closed))
    assert found.verdict is verdict
    assert found.limits == (132, 180)


@pytest.mark.parametrize(
    ("case", "verdict", "reason"),
    [
        (cut(40, 0, 6), MET, None),  # 15–20 % × 6 = 90–120 %: all gone lies in the band
        (cut(40, 0, 7), MET, None),  # 105 % is capped at the whole baseline
        (cut(40, 1, 7), BE, None),
        (cut(40, 0, 7, at(">", 15, "percent_per_year")), MET, None),
        (cut(40, 0, 5, at(">=", 20, "percent_per_year")), MET, None),
        (cut(0, 0), MET, None),
        (cut(0, 0, None), MET, None),
        (cut(0, 2), BE, "relapse"),
        (cut(0, 2, closed=True), MI, "relapse"),
        (cut(88, 20, 0), Verdict.NOT_DUE, "no_full_year"),
        (cut(88, 20, "1/2"), Verdict.NOT_DUE, "no_full_year"),
        (cut(88, None, 0), Verdict.NOT_DUE, "no_full_year"),
        (cut(88, 20, None), IN, "no_years"),
        (cut(88, None), IN, "no_value"),
        (cut(88, 20, started=False, comparable=False), Verdict.NOT_DUE, "not_started"),
        (cut(88, None, comparable=False), Verdict.NOT_COMPARABLE, "break"),
        (cut(100, 50, None, at(">=", 50, "percent")), MET, None),
    ],
)
def test_corners_of_the_yearly_cut(case: Case, verdict: Verdict, reason: str | None) -> None:
    found = judge(case)
    assert (found.verdict, found.reason) == (verdict, reason)


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("case", "verdict", "completion", "excess"),
    [
        (flow(at(">=", 13), 19, closed=True), EX, "146.15", "46.15"),
        (flow(at(">=", 13), 19), EX, "146.15", "46.15"),
        (flow(at(">=", 13), 13), MET, "100.00", None),
        (flow(at(">=", 13), 12, closed=True), MI, "92.30", None),
        (flow(at(">=", 20), 22, closed=True), EX, "110.00", "10.00"),  # Đăk Blà: its own 20 …
        (flow(at(">=", 25), 22, closed=True), MI, "88.00", None),  # … and 25 assigned
        (flow(at(">", 5000), 5000, closed=True), MI, "100.00", None),
        (flow(at(">", 5000), 5001), MET, "100.02", "0.02"),
        (flow(band(4, 5, "count"), 5), MET, "125.00", None),
        (flow(band(4, 5, "count"), 7), EX, "175.00", "40.00"),
        (flow(at(">=", 600), 100), IN, "16.66", None),
        (flow(at(">=", 600), 285, expected=Fraction(300)), ON, "47.50", None),
        (flow(at(">=", 600), 284, expected=Fraction(300)), BE, "47.33", None),
        (share(at(">", 90, "percent"), 90, 100, closed=True), MI, "100.00", None),
        (share(at(">", 90, "percent"), 91, 100, closed=True), MET, "101.11", "1.00"),
        (share(at(">=", 90, "percent"), 94, 100), EX, "104.44", "4.00"),
        (share(at("<=", 5, "percent"), 5, 100, closed=True), MET, None, None),
        (share(at("<", 5, "percent"), 5, 100, closed=True), MI, None, None),
        (Case(Shape.LEVEL_BY, at("<=", 0), actual=Fraction(0)), MET, None, None),
    ],
)
def test_flows_and_levels(case: Case, verdict: Verdict, completion: str | None, excess: str | None) -> None:
    found = judge(case)
    assert (found.verdict, said(found.completion), said(found.excess)) == (verdict, completion, excess)


@pytest.mark.parametrize(
    ("baseline", "actual", "expected", "verdict"),
    [  # a level that is to fall to 10: progress is signed
        (100, 55, 55, ON),
        (100, 57, 55, ON),
        (100, 58, 55, BE),
        (100, 120, 55, BE),
        (100, 10, 55, MET),
        (100, 100, 100, ON),
        (100, 101, 100, BE),
    ],
)
def test_open_and_falling(baseline: int, actual: int, expected: int, verdict: Verdict) -> None:
    case = Case(Shape.LEVEL_BY, at("<=", 10), Fraction(baseline), Fraction(actual), expected=Fraction(expected))
    assert judge(case).verdict is verdict


@pytest.mark.parametrize(
    ("baseline", "actual", "closed", "expected", "verdict", "relapse"),
    [
        (95, 0, True, None, MET, False),
        (95, 8, True, None, MI, False),
        (95, 8, False, None, IN, False),
        (95, 8, False, 50, ON, False),
        (95, 80, False, 50, BE, False),
        (0, 2, False, None, BE, True),
        (0, 2, True, None, MI, True),
        (0, 0, False, None, MET, False),
        (None, 2, True, None, MI, False),
    ],
)
def test_eliminate(
    baseline: int | None, actual: int, closed: bool, expected: int | None, verdict: Verdict, relapse: bool
) -> None:
    base = None if baseline is None else Fraction(baseline)
    path = None if expected is None else Fraction(expected)
    found = judge(Case(Shape.ELIMINATE, None, base, Fraction(actual), closed=closed, expected=path))
    assert (found.verdict, found.relapse, found.limits) == (verdict, relapse, (0, 0))


def floors(values: list[int | None], rule: str = "all", closed: bool = True, **more: Any) -> Case:
    years = tuple(YearValue(2021 + n, None if v is None else Fraction(v), True) for n, v in enumerate(values))
    return Case(
        Shape.YEARLY_FLOOR,
        more.pop("target", at(">=", 2000)),
        year_values=years,
        floor_rule=Floor(rule),
        closed=closed,
        **more,
    )


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (floors([2100, 2000]), MET),
        (floors([2100, 2000], closed=False), MET),
        (floors([2100, 1999, 2300]), MI),
        (floors([2100, 1999], closed=False), MI),
        (floors([None, 1999], closed=False), MI),
        (floors([None, 2500]), IN),
        (floors([], closed=False), IN),
        (floors([1000, 3000], "average"), MET),
        (floors([1000, 3100], "average"), EX),
        (floors([1000, 2900], "average"), MI),
        (floors([1000, None], "average"), IN),
        (floors([1000, 3100], "average", closed=False), IN),
        (floors([1000, 2900], "average", closed=False, expected=Fraction(2000)), ON),
        (floors([1000, 2000], "average", closed=False, expected=Fraction(2000)), BE),
        (floors([1100, 1036], target=at(">=", "3.5", "percent"), baseline=Fraction(29590)), MET),
        (floors([1100, 1035], target=at(">=", "3.5", "percent"), baseline=Fraction(29590)), MI),
    ],
)
def test_yearly_floor(case: Case, verdict: Verdict) -> None:
    assert judge(case).verdict is verdict


def cap(excellent: int, good: int, rounding: str, rule: str = "good", **more: Any) -> Case:
    counts = {"excellent": excellent, "good": good, "completed": 3, "not_completed": 0, "not_rated": 1}
    return Case(
        Shape.CAP_SHARE,
        at("<=", 20, "percent"),
        classes=more.pop("classes", counts),
        denominator_rule=DenominatorRule(rule),
        allowed_rounding=AllowedRounding(rounding),
        **more,
    )


@pytest.mark.parametrize(
    ("case", "verdict", "allowed", "denominator"),
    [
        (cap(2, 8, "half_up"), MET, 2, 8),
        (cap(2, 8, "floor"), MI, 1, 8),
        (cap(2, 8, "floor", "good_or_better"), MET, 2, 10),
        (cap(2, 8, "floor", "rated"), MET, 2, 13),
        (cap(3, 8, "half_up", "all"), MET, 3, 14 + 1),
        (cap(2, 0, "floor"), MI, 0, 0),
        (cap(0, 0, "floor"), MET, 0, 0),
    ],
)
def test_the_cap_by_denominator_and_rounding(case: Case, verdict: Verdict, allowed: int, denominator: int) -> None:
    for closed in (False, True):
        found = judge(Case(**{**_fields(case), "closed": closed}))
        assert (found.verdict, found.allowed, found.denominator) == (verdict, allowed, denominator)
        assert found.reason == ("over_allowed" if verdict is MI else None)
        assert found.excess is None


def test_nothing_rated_yet_is_no_zero() -> None:
    found = judge(cap(0, 0, "floor", classes={"excellent": 0, "good": 0, "not_rated": 55}))
    assert (found.verdict, found.reason) == (IN, "not_rated")


def change(target: Target, baseline: str | None, actual: str | None, **more: Any) -> Case:
    ends = [None if text is None else Fraction(text) for text in (baseline, actual)]
    return Case(Shape.CHANGE_BY, target, ends[0], ends[1], **more)


@pytest.mark.parametrize(
    ("case", "verdict", "value"),
    [
        (change(at(">=", 41, "points"), "0.37", "0.78", closed=True), MET, "41"),
        (change(at(">=", 41, "percent"), "0.553", "0.78", closed=True), EX, None),
        (change(at(">=", 41, "points"), "0.553", "0.78", closed=True), MI, "22.7"),
        (change(at(">=", 30, "percent"), "1000", "1300", closed=True), MET, "30"),
        (change(at(">=", 30, "percent"), "1000", "1301"), EX, None),
        (change(at("<=", -10, "percent"), "1000", "900"), MET, "-10"),
        (change(at(">=", 30, "percent"), "0", "5", closed=True), IN, None),
        (change(at(">=", 30, "percent"), None, "5", closed=True), IN, None),
        (change(at(">=", 10, "count"), "50", "55", expected=Fraction(55)), ON, "5"),
    ],
)
def test_changes_say_points_or_per_cent(case: Case, verdict: Verdict, value: str | None) -> None:
    found = judge(case)
    assert found.verdict is verdict
    assert value is None or found.value == Fraction(value)


DEADLINE = date(2017, 12, 31)


@pytest.mark.parametrize(
    ("done", "as_of", "verdict", "late"),
    [
        (date(2017, 12, 1), DEADLINE, MET, False),
        (DEADLINE, DEADLINE, MET, False),
        (date(2018, 1, 5), date(2018, 6, 30), MI, True),
        (date(2018, 1, 5), date(2017, 9, 30), ON, False),
        (None, date(2017, 9, 30), ON, False),
        (None, DEADLINE, MI, False),
        (None, None, ON, False),
    ],
)
def test_done_by(done: date | None, as_of: date | None, verdict: Verdict, late: bool) -> None:
    found = judge(Case(Shape.DONE_BY, done=done, deadline=DEADLINE, as_of=as_of))
    assert (found.verdict, found.late) == (verdict, late)


def test_done_by_with_stored_steps_is_judged_by_them() -> None:
    case = Case(Shape.DONE_BY, deadline=DEADLINE, actual=Fraction(3), expected=Fraction(5))
    assert judge(case).verdict is BE


@pytest.mark.parametrize(
    ("case", "verdict", "reason"),
    [
        (flow(at(">", 5000), 500, range=Bounds(Fraction(500), None), closed=True), IN, "bounds"),
        (flow(at(">", 5000), 5001, range=Bounds(Fraction(5001), None)), MET, None),
        (flow(at(">=", 5000), 5001, range=Bounds(Fraction(5001), None)), EX, None),
        (flow(at(">=", 600), 590, range=Bounds(Fraction(0), Fraction(590)), closed=True), MI, None),
        (cut(328, 135, range=Bounds(Fraction(132), Fraction(180))), MET, None),
        (cut(328, 135, range=Bounds(Fraction(131), Fraction(180))), IN, "bounds"),
        (cut(328, 135, range=Bounds(None, None)), IN, "bounds"),
        (cut(40, 0, 7, range=Bounds(None, Fraction(0))), MET, None),
    ],
)
def test_bounds_never_turn_green_by_chance(case: Case, verdict: Verdict, reason: str | None) -> None:
    found = judge(case)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_without_a_target_there_are_figures_and_no_verdict() -> None:
    found = judge(Case(Shape.LEVEL_BY, actual=Fraction(115, 154), numerator=115, denominator=154))
    assert found.verdict is None
    assert said(found.percent) == "74.67"


def test_what_an_open_goal_still_needs() -> None:
    case = flow(at(">", 5000), 3731, expected=Fraction(3700), pace=Recent(6, Fraction(168), 4))
    need = judge(case).needed
    assert need is not None
    assert (need.total, need.per_period, need.periods) == (1270, 212, 6)
    later = judge(cut(328, 135, total_years=Fraction(4))).needed
    assert later is not None
    assert later.total == 4
    assert judge(flow(at(">=", 13), 13)).needed is None
    assert judge(flow(at(">=", 13), 12, closed=True)).needed is None


def _fields(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in Case.__slots__}


COUNT = st.integers(0, 400)
NUMBER = st.fractions(0, 120, max_denominator=20)


@st.composite
def targets(draw: st.DrawFn, unit: TargetUnit) -> Target:
    op = draw(st.sampled_from(Op))
    if op is not Op.BAND:
        return Target(op, unit, value=draw(NUMBER))
    low, high = sorted((draw(NUMBER), draw(NUMBER)))
    return Target(op, unit, low=low, high=high)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case of a shape that judges one count, open or closed, with and without a path."""
    shape = draw(
        st.sampled_from([Shape.YEARLY_CUT, Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY, Shape.ELIMINATE, Shape.CHANGE_BY])
    )
    unit = {Shape.YEARLY_CUT: TargetUnit.PERCENT_PER_YEAR, Shape.CHANGE_BY: TargetUnit.PERCENT}.get(
        shape, TargetUnit.COUNT
    )
    target = None if shape is Shape.ELIMINATE else draw(targets(unit))
    baseline = Fraction(draw(COUNT))
    elapsed = draw(st.none() | st.fractions(0, 1, max_denominator=40))
    return Case(
        shape,
        target,
        baseline,
        Fraction(draw(COUNT)),
        years=Fraction(draw(st.integers(0, 8))),
        closed=draw(st.booleans()),
        expected=None if elapsed is None else along(shape, target, baseline, elapsed),
        tolerance=draw(st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1, 4)])),
    )


def with_actual(case: Case, actual: int | Fraction) -> Judgement:
    return judge(Case(**{**_fields(case), "actual": Fraction(actual)}))


def rises(case: Case) -> bool:
    less = case.shape in (Shape.YEARLY_CUT, Shape.ELIMINATE)
    asks_less = case.target is not None and case.target.op in (Op.AT_MOST, Op.BELOW)
    return less is asks_less and not (case.shape is Shape.YEARLY_CUT and case.baseline == 0)


@given(cases(), COUNT)
def test_a_verdict_never_improves_when_the_value_worsens(case: Case, other: int) -> None:
    first, second = judge(case).verdict, with_actual(case, other).verdict
    assume(first in ORDER and second in ORDER)
    assert first is not None
    assert second is not None
    better = (other >= (case.actual or 0)) is rises(case)
    if other == case.actual:
        assert first is second
    elif better:
        assert ORDER.index(second) >= ORDER.index(first)
    else:
        assert ORDER.index(second) <= ORDER.index(first)


@given(st.integers(1, 400), COUNT, st.integers(1, 8), targets(TargetUnit.PERCENT_PER_YEAR))
def test_the_cut_by_its_own_formula(baseline: int, actual: int, years: int, target: Target) -> None:
    rate = Fraction(baseline - actual, baseline) * 100 / years
    low, high = (target.low, target.high) if target.op is Op.BAND else (target.value, target.value)
    assert low is not None
    assert high is not None
    expected = {
        Op.AT_LEAST: EX if rate > high else MET if rate == low else MI,
        Op.BAND: EX if rate > high else MET if rate >= low else MI,
        Op.ABOVE: MET if rate > low else MI,
        Op.AT_MOST: MET if rate <= low else MI,
        Op.BELOW: MET if rate < low else MI,
    }[target.op]
    if actual == 0 and expected is MI and target.op in (Op.AT_LEAST, Op.BAND, Op.ABOVE):
        expected = MET if low * years >= 100 else MI
    assert judge(cut(baseline, actual, years, target, closed=True)).verdict is expected


@given(cases(), COUNT)
def test_limits_are_the_counts_that_the_judge_calls_met(case: Case, other: int) -> None:
    found = judge(case)
    assume(found.verdict in ORDER and found.reason != "zero_baseline")
    low, high = found.limits or (1, 0)
    edges = [count for edge in (low, high) if edge is not None for count in (edge - 1, edge, edge + 1)]
    for count in {other, *edges}:
        if count >= 0:
            within = (low is None or low <= count) and (high is None or count <= high)
            assert (with_actual(case, count).verdict is MET) is within


@given(cases(), COUNT, COUNT)
def test_bounds_agree_only_when_every_value_between_agrees(case: Case, one: int, other: int) -> None:
    low, high = sorted((one, min(other, one + 30)))
    found = judge(Case(**{**_fields(case), "actual": Fraction(low), "range": Bounds(Fraction(low), Fraction(high))}))
    assume(found.verdict in ORDER and found.reason not in ("zero_baseline", "no_path"))
    verdicts = {with_actual(case, count).verdict for count in range(low, high + 1)}
    assert (len(verdicts) > 1) is (found.reason == "bounds")
    assert found.reason == "bounds" or verdicts == {found.verdict}


@given(cases())
def test_reaching_what_is_needed_meets_the_target(case: Case) -> None:
    found = judge(case)
    if found.needed is not None and case.actual is not None:
        sign = 1 if rises(case) else -1
        reached = case.actual + sign * found.needed.total
        assume(reached >= 0)
        assert with_actual(case, reached).verdict in (MET, EX)
        assert with_actual(case, reached - sign).verdict not in (MET, EX)


@pytest.mark.parametrize(("closed", "expected"), [(False, Verdict.BEHIND), (True, Verdict.MISSED)])
def test_a_rise_after_none_was_left_is_a_relapse_whatever_the_path_says(closed: bool, expected: Verdict) -> None:
    case = Case(Shape.ELIMINATE, baseline=Fraction(95), actual=Fraction(2), expected=Fraction(40), closed=closed)
    found = judge(replace(case, reached_none=True))
    assert (found.verdict, found.reason, found.relapse) == (expected, "relapse", True)
    assert judge(case).relapse is False
