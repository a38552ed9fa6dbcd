"""The corridor of a goal: which values the engine would give which verdict, day by day.

Read from the ladders that :func:`metrics.judge.judge` stands a value on, so that no point of a chart can
lie in a zone that contradicts its verdict. ``whole_years`` gives a staircase, a straight path of
counts a fine one; nothing between two steps is interpolated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from metrics.case import Case
from metrics.goals import Goal, Shape, Verdict
from metrics.judge import READ
from metrics.paths import expected_value, years_between
from metrics.shapes.ladder import Zone

DRAWN = (Shape.YEARLY_CUT, Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY, Shape.ELIMINATE, Shape.CHANGE_BY)
"""Shapes whose value moves through time on its own scale; the others have no corridor."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both included, on which the same values get the same verdicts; zones from the best verdict down."""

    first: date
    last: date
    zones: tuple[Zone, ...]

    def verdict(self, value: Fraction | int) -> Verdict | None:
        """The verdict of a value on these days; null for a value that cannot be (a part of a count)."""
        return next((zone.verdict for zone in self.zones if zone.holds(value)), None)


@dataclass(frozen=True, slots=True)
class Corridor:
    """Stretches in order, without gaps, from the goal's start to its deadline; the deadline is closed.

    ``whole``: zones are whole counts, both ends included. Otherwise shares as fractions, exact edges.
    """

    stretches: tuple[Stretch, ...]
    whole: bool

    def on(self, day: date) -> Stretch | None:
        """The stretch a day lies in; null outside the goal's days."""
        return next((stretch for stretch in self.stretches if stretch.first <= day <= stretch.last), None)


def corridor(
    goal: Goal, baseline: Fraction | None, *, most: int | None = None, days: Collection[date] = ()
) -> Corridor:
    """The corridor of a goal from its start to its deadline; without stretches where there is nothing to draw.

    With more than ``most`` stretches it is read on about as many days, those of ``days`` among them; between two of
    them the zones stay as they were on the earlier one.
    """
    found = _read(goal, baseline, days, 1, most)
    if found is None:
        found = _read(goal, baseline, days, 1 + (goal.deadline - goal.start).days // (most or 1), None)
    assert found is not None
    return found


def _read(
    goal: Goal, baseline: Fraction | None, days: Collection[date], apart: int, most: int | None
) -> Corridor | None:
    """The corridor with steps about ``apart`` days from each other; null where it has more than ``most``."""
    if goal.shape not in DRAWN:
        return Corridor((), whole=True)
    whole = _scale(goal, baseline) is not None
    inside = [day for day, _ in goal.path.milestones if goal.start < day < goal.deadline]
    turns = sorted({goal.start, goal.baseline_date, *inside, *days, goal.deadline - _DAY, goal.deadline})
    turns = [day for day in turns if goal.start <= day <= goal.deadline]
    merged: list[Stretch] = []
    for day, zones in _steps(goal, baseline, turns, apart):
        if not zones:
            return Corridor((), whole=whole)
        if merged and merged[-1].zones == zones:
            merged[-1] = Stretch(merged[-1].first, day, zones)
        else:
            merged.append(Stretch(merged[-1].last + _DAY if merged else day, day, zones))
        if most is not None and len(merged) > most:
            return None
    return Corridor(tuple(merged), whole=whole)


def _steps(
    goal: Goal, baseline: Fraction | None, turns: list[date], apart: int
) -> Iterator[tuple[date, tuple[Zone, ...]]]:
    """Last days of runs of equal zones, with the zones; between two turns the path only goes one way."""
    known = [(day, _zones(goal, baseline, day)) for day in turns]
    for index, (first, zones) in enumerate(known):
        yield first, zones
        if index + 1 < len(known):
            yield from _between(goal, baseline, first, zones, *known[index + 1], apart)


def _between(
    goal: Goal,
    baseline: Fraction | None,
    first: date,
    before: tuple[Zone, ...],
    last: date,
    after: tuple[Zone, ...],
    apart: int,
) -> Iterator[tuple[date, tuple[Zone, ...]]]:
    if (last - first).days <= 1:
        return
    if before == after or (last - first).days <= apart:
        yield last - _DAY, before
        return
    middle = first + (last - first) // 2
    zones = _zones(goal, baseline, middle)
    yield from _between(goal, baseline, first, before, middle, zones, apart)
    yield middle, zones
    yield from _between(goal, baseline, middle, zones, last, after, apart)


def _scale(goal: Goal, baseline: Fraction | None) -> int | None:
    return READ[goal.shape](_case(goal, baseline, goal.start)).scale


def _zones(goal: Goal, baseline: Fraction | None, on: date) -> tuple[Zone, ...]:
    reading = READ[goal.shape](_case(goal, baseline, on))
    if reading.not_due:
        return (Zone(Verdict.NOT_DUE, None, None),)
    if reading.ladder is None:
        return ()
    if reading.scale is None:
        return tuple(reading.ladder.zones())
    found = []
    for zone in reading.ladder.zones():
        ends = reading.ladder.whole(zone.verdict, least=0)
        if ends is not None:
            low, high = (None if end is None else Fraction(end) for end in ends)
            found.append(Zone(zone.verdict, low, high))
    return tuple(found)


def _case(goal: Goal, baseline: Fraction | None, on: date) -> Case:
    """The case of any value on a day; the value itself does not move its ladder."""
    yearly = goal.shape is Shape.YEARLY_CUT
    return Case(
        shape=goal.shape,
        target=goal.target,
        baseline=baseline,
        actual=baseline or Fraction(0),
        years=years_between(goal, on) if yearly else None,
        expected=expected_value(goal, baseline, on),
        closed=on >= goal.deadline,
        tolerance=goal.tolerance,
    )
