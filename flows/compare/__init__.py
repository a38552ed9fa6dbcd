"""Units × goals: every goal of a resolution judged for many units at once, each cell as on the unit's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import goals, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import cases
from flows.asked import find_resolution, find_unit, label, lies_under, nearest
from flows.compare.cells import Cell, judged, questions_of
from flows.levels import Level, units_at
from flows.review import UnitLabel
from metrics.periods import Period, day
from metrics.schema import AS_REPORTED


@dataclass(frozen=True, slots=True)
class Column:
    """A goal beside others: as it is asked of the unit above, or of the first unit of the rows that it is set for."""

    row: GoalRow
    set_above: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit with a cell a column (null: the goal asks nothing of it and it has no figure), and where it lies."""

    unit: UnitLabel
    above: UnitLabel | None
    cells: tuple[Cell | None, ...]
    latitude: float | None = None
    longitude: float | None = None
    has_children: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns in the resolution's order, units in the order of their codes, the unit above them all as ``total``.

    ``levels`` are those there is a choice of. Units of which nothing is expected have a row of empty cells.
    """

    columns: tuple[Column, ...]
    rows: tuple[Compared, ...]
    total: Compared
    level: Level
    levels: tuple[Level, ...]
    on: date


def comparison(
    conn: Connection,
    *,
    resolution: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
    level: Level = Level.BELOW,
    goal: str | None = None,
) -> Comparison:
    """Units under ``unit`` judged on every goal of a resolution (or on one) at the last day of ``as_of``.

    Every verdict is the one that :func:`flows.verdicts.review` gives for the unit; a target in counts set for a unit
    above leaves a figure without a verdict. A level that is not there falls back to the units directly below.
    Raises :class:`~flows.asked.Unknown`.
    """
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    above = find_unit(conn, unit)
    every = goals.goals(conn, resolution=find_resolution(conn, resolution).code)
    every = [row for row in every if goal in (None, row.goal.code)]
    lay_on = max((cases.judged_on(row.goal, on) for row in every), default=on)
    levels = levels_under(conn, above, lay_on, boundaries)
    level = level if level in levels else Level.BELOW
    below = units_at(conn, above, level, lay_on, boundaries)
    columns = _columns(every, nearest(every, lies_under(conn, above, on)), {one.id for one in below})
    questions = [
        question
        for place, column in enumerate(columns)
        for question in questions_of(
            place, column.row if column.set_above else None, _of_goal(every, column), [*below, above]
        )
    ]
    cells = judged(conn, questions, on=on, boundaries=boundaries)
    parents = set(units.placements(conn)["parent"].to_list())
    nearby = _nearest_above(conn, [one.id for one in below], lay_on) if level is Level.COMMUNES else {}

    def compared(one: UnitRow) -> Compared:
        up = nearby.get(one.id)
        return Compared(
            unit=label(one, on),
            above=label(up, on) if up else None,
            cells=tuple(cells.get((place, one.id)) for place in range(len(columns))),
            latitude=one.latitude,
            longitude=one.longitude,
            has_children=one.id in parents,
        )

    return Comparison(
        columns=tuple(columns),
        rows=tuple(compared(one) for one in below),
        total=compared(above),
        level=level,
        levels=levels,
        on=on,
    )


def levels_under(conn: Connection, above: UnitRow, on: date, boundaries: int) -> tuple[Level, ...]:
    """Levels that units under one can be compared at, each with other units; none where there is nobody below."""
    near = units_at(conn, above, Level.BELOW, on, boundaries)
    if not near:
        return ()
    deep = units_at(conn, above, Level.COMMUNES, on, boundaries)
    return (Level.BELOW, Level.COMMUNES) if deep and deep != near else (Level.BELOW,)


def _columns(every: Sequence[GoalRow], reach: Sequence[GoalRow], below: set[int]) -> list[Column]:
    """Goals that reach the unit from above or from itself, and those set for a unit of the rows."""
    found: dict[str, Column] = {}
    for row in every:
        if row.goal.code in found:
            continue
        from_above = next((one for one in reach if one.goal.code == row.goal.code), None)
        own = next((one for one in every if one.goal.code == row.goal.code and one.unit_id in below), None)
        if from_above is not None or own is not None:
            found[row.goal.code] = Column(from_above or own or row, set_above=from_above is not None)
    return list(found.values())


def _of_goal(every: Sequence[GoalRow], column: Column) -> list[GoalRow]:
    return [row for row in every if row.goal_id == column.row.goal_id]


def _nearest_above(conn: Connection, ids: Sequence[int], on: date) -> dict[int, UnitRow]:
    """The unit directly above each, as it lay on a day or last."""
    placed = units.placements(conn).filter(pl.col("unit").is_in(ids), pl.col("valid_from").fill_null(date.min) <= on)
    last = placed.sort("valid_from", nulls_last=False).unique("unit", keep="last", maintain_order=True)
    up = dict(last.select("unit", "parent").iter_rows())
    found = units.units_by_id(conn, list(up.values()))
    return {unit: found[parent] for unit, parent in up.items()}
