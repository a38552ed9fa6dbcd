"""What the pages ask for, through the same functions that they use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection

from benchmarks.generate import RESOLUTION
from benchmarks.world import PROVINCE, QUARTERS, World
from db import figures, goals, timeliness, trees, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import series
from flows.review import Review
from flows.standing import standing
from flows.timeliness import arrived
from flows.verdicts import review
from metrics.goals import Kind
from metrics.periods import Period, from_key, quarter
from metrics.schema import AS_REPORTED, TODAY

BASELINE, REVIEW = QUARTERS[0], quarter(2019, 4)
COMMUNE = f"{PROVINCE}/d03/c013"
GRID = 8

by_key = from_key


def home(conn: Connection) -> Review:
    """The home page: every goal of the resolution judged."""
    return review(conn, resolution=RESOLUTION, as_of=REVIEW)


def coming_in(conn: Connection) -> Review:
    """The same at a quarter of which a tenth of the villages have not reported yet."""
    return review(conn, resolution=RESOLUTION, as_of=QUARTERS[-1])


def goal_rows(conn: Connection) -> list[GoalRow]:
    return goals.goals(conn, resolution=RESOLUTION)


def first_of(row: GoalRow) -> Period:
    """The first period whose figures a goal's value is made of: the review itself, or the start of a sum."""
    return QUARTERS[1] if row.indicator.kind is Kind.FLOW else REVIEW


def split(rows: Sequence[GoalRow]) -> tuple[list[int], list[int]]:
    """Indicators of which the baseline and the review count, and those of which every period counts."""
    flows = [row.indicator_id for row in rows if row.indicator.kind is Kind.FLOW]
    return [row.indicator_id for row in rows if row.indicator_id not in flows], flows


def province(conn: Connection) -> int:
    return _unit(conn, PROVINCE).id


def _unit(conn: Connection, code: str) -> UnitRow:
    found = units.unit_by_code(conn, code)
    assert found is not None
    return found


def ranking(conn: Connection) -> pl.DataFrame:
    """Every inner unit judged on every goal."""
    rows = goal_rows(conn)
    inner = trees.current(conn).members(REVIEW.last)["ancestor"].unique().to_list()
    return standing(conn, [(row, inner) for row in rows], on=REVIEW.last)


def all_sums(conn: Connection) -> int:
    """The sums that the ranking stands on, of every inner unit and as its peers give them; returns how many."""
    stands, flows = split(goal_rows(conn))
    inner = trees.current(conn).members(REVIEW.last)["ancestor"].unique().to_list()
    spans = ((stands, BASELINE, BASELINE), (stands, REVIEW, REVIEW), (flows, None, REVIEW))
    return sum(
        figures.rollup(conn, boundaries=AS_REPORTED, units=inner, indicators=some, first=first, last=last).height
        for some, first, last in spans
    )


def unit_series(conn: Connection) -> list[Any]:
    """One commune's series of all goals on both boundaries."""
    wanted = {row.indicator_id: row.indicator for row in goal_rows(conn)}
    return _series(conn, COMMUNE, wanted)


def goal_series(conn: Connection) -> list[Any]:
    """One goal's series of the province on both boundaries."""
    row = goal_rows(conn)[0]
    return _series(conn, PROVINCE, {row.indicator_id: row.indicator})


def completeness(conn: Connection) -> pl.DataFrame:
    """Whether each village has reported each quarter."""
    return timeliness.completeness(conn, unit=province(conn), periods=QUARTERS)


def arrivals(conn: Connection) -> pl.DataFrame:
    """When each village reported each of the last eight quarters, as the grid of two years shows it."""
    return arrived(conn, unit=province(conn), periods=QUARTERS[-GRID:])


def _series(conn: Connection, code: str, indicators: dict[int, Any]) -> list[Any]:
    unit, last = _unit(conn, code), QUARTERS[-1].last
    return [
        series.read(conn, units=[unit], indicators=indicators, boundaries=boundaries, last=last)
        for boundaries in (AS_REPORTED, TODAY)
    ]


def places(conn: Connection, world: World, codes: Sequence[str]) -> tuple[pl.Series, list[int]]:
    """Store ids by place in the world, of units and of indicators."""
    known = dict(units.units(conn).select("code", "unit").iter_rows())
    indicators = {indicator.code: key for key, indicator in goals.indicators(conn).items()}
    return pl.Series([known[code] for code in world.units["code"]], dtype=pl.Int32), [
        indicators[code] for code in codes
    ]
