"""A unit's indicators over time, read from the store on either boundaries, as known now or on an earlier day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from db import figures
from db.units import UnitRow
from flows.review import SeriesPoint
from metrics.goals import Indicator, Kind
from metrics.periods import from_key
from metrics.schema import INNER_KINDS, STATES

Series = Mapping[tuple[int, int], Sequence[SeriesPoint]]
"""Points by (unit id, indicator id), oldest first."""


def read(
    conn: Connection,
    *,
    units: Iterable[UnitRow],
    indicators: Mapping[int, Indicator],
    boundaries: int,
    last: date | None = None,
    upto: int | None = None,
) -> dict[tuple[int, int], list[SeriesPoint]]:
    """Every period (up to ``last``) of every unit and indicator: sums of inner units, own figures of the others.

    ``upto`` reads the figures known after that submission; it is worked out from history and costs a scan.
    """
    inner = [unit.id for unit in units if unit.kind in INNER_KINDS]
    leaves = [unit.id for unit in units if unit.kind not in INNER_KINDS]
    found: dict[tuple[int, int], list[SeriesPoint]] = {}
    if inner:
        if upto is None:
            frame = figures.rollup(conn, boundaries=boundaries, units=inner, indicators=indicators, last=last)
        else:
            frame = figures.rollup_as_known(
                conn,
                upto=upto,
                boundaries=boundaries,
                units=inner,
                indicators=indicators,
                periods=figures.periods(conn, last=last),
            )
        _collect(found, [_summed(row, indicators) for row in frame.iter_rows(named=True)])
    if leaves:
        frame = figures.leaf_series(conn, units=leaves, indicators=indicators, last=last, upto=upto)
        _collect(found, [_own(row, indicators) for row in frame.iter_rows(named=True)])
    return found


_Entry = tuple[int, int, SeriesPoint]


def _collect(found: dict[tuple[int, int], list[SeriesPoint]], entries: Iterable[_Entry]) -> None:
    """Append points to their series; rows of a rating's classes become one point."""
    for unit, indicator, point in entries:
        points = found.setdefault((unit, indicator), [])
        if points and point.classes and points[-1].period == point.period:
            before = points.pop()
            point = replace(point, classes=before.classes + point.classes)
        points.append(point)


def _summed(row: Mapping[str, Any], indicators: Mapping[int, Indicator]) -> _Entry:
    kind = indicators[row["indicator"]].kind
    reported = row["reported"] > 0
    value: Fraction | None = None
    if reported and kind is Kind.SHARE:
        value = Fraction(row["num"], row["den"]) if row["den"] else None
    elif reported and kind is not Kind.RATING:
        value = Fraction(row["num"]) if row["scale"] == 1 else Fraction(row["num"], row["scale"])
    point = SeriesPoint(
        period=from_key(row["period"]),
        value=value,
        total=value,
        num=row["num"] if reported else None,
        den=row["den"] if reported else None,
        reported=row["reported"],
        expected=row["expected"],
        simulated=row["simulated"] > 0,
        estimate=row["scale"] != 1,
        classes=((row["rating_class"], row["num"]),) if kind is Kind.RATING else (),
        qualified=row["qualified"],
        scale=row["scale"],
    )
    return row["unit"], row["indicator"], point


def _own(row: Mapping[str, Any], indicators: Mapping[int, Indicator]) -> _Entry:
    kind = indicators[row["indicator"]].kind
    state = STATES[row["state"]]
    value: Fraction | None = None
    if state == "reported" and row["num"] is not None:
        if kind is Kind.SHARE:
            value = Fraction(row["num"], row["den"]) if row["den"] else None
        elif kind is not Kind.RATING:
            value = Fraction(row["num"])
    rated = row["num"] if state == "reported" else -1
    point = SeriesPoint(
        period=from_key(row["period"]),
        value=value,
        total=value,
        num=row["num"],
        den=row["den"],
        reported=int(state != "not_reported"),
        expected=1,
        simulated=bool(row.get("simulated", False)),
        classes=((rated, 1),) if kind is Kind.RATING and state in ("reported", "not_rated") else (),
        qualified=int(row["qualifier"] != 0),
        qualifier=row["qualifier"],
    )
    return row["unit"], row["indicator"], point
