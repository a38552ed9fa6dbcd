"""What a figure could still be: both ends of its bounds with the verdict each would give, and who has not reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import Connection

from db import units
from flows import cases
from flows.asked import find_unit, label
from flows.missing import absent
from flows.review import GoalReview, SeriesPoint, UnitLabel
from metrics.case import Judgement
from metrics.judge import READ, judge
from metrics.periods import Period
from metrics.schema import AS_REPORTED
from report.formats import sort_key


@dataclass(frozen=True, slots=True)
class End:
    """One end: the value (null: open) and, where it is not open, how the goal would be judged on it."""

    value: Fraction | None
    judgement: Judgement | None


def ends(found: GoalReview) -> tuple[End, End] | None:
    """The better and the worse end of the value's bounds; null where the value is certain."""
    span = found.case.range
    if span is None or span.is_exact:
        return None
    ladder = READ[found.case.shape](found.case).ladder
    rising = not found.indicator.falling if ladder is None else ladder.rising
    low, high = (_end(found, value) for value in (span.low, span.high))
    return (high, low) if rising else (low, high)


def _end(found: GoalReview, value: Fraction | None) -> End:
    if value is None:
        return End(None, None)
    case = replace(found.case, actual=value, numerator=None, range=None, otherwise=())
    return End(value, judge(case))


def not_reported(
    conn: Connection,
    *,
    unit: str,
    indicator: int,
    periods: Sequence[Period],
    boundaries: int = AS_REPORTED,
) -> tuple[UnitLabel, ...]:
    """Units under a unit that owe a figure of any of some periods, in the order of their names."""
    at = find_unit(conn, unit)
    ids = {one for when in periods for one in absent(conn, indicator, at, when, boundaries=boundaries)}
    last = max((when.last for when in periods), default=None)
    found = units.units_by_id(conn, sorted(ids))
    named = [label(row, last) for row in found.values()] if last else []
    return tuple(sorted(named, key=lambda each: (sort_key(each.name), each.code)))


def incomplete(found: GoalReview) -> tuple[Period, ...]:
    """The periods judged in which not every unit has reported."""
    at: dict[Period, SeriesPoint] = {point.period: point for point in found.series}
    spans = cases.judged_periods(
        found.goal, found.indicator, found.series, cases.judged_on(found.goal, found.review_date)
    )
    return tuple(when for when in spans if when in at and not cases.is_whole(at[when]))
