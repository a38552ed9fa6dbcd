"""Who holds what is missing, from the store: parts add up to what the goal's own page says is left."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from db import goals, units
from db.engine import reading
from flows.asked import Unknown, find_unit
from flows.contribution import Contribution, Missing, contribution
from flows.levels import Level, levels_of
from flows.ranking import ranking
from flows.verdicts import review
from metrics.periods import parse
from tests.flows.house import COMMUNES, VILLAGES, House, each, villages

CUT = {"op": "band", "low": 15, "high": 20, "measure": "percent_per_year"}


def held(house: House, goal: str, level: Level = Level.BELOW, unit: str = "P", **more: int) -> Contribution | None:
    with reading(house.engine) as conn:
        return contribution(conn, resolution="R", goal=goal, unit=unit, as_of=parse("2019-Q4"), level=level, **more)


@pytest.mark.parametrize("boundaries", [0, 1])
@pytest.mark.parametrize("level", [Level.BELOW, Level.COMMUNES, Level.LEAVES])
@pytest.mark.parametrize("code", ["NQ04-DB-2016-01", "NQ04-DB-2016-02", "NQ04-DB-2016-04"])
def test_what_is_left_at_every_level_adds_up_to_the_province(
    demo: Engine, code: str, level: Level, boundaries: int
) -> None:
    with reading(demo) as conn:
        asked = {"resolution": "NQ04-DB-2016", "as_of": parse("2019-Q4"), "boundaries": boundaries}
        found = contribution(conn, goal=code, unit="DB", level=level, **asked)
        whole = next(one for one in review(conn, **asked).goals if one.goal.code == code)
    assert found is not None
    assert found.missing is Missing.LEFT
    assert found.total == whole.actual == sum(one.gap for one in (*found.holders, *found.rest))
    assert found.held * 2 > found.total >= found.held
    assert found.simulated


def test_the_few_that_hold_most_and_what_each_needs(house: House) -> None:
    goal = house.goal("yearly_cut", "without_branch", CUT)
    house.report("2016-12-31", "without_branch", villages(15))
    house.report("2019-Q4", "without_branch", villages(7))
    found = held(house, goal, Level.COMMUNES)
    assert found is not None
    assert [(one.unit.code, one.gap, one.needs) for one in found.holders] == [("P/A/a1", 5, 3)]
    assert [(one.unit.code, one.gap, one.needs) for one in found.rest] == [("P/A/a2", 2, None)]
    assert (found.none, found.unknown, found.held, found.rest_gap, found.units) == (2, 0, 5, 2, 4)


def test_a_share_is_short_in_whole_counts_of_its_numerator(house: House) -> None:
    goal = house.goal("level_by", "heads", {"op": ">=", "value": 60, "measure": "percent"})
    house.report("2019-Q4", "heads", {"P/A/a1": (1, 10), "P/A/a2": (6, 10), "P/B/b1": (3, 7), "P/B/b2": (9, 9)})
    found = held(house, goal, Level.COMMUNES)
    assert found is not None
    assert found.missing is Missing.SHORT
    assert [(one.unit.code, one.gap) for one in (*found.holders, *found.rest)] == [("P/A/a1", 5), ("P/B/b1", 2)]
    assert found.none == 2


def test_targets_of_their_own_make_parts_and_one_for_all_is_never_divided(house: House) -> None:
    goal = house.goal("cumulative_flow", "new_members", *({"op": ">=", "value": 10, "at": code} for code in COMMUNES))
    house.report("2019-Q4", "new_members", {"P/A/a1": 4, "P/A/a2": 12, "P/B/b1": 9})
    found = held(house, goal, Level.COMMUNES)
    assert found is not None
    assert found.missing is Missing.SHORT
    assert [(one.unit.code, one.gap) for one in (*found.holders, *found.rest)] == [("P/A/a1", 6), ("P/B/b1", 1)]
    assert (found.none, found.unknown) == (1, 1)
    whole = house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 100})
    brought = held(house, whole, Level.COMMUNES)
    assert brought is not None
    assert brought.missing is Missing.BROUGHT
    assert brought.total == 25
    assert all(one.needs is None for one in brought.holders)


def test_equal_parts_always_name_the_same_units(house: House) -> None:
    goal = house.goal("eliminate", "without_branch")
    house.report("2016-12-31", "without_branch", villages(20))
    house.report("2019-Q4", "without_branch", {code: int(code.endswith("v1")) for code in VILLAGES})
    found = held(house, goal, Level.COMMUNES)
    assert found is not None
    assert [one.unit.code for one in found.holders] == ["P/A/a1", "P/A/a2", "P/B/b1"]
    assert found.tied == 1


@pytest.mark.parametrize(
    ("shape", "indicator"), [("done_by", "milestone"), ("level_by", "members"), ("level_by", "class_new")]
)
def test_where_nobody_is_asked_nobody_holds_anything(house: House, shape: str, indicator: str) -> None:
    goal = house.goal(shape, indicator)
    house.report("2019-Q4", "members", each(3))
    assert held(house, goal) is None
    with pytest.raises(Unknown):
        held(house, "nothing")


def test_levels_that_show_other_units(demo: Engine) -> None:
    with reading(demo) as conn:
        every = {row.code: (row, number) for number, row in goals.indicators(conn).items()}

        def levels(unit: str, indicator: str, period: str = "2019-Q4") -> list[str]:
            when = parse(period)
            return [one.value for one in levels_of(conn, find_unit(conn, unit), *every[indicator], when, 0)]

        village = next(row.goal.indicator for row in goals.goals(conn) if row.goal.code == "NQ04-DB-2016-02")
        flow = next(row.goal.indicator for row in goals.goals(conn) if row.goal.code == "NQ16-KT-2020-01")
        assert levels("DB", village) == ["below", "communes", "leaves"]
        assert levels("DB/muong-nhe", village) == ["below", "leaves"]
        assert levels("DB/muong-nhe/sin-thau", village) == ["leaves"]
        assert levels("KT", flow, "2023-Q2") == ["below", "communes"]
        assert levels("KT/kon-tum/dak-bla", flow, "2023-Q2") == []
        assert levels("LS/bac-son/dong-y", flow, "2017-Q4") == []


def test_the_villages_that_are_left_have_names(demo: Engine) -> None:
    asked = {"resolution": "NQ04-DB-2016", "goal": "NQ04-DB-2016-02", "unit": "DB", "as_of": parse("2019-Q4")}
    with reading(demo) as conn:
        found = ranking(conn, level=Level.LEAVES, **asked)
        communes = ranking(conn, level=Level.COMMUNES, **asked)
        kinds = {row.kind for row in units.units_by_id(conn, [one.unit.id for one in found]).values()}
    assert (len(found), kinds) == (135, {"village"})
    assert all(one.judgement.verdict is None and one.actual == 1 for one in found)
    assert len(communes) == 129
    assert sum(one.actual or 0 for one in communes) == 135
