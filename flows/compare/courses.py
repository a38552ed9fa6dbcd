"""One goal over time at many units: their values on one shared scale, read in one go, with where they break and end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from db import units
from db.goals import GoalRow
from flows import cases, series
from flows.compare import Comparison, comparison
from flows.compare.cells import Cell
from flows.levels import Level
from flows.review import SeriesPoint
from metrics.breaks import breaks_of
from metrics.goals import Kind, Shape
from metrics.periods import Period, PeriodKind
from metrics.schema import AS_REPORTED

OF_BASELINE, PERCENT, COUNT = "of_baseline", "percent", "count"
"""What a shared scale is in: per cent of the unit's own baseline, per cent, counts (of a flow: since its start)."""


@dataclass(frozen=True, slots=True)
class Place:
    """The value at the end of a period, on the shared scale; null where nobody reported."""

    on: date
    period: Period | None
    value: Fraction | None
    simulated: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A unit's values in order, the start first where it is known.

    ``stops`` is the last period with a figure, where others go on after it.
    """

    unit: int
    places: tuple[Place, ...]
    stops: Period | None


@dataclass(frozen=True, slots=True)
class Courses:
    """The comparison of one goal with the course of every row, in the same order; ``gaps`` are crossed by no line."""

    found: Comparison
    courses: tuple[Course, ...]
    scale: str
    gaps: tuple[date, ...]
    first: date
    last: date


def courses(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period,
    boundaries: int = AS_REPORTED,
    level: Level = Level.BELOW,
) -> Courses | None:
    """Every unit's course up to the review; null where the goal reaches none of them.

    Raises :class:`~flows.asked.Unknown`.
    """
    found = comparison(
        conn, resolution=resolution, unit=unit, as_of=as_of, boundaries=boundaries, level=level, goal=goal
    )
    if not found.columns:
        return None
    row = found.columns[0].row
    last = cases.judged_on(row.goal, found.on)
    ids = [each.unit.id for each in found.rows]
    known = units.units_by_id(conn, ids)
    read = series.read(
        conn, units=known.values(), indicators={row.indicator_id: row.indicator}, boundaries=boundaries, last=last
    )
    scale = scale_of(row)
    points = [_points(row, read.get((one, row.indicator_id), []), last) for one in ids]
    end = max((point.period for some in points for point in some if point.reported), default=None)
    breaks = () if row.goal.bridges_breaks else breaks_of(row.indicator, row.goal.baseline_date, last)
    return Courses(
        found=found,
        courses=tuple(
            _course(row, each.unit.id, each.cells[0], some, scale, end)
            for each, some in zip(found.rows, points, strict=True)
        ),
        scale=scale,
        gaps=tuple(one.on for one in breaks),
        first=row.goal.baseline_date,
        last=last,
    )


def scale_of(row: GoalRow) -> str:
    """The scale on which units of every size can stand beside each other."""
    if row.indicator.kind is Kind.SHARE:
        return PERCENT
    return OF_BASELINE if row.goal.shape in (Shape.YEARLY_CUT, Shape.CHANGE_BY) else COUNT


def _points(row: GoalRow, points: list[SeriesPoint], last: date) -> list[SeriesPoint]:
    """The periods after the baseline, with totals."""
    regular = [
        point
        for point in points
        if point.period.kind is not PeriodKind.DAY and row.goal.baseline_date < point.period.last <= last
    ]
    return cases.since_start(row.goal, row.indicator, regular)


def _course(
    row: GoalRow, unit: int, cell: Cell | None, points: list[SeriesPoint], scale: str, end: Period | None
) -> Course:
    base = cell.baseline if cell is not None else None
    flow = row.indicator.kind is Kind.FLOW

    def at(value: Fraction | None) -> Fraction | None:
        if value is None or (scale == OF_BASELINE and not base):
            return None
        return value * 100 / base if scale == OF_BASELINE and base else value * 100 if scale == PERCENT else value

    places = [
        Place(point.period.last, point.period, at(point.total) if point.reported else None, point.simulated)
        for point in points
    ]
    if base is not None:
        places.insert(0, Place(row.goal.baseline_date, None, at(base), cell.simulated if cell and not flow else False))
    told = [place.period for place in places if place.value is not None and place.period is not None]
    return Course(unit, tuple(places), told[-1] if told and end is not None and told[-1] < end else None)
