"""Who holds a goal back: the same goal judged for the units below one, at any level, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from db import goals, submissions, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import cases, series
from flows.asked import Unknown, applies_below, at_unit, find_resolution, find_unit, label, lies_under, nearest
from flows.judging import Standing, judge_at, setting
from flows.leaves import leaves_of
from flows.levels import Level, directly_below, units_at
from flows.review import RankedUnit
from flows.standing import standing
from metrics.case import Judgement
from metrics.goals import Goal, Kind, Shape, Verdict
from metrics.judge import WITHOUT_TARGET
from metrics.periods import Period, day
from metrics.schema import AS_REPORTED
from report.formats import sort_key

__all__ = ["WORST_FIRST", "asked_of_unit", "directly_below", "ranked", "ranking"]

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
    level: Level = Level.BELOW,
) -> tuple[RankedUnit, ...]:
    """Units under ``unit`` judged on a goal at the last day of ``as_of``: directly below it, or its communes.

    A unit with a target of its own (before one assigned to it) is judged on that; else on the goal's nearest above
    where it is relative; else its figure stands without a verdict. Every verdict is the one that :func:`review` gives
    for the unit. Of :attr:`Level.LEAVES` those that hold the goal back stand without a verdict (:mod:`flows.leaves`).
    Units of which no report is expected are not ranked. Equal ones stand in the order of their names.
    Raises :class:`Unknown`.
    """
    return tuple(
        each
        for _, each in ranked(
            conn, resolution=resolution, goal=goal, unit=unit, as_of=as_of, boundaries=boundaries, level=level
        )
    )


def ranked(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
    level: Level = Level.BELOW,
) -> list[tuple[GoalRow, RankedUnit]]:
    """:func:`ranking`, each unit with the goal as it is asked of it."""
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    above = find_unit(conn, unit)
    every = [
        row for row in goals.goals(conn, resolution=find_resolution(conn, resolution).code) if row.goal.code == goal
    ]
    if not every:
        raise Unknown(f"no goal '{goal}' in {resolution}")
    main = next(iter(nearest(every, lies_under(conn, above, on))), None)
    if level is Level.LEAVES:
        found = leaves_of(conn, main or every[0], above, on=on, boundaries=boundaries)
        return [(main or every[0], each) for each in found]
    below = units_at(conn, above, level, cases.judged_on(every[0].goal, on), boundaries)
    rows = [asked_of_unit(main, every, one) for one in below]
    sums = {row["unit"]: row for row in standing(conn, _grouped(rows), on=on, boundaries=boundaries).to_dicts()}
    parents = set(units.placements(conn)["parent"].to_list())
    told = [(row, one) for row, one in zip(rows, below, strict=True) if one.id in sums]
    slow = [(row, one) for row, one in told if not sums[one.id]["plain"] and _is_judged(row)]
    apart = _judged_apart(conn, slow, on=on, boundaries=boundaries)
    pairs = [
        (row, _ranked(row, one, sums[one.id], apart.get(one.id), on=on, has_children=one.id in parents))
        for row, one in told
    ]
    falling = every[0].indicator.falling
    return sorted(pairs, key=lambda pair: _badness(pair[1], falling=falling))


def asked_of_unit(main: GoalRow | None, every: Sequence[GoalRow], unit: UnitRow) -> GoalRow:
    """The goal as it is asked of a unit below: its own target, the relative one from above, or none."""
    own = next((row for row in every if row.unit_id == unit.id), None)
    if own is not None:
        return own
    below = at_unit(main or every[0], unit)
    if main is not None and applies_below(main.goal):
        return below
    shape = Shape.LEVEL_BY if below.goal.shape in WITHOUT_TARGET else below.goal.shape
    return replace(below, goal=replace(below.goal, shape=shape, target=None))


def _is_judged(row: GoalRow) -> bool:
    """True where a verdict, or the two counts of a share, may need more than a sum and a baseline."""
    asked = row.goal.target is not None or row.goal.shape in WITHOUT_TARGET
    return asked or row.indicator.kind is not Kind.FLOW


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
        counts=_counts(row, sums, apart),
        target=row.goal.target,
    )


def _counts(row: GoalRow, sums: Mapping[str, Any], apart: Standing | None) -> tuple[int, int] | None:
    """Whole counts of a share; null for anything else, and where a weighted split left none."""
    if row.indicator.kind is not Kind.SHARE:
        return None
    if apart is not None:
        num, den = apart.case.numerator, apart.case.denominator
    else:
        num, den, scale = sums["value_num"], sums["value_den"], sums["scale"]
        if num is not None and den is not None and (num % scale or den % scale):
            return None
        num, den = (None if part is None else part // scale for part in (num, den))
    return None if num is None or not den else (num, den)


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
    name = sort_key(each.unit.name), each.unit.code
    return WORST_FIRST.index(judged.verdict), measure, -(each.actual or 0) if falling else 0, name
