"""Files that brought figures of a unit, period by period: its own, and those handed in for the units above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from db import figures, goals, submissions, units
from db.submissions import HANOI, SubmissionRow
from flows.asked import find_unit
from flows.leaf_life import leaf_life
from flows.timeliness import Arrivals, arrivals_of
from metrics.periods import Period
from metrics.schema import AS_REPORTED, INNER_KINDS

LATEST = 12
"""So many periods are told; the page of all figures tells them all."""

FILES = 400


@dataclass(frozen=True, slots=True)
class Brought:
    """A file: ``late`` days after the unit's deadline (0: in time, null: no deadline is known)."""

    row: SubmissionRow
    late: int | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A period of a unit: how its reporting units arrived, and the files that name the unit or one above it.

    ``files`` are oldest first; those after the first are corrections, additions or undos.
    """

    arrivals: Arrivals
    files: tuple[Brought, ...]


def handed_in(
    conn: Connection, *, unit: str, as_of: Period, boundaries: int = AS_REPORTED, latest: int = LATEST
) -> tuple[HandedIn, ...]:
    """The latest periods with figures of a unit up to one, newest first. Raises :class:`flows.asked.Unknown`."""
    row = find_unit(conn, unit)
    if row.kind in INNER_KINDS:
        every = figures.reported_periods(conn, boundaries=boundaries, units=[row.id], indicators=goals.indicators(conn))
    else:
        every = list(leaf_life(conn, unit=unit, last=as_of.last).periods)
    periods = [period for period in every if period.last <= as_of.last][-latest:]
    if not periods:
        return ()
    arrived = arrivals_of(conn, unit=unit, periods=periods, boundaries=boundaries)
    files = _files(conn, [one.id for one in units.path(conn, row.id, as_of.last)])
    return tuple(HandedIn(each, _of(each, files)) for each in reversed(arrived))


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
