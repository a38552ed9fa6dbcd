"""Who holds a goal back: the same goal judged for every unit directly below one, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from sqlalchemy import Connection

from db import goals, submissions, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import cases, series
from flows.asked import Unknown, applies_below, at_unit, find_resolution, find_unit, label, lies_under, nearest
from flows.judging import Standing, judge_at, setting
from flows.review import RankedUnit
from flows.standing import standing
from metrics.case import Judgement
from metrics.goals import Goal, Shape, Verdict
from metrics.judge import WITHOUT_TARGET
from metrics.periods import Period, day
from metrics.schema import AS_REPORTED, INNER_KINDS, TODAY

WORST_FIRST = (
    Verdict.MISSED,
    Verdict.BEHIND,
    Verdict.INCONCLUSIVE,
    Verdict.NOT_COMPARABLE,
    Verdict.NOT_DUE,
    Verdict.ON_TRACK,
    Verdict.MET,
    Verdict.EXCEEDED,
    None,
)


def ranking(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
) -> tuple[RankedUnit, ...]:
    """Units directly below ``unit`` judged on a goal at the last day of ``as_of``.

    A unit with a target of its own (before one assigned to it) is judged on that; else on the goal's nearest above
    where it is relative; else its figure stands without a verdict. Every verdict is the one that :func:`review` gives
    for the unit. Units that keep no sums (villages) are not ranked, nor are those of which no report is expected.
    Raises :class:`Unknown`.
    """
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    above = find_unit(conn, unit)
    every = [
        row for row in goals.goals(conn, resolution=find_resolution(conn, resolution).code) if row.goal.code == goal
    ]
    if not every:
        raise Unknown(f"no goal '{goal}' in {resolution}")
    below = directly_below(conn, above, cases.judged_on(every[0].goal, on), boundaries)
    main = next(iter(nearest(every, lies_under(conn, above, on))), None)
    rows = [_row_for(main, every, one) for one in below]
    found = {row["unit"]: row for row in standing(conn, _grouped(rows), on=on, boundaries=boundaries).to_dicts()}
    parents = set(units.placements(conn)["parent"].to_list())
    told = [(row, one) for row, one in zip(rows, below, strict=True) if one.id in found]
    slow = [(row, one) for row, one in told if not found[one.id]["plain"]]
    apart = _judged_apart(conn, slow, on=on, boundaries=boundaries)
    ranked = [
        _ranked(row, one, found[one.id], apart.get(one.id), on=on, has_children=one.id in parents) for row, one in told
    ]
    return tuple(sorted(ranked, key=lambda each: _badness(each, falling=every[0].indicator.falling)))


def directly_below(conn: Connection, above: UnitRow, on: date, boundaries: int) -> list[UnitRow]:
    """Inner units directly under a unit: on the day judged on, on today's, or as it lay last where it has ended."""
    asked_on = units.today(conn) if boundaries == TODAY else on
    if above.valid_to is not None and above.valid_to < asked_on:
        asked_on = above.valid_to
    ids = units.children(conn, above.id, asked_on).filter(pl.col("kind").is_in(INNER_KINDS))["unit"].to_list()
    found = units.units_by_id(conn, ids)
    return [found[one] for one in ids]


def _row_for(main: GoalRow | None, every: Sequence[GoalRow], unit: UnitRow) -> GoalRow:
    """The goal as it is asked of a unit below: its own target, the relative one from above, or none."""
    own = next((row for row in every if row.unit_id == unit.id), None)
    if own is not None:
        return own
    below = at_unit(main or every[0], unit)
    if main is not None and applies_below(main.goal):
        return below
    shape = Shape.LEVEL_BY if below.goal.shape in WITHOUT_TARGET else below.goal.shape
    return replace(below, goal=replace(below.goal, shape=shape, target=None))


def _grouped(rows: Sequence[GoalRow]) -> list[tuple[GoalRow, list[int]]]:
    """Rows that ask the same of several units, together."""
    found: dict[Goal, tuple[GoalRow, list[int]]] = {}
    for row in rows:
        found.setdefault(replace(row.goal, unit=""), (row, []))[1].append(row.unit_id)
    return list(found.values())


def _judged_apart(
    conn: Connection, some: Sequence[tuple[GoalRow, UnitRow]], *, on: date, boundaries: int
) -> dict[int, Standing]:
    """The judgements that the units' own pages give, by unit: where more decides than a value and a baseline."""
    if not some:
        return {}
    given = setting(conn, boundaries)
    row = some[0][0]
    asked_of = [unit for _, unit in some]
    read = series.read(
        conn, units=asked_of, indicators={row.indicator_id: row.indicator}, boundaries=boundaries, last=on
    )
    prints = submissions.published(conn, units=[unit.id for unit in asked_of], indicators=[row.indicator_id])
    return {
        unit.id: judge_at(
            conn,
            row,
            unit,
            read.get((unit.id, row.indicator_id), []),
            [one for one in prints if one.unit_id == unit.id],
            on=on,
            given=given,
        )
        for row, unit in some
    }


def _ranked(
    row: GoalRow,
    unit: UnitRow,
    sums: Mapping[str, Any],
    apart: Standing | None,
    *,
    on: date,
    has_children: bool,
) -> RankedUnit:
    given = row.goal.baseline_value
    return RankedUnit(
        unit=label(unit, on),
        judgement=apart.judgement if apart else _judgement(sums),
        baseline=apart.case.baseline if apart else given if given is not None else _fraction(sums, "base"),
        actual=apart.case.actual if apart else _fraction(sums, "value"),
        reported=apart.reported if apart else sums["reported"],
        expected=apart.expected if apart else sums["expected"],
        simulated=any(point.simulated for point in apart.inputs) if apart else sums["simulated"],
        has_children=has_children,
    )


def _judgement(row: Mapping[str, Any]) -> Judgement:
    """The vectorised verdict as a judgement: codes and figures, without working or sentence."""
    return Judgement(
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        rule=row["reason"] or "value",
        reason=row["reason"],
        value=_fraction(row, "measure"),
        percent=_fraction(row, "percent"),
        per_year=_fraction(row, "per_year"),
        completion=_fraction(row, "completion"),
    )


def _fraction(row: Mapping[str, Any], name: str) -> Fraction | None:
    num, den = row[f"{name}_num"], row[f"{name}_den"]
    return None if num is None or not den else Fraction(int(num), int(den))


def _badness(each: RankedUnit, *, falling: bool) -> tuple[Any, ...]:
    judged = each.judgement
    measure = judged.per_year if judged.per_year is not None else judged.completion
    if measure is None:
        measure = each.actual or Fraction(0)
        measure = -measure if falling else measure
    return WORST_FIRST.index(judged.verdict), measure, -(each.actual or 0) if falling else 0, each.unit.code
