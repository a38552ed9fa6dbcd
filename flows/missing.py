"""What missing units and qualified figures leave open in a unit's figure (method §5), read from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection

from db import figures
from db.units import UnitRow
from flows.cases import is_whole, point_at, regular
from flows.review import SeriesPoint
from metrics.bounds import Loose, Span, span
from metrics.goals import Indicator, Kind
from metrics.periods import Period
from metrics.schema import INNER_KINDS


@dataclass(frozen=True, slots=True)
class Awaited:
    """Who is missing under many units, looked up once: MISSING by indicator, unit and period.

    ``looked`` are the indicators, units and periods asked about; one that has no frame misses nobody.
    """

    looked: frozenset[tuple[int, int, int]]
    frames: Mapping[tuple[int, int, int], pl.DataFrame]

    def of(self, indicator: int, unit: int, spans: Sequence[Period]) -> dict[int, pl.DataFrame] | None:
        """MISSING by key of period; null where one of the periods was not looked at."""
        keys = [(indicator, unit, when.key) for when in spans]
        if not self.looked.issuperset(keys):
            return None
        none = pl.DataFrame(schema=figures.MISSING)
        return {key[2]: self.frames.get(key, none) for key in keys}


def awaited_under(
    conn: Connection,
    asked: Sequence[tuple[Indicator, int, UnitRow, Sequence[SeriesPoint], Sequence[Period]]],
    *,
    boundaries: int,
) -> Awaited:
    """What :func:`loose_over` will ask for: of each indicator, its id, unit and points, the periods that are not sure.

    One look an indicator, however many units.
    """
    unsure: dict[int, tuple[set[int], set[Period]]] = {}
    for _, indicator_id, unit, points, spans in asked:
        at = {point.period: point for point in points}
        open_ = [when for when in spans if not _is_sure(at.get(when))]
        if open_ and unit.kind in INNER_KINDS:
            units, periods = unsure.setdefault(indicator_id, (set(), set()))
            units.add(unit.id)
            periods.update(open_)
    looked: set[tuple[int, int, int]] = set()
    frames: dict[tuple[int, int, int], pl.DataFrame] = {}
    for indicator_id, (units, periods) in unsure.items():
        looked.update((indicator_id, unit_id, when.key) for unit_id in units for when in periods)
        found = figures.missing_under(
            conn, units=sorted(units), indicator=indicator_id, periods=sorted(periods), boundaries=boundaries
        )
        parts = found.partition_by("ancestor", "period", as_dict=True, include_key=False)
        frames.update(((indicator_id, int(unit_id), int(key)), part) for (unit_id, key), part in parts.items())
    return Awaited(frozenset(looked), frames)


def loose_over(
    conn: Connection,
    indicator: Indicator,
    indicator_id: int,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    spans: Sequence[Period],
    *,
    boundaries: int,
    upto: int | None = None,
    before: Awaited | None = None,
) -> Span | None:
    """Everything loose in a unit's figure over some periods; null where every unit reported an exact figure.

    A flow is loose in each of its periods, and what is loose adds up; of other kinds ``spans`` is one period.
    ``before`` is what was looked up already, for many units at once.
    """
    unsure = [when for when in spans if not _is_sure(point_at(points, when))]
    if not unsure:
        return None
    awaited = (before.of(indicator_id, unit.id, unsure) if before else None) or {}
    if unit.kind in INNER_KINDS and not awaited:
        absent_in = figures.missing_over(
            conn, unit=unit.id, indicator=indicator_id, periods=unsure, boundaries=boundaries, upto=upto
        )
        awaited = {when.key: absent_in.filter(period=when.key).drop("period") for when in unsure}
    found = [
        _of_period(conn, indicator, indicator_id, unit, points, when, awaited.get(when.key), boundaries, upto)
        if when in unsure
        else None
        for when in spans
    ]
    if all(one is None for one in found):
        return None
    known = [one or _sure(indicator, point_at(points, when)) for one, when in zip(found, spans, strict=True)]
    return _together([one for one in known if one is not None])


def absent(
    conn: Connection, indicator_id: int, unit: UnitRow, when: Period, *, boundaries: int, upto: int | None = None
) -> tuple[int, ...]:
    """Ids of the units under an inner unit that should have reported a period and have not; empty for other units."""
    if unit.kind not in INNER_KINDS:
        return ()
    found = figures.missing(conn, unit=unit.id, indicator=indicator_id, period=when, boundaries=boundaries, upto=upto)
    return tuple(found["unit"].to_list())


def _is_sure(point: SeriesPoint | None) -> bool:
    return point is not None and is_whole(point) and not point.qualified


def _of_period(
    conn: Connection,
    indicator: Indicator,
    indicator_id: int,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    when: Period,
    awaited: pl.DataFrame | None,
    boundaries: int,
    upto: int | None,
) -> Span | None:
    """The period's span, or null where nothing is loose in it. ``awaited``: who is missing under an inner unit."""
    point = point_at(points, when)
    if awaited is None:
        return _own(indicator, unit, point, points)
    loose = None
    if point is not None and point.qualified:
        told = figures.trace(conn, unit=unit.id, indicator=indicator_id, period=when, boundaries=boundaries, upto=upto)
        loose = told.filter(pl.col("qualifier") != 0).select("unit", "num", "den", "qualifier")
    if awaited.is_empty() and (loose is None or loose.is_empty()):
        # Nobody reports under this name any more (a merged unit): what came in since is not known.
        return _unknown(unit) if point is None and indicator.kind is Kind.FLOW else None
    sure = _sure(indicator, point)
    return span(
        indicator.kind,
        num=sure.num if sure else 0,
        den=(sure.den or 0) if sure else 0,
        missing=awaited,
        qualified=loose,
    )


def _unknown(unit: UnitRow, most: Fraction | None = None) -> Span:
    return Span(Fraction(0), None, den_open=False, loose=(Loose(unit.id, Fraction(0), most),))


def _own(indicator: Indicator, unit: UnitRow, point: SeriesPoint | None, points: Sequence[SeriesPoint]) -> Span | None:
    """A reporting unit's own figure is loose through its qualifier; a flow's missing one up to its largest."""
    if point is None or not point.reported:
        largest = max((each.value for each in regular(points, indicator) if each.value is not None), default=None)
        return _unknown(unit, largest) if indicator.kind is Kind.FLOW else None
    if point.num is None:
        return None
    if not point.qualifier:
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
        num, den = (Fraction(part or 0, point.scale) for part in (point.num, point.den))
        return Span(num, den, den_open=False, loose=())
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
