"""Where a goal should stand on a day: years gone by, and the path it is expected to follow (method §2, §3).

Values are in the measure that a case judges: a count, or a share as a fraction (0,9 for 90 %).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction

from metrics.goals import Goal, Shape, Target, TargetUnit, Years
from metrics.periods import following, quarter_of
from metrics.shapes.ladder import number

DAYS_OF_FOUR_YEARS = 1461


def years_between(goal: Goal, on: date) -> Fraction | None:
    """Divisor of a yearly average from the baseline date to the earlier of ``on`` and the deadline.

    ``whole_years`` counts completed anniversaries, ``exact_days`` is days / 365,25 as a fraction,
    ``declared`` the integer the goal gives (null where it gives none). Never below 0.
    """
    first, last = goal.baseline_date, min(on, goal.deadline)
    match goal.years:
        case Years.DECLARED:
            return None if goal.declared_years is None else Fraction(goal.declared_years)
        case Years.EXACT_DAYS:
            return max(Fraction(0), Fraction(4 * (last - first).days, DAYS_OF_FOUR_YEARS))
        case Years.WHOLE_YEARS:
            anniversary = (last.month, last.day) >= (first.month, first.day)
            return Fraction(max(0, last.year - first.year - (not anniversary)))


def required_share(value: Fraction, years: Fraction) -> Fraction:
    """Share of the baseline that ``value`` per cent a year asks to have gone after ``years``; never above all of it."""
    return min(value * years / 100, Fraction(1))


def in_measure(shape: Shape, unit: TargetUnit, value: Fraction, baseline: Fraction | None) -> Fraction | None:
    """A target's number as a value of the measure; null where it stands on a baseline that is not known."""
    if shape is Shape.CHANGE_BY:
        if baseline is None:
            return None
        match unit:
            case TargetUnit.PERCENT:
                return baseline * (1 + value / 100)
            case TargetUnit.POINTS:
                return baseline + value / 100
            case _:
                return baseline + value
    return value if unit is TargetUnit.COUNT else value / 100


def destination(shape: Shape, target: Target | None, baseline: Fraction | None) -> Fraction | None:
    """Value of the measure in which a path ends: the target, or the low end of its band; 0 for ``eliminate``."""
    if shape is Shape.ELIMINATE:
        return Fraction(0)
    if target is None or shape in (Shape.DONE_BY, Shape.CAP_SHARE, Shape.YEARLY_CUT):
        return None
    return in_measure(shape, target.unit, number(target), baseline)


def origin(shape: Shape, baseline: Fraction | None) -> Fraction | None:
    """Value of the measure in which a path begins: the baseline; a cumulative flow begins at 0."""
    return Fraction(0) if baseline is None and shape is Shape.CUMULATIVE_FLOW else baseline


def along(shape: Shape, target: Target | None, baseline: Fraction | None, elapsed: Fraction) -> Fraction | None:
    """B + (X - B) × elapsed: the straight path after a share of the time; null where either end is not known.

    A ``yearly_floor`` asks its number of every year, so its path is level.
    """
    end = destination(shape, target, baseline)
    start = end if shape is Shape.YEARLY_FLOOR else origin(shape, baseline)
    return None if start is None or end is None else start + (end - start) * elapsed


def expected_value(goal: Goal, baseline: Fraction | None, on: date) -> Fraction | None:
    """What the goal's path asks for on the evening of ``on``; null where there is no path.

    Linear from (baseline date, baseline) to (deadline, target); through the stored milestones where
    the goal has any; or with each year's movement bunched by the quarterly profile. A ``yearly_cut``
    has the path its own band draws. A ``done_by`` has only the steps it stores: the last one due.
    """
    if goal.shape is Shape.YEARLY_CUT:
        years = years_between(goal, on)
        if goal.target is None or baseline is None or years is None:
            return None
        return baseline * (1 - required_share(number(goal.target), years))
    if goal.path.milestones and goal.shape is not Shape.YEARLY_FLOOR:
        return _by_milestones(goal, baseline, on)
    return along(goal.shape, goal.target, baseline, _elapsed(goal, on))


def _by_milestones(goal: Goal, baseline: Fraction | None, on: date) -> Fraction | None:
    unit = goal.target.unit if goal.target else TargetUnit.COUNT
    points = []
    for day, value in sorted(goal.path.milestones):
        placed = in_measure(goal.shape, unit, value, baseline)
        if placed is None:
            return None
        points.append((day, placed))
    if goal.shape is Shape.DONE_BY:
        due = [value for day, value in points if day <= on]
        return due[-1] if due else Fraction(0)
    start, end = origin(goal.shape, baseline), destination(goal.shape, goal.target, baseline)
    if start is not None and points[0][0] > goal.baseline_date:
        points.insert(0, (goal.baseline_date, start))
    if end is not None and points[-1][0] < goal.deadline:
        points.append((goal.deadline, end))
    place = bisect_right(points, on, key=lambda point: point[0])
    if place == 0:
        return start
    if place == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[place - 1], points[place]
    return low + (high - low) * Fraction((on - left).days, (right - left).days)


def _elapsed(goal: Goal, on: date) -> Fraction:
    """Share of the way from the baseline date to the deadline, 0 to 1; by days, or by the quarterly profile."""
    first, last = goal.baseline_date, goal.deadline
    if on >= last:
        return Fraction(1)
    if on <= first:
        return Fraction(0)
    if not goal.path.profile:
        return Fraction((on - first).days, (last - first).days)
    whole = _weight(goal, last)
    return _weight(goal, on) / whole if whole else Fraction((on - first).days, (last - first).days)


def _weight(goal: Goal, on: date) -> Fraction:
    """Sum of the profile's shares over the quarters after the baseline date, the running one by its days."""
    total = Fraction(0)
    current = quarter_of(goal.baseline_date + timedelta(days=1))
    while current.first <= on:
        begin, end = max(current.first, goal.baseline_date + timedelta(days=1)), min(current.last, on)
        days = (current.last - current.first).days + 1
        share = goal.path.profile[current.last.month // 3 - 1]
        total += share * Fraction((end - begin).days + 1, days)
        current = following(current)
    return total
