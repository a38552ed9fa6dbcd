"""From a unit's series to the case that the engine judges. Pure: figures in, case out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from flows.review import SeriesPoint
from metrics.case import Case, Recent, YearValue
from metrics.goals import Goal, Indicator, Kind, Shape
from metrics.paths import expected_value, years_between
from metrics.periods import FREQUENCIES, Period, PeriodKind, between, latest_ended, previous

RECENT_PERIODS = 4
"""How many periods the recent pace is averaged over."""


def review_period(indicator: Indicator, on: date) -> Period:
    """The last period of the indicator's frequency that has ended by the review date."""
    return latest_ended(on, FREQUENCIES[indicator.frequency])


def judged_on(goal: Goal, on: date) -> date:
    """The day whose figures decide: the review date, at the latest the deadline.

    What came after the deadline no longer counts. "None left" and milestones look on: a relapse and a late
    completion are told whenever they happen.
    """
    return on if goal.shape in (Shape.ELIMINATE, Shape.DONE_BY) else min(on, goal.deadline)


def latest_total(points: Sequence[SeriesPoint]) -> SeriesPoint | None:
    """The last point of a flow that has a running total; later periods are still to come."""
    return next((point for point in reversed(points) if point.total is not None and point.reported), None)


def baseline_of(goal: Goal, points: Sequence[SeriesPoint]) -> SeriesPoint | None:
    """The point of the baseline day: the day's own figure, else a period that ends on that day."""
    ending = [point for point in points if point.period.last == goal.baseline_date and point.value is not None]
    ending.sort(key=lambda point: point.period.kind is not PeriodKind.DAY)
    return ending[0] if ending else None


def point_at(points: Sequence[SeriesPoint], period: Period) -> SeriesPoint | None:
    """The point of exactly this period, or null."""
    return next((point for point in points if point.period == period), None)


def current_point(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint], on: date) -> SeriesPoint | None:
    """The point a goal is judged on: of the review period, or a sum's last one; null where nobody reported."""
    if indicator.kind is Kind.FLOW:
        return latest_total(points)
    return point_at(points, review_period(indicator, judged_on(goal, on)))


def regular(points: Sequence[SeriesPoint], indicator: Indicator) -> list[SeriesPoint]:
    """The points of the indicator's own frequency, oldest first."""
    kind = FREQUENCIES[indicator.frequency]
    return [point for point in points if point.period.kind is kind]


def build(
    goal: Goal,
    indicator: Indicator,
    points: Sequence[SeriesPoint],
    *,
    on: date,
    comparable: bool = True,
    classes: dict[str, int] | None = None,
) -> Case:
    """The case of one goal at one review date, from the unit's series on the boundaries asked for.

    ``points`` hold the baseline day and every period up to the day judged on (:func:`judged_on`), with totals
    (:func:`since_start`); ``classes`` the counts of a rating's classes at the review. Nothing is loose yet.
    """
    current = current_point(goal, indicator, points, on)
    start = baseline_of(goal, points)
    baseline = goal.baseline_value if goal.baseline_value is not None else (start.value if start else None)
    actual = current.total if current else None
    return Case(
        shape=goal.shape,
        target=goal.target,
        baseline=baseline,
        actual=actual,
        numerator=_counted(current, current.num) if current and indicator.kind is Kind.SHARE else None,
        denominator=_counted(current, current.den) if current and indicator.kind is Kind.SHARE else None,
        years=years_between(goal, on) if goal.shape is Shape.YEARLY_CUT else None,
        total_years=years_between(goal, goal.deadline) if goal.shape is Shape.YEARLY_CUT else None,
        expected=expected_value(goal, baseline, on),
        closed=on >= goal.deadline,
        started=on >= goal.start,
        comparable=comparable,
        tolerance=goal.tolerance,
        rounding=goal.rounding,
        digits=goal.digits,
        pace=_pace(goal, indicator, points, on),
        year_values=_years(goal, indicator, points, on) if goal.shape is Shape.YEARLY_FLOOR else (),
        floor_rule=goal.floor_rule,
        classes=classes or {},
        denominator_rule=goal.denominator_rule,
        allowed_rounding=goal.allowed_rounding,
        done=_done_on(points) if goal.shape is Shape.DONE_BY else None,
        # A milestone nobody has reported on is not one that was missed: without a deadline there is no value.
        deadline=goal.deadline if any(point.reported for point in points) else None,
        as_of=on,
        reached_none=_none_before(goal, indicator, points, current),
    )


def _counted(point: SeriesPoint, part: int | None) -> int | None:
    """A count of a share; null where a weighted split left no whole one."""
    if part is None or part % point.scale:
        return None
    return part // point.scale if (point.num or 0) % point.scale == 0 == (point.den or 0) % point.scale else None


def _none_before(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint], current: SeriesPoint | None) -> bool:
    """True where every unit reported since the goal's start that none was left, in a period before the one judged."""
    return any(
        point.value == 0 and is_whole(point) and point.period.last >= goal.start
        for point in regular(points, indicator)
        if point is not current
    )


def is_whole(point: SeriesPoint) -> bool:
    """True where every unit that should have reported has."""
    return point.reported >= point.expected


def recent_points(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint], on: date) -> list[SeriesPoint]:
    """The last periods by a day that everybody reported in a row, oldest first: enough for RECENT_PERIODS moves."""
    found: list[SeriesPoint] = []
    for point in reversed(regular(points, indicator)):
        if point.period.last > on:
            continue
        whole = point.value is not None and is_whole(point)
        if not found and not whole:
            continue
        if not whole or (found and previous(found[0].period) != point.period):
            break
        if indicator.kind is Kind.FLOW and point.period.first < goal.start:
            break
        found.insert(0, point)
        if len(found) > RECENT_PERIODS:
            break
    return found


def moves_of(indicator: Indicator, points: Sequence[SeriesPoint]) -> list[Fraction]:
    """What each of the last RECENT_PERIODS periods of :func:`recent_points` added to the goal's value."""
    values = [point.value for point in points if point.value is not None]
    moves = values if indicator.kind is Kind.FLOW else [after - before for before, after in pairwise(values)]
    return moves[-RECENT_PERIODS:]


def _pace(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint], on: date) -> Recent | None:
    """Periods left to the deadline, and the average movement over the last ones that everybody reported in a row."""
    if on >= goal.deadline:
        return None
    recent = moves_of(indicator, recent_points(goal, indicator, points, on))
    average = sum(recent, Fraction(0)) / len(recent) if recent else None
    left = _left(on, goal.deadline, FREQUENCIES[indicator.frequency])
    return Recent(periods_left=left, recent_average=average, recent_periods=len(recent))


@lru_cache(1024)
def _left(on: date, deadline: date, kind: PeriodKind) -> int:
    """How many periods end after a day and by the deadline."""
    return sum(period.last > on for period in between(on, deadline, kind))


def years_of(goal: Goal, indicator: Indicator, on: date) -> list[tuple[int, list[Period], bool]]:
    """Years that a yearly floor asks about, up to a day: number, the periods that make its figure, whether closed.

    A flow is asked of calendar years that lie wholly between start and deadline, summed over their periods; anything
    else of every year, at its last period, which the deadline may cut short.
    """
    kind = FREQUENCIES[indicator.frequency]
    found = []
    for number in range_of_years(goal.start, min(on, goal.deadline)):
        first, last = date(number, 1, 1), date(number, 12, 31)
        if indicator.kind is not Kind.FLOW:
            end = min(last, goal.deadline)
            found.append((number, [latest_ended(end, kind)], end <= on))
        elif goal.start <= first and last <= goal.deadline:
            found.append((number, between(first, last, kind), last <= on))
    return found


def _years(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint], on: date) -> tuple[YearValue, ...]:
    """Each year of :func:`years_of` with what was reported of it; null where nothing was."""
    at = {point.period: point for point in regular(points, indicator) if point.period.last <= on}
    found = []
    for number, spans, closed in years_of(goal, indicator, on):
        values = [at[span].value for span in spans if span in at]
        known = [value for value in values if value is not None]
        found.append(YearValue(number, sum(known, Fraction(0)) if known else None, closed=closed))
    return tuple(found)


def range_of_years(first: date, last: date) -> list[int]:
    """Calendar years from the one of ``first`` to the one of ``last``."""
    return list(range(first.year, last.year + 1))


def _done_on(points: Sequence[SeriesPoint]) -> date | None:
    """Last day of the first period by which the milestone was reached."""
    reached = [point.period.last for point in points if point.value is not None and point.value >= 1]
    return min(reached, default=None)


def summed_periods(goal: Goal, indicator: Indicator, on: date) -> list[Period]:
    """Periods a cumulative flow sums over: from the goal's start to the review, none overlapping."""
    kind = FREQUENCIES[indicator.frequency]
    return [period for period in between(goal.start, on, kind) if period.first >= goal.start]


def judged_periods(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint], on: date) -> list[Period]:
    """Periods whose figures the value judged on a day is made of, oldest first.

    A milestone stands on the period in which it was reached, else on the last one reported.
    """
    if goal.shape is Shape.DONE_BY:
        told = [point for point in points if point.reported]
        reached = [point for point in told if point.value is not None and point.value >= 1]
        return [point.period for point in reached[:1] or told[-1:]] or [review_period(indicator, on)]
    if goal.shape is Shape.YEARLY_FLOOR:
        closed = [spans for _, spans, is_closed in years_of(goal, indicator, on) if is_closed]
        return sorted({span for spans in closed for span in spans})
    if indicator.kind is Kind.FLOW:
        return summed_periods(goal, indicator, on)
    return [review_period(indicator, on)]


def since_start(goal: Goal, indicator: Indicator, points: Sequence[SeriesPoint]) -> list[SeriesPoint]:
    """The series with a flow's running total since the goal's start; other kinds as they are.

    Periods that began before the start, and those of another frequency, count nothing; a period nobody reported keeps
    the total before it.
    """
    if indicator.kind is not Kind.FLOW:
        return list(points)
    kind = FREQUENCIES[indicator.frequency]
    total = Fraction(0)
    found = []
    for point in points:
        counts = point.period.kind is kind and point.period.first >= goal.start
        if counts and point.value is not None:
            total += point.value
        found.append(replace(point, total=total if counts else None))
    return found


def classes_at(
    points: Sequence[SeriesPoint], indicator: Indicator, on: date, schemes: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Counts of a rating's classes in the review period, by class code; ``not_rated`` apart."""
    point = point_at(points, review_period(indicator, on))
    names = schemes.get(indicator.scheme or "", ())
    if point is None:
        return {}
    return {"not_rated" if place < 0 else names[place]: count for place, count in point.classes}
