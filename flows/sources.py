"""Where the figures of a verdict come from: the publication that agrees with them, and the submissions beneath."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import figures
from db.units import UnitRow
from flows.cases import review_period, summed_periods
from flows.review import PublishedFigure, SourceLine
from metrics.goals import Goal, Indicator, Kind
from metrics.periods import Period, day

MEASURES = ("count", "share")
"""Published measures that state the very figure which goes into a verdict."""


def sources_of(
    conn: Connection,
    *,
    goal: Goal,
    indicator: Indicator,
    indicator_id: int,
    unit: UnitRow,
    prints: Sequence[PublishedFigure],
    on: date,
    boundaries: int,
    upto: int | None,
) -> tuple[SourceLine, ...]:
    """Baseline first, then the actual figure; of each the agreeing publications, then the submissions by size."""
    now = review_period(indicator, on)
    baseline = [day(goal.baseline_date)] if goal.baseline_value is None else []
    actual = summed_periods(goal, indicator, on) if indicator.kind is Kind.FLOW else [now]
    found: list[SourceLine] = []
    for role, spans in (("baseline", baseline), ("actual", actual)):
        found += [_print(one, role) for one in prints if one.agrees and one.measure in MEASURES and _of(one, spans)]
        found += _submitted(conn, role, indicator_id, unit, spans, boundaries, upto)
    return tuple(found)


def _of(one: PublishedFigure, spans: Sequence[Period]) -> bool:
    return any(span.first <= one.last_day <= span.last for span in spans)


def _print(one: PublishedFigure, role: str) -> SourceLine:
    return SourceLine(
        kind="published",
        role=role,
        title=one.title,
        publisher=one.publisher,
        date=one.published_on,
        printed=one.printed,
    )


def _submitted(
    conn: Connection,
    role: str,
    indicator_id: int,
    unit: UnitRow,
    spans: Sequence[Period],
    boundaries: int,
    upto: int | None,
) -> list[SourceLine]:
    frames = [
        figures.trace(conn, unit=unit.id, indicator=indicator_id, period=span, boundaries=boundaries, upto=upto)
        for span in spans
    ]
    if not frames:
        return []
    every = pl.concat(frames)
    grouped = (
        every.group_by("seq", "file_name", "simulated")
        .agg(pl.len().alias("figures"), pl.col("row").first(), pl.col("at").first())
        .sort(["figures", "seq"], descending=[True, True])
    )
    return [
        SourceLine(
            kind="simulated" if line["simulated"] else "submitted",
            role=role,
            title=line["file_name"],
            date=None if line["simulated"] else line["at"].date(),
            file=line["file_name"],
            row=line["row"] if line["figures"] == 1 else None,
            seq=line["seq"],
            figures=line["figures"],
        )
        for line in grouped.iter_rows(named=True)
    ]
