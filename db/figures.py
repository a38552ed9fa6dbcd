"""Reading figures: sums of inner units, figures in force, their history, who has not reported.

Every figure was brought by a submission; in force is the one of the highest sequence number, and "as known then"
is the same with ``upto``. Nothing here is cached, and frames never pass through objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import rollups, rows, trees
from db.missing import MISSING, MISSING_OVER, missing, missing_over, missing_under
from db.submissions import (
    PublishedRow,
    SubmissionRow,
    by_seq,
    last_by,
    published,
    same_file,
    submission_file,
    submissions,
)
from metrics.periods import Period, PeriodKind, from_key
from metrics.schema import AS_REPORTED, HISTORY, QUALIFIERS, STATES

__all__ = [
    "MISSING",
    "MISSING_OVER",
    "FigureRow",
    "PublishedRow",
    "SubmissionRow",
    "expected",
    "expected_of_all",
    "figure_history",
    "in_force",
    "known_on",
    "last_period",
    "leaf_series",
    "missing",
    "missing_over",
    "missing_under",
    "periods",
    "published",
    "reported_periods",
    "rollup",
    "rollup_as_known",
    "same_file",
    "submission_file",
    "submissions",
    "trace",
]


def rollup(
    conn: Connection,
    *,
    boundaries: int,
    units: Iterable[int],
    indicators: Iterable[int],
    first: Period | date | None = None,
    last: Period | date | None = None,
) -> pl.DataFrame:
    """Sums of inner units, as ROLLUP, by unit, indicator, period and class.

    ``first`` and ``last`` bound the periods' last days, both included.
    """
    return rollups.read(
        conn,
        boundaries,
        f"unit_id IN {rows.integers(units)} AND indicator_id IN {rows.integers(indicators)} "
        f"AND {rows.ending('period', first, last)}",
    )


def reported_periods(
    conn: Connection, *, boundaries: int, units: Iterable[int], indicators: Iterable[int]
) -> list[Period]:
    """Periods in which any of the inner units has a sum of reports, oldest first; single days (baselines) left out."""
    found = conn.exec_driver_sql(
        f"""SELECT DISTINCT period FROM rollup
            WHERE boundaries = {int(boundaries)} AND unit_id IN {rows.integers(units)}
              AND indicator_id IN {rows.integers(indicators)} AND reported > 0"""
    )
    every = sorted(from_key(row[0]) for row in found)
    return [period for period in every if period.kind is not PeriodKind.DAY]


def in_force(
    conn: Connection,
    *,
    period: Period,
    indicators: Iterable[int],
    units: Iterable[int] | None = None,
    upto: int | None = None,
) -> pl.DataFrame:
    """Figures in force of one period (as known after submission ``upto``), by indicator and unit.

    Columns of HISTORY and ``simulated`` (the submission was). Figures taken back come with state ``not_reported``.
    """
    return rollups.in_force(conn, [period.key], indicators, units=units, upto=upto).sort("indicator", "unit")


def leaf_series(
    conn: Connection,
    *,
    units: Iterable[int],
    indicators: Iterable[int],
    first: Period | date | None = None,
    last: Period | date | None = None,
    upto: int | None = None,
) -> pl.DataFrame:
    """Figures in force of some units over time, by unit, indicator and period; columns as of :func:`in_force`."""
    span = periods(conn, first=first, last=last)
    wanted = list(units)
    found = rollups.in_force(conn, span, indicators, units=wanted, upto=upto)
    return found.sort("unit", "indicator", "period")


def periods(conn: Connection, *, first: Period | date | None = None, last: Period | date | None = None) -> list[int]:
    """Keys of all periods that have figures, in order."""
    return rollups.periods(conn, rows.ending("period", first, last))


def last_period(conn: Connection, indicators: Iterable[int]) -> Period | None:
    """The latest period with a figure of one of the indicators; single days (baselines) only where nothing else is."""
    wanted = rows.integers(indicators)
    for days in (False, True):
        for key in reversed(periods(conn)):
            if (key % 10 == PeriodKind.DAY) is days:
                there = f"SELECT 1 FROM observation WHERE period = {key} AND indicator_id IN {wanted} LIMIT 1"
                if conn.exec_driver_sql(there).first():
                    return from_key(key)
    return None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one unit as a submission brought it; ``qualifier`` and ``state`` are words."""

    num: int | None
    den: int | None
    qualifier: str
    state: str
    row: int | None
    seq: int


def figure_history(
    conn: Connection, *, period: Period, indicator: int, unit: int
) -> list[tuple[FigureRow, SubmissionRow]]:
    """Every version of a figure with the submission that brought it, newest (the one in force) first."""
    found = conn.exec_driver_sql(
        f"""SELECT num, den, qualifier, state, "row", seq FROM observation
            WHERE period = {period.key} AND indicator_id = {int(indicator)} AND unit_id = {int(unit)}
            ORDER BY seq DESC"""
    ).fetchall()
    brought = {one.seq: one for one in by_seq(conn, [row[5] for row in found])}
    return [
        (FigureRow(row[0], row[1], QUALIFIERS[row[2]], STATES[row[3]], row[4], row[5]), brought[row[5]])
        for row in found
    ]


def known_on(conn: Connection, day: date) -> int:
    """Sequence number of the last submission accepted by the evening of a day (Hà Nội time); 0 if none was."""
    return last_by(conn, day)


def rollup_as_known(
    conn: Connection,
    *,
    upto: int,
    boundaries: int,
    units: Iterable[int],
    indicators: Iterable[int],
    periods: Sequence[Period | int],
) -> pl.DataFrame:
    """Sums of inner units from the figures known after submission ``upto``, as ROLLUP; on today's tree of units.

    Units that had reported nothing have no row. Worked out anew at every call: one scan of the periods asked for.
    """
    tree = trees.current(conn)
    sums = rollups.as_known(conn, tree, upto, boundaries, set(units), list(indicators), rows.keys(periods))
    return sums.filter(pl.col("reported") > 0).sort("unit", "indicator", "period", "rating_class")


def expected(conn: Connection, *, indicator: int, period: Period, boundaries: int = AS_REPORTED) -> pl.DataFrame:
    """How many units should report an indicator in a period: columns unit (the inner unit they count in), expected.

    Inner units without any such unit are absent.
    """
    every = expected_of_all(conn, period=period, boundaries=boundaries)
    return every.filter(indicator=indicator).select("expected", "unit").sort("unit")


def expected_of_all(conn: Connection, *, period: Period, boundaries: int = AS_REPORTED) -> pl.DataFrame:
    """The same of every indicator: columns unit, indicator, expected; in no order."""
    tree = trees.current(conn)
    turn = tree.turn(period.last)
    plain = boundaries == AS_REPORTED or turn == tree.today
    every = tree.expected(turn) if plain else tree.expected_restated(turn)
    return every.filter(pl.col("expected") > 0).select("indicator", "expected", unit="ancestor")


def trace(
    conn: Connection,
    *,
    unit: int,
    indicator: int,
    period: Period,
    boundaries: int = AS_REPORTED,
    upto: int | None = None,
) -> pl.DataFrame:
    """The figures in force that a sum of an inner unit is made of, or of a reporting unit, with where each came from.

    Columns of HISTORY (units are those that reported, also on today's boundaries), file_name, account, at, simulated.
    Figures of the submission that brought most of them come first, then by unit.
    """
    tree = trees.current(conn)
    figures = rollups.in_force(conn, [period.key], [indicator], upto=upto)
    if boundaries:
        went = tree.successors(period.last)
        under = tree.members(tree.today).filter(ancestor=unit)
        under = went.join(under, left_on="new", right_on="unit", how="semi").select(unit="old").unique()
    else:
        under = tree.members(period.last).filter(ancestor=unit).select("unit")
    itself = pl.DataFrame({"unit": [unit]}, schema=under.schema)
    figures = figures.join(pl.concat([under, itself]), on="unit", how="semi")
    brought = by_seq(conn, figures["seq"].unique().to_list())
    where = pl.DataFrame(
        [(one.seq, one.file_name, one.account, one.at, one.simulated) for one in brought],
        schema={
            "seq": pl.Int32,
            "file_name": pl.String,
            "account": pl.String,
            "at": pl.Datetime("us", "UTC"),
            "simulated": pl.Boolean,
        },
        orient="row",
    )
    found = figures.drop("simulated").join(where, on="seq").with_columns(pl.len().over("seq").alias("brought"))
    return (
        found.sort(["brought", "seq", "unit"], descending=[True, True, False])
        .drop("brought")
        .select(*HISTORY.names(), "file_name", "account", "at", "simulated")
    )
