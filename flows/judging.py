"""One goal judged at one unit on one day: its case with everything that is loose in it, and the judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from db import figures, goals
from db.goals import GoalRow
from db.submissions import PublishedRow
from db.units import UnitRow
from flows import cases
from flows.missing import Awaited, absent, loose_over
from flows.published import beside, stated_at_baseline, stated_at_review, value_of
from flows.review import PublishedFigure, SeriesPoint
from metrics.bounds import Deciding, Span, deciding, qualified_range
from metrics.breaks import Break, SchemeSpan, breaks_of
from metrics.case import Bounds, Case, Judgement, YearValue
from metrics.goals import Judged, Kind, Qualifier, Shape
from metrics.judge import READ, judge
from metrics.paths import expected_value
from metrics.periods import Period
from metrics.schema import INNER_KINDS, QUALIFIERS

BEYOND = (Fraction(10**15), Fraction(10**15 + 1))
"""Stand for an end that is open: what differs between the two has no end either."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all goals of a review share: boundaries, knowledge (``upto`` null: all there is), rating schemes.

    ``awaited`` is who has not reported, where that was looked up for many units at once.
    """

    boundaries: int
    upto: int | None
    spans: Mapping[str, SchemeSpan]
    classes: Mapping[str, tuple[str, ...]]
    awaited: Awaited | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal judged at a unit on a day. ``points`` end on the day judged on.

    ``periods`` are those whose figures make the value, ``start`` is the point of the baseline; the publications that
    were judged in their stead are ``value_from`` and ``start_from``. ``reported`` of ``expected`` units are those of
    the least complete of the periods. ``deciding`` names who could settle a verdict that is open.
    """

    on: date
    case: Case
    judgement: Judgement
    points: tuple[SeriesPoint, ...]
    periods: tuple[Period, ...]
    start: SeriesPoint | None
    prints: tuple[PublishedFigure, ...]
    value_from: PublishedFigure | None
    start_from: PublishedFigure | None
    reported: int
    expected: int
    breaks: tuple[Break, ...]
    deciding: Deciding | None
    qualifier: Qualifier

    @property
    def inputs(self) -> list[SeriesPoint]:
        """The points of the series that the verdict was drawn from."""
        periods = set(self.periods)
        used = [] if self.value_from else [point for point in self.points if point.period in periods]
        return used if self.start is None or self.start_from else [*used, self.start]

    @property
    def told(self) -> bool:
        """True where the last of the periods judged has a figure of its own."""
        at = {point.period for point in self.points if point.value is not None}
        return self.value_from is not None or (bool(self.periods) and self.periods[-1] in at)


def setting(conn: Connection, boundaries: int, upto: int | None = None) -> Setting:
    """What the goals of a review share, read from the store."""
    return Setting(boundaries, upto, goals.scheme_spans(conn), goals.schemes(conn))


def judge_at(
    conn: Connection,
    row: GoalRow,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    prints: Sequence[PublishedRow],
    *,
    on: date,
    given: Setting,
) -> Standing:
    """Judge a goal at a unit on a day, from the unit's series and its published figures of the goal's indicator.

    Open in the value, in a baseline read from figures, or in the years of a floor: the verdict must hold at every end,
    or it is ``inconclusive``.
    """
    goal, indicator = row.goal, row.indicator
    last = cases.judged_on(goal, on)
    points = cases.since_start(goal, indicator, [point for point in points if point.period.last <= last])
    broken = breaks_of(indicator, goal.baseline_date, last, given.spans.get(indicator.scheme or ""))
    case = cases.build(
        goal,
        indicator,
        points,
        on=on,
        comparable=goal.bridges_breaks or not broken,
        classes=cases.classes_at(points, indicator, last, given.classes) if indicator.kind is Kind.RATING else None,
    )
    beside_it = tuple(beside(one, indicator, unit.code, points, rounding=goal.rounding, goal=goal) for one in prints)
    spans = cases.judged_periods(goal, indicator, points, last)
    ground = _Ground(conn, row, unit, points, given)
    value_from = start_from = None
    if goal.judged is Judged.PUBLISHED:
        value_from = stated_at_review(beside_it, goal, indicator, last)
        start_from = stated_at_baseline(beside_it, goal, indicator)
    start = cases.baseline_of(goal, points) if goal.baseline_value is None else None
    if goal.shape is Shape.DONE_BY:
        case = _done_by_then(case, beside_it, goal.deadline, on)
    case, loose = _on_published(case, value_from) if value_from else _loosened(case, ground, spans, last)
    case, base_loose = _based(case, ground, start, start_from, on)
    judgement = judge(case)
    reported, expected = _completeness(ground, spans or [cases.review_period(indicator, last)])
    own = None if indicator.kind is Kind.FLOW else cases.current_point(goal, indicator, points, on)
    return Standing(
        on=on,
        case=case,
        judgement=judgement,
        points=tuple(points),
        periods=tuple(spans),
        start=start,
        prints=beside_it,
        value_from=value_from,
        start_from=start_from,
        reported=reported,
        expected=expected,
        breaks=tuple(broken),
        deciding=_deciding(case, loose, base_loose, ground) if judgement.reason == "bounds" else None,
        qualifier=Qualifier(value_from.qualifier) if value_from else _qualifier(ground, own),
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where a goal is judged: what is needed to ask the store who has not reported."""

    conn: Connection
    row: GoalRow
    unit: UnitRow
    points: Sequence[SeriesPoint]
    given: Setting

    def loose(self, spans: Sequence[Period]) -> Span | None:
        return loose_over(
            self.conn,
            self.row.indicator,
            self.row.indicator_id,
            self.unit,
            self.points,
            spans,
            boundaries=self.given.boundaries,
            upto=self.given.upto,
            before=self.given.awaited,
        )

    def expected(self, when: Period) -> int:
        every = figures.expected(
            self.conn, indicator=self.row.indicator_id, period=when, boundaries=self.given.boundaries
        )
        return int(every.filter(unit=self.unit.id)["expected"].sum())

    def absent(self, when: Period) -> tuple[int, ...]:
        return absent(
            self.conn,
            self.row.indicator_id,
            self.unit,
            when,
            boundaries=self.given.boundaries,
            upto=self.given.upto,
        )


def _done_by_then(case: Case, prints: Sequence[PublishedFigure], deadline: date, on: date) -> Case:
    """The case of a milestone with the earliest day it is known to have been reached: reported, or published."""
    days = [date.fromisoformat(one.value) for one in prints if one.measure == "date"]
    known = [day for day in [*days, *([case.done] if case.done else [])] if day <= on]
    return replace(case, done=min(known), deadline=deadline) if known else case


def _on_published(case: Case, stated: PublishedFigure) -> tuple[Case, Span | None]:
    """The case judged on a publication; loose through its qualifier only."""
    value = value_of(stated)
    qualifier = Qualifier(stated.qualifier)
    around = None if qualifier is Qualifier.EXACT else qualified_range(qualifier, value, stated.margin)
    return replace(case, actual=value, numerator=None, denominator=None, range=around), None


def _loosened(case: Case, ground: _Ground, spans: Sequence[Period], last: date) -> tuple[Case, Span | None]:
    """The case with the best and worst of its value; and what is loose in it, for counts and shares."""
    goal, indicator = ground.row.goal, ground.row.indicator
    if goal.shape is Shape.DONE_BY or (case.actual is None and indicator.kind is not Kind.RATING):
        return case, None
    if indicator.kind is Kind.RATING:
        return _with_unrated(case, len(ground.absent(spans[-1]))), None
    if goal.shape is Shape.YEARLY_FLOOR:
        return replace(case, range=_floor_range(case, ground, last)), None
    loose = ground.loose(spans)
    return replace(case, range=loose.range if loose and case.actual is not None else None), loose


def _with_unrated(case: Case, missing: int) -> Case:
    """A cap where organisations have not reported their class: they may all be excellent, or all good."""
    if not missing or not case.classes:
        return case
    ends = [{**case.classes, name: case.classes.get(name, 0) + missing} for name in ("excellent", "good")]
    return replace(case, otherwise=tuple(replace(case, classes=classes) for classes in ends))


def _floor_range(case: Case, ground: _Ground, last: date) -> Bounds | None:
    """Best and worst of what a yearly floor measures, from what is loose in each of its closed years."""
    ends: list[list[YearValue]] = [[], [], []]
    found = False
    values = {year.year: year for year in case.year_values}
    for number, spans, closed in cases.years_of(ground.row.goal, ground.row.indicator, last):
        year = values[number]
        loose = ground.loose(spans) if closed and year.value is not None else None
        found |= loose is not None
        reach = loose.range if loose else Bounds(year.value, year.value)
        tops = BEYOND if loose and reach.high is None else (reach.high, reach.high)
        for end, value in zip(ends, (reach.low, *tops), strict=True):
            end.append(replace(year, value=value))
    if not found:
        return None
    low, high, beyond = (READ[case.shape](replace(case, year_values=tuple(end))).measure for end in ends)
    return Bounds(low, high if high == beyond else None)


def _based(
    case: Case, ground: _Ground, start: SeriesPoint | None, stated: PublishedFigure | None, on: date
) -> tuple[Case, Span | None]:
    """The case with its baseline: published where that is judged; and at both ends where the roll-up's is loose."""
    goal = ground.row.goal

    def at(value: Fraction) -> Case:
        return replace(case, baseline=value, expected=expected_value(goal, value, on))

    if stated is not None and goal.baseline_value is None:
        return at(value_of(stated)), None
    loose = ground.loose([start.period]) if start is not None else None
    if loose is None:
        return case, None
    low, high = loose.range.low or Fraction(0), BEYOND[0] if loose.range.high is None else loose.range.high
    return replace(case, otherwise=(*case.otherwise, at(low), at(high))), loose


def _deciding(case: Case, loose: Span | None, base: Span | None, ground: _Ground) -> Deciding | None:
    """Who could settle it: of those missing in the value, else in the baseline, else everybody who is missing."""
    if loose is not None:
        alone = replace(case, otherwise=())
        found = deciding(loose, lambda bounds: judge(replace(alone, range=bounds)).reason != "bounds")
        if found is not None:
            return found
    if base is not None:
        units = tuple(dict.fromkeys(one.unit for one in base.loose))
        return Deciding(units, len(units))
    spans = cases.judged_periods(ground.row.goal, ground.row.indicator, ground.points, case.as_of or date.max)
    units = tuple(dict.fromkeys(unit for span in spans for unit in ground.absent(span)))
    return Deciding(units, len(units)) if units else None


def _qualifier(ground: _Ground, point: SeriesPoint | None) -> Qualifier:
    """The qualifier of a figure that one unit reported; sums have bounds instead."""
    if point is None or not point.qualified or point.expected != 1:
        return Qualifier.EXACT
    place = point.qualifier
    if ground.unit.kind in INNER_KINDS:
        told = figures.trace(
            ground.conn,
            unit=ground.unit.id,
            indicator=ground.row.indicator_id,
            period=point.period,
            boundaries=ground.given.boundaries,
            upto=ground.given.upto,
        )
        place = told["qualifier"].max() or 0  # type: ignore[assignment]  # a place in QUALIFIERS
    return Qualifier(QUALIFIERS[place])


def _completeness(ground: _Ground, spans: Sequence[Period]) -> tuple[int, int]:
    """Units reported of expected, in the least complete period; the latest of several."""
    at = {point.period: point for point in ground.points}
    found = []
    for when in spans:
        point = at.get(when)
        if point is not None:
            found.append((point.reported, point.expected))
        else:
            # A unit that has ended has nobody left who reports under its name, but its figure is wanted all the same.
            found.append((0, ground.expected(when) or 1))
    return min(reversed(found), key=lambda each: each[0] - each[1], default=(0, 0))
