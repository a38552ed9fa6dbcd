"""Who reported in time: the reporting units under a unit, each held against its deadline of the reporting calendar.

A unit arrives with its first figure that still stands, on the day that submission was accepted. No document sets the
deadlines of reports; they stand in the calendar, of the nearest unit above with a row or else of the row without a
unit, and where there is neither a unit has reported or not, and nothing is said of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from metrics.schema import AS_REPORTED, INNER_KINDS, TODAY
from metrics.tree import ROOT_KINDS
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
    cells = counts_by(every.with_columns(row=pl.lit(at.id, pl.Int32)), "row")
    return tuple(cells.get((at.id, period.key), _NOBODY).of(label(at, period.last), period) for period in periods)


@dataclass(frozen=True, slots=True)
class Counted:
    """What :class:`Arrivals` are made of."""

    numbers: Mapping[str, int]
    deadline: date | None
    simulated: bool

    def of(self, unit: UnitLabel, period: Period) -> Arrivals:
        """The arrivals of a unit in a period."""
        numbers = {each.value: self.numbers.get(each.value, 0) for each in Arrival}
        expected = sum(numbers.values())
        return Arrivals(
            unit=unit,
            period=period,
            deadline=self.deadline,
            expected=expected,
            simulated=self.simulated,
            **numbers,
        )


_NOBODY = Counted({}, None, simulated=False)


def counts_by(every: pl.DataFrame, column: str) -> dict[tuple[int, int], Counted]:
    """Arrivals (ARRIVED) counted by what stands in a column, and by period; of deadlines the earliest."""
    each = every.group_by(column, "period", "arrival").agg(
        pl.len(), pl.col("deadline").min(), pl.col("simulated").any()
    )
    whole = each.group_by(column, "period").agg("arrival", "len", pl.col("deadline").min(), pl.col("simulated").any())
    return {
        (row, period): Counted(dict(zip(arrivals, numbers, strict=True)), deadline, simulated)
        for row, period, arrivals, numbers, deadline, simulated in whole.iter_rows()
    }


def arrived(conn: Connection, *, unit: int, periods: Sequence[Period], boundaries: int = AS_REPORTED) -> pl.DataFrame:
    """ARRIVED of every reporting unit under a unit, by period and unit."""
    brought = timeliness.brought(conn)
    leaves = timeliness.leaves(conn, unit=unit, periods=periods, boundaries=boundaries, every=brought)
    days = pl.DataFrame(
        [(one.seq, one.day, one.simulated) for one in brought.values()],
        schema={"first": pl.Int32, "day": pl.Date, "simulated": pl.Boolean},
        orient="row",
    )
    both = with_deadlines(conn, leaves.join(days, on="first", how="left"), periods, boundaries)
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
    out = both.with_columns(arrival=arrival, simulated=pl.col("simulated").fill_null(False))
    return out.select(list(ARRIVED)).sort("period", "unit")


def with_deadlines(conn: Connection, leaves: pl.DataFrame, periods: Sequence[Period], boundaries: int) -> pl.DataFrame:
    """Units of periods (columns unit, period) with ``deadline``, null where none is known."""
    tree = trees.current(conn)
    due = goals.calendar(conn).filter(pl.col("period").is_in([period.key for period in periods]))
    usual = due.filter(pl.col("unit").is_null()).select("period", usual="deadline")
    own = due.filter(pl.col("unit").is_not_null()).select("period", "deadline", ancestor="unit")
    turns = {period.key: tree.today if boundaries == TODAY else tree.turn(period.last) for period in periods}
    near = [pl.DataFrame(schema={"period": pl.Int64, "unit": pl.Int32, "deadline": pl.Date})]
    for turn in set(turns.values()):
        its = own.filter(pl.col("period").is_in([key for key, when in turns.items() if when == turn]))
        if its.is_empty():
            continue
        chain = chains(tree, leaves["unit"].unique(), turn)
        rows = chain.join(its, on="ancestor").sort("depth").unique(["period", "unit"], keep="last")
        near.append(rows.select("period", "unit", "deadline"))
    both = leaves.join(pl.concat(near), on=["period", "unit"], how="left").join(usual, on="period", how="left")
    return both.with_columns(pl.coalesce("deadline", "usual").alias("deadline"))


_ITSELF = 99
"""How deep a unit lies under itself: below everything."""


def chains(tree: Tree, leaves: pl.Series, on: date) -> pl.DataFrame:
    """Units with every unit they count in, and themselves: columns unit, ancestor, depth (the larger the nearer).

    Ended units, which live on as regions, are furthest of all.
    """
    members = tree.members(on).select("unit", "ancestor")
    wanted = pl.DataFrame({"unit": leaves}, schema={"unit": pl.Int32})
    above = members.join(wanted, on="unit", how="semi").filter(pl.col("ancestor") != pl.col("unit"))
    inner = above.select(unit="ancestor").unique()
    depth = members.join(inner, on="unit", how="semi").group_by(ancestor="unit").agg(depth=pl.len().cast(pl.Int32))
    living = tree.units.filter(alive(tree.turn(on))).select(ancestor="unit", living=pl.lit(True))
    found = above.join(depth, on="ancestor", how="left").join(living, on="ancestor", how="left")
    near = found.select("unit", "ancestor", depth=pl.when("living").then(pl.col("depth")).fill_null(0))
    return pl.concat([near, wanted.select("unit", ancestor="unit", depth=pl.lit(_ITSELF, pl.Int32))])


def late_units(conn: Connection, *, unit: str, as_of: Period, boundaries: int = AS_REPORTED) -> tuple[LateUnit, ...]:
    """Who came late or not at all, gathered at the level that hands in: missing first, then by days late, then by name.

    A late unit that was corrected since is late all the same. The unit that hands in is the lowest one, from below
    ``unit`` to the reporting unit itself, for which anything was ever handed in; else the inner unit directly below
    ``unit``, and ``unit`` itself for those that lie in none.
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
    wanted = pl.Series("unit", list(leaves), dtype=pl.Int32).unique()
    under = tree.members(on).filter(ancestor=top).select(ancestor="unit")
    chain = chains(tree, wanted, on).join(under, on="ancestor", how="semi").filter(pl.col("ancestor") != top)
    # An ended unit lives on within others that hold all of it: they hand in for more than what was asked.
    held = chain.group_by("ancestor").agg(all_of_it=pl.len() == wanted.len())
    roots = tree.units.filter(pl.col("kind").is_in(ROOT_KINDS)).select(ancestor="unit")
    chain = chain.join(held.filter("all_of_it").join(roots, on="ancestor", how="semi"), on="ancestor", how="anti")
    chain = chain.sort("unit", "depth")
    lowest = (
        chain.filter(pl.col("ancestor").is_in(list(brought))).group_by("unit").agg(hands_in=pl.col("ancestor").last())
    )
    places = chain.join(tree.units.filter(pl.col("kind").is_in(INNER_KINDS)).select(ancestor="unit"), on="ancestor")
    nearest = places.sort("unit", "depth").group_by("unit").agg(below=pl.col("ancestor").first())
    both = wanted.to_frame().join(nearest, on="unit", how="left").join(lowest, on="unit", how="left")
    return both.select("unit", hands_in=pl.coalesce("hands_in", "below", pl.lit(top, pl.Int32)))
