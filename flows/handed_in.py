"""Files that brought figures of a unit, period by period: its own, and those handed in for the units above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, submissions, units
from db.submissions import HANOI, SubmissionRow
from db.units import UnitRow
from flows.asked import find_unit, label
from flows.leaf_life import leaf_life
from flows.timeliness import Arrivals, arrivals_of, with_deadlines
from metrics.periods import Period, PeriodKind, from_key
from metrics.schema import AS_REPORTED, INNER_KINDS

LATEST = 12
"""So many periods are told; the page of all figures tells them all."""

FEW = 300
"""Up to so many reporting units each is held against its deadline here; of more the sums say how many reported."""

FILES = 400


@dataclass(frozen=True, slots=True)
class Brought:
    """A file: ``late`` days after the unit's deadline (0: in time, null: no deadline is known)."""

    row: SubmissionRow
    late: int | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A period of a unit: how its reporting units arrived, and the files that name the unit or one above it.

    Of a unit with more than FEW reporting units ``arrivals`` are those of the least complete indicator, and say only
    whether units reported.
    ``files`` are oldest first; those after the first are corrections, additions or undos.
    """

    arrivals: Arrivals
    files: tuple[Brought, ...]


def handed_in(
    conn: Connection, *, unit: str, as_of: Period, boundaries: int = AS_REPORTED, latest: int = LATEST
) -> tuple[HandedIn, ...]:
    """The latest periods with figures of a unit up to one, newest first. Raises :class:`flows.asked.Unknown`."""
    row = find_unit(conn, unit)
    sums: dict[Period, tuple[int, int, bool]] = {}
    if row.kind in INNER_KINDS:
        sums = _sums(conn, row.id, as_of, boundaries)
    every = sorted(sums) if sums else list(leaf_life(conn, unit=unit, last=as_of.last).periods)
    periods = [period for period in every if period.last <= as_of.last][-latest:]
    if not periods:
        return ()
    if max((sums[period][1] for period in periods if period in sums), default=0) > FEW:
        arrived = _counted(conn, row, periods, sums, boundaries)
    else:
        arrived = arrivals_of(conn, unit=unit, periods=periods, boundaries=boundaries)
    files = _files(conn, [one.id for one in units.path(conn, row.id, as_of.last)])
    return tuple(HandedIn(each, _of(each, files)) for each in reversed(arrived))


def _sums(conn: Connection, unit: int, as_of: Period, boundaries: int) -> dict[Period, tuple[int, int, bool]]:
    """Of every period with reports: reported of expected units of the least complete indicator; whether simulated."""
    every = goals.indicators(conn)
    frame = figures.rollup(conn, boundaries=boundaries, units=[unit], indicators=every, last=as_of)
    told = frame.filter((pl.col("reported") > 0) & (pl.col("period") % 10 != int(PeriodKind.DAY)))
    silent = (pl.col("expected") - pl.col("reported")).arg_max()
    least = told.group_by("period").agg(
        pl.col("reported", "expected").get(silent), simulated=(pl.col("simulated") > 0).any()
    )
    return {from_key(key): (reported, expected, made_up) for key, reported, expected, made_up in least.iter_rows()}


def _counted(
    conn: Connection,
    row: UnitRow,
    periods: Sequence[Period],
    sums: Mapping[Period, tuple[int, int, bool]],
    boundaries: int,
) -> tuple[Arrivals, ...]:
    """Arrivals of the periods from sums: who reported and who did not, nothing of time."""
    frame = pl.DataFrame(
        {"period": [period.key for period in periods], "unit": [row.id] * len(periods)},
        schema={"period": pl.Int64, "unit": pl.Int32},
    )
    due = dict(with_deadlines(conn, frame, periods, boundaries).select("period", "deadline").iter_rows())
    return tuple(
        Arrivals(
            unit=label(row, period.last),
            period=period,
            deadline=due.get(period.key),
            on_time=0,
            late=0,
            missing=max(expected - reported, 0),
            corrected=0,
            reported=reported,
            expected=max(expected, reported),
            simulated=simulated,
        )
        for period in periods
        for reported, expected, simulated in (sums[period],)
    )


def _files(conn: Connection, above: Sequence[int]) -> list[SubmissionRow]:
    found = [row for unit in above for row in submissions.submissions(conn, unit=unit, limit=FILES)]
    return sorted((row for row in found if row.figures), key=lambda row: row.seq)


def _of(arrivals: Arrivals, files: Sequence[SubmissionRow]) -> tuple[Brought, ...]:
    its = [row for row in files if row.period == arrivals.period]
    return tuple(Brought(row, _late(row, arrivals)) for row in its)


def _late(row: SubmissionRow, arrivals: Arrivals) -> int | None:
    if arrivals.deadline is None:
        return None
    return max((row.at.astimezone(HANOI).date() - arrivals.deadline).days, 0)
