"""Units × periods, and what a unit owes: rows on the units of each period, drilled down to the leaves."""

from __future__ import annotations

from datetime import date

from db.engine import reading
from flows.arrival_grid import Grid, arrival_grid
from flows.levels import Level
from flows.reminders import owed
from metrics.periods import parse
from metrics.schema import AS_REPORTED, TODAY
from tests.flows.house import COMMUNES, VILLAGES, House
from tests.flows.test_timeliness import due

A1, A2, B1, B2 = COMMUNES
EARLY = date(2020, 1, 10)


def grid(house: House, unit: str, *periods: str, boundaries: int = AS_REPORTED, level: Level = Level.BELOW) -> Grid:
    with reading(house.engine) as conn:
        return arrival_grid(
            conn, unit=unit, periods=[parse(one) for one in periods], boundaries=boundaries, level=level
        )


def shown(found: Grid) -> dict[str, list[str]]:
    """Arrived of expected by unit, a dash where nothing was asked."""
    return {
        row.unit.code: [f"{one.arrived}/{one.expected}" if one else "–" for one in row.cells]
        for row in (*found.rows, found.total)
    }


def reported(house: House) -> None:
    house.report("2019-Q3", "without_branch", dict.fromkeys(VILLAGES, 0))
    house.report("2019-Q4", "without_branch", dict.fromkeys(VILLAGES[:7], 0), on=EARLY)


def test_rows_are_the_units_directly_below_and_the_total_is_of_all(house: House) -> None:
    reported(house)
    found = grid(house, "P", "2019-Q3", "2019-Q4")
    assert shown(found) == {"P/A": ["10/10", "7/10"], "P/B": ["10/10", "0/10"], "P": ["20/20", "7/20"]}
    assert [row.opens for row in found.rows] == [True, True]
    assert found.levels == (Level.BELOW, Level.COMMUNES)


def test_communes_stand_side_by_side_where_asked_for(house: House) -> None:
    reported(house)
    found = grid(house, "P", "2019-Q4", level=Level.COMMUNES)
    assert shown(found) == {A1: ["5/5"], A2: ["2/5"], B1: ["0/5"], B2: ["0/5"], "P": ["7/20"]}


def test_below_a_commune_stand_its_leaves_and_itself_where_it_reports(house: House) -> None:
    reported(house)
    house.report("2019-Q4", "members", {A2: 1}, on=EARLY)
    found = grid(house, A2, "2019-Q4")
    own = {f"{A2}/v{n}": ["1/1" if n < 3 else "0/1"] for n in range(1, 6)}
    assert shown(found) == {**own, A2: ["3/6"]}
    assert not any(row.opens for row in found.rows)
    assert found.levels == (Level.BELOW,)


def test_across_the_reform_each_period_has_the_units_of_its_time(house: House) -> None:
    reported(house)
    house.report("2025-Q3", "without_branch", dict.fromkeys(VILLAGES, 0))
    found = grid(house, "P", "2019-Q4", "2025-Q3")
    assert shown(found) == {
        "P/x": ["–", "10/10"],
        "P/y": ["–", "10/10"],
        "P/A": ["7/10", "–"],
        "P/B": ["0/10", "–"],
        "P": ["7/20", "20/20"],
    }
    today = grid(house, "P", "2019-Q4", "2025-Q3", boundaries=TODAY)
    assert shown(today) == {"P/x": ["7/10", "10/10"], "P/y": ["0/10", "10/10"], "P": ["7/20", "20/20"]}


def test_without_any_report_nothing_is_asked_of_anybody(house: House) -> None:
    found = grid(house, "P", "2019-Q4")
    assert (found.rows, found.total.cells) == ((), (None,))


def test_a_district_owes_what_its_communes_have_not_reported(house: House) -> None:
    due(house)
    reported(house)
    with reading(house.engine) as conn:
        found = owed(conn, unit="P/A", as_of=parse("2019-Q4"))
    assert (found.missing, found.expected, found.deadline) == (3, 10, date(2020, 1, 15))
    (place,) = found.units
    assert (place.unit.code, place.whole) == (A2, False)
    assert [one.code for one in place.missing] == [f"{A2}/v{n}" for n in (3, 4, 5)]
    assert [one.code for one in found.indicators] == ["without_branch"]


def test_a_commune_owes_what_its_leaves_have_not_reported(house: House) -> None:
    reported(house)
    with reading(house.engine) as conn:
        found = owed(conn, unit=B1, as_of=parse("2019-Q4"))
    assert (found.missing, found.expected, found.deadline) == (5, 5, None)
    assert [one.unit.code for one in found.units] == [f"{B1}/v{n}" for n in range(1, 6)]
