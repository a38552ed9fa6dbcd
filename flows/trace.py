"""A figure taken apart: the figures in force beneath it, and every version any of them has had."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, units
from db.goals import GoalRow
from db.submissions import SubmissionRow
from db.units import UnitRow
from flows import cases, series
from flows.asked import Unknown, find_resolution, find_unit, label
from flows.review import TraceLine
from metrics.periods import Period, day, from_key
from metrics.schema import AS_REPORTED, QUALIFIERS, STATES, row_of, sheet_of


def trace(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
) -> tuple[TraceLine, ...]:
    """The reporting units' figures that a goal's value at a unit is made of, with file, row, who and when.

    Figures that a person submitted come before simulated ones, then the largest. Raises :class:`Unknown`.
    """
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    row = _goal(conn, goal, find_resolution(conn, resolution).code)
    last = cases.judged_on(row.goal, on)
    at = find_unit(conn, unit)
    read = series.read(conn, units=[at], indicators={row.indicator_id: row.indicator}, boundaries=boundaries, last=last)
    points = read.get((at.id, row.indicator_id), [])
    spans = cases.judged_periods(row.goal, row.indicator, points, last)
    frames = [
        figures.trace(conn, unit=at.id, indicator=row.indicator_id, period=span, boundaries=boundaries)
        for span in spans
    ]
    if not frames:
        return ()
    every = pl.concat(frames).sort(
        ["simulated", "num", "seq", "row"], descending=[False, True, True, False], nulls_last=True
    )
    named = units.units_by_id(conn, every["unit"].unique().to_list())
    return tuple(_line(line, named[line["unit"]], on) for line in every.iter_rows(named=True))


def history(conn: Connection, *, goal: str, unit: str, as_of: Period | date) -> tuple[TraceLine, ...]:
    """Every version of one reporting unit's figure in the period judged, the one in force first."""
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    row = _goal(conn, goal)
    at = find_unit(conn, unit)
    when = cases.review_period(row.indicator, cases.judged_on(row.goal, on))
    found = figures.figure_history(conn, period=when, indicator=row.indicator_id, unit=at.id)
    return tuple(_version(figure, brought, at, when, on) for figure, brought in found)


def _goal(conn: Connection, code: str, resolution: str | None = None) -> GoalRow:
    for row in goals.goals(conn, resolution=resolution):
        if row.goal.code == code:
            return row
    raise Unknown(f"no goal '{code}'")


def _line(line: Mapping[str, Any], unit: UnitRow, on: date) -> TraceLine:
    return TraceLine(
        unit=label(unit, on),
        period=from_key(line["period"]),
        num=line["num"],
        den=line["den"],
        state=STATES[line["state"]],
        qualifier=QUALIFIERS[line["qualifier"]],
        seq=line["seq"],
        file=line["file_name"],
        row=row_of(line["row"]),
        sheet=sheet_of(line["row"]),
        account=line["account"],
        at=line["at"],
        simulated=line["simulated"],
    )


def _version(figure: figures.FigureRow, brought: SubmissionRow, unit: UnitRow, when: Period, on: date) -> TraceLine:
    return TraceLine(
        unit=label(unit, on),
        period=when,
        num=figure.num,
        den=figure.den,
        state=figure.state,
        qualifier=figure.qualifier,
        seq=figure.seq,
        file=brought.file_name,
        row=row_of(figure.row),
        sheet=sheet_of(figure.row),
        account=brought.account,
        at=brought.at,
        simulated=brought.simulated,
    )
