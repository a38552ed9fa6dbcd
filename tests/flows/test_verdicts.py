"""Reviews of a small province: gaps, open baselines, qualifiers, mergers, breaks, knowledge, and who is asked what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from flows.asked import Unknown
from flows.review import GoalReview
from metrics.case import Bounds
from metrics.goals import Qualifier, Source, Verdict
from tests.flows.house import COMMUNES, ORGS, VILLAGES, House, each, villages

BAND = {"op": "band", "low": 15, "high": 20, "measure": "percent_per_year"}


def said(found: GoalReview) -> tuple[str | None, str | None]:
    judged = found.judgement
    return judged.verdict and judged.verdict.value, judged.reason


def cut(house: House, *, baseline: Any = None, **more: Any) -> House:
    """Villages without a branch must fall 15 to 20 % a year from the end of 2016."""
    house.goal("yearly_cut", "without_branch", BAND, **more)
    house.report("2016-12-31", "without_branch", villages(10) if baseline is None else baseline)
    return house


# --- gaps --------------------------------------------------------------------------------------------


def test_a_quarter_nobody_reported_has_no_value_and_says_who_is_awaited(house: House) -> None:
    cut(house)
    found = house.one("2019-Q4")
    assert said(found) == ("inconclusive", "no_value")
    assert (found.reported, found.expected, found.actual, found.baseline) == (0, 20, None, 10)
    assert [line.role for line in found.sources] == ["baseline"]


def test_nothing_at_all_known(house: House) -> None:
    house.goal("yearly_cut", "without_branch", BAND)
    found = house.one("2019-Q4")
    assert said(found) == ("inconclusive", "no_value")
    assert (found.reported, found.expected, found.baseline, found.sources) == (0, 20, None, ())


@pytest.mark.parametrize(
    ("without", "silent", "verdict", "ends"),
    [
        (5, 0, "met", None),  # 50 % in 3 years
        (5, 1, "inconclusive", (5, 6)),  # 6 left is a cut of 13,3 % a year
        (3, 1, "inconclusive", (3, 4)),  # 4 left is exactly 20 %: met; 3 is above
        (9, 1, "behind", (9, 10)),
        (0, 3, "exceeded", (0, 3)),
    ],
)
def test_partly_reported(house: House, without: int, silent: int, verdict: str, ends: tuple[int, int] | None) -> None:
    cut(house)
    told = {unit: state for unit, state in villages(without).items() if unit not in VILLAGES[-silent or 99 :]}
    house.report("2019-Q4", "without_branch", told)
    found = house.one("2019-Q4")
    assert said(found)[0] == verdict
    assert (found.reported, found.expected) == (20 - silent, 20)
    assert found.bounds == (None if ends is None else Bounds(Fraction(ends[0]), Fraction(ends[1])))
    if verdict == "inconclusive":
        assert said(found)[1] == "bounds"
        assert {unit.code for unit in found.deciding} == set(VILLAGES[-silent:])
        assert found.deciding_enough == 1


def test_a_baseline_that_a_district_never_reported_decides_nothing(house: House) -> None:
    cut(house, baseline={unit: state for unit, state in villages(10).items() if unit.startswith("P/A")})
    house.report("2019-Q4", "without_branch", villages(5))
    found = house.one("2019-Q4")  # from 10 it is met; from up to 20 it would be exceeded
    assert said(found) == ("inconclusive", "bounds")
    assert (found.judgement.best, found.judgement.worst) == (Verdict.EXCEEDED, Verdict.MET)
    assert {unit.code for unit in found.deciding} == {unit for unit in VILLAGES if unit.startswith("P/B")}


def test_a_gap_in_the_baseline_that_changes_nothing(house: House) -> None:
    cut(house, baseline={unit: state for unit, state in villages(10).items() if unit != VILLAGES[-1]})
    house.report("2019-Q4", "without_branch", villages(0))
    assert said(house.one("2019-Q4")) == ("exceeded", None)


def test_not_applicable_is_told_and_is_not_awaited(house: House) -> None:
    cut(house)
    house.report("2019-Q4", "without_branch", villages(5) | {VILLAGES[-1]: "not_applicable"})
    found = house.one("2019-Q4")
    assert (found.reported, found.expected, found.actual, said(found)[0]) == (20, 20, 5, "met")


def test_a_figure_taken_back_is_missing_again(house: House) -> None:
    cut(house)
    house.report("2019-Q4", "without_branch", villages(4))
    house.take_back("2019-Q4", "without_branch", VILLAGES[0])
    found = house.one("2019-Q4")
    assert (found.reported, found.actual) == (19, 3)
    assert said(found) == ("inconclusive", "bounds")


# --- time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "verdict", "reason"),
    [
        ("2016-Q4", "not_due", "not_started"),
        ("2017-Q1", "not_due", "no_full_year"),
        ("2017-Q4", "behind", None),
        ("2019-Q4", "met", None),
        ("2019-H2", "met", None),
        ("2019", "met", None),
        ("2017..2019", "met", None),
        ("2020-02-15", "met", None),  # Q4 is the last quarter that has ended
        ("2020-Q4", "missed", None),
        ("2024-Q4", "missed", None),  # what came after the deadline no longer counts
    ],
)
def test_review_dates(house: House, as_of: str, verdict: str, reason: str | None) -> None:
    cut(house)
    for period, left in {"2017-Q1": 10, "2017-Q4": 10, "2019-Q4": 5, "2020-Q4": 6, "2024-Q4": 0}.items():
        house.report(period, "without_branch", villages(left))
    assert said(house.one(as_of)) == (verdict, reason)


def test_before_the_start_nothing_of_later_is_a_source(house: House) -> None:
    cut(house)
    found = house.one("2015-Q4")
    assert (said(found), found.sources, found.series) == (("not_due", "not_started"), (), ())


def test_a_goal_to_eliminate_looks_on_after_its_deadline(house: House) -> None:
    house.goal("eliminate", "without_branch")
    for period, left in {"2016-12-31": 4, "2019-Q4": 0, "2020-Q4": 0, "2022-Q1": 1}.items():
        house.report(period, "without_branch", villages(left))
    assert said(house.one("2020-Q4")) == ("met", None)
    assert said(house.one("2021-Q4")) == ("inconclusive", "no_value")
    assert said(house.one("2022-Q1")) == ("missed", "relapse")
    assert house.one("2022-Q1").judgement.relapse


def test_no_relapse_where_a_district_was_silent_when_none_seemed_left(house: House) -> None:
    house.goal("eliminate", "without_branch")
    house.report("2016-12-31", "without_branch", villages(4))
    house.report("2019-Q3", "without_branch", villages(0, VILLAGES[10:]))
    house.report("2019-Q4", "without_branch", villages(1))
    assert not house.one("2019-Q4").judgement.relapse


def test_what_changed_is_judged_as_it_was_judged_then(house: House) -> None:
    cut(house)
    house.report("2019-Q3", "without_branch", villages(5, VILLAGES[:19]))
    house.report("2019-Q4", "without_branch", villages(4))
    found = house.one("2019-Q4")
    assert found.previous is not None
    assert (found.previous.verdict, found.previous_period and found.previous_period.code) == (
        Verdict.INCONCLUSIVE,
        "2019-Q3",
    )
    assert found.change == -1


# --- baselines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "verdict", "reason"), [(0, "met", None), (1, "behind", "relapse")])
def test_a_zero_baseline(house: House, left: int, verdict: str, reason: str | None) -> None:
    cut(house, baseline=villages(0))
    house.report("2019-Q4", "without_branch", villages(left))
    assert said(house.one("2019-Q4")) == (verdict, reason)


def test_no_baseline(house: House) -> None:
    house.goal("yearly_cut", "without_branch", BAND)
    house.report("2019-Q4", "without_branch", villages(5))
    assert said(house.one("2019-Q4")) == ("inconclusive", "no_value")


def test_a_quarter_that_ends_on_the_baseline_day_is_the_baseline_and_its_source(house: House) -> None:
    house.goal("level_by", "heads", {"op": ">=", "value": 90, "measure": "percent"})
    house.report("2016-Q4", "heads", each((5, 10)), file_name="dau-ky.csv")
    house.report("2018-Q4", "heads", each((7, 10)))
    found = house.one("2018-Q4")
    assert (found.baseline, found.actual, said(found)[0]) == (Fraction(1, 2), Fraction(7, 10), "on_track")
    assert [(line.role, line.file) for line in found.sources][0] == ("baseline", "dau-ky.csv")


# --- sums over periods -------------------------------------------------------------------------------


def quarters(house: House, number: int, *, skip: int = -1, **figures: Any) -> None:
    for place in range(number):
        if place != skip:
            house.report(f"{2017 + place // 4}-Q{place % 4 + 1}", "new_members", each(1) | figures)


def test_a_sum_without_its_last_quarter_says_so(house: House) -> None:
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 100}, baseline_value="0")
    quarters(house, 4)
    found = house.one("2018-Q1")
    assert (found.actual, found.reported, found.expected, found.change) == (16, 0, 4, None)
    assert found.bounds == Bounds(Fraction(16), Fraction(20))


def test_a_quarter_missing_in_the_middle_is_not_forgotten(house: House) -> None:
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 64}, baseline_value="0")
    quarters(house, 16, skip=7)
    found = house.one("2020-Q4")
    assert (found.actual, found.reported, found.expected) == (60, 0, 4)
    assert found.bounds == Bounds(Fraction(60), Fraction(64))
    assert said(found) == ("inconclusive", "bounds")
    assert {unit.code for unit in found.deciding} == set(COMMUNES)


def test_a_simulated_quarter_marks_the_whole_sum(house: House) -> None:
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 1}, baseline_value="0")
    house.report("2017-Q1", "new_members", each(1), simulated=True)
    house.report("2017-Q2", "new_members", each(2))
    assert house.one("2017-Q2").simulated


def test_a_simulated_baseline_marks_the_verdict(house: House) -> None:
    house.goal("yearly_cut", "without_branch", BAND)
    house.report("2016-12-31", "without_branch", villages(10), simulated=True)
    house.report("2019-Q4", "without_branch", villages(5))
    assert house.one("2019-Q4").simulated


def test_own_and_assigned_targets_are_judged_apart(house: House) -> None:
    house.goal(
        "cumulative_flow",
        "new_members",
        {"op": ">=", "value": 20, "at": "P/A/a1"},
        {"op": ">=", "value": 25, "source": "assigned", "at": "P/A/a1"},
        baseline_value="0",
    )
    for place in range(16):
        house.report(f"{2017 + place // 4}-Q{place % 4 + 1}", "new_members", {"P/A/a1": 2 if place < 7 else 1})
    found = house.review("2020-Q4").goals
    assert [(one.goal.source, one.actual, said(one)[0]) for one in found] == [
        (Source.OWN, 23, "exceeded"),
        (Source.ASSIGNED, 23, "missed"),
    ]


# --- floors ------------------------------------------------------------------------------------------


def test_a_year_that_was_not_reported_keeps_a_floor_open(house: House) -> None:
    house.goal("yearly_floor", "new_members", {"op": ">=", "value": 16}, baseline_value="0")
    quarters(house, 4)
    for place in range(8, 12):
        house.report(f"2019-Q{place - 7}", "new_members", each(1))
    assert said(house.one("2019-Q4")) == ("inconclusive", "no_value")


@pytest.mark.parametrize(("floor", "verdict"), [(12, "met"), (16, "inconclusive"), (17, "missed")])
def test_a_quarter_missing_in_a_year_of_a_floor(house: House, floor: int, verdict: str) -> None:
    """2018 has three quarters of 4: between 12 and 16; the term's total has nothing to say about it."""
    house.goal("yearly_floor", "new_members", {"op": ">=", "value": floor}, baseline_value="0")
    quarters(house, 16, skip=5)
    assert said(house.one("2020-Q4"))[0] == verdict


def test_a_rate_floor_is_measured_by_the_year(house: House) -> None:
    """16 a year of 400 members at the start of the term: 4 %."""
    target = {"op": ">=", "value": "7/2", "measure": "percent"}
    house.goal("yearly_floor", "new_members", target, baseline_value="400")
    quarters(house, 16)
    found = house.one("2020-Q4")
    assert (said(found)[0], found.judgement.percent) == ("met", 4)


def test_a_year_that_the_start_cuts_is_not_asked_for_a_whole_years_flow(house: House) -> None:
    house.goal(
        "yearly_floor", "new_members", {"op": ">=", "value": 16}, baseline_value="0", start=date(2017, 5, 1),
    )  # fmt: skip
    quarters(house, 16)
    found = house.one("2020-Q4")
    assert ([year.year for year in found.case.year_values], said(found)[0]) == ([2018, 2019, 2020], "met")


def test_a_stock_floor_takes_the_end_of_the_year_not_the_last_report(house: House) -> None:
    house.goal("yearly_floor", "members", {"op": ">=", "value": 40})
    house.report("2017-Q4", "members", each(10))
    house.report("2018-Q3", "members", each(10))
    assert said(house.one("2018-Q4")) == ("inconclusive", "no_value")


# --- shares, ratings, milestones ---------------------------------------------------------------------


def test_a_share_with_a_silent_commune_counts_its_last_denominator(house: House) -> None:
    house.goal("level_by", "heads", {"op": ">", "value": 60, "measure": "percent"})
    house.report("2016-Q4", "heads", each((5, 10)))
    house.report("2020-Q3", "heads", each((8, 10)))
    house.report("2020-Q4", "heads", each((8, 10), COMMUNES[:3]))
    found = house.one("2020-Q4")
    assert found.bounds == Bounds(Fraction(24, 40), Fraction(34, 40))
    assert (said(found), [unit.code for unit in found.deciding]) == (("inconclusive", "bounds"), ["P/B/b2"])


def test_a_share_of_nobody(house: House) -> None:
    house.goal("level_by", "heads", {"op": ">=", "value": 90, "measure": "percent"})
    house.report("2020-Q4", "heads", each((0, 0)))
    assert said(house.one("2020-Q4")) == ("inconclusive", "zero_denominator")


CAP = {"op": "<=", "value": 20, "measure": "percent"}


@pytest.mark.parametrize(
    ("classes", "rounding", "verdict"),
    [
        (("excellent", "good", "good", "good"), "floor", "missed"),  # 20 % of 3 is 0,6
        (("excellent", "good", "good", "good"), "half_up", "met"),
        (("good", "good", "good", "good"), "floor", "met"),
        (("good", "good", "good"), "floor", "inconclusive"),  # the fourth may be excellent
        (("excellent", "excellent", "good"), "floor", "missed"),  # whatever the fourth is
        (("good", "good", "good", "not_rated"), "floor", "met"),
        (("not_rated", "not_rated", "not_rated", "not_rated"), "floor", "inconclusive"),
        ((), "floor", "inconclusive"),
    ],
)
def test_a_cap_on_the_best_class(house: House, classes: tuple[str, ...], rounding: str, verdict: str) -> None:
    house.goal(
        "cap_share", "class_new", CAP, denominator_rule="good", allowed_rounding=rounding,
        baseline_date=date(2018, 1, 1), start=date(2018, 1, 1), deadline=date(2019, 12, 31),
    )  # fmt: skip
    if classes:
        house.report("2019", "class_new", dict(zip(ORGS, classes, strict=False)))
    found = house.one("2019")
    assert said(found)[0] == verdict
    assert (found.reported, found.expected) == (len(classes), 4)
    if len(classes) == 3 and verdict == "inconclusive":
        assert [unit.code for unit in found.deciding] == [ORGS[3]]


def test_the_year_before_is_judged_on_its_own_classes(house: House) -> None:
    house.goal(
        "cap_share", "class_new", CAP, denominator_rule="good", allowed_rounding="floor",
        baseline_date=date(2018, 1, 1), start=date(2018, 1, 1),
    )  # fmt: skip
    house.report("2018", "class_new", each("excellent", ORGS))
    house.report("2019", "class_new", each("good", ORGS))
    found = house.one("2019")
    assert found.previous is not None
    assert (said(found)[0], found.previous.verdict) == ("met", Verdict.MISSED)


@pytest.mark.parametrize(
    ("indicator", "deadline", "bridged", "verdict"),
    [
        ("class_old", date(2018, 12, 31), False, "not_comparable"),
        ("class_old", date(2018, 12, 31), True, None),
        ("class_old", date(2017, 12, 31), False, None),
    ],
)
def test_a_new_scheme_breaks_a_series(
    house: House, indicator: str, deadline: date, bridged: bool, verdict: str | None
) -> None:
    house.goal(
        "cap_share", indicator, CAP, denominator_rule="good", allowed_rounding="floor", deadline=deadline,
        bridges_breaks=bridged,
    )  # fmt: skip
    for year in ("2017", "2018"):
        house.report(year, indicator, each("good", ORGS))
    found = house.one("2018")
    assert said(found)[0] == (verdict or "met")
    assert bool(found.breaks) is (deadline.year == 2018)


@pytest.mark.parametrize(("indicator", "verdict"), [("orgs", "not_comparable"), ("members", "met")])
def test_the_reform_breaks_what_does_not_survive_it(house: House, indicator: str, verdict: str) -> None:
    house.goal("level_by", indicator, {"op": ">=", "value": 40}, deadline=date(2025, 12, 31))
    house.report("2016-12-31", indicator, each(9))
    house.report("2025-Q4", indicator, {"P/x": 20, "P/y": 20})
    assert said(house.one("2025-Q4"))[0] == verdict


@pytest.mark.parametrize(
    ("figures", "as_of", "verdict", "reason", "count"),
    [
        ({}, "2019-Q4", "inconclusive", "no_value", 0),
        ({}, "2021-Q4", "inconclusive", "no_value", 0),
        ({"2019-Q4": 0}, "2019-Q4", "on_track", None, 1),
        ({"2019-Q4": 0}, "2021-Q4", "missed", None, 1),
        ({"2019-Q4": 0, "2020-Q2": 1}, "2020-Q2", "met", None, 1),
        ({"2019-Q4": 1, "2020-Q2": 1}, "2022-Q4", "met", None, 1),
        ({"2019-Q4": 0, "2021-Q2": 1}, "2021-Q2", "missed", "late", 1),
    ],
)
def test_a_milestone(
    house: House, figures: dict[str, int], as_of: str, verdict: str, reason: str | None, count: int
) -> None:
    house.goal("done_by", "milestone", unit="P/A/a1")
    for period, value in figures.items():
        house.report(period, "milestone", {"P/A/a1": value})
    found = house.one(as_of)
    assert said(found) == (verdict, reason)
    assert (len(found.sources), found.expected) == (count, 1)


def test_a_milestone_known_from_the_press_only(house: House) -> None:
    house.goal("done_by", "milestone", unit="P/A/a1")
    house.publish("milestone", "2019-05-02", "2019-05-02", "2019-05-02", "P/A/a1", measure="date", digits=None)
    assert said(house.one("2019-Q1")) == ("inconclusive", "no_value")
    found = house.one("2020-Q4")
    assert (said(found)[0], found.case.done) == ("met", date(2019, 5, 2))
    assert [line.kind for line in found.sources] == ["published"]


# --- qualifiers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [("at_least 5", "exceeded"), ("at_most 5", "inconclusive"), ("about 90", "inconclusive"), ("at_most 3", "missed")],
)
def test_qualified_figures(house: House, figure: str, verdict: str) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 34})
    others = 10 if verdict != "missed" else 9
    house.report("2020-Q4", "members", each(others, COMMUNES[:3]) | {"P/B/b2": figure})
    assert said(house.one("2020-Q4"))[0] == verdict


def test_a_units_own_qualifier_travels_with_its_value(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 5}, unit="P/A/a1")
    house.report("2020-Q4", "members", {"P/A/a1": "at_least 5"})
    found = house.one("2020-Q4")
    assert said(found)[0] == "inconclusive"  # exactly 5 is met, more is exceeded
    assert found.qualifier is Qualifier.AT_LEAST


# --- mergers -----------------------------------------------------------------------------------------


def test_a_district_lives_on_as_a_region_after_the_reform(house: House) -> None:
    target = {"op": ">=", "value": 5, "at": "P/A"}
    house.goal("level_by", "members", target, deadline=date(2025, 12, 31))
    house.report("2025-Q4", "members", {"P/x": 9, "P/y": 9})
    found = house.one("2025-Q4")
    assert (found.unit.code, found.unit.ended, found.actual, said(found)[0]) == ("P/A", True, 9, "exceeded")
    assert (found.reported, found.expected) == (1, 1)


def test_a_merged_communes_sum_ends_and_is_open_upwards(house: House) -> None:
    more = {"deadline": date(2025, 12, 31), "baseline_value": "0", "start": date(2025, 1, 1)}
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 10, "at": "P/A/a1"}, **more)
    for period in ("2025-Q1", "2025-Q2"):
        house.report(period, "new_members", each(4))
    for period in ("2025-Q3", "2025-Q4"):
        house.report(period, "new_members", {"P/x": 9, "P/y": 9})
    found = house.one("2025-Q4")
    assert (found.actual, found.bounds) == (8, Bounds(Fraction(8), None))
    assert (said(found), found.reported, found.expected) == (("inconclusive", "bounds"), 0, 1)
    assert house.one("2025-Q4", boundaries=1).actual is None


def test_todays_boundaries_add_up_what_merged(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 5}, deadline=date(2025, 12, 31))
    house.report("2020-Q4", "members", dict(zip(COMMUNES, (1, 2, 3, 4), strict=True)))
    found = house.one("2020-Q4", boundaries=1)
    assert (found.actual, found.reported, found.expected, found.estimate) == (10, 2, 2, False)
    assert house.one("2020-Q4").actual == 10


def test_a_merged_unit_of_which_one_half_reported_is_counted_once(house: House) -> None:
    """a1 said 4, a2 nothing (last 6, at most 8): today's commune has between 6 and 8 more than ... never 4 twice."""
    house.goal("level_by", "members", {"op": ">=", "value": 20}, deadline=date(2025, 12, 31))
    house.report("2020-Q2", "members", dict(zip(COMMUNES, (4, 8, 5, 5), strict=True)))
    house.report("2020-Q3", "members", dict(zip(COMMUNES, (4, 6, 5, 5), strict=True)))
    house.report("2020-Q4", "members", {"P/A/a1": 4, "P/B/b1": 5, "P/B/b2": 5})
    now = house.one("2020-Q4", boundaries=1)
    assert now.bounds == Bounds(Fraction(20), Fraction(22))  # P/x was 10 and 12 as a whole
    assert (now.reported, now.expected) == (1, 2)


# --- who is asked ------------------------------------------------------------------------------------


def test_a_unit_below_is_asked_what_is_relative_and_by_the_nearest_above(house: House) -> None:
    province = {"op": ">=", "value": 90, "measure": "percent"}
    district = {"op": ">=", "value": 60, "measure": "percent", "at": "P/A"}
    house.goal("level_by", "heads", province, district)
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 10}, baseline_value="0")
    house.report("2020-Q4", "heads", each((7, 10)))
    asked = {
        code: [(one.goal.code, said(one)[0]) for one in house.review("2020-Q4", unit=code).goals]
        for code in ("P", "P/A", "P/B", "P/A/a1", "P/B/b1")
    }
    assert asked == {
        "P": [("G1", "missed"), ("G2", "inconclusive")],
        "P/A": [("G1", "exceeded")],
        "P/B": [("G1", "missed")],
        "P/A/a1": [("G1", "exceeded")],
        "P/B/b1": [("G1", "missed")],
    }


def test_a_village_is_judged_on_its_own_figures_with_their_sources(house: House) -> None:
    cut(house)
    house.report("2019-Q4", "without_branch", villages(5), file_name="quy4.csv")
    found = house.one("2019-Q4", unit=VILLAGES[6])
    assert (found.baseline, found.actual, said(found)[0], found.reported, found.expected) == (1, 0, "exceeded", 1, 1)
    assert [(line.role, line.file, line.row) for line in found.sources][-1] == ("actual", "quy4.csv", 8)


@pytest.mark.parametrize(
    ("unit", "resolution", "message"),
    [
        ("P/nowhere", "R", "no unit 'P/nowhere'"),
        ("Q", "R", "'Q' does not lie under 'P', the unit of R"),
        (None, "S", "no resolution 'S'; there are: R"),
    ],
)
def test_unknown(house: House, unit: str | None, resolution: str, message: str) -> None:
    from db import models, packs
    from db.engine import reading, writing
    from flows.verdicts import review
    from metrics.periods import parse

    cut(house)
    with writing(house.engine) as conn:
        packs.upsert_units(conn, [models.Unit(code="Q", kind="province")])
    with reading(house.engine) as conn, pytest.raises(Unknown, match=message):
        review(conn, resolution=resolution, as_of=parse("2019-Q4"), unit=unit)


# --- knowledge ---------------------------------------------------------------------------------------


def test_as_known_before_and_after_a_correction(house: House) -> None:
    cut(house)
    house.report("2019-Q4", "without_branch", villages(5), on=date(2020, 1, 10))
    house.report("2019-Q4", "without_branch", villages(0), on=date(2020, 2, 20))
    known = {day: house.one("2019-Q4", known=date.fromisoformat(day)) for day in
             ("2016-01-01", "2020-01-09", "2020-01-10", "2020-02-19", "2020-02-20")}  # fmt: skip
    assert {day: (found.baseline, found.actual, said(found)[0]) for day, found in known.items()} == {
        "2016-01-01": (None, None, "inconclusive"),
        "2020-01-09": (10, None, "inconclusive"),
        "2020-01-10": (10, 5, "met"),
        "2020-02-19": (10, 5, "met"),
        "2020-02-20": (10, 0, "exceeded"),
    }
    assert [line.date for line in known["2020-01-10"].sources if line.role == "actual"] == [date(2020, 1, 10)]
    assert (known["2016-01-01"].reported, known["2016-01-01"].expected) == (0, 20)


def test_each_call_leaves_the_store_alone(new_house: Callable[[], House]) -> None:
    house = cut(new_house())
    house.report("2019-Q4", "without_branch", villages(5))
    before = house.review("2019-Q4").revision
    assert house.review("2019-Q4") == house.review("2019-Q4")
    assert house.review("2019-Q4").revision == before
