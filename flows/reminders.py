"""What a unit still owes of a period: which units below it, which figures, by when; what a reminder is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import goals, timeliness, trees, units
from flows.arrival_grid import rows_of
from flows.asked import find_unit, label
from flows.levels import Level
from flows.review import UnitLabel
from flows.timeliness import arrived
from metrics.goals import Indicator
from metrics.periods import Period
from metrics.schema import AS_REPORTED, TODAY
from report.formats import sort_key


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit below the one reminded (itself, where it reports itself), with those under it that have not reported.

    ``whole``: none of its units has.
    """

    unit: UnitLabel
    missing: tuple[UnitLabel, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """What the reminded unit owes: ``missing`` of its ``expected`` reporting units, and which figures they report."""

    to: UnitLabel
    period: Period
    deadline: date | None
    missing: int
    expected: int
    units: tuple[Owing, ...]
    indicators: tuple[Indicator, ...]


def owed(conn: Connection, *, unit: str, as_of: Period, boundaries: int = AS_REPORTED) -> Owed:
    """What a unit and those below it have not reported of a period; raises :class:`~flows.asked.Unknown`."""
    at = find_unit(conn, unit)
    tree = trees.current(conn)
    every = arrived(conn, unit=at.id, periods=(as_of,), boundaries=boundaries)
    silent = every.filter(pl.col("first").is_null())
    on = tree.today if boundaries == TODAY else tree.turn(as_of.last)
    placed, _ = rows_of(tree, at.id, every["unit"], on, Level.BELOW)
    sizes = dict(placed.group_by("row").len().iter_rows())
    held = placed.join(silent.select("unit"), on="unit", how="semi").group_by("row").agg("unit")
    named = units.units_by_id(conn, [*held["row"], *silent["unit"]])
    found = [
        Owing(
            label(named[row], as_of.last),
            tuple(sorted((label(named[one], as_of.last) for one in some), key=lambda each: sort_key(each.name))),
            len(some) == sizes[row],
        )
        for row, some in held.iter_rows()
    ]
    kinds = set(tree.units.join(silent.select("unit"), on="unit", how="semi")["kind"])
    asked = timeliness.asked_of(conn, at.id, [as_of], boundaries)[as_of]
    known = goals.indicators(conn)
    return Owed(
        to=label(at, as_of.last),
        period=as_of,
        deadline=every["deadline"].min(),  # type: ignore[arg-type]  # a column of days
        missing=silent.height,
        expected=every.height,
        units=tuple(sorted(found, key=lambda one: sort_key(one.unit.name))),
        indicators=tuple(known[one] for one in asked if known[one].unit_kind in kinds),
    )
