"""From a verdict down to files and rows."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from db.engine import reading
from flows.asked import Unknown
from flows.trace import history, trace
from metrics.periods import parse
from tests.flows.house import COMMUNES, VILLAGES, House, each, villages

FLOOR = {"op": ">=", "value": 1}


def lines(
    house: House, goal: str, unit: str, as_of: str, **more: int
) -> list[tuple[str, str, int | None, str, int | None]]:
    with reading(house.engine) as conn:
        found = trace(conn, resolution="R", goal=goal, unit=unit, as_of=parse(as_of), **more)
    return [(one.unit.code, one.period.code, one.num, one.file, one.row) for one in found]


def test_a_persons_figures_come_first_with_file_and_row(house: House) -> None:
    goal = house.goal("level_by", "members", FLOOR)
    house.report("2020-Q4", "members", each(9), file_name="mo-phong.csv", simulated=True)
    house.report("2020-Q4", "members", {"P/B/b1": 3}, file_name="sua.csv")
    assert lines(house, goal, "P", "2020-Q4") == [
        ("P/B/b1", "2020-Q4", 3, "sua.csv", 2),
        ("P/A/a1", "2020-Q4", 9, "mo-phong.csv", 2),
        ("P/A/a2", "2020-Q4", 9, "mo-phong.csv", 3),
        ("P/B/b2", "2020-Q4", 9, "mo-phong.csv", 5),
    ]
    assert [row[0] for row in lines(house, goal, "P/A", "2020-Q4")] == ["P/A/a1", "P/A/a2"]


def test_a_goal_is_traced_to_its_deadline(house: House) -> None:
    goal = house.goal("level_by", "members", FLOOR)
    house.report("2020-Q4", "members", {"P/A/a1": 1})
    house.report("2022-Q4", "members", {"P/A/a1": 2})
    assert [row[1] for row in lines(house, goal, "P", "2022-Q4")] == ["2020-Q4"]


def test_a_sum_is_traced_over_all_its_periods(house: House) -> None:
    goal = house.goal("cumulative_flow", "new_members", FLOOR, baseline_value="0")
    for period in ("2016-Q4", "2017-Q1", "2017-Q2", "2017-Q3"):
        house.report(period, "new_members", {"P/A/a1": 1})
    assert sorted(row[1] for row in lines(house, goal, "P", "2017-Q2")) == ["2017-Q1", "2017-Q2"]


def test_a_milestone_is_traced_to_the_report_of_it(house: House) -> None:
    goal = house.goal("done_by", "milestone", unit="P/A/a1")
    house.report("2019-Q2", "milestone", {"P/A/a1": 0})
    house.report("2019-Q4", "milestone", {"P/A/a1": 1}, file_name="xong.csv")
    assert lines(house, goal, "P/A/a1", "2020-Q4") == [("P/A/a1", "2019-Q4", 1, "xong.csv", 2)]


def test_a_village_is_its_own_trace(house: House) -> None:
    goal = house.goal("eliminate", "without_branch")
    house.report("2020-Q4", "without_branch", villages(3), file_name="quy4.csv")
    assert lines(house, goal, VILLAGES[2], "2020-Q4") == [(VILLAGES[2], "2020-Q4", 1, "quy4.csv", 4)]


def test_after_a_merger_the_old_units_are_named(house: House) -> None:
    goal = house.goal("level_by", "members", FLOOR, deadline=date(2025, 12, 31))
    house.report("2020-Q4", "members", dict(zip(COMMUNES, (1, 2, 3, 4), strict=True)))
    assert {row[0] for row in lines(house, goal, "P/x", "2020-Q4", boundaries=1)} == {"P/A/a1", "P/A/a2"}


def test_every_version_of_a_figure(house: House) -> None:
    goal = house.goal("level_by", "members", FLOOR)
    house.report("2020-Q4", "members", {"P/A/a1": 1}, file_name="mot.csv")
    house.report("2020-Q4", "members", {"P/A/a1": 2}, file_name="hai.csv", reason="đếm lại")
    with reading(house.engine) as conn:
        found = history(conn, goal=goal, unit="P/A/a1", as_of=parse("2022-Q4"))
    assert [(one.num, one.file, one.account) for one in found] == [(2, "hai.csv", "lan"), (1, "mot.csv", "lan")]


@pytest.mark.parametrize(
    ("goal", "unit", "message"), [("G9", "P", "no goal 'G9'"), ("NQ04-DB-2016-01", "DB/x", "no unit 'DB/x'")]
)
def test_unknown(demo: Engine, goal: str, unit: str, message: str) -> None:
    with reading(demo) as conn, pytest.raises(Unknown, match=message):
        trace(conn, resolution="NQ04-DB-2016", goal=goal, unit=unit, as_of=parse("2019-Q4"))
