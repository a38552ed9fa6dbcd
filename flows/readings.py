"""One figure on the boundaries of its time and on today's: where the two readings differ, and through what."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection

from db import figures, units
from flows.asked import find_unit
from metrics.periods import Period
from metrics.restate import differences
from metrics.schema import AS_REPORTED, TODAY


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` differs (``units`` that should report, ``reported`` ones, the ``sum``): then and now, as exact text."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Where the two readings of a figure differ. ``before`` reporting units became ``after`` ones since the period.

    Nothing differs and nothing became of anything where the tree has not changed since.
    """

    differences: tuple[Difference, ...]
    before: int
    after: int

    @property
    def moved(self) -> bool:
        return bool(self.differences) or self.before != self.after


def readings(conn: Connection, *, unit: str, indicator: int, unit_kind: str, period: Period) -> Readings:
    """Both readings of a sum of an inner unit compared; empty where one of them has no such sum.

    Raises :class:`~flows.asked.Unknown`.
    """
    at = find_unit(conn, unit)
    both = [
        figures.rollup(
            conn, boundaries=boundaries, units=[at.id], indicators=[indicator], first=period.last, last=period.last
        ).filter(pl.col("period") == period.key)
        for boundaries in (AS_REPORTED, TODAY)
    ]
    told = differences(*both).sort("what")
    found = tuple(
        Difference(*row) for row in told.select("what", "then", "now").unique(maintain_order=True).iter_rows()
    )
    before, after = _became(conn, at.id, unit_kind, period)
    return Readings(found, before, after)


def _became(conn: Connection, unit: int, unit_kind: str, period: Period) -> tuple[int, int]:
    """How many reporting units under a unit were joined with others since a period, and how many came of them."""
    today = units.today(conn)
    if today <= period.last:
        return 0, 0
    under = units.members(conn, period.last).filter(pl.col("ancestor") == unit).select("unit")
    of_kind = units.units(conn).filter(pl.col("kind") == unit_kind).select("unit")
    changed = units.lineage(conn).filter(
        (pl.col("on") > period.last) & (pl.col("on") <= today) & (pl.col("old") != pl.col("new"))
    )
    went = changed.join(under, left_on="old", right_on="unit", how="semi").join(
        of_kind, left_on="old", right_on="unit", how="semi"
    )
    return went["old"].n_unique(), went["new"].n_unique()
