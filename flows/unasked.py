"""A goal looked at where it asks nothing: the figure of a unit below, without a target and without a verdict."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from db import goals, submissions
from flows import series
from flows.asked import Unknown, find_resolution, find_unit, lies_under, nearest
from flows.judging import setting
from flows.ranking import asked_of_unit
from flows.review import GoalReview
from flows.verdicts import reviewed
from metrics.periods import Period, day
from metrics.schema import AS_REPORTED


def unasked(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
) -> GoalReview:
    """The figure of a goal at a unit that has no target of it, as the ranking shows it. Raises :class:`Unknown`."""
    period = as_of if isinstance(as_of, Period) else day(as_of)
    at = find_unit(conn, unit)
    code = find_resolution(conn, resolution).code
    every = [row for row in goals.goals(conn, resolution=code) if row.goal.code == goal]
    if not every:
        raise Unknown(f"no goal '{goal}' in {resolution}")
    main = next(iter(nearest(every, lies_under(conn, at, period.last))), None)
    row = asked_of_unit(main, every, at)
    read = series.read(
        conn, units=[at], indicators={row.indicator_id: row.indicator}, boundaries=boundaries, last=period.last
    )
    prints = submissions.published(conn, units=[at.id], indicators=[row.indicator_id])
    points = read.get((at.id, row.indicator_id), [])
    return reviewed(conn, row, at, points, prints, period=period, given=setting(conn, boundaries), with_sources=True)
