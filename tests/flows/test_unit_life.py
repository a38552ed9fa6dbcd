"""A unit over time: what it was made of, its figure across mergers, a village's states, what was handed in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from db.engine import reading
from flows.handed_in import handed_in
from flows.leaf_life import StateLife, leaf_life, spells
from flows.lifeline import indicators_of, lifeline
from flows.review import SeriesPoint
from flows.unit_story import story
from metrics.goals import Indicator, Kind
from metrics.periods import quarter
from metrics.schema import TODAY

END = date(2025, 12, 31)
REFORM = date(2025, 7, 1)


def test_a_new_commune_names_what_it_was_made_of_and_who_decided(demo: Engine) -> None:
    with reading(demo) as conn:
        found = story(conn, unit="QN/xa-bo-y", on=END)
    assert found.began == REFORM
    assert {turn.event for turn in found.came_from} == {"merge"}
    assert {one.name for one in found.predecessors} == {"Thị trấn Plei Kần", "Xã Đăk Xú", "Xã Pờ Y"}
    assert all(turn.decided_by for turn in found.came_from)
    assert [one.code for one in found.above] == ["QN"]


def test_an_ended_unit_names_its_successor(demo: Engine) -> None:
    with reading(demo) as conn:
        found = story(conn, unit="KT/kon-tum/dak-bla", on=END)
    assert found.unit.ended
    assert found.went_to
    assert [one.code for one in found.successors] == [turn.new.code for turn in found.went_to if turn.new]


def test_mergers_below_a_unit_are_counted(demo: Engine) -> None:
    with reading(demo) as conn:
        found = story(conn, unit="KT/kon-tum", on=END)
    assert [(each.on, each.kind, each.units, each.simulated) for each in found.inside][0] == (
        date(2021, 1, 1),
        "village",
        58,
        True,
    )


def test_across_a_merger_the_predecessors_stand_beside_the_unit_and_end_before_it(demo: Engine) -> None:
    with reading(demo) as conn:
        code = {one.code: key for key, one in indicators_of(conn, unit="QN/xa-bo-y")}["head_is_member"]
        found = lifeline(conn, unit="QN/xa-bo-y", indicator=code, last=END)
    assert len(found.before) == 3
    assert max(point.period.last for strand in found.before for point in strand.points) < REFORM
    assert min(point.period.last for point in found.own.points) >= REFORM
    assert found.cuts == (REFORM,)
    assert found.today is not None
    assert found.today.boundaries == TODAY
    last = {point.period: point for point in found.today.points}[quarter(2025, 2)]
    parts = [{point.period: point for point in strand.points}[quarter(2025, 2)] for strand in found.before]
    assert (last.num, last.den) == (sum(part.num or 0 for part in parts), sum(part.den or 0 for part in parts))


def test_a_figure_that_says_the_same_on_both_boundaries_has_one_line(demo: Engine) -> None:
    with reading(demo) as conn:
        code = {one.code: key for key, one in indicators_of(conn, unit="DB")}["village_without_branch"]
        assert lifeline(conn, unit="DB", indicator=code, last=date(2019, 12, 31)).today is None


def test_the_line_starts_at_the_baseline_that_the_goal_is_judged_from(demo: Engine) -> None:
    with reading(demo) as conn:
        code = {one.code: key for key, one in indicators_of(conn, unit="DB")}["village_without_branch"]
        found = lifeline(conn, unit="DB", indicator=code, last=date(2019, 12, 31))
    assert (found.own.points[0].period.last, found.own.points[0].value) == (date(2016, 5, 23), 328)
    assert found.own.points[-1].value == 135


STATE = Indicator("x_without_member", Kind.STATE, "village", "quarter", True, "", "", "", "")


def point(place: int, value: int | None) -> SeriesPoint:
    when = quarter(2018 + place // 4, place % 4 + 1)
    exact = None if value is None else Fraction(value)
    return SeriesPoint(when, exact, exact, value, None, int(value is not None), 1, True)


@pytest.mark.parametrize(
    ("told", "lengths", "relapses"),
    [
        ([1, 1, 0, 0], [2, 2], 0),
        ([1, 0, 1, 0], [1, 1, 1, 1], 1),
        ([0, 1, 1, 0, 1], [1, 2, 1, 1], 2),
        ([1, 1, 1], [3], 0),
        ([0, None, 1], [1, 1, 1], 1),
        ([1, None, 1], [1, 1, 1], 0),
        ([], [], 0),
    ],
)
def test_states_are_told_in_spells_and_a_relapse_is_a_bad_one_after_a_good_one(
    told: list[int | None], lengths: list[int], relapses: int
) -> None:
    found = spells([point(place, value) for place, value in enumerate(told)])
    assert [each.periods for each in found] == lengths
    assert len(StateLife(1, STATE, found).relapses) == relapses


def test_a_village_is_told_by_its_states_and_its_members(demo: Engine) -> None:
    with reading(demo) as conn:
        found = leaf_life(conn, unit="DB/muong-nhe/sin-thau/ban-02", last=date(2019, 12, 31))
    assert {each.indicator.code for each in found.states} == {"village_without_member", "village_without_branch"}
    assert [one.code for _, one in found.counts] == ["village_members"]
    for each in found.states:
        assert sum(spell.periods for spell in each.spells) == len(found.periods)


def test_what_was_handed_in_is_told_by_period_newest_first_with_its_files(demo: Engine) -> None:
    with reading(demo) as conn:
        found = handed_in(conn, unit="DB/muong-nhe", as_of=quarter(2019, 4))
    periods = [each.arrivals.period for each in found]
    assert periods == sorted(periods, reverse=True)
    assert periods[0] == quarter(2019, 4)
    assert all(each.files for each in found)
    for each in found:
        due = each.arrivals.deadline
        assert due is not None
        assert [one.late for one in each.files] == [max((one.row.at.date() - due).days, 0) for one in each.files]


def test_of_a_large_unit_the_sums_say_how_many_reported(demo: Engine) -> None:
    with reading(demo) as conn:
        found = handed_in(conn, unit="DB", as_of=quarter(2019, 4), latest=3)
    assert len(found) == 3
    assert all(each.arrivals.on_time == 0 < each.arrivals.reported for each in found)
    assert all(each.arrivals.reported + each.arrivals.missing == each.arrivals.expected for each in found)
