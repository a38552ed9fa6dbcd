"""What missing units and qualified figures leave open in a unit's figure (method §5), read from the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection

from db import figures
from db.units import UnitRow
from flows.cases import point_at, review_period, summed_periods
from flows.review import SeriesPoint
from metrics.bounds import Loose, Span, span
from metrics.goals import Goal, Indicator, Kind, Shape
from metrics.periods import Period
from metrics.schema import INNER_KINDS


def loose_in(
    conn: Connection,
    goal: Goal,
    indicator: Indicator,
    indicator_id: int,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    *,
    on: date,
    boundaries: int,
    upto: int | None = None,
) -> Span | None:
    """Everything loose in the figure a goal is judged on; null where every unit reported an exact figure.

    ``on`` is the day judged on. A sum over periods (cumulative flow) is loose in each of its periods; a milestone
    has no bounds.
    """
    if goal.shape is Shape.DONE_BY or indicator.kind is Kind.RATING:
        return None
    spans = summed_periods(goal, indicator, on) if indicator.kind is Kind.FLOW else [review_period(indicator, on)]
    at = {when: point_at(points, when) for when in spans}
    found = [_of_period(conn, indicator, indicator_id, unit, at[when], when, boundaries, upto) for when in spans]
    if all(one is None for one in found):
        return None
    known = [one or _sure(indicator, at[when]) for one, when in zip(found, spans, strict=True)]
    return _together([one for one in known if one is not None])


def _of_period(
    conn: Connection,
    indicator: Indicator,
    indicator_id: int,
    unit: UnitRow,
    point: SeriesPoint | None,
    when: Period,
    boundaries: int,
    upto: int | None,
) -> Span | None:
    """The period's span, or null where nothing is loose in it."""
    complete = point is not None and point.reported >= point.expected
    if complete and point is not None and not point.qualified:
        return None
    if unit.kind not in INNER_KINDS:
        return _own(indicator, unit, point)
    absent = figures.missing(conn, unit=unit.id, indicator=indicator_id, period=when, boundaries=boundaries, upto=upto)
    loose = None
    if point is not None and point.qualified:
        told = figures.trace(conn, unit=unit.id, indicator=indicator_id, period=when, boundaries=boundaries, upto=upto)
        loose = told.filter(pl.col("qualifier") != 0).select("unit", "num", "den", "qualifier")
    if absent.is_empty() and (loose is None or loose.is_empty()):
        # Nobody reports under this name any more (a merged unit): what came in since is not known.
        gone = point is None and indicator.kind is Kind.FLOW
        return Span(Fraction(0), None, den_open=False, loose=(Loose(unit.id, Fraction(0), None),)) if gone else None
    sure = _sure(indicator, point)
    return span(
        indicator.kind,
        num=sure.num if sure else 0,
        den=(sure.den or 0) if sure else 0,
        missing=absent,
        qualified=loose,
    )


def _own(indicator: Indicator, unit: UnitRow, point: SeriesPoint | None) -> Span | None:
    """A reporting unit's own figure is loose only through its qualifier."""
    if point is None or point.num is None or not point.qualifier:
        return None
    row = {"unit": unit.id, "num": point.num, "den": point.den, "qualifier": point.qualifier}
    told = pl.DataFrame([row], schema={"unit": pl.Int32, "num": pl.Int64, "den": pl.Int64, "qualifier": pl.Int8})
    return span(
        indicator.kind, num=point.num, den=point.den or 0, missing=pl.DataFrame(schema=figures.MISSING), qualified=told
    )


def _sure(indicator: Indicator, point: SeriesPoint | None) -> Span | None:
    if point is None or point.value is None:
        return None
    if indicator.kind is Kind.SHARE:
        return Span(Fraction(point.num or 0), Fraction(point.den or 0), den_open=False, loose=())
    return Span(point.value, None, den_open=False, loose=())


def _together(spans: Sequence[Span]) -> Span:
    """Several periods' spans as one: sums add, and so does what is loose."""
    if len(spans) == 1:
        return spans[0]
    return Span(
        num=sum((one.num for one in spans), Fraction(0)),
        den=None,
        den_open=False,
        loose=tuple(loose for one in spans for loose in one.loose),
    )
