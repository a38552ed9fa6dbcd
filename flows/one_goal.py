"""One goal at one unit, as its page asks for it: every target the unit has, or its figure where nothing is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import goals, submissions
from flows import series
from flows.asked import Unknown, asked_of, find_resolution, find_unit, lies_under, nearest
from flows.judging import setting
from flows.ranking import asked_of_unit
from flows.review import GoalReview
from flows.verdicts import reviewed
from metrics.goals import Source
from metrics.periods import Period, day
from metrics.schema import AS_REPORTED


@dataclass(frozen=True, slots=True)
class OneGoal:
    """A goal at a unit, own target before an assigned one; ``reached`` is false where it asks nothing of the unit."""

    found: tuple[GoalReview, ...]
    reached: bool


def one_goal(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
    with_sources: bool = False,
) -> OneGoal:
    """The goal judged as :func:`flows.verdicts.review` judges it for the unit.

    Where it sets no target for the unit: the figure that the ranking shows, without a verdict. ``with_sources`` reads
    the reporting units' figures of every period judged. Raises :class:`~flows.asked.Unknown`.
    """
    period = as_of if isinstance(as_of, Period) else day(as_of)
    at, row = find_unit(conn, unit), find_resolution(conn, resolution)
    every = [one for one in goals.goals(conn, resolution=row.code) if one.goal.code == goal]
    if not every:
        raise Unknown(f"no goal '{goal}' in {resolution}")
    try:
        asked = [one for one in asked_of(conn, row, at, period.last) if one.goal.code == goal]
    except Unknown:
        asked = []
    reached = bool(asked)
    if not reached:
        main = next(iter(nearest(every, lies_under(conn, at, period.last))), None)
        asked = [asked_of_unit(main, every, at)]
    number, indicator = asked[0].indicator_id, asked[0].indicator
    read = series.read(conn, units=[at], indicators={number: indicator}, boundaries=boundaries, last=period.last)
    prints = submissions.published(conn, units=[at.id], indicators=[number])
    points, given = read.get((at.id, number), []), setting(conn, boundaries)
    asked.sort(key=lambda one: one.goal.source is not Source.OWN)
    found = tuple(
        reviewed(conn, one, at, points, prints, period=period, given=given, with_sources=with_sources) for one in asked
    )
    return OneGoal(found, reached)
