"""Where the figures of a verdict come from: the publication that agrees with them, and the submissions beneath."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import figures
from db.goals import GoalRow
from db.submissions import HANOI
from db.units import UnitRow
from flows.judging import Setting, Standing
from flows.published import states_value
from flows.review import PublishedFigure, SourceLine
from metrics.goals import Kind, Shape
from metrics.periods import Period
from metrics.schema import STATES, row_of


def sources_of(
    conn: Connection, row: GoalRow, unit: UnitRow, found: Standing, given: Setting
) -> tuple[SourceLine, ...]:
    """Baseline first, then the actual figure; of each the publications, then the submissions by size.

    A publication is a source where it states the very figure and the roll-up agrees with it, or it was judged itself;
    then the submissions beneath the roll-up are none.
    """
    lines: list[SourceLine] = []
    start = [] if found.start is None else [found.start.period]
    for role, spans, judged in (("baseline", start, found.start_from), ("actual", found.periods, found.value_from)):
        if judged is not None:
            lines.append(_print(judged, role))
            continue
        lines += [_print(one, role) for one in found.prints if spans and _states(one, row, spans, found.on)]
        lines += _submitted(conn, role, row.indicator_id, unit, spans, given)
    return tuple(lines)


def _states(one: PublishedFigure, row: GoalRow, spans: Sequence[Period], on: date) -> bool:
    if row.goal.shape is Shape.DONE_BY:
        return one.measure == "date" and date.fromisoformat(one.value) <= on
    if not one.agrees or not states_value(one, row.indicator):
        return False
    if row.indicator.kind is Kind.FLOW and one.first_day != row.goal.start:
        return False
    return spans[-1].first <= one.last_day <= spans[-1].last


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
    given: Setting,
) -> list[SourceLine]:
    frames = [
        figures.trace(
            conn, unit=unit.id, indicator=indicator_id, period=span, boundaries=given.boundaries, upto=given.upto
        )
        for span in spans
    ]
    if not frames:
        return []
    every = pl.concat(frames).filter(pl.col("state") != STATES.index("not_reported"))
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
            date=None if line["simulated"] else line["at"].astimezone(HANOI).date(),
            file=line["file_name"],
            row=row_of(line["row"]) if line["figures"] == 1 else None,
            seq=line["seq"],
            figures=line["figures"],
        )
        for line in grouped.iter_rows(named=True)
    ]
