"""Who reported in time: the truth table of arrivals, deadlines from the calendar, two boundaries, undos."""

from __future__ import annotations

from datetime import date

import pytest

from db import models, packs
from db.engine import reading, writing
from flows import timeliness
from flows.submit import undo
from flows.timeliness import Arrival, Arrivals
from metrics.periods import parse
from metrics.schema import AS_REPORTED, TODAY
from tests.flows.house import COMMUNES, VILLAGES, House

Q, BEFORE = "2019-Q4", "2019-Q3"
DUE = date(2020, 1, 15)
IN_TIME, TOO_LATE, LATER = date(2020, 1, 15), date(2020, 1, 16), date(2020, 2, 20)
A1, A2, B1, B2 = COMMUNES


def due(house: House, day: date = DUE, unit: str | None = "P", period: str = Q) -> None:
    """A row of the calendar."""
    span = parse(period)
    row = models.ReportingCalendar(
        period=span.key, unit_id=house.ids[unit] if unit else None, start=span.first, end=span.last, deadline=day
    )
    with writing(house.engine) as conn:
        packs.upsert_calendar(conn, [row])


def asked(house: House, unit: str = "P", period: str = Q, boundaries: int = AS_REPORTED) -> Arrivals:
    with reading(house.engine) as conn:
        return timeliness.arrivals(conn, unit=unit, as_of=parse(period), boundaries=boundaries)


def counts(found: Arrivals) -> dict[str, int]:
    return {each.value: number for each in Arrival if (number := getattr(found, each.value))}


def of_commune(house: House, commune: str = A1, **more: int) -> Arrival:
    """What became of a commune's own report; another has reported, so that something is asked."""
    found = counts(asked(house, commune, **more))
    assert sum(found.values()) == 1
    return Arrival(*found)


STEPS = [
    # what happens to A1 of 2019-Q4 (day and value; "undo" takes the last file back), is a deadline known; the outcome
    ([], True, Arrival.MISSING),
    ([], False, Arrival.MISSING),
    ([(IN_TIME, 5)], True, Arrival.ON_TIME),
    ([(TOO_LATE, 5)], True, Arrival.LATE),
    ([(TOO_LATE, 5)], False, Arrival.REPORTED),
    ([(IN_TIME, 0)], True, Arrival.ON_TIME),
    ([(IN_TIME, "not_applicable")], True, Arrival.ON_TIME),
    ([(IN_TIME, 5), (LATER, 6)], True, Arrival.CORRECTED),
    ([(TOO_LATE, 5), (LATER, 6)], True, Arrival.CORRECTED),
    ([(IN_TIME, 5), (LATER, 6)], False, Arrival.CORRECTED),
    ([(IN_TIME, 5), (LATER, 5)], True, Arrival.ON_TIME),  # the same again changes nothing
    ([(IN_TIME, 5), "undo"], True, Arrival.MISSING),
    ([(IN_TIME, 5), "undo", (TOO_LATE, 5)], True, Arrival.LATE),  # the first never was
    ([(IN_TIME, 5), (LATER, 6), "undo"], True, Arrival.ON_TIME),  # and so was no correction
    ([(IN_TIME, 5), (LATER, "at_least 5")], True, Arrival.CORRECTED),
]


@pytest.mark.parametrize(("steps", "known", "comes_to"), STEPS)
@pytest.mark.parametrize("others", [False, True], ids=["alone", "beside others"])
def test_what_a_report_comes_to(
    house: House, steps: list[object], known: bool, comes_to: Arrival, others: bool
) -> None:
    if known:
        due(house)
    house.report(BEFORE, "members", dict.fromkeys(COMMUNES, 3))
    if others:
        house.report(Q, "members", {A2: 1, B1: 1}, on=IN_TIME)
    last = 0
    for step in steps:
        if step == "undo":
            undo.undo(house.engine, last, account="lan", reason="nhầm")
        else:
            day, value = step  # type: ignore[misc]  # the table above
            last = house.report(Q, "members", {A1: value}, on=day)
    assert of_commune(house) is comes_to


def test_an_undo_taken_back_brings_the_file_back(house: House) -> None:
    due(house)
    seq = house.report(Q, "members", {A1: 5, A2: 4}, on=IN_TIME)
    receipt = undo.undo(house.engine, seq, account="lan", reason="nhầm")
    assert asked(house, A1).missing == 1 or asked(house, A1).expected == 0
    undo.undo(house.engine, receipt.seq, account="lan", reason="không nhầm")
    assert of_commune(house) is Arrival.ON_TIME


def test_a_figure_that_is_there_no_more_was_not_reported(house: House) -> None:
    house.report(Q, "members", {A1: 5, A2: 4}, on=IN_TIME)
    house.take_back(Q, "members", A1)
    assert of_commune(house) is Arrival.MISSING
    assert of_commune(house, A2) is Arrival.REPORTED


def test_counts_are_of_units_and_add_up(house: House) -> None:
    due(house)
    house.report(Q, "members", {A1: 1, A2: 1}, on=IN_TIME)
    house.report(Q, "members", {B1: 1}, on=TOO_LATE)
    house.report(Q, "members", {A2: 2}, on=LATER)
    found = asked(house)
    assert counts(found) == {"on_time": 1, "late": 1, "missing": 1, "corrected": 1}
    assert (found.expected, found.arrived, found.deadline, found.simulated) == (4, 3, DUE, False)
    assert counts(asked(house, "P/A")) == {"on_time": 1, "corrected": 1}


def test_one_figure_of_several_is_a_report(house: House) -> None:
    due(house)
    house.report(BEFORE, "new_members", dict.fromkeys(COMMUNES, 1))
    house.report(Q, "members", {A1: 1}, on=TOO_LATE)
    house.report(Q, "new_members", {A1: 1}, on=IN_TIME)
    assert of_commune(house) is Arrival.LATE  # the first file is the one that was accepted first
    assert of_commune(house, A2) is Arrival.MISSING


def test_leaves_of_several_kinds_are_awaited_together(house: House) -> None:
    house.report(Q, "without_branch", dict.fromkeys(VILLAGES, 0), on=IN_TIME)
    house.report(Q, "members", dict.fromkeys(COMMUNES, 1), on=IN_TIME)
    assert counts(asked(house)) == {"reported": len(VILLAGES) + len(COMMUNES)}
    assert counts(asked(house, A1)) == {"reported": 6}
    assert counts(asked(house, VILLAGES[0])) == {"reported": 1}


def test_nothing_is_asked_before_anybody_reported(house: House) -> None:
    house.report(Q, "members", {A1: 1})
    assert asked(house, period=BEFORE).expected == 0
    assert asked(house, period="2020-Q1").missing == 4
    assert asked(house, period="2019").expected == 0


def test_an_indicator_is_asked_of_the_units_whose_goals_ask_for_it(house: House) -> None:
    house.goal("cumulative_flow", "new_members", {"at": "P/A", "op": ">=", "value": "5"})
    house.report(Q, "new_members", {A1: 1})
    assert counts(asked(house)) == {"missing": 1, "reported": 1}
    assert asked(house, "P/B").expected == 0


DEADLINES = [
    # rows of the calendar (unit, day); the deadline of a unit
    ([], A1, None),
    ([(None, DUE)], A1, DUE),
    ([(None, DUE), ("P", TOO_LATE)], A1, TOO_LATE),
    ([("P", DUE), ("P/A", LATER)], A1, LATER),
    ([("P", DUE), ("P/A", LATER)], B1, DUE),
    ([("P/A", LATER), (A1, DUE)], A1, DUE),
    ([("P/A", LATER)], B1, None),
    ([("P/A", LATER), (None, DUE)], B1, DUE),
]


@pytest.mark.parametrize(("rows", "unit", "deadline"), DEADLINES)
def test_the_deadline_is_that_of_the_nearest_unit_above(
    house: House, rows: list[tuple[str | None, date]], unit: str, deadline: date | None
) -> None:
    for whose, day in rows:
        due(house, day, whose)
    house.report(Q, "members", {A1: 1, B1: 1}, on=IN_TIME)
    assert asked(house, unit).deadline == deadline


def test_a_merged_unit_has_reported_once_all_its_parts_have(house: House) -> None:
    due(house)
    house.report(Q, "members", {A1: 1, B1: 1, B2: 1}, on=IN_TIME)
    assert counts(asked(house, boundaries=TODAY)) == {"on_time": 1, "missing": 1}
    house.report(Q, "members", {A2: 1}, on=TOO_LATE)
    assert counts(asked(house, boundaries=TODAY)) == {"on_time": 1, "late": 1}
    assert counts(asked(house)) == {"on_time": 3, "late": 1}
    house.report(Q, "members", {B2: 2}, on=LATER)
    assert counts(asked(house, boundaries=TODAY)) == {"late": 1, "corrected": 1}
    assert of_commune(house, "P/x", boundaries=TODAY) is Arrival.LATE


def test_several_periods_at_once_are_the_same_as_one_by_one(house: House) -> None:
    due(house)
    house.report("2019-Q2", "members", dict.fromkeys(COMMUNES, 1))
    house.report(BEFORE, "members", {A1: 1})
    house.report(Q, "members", dict.fromkeys(COMMUNES, 1), on=TOO_LATE)
    house.report("2025-Q3", "members", {"P/x": 4})
    for boundaries in (AS_REPORTED, TODAY):
        with reading(house.engine) as conn:
            every = timeliness.arrivals_over(
                conn, unit="P", first=parse("2019-Q1"), last=parse("2025-Q3"), boundaries=boundaries
            )
        assert len(every) == 27
        for one in every:
            assert one == asked(house, period=one.period.code, boundaries=boundaries)


def late(house: House, unit: str = "P") -> list[tuple[str, Arrival, int | None, int, int]]:
    with reading(house.engine) as conn:
        found = timeliness.late_units(conn, unit=unit, as_of=parse(Q))
    return [(one.unit.code, one.arrival, one.days, one.units, one.expected) for one in found]


def test_late_units_are_gathered_where_files_are_handed_in(house: House) -> None:
    due(house)
    house.report(BEFORE, "members", {A1: 1}, unit="P/A")
    house.report(Q, "members", {A1: 1, A2: 2}, on=LATER, unit="P/A")
    assert late(house) == [("P/B", Arrival.MISSING, None, 2, 2), ("P/A", Arrival.LATE, 36, 2, 2)]
    assert late(house, "P/A") == [(A1, Arrival.LATE, 36, 1, 1), (A2, Arrival.LATE, 36, 1, 1)]
    house.report(Q, "members", {B1: 1}, on=IN_TIME, unit=B1)
    assert late(house) == [("P/B", Arrival.MISSING, None, 1, 1), ("P/A", Arrival.LATE, 36, 2, 2)]


def test_a_late_unit_is_late_also_once_corrected(house: House) -> None:
    due(house)
    house.report(Q, "members", {A1: 1}, on=TOO_LATE, unit=A1)
    house.report(Q, "members", {A1: 2}, on=LATER, unit=A1)
    assert late(house, A1) == [(A1, Arrival.LATE, 1, 1, 1)]


def test_without_a_deadline_nobody_is_late(house: House) -> None:
    house.report(Q, "members", dict.fromkeys(COMMUNES, 1), on=LATER)
    assert late(house) == []
