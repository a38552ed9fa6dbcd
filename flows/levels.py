"""At which level units are put in order: directly below, the communes, or the places that report themselves."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import polars as pl
from sqlalchemy import Connection

from db import figures, units
from db.units import UnitRow
from metrics.goals import Indicator, Kind
from metrics.periods import Period
from metrics.schema import INNER_KINDS, TODAY


class Level(StrEnum):
    BELOW = "below"
    COMMUNES = "communes"
    LEAVES = "leaves"


def units_at(conn: Connection, above: UnitRow, level: Level, on: date, boundaries: int) -> list[UnitRow]:
    """Inner units under ``above`` at a level, by code: on the day judged on, or on today's boundaries.

    Directly below an ended unit are those of its last day, its communes those that its area has on the day.
    :attr:`Level.LEAVES` keeps no sums and has none here.
    """
    asked_on = units.today(conn) if boundaries == TODAY else on
    match level:
        case Level.LEAVES:
            return []
        case Level.BELOW:
            return directly_below(conn, above, on, boundaries)
        case Level.COMMUNES:
            under = units.members(conn, asked_on).filter(pl.col("ancestor") == above.id)
            every = units.units(conn).filter(pl.col("kind") == "commune").join(under, on="unit", how="semi")
            ids = every.filter(pl.col("unit") != above.id)["unit"].to_list()
    return sorted(units.units_by_id(conn, ids).values(), key=lambda row: row.code)


def directly_below(conn: Connection, above: UnitRow, on: date, boundaries: int) -> list[UnitRow]:
    """Inner units directly under a unit: on the day judged on, on today's, or as it lay last where it has ended."""
    asked_on = units.today(conn) if boundaries == TODAY else on
    below = units.children(conn, above.id, _alive(above, asked_on))
    ids = below.filter(pl.col("kind").is_in(INNER_KINDS))["unit"].to_list()
    found = units.units_by_id(conn, ids)
    return [found[one] for one in ids]


def levels_of(
    conn: Connection, above: UnitRow, indicator: Indicator, indicator_id: int, when: Period, boundaries: int
) -> tuple[Level, ...]:
    """Levels with units of which a figure of the period is expected, from the top down, each showing other units.

    ``when`` is the period of the indicator's figures that is judged.
    """
    every = figures.expected(conn, indicator=indicator_id, period=when, boundaries=boundaries)
    asked = set(every["unit"].to_list())
    found = []
    below = [row for row in directly_below(conn, above, when.last, boundaries) if row.id in asked]
    if below:
        found.append(Level.BELOW)
    if any(row.kind != "commune" for row in below):
        found.append(Level.COMMUNES)
    own = above.kind in INNER_KINDS and above.id in asked
    if own and indicator.unit_kind not in INNER_KINDS and indicator.kind is not Kind.RATING:
        found.append(Level.LEAVES)
    return tuple(found)


def _alive(above: UnitRow, on: date) -> date:
    return min(on, above.valid_to) if above.valid_to is not None else on
