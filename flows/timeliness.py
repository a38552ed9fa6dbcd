"""Who reported in time: the reporting units under a unit, each held against its deadline of the reporting calendar.

A unit arrives with its first figure that still stands, on the day that submission was accepted. No document sets the
deadlines of reports; they stand in the calendar, of the nearest unit above with a row or else of the row without a
unit, and where there is neither a unit has reported or not, and nothing is said of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl
from sqlalchemy import Connection

from db import goals, timeliness, trees, units
from db.trees import Tree
from flows.asked import find_unit, label
from flows.review import UnitLabel
from metrics.lineage import alive
from metrics.periods import Period, between
from metrics.schema import AS_REPORTED, TODAY
from report.formats import sort_key


class Arrival(StrEnum):
    """What became of a unit's report. ``corrected`` stands before the others that arrived; ``reported`` is said where
    no deadline is known.
    """

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    CORRECTED = "corrected"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How the ``expected`` reporting units under a unit reported a period; the five counts add up to them.

    ``deadline`` is the unit's own (null: none is known). ``simulated``: one of the submissions was.
    """

    unit: UnitLabel
    period: Period
    deadline: date | None
    on_time: int
    late: int
    missing: int
    corrected: int
    reported: int
    expected: int
    simulated: bool

    @property
    def arrived(self) -> int:
        return self.expected - self.missing


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit that hands in, with ``units`` of its ``expected`` reporting units late or missing.

    ``days`` after the deadline the latest of them came; null for missing ones and where no deadline is known.
    """

    unit: UnitLabel
    arrival: Arrival
    days: int | None
    deadline: date | None
    units: int
    expected: int
    simulated: bool


ARRIVED = pl.Schema(
    [
        *timeliness.LEAVES.items(),
        ("day", pl.Date()),
        ("deadline", pl.Date()),
        ("arrival", pl.String()),
        ("simulated", pl.Boolean()),
    ]
)
"""LEAVES with the day of the first submission, the unit's deadline, the place in :class:`Arrival` as a word."""


def arrivals(conn: Connection, *, unit: str, as_of: Period, boundaries: int = AS_REPORTED) -> Arrivals:
    """The reporting units under a unit (itself, where nothing lies below) in one period; counts are of units."""
    return arrivals_of(conn, unit=unit, periods=(as_of,), boundaries=boundaries)[0]


def arrivals_over(
    conn: Connection, *, unit: str, first: Period, last: Period, boundaries: int = AS_REPORTED
) -> tuple[Arrivals, ...]:
    """The same of every period of the kind of ``last`` from ``first`` to it, oldest first."""
    periods = tuple(between(first.last, last.last, last.kind))
    return arrivals_of(conn, unit=unit, periods=periods, boundaries=boundaries)


def arrivals_of(
    conn: Connection, *, unit: str, periods: Sequence[Period], boundaries: int = AS_REPORTED
) -> tuple[Arrivals, ...]:
    """The same of some periods, in their order."""
    at = find_unit(conn, unit)
    every = arrived(conn, unit=at.id, periods=periods, boundaries=boundaries)
    counts = every.group_by("period", "arrival").agg(pl.len(), pl.col("simulated").any())
    found = {(row[0], row[1]): (row[2], row[3]) for row in counts.iter_rows()}
    return tuple(
        counted(
            label(at, period.last),
            period,
            deadline_of(conn, at.id, period, boundaries),
            {each: found.get((period.key, each.value), (0, False)) for each in Arrival},
        )
        for period in periods
    )


def counted(
    unit: UnitLabel, period: Period, deadline: date | None, counts: dict[Arrival, tuple[int, bool]]
) -> Arrivals:
    """Arrivals of counts with whether any of them was simulated."""
    return Arrivals(
        unit=unit,
        period=period,
        deadline=deadline,
        expected=sum(number for number, _ in counts.values()),
        simulated=any(made_up for _, made_up in counts.values()),
        **{each.value: number for each, (number, _) in counts.items()},
    )


def arrived(conn: Connection, *, unit: int, periods: Sequence[Period], boundaries: int = AS_REPORTED) -> pl.DataFrame:
    """ARRIVED of every reporting unit under a unit, by period and unit."""
    leaves = timeliness.leaves(conn, unit=unit, periods=periods, boundaries=boundaries)
    brought = timeliness.brought(conn)
    days = pl.DataFrame(
        [(one.seq, one.day, one.simulated) for one in brought.values()],
        schema={"first": pl.Int32, "day": pl.Date, "simulated": pl.Boolean},
        orient="row",
    )
    due = deadlines(conn, periods, leaves["unit"].unique().to_list(), boundaries)
    arrival = (
        pl.when(pl.col("first").is_null())
        .then(pl.lit(Arrival.MISSING))
        .when("corrected")
        .then(pl.lit(Arrival.CORRECTED))
        .when(pl.col("deadline").is_null())
        .then(pl.lit(Arrival.REPORTED))
        .when(pl.col("day") <= pl.col("deadline"))
        .then(pl.lit(Arrival.ON_TIME))
        .otherwise(pl.lit(Arrival.LATE))
    )
    both = leaves.join(days, on="first", how="left").join(due, on=["period", "unit"], how="left")
    out = both.with_columns(arrival=arrival, simulated=pl.col("simulated").fill_null(False))
    return out.select(list(ARRIVED)).sort("period", "unit")


def deadline_of(conn: Connection, unit: int, period: Period, boundaries: int = AS_REPORTED) -> date | None:
    """A unit's deadline of a period; null where none is known."""
    found = deadlines(conn, (period,), (unit,), boundaries)
    return found["deadline"][0] if found.height else None


def deadlines(
    conn: Connection, periods: Sequence[Period], leaves: Sequence[int], boundaries: int = AS_REPORTED
) -> pl.DataFrame:
    """Deadlines of some units, where one is known: columns period, unit, deadline."""
    tree = trees.current(conn)
    wanted = pl.DataFrame({"unit": leaves}, schema={"unit": pl.Int32})
    set_for = goals.calendar(conn).filter(pl.col("period").is_in([period.key for period in periods]))
    schema = {"period": pl.Int64, "unit": pl.Int32, "deadline": pl.Date}
    found = [pl.DataFrame(schema=schema)]
    for period in periods:
        its = set_for.filter(period=period.key)
        if its.is_empty():
            continue
        on = tree.today if boundaries == TODAY else period.last
        above = wanted.join(_above(tree, on), on="unit", how="left")
        own = wanted.with_columns(ancestor=pl.col("unit"), depth=pl.lit(_ITSELF, pl.Int32))
        near = (
            pl.concat([above, own])
            .join(its.select("deadline", ancestor="unit"), on="ancestor")
            .sort("depth")
            .unique("unit", keep="last")
            .select("unit", "deadline")
        )
        usual = its.filter(pl.col("unit").is_null())["deadline"].to_list()
        both = wanted.join(near, on="unit", how="left").with_columns(
            pl.col("deadline").fill_null(pl.lit(usual[0] if usual else None, pl.Date))
        )
        known = both.filter(pl.col("deadline").is_not_null())
        found.append(known.select(pl.lit(period.key, pl.Int64).alias("period"), "unit", "deadline"))
    return pl.concat(found)


_ITSELF = 99


def _above(tree: Tree, on: date) -> pl.DataFrame:
    """MEMBERS' pairs with how deep the ancestor lies; ended units, which live on as regions, are furthest of all."""
    members = tree.members(on).select("unit", "ancestor")
    depth = members.group_by("unit").agg(pl.len().cast(pl.Int32).alias("depth")).rename({"unit": "ancestor"})
    living = tree.units.filter(alive(tree.turn(on))).select(pl.col("unit").alias("ancestor"), living=pl.lit(True))
    found = members.join(depth, on="ancestor", how="left").join(living, on="ancestor", how="left")
    return found.select(
        "unit", "ancestor", depth=pl.when("living").then(pl.col("depth")).otherwise(0).fill_null(0).cast(pl.Int32)
    )


def late_units(conn: Connection, *, unit: str, as_of: Period, boundaries: int = AS_REPORTED) -> tuple[LateUnit, ...]:
    """Who came late or not at all, gathered at the level that hands in: missing first, then by days late, then by name.

    A late unit that was corrected since is late all the same. The unit that hands in is the lowest one, from below
    ``unit`` to the reporting unit itself, for which anything was ever handed in; else the one directly below ``unit``.
    """
    at = find_unit(conn, unit)
    tree = trees.current(conn)
    every = arrived(conn, unit=at.id, periods=(as_of,), boundaries=boundaries)
    over = (pl.col("day") - pl.col("deadline")).dt.total_days()
    late = pl.col("first").is_not_null() & (over > 0).fill_null(False)
    told = every.with_columns(
        days=pl.when(late).then(over),
        kind=pl.when(pl.col("first").is_null()).then(pl.lit(Arrival.MISSING)).when(late).then(pl.lit(Arrival.LATE)),
    )
    on = tree.today if boundaries == TODAY else as_of.last
    told = told.join(handing_in(conn, at.id, every["unit"].to_list(), on), on="unit", how="left")
    sizes = dict(told.group_by("hands_in").len().iter_rows())
    rows = (
        told.filter(pl.col("kind").is_not_null())
        .group_by("hands_in", "kind")
        .agg(pl.len().alias("units"), pl.col("days").max(), pl.col("deadline").min(), pl.col("simulated").any())
    )
    named = units.units_by_id(conn, rows["hands_in"].to_list())
    found = [
        LateUnit(
            label(named[row["hands_in"]], as_of.last),
            Arrival(row["kind"]),
            row["days"],
            row["deadline"],
            row["units"],
            sizes[row["hands_in"]],
            row["simulated"] or named[row["hands_in"]].simulated,
        )
        for row in rows.iter_rows(named=True)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.arrival is Arrival.LATE, -(one.days or 0), sort_key(one.unit.name)))
    )


def handing_in(conn: Connection, top: int, leaves: Iterable[int], on: date) -> pl.DataFrame:
    """Columns unit and ``hands_in``, the unit that hands its figures in, as :func:`late_units` says."""
    tree = trees.current(conn)
    brought = {one.unit_id for one in timeliness.brought(conn).values() if one.unit_id is not None} - {top}
    wanted = pl.DataFrame({"unit": list(leaves)}, schema={"unit": pl.Int32})
    pairs = _above(tree, on)
    under = pairs.filter(ancestor=top).select("unit")
    chain = wanted.join(pairs, on="unit").filter(pl.col("ancestor") != top)
    chain = chain.join(under, left_on="ancestor", right_on="unit", how="semi")
    own = wanted.with_columns(ancestor=pl.col("unit"), depth=pl.lit(_ITSELF, pl.Int32))
    chain = pl.concat([chain, own]).sort("unit", "depth")
    lowest = (
        chain.filter(pl.col("ancestor").is_in(list(brought)))
        .group_by("unit")
        .agg(pl.col("ancestor").last().alias("hander"))
    )
    nearest = chain.group_by("unit").agg(pl.col("ancestor").first().alias("below"))
    both = wanted.unique().join(nearest, on="unit", how="left").join(lowest, on="unit", how="left")
    return both.select("unit", hands_in=pl.coalesce("hander", "below", "unit"))
