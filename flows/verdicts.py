"""Verdicts asked for: a resolution at a review date, for its own units or for one unit below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from db import figures, goals, store, submissions, units
from db.goals import GoalRow, ResolutionRow
from db.submissions import PublishedRow
from db.units import UnitRow
from flows import cases, series
from flows.asked import asked_of, find_resolution, find_unit, label
from flows.judging import Setting, Standing, judge_at, setting
from flows.published import beside
from flows.review import GoalReview, PlainIndicator, ResolutionLabel, Review, SeriesPoint, UnitLabel
from flows.sources import sources_of
from metrics.periods import Period, PeriodKind, day, previous
from metrics.schema import AS_REPORTED, INNER_KINDS


def review(
    conn: Connection,
    *,
    resolution: str,
    as_of: Period | date,
    unit: str | None = None,
    known: date | None = None,
    boundaries: int = AS_REPORTED,
    with_sources: bool = False,
    only: Collection[str] | None = None,
) -> Review:
    """Judge a resolution's goals at the last day of ``as_of``.

    Without ``unit`` every goal is judged for the units it was set for. With ``unit``: the targets set for
    that unit, and the goals above it whose target is relative (per cent, none left), applied to it.
    ``known`` judges on the figures known by the evening of that day. ``with_sources`` adds the
    submissions under every figure; it reads the leaves, so the overview leaves it out. ``only`` are the codes of the
    goals to judge, where not all are wanted.
    Raises :class:`Unknown`.
    """
    period = as_of if isinstance(as_of, Period) else day(as_of)
    on = period.last
    row = find_resolution(conn, resolution)
    wanted = find_unit(conn, unit) if unit is not None else None
    asked = goals.goals(conn, resolution=row.code) if wanted is None else asked_of(conn, row, wanted, on)
    upto = figures.known_on(conn, known) if known is not None else None
    every = goals.indicators(conn)
    home_id = wanted.id if wanted else row.unit_id
    at_units = units.units_by_id(conn, [row.unit_id, home_id, *(each.unit_id for each in asked)])
    prints = submissions.published(conn, units=at_units, indicators=every, upto=upto)
    unjudged = _unjudged(asked, [one for one in prints if wanted is None or one.unit_id == wanted.id])
    indicators = {
        key: every[key] for key in sorted({each.indicator_id for each in asked} | {key for key, _ in unjudged})
    }
    # Sums kept in the store say by themselves which periods there are; else all must be read to know.
    kept = upto is None and all(each.kind in INNER_KINDS for each in at_units.values())
    read = series.read(
        conn,
        units=list(at_units.values()),
        indicators=indicators,
        boundaries=boundaries,
        last=on if kept else None,
        upto=upto,
    )
    given = setting(conn, boundaries, upto)
    found = [
        reviewed(
            conn,
            each,
            at_units[each.unit_id],
            _until(read, each.unit_id, each.indicator_id, on),
            [one for one in prints if (one.unit_id, one.indicator_id) == (each.unit_id, each.indicator_id)],
            period=period,
            given=given,
            with_sources=with_sources,
        )
        for each in asked
        if only is None or each.goal.code in only
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
        periods=tuple(
            figures.reported_periods(conn, boundaries=boundaries, units=at_units, indicators=indicators)
            if kept
            else review_periods(read)
        ),
    )


def _unjudged(asked: Sequence[GoalRow], prints: Sequence[PublishedRow]) -> list[tuple[int, int]]:
    """(indicator, unit) of published figures that none of the goals judges, in order."""
    judged = {(row.indicator_id, row.unit_id) for row in asked}
    pairs = [(one.indicator_id, one.unit_id) for one in prints]
    return list(dict.fromkeys(pair for pair in pairs if pair not in judged))


def reviewed(
    conn: Connection,
    row: GoalRow,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    prints: Sequence[PublishedRow],
    *,
    period: Period,
    given: Setting,
    with_sources: bool,
) -> GoalReview:
    """One goal as it is asked of one unit, judged at the last day of ``period`` on what was read of the unit."""
    goal, indicator, on = row.goal, row.indicator, period.last
    found = judge_at(conn, row, unit, points, prints, on=on, given=given)
    past, before = _before(conn, row, unit, points, prints, found, on=on, given=given)
    open_to = found.deciding
    return GoalReview(
        goal=goal,
        indicator=indicator,
        goal_id=row.goal_id,
        indicator_id=row.indicator_id,
        unit=label(unit, on),
        period=period,
        review_date=on,
        boundaries=given.boundaries,
        case=found.case,
        judgement=found.judgement,
        baseline=found.case.baseline,
        actual=found.case.actual,
        reported=found.reported,
        expected=found.expected,
        simulated=any(point.simulated for point in found.inputs),
        estimate=any(point.estimate for point in found.inputs),
        series=found.points,
        published=found.prints,
        sources=sources_of(conn, row, unit, found, given) if with_sources else (),
        change=_change(found, past),
        previous=past.judgement if past else None,
        previous_period=before if past else None,
        breaks=tuple((one.on, one.code) for one in found.breaks),
        deciding=_labels(conn, open_to.units, on) if open_to else (),
        deciding_enough=open_to.enough if open_to else 0,
        qualifier=found.qualifier,
        note_vi=row.note_vi,
        note_en=row.note_en,
    )


def _before(
    conn: Connection,
    row: GoalRow,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    prints: Sequence[PublishedRow],
    found: Standing,
    *,
    on: date,
    given: Setting,
) -> tuple[Standing | None, Period]:
    """The same goal one period before the review's; null where nobody reported it, it had not begun, or was closed."""
    now = cases.review_period(row.indicator, on)
    before = previous(now)
    if cases.judged_on(row.goal, on) < now.first:
        return None, before
    there = cases.point_at(found.points, before) is not None and before.last >= row.goal.start
    return judge_at(conn, row, unit, points, prints, on=before.last, given=given) if there else None, before


def _change(now: Standing, before: Standing | None) -> Fraction | None:
    """What the period judged on added to the value; null where one of the two periods has no figure."""
    ends = [None if each is None or not each.told else each.case.actual for each in (now, before)]
    return None if ends[0] is None or ends[1] is None else ends[0] - ends[1]


def _labels(conn: Connection, ids: Sequence[int], on: date) -> tuple[UnitLabel, ...]:
    found = units.units_by_id(conn, ids)
    return tuple(label(found[one], on) for one in ids)


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


def _until(read: series.Series, unit: int, indicator: int, on: date) -> list[SeriesPoint]:
    """The points of periods that have ended by a day."""
    return [point for point in read.get((unit, indicator), ()) if point.period.last <= on]
