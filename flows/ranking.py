"""Who holds a goal back: the same goal judged for every unit directly below one, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import cases, series
from flows.missing import loose_in
from flows.review import RankedUnit
from flows.verdicts import (
    Unknown,
    applies_below,
    at_unit,
    find_resolution,
    find_unit,
    label,
    lies_under,
    points_until,
)
from metrics.case import Judgement
from metrics.goals import Goal, Kind, Verdict
from metrics.judge import judge
from metrics.periods import Period, day
from metrics.ranking import asked, judge_all
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

    A unit with a target of its own is judged on that; else on the goal's where it is relative; else its
    figure stands without a verdict. Units that keep no sums (villages) are not ranked. Raises :class:`Unknown`.
    """
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    above = find_unit(conn, unit)
    every = [
        row for row in goals.goals(conn, resolution=find_resolution(conn, resolution).code) if row.goal.code == goal
    ]
    if not every:
        raise Unknown(f"no goal '{goal}' in {resolution}")
    below = directly_below(conn, above, on, boundaries)
    under = lies_under(conn, above, on)
    main = next((row for row in every if row.unit_id in under), every[0])
    rows = [_row_for(main, every, one) for one in below]
    found = {row["unit"]: row for row in standing(conn, _grouped(rows), on=on, boundaries=boundaries).to_dicts()}
    parents = set(units.placements(conn)["parent"].to_list())
    ranked = [
        _ranked(conn, row, one, found[one.id], on=on, boundaries=boundaries, has_children=one.id in parents)
        for row, one in zip(rows, below, strict=True)
        if one.id in found
    ]
    return tuple(sorted(ranked, key=lambda each: _badness(each, falling=main.indicator.falling)))


def directly_below(conn: Connection, above: UnitRow, on: date, boundaries: int) -> list[UnitRow]:
    """Inner units directly under a unit: on the review day, on today's, or as it lay last where it has ended."""
    asked_on = units.today(conn) if boundaries == TODAY else on
    if above.valid_to is not None and above.valid_to < asked_on:
        asked_on = above.valid_to
    ids = units.children(conn, above.id, asked_on).filter(pl.col("kind").is_in(INNER_KINDS))["unit"].to_list()
    found = units.units_by_id(conn, ids)
    return [found[one] for one in ids]


def standing(
    conn: Connection,
    questions: Sequence[tuple[GoalRow, Sequence[int]]],
    *,
    on: date,
    boundaries: int = AS_REPORTED,
) -> pl.DataFrame:
    """Goals judged for many inner units at once: JUDGED, ``goal`` (place in ``questions``) and the sums judged on.

    The sums are ``value_num``, ``value_den``, ``base_num``, ``base_den``, ``reported``, ``expected``,
    ``simulated`` and ``qualified``. Units without a sum at the review are absent. What is missing or
    qualified in a sum is not looked at here: such rows say so by ``reported`` and ``qualified``.
    """
    frames = []
    for row, ids in questions:
        value, base = _sums(conn, row, ids, on, boundaries)
        wanted = asked(value, base, row.indicator.kind)
        frames.append(wanted.join(value.select("unit", *_COUNTS), on="unit", how="left"))
    if not frames:
        return pl.DataFrame()
    judged = judge_all([(row.goal, one) for (row, _), one in zip(questions, frames, strict=True)], on=on)
    sums = pl.concat(frames).select("value_num", "value_den", "base_num", "base_den", *_COUNTS)
    taken = [name for name in judged.columns if name in ("value_num", "value_den")]
    return pl.concat(
        [judged.rename({name: f"measure{name.removeprefix('value')}" for name in taken}), sums], how="horizontal"
    )


_COUNTS = ("reported", "expected", "simulated", "qualified")


def _sums(
    conn: Connection, row: GoalRow, ids: Sequence[int], on: date, boundaries: int
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Sums of the units at the review (a flow's since its start), and at the baseline where it is read from figures."""

    def read(first: Period, last: Period) -> pl.DataFrame:
        found = figures.rollup(
            conn, boundaries=boundaries, units=ids, indicators=[row.indicator_id], first=first, last=last
        )
        return found.filter((pl.col("period") % 10) == last.kind)

    on = cases.judged_on(row.goal, on)
    if row.indicator.kind is Kind.FLOW:
        spans = cases.summed_periods(row.goal, row.indicator, on)
        if not spans:
            return read(cases.review_period(row.indicator, on), cases.review_period(row.indicator, on)).clear(), None
        value = read(spans[0], spans[-1])
        return value.group_by("unit").agg(
            pl.col("num", "den").sum(), pl.col("scale").max(), *(pl.col(name).sum() for name in _COUNTS)
        ), None
    now = cases.review_period(row.indicator, on)
    start = day(row.goal.baseline_date)
    base = read(start, start) if row.goal.baseline_value is None else None
    return read(now, now), base


def _row_for(main: GoalRow, every: Sequence[GoalRow], unit: UnitRow) -> GoalRow:
    """The goal as it is asked of a unit below: its own target, the relative one from above, or none."""
    own = next((row for row in every if row.unit_id == unit.id), None)
    if own is not None:
        return own
    below = at_unit(main, unit)
    return below if applies_below(main.goal) else replace(below, goal=replace(below.goal, target=None))


def _grouped(rows: Sequence[GoalRow]) -> list[tuple[GoalRow, list[int]]]:
    """Rows that ask the same of several units, together."""
    found: dict[Goal, tuple[GoalRow, list[int]]] = {}
    for row in rows:
        found.setdefault(replace(row.goal, unit=""), (row, []))[1].append(row.unit_id)
    return list(found.values())


def _ranked(
    conn: Connection,
    row: GoalRow,
    unit: UnitRow,
    sums: Mapping[str, Any],
    *,
    on: date,
    boundaries: int,
    has_children: bool,
) -> RankedUnit:
    complete = sums["reported"] >= sums["expected"] and not sums["qualified"]
    judgement = _judgement(sums) if complete else _with_bounds(conn, row, unit, on, boundaries)
    return RankedUnit(
        unit=label(unit, on),
        judgement=judgement,
        baseline=row.goal.baseline_value if row.goal.baseline_value is not None else _fraction(sums, "base"),
        actual=_fraction(sums, "value"),
        reported=sums["reported"],
        expected=sums["expected"],
        simulated=sums["simulated"] > 0,
        has_children=has_children,
    )


def _with_bounds(conn: Connection, row: GoalRow, unit: UnitRow, on: date, boundaries: int) -> Judgement:
    """The judgement that the unit's own page gives where something is missing or qualified."""
    read = series.read(conn, units=[unit], indicators={row.indicator_id: row.indicator}, boundaries=boundaries, last=on)
    last = cases.judged_on(row.goal, on)
    points = points_until(read.get((unit.id, row.indicator_id), []), last)
    points = cases.since_start(row.goal, row.indicator, points)
    loose = loose_in(conn, row.goal, row.indicator, row.indicator_id, unit, points, on=last, boundaries=boundaries)
    return judge(cases.build(row.goal, row.indicator, points, on=on, range=loose.range if loose else None))


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
