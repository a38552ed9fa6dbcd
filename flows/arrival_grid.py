"""Units × periods: how the reporting units of each unit below one reported, period after period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import trees, units
from db.trees import Tree
from db.units import UnitRow
from flows.asked import find_unit, label
from flows.levels import Level
from flows.review import UnitLabel
from flows.timeliness import Arrivals, Counted, arrived, counts_by
from metrics.periods import Period
from metrics.schema import AS_REPORTED, INNER_KINDS, TODAY
from metrics.tree import ROOT_KINDS
from report.formats import sort_key


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit with its arrivals a period; null where nothing was asked of it. ``opens``: there are units below it."""

    unit: UnitLabel
    cells: tuple[Arrivals | None, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows in Vietnamese order of names, those that ended before the last period at the end; ``total`` is of the unit.

    ``levels`` are those that show different units.
    """

    unit: UnitLabel
    periods: tuple[Period, ...]
    rows: tuple[GridRow, ...]
    total: GridRow
    level: Level
    levels: tuple[Level, ...]


def arrival_grid(
    conn: Connection,
    *,
    unit: str,
    periods: Sequence[Period],
    boundaries: int = AS_REPORTED,
    level: Level = Level.BELOW,
) -> Grid:
    """The grid of the units directly below a unit, or of all communes under it.

    A unit stands in the periods in which it counted under the one asked for; reporting units that lie in none of the
    rows stand for themselves. Raises :class:`~flows.asked.Unknown`.
    """
    at = find_unit(conn, unit)
    tree = trees.current(conn)
    every = arrived(conn, unit=at.id, periods=periods, boundaries=boundaries)
    placed = [pl.DataFrame(schema=_PLACED)]
    depths: set[str] = set()
    for period in periods:
        on = tree.today if boundaries == TODAY else tree.turn(period.last)
        its = every.filter(period=period.key)
        pairs, kinds = rows_of(tree, at.id, its["unit"], on, level)
        depths |= kinds
        placed.append(pairs.select(pl.lit(period.key, pl.Int64).alias("period"), "unit", "row"))
    both = every.join(pl.concat(placed), on=["period", "unit"])
    last = max((period.last for period in periods), default=date.max)
    cells = counts_by(both, "row")
    named = units.units_by_id(conn, [row for row, _ in cells])
    inner = set(both.filter(pl.col("row") != pl.col("unit"))["row"])
    rows = [
        GridRow(label(row, last), _cells(cells, row, periods), opens=row.id in inner and row.id != at.id)
        for row in named.values()
    ]
    whole = counts_by(every.with_columns(row=pl.lit(at.id, pl.Int32)), "row")
    levels = (Level.BELOW, Level.COMMUNES) if "district" in depths else (Level.BELOW,)
    return Grid(
        unit=label(at, last),
        periods=tuple(periods),
        rows=tuple(sorted(rows, key=lambda row: (row.cells[-1] is None, sort_key(row.unit.name), row.unit.code))),
        total=GridRow(label(at, last), _cells(whole, at, periods), opens=False),
        level=level if level in levels else Level.BELOW,
        levels=levels,
    )


def _cells(
    cells: Mapping[tuple[int, int], Counted], row: UnitRow, periods: Sequence[Period]
) -> tuple[Arrivals | None, ...]:
    found = [(period, cells.get((row.id, period.key))) for period in periods]
    return tuple(None if one is None else one.of(label(row, period.last), period) for period, one in found)


_PLACED = pl.Schema({"period": pl.Int64, "unit": pl.Int32, "row": pl.Int32})


def rows_of(tree: Tree, top: int, leaves: pl.Series, on: date, level: Level) -> tuple[pl.DataFrame, set[str]]:
    """Which row each reporting unit stands in on a day (columns unit, row), and the kinds of units directly below."""
    members = tree.members(on).select("unit", "ancestor")
    kinds = tree.units.select("unit", "kind")
    inner_kinds = kinds.filter(pl.col("kind").is_in(INNER_KINDS))
    while True:
        under = members.filter(pl.col("ancestor") == top, pl.col("unit") != top).select("unit")
        inner = under.join(inner_kinds, on="unit", how="semi")
        above = members.filter(pl.col("unit") != pl.col("ancestor"))
        above = above.join(inner, left_on="ancestor", right_on="unit", how="semi")
        direct = inner.join(above, on="unit", how="anti").join(kinds, on="unit")
        if direct.height != 1 or direct["kind"].item() not in ROOT_KINDS:
            break
        # An ended province lives on as a region within another: its rows are what lies below that one.
        top = direct["unit"].item()
    communes = inner.join(kinds.filter(kind="commune"), on="unit", how="semi")
    found = direct["kind"].unique().to_list()
    chosen = communes if level is Level.COMMUNES and "district" in found else direct
    wanted = pl.DataFrame({"unit": leaves}, schema={"unit": pl.Int32})
    pairs = wanted.join(members, on="unit").join(chosen, left_on="ancestor", right_on="unit", how="semi")
    pairs = pairs.select("unit", row="ancestor").unique("unit")
    rest = wanted.join(pairs, on="unit", how="anti").select("unit", row="unit")
    return pl.concat([pairs, rest]), set(found)
