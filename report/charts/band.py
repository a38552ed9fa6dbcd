"""The corridor as it is drawn: which values are in the target's range on which days, with edges between whole counts.

An edge of whole counts is drawn half a count beyond the last one that belongs, so a point is inside the drawn
range exactly when the engine gives its value one of the range's verdicts (:func:`verdicts_of`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from metrics.corridor import Corridor, Stretch
from metrics.goals import Goal, Op, Shape, Verdict
from metrics.shapes.ladder import Zone

HALF = Fraction(1, 2)
REACHED = frozenset({Verdict.EXCEEDED, Verdict.MET})


@dataclass(frozen=True, slots=True)
class Step:
    """Days, both included, on which the drawn range lies between two values; a null end is open."""

    first: date
    last: date
    low: Fraction | None
    high: Fraction | None


def verdicts_of(goal: Goal) -> frozenset[Verdict]:
    """The verdicts of the drawn range: of a cut what reaches the target (its band alone), else what is on track."""
    if goal.shape is not Shape.YEARLY_CUT:
        return frozenset({Verdict.ON_TRACK})
    banded = goal.target is not None and goal.target.op is Op.BAND
    return frozenset({Verdict.MET}) if banded else REACHED


def steps(corridor: Corridor, goal: Goal, until: date) -> list[Step]:
    """The drawn range day by day up to ``until``; after the deadline its own range goes on."""
    wanted = verdicts_of(goal)
    found = []
    for stretch in corridor.stretches:
        zone = merged(stretch, wanted)
        if zone is not None:
            low, high = edges(zone, whole=corridor.whole)
            found.append(Step(stretch.first, stretch.last, low, high))
    if found and found[-1].last == goal.deadline and until > goal.deadline:
        end = found[-1]
        found.append(Step(end.last + timedelta(days=1), until, end.low, end.high))
    return found


def merged(stretch: Stretch, wanted: frozenset[Verdict]) -> Zone | None:
    """One zone over all wanted verdicts of a stretch: they lie side by side; null where none is there."""
    zones = [zone for zone in stretch.zones if zone.verdict in wanted]
    if not zones:
        return None
    lows, highs = [zone.low for zone in zones], [zone.high for zone in zones]
    low = None if None in lows else min(edge for edge in lows if edge is not None)
    high = None if None in highs else max(edge for edge in highs if edge is not None)
    return Zone(zones[0].verdict, low, high)


def edges(zone: Zone, *, whole: bool) -> tuple[Fraction | None, Fraction | None]:
    """Where a zone's edges are drawn: between two counts, or exactly where shares have them."""
    if not whole:
        return zone.low, zone.high
    return (
        None if zone.low is None else zone.low - HALF,
        None if zone.high is None else zone.high + HALF,
    )


def thinned(found: list[Step], days: Collection[date], most: int = 160) -> list[Step]:
    """At most about ``most`` steps, those of ``days`` among them: no screen shows more."""
    if len(found) <= most:
        return found
    every = len(found) // most + 1
    kept = [
        step
        for place, step in enumerate(found)
        if place % every == 0 or place == len(found) - 1 or any(step.first <= day <= step.last for day in days)
    ]
    following = [*(step.first - timedelta(days=1) for step in kept[1:]), kept[-1].last]
    return [Step(step.first, last, step.low, step.high) for step, last in zip(kept, following, strict=True)]
