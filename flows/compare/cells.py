"""Many goals judged for many units in one go: from the sums where a value and a baseline decide, else one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from db import submissions
from db.goals import GoalRow
from db.units import UnitRow
from flows import cases, series
from flows.asked import applies_below, at_unit
from flows.judging import Standing, judge_at, setting
from flows.missing import awaited_under
from flows.standing import standing
from metrics.case import Case, Judgement
from metrics.goals import Goal, Judged, Kind, Op, Shape, Target, TargetUnit, Verdict
from metrics.judge import READ, WITHOUT_TARGET
from metrics.plans import VECTORISED

Question = tuple[int, GoalRow, Sequence[UnitRow]]
"""Column, a goal as it is asked, and the units of which it is asked so."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A goal at a unit: the judgement of the unit's own page.

    ``goal`` is as it is asked, of this unit and of others alike.
    ``ends`` are the least and the most that the judged value can be where the verdict is open for it (null: no end).
    ``case`` is there where more than a value and a baseline decided. ``deciding`` are the ids of the units that could
    settle it, ``counts`` the whole counts of a share.
    """

    goal: Goal
    judgement: Judgement
    baseline: Fraction | None
    actual: Fraction | None
    reported: int
    expected: int
    simulated: bool
    ends: tuple[Fraction | None, Fraction | None] | None = None
    case: Case | None = None
    deciding: tuple[int, ...] = ()
    counts: tuple[int, int] | None = None


def questions_of(
    place: int, main: GoalRow | None, every: Sequence[GoalRow], asked: Sequence[UnitRow]
) -> list[Question]:
    """What a column asks of some units: their own target, else the relative one from above, else a bare figure.

    ``main`` is the target that reaches the units from above; null where the goal is set for others alone, of which
    nothing is asked. ``every`` are the goal's rows.
    """
    own_of: dict[int, GoalRow] = {}
    for row in every:
        own_of.setdefault(row.unit_id, row)
    found: list[Question] = [(place, own_of[one.id], [one]) for one in asked if one.id in own_of]
    rest = [one for one in asked if one.id not in own_of]
    if main is None or not rest:
        return found
    below = at_unit(main, rest[0])
    if not applies_below(main.goal):
        shape = Shape.LEVEL_BY if below.goal.shape in WITHOUT_TARGET else below.goal.shape
        below = replace(below, goal=replace(below.goal, shape=shape, target=None))
    return [*found, (place, below, rest)]


def judged(
    conn: Connection, questions: Sequence[Question], *, on: date, boundaries: int
) -> dict[tuple[int, int], Cell]:
    """Cells by column and unit id; units of which no report is expected are absent."""
    asked = [(_bare(row), [one.id for one in some]) for _, row, some in questions]
    found = standing(conn, asked, on=on, boundaries=boundaries)
    sums = {(row["goal"], row["unit"]): row for row in found.to_dicts()}
    told = [
        (place, row, unit, sums[number, unit.id])
        for number, (place, row, some) in enumerate(questions)
        for unit in some
        if (number, unit.id) in sums
    ]
    slow = [(place, row, unit) for place, row, unit, one in told if not (one["plain"] or _is_figure(row))]
    apart = _one_by_one(conn, slow, on=on, boundaries=boundaries)
    return {
        (place, unit.id): _from_standing(row, apart[place, unit.id])
        if (place, unit.id) in apart
        else _from_sums(row, one)
        for place, row, unit, one in told
    }


def _is_figure(row: GoalRow) -> bool:
    """True where nothing is judged and the sum is all there is to say."""
    goal = row.goal
    plain = goal.shape in VECTORISED and goal.judged is not Judged.PUBLISHED
    return plain and goal.target is None and goal.shape not in WITHOUT_TARGET and row.indicator.kind is not Kind.RATING


def _bare(row: GoalRow) -> GoalRow:
    """A figure's row with a target that anything meets, so that its sums come with those of the judged ones."""
    if not _is_figure(row):
        return row
    unit = TargetUnit.PERCENT if row.indicator.kind is Kind.SHARE else TargetUnit.COUNT
    any_ = Target(Op.AT_LEAST, unit, value=Fraction(0))
    return replace(row, goal=replace(row.goal, shape=Shape.LEVEL_BY, target=any_))


def _one_by_one(
    conn: Connection, some: Sequence[tuple[int, GoalRow, UnitRow]], *, on: date, boundaries: int
) -> dict[tuple[int, int], Standing]:
    """The judgements that the units' own pages give, where more decides than a value and a baseline."""
    if not some:
        return {}
    given = setting(conn, boundaries)
    some = [(place, row if row.unit_id == unit.id else at_unit(row, unit), unit) for place, row, unit in some]
    at_units = {unit.id: unit for _, _, unit in some}
    indicators = {row.indicator_id: row.indicator for _, row, _ in some}
    read = series.read(conn, units=at_units.values(), indicators=indicators, boundaries=boundaries, last=on)
    prints = submissions.published(conn, units=at_units, indicators=indicators)
    said: dict[tuple[int, int], list[Any]] = {}
    for one in prints:
        said.setdefault((one.unit_id, one.indicator_id), []).append(one)
    last = {row.goal.code: cases.judged_on(row.goal, on) for _, row, _ in some}
    wanted = [
        (row.indicator, row.indicator_id, unit, points, spans)
        for _, row, unit in some
        for points in [read.get((unit.id, row.indicator_id), [])]
        for spans in [cases.judged_periods(row.goal, row.indicator, points, last[row.goal.code])]
    ]
    given = replace(given, awaited=awaited_under(conn, wanted, boundaries=boundaries))
    found = {}
    for place, row, unit in some:
        key = (unit.id, row.indicator_id)
        found[place, unit.id] = judge_at(conn, row, unit, read.get(key, []), said.get(key, []), on=on, given=given)
    return found


def _from_sums(row: GoalRow, sums: Mapping[str, Any]) -> Cell:
    """The vectorised verdict: codes and figures, without working or sentence."""
    stated = row.goal.baseline_value
    verdict, reason = (None, None) if _is_figure(row) else (sums["verdict"], sums["reason"])
    return Cell(
        goal=row.goal,
        judgement=Judgement(
            verdict=Verdict(verdict) if verdict else None,
            rule=reason or "value",
            reason=reason,
            value=_fraction(sums, "measure"),
            percent=_fraction(sums, "percent"),
            per_year=_fraction(sums, "per_year"),
            completion=_fraction(sums, "completion"),
        ),
        baseline=_fraction(sums, "base") if stated is None else stated,
        actual=_fraction(sums, "value"),
        reported=sums["reported"],
        expected=sums["expected"],
        simulated=sums["simulated"],
        counts=_counts(row, sums),
    )


def _counts(row: GoalRow, sums: Mapping[str, Any]) -> tuple[int, int] | None:
    """Whole counts of a share; null for anything else, and where a weighted split left none."""
    num, den, scale = sums["value_num"], sums["value_den"], sums["scale"]
    if row.indicator.kind is not Kind.SHARE or num is None or not den or num % scale or den % scale:
        return None
    return num // scale, den // scale


def _from_standing(row: GoalRow, found: Standing) -> Cell:
    return Cell(
        goal=row.goal,
        judgement=found.judgement,
        baseline=found.case.baseline,
        actual=found.case.actual,
        reported=found.reported,
        expected=found.expected,
        simulated=any(point.simulated for point in found.inputs),
        ends=_ends(found.case) if found.judgement.reason == "bounds" else None,
        case=found.case,
        deciding=found.deciding.units if found.deciding else (),
        counts=_whole(found.case),
    )


def _whole(case: Case) -> tuple[int, int] | None:
    part, whole = case.numerator, case.denominator
    return (part, whole) if part is not None and whole else None


def _ends(case: Case) -> tuple[Fraction | None, Fraction | None] | None:
    """The judged value at every end of what is loose, least and most."""
    alone = replace(case, range=None, otherwise=())
    span = case.range
    actuals = [case.actual] if span is None else [span.low if span.low is not None else Fraction(0), span.high]
    values = [
        None if actual is None else READ[case.shape](replace(one, range=None, otherwise=(), actual=actual)).value
        for one in (alone, *case.otherwise)
        for actual in actuals
    ]
    known = [value for value in values if value is not None]
    if not known:
        return None
    falling_open = span is not None and span.high is None
    turned = case.shape is Shape.YEARLY_CUT
    least = None if falling_open and turned else min(known)
    most = None if falling_open and not turned else max(known)
    return least, most


def _fraction(row: Mapping[str, Any], name: str) -> Fraction | None:
    num, den = row[f"{name}_num"], row[f"{name}_den"]
    return None if num is None or not den else Fraction(int(num), int(den))
