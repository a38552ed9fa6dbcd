"""Verdicts asked for: a resolution at a review date, for its own units or for one unit below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from db import figures, goals, store, submissions, units
from db.goals import GoalRow, ResolutionRow
from db.submissions import PublishedRow
from db.units import UnitRow
from flows import cases, series
from flows.missing import loose_in
from flows.published import beside
from flows.review import (
    GoalReview,
    PlainIndicator,
    PublishedFigure,
    ResolutionLabel,
    Review,
    SeriesPoint,
    UnitLabel,
)
from flows.sources import sources_of
from metrics.bounds import Deciding, Span, deciding, qualified_range
from metrics.breaks import SchemeSpan, breaks_of
from metrics.case import Bounds, Case
from metrics.exact import read_exact
from metrics.goals import Goal, Judged, Kind, Qualifier, Shape, TargetUnit
from metrics.judge import judge
from metrics.periods import Period, PeriodKind, day, previous
from metrics.schema import AS_REPORTED


class Unknown(LookupError):
    """A resolution or unit that the store does not have, or a unit that the goals do not reach."""


def review(
    conn: Connection,
    *,
    resolution: str,
    as_of: Period | date,
    unit: str | None = None,
    known: date | None = None,
    boundaries: int = AS_REPORTED,
    with_sources: bool = False,
) -> Review:
    """Judge a resolution's goals at the last day of ``as_of``.

    Without ``unit`` every goal is judged for the units it was set for. With ``unit``: the targets set for
    that unit, and the goals above it whose target is relative (per cent, none left), applied to it.
    ``known`` judges on the figures known by the evening of that day. ``with_sources`` adds the
    submissions under every figure; it reads the leaves, so the overview leaves it out.
    Raises :class:`Unknown`.
    """
    period = as_of if isinstance(as_of, Period) else day(as_of)
    on = period.last
    row = find_resolution(conn, resolution)
    wanted = find_unit(conn, unit) if unit is not None else None
    asked = _asked(conn, row, wanted, on)
    upto = figures.known_on(conn, known) if known is not None else None
    every = goals.indicators(conn)
    home_id = wanted.id if wanted else row.unit_id
    at_units = units.units_by_id(conn, [row.unit_id, home_id, *(each.unit_id for each in asked)])
    prints = submissions.published(conn, units=at_units, indicators=every, upto=upto)
    unjudged = _unjudged(asked, prints)
    indicators = {
        key: every[key] for key in sorted({each.indicator_id for each in asked} | {key for key, _ in unjudged})
    }
    read = series.read(
        conn,
        units=list(at_units.values()),
        indicators=indicators,
        boundaries=boundaries,
        upto=upto,
    )
    spans, classes_of = goals.scheme_spans(conn), goals.schemes(conn)
    found = [
        _judged(
            conn,
            each,
            at_units[each.unit_id],
            _until(read, each.unit_id, each.indicator_id, on),
            [one for one in prints if (one.unit_id, one.indicator_id) == (each.unit_id, each.indicator_id)],
            period=period,
            boundaries=boundaries,
            upto=upto,
            spans=spans,
            classes_of=classes_of,
            with_sources=with_sources,
        )
        for each in asked
    ]
    return Review(
        resolution=_label_resolution(row, at_units[row.unit_id], on),
        unit=label(at_units[home_id], on),
        period=period,
        review_date=on,
        boundaries=boundaries,
        known=known,
        revision=store.revision(conn),
        goals=tuple(found),
        plain=tuple(
            PlainIndicator(
                indicator=every[key],
                indicator_id=key,
                unit=label(at_units[unit_id], on),
                series=tuple(_until(read, unit_id, key, on)),
                published=tuple(
                    beside(
                        one, every[key], at_units[unit_id].code, _until(read, unit_id, key, on), rounding=row.rounding
                    )
                    for one in prints
                    if (one.unit_id, one.indicator_id) == (unit_id, key)
                ),
            )
            for key, unit_id in unjudged
        ),
        periods=tuple(review_periods(read)),
    )


def find_resolution(conn: Connection, code: str) -> ResolutionRow:
    """The resolution of a code; raises :class:`Unknown` listing those there are."""
    every = goals.resolutions(conn)
    for row in every:
        if row.code == code:
            return row
    there = ", ".join(row.code for row in every) or "none"
    raise Unknown(f"no resolution '{code}'; there are: {there}")


def find_unit(conn: Connection, code: str) -> UnitRow:
    """The unit of a code; raises :class:`Unknown`."""
    row = units.unit_by_code(conn, code)
    if row is None:
        raise Unknown(f"no unit '{code}'")
    return row


def label(unit: UnitRow, on: date) -> UnitLabel:
    """The unit as a review of a day names it."""
    ended = unit.valid_to is not None and unit.valid_to < on
    return UnitLabel(unit.id, unit.code, unit.kind, unit.name, ended, unit.simulated)


def applies_below(goal: Goal) -> bool:
    """True where a goal asks of every unit what it asks of its own: shares, yearly cuts, none left."""
    if goal.shape is Shape.ELIMINATE:
        return True
    return goal.target is not None and goal.target.unit is not TargetUnit.COUNT


def at_unit(row: GoalRow, unit: UnitRow) -> GoalRow:
    """The goal asked of a unit below its own: same target, the unit's own baseline."""
    goal = replace(row.goal, unit=unit.code, baseline_value=None)
    return replace(row, goal=goal, unit_id=unit.id)


def _asked(conn: Connection, resolution: ResolutionRow, unit: UnitRow | None, on: date) -> list[GoalRow]:
    rows = goals.goals(conn, resolution=resolution.code)
    if unit is None:
        return rows
    own = [row for row in rows if row.unit_id == unit.id]
    set_for = {row.goal_id for row in own}
    above = lies_under(conn, unit, on)
    below = [
        at_unit(row, unit)
        for row in rows
        if row.goal_id not in set_for and row.unit_id in above and applies_below(row.goal)
    ]
    found = sorted([*own, *below], key=lambda row: (row.position, row.goal.code, row.goal.source))
    if not found and unit.id != resolution.unit_id and resolution.unit_id not in above:
        raise Unknown(f"'{unit.code}' does not lie under '{resolution.unit}', the unit of {resolution.code}")
    return found


def lies_under(conn: Connection, unit: UnitRow, on: date) -> set[int]:
    """Ids of the units that a unit counts in on a day, itself and ended units that live on as regions included."""
    counted = units.members(conn, on).filter(unit=unit.id)["ancestor"].to_list()
    return {row.id for row in units.path(conn, unit.id, on)} | set(counted)


def _unjudged(asked: Sequence[GoalRow], prints: Sequence[PublishedRow]) -> list[tuple[int, int]]:
    """(indicator, unit) of published figures that none of the goals judges, in order."""
    judged = {(row.indicator_id, row.unit_id) for row in asked}
    pairs = [(one.indicator_id, one.unit_id) for one in prints]
    return list(dict.fromkeys(pair for pair in pairs if pair not in judged))


def _judged(
    conn: Connection,
    row: GoalRow,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    prints: Sequence[PublishedRow],
    *,
    period: Period,
    boundaries: int,
    upto: int | None,
    spans: dict[str, SchemeSpan],
    classes_of: dict[str, tuple[str, ...]],
    with_sources: bool,
) -> GoalReview:
    goal, indicator, on = row.goal, row.indicator, period.last
    last = cases.judged_on(goal, on)
    points = cases.since_start(goal, indicator, points_until(points, last))
    classes = cases.classes_at(points, indicator, last, classes_of) if indicator.kind is Kind.RATING else None
    broken = breaks_of(indicator, goal.baseline_date, last, spans.get(indicator.scheme or ""))
    loose = loose_in(conn, goal, indicator, row.indicator_id, unit, points, on=last, boundaries=boundaries, upto=upto)
    case = cases.build(
        goal,
        indicator,
        points,
        on=on,
        range=loose.range if loose else None,
        comparable=goal.bridges_breaks or not broken,
        classes=classes,
    )
    beside_it = tuple(beside(one, indicator, unit.code, points, rounding=goal.rounding, goal=goal) for one in prints)
    if goal.shape is Shape.DONE_BY:
        case = done_by_then(case, beside_it)
    if goal.judged is Judged.PUBLISHED:
        case = on_published(case, beside_it, cases.review_period(indicator, last))
    judgement = judge(case)
    open_to = _deciding(case, loose) if judgement.reason == "bounds" and loose else None
    current = cases.current_point(goal, indicator, points, on)
    before = previous(cases.review_period(indicator, last))
    earlier = cases.point_at(points, before)
    past = None
    if earlier is not None and before.last >= goal.start:
        past = judge(
            cases.build(
                goal,
                indicator,
                points_until(points, before.last),
                on=before.last,
                comparable=case.comparable,
                classes=case.classes,
            )
        )
    change: Fraction | None = None
    if current is not None and earlier is not None and None not in (current.total, earlier.total):
        change = current.total - earlier.total  # type: ignore[operator]  # both were just checked
    shown = current or SeriesPoint(before, None, None, None, None, 0, _expected(points), simulated=False)
    return GoalReview(
        goal=goal,
        indicator=indicator,
        goal_id=row.goal_id,
        indicator_id=row.indicator_id,
        unit=label(unit, on),
        period=period,
        review_date=on,
        boundaries=boundaries,
        case=case,
        judgement=judgement,
        baseline=case.baseline,
        actual=case.actual,
        reported=shown.reported,
        expected=shown.expected,
        simulated=shown.simulated,
        estimate=shown.estimate,
        series=tuple(points),
        published=beside_it,
        sources=sources_of(
            conn,
            goal=goal,
            indicator=indicator,
            indicator_id=row.indicator_id,
            unit=unit,
            prints=beside_it,
            on=last,
            boundaries=boundaries,
            upto=upto,
        )
        if with_sources
        else (),
        change=change,
        previous=past,
        previous_period=before if past else None,
        breaks=tuple((one.on, one.code) for one in broken),
        deciding=_labels(conn, open_to.units, on) if open_to else (),
        deciding_enough=open_to.enough if open_to else 0,
        note_vi=row.note_vi,
        note_en=row.note_en,
    )


def done_by_then(case: Case, prints: Sequence[PublishedFigure]) -> Case:
    """The case of a milestone with the earliest day it is known to have been reached: reported, or published."""
    days = [date.fromisoformat(one.value) for one in prints if one.measure == "date"]
    known = [*days, *([case.done] if case.done else [])]
    return replace(case, done=min(known)) if known else case


def on_published(case: Case, prints: Sequence[PublishedFigure], when: Period) -> Case:
    """The case judged on the publication of the review period instead of the roll-up; unchanged where there is none."""
    for one in prints:
        if one.measure in ("count", "share", "percent") and when.first <= one.last_day <= when.last:
            value = read_exact(one.value) / (100 if one.measure == "percent" else 1)
            qualifier = Qualifier(one.qualifier)
            return replace(
                case,
                actual=value,
                numerator=None,
                denominator=None,
                range=None if qualifier is Qualifier.EXACT else qualified_range(qualifier, value),
            )
    return case


def _deciding(case: Case, loose: Span) -> Deciding | None:
    def settled(bounds: Bounds) -> bool:
        return judge(replace(case, range=bounds)).reason != "bounds"

    return deciding(loose, settled)


def _labels(conn: Connection, ids: Sequence[int], on: date) -> tuple[UnitLabel, ...]:
    found = units.units_by_id(conn, ids)
    return tuple(label(found[one], on) for one in ids)


def _expected(points: Sequence[SeriesPoint]) -> int:
    return points[-1].expected if points else 0


def _label_resolution(row: ResolutionRow, unit: UnitRow, on: date) -> ResolutionLabel:
    return ResolutionLabel(
        code=row.code,
        number=row.number,
        issued_on=row.issued_on,
        issuer_vi=row.issuer_vi,
        issuer_en=row.issuer_en,
        title_vi=row.title_vi,
        title_en=row.title_en,
        unit=label(unit, on),
        term_start=row.term_start,
        term_end=row.term_end,
        rounding=row.rounding,
        digits=row.digits,
        note_vi=row.note_vi,
        note_en=row.note_en,
    )


def review_periods(read: series.Series) -> list[Period]:
    """Periods in which any of the series has a figure, oldest first, single days (baselines) left out."""
    found = {point.period for points in read.values() for point in points if point.reported}
    return sorted(period for period in found if period.kind is not PeriodKind.DAY)


def points_until(points: Sequence[SeriesPoint], on: date) -> list[SeriesPoint]:
    """The points of periods that have ended by a day."""
    return [point for point in points if point.period.last <= on]


def _until(read: series.Series, unit: int, indicator: int, on: date) -> list[SeriesPoint]:
    return points_until(read.get((unit, indicator), ()), on)
