"""Where the present pace leads by the deadline: a signal of its own, never mixed with the verdict (method §3).

The pace is the average movement of the last periods, so nothing but addition stands behind it. The range is where it
leads if every period to come is like the slowest, or like the fastest, of those: it is no probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from metrics.case import Case
from metrics.goals import Shape, Verdict
from metrics.judge import judge

LEAST_MOVES = 4
"""Periods in a row that a pace needs: with fewer, one period would decide it."""

SHAPES = (Shape.YEARLY_CUT, Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY, Shape.ELIMINATE, Shape.CHANGE_BY)
"""Shapes judged at their deadline on one figure that a pace can reach."""

GOOD = (Verdict.EXCEEDED, Verdict.MET)


class Reach(StrEnum):
    """Whether the target is reached at every end of the range, in its middle, at one end, or at none."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class Projection:
    """The figure at the deadline if the pace holds, low ≤ middle ≤ high, in the measure of the case."""

    low: Fraction
    middle: Fraction
    high: Fraction


def project(
    value: Fraction, moves: Sequence[Fraction], periods_left: int, *, most: Fraction | None = None
) -> Projection | None:
    """``value`` plus the least, the average and the greatest of ``moves`` for every period left.

    Null with fewer than LEAST_MOVES moves. Nothing falls below 0 or rises above ``most``.
    """
    if len(moves) < LEAST_MOVES or periods_left < 1:
        return None

    def held(pace: Fraction) -> Fraction:
        reached = max(Fraction(0), value + pace * periods_left)
        return reached if most is None else min(most, reached)

    return Projection(held(min(moves)), held(sum(moves, Fraction(0)) / len(moves)), held(max(moves)))


def at_deadline(case: Case, value: Fraction) -> Verdict | None:
    """The verdict of the same goal at its deadline with this figure; null where no target is set."""
    closed = replace(
        case,
        actual=value,
        numerator=None,
        denominator=None,
        range=None,
        otherwise=(),
        years=case.total_years,
        expected=None,
        closed=True,
        started=True,
        pace=None,
        as_of=case.deadline,
        reached_none=False,
    )
    return judge(closed).verdict


def reach(case: Case, found: Projection) -> tuple[Reach, tuple[Verdict, Verdict]] | None:
    """How the ends of a projection would be judged (low, high); null where the goal has no target."""
    low, middle, high = (at_deadline(case, value) for value in (found.low, found.middle, found.high))
    if low is None or middle is None or high is None:
        return None
    good = [verdict in GOOD for verdict in (low, middle, high)]
    if all(good):
        return Reach.SURE, (low, high)
    word = Reach.LIKELY if good[1] else Reach.OPEN if any(good) else Reach.UNLIKELY
    return word, (low, high)
