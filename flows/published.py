"""Published figures beside what the roll-up gives for the same thing, compared at the digits their source printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from db.submissions import PublishedRow
from flows.cases import baseline_of, regular
from flows.review import PublishedFigure, SeriesPoint
from metrics.exact import printed, read_exact
from metrics.goals import Goal, Indicator, Kind, Qualifier, Rounding
from metrics.paths import years_between
from metrics.periods import FREQUENCIES, latest_ended, previous

NUMBERS = ("count", "share", "percent", "change", "change_points", "per_year")
"""Measures whose value is a number; the others are a class or a day."""


def beside(
    row: PublishedRow,
    indicator: Indicator,
    unit: str,
    points: Sequence[SeriesPoint],
    *,
    rounding: Rounding,
    goal: Goal | None = None,
) -> PublishedFigure:
    """A unit's published figure (unit by code), and the same measure worked out from its series where it can be."""
    rolled = rolled_up(row, indicator, points, goal)
    agrees: bool | None = None
    difference: Fraction | None = None
    margin = None if row.margin is None else read_exact(row.margin)
    if rolled is not None and row.measure in NUMBERS:
        value = read_exact(row.value)
        agrees = agree(rolled, value, Qualifier(row.qualifier), row.digits, rounding, margin)
        difference = rolled - value
    return PublishedFigure(
        publisher=row.origin.publisher,
        title=row.origin.title,
        published_on=row.origin.published_on,
        indicator=indicator.code,
        unit=unit,
        first_day=row.first_day,
        last_day=row.last_day,
        measure=row.measure,
        value=row.value,
        qualifier=row.qualifier,
        printed=row.printed,
        digits=row.digits,
        inferred=row.inferred,
        note_vi=_noted(row.note_vi, row.origin.note_vi),
        note_en=_noted(row.note_en, row.origin.note_en),
        rolled_up=rolled,
        agrees=agrees,
        difference=difference,
        margin=margin,
    )


def value_of(one: PublishedFigure) -> Fraction:
    """The figure in its indicator's own measure: a count, or a share as a fraction."""
    return read_exact(one.value) / (100 if one.measure == "percent" else 1)


def stated_at_review(
    prints: Sequence[PublishedFigure], goal: Goal, indicator: Indicator, on: date
) -> PublishedFigure | None:
    """The publication that states the value judged on a day: of the review period, a flow's since the goal's start.

    Of several the one published last; null where there is none.
    """
    when = latest_ended(on, FREQUENCIES[indicator.frequency])
    found = [one for one in prints if states_value(one, indicator) and when.first <= one.last_day <= when.last]
    if indicator.kind is Kind.FLOW:
        found = [one for one in found if one.first_day == goal.start]
    return max(found, key=lambda one: (one.last_day, one.published_on), default=None)


def stated_at_baseline(prints: Sequence[PublishedFigure], goal: Goal, indicator: Indicator) -> PublishedFigure | None:
    """The publication that states the value of the baseline day; of several the one published last."""
    found = [one for one in prints if states_value(one, indicator) and one.last_day == goal.baseline_date]
    return max(found, key=lambda one: one.published_on, default=None) if indicator.kind is not Kind.FLOW else None


def states_value(one: PublishedFigure, indicator: Indicator) -> bool:
    """True where it is the very value, not a cut or a change; a percentage is one of a share only."""
    return one.measure in ("count", "share") or (one.measure == "percent" and indicator.kind is Kind.SHARE)


def _noted(*notes: str) -> str:
    """What is said of the figure, then of its source."""
    return " ".join(note for note in notes if note)


def agree(
    rolled: Fraction,
    value: Fraction,
    qualifier: Qualifier,
    digits: int | None,
    rounding: Rounding,
    margin: Fraction | None = None,
) -> bool:
    """True where the roll-up is what the source printed: equal when printed alike, or on the side it says.

    ``margin`` is how far "about" may be off, in the measure's own unit.
    """
    match qualifier:
        case Qualifier.AT_LEAST:
            return rolled >= value
        case Qualifier.AT_MOST:
            return rolled <= value
        case Qualifier.ABOUT if margin is not None:
            return abs(rolled - value) <= margin
        case _:
            places = digits or 0
            return rolled == value or printed(rolled, places, rounding) == printed(value, places, rounding)


def rolled_up(
    row: PublishedRow, indicator: Indicator, points: Sequence[SeriesPoint], goal: Goal | None = None
) -> Fraction | None:
    """The roll-up's figure for a published one's measure and span, in the measure's own unit; null without data."""
    last = value_on(points, indicator, row.last_day)
    first = value_on(points, indicator, row.first_day)
    match row.measure:
        case "count" if indicator.kind is Kind.FLOW:
            return flow_over(points, indicator, row.first_day, row.last_day)
        case "count" | "share":
            return last
        case "percent" if indicator.kind is Kind.SHARE:
            return None if last is None else last * 100
        case "percent" | "per_year":
            base = baseline_of(goal, points) if goal else None
            if base is None or base.value is None or last is None or base.value == 0:
                return None
            cut = (base.value - last) / base.value * 100
            years = years_between(goal, row.last_day) if goal else None
            if row.measure == "percent":
                return cut
            return cut / years if years else None
        case "change":
            return None if first is None or last is None else last - first
        case "change_points":
            return None if first is None or last is None else (last - first) * 100
    return None


def value_on(points: Sequence[SeriesPoint], indicator: Indicator, on: date) -> Fraction | None:
    """The value of exactly this day, or of the period that the day lies in."""
    exact = next((point.value for point in points if point.period.first == on == point.period.last), None)
    if exact is not None:
        return exact
    around = [point.value for point in regular(points, indicator) if point.period.first <= on <= point.period.last]
    return around[0] if around else None


def flow_over(points: Sequence[SeriesPoint], indicator: Indicator, first: date, last: date) -> Fraction | None:
    """Sum of a flow over a span that whole periods fill without a gap; null otherwise."""
    kind = FREQUENCIES[indicator.frequency]
    by_period = {point.period: point.value for point in regular(points, indicator)}
    total = Fraction(0)
    current = latest_ended(last, kind)
    if current.last != last:
        return None
    while current.first >= first:
        value = by_period.get(current)
        if value is None:
            return None
        total += value
        if current.first == first:
            return total
        current = previous(current)
    return None
