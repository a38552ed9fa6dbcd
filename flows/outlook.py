"""The outlook of an open goal, from what its review already carries; nothing is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flows import cases
from flows.review import GoalReview
from metrics.goals import Kind, Verdict
from metrics.outlook import SHAPES, Reach, project, reach

__all__ = ["Outlook", "Reach", "outlook"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the pace of the last ``periods`` leads by the deadline, in the indicator's measure (a flow: since start).

    ``verdicts`` are those of the low and the high end at the deadline. ``simulated`` where a period of the pace is.
    """

    low: Fraction
    middle: Fraction
    high: Fraction
    deadline: date
    periods: int
    periods_left: int
    reach: Reach
    verdicts: tuple[Verdict, Verdict]
    simulated: bool


def outlook(found: GoalReview) -> Outlook | None:
    """What the present pace comes to; null for a goal that is closed, has no target or too few periods in a row.

    A goal that is not comparable or not due, or whose figure is open in its bounds, has none either.
    """
    judged = found.judgement.verdict
    if found.goal.shape not in SHAPES or judged in (None, Verdict.NOT_DUE, Verdict.NOT_COMPARABLE):
        return None
    pace, value = found.case.pace, found.actual
    if pace is None or value is None or found.bounds is not None:
        return None
    points = cases.recent_points(found.goal, found.indicator, found.series, found.review_date)
    share = found.indicator.kind is Kind.SHARE
    moves = cases.moves_of(found.indicator, points)
    ahead = project(value, moves, pace.periods_left, most=_most(found) if not share else Fraction(1))
    held = reach(found.case, ahead) if ahead else None
    if ahead is None or held is None:
        return None
    return Outlook(
        low=ahead.low,
        middle=ahead.middle,
        high=ahead.high,
        deadline=found.goal.deadline,
        periods=len(moves),
        periods_left=pace.periods_left,
        reach=held[0],
        verdicts=held[1],
        simulated=any(point.simulated for point in points),
    )


def _most(found: GoalReview) -> Fraction | None:
    """Units that can be in a state at all; null for what has no ceiling."""
    return Fraction(found.expected) if found.indicator.kind is Kind.STATE and found.expected else None
